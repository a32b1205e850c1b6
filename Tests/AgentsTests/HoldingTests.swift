import Agents
import Backtesting
import Testing
import TimeSeries

/// From when the days of a position count.
@Suite struct HoldingTests {
    /// The bars on which the positions of a request began and ended, on the bundled S&P 500.
    private func positions(_ sentence: String) throws -> [ClosedRange<Int>] {
        let reading = try #require(try PlanGolden.planner.plan(sentence).reading)
        return try PlannedRunTests.run(reading).simulation.trades.filter { $0.status == .closed }
            .map { $0.entryBar...$0.exitBar }
    }

    @Test(
        "days count from the entry where the entry is a state",
        arguments: [
            ("buy SPX when it is above its 10-day average, hold for 7 days", false, false),
            (
                "buy SPX when it is above its 10 day average, sell after 7 days or below it", true,
                false
            ),
            ("short SPX when it is above its 10-day average, cover after 7 days", false, true),
        ])
    func states(sentence: String, endsBelow: Bool, isShort: Bool) throws {
        let closes = try #require(PlannedRunTests.prices?["close"])
        var expected: [ClosedRange<Int>] = []
        var opened: Int?
        // The last signals have no bar to fill on.
        for bar in closes.indices.dropLast() where bar >= 9 {
            let isAbove = closes[bar] > closes[bar - 9...bar].reduce(0, +) / 10
            if let start = opened {
                guard bar - start == 7 || endsBelow && !isAbove else { continue }
                expected.append(start + 1...bar + 1)
                opened = nil
            } else if isAbove {
                opened = bar
            }
        }
        let found = try positions(sentence)
        #expect(found.count > 300)
        #expect(found == expected)
    }

    @Test(
        "days count from the last signal where the entry is an event, and the plan says so",
        arguments: [
            "buy KO when insiders buy, sell after 7 days",
            "buy KO when its price crosses above its 10-day average, hold for 7 days",
            "buy TSLA when Elon tweets about it, hold for 3 days",
            "buy SPX when RSI is below 30, short it when RSI is above 70, hold for 5 days",
        ])
    func events(sentence: String) throws {
        let reading = try #require(try PlanGolden.planner.plan(sentence).reading)
        #expect(reading.assumptions.contains { $0.contains("count from the last bar on which") })
        #expect(reading.understood.contains("since the last entry signal"))
    }

    @Test("a part of the calendar beside a state leaves it a state")
    func seasons() throws {
        let sentence = "buy SPX in winter when its RSI is below 40, hold for 7 days"
        let reading = try #require(try PlanGolden.planner.plan(sentence).reading)
        #expect(reading.understood.contains("since the entry,"), "\(reading.understood)")
        let found = try positions(sentence)
        #expect(found.count > 20)
        #expect(found.allSatisfy { $0.count == 8 })
    }

    @Test("what follows the days of a state is said")
    func said() throws {
        let stated = "buy AAPL when its RSI is below 30, hold for 5 days"
        for (sentence, isStopped) in [(stated, false), (stated + ", with a 5% stop", true)] {
            let reading = try #require(try PlanGolden.planner.plan(sentence).reading)
            #expect(reading.understood.contains("sells when 5 days have passed since the entry"))
            let anew =
                "when the 5 days are over and the entry condition still holds, it is entered anew"
            #expect(reading.assumptions.contains(anew))
            let waits = "after a stop the next entry waits until the 5 days are over"
            #expect(reading.assumptions.contains(waits) == isStopped)
        }
    }
}
