import Agents
import AlmanacCore
import StrategyLanguage
import Testing

@Suite(.serialized) struct PlannerTests {
    static let header =
        "# Requests and what is planned for them; record again with ALMANAC_RECORD=1."

    @Test("each request gives the recorded plan")
    func goldenPlans() {
        var rows = GoldenSentences.rows("requests.txt")
        #expect(rows.count >= 200)
        if GoldenSentences.isRecording {
            for index in rows.indices {
                rows[index].recorded = PlanGolden.report(rows[index].sentence)
            }
            GoldenSentences.record("requests.txt", rows, header: Self.header)
            return
        }
        for row in rows {
            #expect(PlanGolden.report(row.sentence) == row.recorded, "\(row.sentence)")
        }
    }

    @Test(
        "when an order fills and from when days count is said beside the plan",
        arguments: [
            (
                "buy AAPL when insiders buy, hold for 5 days",
                "the 5 days count from the last bar on which the entry condition held"
            ),
            (
                "buy MSFT every Monday when its RSI is below 60, sell on Friday",
                "orders fill a bar after the one that the calendar names"
            ),
        ])
    func moments(sentence: String, words: String) throws {
        let planned = try PlanGolden.planner.plan(sentence)
        let reading = try #require(planned.reading)
        #expect(reading.assumptions.contains { $0.hasPrefix(words) }, "\(reading.assumptions)")
        // At the close of the very bar nothing comes later.
        let close = try PlanGolden.planner.plan(sentence + ", at the close").reading
        let calendar = close?.assumptions.contains { $0.contains("that the calendar names") }
        #expect(calendar == false)
    }

    @Test(
        "a proposal takes no number from beside words that were not read",
        arguments: [
            ("Buy TSLA at $200", "$200"), ("buy AAPL when at least 3 insiders buy", "$3"),
            ("Either AAPL RSI below 30 or fnord, buy it", "ETH"),
        ])
    func proposals(sentence: String, nonsense: String) throws {
        let planned = try PlanGolden.planner.plan(sentence)
        let question = try #require(planned.plan.question)
        #expect(!question.contains(nonsense), "\(question)")
    }

    @Test("an average that lacks a length says so, and nothing else does")
    func lengths() throws {
        let missing = try PlanGolden.planner.plan("buy AAPL when it is above its average")
        #expect(missing.plan.question?.contains("an average needs a length") == true)
        let other = try PlanGolden.planner.plan("buy AAPL when its average analyst score rises")
        #expect(other.plan.question?.contains("an average needs a length") == false)
    }

    @Test("every strategy that is planned compiles")
    func plannedStrategiesCompile() throws {
        for row in GoldenSentences.rows("requests.txt") {
            guard let reading = try? PlanGolden.planner.plan(row.sentence).reading else { continue }
            do {
                let definition = try StrategyDefinition(json: reading.definition, name: "ask")
                try definition.requireValid()
                _ = try definition.compile(BoundParameters(definition.parameters, text: []))
            } catch {
                Issue.record("\(row.sentence): \(error)")
            }
        }
    }
}
