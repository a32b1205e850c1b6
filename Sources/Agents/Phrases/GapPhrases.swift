/// Opening gaps: "it gaps up 2%", "a 3% gap down", "its opening gap is above 1%".
extension SentenceParser {
    private static let verbs = PhraseTable(phrases: [
        "gaps", "gap", "gapped", "gapping", "opens", "has gapped", "is gapping",
    ])

    /// Consumes a day that opens away from the close before, and how far.
    mutating func gap() -> Condition? {
        let isNoun = accept("a", "an", "any")
        if !isNoun {
            skip("it", "price", "the", "stock")
            if let symbol = symbol() { subject = .symbol(symbol) }
        }
        let early = isNoun ? percentage() : nil
        guard accept(Self.verbs) != nil else { return nil }
        let verb = tokens[position - 1].key
        skip("by")
        let way: Direction
        if accept("up", "higher") {
            way = .up
        } else if accept("down", "lower") {
            way = .down
        } else {
            return nil
        }
        skip("by", "of", "more", "than", "at", "least", "over")
        let size = early ?? percentage()
        // "Opens higher" says as little as "opens".
        guard verb != "opens" || size != nil else { return nil }
        if let size, size <= 0 { return nil }
        draft.assume("a gap is the open over the close before, traded by the next order")
        let bound = (size ?? 0) * (way == .up ? 1 : -1)
        return .compare(
            .indicator(.openingGap, subject, nil), way, .number(bound), inclusive: false)
    }

    /// Consumes "opening gap".
    mutating func openingGap() -> Quantity? {
        guard accept(phrase: "opening gap") || accept(phrase: "overnight gap") else { return nil }
        return .indicator(.openingGap, subject, nil)
    }
}
