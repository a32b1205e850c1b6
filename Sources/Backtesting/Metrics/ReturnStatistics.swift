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
        finalEquity = equity.last ?? initialCash
        count = equity.count
        guard let first = equity.first else { return }
        equity.withUnsafeBufferPointer { equity in
            var sum = 0.0
            var (gained, lost, downside) = (0.0, 0.0, 0.0)
            var before = initialCash
            var (peak, floor, deepest) = (first, first, 0.0)
            for now in equity {
                let change = now / before - 1
                before = now
                sum += change
                let down = min(change, 0)
                gained += max(change, 0)
                lost -= down
                downside += down * down
                if now > peak {
                    peak = now
                    floor = peak * (1 - deepest)
                } else if now < floor {
                    deepest = max(deepest, (peak - now) / peak)
                    floor = now
                }
            }
            mean = sum / Double(equity.count)
            (gains, losses, downsideSquares, maxDrawdown) = (gained, lost, downside, deepest)
            var deviations = 0.0
            before = initialCash
            for now in equity {
                let deviation = now / before - 1 - mean
                before = now
                deviations += deviation * deviation
            }
            squares = deviations
        }
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
