/// Mean, variance and deepest fall of a run's returns, found on those bars only on which its equity
/// can have moved.
///
/// Between positions the equity stands still: the returns there are exactly 0, which adds nothing
/// to a sum, and there is neither a new peak nor a deeper fall. So the figures are those of
/// ``ReturnStatistics`` to the bit, but for the sums over gains and losses, which are not made.
///
/// - Complexity: O(bars in a position), one division for each.
struct QuickFigures {
    /// The figures, once all bars have been followed.
    private(set) var statistics: ReturnStatistics
    private let initialCash: Double
    private let ordersMoveAll: Bool
    private var sums = ReturnSums()
    private var fall: DeepestFall
    /// How many orders have been seen.
    private var seen = 0
    /// The first bar that is not added and may have moved.
    private var start = 0
    /// The first bar from which on the equity stands still; `nil` while a position is held.
    private var still: Int? = 0
    /// So long that most stretches are one run, which one branch ends.
    private static let runLength = 32 * Lanes.count

    /// Begins before the first bar.
    ///
    /// - Parameter ordersMoveAll: Whether nothing moves the equity but orders and what they leave
    ///   in a position; else every bar is looked at.
    init(initialCash: Double, ordersMoveAll: Bool) {
        self.initialCash = initialCash
        self.ordersMoveAll = ordersMoveAll
        statistics = ReturnStatistics([], initialCash: initialCash)
        fall = DeepestFall(first: initialCash)
        if !ordersMoveAll { still = nil }
    }

    /// Takes the bars that have been filled since the last time.
    mutating func follow(_ filled: FilledBars) {
        let equity = UnsafeBufferPointer(filled.columns.equity)
        guard let last = equity.last else { return }
        if start == 0, seen == 0 { fall = DeepestFall(first: equity[0]) }
        if ordersMoveAll { addStretches(equity, filled.orders) }
        // Whole groups of lanes while there are bars to come.
        let end = filled.isWhole ? filled.count : filled.count / Lanes.count * Lanes.count
        add(equity, until: min(still ?? end, end))
        guard filled.isWhole else { return }
        let squares = ReturnStatistics.squares(of: equity, initialCash: initialCash, sums)
        statistics = ReturnStatistics(
            count: equity.count, sums, squares: squares, maxDrawdown: fall.depth,
            finalEquity: last)
    }

    /// Adds each stretch from an order to the next after which nothing is held.
    private mutating func addStretches(
        _ equity: UnsafeBufferPointer<Double>, _ orders: [Order]
    ) {
        for order in orders[seen...] {
            if let end = still {
                // Whole groups of lanes; a bar too many adds a return of 0.
                let group = order.bar / Lanes.count * Lanes.count
                if group > end {
                    add(equity, until: end)
                    start = group
                }
                still = nil
            }
            // On an equity of nothing returns are not 0 but undefined.
            if order.positionAfter == 0, isPrice(equity[order.bar]) {
                still = (order.bar / Lanes.count + 1) * Lanes.count
            }
        }
        seen = orders.count
    }

    private mutating func add(_ equity: UnsafeBufferPointer<Double>, until end: Int) {
        guard start < end else { return }
        add(equity, start..<end)
        start = end
    }

    /// Adds some bars; their start is a bar of the first lane.
    private mutating func add(
        _ equity: UnsafeBufferPointer<Double>, _ bars: Range<Int>
    ) {
        guard let base = equity.baseAddress else { return }
        var (sums, fall) = (sums, fall)
        for start in stride(from: bars.lowerBound, to: bars.upperBound, by: Self.runLength) {
            let end = min(start + Self.runLength, bars.upperBound)
            var lows = Lanes(repeating: .infinity)
            var highs = Lanes(repeating: -.infinity)
            var bar = start
            while bar < end {
                let now: Lanes
                if bar > 0, bar &+ Lanes.count <= equity.count {
                    now = Lanes(at: base + bar)
                    sums.add(now / Lanes(at: base + bar - 1) - 1)
                } else {
                    let changes: Lanes
                    (now, changes) = Self.edge(equity, bar, initialCash)
                    sums.add(changes)
                }
                (lows, highs) = (now.lesser(lows), now.greater(highs))
                bar &+= Lanes.count
            }
            if !fall.take(low: lows.least, high: highs.greatest) { fall.add(equity, start..<end) }
        }
        (self.sums, self.fall) = (sums, fall)
    }

    /// The equity and the returns of the first or the last bars, lanes without a bar filled up.
    @inline(never)
    private static func edge(
        _ equity: UnsafeBufferPointer<Double>, _ start: Int, _ initialCash: Double
    ) -> (equity: Lanes, returns: Lanes) {
        var values = Lanes(repeating: equity[start])
        var returns = Lanes.zero
        for lane in 0..<min(Lanes.count, equity.count - start) {
            let bar = start + lane
            values[lane] = equity[bar]
            returns[lane] = equity[bar] / (bar == 0 ? initialCash : equity[bar - 1]) - 1
        }
        return (values, returns)
    }
}
