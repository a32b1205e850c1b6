/// The figures of a run's equity curve, found in two passes over it.
///
/// - Shape: any number of bars.
/// - Determinism: sums run in the order of time.
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
        var sums = CurveSums(LowestReturns(equity, initialCash: initialCash, tail: 0.05))
        defer { sums.lowest.deallocate() }
        ReturnBlocks.forEach(of: equity, initialCash: initialCash) { bars, returns in
            sums.add(equity, bars, returns)
            falls.add(equity, bars)
        }
        falls.finish(lastBar: count - 1)
        var moments = ReturnMoments(about: sums.returns.sum / Double(count))
        ReturnBlocks.forEach(of: equity, initialCash: initialCash) { bars, returns in
            moments.add(returns, count: bars.count)
        }
        statistics = ReturnStatistics(
            count: count, sums.returns, squares: moments.squares,
            maxDrawdown: falls.deepestFall.depth, finalEquity: equity[count - 1])
        if count > 1, moments.mean.isFinite {
            shape = ReturnDistribution(count: count, moments, &sums.lowest)
        }
        meanEquity = sums.equity / Double(count)
        drawdowns = falls.deepest
        longestDrawdownBars = falls.longestBars
    }
}

/// What a first pass adds up; side by side the sums take hardly longer than one of them.
private struct CurveSums {
    private(set) var returns = ReturnSums()
    /// The sum of the equity.
    private(set) var equity = 0.0
    var lowest: LowestReturns

    init(_ lowest: LowestReturns) {
        self.lowest = lowest
    }

    mutating func add(
        _ curve: UnsafeBufferPointer<Double>, _ bars: Range<Int>, _ changes: UnsafePointer<Double>
    ) {
        // A copy's sums stay in registers.
        var sums = self
        for index in 0..<bars.count {
            sums.returns.add(changes[index])
            sums.lowest.add(changes[index])
            sums.equity += curve[bars.lowerBound &+ index]
        }
        self = sums
    }
}
