/// Changes of the days and months that a strategy trades on, and of the side that is missing.
extension SentenceParser {
    /// Consumes "on Fridays instead", "Tuesdays" where one day of the week begins positions.
    mutating func changedWeekday() -> Conversation.Change? {
        skip("use", "make", "it", "buy", "try", "do", "change", "to", "trade")
        guard let entry = draft.entry, entry.weekdays.count == 1,
            let old = entry.weekdays.first, let condition = calendarCondition(),
            case .calendar(.weekday(let new), true) = condition, new != old
        else { return nil }
        func changed(_ condition: Condition) -> Condition {
            switch condition {
            case .calendar(.weekday(old), let isIn): .calendar(.weekday(new), isIn: isIn)
            case .all(let parts): .all(parts.map(changed))
            case .any(let parts): .any(parts.map(changed))
            default: condition
            }
        }
        draft.entry = changed(entry)
        // "Sells when it is not Monday" goes with the entry; a day of its own stays.
        if case .condition(let exit) = draft.exit,
            exit == .calendar(.weekday(old), isIn: false)
        {
            draft.exit = .condition(changed(exit))
        }
        return .parameter
    }

    /// Consumes "only in winter months", "don't buy in September", "no trades in October either".
    mutating func calendarFilter() -> Conversation.Change? {
        guard let entry = draft.entry ?? draft.shortEntry, draft.template == nil else { return nil }
        skip("and", "but")
        let isNot =
            accept("don't", "never", "no", "not") || accept(phrase: "do not")
            || accept("except", "avoid", "skip")
        guard isNot || accept("only") else { return nil }
        skip("also", "only", "buy", "trade", "trades", "enter", "entries", "take", "any", "buying")
        skip("trades")
        let before = draft
        guard let condition = attempt({ $0.calendarCondition() }) else { return nil }
        skip("months", "either", "too")
        var filter = condition
        if isNot {
            guard let opposite = condition.negated else { return nil }
            filter = opposite
        }
        let assumptions = draft.assumptions
        draft = before
        draft.assumptions = assumptions
        // What follows from an entry follows from it without the filter.
        keepExit(before)
        func filtered(_ entry: Condition) -> Condition {
            var parts = [entry]
            if case .all(let several) = entry { parts = several }
            return .conjunction(parts + [filter])
        }
        if case .all(let parts) = entry, parts.contains(filter) { return .logic }
        draft.entry = draft.entry.map(filtered)
        draft.shortEntry = draft.shortEntry.map(filtered)
        draft.addedFilters += 1
        return .logic
    }

    /// Consumes "go long too when above", "go short when negative": the other side of the line or
    /// level that the one side is on.
    mutating func oppositeSide() -> Conversation.Change? {
        skip("also", "go", "and")
        let isLong: Bool
        if accept("long", "buy") {
            isLong = true
        } else if accept("short") {
            isLong = false
        } else {
            return nil
        }
        skip("it", "too", "also")
        if !accept("when", "if", "while", "once") {
            // "Short it below too": the line that the longs are above.
            guard ["above", "over", "below", "under"].contains(word() ?? "") else { return nil }
        }
        skip("it", "is", "it's", "the", "price")
        let way: Direction
        if accept("above", "over", "positive") {
            way = .up
        } else if accept("below", "under", "negative") {
            way = .down
        } else {
            return nil
        }
        skip("it", "too", "instead")
        let path: WritableKeyPath<SentenceDraft, Condition?> = isLong ? \.entry : \.shortEntry
        let other = isLong ? draft.shortEntry : draft.entry
        guard isAtEnd, draft[keyPath: path] == nil, let other,
            case .some((let left, let direction, let right)) = other.sides, direction != way
        else { return nil }
        switch other {
        case .cross: draft[keyPath: path] = .cross(left, way, right)
        default: draft[keyPath: path] = .compare(left, way, right, inclusive: false)
        }
        return .logic
    }
}

extension Condition {
    /// The days of the week that the condition names, those it excludes left out.
    fileprivate var weekdays: [Int] {
        leaves.compactMap { leaf in
            guard case .calendar(.weekday(let day), true) = leaf else { return nil }
            return day
        }
    }
}
