import Agents
import Testing

/// What is done where the entry does not hold.
@Suite struct OtherwiseTests {
    @Test(
        "short otherwise is short wherever the long entry does not hold",
        arguments: [
            "long UNH if 3 month return > 0, short otherwise",
            "long UNH if 3 month return > 0, else short",
            "long UNH if 3 month return > 0, otherwise go short",
        ])
    func shorts(sentence: String) throws {
        let reading = try #require(try PlanGolden.planner.plan(sentence).reading)
        #expect(
            reading.understood.hasPrefix(
                "Buys UNH when its 3-month return is above 0%, shorts UNH when its 3-month return "
                    + "is at or below 0%,"), "\(reading.understood)")
    }

    @Test("a portfolio that is never touched keeps its first weights")
    func untouched() throws {
        for sentence in [
            "60% AAPL 40% MSFT buy and hold", "60% AAPL 40% MSFT no rebalancing",
            "put 60% of my money into AAPL and 40% into MSFT and never touch it",
        ] {
            let reading = try #require(try PlanGolden.planner.plan(sentence).reading, "\(sentence)")
            #expect(reading.understood == "Holds 60% AAPL and 40% MSFT, never rebalanced.")
            let again = try #require(try PlanGolden.planner.plan(reading.understood).reading)
            #expect(again.definition == reading.definition)
        }
    }
}
