/// What cash and a position are worth at the closes of a stretch of bars, in whole vectors.
struct Valuation {
    /// How many bars ``write(at:into:)`` values.
    static let stretch = 2 * Lanes.count

    let cash: Double
    /// The signed quantity held; negative is short.
    let position: Double

    /// Writes the equity at the next closes.
    ///
    /// - Returns: Whether every bar had a price and left something; else what is written is not
    ///   valid.
    @inline(__always)
    func write(
        at closes: UnsafePointer<Double>, into equity: UnsafeMutablePointer<Double>
    ) -> Bool {
        let (first, second) = (Lanes(at: closes), Lanes(at: closes + Lanes.count))
        let (one, two) = (cash + position * first, cash + position * second)
        one.store(at: equity)
        two.store(at: equity + Lanes.count)
        // That a value is above 0 and finite is asked of different vectors: asked of one, it becomes
        // a test of bits, which is slow on vectors.
        let areFinite = first.greater(second) .< .infinity
        return ((first .> 0) .& (second .> 0) .& (one .> 0) .& (two .> 0) .& areFinite).isAll
    }
    /// Writes the equity at the closes of some bars; a bar without a price has that of the mark.
    ///
    /// - Parameter mark: The last known price, before the bars and after them.
    func write(
        at close: UnsafeBufferPointer<Double>, _ bars: Range<Int>,
        into equity: UnsafeMutableBufferPointer<Double>, mark: inout Double
    ) {
        guard let closes = close.baseAddress, let equities = equity.baseAddress else { return }
        var bar = bars.lowerBound
        while bar < bars.upperBound {
            if bar &+ Self.stretch <= bars.upperBound,
                write(at: closes + bar, into: equities + bar)
            {
                bar &+= Self.stretch
                mark = closes[bar &- 1]
            } else {
                if isPrice(closes[bar]) { mark = closes[bar] }
                equities[bar] = cash + position * mark
                bar &+= 1
            }
        }
    }
}
