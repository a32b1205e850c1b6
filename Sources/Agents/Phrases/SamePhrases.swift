/// What is said again by a pronoun: "that of PEP", "sell when it touches it", "when it is higher".
extension SentenceParser {
    /// Consumes "that of PEP" or "PEP's": the same number of another symbol.
    mutating func same(as left: Quantity) -> Quantity? {
        let isNamed = accept(phrase: "that of") || accept(phrase: "the one of")
        skip("the")
        guard let owner = symbol() else { return nil }
        if !isNamed {
            // "PEP" alone is its price.
            guard left.measure != .price, endsClause else { return nil }
        }
        let other = left.mapSubjects { _ in .symbol(owner) }
        return other == left ? nil : other
    }

    /// Consumes "touches it" in an exit: the line that the entry lies away from is reached.
    mutating func backAtLine() -> Condition? {
        guard isExit, let entry = bias == .down ? draft.entry : draft.shortEntry else { return nil }
        skip("it", "price", "the")
        guard let comparator = comparator(), comparator.kind == .reach,
            accept("it", "that", "again"), endsClause
        else { return nil }
        skip("again")
        let lines = entry.leaves.compactMap(\.sides).filter { side in
            if case .shifted(.average, _) = side.right { return true }
            return false
        }
        guard lines.count == 1, case .shifted(let line, _) = lines[0].right else { return nil }
        return .compare(lines[0].left, lines[0].direction.reversed, line, inclusive: true)
    }

    private static let ways = PhraseTable<Direction>([
        "is higher": .up, "is greater": .up, "is larger": .up, "is bigger": .up, "higher": .up,
        "gets higher": .up, "becomes higher": .up,
        "is lower": .down, "is less": .down, "is smaller": .down, "lower": .down,
        "gets lower": .down, "becomes lower": .down,
    ])

    /// Consumes "it is higher" in an exit of what was lower.
    mutating func wayBack() -> Direction? {
        attempt { parser in
            guard let way = parser.accept(Self.ways), parser.endsClause else { return nil }
            return way
        }
    }
}
