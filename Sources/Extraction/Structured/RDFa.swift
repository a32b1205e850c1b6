public import AlmanacCore

/// One statement of RDF: a subject has a property with a value.
public struct RDFStatement: Sendable, Equatable {
    /// The subject's address, or `_:b` and a number for a thing without one.
    public let subject: String
    /// The property's address.
    public let predicate: String
    /// The value.
    public let object: Object
    /// Where it stands in the page.
    public let element: Node

    /// What a value of RDF can be.
    public enum Object: Sendable, Equatable {
        /// Another thing, by its address.
        case resource(String)
        /// A text with its language and type, where they are told.
        case literal(String, language: String?, type: String?)
    }
}

extension Document {
    /// The statements that the page makes by RDFa.
    ///
    /// RDFa 1.1 Lite and Core as far as pages use them: `vocab`, `prefix`, `typeof`, `property`,
    /// `rel`, `rev`, `about`, `resource`, `href`, `src`, `content`, `datatype`, `lang`. Lists
    /// (`inlist`) are read as separate values, XML literals as text.
    public func rdfa() -> [RDFStatement] {
        var reader = RDFaReader(self)
        reader.read()
        return reader.statements
    }

    /// Statements as expanded JSON-LD: one object for each subject, in order of first mention.
    public static func json(of statements: [RDFStatement]) -> JSON {
        var subjects: [String] = []
        var objects: [String: JSONObject] = [:]
        for statement in statements {
            if objects[statement.subject] == nil {
                subjects.append(statement.subject)
                objects[statement.subject] = ["@id": .string(statement.subject)]
            }
            let isType = statement.predicate == RDFaReader.type
            let value: JSON
            switch statement.object {
            case .resource(let address):
                value = isType ? .string(address) : .object(["@id": .string(address)])
            case .literal(let text, let language, let type):
                var literal: JSONObject = ["@value": .string(text)]
                if let language { literal["@language"] = .string(language) }
                if let type { literal["@type"] = .string(type) }
                value = .object(literal)
            }
            let key = isType ? "@type" : statement.predicate
            let known = objects[statement.subject]?[key]?.arrayValue ?? []
            if !known.contains(value) { objects[statement.subject]?[key] = .array(known + [value]) }
        }
        return .array(subjects.compactMap { objects[$0].map(JSON.object) })
    }
}

/// Walks a page by RDFa Core 1.1, section 7.5, with a stack in place of recursion.
private struct RDFaReader {
    static let type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

    let document: Document
    var statements: [RDFStatement] = []
    private var blankCount = 0
    private let base: String
    private var stack: [Context] = []

    /// What holds for the children of an element.
    private struct Context {
        var end: Int
        var subject: String
        var object: String?
        var vocabulary: String?
        var prefixes: [String: String]
        var language: String?
        /// Properties that wait for a thing below to be named: forward and backward.
        var waiting: [(predicate: String, isReversed: Bool)] = []
    }

    init(_ document: Document) {
        self.document = document
        base = document.baseURL?.description ?? ""
    }

    mutating func read() {
        stack = [
            Context(
                end: document.nodeCount, subject: base, vocabulary: nil, prefixes: Self.known,
                language: nil)
        ]
        for node in document.allNodes {
            while stack.count > 1, let last = stack.last, last.end <= node.index {
                stack.removeLast()
            }
            if document.isElement(node) { visit(node) }
        }
    }

    private mutating func visit(_ node: Node) {
        let outer = stack[stack.count - 1]
        var inner = outer
        inner.end = Int(document.nodes[node.index].end)
        inner.waiting = []
        let values = document.attributes(of: node)
        guard !values.isEmpty else {
            // What waits, waits for the children too.
            inner.waiting = outer.waiting
            stack.append(inner)
            return
        }
        declare(values, &inner, node)
        let names = Set(values.map(\.name))
        let relations = terms("rel", node, inner) + []
        let reversed = terms("rev", node, inner)
        let properties = terms("property", node, inner)
        let types = terms("typeof", node, inner)
        let hasRelation = names.contains("rel") || names.contains("rev")
        let isRoot = document.parent(of: node) == document.root
        let about = names.contains("about") ? reference("about", node, inner) : nil
        let target =
            reference("resource", node, inner) ?? address("href", node) ?? address("src", node)
        var subject: String?
        var object: String?
        var typed: String?
        if !hasRelation {
            if names.contains("property"), !names.contains("content"), !names.contains("datatype") {
                subject = about ?? (isRoot ? base : outer.object ?? outer.subject)
                if names.contains("typeof") {
                    typed = about ?? (isRoot ? base : target ?? blank())
                    object = typed
                }
            } else {
                subject =
                    about ?? target
                    ?? (isRoot || isBodyOrHead(node)
                        ? outer.object ?? base
                        : names.contains("typeof") ? blank() : outer.object ?? outer.subject)
                if names.contains("typeof") { typed = subject }
            }
        } else {
            subject = about ?? (isRoot ? base : outer.object ?? outer.subject)
            if names.contains("typeof"), about != nil { typed = subject }
            object = target
            if object == nil, names.contains("typeof"), about == nil { object = blank() }
            if names.contains("typeof"), about == nil { typed = object }
        }
        for type in types {
            if let typed { add(typed, Self.type, .resource(type), node) }
        }
        if hasRelation {
            object = relate(subject ?? base, object, relations, reversed, &inner, node)
        }
        for property in properties {
            add(
                subject ?? base, property,
                value(
                    node, names, inner, typed: hasRelation ? nil : typed, target: target,
                    about: about),
                node)
        }
        finish(outer, &inner, subject: subject, object: object, names, node)
    }

    /// States relations to the object, or leaves them for the elements below; gives the object.
    private mutating func relate(
        _ subject: String, _ object: String?, _ relations: [String], _ reversed: [String],
        _ inner: inout Context, _ node: Node
    ) -> String? {
        guard let object else {
            if relations.isEmpty, reversed.isEmpty { return nil }
            inner.waiting = relations.map { ($0, false) } + reversed.map { ($0, true) }
            return blank()
        }
        for relation in relations { add(subject, relation, .resource(object), node) }
        for relation in reversed { add(object, relation, .resource(subject), node) }
        return object
    }

    private func isBodyOrHead(_ node: Node) -> Bool {
        ["body", "head"].contains(document.name(of: node))
    }

    /// Completes statements that waited for this subject, and sets what holds below.
    private mutating func finish(
        _ outer: Context, _ inner: inout Context, subject: String?, object: String?,
        _ names: Set<String>, _ node: Node
    ) {
        let carriers: Set<String> = [
            "about", "resource", "href", "src", "typeof", "property", "rel", "rev", "content",
        ]
        guard !names.isDisjoint(with: carriers) else {
            inner.waiting = outer.waiting
            stack.append(inner)
            return
        }
        if let subject {
            let names = !names.isDisjoint(with: ["about", "resource", "href", "src", "typeof"])
            for waiting in outer.waiting where names {
                // The thing that the outer element left open is this one.
                let holder = outer.subject
                if waiting.isReversed {
                    add(subject, waiting.predicate, .resource(holder), node)
                } else {
                    add(holder, waiting.predicate, .resource(subject), node)
                }
            }
            inner.subject = subject
        }
        inner.object = object ?? subject ?? outer.object
        stack.append(inner)
    }

    private mutating func declare(
        _ values: [(name: String, value: String)], _ context: inout Context, _ node: Node
    ) {
        for (name, value) in values {
            switch name {
            case "vocab":
                context.vocabulary = value.isEmpty ? nil : value
                if !value.isEmpty {
                    add(base, "http://www.w3.org/ns/rdfa#usesVocabulary", .resource(value), node)
                }
            case "prefix":
                let words = value.words
                for (prefix, uri) in zip(words, words.dropFirst()) where prefix.hasSuffix(":") {
                    context.prefixes[prefix.dropLast().lowercased()] = uri
                }
            case "lang", "xml:lang": context.language = value.isEmpty ? nil : value
            default:
                if name.hasPrefix("xmlns:") { context.prefixes[String(name.dropFirst(6))] = value }
            }
        }
    }

    private mutating func blank() -> String {
        blankCount += 1
        return "_:b\(blankCount)"
    }

    private mutating func add(
        _ subject: String, _ predicate: String, _ object: RDFStatement.Object, _ node: Node
    ) {
        statements.append(
            RDFStatement(subject: subject, predicate: predicate, object: object, element: node))
    }

    private func value(
        _ node: Node, _ names: Set<String>, _ context: Context, typed: String?, target: String?,
        about: String?
    ) -> RDFStatement.Object {
        let datatype = document.attribute("datatype", of: node).flatMap { expand($0, context) }
        if let datatype, !datatype.isEmpty {
            let text = document.attribute("content", of: node) ?? document.textContent(of: node)
            return .literal(text, language: nil, type: datatype)
        }
        if let content = document.attribute("content", of: node) {
            return .literal(content, language: context.language, type: nil)
        }
        if !names.contains("rel"), !names.contains("rev"), !names.contains("datatype") {
            if names.contains("typeof"), about == nil, let typed { return .resource(typed) }
            if let target { return .resource(target) }
        }
        if document.name(of: node) == "time", let time = document.attribute("datetime", of: node) {
            return .literal(time, language: context.language, type: nil)
        }
        return .literal(document.textContent(of: node), language: context.language, type: nil)
    }

    private func address(_ name: String, _ node: Node) -> String? {
        document.attribute(name, of: node).map { document.resolve($0)?.description ?? $0.trimmed }
    }

    /// An address, or a short form of one such as `[prefix:name]` or `prefix:name`.
    private func reference(_ name: String, _ node: Node, _ context: Context) -> String? {
        guard let written = document.attribute(name, of: node)?.trimmed else { return nil }
        let isSafe = written.hasPrefix("[") && written.hasSuffix("]")
        let text = isSafe ? String(written.dropFirst().dropLast()) : written
        if text.hasPrefix("_:") { return text }
        if let short = shortForm(text, context) { return short }
        return isSafe ? nil : document.resolve(text)?.description ?? text
    }

    private func terms(_ name: String, _ node: Node, _ context: Context) -> [String] {
        guard let text = document.attribute(name, of: node) else { return [] }
        let words = text.words
        if name == "rel" || name == "rev",
            context.vocabulary == nil
                || document.hasAttribute("property", node)
        {
            // Plain words in links are HTML's own relations, not statements.
            return words.compactMap { word in word.contains(":") ? expand(word, context) : nil }
        }
        return words.compactMap { expand($0, context) }
    }

    private func expand(_ word: String, _ context: Context) -> String? {
        guard !word.isEmpty else { return "" }
        if let short = shortForm(word, context) { return short }
        if word.contains(":") { return word }
        if let vocabulary = context.vocabulary { return vocabulary + word }
        return ["license", "describedby", "role"].contains(word.lowercased())
            ? "http://www.w3.org/1999/xhtml/vocab#" + word.lowercased() : nil
    }

    private func shortForm(_ text: String, _ context: Context) -> String? {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let rest = text[text.index(after: colon)...]
        guard !rest.hasPrefix("//"), let uri = context.prefixes[text[..<colon].lowercased()] else {
            return nil
        }
        return uri + rest
    }

    /// The prefixes of the RDFa initial context that pages use.
    private static let known = [
        "dc": "http://purl.org/dc/terms/", "dcterms": "http://purl.org/dc/terms/",
        "dc11": "http://purl.org/dc/elements/1.1/", "foaf": "http://xmlns.com/foaf/0.1/",
        "schema": "http://schema.org/", "og": "http://ogp.me/ns#",
        "article": "http://ogp.me/ns/article#", "book": "http://ogp.me/ns/book#",
        "profile": "http://ogp.me/ns/profile#", "website": "http://ogp.me/ns/website#",
        "video": "http://ogp.me/ns/video#", "music": "http://ogp.me/ns/music#",
        "product": "http://ogp.me/ns/product#", "cc": "http://creativecommons.org/ns#",
        "gr": "http://purl.org/goodrelations/v1#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "owl": "http://www.w3.org/2002/07/owl#",
        "xsd": "http://www.w3.org/2001/XMLSchema#", "xhv": "http://www.w3.org/1999/xhtml/vocab#",
        "skos": "http://www.w3.org/2004/02/skos/core#", "sioc": "http://rdfs.org/sioc/ns#",
        "v": "http://rdf.data-vocabulary.org/#", "vcard": "http://www.w3.org/2006/vcard/ns#",
    ]
}
