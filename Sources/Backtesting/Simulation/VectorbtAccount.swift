/// Cash, position, debt and stops as vectorbt 1.2 keeps them, and what one order does to them.
///
/// - Source: vectorbt 1.2, `portfolio/nb.py`, the behaviour of `buy_nb`, `sell_nb`,
///   `signals_to_size_nb`, `get_stop_price_nb` with the defaults of `Portfolio.from_signals`.
struct VectorbtAccount {
    let fees: Double
    let fixedFees: Double
    let slippage: Double
    /// The quantity's granularity; NaN is none.
    let lotSize: Double
    /// Whether entries name a size; else they take all the cash.
    let isSized: Bool

    let size: LevelReader
    let stopLoss: LevelReader
    let takeProfit: LevelReader
    let trailingStop: LevelReader

    var cash: Double
    var position = 0.0
    /// What the open short position was sold for.
    var debt = 0.0
    /// The cash that is not tied to a short position.
    var freeCash: Double

    // Stops of the open position; NaN is none.
    var loss = Double.nan
    var profit = Double.nan
    var trail = Double.nan
    var stopReference = Double.nan
    var trailReference = Double.nan

    /// An entry with a size against an open position, which vectorbt refuses.
    var refusedReversalBar: Int?
    var orders: [Order] = []

    /// Makes an account that holds the initial cash.
    init(_ settings: ExecutionSettings, _ signals: Signals, orders: [Order]) {
        fees = settings.fees
        fixedFees = settings.fixedFees
        slippage = settings.slippage
        lotSize = settings.lotSize ?? .nan
        isSized = signals.size != .none
        size = LevelReader(signals.size, absent: 1)
        stopLoss = LevelReader(signals.stopLoss)
        takeProfit = LevelReader(signals.takeProfit)
        trailingStop = LevelReader(signals.trailingStop)
        cash = settings.initialCash
        freeCash = settings.initialCash
        self.orders = orders
    }

    /// What an order may do to the position.
    enum Scope {
        case longOnly
        case shortOnly
        case both
    }
}

// MARK: - Signals

extension VectorbtAccount {
    /// Lets what is left of a bar's signals act at a price.
    ///
    /// - Parameter reference: The price from which the stops of a new position are measured.
    mutating func act(
        on code: SignalCode, at price: Double, reference: Double, bar: Int, signalBar: Int
    ) -> SignalNotes {
        let intent = SignalIntent(code, held: position)
        guard intent.acts else { return intent.notes }
        guard isPrice(price) else { return intent.notes.union(.noPrice) }
        let held = position
        if !intent.enters {
            let outcome = order(
                abs(held), buys: intent.buys, scope: held > 0 ? .longOnly : .shortOnly, at: price,
                slippage, bar: bar, reason: .signal)
            return intent.notes.union(outcome)
        }
        let fraction = size(signalBar)
        if fraction < 0 { return intent.notes.union(.sizeInvalid) }
        if held != 0, isSized, !fraction.isNaN {
            if refusedReversalBar == nil { refusedReversalBar = bar }
            return intent.notes.union(.sizeInvalid)
        }
        let outcome = enter(buys: intent.buys, fraction: fraction, at: price, bar: bar)
        if position != 0, position.sign != held.sign || held == 0 {
            setStops(from: reference, signalBar: signalBar)
        }
        return intent.notes.union(outcome)
    }

    private mutating func enter(
        buys: Bool, fraction: Double, at price: Double, bar: Int
    ) -> SignalNotes {
        if fraction.isNaN {
            if position == 0 { return .sizeInvalid }
            return order(
                abs(position), buys: buys, scope: .both, at: price, slippage, bar: bar,
                reason: .signal)
        }
        if fraction == 0 { return .sizeZero }
        // Without a size a sale is a hundred percent of what can be sold, a purchase is unbounded.
        let percent = isSized ? fraction : (buys ? .nan : 1)
        return order(
            .infinity, buys: buys, scope: .both, percent: percent, at: price, slippage, bar: bar,
            reason: .signal)
    }

    private mutating func order(
        _ size: Double, buys: Bool, scope: Scope, percent: Double = .nan, at price: Double,
        _ slippage: Double, bar: Int, reason: Order.Reason
    ) -> SignalNotes {
        steady()
        let fill = price * (buys ? 1 + slippage : 1 - slippage)
        return buys
            ? buy(size, scope, percent: percent, at: fill, bar: bar, reason: reason)
            : sell(size, scope, percent: percent, at: fill, bar: bar, reason: reason)
    }

    /// Takes amounts that are zero but for rounding as zero.
    private mutating func steady() {
        if isClose(cash, 0) { cash = 0 }
        if isClose(position, 0) { position = 0 }
        if isClose(debt, 0) { debt = 0 }
        if isClose(freeCash, 0) { freeCash = 0 }
    }
}

// MARK: - Orders

extension VectorbtAccount {
    private mutating func buy(
        _ size: Double, _ scope: Scope, percent: Double, at fill: Double, bar: Int,
        reason: Order.Reason
    ) -> SignalNotes {
        let limit = percent.isNaN ? cash : min(cash, percent * cash)
        if scope != .shortOnly, limit == 0 { return .insufficientEquity }
        if scope == .shortOnly, position == 0 { return .nothingToExit }
        var wanted = scope == .shortOnly ? min(-position, size) : size
        if wanted == 0 { return .sizeZero }
        if !lotSize.isNaN { wanted = floorToLot(wanted) }
        var paid = wanted * fill * fees + fixedFees
        var spent = wanted * fill + paid
        var quantity = wanted
        var notes: SignalNotes = []
        if !isCloseOrLess(spent, limit) {
            let net = add(limit, -fixedFees) / (1 + fees)
            if net <= 0 { return .insufficientEquity }
            quantity = net / fill
            if lotSize.isNaN {
                paid = limit - net
                spent = limit
            } else {
                quantity = floorToLot(quantity)
                paid = quantity * fill * fees + fixedFees
                spent = quantity * fill + paid
            }
            if size.isFinite { notes = .reduced }
        }
        if isClose(wanted, 0) || isLess(quantity, 1e-8) { return .sizeZero }

        let before = position
        cash = add(cash, -spent)
        position = add(position, quantity)
        if before < 0 {
            let covered = position < 0 ? quantity : abs(before)
            let freed = covered * (debt / abs(before))
            debt = add(debt, -freed)
            freeCash = add(freeCash + 2 * freed, -spent)
        } else {
            freeCash = add(freeCash, -spent)
        }
        append(.buy, quantity, fill, paid, bar: bar, reason: reason)
        return notes
    }

    private mutating func sell(
        _ size: Double, _ scope: Scope, percent: Double, at fill: Double, bar: Int,
        reason: Order.Reason
    ) -> SignalNotes {
        var quantity = size
        if scope == .longOnly {
            quantity = min(position, size)
        } else if size.isInfinite, !percent.isNaN {
            let held = max(position, 0)
            let free = add(freeCash, held * fill * (1 - fees))
            if free <= 0 {
                if position <= 0 { return .insufficientEquity }
                quantity = held
            } else {
                quantity = add(held, add(free, -fixedFees) / (fill * (1 + fees)))
                if quantity <= 0 { return .insufficientEquity }
            }
        }
        if !percent.isNaN { quantity *= percent }
        if scope == .longOnly, position == 0 { return .nothingToExit }
        if !lotSize.isNaN { quantity = floorToLot(quantity) }
        if isClose(quantity, 0) || isLess(quantity, 1e-8) { return .sizeZero }
        let gross = quantity * fill
        let paid = gross * fees + fixedFees
        let net = add(gross, -paid)
        if net < 0 { return .insufficientEquity }

        let before = position
        cash += net
        position = add(position, -quantity)
        if position < 0 {
            let shorted = (before < 0 ? quantity : abs(position)) * fill
            debt += shorted
            freeCash = add(freeCash, add(net, -2 * shorted))
        } else {
            freeCash += net
        }
        append(.sell, quantity, fill, paid, bar: bar, reason: reason)
        return []
    }

    private mutating func append(
        _ side: Order.Side, _ size: Double, _ price: Double, _ paid: Double, bar: Int,
        reason: Order.Reason
    ) {
        if position == 0 { clearStops() }
        orders.append(
            Order(
                bar: bar, side: side, reason: reason, size: size, price: price, fees: paid,
                positionAfter: position))
    }

    /// The largest multiple of the lot not above a size, by Python's floor division, in which
    /// 1 // 0.1 is 9.
    private func floorToLot(_ size: Double) -> Double {
        let quotient = (size - size.truncatingRemainder(dividingBy: lotSize)) / lotSize
        return quotient.rounded() * lotSize
    }
}

// MARK: - Stops

extension VectorbtAccount {
    /// Whether the position has a stop or a target.
    var isGuarded: Bool { !(loss.isNaN && profit.isNaN && trail.isNaN) }

    private mutating func setStops(from reference: Double, signalBar: Int) {
        loss = stopLoss(signalBar)
        profit = takeProfit(signalBar)
        trail = trailingStop(signalBar)
        stopReference = reference
        trailReference = reference
    }

    private mutating func clearStops() {
        (loss, profit, trail) = (.nan, .nan, .nan)
    }

    /// Closes the position where a bar reached a level; a stop goes before a target.
    ///
    /// - Returns: Whether a level was reached.
    mutating func guardPosition(_ columns: FillColumns, bar: Int) -> Bool {
        if position == 0 { return false }
        let open = columns.open[bar].isNaN ? columns.close[bar] : columns.open[bar]
        let close = columns.close[bar]
        let low = columns.low[bar].isNaN ? min(open, close) : columns.low[bar]
        let high = columns.high[bar].isNaN ? max(open, close) : columns.high[bar]
        let side: Double = position > 0 ? 1 : -1
        var price = Double.nan
        var reason = Order.Reason.stopLoss

        func reached(_ level: Double, below: Bool) -> Double {
            if below ? open <= level : level <= open { return open }
            return low <= level && level <= high ? level : .nan
        }
        if !loss.isNaN { price = reached(stopReference * (1 - side * loss), below: side > 0) }
        if !trail.isNaN, price.isNaN {
            price = reached(trailReference * (1 - side * trail), below: side > 0)
            reason = .trailingStop
        }
        if !profit.isNaN, price.isNaN {
            price = reached(stopReference * (1 + side * profit), below: side < 0)
            reason = .takeProfit
        }
        if !trail.isNaN {
            if side > 0, high > trailReference { trailReference = high }
            if side < 0, low < trailReference { trailReference = low }
        }
        if price.isNaN { return false }
        let scope: Scope = side > 0 ? .longOnly : .shortOnly
        let outcome = order(
            abs(position), buys: side < 0, scope: scope, at: price, 0, bar: bar, reason: reason)
        columns.note(bar, outcome)
        return true
    }
}
