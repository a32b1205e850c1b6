import AlmanacCore

/// A table of a page as a grid, with cells that span rows or columns in every place they cover.
public struct DataTable: Sendable {
    /// The `table` element.
    public let element: Node
    /// The caption's text.
    public let caption: String?
    /// How many rows at the top are headings.
    public let headerRowCount: Int
    /// Every row, headings included; rows shorter than the widest end in nil.
    public let rows: [[Cell?]]

    /// A cell, or a place that it covers.
    public struct Cell: Sendable, Equatable {
        /// The `td` or `th`.
        public let element: Node
        /// The visible text on one line.
        public let text: String
        /// Whether it is a heading.
        public let isHeader: Bool
        /// Whether this place is covered from a place further left or above.
        public let isContinuation: Bool
    }

    /// How many columns there are.
    public var columnCount: Int { rows.first?.count ?? 0 }

    /// The rows below the headings.
    public var bodyRows: ArraySlice<[Cell?]> { rows[headerRowCount...] }

    /// The columns' names: the texts of all headings above a column, joined by a space.
    public var columnNames: [String] {
        (0..<columnCount).map { column in
            var parts: [String] = []
            for row in rows.prefix(headerRowCount) {
                guard let text = row[column]?.text, !text.isEmpty, parts.last != text else {
                    continue
                }
                parts.append(text)
            }
            return parts.joined(separator: " ")
        }
    }

    /// Whether it looks like a table of data rather than one that lays out a page.
    public let isData: Bool
}

extension Document {
    /// Most places of one table's grid that spans cover.
    static let tableCellLimit = 1_000_000
    /// Most places of one table's grid.
    static let tablePlaceLimit = 4_000_000

    /// The tables of the page or of a part of it, in document order, inner ones too.
    ///
    /// - Throws: ``AlmanacError`` of kind `extraction` for a table whose spans make it huge.
    public func tables(in scope: Node? = nil) throws -> [DataTable] {
        try subtree(of: scope ?? root).filter { isElement($0, named: "table") }.map(table)
    }

    /// A `table` element as a grid (HTML Standard, section 4.9.12, forming a table).
    ///
    /// - Throws: ``AlmanacError`` of kind `extraction` where its spans make it huge.
    public func table(_ element: Node) throws -> DataTable {
        try table(element, firstRows: .max)
    }

    /// The grid of a table's first rows alone.
    func table(_ element: Node, firstRows: Int) throws -> DataTable {
        var left = firstRows
        var grid = TableGrid(
            limit: Self.tableCellLimit, placeLimit: Self.tablePlaceLimit)
        var caption: String?
        var hasNested = false
        var headRowCount = 0
        for group in children(of: element) {
            switch name(of: group) {
            case "caption" where caption == nil: caption = visibleLine(of: group)
            case "thead", "tbody", "tfoot":
                let rows = children(of: group).filter { isElement($0, named: "tr") }.prefix(left)
                left -= rows.count
                try grid.append(rows.map(cells))
                if name(of: group) == "thead", grid.rows.count == headRowCount + rows.count {
                    headRowCount += rows.count
                }
            case "tr" where left > 0:
                left -= 1
                try grid.append([cells(of: group)])
            default: break
            }
        }
        for node in descendants(of: element) where isElement(node, named: "table") {
            hasNested = true
        }
        let rows = try grid.finished()
        if headRowCount == 0 || headRowCount == rows.count {
            headRowCount =
                rows.prefix { row in
                    row.allSatisfy { $0?.isHeader ?? true } && row.contains { $0 != nil }
                }.count
        }
        if headRowCount == rows.count { headRowCount = min(1, rows.count) }
        let role = attribute("role", of: element)?.lowercased()
        let hasHeader = rows.joined().contains { $0?.isHeader ?? false }
        let isData =
            role != "presentation" && role != "none" && !hasNested
            && (caption != nil || hasHeader || rows.count > 1 && (rows.first?.count ?? 0) > 1)
        return DataTable(
            element: element, caption: caption, headerRowCount: min(headRowCount, rows.count),
            rows: rows, isData: isData)
    }

    private func cells(of row: Node) -> [TableGrid.Source] {
        children(of: row).compactMap { node in
            let name = name(of: node)
            guard name == "td" || name == "th" else { return nil }
            func span(_ attribute: String, _ limit: Int) -> Int? {
                guard let text = self.attribute(attribute, of: node)?.trimmed else { return nil }
                let digits = text.prefix { $0.isASCII && $0.isNumber }
                return Int(digits).map { min($0, limit) }
            }
            return TableGrid.Source(
                cell: DataTable.Cell(
                    element: node, text: visibleLine(of: node), isHeader: name == "th",
                    isContinuation: false),
                columns: max(1, span("colspan", 1_000) ?? 1), rows: span("rowspan", 65_534) ?? 1)
        }
    }
}

/// A grid that cells are put into, row by row.
struct TableGrid {
    struct Source {
        var cell: DataTable.Cell
        var columns: Int
        /// How many rows it covers; 0 for all that are left in its group.
        var rows: Int
    }

    private(set) var rows: [[DataTable.Cell?]] = []
    /// How many places spans cover.
    private var coveredCount = 0
    /// How many places there are, empty ones too.
    private var placeCount = 0
    private let limit: Int
    private let placeLimit: Int

    init(limit: Int, placeLimit: Int) { (self.limit, self.placeLimit) = (limit, placeLimit) }

    /// Puts in the rows of one group; spans do not reach beyond it.
    mutating func append(_ group: [[Source]]) throws {
        let start = rows.count
        rows += Array(repeating: [], count: group.count)
        for (offset, sources) in group.enumerated() {
            var column = 0
            for source in sources {
                let row = start + offset
                while column < rows[row].count, rows[row][column] != nil { column += 1 }
                let left = group.count - offset
                let height = source.rows == 0 ? left : min(source.rows, left)
                for covered in row..<row + height {
                    for place in column..<column + source.columns {
                        try put(
                            source.cell, covered, place, isFirst: covered == row && place == column)
                    }
                }
                column += source.columns
            }
        }
    }

    private mutating func put(
        _ cell: DataTable.Cell, _ row: Int, _ column: Int, isFirst: Bool
    ) throws {
        if !isFirst { coveredCount += 1 }
        guard coveredCount <= limit else {
            throw DocumentLimits.exceeded("places of a table", limit)
        }
        let added = column + 1 - rows[row].count
        if added > 0 {
            placeCount += added
            guard placeCount <= placeLimit else {
                throw DocumentLimits.exceeded("places of a table", placeLimit, placeCount)
            }
            rows[row] += repeatElement(nil, count: added)
        }
        guard rows[row][column] == nil else { return }
        rows[row][column] = DataTable.Cell(
            element: cell.element, text: cell.text, isHeader: cell.isHeader,
            isContinuation: !isFirst)
    }

    /// The rows, all as wide as the widest.
    func finished() throws -> [[DataTable.Cell?]] {
        let width = rows.map(\.count).max() ?? 0
        guard width * rows.count <= placeLimit else {
            throw DocumentLimits.exceeded("places of a table", placeLimit, width * rows.count)
        }
        return rows.map { $0 + Array(repeating: nil, count: width - $0.count) }
    }
}
