public import AlmanacCore
public import Backtesting

/// What the same trades could have come to in another order, or drawn again by chance.
///
/// Shuffling keeps every trade and asks how much of the drawdown was the order; the final equity
/// stays what it was. The bootstrap draws trades with replacement and asks how much of the result
/// hangs on a few of them. Both take trades for independent: streaks that the market makes are
/// broken up, so drawdowns come out rather too small for strategies whose losses come together.
public struct TradeMonteCarlo: Sendable, Equatable {
    /// How a path is made from the trades.
    public enum Method: String, Sendable, CaseIterable {
        case shuffle, bootstrap
    }

    /// How a path was made from the trades.
    public var method: Method
    /// The number of trades in a path.
    public var trades: Int
    /// The number of paths.
    public var paths: Int
    /// The final equity, as a multiple of the first.
    public var finalEquity: Distribution
    /// The deepest fall below the running peak after any trade, as a positive fraction.
    public var maxDrawdown: Distribution
    /// The part of the paths that end below where they began.
    public var probabilityOfLoss: Double
    /// The part of the paths that at some point have lost the ruinous part of the first equity.
    public var probabilityOfRuin: Double
    /// The part of the first equity whose loss is ruin.
    public var ruin: Double
    /// The final equity of the trades as they were.
    public var actualFinalEquity: Double
    /// The deepest fall of the trades as they were.
    public var actualMaxDrawdown: Double

    /// Makes paths from the returns of trades.
    ///
    /// - Parameters:
    ///   - returns: What each trade made of the equity before it, as a fraction, oldest first.
    ///   - method: How a path is made.
    ///   - paths: How many, 1 or more.
    ///   - ruin: Above 0, at most 1; 1 is the loss of everything.
    ///   - seed: What the paths depend on.
    /// - Throws: A `backtest_error` without trades, a `validation_error` for a return that is not
    ///   finite or a setting out of bounds.
    /// - Complexity: O(paths × trades).
    public init(
        returns: [Double], method: Method, paths: Int = 1000, ruin: Double = 0.5, seed: UInt64 = 1
    ) throws(AlmanacError) {
        try Self.check(returns, paths: paths, ruin: ruin)
        var generator = SeededGenerator(seed: seed)
        var (finals, falls) = ([Double](), [Double]())
        var (losses, ruins) = (0, 0)
        var order = returns
        for _ in 0..<paths {
            switch method {
            case .shuffle: order.shuffle(using: &generator)
            case .bootstrap:
                for place in order.indices {
                    order[place] = returns[Int.random(in: 0..<returns.count, using: &generator)]
                }
            }
            let path = Path(order)
            finals.append(path.equity)
            falls.append(path.fall)
            // Whether a reordered path loses must not hang on how its product was rounded.
            if path.equity < 1 - 1e-12 { losses += 1 }
            if path.lowest <= 1 - ruin { ruins += 1 }
        }
        let actual = Path(returns)
        self.method = method
        trades = returns.count
        self.paths = paths
        finalEquity = Distribution(finals)
        maxDrawdown = Distribution(falls)
        probabilityOfLoss = Double(losses) / Double(paths)
        probabilityOfRuin = Double(ruins) / Double(paths)
        self.ruin = ruin
        actualFinalEquity = actual.equity
        actualMaxDrawdown = actual.fall
    }

    private static func check(
        _ returns: [Double], paths: Int, ruin: Double
    ) throws(AlmanacError) {
        guard !returns.isEmpty else {
            throw AlmanacError(
                .backtest, "there is no closed trade to draw from",
                suggestion: "choose a longer period or a strategy that trades more often")
        }
        guard paths > 0, ruin > 0, ruin <= 1 else {
            throw AlmanacError(
                .validation, "it takes at least one path, and a ruinous part above 0 up to 1",
                details: ["paths": .integer(paths), "ruin": .number(ruin)])
        }
        if let bad = returns.firstIndex(where: { !$0.isFinite }) {
            throw AlmanacError(
                .validation, "the return of trade \(bad) is not a finite number",
                details: ["trade": .integer(bad)])
        }
    }

    /// What each closed trade of a run made of the equity before it, oldest first.
    ///
    /// It ends before a trade that begins without equity.
    public static func returns(of simulation: Simulation) -> [Double] {
        var equity = simulation.settings.initialCash
        var returns: [Double] = []
        for trade in simulation.trades where trade.status == .closed {
            guard equity > 0 else { break }
            returns.append(trade.pnl / equity)
            equity += trade.pnl
        }
        return returns
    }

    /// The equity along trades, from 1; all is lost for good at 0.
    private struct Path {
        var equity = 1.0
        var fall = 0.0
        var lowest = 1.0

        init(_ returns: [Double]) {
            var peak = 1.0
            for change in returns {
                equity = max(0, equity * (1 + change))
                peak = max(peak, equity)
                lowest = min(lowest, equity)
                fall = max(fall, 1 - equity / peak)
            }
        }
    }
}

extension TradeMonteCarlo {
    /// The paths as JSON.
    public var json: JSON {
        [
            "method": .string(method.rawValue), "trades": .integer(trades),
            "paths": .integer(paths), "final_equity": finalEquity.json,
            "max_drawdown": maxDrawdown.json,
            "probability_of_loss": .number(probabilityOfLoss),
            "probability_of_ruin": .number(probabilityOfRuin), "ruin": .number(ruin),
            "actual_final_equity": .number(actualFinalEquity),
            "actual_max_drawdown": .number(actualMaxDrawdown),
        ]
    }
}
