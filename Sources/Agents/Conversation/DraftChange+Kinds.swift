/// Changes of what kind of average is meant, and of which sides are traded.
extension SentenceParser {
    /// Consumes "use EMA instead" or "simple averages": every average of the strategy changes.
    mutating func changedAverages() -> Conversation.Change? {
        skip("use", "make", "it", "them", "the", "switch", "to", "with", "change", "an", "a")
        let kind: AverageKind
        if accept("ema", "emas", "exponential") {
            kind = .exponential
        } else if accept("sma", "smas", "simple") {
            kind = .simple
        } else {
            return nil
        }
        skip("moving", "average", "averages", "ones")
        if accept(phrase: "instead of") || accept(phrase: "rather than") {
            skip("the", "an", "a", "exponential", "simple", "ema", "sma", "emas", "smas")
            skip("moving", "average", "averages", "ones")
        }
        let before = draft
        draft = draft.mapConditions { $0.mapQuantities { $0.averaged(kind) } }
        guard draft != before else { return nil }
        draft.assumptions.removeAll { $0 == "averages are simple ones" }
        return .logic
    }

    /// Consumes "short too" or "trade both ways": shorts mirror the longs.
    mutating func changedSides() -> Conversation.Change? {
        guard draft.entry != nil, draft.shortEntry == nil, !draft.isLongAndShort else { return nil }
        skip("make", "it", "go", "also", "let", "can")
        let isAlso = position > 0 && tokens[position - 1].key == "also"
        if accept("short") {
            guard accept("too") || accept(phrase: "as well") || isAlso else { return nil }
            draft.isLongAndShort = true
            return .logic
        }
        guard sidesClause() != nil, draft.isLongAndShort else { return nil }
        return .logic
    }
}

extension Quantity {
    fileprivate func averaged(_ kind: AverageKind) -> Quantity {
        switch self {
        case .average(_, let source, let length): .average(kind, source, length)
        case .shifted(let source, let by): .shifted(source.averaged(kind), by: by)
        default: self
        }
    }
}
