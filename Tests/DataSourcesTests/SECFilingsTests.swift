import AlmanacCore
import DataSources
import Networking
import TestSupport
import Testing
import TimeSeries

@Suite(.requiresSharedData) struct SECFilingsTests {
    private static let api = "data/api/sec/"
    private static let files = "data/fundamentals/sec_edgar/"
    private let now: Timestamp

    init() throws { now = try moment("2026-03-15T00:00:00Z") }

    @Test("filings of Tesla come with their moments, older lists too")
    func tesla() throws {
        let cassette = try Cassette(Self.api + "test_company_filing_acceptance_datetime.yaml.gz")
        let client = try SECFilings(DataRequest(.filings, "1318605"), now: now)
        let replayed = try Replayed(client, at: now) { call in
            try cassette.response(call.request.url.path)
        }
        #expect(replayed.calls.count == 2)
        #expect(replayed.records.count == 1_722)
        let last = try #require(replayed.records.first { $0.identity == "0001104659-26-021746" })
        #expect(last.knownAt.iso8601 == "2026-02-27T19:00:21Z")
        #expect(last.fields["form"] == "4")
        #expect(
            last.fields["url"]
                == .string(
                    "https://www.sec.gov/Archives/edgar/data/1318605/000110465926021746/"
                        + "xslF345X05/tm267481-1_4seq1.xml")
        )
        var recent = DataRequest(.filings, "1318605", from: try moment("2020-01-01"))
        recent.options["forms"] = "10-K,10-Q"
        let forms = try Replayed(SECFilings(recent, now: now), at: now) { call in
            try cassette.response(call.request.url.path)
        }
        #expect(forms.calls.count == 1)
        #expect(
            Set(forms.records.compactMap { $0.fields["form"]?.stringValue }) == [
                "10-K", "10-Q",
            ])
    }

    @Test("New York's clock under a Z is not taken for UTC")
    func apple() throws {
        let cassette = try Cassette(Self.api + "test_get_entity_by_ticker.yaml.gz")
        let tickers = try sharedBytes(Self.files + "company_tickers.json.gz")
        let request = DataRequest(.filings, "aapl", from: try moment("2025-01-01"))
        let replayed = try Replayed(SECFilings(request, now: now), at: now) { call in
            call.request.url.path.hasSuffix("tickers.json")
                ? try answer(tickers) : try cassette.response("CIK0000320193")
        }
        // Results of 29 January 2026, accepted half an hour after the close.
        let results = try #require(
            replayed.records.first { $0.knownAt.date.iso8601 == "2026-01-29" })
        #expect(results.knownAt.iso8601 == "2026-01-29T21:30:33Z")
        let unknown = try SECFilings(DataRequest(.filings, "NOSUCH"), now: now)
        #expect(try fault(unknown, at: now, answer(tickers))?.kind == .invalidSymbol)
    }

    @Test("facts are known on the evening of their filing, and versions stay")
    func facts() throws {
        let cassette = try Cassette(Self.api + "test_nvda_capex_resolves_to_recent_tag.yaml.gz")
        var request = DataRequest(.facts, "1045810")
        request.options["concepts"] = "us-gaap:Assets,Revenues"
        let list = """
            {"filings":{"recent":{"accessionNumber":["0001045810-10-000029"],
            "acceptanceDateTime":["2010-08-30T16:05:00.000Z"],"form":["10-Q"],
            "filingDate":["2010-08-30"],"reportDate":["2010-08-01"],"items":[""],
            "primaryDocument":["x"],"primaryDocDescription":[""],"size":[1],"isXBRL":[1]}}}
            """
        let replayed = try Replayed(SECFilings(request, now: now), at: now) { call in
            call.request.url.path.contains("companyfacts")
                ? cassette.exchanges[0].response : try answer(list)
        }
        #expect(replayed.calls.count == 2)
        let assets = try #require(
            replayed.series.first { $0.slot == "us-gaap:Assets USD" }
        ).frame
        #expect(assets.columns.map(\.name) == ["instant"])
        #expect(assets.times.first?.dateText == "2009-01-25")
        #expect(assets.knownAt?.first?.iso8601.hasPrefix("2009-") == true)
        let pairs = zip(assets.times, assets.knownAt ?? [])
        #expect(pairs.allSatisfy { $0 < $1 })
        let moments = (assets.knownAt ?? []).map(\.iso8601)
        // The hour that the list tells, and the evening where it tells none.
        #expect(moments.contains("2010-08-30T20:05:00Z"))
        #expect(moments.contains { $0.hasSuffix("T02:00:00Z") || $0.hasSuffix("T03:00:00Z") })
        let revenues = try #require(
            replayed.series.first { $0.slot == "us-gaap:Revenues USD" }
        ).frame
        #expect(revenues.columns.map(\.name).contains("year"))
        let keys = zip(revenues.times, revenues.knownAt ?? []).map { "\($0) \($1)" }
        #expect(Set(keys).count == keys.count)
    }

    @Test("a Form 4 gives its trades when it was accepted")
    func insider() throws {
        let document = String(
            decoding: try sharedBytes(Self.files + "form4.snow.xml"), as: UTF8.self)
        let text = """
            <SEC-HEADER>
            <ACCEPTANCE-DATETIME>20221215163015
            ACCESSION NUMBER:\t\t0001640147-22-000123
            </SEC-HEADER>
            <DOCUMENT><TYPE>4<TEXT><XML>
            \(document)
            </XML></TEXT></DOCUMENT>
            """
        let list = """
            {"filings":{"recent":{"accessionNumber":["0001640147-22-000123"],
            "acceptanceDateTime":["2022-12-15T16:30:15.000Z"],"form":["4"],
            "filingDate":["2022-12-15"],"reportDate":["2022-12-13"],"items":[""],
            "primaryDocument":["x.xml"],"primaryDocDescription":[""],"size":[1],"isXBRL":[0]},
            "files":[]}}
            """
        let replayed = try Replayed(
            SECFilings(DataRequest(.insiderTrades, "1640147"), now: now), at: now
        ) { call in
            try answer(call.request.url.path.hasSuffix(".txt") ? text : list)
        }
        #expect(
            replayed.addresses.last?.hasSuffix("/data/1640147/0001640147-22-000123.txt") == true)
        let trade = try #require(replayed.records.first)
        #expect(trade.knownAt.iso8601 == "2022-12-15T21:30:15Z")
        #expect(trade.time.dateText == "2022-12-13")
        #expect(trade.fields["symbol"] == "SNOW")
        #expect(trade.fields["owner"] == "Scarpelli Michael")
        #expect(trade.fields["code"] == "M")
        #expect(trade.fields["shares"] == .number(200_000))
        #expect(trade.fields["isOfficer"] == true)
        #expect(replayed.records.count == Set(replayed.records.map(\.identity)).count)
    }

    @Test("a 13F gives what is held, and not before it was accepted")
    func holdings() throws {
        let text = try sharedBytes(Self.files + "13F.0001894188-23-000007.txt")
        let list = """
            {"filings":{"recent":{"accessionNumber":["0001894188-23-000007"],
            "acceptanceDateTime":["2023-11-14T09:38:54.000Z"],"form":["13F-HR"],
            "filingDate":["2023-11-14"],"reportDate":["2023-09-30"],"items":[""],
            "primaryDocument":["x.xml"],"primaryDocDescription":[""],"size":[1],"isXBRL":[0]}}}
            """
        let client = try SECFilings(DataRequest(.holdings, "CIK1894188"), now: now)
        func play(_ now: Timestamp) throws -> [SourceRecord] {
            try Replayed(client, at: now) { call in
                try call.request.url.path.hasSuffix(".txt") ? answer(text) : answer(list)
            }.records
        }
        let records = try play(now)
        #expect(!records.isEmpty)
        #expect(records[0].knownAt.iso8601 == "2023-11-14T14:38:54Z")
        #expect(records[0].time.dateText == "2023-09-30")
        #expect(records[0].fields["manager"] == "LTS One Management LP")
        #expect(records.allSatisfy { $0.fields["cusip"] != nil && $0.fields["value"] != nil })
        #expect(try play(moment("2023-11-14T10:00:00Z")).isEmpty)
    }

    @Test("what is no filing is a typed error, and being too fast is said")
    func faults() throws {
        let client = try SECFilings(DataRequest(.filings, "320193"), now: now)
        #expect(
            try fault(client, at: now, answer("<html>Undeclared", status: 403))?.kind == .forbidden)
        #expect(try fault(client, at: now, answer("{\"filings\":{}}"))?.kind == .schemaMismatch)
        var run = SourceRun(
            try SECFilings(DataRequest(.insiderTrades, "1"), now: now),
            resumingAt: "texts 0000000001\n1-1-1")
        #expect(throws: AlmanacError.self) { try run.receive(answer("no header"), at: now) }
        #expect(throws: AlmanacError.self) {
            try run.receive(
                answer(
                    "<ACCEPTANCE-DATETIME>20230101000000\nACCESSION NUMBER: 1\n<XML><a></XML>"),
                at: now)
        }
    }
}
