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
