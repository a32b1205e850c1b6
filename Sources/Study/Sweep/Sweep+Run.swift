public import AlmanacCore
public import Backtesting
import Synchronization

/// Runs a function once for each number below a count, in any order, perhaps at the same time.
///
/// The caller decides on threads: nothing below the command line starts one.
public typealias Concurrently = @Sendable (_ count: Int, _ body: @Sendable (Int) -> Void) -> Void

/// What one combination gave on one symbol over some of the bars.
public struct SweepEvaluation: Sendable {
    /// The number of the combination in the grid.
    public var combination: Int
    /// The figures, or nil where the run failed.
    public var figures: QuickResult?
    /// The return of each bar, where it was asked for and there are figures.
    public var returns: [Double]?
    /// Why there are no figures.
    public var failure: AlmanacError?
}

extension Sweep {
    /// Runs everything that is not done yet.
    ///
    /// - Parameters:
    ///   - threads: How many combinations may run at the same time.
    ///   - done: Rows of an earlier, interrupted run of the same sweep.
    ///   - concurrently: Runs the threads; the default runs one after another.
    ///   - keep: Takes the rows of each finished block, from any thread; false ends the sweep.
    /// - Returns: All rows, the earlier ones included, by symbol and combination. Fewer than
    ///   ``runCount`` where `keep` ended it.
    /// - Determinism: the same rows however many threads there are.
    public func run(
        threads: Int = 1, done: [SweepRow] = [],
        concurrently: Concurrently = { count, body in for index in 0..<count { body(index) } },
        keep: @escaping @Sendable ([SweepRow]) -> Bool = { _ in true }
    ) -> [SweepRow] {
        if case .bayes(let count, let seed) = search {
            return runBayes(count, seed, done: done, keep: keep)
        }
        var finished = [Set<Int>](repeating: [], count: symbols.count)
        for row in done { finished[row.symbol].insert(row.combination) }
        let threads = max(1, threads)
        let board = SweepBoard(
            SweepQueue(
                order: compilation.order, symbolCount: symbols.count, threads: threads,
                done: finished),
            rows: done, capacity: runCount)
        let memory = Self.sharedMemory / threads
        concurrently(threads) { thread in
            let worker = SweepWorker(self, sharedMemory: memory)
            while let block = board.take(for: thread) {
                let rows = block.combinations.map { combination in
                    row(combination, block.symbol, worker)
                }
                board.add(rows, keepsOn: keep(rows))
            }
        }
        return board.rows.sorted { ($0.symbol, $0.combination) < ($1.symbol, $1.combination) }
    }

    /// Runs what a Bayesian search chooses, one after another: each choice needs the last value.
    ///
    /// With several symbols the mean of their values counts.
    private func runBayes(
        _ count: Int, _ seed: UInt64, done: [SweepRow], keep: @Sendable ([SweepRow]) -> Bool
    ) -> [SweepRow] {
        var known: [[Int]: SweepRow] = [:]
        for row in done { known[[row.symbol, row.combination]] = row }
        let workers = symbols.map { _ in
            SweepWorker(self, sharedMemory: Self.sharedMemory / symbols.count)
        }
        var search = BayesianSearch(
            grid, allowed: combinations, count: count, seed: seed,
            isLowerBetter: metric.isLowerBetter)
        var rows: [SweepRow] = []
        while let combination = search.next() {
            var values: [Double] = []
            var new: [SweepRow] = []
            for (symbol, worker) in workers.enumerated() {
                let old = known[[symbol, combination]]
                let row = old ?? row(combination, symbol, worker)
                if old == nil { new.append(row) }
                row.value(metric).map { values.append($0) }
                rows.append(row)
            }
            let isWhole = values.count == symbols.count
            search.report(
                combination, isWhole ? values.reduce(0, +) / Double(values.count) : nil)
            if !new.isEmpty, !keep(new) { break }
        }
        return rows.sorted { ($0.symbol, $0.combination) < ($1.symbol, $1.combination) }
    }

    private func row(_ combination: Int, _ symbol: Int, _ worker: SweepWorker) -> SweepRow {
        let outcome = worker.run(combination, symbol: symbol, bars: nil, wantsReturns: false)
        switch outcome {
        case .figures(let figures, let metric, _):
            return SweepRow(
                symbol: symbol, combination: combination,
                outcome: .figures(figures, metric: metric))
        case .failure(let error):
            return SweepRow(
                symbol: symbol, combination: combination,
                outcome: .failure(kind: error.kind, message: error.message))
        }
    }

    /// Runs combinations on one symbol over some of its bars.
    ///
    /// Signals are those of a run over all bars, so that bars before the first one warm windows
    /// up; cash and positions begin anew at the first of the given bars.
    /// - Parameters:
    ///   - bars: The bars to fill and measure, counted from the first traded one; nil is all.
    ///   - symbol: The number of the symbol in ``symbols``.
    ///   - combinations: The combinations; nil is all of ``combinations``.
    ///   - returns: Whether the return of each bar is wanted too.
    /// - Returns: One evaluation for each combination, in the given order.
    /// - Complexity: as ``run(threads:done:concurrently:keep:)``; with returns 8 bytes a bar more.
    public func evaluate(
        bars: Range<Int>? = nil, symbol: Int = 0, combinations: [Int]? = nil,
        returns: Bool = false, threads: Int = 1,
        concurrently: Concurrently = { count, body in for index in 0..<count { body(index) } }
    ) -> [SweepEvaluation] {
        let wanted = combinations ?? self.combinations
        let threads = max(1, threads)
        let size = max(1, (wanted.count + threads * 4 - 1) / (threads * 4))
        let starts = Array(stride(from: 0, to: wanted.count, by: size))
        let results = Mutex([Int: [SweepEvaluation]]())
        let next = Atomic<Int>(0)
        let memory = Self.sharedMemory / threads
        concurrently(threads) { _ in
            let worker = SweepWorker(self, sharedMemory: memory)
            while true {
                let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard place < starts.count else { return }
                let part = wanted[starts[place]..<min(starts[place] + size, wanted.count)]
                let found = part.map { combination -> SweepEvaluation in
                    switch worker.run(
                        combination, symbol: symbol, bars: bars, wantsReturns: returns)
                    {
                    case .figures(let figures, _, let returns):
                        SweepEvaluation(
                            combination: combination, figures: figures, returns: returns)
                    case .failure(let error):
                        SweepEvaluation(combination: combination, failure: error)
                    }
                }
                results.withLock { $0[place] = found }
            }
        }
        return results.withLock { parts in
            starts.indices.flatMap { parts[$0] ?? [] }
        }
    }

    /// How many bars one symbol is traded on, at the first of the grid's frequencies.
    public func barCount(symbol: Int) -> Int {
        markets[symbol].sorted { $0.key < $1.key }.first?.value.bars.count ?? 0
    }
}

/// The queue and the rows of a running sweep, shared between threads.
private final class SweepBoard: Sendable {
    private struct State {
        var queue: SweepQueue
        var rows: [SweepRow]
        var isStopped = false
    }

    private let state: Mutex<State>

    init(_ queue: SweepQueue, rows: [SweepRow], capacity: Int) {
        var rows = rows
        rows.reserveCapacity(capacity)
        state = Mutex(State(queue: queue, rows: rows))
    }

    func take(for thread: Int) -> SweepQueue.Block? {
        state.withLock { $0.isStopped ? nil : $0.queue.take(for: thread) }
    }

    func add(_ rows: [SweepRow], keepsOn: Bool) {
        state.withLock { state in
            state.rows += rows
            if !keepsOn { state.isStopped = true }
        }
    }

    var rows: [SweepRow] { state.withLock { $0.rows } }
}
