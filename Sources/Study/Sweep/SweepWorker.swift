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
    private var ground: Ground?
    private var family: Int?
    private var workspace = SimulationWorkspace()
    private var signals = Signals(entries: [], exits: [])
    private var shortEntries: [Bool] = []
    private var shortExits: [Bool] = []
    /// Which value of each parameter the combination has; a grid without ranges has one 0.
    private var digits: [Int]

    /// What runs on the same bars share.
    private final class Ground {
        let symbol: Int
        let frequency: String
        let atOpen: Bool
        /// The traded bars that are filled, counted from the first traded one; nil is all.
        let cut: Range<Int>?
        let executor: SweepExecutor
        let inputs: StrategyInputs
        let market: QuickMarket
        /// The same bars, counted from the first of the executor's.
        let bars: Range<Int>

        init(
            _ prepared: PreparedMarket, _ executor: SweepExecutor, symbol: Int, frequency: String,
            atOpen: Bool, cut: Range<Int>?
        ) throws(AlmanacError) {
            self.symbol = symbol
            self.frequency = frequency
            self.atOpen = atOpen
            self.cut = cut
            self.executor = executor
            inputs = prepared.inputs
            let (market, settings) = prepared.filling(atOpen: atOpen)
            let first = prepared.bars.lowerBound
            bars = cut.map { first + $0.lowerBound..<first + $0.upperBound } ?? prepared.bars
            self.market = try QuickMarket(cut.map(market.cut) ?? market, settings: settings)
        }
    }

    init(_ sweep: Sweep, sharedMemory: Int) {
        self.sweep = sweep
        self.sharedMemory = sharedMemory
        digits = [Int](repeating: 0, count: max(1, sweep.grid.ranges.count))
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
        let ground = try ground(combination, symbol, bars)
        let number = sweep.compilation.familyNumber(of: combination)
        if family != number {
            let member = try sweep.compilation.family(number)
            try ground.executor.begin(
                member.family, varied: member.varied, counts: sweep.grid.counts)
            family = number
        }
        sweep.grid.write(digitsOf: combination, into: &digits)
        guard digits.withPointer({ ground.executor.run($0) }) else {
            // The single run says what is wrong and where.
            let strategy = try sweep.grid.definition.compile(
                try sweep.grid.parameters(of: combination))
            _ = try strategy.signals(over: ground.inputs)
            throw AlmanacError(.internalError, "a fault was met that a single run does not meet")
        }
        let figures = try workspace.quick(ground.market, signals: pack(ground))
        guard wantsReturns || !sweep.metric.isQuick else {
            return .figures(figures, metric: nil, returns: nil)
        }
        take(ground)
        let (market, settings) = (ground.market.market, ground.market.settings)
        let simulation = try Simulation.run(market, signals: signals, settings: settings)
        var metric: Double?
        if !sweep.metric.isQuick {
            metric = Metrics(of: simulation, in: market).value(sweep.metric.name)
        }
        let returns =
            wantsReturns
            ? EquitySeries.returns(simulation.equity, initialCash: settings.initialCash) : nil
        return .figures(figures, metric: metric, returns: returns)
    }

    /// What a combination's run shares with the last one where it can.
    private func ground(
        _ combination: Int, _ symbol: Int, _ cut: Range<Int>?
    ) throws(AlmanacError) -> Ground {
        let (atOpen, frequency) = try execution(combination)
        var executor: SweepExecutor?
        if let ground, ground.symbol == symbol, ground.frequency == frequency {
            if ground.atOpen == atOpen, ground.cut == cut { return ground }
            executor = ground.executor
        }
        // What other bars needed goes first.
        ground = nil
        guard let prepared = sweep.markets[symbol][frequency] else {
            throw AlmanacError(.internalError, "a frequency of the grid was not prepared")
        }
        if executor == nil { family = nil }
        let new = try Ground(
            prepared, executor ?? SweepExecutor(prepared.inputs, memoryLimit: sharedMemory),
            symbol: symbol, frequency: frequency, atOpen: atOpen, cut: cut)
        ground = new
        return new
    }

    /// Where a combination's orders fill, and how often it runs.
    private func execution(
        _ combination: Int
    ) throws(AlmanacError) -> (atOpen: Bool, frequency: String) {
        if let fixed = sweep.fixedExecution { return fixed }
        let parameters = try sweep.grid.parameters(of: combination)
        return (parameters.fillsAtOpen, parameters.executionFrequency.rawValue)
    }

    /// The executor's results as they are, for the quick figures.
    private func pack(_ ground: Ground) -> PackedSignals {
        let (executor, bars) = (ground.executor, ground.bars)
        return digits.withPointer { digits -> PackedSignals in
            func words(_ index: Int) -> UnsafeBufferPointer<UInt64> {
                executor.signalWords(index, bars, digits)
            }
            let hasShorts = executor.signalCount == 4
            var packed = PackedSignals(
                count: bars.count, entries: words(0), exits: words(1),
                shortEntries: hasShorts ? words(2) : nil, shortExits: hasShorts ? words(3) : nil)
            guard executor.hasLevels else { return packed }
            packed.size = level(executor, 0, bars, digits)
            packed.stopLoss = level(executor, 1, bars, digits)
            packed.takeProfit = level(executor, 2, bars, digits)
            packed.trailingStop = level(executor, 3, bars, digits)
            return packed
        }
    }

    /// Puts the executor's results into the form that a whole simulation takes.
    private func take(_ ground: Ground) {
        let (executor, bars) = (ground.executor, ground.bars)
        digits.withPointer { digits in
            let hasShorts = executor.signalCount == 4
            Self.fit(&signals.entries, bars.count)
            Self.fit(&signals.exits, bars.count)
            copy(executor, 0, bars, digits, &signals.entries)
            copy(executor, 1, bars, digits, &signals.exits)
            signals.shortEntries = nil
            signals.shortExits = nil
            if hasShorts {
                Self.fit(&shortEntries, bars.count)
                Self.fit(&shortExits, bars.count)
                copy(executor, 2, bars, digits, &shortEntries)
                copy(executor, 3, bars, digits, &shortExits)
                signals.shortEntries = shortEntries
                signals.shortExits = shortExits
            }
            signals.size = level(executor, 0, bars, digits)
            signals.stopLoss = level(executor, 1, bars, digits)
            signals.takeProfit = level(executor, 2, bars, digits)
            signals.trailingStop = level(executor, 3, bars, digits)
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

extension [Int] {
    /// Calls a function with a pointer to the first element, of which there is at least one.
    @inline(__always)
    fileprivate func withPointer<Result>(_ body: (UnsafePointer<Int>) -> Result) -> Result {
        withUnsafeBufferPointer { buffer in
            guard let first = buffer.baseAddress else {
                preconditionFailure("a combination has digits")
            }
            return body(first)
        }
    }
}
