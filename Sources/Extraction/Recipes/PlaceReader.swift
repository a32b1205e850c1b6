import AlmanacCore

/// Reads one place of a field for one row.
struct PlaceReader {
    let place: CompiledPlace
    let type: FieldType

    /// The texts that the place yields after its transforms; empty where there are none.
    func texts(_ row: RowContext, _ page: PageReader) -> [FoundText] {
        guard let source = source(row, page) else { return [] }
        return priced(found(in: source, page), row, source, page)
    }

    /// The same before a currency that stands beside it is added.
    fileprivate func found(in source: RowContext, _ page: PageReader) -> [FoundText] {
        var found = find(in: source, page)
        if !found.isEmpty, !place.place.transforms.isEmpty {
            var runner = TransformRunner(texts: found, base: page.page.baseURL)
            for (transform, pattern) in zip(place.place.transforms, place.patterns) {
                runner.apply(transform, pattern)
            }
            found = runner.texts
        }
        return found.filter { !$0.text.isBlankSign }
    }

    /// Texts with the currency that stands beside them for programs, where money is wanted.
    fileprivate func priced(
        _ found: [FoundText], _ row: RowContext, _ source: RowContext, _ page: PageReader
    ) -> [FoundText] {
        guard type.base == .money, !found.isEmpty, row.node != nil,
            let currency = page.currency(in: source.nodes)
        else { return found }
        return found.map { FoundText(text: $0.text.inCurrency(currency) ?? $0.text, node: $0.node) }
    }

    /// What the place is looked for in: the row, its heading or the whole page.
    private func source(_ row: RowContext, _ page: PageReader) -> RowContext? {
        switch place.place.scope {
        case .record: return row
        case .page, .detail: return page.wholeRow
        case .heading:
            guard let selector = place.heading, let node = row.node,
                let heading = page.last(selector, before: node), let document = page.document
            else { return nil }
            return RowContext(
                node: heading, nodes: heading.index..<Int(document.nodes[heading.index].end))
        }
    }

    private func find(in row: RowContext, _ page: PageReader) -> [FoundText] {
        switch place.place.find {
        case .element(_, let take, let nth):
            guard let document = page.document else { return [] }
            guard let selector = place.selector else {
                return TakenText(page, document, take).texts(ofRow: row)
            }
            let nodes = matches(selector, nth, row, document)
            return nodes.flatMap { TakenText(page, document, take).texts(of: $0) }
        case .label(let labels, let take):
            return LabelSearch(labels, take).texts(in: row, page)
        case .column(_, let take):
            guard let name = place.column, let place = row.columns.place(ofFolded: name) else {
                return []
            }
            return cell(place, take, row, page)
        case .cell(let number, let take): return cell(number - 1, take, row, page)
        case .data(let location) where type.base == .money:
            return page.data.amounts(at: location, record: row.json)
                .map { FoundText(text: $0, node: nil) }
        case .data(let location):
            return page.data.firstValues(at: location, record: row.json).flatMap {
                DataText.texts(of: $0, type: type.base)
            }.map { FoundText(text: $0, node: nil) }
        case .learned(let name): return (row.learned[name] ?? []).compactMap { $0.found(type.base) }
        case .address:
            return page.page.url.map { [FoundText(text: $0.description, node: nil)] } ?? []
        }
    }

    private func cell(
        _ place: Int, _ take: Take, _ row: RowContext, _ page: PageReader
    ) -> [FoundText] {
        guard let document = page.document, row.cells.indices.contains(place),
            let cell = row.cells[place]
        else { return [] }
        if take == .text { return [FoundText(text: cell.text, node: cell.element)] }
        return TakenText(page, document, take).texts(of: cell.element)
    }

    /// The elements that are asked for: one of the matches, all for a list, else the first.
    private func matches(
        _ selector: Selector, _ nth: Int?, _ row: RowContext, _ document: Document
    ) -> [Node] {
        let scope = row.node?.index ?? 0
        var found: [Node] = []
        let most = (nth ?? (type.isList ? -1 : 1))
        // Several matches are looked through for the first that holds anything.
        document.search(selector, scope: scope, in: row.nodes) { node in
            found.append(node)
            return most < 0 || found.count < most
        }
        guard let nth else { return found }
        let index = nth > 0 ? nth - 1 : found.count + nth
        return found.indices.contains(index) ? [found[index]] : []
    }
}

/// The texts of one place, row by row.
///
/// A place of a whole page is searched for there once, however many rows are read from it.
struct PlaceTexts {
    let reader: PlaceReader
    /// How often the place was searched for.
    private(set) var searches = 0
    /// What was found on whole pages, which outlive the run's reading of the place.
    private var ofPages: [ObjectIdentifier: [FoundText]] = [:]

    init(_ reader: PlaceReader) { self.reader = reader }

    /// The texts of a row on the page that the place is read on.
    mutating func texts(_ row: RowContext, _ page: PageReader) -> [FoundText] {
        switch reader.place.place.scope {
        case .page, .detail:
            let whole = page.wholeRow
            return reader.priced(found(in: whole, page), row, whole, page)
        case .record, .heading:
            searches += 1
            return reader.texts(row, page)
        }
    }

    private mutating func found(in whole: RowContext, _ page: PageReader) -> [FoundText] {
        if let known = ofPages[ObjectIdentifier(page)] { return known }
        searches += 1
        let found = reader.found(in: whole, page)
        ofPages[ObjectIdentifier(page)] = found
        return found
    }
}

/// Takes texts of elements.
struct TakenText {
    let page: PageReader
    let document: Document
    let take: Take

    init(_ page: PageReader, _ document: Document, _ take: Take) {
        self.page = page
        self.document = document
        self.take = take
    }

    /// The texts of one element.
    func texts(of node: Node) -> [FoundText] {
        switch take {
        case .text: return [FoundText(text: page.line(of: node), node: node)]
        case .ownText: return [FoundText(text: document.ownText(of: node), node: node)]
        case .attribute(let name):
            // An element inside may carry it, as a link in a cell does.
            if let value = document.attribute(name, of: node) {
                return [FoundText(text: value.trimmed, node: node)]
            }
            return first(name, in: node.index..<Int(document.nodes[node.index].end))
        case .line, .lines:
            return lines(node.index..<Int(document.nodes[node.index].end))
        }
    }

    /// The texts of a whole row, which may be several elements.
    func texts(ofRow row: RowContext) -> [FoundText] {
        switch take {
        case .attribute(let name): return first(name, in: row.nodes)
        case .line, .lines: return lines(row.nodes)
        case .ownText: return row.node.map(texts(of:)) ?? []
        case .text:
            let lines = page.lines(of: row.nodes).map(\.text)
            return [FoundText(text: lines.joined(separator: " "), node: row.node)]
        }
    }

    private func lines(_ nodes: Range<Int>) -> [FoundText] {
        let lines = page.lines(of: nodes).map {
            FoundText(text: $0.text, node: Node($0.nodes.lowerBound))
        }
        guard case .line(let place) = take else { return lines }
        let index = place > 0 ? place - 1 : lines.count + place
        return lines.indices.contains(index) ? [lines[index]] : []
    }

    /// The first element among nodes that has an attribute.
    func first(_ name: String, in nodes: Range<Int>) -> [FoundText] {
        for index in nodes {
            if let value = document.attribute(name, of: Node(index)) {
                return [FoundText(text: value.trimmed, node: Node(index))]
            }
        }
        return []
    }
}

/// Finds what follows a label.
struct LabelSearch {
    let labels: [String]
    let take: Take

    init(_ labels: [String], _ take: Take) {
        self.labels = labels.map(\.foldedLine)
        self.take = take
    }

    /// The rest of the label's line, else the next line; or an attribute of what stands there.
    func texts(in row: RowContext, _ page: PageReader) -> [FoundText] {
        guard let document = page.document else { return [] }
        let lines = page.lines(of: row.nodes)
        for label in labels {
            for (index, line) in lines.enumerated() {
                guard let rest = Self.rest(of: line.text, after: label) else { continue }
                let next = lines.indices.contains(index + 1) ? lines[index + 1] : nil
                guard case .attribute(let name) = take else {
                    if !rest.isEmpty {
                        return [FoundText(text: rest, node: Node(line.nodes.lowerBound))]
                    }
                    guard let next else { continue }
                    return [FoundText(text: next.text, node: Node(next.nodes.lowerBound))]
                }
                let shown = rest.isEmpty ? next ?? line : line
                let found = attribute(name, shown, document)
                if !found.isEmpty { return found }
            }
            if take == .text, let found = Self.inner(label, lines) { return [found] }
        }
        return []
    }

    /// What follows a label within a line: `Prep 10 min | Cook 25 min`.
    private static func inner(_ label: String, _ lines: [TextLine]) -> FoundText? {
        for line in lines {
            for part in parts(of: line.text).dropFirst() {
                guard let rest = rest(of: part, after: label), !rest.isEmpty else { continue }
                return FoundText(text: rest, node: Node(line.nodes.lowerBound))
            }
        }
        return nil
    }

    /// The parts of a line that bars or dots set apart.
    static func parts(of line: String) -> [String] {
        guard line.utf8.contains(where: { $0 == 0x7C || $0 >= 0x80 }) else { return [line] }
        return line.split(omittingEmptySubsequences: false) { "|•·".contains($0) }.map {
            String($0).trimmed
        }
    }

    /// The attribute of an element that a line's texts stand in, or that stands between them.
    private func attribute(
        _ name: String, _ line: TextLine, _ document: Document
    ) -> [FoundText] {
        for index in line.nodes {
            for node in [Node(index)] + document.ancestors(of: Node(index)).prefix(3) {
                if let value = document.attribute(name, of: node) {
                    return [FoundText(text: value.trimmed, node: node)]
                }
            }
        }
        return []
    }

    /// Whether a line starts with another letter of ASCII than a label, which tells most apart.
    private static func startsOtherwise(_ line: String, _ label: String) -> Bool {
        guard let first = line.utf8.first, let wanted = label.utf8.first, first < 0x80,
            wanted < 0x80
        else { return false }
        return (first &- 0x41 < 26 ? first | 0x20 : first) != wanted
    }

    /// What stands after a label at the start of a line; nil where it does not start with it.
    static func rest(of line: String, after label: String) -> String? {
        guard line.utf8.count >= label.utf8.count, !startsOtherwise(line, label) else { return nil }
        var at = line.startIndex
        var wanted = label.makeIterator()
        // Compares letter by letter, since folding may change how many bytes a letter has.
        while let letter = wanted.next() {
            guard at < line.endIndex, String(line[at]).lowercased() == String(letter) else {
                return nil
            }
            at = line.index(after: at)
        }
        let rest = line[at...]
        if let first = rest.first, first.isLetter || first.isNumber { return nil }
        return String(
            rest.drop { $0.isWhitespace || $0 == ":" || $0 == "：" || $0 == "-" || $0 == "–" })
    }
}

extension String {
    /// Whether nothing but white space and signs such as `-` stands here, which say that there is
    /// no value.
    var isBlankSign: Bool {
        utf8.allSatisfy { byte in
            byte < 0x80 && !((byte | 0x20) &- 0x61 < 26) && !(byte &- 0x30 < 10)
        }
            || unicodeScalars.allSatisfy {
                $0.properties.isWhitespace || "–—-".unicodeScalars.contains($0)
            }
    }

    /// The text in lower case, with white space made one space and a colon at the end left out.
    var foldedLine: String {
        var text = split { $0.isWhitespace }.joined(separator: " ").lowercased()
        while let last = text.last, last == ":" || last == "：" || last == " " { text.removeLast() }
        return text
    }
}
