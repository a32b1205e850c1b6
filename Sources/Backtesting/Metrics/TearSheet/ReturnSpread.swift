/// How the returns of one length of the calendar are spread, as a box plot shows it.
///
/// - Source: Tukey (1977): the box spans the quartiles, whiskers reach to the furthest values
///   within 1.5 of its length, what lies beyond is an outlier; quantiles by linear interpolation.
public struct ReturnSpread: Sendable, Equatable {
    /// The length.
    public var period: ReturnPeriod
    /// How many returns there are.
    public var count: Int
    /// The mean.
    public var mean: Double
    /// The quantiles at 0, 0.05, 0.25, 0.5, 0.75, 0.95 and 1.
    public var quantiles: [Double]
    /// The least and the greatest return within the whiskers' reach.
    public var whiskers: ClosedRange<Double>
    /// The returns beyond the whiskers, ascending.
    public var outliers: [Double]

    /// The shares at which the quantiles are taken.
    public static let shares = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1]

    /// Measures returns; `nil` where there are none.
    public init?(_ returns: PeriodReturns) {
        let sorted = returns.defined.sorted()
        guard !sorted.isEmpty else { return nil }
        period = returns.period
        count = sorted.count
        mean = sorted.reduce(0, +) / Double(sorted.count)
        quantiles = Self.shares.compactMap { quantile(sorted, $0) }
        let reach = 1.5 * (quantiles[4] - quantiles[2])
        let (low, high) = (quantiles[2] - reach, quantiles[4] + reach)
        let within = sorted.filter { $0 >= low && $0 <= high }
        whiskers = (within.first ?? quantiles[2])...(within.last ?? quantiles[4])
        outliers = sorted.filter { $0 < low || $0 > high }
    }
}
