import Agents
import AlmanacCore
import Backtesting
import Testing
import TimeSeries

/// Conditions that have to have held for a while, and levels of the bar before and of the peak.
@Suite struct RepetitionTests {
    @Test(
        "how often a condition held, the bar before and the peak are read, and read back",
        arguments: [
            (
                "buy PFE when its RSI has been under 30 for 3 days, sell when RSI is above 50",
                "when its 14-bar RSI is below 30 for 3 days in a row, sells when its 14-bar RSI is "
                    + "above 50,"
            ),
            (
                "buy PFE when it closes below its 50-day average 3 days in a row, sell when it "
                    + "closes above",
                "average for 3 days in a row, sells when its price is above its 50-day simple "
                    + "average,"
            ),
            (
                "buy AAPL if it is above its 200 day average for 5 days in a row, sell if below "
                    + "for 5 days in a row",
                "sells when its price is below its 200-day simple average for 5 days in a row,"
            ),
            (
                "buy SPX after two consecutive closes below its lower bollinger band, sell at the "
                    + "middle band",
                "for 2 bars in a row, sells when its price is at or above its 20-bar middle"
            ),
            (
                "buy DIS when it's up 5 of the last 7 days, hold 3 days",
                "when its 1-day return is above 0% on at least 5 of the last 7 days, sells when 3"
            ),
            (
                "buy AAPL when at least 4 of the last 5 days were red, sell after 5 days",
                "return is below 0% on at least 4 of the last 5 days,"
            ),
            (
                "buy KO when it has stayed above its 50 day average for 10 days",
                "sells when its price is at or below its 50-day simple average,"
            ),
            (
                "buy SPX when it closes above yesterday's high, sell when it closes below "
                    + "yesterday's low",
                "above its 1-day high, sells when its price is below its 1-day low,"
            ),
            (
                "sell SPX when it closes above the previous day's close, buy when rsi(2) is "
                    + "below 10", "sells when its 1-day return is above 0%,"
            ),
            (
                "buy SPX when its drawdown exceeds 10%, sell at a new all-time high",
                "when its price is more than 10% below its all-time high, sells"
            ),
            (
                "buy UNH above sma150 by 1%, sell below sma150 by 1%",
                "more than 1% above its 150-bar simple average, sells when its price is more than "
                    + "1% below its 150-bar simple average,"
            ),
            (
                "buy AAPL when price is within 1% of its 200 day average, target 8%, stop 4%",
                "at or above 0.99 times its 200-day simple average and its price is at or below "
                    + "1.01 times its 200-day simple average,"
            ),
            (
                "long MSFT when the slope of its 20 day ema is positive, out when it is negative",
                "average is rising, sells when its 20-day exponential average is falling,"
            ),
        ])
    func read(sentence: String, part: String) throws {
        let planned = try PlanGolden.planner.plan(sentence)
        let reading = try #require(planned.reading, "\(planned.plan.question ?? "")")
        #expect(reading.understood.contains(part), "\(reading.understood)")
        let again = try #require(try PlanGolden.planner.plan(reading.understood).reading)
        #expect(again.definition["code"] == reading.definition["code"], "\(again.understood)")
    }

    @Test(
        "a condition that has to have held is true on the bars on which it did",
        arguments: [
            ("for 3 days in a row", 3, 3), ("on 3 of the last 5 days", 3, 5),
            ("on at least 1 of the last 4 days", 1, 4),
        ])
    func held(words: String, least: Int, window: Int) throws {
        let closes = try #require(PlannedRunTests.prices?["close"])
        let sentence =
            "buy SPX when it is below its 10-day average \(words), sell when it is above its "
            + "10-day average"
        let reading = try #require(try PlanGolden.planner.plan(sentence).reading)
        let found = try PlannedRunTests.run(reading).simulation.trades.map(\.entryBar)
        var expected: [Int] = []
        var isIn = false
        func average(_ bar: Int) -> Double { closes[bar - 9...bar].reduce(0, +) / 10 }
        func isBelow(_ bar: Int) -> Bool { bar >= 9 && closes[bar] < average(bar) }
        for bar in closes.indices.dropLast() where bar >= 9 {
            let held = (max(0, bar - window + 1)...bar).count { isBelow($0) } >= least
            let ends = closes[bar] > average(bar)
            // An entry and an exit on one bar cancel each other.
            if isIn {
                if ends, !held { isIn = false }
            } else if held, !ends {
                isIn = true
                expected.append(bar + 1)
            }
        }
        #expect(expected.count > 100)
        #expect(found == expected)
    }

    @Test(
        "what could be read in two ways is asked about",
        arguments: [
            "buy AAPL when RSI is below 30 for 3 days",
            "buy AAPL when it rose on 8 of the last 5 days, hold 3 days",
            "buy AAPL when RSI is below 30 on 3 of the last 2 days, hold 3 days",
        ])
    func questions(sentence: String) throws {
        let planned = try PlanGolden.planner.plan(sentence)
        #expect(planned.reading == nil, "\(sentence): \(planned.reading?.understood ?? "")")
    }
}
