/// Changes of the direction in which a strategy trades: the other one, one alone, both.
extension SentenceParser {
    private static let reversals = PhraseTable(phrases: [
        "reverse", "reverse it", "reverse the strategy", "reverse the direction",
        "reverse direction", "reverse it again", "reverse it back", "flip", "flip it",
        "flip the strategy", "flip it around", "flip it back", "flip it again", "flip sides",
        "flip the sides", "flip the direction", "flip the signals", "flip the signal", "invert",
        "invert it", "invert the strategy", "invert the signal", "invert the signals",
        "switch sides", "switch the sides", "switch direction", "turn it around", "turn it round",
        "the other way around", "other way around", "the other way round", "other way round",
        "do the opposite", "the opposite", "opposite", "the opposite direction",
        "opposite direction", "in the opposite direction", "other direction",
        "the other direction", "in the other direction", "the other side", "fade it",
        "fade the signal", "fade the signals", "trade it the other way around",
        "do it the other way around", "go the other way", "the other way",
        "go the opposite way", "do the reverse", "the reverse", "opposite trades",
    ])
    private static let shortInstead = PhraseTable(phrases: [
        "short instead", "go short instead", "short it instead", "make it short instead",
        "make it a short", "make it a short instead", "short instead of long",
        "sell short instead", "short rather than long", "be short instead",
        "go short instead of long", "short instead of buying", "short instead of buy",
    ])
    private static let longInstead = PhraseTable(phrases: [
        "long instead", "go long instead", "buy it instead", "make it long instead",
        "make it a long", "make it a long instead", "long instead of short", "buy instead",
        "buy instead of shorting", "go long instead of short", "long rather than short",
        "be long instead",
    ])

    /// Consumes "reverse it", "short instead": what bought goes short on the same conditions, and
    /// the other way round.
    mutating func reversedSides() -> Conversation.Change? {
        guard draft.template == nil, !draft.holdsWhile, !draft.followsAnySymbol else { return nil }
        let hasLong = draft.entry != nil
        let hasShort = draft.shortEntry != nil || draft.isLongAndShort
        let start = position
        if accept(Self.reversals) == nil {
            position = start
            if accept(Self.shortInstead) != nil {
                guard hasLong, !hasShort else { return nil }
            } else if accept(Self.longInstead) != nil {
                guard hasShort, !hasLong else { return nil }
            } else {
                return nil
            }
        }
        guard nameShorts() else { return nil }
        keepExit(draft)
        (draft.entry, draft.shortEntry) = (draft.shortEntry, draft.entry)
        (draft.exit, draft.shortExit) = (draft.shortExit, draft.exit)
        draft.assumptions.removeAll { $0.hasPrefix("no exit was named") }
        let note = "it shorts where it bought and buys where it shorted, on the same conditions"
        if draft.assumptions.contains(note) {
            draft.assumptions.removeAll { $0 == note }
        } else {
            draft.assume(note)
        }
        return .logic
    }

    /// Names the shorts that only mirror the longs, so that each side can be changed alone.
    ///
    /// - Returns: Whether there are none left that just mirror.
    private mutating func nameShorts() -> Bool {
        guard draft.isLongAndShort else { return true }
        guard draft.shortEntry == nil, let entry = draft.entry else {
            draft.isLongAndShort = false
            return true
        }
        guard let mirrored = MirroredEntry.entry(for: entry) else { return false }
        draft.shortEntry = mirrored
        if draft.shortExit == nil, case .condition(let exit) = draft.exit {
            draft.shortExit = MirroredEntry.exit(for: exit).map { .condition($0) }
        }
        draft.isLongAndShort = false
        draft.assume("shorts mirror the longs")
        return true
    }

    private static let shortOnly = PhraseTable(phrases: [
        "only shorts", "shorts only", "short only", "only short", "only go short", "go short only",
        "no longs", "without longs", "drop the longs", "remove the longs", "remove longs",
        "drop longs", "don't go long", "do not go long", "only the shorts", "just the shorts",
        "just shorts", "only the short side", "just the short side", "short side only",
        "only the short trades", "remove the long side", "drop the long side", "skip the longs",
        "no long trades", "only short trades", "only take shorts", "only take the shorts",
        "only short positions", "short trades only",
    ])

    /// Consumes "only shorts" where there are longs beside shorts.
    mutating func withoutLongs() -> Conversation.Change? {
        skip("make", "it", "use", "trade", "be", "take", "keep")
        guard draft.template == nil, accept(Self.shortOnly) != nil, nameShorts(),
            draft.shortEntry != nil
        else { return nil }
        (draft.entry, draft.exit) = (nil, nil)
        draft.holdsWhile = false
        return .logic
    }

    /// Consumes "only shorts" or "only longs" where there are none, and says what makes some.
    mutating func absentSide() -> String? {
        guard draft.template == nil else {
            skip("make", "it", "go")
            guard
                accept(Self.shortOnly) != nil || accept(Self.reversals) != nil
                    || accept(Self.shortInstead) != nil
            else { return nil }
            return "The weights of a portfolio are all above nought: it has no shorts."
        }
        skip("make", "it", "use", "trade", "be", "take", "keep")
        if accept(Self.shortOnly) != nil {
            guard draft.shortEntry == nil, !draft.isLongAndShort else { return nil }
            return "The strategy has no shorts. \"Short instead\" shorts where it buys, \"short "
                + "too\" adds shorts that mirror the longs."
        }
        guard accept(Self.onlyLong) != nil, draft.entry == nil else { return nil }
        return "The strategy has no longs. \"Long instead\" buys where it shorts, \"both sides\" "
            + "adds longs that mirror the shorts."
    }

    private static let onlyLong = PhraseTable(phrases: [
        "only longs", "longs only", "long only", "only long", "no shorts", "without shorts",
        "go long only", "only go long", "drop the shorts", "remove the shorts",
    ])

    private static let both = PhraseTable(phrases: [
        "both", "both sides", "both directions", "both ways", "in both directions",
        "on both sides", "long and short", "both long and short", "long too", "longs too",
        "both sides again", "both again", "bring back the longs", "add the longs again",
        "bring the longs back", "add longs", "longs again",
    ])

    /// Consumes "both sides" of a strategy that only shorts: longs mirror the shorts.
    mutating func mirroredLongs() -> Conversation.Change? {
        skip("make", "it", "go", "also", "trade", "take", "use", "do")
        guard draft.template == nil, accept(Self.both) != nil else { return nil }
        if draft.entry != nil, draft.shortEntry == nil, !draft.isLongAndShort {
            draft.isLongAndShort = true
            return .logic
        }
        guard draft.entry == nil, let short = draft.shortEntry,
            let mirrored = MirroredEntry.entry(for: short)
        else { return nil }
        draft.entry = mirrored
        if case .condition(let exit) = draft.shortExit {
            guard let mirrored = MirroredEntry.exit(for: exit) else { return nil }
            draft.exit = .condition(mirrored)
        }
        draft.assume("longs mirror the shorts")
        return .logic
    }
}
