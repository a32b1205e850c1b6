/// What holds where the entry does not: "vice versa", "otherwise stay in cash"; and which sides
/// are traded.
extension SentenceParser {
    /// Consumes "vice versa" or "sell otherwise" between clauses.
    mutating func oppositeClause() -> Bool? {
        if draft.entry != nil, attempt({ $0.flatOtherwise() }) != nil {
            let end = draft.entry?.negated.map(SentenceDraft.Exit.condition)
            return store(end ?? .opposite, at: \.exit)
        }
        if let entry = draft.entry, draft.shortEntry == nil, draft.exit == nil,
            attempt({ $0.shortOtherwise() }) != nil, let short = entry.negated
        {
            draft.shortEntry = short
            return true
        }
        if draft.entry == nil, case .condition(let exit) = draft.exit,
            attempt({ $0.longOtherwise() }) != nil, let entry = exit.negated
        {
            draft.entry = entry
            return true
        }
        guard accept(phrase: "vice versa") || accept(phrase: "the other way round") else {
            return nil
        }
        return store(.opposite, at: draft.entry == nil ? \.shortExit : \.exit)
    }

    /// Consumes "unless it is below its 200-day average" behind what is bought or held.
    mutating func unlessClause(_ action: Action) -> Bool? {
        attempt { parser in
            guard action == .buy || action == .hold || action == .short, parser.accept("unless"),
                let found = parser.condition(), !found.isEvent, let entry = found.negated
            else { return nil }
            // "Unless A and B" may be "unless A, and only if B".
            if case .all = found { return nil }
            return parser.store(entry, for: action)
        }
    }

    /// What follows a sale: what was sold short is covered, and the sale then begins a short one;
    /// what is bought back is bought again.
    mutating func boughtBack(_ verb: String) -> Action {
        guard verb.hasPrefix("cover"), draft.entry == nil,
            case .condition(let sold)? = draft.exit
        else { return .buy }
        (draft.shortEntry, draft.exit, draft.saysSell) = (sold, nil, false)
        draft.saysShort = true
        return .cover
    }

    /// Where nothing but a short is open, what ends either side ends that one: "exit when …".
    func endingShort(_ action: Action, _ verb: String) -> Action {
        action == .sell && !(saysSelling && Self.selling.contains(verb))
            && draft.shortEntry != nil && tradesOnlyShorts ? .cover : action
    }

    /// Whether what ends a position is followed by when it does so: "…, sell above 65".
    func hasOwnCondition(_ action: Action) -> Bool {
        guard action == .sell || action == .cover else { return false }
        var probe = self
        (probe.isExit, probe.bias) = (true, .down)
        probe.object()
        if ["when", "if", "once", "whenever"].contains(probe.word()) { return true }
        _ = probe.accept(Self.introductions)
        return probe.condition() != nil
    }

    private static let flat = PhraseTable(phrases: [
        "flat", "cash", "in cash", "stay in cash", "hold cash", "stay flat", "be flat", "go flat",
        "be in cash", "go to cash", "out", "stay out", "sell", "sell it", "exit",
    ])

    /// Consumes "flat otherwise" or "otherwise stay in cash".
    private mutating func flatOtherwise() -> Bool? {
        if accept("otherwise") || accept("else") { return accept(Self.flat) }
        guard accept(Self.flat) != nil else { return nil }
        return accept("otherwise") ? true : nil
    }

    private static let shorted = PhraseTable(phrases: [
        "short", "short it", "go short", "be short", "sell short", "sell it short", "stay short",
    ])

    /// Consumes "short otherwise" or "else go short".
    private mutating func shortOtherwise() -> Bool? {
        if accept("otherwise") || accept("else") { return accept(Self.shorted) }
        guard accept(Self.shorted) != nil else { return nil }
        return accept("otherwise", "else") ? true : nil
    }

    private static let held = PhraseTable(phrases: [
        "long", "be long", "stay long", "stay in", "hold", "hold it", "own it", "keep it", "buy it",
        "be invested", "stay invested", "in", "be in it", "go long", "buy",
    ])

    /// Consumes "otherwise stay in" behind an exit.
    private mutating func longOtherwise() -> Bool? {
        guard accept("otherwise") || accept("else") else { return nil }
        return accept(Self.held)
    }

    mutating func bareOpposite() -> Bool? {
        guard accept("otherwise") else { return nil }
        skip("flat", "cash", "in", "stay", "be", "hold", "go", "to")
        return store(.opposite, at: \.exit)
    }

    private static let bothWays = PhraseTable(phrases: [
        "long and short", "long or short", "long short", "both ways", "in both directions",
        "both directions", "long as well as short", "both long and short", "on both sides",
    ])
    private static let longOnly = PhraseTable(phrases: [
        "long only", "only long", "no shorts", "no shorting", "without shorting", "never short",
    ])

    /// Consumes "long and short" and "long only".
    mutating func sidesClause() -> Bool? {
        skip("go", "goes", "trade", "trades", "trading")
        let isSlashed = attempt { parser -> Bool? in
            guard parser.accept("long"), parser.accept(mark: "/") || parser.accept(mark: "&") else {
                return nil
            }
            return parser.accept("short") ? true : nil
        }
        if isSlashed != nil || accept(Self.bothWays) != nil {
            draft.isLongAndShort = true
            return true
        }
        return accept(Self.longOnly)
    }
}
