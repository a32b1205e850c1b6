import AlmanacCore
import BundledPrices
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
                "monthly_cost", "source", "at_hand", "terms",
            ])
        let terms = plan["sources"]?.arrayValue?.compactMap { $0["terms"]?.stringValue } ?? []
        #expect(terms.count == 3 && terms[1].contains("forbid automatic reading"), "\(terms)")
        let text = CommandRunner([
            "ask", "Trade Tesla on Elon's tweets and WSB sentiment", "--plan-only",
        ]).output
        #expect(text.contains("terms: twitter.com/elonmusk: the site's own terms forbid"))
        #expect(
            !CommandRunner(["ask", "golden cross on AAPL", "--plan-only"]).output.contains("terms"))
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
            // A slot that is none would be passed over, and a file of posts is no signal.
            for (slot, words) in [
                ("price=tsla", "its slots are prices, elonmusk"),
                ("elonmusk=tsla", "almanac signals"),
            ] {
                let part = slot.split(separator: "=").map(String.init)
                let refused = CommandRunner(
                    ["ask", "buy TSLA when @elonmusk is very positive, sell after 3 days"] + [
                        "--data", "\(part[0])=\(folder)/\(part[1]).csv", "--data",
                        "prices=\(folder)/tsla.csv", "--offline", "--json",
                    ] + (part[0] == "price" ? ["--data", "elonmusk=\(folder)/elon.csv"] : []))
                #expect(refused.exitCode != 0)
                #expect(refused.output.contains(words), "\(refused.output)")
            }
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

    @Test(
        "ask --continue runs the last version, with the flags of before until words overrule them")
    func continuingAsBefore() throws {
        try withTemporaryFolder { folder in
            let session = ["--session", "\(folder)/said.json", "--json"]
            let flags = ["--fees", "0.001", "--from", "2010-01-01"]
            let first = try CommandRunner(["ask", "golden cross on AAPL"] + session + flags).json()
            let before = first["runs"]?.arrayValue?.first
            func goOn(_ words: String, _ more: [String] = []) throws -> JSON {
                try CommandRunner(["ask", "--continue", words] + session + more).json()
            }
            #expect(try goOn("worst trade")["answer"]?.stringValue?.contains("AAPL long") == true)
            // A question after a question speaks of the last version.
            #expect(try goOn("best trade")["answer"]?.stringValue?.contains("AAPL long") == true)
            let same = try goOn("how did it do?")["answer"]?.stringValue
            #expect(same?.contains("From 2010-01-04") == true, "\(same ?? "")")
            let target = try goOn("add a 10% take profit")
            #expect(target["figures"]?["from"]?.stringValue?.hasPrefix("2010") == true)
            #expect(target["figures"]?["total_fees"]?.doubleValue ?? 0 > 0)
            let undone = try goOn("undo")["answer"]?.stringValue
            #expect(undone?.contains("Back to") == true)
            let free = try goOn("remove the fees")
            #expect(free["figures"]?["total_fees"]?.doubleValue == 0)
            let early = try goOn("since 2005")
            #expect(early["figures"]?["from"]?.stringValue?.hasPrefix("2005") == true)
            let late = try goOn("how did it do?", ["--from", "2015-01-01"])
            #expect(late["answer"]?.stringValue?.contains("From 2015") == true)
            #expect(before?["trades"]?.arrayValue?.isEmpty == false)
        }
    }

    @Test("a file of what was said without flags is read, and a change that cannot run is no part")
    func oldSession() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/said.json"
            try "{\"said\": [\"golden cross on KO\", \"add a 5% stop\"]}\n".write(
                toFile: path, atomically: true, encoding: .utf8)
            let session = ["--session", path, "--json"]
            let failed = CommandRunner(["ask", "--continue", "since 2050"] + session)
            #expect(failed.exitCode != 0)
            let run = try CommandRunner(
                ["ask", "--continue", "compare with before"] + session
            ).json()
            #expect(run["answer"]?.stringValue?.contains("total return") == true, "\(run)")
        }
    }

    @Test("a talk takes back what cannot be run, and names symbols of a rotation")
    func failedChange() {
        let talk = CommandRunner(
            ["chat"],
            input: """
                golden cross on AAPL
                since 2050
                how did it do?
                rotate monthly into the best of AAPL, MSFT and KO by 6-month momentum
                worst trade
                """)
        #expect(talk.exitCode == 0)
        #expect(talk.output.contains("Taken back. Still: Buys AAPL"), "\(talk.output)")
        #expect(talk.output.contains("From 1990"), "\(talk.output)")
        #expect(!talk.output.contains("prices long"), "\(talk.output)")
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

    @Test("why it bought names the condition with the values of the bar that decided it")
    func whyWithValues() throws {
        let talk = CommandRunner(
            ["chat"],
            input: """
                Buy SPX when its 10-day average crosses above its 30-day average
                why did it buy in August 2009?
                why did it sell in 2009?
                buy SPX when its RSI is below 30 and it is above its 200-day average, sell above 55
                why did it buy?
                """)
        // The averages of the bundled closes, computed anew.
        let text = String(decoding: try BundledPrices.csv(for: "SPX"), as: UTF8.self)
        let lines = text.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
        let close = try #require(lines[0].firstIndex(of: "close"))
        let days = lines.dropFirst().map { String($0[0].prefix(10)) }
        let closes = try lines.dropFirst().map { try #require(Double($0[close])) }
        func mean(_ count: Int, _ bar: Int) -> Double {
            closes[(bar - count + 1)...bar].reduce(0, +) / Double(count)
        }
        func first(_ month: String, _ isUp: Bool) throws -> Int {
            try #require(
                days.indices.first { bar in
                    guard bar > 30, days.indices.contains(bar + 1),
                        days[bar + 1].hasPrefix(month)
                    else { return false }
                    let now = mean(10, bar) - mean(30, bar)
                    let before = mean(10, bar - 1) - mean(30, bar - 1)
                    return isUp ? now > 0 && before <= 0 : now < 0 && before >= 0
                })
        }
        let sale = try first("2009", false)
        for (bar, way) in [(sale, "below")] {
            let said =
                "its 10-day simple average \(NumberText.price(mean(10, bar))) crossed \(way) its "
                + "30-day simple average \(NumberText.price(mean(30, bar)))"
            #expect(talk.output.contains(said), "\(said)\n\(talk.output)")
            #expect(talk.output.contains("on \(days[bar + 1])"), "\(talk.output)")
        }
        let both = talk.output.split(separator: "\n").last { $0.hasPrefix("It bought SPX") }
        #expect(both?.contains("its 14-bar RSI ") == true, "\(talk.output)")
        #expect(both?.contains(" was below 30") == true)
        #expect(both?.contains(" and its price ") == true)
        #expect(both?.contains(" was above its 200-day simple average ") == true)
    }

    @Test("bars within a day are not promised of bundled daily prices")
    func shortBars() throws {
        let words = ["ask", "buy AAPL when its RSI is below 30 on 15 minute bars", "--json"]
        let plan = try CommandRunner(words + ["--plan-only"]).json()["plan"]
        let source = plan?["sources"]?.arrayValue?.first
        #expect(source?["tier"] == "api" && source?["at_hand"] == false)
        let missing = plan?["missing"]?.arrayValue?.first
        #expect(missing?["what"]?.stringValue?.contains("before the last 59 days") == true)
        #expect(missing?["instead"]?.stringValue?.contains("\"on daily bars\"") == true)
        let run = CommandRunner(words + ["--offline"])
        #expect(run.exitCode == AlmanacError.Kind.dataFetch.exitCode)
        let message = try run.json()["error"]?["message"]?.stringValue
        #expect(message?.contains("15-minute prices of AAPL") == true)
        #expect(message?.contains("bundled prices of AAPL, which are daily") == true)
    }

    @Test("a file of prices with an open is not said to have none")
    func fileWithOpen() throws {
        try withTemporaryFolder { folder in
            let file = folder + "/p.csv"
            var text = "time,open,high,low,close,volume\n"
            for day in 1...28 {
                let price = 100 + day % 5
                text += "2020-01-\(day < 10 ? "0" : "")\(day),\(price),\(price + 1),\(price - 1),"
                text += "\(price),1000\n"
            }
            try Data(text.utf8).write(to: URL(fileURLWithPath: file))
            let words = ["ask", "buy AAPL above 102, sell below 102", "--plan-only"]
            #expect(CommandRunner(words).output.contains("as AAPL has no open"))
            let bound = CommandRunner(words + ["--data", "prices=" + file])
            let said = bound.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(!said.contains("as AAPL has no open"), "\(said)")
            #expect(said.contains("where the file has no open"), "\(said)")
        }
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
