import AlmanacCore

/// Finds lists in elements that are called like a field, or below a heading that is.
struct SectionFields {
    let page: PageReader

    init(_ page: PageReader) { self.page = page }

    func candidates(for wanted: WantedField) -> [PageMatcher.Candidate] {
        guard let document = page.document, wanted.type.isList, wanted.type.base == .text else {
            return []
        }
        let name = FieldName(wanted.name)
        var found = named(document, name)
        // What only stands for the name says less than the name itself.
        found += belowHeadings(document, name).filter { found.isEmpty || $0.score > 0.6 }
        let texts = found.map { self.texts($0.place, wanted) }
        let distinct = Set(texts).count
        for index in found.indices {
            // Lists that differ are often a menu or links beside the one that is meant.
            let agreeing = texts.count { $0 == texts[index] }
            let isSure = agreeing >= 2 && agreeing * 2 > texts.count || distinct == 1
            if !isSure || Self.holdsMore(texts[index]) {
                found[index].score = min(found[index].score, 0.45)
            }
        }
        return found
    }

    /// Whether texts are more than the values: headings among them, or words that all end with.
    private static func holdsMore(_ texts: [String]) -> Bool {
        if texts.contains(where: { $0.hasSuffix(":") }) { return true }
        // The same list several times.
        if Set(texts).count * 2 < texts.count { return true }
        if areGlued(texts) { return true }
        let endings = texts.map { $0.split(separator: " ").suffix(2).joined(separator: " ") }
        let common = endings.count { $0 == endings.first && $0.contains(" ") }
        return texts.count > 2 && common * 10 >= texts.count * 8
    }

    /// Whether amounts run into what they are of, which a style sets apart.
    static func areGlued(_ texts: [String]) -> Bool {
        let glued = texts.count { text in
            let rest = text.drop { $0.isNumber }
            return rest.count < text.count && rest.first?.isUppercase ?? false
        }
        return glued * 3 >= texts.count
    }

    private func texts(_ place: FieldPlace, _ wanted: WantedField) -> [String] {
        guard let compiled = try? CompiledPlace(place, "") else { return [] }
        return PlaceReader(place: compiled, type: wanted.type).texts(page.wholeRow, page)
            .map(\.text)
    }

    private static let items = ["li", "p", "tr", "dd"]

    /// Elements with a class, identifier or property like the field, and the items in them.
    private func named(_ document: Document, _ name: FieldName) -> [PageMatcher.Candidate] {
        var found: [PageMatcher.Candidate] = []
        for called in page.called {
            for (word, text) in called {
                let score = name.similarity(page.memory.words(of: word))
                guard score >= 0.8, !NamedFields.isRelation(text) else { continue }
                for item in Self.items {
                    let selector = text + " " + item
                    guard isList(selector, document) else { continue }
                    found.append(
                        .init(
                            place: FieldPlace(
                                .element(selector, take: .text, nth: nil), scope: .page),
                            score: 0.72 * score))
                    break
                }
                if isList(text, document), Self.isLeaf(text, document) {
                    found.append(
                        .init(
                            place: FieldPlace(.element(text, take: .text, nth: nil), scope: .page),
                            score: 0.74 * score))
                }
            }
            if found.count > 12 { break }
        }
        return found
    }

    /// What an element is called, with a selector for it.
    static func words(of node: Node, _ document: Document) -> [(String, String)] {
        var found: [(String, String)] = []
        for name in document.classes(of: node) where SelectorWriter.isStable(name) {
            found.append((name, "." + name))
        }
        if let id = document.identifier(of: node), SelectorWriter.isStable(id) {
            found.append((id, "#" + id))
        }
        if let property = document.attribute("itemprop", of: node),
            SelectorWriter.isStable(property)
        {
            found.append((property, "[itemprop=\"\(property)\"]"))
        }
        return found
    }

    private func isList(_ selector: String, _ document: Document) -> Bool {
        guard let selector = page.memory.selector(selector) else { return false }
        let nodes = page.all(selector)
        guard nodes.count >= 2, nodes.count <= 200 else { return false }
        let texts = nodes.filter { !page.line(of: $0).isBlankSign }
        return texts.count >= 2 && texts.count * 10 >= nodes.count * 8
    }

    /// Whether no match holds another match or a list.
    private static func isLeaf(_ selector: String, _ document: Document) -> Bool {
        guard let inner = try? Selector("\(selector) li, \(selector) \(selector)") else {
            return false
        }
        return document.first(inner) == nil
    }

    /// The items of the lists below a heading that says the field's name, up to the next heading
    /// of its rank.
    private func belowHeadings(_ document: Document, _ name: FieldName) -> [PageMatcher.Candidate] {
        guard
            let headings = page.memory.selector(
                "h1, h2, h3, h4, h5, h6, strong, b, dt, p, legend"),
            let lists = page.memory.selector("ul, ol")
        else { return [] }
        let all = page.all(lists)
        let marked = page.all(headings)
        for heading in marked {
            let text = page.line(of: heading)
            guard text.utf8.count <= 40 else { continue }
            let score = name.similarity(page.memory.words(of: text))
            guard score >= 0.68 else { continue }
            let rank = rank(of: heading, document)
            let end = marked.first { $0 > heading && self.rank(of: $0, document) <= min(rank, 6) }
            let stop = end?.index ?? Int.max
            let below = all.filter { $0 > heading && $0.index < stop }
            guard let first = below.first else { continue }
            let parent = document.parent(of: first)
            // Lists of the same things are alternatives, such as in other units.
            let parts = below.filter {
                document.parent(of: $0) == parent
                    && ($0 == first || !isLike($0, first, document))
            }
            let items = parts.flatMap { list in
                document.children(of: list).filter { document.isElement($0, named: "li") }
            }
            guard items.count >= 2,
                let selector = SelectorWriter(document).selector(for: items)
            else { continue }
            return [
                .init(
                    place: FieldPlace(.element(selector, take: .text, nth: nil), scope: .page),
                    score: score >= 0.8 ? 0.66 : 0.55)
            ]
        }
        return []
    }

    /// Whether most words of one list stand in another.
    private func isLike(_ list: Node, _ other: Node, _ document: Document) -> Bool {
        let words = [list, other].map { Set(FieldWords.split(document.visibleLine(of: $0))) }
        return words[0].intersection(words[1]).count * 2 > min(words[0].count, words[1].count)
    }

    /// The rank of a heading, 7 for what only looks like one.
    private func rank(of node: Node, _ document: Document) -> Int {
        let name = document.name(of: node)
        guard name.count == 2, name.hasPrefix("h") else { return 7 }
        return Int(name.dropFirst()) ?? 7
    }
}
