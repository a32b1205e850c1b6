public import Backtesting
import StrategyLanguage
public import Study
import TimeSeries

/// Writes runs as CSV text (RFC 4180, with line feeds), one header and the runs behind each other.
///
/// Times are ISO 8601 in UTC, numbers have the fewest digits that read back as the same value, and
/// what does not exist is an empty field. The same runs give the same bytes.
public enum CSVExport {
    /// The trades of runs in the order of their exits.
    ///
    /// Columns: `symbol`, `direction` (long, short), `status` (closed, open), `entry_bar`,
    /// `entry_time`, `entry_price`, `entry_reason`, `exit_bar`, `exit_time`, `exit_price`,
    /// `exit_reason` (empty while open), `size`, `pnl` (after fees, quote currency), `return`
    /// (fraction of the entry's value), `fees`, `mae` and `mfe` (fractions of the entry price).
    /// An open trade ends at the last bar, at the last known price.
    public static func trades(of runs: [BacktestRun]) -> String {
        var csv = CSVWriter(header: ["symbol"] + tradeColumns)
        for run in runs {
            let lines = run.portfolio?.combined.tradeLines
            for (index, trade) in run.simulation.trades.enumerated() {
                let symbol = lines.flatMap { run.portfolio?.lines[$0[index]].symbol }
                csv.append([symbol ?? run.symbol] + fields(trade, run.market.times))
            }
        }
        return csv.text
    }

    /// The columns of a trade behind what it was in.
    static let tradeColumns = [
        "direction", "status", "entry_bar", "entry_time", "entry_price", "entry_reason",
        "exit_bar", "exit_time", "exit_price", "exit_reason", "size", "pnl", "return", "fees",
        "mae", "mfe",
    ]

    /// A trade's fields under ``tradeColumns``.
    static func fields(_ trade: Trade, _ times: [Timestamp]) -> [String] {
        [
            trade.direction.rawValue, trade.status.rawValue, String(trade.entryBar),
            times[trade.entryBar].iso8601, text(trade.entryPrice), trade.entryReason.rawValue,
            String(trade.exitBar), times[trade.exitBar].iso8601, text(trade.exitPrice),
            trade.exitReason?.rawValue ?? "", text(trade.size), text(trade.pnl),
            text(trade.returnFraction), text(trade.fees), text(trade.maximumAdverseExcursion),
            text(trade.maximumFavourableExcursion),
        ]
    }

    /// The equity of runs at every bar.
    ///
    /// Columns: `symbol`, `bar` (from 0), `time` (the bar's start), `close`, `equity` (at the bar's
    /// close, quote currency), `drawdown` (fraction below the highest equity so far, 0 or more),
    /// `benchmark_equity` (bought at the start and held), `position` (signed quantity held at the
    /// close).
    public static func equity(of runs: [BacktestRun]) -> String {
        var csv = CSVWriter(header: [
            "symbol", "bar", "time", "close", "equity", "drawdown", "benchmark_equity",
            "position",
        ])
        for run in runs {
            let drawdown = EquitySeries.drawdown(run.simulation.equity)
            let positions =
                run.portfolio?.lines.first { $0.name == run.backtest.definition.slots[0].name }?
                .position ?? (run.portfolio == nil ? run.simulation.positions() : none(run))
            for bar in run.simulation.equity.indices {
                csv.append([
                    run.symbol, String(bar), run.market.times[bar].iso8601,
                    text(run.market.close[bar]), text(run.simulation.equity[bar]),
                    text(drawdown[bar]), text(run.metrics.benchmarkEquity[bar]),
                    text(positions[bar]),
                ])
            }
        }
        return csv.text
    }

    /// The equity of a validation's first path at every test bar.
    ///
    /// Columns: `symbol`, `bar` (from 0 on the symbol's axis), `time`, `close`, `equity`,
    /// `benchmark_equity` (bought at the path's start and held).
    public static func equity(of result: ValidationResult) -> String {
        var csv = CSVWriter(header: [
            "symbol", "bar", "time", "close", "equity", "benchmark_equity",
        ])
        guard let path = result.paths.first else { return csv.text }
        for (place, bar) in path.bars.enumerated() {
            csv.append([
                result.validation.sweep.symbols[0], String(bar),
                result.market.times[bar].iso8601, text(result.market.close[bar]),
                text(path.equity[place]), text(path.metrics.benchmarkEquity[place]),
            ])
        }
        return csv.text
    }

    private static func none(_ run: BacktestRun) -> [Double] {
        [Double](repeating: 0, count: run.count)
    }

    /// A number; one that is not finite is an empty field.
    static func text(_ value: Double) -> String {
        value.isFinite ? CSVWriter.text(of: value) : ""
    }
}
