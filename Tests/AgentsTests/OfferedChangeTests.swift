import Agents
import Foundation
import Testing

/// What a talk offers in place of a change that is unclear: said as it is offered, it changes the
/// strategy.
@Suite struct OfferedChangeTests {
    private static let strategies = [
        "Buy AAPL when RSI is below 30 and its 5 day return is below -3%, 8% target",
        "Buy AAPL when its 10 day average crosses above its 30 day average, sell after 10 days, "
            + "10% take profit",
        "Buy AAPL when its price drops 5% in 5 days, 5% stop, 5% target",
        "Buy AAPL when RSI is below 30 and the VIX is above 30, sell when RSI is above 60",
        "Buy AAPL when it closes up 3 days in a row, 5% trailing stop, use 50% of equity",
        "Buy AAPL when its 10 day return is above 4% and its price is above its 10 day average, "
            + "hold for 10 days, 4% stop",
    ]
    private static let requests = [
        "change the level to 4", "change 5 to 7", "change 10 to 15", "change 5% to 7%",
        "make it more positive", "make it 4 instead", "change 30 to 25", "set the level to 40",
        "change 4% to 6%", "change 99 to 12", "use 3 instead of 4",
    ]

    private static func offer(in answer: String) -> String? {
        guard let start = answer.range(of: "such as \"")?.upperBound else { return nil }
        return answer[start...].firstIndex(of: "\"").map { String(answer[start..<$0]) }
    }

    @Test("what is offered can be said and changes something")
    func offers() {
        var offers = 0
        for strategy in Self.strategies {
            for request in Self.requests {
                let (_, answers) = ConversationTests.talk([strategy, request])
                guard let offer = Self.offer(in: answers[1]) else { continue }
                offers += 1
                let (_, next) = ConversationTests.talk([strategy, request, offer])
                #expect(
                    next[2].hasPrefix("v"),
                    "\(strategy) | \(request) | \(answers[1]) | \(next[2])")
            }
        }
        #expect(offers > 20)
    }
}
