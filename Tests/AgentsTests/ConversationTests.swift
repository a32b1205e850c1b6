import Agents
import AlmanacCore
import Synchronization
import Testing

@Suite struct ConversationTests {
    static let figures = RunSummary(
        figures: [
            ("total_return", 1.5), ("cagr", 0.05), ("max_drawdown", 0.3), ("sharpe", 0.4),
            ("trades", 12), ("win_rate", 0.6), ("total_fees", 12.5), ("benchmark_return", 2),
        ], span: ("2000-01-03", "2010-12-31"),
        trades: [
            RunSummary.Trade(
                symbol: "AAPL", entry: "2009-03-10", exit: "2009-06-01", entryPrice: 10,
                exitPrice: 12, gain: 0.2, isLong: true, reason: "signal"),
            RunSummary.Trade(
                symbol: "AAPL", entry: "2010-05-07", exit: "2010-05-20", entryPrice: 20,
                exitPrice: 18, gain: -0.1, isLong: true, reason: "stop_loss"),
        ],
        months: [
            RunSummary.Month(year: 2009, month: 12, gain: 0.5),
            RunSummary.Month(year: 2010, month: 1, gain: 0.1),
            RunSummary.Month(year: 2010, month: 2, gain: 0.2),
        ])

    /// Hears a script and gives what was understood or said after each line.
    static func talk(_ lines: [String]) -> (Conversation, [String]) {
        var conversation = Conversation(planner: Planner())
        var answers: [String] = []
        for line in lines {
            switch conversation.hear(line) {
            case .run(let version):
                answers.append(
                    "v\(version.number) \(version.change.rawValue): \(version.reading.understood)")
                conversation.learn(figures)
            case .say(let words): answers.append(words)
            case .end: answers.append("end")
            }
        }
        return (conversation, answers)
    }

    @Test("a new symbol, parameter or setting keeps the definition, new logic makes a version")
    func versions() {
        let (conversation, answers) = Self.talk([
            "Buy AAPL when its RSI is below 30, sell above 70", "try MSFT", "use weekly",
            "what if fees were 10 bp?", "RSI below 25", "add a stop",
            "only when it is above its 40-week average", "since 2005", "undo",
            "sell when its RSI is above 60",
        ])
        let expected = [
            ("v1 strategy", "AAPL"), ("v1 symbol", "MSFT"), ("v1 parameter", "weekly bars"),
            ("v1 setting", "fees of 0.1%"), ("v1 parameter", "below 25"),
            ("v2 logic", "stop loss of 5%"), ("v3 logic", "40-week simple average"),
            ("v3 setting", "since 2005"), ("Back to", "40-week"), ("v3 parameter", "above 60"),
        ]
        for (index, (start, part)) in expected.enumerated() {
            #expect(answers[index].hasPrefix(start), "\(index): \(answers[index])")
            #expect(answers[index].contains(part), "\(index): \(answers[index])")
        }
        #expect(conversation.versions.count == 8)
    }

    @Test("the kind of averages and the sides that are traded change in a few words")
    func kinds() {
        let (_, answers) = Self.talk([
            "golden cross on AAPL", "use EMA instead", "make it short too", "undo",
            "use simple averages",
        ])
        #expect(answers[1].hasPrefix("v2 logic"), "\(answers[1])")
        #expect(answers[1].contains("50-day exponential average crosses above its 200-day exp"))
        #expect(answers[2].hasPrefix("v3 logic"), "\(answers[2])")
        #expect(answers[2].contains("shorts AAPL"), "\(answers[2])")
        #expect(answers[4].contains("50-day simple average"), "\(answers[4])")
    }

    @Test("a talk of more than fifteen turns keeps its context")
    func longTalk() {
        var lines = ["golden cross on SPX"]
        for turn in 0..<20 { lines.append(turn % 2 == 0 ? "try AAPL" : "try KO") }
        let (conversation, answers) = Self.talk(lines + ["add a 5% stop", "use 20 and 100 days"])
        #expect(answers.last?.contains("20-day simple average crosses above its 100-day") == true)
        #expect(answers.last?.contains("stop loss of 5%") == true)
        #expect(conversation.turns.count == 23)
    }

    @Test(
        "questions are answered from the run, the strategy and the glossary",
        arguments: [
            ("why did it buy in March 2009?", "2009-03-10"),
            ("why did it sell in May 2010?", "stop loss was reached"),
            ("why did it buy in July 2005?", "did not buy then"),
            ("why did it buy in July 1999?", "says nothing of July 1999"),
            ("explain like I'm five", "piggy bank"), ("how risky is it?", "30.00\u{A0}%"),
            ("worst trade", "-10.00\u{A0}%"), ("best trade", "20.00\u{A0}%"),
            ("show the trades", "2 trades"),
            ("what is the Sharpe ratio?", "standard deviation"), ("what is drawdown", "fall"),
            ("what does it do?", "Buys AAPL"), ("show the code", "generate_signals"),
            ("what is missing?", "Nothing"), ("should I buy it?", "advice"),
            ("how did it do?", "150.00\u{A0}%"),
            ("how did it do?", "buy and hold 200.00\u{A0}%"), ("eli5", "keeping the thing"),
            ("what will the price be tomorrow?", "future"), ("predict the close", "future"),
            ("where will AAPL be in a year?", "future"), ("help", "add a 5% stop"),
            ("what did it cost", "12.50"), ("what changed?", "Nothing"),
            ("will it work tomorrow", "future"),
            ("please sing a song", "nothing about trading"),
            ("why not?", "Name a time"), ("why did it not buy in July 2009?", "held nothing"),
            ("why didn't it buy in April 2009?", "it held AAPL since 2009-03-10"),
            ("why did it not buy in May 2010?", "But it did"),
            ("why did it buy last?", "2010-05-07"), ("why did it buy?", "the first of 2"),
            ("what was the return in 2010?", "In 2010 it gave 32.00\u{A0}%"),
            ("what was the return in 2009?", "In 2009 it gave 50.00\u{A0}%"),
            ("what was the return in 2005?", "\"from 2005 to 2005\""),
            ("what was the return in 2050?", "says nothing of 2050"),
            ("what happened in 2009?", "2009-06-01"), ("what happened in 2008?", "held nothing"),
            ("what is its sharpe ratio?", "Its Sharpe ratio is 0.4"),
            ("what is the Sharpe ratio?", "Its Sharpe ratio is 0.4"),
            ("what was the maximum drawdown?", "30.00\u{A0}%"),
            ("what is its win rate?", "60.00\u{A0}%"),
            ("is this overfitted?", "Deflated Sharpe"), ("is it luck?", "12 times"),
            ("review", "Largest drawdown"), ("review it", "Buying and holding gave more"),
            ("review this strategy", "12.50"),
            ("compare with buy and hold", "strategy"),
            ("compare with version 1", "only one version"),
            ("remove the trailing stop", "no trailing stop"), ("remove the stop", "no stop"),
            ("remove the filter", "No filter"), ("redo", "nothing to redo"),
            ("research insider buying", "Form 4"),
            ("research insider buying", "Buy AAPL when insiders buy"),
            ("tell me about Reddit sentiment on Tesla", "Buy TSLA when"),
            ("tell me about the VIX", "the VIX"), ("tell me about AAPL", "bundled"),
            ("research moon phases", "Nothing here tells of"),
            ("what data is there on Congress?", "senators"),
        ])
    func questions(question: String, part: String) {
        let (_, answers) = Self.talk(["buy AAPL when its RSI is below 30", question])
        #expect(answers[1].contains(part), "\(answers[1])")
    }

    @Test(
        "a change is read in the ways in which people say it",
        arguments: [
            ("back to KO", "Buys KO"), ("and for KO?", "Buys KO"),
            ("what about Coca-Cola", "Buys KO"),
            ("how does KO do?", "Buys KO"), ("do the same with MSFT", "Buys MSFT"),
            ("now Microsoft", "Buys MSFT"), ("same thing on Tesla", "Buys TSLA"),
            ("switch to weekly bars", "weekly bars"), ("weekly please", "weekly bars"),
            ("make it monthly", "monthly bars"), ("can we use weekly data?", "weekly bars"),
            ("only go long when it is above its 200-day average", "200-day simple average"),
            ("only if it's above the 200 day moving average", "200-day simple average"),
            ("add a filter: above its 200-day average", "200-day simple average"),
            ("but only when it trades above its 200-day average", "200-day simple average"),
            ("add a 5% stop loss", "stop loss of 5%"), ("with a 5% stop", "stop loss of 5%"),
            ("put a stop at 5%", "stop loss of 5%"), ("use a 5 percent stop", "stop loss of 5%"),
            ("what if I used a 5% stop?", "stop loss of 5%"),
            ("take profit at 20%", "20%"), ("add a 20% profit target", "20%"),
            ("trail the stop by 10%", "trailing stop of 10%"),
            ("what if fees were 10 bp?", "fees of 0.1%"), ("assume 0.1% fees", "fees of 0.1%"),
            ("what if it cost 0.1% per trade", "fees of 0.1%"), ("with 5 bps of slippage", "0.05%"),
            ("use RSI below 25", "below 25"), ("buy below 25 instead", "below 25"),
            ("change 30 to 25", "below 25"),
            ("sell when RSI is above 60", "above 60"), ("sell above 60 instead", "above 60"),
            ("since 2010", "since 2010"), ("start in 2010", "2010"), ("only from 2010", "2010"),
            ("from 2010 to 2015", "2015"), ("test it on the last 5 years", "last 5 years"),
            ("start with $5,000", "5,000"), ("use half the money", "50%"),
            ("short it too when RSI is above 80", "shorts AAPL"),
            ("exit after 10 days", "10"),
            ("also sell after 10 days", "above 70 or 10 days have passed"),
            ("also sell when RSI is above 80", "above 70 or"),
            ("back to weekly", "weekly bars"), ("use a 10-day RSI", "10-day RSI"),
            ("RSI(2)", "2-bar RSI"), ("change the RSI period to 7", "7-bar RSI"),
            ("change the fees to 5 bp", "fees of 0.05%"), ("end in 2015", "2015"),
            ("what if fees were 10 bp and slippage 5 bp?", "fees of 0.1%"),
            ("what if fees were 10 bp and slippage 5 bp?", "slippage of 0.05%"),
            ("what if I started with $50,000?", "50,000"),
            ("use weekly and add a 5% stop", "stop loss of 5%"),
            ("use weekly and add a 5% stop", "weekly bars"),
        ])
    func spokenChanges(words: String, part: String) {
        let (conversation, answers) = Self.talk([
            "Buy AAPL when its RSI is below 30, sell above 70", words,
        ])
        #expect(conversation.versions.count == 2, "\(words): \(answers[1])")
        #expect(answers[1].contains(part), "\(words): \(answers[1])")
    }

    @Test(
        "a change keeps what it does not name, and replaces what it says to replace",
        arguments: [
            (
                [
                    "short AAPL when AAPL's RSI is above 70, cover when AAPL's RSI is below 30",
                    "try MSFT",
                ], ["covers when its"], ["AAPL"]
            ),
            (["golden cross on AAPL", "since 2000", "until 2010"], ["2000", "2010"], []),
            (["golden cross on AAPL", "until 2010", "since 2000"], ["2000", "2010"], []),
            (
                ["golden cross on AAPL", "from 2000 to 2005", "since 2010"], ["since 2010"],
                ["2005"]
            ),
            (
                ["golden cross on AAPL", "add an 8% stop", "use 2% trailing stop instead"],
                ["trailing stop of 2%"], ["stop loss"]
            ),
            (
                ["golden cross on AAPL", "add an 8% stop", "add a 2% trailing stop"],
                ["trailing stop of 2%", "stop loss of 8%"], []
            ),
            (
                [
                    "golden cross on AAPL", "add an 8% stop",
                    "replace the stop with a 2% trailing stop",
                ], ["trailing stop of 2%"], ["stop loss"]
            ),
            (
                [
                    "buy AAPL when its RSI is below 30 and it is above its 200-day average",
                    "only when it is above its 20-day average", "remove the filter",
                ], ["below 30", "200-day"], ["20-day"]
            ),
            (
                [
                    "golden cross on AAPL", "only when its RSI is below 60",
                    "use 20 and 100 days",
                ], ["20-day", "100-day", "below 60"], ["200-day"]
            ),
            (
                ["golden cross on AAPL", "fees of 0.1%", "with 5 bps of slippage"],
                ["fees of 0.1%", "slippage of 0.05%"], []
            ),
            (
                ["golden cross on AAPL", "also sell after 10 days"],
                ["crosses below", "10 days"], []
            ),
            (
                ["golden cross on AAPL", "add an 8% stop", "lower the stop to 4%"],
                ["stop loss of 4%"], ["8%"]
            ),
            (
                [
                    "golden cross on AAPL", "add a 10% trailing stop and a 20% target",
                    "remove the target and the stop",
                ], ["daily bars"], ["stop", "target"]
            ),
            (
                [
                    "golden cross on AAPL", "add a 10% stop",
                    "remove the stop and add a 20% target",
                ], ["profit target of 20%"], ["stop loss"]
            ),
            (
                ["golden cross on AAPL", "make it short too", "long only"], ["Buys AAPL"],
                ["shorts"]
            ),
            (
                ["golden cross on AAPL", "since 2010", "use all the data"], ["daily bars"],
                ["2010"]
            ),
            (
                ["golden cross on AAPL", "add a 5% stop", "use weekly", "go back to version 1"],
                ["daily bars"], ["stop loss"]
            ),
            (["golden cross on AAPL", "use weekly", "back to daily"], ["daily bars"], ["weekly"]),
        ])
    func kept(lines: [String], parts: [String], absent: [String]) {
        let (conversation, answers) = Self.talk(lines)
        #expect(conversation.versions.count >= 2, "\(answers)")
        let now = conversation.current?.reading.understood ?? ""
        for part in parts { #expect(now.contains(part), "\(part): \(answers)") }
        for part in absent { #expect(!now.contains(part), "\(part): \(answers)") }
    }

    @Test("undo takes back all of a change, redo gives it again, and no number is given twice")
    func undone() {
        let (conversation, answers) = Self.talk([
            "golden cross on AAPL", "add a 5% stop", "undo", "redo", "undo", "add a 9% stop",
            "redo", "use 50 and 50 days", "compare with version 2", "compare with version 1",
        ])
        #expect(answers[1].hasPrefix("v2"))
        #expect(answers[3].hasPrefix("Again"), "\(answers[3])")
        #expect(answers[5].hasPrefix("v3"), "\(answers[5])")
        #expect(answers[6] == "There is nothing to redo.")
        #expect(answers[7].contains("never cross"), "\(answers[7])")
        #expect(answers[8].contains("no version 2"), "\(answers[8])")
        #expect(answers[9].contains("before"), "\(answers[9])")
        #expect(conversation.versions.map(\.number) == [1, 3])
    }

    @Test("comparing names the version that it compares with")
    func comparedVersions() {
        let (_, answers) = Self.talk([
            "golden cross on AAPL", "add a 5% stop", "add a 10% take profit",
            "compare with the first one", "compare with before", "compare with MSFT",
        ])
        #expect(answers[3].contains("version 1"), "\(answers[3])")
        #expect(answers[4].contains("before"), "\(answers[4])")
        #expect(answers[5].contains("try MSFT"), "\(answers[5])")
    }

    @Test("a change that cannot be run is taken back, a whole strategy stays with its reason")
    func failing() {
        var conversation = Conversation(planner: Planner())
        _ = conversation.hear("golden cross on AAPL")
        #expect(conversation.learn(failure: "no data") == nil)
        guard case .say(let words) = conversation.hear("worst trade") else {
            Issue.record("a question is answered")
            return
        }
        #expect(words.contains("no data"))
        conversation.learn(Self.figures)
        _ = conversation.hear("since 2050")
        #expect(conversation.learn(failure: "no bars")?.reading.period.from == nil)
        #expect(conversation.versions.count == 1)
        #expect(conversation.current?.summary != nil)
    }

    @Test("what an answer speaks of and was not run is told")
    func unrun() {
        var conversation = Conversation(planner: Planner())
        for line in ["golden cross on AAPL", "add a 5% stop", "use weekly"] {
            _ = conversation.hear(line)
        }
        #expect(conversation.unrun(by: "worst trade") == [2])
        #expect(conversation.unrun(by: "compare with version 1") == [2, 0])
        #expect(conversation.unrun(by: "undo") == [1])
        #expect(conversation.unrun(by: "add a 10% take profit") == [2])
        #expect(conversation.unrun(by: "what is drawdown in general?") == [])
        conversation.learn(Self.figures, at: 2)
        #expect(conversation.unrun(by: "worst trade") == [])
    }

    @Test("what a model read is taken back with its words")
    func modelWords() {
        var conversation = Conversation(planner: Planner())
        let asked = Asked()
        conversation.read = { (text) throws(AlmanacError) in
            asked.texts.withLock { $0.append(text) }
            return try Planner().plan("golden cross on AAPL")
        }
        for line in [
            "buy AAPL whenever stonks go brrr a lot", "hodl it when rockets fly high", "undo",
            "buy it when diamonds are shining bright",
        ] {
            _ = conversation.hear(line)
        }
        let last = asked.texts.withLock { $0.last } ?? ""
        #expect(last.contains("stonks") && last.contains("diamonds"), "\(last)")
        #expect(!last.contains("rockets"), "\(last)")
    }

    private final class Asked: Sendable {
        let texts = Mutex<[String]>([])
    }

    @Test("a question before there is a strategy asks for one, and undo with nothing says so")
    func empty() {
        let (_, answers) = Self.talk(["why did it buy?", "undo", "quit"])
        #expect(answers[0].contains("There is no strategy yet"))
        #expect(answers[1] == "There is nothing to undo.")
        #expect(answers[2] == "end")
    }

    @Test("comparing shows both runs and new logic shows its diff")
    func comparing() {
        let (conversation, answers) = Self.talk([
            "golden cross on SPX", "add a 5% stop", "compare with before", "what changed?",
        ])
        #expect(answers[2].contains("total return"))
        #expect(answers[3].contains("+ 'stop_loss'"))
        #expect(conversation.comparison?.contains("Sharpe") == true)
    }

    @Test("the same words give the same talk")
    func replay() {
        let lines = ["golden cross on KO", "use weekly", "undo", "add a 10% trailing stop"]
        #expect(Self.talk(lines).1 == Self.talk(lines).1)
    }
}
