/// The figures of a run's equity curve, found in one pass over it.
///
/// - Shape: any number of bars.
/// - Determinism: sums run in the order that ``ReturnStatistics`` names.
/// - Complexity: O(n) time on average; memory for a small part of the returns.
struct CurveFigures {
    /// The figures of the returns.
    private(set) var statistics: ReturnStatistics
    /// The shape of the returns; empty for fewer than two bars and where the mean return is not
    /// finite.
    private(set) var shape = ReturnDistribution()
    /// The mean of the equity; NaN without bars.
    private(set) var meanEquity = Double.nan
    /// The deepest falls, deepest first.
    private(set) var drawdowns: [Drawdown] = []
    /// The most bars from a peak to its recovery, or to the end.
    private(set) var longestDrawdownBars = 0

    /// Measures a curve; the first return is measured from the initial cash.
    init(_ equity: [Double], initialCash: Double, drawdownCount: Int) {
        statistics = ReturnStatistics([], initialCash: initialCash)
        guard let first = equity.first else { return }
        let falls = DrawdownScan(first: first, limit: drawdownCount)
        equity.withUnsafeBufferPointer { equity in
            measure(equity, initialCash: initialCash, falls: falls)
        }
    }

    private mutating func measure(
        _ equity: UnsafeBufferPointer<Double>, initialCash: Double, falls: DrawdownScan
    ) {
        let count = equity.count
        var falls = falls
        var sums = ReturnSums()
        var losses = LossSums()
        var powers = PowerSums()
        var equitySums = Lanes.zero
        var lowest = LowestReturns(equity, initialCash: initialCash, tail: 0.05)
        defer { lowest.deallocate() }
        // Each part goes over a block on its own: what one needs fits into the registers.
        ReturnBlocks.forEach(of: equity, initialCash: initialCash) { bars, returns in
            sums.add(returns, count: bars.count)
            losses.add(returns, count: bars.count)
            powers.add(returns, count: bars.count)
            lowest.add(returns, count: bars.count)
            equitySums += Self.sums(of: equity, bars)
            falls.add(equity, bars)
        }
        falls.finish(lastBar: count - 1)
        let moments =
            ReturnMoments(count: count, sums, powers)
            ?? ReturnMoments(
                of: equity, initialCash: initialCash, about: sums.sum / Double(count))
        statistics = ReturnStatistics(
            count: count, sums, losses, squares: moments.squares,
            maxDrawdown: falls.deepestFall.depth, finalEquity: equity[count - 1])
        if count > 1, moments.mean.isFinite {
            shape = ReturnDistribution(count: count, moments, &lowest)
        }
        meanEquity = equitySums.total / Double(count)
        drawdowns = falls.deepest
        longestDrawdownBars = falls.longestBars
    }

    /// The sums of a block's equity; the block begins with a bar of the first lane.
    private static func sums(
        of equity: UnsafeBufferPointer<Double>, _ bars: Range<Int>
    ) -> Lanes {
        guard let base = equity.baseAddress.map({ $0 + bars.lowerBound }) else { return .zero }
        let whole = bars.count / Lanes.count * Lanes.count
        var sums = Lanes.zero
        for index in stride(from: 0, to: whole, by: Lanes.count) { sums += Lanes(at: base + index) }
        for index in whole..<bars.count { sums[index - whole] += base[index] }
        return sums
    }
}
