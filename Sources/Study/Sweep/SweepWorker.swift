import AlmanacCore
import Backtesting
import StrategyEngine
import StrategyLanguage
import TimeSeries

/// One thread's part of a sweep: runs combination after combination on one symbol and keeps what
/// they share.
final class SweepWorker {
    private let sweep: Sweep
    private let sharedMemory: Int
    private var executor: SweepExecutor?
    /// The symbol and the execution frequency that the executor is for.
    private var current: (symbol: Int, frequency: String)?
    private var family: Int?
    private var workspace = SimulationWorkspace()
    private var signals = Signals(entries: [], exits: [])
    private var shortEntries: [Bool] = []
    private var shortExits: [Bool] = []
    /// The last cut of a market, which most runs share.
    private var lastCut: (symbol: Int, bars: Range<Int>, atOpen: Bool, market: Market)?

    init(_ sweep: Sweep, sharedMemory: Int) {
        self.sweep = sweep
        self.sharedMemory = sharedMemory
    }

    /// What a run gave.
    enum Outcome {
        case figures(QuickResult, metric: Double?, returns: [Double]?)
        case failure(AlmanacError)
    }

    /// Runs one combination.
    /// - Parameters:
    ///   - bars: The traded bars to fill and measure, counted from the first traded one; nil is
    ///     all. The bars before them warm the windows up.
    ///   - wantsReturns: Whether the return of each bar is wanted too.
    func run(_ combination: Int, symbol: Int, bars: Range<Int>?, wantsReturns: Bool) -> Outcome {
        do {
            return try outcome(combination, symbol, bars, wantsReturns)
        } catch {
            return .failure(error)
        }
    }

    private func outcome(
        _ combination: Int, _ symbol: Int, _ bars: Range<Int>?, _ wantsReturns: Bool
    ) throws(AlmanacError) -> Outcome {
        if sweep.speaksForSlots {
            return try sweep.runSlots(combination, symbol, bars, wantsReturns)
        }
        let grid = sweep.grid
        let digits = grid.digits(of: combination)
        let (atOpen, frequency) = try execution(combination)
        guard let prepared = sweep.markets[symbol][frequency] else {
            throw AlmanacError(.internalError, "a frequency of the grid was not prepared")
        }
        let executor = try executor(prepared, symbol, frequency)
        let member = try sweep.compilation.family(of: combination)
        if family != member.number {
            try executor.begin(member.family, varied: member.varied, counts: grid.counts)
            family = member.number
        }
        let isWhole = digits.withUnsafeBufferPointer { digits -> Bool in
            // A grid without ranges has one combination and no digits.
            withUnsafePointer(to: 0) { none in executor.run(digits.baseAddress ?? none) }
        }
        guard isWhole else {
            // The single run says what is wrong and where.
            let strategy = try grid.definition.compile(try grid.parameters(of: combination))
            _ = try strategy.signals(over: prepared.inputs)
            throw AlmanacError(.internalError, "a fault was met that a single run does not meet")
        }
        let traded = bars.map {
            prepared.bars.lowerBound + $0.lowerBound..<prepared.bars.lowerBound + $0.upperBound
        }
        let (market, settings) = prepared.filling(atOpen: atOpen)
        let span = traded ?? prepared.bars
        guard let bars else {
            return try measure(market, settings, wantsReturns, executor, digits, span)
        }
        if let lastCut, lastCut.symbol == symbol, lastCut.bars == bars, lastCut.atOpen == atOpen {
            return try measure(
                lastCut.market, settings, wantsReturns, executor, digits, span)
        }
        let cut = market.cut(bars)
        lastCut = (symbol, bars, atOpen, cut)
        return try measure(cut, settings, wantsReturns, executor, digits, span)
    }

    private func measure(
        _ market: Market, _ settings: ExecutionSettings, _ wantsReturns: Bool,
        _ executor: SweepExecutor, _ digits: [Int], _ bars: Range<Int>
    ) throws(AlmanacError) -> Outcome {
        // A grid without ranges has one combination and no digits.
        let digits = digits.isEmpty ? [0] : digits
        let figures = try workspace.quick(
            market, signals: pack(executor, digits, bars), settings: settings)
        var metric: Double?
        var returns: [Double]?
        if wantsReturns || !sweep.metric.isQuick {
            take(executor, digits, bars)
            let simulation = try Simulation.run(market, signals: signals, settings: settings)
            if !sweep.metric.isQuick {
                metric = Metrics(of: simulation, in: market).value(sweep.metric.name)
            }
            if wantsReturns {
                returns = EquitySeries.returns(
                    simulation.equity, initialCash: settings.initialCash)
            }
        }
        return .figures(figures, metric: metric, returns: returns)
    }

    /// Where a combination's orders fill, and how often it runs.
    private func execution(
        _ combination: Int
    ) throws(AlmanacError) -> (atOpen: Bool, frequency: String) {
        if let fixed = sweep.fixedExecution { return fixed }
        let parameters = try sweep.grid.parameters(of: combination)
        return (parameters.fillsAtOpen, parameters.executionFrequency.rawValue)
    }

    private func executor(
        _ prepared: PreparedMarket, _ symbol: Int, _ frequency: String
    ) throws(AlmanacError) -> SweepExecutor {
        if let executor, let current, current == (symbol, frequency) { return executor }
        // What another symbol's bars needed goes first.
        self.executor = nil
        let executor = SweepExecutor(prepared.inputs, memoryLimit: sharedMemory)
        self.executor = executor
        current = (symbol, frequency)
        family = nil
        lastCut = nil
        return executor
    }

    /// The executor's results as they are, for the quick figures.
    private func pack(
        _ executor: SweepExecutor, _ digits: [Int], _ bars: Range<Int>
    ) -> PackedSignals {
        digits.withUnsafeBufferPointer { buffer -> PackedSignals in
            guard let digits = buffer.baseAddress else {
                preconditionFailure("a combination has digits")
            }
            func words(_ index: Int) -> UnsafeBufferPointer<UInt64> {
                executor.signalWords(index, bars, digits)
            }
            let hasShorts = executor.signalCount == 4
            var packed = PackedSignals(
                count: bars.count, entries: words(0), exits: words(1),
                shortEntries: hasShorts ? words(2) : nil, shortExits: hasShorts ? words(3) : nil)
            packed.size = level(executor, 0, bars, digits)
            packed.stopLoss = level(executor, 1, bars, digits)
            packed.takeProfit = level(executor, 2, bars, digits)
            packed.trailingStop = level(executor, 3, bars, digits)
            return packed
        }
    }

    /// Puts the executor's results into the form that a whole simulation takes.
    private func take(_ executor: SweepExecutor, _ digits: [Int], _ bars: Range<Int>) {
        digits.withUnsafeBufferPointer { digits in
            withUnsafePointer(to: 0) { none in
                let digits = digits.baseAddress ?? none
                let hasShorts = executor.signalCount == 4
                Self.fit(&signals.entries, bars.count)
                Self.fit(&signals.exits, bars.count)
                copy(executor, 0, bars, digits, &signals.entries)
                copy(executor, 1, bars, digits, &signals.exits)
                if hasShorts {
                    var (entries, exits): ([Bool], [Bool]) = ([], [])
                    swap(&entries, &shortEntries)
                    swap(&exits, &shortExits)
                    signals.shortEntries = nil
                    signals.shortExits = nil
                    Self.fit(&entries, bars.count)
                    Self.fit(&exits, bars.count)
                    copy(executor, 2, bars, digits, &entries)
                    copy(executor, 3, bars, digits, &exits)
                    signals.shortEntries = entries
                    signals.shortExits = exits
                } else {
                    signals.shortEntries = nil
                    signals.shortExits = nil
                }
                signals.size = level(executor, 0, bars, digits)
                signals.stopLoss = level(executor, 1, bars, digits)
                signals.takeProfit = level(executor, 2, bars, digits)
                signals.trailingStop = level(executor, 3, bars, digits)
            }
        }
    }

    private static func fit(_ flags: inout [Bool], _ count: Int) {
        if flags.count != count { flags = [Bool](repeating: false, count: count) }
    }

    private func copy(
        _ executor: SweepExecutor, _ index: Int, _ bars: Range<Int>,
        _ digits: UnsafePointer<Int>, _ flags: inout [Bool]
    ) {
        flags.withUnsafeMutableBufferPointer { flags in
            guard let base = flags.baseAddress else { return }
            executor.copySignal(index, bars, digits, into: base)
        }
    }

    private func level(
        _ executor: SweepExecutor, _ index: Int, _ bars: Range<Int>, _ digits: UnsafePointer<Int>
    ) -> Signals.Level {
        switch executor.level(index, digits) {
        case .none: .none
        case .scalar(let value): .scalar(value)
        case .series(let values):
            .series(
                Array(
                    UnsafeBufferPointer(start: values + bars.lowerBound, count: bars.count)))
        }
    }
}
