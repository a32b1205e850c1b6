public import AlmanacCore
import Backtesting
import StrategyLanguage

/// The best rows of a sweep, and how many runs there were.
public struct SweepReport: Sendable {
    /// The sweep.
    public let sweep: Sweep
    /// The best rows, best first.
    public let best: [SweepRow]
    /// How many runs are done.
    public let doneCount: Int
    /// How many of them failed.
    public let failureCount: Int
    /// How many ended without the ranked metric, failed ones left out.
    public let undefinedCount: Int

    /// Ranks rows.
    public init(_ sweep: Sweep, rows: [SweepRow], top: Int) {
        self.sweep = sweep
        best = rows.lazy.filter { $0.value(sweep.metric) != nil }.best(top, by: sweep.metric)
        doneCount = rows.count
        failureCount = rows.reduce(0) { $0 + ($1.figures == nil ? 1 : 0) }
        undefinedCount = rows.reduce(0) { count, row in
            count + (row.figures != nil && row.value(sweep.metric) == nil ? 1 : 0)
        }
    }

    /// Whether every run is done.
    public var isWhole: Bool { doneCount == sweep.runCount }

    /// The report as JSON.
    ///
    /// `trials` is what statistics of overfitting need: every run counts, on every symbol.
    public var json: JSONObject {
        var ranges = JSONObject()
        for range in sweep.grid.ranges { ranges[range.name] = .array(range.values.map(\.json)) }
        return [
            "success": .bool(isWhole), "strategy": .string(sweep.grid.definition.name),
            "hash": .string(sweep.hash), "complete": .bool(isWhole),
            "metric": .string(sweep.metric.name.rawValue),
            "symbols": .array(sweep.symbols.map(JSON.string)), "ranges": .object(ranges),
            "where": sweep.grid.constraint.map(JSON.string) ?? .null,
            "combinations": .integer(sweep.combinations.count), "runs": .integer(sweep.runCount),
            "trials": .integer(doneCount), "failed": .integer(failureCount),
            "undefined": .integer(undefinedCount),
            "rows": .array(best.enumerated().map { json($1, rank: $0 + 1) }),
        ]
    }

    private func json(_ row: SweepRow, rank: Int) -> JSON {
        var parameters = JSONObject()
        for (range, value) in zip(sweep.grid.ranges, sweep.grid.values(of: row.combination)) {
            parameters[range.name] = value.json
        }
        var object: JSONObject = [
            "rank": .integer(rank), "symbol": .string(sweep.symbols[row.symbol]),
            "combination": .integer(row.combination), "parameters": .object(parameters),
        ]
        if let figures = row.figures {
            object["final_equity"] = .number(figures.finalEquity)
            object["total_return"] = .number(figures.totalReturn)
            object["sharpe"] = .optional(figures.sharpe)
            object["max_drawdown"] = .number(figures.maxDrawdown)
            object["orders"] = .integer(figures.orders)
            object["closed_trades"] = .integer(figures.closedTrades)
        }
        if !sweep.metric.isQuick {
            object[sweep.metric.name.rawValue] = .optional(row.value(sweep.metric))
        }
        return .object(object)
    }
}
