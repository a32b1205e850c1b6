/// What one node of a strategy's graph computes from its inputs, bar by bar, using no later bar.
///
/// Every value is a column of doubles; NaN is missing; a boolean column holds 0 and 1. Equal
/// operations on equal inputs are one node, so every payload is `Hashable`.
public enum Operation: Hashable, Sendable {
    /// A column of a slot as aligned with the bars; no inputs.
    case column(slot: String, name: String)
    /// The start of each bar in microseconds since the epoch; no inputs.
    case barTime
    /// The same number on every bar; no inputs.
    case constant(Number)
    /// One elementwise function of one input.
    case unary(UnaryFunction)
    /// One elementwise function of two inputs.
    case binary(BinaryFunction)
    /// `inputs[0] != 0 ? inputs[1] : inputs[2]`; a missing condition counts as false.
    case select
    /// pandas' `round(decimals)`.
    case round(decimals: Int)
    /// The value `bars` bars earlier (`bars >= 0`), `fill` before the first.
    case shift(bars: Int, fill: Number)
    /// The value at bar `bar` from that bar on, missing before it.
    case latch(bar: Int)
    /// pandas' running `cumsum`, `cumprod`, `cummax`, `cummin`: missing values are skipped.
    case cumulative(CumulativeFunction)
    /// pandas' `ffill(limit=)`; `nil` carries forward without limit.
    case forwardFill(limit: Int?)
    /// A pandas window; one input, or two for `corr` and `cov`; a window in time also has the bar
    /// times as its last input.
    case window(WindowFunction, Window)
    /// pandas' exponentially weighted statistics; one input, or two for `corr` and `cov`.
    case exponential(ExponentialFunction, ExponentialWeights)
    /// A field of the bar's date or time; input: bar times.
    case calendar(CalendarField)
    /// pandas' `groupby` running statistics over runs of equal keys; inputs: values, keys.
    case session(SessionFunction)
    /// Bars since the input was last true, 0 on a true bar, missing before the first.
    case barsSince
    /// A TA-Lib function; inputs and options in the order of its signature.
    case talib(TALibFunction, options: [Number])
    /// vectorbt's own indicator arithmetic where it differs from pandas'.
    case vectorbt(VectorbtFunction)
    /// A loop over bars with a bounded state; one output for each of the program's outputs.
    case scan(ScanProgram)

    /// How many columns the operation computes.
    public var outputCount: Int {
        switch self {
        case .talib(let function, _): function.signature.outputs.count
        case .scan(let program): program.outputs.count
        default: 1
        }
    }
}

/// A double that is hashed and compared by its bits, so that NaN equals itself and 0 is not -0.
public struct Number: Hashable, Sendable {
    private let bits: UInt64

    /// Makes a number.
    public init(_ value: Double) { bits = value.bitPattern }

    /// The value.
    public var value: Double { Double(bitPattern: bits) }
}

/// Elementwise functions of one number.
public enum UnaryFunction: String, Hashable, Sendable, CaseIterable {
    case negate, not, abs, sign, floor, ceil, truncate, square
    case sqrt, exp, expm1, log, log1p, log10, log2, tanh
    case sin, cos, tan, arcsin, arccos, arctan, sinh, cosh
    /// 1 where the value is NaN, else 0.
    case isMissing
    /// 1 where the value is neither NaN nor infinite, else 0.
    case isFinite
    /// 1 where the value is infinite, else 0.
    case isInfinite
    /// 1 where the value is neither 0 nor NaN, else 0.
    case isTrue
    /// The value truncated to a whole number; NaN or infinite is an error that names the bar.
    case requireInteger
}

/// Elementwise functions of two numbers; comparisons give 0 or 1 and false for NaN (`notEqual`
/// true), as IEEE and pandas do.
public enum BinaryFunction: String, Hashable, Sendable, CaseIterable {
    case add, subtract, multiply, divide
    /// Python's and pandas' `//` on floats, zero divisors included.
    case floorDivide
    /// Python's and pandas' `%` on floats: the sign of the divisor.
    case modulo
    case power
    case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual
    case and, or, xor
    /// NumPy's `maximum` and `minimum`: NaN where either is NaN.
    case maximum, minimum
    /// NumPy's `fmax` and `fmin`, pandas' `max(axis=1)`: NaN only where both are NaN.
    case maximumIgnoringMissing, minimumIgnoringMissing
    /// Sum that counts a missing value as 0, as pandas' `sum(axis=1)` does.
    case addIgnoringMissing
    case arctan2, hypotenuse
}

/// Running statistics from the first bar on.
public enum CumulativeFunction: String, Hashable, Sendable, CaseIterable {
    case sum, product, maximum, minimum
}

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

/// A field of a bar's date or time, with pandas' numbering (Monday is day of week 0).
public enum CalendarField: String, Hashable, Sendable, CaseIterable {
    case year, month, day, dayOfWeek, dayOfYear, hour, minute, second, quarter, weekOfYear
    case isMonthStart, isMonthEnd, isQuarterStart, isQuarterEnd, isYearStart, isYearEnd
    /// Days since the epoch: equal for the bars of one date.
    case date
    /// Weeks from Monday to Sunday, quarters and months, counted on without end.
    case weekCount, quarterCount, monthCount
}

/// Running statistics within a run of bars with one key, such as the bars of a date.
public enum SessionFunction: String, Hashable, Sendable, CaseIterable {
    case sum, product, maximum, minimum
    /// 0 for the first bar of a run, then 1, 2, …
    case count
    /// The first value of the run that is not missing.
    case first
}

/// vectorbt's own rolling arithmetic (`generic.nb`), which differs from pandas' in its last bits.
public enum VectorbtFunction: Hashable, Sendable {
    /// `rolling_mean_1d_nb(window, minp=window)`.
    case rollingMean(window: Int)
    /// `rolling_std_1d_nb(window, minp=window, ddof)`.
    case rollingStandardDeviation(window: Int, ddof: Int)
    /// `ewm_mean_1d_nb(span, minp=span, adjust)`.
    case exponentialMean(span: Int, minPeriods: Int, adjust: Bool)
    /// `ewm_std_1d_nb(span, minp=span, adjust, ddof)`.
    case exponentialStandardDeviation(span: Int, minPeriods: Int, adjust: Bool, ddof: Int)
    /// `rolling_min_1d_nb`, `rolling_max_1d_nb`.
    case rollingMinimum(window: Int)
    case rollingMaximum(window: Int)
    /// `crossed_above_1d_nb`: inputs `a`, `b`; no cross after equality.
    case crossedAbove
}
