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
            !name.isLong, !name.isTitle
        else { return [] }
        var found: [(candidate: PageMatcher.Candidate, text: String)] = []
        for called in page.called {
            for (word, selector) in called {
                let score = name.similarity(page.memory.words(of: word))
                guard score >= 0.8, let text = only(selector, document),
                    Self.isValue(text, wanted, name)
                else { continue }
                let place = FieldPlace(.element(selector, take: .text, nth: nil), scope: .page)
                found.append((.init(place: place, score: 0.72 * score), text))
            }
        }
        // Where elements of one name say other things, one of them is of something else.
        guard Set(found.map(\.text)).count == 1 else { return [] }
        return found.map(\.candidate)
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
        default: return true
        }
    }
}
