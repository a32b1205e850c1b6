import AlmanacCore
import DataSources
import Networking
import TestSupport
import Testing
import TimeSeries

@Suite struct SourceRunTests {
    private static let keys = SourceKeys([
        "APCA_API_KEY_ID": "a-key-identifier", "APCA_API_SECRET_KEY": "a-key-secret",
    ])
    private let now: Timestamp

    init() throws { now = try moment("2024-01-01T00:00:00Z") }

    /// A service of pages, of which each names the next.
    private func page(_ call: SourceCall, of count: Int, perPage: Int) throws -> HTTPResponse {
        let query = call.request.url.query ?? ""
        let number =
            query.split(separator: "&").first { $0.hasPrefix("page_token=") }
            .flatMap { Int($0.dropFirst(11)) } ?? 0
        let bars = (0..<perPage).map { bar in
            let minute = number * perPage + bar
            let clock = "\(14 + minute / 60):\(minute % 60 < 10 ? "0" : "")\(minute % 60)"
            return "{\"t\":\"2023-06-01T\(clock):00Z\",\"o\":1,\"h\":2,\"l\":1,"
                + "\"c\":\(minute),\"v\":1}"
        }
        let next = number + 1 < count ? "\"\(number + 1)\"" : "null"
        return try answer(
            "{\"bars\":[\(bars.joined(separator: ","))],\"symbol\":\"A\","
                + "\"next_page_token\":\(next)}")
    }

    @Test("a run that breaks off anywhere goes on from its cursor, and brings each row once")
    func resuming() throws {
        let client = try AlpacaBars(
            DataRequest(.bars, "A", frequency: .minute1), keys: Self.keys)
        var generator = SeededGenerator(seed: 20_261_122)
        for round in 0..<50 {
            let count = Int.random(in: 1...12, using: &generator)
            var run = SourceRun(client)
            var closes: [Double] = []
            while let call = try run.next() {
                switch Int.random(in: 0..<4, using: &generator) {
                case 0:
                    // The program ends: only the cursor is left.
                    run = SourceRun(client, resumingAt: run.cursor)
                case 1:
                    // An answer that cannot be read leaves the run where it stands.
                    let before = run.cursor
                    #expect(throws: AlmanacError.self) {
                        try run.receive(answer("{\"bars\":7}"), at: now)
                    }
                    #expect(run.cursor == before)
                default:
                    let batch = try run.receive(page(call, of: count, perPage: 9), at: now)
                    closes += batch.series.flatMap { $0.frame["close"] ?? [] }
                }
            }
            #expect(closes == (0..<(count * 9)).map(Double.init), "round \(round)")
        }
    }

    @Test(
        "Yahoo's prices as traded are the same before and after a split", arguments: [2.0, 0.125])
    func stable(ratio: Double) throws {
        let before = [100.0, 101, 99.5, 102]
        func answered(_ isLater: Bool) throws -> HTTPResponse {
            let factor = isLater ? ratio : 1
            var closes = before.map { $0 / factor }
            var stamps = [1_704_205_800, 1_704_292_200, 1_704_378_600, 1_704_465_000]
            if isLater {
                closes += [103 / ratio, 104 / ratio]
                stamps += [1_704_724_200, 1_704_810_600]
            }
            let list = closes.map { JSON.text(of: $0) }.joined(separator: ",")
            let events =
                isLater
                ? "\"events\":{\"splits\":{\"1704724200\":{\"date\":1704724200,"
                    + "\"numerator\":\(ratio),\"denominator\":1}}}," : ""
            return try answer(
                """
                {"chart":{"result":[{"meta":{"symbol":"A","instrumentType":"EQUITY",
                "gmtoffset":-18000,"exchangeTimezoneName":"America/New_York"},
                "timestamp":[\(stamps.map(String.init)
                    .joined(separator: ","))],\(events)
                "indicators":{"quote":[{"open":[\(list)],"high":[\(list)],"low":[\(list)],
                "close":[\(list)],"volume":[\(list)]}]}}],"error":null}}
                """)
        }
        let later = try moment("2024-02-01T00:00:00Z")
        func closes(_ isLater: Bool) throws -> [Double] {
            let client = try YahooChart(DataRequest(.bars, "A"), now: later)
            let replayed = try Replayed(client, at: later) { _ in try answered(isLater) }
            return Array((replayed.series.first?.frame["close"] ?? []).prefix(4))
        }
        #expect(try closes(false) == before)
        #expect(zip(try closes(true), before).allSatisfy { abs($0 / $1 - 1) < 1e-12 })
    }

    @Test("a cursor of something else is refused by every client")
    func foreignCursors() throws {
        for source in SourceRegistry.all where source.access != .pages {
            var values: [String: String] = [:]
            for key in source.keys { values[key.name] = "a-key-that-is-long" }
            for kind in source.gives {
                guard
                    let client = try? SourceClients.make(
                        source, DataRequest(kind, source.example), keys: SourceKeys(values),
                        now: now)
                else { continue }
                for cursor in [
                    "", " ", "\n", "x y z", "run", "texts", "company", "older", "videos a",
                ] {
                    var run = SourceRun(client, resumingAt: cursor)
                    _ = try? run.next()
                    _ = try? run.receive(answer("{}"), at: now)
                    _ = try? run.receive(answer("[]"), at: now)
                }
            }
        }
    }
}
