import Agents
import Testing

/// What a bare level, a time, an end or a label belongs to.
@Suite struct ReadingOrderTests {
    @Test(
        "is read as the plain request",
        arguments: [
            (
                "buy KO when up 2 days, sell when down 2 days",
                "buy KO when it rises 2 days in a row, sell when it falls 2 days in a row"
            ),
            (
                "buy PG when RSI is between 30 and 40, sell above 60",
                "buy PG when RSI is between 30 and 40, sell when RSI is above 60"
            ),
            (
                "short KO when RSI is between 70 and 80, cover below 50",
                "short KO when RSI is between 70 and 80, cover when RSI is below 50"
            ),
            (
                "a weekly gain of 3% on KO is my entry, a weekly loss of 3% my exit",
                "buy KO when it gains 3% in 1 week, sell when it drops 3% in 1 week"
            ),
            (
                "buy KO when RSI is below 30, sell when it made 5% in a week",
                "buy KO when RSI is below 30, sell when it gains 5% in 1 week"
            ),
            (
                "sell HD when above 300, cover under 280",
                "short HD when price is above 300, cover when price is below 280"
            ),
            (
                "sell on RSI 70, cover on RSI 30, AAPL",
                "short AAPL when RSI is at or above 70, cover when RSI is at or below 30"
            ),
            (
                "sell AAPL when RSI is over 70, buy it back when RSI is under 30",
                "buy AAPL when RSI is below 30, sell when RSI is above 70"
            ),
            (
                "buy KO when RSI is below 40 and ADX is above 25, sell above 60",
                "buy KO when RSI is below 40 and ADX is above 25, sell when RSI is above 60"
            ),
            (
                "buy KO when VIX is above 25 and RSI is below 40, sell below 20",
                "buy KO when VIX is above 25 and RSI is below 40, sell when VIX is below 20"
            ),
            ("golden cross on KO, 2005+", "golden cross on KO since 2005"),
            (
                "if GLD is above its 100 day average buy ETH when it crosses above its 30 day "
                    + "average and sell when it crosses under",
                "buy ETH when GLD is above its 100 day average and ETH crosses above ETH's 30 day "
                    + "average, sell when ETH crosses below ETH's 30 day average"
            ),
            (
                "if VIX is below 20 buy AMD when it rises above its 30 day average and sell when "
                    + "it falls below",
                "buy AMD when VIX is below 20 and AMD crosses above AMD's 30 day average, sell "
                    + "when AMD crosses below AMD's 30 day average"
            ),
            (
                "while GLD is under its 50 day average, buy BTC when RSI < 35, sell > 65",
                "buy BTC when GLD is below its 50 day average and BTC's RSI is below 35, sell when "
                    + "BTC's RSI is above 65"
            ),
            (
                "VIX < 20 and SPY > 200dma: long AMD, else flat",
                "buy AMD when VIX is below 20 and SPY is above its 200 day average, sell when VIX "
                    + "is at or above 20 or SPY is at or below SPY's 200 day average"
            ),
            ("golden cross on AAPL after 2009", "golden cross on AAPL since 2010"),
            ("golden cross on AAPL pre-2008", "golden cross on AAPL before 2008"),
            ("golden cross on KO in 2005-2010", "golden cross on KO from 2005 to 2010"),
            (
                "a cross of the 20 over the 50 on PEP gets me in",
                "buy PEP when its 20 period average crosses above its 50 period average"
            ),
            (
                "buy KO when rsi crosses 30 upward, sell when it crosses 70 downward",
                "buy KO when RSI crosses above 30, sell when RSI crosses below 70"
            ),
            (
                "buy AAPL when RSI<35 unless VIX>40",
                "buy AAPL when RSI is below 35 and VIX is at or below 40, sell when RSI is above 65"
            ),
            (
                "buy pfe at 40 sell at 50",
                "buy PFE when price is at or below 40, sell when price is at or above 50"
            ),
            (
                "short KO at 50, cover at 40",
                "short KO when price is at or above 50, cover when price is at or below 40"
            ),
            (
                "if SPY is above its 200 day, buy KO at RSI 30, sell at RSI 50",
                "buy KO when SPY is above its 200 day average and KO's RSI is at or below 30, sell "
                    + "when KO's RSI is at or above 50"
            ),
            (
                "if KO's RSI is under 35 then long else flat",
                "buy KO when RSI is below 35, sell when RSI is at or above 35"
            ),
            (
                "golden cross on JNJ when the VIX is below 20",
                "buy JNJ when its 50 day average crosses above its 200 day average and VIX is "
                    + "below 20, sell when its 50 day average crosses below its 200 day average"
            ),
            (
                "short KO when RSI is over 70, cover when it made 5%",
                "short KO when RSI is above 70, with a 5% profit target"
            ),
            (
                "buy TSLA when it drops 5% in 5 days until 2018, sell after 10 days",
                "buy TSLA when it drops 5% in 5 days, sell after 10 days, until 2018"
            ),
        ])
    func exact(sentence: String, plain: String) {
        let row = ParaphraseTests.Row(paraphrase: sentence, request: plain)
        let (verdict, detail) = ParaphraseTests.verdict(row)
        #expect(verdict == .exact, "\(sentence): \(detail)")
    }

    @Test(
        "is asked about or refused",
        arguments: [
            "buy KO when RSI drops below 30 and then rises above 35",
            "buy NVDA on Tuesdays if Monday was down, sell Wednesday",
            "buy SPY on Monday after a down Friday, sell Tuesday",
            "buy BAC when price/20dma < 0.95, sell > 1.05",
            "short META after it touched the upper band and then closes below it, cover at the "
                + "lower band",
            "buy LLY after RSI goes under 30 then back above 40",
            "buy XOM after 4 red days unless VIX is above 30",
            "dad's rule 1999: buy GE when RSI is under 30",
            "buy KO at 50, sell at 40", "buy KO at 50", "buy KO at 9:30, sell at 16",
            "buy KO when its 10 day crosses above its 30 day and then RSI goes over 50",
            "buy KO when RSI is below 65 and it is above its 200 day, sell above 60",
            "buy KO when RSI is below 30 and hedge with puts, sell when RSI is over 60",
            "buy TSLA when its average RSI is below 30, sell after 10 days",
            "buy AAPL when its price is below zero", "buy AAPL when its price is above 0",
        ])
    func asked(sentence: String) {
        let planned = try? Planner().plan(sentence)
        #expect(planned?.reading == nil, "\(sentence): \(planned?.reading?.understood ?? "")")
    }

    @Test("whose fear and greed is meant is said where no coin is traded")
    func indexOfCoins() throws {
        let rest = " when fear and greed is below 20, sell above 60"
        for (symbol, isSaid) in [("SPX", true), ("BTC", false)] {
            let planned = try Planner().plan("buy " + symbol + rest)
            let assumptions = try #require(planned.reading).assumptions
            #expect(assumptions.contains { $0.contains("alternative.me") } == isSaid)
        }
    }

    @Test(
        "terms and comparisons that people ask for are answered",
        arguments: [
            ("what does overbought mean?", "Risen so far"), ("what is shorting?", "borrowed"),
            ("what is an ETF?", "exchange"), ("what is a limit order?", "its price or a better"),
            ("what does point in time mean?", "known at that moment"),
            ("how does it do compared with buy and hold?", "strategy"),
        ])
    func terms(question: String, part: String) {
        let (_, answers) = ConversationTests.talk(["golden cross on KO", question])
        #expect(answers[1].contains(part), "\(answers[1])")
    }
}
