package import AlmanacCore

extension PageTree {
    /// Reads a page: HTML, XML, JSON or delimited text, with the data that scripts and attributes
    /// carry.
    ///
    /// - Throws: ``AlmanacError`` of kind `extraction` where a limit is exceeded.
    /// - Complexity: O(bytes).
    package init(page bytes: [UInt8], url: WebURL? = nil) throws {
        let start = bytes.prefix(512).drop { isMarkupSpace($0) || $0 > 0x7F }
        if let first = start.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
            let values = LooseJSON.values(in: bytes[start.startIndex...]), let value = values.first
        {
            var builder = PageTreeBuilder()
            builder.add(value, name: "json", origin: .state)
            self = builder.finish()
            byteCount = bytes.count
            return
        }
        let text = String(decoding: start.prefix(200), as: UTF8.self).lowercased()
        let isXML =
            text.hasPrefix("<?xml") && !text.contains("<html") && !text.contains("xhtml")
            || text.hasPrefix("<rss")
        if isXML, let document = try? Document(xml: bytes, url: url) {
            self.init(document)
        } else {
            self.init(try Document(page: bytes, url: url))
        }
        byteCount = bytes.count
    }

    /// Reads a page that is parsed already.
    package init(_ document: Document) {
        var walk = DocumentWalk(document: document)
        self = walk.tree()
    }
}

/// One pass over a document's nodes that opens and closes places.
private struct DocumentWalk {
    let document: Document
    var builder = PageTreeBuilder()
    var place: [Int32]
    private static let skipped: Set<String> = [
        "script", "style", "template", "svg", "iframe",
    ]
    private static let attributes = [
        "href", "src", "content", "datetime", "title", "alt", "value", "data-src", "data-href",
        "data-url", "data-value", "data-id", "data-date", "onclick", "aria-label", "name", "id",
    ].map { (name: $0, part: PageTree.part($0)) }
    private static let inlineLimit = 160

    init(document: Document) {
        self.document = document
        place = Array(repeating: 0, count: document.nodeCount)
    }

    mutating func tree() -> PageTree {
        addData()
        let end = document.nodeCount
        var at = 1
        var open: [Int] = []
        while at < end, !builder.isFull {
            while let last = open.last, Int(document.nodes[last].end) <= at {
                builder.pop()
                open.removeLast()
            }
            let record = document.nodes[at]
            if record.isText {
                addRun(at, record)
                at += 1
                continue
            }
            guard record.isElement else {
                at = Int(record.end)
                continue
            }
            let name = document.elementNames[record.name]
            if Self.skipped.contains(name) {
                at = Int(record.end)
                continue
            }
            let number = builder.push(
                name: name, label: label(Node(at), name), origin: name == "meta" ? .metadata : .body
            )
            place[at] = number
            builder.tree.places[Int(number)].node = Int32(at)
            open.append(at)
            addStrings(Node(at), record, number, name)
            at += 1
        }
        while open.popLast() != nil { builder.pop() }
        addHeaders()
        return builder.finish()
    }

    /// A name with the classes that look like names, not like numbers or states.
    private func label(_ node: Node, _ name: String) -> String {
        if name == "meta" {
            let key =
                document.attribute("property", of: node) ?? document.attribute("name", of: node)
                ?? document.attribute("itemprop", of: node) ?? ""
            return "meta:" + key.lowercased()
        }
        var words = document.classes(of: node).filter { word in
            word.utf8.count <= 40 && !word.utf8.contains { (0x30...0x39).contains($0) }
                && !Self.stateWords.contains(word.lowercased())
        }
        words.sort()
        var label = name
        for word in words { label += "." + word }
        return label
    }

    private static let stateWords: Set<String> = [
        "odd", "even", "first", "last", "active", "selected", "current", "open", "hidden",
    ]

    /// The visible text of an element that is not too large, and its telling attributes.
    private mutating func addStrings(
        _ node: Node, _ record: NodeRecord, _ number: Int32, _ name: String
    ) {
        if Int(record.end) - node.index <= Self.inlineLimit, Int(record.end) > node.index + 1 {
            let text = document.visibleLine(of: node)
            if text.utf8.count <= PageTree.textLimit { builder.add(number, 0, text) }
        }
        guard record.count > 0 else { return }
        for attribute in Self.attributes {
            if let value = document.attribute(attribute.name, of: node) {
                builder.add(number, attribute.part, PlainText.collapsed(value))
            }
        }
        if let property = document.attribute("itemprop", of: node) {
            for word in property.split(separator: " ") {
                builder.add(number, PageTree.number("itemprop=\(word)"), itemText(node, name))
            }
        }
    }

    private func itemText(_ node: Node, _ name: String) -> String {
        for attribute in ["content", "datetime", "href", "src"] {
            if let value = document.attribute(attribute, of: node) {
                return PlainText.collapsed(value)
            }
        }
        return document.visibleLine(of: node)
    }

    /// Text between inner elements, as a place of its own.
    private mutating func addRun(_ at: Int, _ record: NodeRecord) {
        let parent = Int(record.parent)
        guard parent > 0, document.nodes[parent].isElement else { return }
        // A parent that holds nothing else has the same string already.
        if Int(document.nodes[parent].end) == parent + 2 { return }
        let text = PlainText.collapsed(document.textContent(of: Node(at)))
        guard !text.isEmpty else { return }
        let number = builder.push(name: "#text", label: "#text", origin: .body)
        builder.tree.places[Int(number)].node = Int32(at)
        builder.add(number, 0, text)
        builder.pop()
    }

    /// Data of scripts, as places before the page's own.
    private mutating func addData() {
        for (_, value) in document.linkedData() {
            builder.add(value, name: "ld", origin: .linkedData)
        }
        for data in document.embeddedJSON() {
            builder.add(data.value, name: "state:" + data.name, origin: .state)
        }
        if let body = document.rootElement.map({ document.textContent(of: $0) }) {
            let trimmed = body.drop { $0.isWhitespace }
            if let first = trimmed.first, first == "[" || first == "{",
                let value = LooseJSON.values(in: Array(trimmed.utf8)[...])?.first
            {
                builder.add(value, name: "json", origin: .state)
            }
        }
    }

    /// The text of the cells of a table's first row, for the cells below them.
    private mutating func addHeaders() {
        let tree = builder.tree
        var texts: [Int32: String] = [:]
        for atom in tree.atoms where atom.part == 0 && texts[atom.place] == nil {
            if atom.text.utf8.count <= 80 { texts[atom.place] = atom.text }
        }
        let cells = Set(["td", "th"])
        var table: [Int32] = []
        var heads: [Int32: [Int32: String]] = [:]
        for (index, place) in tree.places.enumerated() {
            let number = Int32(index)
            while let last = table.last, tree.places[Int(last)].end <= number {
                table.removeLast()
            }
            let name = tree.names[Int(place.name)]
            if name == "table" { table.append(number) }
            guard let outer = table.last, cells.contains(name) else { continue }
            let position = place.position
            if name == "th" {
                heads[outer, default: [:]][position] = texts[number]
            } else if let text = heads[outer]?[position] {
                builder.tree.headers[number] = text
            }
        }
    }
}
