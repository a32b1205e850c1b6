/// The verbs and prepositions that relate two quantities.
struct Comparator: Equatable, Sendable {
    var kind: Kind
    /// Above or below; nothing where the words leave it open ("crosses", "hits").
    var direction: Direction?
    var isInclusive = false
    /// Whether the words say that this undoes an earlier move ("crosses back").
    var isBack = false

    enum Kind: Equatable, Sendable { case level, cross, reach }

    /// The comparator that holds where this one does not.
    var negated: Comparator {
        Comparator(kind: kind, direction: direction?.reversed, isInclusive: !isInclusive)
    }
}

extension SentenceParser {
    private static let above = PhraseTable<Comparator>([
        "above": level(.up), "over": level(.up), "greater than": level(.up),
        "higher than": level(.up), "more than": level(.up), "bigger than": level(.up),
        "larger than": level(.up), "at least": level(.up, inclusive: true),
        "at or above": level(.up, inclusive: true), "no less than": level(.up, inclusive: true),
        "greater than or equal to": level(.up, inclusive: true),
        "below": level(.down), "under": level(.down), "less than": level(.down),
        "lower than": level(.down), "smaller than": level(.down), "beneath": level(.down),
        "underneath": level(.down), "fewer than": level(.down),
        "at most": level(.down, inclusive: true), "at or below": level(.down, inclusive: true),
        "no more than": level(.down, inclusive: true),
        "less than or equal to": level(.down, inclusive: true),
        "outside above": level(.up), "outside below": level(.down),
    ])

    private static func level(_ direction: Direction, inclusive: Bool = false) -> Comparator {
        Comparator(kind: .level, direction: direction, isInclusive: inclusive)
    }

    private static let levelVerbs = PhraseTable<Direction>([
        "exceeds": .up, "exceed": .up, "exceeded": .up, "tops": .up, "topped": .up,
    ])

    private static let stateVerbs = PhraseTable(phrases: [
        "is", "are", "was", "were", "be", "being", "stays", "stay", "stayed", "remains", "remain",
        "trades", "trade", "trading", "traded", "closes", "close", "closed", "closing", "sits",
        "sit", "holds", "ends", "finishes", "lies", "stands", "is trading", "is still", "has been",
        "been",
        "are still", "moves and closes", "has closed",
    ])

    private static let moveVerbs = PhraseTable<Direction?>([
        "cross": nil, "crosses": nil, "crossed": nil, "crossing": nil, "cuts": nil, "cut": nil,
        "goes": nil, "go": nil, "went": nil, "gets": nil, "get": nil, "moves": nil, "move": nil,
        "moved": nil, "breaks": nil, "break": nil, "broke": nil, "breaking": nil, "passes": nil,
        "pass": nil, "comes": nil, "turns": nil, "turn": nil, "turned": nil, "returns": nil,
        "pushes": nil, "pierces": nil, "crossover": nil, "breakout": nil, "swings": nil,
        "rises": .up, "rise": .up, "rose": .up, "rising": .up, "climbs": .up, "climb": .up,
        "climbed": .up, "jumps": .up, "jump": .up, "jumped": .up, "rallies": .up, "recovers": .up,
        "falls": .down, "fall": .down, "fell": .down, "falling": .down, "drops": .down,
        "drop": .down, "dropped": .down, "dips": .down, "dip": .down, "dipped": .down,
        "sinks": .down, "slips": .down, "declines": .down, "decline": .down, "slides": .down,
        "is crossing": nil, "has crossed": nil, "have crossed": nil, "is rising": .up,
        "is falling": .down, "crosses and closes": nil,
    ])

    private static let waysUp = PhraseTable(phrases: [
        "above", "over", "up through", "up above", "up over", "upwards through",
        "upward through", "to above", "past", "up past", "from below", "higher than",
        "out above", "up",
    ])
    private static let waysDown = PhraseTable(phrases: [
        "below", "under", "beneath", "underneath", "down through", "down below", "down under",
        "downwards through", "downward through", "to below", "from above", "lower than",
        "out below", "down",
    ])

    private static let reachVerbs = PhraseTable(phrases: [
        "hits", "hit", "reaches", "reach", "reached", "touches", "touch", "touched", "makes",
        "make", "made", "sets", "set", "tags", "prints", "is at", "closes at", "trades at",
        "hits or exceeds", "gets to", "get to", "comes to", "goes to", "gets back to",
        "is back to", "is back at", "comes back to", "goes back to", "returns to",
    ])

    /// Consumes the words between two quantities: "is above", "crosses back below", "hits", ">".
    mutating func comparator() -> Comparator? {
        skip("then", "first", "has", "have", "just", "also", "again")
        return first([
            { $0.symbolicComparator() },
            { parser in parser.accept(Self.levelVerbs).map { SentenceParser.level($0) } },
            { parser in
                guard parser.accept(Self.stateVerbs) != nil else { return nil }
                let closes = parser.tokens[parser.position - 1].key.hasPrefix("clos")
                let isNegated = parser.accept("not")
                let isBack = parser.accept("back")
                guard var found = parser.accept(Self.above) else { return nil }
                found.isBack = isBack
                // What closes back above a level was below it before.
                if isBack, closes, !parser.isExit { found.kind = .cross }
                return isNegated ? found.negated : found
            },
            { $0.moveComparator() },
            { parser in
                guard parser.accept(Self.reachVerbs) != nil else { return nil }
                // "Made 5%" is a profit.
                if parser.token()?.isPercentage == true,
                    ["make", "makes", "made"].contains(parser.tokens[parser.position - 1].key)
                {
                    return nil
                }
                // To a line that moves an entry may come from either side.
                if parser.tokens[parser.position - 1].key == "to", !parser.isExit,
                    parser.token()?.isNumber != true
                {
                    return nil
                }
                return Comparator(kind: .reach)
            },
            { $0.accept(Self.above) },
        ])
    }

    private mutating func symbolicComparator() -> Comparator? {
        let direction: Direction
        if accept(mark: ">") {
            direction = .up
        } else if accept(mark: "<") {
            direction = .down
        } else {
            return nil
        }
        return SentenceParser.level(direction, inclusive: accept(mark: "="))
    }

    private mutating func moveComparator() -> Comparator? {
        var probe = self
        if let way = probe.accept(Self.moveVerbs), way == nil {
            // "Gets to 60" is how a level is reached.
            probe.skip("back")
            if probe.word() == "to", !["above", "below"].contains(probe.word(1)) { return nil }
        }
        guard let verb = accept(Self.moveVerbs) else { return nil }
        var found = Comparator(kind: .cross, direction: verb)
        found.isBack = accept("back")
        // A percentage behind the verb belongs to another phrase ("falls 5% below").
        if token()?.isPercentage == true { return nil }
        if accept(Self.waysUp) != nil {
            if verb == .down { return nil }
            found.direction = .up
        } else if accept(Self.waysDown) != nil {
            if verb == .up { return nil }
            found.direction = .down
        } else if verb != nil {
            // "rises to 70": without a preposition the verb says how the level is reached.
            guard accept("to", "through") else { return nil }
            if found.direction != nil, tokens[position - 1].key == "to" { found.isInclusive = true }
        } else {
            skip("through", "out", "of", "with")
        }
        // "Goes down 5%" is a move of that size, no level.
        if token()?.isPercentage == true, ["up", "down"].contains(tokens[position - 1].key) {
            return nil
        }
        if found.isBack == false { found.isBack = accept("again") }
        return found
    }
}

extension Token {
    /// Whether this is a percentage.
    var isPercentage: Bool { if case .number(_, .percent) = kind { true } else { false } }
}
