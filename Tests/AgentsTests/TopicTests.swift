import Agents
import Testing

/// The examples that answer words which were not read.
@Suite struct TopicTests {
    /// The examples of a question, without the quotation marks inside them.
    private static func examples(_ question: String) -> [String] {
        guard let start = question.firstRange(of: "in words such as these: \"") else { return [] }
        return question[start.upperBound...].dropLast(2).split(separator: "\" or \"").map(
            String.init)
    }

    @Test(
        "every example that a question gives can be read",
        arguments: [
            "trail", "atrs", "sl", "tp", "rotates", "pairs", "allocation", "hist", "overbought",
            "bands", "sloping", "sigmas", "volume", "gapping", "drawdown", "averages", "volatile",
            "consecutive", "channel", "breakdown", "performance", "dips", "fear", "insiders",
            "senators", "results", "hype", "tweets", "headlines", "expensive", "dividends",
            "inverted", "trends", "ratio", "weekday", "seasonal", "holding", "commissions",
            "slippage", "capital", "sized", "period",
        ])
    func readable(word: String) throws {
        let asked = "buy SPX when the frobnicated \(word) wiggles oddly"
        guard let question = (try? PlanGolden.planner.plan(asked))?.plan.question else { return }
        for example in Self.examples(question) {
            let parts = [
                example, "buy SPX \(example), sell after 10 days",
                "buy SPX when its RSI is below 30, sell above 60, \(example)",
            ]
            let isRead = parts.contains { (try? PlanGolden.planner.plan($0))?.reading != nil }
            #expect(isRead, "\(example)")
        }
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
        #expect(!Self.examples(question).isEmpty)
    }
}
