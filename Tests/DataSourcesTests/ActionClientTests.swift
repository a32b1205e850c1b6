import AlmanacCore
import DataSources
import Networking
import TestSupport
import Testing
import TimeSeries

/// Splits and dividends of services whose answers are published: Alpaca's of a split and a
/// dividend in 2026, Polygon's in its own client's tests.
@Suite struct ActionClientTests {
    private static let keys = SourceKeys([
        "APCA_API_KEY_ID": "KEY-ID-123", "APCA_API_SECRET_KEY": "SECRET-456",
        "POLYGON_API_KEY": "POLY-789",
    ])
    private let now: Timestamp

    init() throws { now = try moment("2026-10-01T12:00:00Z") }

    private static let honeywell = """
        {"corporate_actions":{"cash_dividends":[{"cusip":"438516106","ex_date":"2026-05-15",
        "foreign":false,"id":"aa65de71","payable_date":"2026-06-05","process_date":"2026-06-05",
        "rate":1.19,"record_date":"2026-05-15","special":false,"symbol":"HON"}],
        "reverse_splits":[{"ex_date":"2026-06-29","id":"08faf3fd","new_cusip":"438516205",
        "new_rate":1,"old_cusip":"438516106","old_rate":2,"payable_date":"2026-06-29",
        "process_date":"2026-06-29","record_date":"2026-06-29","symbol":"HON"}],
        "spin_offs":[{"ex_date":"2026-06-29","id":"87a92cb7","new_rate":0.5,"new_symbol":"HONA",
        "source_rate":1,"source_symbol":"HON"}]},"next_page_token":null}
        """

    @Test("Alpaca's splits and dividends take effect at the open of their ex-dates")
    func alpaca() throws {
        let request = DataRequest(.actions, "hon", from: try moment("2026-06-01"))
        let client = try AlpacaActions(request, keys: Self.keys, now: now)
        let replayed = try Replayed(client, at: now) { _ in try answer(Self.honeywell) }
        #expect(
            replayed.addresses == [
                "https://data.alpaca.markets/v1/corporate-actions?symbols=HON"
                    + "&types=forward_split%2Creverse_split%2Cstock_dividend%2Ccash_dividend"
                    + "&start=2026-03-03&end=2026-12-30&limit=1000"
            ])
        #expect(
            replayed.actions.map(\.kind) == [.cashDividend(perShare: 1.19), .split(ratio: 0.5)])
        #expect(
            replayed.actions.map(\.effective.iso8601) == [
                "2026-05-15T13:30:00Z", "2026-06-29T13:30:00Z",
            ])
        #expect(replayed.actions.allSatisfy { $0.knownAt == $0.effective })
        #expect(replayed.calls[0].request.headers["APCA-API-SECRET-KEY"] == "SECRET-456")
    }

    @Test("Alpaca's pages are followed, shares as dividends are splits, other symbols left out")
    func alpacaPages() throws {
        let client = try AlpacaActions(
            DataRequest(.actions, "SRE"), keys: Self.keys, now: now)
        let first = """
            {"corporate_actions":{"forward_splits":[{"ex_date":"2023-08-22","new_rate":2,
            "old_rate":1,"symbol":"SRE"},{"ex_date":"2023-08-23","new_rate":3,"old_rate":1,
            "symbol":"SREA"}]},"next_page_token":"t1"}
            """
        let second = """
            {"corporate_actions":{"stock_dividends":[{"ex_date":"2024-02-14","rate":0.05,
            "symbol":"SRE"}]},"next_page_token":null}
            """
        let replayed = try Replayed(client, at: now) { call in
            try answer(call.request.url.description.contains("page_token=t1") ? second : first)
        }
        #expect(replayed.actions.map(\.kind) == [.split(ratio: 2), .split(ratio: 1.05)])
        for body in [
            "{}", first.replacing("\"old_rate\":1", with: "\"old_rate\":0"),
            first.replacing("2023-08-22", with: "soon"),
        ] {
            #expect(try fault(client, at: now, answer(body))?.kind == .schemaMismatch)
        }
        let empty = try Replayed(client, at: now) { _ in
            try answer("{\"corporate_actions\":{},\"next_page_token\":null}")
        }
        #expect(empty.run.emptyRange?.kind == .dataFetch)
    }

    private static func dividend(_ amount: Double, _ declared: String?, _ date: String) -> String {
        let told = declared.map { "\"declaration_date\":\"\($0)\"," } ?? ""
        return """
            {"cash_amount":\(amount),\(told)"dividend_type":"CD","ex_dividend_date":"\(date)",
            "frequency":4,"pay_date":"2025-06-30","record_date":"2025-06-15","ticker":"CSSEN"}
            """
    }

    @Test("Polygon's dividends are known after their declaration, and splits come with them")
    func polygon() throws {
        let client = try PolygonActions(DataRequest(.actions, "CSSEN"), keys: Self.keys)
        let next = "https://api.polygon.io/v3/reference/dividends?cursor=YXA9MQ"
        let replayed = try Replayed(client, at: now) { call in
            let address = call.request.url.description
            if address.contains("/splits") {
                return try answer(
                    """
                    {"results":[{"execution_date":"2022-07-18","split_from":1,"split_to":20,
                    "ticker":"CSSEN"}],"status":"OK"}
                    """)
            }
            if address == next {
                return try answer("{\"results\":[\(Self.dividend(0.5, nil, "2025-09-12"))]}")
            }
            let foreign = Self.dividend(9, nil, "2025-07-01").replacing(
                "\"frequency\"", with: "\"currency\":\"CAD\",\"frequency\"")
            let rows = [
                Self.dividend(0.59375, "2020-09-09", "2025-06-12"), foreign,
                Self.dividend(0.25, "2025-06-13", "2025-06-13"),
            ]
            return try answer(
                "{\"results\":[\(rows.joined(separator: ","))],\"next_url\":\"\(next)\"}")
        }
        #expect(
            replayed.addresses == [
                "https://api.polygon.io/v3/reference/splits?ticker=CSSEN&sort=execution_date"
                    + "&order=asc&limit=1000",
                "https://api.polygon.io/v3/reference/dividends?ticker=CSSEN"
                    + "&sort=ex_dividend_date&order=asc&limit=1000", next,
            ])
        #expect(replayed.batches.map { $0.actions.flatMap(\.actions).count } == [0, 3, 1])
        #expect(replayed.actions.first?.kind == .split(ratio: 20))
        let declared = replayed.actions[1]
        #expect(declared.effective.iso8601 == "2025-06-12T13:30:00Z")
        #expect(declared.knownAt.iso8601 == "2020-09-10T04:00:00Z")
        // Declared on the ex-date itself: no sooner than it takes effect.
        #expect(replayed.actions[2].knownAt == replayed.actions[2].effective)
        #expect(replayed.notes == ["dividends in other currencies left out: 1"])
        #expect(try fault(client, at: now, answer("{\"results\":[{}]}"))?.kind == .schemaMismatch)
        let run = SourceRun(client, resumingAt: "dividends - 2022-07-18:0")
        #expect(throws: AlmanacError.self) { try run.next() }
    }
}
