public import AlmanacCore
public import Backtesting
import StrategyLanguage

/// What one run would look like with its trades in another order, and in each kind of market.
public struct StressTest: Sendable {
    /// The strategy and the symbol.
    public var title: (strategy: String, symbol: String)
    /// The digest of the run.
    public var runHash: String
    /// The trades in another order, then drawn again; empty where no trade closed.
    public var paths: [TradeMonteCarlo]
    /// The returns apart for each kind of market of the traded symbol.
    public var regimes: RegimeSplit

    /// Stresses a run.
    ///
    /// - Parameters:
    ///   - paths: How many paths each way of drawing makes.
    ///   - ruin: The part of the equity whose loss counts as ruin.
    ///   - seed: What the paths depend on.
    /// - Throws: As ``TradeMonteCarlo`` and ``RegimeSplit``.
    /// - Complexity: O(paths × trades + bars × window of the trend).
    public init(
        _ run: BacktestRun, paths count: Int = 1000, ruin: Double = 0.5, seed: UInt64 = 1
    ) throws(AlmanacError) {
        title = (run.backtest.definition.name, run.symbol)
        runHash = run.hash
        let trades = TradeMonteCarlo.returns(of: run.simulation)
        paths = []
        for method in TradeMonteCarlo.Method.allCases where !trades.isEmpty {
            paths.append(
                try TradeMonteCarlo(
                    returns: trades, method: method, paths: count, ruin: ruin, seed: seed))
        }
        let settings = run.simulation.settings
        regimes = try RegimeSplit(
            returns: EquitySeries.returns(
                run.simulation.equity, initialCash: settings.initialCash),
            benchmark: run.market.close, barsPerYear: settings.barsPerYear)
    }

    /// The test as JSON.
    public var json: JSON {
        [
            "strategy": .string(title.strategy), "symbol": .string(title.symbol),
            "hash": .string(runHash), "monte_carlo": .array(paths.map(\.json)),
            "regimes": regimes.json,
        ]
    }
}
