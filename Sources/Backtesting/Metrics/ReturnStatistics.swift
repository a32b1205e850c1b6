import Glibc

/// The moments and extremes of an equity curve, computed in one pass without allocation.
///
/// - Shape: any number of bars.
/// - Missing: none expected; a value that is not finite makes the figures undefined.
/// - Determinism: every sum over bars is four sums, of which bar *i* goes to number *i* mod 4 in
///   the order of time; they are then added as (0 + 2) + (1 + 3). The variance is the mean square
///   less the square of the mean; where more than half of it would cancel, the squared deviations
///   are added up in a second pass instead.
/// - Complexity: O(n) time, O(1) memory.
public struct ReturnStatistics: Sendable, Equatable {
    /// The number of returns, one for each bar.
    public private(set) var count = 0
    /// The mean return of a bar.
    public private(set) var mean = 0.0
    /// The sum of squared deviations from the mean.
    public private(set) var squares = 0.0
    /// The sum of the squared negative returns.
    public private(set) var downsideSquares = 0.0
    /// The sum of the positive returns.
    public private(set) var gains = 0.0
    /// The sum of the negative returns, as a positive number.
    public private(set) var losses = 0.0
    /// The deepest fall below the running peak, as a positive fraction.
    public private(set) var maxDrawdown = 0.0
    /// The last equity.
    public private(set) var finalEquity: Double

    /// Measures an equity curve; the first return is measured from the initial cash.
    public init(_ equity: [Double], initialCash: Double) {
        self = equity.withUnsafeBufferPointer {
            ReturnStatistics($0, initialCash: initialCash) { _ in }
        }
    }

    /// Measures an equity curve block by block.
    ///
    /// - Parameter prepare: Is called before a block of bars is read and may write it.
    init(
        _ equity: UnsafeBufferPointer<Double>, initialCash: Double, prepare: (Range<Int>) -> Void
    ) {
        guard !equity.isEmpty else {
            self.init(withoutBars: initialCash)
            return
        }
        let groups = ReturnGroups(equity: equity, initialCash: initialCash)
        var (sums, losses) = (ReturnSums(), LossSums())
        var fall = DeepestFall(first: initialCash)
        for bars in equity.blocks {
            prepare(bars)
            if bars.lowerBound == 0 { fall = DeepestFall(first: equity[0]) }
            groups.forEach(in: bars) { _, returns in
                sums.add(returns)
                losses.add(returns)
            }
            fall.add(equity, bars)
        }
        sums.add(groups.rest.returns)
        losses.add(groups.rest.returns)
        self.init(
            count: equity.count, sums, losses, squares: Self.squares(of: groups, sums),
            maxDrawdown: fall.depth, finalEquity: equity[equity.count - 1])
    }

    /// The sum of squared deviations from the mean, by a second pass only where it needs one.
    static func squares(of groups: ReturnGroups, _ sums: ReturnSums) -> Double {
        let count = groups.equity.count
        if let squares = sums.squaresAboutMean(count: count) { return squares }
        return ReturnMoments(of: groups, about: sums.sum / Double(count)).squares
    }

    private init(withoutBars initialCash: Double) {
        finalEquity = initialCash
    }

    /// Makes the figures from what passes over a curve of at least one bar have found.
    init(
        count: Int, _ sums: ReturnSums, _ losses: LossSums = LossSums(), squares: Double,
        maxDrawdown: Double, finalEquity: Double
    ) {
        self.count = count
        mean = sums.sum / Double(count)
        self.squares = squares
        downsideSquares = losses.downsideSquares
        self.losses = losses.losses
        // The gains are what the sum is more than the losses.
        gains = sums.sum + self.losses
        self.maxDrawdown = maxDrawdown
        self.finalEquity = finalEquity
    }

    /// The standard deviation of the returns (n - 1), or `nil` for fewer than two bars.
    public var deviation: Double? {
        count > 1 ? (squares / Double(count - 1)).squareRoot() : nil
    }

    /// The yearly Sharpe ratio, or `nil` where there is no variance.
    public func sharpe(barsPerYear: Double) -> Double? {
        guard let deviation, deviation > 0, deviation.isFinite else { return nil }
        return mean / deviation * barsPerYear.squareRoot()
    }

    /// The yearly Sortino ratio, or `nil` where no return is negative.
    public func sortino(barsPerYear: Double) -> Double? {
        guard count > 0, downsideSquares > 0 else { return nil }
        return mean / (downsideSquares / Double(count)).squareRoot() * barsPerYear.squareRoot()
    }
}
