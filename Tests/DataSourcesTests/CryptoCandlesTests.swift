import AlmanacCore
import DataSources
import Networking
import TestSupport
import Testing
import TimeSeries

@Suite(.requiresSharedData) struct CryptoCandlesTests {
    private static let folder = "data/api/crypto_exchanges/"

    struct Case: Sendable {
        var exchange: String
        var file: String
        var from: String
        var until: String
        var now = "2026-01-01T00:00:00Z"
        var frequency = Frequency.minute1
        var count: Int
        var first: String
        var close: Double
    }

    @Test(
        "each exchange's stored answer gives candles in order",
        arguments: [
            Case(
                exchange: "binance", file: "binance/spot/http_json/klines_response.json",
                from: "2017-07-01T00:00:00Z", until: "2017-07-15T00:00:00Z", frequency: .week1,
                count: 1, first: "2017-07-03T00:00:00Z", close: 0.015771),
            Case(
                exchange: "bybit", file: "bybit/http_get_klines_linear.json",
                from: "2024-03-08T09:54:00Z", until: "2024-03-08T09:56:00Z", count: 1,
                first: "2024-03-08T09:54:39Z", close: 27455),
            Case(
                exchange: "coinbase", file: "coinbase/http_candles.json",
                from: "2024-04-03T23:00:00Z", until: "2024-04-04T03:00:00Z", frequency: .hour1,
                count: 2, first: "2024-04-04T00:00:00Z", close: 66314.59),
            Case(
                exchange: "okx", file: "okx/http_get_candlesticks_full.json",
                from: "2025-05-12T23:50:00Z", until: "2025-05-13T00:00:00Z", count: 2,
                first: "2025-05-12T23:53:00Z", close: 102806.1),
            Case(
                exchange: "bitmex", file: "bitmex/http_get_trade_bins.json",
                from: "2024-11-25T10:28:00Z", until: "2024-11-25T10:40:00Z", count: 3,
                first: "2024-11-25T10:29:00Z", close: 98950),
            Case(
                exchange: "deribit", file: "deribit/http_get_tradingview_chart_data.json",
                from: "2025-12-23T09:50:00Z", until: "2025-12-23T10:00:00Z", count: 5,
                first: "2025-12-23T09:51:00Z", close: 87456.5),
            Case(
                exchange: "kraken", file: "kraken/http_ohlc.json.gz",
                from: "2025-11-10T12:17:00Z", until: "2025-11-11T12:17:00Z", count: 721,
                first: "2025-11-10T12:17:00Z", close: 106038.2),
        ])
    func recorded(_ test: Case) throws {
        let now = try moment(test.now)
        let request = DataRequest(
            .bars, "BTC", from: try moment(test.from), until: try moment(test.until),
            frequency: test.frequency)
        let client = try CryptoCandles(exchange: test.exchange, request, now: now)
        let replayed = try Replayed(client, at: now) { call in
            #expect(call.request.url.host?.hasSuffix(client.source.hosts[0]) == true)
            return try answer(sharedBytes(Self.folder + test.file))
        }
        let frame = try #require(replayed.series.first).frame
        #expect(frame.count == test.count)
        #expect(frame.times.first?.iso8601 == test.first)
        #expect(frame["close"]?.first == test.close)
        #expect(zip(frame.times, frame.times.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test("windows lie end to end, and refusals in a good status are typed")
    func windows() throws {
        let now = try moment("2024-01-02T00:00:00Z")
        let request = DataRequest(
            .bars, "BTC-USD", from: try moment("2024-01-01T00:00:00Z"), frequency: .minute1)
        let client = try CryptoCandles(exchange: "coinbase", request, now: now)
        let replayed = try Replayed(client, at: now) { _ in try answer("{\"candles\":[]}") }
        #expect(replayed.calls.count == 5)
        #expect(replayed.addresses[1].contains("start=1704085200"))
        #expect(replayed.run.emptyRange != nil)
        let kraken = try CryptoCandles(exchange: "kraken", request, now: now)
        let refused = try answer("{\"error\":[\"EQuery:Unknown asset pair\"]}")
        #expect(try fault(kraken, at: now, refused)?.kind == .invalidSymbol)
        let hurried = try answer("{\"code\":\"50011\",\"msg\":\"Too many requests\",\"data\":[]}")
        let okx = try CryptoCandles(exchange: "okx", request, now: now)
        #expect(try fault(okx, at: now, hurried)?.kind == .rateLimited)
    }

    @Test("Hyperliquid is asked by what is sent, no further back than it reaches")
    func sent() throws {
        let now = try moment("2023-04-20T00:00:00Z")
        let text = """
            [{"T":1681924499999,"c":"29258.0","h":"29309.0","i":"15m","l":"29250.0","n":189,
              "o":"29295.0","s":"BTC","t":1681923600000,"v":"0.98639"}]
            """
        let request = DataRequest(
            .bars, "BTC", from: try moment("2020-01-01T00:00:00Z"), frequency: .minute15)
        let client = try CryptoCandles(exchange: "hyperliquid", request, now: now)
        let replayed = try Replayed(client, at: now) { _ in try answer(text) }
        #expect(replayed.calls.count == 1)
        let call = try #require(replayed.calls.first).request
        #expect(call.method == .post && call.url.description == "https://api.hyperliquid.xyz/info")
        let body = try JSON.parse(String(decoding: call.body ?? [], as: UTF8.self))
        #expect(body["type"] == "candleSnapshot")
        let end = 1_681_948_800_000
        #expect(body["req"]?["startTime"]?.intValue == end - 5_000 * 900_000)
        #expect(body["req"]?["endTime"]?.intValue == end - 1)
        #expect(body["req"]?["coin"] == "BTC" && body["req"]?["interval"] == "15m")
        let frame = try #require(replayed.series.first).frame
        #expect(frame.times.map(\.iso8601) == ["2023-04-19T17:00:00Z"])
        #expect(frame["open"] == [29295] && frame["volume"] == [0.98639])
        #expect(frame.knownAt?.first?.iso8601 == "2023-04-19T17:15:00Z")
        #expect(try fault(client, at: now, answer("null"))?.kind == .invalidSymbol)
        #expect(try fault(client, at: now, answer("{}"))?.kind == .schemaMismatch)
    }
}
