import Agents
import Testing

/// What people add to a strategy that every run has anyway, re-entries, filters and pronouns.
@Suite struct HabitTests {
    @Test(
        "says the same in plain words",
        arguments: [
            ("own SPY unless it is below its 200 day average", "or above its 200-day simple"),
            ("stay in SPY unless RSI is above 80", "is at or below 80, sells when"),
            (
                "spx long when it's above the 10 month moving average (Faber)",
                "above its 10-month simple average,"
            ),
            (
                "buy AMD when MSFT was up more than 2% yesterday, sell after 1 day",
                "when MSFT's 1-day return is above 2%,"
            ),
            (
                "fade the move: short AMD after 5 green days, cover after the first red day",
                "rises 5 days in a row, covers when its price falls 1 day in a row,"
            ),
            (
                "dip: KO above 200 day and below 10 day, sell above 10 day",
                "and its price is below its 10-day simple average, sells when its price is above "
                    + "its 10-day"
            ),
            (
                "buy BAC when it is 20% below its 200 day moving average and sell when it touches "
                    + "it again", "sells when its price is at or above its 200-day simple average,"
            ),
            (
                "Buy KO when its 14-day RSI is lower than PEP's 14-day RSI, sell when it is higher",
                "RSI is below PEP's 14-day RSI, sells when KO's 14-day RSI is above PEP's 14-day"
            ),
            (
                "buy KO when its RSI is below PEP's, sell when it is above PEP's",
                "KO's 14-bar RSI is below PEP's 14-bar RSI, sells when KO's 14-bar RSI is above"
            ),
            (
                "buy XOM when its 3-month return is greater than that of CVX",
                "XOM's 3-month return is above CVX's 3-month return,"
            ),
            (
                "buy the dip: HD drops 5% in a week, hold a month",
                "when its 1-week return is below -5%, sells when 1 month has passed"
            ),
            (
                "rsi 30/70 on JNJ but only during bull markets (spx above 200ma)",
                "RSI is below 30 and SPX's price is above SPX's 200-bar simple average, sells"
            ),
            (
                "Buy SPX after 5 down days; sell after 2 up days; ignore signals when price is "
                    + "below 200 day average",
                "falls 5 days in a row and its price is at or above its 200-day simple average,"
            ),
            (
                "buy AAPL when insiders buy, sell when they sell",
                "when insiders buy, sells when insiders sell,"
            ),
            (
                "Short RRC if it rallies 20% in 10 days, cover after a 10% drop or 15 days",
                "covers when 15 days have passed since the entry, with a profit target of 10%,"
            ),
            (
                "stop and reverse on 30-day breakouts, LLY",
                "30-day closing high, shorts LLY when its price is below its 30-day closing low,"
            ),
            (
                "Long and short AAPL with rsi 30/70, always reversed",
                "sells when its 14-bar RSI is above 70, shorts AAPL when its 14-bar RSI is above 70"
            ),
            (
                "when SPX closes below 200sma sell all my AAPL, rebuy when it's above again",
                "when SPX's price is above SPX's 200-bar simple average, sells when SPX's price is "
                    + "below SPX's"
            ),
            (
                "get back into IXIC when it is 10% above its 252 day low, sell when it falls 10% "
                    + "below its 252 day high", "more than 10% above its 252-day low, sells when"
            ),
            ("sma 20/100 crossover SPX from 2000 to 2018, 10k", "starting with $10,000,"),
            (
                "AAPL, buy when RSI is below 30, sell when RSI is above 60, init cash 50000, fees "
                    + "0.1% per side", "starting with $50,000, with fees of 0.1%,"
            ),
            (
                "compare buy and hold of JNJ with a 50/200 sma crossover",
                "Buys JNJ when its 50-bar simple average crosses above its 200-bar"
            ),
            (
                "does a 50/200 sma crossover beat buy and hold on JNJ?",
                "Buys JNJ when its 50-bar simple average crosses above its 200-bar"
            ),
            (
                "put 10% of equity in TSLA when rsi is below 30, sell above 50",
                "RSI is below 30, sells when its 14-bar RSI is above 50, with 10% of equity,"
            ),
            (
                "long TSLA rsi<30, sell at +10%, stop -5%",
                "with a stop loss of 5%, with a profit target of 10%,"
            ),
            (
                "Once Best Buy has lost 5% over a week I buy. I take my gain at +8% and cut it at "
                    + "-5%.", "with a stop loss of 5%, with a profit target of 8%,"
            ),
            ("GE: buy if price < 0.9 times its 100 day average", "more than 10% below its 100-day"),
        ])
    func plain(sentence: String, part: String) throws {
        let planned = try PlanGolden.planner.plan(sentence)
        let reading = try #require(planned.reading, "\(planned.plan.question ?? "")")
        #expect(reading.understood.contains(part), "\(reading.understood)")
    }

    @Test(
        "is asked about",
        arguments: [
            "hold SPY unless VIX is above 30 and RSI is below 40",
            "when rsi is below 30, sell above 50",
            "does buying Boeing after insider purchases over $1 million beat holding it?",
            "spx: buy stop 1% above yesterday's high, sell after 5 days",
            "buy KO when its price is above PEP's and RSI is under 30 unless it fell today",
        ])
    func asked(sentence: String) throws {
        let planned = try PlanGolden.planner.plan(sentence)
        #expect(planned.reading == nil, "\(sentence): \(planned.reading?.understood ?? "")")
    }
}
