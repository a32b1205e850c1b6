/// Series over an equity curve, for charts.
public enum EquitySeries {
    /// The return of each bar; the first is measured from the initial cash.
    public static func returns(_ equity: [Double], initialCash: Double) -> [Double] { [] }

    /// How far each bar's equity is below the highest so far, as a fraction; 0 or more.
    public static func drawdown(_ equity: [Double]) -> [Double] { [] }

    /// The Sharpe ratio over the returns of the last `window` bars; NaN where undefined.
    public static func rollingSharpe(
        _ returns: [Double], window: Int, barsPerYear: Double
    ) -> [Double] { [] }

    /// The distribution of returns in equal bins; non-finite values are left out.
    public static func histogram(_ values: [Double], bins: Int) -> Histogram {
        Histogram(lowest: 0, highest: 0, counts: [])
    }
}

/// Counts of values in equal bins between the lowest and the highest.
public struct Histogram: Sendable, Equatable {
    /// The lower edge of the first bin.
    public var lowest: Double
    /// The upper edge of the last bin.
    public var highest: Double
    /// The number of values in each bin; the last bin holds its upper edge too.
    public var counts: [Int]
}
