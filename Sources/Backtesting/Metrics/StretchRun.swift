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

    /// So long that most stretches are one run, and so short that looking at each bar of one
    /// costs little.
    private static let runLength = 64

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
            signals.shortExits == nil, prepared.settings.direction != .short,
            prepared.settings.sizing == nil
        else { return nil }
        let atOpen = prepared.settings.executionPrice == .open
        let found = signals.trades(until: signals.count - (atOpen ? 1 : 0), into: &trades)
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
            var run = StretchRun(account, count: count, closes: closes + Lanes.count)
            return fill(&run) ? run.result(prepared.settings) : nil
        }
    }

    private init(_ account: StandardAccount, count: Int, closes: UnsafePointer<Double>) {
        self.account = account
        self.count = count
        self.closes = closes
        equity = account.cash
        fall = DeepestFall(first: equity)
    }

    private func result(_ settings: ExecutionSettings) -> QuickResult? {
        // Without it a second pass over the returns is needed.
        guard let squares = sums.squaresAboutMean(count: count) else { return nil }
        let statistics = ReturnStatistics(
            count: count, sums, squares: squares, maxDrawdown: fall.depth, finalEquity: equity)
        return QuickResult(
            statistics, settings, orders: account.orderCount, closedTrades: account.closedTrades)
    }

    // MARK: - From order to order

    /// Buys and sells in turn at the signals of some bars.
    ///
    /// - Returns: Whether nothing needed care.
    private mutating func fill(
        _ trades: UnsafeBufferPointer<Int32>, at prices: UnsafePointer<Double>, delay: Int
    ) -> Bool {
        var start = 0
        var place = 0
        while place < trades.count {
            let bought = Int(trades[place])
            let sold = place &+ 1 < trades.count ? Int(trades[place &+ 1]) : count
            let (first, end) = (bought &+ delay, min(sold &+ delay, count))
            guard rest(start..<first, account.cash) else { return false }
            account.actSurely(on: .longEntry, at: prices[first], bar: first, signalBar: bought)
            // What is not bought is not sold either.
            guard account.position > 0 else { return false }
            guard measure(first..<end, Worth(account, closes)) else { return false }
            start = end
            place &+= 2
            guard sold < count else { break }
            guard account.worth(prices[end]) > 0 else { return false }
            account.close(at: prices[end], bar: end, reason: .signal, slipping: true)
        }
        return account.position > 0 || rest(start..<count, account.cash)
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
        // The later bars have a return of 0, and neither a peak nor a fall.
        sums.add(cash / equity - 1, lane: bars.lowerBound % Lanes.count)
        fall.add(cash)
        equity = cash
        return cash > 0 && cash < .infinity
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
        init(_ account: StandardAccount, _ closes: UnsafePointer<Double>) {
            self.init(cash: account.cash, position: account.position, closes: closes)
        }

        @inline(__always)
        func at(_ bar: Int) -> Double { cash + position * closes[bar] }

        @inline(__always)
        func from(_ bar: Int) -> Lanes { cash + position * Lanes(at: closes + bar) }
    }

    /// Adds the returns and the falls of bars on which a position is held.
    private mutating func measure(_ bars: Range<Int>, _ worth: Worth) -> Bool {
        let mask = Lanes.count - 1
        let (first, last) = (bars.lowerBound, bars.upperBound - 1)
        let (head, tail) = (first & ~mask, last & ~mask)
        let begun = worth.at(first)
        var (sums, fall) = (sums, first == 0 ? DeepestFall(first: begun) : fall)
        let firstLane = Double(first & mask)
        let isTail = Lanes.numbers .<= Double(last & mask)
        var isHeld = Lanes.numbers .>= firstLane
        if head == tail { isHeld = isHeld .& isTail }
        var before = worth.from(head &- 1)
        before.replace(with: equity, where: Lanes.numbers .== firstLane)
        // A lane without a bar of these counts as the first of them, with a return of 0.
        var now = worth.from(head)
        sums.add((now / before - 1).kept(where: isHeld))
        now.replace(with: begun, where: .!isHeld)
        var (lows, highs) = (now, now)
        var (start, group) = (first, head &+ Lanes.count)
        while group < tail {
            let end = min(tail, (start & ~mask) &+ Self.runLength)
            while group < end {
                let now = worth.from(group)
                sums.add(now / worth.from(group &- 1) - 1)
                (lows, highs) = (now.lesser(lows), now.greater(highs))
                group &+= Lanes.count
            }
            if group == tail { break }
            guard Self.add(start..<group, lows, highs, worth, to: &fall) else { return false }
            (lows, highs) = (Lanes(repeating: .infinity), Lanes(repeating: -.infinity))
            start = group
        }
        if group == tail {
            now = worth.from(tail)
            sums.add((now / worth.from(tail &- 1) - 1).kept(where: isTail))
            now.replace(with: worth.at(last), where: .!isTail)
            (lows, highs) = (now.lesser(lows), now.greater(highs))
        }
        guard Self.add(start..<bars.upperBound, lows, highs, worth, to: &fall) else { return false }
        (self.sums, self.fall) = (sums, fall)
        equity = worth.at(last)
        return true
    }

    /// Adds a run of bars to the falls, by its extremes where these are enough.
    ///
    /// - Returns: Whether there is equity on each.
    @inline(__always)
    private static func add(
        _ run: Range<Int>, _ lows: Lanes, _ highs: Lanes, _ worth: Worth,
        to fall: inout DeepestFall
    ) -> Bool {
        let (low, high) = (lows.least, highs.greatest)
        guard low > 0, high < .infinity else { return false }
        if !fall.take(low: low, high: high) {
            for bar in run { fall.add(worth.at(bar)) }
        }
        return true
    }
}
