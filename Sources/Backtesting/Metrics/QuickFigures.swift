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
        let squares = ReturnStatistics.squares(
            of: ReturnGroups(equity: equity, initialCash: initialCash), sums)
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

    /// Adds the bars from ``start`` on, which is a bar of the first lane.
    private mutating func add(_ equity: UnsafeBufferPointer<Double>, until end: Int) {
        guard start < end else { return }
        let groups = ReturnGroups(equity: equity, initialCash: initialCash)
        var (sums, fall) = (sums, fall)
        for run in stride(from: start, to: end, by: Self.runLength) {
            let bars = run..<min(run + Self.runLength, end)
            var lows = Lanes(repeating: .infinity)
            var highs = Lanes(repeating: -.infinity)
            groups.forEach(in: bars) { equity, returns in
                sums.add(returns)
                (lows, highs) = (equity.lesser(lows), equity.greater(highs))
            }
            if bars.upperBound == equity.count {
                let rest = groups.rest
                sums.add(rest.returns)
                (lows, highs) = (rest.equity.lesser(lows), rest.equity.greater(highs))
            }
            if !fall.take(low: lows.least, high: highs.greatest) { fall.add(equity, bars) }
        }
        (self.sums, self.fall) = (sums, fall)
        start = end
    }
}
