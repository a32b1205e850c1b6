import Agents
import Testing

/// What a change said in a talk does to which part, and what else stays.
@Suite struct ConversationChangesTests {
    @Test(
        "a change is of what it names and of nothing else",
        arguments: [
            (
                "short TSLA when rsi above 80, cover below 50",
                "only when SPY is below its 200 day average",
                "is above 80 and SPY's price is below SPY's 200-day simple average, covers when"
            ),
            (
                "buy AAPL when rsi below 30, sell above 70", "sell above 80 or after 20 days",
                "sells when its 14-bar RSI is above 80 or 20 days have passed"
            ),
            (
                "buy KO when rsi below 20, sell above 60", "buy when rsi below 35 and VIX above 20",
                "Buys KO when its 14-bar RSI is below 35 and the VIX is above 20, sells"
            ),
            (
                "buy SPY when VIX is above 30, sell when VIX is below 20",
                "only when it is below its 50 day average",
                "the VIX is above 30 and its price is below its 50-day simple average, sells"
            ),
            (
                "buy AAPL when rsi is below 30, sell above 70", "and exit on a 6% loss",
                "sells when its 14-bar RSI is above 70, with a stop loss of 6%"
            ),
            (
                "Buy AAPL when RSI is below 30, sell when RSI is above 70",
                "buy when RSI is below 40 instead",
                "is below 40, sells when its 14-bar RSI is above 70"
            ),
            (
                "Buy AAPL when RSI is below 30, sell when RSI is above 70",
                "buy when MACD is above 0 instead",
                "line is above 0, sells when its 14-bar RSI is above 70"
            ),
            (
                "Buy AAPL when RSI is below 30, sell when RSI is above 70",
                "buy when it falls 8% in 5 days instead",
                "Buys AAPL when its 5-day return is below -8%, sells"
            ),
            (
                "Buy AAPL when RSI is below 30, sell when RSI is above 70",
                "buy only when it is above its 100 day average",
                "is below 30 and its price is above its 100-day"
            ),
            (
                "Buy AAPL when RSI is below 30, sell when RSI is above 70",
                "only buy when it is above its 100 day average",
                "is below 30 and its price is above its 100-day"
            ),
            (
                "Buy MSFT on a golden cross, 3% trailing stop",
                "only when RSI is below 70", "RSI is below 70, with a trailing stop of 3%, on"
            ),
            (
                "Buy AAPL when RSI is below 30, 8% trailing stop",
                "only when MACD is above 0", "line is above 0, with a trailing stop of 8%, on"
            ),
            (
                "Buy AAPL when it falls 5% in 7 days, sell when it gains 5% in 7 days",
                "set the entry to -3%",
                "return is below -3%, sells when its 7-day return is above 5%"
            ),
            (
                "Buy AAPL when it falls 5% in 7 days, sell when it gains 5% in 7 days",
                "change 5% to 3%", "such as \"its 7-day return is below -3%\""
            ),
            (
                "Buy AAPL when it falls 5% in 7 days, 10% take profit",
                "make it 6%", "such as \"change the 5% level to 6%\""
            ),
            (
                "Buy AAPL when RSI is below 30, 3% stop, 10% target",
                "tighten the stop", "such as \"3% stop\"; it is 3% now"
            ),
            (
                "Buy AAPL when the 20 day z-score is below -2",
                "change 2 to 2.5", "z-score of its price is below -2.5,"
            ),
            (
                "Buy AAPL when price is below its lower bollinger band",
                "make it 3 instead", "such as \"change 20 bars to 3\""
            ),
            (
                "Buy AAPL when it is 10% above its 50 day average, 5% take profit",
                "change 10% to 15%", "more than 15% above its 50-day"
            ),
            (
                "Short AAPL when RSI is above 70",
                "set the level to 80", "RSI is above 80, covers"
            ),
            (
                "Short AAPL when RSI is above 70, cover when RSI is below 40",
                "raise the entry to 80", "is above 80, covers when its 14-bar RSI is below 40"
            ),
            (
                "Short AAPL when RSI is above 70, cover when RSI is below 40",
                "short when RSI is above 80 instead",
                "is above 80, covers when its 14-bar RSI is below 40"
            ),
            (
                "Short AAPL when RSI is above 70, cover when RSI is below 40",
                "cover when it made 5%",
                "covers when its 14-bar RSI is below 40, with a profit target of 5%"
            ),
            (
                "Buy KO when price is below $90, sell when price is above $120",
                "change $90 to $95", "price is below $95,"
            ),
            (
                "Buy KO when price is below $90, sell when price is above $120",
                "set the exit to 150", "price is above $150,"
            ),
            (
                "Buy AAPL when RSI is below 30, 3% stop, 10% target",
                "what if the stop was 8%?", "a stop loss of 8%"
            ),
            (
                "Buy AAPL when RSI is below 30, sell when RSI is above 60",
                "what if the exit was 70?", "sells when its 14-bar RSI is above 70,"
            ),
            (
                "Buy AAPL when price is above its 50 day average",
                "change the average to 100 days", "100-day simple average"
            ),
            (
                "Buy AAPL when RSI is below 30, hold for 10 days",
                "change the holding period to 20 days", "20 days have passed"
            ),
            (
                "Buy AAPL when RSI is below 30, 3% stop, 10% target",
                "change the stop to 10", "a stop loss of 10%"
            ),
            (
                "Buy AAPL when RSI is below 30, sell when RSI is above 60",
                "change the RSI level to 25", "such as \"change 30 to 25\""
            ),
            (
                "Buy AAPL when RSI is below 30, sell when RSI is above 60",
                "change the length to 10", "Buys AAPL when its 10-bar RSI"
            ),
            (
                "Buy AAPL when it falls 5% in 7 days, 10% take profit",
                "change the drop to 6%", "return is below -6%"
            ),
            (
                "Buy AAPL when RSI is below 30, sell when RSI is above 60",
                "increase 60 to 65", "RSI is above 65"
            ),
            (
                "Buy AAPL when RSI is below 30, sell when RSI is above 60",
                "sell when it made 5%", "with a profit target of 5%"
            ),
            (
                "Buy PEP when RSI is below 30, sell when RSI is above 60",
                "use XOM instead of PEP", "Buys XOM when"
            ),
            (
                "Buy AAPL when RSI is below 30 and price is above its 200 day average, sell when "
                    + "RSI is above 60",
                "change 30 to 65", "would end each position at once"
            ),
            (
                "Buy AAPL when RSI is below 30 and price is above its 200 day average, sell when "
                    + "RSI is above 60",
                "set the exit to 20", "would end each position at once"
            ),
        ])
    func changes(strategy: String, line: String, part: String) {
        let (_, answers) = ConversationTests.talk([strategy, line])
        #expect(answers[1].contains(part), "\(answers[1])")
    }

    @Test("a filter that is said instead takes the place of the last one")
    func exchangedFilter() {
        let (_, answers) = ConversationTests.talk([
            "buy KO when rsi below 30, sell above 60", "only if SPY is above its 200 day average",
            "only if QQQ is above its 200 day average instead", "remove the filter",
        ])
        #expect(answers[2].contains("QQQ") && !answers[2].contains("SPY"), "\(answers[2])")
        #expect(!answers[3].contains("QQQ"), "\(answers[3])")
    }

    @Test("a change is not taken back where the version before could not be run either")
    func unrunnable() {
        var talk = Conversation(planner: Planner())
        _ = talk.hear("buy AAPL when RSI is below 30")
        #expect(talk.learn(failure: "no prices") == nil)
        guard case .run = talk.hear("add a 5% stop") else {
            Issue.record("the stop was refused")
            return
        }
        #expect(talk.learn(failure: "no prices") == nil)
        #expect(talk.versions.count == 2)
        #expect(talk.current?.reading.understood.contains("stop loss of 5%") == true)
    }
}
