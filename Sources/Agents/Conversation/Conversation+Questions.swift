import AlmanacCore

/// Questions that a talk has no answer to.
extension Conversation {
    /// Says that a question cannot be answered and what can be; nothing where the words ask none.
    func unanswerable(_ text: String) -> String? {
        guard Self.isQuestion(text) else { return nil }
        guard current != nil else {
            return "That cannot be answered here. Say what to trade and when, such as "
                + "\"\(Refusal.firstExample)\"; \"help\" lists what can be said and asked."
        }
        return "That cannot be answered here: a talk is about one strategy, its run and the words "
            + "of its report. Ask for example \"how did it do?\", \"why did it buy?\", \"what is "
            + "its Sharpe ratio?\" or \"what data does it use?\"; \"help\" lists the rest."
    }

    /// A question about what was meant, with what can be changed where there is a strategy: nothing
    /// is proposed in its place that nobody asked for.
    func unanswered(_ question: String, _ problem: AlmanacError?) -> String {
        guard let now = current else { return question }
        var text = question
        if let problem, let proposal = problem.suggestion, Refusal.isInvented(proposal) {
            var bare = problem
            bare.suggestion = nil
            text = bare.spoken
        }
        let symbol = now.reading.symbols.first?.symbol == "MSFT" ? "AAPL" : "MSFT"
        return text + " Or change the strategy: \"try \(symbol)\", \"use weekly\", "
            + "\"add a 5% stop\", \"undo\"; \"help\" lists more."
    }

    private static func isQuestion(_ text: String) -> Bool {
        let words = Tokenizer.tokens(of: text).map(\.key)
        return words.last == "?" || words.first.map(openings.contains) ?? false
    }

    private static let openings: Set = [
        "what", "how", "who", "whom", "whose", "why", "when", "where", "which", "is", "are", "was",
        "were", "does", "did", "do", "can", "could", "has", "have", "will", "would", "tell",
        "whats", "hows", "whos",
    ]
}
