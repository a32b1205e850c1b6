import AlmanacCore
import Backtesting
import StrategyLanguage
public import Study

extension TerminalSummary {
    /// The best rows of a sweep as a table, and how many runs stand behind them.
    ///
    /// A sweep that was interrupted says so before anything else. Figures are left out from the
    /// right where the width does not hold them all; parameters and the ranked figure never are.
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
        let tried = sweep.runCount / sweep.symbols.count
        var text = NumberText.count(sweep.combinations.count, "combination")
        if tried < sweep.combinations.count {
            text = "\(NumberText.whole(tried)) of \(text)"
        }
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

    private func table(_ report: SweepReport) -> [String] {
        let sweep = report.sweep
        var columns: [TextTable.Column] = [
            TextTable.Column(title: "#", cells: report.best.indices.map { String($0 + 1) })
        ]
        if sweep.symbols.count > 1 {
            columns.append(
                TextTable.Column(
                    title: "symbol",
                    cells: report.best.map { SafeText.line(sweep.symbols[$0.symbol]) }, isText: true
                ))
        }
        let values = report.best.map { sweep.grid.values(of: $0.combination) }
        for (index, range) in sweep.grid.ranges.enumerated() {
            columns.append(
                TextTable.Column(
                    title: SafeText.line(range.name),
                    cells: values.map { SafeText.line($0[index].text) }))
        }
        var figures = Self.figures
        if let place = figures.firstIndex(where: { $0.name == sweep.metric.name }) {
            figures.insert(figures.remove(at: place), at: 0)
        } else {
            figures.insert((sweep.metric.name, sweep.metric.name.title), at: 0)
        }
        for (rank, (name, title)) in figures.enumerated() {
            let metric = SweepMetric(name)
            let isSigned = name == .totalReturn
            columns.append(
                TextTable.Column(
                    title: title,
                    cells: report.best.map { row in
                        row.value(metric).map {
                            NumberText.metric($0, name.unit, signed: isSigned)
                        } ?? "-"
                    }, rank: rank))
        }
        return TextTable(columns).lines(width, paint: paint)
    }

    private static let figures: [(name: Metric.Name, title: String)] = [
        (.sharpe, "Sharpe"), (.totalReturn, "return"), (.maxDrawdown, "drawdown"),
        (.closedTrades, "closed"), (.finalEquity, "final equity"),
    ]
}
