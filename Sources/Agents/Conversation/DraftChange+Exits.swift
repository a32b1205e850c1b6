/// Changes of what ends a position: stops, times, conditions.
extension SentenceParser {
    /// Whether the words add to what there is rather than take its place.
    private var isAddition: Bool {
        // "5 days earlier" at the end says when something was.
        tokens.contains { ["also", "too", "additionally"].contains($0.key) }
            || tokens.prefix(3).contains { ["earlier", "sooner"].contains($0.key) }
            || ["add", "or"].contains(tokens.first?.key)
    }

    /// Whether "and sell when …" goes on with the exits that were named.
    private var goesOn: Bool { tokens.first?.key == "and" && !isReplacement }

    /// Whether the words say that something takes the place of what there is.
    private var isReplacement: Bool {
        tokens.contains { ["instead", "replace", "rather", "swap"].contains($0.key) }
    }

    /// Consumes a stop or target; one of another kind stays unless it is replaced in so many words.
    mutating func changedStop() -> Conversation.Change? {
        let before = draft
        (draft.stopLoss, draft.takeProfit, draft.trailingStop) = (nil, nil, nil)
        // "Replace the stop with a 2% trailing stop": what is replaced says nothing itself.
        let isExchange = attempt { parser -> Bool? in
            guard
                parser.accept(phrase: "trailing stop") || parser.accept(phrase: "stop loss")
                    || parser.accept("stop"), parser.accept("with", "by", "for", "to", "into")
            else { return nil }
            parser.skip("a", "an", "the")
            return parser.stopClause()
        }
        let isBrief = isExchange == nil && briefStop(before) != nil
        guard isExchange != nil || isBrief || stopClause() != nil || bareStop() else {
            draft = before
            return nil
        }
        keepExit(before)
        if isBrief, draft.trailingStop != nil {
            // "Make the stop trailing" and "stop 5% trailing" are of the stop there is.
            draft.takeProfit = draft.takeProfit ?? before.takeProfit
            return .logic
        }
        let isOtherKind = draft.stopLoss != nil || draft.trailingStop != nil
        if !((isReplacement || isExchange != nil) && isOtherKind) {
            draft.stopLoss = draft.stopLoss ?? before.stopLoss
            draft.trailingStop = draft.trailingStop ?? before.trailingStop
        }
        draft.takeProfit = draft.takeProfit ?? before.takeProfit
        return .logic
    }

    /// Names the exits that followed from the entries, so that something can join them; nothing
    /// where stops alone ended positions.
    mutating func keepExit(_ before: SentenceDraft) {
        let isByStops =
            before.takeProfit != nil || before.trailingStop != nil
            || before.exitsByStopsOnly && before.stopLoss != nil
        if draft.exit == .opposite || draft.exit == nil && !isByStops, let entry = draft.entry,
            let implied = ImpliedExit.exit(for: entry, isLong: true)
        {
            draft.exit = .condition(implied.condition)
        }
        if draft.shortExit == .opposite || draft.shortExit == nil && !isByStops,
            let entry = draft.shortEntry,
            let implied = ImpliedExit.exit(for: entry, isLong: false)
        {
            draft.shortExit = .condition(implied.condition)
        }
    }

    /// Consumes "stop" alone, which is one of 5 %.
    private mutating func bareStop() -> Bool {
        if accept(phrase: "trailing stop") {
            draft.trailingStop = .fraction(0.1)
            draft.assume("a trailing stop without a number is one of 10%")
        } else if accept("stop") || accept(phrase: "stop loss") {
            skip("loss")
            draft.stopLoss = .fraction(0.05)
            draft.assume("a stop without a number is one of 5%")
        } else if accept(phrase: "take profit") || accept(phrase: "profit target")
            || accept("target")
        {
            draft.takeProfit = .fraction(0.1)
            draft.assume("a target without a number is one of 10%")
        } else {
            return false
        }
        return true
    }

    private static let longest = PhraseTable(phrases: [
        "max hold", "maximum hold", "max holding", "max holding time", "max holding period",
        "maximum holding time", "maximum holding period", "hold at most", "hold max",
        "hold for at most", "hold no longer than", "hold for no longer than", "hold up to",
        "hold a maximum of", "hold for a maximum of", "time stop", "time limit", "time exit",
        "exit at most", "or at most", "sell at most", "holding limit",
    ])

    private static let limits = PhraseTable(phrases: [
        "time stop", "time limit", "time exit", "max", "maximum", "max hold", "maximum hold",
        "holding limit", "at most", "tops", "limit", "max holding", "max holding time",
        "maximum holding time",
    ])

    /// Consumes "hold for 5 days", "also sell after 10 days", "max hold 15 days".
    mutating func changedHold() -> Conversation.Change? {
        let before = draft
        if let length = attempt({ parser in
            parser.skip("add", "set", "a", "the", "with")
            let isAlternative = parser.tokens.first?.key == "or" && parser.word() == "after"
            if !isAlternative, parser.accept(Self.longest) == nil {
                // "A 20 day time stop", "20 days max".
                guard let length = parser.lookback(), parser.accept(Self.limits) != nil else {
                    return nil as Lookback?
                }
                return length
            }
            parser.skip("of", "is", "to", "at", "after")
            return parser.lookback()
        }) {
            keepExit(before)
            let path: WritableKeyPath<SentenceDraft, SentenceDraft.Exit?> =
                draft.entry == nil ? \.shortExit : \.exit
            let time = SentenceDraft.Exit.condition(.elapsed(length))
            var hasTime = false
            if case .condition(let exit) = draft[keyPath: path] {
                hasTime = exit.leaves.contains(where: \.isTime)
            }
            draft[keyPath: path] = combined(draft[keyPath: path], time, isAdded: !hasTime)
            return .logic
        }
        if isAddition { keepExit(before) }
        let (exit, shortExit) = (draft.exit, draft.shortExit)
        (draft.exit, draft.shortExit) = (nil, nil)
        guard holdClause() != nil else {
            draft = before
            return nil
        }
        draft.exit = combined(exit, draft.exit, isAdded: isAddition)
        draft.shortExit = combined(shortExit, draft.shortExit, isAdded: isAddition)
        return .parameter
    }

    /// An exit with a time that was named: beside it, or in place of an earlier time.
    private func combined(
        _ earlier: SentenceDraft.Exit?, _ later: SentenceDraft.Exit?, isAdded: Bool
    ) -> SentenceDraft.Exit? {
        guard case .condition(let time) = later else { return later ?? earlier }
        guard case .condition(let condition) = earlier else { return later }
        var parts = [condition]
        if case .any(let several) = condition { parts = several }
        if isAdded { return .condition(.disjunction(parts + [time])) }
        guard let index = parts.firstIndex(where: \.isTime) else { return later }
        parts[index] = time
        return .condition(.disjunction(parts))
    }

    /// Consumes "sell when … instead", "also sell when …", "cover when …".
    mutating func changedExit() -> Conversation.Change? {
        guard word() != "sell" || word(1) != "short" else { return nil }
        let before = draft
        let isShort = word() == "cover" || word(1) == "short" || word(2) == "short"
        let path: WritableKeyPath<SentenceDraft, SentenceDraft.Exit?> =
            isShort ? \.shortExit : \.exit
        if isAddition { keepExit(before) } else { draft[keyPath: path] = nil }
        let kept = draft[keyPath: path]
        draft.exitsByStopsOnly = false
        takeIndicator()
        let stops = (before.stopLoss, before.takeProfit, before.trailingStop)
        if !isAddition { (draft.stopLoss, draft.takeProfit, draft.trailingStop) = (nil, nil, nil) }
        if actionClause() != nil {
            if goesOn, !isAddition {
                draft[keyPath: path] = joined(before[keyPath: path], draft[keyPath: path])
            }
            let namesStop = draft.hasStop
            draft.stopLoss = draft.stopLoss ?? stops.0
            draft.takeProfit = draft.takeProfit ?? stops.1
            draft.trailingStop = draft.trailingStop ?? stops.2
            if let now = draft[keyPath: path] {
                if now != kept { return .logic }
            } else if namesStop {
                // "Exit on a 6% loss": what ended positions before does so still.
                (draft.exit, draft.shortExit) = (before.exit, before.shortExit)
                draft.exitsByStopsOnly = before.exitsByStopsOnly
                keepExit(before)
                return .logic
            }
        }
        draft = before
        return nil
    }

    /// A named exit with another one beside it, which takes the place of its comparisons of the
    /// same thing.
    private func joined(
        _ earlier: SentenceDraft.Exit?, _ later: SentenceDraft.Exit?
    ) -> SentenceDraft.Exit? {
        guard case .condition(let condition) = earlier, case .condition(let new) = later else {
            return later ?? earlier
        }
        var parts = [condition]
        if case .any(let several) = condition { parts = several }
        parts.removeAll { part in
            part.sides.map { old in
                new.leaves.contains {
                    $0.sides?.left == old.left && $0.sides?.direction == old.direction
                }
            } ?? new.leaves.contains(part)
        }
        return .condition(.disjunction(parts + [new]))
    }

    /// Whether the words add to an exit, so that no level of it is to be replaced.
    var addsExit: Bool {
        isAddition && ["sell", "exit", "close", "get", "cover"].contains(word() ?? "")
    }
}

extension Condition {
    /// Whether this is a time since the entry.
    fileprivate var isTime: Bool { if case .elapsed = self { true } else { false } }
}
