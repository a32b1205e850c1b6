import Agents
import Backtesting
import Testing
import TimeSeries

/// Stops and targets in average true ranges.
@Suite struct StopDistanceTests {
    @Test(
        "a stop may be so many average true ranges",
        arguments: [
            (
                "buy QQQ with a 2 ATR stop when RSI below 30",
                "a stop loss of 2 times the 14-bar ATR"
            ),
            (
                "buy TSLA when RSI is below 30, stop at 2x ATR",
                "a stop loss of 2 times the 14-bar ATR"
            ),
            (
                "buy TSLA when RSI is below 30, trailing stop of 3 times the 20-day ATR",
                "a trailing stop of 3 times the 20-day ATR"
            ),
            (
                "buy TSLA on a 20 day breakout, exit with a 2.5*ATR(10) trailing stop",
                "a trailing stop of 2.5 times the 10-bar ATR"
            ),
            ("TSLA long RSI<30, SL 2ATR, TP 4ATR", "a profit target of 4 times the 14-bar ATR"),
            (
                "short TSLA when RSI is above 80, stop 2 ATRs above entry, cover below 50",
                "a stop loss of 2 times the 14-bar ATR"
            ),
        ])
    func readings(sentence: String, part: String) throws {
        let reading = try #require(try PlanGolden.planner.plan(sentence).reading)
        #expect(reading.understood.contains(part), "\(reading.understood)")
        let again = try #require(try PlanGolden.planner.plan(reading.understood).reading)
        #expect(again.definition == reading.definition)
    }

    @Test("such a stop lies as far from the entry as the range of the bar that gave the signal")
    func fills() throws {
        let sentence = "buy SPX when its RSI is below 35, sell above 60, with a 2 ATR stop"
        let reading = try #require(try PlanGolden.planner.plan(sentence).reading)
        #expect(
            reading.assumptions.contains("a stop's ATR is that of the bar that gave the signal"))
        let run = try PlannedRunTests.run(reading)
        let stopped = run.simulation.trades.filter { $0.exitReason == .stopLoss }
        #expect(stopped.count > 5)
        let frame = try #require(PlannedRunTests.prices)
        let (highs, lows) = (try #require(frame["high"]), try #require(frame["low"]))
        let closes = try #require(frame["close"])
        // The average true range after J. W. Wilder: a mean of 14, then smoothed by one part in 14.
        var range = 0.0
        var ranges = [Double](repeating: .nan, count: closes.count)
        for bar in closes.indices.dropFirst() {
            let before = closes[bar - 1]
            let width = max(highs[bar], before) - min(lows[bar], before)
            range = bar <= 14 ? range + width / 14 : (range * 13 + width) / 14
            if bar >= 14 { ranges[bar] = range }
        }
        for trade in stopped {
            let signal = trade.entryBar - 1
            let level = trade.entryPrice * (1 - 2 * ranges[signal] / closes[signal])
            // A gap over the level fills below it.
            #expect(trade.exitPrice <= level * (1 + 1e-9), "bar \(trade.exitBar)")
            #expect(trade.exitPrice >= min(level, lows[trade.exitBar]) * (1 - 1e-9))
        }
    }

    @Test("a distance that is none is refused")
    func refusals() throws {
        for sentence in ["buy KO at RSI 30, 0 ATR stop", "buy KO at RSI 30, stop at 99 ATR"] {
            #expect(try PlanGolden.planner.plan(sentence).reading == nil)
        }
    }
}
