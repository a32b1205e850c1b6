/// Questions for counts and tables, which no fixed words begin.
extension Intent {
    /// "Wait, undo that": an order to take back or have again, behind words that say nothing.
    static func takenBack(_ words: [String]) -> Intent? {
        let bare = words.drop { interjections.contains($0) }.joined(separator: " ")
        guard let found = whole[bare], found == .undo || found == .redo else { return nil }
        return found
    }

    private static let interjections: Set = [
        "wait", "no", "ok", "okay", "hm", "hmm", "actually", "oh", "well", "sorry", "please", "nah",
        "nope", "uh", "um", "yeah", "then",
    ]

    /// What a question for trades of a kind, for how often it traded or for what each year gave
    /// asks, or an order to go back to the first strategy.
    static func counted(_ words: [String], _ tokens: [Token]) -> Intent? {
        if let table = tables[words.filter { !ofTables.contains($0) }.joined(separator: " ")] {
            return table
        }
        if isOfFrequency(words) { return .frequency }
        if isOfOriginal(words) { return .original }
        return TradeQuestion(tokens).map(Intent.tradeQuestion)
    }

    private static let ofTables: Set = [
        "show", "me", "the", "its", "what", "are", "were", "list", "and", "give", "please", "can",
        "you", "of", "it", "all", "did",
    ]

    private static let tables: [String: Intent] = [
        "yearly returns": .everyYear, "annual returns": .everyYear, "returns by year": .everyYear,
        "return by year": .everyYear, "returns per year": .everyYear,
        "yearly performance": .everyYear, "performance by year": .everyYear,
        "year by year": .everyYear, "returns year by year": .everyYear,
        "returns each year": .everyYear, "returns for each year": .everyYear,
        "monthly returns": .everyMonth, "returns by month": .everyMonth,
        "returns per month": .everyMonth, "monthly performance": .everyMonth,
        "month by month": .everyMonth, "performance by month": .everyMonth,
    ]

    /// Whether it is asked how often it traded, or why so often: "how often per year?".
    private static func isOfFrequency(_ words: [String]) -> Bool {
        let text = " " + words.joined(separator: " ") + " "
        let isOften = ["many", "few", "often", "rarely", "seldom", "frequently"]
            .contains(where: words.contains)
        if words.first == "why" {
            return isOften && words.contains { $0.hasPrefix("trad") }
        }
        let isRate = [" per year ", " a year ", " each year ", " every year ", " on average "]
            .contains(where: text.contains)
        return isOften && isRate && words.first == "how"
            && words.contains { $0.hasPrefix("trad") || $0 == "buy" || $0 == "sell" }
    }

    /// "Go back to the first one", "back to the original strategy".
    private static func isOfOriginal(_ words: [String]) -> Bool {
        let names: Set = ["first", "original", "initial", "beginning"]
        let others: Set = [
            "go", "back", "to", "return", "revert", "restore", "use", "switch", "take", "the",
            "please", "one", "1", "strategy", "version", "again", "very", "idea",
        ]
        return words.contains(where: names.contains)
            && ["go", "back", "return", "revert", "restore", "use", "switch"]
                .contains(words.first ?? "")
            && words.allSatisfy { names.contains($0) || others.contains($0) }
    }
}
