import AlmanacCore

/// Finds fields in the head of a page and by what its few plain elements are for.
struct HeadFields {
    let page: PageReader

    init(_ page: PageReader) { self.page = page }

    func candidates(for wanted: WantedField) -> [PageMatcher.Candidate] {
        guard let document = page.document else { return [] }
        let name = FieldName(wanted.name)
        var found: [PageMatcher.Candidate] = []
        for meta in document.metaValues() where !meta.content.isEmpty {
            var words = page.memory.words(of: meta.name)
            words.removeAll { Self.spaces.contains($0) }
            let score = name.similarity(words)
            guard score >= 0.7, fits(meta.content, wanted) else { continue }
            let location = DataLocation(.meta, path: DataPath([meta.name]))
            // Titles in the head name the site too, and descriptions are cut.
            let isSite = Self.isAboutSite(meta.name) || meta.name == "og:type"
            // Descriptions and titles in the head are often others than those on the page.
            let isPicture = wanted.type.base == .url && !Self.isEmblem(meta.content)
            let trust =
                isPicture
                ? 0.75
                : wanted.type.base == .url
                    ? 0.3 : name.isTitle || isSite || name.isLong ? 0.45 : 0.68
            found.append(
                .init(place: FieldPlace(.data(location), scope: .page), score: trust * score))
        }
        if name.isTitle, wanted.type == .text { found += titles(document) }
        return found.sorted { $0.score > $1.score }.prefix(2).map { $0 }
    }

    /// Headings that the page's title repeats, or the only one of the first rank.
    private func titles(_ document: Document) -> [PageMatcher.Candidate] {
        let title = (try? Selector("title")).map(page.all)?.first
        let whole = title.map { document.textContent(of: $0).foldedLine } ?? ""
        var found: [PageMatcher.Candidate] = []
        for rank in ["h1", "h2"] {
            guard let selector = try? Selector(rank) else { continue }
            let headings = page.all(selector).filter {
                !document.visibleLine(of: $0).isBlankSign
            }
            for heading in headings {
                let text = document.visibleLine(of: heading).foldedLine
                if rank == "h2", !found.isEmpty { break }
                let isRepeated = text.count >= 4 && whole.contains(text)
                guard isRepeated || rank == "h1" && headings.count == 1,
                    let selector = SelectorWriter(document).selector(for: [heading])
                else { continue }
                found.append(
                    .init(
                        place: FieldPlace(
                            .element(headings.count == 1 ? rank : selector, take: .text, nth: nil),
                            scope: .page), score: isRepeated && rank == "h1" ? 0.8 : 0.7))
                break
            }
        }
        return found
    }

    /// Whether a picture is that of the site.
    private static func isEmblem(_ address: String) -> Bool {
        let lowered = address.lowercased()
        return ["logo", "icon", "default", "placeholder", "sprite"].contains {
            lowered.contains($0)
        }
    }

    /// Whether a name in the head is about the site or an account rather than the page.
    private static func isAboutSite(_ name: String) -> Bool {
        name.contains("site") || name.contains("creator") || name.contains("app")
    }

    /// Names of vocabularies that stand before names in the head.
    private static let spaces: Set = [
        "og", "twitter", "article", "dc", "dcterm", "fb", "sailthru", "parsely", "citation",
        "schema", "itemprop", "book", "product",
    ]

    private func fits(_ text: String, _ wanted: WantedField) -> Bool {
        switch wanted.type.base {
        case .url: text.hasPrefix("http") || text.hasPrefix("/")
        case .text:
            // What is cut off at the end is not the whole value.
            !wanted.type.isList && !text.hasPrefix("http") && !text.hasPrefix("@")
                && !text.hasSuffix("...") && !text.hasSuffix("…")
        case .date, .datetime: TextSpotter.holdsDate(text)
        default: false
        }
    }
}

extension FieldName {
    /// Whether the field is a longer text.
    var isLong: Bool { ["description", "summary", "abstract", "content"].contains(head) }

    /// Whether the field is a picture.
    var isPicture: Bool { FieldVocabulary.isNear(head, "image") }

    /// Whether the field is what the page as a whole is called.
    var isTitle: Bool { ["title", "headline", "name"].contains(head) && words.count <= 2 }
}

/// Finds fields behind labels such as `Prep time: 10 min`.
struct LabelFields {
    let page: PageReader

    init(_ page: PageReader) { self.page = page }

    func candidates(for wanted: WantedField) -> [PageMatcher.Candidate] {
        guard !wanted.type.isList, wanted.type.base != .url else { return [] }
        let name = FieldName(wanted.name)
        if name.isLong { return [] }
        var found: [PageMatcher.Candidate] = []
        for labelled in page.labelled {
            guard let candidate = candidate(labelled, wanted, name) else { continue }
            found.append(candidate)
            if found.count >= 3 { break }
        }
        return found
    }

    /// A text that may start with a label.
    struct Labelled {
        var text: String
        /// The line behind, where the text is a whole line.
        var next: String?
        var line: TextLine
        var label: String
    }

    /// All such texts of a page: its lines that are not long, and their parts.
    static func all(of page: PageReader) -> [Labelled] {
        let lines = page.lines(of: page.wholeRow.nodes)
        var found: [Labelled] = []
        for (index, line) in lines.enumerated() where line.text.utf8.count <= 120 {
            let next = lines.dropFirst(index + 1).first?.text
            let parts = LabelSearch.parts(of: line.text).dropFirst().map { ($0, String?.none) }
            for (text, next) in [(line.text, next)] + parts {
                guard let label = label(text, next: next) else { continue }
                found.append(Labelled(text: text, next: next, line: line, label: label))
            }
        }
        return found
    }

    /// The field behind a label that a text starts with, or in the next line.
    private func candidate(
        _ labelled: Labelled, _ wanted: WantedField, _ name: FieldName
    ) -> PageMatcher.Candidate? {
        let (text, label) = (labelled.text, labelled.label)
        let isTime = wanted.type.base == .minutes
        let score = name.similarity(page.memory.words(of: label) + (isTime ? ["time"] : []))
        guard score >= 0.75 else { return nil }
        let rest = LabelSearch.rest(of: text, after: label.foldedLine) ?? ""
        // A short line alone may as well be a menu.
        if wanted.type.base == .text, rest.isEmpty, !text.contains(":"),
            !isTerm(labelled.line)
        {
            return nil
        }
        // A bare number may be minutes or hours.
        let value = rest.isEmpty ? labelled.next ?? "" : rest
        if isTime, !value.contains(where: \.isLetter) { return nil }
        // What stands behind a label in running text is seldom a name.
        let trust = wanted.type.base == .text ? 0.7 : 0.85
        return .init(
            place: FieldPlace(
                .label([label], take: .text), scope: .page,
                transforms: wanted.type.base == .quantity ? [.capture(#"\d+"#)] : []),
            score: trust * score)
    }

    /// Whether a line is a term that a description follows, by the markup.
    private func isTerm(_ line: TextLine) -> Bool {
        guard let document = page.document else { return false }
        let node = Node(line.nodes.lowerBound)
        return ([node] + document.ancestors(of: node).prefix(2)).contains {
            document.isElement($0, named: "dt")
        }
    }

    /// The label of a line: what stands before a colon or a number, or the whole of a short line.
    private static func label(_ line: String, next: String?) -> String? {
        if let label = ColumnMiner.label(in: line) { return label }
        let words = line.split { $0.isWhitespace }
        let before = words.prefix { !$0.contains(where: \.isNumber) }
        guard (1...3).contains(before.count) else { return nil }
        if before.count == words.count { return next == nil ? nil : line.trimmed }
        return before.joined(separator: " ")
    }
}

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
