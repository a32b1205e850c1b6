import Agents
import Testing

/// What a talk changes about a portfolio, and what its sentence says.
@Suite struct PortfolioTalkTests {
    @Test("each change of a portfolio keeps what was not named")
    func changes() throws {
        var talk = Conversation(planner: PlanGolden.planner)
        let turns = [
            (
                "hold 60/40 SPY and TLT rebalanced quarterly since 2010",
                "Holds 60% SPY and 40% TLT, rebalanced quarterly, since 2010-01-01."
            ),
            ("70/30", "Holds 70% SPY and 30% TLT, rebalanced quarterly, since 2010-01-01."),
            ("make it monthly", "Holds 70% SPY and 30% TLT, rebalanced monthly, since 2010-01-01."),
            (
                "make it 80% SPY and 20% TLT",
                "Holds 80% SPY and 20% TLT, rebalanced monthly, since 2010-01-01."
            ),
            (
                "swap TLT for GLD",
                "Holds 80% SPY and 20% GLD, rebalanced monthly, since 2010-01-01."
            ),
            (
                "equal weights",
                "Holds SPY and GLD at equal weights, rebalanced monthly, since 2010-01-01."
            ),
            (
                "add QQQ",
                "Holds SPY, GLD and QQQ at equal weights, rebalanced monthly, since 2010-01-01."
            ),
            (
                "drop GLD",
                "Holds SPY and QQQ at equal weights, rebalanced monthly, since 2010-01-01."
            ),
            (
                "use MSFT instead of QQQ",
                "Holds SPY and MSFT at equal weights, rebalanced monthly, since 2010-01-01."
            ),
        ]
        for (said, understood) in turns {
            guard case .run(let version) = talk.hear(said) else {
                Issue.record("\(said) is not read")
                return
            }
            #expect(version.reading.understood == understood, "\(said)")
        }
        guard case .say(let answer) = talk.hear("add a 5% stop") else {
            Issue.record("a portfolio has no stop")
            return
        }
        #expect(answer.hasPrefix("Weights of several symbols cannot be combined with a stop"))
    }

    @Test(
        "dates, cash and costs are said",
        arguments: [
            (
                "60% SPX 40% JNJ, 100000 start, 10 bp fees",
                "Holds 60% SPX and 40% JNJ, rebalanced monthly, starting with $100,000, "
                    + "with fees of 0.1%."
            ),
            (
                "hold SPX and KO 50% each since 2010",
                "Holds 50% SPX and 50% KO, rebalanced monthly, since 2010-01-01."
            ),
        ])
    func settings(sentence: String, understood: String) throws {
        let reading = try #require(try PlanGolden.planner.plan(sentence).reading)
        #expect(reading.understood == understood)
        #expect(try PlanGolden.planner.plan(understood).reading?.understood == understood)
    }
}
