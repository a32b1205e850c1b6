import TimeSeries

/// Cash, position and stops under the standard rules with every model of costs and sizes.
///
/// ``StandardAccount`` is the same for plain fees and fractions of equity, and faster; a test holds
/// the two together. Here an order may take several bars, so an account works towards a target.
struct CostedAccount {
    let settings: ExecutionSettings
    let costs: CostModel
    let pricing: FillPricing
    let sizing: PositionSizing
    let dividends: [Double]
    private let sharesPerUnit: [Double]
    let times: [Timestamp]
    let stopLoss: LevelReader
    let takeProfit: LevelReader
    let trailingStop: LevelReader

    // The state.
    var cash: Double
    /// The signed quantity held; negative is short.
    var position = 0.0
    /// The order that has not filled whole.
    var working: WorkingOrder?
    var stops = StopLevels()
    /// The quantity that the bar still lets the account trade.
    var capacity = Double.infinity
    var record = TradeRecord()
    var holding = HoldingCosts()
    var turnover = MonthlyTurnover()
    /// How many orders some model knew too little to charge.
    var unpricedOrders = 0

    var orders: [Order] = []
    var orderCosts: [OrderCosts] = []
    var ambiguousBars: [Simulation.AmbiguousBar] = []

    /// What an order works towards.
    struct WorkingOrder {
        /// The signed position that it is to end with.
        var target: Double
        /// The price at which it was decided.
        var decision: Double
        var reason: Order.Reason
        /// The bar of the signal; -1 for a stop.
        var signalBar: Int
        /// The bar on which it was sent.
        var sentBar: Int

        /// Whether it opens a position.
        var isEntry: Bool { target != 0 }
    }

    /// Makes an account that holds the initial cash.
    ///
    /// - Parameter unit: The fraction of equity that an entry without a size of its own takes.
    init(
        _ settings: ExecutionSettings, _ signals: Signals, _ market: Market,
        _ conditions: TradingConditions, orders: [Order], unit: Double = 1
    ) {
        self.settings = settings
        costs = settings.costs ?? CostModel()
        sharesPerUnit = market.sharesPerUnit ?? []
        pricing = FillPricing(settings, costs, conditions, sharesPerUnit: sharesPerUnit)
        sizing = PositionSizing(settings, signals, unit: unit)
        dividends = market.dividends ?? []
        times = market.times
        stopLoss = LevelReader(signals.stopLoss)
        takeProfit = LevelReader(signals.takeProfit)
        trailingStop = LevelReader(signals.trailingStop)
        cash = settings.initialCash
        self.orders = orders
    }

    /// The cash and the position at a price.
    func worth(_ mark: Double) -> Double { position == 0 ? cash : cash + position * mark }

    /// What the account works towards: its position, unless an order is under way.
    private var aim: Double { working?.target ?? position }
}

// MARK: - Bars

extension CostedAccount {
    /// Begins a bar: what was held over from the bar before costs and earns.
    ///
    /// - Parameter mark: The last known price.
    mutating func begin(bar: Int, mark: Double) {
        capacity = allowance(bar)
        guard bar > 0 else { return }
        let days = pricing.conditions.days.isEmpty ? 0 : pricing.conditions.days[bar]
        if days > 0 {
            let lent = payLender(years: days / 365, mark: mark)
            // What short sales brought in lies with the lender and earns nothing.
            let free = position < 0 ? cash + position * mark : cash
            cash += holding.accrue(on: free, costs, years: days / 365) - lent
        }
        cash += dividend(bar)
    }

    /// The quantity that a bar lets all orders together trade.
    func allowance(_ bar: Int) -> Double {
        costs.maxParticipation.map { $0 * pricing.conditions.volume[bar] } ?? .infinity
    }

    /// Counts what borrowed shares cost for some time, and gives it back.
    mutating func payLender(years: Double, mark: Double) -> Double {
        guard position < 0 else { return 0 }
        let paid = -position * mark * costs.borrowRate * years
        holding.borrow += paid
        return paid
    }

    /// Counts the dividend on what was held over from the bar before, and gives it back.
    mutating func dividend(_ bar: Int) -> Double {
        guard position != 0, !dividends.isEmpty, dividends[bar] != 0 else { return 0 }
        let paid = position * dividends[bar]
        holding.dividends += paid
        return paid
    }
}

// MARK: - Orders

extension CostedAccount {
    /// Lets what is left of a bar's signals act at a price, and says what did not.
    ///
    /// - Parameter decision: The price at which the signal was made; NaN for the fill's own.
    mutating func act(
        on code: SignalCode, at price: Double, decision: Double, bar: Int, signalBar: Int
    ) -> SignalNotes {
        let intent = SignalIntent(code, held: aim)
        guard intent.acts else { return intent.notes }
        guard isPrice(price) else { return intent.notes.union(.noPrice) }
        var order = WorkingOrder(
            target: 0, decision: isPrice(decision) ? decision : price, reason: .signal,
            signalBar: signalBar, sentBar: bar)
        var notes = intent.notes
        if intent.enters {
            let side: Double = intent.buys ? 1 : -1
            let (quantity, reasons) = sizing.quantity(
                self, side: side, at: price, bar: bar, signalBar: signalBar)
            notes.formUnion(reasons)
            order.target = side * quantity
            if quantity > 0, position * side > 0, !stops.isSet {
                setStops(order, from: price, side: side)
            }
        }
        if order.target == 0, position == 0 {
            // Nothing of the order that this one ends had filled.
            if working != nil, !intent.enters { notes.insert(.nothingToExit) }
            working = nil
            return notes
        }
        return notes.union(send(order, at: price, bar: bar))
    }

    /// Replaces the order under way, and fills what the bar lets it.
    private mutating func send(
        _ order: WorkingOrder, at price: Double, bar: Int, isLimit: Bool = false
    ) -> SignalNotes {
        working = order
        // A position that is being left is no longer guarded.
        if order.target * position <= 0 { stops.clear() }
        return work(at: price, bar: bar, isLimit: isLimit)
    }

    /// Fills what a bar lets the order under way fill.
    mutating func work(at price: Double, bar: Int, isLimit: Bool = false) -> SignalNotes {
        guard var order = working, isPrice(price) else { return [] }
        var notes: SignalNotes = []
        if order.isEntry, order.sentBar < bar {
            // Prices have moved since it was sized.
            let side: Double = order.target > 0 ? 1 : -1
            let most = sizing.most(self, side: side, at: price, bar: bar)
            if most < abs(order.target) * (1 - 1e-12) {
                order.target = side * max(most, position * side)
                working = order
                notes.insert(.reduced)
            }
        }
        let wanted = order.target - position
        guard wanted != 0 else {
            working = nil
            return notes
        }
        let quantity = min(abs(wanted), sizing.wholeLots(capacity))
        if quantity < abs(wanted) { notes.insert(.partlyFilled) }
        guard quantity > 0 else { return notes }
        capacity -= quantity
        fill(order, quantity, of: wanted, at: price, bar: bar, isLimit: isLimit)
        if position == order.target { working = nil }
        return notes
    }

    /// Works towards an order's target with a quantity that has been found already.
    mutating func trade(_ order: WorkingOrder, _ quantity: Double, at price: Double, bar: Int) {
        let side: Double = order.target > 0 ? 1 : -1
        // A position that is being left is no longer guarded; one that is kept after all is again.
        if order.target * position <= 0 {
            stops.clear()
        } else if let left = working, left.target * position <= 0 {
            setStops(order, from: price, side: side)
        }
        working = order
        if quantity > 0 {
            capacity -= quantity
            fill(
                order, quantity, of: order.target - position, at: price, bar: bar, isLimit: false)
        }
        if position == order.target { working = nil }
    }

    private mutating func fill(
        _ order: WorkingOrder, _ quantity: Double, of wanted: Double, at reference: Double,
        bar: Int, isLimit: Bool
    ) {
        let side: Double = wanted > 0 ? 1 : -1
        let (price, unit) = marketPrice(
            quantity, side: side, at: reference, bar: bar, isLimit: isLimit)
        let paid = commission(quantity, at: price, bar: bar)
        turnover.add(quantity * price, in: month(bar))
        let before = cash + position * price
        cash -= side * quantity * price + paid
        if abs(cash) <= 1e-12 * before { cash = 0 }
        let held = position
        position = quantity == abs(wanted) ? order.target : position + side * quantity
        if unit.isPartial { unpricedOrders += 1 }
        orders.append(
            Order(
                bar: bar, side: side > 0 ? .buy : .sell, reason: order.reason, size: quantity,
                price: price, fees: paid, positionAfter: position))
        orderCosts.append(
            OrderCosts(
                decisionPrice: order.decision, referencePrice: reference,
                delay: side * quantity * (reference - order.decision),
                spread: quantity * unit.spread, slippage: quantity * unit.slippage,
                impact: quantity * unit.impact, commission: paid))
        record.take(side * quantity, at: price, fees: paid, held: held)
        if position == 0 { stops.clear() }
        if order.isEntry, position * side > 0, held * side <= 0 {
            let from = settings.executionPrice == .open ? price : reference
            setStops(order, from: from, side: side)
        }
    }

    private mutating func setStops(_ order: WorkingOrder, from reference: Double, side: Double) {
        stops.set(
            from: reference, side: side, loss: stopLoss(order.signalBar),
            profit: takeProfit(order.signalBar), trail: trailingStop(order.signalBar))
    }

    /// The price at which an order fills, and what a unit of it costs.
    ///
    /// Costs never take more than 99 % of the price: where models say so, the impact is cut.
    func marketPrice(
        _ quantity: Double, side: Double, at reference: Double, bar: Int, isLimit: Bool = false
    ) -> (price: Double, unit: FillPricing.UnitCosts) {
        if isLimit { return (reference, FillPricing.UnitCosts()) }
        var unit = pricing.unitCosts(quantity, at: reference, bar: bar)
        if side < 0, unit.total > reference * 0.99 {
            unit.spread = min(unit.spread, reference * 0.33)
            unit.slippage = min(unit.slippage, reference * 0.33)
            unit.impact = min(unit.impact, reference * 0.33)
        }
        return (reference + side * unit.total, unit)
    }

    /// The fees and the commission of an order.
    func commission(_ quantity: Double, at price: Double, bar: Int) -> Double {
        let plain = quantity * price * settings.fees + settings.fixedFees
        guard let commission = costs.commission else { return plain }
        return plain
            + commission.amount(
                quantity: quantity * shares(bar), price: price / shares(bar),
                tradedBefore: turnover.value(in: month(bar)))
    }

    /// How many shares of its time a unit is on a bar.
    func shares(_ bar: Int) -> Double { sharesPerUnit.isEmpty ? 1 : sharesPerUnit[bar] }

    /// The calendar month of a bar, where commissions count by months.
    func month(_ bar: Int) -> Int {
        guard case .tiered(_, .month) = costs.commission?.schedule else { return 0 }
        let date = times[bar].date
        return date.year * 12 + date.month
    }
}

/// The value traded in a calendar month, for tiered commissions.
struct MonthlyTurnover {
    private var month = Int.min
    private var value = 0.0

    /// What has been traded in a month so far.
    func value(in month: Int) -> Double { month == self.month ? value : 0 }

    /// Adds what was traded in a month.
    mutating func add(_ traded: Double, in month: Int) {
        (self.month, value) = (month, value(in: month) + traded)
    }
}

// MARK: - Stops and the end

extension CostedAccount {
    /// Closes the position where a bar reached a level, else moves the trailing level.
    ///
    /// - Returns: Whether a level was reached.
    mutating func guardPosition(_ columns: FillColumns, bar: Int) -> Bool {
        guard stops.isSet, position != 0 else { return false }
        let (stop, target, reason) = (stops.stop, stops.target, stops.reason)
        switch stops.check(columns.bar(bar)) {
        case .nothing: return false
        case .stop(let met, let isAmbiguous):
            if isAmbiguous {
                noteAmbiguity(stop: stop, target: target, reason: reason, bar: bar)
                columns.note(bar, .ambiguous)
            }
            leave(reason, decided: stop, at: met, bar: bar, isLimit: false, columns)
        case .target(let met):
            leave(.takeProfit, decided: target, at: met, bar: bar, isLimit: true, columns)
        }
        return true
    }

    private mutating func leave(
        _ reason: Order.Reason, decided: Double, at price: Double, bar: Int, isLimit: Bool,
        _ columns: FillColumns
    ) {
        let order = WorkingOrder(
            target: 0, decision: decided, reason: reason, signalBar: -1, sentBar: bar)
        columns.note(bar, send(order, at: price, bar: bar, isLimit: isLimit))
    }

    /// Closes everything at once, whatever the bar's volume.
    mutating func liquidate(at mark: Double, bar: Int) {
        capacity = .infinity
        let order = WorkingOrder(
            target: 0, decision: mark, reason: .marginCall, signalBar: -1, sentBar: bar)
        if position != 0 { _ = send(order, at: mark, bar: bar) }
        working = nil
    }

    private mutating func noteAmbiguity(
        stop: Double, target: Double, reason: Order.Reason, bar: Int
    ) {
        let side: Double = position > 0 ? 1 : -1
        let quantity = abs(position)
        let stopped = marketPrice(quantity, side: -side, at: stop, bar: bar).price
        func pnl(_ exit: Double) -> Double {
            side * quantity * (exit - record.entryPrice) - record.entryFees
                - commission(quantity, at: exit, bar: bar)
        }
        ambiguousBars.append(
            Simulation.AmbiguousBar(
                bar: bar, stopPrice: stopped, takeProfitPrice: target, stopPnL: pnl(stopped),
                takeProfitPnL: pnl(target), reason: reason))
    }
}
