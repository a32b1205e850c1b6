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
