/// Turns filled orders into trades: one for each exit, one for a position that is still open.
///
/// - Source: the accounting of vectorbt 1.2's exit trades (`get_exit_trades_nb`): entries are
///   averaged by quantity, a reversing order's fees are shared by quantity.
struct TradeLedger {
    private(set) var trades: [Trade] = []

    private var direction = Trade.Direction.long
    private var entryBar = -1
    private var entryReason = Order.Reason.signal
    private var size = 0.0
    private var value = 0.0
    private var fees = 0.0

    /// How many orders have been taken.
    private var taken = 0

    /// Begins before the first order.
    init(expectedOrders: Int) {
        trades.reserveCapacity(expectedOrders / 2 + 1)
    }

    /// Takes what has filled since the last time, and measures the trades that this ended.
    mutating func follow(_ filled: FilledBars, atOpen: Bool) {
        let known = trades.count
        for order in filled.orders[taken...] { take(order) }
        taken = filled.orders.count
        if filled.isWhole, entryBar >= 0, size > 1e-12 {
            finish(size, at: filled.lastPrice, fees: 0, bar: filled.count - 1, reason: nil)
        }
        for index in known..<trades.count {
            trades[index].measureExcursions(filled.columns, atOpen: atOpen)
        }
    }

    private mutating func take(_ order: Order) {
        guard entryBar >= 0 else { return begin(order, size: order.size, fees: order.fees) }
        if (order.side == .buy) == (direction == .long) {
            size += order.size
            value += order.size * order.price
            fees += order.fees
        } else if isClose(order.size, size) {
            finish(size, at: order.price, fees: order.fees, bar: order.bar, reason: order.reason)
            entryBar = -1
        } else if order.size < size {
            finish(
                order.size, at: order.price, fees: order.fees, bar: order.bar,
                reason: order.reason)
            let left = (size - order.size) / size
            size *= left
            value *= left
            fees *= left
        } else {
            let closing = size
            let share = closing / order.size * order.fees
            finish(closing, at: order.price, fees: share, bar: order.bar, reason: order.reason)
            begin(order, size: order.size - closing, fees: order.fees - share)
        }
    }

    private mutating func begin(_ order: Order, size: Double, fees: Double) {
        direction = order.side == .buy ? .long : .short
        entryBar = order.bar
        entryReason = order.reason
        self.size = size
        value = size * order.price
        self.fees = fees
    }

    private mutating func finish(
        _ part: Double, at price: Double, fees exitFees: Double, bar: Int, reason: Order.Reason?
    ) {
        let entryPrice = value / size
        let paid = part / size * fees + exitFees
        let entryValue = part * entryPrice
        let gain = add(part * price, -entryValue)
        let pnl = (direction == .long ? gain : -gain) - paid
        trades.append(
            Trade(
                direction: direction, status: reason == nil ? .open : .closed, entryBar: entryBar,
                exitBar: bar, size: part, entryPrice: entryPrice, exitPrice: price, pnl: pnl,
                returnFraction: pnl / entryValue, fees: paid, entryReason: entryReason,
                exitReason: reason))
    }
}

extension Trade {
    /// Fills in how far the price went for and against the trade while it was held.
    ///
    /// A bar that was held from its start to its close counts with its range. The bar of a fill at
    /// the close counts after the fill only; on the bar of an exit that may have come before its
    /// extremes only the open and the exit count.
    fileprivate mutating func measureExcursions(_ columns: FillColumns, atOpen: Bool) {
        var (low, high) = (entryPrice, entryPrice)
        // A stop may close a position on the bar on which it was opened at the open.
        let first = atOpen ? entryBar : entryBar + 1
        let stopped =
            exitReason == .stopLoss || exitReason == .takeProfit || exitReason == .trailingStop
        let leftAtOpen = exitReason == .signal && atOpen
        let end = stopped || leftAtOpen ? exitBar : exitBar + 1
        if first < end {
            // A missing price compares as false and leaves the extremes alone.
            (low, high) = columns.extremes(of: first..<end, low: low, high: high)
        }
        if exitReason != nil {
            let open = columns.open[exitBar]
            if stopped, exitBar > entryBar, isPrice(open) {
                low = min(low, open)
                high = max(high, open)
            }
            low = min(low, exitPrice)
            high = max(high, exitPrice)
        }
        let (up, down) = (high / entryPrice - 1, 1 - low / entryPrice)
        maximumAdverseExcursion = direction == .long ? down : up
        maximumFavourableExcursion = direction == .long ? up : down
    }
}

extension FillColumns {
    /// The least of some bars' lows and a start, and the greatest of their highs and a start.
    @inline(__always)
    fileprivate func extremes(
        of bars: Range<Int>, low: Double, high: Double
    ) -> (low: Double, high: Double) {
        guard let lows = self.low.baseAddress, let highs = self.high.baseAddress else {
            return (low, high)
        }
        let inLows = Backtesting.extremes(
            of: lows + bars.lowerBound, count: bars.count, low: low, high: high)
        // Where the close stands for both, one look at it is enough.
        if lows == highs { return inLows }
        let inHighs = Backtesting.extremes(
            of: highs + bars.lowerBound, count: bars.count, low: low, high: high)
        return (inLows.low, inHighs.high)
    }
}
