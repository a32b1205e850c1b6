import Agents
import AlmanacCore

/// What the planner makes of a sentence, as lines for a person to review.
enum PlanGolden {
    static let planner = Planner()

    static func report(_ sentence: String) -> String {
        do {
            return lines(try planner.plan(sentence)).joined(separator: "\n")
        } catch {
            let reason = error.details["reason"]?.stringValue ?? "none"
            return "refused: \(error.kind.rawValue) \(reason)"
        }
    }

    private static func lines(_ planned: PlannedSentence) -> [String] {
        let plan = planned.plan
        var lines = ["symbols: \(plan.symbols.joined(separator: " "))"]
        for source in plan.sources where !source.name.contains("prices of") {
            let filters =
                source.filters.isEmpty ? "" : " [\(source.filters.joined(separator: ", "))]"
            lines.append("source: \(source.url) \(source.tier)\(filters)")
        }
        lines.append("schedule: \(plan.schedule)")
        let parameters = plan.strategy.parameters.members.map { "\($0.key)=\($0.value.text())" }
        lines.append(
            "strategy: \(([plan.strategy.family] + parameters).joined(separator: " "))")
        lines.append("confidence: \(plan.confidence)")
        if let reading = planned.reading { lines.append("understood: \(reading.understood)") }
        if let question = plan.question { lines.append("question: \(question)") }
        return lines
    }
}
