package import AlmanacCore

/// Finds what a page holds when nothing is said about what is wanted.
public enum Scout {
    /// Rows from which columns are judged.
    private static let rowLimit = 40
    /// Most fields of a finding.
    private static let fieldLimit = 24

    /// A set of records that a page holds, as a recipe that reads all its columns.
    public struct Finding: Sendable {
        /// The recipe, with names from headings, labels, classes and names in data, and types from
        /// what the texts can be read as.
        public var recipe: Recipe
        /// How many places look like records.
        public var rowCount: Int
        /// What findings are ranked by.
        public var score: Double
    }

    /// The sets of records that promise most, best first.
    ///
    /// - Throws: ``AlmanacError`` of kind `extraction` for a table whose spans make it huge.
    public static func findings(on page: SourcePage, limit: Int = 5) throws -> [Finding] {
        let reader = PageReader(page)
        var sets = DataColumns(reader).sets()
        if let document = page.document {
            sets += RecordSetFinder(
                document, wantsDate: true, wantsAddress: true, wantsCode: true
            ).sets()
        }
        var findings: [Finding] = []
        for set in sets {
            let rows = try ListMatcher.sample(set, reader, limit: rowLimit)
            guard rows.count >= 2 else { continue }
            let columns =
                rows[0].json != nil
                ? DataColumns(reader).columns(rows)
                : page.document.map { ColumnMiner(reader, $0, rows).columns() } ?? []
            if let finding = finding(set, columns) { findings.append(finding) }
        }
        let ranked = findings.enumerated().sorted { left, right in
            left.element.score != right.element.score
                ? left.element.score > right.element.score : left.offset < right.offset
        }
        return ranked.prefix(limit).map(\.element)
    }

    /// That nothing was found because elements of a page lie too deep inside each other; nil for a
    /// page where they do not.
    package static func nestingFault(_ page: SourcePage) -> AlmanacError? {
        guard let document = page.document, RecordSetFinder.nestsTooDeep(document) else {
            return nil
        }
        return AlmanacError(
            .extraction, "elements of the page lie too deep inside each other to be records",
            details: [
                "limit": "nodes of elements inside each other",
                "allowed": .integer(RecordSetFinder.nestedNodeLimit),
            ],
            suggestion: "end tags are missing on the page; give an --example of its records, or "
                + "write a recipe for it")
    }

    private static func finding(_ set: RecordSet, _ columns: [RecordColumn]) -> Finding? {
        var fields: [RecipeField] = []
        var weight = 0.0
        var names: [String: Int] = [:]
        for column in columns where fields.count < fieldLimit && isTelling(column) {
            let type = type(of: column)
            var name = name(of: column, type)
            names[name, default: 0] += 1
            if let count = names[name], count > 1 { name += "_\(count)" }
            fields.append(RecipeField(name, FieldType(type), places: [column.place]))
            weight += column.shape.filled * (0.3 + 0.7 * column.shape.distinct)
        }
        guard !fields.isEmpty else { return nil }
        var doublings = 0.0
        var left = set.count
        while left >= 2, doublings < 8 {
            left /= 2
            doublings += 1
        }
        return Finding(
            recipe: Recipe(name: "found", records: set.source, fields: fields),
            rowCount: set.count, score: min(weight, 8) * (1 + 0.3 * doublings))
    }

    /// Whether a column is one value of a record rather than several in a row, or a part of one.
    private static func isTelling(_ column: RecordColumn) -> Bool {
        guard column.shape.filled >= 0.5, !column.hasSeveralLines else { return false }
        switch column.place.transforms.last {
        case nil: return column.isAddress || column.shape.averageLength <= 2_000
        case .capture?: return column.shape.wholeDates > 0.8 || column.shape.codes > 0.8
        default: return false
        }
    }

    private static func type(of column: RecordColumn) -> FieldType.Base {
        if column.isAddress { return .url }
        if column.shape.wholeDates >= 0.8 { return .date }
        if column.shape.money >= 0.9 { return .money }
        let texts = column.values.compactMap { $0 }
        let numbers = ValueColumn(texts, as: .number).values.count { $0 != nil }
        return numbers * 10 >= texts.count * 9 && !texts.isEmpty ? .number : .text
    }

    /// Words that say how a place is laid out rather than what it holds.
    private static let layoutWords: Set = [
        "col", "column", "row", "card", "cell", "grid", "container", "wrapper", "wrap", "item",
        "box", "block", "inner", "outer", "content", "body", "left", "right", "center", "alt", "md",
        "lg", "sm", "xs",
    ]

    private static func name(of column: RecordColumn, _ type: FieldType.Base) -> String {
        let strongest = column.hints.filter { !$0.words.allSatisfy(layoutWords.contains) }
            .max { $0.strength < $1.strength }
        if let strongest, strongest.strength >= 0.85, strongest.words.count <= 4 {
            return strongest.words.joined(separator: "_")
        }
        switch type {
        case .date: return "date"
        case .url: return column.isPicture ? "image" : "link"
        case .money: return "amount"
        case .number: return "number"
        default:
            if column.shape.codes > 0.7 { return "code" }
            return column.isLinkText ? "title" : "text"
        }
    }
}
