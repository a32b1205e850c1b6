import AlmanacCore

/// Finds lists in elements that are called like a field, or below a heading that is.
struct SectionFields {
    let page: PageReader

    init(_ page: PageReader) { self.page = page }

    func candidates(
        for wanted: WantedField, leavingOutHeadings: Bool = true
    ) -> [PageMatcher.Candidate] {
        guard let document = page.document, wanted.type.isList, wanted.type.base == .text else {
            return []
        }
        let name = FieldName(wanted.name)
        let named = named(document, name)
        // What only stands for the name says less than the name itself.
        let below = belowHeadings(document, name).filter { named.isEmpty || $0.score > 0.6 }
        let told = named + below
        var lists = (told.isEmpty ? byLook(document, name) : told)
            .map { List(candidate: $0, texts: texts($0.place, wanted)) }
        lists.removeAll { !PageMatcher.mayBe($0.texts, name) }
        let whole = lists.filter { list in
            !lists.contains { list.isPart(of: $0) }
                && !lists.contains { list.isBeginning(of: $0) && $0.candidate.score > 0.66 }
        }
        if !whole.isEmpty { lists = leavingOutHeadings ? whole.map(\.withoutHeadings) : whole }
        let distinct = Set(lists.map(\.texts)).count
        return lists.map { list in
            // Lists that differ are often a menu or links beside the one that is meant.
            let agreeing = lists.count { $0.texts == list.texts }
            let isSure = agreeing >= 2 && agreeing * 2 > lists.count || distinct == 1
            var candidate = list.candidate
            if !isSure || Self.holdsMore(list.texts) {
                candidate.score = min(candidate.score, 0.45)
            }
            return candidate
        }
    }

    /// A list that may be the field's, with what it says.
    private struct List {
        var candidate: PageMatcher.Candidate
        var texts: [String]

        /// Whether nearly all its texts are parts of another list's, such as the amounts alone.
        func isPart(of other: List) -> Bool {
            guard !texts.isEmpty, texts.count <= other.texts.count else { return false }
            let parts = texts.count { text in
                other.texts.contains { $0.utf8.count > text.utf8.count && $0.contains(text) }
            }
            return parts * 10 >= texts.count * 9
        }

        /// Whether another list says the same first and goes on, other than by saying it again.
        func isBeginning(of other: List) -> Bool {
            texts.count < other.texts.count && other.texts.starts(with: texts)
                && Set(other.texts).count * 3 >= other.texts.count * 2
        }

        /// The list without the headings of its parts, which end with a colon.
        var withoutHeadings: List {
            let items = texts.filter { !$0.hasSuffix(":") }
            guard items.count < texts.count, items.count * 2 > texts.count else { return self }
            var list = self
            list.texts = items
            list.candidate.place.transforms.append(.capture(#"^(.*[^:\s])\s*$"#))
            return list
        }
    }

    /// Whether texts are more than the values: headings among them, or words that all end with.
    private static func holdsMore(_ texts: [String]) -> Bool {
        if texts.contains(where: { $0.hasSuffix(":") }) { return true }
        // The same list several times.
        if Set(texts).count * 2 < texts.count { return true }
        if areGlued(texts) || haveAmountsBehind(texts) { return true }
        let endings = texts.map { $0.split(separator: " ").suffix(2).joined(separator: " ") }
        let common = endings.count { $0 == endings.first && $0.contains(" ") }
        return texts.count > 2 && common * 10 >= texts.count * 8
    }

    /// Whether amounts stand behind what they are of, as where they have a column of their own.
    private static func haveAmountsBehind(_ texts: [String]) -> Bool {
        let behind = texts.count { text in
            guard let first = text.first, !first.isNumber else { return false }
            return text.split(separator: " ").suffix(2).contains { $0.first?.isNumber ?? false }
        }
        return texts.count > 2 && behind * 2 > texts.count
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
                // What is around the items may be called as they are.
                for item in ["li", "", "p", "dd"] {
                    let selector = item + text
                    guard isList(selector, document), Self.isLeaf(selector, document) else {
                        continue
                    }
                    found.append(
                        .init(
                            place: FieldPlace(
                                .element(selector, take: .text, nth: nil), scope: .page),
                            score: 0.74 * score))
                    break
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
        // The rows of a table with headings have several columns rather than one text each.
        guard nodes.count >= 2, nodes.count <= 200, !nodes.contains(where: document.isHeadingRow)
        else { return false }
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
                "h1, h2, h3, h4, h5, h6, strong, b, em, dt, p, legend"),
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

    /// What the items of a list look like that nothing names.
    private enum Look {
        case amounts, sentences

        init?(_ name: FieldName) {
            func isNear(_ word: String) -> Bool {
                name.words.contains { FieldVocabulary.isNear($0, word) }
            }
            if isNear("ingredient") {
                self = .amounts
            } else if isNear("instruction") {
                self = .sentences
            } else {
                return nil
            }
        }

        /// Lists of things may be in any order, steps are in theirs.
        var lists: String { self == .amounts ? "ul, ol" : "ol" }
        var fewest: Int { self == .amounts ? 3 : 2 }

        func fits(_ text: String) -> Bool {
            switch self {
            case .amounts:
                text.utf8.count <= 100
                    && text.drop { SectionFields.bullets.contains($0) || $0.isWhitespace }.first?
                        .isNumber ?? false
            case .sentences:
                text.utf8.count >= 30 && text.trimmed.last.map { ".!。".contains($0) } ?? false
            }
        }
    }

    /// The one list of a page that looks like the field where nothing on the page names it.
    private func byLook(_ document: Document, _ name: FieldName) -> [PageMatcher.Candidate] {
        guard let look = Look(name), let lists = page.memory.selector(look.lists) else { return [] }
        let fitting = page.all(lists).map { list in
            document.children(of: list).filter { document.isElement($0, named: "li") }
        }.filter { items in
            items.count >= look.fewest
                && items.count { look.fits(page.line(of: $0)) } * 10 >= items.count * 6
        }
        // Several lists are the parts of one unless they say the same, such as in other units.
        let parents = fitting.compactMap { $0.first.flatMap(document.parent) }
        let isOne = parents.indices.allSatisfy { place in
            !parents[..<place].contains { isLike(parents[place], $0, document) }
        }
        guard isOne, !fitting.isEmpty, look == .amounts || fitting.count == 1,
            let selector = SelectorWriter(document).selector(for: fitting.flatMap { $0 })
        else { return [] }
        let isMarked = fitting.joined().contains { item in
            page.line(of: item).first.map(Self.bullets.contains) ?? false
        }
        return [
            .init(
                place: FieldPlace(
                    .element(selector, take: .text, nth: nil), scope: .page,
                    transforms: isMarked ? [.capture(#"^[•▢□*]?\s*(.*\S)\s*$"#)] : []),
                score: 0.55)
        ]
    }

    /// Signs before the items of a list that are written rather than drawn by a style.
    private static let bullets: Set<Character> = ["•", "▢", "□", "*"]

    /// The rank of a heading, 7 for what only looks like one.
    private func rank(of node: Node, _ document: Document) -> Int {
        let name = document.name(of: node)
        guard name.count == 2, name.hasPrefix("h") else { return 7 }
        return Int(name.dropFirst()) ?? 7
    }
}
