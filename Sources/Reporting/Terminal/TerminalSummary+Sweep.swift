import Backtesting
import StrategyLanguage
public import Study

extension TerminalSummary {
    /// The best rows of a sweep as a table, and how many runs stand behind them.
    ///
    /// A sweep that was interrupted says so before anything else. Figures are left out from the
    /// right where the width does not hold them all; parameters never are.
    public func text(of report: SweepReport) -> String {
        let sweep = report.sweep
        var lines: [String] = []
        if !report.isWhole {
            lines.append(
                paint(
                    "PARTIAL: interrupted after \(NumberText.whole(report.doneCount)) of "
                        + "\(NumberText.whole(sweep.runCount)) runs", .warning))
        }
        let title =
            "\(SafeText.line(sweep.grid.definition.name)) on "
            + sweep.symbols.map(SafeText.line).joined(separator: ", ")
        lines += TextLayout.wrapped(title, width).map { paint($0, .strong) }
        lines += TextLayout.wrapped(counts(report), width)
        lines.append("")
        lines += table(report)
        return finished(lines.joined(separator: "\n") + "\n")
    }

    private func counts(_ report: SweepReport) -> String {
        let sweep = report.sweep
        var text = NumberText.count(sweep.combinations.count, "combination")
        if let constraint = sweep.grid.constraint { text += " where \(SafeText.line(constraint))" }
        if sweep.symbols.count > 1 { text += " on \(sweep.symbols.count) symbols" }
        text += " over \(NumberText.count(sweep.barCount, "bar"))"
        text += ", ranked by \(sweep.metric.name.title)"
        text += " (\(NumberText.count(report.doneCount, "trial")))"
        if report.undefinedCount > 0 {
            text += "; undefined for \(NumberText.whole(report.undefinedCount))"
        }
        if report.failureCount > 0 {
            text += "; \(NumberText.whole(report.failureCount)) failed"
        }
        return text
    }

    // MARK: - Table

    private struct SweepColumn {
        var title: String
        var cells: [String]
        var isText = false

        var width: Int {
            cells.reduce(TextLayout.width(title)) { max($0, TextLayout.width($1)) }
        }
    }

    private func table(_ report: SweepReport) -> [String] {
        let sweep = report.sweep
        var columns: [SweepColumn] = [
            SweepColumn(title: "#", cells: report.best.indices.map { String($0 + 1) })
        ]
        if sweep.symbols.count > 1 {
            columns.append(
                SweepColumn(
                    title: "symbol",
                    cells: report.best.map { SafeText.line(sweep.symbols[$0.symbol]) }, isText: true
                ))
        }
        let values = report.best.map { sweep.grid.values(of: $0.combination) }
        for (index, range) in sweep.grid.ranges.enumerated() {
            columns.append(
                SweepColumn(
                    title: SafeText.line(range.name),
                    cells: values.map { SafeText.line($0[index].text) }))
        }
        var figures = Self.figures
        if let place = figures.firstIndex(where: { $0.name == sweep.metric.name }) {
            figures.insert(figures.remove(at: place), at: 0)
        } else {
            figures.insert((sweep.metric.name, sweep.metric.name.title), at: 0)
        }
        for (name, title) in figures {
            let metric = SweepMetric(name)
            let isSigned = name == .totalReturn
            columns.append(
                SweepColumn(
                    title: title,
                    cells: report.best.map { row in
                        row.value(metric).map {
                            NumberText.metric($0, name.unit, signed: isSigned)
                        } ?? "-"
                    }))
        }
        let kept = columns.count - figures.count + 1
        while columns.count > kept, columns.reduce(-2, { $0 + $1.width + 2 }) > width {
            columns.removeLast()
        }
        let titles = line(columns) { $0.title }
        return [paint(titles, .faint)]
            + report.best.indices.map { row in line(columns) { $0.cells[row] } }
    }

    private func line(_ columns: [SweepColumn], _ cell: (SweepColumn) -> String) -> String {
        var line = columns.map { column in
            column.isText
                ? TextLayout.left(cell(column), column.width)
                : TextLayout.right(cell(column), column.width)
        }
        .joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return TextLayout.cut(line, width)
    }

    private static let figures: [(name: Metric.Name, title: String)] = [
        (.sharpe, "Sharpe"), (.totalReturn, "return"), (.maxDrawdown, "drawdown"),
        (.closedTrades, "closed"), (.finalEquity, "final equity"),
    ]
}
