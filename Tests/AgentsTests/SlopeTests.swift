import Agents
import AlmanacCore
import Testing

/// Lines that rise, fall and turn, and moves against another symbol.
@Suite struct SlopeTests {
    private static func understood(_ sentence: String) throws -> (text: String, code: String) {
        let planned = try Planner().plan(sentence)
        let reading = try #require(planned.reading, "\(planned.plan.question ?? "")")
        return (reading.understood, reading.definition["code"]?.stringValue ?? "")
    }

    @Test(
        "the way that a line goes is a condition, which is said so that it reads back",
        arguments: [
            ("buy AAPL when the MACD turns up", "line turns up, sells when", ".diff("),
            (
                "buy AAPL when the 50 day average turns up, sell when it turns down",
                "Buys AAPL when its 50-day simple average turns up, sells when its 50-day simple "
                    + "average turns down,", "average.diff("
            ),
            (
                "buy AAPL when RSI is under 30 but only if the 200 day average is sloping up, sell "
                    + "when RSI is over 60",
                "RSI is below 30 and its 200-day simple average is rising, sells when", "> 0"
            ),
            (
                "buy AAPL when its 50 day average is rising over 5 days, sell when it is falling",
                "average is rising over 5 days, sells when its 50-day simple average is falling,",
                ".diff("
            ),
            (
                "buy BTC while the 20 week average is rising",
                "average is rising, sells when its 20-week simple average is not rising,", "<= 0"
            ),
            (
                "buy AAPL when the 1-day change of its 50-day average is above 0, sell when it is "
                    + "below 0",
                "average is rising over 1 day, sells when its 50-day simple average is falling "
                    + "over 1 day,", "< 0"
            ),
            (
                "buy AAPL when the 5-day change of its RSI is above 10, sell when it is below 0",
                "the 5-day change of its 14-bar RSI is above 10, sells when", "rsi.diff("
            ),
            ("buy AAPL when RSI is rising above 30", "RSI crosses above 30,", "rsi"),
        ])
    func slopes(sentence: String, part: String, code: String) throws {
        let found = try Self.understood(sentence)
        #expect(found.text.contains(part), "\(found.text)")
        #expect(found.code.contains(code), "\(found.code)")
        #expect(try Self.understood(found.text).code == found.code, "\(found.text)")
    }

    @Test(
        "a pullback, a better return, green days and an earnings beat are read",
        arguments: [
            (
                "buy AAPL on a pullback to the 50 day average, sell after 10 days",
                "its price crosses below its 50-day simple average, sells when 10 days"
            ),
            (
                "buy AAPL if it outperforms SPY over 3 months",
                "AAPL's 3-month return is above SPY's 3-month return"
            ),
            (
                "buy AAPL when it underperforms SPY over the last 20 days, sell when it "
                    + "outperforms SPY over 20 days",
                "20-day return is below SPY's 20-day return, sells when AAPL's 20-day return is "
                    + "above SPY's"
            ),
            (
                "buy AAPL on green days and sell on red days",
                "when its price rises 1 day in a row, sells when its price falls 1 day in a row"
            ),
            ("buy AAPL the day after earnings if it beat", "when it beats earnings"),
        ])
    func others(sentence: String, part: String) throws {
        let found = try Self.understood(sentence)
        #expect(found.text.contains(part), "\(found.text)")
    }
}
