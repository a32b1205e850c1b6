/// The stops and the target of a position, and what a bar does to them.
struct StopLevels {
    /// Whether the position has a stop or a target at all.
    private(set) var isSet = false
    /// The price at which the position is stopped out, by stop-loss or trailing stop.
    private(set) var stop = 0.0
    /// The price of the take-profit; beyond every price where there is none.
    private(set) var target = 0.0
    private var loss = 0.0
    private var best = 0.0
    private var trail = Double.nan
    /// 1 for a long position, -1 for a short one.
    private var side = 1.0

    /// What a bar's range reached.
    enum Reached {
        case nothing
        /// The stop, at a price; both levels where the bar is ambiguous.
        case stop(met: Double, isAmbiguous: Bool)
        /// The target, at a price.
        case target(met: Double)
    }

    /// Measures the levels from a price; NaN is none.
    mutating func set(
        from reference: Double, side: Double, loss: Double, profit: Double, trail: Double
    ) {
        self.side = side
        self.trail = trail
        isSet = !(loss.isNaN && profit.isNaN && trail.isNaN)
        best = reference
        let never = side > 0 ? -Double.infinity : Double.infinity
        self.loss = loss.isNaN ? never : reference * (1 - side * loss)
        target = profit.isNaN ? -never : reference * (1 + side * profit)
        stop = self.loss
        ratchet(to: reference)
    }

    /// Forgets the levels.
    mutating func clear() { isSet = false }

    /// Which of the two stops the level in force belongs to.
    var reason: Order.Reason { stop == loss ? .stopLoss : .trailingStop }

    /// What a bar reaches; where it is nothing, the trailing level moves.
    mutating func check(
        _ bar: (open: Double, high: Double, low: Double, close: Double)
    ) -> Reached {
        guard isPrice(bar.open) else { return .nothing }
        let (worst, best) = side > 0 ? (bar.low, bar.high) : (bar.high, bar.low)
        if side * bar.open <= side * stop { return .stop(met: bar.open, isAmbiguous: false) }
        if side * bar.open >= side * target { return .target(met: bar.open) }
        if side * worst <= side * stop {
            return .stop(met: stop, isAmbiguous: side * best >= side * target)
        }
        if side * best >= side * target { return .target(met: target) }
        ratchet(to: best)
        return .nothing
    }

    private mutating func ratchet(to price: Double) {
        if trail.isNaN { return }
        if side > 0 {
            best = max(best, price)
            stop = max(loss, best * (1 - trail))
        } else {
            best = min(best, price)
            stop = min(loss, best * (1 + trail))
        }
    }
}
