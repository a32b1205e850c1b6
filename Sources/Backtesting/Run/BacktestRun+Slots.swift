import AlmanacCore
import StrategyEngine
import StrategyLanguage
import TimeSeries

extension BacktestRun {
    /// Makes the run of a strategy that speaks for each of its slots, which share one account.
    init(
        _ backtest: Backtest, strategy: CompiledStrategy, aligned: AlignedData,
        slots: [SlotSignals]
    ) throws(AlmanacError) {
        self.backtest = backtest
        let bars = aligned.warmupBars..<aligned.count
        let settings = try backtest.runSettings(strategy, aligned.barFrequency)
        let fillsAtOpen = strategy.parameters.fillsAtOpen
        prices = try Market(
            aligned, aligned.slots.first, bars, symbol: backtest.data.first?.symbol ?? ""
        ).adding(backtest.data.first, aligned.slots.first, bars, settings.costs)
        market = prices.keeping(backtest.definition.slots[0].columns, open: fillsAtOpen)
        barFrequency = aligned.barFrequency
        signals = slots.signals(of: backtest.definition.slots[0].name, count: aligned.count)
            .dropping(aligned.warmupBars)
        let stage = try SlotStage(
            PreparedBacktest(
                backtest: backtest, strategy: strategy, aligned: aligned,
                inputs: StrategyInputs(times: aligned.times)), slots)
        let (lines, axis) = (stage.lines, stage.axis)
        let portfolio = try stage.run()
        simulation = portfolio.combined.simulation
        simulation.describe(market, Signals(signals))
        simulation.assumptions += [
            "All slots share one account; an entry without a size takes "
                + (slots.count == 1 ? "all of it." : "one part in \(slots.count) of the equity.")
        ]
        metrics = Metrics(of: portfolio, benchmark: lines.map(\.market))
        self.portfolio = portfolio
        slotNotes = aligned.slots
        warnings =
            strategy.warnings.map { "line \($0.position.line): \($0.message)" }
            + PriceUse(strategy.graph, backtest).warnings + simulation.warnings
            + lines.compactMap { $0.gapWarning(axis) }
            + InSamplePeriod.of(backtest, times: market.times).map(\.sentence)
        assumptions = simulation.assumptions + backtest.dataAssumptions(aligned)
        hash = ""
        quality = SlotQuality.all(
            backtest.definition, trading: strategy.slotOutputs.map(\.slot), aligned, simulation)
        warnings += quality.compactMap(\.sentence)
        hash = digest(over: aligned)
    }
}

extension [SlotSignals] {
    /// The signals of a slot; never, where there are none.
    fileprivate func signals(of slot: String, count: Int) -> StrategySignals {
        for said in self where said.slot == slot {
            if case .signals(let signals) = said.content { return signals }
        }
        return .never(count: count)
    }
}

extension PortfolioLine {
    /// A slot of a strategy that speaks for each of its slots, on that strategy's own axis.
    init(
        _ said: SlotSignals, of count: Int, _ backtest: Backtest, _ aligned: AlignedData,
        _ fillsAtOpen: Bool
    ) throws(AlmanacError) {
        let bars = aligned.warmupBars..<aligned.count
        let slot = aligned[said.slot]
        let data = backtest.data.first { $0.slot == said.slot }
        let columns = backtest.definition.slots.first { $0.name == said.slot }?.columns ?? []
        var market = try Market(aligned, slot, bars, symbol: data?.symbol ?? said.slot)
            .adding(data, slot, bars, backtest.settings.costs)
        let tradable = slot?.rows.map { rows in
            Array(TradableBars.of(rows, closes: aligned.closes, atOpen: fillsAtOpen)[bars])
        }
        // Costs know of prices that the strategy does not see.
        if let costs = backtest.settings.costs {
            market.conditions = try TradingConditions(
                of: said.slot, market, hasBar: tradable, costs)
        }
        let content: Content =
            switch said.content {
            case .signals(let signals): .signals(Signals(signals.dropping(aligned.warmupBars)))
            case .weight(let weights): .weights(Array(weights[bars]))
            }
        self.init(
            name: said.slot, group: backtest.definition.name,
            market: market.keeping(columns, open: fillsAtOpen), hasBar: tradable,
            content: content, unit: 1 / Double(count))
    }

    /// A sentence about bars on which the instrument cannot be traded after its first.
    func gapWarning(_ axis: PortfolioAxis) -> String? {
        guard let hasBar, let first = hasBar.firstIndex(of: true) else { return nil }
        let missing = hasBar[first...].count { !$0 }
        guard missing > 0 else { return nil }
        return "\(name) cannot be traded on \(missing) of \(axis.count - first) bars since its "
            + "first, because it has none there; its orders wait for the next."
    }
}
