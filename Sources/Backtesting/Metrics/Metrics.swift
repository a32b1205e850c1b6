/// Every figure of a run, with drawdowns and calendar returns.
public struct Metrics: Sendable {
    /// The figures in the order in which they are shown.
    public var all: [Metric] = []
    /// The deepest drawdowns, deepest first.
    public var drawdowns: [Drawdown] = []
    /// The return of each calendar month, oldest first.
    public var monthlyReturns: [PeriodReturn] = []
    /// The return of each calendar year, oldest first.
    public var yearlyReturns: [PeriodReturn] = []
    /// The benchmark's equity at each bar: the traded instrument bought on the first bar and held.
    public var benchmarkEquity: [Double] = []

    /// The figure of a name.
    public subscript(name: Metric.Name) -> Metric? {
        all.first { $0.name == name }
    }

    /// The value of a figure, where it is defined.
    public func value(_ name: Metric.Name) -> Double? {
        self[name]?.value
    }
}

/// The return of one calendar month or year (UTC dates of the bars' starts).
public struct PeriodReturn: Sendable, Equatable {
    /// The year.
    public var year: Int
    /// The month from 1 to 12, or `nil` for a year.
    public var month: Int?
    /// The last equity of the period over the last equity before it, less one; the first period is
    /// measured from the initial cash.
    public var returnFraction: Double
}
