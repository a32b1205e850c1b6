import Agents
import Testing

/// Whole families of turns: directions, conditions by name, sizes, times, versions.
@Suite struct ConversationFamiliesTests {
    private static func last(_ turns: [String]) -> String {
        ConversationTests.talk(turns).1[turns.count - 1]
    }

    private static let rsi = "buy AAPL when rsi < 30, sell > 60"
    private static let cross = "golden cross on MSFT"

    @Test(
        "a direction changes and the conditions stay",
        arguments: [
            (
                [rsi, "reverse it"],
                "Shorts AAPL when its 14-bar RSI is below 30, covers when its 14-bar RSI is above "
                    + "60, on"
            ),
            ([rsi, "short instead"], "Shorts AAPL when its 14-bar RSI is below 30, covers"),
            ([rsi, "the other way around"], "Shorts AAPL when its 14-bar RSI is below 30, covers"),
            (
                [rsi, "reverse it", "flip it back"],
                "Buys AAPL when its 14-bar RSI is below 30, sells"
            ),
            ([rsi, "go the other way"], "Shorts AAPL"),
            ([rsi, "reverse it", "long instead"], "Buys AAPL when its 14-bar RSI is below 30"),
            (
                [cross, "flip it"],
                "Shorts MSFT when its 50-day simple average crosses above its 200-day simple "
                    + "average, covers when its 50-day simple average crosses below"
            ),
            (
                [cross, "short too", "only shorts"],
                "Shorts MSFT when its 50-day simple average crosses below its 200-day simple "
                    + "average, covers when its 50-day simple average crosses above"
            ),
            (
                ["buy AAPL when rsi < 30, sell above 60 or after 20 days", "both sides"],
                "covers when its 14-bar RSI is below 40 or 20 days have passed"
            ),
            ([cross, "short too", "only longs"], "Buys MSFT when its 50-day"),
            (
                ["short GE when rsi > 80, cover at 50", "both sides"],
                "Buys GE when its 14-bar RSI is below 20, sells when its 14-bar RSI is at or above "
                    + "50, shorts GE when its 14-bar RSI is above 80, covers"
            ),
            (["long MSFT above its 60 day sma", "short it below as well"], "shorts MSFT when its"),
        ])
    func directions(turns: [String], part: String) {
        let answer = Self.last(turns)
        #expect(answer.hasPrefix("v") && answer.contains(part), "\(answer)")
    }

    private static let several =
        "buy GE when RSI(2) is below 10 and price above 200 day average, sell when RSI(2) is above "
        + "70 or after 10 days"

    @Test(
        "a condition goes by what it compares, and the others stay",
        arguments: [
            ("drop the rsi exit", ", sells when 10 days have passed since the entry, on"),
            (
                "remove the time limit",
                "200-day simple average, sells when its 2-bar RSI is above 70, on"
            ),
            (
                "drop the trend filter",
                "RSI is below 10, sells when its 2-bar RSI is above 70 or 10"
            ),
            (
                "get rid of the 200 day average",
                "RSI is below 10, sells when its 2-bar RSI is above"
            ),
            ("no time stop", "sells when its 2-bar RSI is above 70, on"),
        ])
    func dropped(line: String, part: String) {
        let answer = Self.last([Self.several, line])
        #expect(answer.hasPrefix("v2 logic: Buys GE when its 2-bar RSI is below 10"), "\(answer)")
        #expect(answer.contains(part), "\(answer)")
    }

    @Test(
        "a condition that may be another, or without which nothing is left, is asked about",
        arguments: [
            (several, "drop the rsi", "say which is to go"),
            (several, "drop the exit", "say which is to go"),
            (rsi, "drop the exit", "Nothing else would end its positions"),
            (cross, "ditch the exit", "Nothing else would end its positions"),
            (rsi, "trend filter please", "A trend needs a line"),
            ("buy KO when rsi < 30, hold for 10 days", "drop the time limit", "Nothing else"),
            (rsi, "drop the rsi filter", "Nothing else says when to begin"),
            (rsi, "only shorts", "has no shorts"),
            ("short GE when rsi > 80, cover at 50", "only longs", "has no longs"),
            (rsi, "borrow cost 2%", "--borrow 0.02"), (rsi, "and 3% borrow cost", "--borrow 0.03"),
            (rsi, "only in an uptrend", "above its 200-day average"),
            (rsi, "double the fees", "There are no fees yet"),
            (rsi, "halve the stop", "There is no stop"),
            (rsi, "put the rest in KO", "does not go into KO"),
            ("SPX sma200 trend", "add a 3% band", "more than 3% above its 200-day"),
            ("60% SPX 40% JNJ", "reverse it", "has no shorts"),
            ("equal weight AAPL, MSFT, AMD", "only the two with the best momentum", "rotation"),
        ])
    func asked(first: String, line: String, part: String) {
        let answer = Self.last([first, line])
        #expect(!answer.hasPrefix("v") && answer.contains(part), "\(answer)")
    }

    @Test(
        "a number changes by its kind, its unit or a factor",
        arguments: [
            ([rsi, "what if I only traded with half the money"], "with 50% of equity"),
            ([rsi, "use half of my capital"], "with 50% of equity"),
            ([rsi, "size 50%", "and a quarter?"], "with 25% of equity"),
            ([rsi, "size 50%", "back to everything"], "with 100% of equity"),
            ([rsi, "5% stop", "double the stop"], "stop loss of 10%"),
            ([rsi, "2 ATR stop", "double the stop"], "4 times the 14-bar ATR"),
            ([rsi, "fees of $5", "halve the fees"], "$2.5 per trade"),
            ([rsi, "add a 20 day time stop"], "above 60 or 20 days have passed since the entry"),
            ([rsi, "or after 30 days at the latest"], "above 60 or 30 days have passed"),
            ([rsi, "take the profit at 30%"], "profit target of 30%"),
            ([rsi, "10k start"], "starting with $10,000"),
            ([rsi, "tighten the entry to 20"], "RSI is below 20"),
            ([rsi, "0.1% commission plus 5 bps slippage"], "fees of 0.1%, with slippage of 0.05%"),
            (
                [rsi, "5% stop", "10% target", "remove all stops and targets"],
                "above 60, on daily bars"
            ),
            (
                ["buy XOM after 4 down days in a row, sell after 2 up days", "5 down days"],
                "falls 5"
            ),
            (["buy HD when it falls 3 days in a row, hold 5 days", "4 days in a row"], "falls 4"),
            (
                ["buy KO when it falls 5% in 3 days, hold a week", "two weeks"],
                "2 weeks have passed"
            ),
            (["bollinger bands on PFE", "30 day bands"], "its 30-day lower Bollinger"),
            (["buy KO when it falls 2% in a day, hold 3 days", "what if it was 3%"], "below -3%"),
            (
                ["buy JPM when its 20 day volatility is below 20%", "sell over 30%"],
                "sells when its 20-day volatility is above 30%"
            ),
            (["pairs trade KO and PEP", "try XOM and CVX"], "ratio of XOM to CVX is below"),
        ])
    func numbers(turns: [String], part: String) {
        let answer = Self.last(turns)
        #expect(answer.hasPrefix("v") && answer.contains(part), "\(answer)")
    }

    @Test(
        "a portfolio changes by what is named of it",
        arguments: [
            ("AAPL MSFT XOM inverse volatility", "60 days for the vol", "of 60 bars"),
            ("AAPL MSFT XOM inverse volatility", "use a lookback of 6 months", "of 126 bars"),
            ("AAPL MSFT XOM inverse volatility", "kick out XOM", "AAPL and MSFT by inverse"),
            ("AAPL MSFT XOM inverse volatility", "put KO in", "XOM and KO by inverse"),
            ("equal weight SPX and JNJ", "add KO and PEP", "Holds SPX, JNJ, KO and PEP at"),
            ("40% SPX 60% KO", "swap the weights", "Holds 60% SPX and 40% KO"),
            ("40% SPX 60% KO", "use XOM and JNJ instead", "Holds 40% XOM and 60% JNJ"),
        ])
    func portfolios(first: String, line: String, part: String) {
        let answer = Self.last([first, line])
        #expect(answer.hasPrefix("v") && answer.contains(part), "\(answer)")
    }

    @Test(
        "questions for the best and the worst are answered",
        arguments: [
            ("what was the worst month?", "in 2010-01"),
            ("best month", "in 2009-12"),
            ("longest trade?", ", 83 days"),
            ("what was the shortest trade", "AAPL long 2010-05-07"),
            ("which month lost most?", "The worst month"), ("vol?", "has no such figure"),
            ("longest losing streak", "At most 1 trades in a row lost"),
            ("how often does it trade?", "0.2 times a year"),
            ("how much would 10000 have become?", "10,000.00 would have become 25,000.00"),
            ("how did 2010 go?", "In 2010 it gave 32"),
            ("which one was best?", "Only one variant has been run"),
            ("what would you change to make it better?", "is not proposed here"),
            ("save it as unh.json", "--save FILE.json"),
        ])
    func questions(line: String, part: String) {
        let answer = Self.last([Self.rsi, line])
        #expect(answer.contains(part), "\(answer)")
    }

    @Test("which was best is told of all variants, by the figure that is asked for")
    func versions() {
        func answer(_ question: String) -> String {
            Self.last([Self.rsi, "try MSFT", "try KO", question])
        }
        #expect(answer("which was best?").hasPrefix("The highest total return of 3 variants"))
        #expect(answer("which of the three did best?").hasPrefix("The highest total return of 3"))
        #expect(answer("which had the smaller drawdown?").hasPrefix("The lowest drawdown of 3"))
        #expect(answer("which had the best sharpe?").hasPrefix("The highest Sharpe ratio of 3"))
        #expect(answer("which of them won?").hasPrefix("The highest total return of 3"))
        #expect(answer("which trade was the best?").hasPrefix("The best trade"))
    }

    @Test("undo and redo in any order keep the definition that was at hand")
    func order() {
        let (talk, answers) = ConversationTests.talk([
            Self.cross, "add a 6% stop", "try AAPL", "undo", "use weekly",
            "what if fees were 10 bp?", "undo", "only when rsi is below 70", "drop the rsi filter",
            "reverse it", "undo", "short too", "only shorts", "undo", "undo", "redo", "redo",
            "compare with version 1", "undo", "undo", "what does it do?",
        ])
        let weekly =
            "Buys MSFT when its 50-day simple average crosses above its 200-day simple average, "
            + "sells when its 50-day simple average crosses below its 200-day simple average, with "
            + "a stop loss of 6%, on weekly bars"
        for index in [4, 6, 8, 10, 14, 19, 20] {
            #expect(answers[index].contains(weekly), "\(index): \(answers[index])")
        }
        #expect(answers[16].contains("Shorts MSFT") && !answers[16].contains("Buys"))
        // A version's number is never given to another.
        #expect(talk.current?.number == 4, "\(talk.current?.number ?? 0)")
        #expect(answers[11].hasPrefix("v6"), "\(answers[11])")
    }
}
