import AlmanacCore
import Glibc
import TimeSeries

/// Draws a run's equity and its benchmark in characters.
///
/// The strategy is a line of braille dots, two by four to a character, the benchmark a row of
/// middle dots behind it; without Unicode they are `*` and `.`. Each column of dots shows the last
/// bar of its share, so the end of the line is the end of the run. Where the highest value is more
/// than three times the lowest the axis is logarithmic, so that equal steps are equal growth.
struct TerminalPlot {
    let width: Int
    let unicode: Bool
    let rows = 9

    /// The plot with its legend above and its dates below.
    func lines(
        _ equity: [Double], held: [Double], times: [Timestamp],
        paint: (String, TerminalColour) -> String
    ) -> [String] {
        let finite = (equity + held).filter(\.isFinite)
        guard let lowest = finite.min(), let highest = finite.max() else { return [] }
        let isLogarithmic = lowest > 0 && highest / lowest > 3
        let middle =
            isLogarithmic
            ? exp((log(highest) + log(lowest)) / 2) : highest / 2 + lowest / 2
        let labels = [highest, middle, lowest].map {
            NumberText.fixed($0, decimals: highest < 10 ? 2 : 0)
        }
        let margin = labels.map(TextLayout.width).max() ?? 0
        let columns = max(8, width - margin - 3)
        let level = { (value: Double) in
            guard highest > lowest else { return 0.5 }
            // Differences of what is halved, since the ends of numbers may lie further apart.
            return isLogarithmic
                ? (log(value) - log(lowest)) / (log(highest) - log(lowest))
                : (value / 2 - lowest / 2) / (highest / 2 - lowest / 2)
        }
        let own = unicode ? braille(equity, columns, level) : cells(equity, columns, level, "*")
        let other = cells(held, columns, level, unicode ? "·" : ".")
        var lines = legend(isLogarithmic, paint)
        for row in 0..<rows {
            let label = row == 0 ? labels[0] : row == rows - 1 ? labels[2] : ""
            let middle = row == rows / 2 ? labels[1] : label
            let axis = unicode ? (middle.isEmpty ? " │" : " ┤") : " |"
            var line = TextLayout.right(middle, margin) + axis
            line += merged(own[row], other[row], paint)
            lines.append(line)
        }
        return lines + [dates(times, margin: margin, columns: columns)]
    }

    private func legend(
        _ isLogarithmic: Bool, _ paint: (String, TerminalColour) -> String
    ) -> [String] {
        let marks = unicode ? ("⣀⡠⠔⠒", "····") : ("****", "....")
        let line =
            "Equity  " + paint(marks.0, .strategy) + " strategy  "
            + paint(marks.1, .benchmark) + " buy and hold"
        guard isLogarithmic else { return [line] }
        // Both together take 53 columns.
        return width >= 53 ? [line + ", log scale"] : [line, "        log scale"]
    }

    private func dates(_ times: [Timestamp], margin: Int, columns: Int) -> String {
        let first = times.first?.date.iso8601 ?? ""
        let last = times.last?.date.iso8601 ?? ""
        let space = String(repeating: " ", count: margin + 2)
        return space + first + TextLayout.right(last, max(0, columns - TextLayout.width(first)))
    }

    /// The bar that ends a column's share of a series.
    private func bar(_ column: Int, of columns: Int, _ count: Int) -> Int {
        columns <= 1 ? count - 1 : column * (count - 1) / (columns - 1)
    }

    /// One row of characters for each row of the plot; a space where nothing is drawn.
    private func cells(
        _ values: [Double], _ columns: Int, _ level: (Double) -> Double, _ mark: Character
    ) -> [[Character]] {
        var grid = [[Character]](
            repeating: [Character](repeating: " ", count: columns), count: rows)
        draw(values, columns: columns, height: rows, level) { grid[$1][$0] = mark }
        return grid
    }

    /// The same in braille: dots in a grid twice as wide and four times as high.
    private func braille(
        _ values: [Double], _ columns: Int, _ level: (Double) -> Double
    ) -> [[Character]] {
        // The bits of the dots in a braille character, by row and column (Unicode 28xx).
        let bits: [[UInt32]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
        var dots = [[UInt32]](
            repeating: [UInt32](repeating: 0, count: columns), count: rows)
        draw(values, columns: columns * 2, height: rows * 4, level) { x, y in
            dots[y / 4][x / 2] |= bits[y % 4][x % 2]
        }
        return dots.map { row in
            row.map { $0 == 0 ? " " : Character(Unicode.Scalar(0x2800 + $0) ?? " ") }
        }
    }

    /// Marks the cells that the line passes, one or more in each column; row 0 is the highest.
    private func draw(
        _ values: [Double], columns: Int, height: Int, _ level: (Double) -> Double,
        mark: (Int, Int) -> Void
    ) {
        guard !values.isEmpty else { return }
        var before: Int?
        for column in 0..<columns {
            let value = values[bar(column, of: columns, values.count)]
            guard value.isFinite else {
                before = nil
                continue
            }
            let row = Int(((1 - level(value)) * Double(height - 1)).rounded())
            // The line from the last column is drawn in this one, so that it has no gaps.
            let from = before.map { $0 < row ? $0 + 1 : $0 > row ? $0 - 1 : row } ?? row
            for step in min(from, row)...max(from, row) { mark(column, step) }
            before = row
        }
    }

    /// The strategy's characters over the benchmark's, in runs of one colour.
    private func merged(
        _ own: [Character], _ other: [Character], _ paint: (String, TerminalColour) -> String
    ) -> String {
        var line = ""
        var piece = ""
        var colour = TerminalColour.plain
        for (mine, theirs) in zip(own, other) {
            let next: TerminalColour =
                mine != " " ? .strategy : theirs != " " ? .benchmark : .plain
            if next != colour {
                line += paint(piece, colour)
                piece = ""
                colour = next
            }
            piece.append(mine != " " ? mine : theirs)
        }
        // Spaces at the end of a line serve nobody.
        while colour == .plain, piece.last == " " { piece.removeLast() }
        return line + paint(piece, colour)
    }
}
