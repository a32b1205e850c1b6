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
    private let columns: FillColumns
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
        guard !prepared.paddedCloses.isEmpty else { return nil }
        var result: QuickResult?
        var (equity, notes): ([Double], [SignalNotes]) = ([], [])
        FillColumns.with(prepared.market, signals, &equity, &notes) { columns in
            prepared.paddedCloses.withUnsafeBufferPointer { closes in
                guard let closes = closes.baseAddress else { return }
                var run = StretchRun(
                    prepared.settings, levels, columns, closes: closes + Lanes.count)
                guard run.fill(atOpen: prepared.settings.executionPrice == .open) else { return }
                result = run.result(prepared.settings)
            }
        }
        return result
    }

    private init(
        _ settings: ExecutionSettings, _ levels: Signals, _ columns: FillColumns,
        closes: UnsafePointer<Double>
    ) {
        account = StandardAccount(settings, levels, orders: [])
        account.keepsOrders = false
        self.columns = columns
        self.closes = closes
        equity = settings.initialCash
        fall = DeepestFall(first: equity)
    }

    private func result(_ settings: ExecutionSettings) -> QuickResult? {
        let count = columns.close.count
        // Without it a second pass over the returns is needed.
        guard let squares = sums.squaresAboutMean(count: count) else { return nil }
        let statistics = ReturnStatistics(
            count: count, sums, squares: squares, maxDrawdown: fall.depth, finalEquity: equity)
        return QuickResult(
            statistics, settings, orders: account.orderCount, closedTrades: account.closedTrades)
    }

    // MARK: - From order to order

    /// Follows the orders to the last bar.
    ///
    /// - Returns: Whether nothing needed care.
    private mutating func fill(atOpen: Bool) -> Bool {
        let count = columns.close.count
        let delay = atOpen ? 1 : 0
        // The bars from `start` on have the cash and the position that the account has now; the
        // signals of bars from `next` on are not heard yet.
        var (start, next) = (0, 0)
        while true {
            let (cash, position) = (account.cash, account.position)
            let signal = columns.signals.firstSignal(
                from: next, count: count - delay, held: position, hearsAll: false)
            var end = min(signal + delay, count)
            // A stop is met before the close at which a signal acts, and after such an open.
            var stopped: Int?
            if account.isGuarded {
                stopped = guardPosition(next..<min(end + 1 - delay, count))
                end = stopped ?? end
            }
            guard hold(start..<end, cash, position) else { return false }
            if end == count { return true }
            if stopped == nil {
                let price = atOpen ? columns.open[end] : columns.close[end]
                guard account.worth(price) > 0 else { return false }
                account.actSurely(
                    on: columns.signals.code(at: signal), at: price, bar: end, signalBar: signal)
            }
            (start, next) = (end, end + 1 - delay)
        }
    }

    /// Lets bar after bar meet the stops of the position.
    ///
    /// - Returns: The bar that closed it, where one did.
    private mutating func guardPosition(_ bars: Range<Int>) -> Int? {
        for bar in bars where account.guardPosition(columns, bar: bar) { return bar }
        return nil
    }

    // MARK: - Measuring

    /// Adds bars on which nothing is traded but on the first.
    ///
    /// - Returns: Whether there is equity on each.
    @inline(__always)
    private mutating func hold(_ bars: Range<Int>, _ cash: Double, _ position: Double) -> Bool {
        guard !bars.isEmpty else { return true }
        if position != 0 {
            return measure(bars, Worth(cash: cash, position: position, closes: closes))
        }
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
