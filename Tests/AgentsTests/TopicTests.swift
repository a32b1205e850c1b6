import Testing

@testable import Agents

/// The examples that answer words which were not read.
@Suite struct TopicTests {
    @Test("every example can be read", arguments: Refusal.topics.map(\.example))
    func readable(example: String) throws {
        let topic = try #require(Refusal.topics.first { $0.example == example })
        let sentence =
            topic.isWhole
            ? example
            : example.hasPrefix("when ")
                ? "buy SPX \(example), sell after 10 days"
                : "buy SPX when its RSI is below 30, sell above 60, \(example)"
        let planned = try PlanGolden.planner.plan(sentence)
        #expect(planned.reading != nil, "\(sentence): \(planned.plan.question ?? "")")
    }

    @Test(
        "what is not read is answered by how it is said",
        arguments: [
            ("buy AAPL when its volume goes bananas", "its volume is above 2 times its 20-day"),
            ("buy AAPL when the frobnicated insiders giggle", "when insiders buy"),
            ("buy AAPL when rsi is below 30, sell at the wiggly band", "lower Bollinger band"),
        ])
    func answered(sentence: String, part: String) throws {
        let question = try #require(try PlanGolden.planner.plan(sentence).plan.question)
        #expect(question.contains(part), "\(question)")
    }
}
