import Agents
import Testing

/// The plain turns of a talk: what a few words change, and what they leave as it is.
@Suite struct ConversationTurnsTests {
    private static func last(_ turns: [String]) -> String {
        ConversationTests.talk(turns).1[turns.count - 1]
    }

    @Test(
        "words that add an exit keep those there are",
        arguments: [
            ("exit earlier if rsi goes above 70", "or its 14-bar RSI crosses above 70"),
            ("exit sooner if rsi is above 70", "or its 14-bar RSI is above 70"),
            ("and sell if it closes below the 200 day average", "or its price is below its 200"),
            ("or sell when rsi is above 70", "or its 14-bar RSI is above 70"),
        ])
    func addedExits(line: String, part: String) {
        let answer = Self.last(["buy HD when it falls 3 days in a row, hold 10 days", line])
        #expect(answer.contains("10 days have passed") && answer.contains(part), "\(answer)")
    }

    @Test("another exit by the same comparison takes its place")
    func sameExit() {
        let first = "buy AAPL when its RSI is below 30, sell when its RSI is above 70"
        let answer = Self.last([first, "and sell when its RSI is above 60"])
        #expect(answer.contains("RSI is above 60") && !answer.contains("70"), "\(answer)")
    }

    @Test("a bare level is of the strategy's indicator")
    func bareLevel() {
        let answer = Self.last([
            "buy AAPL when rsi < 30, sell > 70", "short when above 80, cover below 50",
        ])
        #expect(
            answer.contains(
                "shorts AAPL when its 14-bar RSI is above 80, covers when its 14-bar RSI is "
                    + "below 50"
            ), "\(answer)")
    }

    @Test(
        "a change in few words is read",
        arguments: [
            ("AAPL rsi 30/70", "add 10 bps fees", "with fees of 0.1%"),
            ("AAPL rsi 30/70", "add 5bps costs", "with fees of 0.05%"),
            ("AAPL rsi 30/70", "start with 50k", "starting with $50,000"),
            ("AAPL rsi 30/70", "start with 100000", "starting with $100,000"),
            ("AAPL rsi 30/70", "size 50%", "with 50% of equity"),
            ("AAPL rsi 30/70", "make it rsi 2 and levels 10 and 90", "its 2-bar RSI is below 10"),
            (
                "AAPL rsi 30/70", "use 80 and 45",
                "is below 45, sells when its 14-bar RSI is above 80"
            ),
            ("AAPL rsi 30/70", "max hold 15 days", "RSI is above 70 or 15 days have passed"),
            ("AAPL rsi 30/70", "sl 8", "with a stop loss of 8%"),
            ("AAPL rsi 30/70", "or after 20 days", "above 70 or 20 days have passed"),
            ("AAPL rsi 30/70", "tp 25", "with a profit target of 25%"),
            ("AAPL rsi 30/70", "exit 3 percent trailing", "with a trailing stop of 3%"),
            (
                "AAPL rsi 30/70", "stop 4% take profit 12%",
                "with a stop loss of 4%, with a profit target of 12%"
            ),
            ("AAPL rsi 30/70, 5% stop", "stop 5% trailing", "above 70, with a trailing stop of 5%"),
            ("AAPL rsi 30/70, 5% stop", "make the stop trailing", "70, with a trailing stop of 5%"),
            ("AAPL rsi 30/70, 5% stop", "loosen to 9%", "with a stop loss of 9%"),
            ("AAPL rsi 30/70, 5% stop", "no stop", "above 70, on daily bars"),
            ("AAPL rsi 30/70", "since 2000 until 2010", "from 2000-01-01 to 2010-12-31"),
            ("AAPL rsi 30/70", "only longs from 2010", "since 2010-01-01"),
            ("AAPL rsi 30/70", "ok now JNJ", "Buys JNJ"),
            ("AAPL rsi 30/70", "what if I had done this on IXIC", "Buys IXIC"),
            ("AAPL rsi 30/70", "swap AAPL for KO", "Buys KO"),
            ("AAPL rsi 30/70", "what if I used 25 instead of 30", "is below 25"),
            ("AAPL rsi 30/70", "only in winter months", "and the month is December to February"),
            ("AAPL rsi 30/70", "don't buy in september", "and the month is not September"),
            ("AAPL rsi 30/70", "entry only if ADX is above 20", "and its 14-bar ADX is above 20"),
            ("AAPL rsi 30/70", "only take trades when VIX is below 25", "and the VIX is below 25"),
            (
                "AAPL rsi 30/70", "add IXIC filter: only if IXIC is above its 200 day average",
                "IXIC's price is above IXIC's 200-day simple average"
            ),
            ("bollinger bands on PFE", "3 std", "lower Bollinger band with 3 standard deviations"),
            ("bollinger bands on PFE", "50 bars", "its 50-bar lower Bollinger band"),
            ("supertrend on SPX", "period 7", "its 7-bar Supertrend"),
            ("pairs trade KO and PEP", "use 30 days", "30-day z-score"),
            ("pairs trade KO and PEP", "entry at 1.5 std", "is below -1.5"),
            ("donchian 55/20 on IXIC", "20/10", "above its 20-bar high, sells when its price is"),
            ("ema 12/26 AMD", "sma instead of ema", "its 12-bar simple average crosses"),
            ("macd cross on AAPL", "change MACD to 5 35 5", "its MACD (5, 35, 5) line"),
            ("buy spx on mondays", "on fridays instead", "Friday, sells when it is not"),
            ("buy spx on mondays", "no, tuesdays", "Tuesday, sells when it is not"),
            (
                "short GE when it closes under its 50 day average", "go long too when above",
                "Buys GE when its price is above its 50-day"
            ),
            ("buy SPX when it falls 2% in a day and sell the next day", "3%", "is below -3%"),
            (
                "buy BAC when it's 10% under its 200 day average, sell after 20 days",
                "deeper: 20%", "more than 20% below"
            ),
            (
                "buy aapl when it drops 5% in 3 days, sell when it's up 5%", "make both 8%",
                "is below -8%, sells only by its stops, with a profit target of 8%"
            ),
            ("target 10% volatility on SPX", "make it 15%", "a target volatility of 15%"),
            ("target 10% volatility on SPX", "try AAPL", "Holds AAPL with a target volatility"),
            ("60% SPX 40% JNJ", "use inverse vol weights", "by inverse volatility of 63 bars"),
            ("60% SPX 40% JNJ", "no rebalancing", "never rebalanced"),
        ])
    func brief(first: String, line: String, part: String) {
        let answer = Self.last([first, line])
        #expect(answer.hasPrefix("v") && answer.contains(part), "\(answer)")
    }

    @Test(
        "what cannot be done is refused with what can, and nothing is invented in its place",
        arguments: [
            ("AAPL rsi 30/70", "1% risk per trade", "Or change the strategy"),
            ("AAPL rsi 30/70", "leverage 2", "Nothing is borrowed"),
            ("AAPL rsi 30/70", "vs PEP?", "try PEP"),
            ("AAPL rsi 30/70", "swap JNJ for KO", "trades AAPL and not JNJ"),
            ("AAPL rsi 30/70", "beta to SPX", "Or change the strategy"),
            ("supertrend on SPX", "multiplier 2", "cannot be changed"),
            ("60% SPX 40% JNJ", "try AAPL", "swap SPX for AAPL"),
            ("AAPL rsi 30/70", "stop at 95", "say which is to change"),
            ("AAPL rsi 30/70", "use 25", "\"help\" lists"),
        ])
    func refused(first: String, line: String, part: String) {
        let answer = Self.last([first, line])
        #expect(!answer.hasPrefix("v") && answer.contains(part), "\(answer)")
        #expect(!answer.contains("30-day"), "\(answer)")
    }

    @Test("a filter goes by the name of what it compares, and other things come back")
    func back() {
        let (_, answers) = ConversationTests.talk([
            "long SPX above 200sma", "require ADX above 20", "only when its RSI is below 60",
            "remove the adx", "wait, undo that", "skip the filter", "short below it",
            "undo the shorts", "go back to the first one",
        ])
        #expect(!answers[3].contains("ADX") && answers[3].contains("RSI"), "\(answers[3])")
        #expect(answers[4].contains("ADX"), "\(answers[4])")
        #expect(answers[5].contains("ADX") && !answers[5].contains("RSI"), "\(answers[5])")
        #expect(!answers[7].contains("shorts"), "\(answers[7])")
        #expect(
            answers[8].hasPrefix("Back to the first one") && !answers[8].contains("ADX"),
            "\(answers[8])")
    }

    @Test(
        "questions about trades and times are answered with just what they ask",
        arguments: [
            ("how many trades lasted longer than 30 days?", "1 of 2 trades lasted longer than 30"),
            ("how many trades since 2010?", "of them 1 then"),
            ("how many trades were losers?", "1 of 2 trades lost"),
            ("how many trades had a loss of more than 20%?", "0 of 2 trades lost more than 20"),
            ("how many times was the stop hit?", "1 of 2 trades ended at a stop"),
            (
                "how often did it trade per year?",
                "2 times from 2000-01-03 to 2010-12-31, 0.2 times"
            ),
            ("why so many trades?", "It traded 2 times"),
            ("second worst trade", "The second worst trade:\n  AAPL long 2009"),
            ("what were the worst trades?", "The worst trades:\n  AAPL long 2010"),
            ("what's the biggest winner?", "The best trade:\n  AAPL long 2009"),
            ("what happened since 2010?", "Since 2010 it gave 32"),
            ("did it beat buy and hold after 2009?", "buying and holding gave since 2010 is not"),
            ("why did it buy in 1800?", "it says nothing of 1800"),
            ("which year was the best?", "% in 2009"),
            ("yearly returns?", "  2010: 32.00"), ("monthly returns", "2010  1: 10.00"),
            ("when was it", "not known here"), ("sharpe?", "Its Sharpe ratio is 0.40"),
            ("trades in 2009", "of them 1 then"),
            ("how many trades did the moon make?", "cannot be answered"),
        ])
    func questions(line: String, part: String) {
        let answer = Self.last(["buy AAPL when rsi < 30, sell > 70", line])
        #expect(answer.contains(part), "\(answer)")
    }
}
