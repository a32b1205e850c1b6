import AlmanacCore

/// Finds single values in elements that are called like a field: by class, identifier, property or
/// relation, such as `<a rel="author">`.
struct NamedFields {
    let page: PageReader

    init(_ page: PageReader) { self.page = page }

    /// The place of the field's elements, where all of them say the same.
    ///
    /// - Complexity: O(elements of the page), and for each name that is like the field's one search
    ///   of the page.
    func candidates(for wanted: WantedField) -> [PageMatcher.Candidate] {
        let name = FieldName(wanted.name)
        guard let document = page.document, !wanted.type.isList, wanted.type.base != .url,
            !name.isTitle
        else { return [] }
        if name.isLong { return wanted.type.base == .text ? leads(document) : [] }
        var found: [(candidate: PageMatcher.Candidate, text: String)] = []
        for called in page.called {
            for (word, selector) in called {
                var words = page.memory.words(of: word)
                // What a quantity is of tells it, not that it is one.
                if wanted.type.base == .quantity, words.count > 1 {
                    words.removeAll(where: Self.counts.contains)
                }
                let score = name.similarity(words)
                guard score >= Self.leastScore(wanted),
                    !words.contains(where: Self.asides.contains),
                    let text = only(selector, document), Self.isValue(text, wanted, name)
                else { continue }
                let place = FieldPlace(.element(selector, take: .text, nth: nil), scope: .page)
                found.append((.init(place: place, score: 0.72 * score), text))
            }
        }
        // Where elements of one name say other things, one of them is of something else, but for
        // what is said around the name itself.
        let least = found.map(\.text).min { $0.utf8.count < $1.utf8.count } ?? ""
        guard found.allSatisfy({ $0.text.contains(least) }) else { return [] }
        return found.filter { $0.text == least }.map(\.candidate)
    }

    /// Words for what belongs to a form or to others' remarks rather than to the record.
    private static let asides: Set = ["comment", "reply", "label", "form", "review"]

    private static let counts: Set = ["amount", "number", "count", "value"]

    /// A word that stands for the name will do where the value has to be an amount.
    private static func leastScore(_ wanted: WantedField) -> Double {
        switch wanted.type.base {
        case .quantity, .minutes: 0.69
        default: 0.8
        }
    }

    /// Paragraphs that are called what says what a page is about.
    private func leads(_ document: Document) -> [PageMatcher.Candidate] {
        var found: [(selector: String, text: String)] = []
        for called in page.called {
            for (word, selector) in called {
                let words = page.memory.words(of: word)
                guard words.count <= 3, words.contains(where: FieldName.leads.contains),
                    let text = only(selector, document), text.utf8.count >= 40,
                    isOneLine(selector)
                else { continue }
                found.append((selector, text))
            }
        }
        guard Set(found.map(\.text)).count == 1 else { return [] }
        return found.map {
            .init(
                place: FieldPlace(.element($0.selector, take: .text, nth: nil), scope: .page),
                score: 0.62)
        }
    }

    /// Whether what an element shows is one line, so that it holds nothing else.
    private func isOneLine(_ selector: String) -> Bool {
        guard let nodes = page.memory.selector(selector).map(page.all) else { return false }
        return nodes.allSatisfy { page.lines(of: $0).count <= 1 }
    }

    /// What the elements of a selector say, where there are few and all say the same.
    private func only(_ selector: String, _ document: Document) -> String? {
        guard let compiled = page.memory.selector(selector) else { return nil }
        let nodes = page.all(compiled)
        guard nodes.count <= 8 else { return nil }
        let texts = Set(nodes.map { page.line(of: $0) }.filter { !$0.isBlankSign })
        return texts.count == 1 ? texts.first : nil
    }

    private static let relation = "[rel=\"author\"]"

    /// Whether a selector goes by a relation rather than by what an element is called.
    static func isRelation(_ selector: String) -> Bool { selector == relation }

    /// What the elements of a page are called, element by element, each with a selector for it
    /// where it comes first.
    static func all(of document: Document) -> [[(word: String, selector: String)]] {
        var found: [[(word: String, selector: String)]] = []
        var seen: Set<String> = []
        for node in document.allNodes where document.isElement(node) {
            var names = SectionFields.words(of: node, document)
            if document.attribute("rel", of: node) == "author" {
                names.append(("author", relation))
            }
            let new = names.filter { seen.insert($0.1).inserted }
            if !new.isEmpty { found.append(new.map { (word: $0.0, selector: $0.1) }) }
        }
        return found
    }

    /// Whether a text is a value alone: neither a sentence nor one with a label before it.
    private static func isValue(_ text: String, _ wanted: WantedField, _ name: FieldName) -> Bool {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard text.utf8.count <= 60, ColumnMiner.label(in: text) == nil,
            !FieldWords.split(text).prefix(2).contains(where: {
                FieldVocabulary.isNear($0, name.head)
            })
        else { return false }
        switch wanted.type.base {
        case .text:
            // What classes call a category or a topic is often another sort of one.
            return FieldVocabulary.isNear(name.head, "author") && words.count <= 5
                && text.contains(where: \.isLetter)
                && !text.contains(where: { $0.isNumber || $0 == "," || $0 == "|" })
        case .minutes: return text.contains(where: \.isLetter)
        case .quantity: return text.contains(where: \.isNumber)
        default: return true
        }
    }
}
