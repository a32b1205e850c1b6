import AlmanacCore
public import Backtesting

extension TerminalSummary {
    /// Several runs in one table, a line each; ends with a line break.
    ///
    /// The least important columns are left out where the width does not hold them all, and named.
    public func table(of runs: [BacktestRun]) -> String {
        let namesDiffer = Set(runs.map { RunWording($0).strategy }).count > 1
        let columns = Self.columns.filter { namesDiffer || $0.title != "strategy" }
        let table = TextTable(
            columns.map { column in
                TextTable.Column(
                    title: column.title,
                    cells: runs.map { run in
                        let text = column.text(run)
                        return column.room.map { TextLayout.cut(text, $0) } ?? text
                    }, rank: column.rank, isText: column.room != nil)
            })
        return finished(table.lines(width, paint: paint).joined(separator: "\n") + "\n")
    }

    /// A column; the highest rank is left out first, rank 0 never.
    private struct Column: Sendable {
        var title: String
        var rank: Int
        /// The most that a text takes.
        var room: Int?
        var text: @Sendable (BacktestRun) -> String
    }

    private static let columns: [Column] = [
        Column(title: "symbol", rank: 0, room: 10) { RunWording($0).symbol },
        Column(title: "strategy", rank: 4, room: 18) { RunWording($0).strategy },
        metric("return", .totalReturn, rank: 1, signed: true),
        metric("buy and hold", .benchmarkReturn, rank: 2, signed: true),
        metric("growth/year", .cagr, rank: 7, signed: true),
        metric("Sharpe", .sharpe, rank: 3),
        metric("drawdown", .maxDrawdown, rank: 5),
        metric("trades", .trades, rank: 6),
        metric("win rate", .winRate, rank: 8),
        Column(title: "warnings", rank: 9) { NumberText.whole($0.warnings.count) },
    ]

    private static func metric(
        _ title: String, _ name: Metric.Name, rank: Int, signed: Bool = false
    ) -> Column {
        Column(title: title, rank: rank) { run in
            run.metrics.value(name).map { NumberText.metric($0, name.unit, signed: signed) } ?? "-"
        }
    }
}
