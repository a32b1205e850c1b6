import AlmanacCore
import SignalProcessing
import Testing
import TimeSeries

/// Events that were published, as rows of a slot.
@Suite struct EventSignalTests {
    private func event(_ seconds: Int64, _ fields: JSONObject) -> PublishedEvent {
        PublishedEvent(knownAt: Timestamp(nanoseconds: seconds * 1_000_000_000), fields: fields)
    }

    private func kind(_ name: String) throws -> EventKind {
        try #require(EventKind.all.first { $0.name == name })
    }

    @Test(
        "records are events of the kinds that they are, and of no others",
        arguments: [
            (["code": "P", "security": "common"], ["insider_buy"]),
            (["code": "S", "security": "common"], ["insider_sell"]),
            (["code": "A", "security": "common"], []),
            (["code": "P", "security": "derivative"], []),
            (["chamber": "house", "type": "purchase"], ["house_buy", "congress_buy"]),
            (["chamber": "senate", "type": "Sale (Full)"], ["senate_sell", "congress_sell"]),
            (["chamber": "house", "type": "exchange"], []),
            (["eps_actual": 1.1, "eps_surprise": 0.1], ["earnings", "earnings_beat"]),
            (["eps_actual": 1.1, "eps_surprise": -0.1], ["earnings", "earnings_miss"]),
            (["eps_estimated": 1.1], []),
            (["form": "8-K", "items": "2.02,9.01"], ["earnings", "filing"]),
            (["form": "8-K", "items": "5.02"], ["filing"]),
            (["form": "10-Q", "items": "2.02"], []),
        ] as [(JSONObject, [String])])
    func kinds(fields: JSONObject, expected: [String]) {
        let found = EventKind.all.filter { !$0.events(among: [event(1, fields)]).isEmpty }
        #expect(Set(found.map(\.name)) == Set(expected))
    }

    @Test("rows count what was known by each moment, in the order of publication")
    func rows() throws {
        func buy(_ seconds: Int64, _ shares: Double) -> PublishedEvent {
            event(
                seconds,
                ["code": "P", "security": "common", "shares": .number(shares), "price": 10])
        }
        let silent = event(30, ["code": "P", "security": "common"])
        let events = try kind("insider_buy").events(
            among: [buy(20, 3), silent, buy(10, 1), buy(20, 2)])
        let frame = EventKind.frame(events)
        #expect(frame.times.map { $0.nanoseconds / 1_000_000_000 } == [10, 20, 30])
        #expect(frame.times == frame.knownAt)
        #expect(frame["events"] == [1, 3, 4])
        #expect(frame["count"] == [1, 2, 1])
        #expect(frame["value"]?.prefix(2) == [10, 50])
        #expect(frame["value"]?.last?.isNaN == true)
    }

    @Test("a member's trade counts with the middle of its range")
    func amounts() throws {
        let trade = event(
            1, ["chamber": "house", "type": "purchase", "amount_low": 1_001, "amount_high": 15_000])
        let open = event(2, ["chamber": "house", "type": "purchase", "amount_low": 50_000_000])
        let amounts = try kind("house_buy").events(among: [trade, open]).map(\.amount)
        #expect(amounts == [8_000.5, 50_000_000])
    }
}
