/// Statistics over a window of bars, with the meaning and the arithmetic of pandas.
public enum WindowFunction: Hashable, Sendable {
    case mean, sum, min, max, count, first, last
    case standardDeviation(ddof: Int)
    case variance(ddof: Int)
    /// pandas' `median`.
    case median
    /// pandas' `quantile(q, interpolation=)`.
    case quantile(Number, QuantileInterpolation)
    case skew, kurtosis
    /// pandas' `rank(pct=, method=, ascending=)` of the newest value within the window.
    case rank(percent: Bool, method: RankMethod, ascending: Bool)
    case correlation(ddof: Int)
    case covariance(ddof: Int)
}

/// How a quantile between two values is chosen, as pandas names it.
public enum QuantileInterpolation: String, Hashable, Sendable, CaseIterable {
    case linear, lower, higher, midpoint, nearest
}

/// How equal values share a rank, as pandas names it.
public enum RankMethod: String, Hashable, Sendable, CaseIterable {
    case average, min, max
}

/// Which bars a window holds.
public struct Window: Hashable, Sendable {
    /// How far the window reaches back.
    public enum Span: Hashable, Sendable {
        /// The newest `count` bars, `count >= 1`.
        case bars(Int)
        /// The bars whose time is later than the newest bar's minus this many microseconds.
        case microseconds(Int64)
        /// All bars so far.
        case expanding
    }

    /// pandas' `closed=`: which ends belong to the window.
    public enum Closed: String, Hashable, Sendable, CaseIterable {
        case right, left, both, neither
    }

    /// How far the window reaches back.
    public var span: Span
    /// How many values must be present for a result.
    public var minPeriods: Int
    /// Which ends belong to the window.
    public var closed: Closed

    /// Makes a window.
    public init(span: Span, minPeriods: Int, closed: Closed = .right) {
        self.span = span
        self.minPeriods = minPeriods
        self.closed = closed
    }
}

/// Exponentially weighted statistics.
public enum ExponentialFunction: Hashable, Sendable {
    case mean
    case standardDeviation(bias: Bool)
    case variance(bias: Bool)
    case correlation
    case covariance(bias: Bool)
}

/// pandas' `ewm` arguments.
public struct ExponentialWeights: Hashable, Sendable {
    /// The weight of the newest value, `0 < alpha <= 1`.
    public var alpha: Number
    /// pandas' `adjust=`.
    public var adjust: Bool
    /// pandas' `ignore_na=`.
    public var ignoreMissing: Bool
    /// How many values must have been seen for a result.
    public var minPeriods: Int

    /// Makes weights.
    public init(alpha: Double, adjust: Bool, ignoreMissing: Bool, minPeriods: Int) {
        self.alpha = Number(alpha)
        self.adjust = adjust
        self.ignoreMissing = ignoreMissing
        self.minPeriods = minPeriods
    }
}
