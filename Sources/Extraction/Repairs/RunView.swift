import AlmanacCore

/// What a run gave for some fields on a page, with what stands beside the values there.
///
/// Values are compared as ``ExampleValues`` does; fields that hold lists are left out.
struct RunView {
    let fields: [RecipeField]
    /// By record and field what the value is compared by.
    let keys: [[String?]]
    /// By field the heading of the table's column that its values stand in, where most do in one.
    let headings: [String?]
    private let document: Document?
    private let records: [ExtractedRecord]
    private let headers: TableHeaders?

    /// Most records of which the strings beside the values are looked at.
    static let recordLimit = 300
    /// Numbers are looked for in strings that hold little else.
    private static let numberLength = 24
    private static let headingLength = 60

    init(_ fields: [RecipeField], _ result: RecipeResult, _ page: SourcePage) {
        self.fields = fields
        records = result.records
        let places = fields.map { result.fieldNames.firstIndex(of: $0.name) }
        keys = result.records.map { record in
            zip(fields, places).map { field, place in
                guard let place, !field.type.isList else { return nil }
                return ExampleValues.keys(of: record.values[place]?.value, field.type.base)
                    .first.map { Self.key($0, field.type.base) }
            }
        }
        guard case .markup(let document) = page.contents else {
            (self.document, self.headers) = (nil, nil)
            headings = fields.map { _ in nil }
            return
        }
        let rows = result.records.map { RowContext(node: $0.element) }
        let headers = TableHeaders(document, rows)
        (self.document, self.headers) = (document, headers)
        headings = places.map { place in
            guard let place else { return nil }
            let nodes = result.records.prefix(Self.recordLimit).compactMap {
                $0.values[place]?.node
            }
            var counts: [String: Int] = [:]
            for node in nodes {
                if let name = Self.heading(over: node, document, headers) {
                    counts[name, default: 0] += 1
                }
            }
            let best = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
            guard let best, best.value * 10 >= nodes.count * 9 else { return nil }
            return best.key
        }
    }

    private static func key(_ text: String, _ base: FieldType.Base) -> String {
        guard base.isNumeric else { return text }
        return Double(text).map(JSON.text(of:)) ?? text
    }

    private static func heading(
        over node: Node, _ document: Document, _ headers: TableHeaders
    ) -> String? {
        for cell in [node] + document.ancestors(of: node) {
            if let name = headers.name(of: cell) { return name.foldedLine }
            if document.isElement(cell, named: "tr") { return nil }
        }
        return nil
    }

    // MARK: - Cells

    /// The cell of a record's row that alone has a heading.
    private func cell(_ record: Int, under heading: String) -> Node? {
        guard let document, let headers, let element = records[record].element else { return nil }
        let above = [element] + document.ancestors(of: element)
        guard let row = above.first(where: { document.isElement($0, named: "tr") }) else {
            return nil
        }
        let cells = document.children(of: row).filter {
            headers.name(of: $0)?.foldedLine == heading
        }
        return cells.count == 1 ? cells[0] : nil
    }

    /// Whether most records have one cell under a heading.
    func hasColumn(_ heading: String) -> Bool {
        let sample = records.indices.prefix(Self.recordLimit)
        let count = sample.count { cell($0, under: heading) != nil }
        return count > 0 && count * 10 >= sample.count * 9
    }

    /// What a field's cell under a heading says in a record, its text or its first address, as
    /// values are compared.
    func key(_ record: Int, of field: Int, under heading: String) -> String? {
        guard let document, let cell = cell(record, under: heading) else { return nil }
        var text = document.visibleLine(of: cell)
        let base = fields[field].type.base
        if base == .url {
            let link = document.subtree(of: cell).first { document.hasAttribute("href", $0) }
            text = link.flatMap { document.attribute("href", of: $0) } ?? ""
        }
        let key = Self.plainKey(text, base)
        return key.isEmpty ? nil : key
    }

    /// Whether a field's values are the whole of the cells under a heading.
    func isWhole(_ field: Int, under heading: String) -> Bool {
        let filled = keys.indices.prefix(Self.recordLimit).filter { keys[$0][field] != nil }
        let same = filled.count { key($0, of: field, under: heading) == keys[$0][field] }
        return !filled.isEmpty && same * 10 >= filled.count * 9
    }

    /// Whether a text of the page is just these words.
    func says(_ words: String) -> Bool {
        guard let document else { return false }
        return document.nodes.contains { record in
            record.isText && record.count <= Self.headingLength
                && document.text(record.start, record.count).foldedLine == words
        }
    }

    // MARK: - Strings

    /// A string in a record, by the kind of place that it stands at.
    struct Placed {
        var place: String
        var text: String
    }

    /// All strings of a record: texts and attributes.
    func strings(of record: Int) -> [Placed] {
        guard let document, let element = records[record].element else { return [] }
        let writer = SelectorWriter(document)
        func place(_ node: Node) -> String {
            ([document.name(of: node)] + writer.goodClasses(of: node)).joined(separator: ".")
        }
        var end = Int(document.nodes[element.index].end)
        // A record may go on over the rows and terms that follow.
        if ["tr", "dt"].contains(document.name(of: element)),
            records.indices.contains(record + 1), let next = records[record + 1].element
        {
            end = max(end, next.index)
        }
        var found: [Placed] = []
        for index in element.index..<end {
            let node = Node(index)
            let stored = document.nodes[index]
            if stored.isText {
                let text = document.text(stored.start, stored.count)
                guard !text.isBlankSign, let parent = document.parent(of: node) else { continue }
                found.append(Placed(place: place(parent), text: text))
            } else if stored.isElement {
                for (name, value) in document.attributes(of: node)
                where !value.isEmpty && !Self.passing.contains(name) {
                    found.append(Placed(place: place(node) + "@" + name, text: value))
                }
            }
        }
        return found
    }

    private static let passing: Set = ["class", "id", "style"]

    /// The places in a record where a field's value stands as a whole string.
    func places(of key: String, _ field: Int, in strings: [Placed]) -> [String] {
        let base = fields[field].type.base
        return strings.filter { string in
            if base.isNumeric, string.text.utf8.count > Self.numberLength { return false }
            if base == .url, !string.place.contains("@") { return false }
            return ExampleValues.match(Self.plainKey(string.text, base), key, base)
        }.map(\.place)
    }

    /// The share of the first records whose address of a field is that of a link there; of a field
    /// that is no address, or whose addresses stand in no attribute, nothing can be said: a half.
    func linkShare(of field: Int) -> Double {
        guard fields[field].type.base == .url else { return 0.5 }
        let found = keys.indices.prefix(20).flatMap { record -> [String] in
            guard let key = keys[record][field] else { return [] }
            let places = places(of: key, field, in: strings(of: record))
            // Titles and the like may say an address again, whatever it leads to.
            let telling = places.first { $0.hasSuffix("@href") || $0.hasSuffix("@src") }
            return [telling ?? places.first].compactMap { $0 }
        }
        guard !found.isEmpty else { return 0.5 }
        return Double(found.count { $0.hasSuffix("@href") }) / Double(found.count)
    }

    private static func plainKey(_ text: String, _ base: FieldType.Base) -> String {
        let text = text.split { $0.isWhitespace }.joined(separator: " ")
        guard base.isNumeric else { return ExampleValues.key(text, base) }
        guard let digits = NumberScanner.first(in: text)?.key else { return "" }
        let isNegative = text.first == "-" || text.first == "\u{2212}"
        return key((isNegative ? "-" : "") + digits, base)
    }
}

extension FieldType.Base {
    /// Whether values of the type are numbers.
    var isNumeric: Bool {
        switch self {
        case .number, .integer, .money, .quantity, .minutes: true
        case .text, .date, .datetime, .url, .boolean: false
        }
    }
}
