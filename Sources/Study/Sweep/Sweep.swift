public import AlmanacCore
public import Backtesting
import StrategyEngine
import StrategyLanguage
import TimeSeries

/// Runs one strategy with many combinations of parameters on one symbol or several.
///
/// A row's figures are those of the single run, to the bit, whatever the order of symbols and
/// parameters, however many threads there are, and however often the work was interrupted.
public struct Sweep: Sendable {
    /// The combinations that can be run.
    public let grid: SweepGrid
    /// Which of them are run.
    public let search: SweepSearch
    /// The numbers of the combinations to run, ascending; of a Bayesian search those that it
    /// chooses from.
    public let combinations: [Int]
    /// The figure by which rows are ranked.
    public let metric: SweepMetric
    /// The symbols, in the order of their names.
    public let symbols: [String]
    /// The digest of everything that the rows depend on.
    public let hash: String
    /// The aligned data of each symbol, by execution frequency.
    let markets: [[String: PreparedMarket]]
    let compilation: SweepCompilation
    /// The same run on each symbol, in the order of ``symbols``.
    let backtests: [Backtest]
    /// Whether the strategy speaks for several slots, so that each combination is an ordinary run.
    public let speaksForSlots: Bool
    /// Where orders fill and how often the strategy runs, where that is the same for all.
    let fixedExecution: (atOpen: Bool, frequency: String)?

    /// Prepares a sweep: aligns the data once and compiles what can be compiled once.
    /// - Parameters:
    ///   - backtests: The same run on each symbol; their parameters do not count.
    ///   - grid: The combinations.
    ///   - search: Which of them to run.
    ///   - metric: The figure to rank by.
    ///   - concurrently: How pieces of the compiling are run.
    /// - Throws: A `validation_error` for a strategy or a setting, or where there is nothing to
    ///   run; a `schema_mismatch_error` or `backtest_error` where the data does not fit.
    public init(
        _ backtests: [Backtest], grid: SweepGrid, search: SweepSearch = .grid,
        metric: SweepMetric = SweepMetric(.sharpe),
        concurrently: @escaping Concurrently = serially
    ) throws(AlmanacError) {
        precondition(!backtests.isEmpty, "a sweep has at least one symbol")
        let backtests = backtests.sorted { Self.symbol($0) < Self.symbol($1) }
        for (a, b) in zip(backtests, backtests.dropFirst()) where Self.symbol(a) == Self.symbol(b) {
            throw AlmanacError(
                .validation, "the symbol \(Self.symbol(a)) is given twice",
                details: ["symbol": .string(Self.symbol(a))], suggestion: "give it once")
        }
        try grid.definition.requireValid()
        self.grid = grid
        self.search = search
        self.metric = metric
        combinations = try search.combinations(of: grid)
        symbols = backtests.map(Self.symbol)
        self.backtests = backtests
        let slots = try grid.definition.compile(try grid.parameters(of: combinations[0]))
            .slotOutputs.map(\.slot)
        speaksForSlots = !slots.isEmpty
        var markets: [[String: PreparedMarket]] = []
        for backtest in backtests {
            try backtest.settings.check()
            markets.append(try Self.prepare(backtest, grid, combinations[0], trading: slots))
        }
        self.markets = markets
        let bars = markets.flatMap { $0.values.map(\.inputs.count) }.max() ?? 0
        compilation = try SweepCompilation(
            grid, combinations, bars: bars, isShared: !speaksForSlots,
            concurrently: concurrently)
        let varies = grid.ranges.contains { range in
            range.values.count > 1
                && ["execution_frequency", "execution_price"].contains(range.name)
        }
        let first = try grid.parameters(of: combinations[0])
        fixedExecution = varies ? nil : (first.fillsAtOpen, first.executionFrequency.rawValue)
        try compilation.checkCost(bars: bars) { cost throws(AlmanacError) in
            try backtests[0].checkCost(cost, bars: bars)
        }
        hash = Self.hash(grid, search, metric, backtests, markets)
    }

    private static func symbol(_ backtest: Backtest) -> String {
        backtest.data.first?.symbol ?? ""
    }

    /// The data of one symbol at every frequency that the grid runs at.
    private static func prepare(
        _ backtest: Backtest, _ grid: SweepGrid, _ first: Int, trading slots: [String]
    ) throws(AlmanacError) -> [String: PreparedMarket] {
        var names = [try grid.parameters(of: first).executionFrequency.rawValue]
        if let range = grid.ranges.first(where: { $0.name == "execution_frequency" }) {
            names = range.values.map(\.text)
        }
        var markets: [String: PreparedMarket] = [:]
        for name in names {
            var backtest = backtest
            backtest.definition = grid.definition
            backtest.parameters = try BoundParameters(
                grid.definition.parameters,
                given: grid.parameters(of: first).values.map { entry in
                    entry.name == "execution_frequency"
                        ? .init(name: entry.name, value: .string(name)) : entry
                })
            do {
                markets[name] = try backtest.prepareMarket(trading: slots)
            } catch {
                var error = error
                error.message = "\(symbol(backtest)): \(error.message)"
                throw error
            }
        }
        return markets
    }

    /// How many runs there are: each combination on each symbol is a trial.
    public var runCount: Int {
        if case .bayes(let count, _) = search {
            return min(count, combinations.count) * symbols.count
        }
        return combinations.count * symbols.count
    }

    /// How many combinations were compiled together with others.
    package var compiledTogether: Int { compilation.sharedCount }

    /// How many bars the longest symbol is traded on.
    public var barCount: Int { markets.flatMap { $0.values.map(\.bars.count) }.max() ?? 0 }

    /// An upper bound of the bytes that the program takes while it runs so, itself included.
    ///
    /// Each row as it came and in order, and half of them while they are sorted; the numbers of the
    /// combinations; what combinations share, with half as much for what is remembered of it; for
    /// each thread the columns that one run needs; and an eighth more for what the allocator
    /// keeps.
    public func memoryEstimate(threads: Int) -> Int {
        let columns = markets.flatMap { $0.values.map(\.inputs.count) }.max() ?? 0
        let rows = runCount * 3 * MemoryLayout<SweepRow>.stride
        let numbers = combinations.count * 5 * MemoryLayout<Int>.stride
        let data = markets.count * columns * 8 * 8
        let run = columns * 8 * 40
        let used =
            Self.programMemory + rows + numbers + data + Self.sharedMemory / 2 * 3 + threads * run
        return used + used / 8
    }

    /// The bytes that the program takes before a sweep begins.
    private static let programMemory = 36 << 20

    /// The bytes that all threads' shared columns may take together.
    static let sharedMemory = 64 << 20

    private static func hash(
        _ grid: SweepGrid, _ search: SweepSearch, _ metric: SweepMetric, _ backtests: [Backtest],
        _ markets: [[String: PreparedMarket]]
    ) -> String {
        let digest = SHA256()
        digest.update("almanac sweep \(BacktestRun.engineVersion)")
        digest.update(grid.definition.json.text())
        for range in grid.ranges {
            digest.update(range.name)
            digest.update(JSON.array(range.values.map(\.json)).text())
        }
        digest.update(grid.constraint ?? "")
        digest.update("\(search)")
        digest.update(metric.name.rawValue)
        for (backtest, market) in zip(backtests, markets) {
            digest.update(symbol(backtest))
            for name in market.keys.sorted() {
                guard let prepared = market[name] else { continue }
                digest.update(name)
                digest.update(prepared.digest)
                // Every setting counts, those that will be added too.
                digest.update("\(prepared.settings)")
            }
        }
        return digest.finish()
    }
}
