/// Finds the columns of a set of records: places that yield a text in most of them.
///
/// Every column is read by the place that a recipe would name, so that what is judged here is what
/// a run will give.
struct ColumnMiner {
    let page: PageReader
    let document: Document
    let rows: [RowContext]
    let writer: SelectorWriter

    /// Rows whose markup is looked at for places.
    private static let sampleCount = 8
    /// Most places that are tried.
    private static let placeLimit = 400

    init(_ page: PageReader, _ document: Document, _ rows: [RowContext]) {
        self.page = page
        self.document = document
        self.rows = rows
        writer = SelectorWriter(document)
    }

    /// The columns, those of markup before those of labels and headings.
    func columns() -> [RecordColumn] {
        var found: [RecordColumn] = []
        var seen: [ColumnMark: Int] = [:]
        var places = elementPlaces()
        places += labelPlaces() + headingPlaces()
        for proposal in places {
            guard let column = column(proposal) else { continue }
            let key = ColumnMark(
                texts: column.texts.map { $0?.mark }, isAddress: column.isAddress)
            guard let same = seen[key] else {
                seen[key] = found.count
                found.append(column)
                continue
            }
            // The same texts by another place: what is said about them there counts too.
            found[same].hints += column.hints.filter { !found[same].hints.contains($0) }
            found[same].isLinkText = found[same].isLinkText || column.isLinkText
            if column.place.fragility < found[same].place.fragility {
                found[same].place = column.place
                found[same].hasSeveralLines = column.hasSeveralLines
            }
        }
        shareHints(&found)
        let derived = found.flatMap { DerivedColumns(page, $0).columns() }
        return found + derived + derived.flatMap { DerivedColumns(page, $0).innerColumns() }
    }

    /// What tells a column from others: its texts, and whether they are addresses.
    private struct ColumnMark: Hashable {
        var texts: [LookedText.Mark?]
        var isAddress: Bool
    }

    /// The columns of headings before the records alone.
    func headingColumns() -> [RecordColumn] {
        let found = headingPlaces().compactMap(column)
        return found + found.flatMap { DerivedColumns(page, $0).columns() }
    }

    /// What is said about a column in some rows holds for one that has the same texts there.
    private func shareHints(_ columns: inout [RecordColumn]) {
        for index in columns.indices where columns[index].shape.filled < 1 {
            for other in columns.indices
            where other != index && columns[other].isAddress == columns[index].isAddress
                && columns[other].shape.filled > columns[index].shape.filled
                && columns[other].shape.filled <= 2 * columns[index].shape.filled
                && columns[other].includes(columns[index])
            {
                columns[other].hints += columns[index].hints.filter {
                    !columns[other].hints.contains($0)
                }
            }
        }
    }

    /// A place that may yield a column, with what its surroundings say.
    struct Proposal {
        var place: FieldPlace
        var hints: [RecordColumn.Hint]
        var isAddress = false
    }

    private func column(_ proposal: Proposal) -> RecordColumn? {
        guard let texts = texts(at: proposal.place) else { return nil }
        let shape = ValueShape(texts)
        guard shape.filled > 0, shape.filled >= 0.3 || rows.count <= 3 else { return nil }
        var column = RecordColumn(
            place: proposal.place, texts: texts, hints: proposal.hints, shape: shape,
            isAddress: proposal.isAddress)
        column.settleDates(page)
        if case .element(_, let take, _) = proposal.place.find {
            if take == .text, !column.isAddress {
                column.isAddress = Self.areAddresses(column.values)
            }
            if proposal.place.scope == .record, let words = labelBefore(texts) {
                column.hints.append(.init(words: words, strength: 1))
            }
            let nodes = texts.prefix(5).compactMap { $0?.node }
            column.isLinkText = nodes.contains { document.isElement($0, named: "a") }
            if take == .text {
                column.hasSeveralLines = nodes.contains { page.lines(of: $0).count > 1 }
            } else if column.isAddress {
                column.linkLength = linkLength(proposal.place)
                column.isPicture =
                    !nodes.isEmpty && nodes.allSatisfy { document.isElement($0, named: "img") }
            }
        }
        return column
    }

    /// The first text of each row at a place; nil where the place cannot be read.
    private func texts(at place: FieldPlace) -> [LookedText?]? {
        guard let compiled = try? CompiledPlace(place, "", page.memory) else { return nil }
        let reader = PlaceReader(place: compiled, type: .text)
        return page.memory.texts(at: place, in: rows) { reader.texts($0, page).first }
    }

    /// Whether all texts are whole addresses.
    private static func areAddresses(_ values: [String?]) -> Bool {
        values.contains { $0 != nil }
            && values.allSatisfy { text in
                guard let text else { return true }
                return text.hasPrefix("https://") || text.hasPrefix("http://")
            }
    }

    /// The words of the short text that the element before has in every row, as names that stand
    /// beside values do.
    private func labelBefore(_ texts: [LookedText?]) -> [String]? {
        guard rows.count > 2 else { return nil }
        var label: String?
        for (row, text) in zip(rows.prefix(5), texts) {
            guard let node = text?.node, node != row.node else { continue }
            guard let before = document.previousElement(of: node) else { return nil }
            let text = page.line(of: before)
            guard !text.isEmpty, text.utf8.count <= 40, !text.contains(where: \.isNumber),
                text == label ?? text
            else { return nil }
            label = text
        }
        let words = label.map(page.memory.words) ?? []
        return words.isEmpty ? nil : words
    }

    /// How long the texts of links are on average.
    private func linkLength(_ place: FieldPlace) -> Double {
        guard case .element(let selector, _, let nth) = place.find,
            let texts = texts(
                at: FieldPlace(.element(selector, take: .text, nth: nth), scope: place.scope))
        else { return 0 }
        return ValueShape(texts).averageLength
    }

    // MARK: - Elements

    private func elementPlaces() -> [Proposal] {
        let headers = TableHeaders(document, rows)
        var found: [Proposal] = []
        var seen: Set<FieldPlace.Find> = []
        let step = max(1, rows.count / Self.sampleCount)
        for row in stride(from: 0, to: rows.count, by: step).map({ rows[$0] }) {
            for index in row.nodes where document.nodes[index].isElement {
                if found.count >= Self.placeLimit { return found }
                let node = Node(index)
                guard
                    document.shownRole(index, document.nodes[index]) != nil
                        || document.isElement(node, named: "meta")
                else { continue }
                let takes = takes(of: node)
                guard !takes.isEmpty else { continue }
                lazy var hints = self.hints(of: node, in: row, headers)
                for (selector, nth) in selectors(for: node, in: row) {
                    for take in takes where found.count < Self.placeLimit {
                        guard seen.insert(.element(selector, take: take, nth: nth)).inserted else {
                            continue
                        }
                        found.append(proposal(selector, nth, take, hints))
                    }
                }
            }
        }
        return found
    }

    private func proposal(
        _ selector: String?, _ nth: Int?, _ take: Take, _ hints: [RecordColumn.Hint]
    ) -> Proposal {
        var hints = hints
        var isAddress = false
        var transforms: [Transform] = []
        if case .attribute(let name) = take {
            isAddress = name == "href" || name == "src" || name == "onclick"
            if name == "onclick" { transforms = [.capture(#"https?://[^'"\s)]+"#)] }
            if !isAddress {
                hints.append(.init(words: page.memory.words(of: name), strength: 0.9))
            }
        }
        return Proposal(
            place: FieldPlace(
                .element(selector, take: take, nth: nth), transforms: transforms), hints: hints,
            isAddress: isAddress)
    }

    /// What may be taken of an element: its text where it holds some of its own or is a block of
    /// inline text, and attributes that carry values.
    private func takes(of node: Node) -> [Take] {
        var takes: [Take] = []
        var hasOwnText = false
        var hasElements = false
        var hasBreaks = false
        for child in document.childNodes(of: node) {
            if document.isElement(child) {
                if document.isElement(child, named: "br") {
                    hasBreaks = true
                } else {
                    hasElements = true
                }
            } else if document.nodes[child.index].isText,
                !document.textBytes(document.nodes[child.index]).allSatisfy(isMarkupSpace)
            {
                hasOwnText = true
            }
        }
        let role = document.shownRole(node.index, document.nodes[node.index]) ?? []
        let isBlock = role.contains(.block) || role.contains(.cell)
        if hasOwnText || isBlock && isSmall(node) {
            takes.append(.text)
            if hasOwnText, hasElements { takes.append(.ownText) }
            if hasBreaks || isBlock && hasElements {
                let lines = page.lines(of: node)
                if lines.count > 1, lines.count <= 12 {
                    takes += (1...lines.count).map { .line($0) } + [.line(-1)]
                }
            }
        }
        for (name, value) in document.attributes(of: node)
        where Self.isTelling(name, value) { takes.append(.attribute(name)) }
        return takes
    }

    private func isSmall(_ node: Node) -> Bool {
        let size = Int(document.nodes[node.index].end) - node.index
        return size > 1 && size <= 40
    }

    /// Whether an attribute may carry a value.
    static func isTelling(_ name: String, _ value: String) -> Bool {
        guard !value.isEmpty, value.utf8.count <= 2_000 else { return false }
        switch name {
        case "href": return !value.hasPrefix("#") && !value.hasPrefix("javascript:")
        case "src", "datetime", "content", "title", "alt", "aria-label": return true
        case "onclick": return value.contains("://")
        default: return name.hasPrefix("data-") && value.utf8.count <= 300
        }
    }

    // MARK: - Selectors in a record

    private func selectors(for node: Node, in row: RowContext) -> [(String?, Int?)] {
        guard let top = row.node else { return [] }
        if node == top { return [(nil, nil)] }
        var found: [(String?, Int?)] = []
        let name = document.name(of: node)
        let path = document.ancestors(of: node).prefix { $0 != top && contains(row, $0) }
        var words = writer.goodClasses(of: node).prefix(3).map { name + "." + $0 }
        for attribute in ["itemprop", "property", "data-label", "data-title", "data-name"] {
            if let value = document.attribute(attribute, of: node), SelectorWriter.isStable(value) {
                words.append("\(name)[\(attribute)=\"\(value)\"]")
            }
        }
        for word in words { found.append((word, place(of: node, word, row))) }
        if words.isEmpty {
            let named = path.prefix(4).first { !writer.goodClasses(of: $0).isEmpty }
            if let named, let word = writer.goodClasses(of: named).first {
                let text = document.name(of: named) + "." + word + " " + name
                found.append((text, place(of: node, text, row)))
            }
        }
        if document.parent(of: node) == top || path.last.flatMap(document.parent(of:)) == top {
            let steps = ([node] + path).reversed().map(writer.place(of:))
            found.append((":scope > " + steps.joined(separator: " > "), nil))
        } else if words.isEmpty {
            found.append((name, place(of: node, name, row)))
        }
        if path.isEmpty || name == "a" || name == "time" {
            found.append((name, place(of: node, name, row)))
        }
        return found
    }

    private func contains(_ row: RowContext, _ node: Node) -> Bool {
        row.nodes.contains(node.index)
            && Int(document.nodes[node.index].end) <= row.nodes.upperBound
    }

    /// Which of a selector's matches in a row an element is; nil for the only one.
    private func place(of node: Node, _ text: String, _ row: RowContext) -> Int? {
        guard let selector = page.memory.selector(text) else { return nil }
        var count = 0
        var place: Int?
        document.search(selector, scope: row.node?.index ?? 0, in: row.nodes) {
            count += 1
            if $0 == node { place = count }
            return count < 30
        }
        return count > 1 ? place : nil
    }

    // MARK: - Words around an element

    private func hints(
        of node: Node, in row: RowContext, _ headers: TableHeaders
    ) -> [RecordColumn.Hint] {
        var hints: [RecordColumn.Hint] = []
        var at: Node? = node
        var strength = 0.9
        while let element = at, element != row.node, row.nodes.contains(element.index) {
            if let header = headers.name(of: element) {
                hints.append(.init(words: page.memory.words(of: header), strength: 1))
            }
            for attribute in ["itemprop", "property", "data-label", "data-title", "headers"] {
                if let value = document.attribute(attribute, of: element) {
                    hints.append(.init(words: page.memory.words(of: value), strength: strength))
                }
            }
            for word in document.classes(of: element) {
                hints.append(.init(words: page.memory.words(of: word), strength: strength))
            }
            at = document.parent(of: element)
            strength *= 0.9
        }
        if document.isElement(node, named: "a") {
            let text = page.line(of: node)
            if text.utf8.count <= 40 {
                hints.append(.init(words: page.memory.words(of: text), strength: 0.8))
            }
        }
        if document.isElement(node, named: "time") {
            hints.append(.init(words: ["date"], strength: 0.7))
        }
        return hints.filter { !$0.words.isEmpty }
    }
}
