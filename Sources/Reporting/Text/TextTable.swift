/// A table for a terminal, whose figures are whole or absent, never cut.
///
/// Where the width does not hold every column, those of the highest rank are left out and a line
/// beneath names them. Where not even the columns of rank 0 fit, each row is written as its titles
/// and cells instead.
struct TextTable {
    var columns: [Column]

    /// A column; the highest rank is left out first, rank 0 never.
    struct Column {
        var title: String
        var cells: [String]
        var rank = 0
        var isText = false

        var width: Int {
            cells.reduce(TextLayout.width(title)) { max($0, TextLayout.width($1)) }
        }
    }

    init(_ columns: [Column]) { self.columns = columns }

    /// A table of rows under a first row of titles, the first column to the left, the others to
    /// the right; `ranks` are those of the columns.
    init(_ rows: [[String]], ranks: [Int]) {
        columns = ranks.enumerated().map { index, rank in
            Column(
                title: rows[0][index], cells: rows.dropFirst().map { $0[index] }, rank: rank,
                isText: index == 0)
        }
    }

    /// How many columns of a terminal all of it takes.
    var width: Int { Self.width(columns) }

    /// The lines, none wider than `width` where words are not.
    func lines(_ width: Int, paint: (String, TerminalColour) -> String) -> [String] {
        var shown = columns
        var left: [String] = []
        while Self.width(shown) > width,
            let last = shown.indices.max(by: { shown[$0].rank < shown[$1].rank }),
            shown[last].rank > 0
        {
            left.append(shown.remove(at: last).title)
        }
        guard Self.width(shown) <= width else { return stacked(width) }
        var lines = [paint(Self.line(shown, \.title), .faint)]
        for row in columns[0].cells.indices { lines.append(Self.line(shown) { $0.cells[row] }) }
        if !left.isEmpty {
            let names = columns.map(\.title).filter(left.contains).joined(separator: ", ")
            lines += TextLayout.wrapped(
                "Left out: \(names) (a wider terminal or --json shows more)", width
            ).map { paint($0, .faint) }
        }
        return lines
    }

    private static func width(_ columns: [Column]) -> Int {
        columns.reduce(-2) { $0 + $1.width + 2 }
    }

    private static func line(_ columns: [Column], _ cell: (Column) -> String) -> String {
        var line = columns.map { column in
            column.isText
                ? TextLayout.left(cell(column), column.width)
                : TextLayout.right(cell(column), column.width)
        }
        .joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line
    }

    private func stacked(_ width: Int) -> [String] {
        columns[0].cells.indices.flatMap { row in
            let parts = columns.filter { !$0.cells[row].isEmpty }.map { column in
                let cell = column.cells[row]
                let part = column.title.isEmpty ? cell : "\(column.title): \(cell)"
                // A title and its figure stay on one line where it holds both.
                return TextLayout.width(part) + 3 > width
                    ? part : part.replacing(" ", with: "\u{A0}")
            }
            return TextLayout.wrapped(
                parts.joined(separator: ", "), width, first: "- ", rest: "  ")
        }
    }
}
