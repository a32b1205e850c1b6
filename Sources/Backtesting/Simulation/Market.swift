public import TimeSeries

/// The prices of one instrument over one time axis, oldest bar first, as a simulation fills them.
///
/// - Shape: every array that is given has one value for each bar.
/// - Units: prices in quote currency for one unit.
/// - Missing: NaN; a price that is not finite or not above zero counts as missing too. A column
///   that is `nil` is one that the source does not have: the close stands for it.
public struct Market: Sendable {
    /// What to call the instrument in results, for example a ticker.
    public var symbol: String
    /// The start of each bar, ascending.
    public var times: [Timestamp]
    /// The moment at which each bar closes, where the source tells.
    public var closeTimes: [Timestamp]?
    /// The first price of each bar.
    public var open: [Double]?
    /// The highest price of each bar.
    public var high: [Double]?
    /// The lowest price of each bar.
    public var low: [Double]?
    /// The last price of each bar.
    public var close: [Double]
    /// The traded quantity of each bar.
    public var volume: [Double]?
    /// The spread at each bar as a fraction of the price, where the source has it.
    public var quotedSpread: [Double]?
    /// What a unit held over from the bar before is paid on each bar, in quote currency.
    public var dividends: [Double]?
    /// How many shares of its time a unit is on each bar, for costs counted in shares; `nil` for
    /// one share on every bar.
    public var sharesPerUnit: [Double]?
    /// What the cost models need to know of each bar, where it has been found out already; else a
    /// run finds it out from this market's columns.
    public var conditions: TradingConditions?

    /// Makes a market; ``Simulation/run(_:signals:settings:)`` checks that the lengths agree.
    public init(
        symbol: String = "", times: [Timestamp], closeTimes: [Timestamp]? = nil,
        open: [Double]? = nil, high: [Double]? = nil, low: [Double]? = nil, close: [Double],
        volume: [Double]? = nil
    ) {
        self.symbol = symbol
        self.times = times
        self.closeTimes = closeTimes
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.volume = volume
    }

    /// The number of bars.
    public var count: Int { close.count }
}

extension Market {
    /// The market on some of its bars; what is known of all bars' conditions is left out.
    func picking(_ bars: [Int]) -> Market {
        func pick<Value>(_ column: [Value]) -> [Value] { bars.map { column[$0] } }
        var market = Market(
            symbol: symbol, times: pick(times), closeTimes: closeTimes.map(pick),
            open: open.map(pick), high: high.map(pick), low: low.map(pick), close: pick(close),
            volume: volume.map(pick))
        market.quotedSpread = quotedSpread.map(pick)
        market.dividends = dividends.map(pick)
        market.sharesPerUnit = sharesPerUnit.map(pick)
        return market
    }
}
