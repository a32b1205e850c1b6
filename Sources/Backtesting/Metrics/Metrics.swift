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

/// A fall of the equity from a peak, and its recovery.
public struct Drawdown: Sendable, Equatable {
    /// The bar of the peak.
    public var peakBar: Int
    /// The bar of the lowest equity.
    public var troughBar: Int
    /// The first bar at or above the peak again; `nil` while under water at the end.
    public var recoveryBar: Int?
    /// The depth as a fraction of the peak; above 0.
    public var depth: Double
    /// The bars from the peak to the recovery, or to the last bar.
    public var lengthBars: Int
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
