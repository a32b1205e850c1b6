import Agents
import AlmanacCore
import Testing

/// Days that open away from the close before.
@Suite struct GapTests {
    @Test(
        "a gap is the open over the close before",
        arguments: [
            (
                "buy SPY when it gaps down more than 1%, sell after 3 days",
                "Buys SPY when its opening gap is below -1%, sells when 3 days"
            ),
            (
                "short TSLA after a gap up of 5%, cover after 2 days",
                "Shorts TSLA when its opening gap is above 5%, covers when 2 days"
            ),
            (
                "buy SPY on a 2% gap down, sell when it is above its 5 day average",
                "opening gap is below -2%, sells when its price is above its 5-day"
            ),
            (
                "buy TSLA when SPY opens down 2%, hold for 5 days",
                "SPY's opening gap is below -2%, sells when 5 days"
            ),
        ])
    func gaps(sentence: String, part: String) throws {
        let planned = try Planner().plan(sentence)
        let reading = try #require(planned.reading, "\(planned.plan.question ?? "")")
        #expect(reading.understood.contains(part), "\(reading.understood)")
        let code = reading.definition["code"]?.stringValue ?? ""
        #expect(code.contains("open / ") && code.contains(".shift(1) - 1"), "\(code)")
        #expect(reading.assumptions.contains { $0.hasPrefix("a gap is the open") })
        let again = try Planner().plan(reading.understood).reading
        #expect(again?.definition["code"]?.stringValue == code)
    }

    @Test("a gap of what has no opens is refused, and one without an end is asked about")
    func refusals() throws {
        #expect(throws: AlmanacError.self) {
            let planned = try Planner().plan("buy KO when it gaps up 2%, sell after 3 days")
            if let obstacle = planned.obstacle { throw obstacle }
        }
        #expect(try Planner().plan("buy TSLA when it gaps up").reading == nil)
    }
}
