/// Parts that are taken away, and lengths that are replaced.
extension SentenceParser {
    /// Consumes "remove the stop", "without a target".
    mutating func removedPart() -> Conversation.Change? {
        guard let part = namedPart() else { return nil }
        switch part {
        case .trailingStop: draft.trailingStop = nil
        case .stopLoss: draft.stopLoss = nil
        case .stop:
            // Which of two is meant is asked for.
            guard draft.stopLoss == nil || draft.trailingStop == nil else { return nil }
            (draft.stopLoss, draft.trailingStop) = (nil, nil)
        case .stops: (draft.stopLoss, draft.trailingStop) = (nil, nil)
        case .target: draft.takeProfit = nil
        case .fees:
            (draft.fees, draft.fixedFees) = (0, nil)
            return .setting
        case .slippage:
            draft.slippage = 0
            return .setting
        case .filter(let index):
            guard draft.addedFilters > 0 else { return nil }
            for path in [\SentenceDraft.entry, \SentenceDraft.shortEntry] {
                guard case .all(var parts) = draft[keyPath: path] else { continue }
                parts.remove(
                    at: parts.count - draft.addedFilters + (index ?? draft.addedFilters - 1))
                draft[keyPath: path] = .conjunction(parts)
            }
            draft.addedFilters -= 1
        case .period:
            draft.period = .init()
            return .setting
        }
        return .logic
    }

    /// Consumes the same where there is no such part, and says so.
    mutating func absentPart() -> String? {
        guard let part = namedPart() else { return nil }
        switch part {
        case .trailingStop:
            guard draft.trailingStop == nil else { return nil }
            return "There is no trailing stop"
                + (draft.stopLoss == nil ? "." : "; \"remove the stop\" takes away the stop loss.")
        case .stopLoss:
            guard draft.stopLoss == nil else { return nil }
            return "There is no stop loss"
                + (draft.trailingStop == nil
                    ? "." : "; \"remove the trailing stop\" takes that away.")
        case .stop, .stops:
            if part == .stop, let loss = draft.stopLoss, let trailing = draft.trailingStop {
                return "There are a stop loss of \(loss.words) and a trailing stop of "
                    + "\(trailing.words): say \"remove the stop loss\", \"remove the "
                    + "trailing stop\" or \"remove both stops\"."
            }
            return draft.stopLoss == nil && draft.trailingStop == nil ? "There is no stop." : nil
        case .target: return draft.takeProfit == nil ? "There is no target." : nil
        case .filter:
            guard draft.addedFilters == 0 else { return nil }
            return "No filter was added to the first sentence. To leave one of its own conditions "
                + "out, say the strategy again without it."
        case .fees, .slippage, .period: return nil
        }
    }

    /// Verbs that take a part away.
    static let removing = [
        "remove", "drop", "without", "no", "delete", "cancel", "reset", "skip", "ditch", "forget",
    ]

    private enum Part: Equatable {
        case trailingStop, stopLoss, stop, stops, target, fees, slippage, period
        /// One of the filters that were added; the last one where none is named.
        case filter(Int?)
    }

    /// Consumes what a filter that was added compares: "the ADX", "the VIX thing".
    private mutating func namedFilter() -> Part? {
        guard draft.addedFilters > 0, case .all(let parts) = draft.entry ?? draft.shortEntry else {
            return nil
        }
        let wording = Wording(traded: draft.traded.first ?? "")
        let start = position
        while let word = word(), !["and", "instead"].contains(word) { position += 1 }
        let said = tokens[start..<position].map(\.key).filter { !Self.nouns.contains($0) }
        let filters = parts.suffix(draft.addedFilters).map { part in
            Tokenizer.tokens(of: wording.clause(part)).map(\.key)
        }
        let meant = filters.indices.filter { index in said.allSatisfy(filters[index].contains) }
        guard !said.isEmpty, meant.count == 1 else { return nil }
        return .filter(meant[0])
    }

    private static let nouns: Set = [
        "filter", "filters", "condition", "thing", "rule", "one", "part", "the", "again",
    ]

    private static let parts = PhraseTable<Part>([
        "trailing stop": .trailingStop, "trailing stop loss": .trailingStop,
        "stop loss": .stopLoss, "stop": .stop, "stops": .stops, "both stops": .stops,
        "both": .stops, "all stops": .stops, "both of the stops": .stops, "take profit": .target,
        "profit target": .target,
        "target": .target, "targets": .target, "fees": .fees, "costs": .fees,
        "commissions": .fees, "commission": .fees, "slippage": .slippage,
        "filter": .filter(nil), "filters": .filter(nil), "last filter": .filter(nil),
        "period": .period, "dates": .period,
    ])

    private mutating func namedPart() -> Part? {
        guard accept(anyOf: Self.removing) else {
            return nil
        }
        skip("the", "a", "any", "my", "that", "this")
        let share = percentage()
        guard let part = accept(Self.parts) ?? namedFilter() else { return nil }
        guard part == .stop, let share else { return part }
        // "Remove the 5% stop": the number says which.
        return share == draft.stopLoss?.fraction
            ? .stopLoss : share == draft.trailingStop?.fraction ? .trailingStop : part
    }

    private static let longOnly = PhraseTable(phrases: [
        "no shorting", "no shorts", "don't short", "do not short", "stop shorting", "long only",
        "only long", "go long only", "only go long", "longs only", "only longs", "without shorts",
        "without shorting", "remove the shorts", "remove shorts", "remove the short side",
        "undo the shorts", "drop the shorts", "drop shorts", "skip the shorts",
    ])

    /// Consumes "long only" where there are shorts beside longs.
    mutating func withoutShorts() -> Conversation.Change? {
        guard draft.entry != nil else { return nil }
        skip("make", "it", "use", "trade", "be")
        guard accept(Self.longOnly) != nil else { return nil }
        (draft.shortEntry, draft.shortExit, draft.isLongAndShort) = (nil, nil, false)
        return .logic
    }

    private static let everything = PhraseTable(phrases: [
        "all data", "all the data", "all of the data", "all years", "all the years",
        "whole history", "the whole history", "full history", "the full history",
        "entire history", "the entire history", "all history", "all of history", "whole period",
        "the whole period", "full period", "the full period", "all available data",
        "everything there is", "the entire period", "all time",
    ])

    /// Consumes "use all the data".
    mutating func wholeHistory() -> Conversation.Change? {
        skip("use", "over", "on", "for", "run", "it", "test", "back", "to", "with")
        guard accept(Self.everything) != nil else { return nil }
        draft.period = .init()
        return .setting
    }

    /// Consumes "use a 10-day RSI", "RSI(2)", "change the RSI period to 7".
    mutating func changedLength() -> Conversation.Change? {
        skip("use", "make", "with", "change", "set", "it", "the", "to", "a", "an")
        let length: Lookback?
        if let before = attempt({ parser in
            let found = parser.lookback()
            return parser.accept("rsi") ? found : nil
        }) {
            length = before
        } else {
            guard accept("rsi") else { return nil }
            skip("period", "length", "window", "of", "to", "lookback", "over")
            let isEnclosed = accept(mark: "(")
            length = attempt { $0.lookback() } ?? count().map { Lookback(count: $0, unit: .bar) }
            guard !isEnclosed || accept(mark: ")") else { return nil }
        }
        guard let length else { return nil }
        let before = draft
        draft = draft.mapConditions { $0.withRSI(of: length) }
        return draft == before ? nil : .parameter
    }

    /// Consumes "use 50 and 50 days", which would never cross.
    mutating func equalLengths() -> String? {
        skipToLengths()
        guard draft.averagePair != nil, let pair = attempt({ $0.lengthPair() }), pair.0 == pair.1
        else { return nil }
        skipLengthNouns()
        return "Two averages of the same length are the same, and so never cross: name two lengths."
    }

    /// Consumes "use 20 and 50 days".
    mutating func changedNumber() -> Conversation.Change? {
        let before = draft
        if let change = changedHold() { return change }
        let start = position
        if let (old, new) = attempt({ $0.replacedCount() }) {
            // "Change 10 to 15" may be meant of a target, too.
            let isAverage = tokens[start..<position].contains { Self.averageNouns.contains($0.key) }
            let isOnly =
                draft.knownNumbers.count { $0.isCalled(.init(value: Double(old))) } == 1
            return isAverage || isOnly ? replace(old, by: new) : nil
        }
        position = start
        skipToLengths()
        if let old = draft.averagePair, let pair = attempt({ $0.lengthPair() }) {
            let isOrdered = pair.0.count < pair.1.count
            let (fast, slow) = isOrdered ? pair : (pair.1, pair.0)
            skipLengthNouns()
            draft = draft.mapConditions { condition in
                condition.mapLengths { length in
                    length == old.fast ? fast : length == old.slow ? slow : length
                }
            }
            return draft == before ? nil : .parameter
        }
        draft = before
        return changedHold()
    }

    private static let averageNouns: Set<String> = ["average", "averages", "ma", "sma", "ema"]

    /// Consumes "change the 50 day average to 100": a length and what takes its place.
    private mutating func replacedCount() -> (old: Int, new: Lookback)? {
        guard accept("change", "replace", "move", "swap", "set") else { return nil }
        skip("the", "average", "length", "from")
        guard let old = count() else { return nil }
        let oldUnit = unit()
        skipLengthNouns()
        guard accept("to", "with", "by", "for") else { return nil }
        skip("a", "the")
        guard let new = count() else { return nil }
        let newUnit = unit()
        skipLengthNouns()
        return (old, Lookback(count: new, unit: newUnit ?? oldUnit ?? .bar))
    }

    /// Gives one of two averages another length; nothing where neither or both have the old one,
    /// or the fast one would be the slow one.
    private mutating func replace(_ old: Int, by new: Lookback) -> Conversation.Change? {
        guard let pair = draft.averagePair,
            (pair.fast.count == old) != (pair.slow.count == old)
        else { return nil }
        let isFast = pair.fast.count == old
        let changed = isFast ? pair.fast : pair.slow
        guard isFast ? new.count < pair.slow.count : new.count > pair.fast.count else { return nil }
        let length = Lookback(
            count: new.count, unit: new.unit == .bar ? changed.unit : new.unit)
        let before = draft
        draft = draft.mapConditions { condition in
            condition.mapLengths { $0 == changed ? length : $0 }
        }
        return draft == before ? nil : .parameter
    }

    private mutating func skipToLengths() {
        skip("use", "make", "with", "change", "set", "it", "the", "to", "be", "were", "was", "a")
    }

    private mutating func skipLengthNouns() {
        skip("day", "days", "bars", "averages", "average", "moving")
    }
}

extension SentenceParser {
    /// Keeps the edge of the earlier period that the words do not name.
    ///
    /// A start takes the place of a span that was said as a whole: "since 2005" behind "from 2000
    /// to 2010" leaves no end.
    mutating func keepEdge(of before: SentenceDraft) {
        let named = draft.period
        let wasSpan =
            before.period.from != nil && before.period.to != nil && !before.namesEdgesApart
        if named.to == nil, named.last == nil, wasSpan { return }
        draft.period = named.keepingOtherEdge(of: before.period)
        draft.namesEdgesApart = draft.period != named
    }
}

extension SentenceReading.Period {
    /// This span with the other edge of an earlier one, where this one has just one edge and both
    /// fit.
    func keepingOtherEdge(of earlier: Self) -> Self {
        guard last == nil else { return self }
        var merged = self
        // Days written as year, month and day are ordered as text.
        if to == nil, let from, let end = earlier.to, end >= from { merged.to = end }
        if from == nil, let to, let start = earlier.from, start <= to { merged.from = start }
        return merged
    }
}

extension SentenceDraft {
    /// The draft with every condition replaced.
    func mapConditions(_ change: (Condition) -> Condition) -> SentenceDraft {
        var changed = self
        changed.entry = entry.map(change)
        changed.shortEntry = shortEntry.map(change)
        if case .condition(let condition) = exit { changed.exit = .condition(change(condition)) }
        if case .condition(let condition) = shortExit {
            changed.shortExit = .condition(change(condition))
        }
        return changed
    }

    /// The lengths of the two averages that the entry lets cross.
    var averagePair: (fast: Lookback, slow: Lookback)? {
        for leaf in (entry ?? shortEntry)?.leaves ?? [] {
            if case .cross(.average(_, _, let one), _, .average(_, _, let other)) = leaf {
                return one.count < other.count ? (one, other) : (other, one)
            }
        }
        return nil
    }
}

extension Condition {
    /// The condition with the length of every average that is compared with another replaced.
    func mapLengths(_ change: (Lookback) -> Lookback) -> Condition {
        func changed(_ quantity: Quantity) -> Quantity {
            guard case .average(let kind, let source, let length) = quantity else {
                return quantity
            }
            return .average(kind, source, change(length))
        }
        switch self {
        case .cross(.average, _, .average), .compare(.average, _, .average, _): break
        case .all(let parts): return .all(parts.map { $0.mapLengths(change) })
        case .any(let parts): return .any(parts.map { $0.mapLengths(change) })
        default: return self
        }
        switch self {
        case .cross(let left, let way, let right): return .cross(changed(left), way, changed(right))
        case .compare(let left, let way, let right, let inclusive):
            return .compare(changed(left), way, changed(right), inclusive: inclusive)
        default: return self
        }
    }
}

extension Condition {
    /// The condition with every RSI over another length.
    fileprivate func withRSI(of length: Lookback) -> Condition {
        func changed(_ quantity: Quantity) -> Quantity {
            if case .rsi(let subject, _) = quantity { .rsi(subject, length) } else { quantity }
        }
        return mapQuantities(changed)
    }
}
