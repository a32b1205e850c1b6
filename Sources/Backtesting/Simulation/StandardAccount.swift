/// Cash, position and stops under the standard fill rules, and what one order does to them.
struct StandardAccount {
    // What an order costs and may do.
    let fees: Double
    let fixedFees: Double
    let slippage: Double
    let leverage: Double
    let positionCap: Double
    let lotSize: Double
    let stopsFromFill: Bool
    /// Whether the strategy has stops or targets at all; without them none is ever set.
    let hasStops: Bool

    let size: LevelReader
    let stopLoss: LevelReader
    let takeProfit: LevelReader
    let trailingStop: LevelReader

    // The state.
    var cash: Double
    /// The signed quantity held; negative is short.
    var position = 0.0
    /// The price at which the position is stopped out, stop-loss and trailing stop taken together;
    /// beyond every price where there is none.
    var stopLevel = 0.0
    /// The price of the take-profit; beyond every price where there is none.
    var targetLevel = 0.0
    /// Whether the position has a stop or a target at all.
    var isGuarded = false
    /// The price of the stop-loss alone.
    var lossLevel = 0.0
    /// The best price since entry, from which the trailing stop is measured.
    var bestPrice = 0.0
    /// The trailing stop's fraction; NaN is none.
    var trail = Double.nan
    /// The price of the entry, slippage included.
    var entryPrice = 0.0
    /// The fees of the entry.
    var entryFees = 0.0

    /// Whether the orders themselves are wanted, and not only how many there were.
    let keepsOrders: Bool
    private(set) var orderCount = 0
    /// The number of trades that have ended.
    private(set) var closedTrades = 0
    var orders: [Order] = []
    var ambiguousBars: [Simulation.AmbiguousBar] = []

    /// Makes an account that holds the initial cash.
    init(
        _ settings: ExecutionSettings, _ signals: Signals, orders: [Order],
        keepsOrders: Bool = true
    ) {
        self.keepsOrders = keepsOrders
        fees = settings.fees
        fixedFees = settings.fixedFees
        slippage = settings.slippage
        leverage = settings.leverage
        positionCap = settings.maxPosition ?? .infinity
        lotSize = settings.lotSize ?? 0
        stopsFromFill = settings.executionPrice == .open
        size = LevelReader(signals.size, absent: 1)
        stopLoss = LevelReader(signals.stopLoss)
        takeProfit = LevelReader(signals.takeProfit)
        trailingStop = LevelReader(signals.trailingStop)
        hasStops = !(stopLoss.isAbsent && takeProfit.isAbsent && trailingStop.isAbsent)
        cash = settings.initialCash
        self.orders = orders
    }
}

// MARK: - Orders

extension StandardAccount {
    /// Lets what is left of a bar's signals act at a price, and says what did not.
    @inline(__always)
    mutating func act(on code: SignalCode, at price: Double, bar: Int, signalBar: Int)
        -> SignalNotes
    {
        let intent = SignalIntent(code, held: position)
        guard intent.acts else { return intent.notes }
        guard isPrice(price) else { return intent.notes.union(.noPrice) }
        if intent.enters {
            let side: Double = intent.buys ? 1 : -1
            return intent.notes.union(enter(side, at: price, bar: bar, signalBar: signalBar))
        }
        close(at: price, bar: bar, reason: .signal, slipping: true)
        return intent.notes
    }

    /// Lets signals act that are known to, at a price that is there.
    @inline(__always)
    mutating func actSurely(on code: SignalCode, at price: Double, bar: Int, signalBar: Int) {
        if position <= 0, code.contains(.longEntry) {
            _ = enter(1, at: price, bar: bar, signalBar: signalBar)
        } else if position >= 0, code.contains(.shortEntry) {
            _ = enter(-1, at: price, bar: bar, signalBar: signalBar)
        } else {
            close(at: price, bar: bar, reason: .signal, slipping: true)
        }
    }

    /// Opens a position, in one order with the closing of an opposite one.
    ///
    /// The value of the new position is such that it and the order's fees together are `size` of
    /// the equity at the fill: the equity after the fees is what remains for the default size.
    @inline(__always)
    private mutating func enter(
        _ side: Double, at price: Double, bar: Int, signalBar: Int
    ) -> SignalNotes {
        let fill = price * (1 + side * slippage)
        let (quantity, notes) = quantity(at: fill, signalBar: signalBar)
        guard quantity > 0 else {
            if position != 0 { close(at: price, bar: bar, reason: .signal, slipping: true) }
            return notes
        }
        let traded = abs(position) + quantity
        let paid = traded * fill * fees + fixedFees
        let before = cash + position * fill
        cash -= side * traded * fill + paid
        if abs(cash) <= 1e-13 * before { cash = 0 }
        if position != 0 { closedTrades += 1 }
        position = side * quantity
        entryPrice = fill
        entryFees = traded == quantity ? paid : paid * (quantity / traded)
        record(
            Order(
                bar: bar, side: side > 0 ? .buy : .sell, reason: .signal, size: traded,
                price: fill, fees: paid, positionAfter: position))
        setStops(from: stopsFromFill ? fill : price, side: side, signalBar: signalBar)
        return notes
    }

    /// The quantity that an entry's size, the equity and the limits allow.
    @inline(__always)
    private func quantity(at fill: Double, signalBar: Int) -> (Double, SignalNotes) {
        let wanted = size(signalBar)
        guard wanted >= 0 else { return (0, .sizeInvalid) }
        if wanted == 0 { return (0, .sizeZero) }
        var notes: SignalNotes = wanted > 1 ? .reduced : []
        var fraction = wanted * leverage
        if fraction > positionCap {
            fraction = positionCap
            notes.insert(.reduced)
        }
        // What the opposite position is worth once it has been closed by the same order.
        let equity = cash + position * fill - abs(position) * fill * fees
        var value = (fraction * equity - fixedFees) / (1 + fees)
        if fraction != 1 || leverage != 1 {
            value = min(value, leverage * (equity - fixedFees) / (1 + leverage * fees))
        }
        guard value > 0 else { return (0, notes.union(.insufficientEquity)) }
        var quantity = value / fill
        if lotSize > 0 {
            // A hair more than the quotient, so that rounding in it does not lose a whole lot.
            quantity = (quantity / lotSize * (1 + 1e-12)).rounded(.down) * lotSize
            if quantity <= 0 { return (0, .sizeZero) }
        }
        return (quantity, notes)
    }

    /// Closes the position at a market price.
    ///
    /// - Parameter slipping: Whether slippage applies; a limit order has none.
    @inline(__always)
    mutating func close(at price: Double, bar: Int, reason: Order.Reason, slipping: Bool) {
        let fill = slipping ? price * (position > 0 ? 1 - slippage : 1 + slippage) : price
        let traded = abs(position)
        let paid = traded * fill * fees + fixedFees
        cash += position * fill - paid
        closedTrades += 1
        record(
            Order(
                bar: bar, side: position > 0 ? .sell : .buy, reason: reason, size: traded,
                price: fill, fees: paid, positionAfter: 0))
        position = 0
        isGuarded = false
    }

    @inline(__always)
    private mutating func record(_ order: Order) {
        orderCount += 1
        if keepsOrders { orders.append(order) }
    }
}

// MARK: - Stops

extension StandardAccount {
    mutating func setStops(from reference: Double, side: Double, signalBar: Int) {
        if !hasStops { return }
        let loss = stopLoss(signalBar)
        let profit = takeProfit(signalBar)
        trail = trailingStop(signalBar)
        isGuarded = !(loss.isNaN && profit.isNaN && trail.isNaN)
        bestPrice = reference
        let never = side > 0 ? -Double.infinity : Double.infinity
        lossLevel = loss.isNaN ? never : reference * (1 - side * loss)
        targetLevel = profit.isNaN ? -never : reference * (1 + side * profit)
        stopLevel = lossLevel
        ratchet(to: reference)
    }

    /// Moves the trailing level after a bar whose best price is given.
    @inline(__always)
    private mutating func ratchet(to price: Double) {
        if trail.isNaN { return }
        if position > 0 {
            bestPrice = max(bestPrice, price)
            stopLevel = max(lossLevel, bestPrice * (1 - trail))
        } else {
            bestPrice = min(bestPrice, price)
            stopLevel = min(lossLevel, bestPrice * (1 + trail))
        }
    }

    /// Closes the position where a bar reached a level, else moves the trailing level.
    ///
    /// - Returns: Whether the position was closed, and whether the bar is ambiguous.
    @inline(__always)
    mutating func guardPosition(_ columns: FillColumns, bar: Int) -> Bool {
        let (open, high, low) = (columns.open[bar], columns.high[bar], columns.low[bar])
        // A missing price makes a comparison false and takes the careful way.
        if position > 0 {
            if low > stopLevel, high < targetLevel, open > stopLevel, open < targetLevel {
                ratchet(to: high)
                return false
            }
        } else if high < stopLevel, low > targetLevel, open < stopLevel, open > targetLevel {
            ratchet(to: low)
            return false
        }
        return stopOut(columns, bar: bar)
    }

    @inline(never)
    private mutating func stopOut(_ columns: FillColumns, bar: Int) -> Bool {
        let (open, high, low, _) = columns.bar(bar)
        if !isPrice(open) { return false }
        let side: Double = position > 0 ? 1 : -1
        let (worst, best) = side > 0 ? (low, high) : (high, low)
        if side * open <= side * stopLevel {
            close(at: open, bar: bar, reason: stopReason, slipping: true)
        } else if side * open >= side * targetLevel {
            close(at: open, bar: bar, reason: .takeProfit, slipping: false)
        } else if side * worst <= side * stopLevel {
            if side * best >= side * targetLevel {
                noteAmbiguity(side: side, bar: bar)
                columns.note(bar, .ambiguous)
            }
            close(at: stopLevel, bar: bar, reason: stopReason, slipping: true)
        } else if side * best >= side * targetLevel {
            close(at: targetLevel, bar: bar, reason: .takeProfit, slipping: false)
        } else {
            ratchet(to: best)
            return false
        }
        return true
    }

    /// Which of the two stops the level in force belongs to.
    private var stopReason: Order.Reason {
        stopLevel == lossLevel ? .stopLoss : .trailingStop
    }

    private mutating func noteAmbiguity(side: Double, bar: Int) {
        let stopped = stopLevel * (1 - side * slippage)
        let quantity = abs(position)
        func pnl(_ exit: Double) -> Double {
            let paid = entryFees + quantity * exit * fees + fixedFees
            return side * quantity * (exit - entryPrice) - paid
        }
        ambiguousBars.append(
            Simulation.AmbiguousBar(
                bar: bar, stopPrice: stopped, takeProfitPrice: targetLevel,
                stopPnL: pnl(stopped), takeProfitPnL: pnl(targetLevel), reason: stopReason))
    }
}
