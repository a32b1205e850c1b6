import AlmanacCore
import StrategyLanguage
import TimeSeries

extension BacktestRun {
    /// A digest of everything that the result depends on.
    func digest(over aligned: AlignedData) -> String {
        let settings = simulation.settings
        let digest = SHA256()
        digest.update("almanac run \(Self.engineVersion)")
        digest.update(backtest.definition.json.text())
        digest.update(backtest.parameters.json.text())
        let amounts: [Double] = [
            settings.initialCash, settings.fees, settings.fixedFees, settings.slippage,
            settings.lotSize ?? .nan, settings.leverage, settings.maxPosition ?? .nan,
            settings.barsPerYear,
        ]
        digest.update(amounts)
        digest.update(settings.direction.rawValue)
        digest.update(settings.fillRules.rawValue)
        digest.update(modelsOf: settings, in: market)
        if portfolio != nil { digest.update([backtest.band]) }
        digest.update([Int64(aligned.warmupBars)])
        digest.update(aligned.times.map(\.nanoseconds))
        for slot in aligned.slots {
            digest.update(slot.name)
            for column in slot.columns {
                digest.update(column.name)
                digest.update(column.values)
            }
        }
        return digest.finish()
    }
}

extension SHA256 {
    /// Adds what the models of costs and sizes make of a run; nothing where there is none.
    func update(modelsOf settings: ExecutionSettings, in market: Market) {
        if let costs = settings.costs {
            for (name, text) in costs.parts { update("\(name) \(text)") }
            update("history \(costs.historyBars)")
        }
        if let sizing = settings.sizing { update("size \(sizing.text)") }
        if settings.costs != nil || settings.sizing != nil, let shares = market.sharesPerUnit {
            update("shares")
            update(shares)
        }
        if let dividends = market.dividends {
            update("dividends")
            update(dividends)
        }
    }
}
