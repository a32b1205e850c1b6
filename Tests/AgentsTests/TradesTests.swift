import Agents
import Testing

/// How traders put entries and exits in few words.
@Suite struct TradesTests {
    private static func check(_ sentence: String, _ plain: String) {
        let row = ParaphraseTests.Row(paraphrase: sentence, request: plain)
        let (verdict, detail) = ParaphraseTests.verdict(row)
        #expect(verdict == .exact, "\(sentence): \(detail)")
    }

    @Test(
        "a level behind an action is of the thing that was compared, and a denied short is none",
        arguments: [
            (
                "buy AAPL when price is above the 50 day and RSI is below 40, when RSI is above 70 "
                    + "I'm out",
                "buy AAPL when price is above its 50 day average and RSI is below 40, sell when "
                    + "RSI is above 70"
            ),
            (
                "AAPL no shorting: exit on a 5% drop or a 10% rise, get in when RSI is under 30",
                "buy AAPL when RSI is below 30, with a 5% stop loss and a 10% profit target"
            ),
            (
                "never short AAPL: sell on a 10% rise, get in when RSI is under 30",
                "buy AAPL when RSI is below 30, with a 10% profit target"
            ),
            (
                "sell at RSI 40, buy TSLA at RSI 60",
                "buy TSLA when RSI is at or above 60, sell when RSI is at or below 40"
            ),
            (
                "short TSLA when RSI above 70, out when I'm up 5% or down 3%",
                "short TSLA when RSI is above 70, with a 3% stop loss and a 5% profit target"
            ),
            (
                "short TSLA when RSI above 70, exit when the trade loses 5%",
                "short TSLA when RSI is above 70, cover when it rises 5%"
            ),
            (
                "short TSLA when RSI above 70, exit when the position is up 10%",
                "short TSLA when RSI is above 70, with a 10% profit target"
            ),
        ])
    func sides(_ sentence: String, _ plain: String) { Self.check(sentence, plain) }

    @Test(
        "a short sale is told by its title, and what ends it by any word for leaving",
        arguments: [
            (
                "TSLA short: entry when RSI is above 80, exit when RSI is under 50",
                "short TSLA when RSI is above 80, cover when RSI is below 50"
            ),
            (
                "TSLA short - enter if RSI is above 80, out if RSI is under 50",
                "short TSLA when RSI is above 80, cover when RSI is below 50"
            ),
            (
                "Short NVDA: entry when it closes under its 50 day average, exit when it closes "
                    + "above it",
                "short NVDA when it closes below its 50-day average, cover when it closes above "
                    + "its 50-day average"
            ),
            (
                "MSFT - short entry: RSI over 75; exit: RSI under 45",
                "short MSFT when RSI is above 75, cover when RSI is below 45"
            ),
            (
                "short QQQ when RSI > 85, get out at rsi 50",
                "short QQQ when RSI is above 85, cover when RSI is at or below 50"
            ),
            (
                "short QQQ when RSI > 85, out at RSI 50",
                "short QQQ when RSI is above 85, cover when RSI is at or below 50"
            ),
            (
                "AMD short when RSI > 80, long when RSI < 20, out at 50",
                "buy AMD when RSI is below 20, sell when RSI is at or above 50, short AMD when "
                    + "RSI is above 80, cover when RSI is at or below 50"
            ),
            (
                "long TSLA when RSI < 30, short when RSI > 70, exit when RSI crosses 50",
                "buy TSLA when RSI is below 30, sell when RSI crosses above 50, short TSLA when "
                    + "RSI is above 70, cover when RSI crosses below 50"
            ),
            (
                "buy CRM if RSI is sub 30, flip to short if RSI is over 70",
                "buy CRM when RSI is below 30, short CRM when RSI is above 70"
            ),
            (
                "sell TSLA short when RSI is over 80 and get out when RSI is under 40",
                "short TSLA when RSI is above 80, cover when RSI is below 40"
            ),
            (
                "short QQQ when RSI is above 80, cover when it gets to 55",
                "short QQQ when RSI is above 80, cover when RSI is at or below 55"
            ),
            (
                "short KO when it is 5% above its 50-day average, cover when it comes back to its "
                    + "50 day average",
                "short KO when it is 5% above its 50-day average, cover when price is at or below "
                    + "its 50-day average"
            ),
        ])
    func shorts(sentence: String, plain: String) { Self.check(sentence, plain) }

    @Test(
        "a level with \"or lower\" or \"or higher\" behind it is inclusive",
        arguments: [
            ("hold SPY while VIX 15 or lower", "buy SPY when VIX is at or below 15"),
            (
                "buy TSLA when RSI 30 or below, sell when RSI 70 or higher",
                "buy TSLA when RSI is at or below 30, sell when RSI is at or above 70"
            ),
            (
                "buy TSLA with RSI at 30 or lower and sell with RSI at 70 or higher",
                "buy TSLA when RSI is at or below 30, sell when RSI is at or above 70"
            ),
            (
                "buy SPY with fear and greed at 20 or below, sell at 70 or above",
                "buy SPY when fear and greed is at or below 20, sell when fear and greed is at or "
                    + "above 70"
            ),
        ])
    func beyond(sentence: String, plain: String) { Self.check(sentence, plain) }

    @Test(
        "a level that a position ends at is reached from the side of its entry",
        arguments: [
            (
                "buy NVDA the moment its RSI drops through 30, and sell the moment it gets to 60",
                "buy NVDA when RSI crosses below 30, sell when RSI is at or above 60"
            ),
            (
                "buy KO when its z-score (20 days) gets to -2, sell when it gets to 0",
                "buy KO when its 20-day z-score is at or below -2, sell when its 20-day z-score "
                    + "is at or above 0"
            ),
            (
                "buy SPY when fear and greed hits 10, sell when it hits 60",
                "buy SPY when fear and greed is at or below 10, sell when fear and greed is at or "
                    + "above 60"
            ),
            (
                "buy KO when the stochastic hits 20, sell when it hits 80",
                "buy KO when the stochastic is at or below 20, sell when the stochastic is at or "
                    + "above 80"
            ),
            (
                "buy KO when CCI reaches -100, sell when CCI reaches 100",
                "buy KO when CCI is at or below -100, sell when CCI is at or above 100"
            ),
            (
                "buy SPY when its 1-month return hits -5%, sell when it hits 5%",
                "buy SPY when its 1-month return is at or below -5%, sell when its 1-month "
                    + "return is at or above 5%"
            ),
            (
                "buy KO when it's above its 200 day average and RSI is below 30, sell when it hits "
                    + "its 20 day average",
                "buy KO when it's above its 200 day average and RSI is below 30, sell when price "
                    + "is at or above its 20-day average"
            ),
            (
                "buy KO when it drops 10% in a month, sell when it is back at its 50 day average",
                "buy KO when its 1 month return is below -10%, sell when price is at or above "
                    + "its 50-day average"
            ),
            (
                "buy SPY when VIX hits 30, sell when VIX gets to 20",
                "buy SPY when VIX is at or above 30, sell when VIX is at or below 20"
            ),
            (
                "buy KO when it is 5% below its 50-day average, sell when it gets to its 50 day "
                    + "average",
                "buy KO when it is 5% below its 50-day average, sell when price is at or above "
                    + "its 50-day average"
            ),
            (
                "buy SPY when it is 2 std under its 20d mean, sell when it is back at its average",
                "buy SPY when its 20 day z-score is below -2, sell when price is at or above its "
                    + "20-day average"
            ),
            (
                "buy XLE when price crosses its 200-day from below, sell when it crosses it from "
                    + "above",
                "buy XLE when price crosses above its 200-day average, sell when price crosses "
                    + "below its 200-day average"
            ),
            (
                "HD reclaims its 20 day: long; loses it: out",
                "buy HD when it crosses above its 20-day average, sell when it crosses below its "
                    + "20-day average"
            ),
            (
                "buy SPY when VIX is over 30, sell when it's back under 25",
                "buy SPY when VIX is above 30, sell when VIX is below 25"
            ),
        ])
    func levels(sentence: String, plain: String) { Self.check(sentence, plain) }

    @Test(
        "profits, losses and times are read in few words",
        arguments: [
            ("make 10% or lose 5%", "take profit at 10%, stop loss 5%"),
            ("+10% / -5%", "take profit at 10%, stop loss 5%"),
            ("hold for two weeks max", "sell after 2 weeks"),
            (
                "sell when RSI is over 50 or after 2 weeks at the latest",
                "sell when RSI is above 50 or after 2 weeks"
            ),
            ("out within a week", "sell after 1 week"),
            ("dump it 3 weeks later no matter what", "sell after 3 weeks"),
        ])
    func exits(exit: String, plain: String) {
        let entry = "buy AMD when RSI is below 30, "
        Self.check(entry + exit, entry + plain)
    }

    @Test(
        "days on which a price moves are told by their returns",
        arguments: [
            (
                "buy SPY on days when it falls more than 2%, sell the next day",
                "buy SPY when it drops 2% in 1 day, sell after 1 day"
            ),
            (
                "buy SPY on days when it gains over 2%, sell after 5 days",
                "buy SPY when its 1 day return is above 2%, sell after 5 days"
            ),
            (
                "on any day that SPY drops 2% or more buy it, out after two days",
                "buy SPY when it drops 2% in 1 day, sell after 2 days"
            ),
            (
                "buy TSLA when it closes down over 3%, sell after 2 days",
                "buy TSLA when it drops 3% in 1 day, sell after 2 days"
            ),
            (
                "SPY long from Friday's close to Monday's close",
                "buy SPY at Friday's close, sell at Monday's close"
            ),
            (
                "buy PG the day after it falls 3%, sell in a week",
                "buy PG when it drops 3% in 1 day, sell after 1 week"
            ),
            (
                "buy PEP at 1.5 standard deviations below the 30-day mean and sell at the mean",
                "buy PEP when its 30 day z-score is below -1.5, sell at its 30-day average"
            ),
            (
                "MACD zero line cross on AAPL",
                "buy AAPL when MACD crosses above 0, sell when MACD crosses below 0"
            ),
            (
                "long INTC on a MACD bull cross, flat on a MACD bear cross",
                "buy INTC when MACD crosses above its signal line, sell when MACD crosses below "
                    + "its signal line"
            ),
        ])
    func days(sentence: String, plain: String) { Self.check(sentence, plain) }

    @Test(
        "entries and exits are read in the words of a forum",
        arguments: [
            (
                "buy CVX under 150, sell at 180, stop 5%",
                "buy CVX when price is below 150, sell when price is at or above 180, stop loss 5%"
            ),
            (
                "short CVX over 180, cover at 150",
                "short CVX when price is above 180, cover when price is at or below 150"
            ),
            (
                "buy TSLA at 200 or lower, sell at 250 or higher",
                "buy TSLA when price is at or below 200, sell when price is at or above 250"
            ),
            (
                "short QQQ after a 5 day winning streak, cover after 3 days",
                "short QQQ after 5 up days in a row, cover after 3 days"
            ),
            (
                "short breakdowns below the 20 day low on QQQ, cover breakouts above the 10 day "
                    + "high",
                "short QQQ when it breaks its 20-day low, cover when it breaks its 10-day high"
            ),
            (
                "own KO above both its 50 and its 200 day smas, cash otherwise",
                "buy KO when it is above its 50-day average and above its 200-day average, "
                    + "otherwise cash"
            ),
            (
                "buy KO when it yields at least 4%, sell when its yield falls under 3%",
                "buy KO when its dividend yield is at or above 4%, sell when its dividend yield "
                    + "crosses below 3%"
            ),
            (
                "buy AMZN after a miss, sell after 1 month",
                "buy AMZN when it misses earnings, sell after 1 month"
            ),
            (
                "go to cash whenever the VIX pops over 28, get back into SPY when it's below 20",
                "buy SPY when VIX is below 20, sell when VIX is above 28"
            ),
            (
                "be long SPY unless the VIX closes above 28",
                "buy SPY when VIX is at or below 28, otherwise cash"
            ),
            (
                "equal parts AAPL, AMZN, TSLA; rebalance every January",
                "equal weight portfolio of AAPL, AMZN and TSLA, rebalance yearly"
            ),
            (
                "long SPX on Mondays only",
                "buy SPX when it is Friday, sell when it is not Friday, filling at the close"
            ),
        ])
    func forum(sentence: String, plain: String) { Self.check(sentence, plain) }

    @Test("what \"bail\" is said of is the stop")
    func bail() throws {
        let reading = try #require(
            try Planner().plan("buy AAPL on a golden cross and bail if it falls 7%").reading)
        #expect(reading.understood.contains("with a stop loss of 7%"))
    }

    @Test("bare yields are those of Treasury notes, which is said")
    func yields() throws {
        let reading = try #require(
            try Planner().plan("own TLT when yields are above 4%, otherwise cash").reading)
        #expect(reading.understood.contains("the treasury yield is above 4%"))
        #expect(reading.assumptions.contains { $0.contains("ten-year Treasury notes") })
    }

    @Test(
        "a move over a time is a condition, and one of the position its profit or loss",
        arguments: [
            (
                "buy MSFT after a 5 day 3% gain, sell after a 5 day 3% loss",
                "buy MSFT when it gains 3% in 5 days, sell when it drops 3% in 5 days"
            ),
            (
                "buy MSFT after a 5 day 3% drop, sell after a 5 day rally of 3%",
                "buy MSFT when it drops 3% in 5 days, sell when it gains 3% in 5 days"
            ),
            (
                "short MSFT after a 5 day 10% gain, cover on a weekly loss of 3% or after 20 days",
                "short MSFT when it gains 10% in 5 days, cover when it drops 3% in 1 week or "
                    + "after 20 days"
            ),
            (
                "buy TSLA when RSI is under 30; if it goes down 5% I sell",
                "buy TSLA when RSI is below 30, sell when it drops 5%"
            ),
            (
                "buy TSLA when RSI is under 30, sell once it made 5%",
                "buy TSLA when RSI is below 30, sell when it gains 5%"
            ),
            (
                "short TSLA when RSI is over 70; if it goes up 5% I cover",
                "short TSLA when RSI is above 70, cover when it rises 5%"
            ),
        ])
    func moves(sentence: String, plain: String) { Self.check(sentence, plain) }

    @Test(
        "a level is reached from the one before, and a line is no time",
        arguments: [
            (
                "buy MSFT at RSI 60, sell at 80",
                "buy MSFT when RSI is at or above 60, sell when RSI is at or above 80"
            ),
            (
                "buy MSFT 10% below its 50 day, sell when back at its 50 day",
                "buy MSFT when it is 10% below its 50 day average, sell at its 50 day average"
            ),
        ])
    func levelsReached(sentence: String, plain: String) { Self.check(sentence, plain) }

    @Test(
        "what is said behind an action in front of its filter is asked of that action",
        arguments: [
            (
                "RSI below 30 is a buy for SPY only when VIX is below 20, RSI above 70 is a sell",
                "buy SPY when RSI is below 30 and VIX is below 20, sell when RSI is above 70"
            ),
            (
                "RSI below 30 is a buy for SPY if it is above its 200 day average, RSI above 70 "
                    + "is a sell",
                "buy SPY when RSI is below 30 and it is above its 200 day average, sell when RSI "
                    + "is above 70"
            ),
            (
                "sell TSLA short when RSI is over 80 and get out when RSI is under 40",
                "short TSLA when RSI is above 80, cover when RSI is below 40"
            ),
        ])
    func filters(sentence: String, plain: String) { Self.check(sentence, plain) }

    @Test(
        "a level without a side and a span that no plan has are asked about",
        arguments: [
            "buy SPY on a golden cross, sell when VIX hits 30",
            "buy AAPL when RSI is below 30, sell when price hits 300",
            "short SPY when VIX hits 12", "hold SPY from Monday to Wednesday",
            "SBUX above both 50 and 200 day averages long, below either out",
            "buy SPY if VIX is at 12 or above 30", "buy KO when RSI is below 30, sell at 10%",
            "buy AAPL when its P/E hits 15, sell when it hits 30",
            "buy KO when price gets to its 200 day average",
            "short KO when it touches its 200 day average",
            "exit TSLA short when RSI is under 50, enter when RSI is over 80",
            "buy SPY at month end, sell four days later",
            "buy AAPL when it's above its 50 day average for 5 days",
            "buy PEP two sigma below its 50 day mean, sell one sigma above",
            "buy MSFT at RSI 40, sell at 30", "short MSFT at RSI 60, cover at 80",
            "buy NVDA over 100, sell under 110", "MSFT RSI 70 short RSI 30 cover",
            "buy SPY when the 10 day return is above 2%, sell when it is below 5%",
        ])
    func questions(sentence: String) throws {
        let planned = try Planner().plan(sentence)
        #expect(planned.reading == nil, "\(sentence): \(planned.reading?.understood ?? "")")
    }
}

extension TradesTests {
    @Test(
        "entries, exits and limits said as nouns",
        arguments: [
            (
                "buy KO when RSI is below 30, sell above 60, max 40 days",
                "buy KO when RSI is below 30, sell above 60, hold at most 40 days"
            ),
            (
                "buy aapl rsi14<35 & price > ema200 ; exit rsi>60 or 8 days in trade ; sl 6%",
                "buy AAPL when its 14 day RSI is below 35 and it is above its 200 day EMA, sell "
                    + "when its 14 day RSI is above 60 or after 8 days, with a 6% stop"
            ),
            ("buy n hold XOM since 1995 with 10k", "buy and hold XOM since 1995 with $10,000"),
            (
                "i want to buy microsoft every time it drops 10% from its recent high and sell "
                    + "once it made me 15%",
                "buy MSFT when it is 10% below its 252 day high, take profit at 15%"
            ),
            (
                "spx down 20% from all time high buy, sell at new ath",
                "buy SPX when it is 20% below its all-time high, sell when it is above its "
                    + "all-time high"
            ),
            ("JPM sma 50 cross", "buy JPM when it crosses above its 50 day SMA"),
            ("AAPL sma 20/100", "20/100 sma crossover on AAPL"),
            ("AAPL 50/200 cross", "50/200 sma crossover on AAPL"),
            (
                "XOM 20 day high entry, stop loss 1.5 ATR, target 3 ATR",
                "buy XOM at a 20 day high, with a stop loss of 1.5 ATR, profit target of 3 ATR"
            ),
            (
                "SPX entry 20 day high, stop 2xATR(14), exit 10 day low",
                "buy SPX at a 20 day high, sell at a 10 day low, 2 ATR stop"
            ),
            (
                "sell in may and go away on the s&p, buy back in november",
                "sell in may and go away on SPX"
            ),
            (
                "momentum rotation between AAPL, XOM and JNJ: top 1 by 6-month return, monthly",
                "rotate between AAPL, XOM and JNJ by 6-month return"
            ),
            (
                "rsi2 on SPX <5 entry, >70 exit",
                "buy SPX when its 2 day RSI is below 5, sell when its 2 day RSI is above 70"
            ),
            (
                "golden cross on SPX, sell on death cross, 10 bps per trade",
                "golden cross on SPX with 0.1% fees"
            ),
            ("BTC golden cross, 0.1% taker fee", "golden cross on BTC with 0.1% fees"),
            ("AAPL golden cross fees=0.001", "golden cross on AAPL with 0.1% fees"),
        ])
    func nouns(sentence: String, plain: String) { Self.check(sentence, plain) }

    @Test("what is risked on a trade is no fee")
    func risk() {
        let planned = try? PlanGolden.planner.plan("golden cross KO, risk 0.2% per trade")
        #expect(planned?.reading == nil)
        #expect(planned?.plan.question?.contains("fees") == false)
    }
}
