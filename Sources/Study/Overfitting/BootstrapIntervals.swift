import Glibc

/// How far a Sharpe ratio and a drawdown could have come out differently, by stationary bootstrap.
///
/// The intervals are percentiles of the resamples. They know only what happened in the sample: a
/// crash that it does not hold is in no resample either.
/// - Source: Efron (1979) for the percentiles; Politis and Romano (1994) for the resamples.
public struct BootstrapIntervals: Sendable, Equatable {
    /// The Sharpe ratio of a bar.
    public var sharpe: Interval
    /// The deepest fall below the running peak, as a positive fraction.
    public var maxDrawdown: Interval
    /// The part of the resamples inside each interval.
    public var confidence: Double
    /// The number of resamples.
    public var resamples: Int
    /// The mean length of the blocks.
    public var meanBlockLength: Double

    /// The middle part of a distribution.
    public struct Interval: Sendable, Equatable {
        /// The value below which half of what is outside lies.
        public var low: Double
        /// The value in the middle.
        public var median: Double
        /// The value above which the other half of what is outside lies.
        public var high: Double

        /// The middle part of values.
        /// - Parameter values: At least one, in any order.
        init(_ values: [Double], confidence: Double) {
            let sorted = values.sorted()
            let tail = (1 - confidence) / 2
            low = Quantiles.value(sorted, at: tail)
            median = Quantiles.value(sorted, at: 0.5)
            high = Quantiles.value(sorted, at: 1 - tail)
        }
    }

    /// Draws resamples of returns; `nil` for fewer than eight returns, without variance, or where a
    /// return is not finite.
    ///
    /// - Parameters:
    ///   - returns: The returns of each bar.
    ///   - resamples: How many, 1 or more.
    ///   - confidence: Above 0 and below 1.
    ///   - meanBlockLength: `nil` chooses the one that the returns call for.
    ///   - seed: What the resamples depend on.
    /// - Complexity: O(resamples × bars).
    public init?(
        _ returns: [Double], resamples: Int = 1000, confidence: Double = 0.95,
        meanBlockLength: Double? = nil, seed: UInt64 = 1
    ) {
        precondition(resamples > 0, "Intervals need a resample.")
        precondition(confidence > 0 && confidence < 1, "A confidence lies between 0 and 1.")
        guard returns.count >= 8, SharpeEstimate(returns: returns) != nil else { return nil }
        let length = max(1, meanBlockLength ?? BlockLength.stationary(returns))
        let draws = BlockResamples(
            barCount: returns.count, count: resamples, meanBlockLength: length, seed: seed)
        var (sharpes, falls) = ([Double](), [Double]())
        for resample in 0..<draws.count {
            let figures = Self.figures(returns, draws.blocks(of: resample))
            sharpes.append(figures.sharpe)
            falls.append(figures.fall)
        }
        sharpe = Interval(sharpes, confidence: confidence)
        maxDrawdown = Interval(falls, confidence: confidence)
        self.confidence = confidence
        self.resamples = resamples
        self.meanBlockLength = length
    }

    /// The Sharpe ratio, 0 without variance, and the deepest fall of a resample.
    private static func figures(
        _ returns: [Double], _ blocks: [Range<Int>]
    ) -> (sharpe: Double, fall: Double) {
        var (sum, squares) = (0.0, 0.0)
        var (equity, fall) = (1.0, 0.0)
        var peak = -Double.infinity
        for block in blocks {
            for bar in block {
                let change = returns[bar]
                sum += change
                squares += change * change
                equity *= 1 + change
                peak = max(peak, equity)
                fall = max(fall, 1 - equity / peak)
            }
        }
        let count = Double(returns.count)
        let variance = (squares - sum * sum / count) / (count - 1)
        let isFlat = variance <= 1e-12 * squares / count
        return (isFlat ? 0 : sum / count / variance.squareRoot(), fall)
    }
}

/// Quantiles of sorted values.
enum Quantiles {
    /// The value below which a part of the values lies, by NumPy's linear interpolation.
    /// - Parameter sorted: At least one value, ascending.
    static func value(_ sorted: [Double], at part: Double) -> Double {
        let place = part * Double(sorted.count - 1)
        let index = min(max(Int(place), 0), sorted.count - 1)
        let next = min(index + 1, sorted.count - 1)
        return sorted[index] + (sorted[next] - sorted[index]) * (place - Double(index))
    }
}
