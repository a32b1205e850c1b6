public import Backtesting

extension TerminalSummary {
    /// Several runs in one table, a line each; ends with a line break.
    ///
    /// The least important columns are left out where the width does not hold them all.
    public func table(of runs: [BacktestRun]) -> String {
        let namesDiffer = Set(runs.map { RunWording($0).strategy }).count > 1
        var columns = Self.columns.filter { namesDiffer || $0.title != "strategy" }
        while columns.reduce(0, { $0 + $1.width + 2 }) - 2 > width,
            let last = columns.indices.max(by: { columns[$0].rank < columns[$1].rank })
        {
            columns.remove(at: last)
        }
        func line(_ cell: (Column) -> String) -> String {
            var line = columns.map { column in
                column.isText
                    ? TextLayout.left(cell(column), column.width)
                    : TextLayout.right(cell(column), column.width)
            }
            .joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
        let rows = runs.map { run in line { $0.text(run) } }
        return finished(([paint(line(\.title), .faint)] + rows).joined(separator: "\n") + "\n")
    }

    /// A column; the highest rank is left out first.
    struct Column: Sendable {
        var title: String
        var width: Int
        var rank: Int
        var isText = false
        var text: @Sendable (BacktestRun) -> String
    }

    private static let columns: [Column] = [
        Column(title: "symbol", width: 10, rank: 0, isText: true) { RunWording($0).symbol },
        Column(title: "strategy", width: 18, rank: 4, isText: true) { RunWording($0).strategy },
        metric("return", .totalReturn, width: 12, rank: 1, signed: true),
        metric("buy and hold", .benchmarkReturn, width: 12, rank: 2, signed: true),
        metric("growth/year", .cagr, width: 11, rank: 7, signed: true),
        metric("Sharpe", .sharpe, width: 6, rank: 3),
        metric("drawdown", .maxDrawdown, width: 9, rank: 5),
        metric("trades", .trades, width: 7, rank: 6),
        metric("win rate", .winRate, width: 9, rank: 8),
        Column(title: "warnings", width: 8, rank: 9) { NumberText.whole($0.warnings.count) },
    ]

    private static func metric(
        _ title: String, _ name: Metric.Name, width: Int, rank: Int, signed: Bool = false
    ) -> Column {
        Column(title: title, width: width, rank: rank) { run in
            run.metrics.value(name).map { NumberText.metric($0, name.unit, signed: signed) } ?? "-"
        }
    }
}
