import CStretches

/// A run that is filled and measured from order to order without writing its equity down.
///
/// Between two orders the equity is the cash and the position at each close, so a return takes no
/// more than two closes. Sums run in the order that ``ReturnStatistics`` names, and everything is
/// computed as ``StandardFills`` and ``QuickFigures`` do, so that the figures are theirs to the
/// bit. What they treat with care, such as an equity that is gone, is left to them.
///
/// - Complexity: one pass over the bars on which a position is held, one division for each; no
///   allocation.
struct StretchRun {
    private var account: StandardAccount
    private let count: Int
    /// The closes, readable for a group of lanes before the first and behind the last.
    private let closes: UnsafePointer<Double>
    private var sums = ReturnSums()
    private var fall: DeepestFall
    /// The equity at the last bar that is done.
    private var equity: Double
    /// The return of the bar on which nothing was held any more, where it is still to be added.
    private var idle = (change: 0.0, lane: 0)
    private let usesWideLanes: Bool
    /// The orders and the closed trades that the account knows nothing of.
    private var counts = (orders: 0, closed: 0)

    /// The figures of a run, or `nil` where it needs care.
    static func figures(
        _ prepared: QuickMarket, _ levels: Signals, _ signals: SignalWords
    ) -> QuickResult? {
        figures(
            prepared,
            StandardAccount(prepared.settings, levels, orders: [], keepsOrders: false)
        ) { run in
            var isDone = false
            var (equity, notes): ([Double], [SignalNotes]) = ([], [])
            FillColumns.with(prepared.market, signals, &equity, &notes) { columns in
                isDone = run.fill(
                    columns, atOpen: prepared.settings.executionPrice == .open)
            }
            return isDone
        }
    }

    /// The figures of a run that is long or in cash and has neither sizes nor stops; `nil` where it
    /// is another one or needs care.
    ///
    /// - Parameter trades: Room for the bars of its trades.
    static func figures(
        _ prepared: QuickMarket, long signals: PackedSignals, _ trades: inout [Int32]
    ) -> QuickResult? {
        guard !prepared.paddedCloses.isEmpty, signals.isBare, signals.shortEntries == nil,
            signals.shortExits == nil, prepared.buysWithAll
        else { return nil }
        let atOpen = prepared.settings.executionPrice == .open
        let found = signals.trades(
            until: signals.count - (atOpen ? 1 : 0), into: &trades,
            widely: prepared.usesWideLanes)
        return figures(prepared, prepared.account) { run in
            trades.withUnsafeBufferPointer { trades in
                let trades = UnsafeBufferPointer(rebasing: trades[..<found])
                guard atOpen, let open = prepared.market.open else {
                    return run.fill(trades, at: run.closes, delay: atOpen ? 1 : 0)
                }
                return open.withUnsafeBufferPointer { open in
                    open.baseAddress.map { run.fill(trades, at: $0, delay: 1) } ?? false
                }
            }
        }
    }

    /// The figures of a run that a function fills; `nil` where it says that it needs care.
    @inline(__always)
    private static func figures(
        _ prepared: QuickMarket, _ account: StandardAccount, _ fill: (inout StretchRun) -> Bool
    ) -> QuickResult? {
        let count = prepared.market.count
        return prepared.paddedCloses.withUnsafeBufferPointer { closes -> QuickResult? in
            guard count > 0, closes.count > count, let closes = closes.baseAddress else {
                return nil
            }
            var run = StretchRun(
                account, count: count, closes: closes + Lanes.count,
                usesWideLanes: prepared.usesWideLanes)
            return fill(&run) ? run.result(prepared.settings) : nil
        }
    }

    private init(
        _ account: StandardAccount, count: Int, closes: UnsafePointer<Double>, usesWideLanes: Bool
    ) {
        self.account = account
        self.count = count
        self.closes = closes
        self.usesWideLanes = usesWideLanes
        equity = account.cash
        fall = DeepestFall(first: equity)
    }

    private mutating func result(_ settings: ExecutionSettings) -> QuickResult? {
        addIdle()
        // Without it a second pass over the returns is needed.
        guard let squares = sums.squaresAboutMean(count: count) else { return nil }
        let statistics = ReturnStatistics(
            count: count, sums, squares: squares, maxDrawdown: fall.depth, finalEquity: equity)
        return QuickResult(
            statistics, settings, orders: account.orderCount + counts.orders,
            closedTrades: account.closedTrades + counts.closed)
    }

    // MARK: - From order to order

    /// Buys with all cash and sells again, in turn at the signals of some bars.
    ///
    /// It computes what ``StandardAccount`` does with all that is 0 or 1 here left out: each trade
    /// waits for the cash of the last, so that every step of that counts.
    ///
    /// - Returns: Whether nothing needed care.
    private mutating func fill(
        _ trades: UnsafeBufferPointer<Int32>, at prices: UnsafePointer<Double>, delay: Int
    ) -> Bool {
        let (fees, fixedFees, slippage) = (account.fees, account.fixedFees, account.slippage)
        var cash = account.cash
        let start = trades.isEmpty ? count : Int(trades[0]) &+ delay
        guard rest(0..<start, cash) else { return false }
        var place = 0
        while place < trades.count {
            let first = Int(trades[place]) &+ delay
            let fill = prices[first] * (1 + slippage)
            let quantity = (cash - fixedFees) / (1 + fees) / fill
            // What is not bought is not sold either.
            guard quantity > 0 else { return false }
            let value = quantity * fill
            var left = cash - (value + (value * fees + fixedFees))
            if abs(left) <= 1e-13 * cash { left = 0 }
            let worth = Worth(cash: left, position: quantity, closes: closes)
            place &+= 2
            guard place &- 1 < trades.count else {
                counts = (place &- 1, (place &- 1) / 2)
                return measure(first..<count, worth)
            }
            let end = Int(trades[place &- 1]) &+ delay
            guard left + quantity * prices[end] > 0 else { return false }
            let got = quantity * (prices[end] * (1 - slippage))
            cash = left + (got - (got * fees + fixedFees))
            guard measure(first..<end, worth, thenCash: cash) else { return false }
        }
        counts = (place, place / 2)
        return true
    }

    /// Follows the orders to the last bar.
    ///
    /// - Returns: Whether nothing needed care.
    private mutating func fill(_ columns: FillColumns, atOpen: Bool) -> Bool {
        let delay = atOpen ? 1 : 0
        // The bars from `start` on have this cash and this position; the signals of bars from
        // `next` on are not heard yet.
        var (cash, position) = (account.cash, account.position)
        var (start, next) = (0, 0)
        while true {
            let orders = account.orderCount
            let signal = columns.signals.firstSignal(
                from: next, count: count - delay, held: position, hearsAll: false)
            var end = min(signal + delay, count)
            // A stop is met before the close at which a signal acts, and after such an open.
            var stopped: Int?
            if account.isGuarded {
                stopped = guardPosition(columns, next..<min(end + 1 - delay, count))
                end = stopped ?? end
            }
            if stopped == nil, end < count {
                let price = atOpen ? columns.open[end] : columns.close[end]
                guard account.worth(price) > 0 else { return false }
                account.actSurely(
                    on: columns.signals.code(at: signal), at: price, bar: end, signalBar: signal)
            }
            // A signal without an order ends nothing.
            if end == count || account.orderCount > orders {
                guard hold(start..<end, cash, position) else { return false }
                if end == count { return true }
                (start, cash, position) = (end, account.cash, account.position)
            }
            next = end + 1 - delay
        }
    }

    /// Lets bar after bar meet the stops of the position.
    ///
    /// - Returns: The bar that closed it, where one did.
    private mutating func guardPosition(_ columns: FillColumns, _ bars: Range<Int>) -> Int? {
        for bar in bars where account.guardPosition(columns, bar: bar) { return bar }
        return nil
    }

    // MARK: - Measuring

    /// Adds bars on which nothing is traded but on the first.
    ///
    /// - Returns: Whether there is equity on each.
    @inline(__always)
    private mutating func hold(_ bars: Range<Int>, _ cash: Double, _ position: Double) -> Bool {
        if position == 0 { return rest(bars, cash) }
        return bars.isEmpty
            || measure(bars, Worth(cash: cash, position: position, closes: closes))
    }

    /// Adds bars on which nothing is held.
    @inline(__always)
    private mutating func rest(_ bars: Range<Int>, _ cash: Double) -> Bool {
        guard !bars.isEmpty else { return true }
        if bars.lowerBound == 0 { fall = DeepestFall(first: cash) }
        beIdle(from: bars.lowerBound, cash)
        fall.add(cash)
        return cash > 0 && cash < .infinity
    }

    /// Notes the return of the first bar on which nothing is held; the later ones have a return of
    /// 0, and neither a peak nor a fall.
    @inline(__always)
    private mutating func beIdle(from bar: Int, _ cash: Double) {
        addIdle()
        idle = (cash / equity - 1, bar & (Lanes.count - 1))
        equity = cash
    }

    @inline(__always)
    private mutating func addIdle() {
        if idle.change != 0 { sums.add(idle.change, lane: idle.lane) }
        idle = (0, 0)
    }

    /// What cash and a position are worth at the closes.
    private struct Worth {
        let cash: Double
        let position: Double
        let closes: UnsafePointer<Double>

        init(cash: Double, position: Double, closes: UnsafePointer<Double>) {
            (self.cash, self.position, self.closes) = (cash, position, closes)
        }

        @inline(__always)
        func at(_ bar: Int) -> Double { of(closes[bar]) }

        @inline(__always)
        func of(_ close: Double) -> Double { cash + position * close }

        @inline(__always)
        func from(_ bar: Int) -> Lanes { cash + position * Lanes(at: closes + bar) }
    }

    /// Adds the returns and the falls of bars on which a position is held, and then those of a bar
    /// on which it has become cash.
    ///
    /// - Returns: Whether there is equity on each.
    @inline(__always)
    private mutating func measure(
        _ bars: Range<Int>, _ worth: Worth, thenCash cash: Double? = nil
    ) -> Bool {
        let last = bars.upperBound &- 1
        var (low, high) =
            usesWideLanes
            ? addWidely(bars.lowerBound, last, worth) : addNarrowly(bars.lowerBound, last, worth)
        if let cash { (low, high) = (cash < low ? cash : low, cash > high ? cash : high) }
        guard low > 0, high < .infinity else { return false }
        if bars.lowerBound == 0 { fall = DeepestFall(first: worth.at(0)) }
        if !fall.take(low: low, high: high) {
            look(into: bars, worth)
            if let cash { fall.add(cash) }
        }
        equity = worth.at(last)
        if let cash { beIdle(from: bars.upperBound, cash) }
        return true
    }

    /// Adds bars to the falls whose extremes are not enough, by those of shorter runs.
    @inline(never)
    private mutating func look(into bars: Range<Int>, _ worth: Worth) {
        var start = bars.lowerBound
        while start < bars.upperBound {
            let end = min(start &+ 16, bars.upperBound)
            let closes = extremes(
                of: closes + start, count: end &- start, low: .infinity, high: -.infinity)
            // Rounding keeps the order of what it rounds.
            let ends = (worth.of(closes.low), worth.of(closes.high))
            if !fall.take(low: min(ends.0, ends.1), high: max(ends.0, ends.1)) {
                for bar in start..<end { fall.add(worth.at(bar)) }
            }
            start = end
        }
    }

    /// Adds the returns of bars, and gives the extremes of the equity.
    @inline(__always)
    private mutating func addWidely(
        _ first: Int, _ last: Int, _ worth: Worth
    ) -> (low: Double, high: Double) {
        let (closes, equity, idle) = (closes, equity, idle)
        self.idle = (0, 0)
        let found = sums.withDoubles { sums in
            almanac_measure(
                closes, first, last, worth.cash, worth.position, equity, idle.change, idle.lane,
                sums)
        }
        return (found.low, found.high)
    }

    /// Does the same without vectors of four numbers.
    private mutating func addNarrowly(
        _ first: Int, _ last: Int, _ worth: Worth
    ) -> (low: Double, high: Double) {
        addIdle()
        let mask = Lanes.count - 1
        let (head, tail) = (first & ~mask, last & ~mask)
        let begun = worth.at(first)
        var sums = sums
        let firstLane = Double(first & mask)
        let isTail = Lanes.numbers .<= Double(last & mask)
        var isHeld = Lanes.numbers .>= firstLane
        if head == tail { isHeld = isHeld .& isTail }
        var before = worth.from(head &- 1)
        before.replace(with: equity, where: Lanes.numbers .== firstLane)
        var now = worth.from(head)
        sums.add((now / before - 1).kept(where: isHeld))
        // A lane without a bar of these counts as the first of them.
        now.replace(with: begun, where: .!isHeld)
        var (lows, highs) = (now, now)
        var group = head &+ Lanes.count
        while group < tail {
            let now = worth.from(group)
            sums.add(now / worth.from(group &- 1) - 1)
            (lows, highs) = (now.lesser(lows), now.greater(highs))
            group &+= Lanes.count
        }
        if head < tail {
            now = worth.from(tail)
            sums.add((now / worth.from(tail &- 1) - 1).kept(where: isTail))
            now.replace(with: begun, where: .!isTail)
            (lows, highs) = (now.lesser(lows), now.greater(highs))
        }
        self.sums = sums
        return (lows.least, highs.greatest)
    }
}
