/// The names that tables give to their cells.
struct TableHeaders {
    private var names: [Node: String] = [:]
    /// Rows of a table whose cells are given names.
    private static let rowLimit = 400

    init(_ document: Document, _ rows: [RowContext]) {
        var tables: [Node] = []
        for row in rows.prefix(60) {
            guard let node = row.node else { continue }
            let above = [node] + document.ancestors(of: node)
            guard let table = above.first(where: { document.isElement($0, named: "table") }),
                !tables.contains(table), tables.count < 8
            else { continue }
            tables.append(table)
        }
        for element in tables {
            guard let table = try? document.table(element, firstRows: Self.rowLimit) else {
                continue
            }
            var headers = table.columnNames
            if headers.allSatisfy(\.isEmpty) { headers = Self.lateHeaders(table) }
            if headers.isEmpty { headers = Self.plainHeaders(table) }
            for row in table.rows {
                for (column, cell) in row.enumerated() {
                    guard let cell, !cell.isContinuation, headers.indices.contains(column),
                        !headers[column].isEmpty
                    else { continue }
                    names[cell.element] = headers[column]
                }
            }
        }
    }

    /// A row of headings below others, such as links to further pages.
    private static func lateHeaders(_ table: DataTable) -> [String] {
        let row = table.rows.prefix(6).first { row in
            let cells = row.compactMap { $0 }
            return cells.count >= 2 && cells.allSatisfy(\.isHeader)
        }
        return row.map { $0.map { $0?.text ?? "" } } ?? []
    }

    /// The first row where it reads like headings: short texts without digits, all different.
    private static func plainHeaders(_ table: DataTable) -> [String] {
        guard table.rows.count > 1, let first = table.rows.first else { return [] }
        let texts = first.map { $0?.text ?? "" }
        let filled = texts.filter { !$0.isEmpty }
        let isHeading =
            filled.count >= 2 && Set(filled).count == filled.count
            && filled.allSatisfy { $0.count <= 40 && !$0.contains(where: \.isNumber) }
        return isHeading ? texts : []
    }

    func name(of node: Node) -> String? { names[node] }
}
