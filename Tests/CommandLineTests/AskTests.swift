import AlmanacCore
import Foundation
import TestSupport
import Testing

/// `ask`, `ask --continue` and `chat` as they are used.
@Suite struct AskTests {
    @Test("a plan is the JSON that is documented, and costs and what is missing are in it")
    func planOnly() throws {
        let run = CommandRunner([
            "ask", "Trade Tesla on Elon's tweets and WSB sentiment", "--plan-only", "--json",
        ])
        #expect(run.exitCode == 0)
        let document = try run.json()
        #expect(document["success"] == true)
        let plan = try #require(document["plan"])
        #expect(plan["symbols"] == ["TSLA"])
        let urls = plan["sources"]?.arrayValue?.compactMap { $0["url"]?.stringValue }
        #expect(urls?.contains("twitter.com/elonmusk") == true)
        #expect(urls?.contains("reddit.com/r/wallstreetbets") == true)
        #expect(plan["strategy"]?["family"] == "sentiment")
        #expect(plan["question"] == .null)
        #expect(plan["missing"]?.arrayValue?.count == 1, "the key of one source alone")
        let source = plan["sources"]?.arrayValue?.last?.objectValue?.members.map(\.key)
        #expect(
            source == [
                "name", "url", "tier", "target", "filters", "schedule", "historical",
                "monthly_cost", "source", "at_hand",
            ])
        #expect(
            plan.objectValue?.members.map(\.key) == [
                "symbols", "sources", "schedule", "strategy", "confidence",
                "estimated_monthly_cost", "missing", "question",
            ])
    }

    @Test("a plan that leaves something open is a success with a question")
    func question() throws {
        let run = CommandRunner(["ask", "buy AAPL", "--plan-only", "--json"])
        #expect(run.exitCode == 0)
        #expect(try run.json()["plan"]?["question"]?.stringValue?.contains("when") == true)
        #expect(
            CommandRunner(["ask", "buy AAPL"]).exitCode == AlmanacError.Kind.validation.exitCode)
    }

    @Test("what no strategy can answer is refused with its reason")
    func refusal() throws {
        let run = CommandRunner(["ask", "guarantee me 50% a month", "--json"])
        #expect(try run.json()["error"]?["details"]?["reason"] == "impossible")
    }

    @Test("missing data is named with its slots, and files for them make it run")
    func missingData() throws {
        try withTemporaryFolder { folder in
            let words = ["ask", "buy TSLA when @elonmusk is very positive, sell after 3 days"]
            let failed = CommandRunner(words + ["--offline", "--json"])
            #expect(failed.exitCode == AlmanacError.Kind.dataFetch.exitCode)
            let error = try failed.json()["error"]
            #expect(error?["suggestion"]?.stringValue?.contains("--data elonmusk=") == true)
            #expect(error?["details"]?["plan"]?["symbols"] == ["TSLA"])
            var prices = "date,close\n"
            var signal = "time,known_at,sentiment\n"
            for day in 10..<28 {
                prices += "2018-05-\(day),\(100 + day)\n"
                let mood = day == 15 ? 0.8 : 0.0
                signal += "2018-05-\(day)T12:00:00Z,2018-05-\(day)T12:00:00Z,\(mood)\n"
            }
            for (name, text) in [("tsla", prices), ("elon", signal)] {
                try text.write(
                    toFile: "\(folder)/\(name).csv", atomically: true, encoding: .utf8)
            }
            let run = CommandRunner(
                words + [
                    "--data", "prices=\(folder)/tsla.csv", "--data",
                    "elonmusk=\(folder)/elon.csv", "--offline", "--json",
                ])
            #expect(run.exitCode == 0, "\(run.output)")
            let trades = try run.json()["runs"]?.arrayValue?.first?["trades"]?.arrayValue
            #expect(trades?.count == 1)
            #expect(trades?.first?["entry_time"]?.stringValue?.hasPrefix("2018-05-1") == true)
        }
    }

    @Test("ask --continue changes what was asked before")
    func continuing() throws {
        try withTemporaryFolder { folder in
            let session = ["--session", "\(folder)/said.json", "--json"]
            let nothing = CommandRunner(["ask", "--continue", "use weekly"] + session)
            #expect(nothing.exitCode == AlmanacError.Kind.notFound.exitCode)
            #expect(CommandRunner(["ask", "golden cross on KO"] + session).exitCode == 0)
            let costs = try CommandRunner(
                ["ask", "--continue", "what if fees were 10 bp?"] + session
            ).json()
            #expect(costs["version"] == 1)
            #expect(costs["change"] == "setting")
            let stop = try CommandRunner(["ask", "--continue", "add a 5% stop"] + session).json()
            #expect(stop["version"] == 2)
            #expect(stop["diff"]?.arrayValue?.isEmpty == false)
            #expect(stop["figures"]?["total_return"] != nil)
        }
    }

    @Test("a talk runs what it hears and answers about it")
    func chat() {
        let talk = CommandRunner(
            ["chat"],
            input: """
                Buy SPX when its RSI is below 30, sell above 55
                why did it buy?
                try AAPL
                add a 5% stop
                undo
                what is the Sharpe ratio?
                should I buy it?
                quit
                golden cross on KO
                """)
        #expect(talk.exitCode == 0)
        for part in [
            "Understood: Buys SPX", "It bought SPX on ", "The same definition (version 1)",
            "Version 2", "before", "Back to: Buys AAPL", "standard deviation", "advice",
        ] {
            #expect(talk.output.contains(part), "\(part)")
        }
        #expect(!talk.output.contains("KO"))
    }

    @Test("a person's talk over twenty turns reads as it was reviewed")
    func transcript() throws {
        let lines = [
            "golden cross on AAPL", "why did it buy in March?", "what if fees were 10 bp?",
            "explain like I'm five", "use weekly", "compare with before", "undo",
            "add an 8% trailing stop", "what changed?", "remove the stop", "hold for 60 days",
            "try MSFT", "use EMA instead", "make it short too", "undo", "how risky is it?",
            "what is drawdown?", "since 2005", "only when its RSI is below 60", "what does it do?",
            "worst trade", "should I buy it now?", "who is the president?", "start over", "quit",
        ]
        let talk = CommandRunner(["chat"], input: lines.joined(separator: "\n"))
        #expect(talk.exitCode == 0)
        try expectGolden(talk.output, "talk.txt")
    }
}
