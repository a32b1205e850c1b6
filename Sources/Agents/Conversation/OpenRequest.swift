import AlmanacCore

/// A sentence about a whole strategy that could not be planned yet, kept so that later turns
/// complete or correct it.
struct OpenRequest: Sendable, Equatable {
    /// What was asked, with what was said of it since.
    var text: String
    /// The words of it that were not read.
    var unread: [String]
    /// What is asked about it.
    var question: String
    /// A sentence that was proposed for it.
    var proposal: String?
    /// Whether it names what is to be traded.
    var namesSymbol: Bool

    init(_ text: String, _ planned: PlannedSentence) {
        self.text = text
        unread =
            planned.obstacle?.details["unread"]?.arrayValue?.compactMap(\.stringValue) ?? []
        let question = planned.plan.question ?? ""
        self.question = question
        let example = planned.obstacle?.details["example"]?.stringValue
        proposal = example.flatMap { question.contains($0) ? $0 : nil }
        namesSymbol = !planned.plan.symbols.isEmpty
    }
}
