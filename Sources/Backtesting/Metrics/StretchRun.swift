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
    private static let runLength = 32

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
                _ = account.act(
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
        guard let first = bars.first, let last = bars.last else { return true }
        let begun = position == 0 ? cash : cash + position * closes[first]
        if first == 0 { fall = DeepestFall(first: begun) }
        sums.add(begun / equity - 1, lane: first % Lanes.count)
        guard position != 0 else {
            // The other bars have a return of 0, and neither a peak nor a fall.
            equity = cash
            fall.add(cash)
            return cash > 0 && cash < .infinity
        }
        guard addFalls(bars, cash, position) else { return false }
        if first < last { addReturns(first + 1..<bars.upperBound, cash, position) }
        equity = cash + position * closes[last]
        return true
    }

    /// - Returns: Whether there is equity on each bar.
    @inline(__always)
    private mutating func addFalls(
        _ bars: Range<Int>, _ cash: Double, _ position: Double
    ) -> Bool {
        var start = bars.lowerBound
        while start < bars.upperBound {
            let run = start..<min(start &+ Self.runLength, bars.upperBound)
            let (low, high) = extremes(
                of: closes + start, count: run.count, low: .infinity, high: -.infinity)
            // Rounding keeps the order, so these are the extremes of the equity to the bit.
            let worst = cash + position * (position > 0 ? low : high)
            let best = cash + position * (position > 0 ? high : low)
            guard worst > 0, best < .infinity else { return false }
            if !fall.take(low: worst, high: best) {
                for bar in run { fall.add(cash + position * closes[bar]) }
            }
            start = run.upperBound
        }
        return true
    }

    /// Adds the returns of bars on which, and before which, the same position is held.
    @inline(__always)
    private mutating func addReturns(_ bars: Range<Int>, _ cash: Double, _ position: Double) {
        let mask = Lanes.count - 1
        let (first, last) = (bars.lowerBound & ~mask, (bars.upperBound - 1) & ~mask)
        var sums = sums
        func returns(_ group: Int) -> Lanes {
            let now = cash + position * Lanes(at: closes + group)
            return now / (cash + position * Lanes(at: closes + (group &- 1))) - 1
        }
        let head = Lanes.numbers .>= Double(bars.lowerBound & mask)
        let tail = Lanes.numbers .<= Double((bars.upperBound - 1) & mask)
        if first == last {
            sums.add(returns(first).kept(where: head .& tail))
        } else {
            sums.add(returns(first).kept(where: head))
            var group = first &+ Lanes.count
            while group < last {
                sums.add(returns(group))
                group &+= Lanes.count
            }
            sums.add(returns(last).kept(where: tail))
        }
        self.sums = sums
    }
}
