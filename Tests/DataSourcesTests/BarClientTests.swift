import AlmanacCore
import DataSources
import Networking
import TestSupport
import Testing
import TimeSeries

@Suite struct BarClientTests {
    private static let folder = "data/api/alpaca_polygon/market_data/"
    private static let keys = SourceKeys([
        "APCA_API_KEY_ID": "KEY-ID-123", "APCA_API_SECRET_KEY": "SECRET-456",
        "POLYGON_API_KEY": "POLY-789",
    ])

    private func request(
        _ frequency: Frequency, _ from: String, _ until: String, _ symbol: String = "AMZN"
    ) throws -> DataRequest {
        DataRequest(
            .bars, symbol, from: try moment(from), until: try moment(until), frequency: frequency)
    }

    @Test("Alpaca's recorded days are labelled by their dates", .requiresSharedData)
    func alpacaDays() throws {
        let cassette = try Cassette(Self.folder + "bars_get_eb_url_1day.yml")
        let client = try AlpacaBars(
            request(.day1, "2020-03-30", "2020-04-03"), keys: Self.keys)
        let replayed = try Replayed(client, at: moment("2021-06-12T13:26:00Z")) { _ in
            try cassette.response("1Day")
        }
        let frame = try #require(replayed.series.first).frame
        #expect(
            frame.times.map(\.dateText) == [
                "2020-03-30", "2020-03-31", "2020-04-01", "2020-04-02",
            ])
        #expect(frame["close"] == [1963.95, 1949.72, 1907.7, 1918.83])
        #expect(frame.knownAt?.first?.iso8601 == "2020-03-30T20:00:00Z")
        let call = try #require(replayed.calls.first).request
        #expect(call.headers["APCA-API-KEY-ID"] == "KEY-ID-123")
        #expect(call.secretHeaders.contains("apca-api-secret-key"))
        #expect(!call.url.description.contains("SECRET"))
        #expect(call.url.description.contains("adjustment=raw"))
    }

    @Test("Alpaca's pages are followed to the end, and a page that repeats is an error")
    func alpacaPages() throws {
        let client = try AlpacaBars(request(.minute1, "2020-04-03", "2020-04-04"), keys: Self.keys)
        let now = try moment("2021-06-12T13:26:00Z")
        func page(_ minute: Int, _ token: String) -> String {
            """
            {"bars":[{"t":"2020-04-03T16:\(minute):00Z","o":1,"h":2,"l":1,"c":2,"v":3,"vw":1.5}],
            "symbol":"AMZN","next_page_token":\(token)}
            """
        }
        let replayed = try Replayed(client, at: now) { call in
            try answer(
                call.request.url.description.contains("page_token=b")
                    ? page(30, "null") : page(29, "\"b\""))
        }
        #expect(replayed.calls.count == 2)
        #expect(replayed.series.map(\.frame.count) == [1, 1])
        #expect(replayed.series[0].frame["vwap"] == [1.5])
        #expect(replayed.series[0].frame.knownAt?[0].iso8601 == "2020-04-03T16:30:00Z")
        let error = #expect(throws: AlmanacError.self) {
            _ = try Replayed(client, at: now) { _ in try answer(page(29, "\"b\"")) }
        }
        #expect(error?.kind == .schemaMismatch)
        // A run goes on where it stopped.
        let resumed = try Replayed(client, at: now, resumingAt: "b") { _ in
            try answer(page(30, "null"))
        }
        #expect(resumed.addresses[0].contains("page_token=b"))
    }

    @Test("a refused key is not shown, even where the answer repeats it")
    func refusal() throws {
        let client = try AlpacaBars(request(.day1, "2020-03-30", "2020-04-03"), keys: Self.keys)
        let now = try moment("2021-06-12T13:26:00Z")
        let answered = try answer(
            "{\"message\":\"bad key SECRET-456 of KEY-ID-123\"}", status: 401)
        let refused = try fault(client, at: now, answered)
        let error = try #require(refused)
        #expect(error.kind == .unauthorized)
        #expect(!error.json.text().contains("SECRET-456"))
        #expect(!error.json.text().contains("KEY-ID-123"))
        #expect(error.suggestion?.contains("APCA_API_KEY_ID") == true)
        #expect(
            try fault(client, at: now, answer("{\"message\":\"forbidden.\"}", status: 403))?.kind
                == .forbidden)
        #expect(
            try fault(client, at: now, answer("{\"message\":\"invalid symbol\"}", status: 422))?
                .kind == .invalidSymbol)
        let missing = #expect(throws: AlmanacError.self) {
            try AlpacaBars(request(.day1, "2020-03-30", "2020-04-03"), keys: SourceKeys())
        }
        #expect(missing?.kind == .unauthorized)
    }

    @Test("Polygon's recorded weeks and months close with their last session", .requiresSharedData)
    func polygon() throws {
        let now = try moment("2021-06-12T13:26:00Z")
        let weeks = try Replayed(
            PolygonBars(request(.week1, "2020-03-01", "2020-03-31"), keys: Self.keys, now: now),
            at: now
        ) { _ in try Cassette(Self.folder + "bars_get_eb_url_1week.yml").response("week") }
        let frame = try #require(weeks.series.first).frame
        #expect(frame.times.first?.dateText == "2020-03-01")
        #expect(frame.knownAt?.first?.iso8601 == "2020-03-06T21:00:00Z")
        #expect(frame.count == 5)
        #expect(weeks.addresses[0].contains("/AMZN/range/1/week/2020-03-01/2020-03-31"))
        let call = try #require(weeks.calls.first).request
        #expect(call.headers["Authorization"] == "Bearer POLY-789")
        #expect(!call.url.description.contains("POLY"))

        let limited = try Cassette(Self.folder + "bars_get_sb_url_1month.yml")
        let months = try PolygonBars(
            request(.month1, "2020-03-01", "2020-04-02"), keys: Self.keys, now: now)
        #expect(try fault(months, at: now, limited.exchanges[0].response)?.kind == .rateLimited)
        let replayed = try Replayed(months, at: now) { _ in limited.exchanges[1].response }
        #expect(replayed.series.first?.frame.count ?? 0 > 0)
    }

    @Test("Polygon's recorded articles come with their publishers", .requiresSharedData)
    func polygonNews() throws {
        let now = try moment("2021-06-26T14:58:38Z")
        let cassette = try Cassette("data/api/alpaca_polygon/polygon/Ticker_News.json")
        let request = DataRequest(.articles, "AAPL", from: try moment("2021-06-26T00:00:00Z"))
        let replayed = try Replayed(
            PolygonNews(request, keys: Self.keys), at: now, maximumCalls: 1
        ) { _ in cassette.exchanges[0].response }
        let article = try #require(replayed.records.first)
        #expect(article.knownAt.iso8601 == "2021-06-26T13:15:00Z")
        #expect(article.fields["publisher"] == "The Motley Fool")
        #expect(replayed.addresses[0].contains("ticker=AAPL&published_utc.gte=2021-06-26"))
    }

    @Test("an empty range is typed", .requiresSharedData)
    func empty() throws {
        let now = try moment("2021-06-12T13:26:00Z")
        let cassette = try Cassette(Self.folder + "bars_complete_eb_1year.yml")
        let client = try PolygonBars(
            request(.day1, "1975-07-11", "1975-07-12"), keys: Self.keys, now: now)
        let replayed = try Replayed(client, at: now) { _ in cassette.exchanges[0].response }
        #expect(replayed.run.emptyRange?.details["reason"] == "empty_range")
    }
}
