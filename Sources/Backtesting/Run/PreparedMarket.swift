package import AlmanacCore
package import StrategyEngine
package import StrategyLanguage
import TimeSeries

/// A backtest's data, aligned and ready for runs that differ in parameters only.
///
/// A run of the whole backtest is the same strategy over ``inputs`` with its signals cut to
/// ``bars``, filled in ``market``.
package struct PreparedMarket: Sendable {
    /// The aligned columns under the names that the strategy uses, warm-up included.
    package var inputs: StrategyInputs
    /// The bars of ``inputs`` that are traded on.
    package var bars: Range<Int>
    /// The traded bars where orders fill at the close of their signal.
    package var closeMarket: Market
    /// The traded bars where orders fill at the next open.
    package var openMarket: Market
    /// The settings of a run, but for the price at which orders fill.
    package var settings: ExecutionSettings
    /// A digest of the bars: equal for equal data.
    package var digest: String

    /// The market and the settings for orders that fill at the open or at the close.
    package func filling(atOpen: Bool) -> (market: Market, settings: ExecutionSettings) {
        var settings = settings
        settings.executionPrice = atOpen ? .open : .close
        return (atOpen ? openMarket : closeMarket, settings)
    }

    /// What a strategy says on the traded bars.
    /// - Throws: As the strategy's run over ``inputs``; a `validation_error` for a strategy that
    ///   speaks for several slots.
    package func signals(of strategy: CompiledStrategy) throws(AlmanacError) -> Signals {
        try strategy.requireSingleSlot()
        return Signals(try strategy.signals(over: inputs).dropping(bars.lowerBound))
    }
}

extension Backtest {
    /// Aligns the data once, for runs with any parameters that keep the execution frequency.
    ///
    /// - Parameter slots: The slots that are traded where they are several.
    /// - Throws: As ``run()`` does for data.
    package func prepareMarket(
        trading slots: [String] = []
    ) throws(AlmanacError) -> PreparedMarket {
        let (backtest, aligned) = try alignedData(trading: slots)
        try checkOverlap(aligned)
        let bars = aligned.warmupBars..<aligned.count
        let market = try backtest.tradedMarket(aligned, bars)
        var settings = settings
        settings.barsPerYear = try barsInYear(aligned.barFrequency)
        let digest = SHA256()
        digest.update([Int64(aligned.warmupBars)])
        digest.update(aligned.times.map(\.nanoseconds))
        for slot in aligned.slots {
            digest.update(slot.name)
            for column in slot.columns {
                digest.update(column.name)
                digest.update(column.values)
            }
        }
        digest.update(modelsOf: settings, in: market)
        let columns = definition.slots[0].columns
        return PreparedMarket(
            inputs: try StrategyInputs(aligned, for: definition), bars: bars,
            closeMarket: market.keeping(columns, open: false),
            openMarket: market.keeping(columns, open: true), settings: settings,
            digest: digest.finish())
    }
}

extension Market {
    /// Some of the bars.
    package func cut(_ bars: Range<Int>) -> Market {
        var market = Market(
            symbol: symbol, times: Array(times[bars]),
            closeTimes: closeTimes.map { Array($0[bars]) },
            open: open.map { Array($0[bars]) }, high: high.map { Array($0[bars]) },
            low: low.map { Array($0[bars]) }, close: Array(close[bars]),
            volume: volume.map { Array($0[bars]) })
        market.quotedSpread = quotedSpread.map { Array($0[bars]) }
        market.dividends = dividends.map { Array($0[bars]) }
        market.sharesPerUnit = sharesPerUnit.map { Array($0[bars]) }
        market.conditions = conditions.map { $0.cut(bars) }
        return market
    }
}
