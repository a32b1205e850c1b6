import Agents
import AlmanacCore
import LanguageModel
import StrategyLanguage
import Synchronization
import TestSupport
import Testing
import TimeSeries

/// What is said about a strategy that a model wrote: what keeps the definition asks nobody.
@Suite struct WrittenChangeTests {
    static let strategy: JSON = [
        "name": "mean", "summary": "Buys AAPL above its average.", "assumptions": [],
        "parameters": [
            [
                "name": "mean_days", "type": "int", "minimum": 2, "maximum": 200, "values": [],
                "default": 20, "description": "Days of the average.",
            ]
        ],
        "code": """
        def generate_signals(data, params):
            close = data['prices']['close']
            mean = close.rolling(params['mean_days']).mean()
            return close > mean, close < mean
        """, "cannot": .null,
    ]

    static func wanted(_ settings: JSONObject = [:]) -> JSON {
        var plan = ModelPlannerTests.wanted(symbols: ["AAPL"]).objectValue ?? JSONObject()
        for (name, value) in settings.members { plan[name] = value }
        return .object(plan)
    }

    /// A talk about a strategy of a model, and what the model was asked so far.
    final class Talk: Sendable {
        let asked = Mutex<[String]>([])

        func begun() -> Conversation {
            let planner = Planner()
            var conversation = Conversation(planner: planner)
            conversation.read = { (text) throws(AlmanacError) in
                self.asked.withLock { $0.append(text) }
                let answers = ModelAnswers(
                    plan: WrittenChangeTests.wanted(), strategy: WrittenChangeTests.strategy)
                return try ModelPlanner.planned(answers, like: planner)
            }
            _ = conversation.hear("Kaufe Apple, wenn es gut ist")
            return conversation
        }
    }

    @Test(
        "settings, the symbol and parameters change without asking, and the definition stays",
        arguments: [
            ("what if fees were 10 bp?", "with fees of 0.1%"),
            ("with 0.2% slippage", "with slippage of 0.2%"),
            ("start with $5,000", "starting with $5,000"),
            ("since 2010", "since 2010-01-01"), ("use weekly", "on weekly bars"),
            ("try MSFT", "traded on MSFT instead of AAPL"),
            ("change mean days to 50", "with mean_days at 50 instead of 20"),
            ("what if mean_days were 50?", "with mean_days at 50 instead of 20"),
        ])
    func keeps(_ words: String, _ said: String) throws {
        let talk = Talk()
        var conversation = talk.begun()
        guard case .run(let version) = conversation.hear(words) else {
            Issue.record("\(words) was not run: \(conversation.turns.last?.answered ?? "")")
            return
        }
        #expect(version.reading.understood == "Buys AAPL above its average, \(said).")
        #expect(version.number == 1 && version.diff.isEmpty)
        #expect(talk.asked.withLock { $0.count } == 1, "the model is not asked")
        let definition = try StrategyDefinition(json: version.reading.definition, name: "changed")
        try definition.requireValid()
    }

    @Test("changes add up, are undone, and go with what the model is asked next")
    func goesOn() {
        let talk = Talk()
        var conversation = talk.begun()
        _ = conversation.hear("use weekly")
        guard case .run(let version) = conversation.hear("fees were 10 bp") else {
            Issue.record("not run")
            return
        }
        let both = "Buys AAPL above its average, on weekly bars, with fees of 0.1%."
        #expect(version.reading.understood == both)
        #expect(version.reading.fees == 0.001 && version.reading.frequency == .week1)
        #expect(conversation.hear("fees were 10 bp") == .say("That is how it already is: \(both)"))
        _ = conversation.hear("undo")
        #expect(conversation.current?.reading.fees == nil)
        _ = conversation.hear("aber nie im Herbst")
        #expect(
            talk.asked.withLock { $0.last }
                == "Kaufe Apple, wenn es gut ist\nChanged afterwards: use weekly"
                + "\nChanged afterwards: aber nie im Herbst")
    }

    @Test(
        "logic, bars within a day and symbols that lack columns are for the model",
        arguments: ["add a 5% stop", "use hourly", "only when its RSI is below 30"])
    func others(_ words: String) {
        let talk = Talk()
        var conversation = talk.begun()
        _ = conversation.hear(words)
        #expect(talk.asked.withLock { $0.count } == 2, "\(words)")
    }

    @Test("a number that a parameter cannot have is refused with its bounds")
    func bounds() {
        let talk = Talk()
        var conversation = talk.begun()
        guard case .say(let why) = conversation.hear("set mean days to 900") else {
            Issue.record("it was run")
            return
        }
        #expect(why.contains("2 to 200"), "\(why)")
        #expect(talk.asked.withLock { $0.count } == 1)
    }

    @Test("a model says costs, cash and dates, which the run has and the sentence tells")
    func settings() throws {
        let answers = ModelAnswers(
            plan: Self.wanted([
                "cash": 5_000, "fees": 0.1, "fixed_fee": 1, "slippage": 0.05, "from": "2005-01-01",
            ]), strategy: Self.strategy)
        let planned = try ModelPlanner.planned(answers, like: Planner())
        let reading = try #require(planned.reading)
        #expect(reading.cash == 5_000 && reading.fees == 0.001)
        #expect(reading.fixedFees == 1 && reading.slippage == 0.0005)
        #expect(
            reading.understood == "Buys AAPL above its average, since 2005-01-01, starting with "
                + "$5,000, with fees of 0.1%, with $1 per trade, with slippage of 0.05%.")
        for wrong: JSONObject in [
            ["fees": 100], ["cash": 0], ["cash": -1], ["slippage": -0.1], ["fixed_fee": 1e9],
        ] {
            let answers = ModelAnswers(plan: Self.wanted(wrong), strategy: Self.strategy)
            #expect(throws: AlmanacError.self, "\(wrong)") {
                try ModelPlanner.planned(answers, like: Planner())
            }
        }
    }

    @Test("each answer that was sent back makes a plan less sure")
    func confidence() throws {
        let values = try [0, 1, 2].map { count in
            try ModelPlanner.planned(
                ModelAnswers(plan: Self.wanted(), strategy: Self.strategy, corrections: count),
                like: Planner()
            ).plan.confidence
        }
        #expect(values == [0.96, 0.84, 0.74])
    }
}
