public import AlmanacCore
public import StrategyEngine
import StrategyLanguage
public import TimeSeries

/// What a backtest gave: signals, orders, trades, equity and figures, with where they came from.
public struct BacktestRun: Sendable {
    /// What was run.
    public var backtest: Backtest
    /// The bars that were traded on, warm-up left out: the columns that the strategy names, the
    /// close, and the open where orders fill at it.
    public var market: Market
    /// The same bars with every price that the data has, for showing.
    public var prices: Market
    /// What the strategy said on each of these bars.
    public var signals: StrategySignals
    /// Orders, trades and the equity at every bar.
    public var simulation: Simulation
    /// The figures.
    public var metrics: Metrics
    /// How often there is a bar.
    public var barFrequency: Frequency
    /// What the reader should doubt.
    public var warnings: [String]
    /// What the run takes for granted.
    public var assumptions: [String]
    /// How the rows of each slot were used.
    public var slotNotes: [AlignedSlot]
    /// How good the data of each slot was that brings a column `quality`.
    public var quality: [SlotQuality] = []
    /// The account that all slots share, where the strategy speaks for each of them.
    ///
    /// Its lines are called as the slots. ``simulation`` then holds every slot's orders and trades,
    /// ``market`` the first slot, and ``signals`` what was said about that slot.
    public var portfolio: PortfolioSimulation?
    /// A digest of definition, parameters, settings, data and engine: equal for equal results.
    public var hash: String

    /// The version of the arithmetic; runs of different versions have different hashes.
    public static let engineVersion = "2"

    /// The traded symbol.
    public var symbol: String { market.symbol }

    /// The number of bars.
    public var count: Int { market.count }

    /// The bars on which defaults that the run uses were fitted, by the definition's provenance.
    ///
    /// A parameter with another value than its default does not count.
    public var inSample: [InSamplePeriod] {
        InSamplePeriod.of(backtest, times: market.times)
    }

    init(
        _ backtest: Backtest, strategy: CompiledStrategy, aligned: AlignedData,
        signals: StrategySignals
    ) throws(AlmanacError) {
        self.backtest = backtest
        let bars = aligned.warmupBars..<aligned.count
        self.signals = signals.dropping(aligned.warmupBars)
        prices = try backtest.tradedMarket(aligned, bars)
        market = prices.keeping(
            backtest.definition.slots[0].columns, open: strategy.parameters.fillsAtOpen)
        barFrequency = aligned.barFrequency
        let settings = try backtest.runSettings(strategy, aligned.barFrequency)
        simulation = try Simulation.run(
            market, signals: Signals(self.signals), settings: settings)
        metrics = Metrics(of: simulation, in: market)
        slotNotes = aligned.slots
        warnings =
            strategy.warnings.map { "line \($0.position.line): \($0.message)" }
            + PriceUse(strategy.graph, backtest).warnings + simulation.warnings
            + InSamplePeriod.of(backtest, times: market.times).map(\.sentence)
        assumptions = simulation.assumptions + backtest.dataAssumptions(aligned)
        hash = ""
        quality = SlotQuality.all(
            backtest.definition, trading: strategy.slotOutputs.map(\.slot), aligned, simulation)
        warnings += quality.compactMap(\.sentence)
        hash = digest(over: aligned)
    }
}

extension Backtest {
    /// Compiles, aligns, runs, fills and measures.
    ///
    /// The same inputs give the same result, bit for bit.
    /// - Throws: A `validation_error` for the strategy or a setting, a `schema_mismatch_error`
    ///   where the data lacks a slot or column, an `execution_error` where the strategy cannot run
    ///   on a bar, a `backtest_error` where there is nothing to trade on.
    /// - Complexity: O(operations × bars).
    public func run() throws(AlmanacError) -> BacktestRun {
        let prepared = try prepared()
        try checkOverlap(prepared.aligned)
        if prepared.strategy.isPortfolio {
            return try BacktestRun(
                prepared.backtest, strategy: prepared.strategy, aligned: prepared.aligned,
                slots: try prepared.slotSignals())
        }
        let signals = try prepared.strategy.signals(over: prepared.inputs)
        return try BacktestRun(
            prepared.backtest, strategy: prepared.strategy, aligned: prepared.aligned,
            signals: signals)
    }

    /// The settings with what parameters and data decide.
    func runSettings(
        _ strategy: CompiledStrategy, _ frequency: Frequency
    ) throws(AlmanacError) -> ExecutionSettings {
        var settings = settings
        settings.executionPrice = strategy.parameters.fillsAtOpen ? .open : .close
        settings.barsPerYear = try barsInYear(frequency)
        return settings
    }

    func barsInYear(_ frequency: Frequency) throws(AlmanacError) -> Double {
        if let barsPerYear { return barsPerYear }
        if let bars = data.first?.calendar.barsPerYear(frequency) { return bars }
        throw AlmanacError(
            .backtest, "the traded data has no regular frequency",
            suggestion: "give the number of bars in a year: --bars-per-year N")
    }

    func dataAssumptions(_ aligned: AlignedData) -> [String] {
        var sentences: [String] = []
        for slot in data where slot.isAdjusted {
            sentences.append(
                "\(slot.symbol) is adjusted for splits and dividends with today's knowledge, so "
                    + "its past prices are not those that were traded.")
        }
        sentences.append(
            "The symbol was picked by hand, so the result may suffer from survivorship.")
        for slot in data { sentences += slot.notes.map { "\(slot.symbol): \($0)" } }
        for slot in aligned.slots where slot.notes.duplicateRows > 0 {
            sentences.append(
                "Slot '\(slot.name)': \(slot.notes.duplicateRows) repeated rows, "
                    + "of which the last one counts.")
        }
        return sentences
    }
}

extension Market {
    /// The prices of an aligned slot on some of the bars.
    init(
        _ aligned: AlignedData, _ slot: AlignedSlot?, _ bars: Range<Int>, symbol: String
    ) throws(AlmanacError) {
        guard let close = slot?["close"] else {
            throw AlmanacError(
                .schemaMismatch, "the traded slot '\(slot?.name ?? "")' has no column 'close'",
                details: ["slot": .string(slot?.name ?? ""), "column": "close"],
                suggestion: "orders fill at prices: bind data with a close column")
        }
        let cut = { (name: String) in slot?[name].map { Array($0[bars]) } }
        self.init(
            symbol: symbol, times: Array(aligned.times[bars]),
            closeTimes: Array(aligned.closes[bars]), open: cut("open"), high: cut("high"),
            low: cut("low"), close: Array(close[bars]), volume: cut("volume"))
    }
}

extension Market {
    /// The market with the columns that a strategy names; what it does not see, its stops do not.
    func keeping(_ columns: [String], open fillsAtOpen: Bool) -> Market {
        var market = self
        if !columns.contains("open") && !fillsAtOpen { market.open = nil }
        if !columns.contains("high") { market.high = nil }
        if !columns.contains("low") { market.low = nil }
        return market
    }
}

extension StrategySignals {
    /// The signals without those of the first bars.
    func dropping(_ bars: Int) -> StrategySignals {
        guard bars > 0 else { return self }
        var rest = self
        rest.entries.removeFirst(bars)
        rest.exits.removeFirst(bars)
        rest.shortEntries?.removeFirst(bars)
        rest.shortExits?.removeFirst(bars)
        for level in [\StrategySignals.size, \.stopLoss, \.takeProfit, \.trailingStop] {
            if case .series(let values) = rest[keyPath: level] {
                rest[keyPath: level] = .series(Array(values.dropFirst(bars)))
            }
        }
        return rest
    }
}

extension Signals {
    /// The signals in the form that the simulation takes.
    init(_ signals: StrategySignals) {
        self.init(
            entries: signals.entries, exits: signals.exits, shortEntries: signals.shortEntries,
            shortExits: signals.shortExits, size: Level(signals.size),
            stopLoss: Level(signals.stopLoss), takeProfit: Level(signals.takeProfit),
            trailingStop: Level(signals.trailingStop))
    }
}

extension Signals.Level {
    fileprivate init(_ level: StrategySignals.Level) {
        switch level {
        case .none: self = .none
        case .scalar(let value): self = .scalar(value)
        case .series(let values): self = .series(values)
        }
    }
}
