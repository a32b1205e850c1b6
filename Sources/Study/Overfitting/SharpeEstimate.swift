import Glibc

/// A Sharpe ratio that was measured on a number of returns, with what its error depends on.
///
/// Nothing in it is annual: the ratio is that of a bar. ``annual(barsPerYear:)`` and
/// ``init(annualSharpe:barsPerYear:count:skew:kurtosis:)`` convert.
/// - Source: Bailey and López de Prado, "The Sharpe ratio efficient frontier" (2012), whose error
///   is that of Mertens (2002): it holds for returns that are skewed and fat-tailed, and assumes
///   that they are independent.
public struct SharpeEstimate: Sendable, Equatable {
    /// Mean over standard deviation of a bar's return.
    public var sharpe: Double
    /// The number of returns.
    public var count: Int
    /// The skewness of the returns; 0 for a normal distribution.
    public var skew: Double
    /// The raw kurtosis of the returns; 3 for a normal distribution.
    public var kurtosis: Double

    /// Makes an estimate from figures that were measured elsewhere.
    public init(sharpe: Double, count: Int, skew: Double = 0, kurtosis: Double = 3) {
        self.sharpe = sharpe
        self.count = count
        self.skew = skew
        self.kurtosis = kurtosis
    }

    /// Makes an estimate from a yearly ratio, which is divided by the root of the bars in a year.
    public init(
        annualSharpe: Double, barsPerYear: Double, count: Int, skew: Double = 0,
        kurtosis: Double = 3
    ) {
        self.init(
            sharpe: annualSharpe / barsPerYear.squareRoot(), count: count, skew: skew,
            kurtosis: kurtosis)
    }

    /// Measures returns; `nil` for fewer than three, without variance, or where one is not finite.
    ///
    /// - Units: returns as fractions of a bar.
    /// - Determinism: sums run left to right.
    /// - Complexity: O(n) time in two passes, no allocation.
    /// - Source: the deviation has n - 1; skew and kurtosis are the plain moments, as in the
    ///   papers.
    public init?(returns: [Double]) {
        let count = Double(returns.count)
        guard returns.count > 2 else { return nil }
        let mean = returns.reduce(0, +) / count
        guard mean.isFinite else { return nil }
        var (second, third, fourth) = (0.0, 0.0, 0.0)
        for value in returns {
            let deviation = value - mean
            let square = deviation * deviation
            second += square
            third += square * deviation
            fourth += square * square
        }
        let variance = second / count
        // What rounding leaves of equal returns is no variance.
        guard variance > 1e-24 * mean * mean, variance.isFinite, variance * variance > 0 else {
            return nil
        }
        self.init(
            sharpe: mean / (second / (count - 1)).squareRoot(), count: returns.count,
            skew: third / count / (variance * variance.squareRoot()),
            kurtosis: fourth / count / (variance * variance))
    }

    /// The yearly ratio.
    public func annual(barsPerYear: Double) -> Double { sharpe * barsPerYear.squareRoot() }

    /// The variance of √n times the ratio, under its own skew and kurtosis; `nil` where they cannot
    /// belong to any distribution.
    private var spread: Double? {
        let spread = 1 - skew * sharpe + (kurtosis - 1) / 4 * sharpe * sharpe
        return spread > 0 && spread.isFinite ? spread : nil
    }

    /// The standard error of the ratio under its own skew and kurtosis.
    public var standardError: Double? {
        guard count > 1, let spread else { return nil }
        return (spread / Double(count - 1)).squareRoot()
    }

    /// The standard error of the ratio for normal, independent returns.
    ///
    /// - Source: Lo, "The statistics of Sharpe ratios" (2002), equation 9: √((1 + SR²/2) / T).
    public var loStandardError: Double? {
        guard count > 0 else { return nil }
        return ((1 + sharpe * sharpe / 2) / Double(count)).squareRoot()
    }

    /// The probability that the true ratio is above a benchmark.
    ///
    /// - Parameter benchmark: A ratio of a bar.
    /// - Source: the Probabilistic Sharpe Ratio, equation 11 of the paper above.
    public func probability(above benchmark: Double = 0) -> Double? {
        standardError.map { NormalDistribution.cumulative((sharpe - benchmark) / $0) }
    }

    /// How many returns it takes until the ratio is above a benchmark with a confidence.
    ///
    /// - Parameters:
    ///   - benchmark: A ratio of a bar.
    ///   - confidence: Above one half and below 1.
    /// - Returns: A number of bars, rounded nowhere; `nil` where the ratio is not above the
    ///   benchmark, since then no record is long enough.
    /// - Source: the minimum track record length, equation 13 of the paper above.
    public func minimumTrackRecord(
        above benchmark: Double = 0, confidence: Double = 0.95
    ) -> Double? {
        precondition(confidence > 0.5 && confidence < 1, "A confidence lies between 0.5 and 1.")
        guard sharpe > benchmark, let spread else { return nil }
        let ratio = NormalDistribution.quantile(confidence) / (sharpe - benchmark)
        let bars = 1 + spread * ratio * ratio
        return bars.isFinite ? bars : nil
    }
}
