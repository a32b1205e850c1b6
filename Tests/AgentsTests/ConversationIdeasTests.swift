import Agents
import AlmanacCore
import Testing

/// What a talk takes as another idea for the same symbol, and what it answers to plain questions.
@Suite struct ConversationIdeasTests {
    private static let joint = "Trade Tesla on Elon's tweets and WSB sentiment"

    @Test(
        "a level without a name speaks of the entry's indicator",
        arguments: [
            ("buy SPX when its RSI is below 30", "sell above 60", "14-bar RSI is above 60"),
            (
                "buy SPX when its RSI is below 30", "exit when it is over 65",
                "14-bar RSI is above 65"
            ),
            ("trade Tesla on Elon's tweets", "sell below -0.2", "@elonmusk is below -0.2"),
            (
                "buy SPX when its RSI is below 30, hold for 9 days", "sell above 60",
                "RSI is above 60"
            ),
            ("golden cross on SPX", "sell above 60", "its price is above $60"),
            (
                "buy SPX when its RSI is below 30", "only when it is above its 200-day average",
                "its price is above its 200-day"
            ),
        ])
    func levels(first: String, line: String, part: String) {
        let (_, answers) = ConversationTests.talk([first, line])
        #expect(answers[1].hasPrefix("v"), "\(answers[1])")
        #expect(answers[1].contains(part), "\(answers[1])")
    }

    @Test(
        "a start begins a period that goes on, also behind a whole one",
        arguments: [
            (["what if I started in 2005?"], "since 2005-01-01"),
            (["begin in 2005"], "since 2005-01-01"),
            (["what if we had begun in March 2009?"], "since 2009-03-01"),
            (["from 2000 to 2010", "since 2005"], "since 2005-01-01"),
            (["in 2008", "what if I started in 2005?"], "since 2005-01-01"),
            (["from 2000 to 2010", "until 2012"], "from 2000-01-01 to 2012-12-31"),
            (["since 2000", "until 2010", "since 2005"], "from 2005-01-01 to 2010-12-31"),
        ])
    func starts(lines: [String], part: String) {
        let (_, answers) = ConversationTests.talk(["golden cross on SPX"] + lines)
        #expect(answers.last?.contains(part + ",") == true, "\(answers)")
    }

    @Test(
        "the sources of texts change by their names",
        arguments: [
            ("only Elon's tweets", "the sentiment of @elonmusk is above"),
            ("Elon's tweets only", "the sentiment of @elonmusk is above"),
            ("remove WSB", "the sentiment of @elonmusk is above"),
            ("without reddit", "the sentiment of @elonmusk is above"),
            ("leave out Elon", "the sentiment of r/wallstreetbets is above"),
            ("use news instead", "the sentiment of news headlines is above"),
            ("replace WSB with news", "of @elonmusk and news headlines is above"),
            ("add news sentiment", "of @elonmusk and r/wallstreetbets and news headlines is above"),
            ("ignore retweets", "of @elonmusk without retweets and r/wallstreetbets is above"),
            ("only posts with more than 100 likes", "with more than 100 likes"),
        ])
    func texts(line: String, part: String) {
        let (conversation, answers) = ConversationTests.talk([Self.joint, line])
        #expect(conversation.versions.count == 2, "\(line): \(answers[1])")
        #expect(answers[1].contains(part), "\(line): \(answers[1])")
        #expect(!answers[1].contains("mentions"), "\(line): \(answers[1])")
    }

    @Test(
        "a change of texts that cannot be done says why",
        arguments: [
            ("Trade Tesla on Elon's tweets", "remove WSB", "goes by @elonmusk"),
            ("Trade Tesla on Elon's tweets", "remove Elon", "nothing else"),
            ("golden cross on AAPL", "add WSB sentiment", "only when the sentiment of r/wallstr"),
            ("golden cross on AAPL", "ignore retweets", "reads no posts"),
            (joint, "make it more positive", "change 0.1 to 0.2"),
        ])
    func refusedTexts(first: String, line: String, part: String) {
        let (conversation, answers) = ConversationTests.talk([first, line])
        #expect(conversation.versions.count == 1, "\(answers)")
        #expect(answers[1].contains(part), "\(answers[1])")
    }

    @Test(
        "another idea takes the place of the entry and keeps the rest",
        arguments: [
            ("use MACD instead", "MACD (12, 26, 9) line crosses above"),
            ("replace RSI with MACD", "MACD (12, 26, 9) line crosses above"),
            ("switch to a MACD crossover", "MACD (12, 26, 9) line crosses above"),
            ("try a golden cross", "50-day simple average crosses above"),
            ("what about a 20-day breakout?", "20-day"),
            ("use news instead", "the sentiment of news headlines is above 0.1"),
            ("switch to Elon's tweets", "the sentiment of @elonmusk is above 0.1"),
        ])
    func ideas(line: String, part: String) {
        let (conversation, answers) = ConversationTests.talk([
            "buy KO when its RSI is below 30, 5% stop, since 2010", line,
        ])
        let now = conversation.current?.reading.understood ?? ""
        #expect(answers[1].hasPrefix("v2 logic"), "\(answers[1])")
        for part in ["Buys KO", part, "stop loss of 5%", "since 2010"] {
            #expect(now.contains(part), "\(line): \(now)")
        }
        #expect(!now.contains("RSI"), "\(now)")
        #expect(conversation.current?.reading.assumptions.contains { $0.contains("RSI") } == false)
    }

    @Test("another idea keeps the filters that were added")
    func filteredIdea() {
        let (_, answers) = ConversationTests.talk([
            "buy KO when its RSI is below 30", "only when it is above its 200-day average",
            "use MACD instead", "remove the filter",
        ])
        #expect(answers[2].contains("200-day simple average, sells when its MACD"), "\(answers[2])")
        #expect(!answers[3].contains("200-day"), "\(answers[3])")
    }

    @Test("a question in a talk makes up no strategy in place of the one at hand")
    func examples() {
        let (_, answers) = ConversationTests.talk([
            "buy KO when its RSI is below 30", "buy when the wibble average crosses 40",
            "sell it all when the flurb is wobbly",
            "buy on the flurb",
        ])
        for answer in answers.dropFirst() {
            #expect(!answer.contains("SPX") && !answer.contains("AAPL"), "\(answer)")
            #expect(!answer.contains("Try:"), "\(answer)")
        }
    }

    @Test("of two lengths the one that is named changes, and never the other")
    func namedLength() {
        let first = "buy KO when its 20 day average crosses above its 50 day average"
        func now(_ line: String) -> String {
            let (conversation, _) = ConversationTests.talk([first, line])
            return conversation.current?.reading.understood ?? ""
        }
        for line in ["change the 50 to 100", "replace the 50 day average with 100 days"] {
            #expect(now(line).contains("20-day simple average crosses above its 100-day"))
        }
        #expect(now("change 20 to 10").contains("10-day simple average crosses above its 50-day"))
        for line in ["change the 30 to 60", "change the 20 to 70"] {
            #expect(now(line).contains("20-day simple average crosses above its 50-day"))
        }
    }

    @Test("of two stops none is guessed, and each goes by its name")
    func twoStops() {
        let first = "golden cross on AAPL, 5% stop, 10% trailing stop"
        func now(_ line: String) -> String {
            let (conversation, answers) = ConversationTests.talk([first, line])
            return conversation.versions.count == 2 ? answers[1] : "asked: " + answers[1]
        }
        #expect(now("remove the stop").hasPrefix("asked: There are a stop loss of 5%"))
        #expect(!now("remove the stop loss").contains("stop loss"))
        #expect(now("remove the stop loss").contains("trailing stop of 10%"))
        #expect(now("remove the trailing stop").contains("stop loss of 5%"))
        #expect(now("remove the 5% stop").contains("with a trailing stop of 10%"))
        #expect(!now("remove both stops").contains("stop"))
    }

    @Test(
        "plain questions are answered, or said to have no answer here",
        arguments: [
            ("how much would I have made?", "total return 150.00\u{A0}%"),
            ("how much would I have made in 2010?", "In 2010 it gave 32.00\u{A0}%"),
            ("how much does this cost?", "Its data costs nothing."),
            ("how much does it cost?", "12.50"),
            ("what's the Sharpe ratio?", "standard deviation"),
            ("what's a drawdown?", "fall of the equity"), ("what’s its win rate?", "60.00\u{A0}%"),
            ("how's it doing?", "150.00\u{A0}%"),
            ("Was that statistically significant?", "12 times"),
            ("what is survivorship bias?", "still exists"),
            ("what's look-ahead bias?", "not known yet"),
            ("what is beta?", "moves with the market"),
            ("what is a p-value?", "luck"), ("what does out of sample mean?", "not looked at"),
            ("what is the deflated Sharpe ratio?", "luck alone"),
            ("what is a z-score?", "standard deviations"),
            ("what data does it use?", "daily prices of SPX: bundled"),
            ("what is missing?", "Nothing: all of its data is at hand."),
            ("why did it lose money in 2010?", "The one trade held then:"),
            ("why did it lose money in 2010?", "2010-05-07 to 2010-05-20: -10.00\u{A0}%"),
            ("why did it make money?", "1 of 2 trades gained; the best:"),
            ("who made this?", "cannot be answered here"),
            ("what arguments does it take?", "\"what data does it use?\""),
            ("is it luck?", "One variant was tried"),
        ])
    func questions(question: String, part: String) {
        let (_, answers) = ConversationTests.talk(["buy SPX when its RSI is below 30", question])
        #expect(answers[1].contains(part), "\(question): \(answers[1])")
    }

    @Test("what data there is names sources that have to be fetched and what is missing")
    func data() {
        let (_, answers) = ConversationTests.talk([Self.joint, "what data does it use?"])
        #expect(answers[1].contains("twitter.com/elonmusk"), "\(answers[1])")
        #expect(answers[1].contains("Missing: "), "\(answers[1])")
    }

    @Test("seasons are parts of the calendar")
    func seasons() {
        let (_, answers) = ConversationTests.talk(["golden cross on SPX", "only in winter"])
        #expect(answers[1].hasPrefix("v2 logic"), "\(answers[1])")
        #expect(answers[1].contains("December to February"), "\(answers[1])")
    }

    @Test("an order of a month tells the years that there are, and one trade is one trade")
    func years() {
        var conversation = Conversation(planner: Planner())
        _ = conversation.hear("golden cross on AAPL")
        func trade(_ day: String) -> RunSummary.Trade {
            RunSummary.Trade(
                symbol: "AAPL", entry: day, exit: nil, entryPrice: 10, exitPrice: nil, gain: 0.2,
                isLong: true, reason: nil)
        }
        func answer(_ days: [String], _ line: String) -> String {
            conversation.learn(
                RunSummary(
                    figures: [], span: ("1990-01-02", "2010-12-31"), trades: days.map(trade)))
            guard case .say(let words) = conversation.hear(line) else { return "" }
            return words
        }
        let said = answer(["1992-03-02", "2001-03-09", "2002-04-09"], "why did it buy in March?")
        #expect(said.contains("(the first of 2 in that time: March of 1992, 2001)"), "\(said)")
        #expect(answer(["1992-03-02"], "show the trades").hasPrefix("1 trade:"))
    }
}
