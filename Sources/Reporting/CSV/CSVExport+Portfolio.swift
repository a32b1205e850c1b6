public import Backtesting
import TimeSeries

extension CSVExport {
    /// The trades of a portfolio in the order of their exits.
    ///
    /// Columns: `line`, `symbol`, then those of a run's trades from `direction` on.
    public static func trades(of run: PortfolioRun) -> String {
        var csv = CSVWriter(header: ["line", "symbol"] + tradeColumns)
        let combined = run.simulation.combined
        for (trade, index) in zip(combined.simulation.trades, combined.tradeLines) {
            let line = run.simulation.lines[index]
            csv.append([line.name, line.symbol] + fields(trade, run.simulation.axis.times))
        }
        return csv.text
    }

    /// The equity of a portfolio at every bar, and each line's part of it.
    ///
    /// Columns: `bar` (from 0), `time` (the bar's start), `equity` and `cash` (at the bar's close,
    /// quote currency), `drawdown` (fraction below the highest equity so far, 0 or more),
    /// `benchmark_equity`, and for each line its weight (a fraction of the equity, negative for a
    /// short) under the line's name.
    public static func equity(of run: PortfolioRun) -> String {
        let simulation = run.simulation
        var csv = CSVWriter(
            header: ["bar", "time", "equity", "cash", "drawdown", "benchmark_equity"]
                + simulation.lines.map(\.name))
        let drawdown = EquitySeries.drawdown(simulation.equity)
        let weights = simulation.lines.map { simulation.weights(of: $0) }
        for bar in simulation.equity.indices {
            csv.append(
                [
                    String(bar), simulation.axis.times[bar].iso8601,
                    text(simulation.equity[bar]), text(simulation.cash[bar]),
                    text(drawdown[bar]), text(run.metrics.benchmarkEquity[bar]),
                ] + weights.map { text($0[bar]) })
        }
        return csv.text
    }
}
