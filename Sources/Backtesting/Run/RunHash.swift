import AlmanacCore
import StrategyLanguage
import TimeSeries

/// Names a run by everything that its result depends on.
enum RunHash {
    static func of(_ run: BacktestRun, aligned: AlignedData) -> String {
        let backtest = run.backtest
        let settings = run.simulation.settings
        let digest = SHA256()
        digest.update("almanac run \(BacktestRun.engineVersion)")
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
        if let costs = settings.costs {
            for (name, text) in costs.parts { digest.update("\(name) \(text)") }
            digest.update("history \(costs.historyBars)")
        }
        if let sizing = settings.sizing { digest.update("size \(sizing.text)") }
        if settings.costs != nil || settings.sizing != nil, let shares = run.market.sharesPerUnit {
            digest.update("shares")
            digest.update(shares)
        }
        if let dividends = run.market.dividends {
            digest.update("dividends")
            digest.update(dividends)
        }
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
