package import AlmanacCore
import StrategyEngine
import StrategyLanguage
import TimeSeries

/// Everything that the simulation of a strategy that speaks for its slots needs, on the axis of its
/// first slot.
package struct SlotStage: Sendable {
    /// The bars that are traded on.
    package var axis: PortfolioAxis
    /// A line for each slot.
    package var lines: [PortfolioLine]
    /// The settings with what parameters and data decide.
    package var settings: ExecutionSettings
    /// How far a position may stray from a weight before it is traded.
    package var band: Double

    /// Lays out what a strategy said on aligned data.
    /// - Throws: A `schema_mismatch_error` where data lacks what a model needs, a `backtest_error`
    ///   where a slot cannot be traded.
    init(_ prepared: PreparedBacktest, _ slots: [SlotSignals]) throws(AlmanacError) {
        let (backtest, aligned) = (prepared.backtest, prepared.aligned)
        let bars = aligned.warmupBars..<aligned.count
        settings = try backtest.runSettings(prepared.strategy, aligned.barFrequency)
        band = backtest.band
        axis = PortfolioAxis(
            times: Array(aligned.times[bars]), closes: Array(aligned.closes[bars]))
        lines = []
        for slot in slots {
            lines.append(
                try PortfolioLine(
                    slot, of: slots.count, backtest, aligned,
                    prepared.strategy.parameters.fillsAtOpen))
        }
        let first = backtest.definition.slots[0].name
        for line in lines where line.hasBar?.contains(true) == false {
            throw AlmanacError(
                .backtest,
                "slot '\(line.name)' cannot be traded: none of its bars goes with a bar of "
                    + "'\(first)'",
                details: ["slot": .string(line.name), "symbol": .string(line.market.symbol)],
                suggestion: "bind data whose dates overlap and that trades at the same hours; "
                    + "--param execution_price=open needs less than equal closes")
        }
    }

    /// Trades some of the bars, or all of them.
    package func run(_ bars: Range<Int>? = nil) throws(AlmanacError) -> PortfolioSimulation {
        var stage = self
        if let bars, bars != 0..<axis.count {
            stage.axis = PortfolioAxis(
                times: Array(axis.times[bars]), closes: Array(axis.closes[bars]))
            stage.lines = lines.map { $0.cut(bars) }
        }
        return try PortfolioSimulation.run(
            stage.lines, groups: [PortfolioGroup(name: lines[0].group, levels: [])],
            axis: stage.axis, allocation: nil, band: band, settings: settings)
    }
}

extension Backtest {
    /// Runs the strategy and lays out what it says about each of its slots.
    /// - Throws: As ``run()``.
    package func slotStage() throws(AlmanacError) -> SlotStage {
        let prepared = try prepared()
        return try SlotStage(prepared, try prepared.slotSignals())
    }
}

extension PortfolioLine {
    /// The line on some of the bars.
    fileprivate func cut(_ bars: Range<Int>) -> PortfolioLine {
        var line = self
        line.market = market.cut(bars)
        line.hasBar = hasBar.map { Array($0[bars]) }
        switch content {
        case .weights(let weights): line.content = .weights(Array(weights[bars]))
        case .signals(let signals): line.content = .signals(signals.cut(bars))
        }
        return line
    }
}

extension Signals {
    /// The signals of some of the bars.
    package func cut(_ bars: Range<Int>) -> Signals {
        func cut(_ level: Level) -> Level {
            if case .series(let values) = level { .series(Array(values[bars])) } else { level }
        }
        return Signals(
            entries: Array(entries[bars]), exits: Array(exits[bars]),
            shortEntries: shortEntries.map { Array($0[bars]) },
            shortExits: shortExits.map { Array($0[bars]) }, size: cut(size),
            stopLoss: cut(stopLoss), takeProfit: cut(takeProfit), trailingStop: cut(trailingStop))
    }
}
