/// Other ideas for the same symbol: "use MACD instead", "switch to a 20-day breakout".
extension SentenceParser {
    /// Consumes the name of a strategy without a symbol: it takes the place of the entry and of
    /// what followed from it; stops, costs, the period and filters that were added stay.
    mutating func changedIdea() -> Conversation.Change? {
        guard draft.template == nil, let symbol = draft.traded.first, let old = draft.entry,
            let idea = idea(for: symbol), let entry = idea.entry
        else { return nil }
        var changed = draft
        changed.entry = entry
        changed.exit = idea.exit ?? timeAlone
        (changed.shortEntry, changed.shortExit) = (nil, nil)
        changed.isLongAndShort = draft.isLongAndShort || draft.shortEntry != nil
        changed.isNamed = true
        if case .all(let parts) = old, draft.addedFilters > 0 {
            if changed.exit == nil, let implied = ImpliedExit.exit(for: entry, isLong: true) {
                changed.exit = .condition(implied.condition)
            }
            var own = [entry]
            if case .all(let several) = entry { own = several }
            changed.entry = .all(own + parts.suffix(draft.addedFilters))
        }
        changed.assumptions = draft.assumptions.filter(Self.isOfSettings) + idea.assumptions
        draft = changed
        return .logic
    }

    /// An exit after a time, which no idea of the entry brought.
    private var timeAlone: SentenceDraft.Exit? {
        guard case .condition(.elapsed) = draft.exit else { return nil }
        return draft.exit
    }

    private static func isOfSettings(_ assumption: String) -> Bool {
        assumption.contains("without a number") || assumption.hasSuffix("is the cash to start with")
    }

    /// Consumes a strategy's name, or what to trade on, and gives what it stands for.
    private mutating func idea(for symbol: String) -> SentenceDraft? {
        if accept("replace", "swap") {
            // What is replaced says nothing itself.
            let joint = tokens[position...].prefix(8).firstIndex {
                ["with", "by", "for"].contains($0.key)
            }
            guard let joint else { return nil }
            position = joint + 1
        } else {
            skip(
                "use", "try", "switch", "make", "go", "change", "do", "take", "turn", "it", "to",
                "into", "with", "for", "the", "back", "run", "trade", "on", "test", "i", "we",
                "you",
                "used", "had", "traded", "tried")
        }
        skipArticles()
        let rest = Array(tokens[min(position, tokens.count)...])
        guard !rest.isEmpty else { return nil }
        var named = SentenceParser(tokens: rest, catalogue: catalogue)
        if named.strategyClause() != nil, named.draft.isNamed, named.draft.traded.isEmpty,
            named.draft.template == nil
        {
            position += named.position
            return named.draft
        }
        // "Use news instead": the same as "trade AAPL on news".
        let start: [Token.Kind] = [.word("trade"), .cashtag(symbol), .word("on")]
        let head = start.map { Token(kind: $0, range: 0..<0) }
        var signal = SentenceParser(tokens: head + rest, catalogue: catalogue)
        guard signal.strategyClause() != nil, signal.draft.isNamed,
            signal.draft.traded == [symbol], signal.position > head.count
        else { return nil }
        position += signal.position - head.count
        return signal.draft
    }
}
