import AlmanacCore
import DataSources
import Networking
import TestSupport
import Testing
import TimeSeries

@Suite struct YahooChartTests {
    private static let folder = "data/api/yahoo_and_quote_feeds/"

    private func client(_ request: DataRequest, at now: String) throws -> YahooChart {
        try YahooChart(request, now: moment(now))
    }

    @Test("a recorded answer of XETRA gives bars by their dates", .requiresSharedData)
    func xetra() throws {
        let now = try moment("2025-04-25T00:00:00Z")
        let request = DataRequest(.bars, "MUV2.DE", from: try moment("2017-12-01"))
        let replayed = try Replayed(YahooChart(request, now: now), at: now) { _ in
            try answer(sharedBytes(Self.folder + "response_yahoo_historical02.txt"))
        }
        let part = try #require(replayed.series.first)
        #expect(part.symbol == "MUV2.DE")
        #expect(part.frame.times.first?.dateText == "2017-12-01")
        #expect(part.frame.times.last?.dateText == "2018-05-25")
        #expect(part.frame.count == 120)
        // The whole weekday is over before the bar counts as known.
        #expect(part.frame.knownAt?.first?.iso8601 == "2017-12-02T00:00:00Z")
        #expect(replayed.run.emptyRange == nil)
        let url = try #require(replayed.addresses.first)
        #expect(url.contains("/chart/MUV2.DE?period1=1512086400&period2=1745539201&interval=1d"))
    }

    @Test("a row without prices is left out and said", .requiresSharedData)
    func missing() throws {
        let now = try moment("2020-10-17T00:00:00Z")
        let replayed = try Replayed(
            YahooChart(DataRequest(.bars, "MUV2.DE"), now: now), at: now
        ) { _ in try answer(sharedBytes(Self.folder + "response_yahoo_historical01.txt")) }
        #expect(replayed.series.first?.frame.count == 123)
        #expect(replayed.notes == ["1 row left out, without a close"])
        #expect(replayed.series.first?.frame["open"]?.allSatisfy(\.isNaN) == true)
    }

    @Test("the bar of a day that is not over is left out", .requiresSharedData)
    func growing() throws {
        // Recorded while Sydney traded: the last row is of that moment.
        let now = try moment("2022-01-13T05:20:00Z")
        let replayed = try Replayed(
            YahooChart(DataRequest(.bars, "ALL.AX"), now: now), at: now
        ) { _ in try answer(sharedBytes(Self.folder + "yahoo_australian_quotes.txt")) }
        let part = try #require(replayed.series.first)
        #expect(part.frame.times.last?.dateText == "2022-01-12")
        #expect(part.frame.times.first?.dateText == "2021-10-13")
        #expect(part.frame.count == 63)
        #expect(replayed.notes == ["1 row left out, not closed yet"])
    }

    private static let apple = """
        {"chart":{"result":[{"meta":{"currency":"USD","symbol":"AAPL","exchangeName":"NMS",
        "instrumentType":"EQUITY","gmtoffset":-14400,"exchangeTimezoneName":"America/New_York"},
        "timestamp":[1598535000,1598621400,1598880600,1598967000],
        "events":{"dividends":{"1598535000":{"amount":0.205,"date":1598535000}},
        "splits":{"1598880600":{"date":1598880600,"numerator":4,"denominator":1,
        "splitRatio":"4:1"}}},
        "indicators":{"quote":[{"open":[127.0,126.0,127.5,132.75],"high":[128,127,131,134.75],
        "low":[126,124.5,126,130.5],"close":[125.0,124.75,129.0,134.25],
        "volume":[400,600,700,800]}],"adjclose":[{"adjclose":[122.0,121.75,126.0,131.25]}]}}],
        "error":null}}
        """

    @Test("prices come as traded, with the split and the dividend that undo them")
    func raw() throws {
        let now = try moment("2020-09-02T00:00:00Z")
        let replayed = try Replayed(
            client(DataRequest(.bars, "AAPL"), at: "2020-09-02T00:00:00Z"), at: now
        ) { _ in try answer(Self.apple) }
        let frame = try #require(replayed.series.first).frame
        #expect(frame["close"] == [500, 499, 129, 134.25])
        #expect(frame["volume"] == [100, 150, 700, 800])
        #expect(frame.columns.map(\.name) == ["open", "high", "low", "close", "volume"])
        #expect(frame.knownAt?.first?.iso8601 == "2020-08-27T20:00:00Z")
        #expect(
            replayed.actions.map(\.kind) == [
                .cashDividend(perShare: 0.82), .split(ratio: 4),
            ])
        #expect(replayed.actions.last?.effective.iso8601 == "2020-08-31T13:30:00Z")
    }

    @Test("of a day that comes twice the row that says more counts, else the last")
    func repeated() throws {
        let now = try moment("2020-09-02T00:00:00Z")
        let twice = Self.apple.replacing("1598880600,1598967000", with: "1598967000,1598967400")
            .replacing("\"open\":[127.0,126.0,127.5,132.75]", with: "\"open\":[1,1,127.5,null]")
        let replayed = try Replayed(
            client(DataRequest(.bars, "AAPL"), at: "2020-09-02T00:00:00Z"), at: now
        ) { _ in try answer(twice) }
        #expect(replayed.series.first?.frame["open"]?.last == 127.5)
        #expect(replayed.series.first?.frame.count == 3)
        #expect(replayed.notes.contains { $0.contains("with the time of another") })
    }

    @Test(
        "prices can be had adjusted, in slots of their own",
        arguments: [
            ("split", [125, 124.75, 129, 134.25], "prices_split"),
            ("all", [122, 121.75, 126, 131.25], "prices_adjusted"),
        ])
    func adjusted(adjustment: String, closes: [Double], slot: String) throws {
        var request = DataRequest(.bars, "AAPL")
        request.options["adjustment"] = .string(adjustment)
        let now = try moment("2020-09-02T00:00:00Z")
        let replayed = try Replayed(YahooChart(request, now: now), at: now) { _ in
            try answer(Self.apple)
        }
        let part = try #require(replayed.series.first)
        #expect(part.slot == slot)
        #expect(zip(part.frame["close"] ?? [], closes).allSatisfy { abs($0 - $1) < 1e-9 })
    }

    @Test("minutes are asked for a week at a time, and no further back than there are any")
    func intraday() throws {
        let now = try moment("2024-03-15T20:00:00Z")
        var request = DataRequest(.bars, "AAPL", frequency: .minute1)
        request.from = try moment("2024-03-01T00:00:00Z")
        let empty = """
            {"chart":{"result":null,"error":{"code":"Bad Request","description":"Data doesn't \
            exist for startDate = 1, endDate = 2"}}}
            """
        let replayed = try Replayed(YahooChart(request, now: now), at: now) { _ in
            try answer(empty, status: 400)
        }
        // Once for the splits since, then three weeks.
        #expect(replayed.calls.count == 4)
        #expect(replayed.run.emptyRange?.details["reason"] == "empty_range")
        let all = try YahooChart(DataRequest(.bars, "AAPL", frequency: .minute1), now: now)
        #expect(all.start == "splits 1708027200")
        request.from = try moment("2024-03-12T00:00:00Z")
        #expect(try YahooChart(request, now: now).start == "1710201600")
    }

    @Test("minutes of one call are as traded too where the split lies in a later one")
    func splitAcrossCalls() throws {
        let now = try moment("2020-09-10T20:00:00Z")
        var request = DataRequest(.bars, "AAPL", frequency: .minute1)
        request.from = try moment("2020-08-27T00:00:00Z")
        let head = """
            {"chart":{"result":[{"meta":{"symbol":"AAPL","instrumentType":"EQUITY",
            "gmtoffset":-14400,"exchangeTimezoneName":"America/New_York"},
            """
        func minute(_ second: Int, _ close: Double, _ events: String) -> String {
            let column = "[\(close)]"
            return head + """
                "timestamp":[\(second)],"events":{\(events)},"indicators":{"quote":[{
                "open":\(column),"high":\(column),"low":\(column),"close":\(column),
                "volume":[400]}]}}],"error":null}}
                """
        }
        let dividend = #""dividends":{"1598535000":{"amount":0.205,"date":1598535000}}"#
        let replayed = try Replayed(YahooChart(request, now: now), at: now) { call in
            let query = call.request.url.query ?? ""
            if query.contains("interval=1d") {
                #expect(query.contains("period2=1599768001"))
                return try answer(Self.apple)
            }
            if query.contains("period1=1598486400") {
                return try answer(minute(1_598_535_000, 125, dividend))
            }
            let isSecond = query.contains("period1=1599091200")
            return try answer(minute(isSecond ? 1_599_139_800 : 1_599_744_600, 121, ""))
        }
        let closes = replayed.series.compactMap { $0.frame["close"]?.first }
        #expect(closes == [500, 121, 121])
        #expect(replayed.series.first?.frame["volume"] == [100])
        #expect(replayed.actions.first?.kind == .cashDividend(perShare: 0.82))
    }

    @Test("faults are typed")
    func faults() throws {
        let now = try moment("2024-03-15T20:00:00Z")
        let client = try client(DataRequest(.bars, "NOPE"), at: "2024-03-15T20:00:00Z")
        let unknown = """
            {"chart":{"result":null,"error":{"code":"Not Found","description":"No data found, \
            symbol may be delisted"}}}
            """
        #expect(try fault(client, at: now, answer(unknown, status: 404))?.kind == .invalidSymbol)
        #expect(try fault(client, at: now, answer(unknown))?.kind == .invalidSymbol)
        let quota = try fault(
            client, at: now, answer("Too Many", status: 429, headers: ["Retry-After": "30"]))
        #expect(quota?.kind == .rateLimited)
        #expect(quota?.details["retry_after"] == 30)
        let page = try fault(client, at: now, answer("<html>consent</html>"))
        #expect(page?.kind == .schemaMismatch)
        let other = try fault(client, at: now, answer(Self.apple))
        #expect(other?.kind == .invalidSymbol && other?.message.contains("AAPL") == true)
        let changed = try fault(
            client, at: now, answer(Self.apple.replacing("\"close\":", with: "\"last\":")))
        #expect(changed?.kind == .schemaMismatch)
        let short = try fault(
            client, at: now, answer(Self.apple.replacing("\"volume\":[400,", with: "\"volume\":[")))
        #expect(short?.kind == .schemaMismatch)
        #expect(throws: AlmanacError.self) {
            try YahooChart(DataRequest(.bars, "X", frequency: .quarterly), now: now)
        }
    }
}
