public import Backtesting
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
        var csv = CSVText(header: [
            "symbol", "direction", "status", "entry_bar", "entry_time", "entry_price",
            "entry_reason", "exit_bar", "exit_time", "exit_price", "exit_reason", "size", "pnl",
            "return", "fees", "mae", "mfe",
        ])
        for run in runs {
            let times = run.market.times
            for trade in run.simulation.trades {
                csv.field(run.symbol)
                csv.field(trade.direction.rawValue)
                csv.field(trade.status.rawValue)
                csv.field(trade.entryBar)
                csv.field(times[trade.entryBar].iso8601)
                csv.field(trade.entryPrice)
                csv.field(trade.entryReason.rawValue)
                csv.field(trade.exitBar)
                csv.field(times[trade.exitBar].iso8601)
                csv.field(trade.exitPrice)
                csv.field(trade.exitReason?.rawValue ?? "")
                for number in [
                    trade.size, trade.pnl, trade.returnFraction, trade.fees,
                    trade.maximumAdverseExcursion, trade.maximumFavourableExcursion,
                ] {
                    csv.field(number)
                }
                csv.endRow()
            }
        }
        return csv.text
    }

    /// The equity of runs at every bar.
    ///
    /// Columns: `symbol`, `bar` (from 0), `time` (the bar's start), `close`, `equity` (at the bar's
    /// close, quote currency), `drawdown` (fraction below the highest equity so far, 0 or more),
    /// `benchmark_equity` (bought at the start and held), `position` (signed quantity held at the
    /// close).
    public static func equity(of runs: [BacktestRun]) -> String {
        var csv = CSVText(header: [
            "symbol", "bar", "time", "close", "equity", "drawdown", "benchmark_equity",
            "position",
        ])
        for run in runs {
            let drawdown = EquitySeries.drawdown(run.simulation.equity)
            let positions = run.simulation.positions()
            for bar in run.simulation.equity.indices {
                csv.field(run.symbol)
                csv.field(bar)
                csv.field(run.market.times[bar].iso8601)
                csv.field(run.market.close[bar])
                csv.field(run.simulation.equity[bar])
                csv.field(drawdown[bar])
                csv.field(run.metrics.benchmarkEquity[bar])
                csv.field(positions[bar])
                csv.endRow()
            }
        }
        return csv.text
    }
}
