package import AlmanacCore

/// What a model answered to a request, as the checks accepted it.
///
/// Kept, the same words are read the same again, whatever the model would answer by then, and
/// without asking it. It is checked again when it is read.
package struct ModelAnswers: Sendable, Equatable {
    /// What data the request needs.
    package var plan: JSON
    /// The strategy; nothing where the plan is a question or says that it cannot be done.
    package var strategy: JSON?
    /// How often an answer was sent back before it was accepted.
    package var corrections: Int

    /// Makes answers.
    package init(plan: JSON, strategy: JSON? = nil, corrections: Int = 0) {
        (self.plan, self.strategy, self.corrections) = (plan, strategy, corrections)
    }

    /// Reads what ``json`` wrote; nothing where it is none.
    package init?(json: JSON) {
        guard let plan = json["plan"], plan.objectValue != nil else { return nil }
        self.plan = plan
        strategy = json["strategy"].flatMap { $0.objectValue == nil ? nil : $0 }
        corrections = max(0, min(json["corrections"]?.intValue ?? 0, 100))
    }

    /// The answers as a document.
    package var json: JSON {
        ["plan": plan, "strategy": strategy ?? .null, "corrections": .integer(corrections)]
    }
}
