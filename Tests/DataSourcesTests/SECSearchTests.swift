import AlmanacCore
import DataSources
import Networking
import TestSupport
import Testing
import TimeSeries

/// EDGAR's search and the texts of filings.
///
/// The hits are those that datamule's documentation and another public program show, of Tesla's
/// report for 2023 and of a Form 4.
@Suite struct SECSearchTests {
    private let now: Timestamp

    init() throws { now = try moment("2026-03-15T00:00:00Z") }

    private static let tesla = """
        {"_index":"edgar_file","_id":"0001628280-24-002390:tsla-2023x12x31xex211.htm",
        "_score":10.79173,"_source":{"ciks":["0001318605"],"period_ending":"2023-12-31",
        "file_num":["001-34756"],"display_names":["Tesla, Inc.  (TSLA)  (CIK 0001318605)"],
        "xsl":null,"sequence":2,"root_forms":["10-K"],"file_date":"2024-01-29","biz_states":["CA"],
        "sics":["3711"],"form":"10-K","adsh":"0001628280-24-002390","film_num":["24569853"],
        "biz_locations":["Palo Alto, CA"],"file_type":"EX-21.1","file_description":"EX-21.1",
        "inc_states":["DE"],"items":[]}}
        """
    private static let abbott = """
        {"_index":"edgar_file","_id":"0001415889-22-003603:form4-04012022_020405.xml",
        "_score":13.123604,"_source":{"ciks":["0001612571","0000001800"],
        "period_ending":"2022-03-25","file_num":["001-02189"],"display_names":
        ["Ford Robert B  (CIK 0001612571)","ABBOTT LABORATORIES  (ABT)  (CIK 0000001800)"],
        "xsl":"xslF345X03","schema_version":"X0306","sequence":1,"root_forms":["4"],
        "file_date":"2022-04-01","biz_states":["IL"],"sics":["2834"],"form":"4",
        "adsh":"0001415889-22-003603","items":[]}}
        """

    private static func page(_ hits: [String], total: Int) -> String {
        """
        {"took":58,"timed_out":false,"hits":{"total":{"value":\(total),
        "relation":"\(total < 10_000 ? "eq" : "gte")"},"max_score":8.2,
        "hits":[\(hits.joined(separator: ","))]}}
        """
    }

    private func request(_ target: String, _ words: String) -> DataRequest {
        var request = DataRequest(.filings, target)
        request.options["q"] = .string(words)
        return request
    }

    @Test("words are searched for in everybody's filings, page by page")
    func search() throws {
        var request = request("edgar", "\"supply chain\" lithium")
        request.from = try moment("2022-01-01")
        request.options["forms"] = "10-K,4"
        let replayed = try Replayed(SECFilings(request, now: now), at: now) { call in
            let isSecond = call.request.url.description.contains("from=1")
            return try answer(
                Self.page([isSecond ? Self.abbott : Self.tesla], total: 2))
        }
        #expect(
            replayed.addresses == [
                "https://efts.sec.gov/LATEST/search-index?q=%22supply%20chain%22%20lithium"
                    + "&dateRange=custom&startdt=2022-01-01&enddt=2026-03-15&forms=10-K%2C4",
                "https://efts.sec.gov/LATEST/search-index?q=%22supply%20chain%22%20lithium"
                    + "&dateRange=custom&startdt=2022-01-01&enddt=2026-03-15&forms=10-K%2C4&from=1",
            ])
        let find = try #require(replayed.records.first)
        #expect(find.kind == "filing_find")
        // A day is told, so it is known when EDGAR closes on it: 22:00 in New York.
        #expect(find.knownAt.iso8601 == "2024-01-30T03:00:00Z")
        #expect(find.fields["form"] == "10-K" && find.fields["file_type"] == "EX-21.1")
        #expect(find.fields["q"] == "\"supply chain\" lithium" && find.fields["items"] == nil)
        #expect(
            find.fields["url"]
                == .string(
                    "https://www.sec.gov/Archives/edgar/data/1318605/000162828024002390/"
                        + "tsla-2023x12x31xex211.htm"))
        #expect(replayed.records.last?.fields["ciks"]?.arrayValue?.count == 2)
        #expect(Set(replayed.records.map(\.identity)).count == 2)
    }

    @Test("the filings of one company are searched by its number", .requiresSharedData)
    func company() throws {
        let tickers = try sharedBytes("data/fundamentals/sec_edgar/company_tickers.json.gz")
        let client = try SECFilings(request("tsla", "recall"), now: now)
        let replayed = try Replayed(client, at: now) { call in
            try call.request.url.path.hasSuffix("tickers.json")
                ? answer(tickers) : answer(Self.page([Self.tesla], total: 1))
        }
        #expect(replayed.addresses.last?.contains("&ciks=0001318605") == true)
        #expect(replayed.records.map { $0.fields["symbol"] } == ["TSLA"])
    }

    @Test("a search that finds too much or nothing says so, and another form is refused")
    func ends() throws {
        let client = try SECFilings(request("edgar", "the"), now: now)
        let all = try Replayed(client, at: now, resumingAt: "search edgar 9999") { _ in
            try answer(Self.page([Self.tesla], total: 10_000))
        }
        #expect(all.calls.count == 1 && all.notes.contains { $0.contains("10,000") })
        let none = try Replayed(client, at: now) { _ in try answer(Self.page([], total: 0)) }
        #expect(none.run.emptyRange?.kind == .dataFetch && none.notes.isEmpty)
        for body in [
            "{\"hits\":{}}", "{\"hits\":{\"total\":{\"value\":1},\"hits\":[{}]}}",
            Self.page([Self.tesla.replacing("0001628280-24-002390:", with: "")], total: 1),
        ] {
            #expect(try fault(client, at: now, answer(body))?.kind == .schemaMismatch)
        }
    }

    // MARK: - Texts

    private static func submission(_ documents: String) -> String {
        """
        <SEC-HEADER>
        <ACCEPTANCE-DATETIME>20240129160510
        ACCESSION NUMBER:\t\t0001628280-24-002390
        CONFORMED SUBMISSION TYPE:\t8-K
        CONFORMED PERIOD OF REPORT:\t20240124
        \t\tCOMPANY CONFORMED NAME:\t\t\tTesla, Inc.
        \t\tCENTRAL INDEX KEY:\t\t\t0001318605
        </SEC-HEADER>
        \(documents)
        """
    }

    private static func document(
        _ number: Int, _ type: String, _ file: String, _ text: String
    ) -> String {
        """
        <DOCUMENT>
        <TYPE>\(type)
        <SEQUENCE>\(number)
        <FILENAME>\(file)
        <DESCRIPTION>THE \(type)
        <TEXT>
        \(text)
        </TEXT>
        </DOCUMENT>

        """
    }

    @Test("a filing's report and exhibits come as text, and its data and pictures do not")
    func texts() throws {
        let report =
            "<XBRL>\n<?xml version=\"1.0\"?>\n<html><body><div style=\"display:none\">"
            + "hidden</div><h1>Results</h1><p>We delivered 484,507 vehicles.</p></body></html>"
            + "\n</XBRL>"
        let text = Self.submission(
            Self.document(1, "8-K", "a8-k.htm", report)
                + Self.document(2, "EX-99.1", "ex99.txt", "Item 1 < Item 2 & more")
                + Self.document(3, "GRAPHIC", "logo.jpg", "begin 644 logo.jpg\nM_]C_X``")
                + Self.document(4, "EX-101.SCH", "a.xsd", "<XBRL><schema/></XBRL>")
                + Self.document(5, "XML", "R1.htm.xml", "<XML><a/></XML>"))
        var request = DataRequest(.filingTexts, "1318605")
        request.options["accession"] = "0001628280-24-002390"
        let replayed = try Replayed(SECFilings(request, now: now), at: now) { _ in
            try answer(text)
        }
        #expect(
            replayed.addresses == [
                "https://www.sec.gov/Archives/edgar/data/1318605/0001628280-24-002390.txt"
            ])
        #expect(
            replayed.records.map(\.identity) == [
                "0001628280-24-002390#1", "0001628280-24-002390#2",
            ])
        let first = try #require(replayed.records.first)
        #expect(first.kind == "filing_text" && first.knownAt.iso8601 == "2024-01-29T21:05:10Z")
        #expect(first.fields["text"]?.stringValue?.contains("# Results") == true)
        #expect(first.fields["text"]?.stringValue?.contains("484,507 vehicles") == true)
        #expect(first.fields["text"]?.stringValue?.contains("hidden") == false)
        #expect(first.fields["form"] == "8-K" && first.fields["company"] == "Tesla, Inc.")
        #expect(first.fields["file"] == "a8-k.htm" && first.fields["description"] == "THE 8-K")
        #expect(replayed.records.last?.fields["text"] == "Item 1 < Item 2 & more")
        // A filing of tomorrow is not known today.
        let early = try Replayed(
            SECFilings(request, now: now), at: moment("2024-01-29T21:00:00Z")
        ) { _ in try answer(text) }
        #expect(early.records.isEmpty)
    }

    @Test("a real report's page becomes its text", .requiresSharedData)
    func realReport() throws {
        let page = String(
            decoding: try sharedBytes("data/fundamentals/sec_edgar/form8k.Nordstrom.html"),
            as: UTF8.self)
        let text = Self.submission(Self.document(1, "8-K", "jwn.htm", "<XBRL>\(page)</XBRL>"))
        var request = DataRequest(.filingTexts, "72333")
        request.options["accession"] = "0001628280-24-002390"
        let replayed = try Replayed(SECFilings(request, now: now), at: now) { _ in
            try answer(text)
        }
        let written = try #require(replayed.records.first?.fields["text"]?.stringValue)
        #expect(written.contains("NORDSTROM") && written.contains("CURRENT REPORT"))
        #expect(!written.contains("<div") && !written.contains("us-gaap"))
    }

    @Test("texts go on into the lists of older filings when a beginning is given")
    func older() throws {
        func list(_ accession: String, _ date: String, _ form: String) -> String {
            """
            {"accessionNumber":["\(accession)"],"acceptanceDateTime":["\(date)T16:05:10.000Z"],
            "form":["\(form)"],"filingDate":["\(date)"],"reportDate":["\(date)"],"items":[""],
            "primaryDocument":["x.htm"],"primaryDocDescription":[""],"size":[1],"isXBRL":[0]}
            """
        }
        let recent = """
            {"filings":{"recent":\(list("0001318605-24-000001", "2024-01-29", "8-K")),"files":[
            {"name":"CIK0001318605-submissions-001.json","filingFrom":"2010-01-01",
            "filingTo":"2019-12-31"}]}}
            """
        var request = DataRequest(.filingTexts, "1318605", from: try moment("2015-01-01"))
        func play() throws -> Replayed {
            try Replayed(SECFilings(request, now: now), at: now) { call in
                let path = call.request.url.path
                if path.hasSuffix("CIK0001318605.json") { return try answer(recent) }
                if path.hasSuffix("001.json") {
                    return try answer(list("0001318605-16-000009", "2016-05-02", "10-Q"))
                }
                return try answer(
                    Self.submission(Self.document(1, "8-K", "a.htm", "<p>text</p>")))
            }
        }
        let whole = try play()
        #expect(
            whole.addresses.map { String($0.split(separator: "/").last ?? "") } == [
                "CIK0001318605.json", "0001318605-24-000001.txt",
                "CIK0001318605-submissions-001.json", "0001318605-16-000009.txt",
            ])
        request.from = nil
        let latest = try play()
        #expect(latest.calls.count == 2 && latest.notes.contains { $0.contains("beginning") })
        // Only reports are read unless forms are named.
        request.options["forms"] = "SC 13D"
        #expect(try play().calls.count == 1)
    }

    @Test(
        "what is no accession number is refused",
        arguments: ["1", "0001318605-24-00000a", "../etc/passwd", "0001318605-24-000001,"])
    func accessions(_ text: String) throws {
        var request = DataRequest(.filingTexts, "1318605")
        request.options["accession"] = .string(text)
        if text.hasSuffix(",") {
            _ = try SECFilings(request, now: now)
            request.kind = .filings
        }
        let error = #expect(throws: AlmanacError.self) { try SECFilings(request, now: now) }
        #expect(error?.kind == .validation)
    }
}
