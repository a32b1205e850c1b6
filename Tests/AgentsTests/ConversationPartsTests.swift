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

    @Test(
        "a number is changed by what it is now, and none is guessed",
        arguments: [
            ("change fast to 10", "its 10-bar simple average crosses above its 50-bar"),
            ("make the slow one 100", "its 20-bar simple average crosses above its 100-bar"),
            ("use the 30 day instead of the 20", "its 30-day simple average crosses above"),
            ("replace 50 with 200", "its 20-bar simple average crosses above its 200-bar"),
            ("make it 10 instead", "a length of 20 bars and a length of 50 bars: say which"),
            (
                "use 15 instead of the 21",
                "say which is to change, such as \"change the 20-bar average"
            ),
            ("set fast to 60", "the fast one has to be the shorter"),
        ])
    func numbers(line: String, part: String) {
        let (_, answers) = ConversationTests.talk([
            "Buy AAPL when its 20 sma crosses above its 50 sma", line,
        ])
        #expect(answers[1].contains(part), "\(answers[1])")
    }

    @Test(
        "a number is changed where it is meant and nowhere else",
        arguments: [
            (
                "Buy AAPL when its 20 day sma crosses above its 50 day sma, sell after 20 days",
                "change fast to 10", "10-day simple average crosses above", "when 20 days have"
            ),
            (
                "Buy AAPL when it drops 5% in 10 days, sell after 10 days", "change 10 to 20",
                "a return over 10 days", "a holding time of 10 days"
            ),
            (
                "Buy AAPL when it drops 5% in 10 days, sell after 20 days", "change 10 to 15",
                "its 15-day return", "when 20 days have"
            ),
            (
                "Buy AAPL when its 10 day average crosses above its 30 day average, sell after 10 "
                    + "days, 10% take profit", "change 10 to 15", "say which is to change",
                "\"change the 10-day average to 15\""
            ),
            (
                "Buy AAPL when RSI is below 30, 5% stop", "change 5% to 3%", "a stop loss of 3%",
                "RSI is below 30"
            ),
            (
                "Buy AAPL when its price drops 3% in 5 days, 10% take profit",
                "change the level to 4", "return is below -4%", "a profit target of 10%"
            ),
            (
                "Buy AAPL when its price drops 3% in 5 days, 3% target",
                "change the 3% level to 4", "return is below -4%", "a profit target of 3%"
            ),
            (
                "Buy AAPL when RSI is below 30 and the VIX is above 30, sell when RSI is above 60",
                "change 30 to 25", "say which is to change", "\"its 14-bar RSI is below 25\""
            ),
            (
                "Buy AAPL when RSI is below 30, sell when RSI is above 70", "change 30 to 80",
                "would end each position at once", "is above 70"
            ),
            (
                "buy and hold AAPL, stop loss 5%", "make it 8 instead", "a stop loss of 8%", "AAPL"
            ),
            (
                "Buy AAPL when RSI is below 30, stop loss 5%", "make it 8 instead",
                "a stop of 5%", "a level of 30"
            ),
            (
                "Buy AAPL when RSI is below 30, stop loss 5%", "change 5 to 8",
                "a stop loss of 8%", "below 30"
            ),
            (
                "Buy AAPL when it drops 5% in 10 days, sell when RSI is above 70",
                "make it 8 instead", "a level of 5%",
                "over 10 days"
            ),
        ])
    func meantNumber(sentence: String, line: String, part: String, other: String) {
        let (_, answers) = ConversationTests.talk([sentence, line])
        #expect(answers[1].contains(part) && answers[1].contains(other), "\(answers[1])")
    }

    @Test("the one number of a strategy is \"it\"")
    func onlyNumber() {
        let (_, answers) = ConversationTests.talk([
            "hold AAPL while it is above its 200-day average", "make it 100 instead",
            "change 100 to 150",
        ])
        #expect(answers[1].contains("its 100-day simple average"), "\(answers[1])")
        #expect(answers[2].contains("its 150-day simple average"), "\(answers[2])")
    }

    @Test(
        "what was paid in fees is told",
        arguments: [
            "how much did I pay in fees?", "what were the fees?", "total fees paid?",
            "how much went on commissions",
        ])
    func fees(line: String) {
        let (_, answers) = ConversationTests.talk(["golden cross on KO", line])
        #expect(answers[1].contains("osts"), "\(answers[1])")
    }

    @Test("of several levels none is guessed")
    func severalLevels() {
        let (_, answers) = ConversationTests.talk([
            "Buy AAPL when its RSI is below 30, sell above 70", "lower the level to 25",
        ])
        #expect(answers[1].contains("There are levels of 30 and 70"), "\(answers[1])")
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
