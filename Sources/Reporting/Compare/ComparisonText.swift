import AlmanacCore
import Backtesting

/// Saved runs beside each other as text for a terminal.
public struct ComparisonText {
    private let comparison: RunComparison
    private let width: Int

    /// Makes a writer for a terminal of so many columns.
    public init(_ comparison: RunComparison, width: Int) {
        self.comparison = comparison
        self.width = max(width, 40)
    }

    private static let titleWidth = 26
    private static let columnWidth = 15

    /// The runs, their figures with the best marked, and what differs.
    public var text: String {
        var lines: [String] = []
        for (index, run) in comparison.runs.enumerated() {
            let period =
                "\(RunComparison.date(run.period.first)) to "
                + "\(RunComparison.date(run.period.last)), "
                + NumberText.count(run.bars, "bar")
            lines += TextLayout.wrapped(
                "\(comparison.labels[index]), \(period), \(SafeText.line(run.file))", width,
                first: number(index) + " ", rest: "     ")
        }
        let room = max(1, (width - Self.titleWidth) / Self.columnWidth)
        for start in stride(from: 0, to: comparison.runs.count, by: room) {
            lines.append("")
            lines += block(start..<min(start + room, comparison.runs.count))
        }
        lines.append("")
        lines.append("* the best of the row, where one way is better")
        for difference in comparison.differences {
            lines += TextLayout.wrapped(difference, width, first: "! ", rest: "  ")
        }
        return lines.map(Self.trimmed).joined(separator: "\n") + "\n"
    }

    /// A line without the spaces at its end.
    private static func trimmed(_ line: String) -> String {
        let end = line.lastIndex { $0 != " " }
        return end.map { String(line[...$0]) } ?? ""
    }

    private func number(_ index: Int) -> String { TextLayout.right("[\(index + 1)]", 4) }

    /// The table of some of the runs.
    private func block(_ columns: Range<Int>) -> [String] {
        var lines = [
            TextLayout.left("", Self.titleWidth)
                + columns.map { TextLayout.right("[\($0 + 1)] ", Self.columnWidth) }.joined()
        ]
        for row in comparison.rows {
            let cells = columns.map { index -> String in
                let text =
                    row.values[index].map { NumberText.metric($0, row.name.unit) } ?? "undefined"
                let mark = row.best.contains(index) ? "*" : " "
                return TextLayout.right(text + mark, Self.columnWidth)
            }
            lines.append(TextLayout.left(row.name.title, Self.titleWidth) + cells.joined())
        }
        return lines
    }
}
