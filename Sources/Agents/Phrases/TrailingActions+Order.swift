/// Puts each action in front of its condition, entries first, as the grammar reads them.
extension TrailingActions {
    /// "For SPY:" or "TSLA when" in front of the first condition.
    func lead() -> (symbol: Range<Int>, end: Int)? {
        var index = 0
        while ["for", "on", "with", "trade", "trading", "in"].contains(key(index)) { index += 1 }
        guard let symbol = symbol(at: index) else { return nil }
        index = symbol.upperBound
        while [",", ":"].contains(key(index)) { index += 1 }
        return (symbol, index)
    }

    /// The sentence with each action in front of its condition and entries first; nothing where it
    /// is not made of such clauses.
    static func reworded(_ tokens: [Token], _ catalogue: SymbolCatalogue) -> [Token]? {
        let text = TrailingActions(tokens, catalogue)
        let lead = text.lead()
        var start = lead?.end ?? 0
        var clauses: [Clause] = []
        while start < tokens.count, let clause = text.clause(from: start) {
            clauses.append(clause)
            start = clause.end
        }
        guard clauses.contains(where: \.isSure),
            let symbol = lead?.symbol ?? clauses.compactMap(\.symbol).first
        else { return nil }
        return text.written(clauses, symbol, rest: start)
    }

    private func written(_ clauses: [Clause], _ symbol: Range<Int>, rest: Int) -> [Token]? {
        let range = tokens.covered
        func words(_ text: String) -> [Token] {
            text.split(separator: " ").map { part in
                let isMark = part == ","
                return Token(
                    kind: isMark ? .mark(",") : .word(String(part)), range: range)
            }
        }
        var said: [(action: SentenceParser.Action, tokens: [Token])] = []
        var before: [Token] = []
        for clause in clauses {
            guard let condition = completed(Array(tokens[clause.condition]), by: before) else {
                return nil
            }
            let filter = clause.filter.map { words("and") + tokens[$0] } ?? []
            said.append((clause.action, condition + filter))
            before = condition
        }
        let actions = said.map(\.action)
        if actions.allSatisfy({ $0 == .sell }) {
            // Cash at times is the symbol at all others.
            guard said.count == 1, let other = reversed(said[0].tokens, words),
                tokens[clauses[0].condition.upperBound..<clauses[0].end]
                    .contains(where: { $0.key == "cash" })
            else { return nil }
            return words("buy") + tokens[symbol] + words("when") + other + words(", sell when")
                + said[0].tokens + tokens[rest...]
        }
        let isShort = actions.contains(.short) && !actions.contains(.buy)
        var result: [Token] = []
        for rank in 0..<2 {
            for (action, condition) in said {
                let isEntry = action == .buy || action == .short || action == .hold
                guard isEntry == (rank == 0) else { continue }
                if !result.isEmpty { result += words(",") }
                switch action {
                case .buy, .hold: result += words("buy") + tokens[symbol]
                case .short: result += words("short") + tokens[symbol]
                case .cover: result += words("cover")
                case .sell: result += words(isShort ? "cover" : "sell")
                }
                let isAfter = condition.first?.key == "after"
                result += words(isAfter ? "" : "when") + condition
            }
        }
        return result + tokens[rest...]
    }

    /// The comparison that holds where another one does not.
    private func reversed(_ condition: [Token], _ words: (String) -> [Token]) -> [Token]? {
        let places = condition.indices.filter { Self.ways.contains(condition[$0].key) }
        let verbs = condition.filter { Self.verbs.contains($0.key) }.map(\.key)
        guard places.count == 1, let place = places.first, Set(verbs).isSubset(of: ["is", "are"]),
            !condition.contains(where: { ["and", "or", "not"].contains($0.key) })
        else { return nil }
        let isUp = ["above", "over", ">"].contains(condition[place].key)
        return condition[..<place] + words(isUp ? "at or below" : "at or above")
            + condition[(place + 1)...]
    }

    private static let moods: Set<String> = [
        "positive", "negative", "bullish", "bearish", "oversold", "overbought",
    ]

    /// A condition with what it leaves to the one before: "… , under 20", "… , above"; nothing
    /// where that compares several things, of which it may mean either.
    private func completed(_ condition: [Token], by before: [Token]) -> [Token]? {
        guard !before.isEmpty else { return condition }
        let condition = Array(condition.drop { ["back", "again"].contains($0.key) })
        guard let first = condition.first else { return before }
        // "If it goes down 5%, I sell": the price, whatever was compared before.
        if condition.contains(where: \.isPercentage), !before.contains(where: \.isPercentage) {
            return condition
        }
        if condition.count == 1, Self.moods.contains(first.key),
            let mood = before.firstIndex(where: { Self.moods.contains($0.key) })
        {
            return before[..<mood] + condition + before[(mood + 1)...]
        }
        guard let way = before.firstIndex(where: { Self.ways.contains($0.key) }), way > 0 else {
            return condition
        }
        let isLeft =
            Self.ways.contains(first.key) || Self.verbs.contains(first.key)
            || ["it", "they"].contains(first.key)
        guard !isLeft || before.count(where: { Self.ways.contains($0.key) }) == 1 else {
            return nil
        }
        let verb = before.firstIndex { Self.verbs.contains($0.key) } ?? way
        var result = condition
        if Self.ways.contains(first.key) {
            result = before[..<way] + condition
        } else if Self.verbs.contains(first.key) {
            result = before[..<min(verb, way)] + condition
        } else if ["it", "they"].contains(first.key), min(verb, way) > 0 {
            result = before[..<min(verb, way)] + Array(condition.dropFirst())
        }
        if let last = result.last, Self.ways.contains(last.key) || last.key == "it",
            condition.count <= 3
        {
            if last.key == "it" { result.removeLast() }
            result += before[(way + 1)...]
        }
        return result
    }
}
