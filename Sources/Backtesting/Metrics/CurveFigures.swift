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
        let groups = ReturnGroups(equity: equity, initialCash: initialCash)
        var falls = falls
        var (sums, losses, powers) = (ReturnSums(), LossSums(), PowerSums())
        var lowest = LowestReturns(groups, tail: 0.05)
        defer { lowest.deallocate() }
        var equitySums = Lanes.zero
        for bars in equity.blocks {
            groups.forEach(in: bars) { equity, returns in
                sums.add(returns)
                losses.add(returns)
                powers.add(returns)
                lowest.add(returns)
                equitySums += equity
            }
            falls.add(equity, bars)
        }
        let rest = groups.rest
        sums.add(rest.returns)
        losses.add(rest.returns)
        powers.add(rest.returns)
        for lane in 0..<rest.count {
            lowest.add(rest.returns[lane])
            equitySums[lane] += rest.equity[lane]
        }
        falls.finish(lastBar: count - 1)
        let moments =
            ReturnMoments(count: count, sums, powers)
            ?? ReturnMoments(of: groups, about: sums.sum / Double(count))
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
}
