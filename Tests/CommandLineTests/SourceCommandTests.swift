import AlmanacCore
import Foundation
import TestSupport
import Testing
import TimeSeries

/// Fetching from sources as a person does it, with a server on loopback that stands in for all.
@Suite struct SourceCommandTests {
    /// A database and a folder for configuration of its own.
    final class Setting {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("almanac-sources-\(UUID().uuidString)")
        let server: LoopbackServer
        var environment: [String: String] = ["USER": "ada"]

        init(
            _ script: @escaping @Sendable (LoopbackServer.Request) -> [LoopbackServer.Step] =
                Setting.standIn
        ) throws {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
            server = try #require(LoopbackServer(script))
            environment["ALMANAC_STAND_IN"] = server.address
            environment["XDG_CONFIG_HOME"] = folder.path
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        func run(_ words: String...) async -> CommandRunner {
            await CommandRunner.onOwnThread(
                words + ["--database", folder.path + "/almanac.db"], environment: environment,
                now: Self.now)
        }

        /// The document that a command prints, whether it succeeds or not.
        func json(_ words: String...) async throws -> JSON {
            try await CommandRunner.onOwnThread(
                words + ["--json", "--database", folder.path + "/almanac.db"],
                environment: environment, now: Self.now
            ).json()
        }

        /// The system's time, since waits for a place within a limit take as long as they take.
        @Sendable static func now() -> Timestamp {
            Timestamp(nanoseconds: Int64(Date().timeIntervalSince1970 * 1e9))
        }

        /// A recorded chart for any symbol but NOPE, and a page for everything else.
        @Sendable static func standIn(_ request: LoopbackServer.Request) -> [LoopbackServer.Step] {
            if request.target.hasSuffix("/robots.txt") { return [.answer(404)] }
            if request.target.contains("/chart/NOPE") {
                return [
                    .answer(
                        404,
                        body: Array(
                            #"{"chart":{"result":null,"error":{"code":"Not Found","#.utf8)
                            + Array(#""description":"No data found"}}}"#.utf8))
                ]
            }
            if request.target.contains("/v8/finance/chart/") {
                let name = "data/api/yahoo_and_quote_feeds/response_yahoo_historical01.txt"
                return [.answer(body: (try? SharedData.bytes(name)) ?? [])]
            }
            return [.answer(200, ["ETag: \"1\""], body: Array("a page".utf8))]
        }
    }

    @Test(
        "prices are fetched once, and a backtest takes them from the archive",
        .requiresSharedData)
    func pulls() async throws {
        let setting = try Setting()
        let first = try await setting.json("data", "pull", "MUV2.DE", "--source", "yahoo")
        let pull = first["pulls"]?.arrayValue?.first
        #expect(first["success"] == true && pull?["added"]?.intValue ?? 0 > 100)
        #expect(pull?["usage"]?["calls"] == 1)
        let again = try await setting.json("data", "pull", "MUV2.DE", "--source", "yahoo")
        #expect(again["pulls"]?.arrayValue?.first?["was_there"] == true)
        #expect(setting.server.requests.count == 1)
        let run = await setting.run(
            "backtest", "ma_crossover", "--source", "yahoo", "--symbol", "MUV2.DE")
        #expect(run.exitCode == 0, "\(run.complaint)")
        #expect(run.output.contains("all from the archive"))
        #expect(setting.server.requests.count == 1)
        let unnamed = await setting.run("backtest", "--source", "yahoo", "--symbol", "MUV2.DE")
        #expect(unnamed.exitCode == 0 && unnamed.output.contains("buy_and_hold on MUV2.DE"))
        let cost = try await setting.json("source", "cost")
        #expect(cost["used"]?.arrayValue?.first?["calls"] == 1)
    }

    @Test("any table with an address is tested on, and called by its address")
    func tables() async throws {
        let setting = try Setting { request in
            if request.target.hasSuffix("/robots.txt") { return [.answer(404)] }
            var csv = "Date,Open,High,Low,Close\n"
            for day in 1...28 {
                let price = request.target.contains("b.example") ? 2 * day : 20 + day % 5
                csv += "2024-02-\(day < 10 ? "0" : "")\(day),"
                csv += "\(price),\(price + 1),\(price - 1),\(price)\n"
            }
            return [.answer(200, ["Content-Type: text/csv"], body: Array(csv.utf8))]
        }
        var totals: [JSON?] = []
        for address in ["https://a.example/p.csv?of=x,y&n=1", "https://b.example/p.csv"] {
            let run = try await setting.json(
                "backtest", "ma_crossover", "--source", "table", "--symbol", address, "--calendar",
                "24/7", "--param", "fast=2", "--param", "slow=5")
            #expect(run["success"] == true, "\(run.text())")
            let data = run["runs"]?.arrayValue?.first?["data"] ?? run["data"]
            #expect(data?.text().contains("28") == true)
            totals.append(run["metrics"] ?? run["runs"]?.arrayValue?.first?["metrics"])
        }
        #expect(totals[0] != nil && totals[0] != totals[1])
        let again = await setting.run(
            "backtest", "ma_crossover", "--source", "table", "--symbol", "https://b.example/p.csv",
            "--calendar", "24/7", "--param", "fast=2", "--param", "slow=5")
        #expect(again.output.contains("all from the archive"), "\(again.complaint)")
    }

    /// A chart as Yahoo gives it: closes divided by later splits, and the splits and dividends of
    /// the range.
    private static func chart(closes: [Double], events: String) -> [UInt8] {
        // From Monday, 1 January 2024, at 14:30 UTC; weekends left out.
        let days = closes.indices.map { 19_723 + ($0 / 5) * 7 + $0 % 5 }
        let stamps = days.map { "\($0 * 86_400 + 52_200)" }.joined(separator: ",")
        let column = closes.map { "\($0)" }.joined(separator: ",")
        let volumes = closes.map { _ in "1000" }.joined(separator: ",")
        return Array(
            """
            {"chart":{"result":[{"meta":{"symbol":"TWO","currency":"USD","exchangeName":"NMS",
            "instrumentType":"EQUITY","gmtoffset":-18000,"timezone":"EST",
            "exchangeTimezoneName":"America/New_York","dataGranularity":"1d"},
            "timestamp":[\(stamps)],"events":{\(events)},"indicators":{"quote":[{
            "open":[\(column)],"high":[\(column)],"low":[\(column)],"close":[\(column)],
            "volume":[\(volumes)]}],"adjclose":[{"adjclose":[\(column)]}]}}],"error":null}}
            """.utf8)
    }

    /// The moment of the open on the day of a bar of the chart.
    private static func open(_ bar: Int) -> Int {
        (19_723 + (bar / 5) * 7 + bar % 5) * 86_400 + 52_200
    }

    /// The equity of holding what a source answers, bar by bar.
    private static func held(_ answer: [UInt8], _ words: String...) async throws -> [Double] {
        let setting = try Setting { request in
            request.target.hasSuffix("/robots.txt") ? [.answer(404)] : [.answer(body: answer)]
        }
        let csv = setting.folder.path + "/equity.csv"
        let all = ["backtest", "buy_and_hold", "--source", "yahoo", "--symbol", "two"]
        let run = await CommandRunner.onOwnThread(
            all + words + ["--equity", csv, "--database", setting.folder.path + "/almanac.db"],
            environment: setting.environment, now: Setting.now)
        try #require(run.exitCode == 0, "\(run.complaint)")
        return try String(contentsOfFile: csv, encoding: .utf8).split(separator: "\n").dropFirst()
            .compactMap { $0.split(separator: ",").dropFirst(4).first.flatMap { Double($0) } }
    }

    private static func split(_ bar: Int) -> String {
        "\"splits\":{\"1\":{\"date\":\(open(bar)),\"numerator\":4,\"denominator\":1}}"
    }

    @Test("a split changes nothing that is held, and a dividend makes up for its fall")
    func actions() async throws {
        // As traded: 400 five times, 100 twice, then 99 and a dividend of 1.
        let closes = [100, 100, 100, 100, 100, 100, 100, 99, 99, 99].map { Double($0) }
        let dividend = "\"dividends\":{\"2\":{\"date\":\(Self.open(7)),\"amount\":1}}"
        let equity = try await Self.held(
            Self.chart(closes: closes, events: Self.split(5) + "," + dividend))
        #expect(equity.count == 10)
        #expect(equity.allSatisfy { abs($0 - 10_000) < 1e-6 }, "\(equity)")
        let bare = try await Self.held(Self.chart(closes: closes, events: Self.split(5)))
        #expect(abs((bare.last ?? 0) - 9_900) < 1e-6)
    }

    @Test("a split to come does not change what was known before it")
    func noLookAhead() async throws {
        let traded = [400.0, 404, 412, 408, 416]
        let after = [105.0, 103, 106, 104, 107]
        // What Yahoo said before the split, and what it says of the same days since.
        let before = try await Self.held(Self.chart(closes: traded, events: ""))
        let since = Self.chart(closes: traded.map { $0 / 4 } + after, events: Self.split(5))
        #expect(try await Self.held(since, "--to", "2024-01-05") == before)
        let whole = try await Self.held(since)
        #expect(Array(whole.prefix(5)) == before && whole.count == 10)
        #expect(abs((whole.last ?? 0) - 10_000 * 107 * 4 / 404) < 200)
    }

    @Test(
        "an unknown symbol does not keep the others from being fetched",
        .requiresSharedData)
    func unknownSymbol() async throws {
        let setting = try Setting()
        let runner = await setting.run(
            "data", "pull", "NOPE", "MUV2.DE", "--source", "yahoo")
        #expect(runner.exitCode == AlmanacError.Kind.invalidSymbol.exitCode)
        #expect(runner.output.contains("yahoo/MUV2.DE") && runner.complaint.contains("NOPE"))
    }

    @Test("a page is fetched into the archive, and asked about the next time")
    func fetches() async throws {
        let setting = try Setting()
        let output = setting.folder.path + "/page"
        let first = try await setting.json(
            "fetch", "https://example.com/a?token=hush", "--output", output)
        #expect(first["pages"]?.arrayValue?.first?["origin"] == "network")
        #expect(try String(contentsOfFile: output, encoding: .utf8) == "a page")
        #expect(setting.server.requests.last?.target == "/example.com/a?token=hush")
        let database = try Data(contentsOf: setting.folder.appendingPathComponent("almanac.db"))
        #expect(!String(decoding: database, as: UTF8.self).contains("hush"))
        let refused = try await setting.json("fetch", "gopher://example.com/")
        #expect(refused["error"]?["type"] == "not_found")
    }

    @Test("a source is disabled and enabled, limited and given a budget")
    func settings() async throws {
        let setting = try Setting()
        _ = await setting.run("source", "disable", "yahoo")
        let refused = try await setting.json("data", "pull", "A", "--source", "yahoo")
        #expect(refused["error"]?["type"] == "forbidden")
        #expect(setting.server.requests.isEmpty)
        #expect(await setting.run("source", "enable", "yahoo").exitCode == 0)
        let limits = try await setting.json(
            "source", "limits", "yahoo", "30/min", "1000/day", "--budget", "1.5")
        #expect(limits["limits"] == ["30/min burst 3", "1000/day burst 100"])
        #expect(limits["budget_microdollars"] == 1_500_000)
        let published = try await setting.json("source", "limits", "yahoo", "--published")
        #expect(published["limits"] == published["published"])
        #expect(await setting.run("source", "limits", "yahoo", "often").exitCode == 3)
    }

    @Test("a file of keys that others can read is refused, and no key is ever shown")
    func keys() async throws {
        let setting = try Setting { _ in [.answer(401, body: Array("hush-hush-123".utf8))] }
        let folder = setting.folder.path + "/almanac"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let path = folder + "/keys"
        let lines = "# mine\nPOLYGON_API_KEY = hush-hush-123\nOTHER=1\n"
        try lines.write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        let open = try await setting.json("keys", "check", "--offline")
        #expect(open["error"]?["type"] == "forbidden")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        let found = await setting.run("keys", "check", "polygon", "--offline")
        #expect(found.output.contains("found") && !found.output.contains("hush"))
        let checked = await setting.run("keys", "check", "polygon")
        #expect(!checked.output.contains("hush") && !checked.complaint.contains("hush"))
        try "POLYGON_API_KEY\n".write(toFile: path, atomically: false, encoding: .utf8)
        let torn = await setting.run("keys", "check", "--offline")
        #expect(torn.exitCode == 3 && torn.complaint.contains("line 1"))
    }

    @Test(
        "what cannot be is said with a way out",
        arguments: [
            (["data", "pull", "A"], "usage_error"),
            (["data", "pull", "A", "--source", "yahu"], "not_found"),
            (["data", "pull", "A", "--source", "alpaca"], "unauthorized"),
            (["data", "pull", "A", "--source", "yahoo", "--kind", "posts"], "validation_error"),
            (["data", "pull", "A", "--source", "yahoo", "--from", "x"], "validation_error"),
            (
                ["data", "pull", "A", "--source", "yahoo", "--option", "ajustment=all"],
                "validation_error"
            ),
            (
                ["data", "pull", "A", "--source", "fmp", "--option", "limit=few"],
                "validation_error"
            ),
            (["data", "pull", "A", "--source", "x", "--option", "input={a}"], "validation_error"),
            (["backtest", "rsi", "--symbol", "A", "--source", "reddit"], "validation_error"),
            (["source", "show", "nothing"], "not_found"),
            (["fetch", "feed", "https://example.com/", "--output", "x"], "usage_error"),
            (["fetch", "https://a.example/", "--ignore-robots", "no site"], "usage_error"),
            (["fetch", "https://a.example/", "--option", "q=x"], "usage_error"),
            (["fetch", "browserbase", "https://a.example/"], "budget_exceeded"),
            (["keys", "check", "nobody"], "not_found"),
        ])
    func errors(_ words: [String], _ type: String) async throws {
        let setting = try Setting()
        let runner = await CommandRunner.onOwnThread(
            words + ["--json", "--database", setting.folder.path + "/a.db"],
            environment: setting.environment, now: Setting.now)
        let error = try runner.json()["error"]
        #expect(error?["type"]?.stringValue == type)
        #expect(error?["suggestion"]?.stringValue != nil)
    }

    @Test("a source's options are listed, and reach it as what they are")
    func options() async throws {
        let setting = try Setting { request in
            let isPaid = request.target.contains("apify")
            return [.answer(isPaid ? 400 : 200, [], body: Array("[]".utf8))]
        }
        setting.environment["FMP_API_KEY"] = "fmp-hush-123"
        setting.environment["APIFY_TOKEN"] = "apify-hush-123"
        let shown = await setting.run("source", "show", "fmp")
        #expect(shown.output.contains("options   period: quarter or annual"))
        #expect(shown.output.contains("terms     showing or passing on data"))
        _ = await setting.run(
            "data", "pull", "AAPL", "--source", "fmp", "--kind", "earnings", "--option", "limit=3")
        #expect(setting.server.requests.last?.target.contains("limit=3") == true)
        _ = await setting.run("source", "limits", "x", "--budget", "1.00")
        _ = await setting.run(
            "data", "pull", "@a", "--source", "x", "--option", "input={\"maxItems\":5}")
        let sent = try #require(setting.server.requests.first { $0.method == "POST" })
        let input = try JSON.parse(String(decoding: sent.body, as: UTF8.self))
        #expect(input == ["maxItems": 5])
    }

    @Test("robots.txt is left aside for the site that is named, and it is said")
    func robots() async throws {
        let setting = try Setting { request in
            let rules = "User-agent: *\nDisallow: /\n"
            return [.answer(body: Array((request.target == "/robots.txt" ? rules : "a").utf8))]
        }
        setting.environment["ALMANAC_STAND_IN"] = ""
        let words = ["fetch", setting.server.address + "/a", "--allow-private"]
        for (sites, isFetched) in [
            ([], false), (["--ignore-robots", "b.example"], false),
            (["--ignore-robots", "yahoo"], false),
            (["--ignore-robots", "b.example", "--ignore-robots", "127.0.0.1"], true),
        ] as [([String], Bool)] {
            let runner = await CommandRunner.onOwnThread(
                words + sites + ["--database", setting.folder.path + "/almanac.db"],
                environment: setting.environment, now: Setting.now)
            #expect((runner.exitCode == 0) == isFetched, "\(sites): \(runner.complaint)")
            let said = "robots.txt of 127.0.0.1 is left aside"
            #expect(runner.complaint.contains(said) == isFetched)
        }
        #expect(setting.server.requests.count { $0.target == "/a" } == 1)
    }

    @Test("a server that stands in must be on this machine")
    func standIn() async throws {
        let setting = try Setting()
        setting.environment["ALMANAC_STAND_IN"] = "http://192.168.0.1/"
        let document = try await setting.json("fetch", "https://example.com/")
        #expect(document["error"]?["type"] == "validation_error")
    }
}
