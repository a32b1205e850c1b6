public import Backtesting
import Glibc

/// The figures of returns in a row, which join with those of the next ones.
///
/// Bars of one run belong to many folds. Measured once between the folds' borders, its figures
/// within any fold are those of the segments joined in the order of time.
/// - Source: mean and squares join by Chan, Golub and LeVeque (1979).
public struct ReturnSegment: Sendable, Equatable {
    /// How many returns there are.
    public private(set) var count = 0
    /// Their mean; 0 without any.
    public private(set) var mean = 0.0
    /// What all of them make of 1.
    public private(set) var growth = 1.0
    /// The deepest fall below a running peak, as a positive fraction; the start counts as a peak.
    public private(set) var maxDrawdown = 0.0
    /// The sum of their squared distances from the mean.
    private var squares = 0.0
    /// The sum of the squares of negative ones.
    private var downsideSquares = 0.0
    /// The highest and the lowest of what was made of 1, the start included.
    private var (highest, lowest) = (1.0, 1.0)

    /// Makes a segment without returns.
    public init() {}

    /// Measures returns.
    ///
    /// - Complexity: O(n).
    public init(_ returns: ArraySlice<Double>) {
        for value in returns {
            count += 1
            let distance = value - mean
            mean += distance / Double(count)
            squares += distance * (value - mean)
            if value < 0 { downsideSquares += value * value }
            growth *= 1 + value
            highest = max(highest, growth)
            lowest = min(lowest, growth)
            if growth < highest { maxDrawdown = max(maxDrawdown, 1 - growth / highest) }
        }
    }

    /// The figures of both, the left ones first.
    public static func + (left: ReturnSegment, right: ReturnSegment) -> ReturnSegment {
        if left.count == 0 { return right }
        if right.count == 0 { return left }
        var joined = ReturnSegment()
        let (before, after) = (Double(left.count), Double(right.count))
        let distance = right.mean - left.mean
        joined.count = left.count + right.count
        joined.mean = left.mean + distance * after / (before + after)
        joined.squares =
            left.squares + right.squares + distance * distance * before * after / (before + after)
        joined.downsideSquares = left.downsideSquares + right.downsideSquares
        joined.growth = left.growth * right.growth
        joined.highest = max(left.highest, left.growth * right.highest)
        joined.lowest = min(left.lowest, left.growth * right.lowest)
        joined.maxDrawdown = max(
            left.maxDrawdown, right.maxDrawdown,
            1 - left.growth * right.lowest / left.highest)
        return joined
    }

    /// The yearly Sharpe ratio, or nil where the returns do not vary or are fewer than two.
    public func sharpe(barsPerYear: Double) -> Double? {
        guard let deviation else { return nil }
        return mean / deviation * barsPerYear.squareRoot()
    }

    /// The yearly Sortino ratio, or nil without a negative return.
    public func sortino(barsPerYear: Double) -> Double? {
        guard count > 1, downsideSquares > 0, mean.isFinite else { return nil }
        return mean / (downsideSquares / Double(count)).squareRoot() * barsPerYear.squareRoot()
    }

    /// The yearly growth over the deepest fall, or nil where there is none of them.
    public func calmar(barsPerYear: Double) -> Double? {
        guard count > 0, growth > 0, maxDrawdown > 0 else { return nil }
        return (pow(growth, barsPerYear / Double(count)) - 1) / maxDrawdown
    }

    /// The figures that folds can choose by, since they follow from returns alone.
    public static let metrics: [Metric.Name] = [
        .sharpe, .sortino, .calmar, .totalReturn, .maxDrawdown, .annualVolatility,
    ]

    /// One of ``metrics``; nil where it is undefined or none of them.
    public func value(of metric: Metric.Name, barsPerYear: Double) -> Double? {
        let value: Double? =
            switch metric {
            case .sharpe: sharpe(barsPerYear: barsPerYear)
            case .sortino: sortino(barsPerYear: barsPerYear)
            case .calmar: calmar(barsPerYear: barsPerYear)
            case .totalReturn: growth - 1
            case .maxDrawdown: maxDrawdown
            case .annualVolatility: deviation.map { $0 * barsPerYear.squareRoot() }
            default: nil
            }
        return value.flatMap { $0.isFinite ? $0 : nil }
    }

    /// The deviation of the returns (by count less one), or nil where it is nothing but rounding.
    private var deviation: Double? {
        guard count > 1, squares.isFinite else { return nil }
        let variance = squares / Double(count - 1)
        guard variance > 1e-30 + 1e-24 * mean * mean else { return nil }
        return variance.squareRoot()
    }
}
