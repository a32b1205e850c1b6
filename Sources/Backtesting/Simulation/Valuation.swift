/// What cash and a position are worth at the closes of bars.
struct Valuation {
    let cash: Double
    /// The signed quantity held; negative is short.
    let position: Double

    /// Writes the equity at the closes of some bars in whole vectors.
    ///
    /// What is written reaches up to seven bars beyond them, where the market goes on for as long;
    /// the last few bars of a market are left out.
    ///
    /// - Returns: The first bar that is not written, and no bar at all where one had no price or
    ///   left nothing: such bars need care.
    @inline(__always)
    func write(
        at close: UnsafeBufferPointer<Double>, _ bars: Range<Int>,
        into equity: UnsafeMutableBufferPointer<Double>
    ) -> Int {
        guard let closes = close.baseAddress, let equities = equity.baseAddress else {
            return bars.lowerBound
        }
        let end = min(bars.upperBound, close.count &- (2 * Lanes.count - 1))
        var lows = Lanes(repeating: .infinity)
        // A value that is not finite makes every sum that it is in one that is not.
        var sums = Lanes.zero
        var bar = bars.lowerBound
        while bar < end {
            for half in 0..<2 {
                let place = bar &+ half &* Lanes.count
                let prices = Lanes(at: closes + place)
                let values = cash + position * prices
                values.store(at: equities + place)
                lows = prices.lesser(values).lesser(lows)
                sums += values
            }
            bar &+= 2 * Lanes.count
        }
        let areSound = lows.least > 0 && sums.total.isFinite
        return areSound ? min(bar, bars.upperBound) : bars.lowerBound
    }
}
