/// Conditions of the first sentence that are taken away by what they compare: "drop the RSI exit".
extension SentenceParser {
    /// A condition that can be taken away.
    private struct Removable {
        var condition: Condition
        var isExit: Bool
        var path: WritableKeyPath<SentenceDraft, Condition?>
        /// Whether nothing else of its kind would be left.
        var isLast: Bool
    }

    /// Which condition is meant.
    private enum Meant {
        case one(Removable)
        case several([Removable])
        /// The last of its kind, without which the strategy would say too little.
        case last(Removable)
    }

    /// Consumes "drop the RSI exit", "remove the time limit", "without the trend filter".
    mutating func removedCondition() -> Conversation.Change? {
        guard case .one(let part)? = meantCondition() else { return nil }
        let before = draft
        if !part.isExit {
            keepExit(before)
            if case .any(let several)? = before[keyPath: part.path] {
                draft[keyPath: part.path] = .disjunction(several.filter { $0 != part.condition })
                return .logic
            }
            let rest = Self.parts(before[keyPath: part.path]).filter { $0 != part.condition }
            draft[keyPath: part.path] = .conjunction(rest)
            let wasAdded =
                Self.parts(before[keyPath: part.path]).suffix(draft.addedFilters)
                .contains(part.condition)
            if wasAdded { draft.addedFilters -= 1 }
            return .logic
        }
        keepExit(before)
        let rest = Self.alternatives(draft[keyPath: part.path]).filter { $0 != part.condition }
        draft[keyPath: part.path] = rest.isEmpty ? nil : .disjunction(rest)
        if rest.isEmpty, draft.stopLoss != nil { draft.exitsByStopsOnly = true }
        return .logic
    }

    /// Consumes the same where several conditions are called so, or where nothing else would begin
    /// or end positions, and says which there are.
    mutating func severalParts() -> String? {
        let wording = Wording(traded: draft.traded.first ?? "")
        switch meantCondition() {
        case .several(let parts):
            let clauses = parts.map { part in
                (part.isExit ? "the exit" : "the condition")
                    + " \"\(wording.clause(part.condition))\""
            }
            return "That may be \(clauses.joined(separator: " or ")): say which is to go, by a "
                + "word that the other has not."
        case .last(let part):
            let clause = wording.clause(part.condition).replacing(
                " since the last entry signal", with: "")
            guard part.isExit else {
                return "Nothing else says when to begin a position than \"\(clause)\": say what "
                    + "takes its place, such as \"buy when its RSI is below 30 instead\"."
            }
            return "Nothing else would end its positions than \"\(clause)\": say what takes its "
                + "place, such as \"hold for 10 days\" or \"sell when its RSI is above 70\"."
        default: return nil
        }
    }

    /// The conditions that all have to hold.
    private static func parts(_ condition: Condition?) -> [Condition] {
        if case .all(let parts)? = condition { parts } else { [condition].compactMap { $0 } }
    }

    /// The conditions of which one is enough.
    private static func alternatives(_ condition: Condition?) -> [Condition] {
        if case .any(let parts)? = condition { parts } else { [condition].compactMap { $0 } }
    }

    private static let exits: Set = ["exit", "exits"]
    private static let entries: Set = [
        "filter", "entry", "condition", "requirement", "rule", "trigger", "filters",
    ]
    private static let nothings: Set = [
        "the", "a", "an", "any", "my", "that", "this", "its", "thing", "part", "one", "again",
        "clause", "bit", "by", "on", "of", "for", "at", "condition", "rule", "limit", "stop",
        "requirement", "trigger", "with", "based",
    ]
    /// What people call the parts of conditions, by words that stand in their clauses.
    private static let synonyms: [String: [String]] = [
        "sma": ["average"], "ma": ["average"], "ema": ["average"], "averages": ["average"],
        "vol": ["volatility"], "momentum": ["return"], "trend": ["average"],
        "time": ["passed"], "holding": ["passed"], "hold": ["passed"], "period": ["passed"],
        "days": ["days", "day", "passed"], "calendar": ["month", "monday", "friday"],
        "seasonal": ["month"], "band": ["band"], "bands": ["band"], "stochastics": ["stochastic"],
        "breakout": ["high"], "news": ["headlines"], "streak": ["row"],
    ]

    private mutating func meantCondition() -> Meant? {
        guard draft.template == nil, accept(anyOf: Self.removing) else { return nil }
        let start = position
        while let word = token()?.key, !["and", "instead", ",", "then"].contains(word) {
            position += 1
        }
        let words = tokens[start..<position].map(\.key)
        let saysExit = words.contains(where: Self.exits.contains)
        // "The time stop" is an exit after a time.
        let isTime = words.contains("time") || words.contains("holding") || words == ["hold"]
        let saysEntry = !saysExit && words.contains(where: Self.entries.contains)
        let said = words.filter {
            !Self.nothings.contains($0) && !Self.exits.contains($0)
                && !Self.entries.contains($0)
        }
        guard words.contains("stop") == false || isTime else { return nil }
        // An exit that follows from the entry is one, too.
        var named = self
        named.keepExit(draft)
        let all = named.removable().filter { $0.isExit ? !saysEntry : !saysExit && !isTime }
        if said.isEmpty {
            guard saysExit,
                words.allSatisfy({
                    Self.nothings.contains($0)
                        || Self.exits.contains($0)
                })
            else { return nil }
            let exits = all.filter(\.isExit)
            return exits.count == 1
                ? Self.meant(exits[0], draft)
                : exits.isEmpty
                    ? nil
                    : .several(exits)
        }
        let wording = Wording(traded: draft.traded.first ?? "")
        let meant = all.filter { part in
            let clause = Set(
                Tokenizer.tokens(of: wording.clause(part.condition)).flatMap { token in
                    token.key.split(separator: "-").map(String.init)
                })
            return said.allSatisfy { word in
                (Self.synonyms[word] ?? [word]).contains(where: clause.contains)
            }
        }
        guard let first = meant.first else { return nil }
        guard meant.count == 1 else { return .several(meant) }
        return Self.meant(first, draft)
    }

    private static func meant(_ part: Removable, _ draft: SentenceDraft) -> Meant {
        guard part.isLast else { return .one(part) }
        guard part.isExit else { return .last(part) }
        if draft.hasStop { return .one(part) }
        // What follows from the entry ends it, where that is no invented level.
        let entry = part.path == \SentenceDraft.exitCondition ? draft.entry : draft.shortEntry
        let isLong = part.path == \SentenceDraft.exitCondition
        guard let entry, let implied = ImpliedExit.exit(for: entry, isLong: isLong),
            implied.condition != part.condition, !implied.reason.contains("level"),
            !implied.reason.contains("bars after")
        else { return .last(part) }
        return .one(part)
    }

    private func removable() -> [Removable] {
        var found: [Removable] = []
        for path in [\SentenceDraft.entry, \SentenceDraft.shortEntry] {
            var parts = Self.parts(draft[keyPath: path])
            if case .any(let several)? = draft[keyPath: path] { parts = several }
            found += parts.map {
                Removable(condition: $0, isExit: false, path: path, isLast: parts.count == 1)
            }
        }
        for path in [\SentenceDraft.exitCondition, \SentenceDraft.shortExitCondition] {
            let parts = Self.alternatives(draft[keyPath: path])
            found += parts.map {
                Removable(condition: $0, isExit: true, path: path, isLast: parts.count == 1)
            }
        }
        return found
    }
}

extension SentenceDraft {
    /// What ends longs, where a condition does.
    fileprivate var exitCondition: Condition? {
        get { if case .condition(let condition)? = exit { condition } else { nil } }
        set { exit = newValue.map { .condition($0) } }
    }

    /// What ends shorts, where a condition does.
    fileprivate var shortExitCondition: Condition? {
        get { if case .condition(let condition)? = shortExit { condition } else { nil } }
        set { shortExit = newValue.map { .condition($0) } }
    }
}
