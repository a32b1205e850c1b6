/// The figures of a run's equity curve and of its benchmark's, found in two passes over both.
///
/// - Shape: curves of one length, any number of bars.
/// - Determinism: sums run in the order of time.
/// - Complexity: O(n) time on average; memory for a small part of the returns.
struct CurveFigures {
    /// The figures of the run's returns.
    private(set) var run: ReturnStatistics
    /// The benchmark's mean return, its variation, deepest fall and last equity; its gains and
    /// losses are left out.
    private(set) var benchmark: ReturnStatistics
    /// The shape of the run's returns; empty for fewer than two bars and where the mean return is
    /// not finite.
    private(set) var shape = ReturnDistribution()
    /// The mean of the run's equity; NaN without bars.
    private(set) var meanEquity = Double.nan
    /// The run's deepest falls, deepest first.
    private(set) var drawdowns: [Drawdown] = []
    /// The most bars from a peak of the run's equity to its recovery, or to the end.
    private(set) var longestDrawdownBars = 0

    /// Measures both curves; the first returns are measured from the initial cash.
    init(
        _ equity: [Double], benchmark: [Double], initialCash: Double, drawdownCount: Int
    ) {
        run = ReturnStatistics([], initialCash: initialCash)
        self.benchmark = run
        guard let first = equity.first, let benchmarkFirst = benchmark.first else { return }
        equity.withUnsafeBufferPointer { equity in
            benchmark.withUnsafeBufferPointer { benchmark in
                measure(
                    equity, benchmark, initialCash: initialCash,
                    falls: DrawdownScan(first: first, limit: drawdownCount),
                    benchmarkFall: DeepestFall(first: benchmarkFirst))
            }
        }
    }

    private mutating func measure(
        _ equity: UnsafeBufferPointer<Double>, _ benchmark: UnsafeBufferPointer<Double>,
        initialCash: Double, falls: DrawdownScan, benchmarkFall: DeepestFall
    ) {
        let count = equity.count
        var (falls, benchmarkFall) = (falls, benchmarkFall)
        var sums = PairedSums()
        var lowest = LowestReturns(equity, initialCash: initialCash, tail: 0.05)
        defer { lowest.deallocate() }
        ReturnBlocks.forEach(of: equity, and: benchmark, initialCash: initialCash) {
            bars, returns, benchmarkReturns in
            lowest.add(returns, count: bars.count)
            sums.add(equity, bars, returns, benchmarkReturns)
            falls.add(equity, bars)
            benchmarkFall.add(benchmark, bars)
        }
        falls.finish(lastBar: count - 1)
        var moments = PairedMoments(sums, count: Double(count))
        ReturnBlocks.forEach(of: equity, and: benchmark, initialCash: initialCash) {
            bars, returns, benchmarkReturns in
            moments.add(returns, benchmarkReturns, count: bars.count)
        }
        run = ReturnStatistics(
            count: count, sums.run, squares: moments.run.squares,
            maxDrawdown: falls.deepestFall.depth,
            finalEquity: equity[count - 1])
        self.benchmark = ReturnStatistics(
            count: count, ReturnSums(sum: sums.benchmark), squares: moments.benchmarkSquares,
            maxDrawdown: benchmarkFall.depth, finalEquity: benchmark[count - 1])
        if count > 1, moments.run.mean.isFinite {
            shape = ReturnDistribution(count: count, moments.run, &lowest)
        }
        meanEquity = sums.equity / Double(count)
        drawdowns = falls.deepest
        longestDrawdownBars = falls.longestBars
    }
}

/// The sums of a first pass over both curves; side by side they take hardly longer than alone.
private struct PairedSums {
    private(set) var run = ReturnSums()
    /// The sum of the benchmark's returns.
    private(set) var benchmark = 0.0
    /// The sum of the run's equity.
    private(set) var equity = 0.0

    mutating func add(
        _ curve: UnsafeBufferPointer<Double>, _ bars: Range<Int>,
        _ returns: UnsafePointer<Double>, _ benchmarkReturns: UnsafePointer<Double>
    ) {
        var (run, benchmark, equity) = (run, benchmark, equity)
        for index in 0..<bars.count {
            run.add(returns[index])
            benchmark += benchmarkReturns[index]
            equity += curve[bars.lowerBound &+ index]
        }
        (self.run, self.benchmark, self.equity) = (run, benchmark, equity)
    }
}

/// The sums of a second pass over both curves.
private struct PairedMoments {
    private(set) var run: ReturnMoments
    private(set) var benchmarkSquares = 0.0
    private let benchmarkMean: Double

    init(_ sums: PairedSums, count: Double) {
        run = ReturnMoments(about: sums.run.sum / count)
        benchmarkMean = sums.benchmark / count
    }

    mutating func add(
        _ returns: UnsafePointer<Double>, _ benchmarkReturns: UnsafePointer<Double>, count: Int
    ) {
        var (run, squares) = (run, benchmarkSquares)
        for index in 0..<count {
            run.add(returns[index])
            let deviation = benchmarkReturns[index] - benchmarkMean
            squares += deviation * deviation
        }
        (self.run, benchmarkSquares) = (run, squares)
    }
}
