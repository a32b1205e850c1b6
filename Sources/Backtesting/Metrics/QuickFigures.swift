/// Mean, variance and deepest fall of a run's returns, found on those bars only on which its equity
/// can have moved.
///
/// Between positions the equity stands still: the returns there are exactly 0, which adds nothing
/// to a sum, and there is neither a new peak nor a deeper fall. So the figures are those of
/// ``ReturnStatistics`` to the bit, but for the sums over gains and losses, which are not made.
///
/// - Complexity: O(bars in a position), one division for each.
struct QuickFigures {
    private(set) var statistics: ReturnStatistics
    private var sums = ReturnSums()
    private var fall: DeepestFall
    /// So long that most stretches are one run, which one branch ends.
    private static let runLength = 32 * Lanes.count

    /// Measures a curve.
    ///
    /// - Parameter orders: What has moved it, where nothing else has; `nil` looks at every bar.
    init(_ equity: UnsafeBufferPointer<Double>, initialCash: Double, orders: [Order]?) {
        statistics = ReturnStatistics([], initialCash: initialCash)
        fall = DeepestFall(first: equity.first ?? initialCash)
        guard let last = equity.last else { return }
        if let orders {
            addMoves(of: equity, initialCash: initialCash, orders)
        } else {
            add(equity, 0..<equity.count, initialCash)
        }
        let squares = ReturnStatistics.squares(of: equity, initialCash: initialCash, sums)
        statistics = ReturnStatistics(
            count: equity.count, sums, squares: squares, maxDrawdown: fall.depth,
            finalEquity: last)
    }

    /// Adds each stretch from an order to the next after which nothing is held.
    private mutating func addMoves(
        of equity: UnsafeBufferPointer<Double>, initialCash: Double, _ orders: [Order]
    ) {
        var (start, end) = (0, 0)
        var isOpen = false
        for order in orders {
            if !isOpen {
                // Whole groups of lanes; a bar too many adds a return of 0.
                let group = order.bar / Lanes.count * Lanes.count
                if group > end {
                    add(equity, start..<end, initialCash)
                    start = group
                }
                isOpen = true
            }
            // On an equity of nothing returns are not 0 but undefined.
            if order.positionAfter == 0, isPrice(equity[order.bar]) {
                end = (order.bar / Lanes.count + 1) * Lanes.count
                isOpen = false
            }
        }
        add(equity, start..<(isOpen ? equity.count : min(end, equity.count)), initialCash)
    }

    /// Adds some bars; their start is a bar of the first lane.
    private mutating func add(
        _ equity: UnsafeBufferPointer<Double>, _ bars: Range<Int>, _ initialCash: Double
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
