import Agents
import Backtesting
import Testing

/// Indicators that are not read are never taken for others that are.
@Suite struct OtherIndicatorsTests {
    @Test(
        "what is not read is asked about",
        arguments: [
            "frama 10/30 cross on HD", "marubozu candle on SPX, hold 5 days",
            "vidya 10/30 cross on HD", "rsi divergence long on SPX, hold 5 days",
            "connors rsi 4 below 15 on SPX exit above 70 with a fractal",
            "percentile rsi below 20 SPX exit above 60",
            "divergent rsi below 20 SPX exit above 60",
            "buy AAPL when its rsi average is below 30, sell above 70",
            "buy AAPL when its average rsi is below 30, sell above 70",
        ])
    func asked(sentence: String) {
        let planned = try? PlanGolden.planner.plan(sentence)
        #expect(planned?.reading == nil, "\(planned?.reading?.understood ?? "")")
    }

    @Test(
        "the stochastic RSI is no RSI",
        arguments: [
            "buy AAPL when the stochastic rsi is below 20, sell when it is above 80",
            "stochrsi below 20 buy AAPL, sell above 80",
            "Stochastic RSI strategy on AAPL: long under 20, out over 80",
        ])
    func stochasticRSI(sentence: String) throws {
        let reading = try #require(try PlanGolden.planner.plan(sentence).reading)
        #expect(
            reading.understood.hasPrefix(
                "Buys AAPL when its 14-bar stochastic RSI is below 20, sells when its 14-bar "
                    + "stochastic RSI is above 80,"))
        #expect(try PlannedRunTests.run(reading).simulation.trades.count > 50)
    }

    @Test("an exit is mirrored for shorts as the entry is")
    func mirrored() throws {
        let reading = try #require(
            try PlanGolden.planner.plan("donchian 55/20 on IXIC, long and short").reading)
        #expect(reading.understood.contains("covers when its price is above its 20-bar high"))
    }
}
