import AlmanacCore
import DataSources
import Networking
import TestSupport
import Testing
import TimeSeries

@Suite struct FileClientTests {
    private let now: Timestamp

    init() throws { now = try moment("2024-06-03T12:00:00Z") }

    @Test("bars of a CSV file are known at their close, and none before it has come")
    func bars() throws {
        let client = try TableFile(DataRequest(.bars, "https://example.org/x/VIX.csv"))
        let csv = "DATE,OPEN,HIGH,LOW,CLOSE\n05/30/2024,14,15,13,14.5\n06/03/2024,13,14,12,13\n"
        let part = try #require(Replayed(client, at: now) { _ in try answer(csv) }.series.first)
        #expect(part.symbol == "example.org/x/VIX.csv")
        #expect(part.frame.times.map(\.dateText) == ["2024-05-30"])
        #expect(part.frame.knownAt?[0].iso8601 == "2024-05-31T00:00:00Z")
    }

    @Test("rows that are no bars are known when they were fetched, or by a rule")
    func table() throws {
        var request = DataRequest(.table, "https://example.org/data.json")
        let json =
            "{\"meta\":1,\"rows\":[{\"date\":\"2024-01-31\",\"cpi\":3.1},"
            + "{\"date\":\"2024-02-29\",\"cpi\":\"3.2\",\"note\":\"a \\\"b\\\"\"}]}"
        let plain = try Replayed(TableFile(request), at: now) { _ in try answer(json) }
        #expect(plain.series.first?.frame.knownAt == [now, now])
        #expect(plain.series.first?.frame["cpi"] == [3.1, 3.2])
        request.options["known_at"] = "+15d"
        request.options["rows"] = "rows"
        let ruled = try Replayed(TableFile(request), at: now) { _ in try answer(json) }
        #expect(ruled.series.first?.frame.knownAt?.first?.iso8601 == "2024-02-15T00:00:00Z")
        #expect(throws: AlmanacError.self) { try TableFile(DataRequest(.table, "data.csv")) }
        let page = try fault(TableFile(request), at: now, answer("<html></html>"))
        #expect(page?.kind == .schemaMismatch)
    }

    @Test("a feed's entries are known when they say, and never before")
    func feed() throws {
        let client = try FeedFile(DataRequest(.entries, "https://example.org/feed.xml"))
        let xml = """
            <rss version="2.0"><channel><title>t</title>
            <item><guid>a</guid><title>One</title>
            <pubDate>Mon, 03 Jun 2024 10:00:00 GMT</pubDate></item>
            <item><link>https://example.org/b</link><title>Two</title></item>
            <item><guid>c</guid><title>Ahead</title>
            <pubDate>Tue, 04 Jun 2024 10:00:00 GMT</pubDate></item></channel></rss>
            """
        let records = try Replayed(client, at: now) { _ in try answer(xml) }.records
        #expect(records.map(\.identity) == ["a", "https://example.org/b", "c"])
        #expect(
            records.map(\.knownAt.iso8601) == [
                "2024-06-03T10:00:00Z", "2024-06-03T12:00:00Z", "2024-06-03T12:00:00Z",
            ])
        #expect(try fault(client, at: now, answer("<html>x</html>"))?.kind == .schemaMismatch)
    }

    @Test(
        "EDGAR's recorded feed of current filings keeps filers and issuers apart",
        .requiresSharedData)
    func edgar() throws {
        let cassette = try Cassette("data/api/sec/test_get_all_current_filings.yaml.gz")
        let later = try moment("2025-12-13T00:00:00Z")
        let address = "https://www.sec.gov/cgi-bin/browse-edgar?action=getcurrent&output=atom"
        let client = try FeedFile(DataRequest(.entries, address))
        let replayed = try Replayed(client, at: later) { _ in cassette.exchanges[0].response }
        #expect(replayed.records.count == 100)
        #expect(Set(replayed.records.map(\.identity)).count == 100)
        #expect(replayed.records.contains { $0.knownAt.iso8601 == "2025-12-12T23:02:43Z" })
    }

    @Test("Stooq's files are adjusted prices, and its sentences are errors")
    func stooq() throws {
        let client = try StooqBars(DataRequest(.bars, "TSLA"))
        let csv = "Date,Open,High,Low,Close,Volume\n2024-05-30,1,2,1,2,10\n2024-05-31,2,3,2,3,20\n"
        let replayed = try Replayed(client, at: now) { _ in try answer(csv) }
        let part = try #require(replayed.series.first)
        #expect(part.symbol == "tsla.us" && part.slot == "prices_adjusted")
        #expect(part.frame.knownAt?[1].iso8601 == "2024-05-31T20:00:00Z")
        #expect(replayed.addresses == ["https://stooq.com/q/d/l/?s=tsla.us&i=d"])
        #expect(try fault(client, at: now, answer("No data"))?.kind == .invalidSymbol)
        let quota = try answer("Exceeded the daily hits limit")
        #expect(try fault(client, at: now, quota)?.kind == .rateLimited)
        #expect(try fault(client, at: now, answer("<html>"))?.kind == .schemaMismatch)
    }

    @Test("the Treasury's years follow each other, newest rows first in each")
    func treasury() throws {
        let request = DataRequest(
            .observations, "yield_curve", from: try moment("2023-12-28"),
            until: try moment("2024-01-04"))
        let client = try TreasuryRates(request, now: now)
        let replayed = try Replayed(client, at: now) { call in
            let is2023 = call.request.url.path.contains("/2023/")
            return try answer(
                "Date,\"1 Mo\",\"10 Yr\"\n"
                    + (is2023
                        ? "12/29/2023,5.60,3.88\n12/28/2023,5.57,3.84\n12/27/2023,5.55,3.79\n"
                        : "01/03/2024,5.54,3.91\n01/02/2024,5.55,3.95\n"))
        }
        #expect(replayed.calls.count == 2)
        #expect(replayed.series.flatMap { $0.frame["10_yr"] ?? [] } == [3.84, 3.88, 3.95, 3.91])
        #expect(replayed.series[0].frame.knownAt?[0].iso8601 == "2023-12-29T05:00:00Z")
        #expect(throws: AlmanacError.self) {
            try TreasuryRates(DataRequest(.observations, "gilts"), now: now)
        }
    }

    @Test("FRED's versions are known on their days, and without a key all from the fetch")
    func fred() throws {
        let request = DataRequest(.observations, "GDP")
        let json = """
            {"count":3,"offset":0,"limit":100000,"observations":[
            {"realtime_start":"2024-01-25","realtime_end":"2024-02-27","date":"2023-10-01",
            "value":"27938.831"},
            {"realtime_start":"2024-02-28","realtime_end":"9999-12-31","date":"2023-10-01",
            "value":"27944.627"},
            {"realtime_start":"2024-04-25","realtime_end":"9999-12-31","date":"2024-01-01",
            "value":"."}]}
            """
        let keyed = try Replayed(
            FREDSeries(request, keys: SourceKeys(["FRED_API_KEY": "abcdef"])), at: now
        ) { _ in try answer(json) }
        let part = try #require(keyed.series.first)
        #expect(part.isStated)
        #expect(
            part.frame.knownAt?.map(\.iso8601) == [
                "2024-01-26T06:00:00Z", "2024-02-29T06:00:00Z", "2024-04-26T05:00:00Z",
            ])
        #expect(part.frame["value"]?.last?.isNaN == true)
        let open = try Replayed(FREDSeries(request, keys: SourceKeys()), at: now) { _ in
            try answer("observation_date,GDP\n2023-10-01,27944.627\n2024-01-01,.\n")
        }
        #expect(open.series.first?.frame.knownAt == [now, now])
        #expect(open.addresses == ["https://fred.stlouisfed.org/graph/fredgraph.csv?id=GDP"])
    }
}
