import AlmanacCore
import Database
import Foundation
import TestSupport
import Testing

/// From a signal to the plan, through what the commands themselves keep.
@Suite struct LineageTests {
    /// A listing of two posts about one symbol.
    @Sendable private static func listing(
        _ request: LoopbackServer.Request
    ) -> [LoopbackServer.Step] {
        if request.target.hasSuffix("/robots.txt") { return [.answer(404)] }
        let posts = ["bullish, buying", "bearish, selling"].enumerated().map { number, mood in
            """
            {"kind": "t3", "data": {"name": "t3_\(number)", "author": "person_\(number)",
             "title": "$TSLA looks \(mood)", "selftext": "", "subreddit": "stocks",
             "created_utc": \(1_700_000_000 + number * 60),
             "permalink": "/r/stocks/comments/\(number)/", "score": 5}}
            """
        }
        let text =
            #"{"kind": "Listing", "data": {"after": null, "children": ["#
            + posts.joined(separator: ",") + "]}}"
        return [.answer(200, ["Content-Type: application/json"], body: Array(text.utf8))]
    }

    @Test("a signal leads to its record, reader, bytes, job and the plan of its schedule")
    func wholeWay() async throws {
        let setting = try SourceCommandTests.Setting(Self.listing)
        let planned = await setting.run(
            "data", "pull", "r/stocks", "--source", "reddit", "--every", "6hour")
        #expect(planned.exitCode == 0, "\(planned.complaint)")
        let worked = await setting.run("run", "--once", "--log", "json")
        #expect(worked.exitCode == 0, "\(worked.complaint)")
        let kept = try await setting.json("data", "list")["records"]
        #expect(kept?.arrayValue?.first == ["source": "reddit", "kind": "post", "records": 2])
        let listed = await setting.run("data", "list")
        #expect(listed.output.contains("reddit  post        2 records  almanac data records"))
        let stored = try await setting.json(
            "signals", "--source", "reddit", "--symbol", "TSLA", "--store")
        let signal = try #require(
            stored["stored"]?["first"]?.intValue, "\(stored.text(pretty: true))")

        let way = try await setting.json("lineage", "signal:\(signal)")
        let text = way.text(pretty: true)
        #expect(way["signal"]?["symbol"] == "TSLA", "\(text)")
        let record = try #require(way["record"]?["id"]?.intValue, "\(text)")
        #expect(way["recipe"]?["name"] == "client:reddit" && way["recipe"]?["version"] == 1)
        let raw = try #require(way["raw"]?["id"]?.intValue, "\(text)")
        #expect(way["bytes"]?["sha256"]?.stringValue?.count == 64)
        #expect(way["job"]?["handler"] == "pull" && way["job"]?["state"] == "succeeded", "\(text)")
        let plan = try #require(way["plan"], "\(text)")
        #expect(plan["name"]?.stringValue?.hasPrefix("pull reddit posts r/stocks") == true)
        #expect(plan["schedule"] == "6hour" && plan["dollars_per_month"] == 0)
        #expect(plan["sources"]?.arrayValue?.first?["source"] == "reddit")

        for start in ["record:\(record)", "raw:\(raw)", "\(signal)"] {
            #expect(try await setting.json("lineage", start)["plan"] == plan, "from \(start)")
        }
        let job = way["job"]
        try Self.endFetches(setting)
        let later = try await setting.json("lineage", "signal:\(signal)")
        #expect(later["raw"] == nil && later["job"] == job, "\(later.text(pretty: true))")
        #expect(later["plan"] == plan)
        let shown = await setting.run("lineage", "signal:\(signal)")
        #expect(shown.output.contains("plan\n") && shown.output.contains("6hour"))
    }

    /// Ends every fetch, as retention does.
    private static func endFetches(_ setting: SourceCommandTests.Setting) throws {
        let database = try Database(.sqlite(path: setting.folder.path + "/almanac.db"))
        defer { database.close() }
        try database.writeNow { try $0.execute("DELETE FROM raw_data") }
    }

    @Test("a schedule that is stated again keeps its plan, and one that changes gets another")
    func versions() async throws {
        let setting = try SourceCommandTests.Setting(Self.listing)
        func plan(_ words: String...) async throws -> JSON? {
            let made = await CommandRunner.onOwnThread(
                words + ["--database", setting.folder.path + "/almanac.db"],
                environment: setting.environment, now: SourceCommandTests.Setting.now)
            #expect(made.exitCode == 0, "\(made.complaint)")
            let all = try await setting.json("jobs", "schedules")["schedules"]?.arrayValue
            return all?.first?["plan"]
        }
        let pull = ["data", "pull", "r/stocks", "--source", "reddit", "--every"]
        let first = try await plan(pull[0], pull[1], pull[2], pull[3], pull[4], pull[5], "6hour")
        let again = try await plan(pull[0], pull[1], pull[2], pull[3], pull[4], pull[5], "6hour")
        let other = try await plan(pull[0], pull[1], pull[2], pull[3], pull[4], pull[5], "daily")
        #expect(first == 1 && again == first && other == 2)
    }

    @Test("a record of a page on a schedule leads to its recipe, job and plan")
    func scraped() async throws {
        let setting = try SourceCommandTests.Setting()
        let rows = (10..<20).map { "<tr><td>2024-03-\($0)</td><td>CV-\($0)</td></tr>" }.joined()
        let path = setting.folder.path + "/court.html"
        try "<html><body><table><tr><th>filed</th><th>docket</th></tr>\(rows)</table></body></html>"
            .write(toFile: path, atomically: true, encoding: .utf8)
        let added = await setting.run("source", "add", path, "--name", "court", "--every", "6hour")
        #expect(added.exitCode == 0, "\(added.complaint)")
        let worked = await setting.run("run", "--once", "--log", "json")
        #expect(worked.exitCode == 0, "\(worked.complaint)")
        let records = try await setting.json("data", "records", "court")["records"]?.arrayValue
        let record = try #require(records?.first?["id"]?.intValue, "\(records ?? [])")
        let way = try await setting.json("lineage", "record:\(record)")
        let text = way.text(pretty: true)
        #expect(way["recipe"]?["version"] == 1 && way["recipe"]?["valid_from"] != nil, "\(text)")
        #expect(way["job"]?["handler"] == "scrape", "\(text)")
        #expect(way["plan"]?["name"] == "court" && way["plan"]?["schedule"] == "6hour", "\(text)")
    }

    @Test("an address that is fetched on a schedule has a plan too")
    func addresses() async throws {
        let setting = try SourceCommandTests.Setting()
        let made = await setting.run(
            "jobs", "add", "https://example.com/a.csv", "--every", "daily", "--zone",
            "America/New_York")
        #expect(made.exitCode == 0, "\(made.complaint)")
        let all = try await setting.json("jobs", "schedules")["schedules"]?.arrayValue
        #expect(all?.first?["plan"] == 1)
    }
}
