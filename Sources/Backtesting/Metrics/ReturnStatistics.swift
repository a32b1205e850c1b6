import Glibc

/// The moments and extremes of an equity curve, computed in two passes without allocation.
///
/// - Shape: any number of bars.
/// - Missing: none expected; a value that is not finite makes the figures undefined.
/// - Determinism: sums run left to right.
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
        guard let first = equity.first else {
            self.init(withoutBars: initialCash)
            return
        }
        var sums = ReturnSums()
        var fall = DeepestFall(first: first)
        var squares = 0.0
        equity.withUnsafeBufferPointer { equity in
            ReturnBlocks.forEach(of: equity, initialCash: initialCash) { bars, returns in
                sums.add(returns, count: bars.count)
                fall.add(equity, bars)
            }
            let mean = sums.sum / Double(equity.count)
            ReturnBlocks.forEach(of: equity, initialCash: initialCash) { bars, returns in
                for index in 0..<bars.count {
                    let deviation = returns[index] - mean
                    squares += deviation * deviation
                }
            }
        }
        self.init(
            count: equity.count, sums, squares: squares, maxDrawdown: fall.depth,
            finalEquity: equity[equity.count - 1])
    }

    private init(withoutBars initialCash: Double) {
        finalEquity = initialCash
    }

    /// Makes the figures from what passes over a curve of at least one bar have found.
    init(
        count: Int, _ sums: ReturnSums, squares: Double, maxDrawdown: Double, finalEquity: Double
    ) {
        self.count = count
        mean = sums.sum / Double(count)
        self.squares = squares
        downsideSquares = sums.downsideSquares
        gains = sums.gains
        losses = sums.losses
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
