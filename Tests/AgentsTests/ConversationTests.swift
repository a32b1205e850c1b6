import Agents
import AlmanacCore
import Testing

@Suite struct ConversationTests {
    static let figures = RunSummary(
        figures: [
            ("total_return", 1.5), ("cagr", 0.05), ("max_drawdown", 0.3), ("sharpe", 0.4),
            ("trades", 12), ("win_rate", 0.6), ("total_fees", 12.5),
        ], span: ("2000-01-03", "2010-12-31"),
        trades: [
            RunSummary.Trade(
                symbol: "AAPL", entry: "2009-03-10", exit: "2009-06-01", entryPrice: 10,
                exitPrice: 12, gain: 0.2, isLong: true, reason: "signal"),
            RunSummary.Trade(
                symbol: "AAPL", entry: "2010-05-07", exit: "2010-05-20", entryPrice: 20,
                exitPrice: 18, gain: -0.1, isLong: true, reason: "stop_loss"),
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
            ("why did it buy in July 1999?", "did not buy then"),
            ("explain like I'm five", "piggy bank"), ("how risky is it?", "30 %"),
            ("worst trade", "-10 %"), ("best trade", "20 %"), ("show the trades", "2 trades"),
            ("what is the Sharpe ratio?", "standard deviation"), ("what is drawdown", "fall"),
            ("what does it do?", "Buys AAPL"), ("show the code", "generate_signals"),
            ("what is missing?", "Nothing"), ("should I buy it?", "advice"),
            ("how did it do?", "150 %"), ("help", "add a 5% stop"),
            ("what did it cost", "12.5"), ("what changed?", "Nothing"),
            ("will it work tomorrow", "future"),
            ("please sing a song", "nothing about trading"),
        ])
    func questions(question: String, part: String) {
        let (_, answers) = Self.talk(["buy AAPL when its RSI is below 30", question])
        #expect(answers[1].contains(part), "\(answers[1])")
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
