import Agents
import AlmanacCore
import Reporting

/// A plan for a person.
enum PlanText {
    /// The plan with its sources, cost and what is missing.
    static func text(_ planned: PlannedSentence, width: Int) -> String {
        let plan = planned.plan
        var text = ""
        func line(_ label: String, _ value: String) {
            text += TextLayout.paragraph("\(label): \(value)", width, first: "  ")
        }
        text += "Plan\n"
        line(
            "trades",
            plan.symbols.isEmpty ? "whatever is named there" : plan.symbols.joined(separator: ", "))
        line("strategy", "\(plan.strategy.family), \(plan.schedule)")
        for source in plan.sources {
            let cost = source.monthlyCost > 0 ? ", \(money(source.monthlyCost)) a month" : ""
            let filters =
                source.filters.isEmpty ? "" : ", " + source.filters.joined(separator: ", ")
            line("source", "\(source.name) (\(source.url), \(source.tier)\(cost)\(filters))")
        }
        var told: Set<String> = []
        for source in plan.sources {
            guard let terms = source.terms, told.insert(source.source).inserted else { continue }
            line("terms", "\(source.url): \(terms)")
        }
        line(
            "cost",
            plan.estimatedMonthlyCost == 0
                ? "nothing"
                : "\(money(plan.estimatedMonthlyCost)) a month while it is kept up to date")
        line("confidence", NumberText.fixed(plan.confidence, decimals: 2))
        for missing in plan.missing {
            line("missing", "\(missing.what); instead: \(missing.instead)")
        }
        if let question = plan.question { line("question", question) }
        return text
    }

    private static func money(_ amount: Double) -> String {
        "$" + NumberText.fixed(amount, decimals: 2)
    }
}
