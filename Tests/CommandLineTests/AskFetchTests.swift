import AlmanacCore
import Foundation
import TestSupport
import Testing
import TimeSeries

/// `ask` from a sentence to a backtest over data that it fetches itself.
@Suite(.requiresSharedData) struct AskFetchTests {
    static let sentence = "Trade Tesla on Elon's tweets"

    /// A database, a server and a person's environment.
    final class Setting {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("almanac-ask-\(UUID().uuidString)").path
        let server: LoopbackServer
        var environment: [String: String] = [:]

        init(
            _ data: ActorStandIn.Data = ActorStandIn.Data(
                posts: RealPosts.tweets, days: RealPosts.tesla), hasKey: Bool = true
        ) throws {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            let standIn = ActorStandIn(data)
            server = try #require(LoopbackServer { standIn.answer($0) })
            environment["ALMANAC_STAND_IN"] = server.address
            environment["XDG_CONFIG_HOME"] = folder
            if hasKey { environment["APIFY_TOKEN"] = "apify_api_secret" }
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }

        func ask(_ words: String...) async -> CommandRunner {
            await CommandRunner.onOwnThread(
                ["ask"] + words + ["--session", "none", "--database", folder + "/almanac.db"],
                environment: environment, now: SourceCommandTests.Setting.now)
        }

        /// The requests that start a run, which cost money.
        var starts: Int { server.requests.count { $0.method == "POST" } }
    }

    @Test("a sentence pulls posts and prices, makes signals and backtests; again fetches nothing")
    func tweets() async throws {
        let setting = try Setting()
        let run = await setting.ask(Self.sentence, "--yes", "--json")
        #expect(run.exitCode == 0, "\(run.output)\(run.complaint)")
        let document = try run.json()
        let steps = document["steps"]?.arrayValue?.compactMap { $0["step"]?.stringValue }
        #expect(steps == ["fetch", "fetched", "fetch", "fetched", "processed", "aligned"])
        let pull = document["steps"]?.arrayValue?[1]["pull"]
        #expect(pull?["records"] == .integer(2 * RealPosts.tweets.count))
        #expect(
            pull?["usage"]?["microdollars"] == .integer(RealPosts.tweets.count * 400),
            "what the run said that it cost, and not a price for each look")
        let result = try #require(document["runs"]?.arrayValue?.first)
        #expect(result["first_bar"]?.stringValue?.hasPrefix("2015-10-15") == true)
        #expect(result["last_bar"]?.stringValue?.hasPrefix("2018-10-15") == true)
        #expect(result["trades"]?.arrayValue?.count ?? 0 > 10)
        #expect(document["plan"]?["missing"]?.arrayValue?.isEmpty == true)
        let sent = try #require(setting.server.requests.first { $0.method == "POST" })
        #expect(sent.target.contains("/acts/apidojo~tweet-scraper/runs?maxItems=5000"))
        #expect(sent["Authorization"] == "Bearer apify_api_secret")
        let input = try JSON.parse(String(decoding: sent.body, as: UTF8.self))
        #expect(input["twitterHandles"] == ["elonmusk"])
        let asked = setting.server.requests.count
        // Neither the key nor an agreement is needed for what is there.
        setting.environment["APIFY_TOKEN"] = nil
        let again = try await setting.ask(Self.sentence, "--json").json()
        #expect(setting.server.requests.count == asked)
        #expect(again["runs"]?.arrayValue?.first?["hash"] == result["hash"])
        #expect(again["plan"]?["sources"]?.arrayValue?.last?["at_hand"] == true)
    }

    @Test("posts are filtered before anything is made of them, and what was left out is told")
    func filters() async throws {
        let setting = try Setting()
        let run = await setting.ask(
            "Trade Tesla on Elon's tweets with more than 20k likes", "--yes", "--json")
        #expect(run.exitCode == 0, "\(run.output)\(run.complaint)")
        let document = try run.json()
        #expect(
            document["plan"]?["sources"]?.arrayValue?.last?["filters"]?.arrayValue?.first
                == "likes > 20000")
        let kept = RealPosts.tweets.count { $0.likes > 20_000 }
        let steps = document["steps"]?.arrayValue ?? []
        let told = steps.first { $0["step"] == "filtered" }?["what"]?.stringValue ?? ""
        #expect(told.contains("\(kept) of \(RealPosts.tweets.count) posts kept"), "\(told)")
        #expect(told.contains("moment of the fetch"))
        let made = steps.first { $0["step"] == "processed" }?["what"]?.stringValue ?? ""
        #expect(made.contains("\(kept) posts, "), "\(made)")
        let whole = try await setting.ask(Self.sentence, "--json").json()
        #expect(
            whole["runs"]?.arrayValue?.first?["hash"]
                != document["runs"]?.arrayValue?.first?["hash"])
        let words = try await setting.ask(
            "buy TSLA when Elon tweets about rockets", "--json"
        ).json()
        let about = words["steps"]?.arrayValue?.first { $0["step"] == "processed" }
        let rockets = RealPosts.tweets.count { $0.text.lowercased().contains("rockets") }
        #expect(about?["what"]?.stringValue?.contains("\(rockets) posts, ") == true, "\(words)")
        let none = await setting.ask("Trade Tesla on Elon's tweets with over 900k views", "--json")
        #expect(none.exitCode == AlmanacError.Kind.notFound.exitCode)
        #expect(try none.json()["error"]?["details"]?["filter"] == "views > 900000")
    }

    @Test("nothing is asked for where a key is missing, and the key and a way without it are named")
    func noKey() async throws {
        let setting = try Setting(hasKey: false)
        let run = await setting.ask(Self.sentence, "--yes", "--json")
        #expect(run.exitCode == AlmanacError.Kind.dataFetch.exitCode)
        let error = try run.json()["error"]
        #expect(error?["message"]?.stringValue?.contains("APIFY_TOKEN") == true)
        #expect(error?["suggestion"]?.stringValue?.contains("--data elonmusk=") == true)
        #expect(setting.server.requests.isEmpty)
    }

    @Test("what costs money is not fetched before somebody agrees, nor beyond a budget")
    func money() async throws {
        let setting = try Setting()
        let silent = await setting.ask(Self.sentence, "--json")
        #expect(silent.exitCode == AlmanacError.Kind.budgetExceeded.exitCode)
        #expect(try silent.json()["error"]?["details"]?["microdollars"] == 2_000_000)
        #expect(setting.server.requests.isEmpty)
        let limits = await CommandRunner.onOwnThread(
            [
                "source", "limits", "x", "--budget", "1.00", "--database",
                setting.folder + "/almanac.db",
            ], environment: setting.environment, now: SourceCommandTests.Setting.now)
        #expect(limits.exitCode == 0, "\(limits.complaint)")
        let dear = await setting.ask(Self.sentence, "--yes", "--json")
        #expect(dear.exitCode == AlmanacError.Kind.budgetExceeded.exitCode, "\(dear.output)")
        #expect(setting.starts == 0)
    }

    @Test("a fetch that is broken off goes on with the run that was paid for")
    func resumes() async throws {
        // Two pages of the dataset.
        var data = ActorStandIn.Data(
            posts: Array(RealPosts.tweets.prefix(1_200)), days: RealPosts.tesla)
        data.breaksOff = true
        let setting = try Setting(data)
        _ = await setting.ask(Self.sentence, "--yes", "--json")
        let again = await setting.ask(Self.sentence, "--yes", "--json")
        #expect(again.exitCode == 0, "\(again.output)")
        #expect(setting.starts == 1)
    }

    @Test("spans that do not overlap are said, each of them, and nothing is run")
    func spans() async throws {
        let setting = try Setting(
            ActorStandIn.Data(
                posts: Array(RealPosts.tweets.prefix(500)), days: RealPosts.tesla))
        let run = await setting.ask(
            "Trade Tesla on Elon's tweets and WSB sentiment", "--yes", "--json")
        #expect(run.exitCode == AlmanacError.Kind.validation.exitCode, "\(run.output)")
        let error = try run.json()["error"]
        let message = error?["message"]?.stringValue ?? ""
        #expect(message.contains("do not overlap"))
        #expect(message.contains("prices of TSLA 2015-10-15 to 2018-10-15"))
        #expect(message.contains("elonmusk 2018-"))
        #expect(message.contains("wallstreetbets 2022-01-"))
        #expect(error?["details"]?["spans"]?.arrayValue?.count == 3)
    }

    @Test("trades of Congress count from the day after their disclosure")
    func congress() async throws {
        let setting = try Setting()
        let run = await setting.ask(
            "buy AAPL when house members buy, hold for 5 days", "--json")
        let trades = try #require(try run.json()["runs"]?.arrayValue?.first?["trades"]?.arrayValue)
        let entries = trades.compactMap { $0["entry_time"]?.stringValue?.prefix(10) }
        // Disclosed on 2018-05-31, 2018-11-30 and 2022-01-04, up to four weeks after the trade.
        #expect(entries.prefix(3) == ["2018-06-04", "2018-12-04", "2022-01-06"])
    }

    @Test("a price to earnings ratio counts from the acceptance of what was filed")
    func priceToEarnings() async throws {
        let setting = try Setting()
        let run = await setting.ask(
            "buy TSLA when its P/E is below 15, sell when its P/E is above 18", "--json")
        #expect(run.exitCode == 0, "\(run.output)\(run.complaint)")
        let document = try run.json()
        #expect(document["plan"]?["missing"]?.arrayValue?.isEmpty == true)
        let trades = document["runs"]?.arrayValue?.first?["trades"]?.arrayValue ?? []
        // At about 250 dollars the ratio is 25 until the 20 dollars of 2016 are known.
        let filed = RealPosts.tesla.filter { $0.time.dateText <= "2017-03-01" }
        #expect(filed.allSatisfy { $0.values[3] > 140 })
        let first = try #require(trades.first?["entry_time"]?.stringValue)
        #expect(first.hasPrefix("2016-02") || first.hasPrefix("2017-03-0"), "\(first)")
        let index = await setting.ask(
            "buy SPX when its P/E is below 15, sell when its P/E is above 18", "--plan-only",
            "--json")
        let missing = try index.json()["plan"]?["missing"]?.arrayValue?.first
        #expect(missing?["instead"]?.stringValue?.contains("of a company") == true)
    }

    @Test("the S&P 500 is traded on earnings as they were filed, half a year after their month")
    func earnings() async throws {
        let setting = try Setting()
        var lines = "time,known_at,value\n"
        for row in RealPosts.rows("data/fundamentals/shiller_sp500/data.csv") {
            guard let date = row["Date"].flatMap({ CivilDate(iso8601: $0) }), date.year >= 1990,
                let price = row["SP500"].flatMap(Double.init),
                let earned = row["Earnings"].flatMap(Double.init), earned > 0
            else { continue }
            let known = date.adding(months: 6)
            lines += "\(date.iso8601),\(known.iso8601)T12:00:00Z,\(price / earned)\n"
        }
        let path = setting.folder + "/pe.csv"
        try lines.write(toFile: path, atomically: true, encoding: .utf8)
        let run = await setting.ask(
            "buy SPX when its PE ratio is below 20, sell when its PE ratio is above 25", "--data",
            "facts_pe=" + path, "--json")
        #expect(run.exitCode == 0, "\(run.output)")
        let document = try run.json()
        #expect(document["runs"]?.arrayValue?.first?["trades"]?.arrayValue?.isEmpty == false)
        #expect(document["plan"]?["missing"]?.arrayValue?.isEmpty == true)
        #expect(setting.server.requests.isEmpty)
    }

    @Test("earnings above what was expected are traded on from the day after their report")
    func surprises() async throws {
        let setting = try Setting()
        setting.environment["FMP_API_KEY"] = "secret"
        // The recorded reports are of 2025, of which only the VIX is at hand: its days stand for
        // the share's.
        var lines = "time,open,high,low,close\n"
        for row in RealPosts.rows("data/prices/vix_daily/vix-daily.csv") {
            guard let date = row["DATE"], date.hasPrefix("2025-") else { continue }
            let prices = ["OPEN", "HIGH", "LOW", "CLOSE"].compactMap { row[$0] }
            lines += date + "," + prices.joined(separator: ",") + "\n"
        }
        let path = setting.folder + "/days.csv"
        try lines.write(toFile: path, atomically: true, encoding: .utf8)
        let sentence = "buy AAPL when it beats earnings, hold for 5 days"
        let run = await setting.ask(sentence, "--data", path, "--json")
        #expect(run.exitCode == 0, "\(run.output)\(run.complaint)")
        let document = try run.json()
        #expect(document["plan"]?["missing"]?.arrayValue?.isEmpty == true)
        let trades = document["runs"]?.arrayValue?.first?["trades"]?.arrayValue ?? []
        // Reported on 2025-01-30, 05-01 and 07-31, each above what was expected and known at the
        // midnight after: signalled on the next bar, filled at the open of the one after that.
        let entries = trades.compactMap { $0["entry_time"]?.stringValue?.prefix(10) }
        #expect(entries == ["2025-02-03", "2025-05-05", "2025-08-04"])
        #expect(!(run.output + run.complaint).contains("secret"))
        let bundled = await setting.ask(sentence, "--json")
        #expect(bundled.exitCode != 0)
        #expect((bundled.output + bundled.complaint).contains("do not overlap"))
        #expect(setting.server.requests.count { $0.target.contains("/stable/earnings") } == 1)
    }
}
