import Agents
import AlmanacCore
import Testing

/// What a talk changes by the name of its part, and what it tells of single orders.
@Suite struct ConversationPartsTests {
    @Test(
        "what a strategy has one of is changed by its name",
        arguments: [
            ("set the exit to 60", "is above 60"), ("lower the level to 25", "is below 25"),
            ("raise the entry level to 35", "is below 35"),
            ("only trade on Mondays", "it is Monday"),
            ("use a tighter stop", "such as \"3% stop\"; it is 5% now"),
            ("use a bigger target", "there is none now"),
            ("lower the level to 45", "The level is 30 now"),
        ])
    func namedParts(line: String, part: String) {
        let (_, answers) = ConversationTests.talk([
            "Buy AAPL when its RSI is below 30, 5% stop", line,
        ])
        #expect(answers[1].contains(part), "\(answers[1])")
    }

    @Test("of several levels none is guessed")
    func severalLevels() {
        let (_, answers) = ConversationTests.talk([
            "Buy AAPL when its RSI is below 30, sell above 70", "lower the level to 25",
        ])
        #expect(answers[1].contains("There are levels at 30 and 70"), "\(answers[1])")
    }

    @Test("an answer tells the values of what held, and of alternatives those that did")
    func reasons() throws {
        let reading = try #require(
            try Planner().plan(
                "buy AAPL when its RSI is below 30 or it falls 5% in 3 days, sell above 70"
            ).reading)
        let reasons = reading.reasons
        #expect(reasons.names.count >= 6)
        #expect(reading.definition["code"]?.stringValue.map { reasons.code != $0 } == true)
        func columns(_ truths: [Double]) -> [String: [Double]] {
            var truths = truths.makeIterator()
            return Dictionary(
                uniqueKeysWithValues: reasons.names.map { name in
                    let isSide = name.hasPrefix("reason_side")
                    return (name, isSide ? [31.5, 29.25] : [0, truths.next() ?? 0])
                })
        }
        let one = reasons.words(of: "entries", at: 1, in: columns([1, 0, 0]))
        #expect(
            one == "its 14-bar RSI 29.25 was below 30 (on the bar before 31.50)", "\(one ?? "")")
        #expect(reasons.words(of: "entries", at: 1, in: columns([0, 0, 0])) == nil)
        let both = reasons.words(of: "entries", at: 1, in: columns([1, 1, 0]))
        #expect(both?.contains(" and its 3-day return ") == true, "\(both ?? "")")
        #expect(reasons.words(of: "short_entries", at: 1, in: columns([1, 1, 1])) == nil)
    }
}
