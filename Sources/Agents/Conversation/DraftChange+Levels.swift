/// Changes of the levels that indicators are compared with.
extension SentenceParser {
    /// Consumes "RSI below 25", "sell above 60 instead", "change 30 to 25".
    mutating func changedLevel() -> Conversation.Change? {
        if addsExit { return nil }
        let (before, start) = (draft, position)
        if let change = levelByItsNumber() { return change }
        position = start
        if let change = levelByItsSide() { return change }
        position = start
        // The same comparison as in the entry with another number.
        skip("use", "make", "with", "change", "set", "it", "the", "to", "be", "were", "was", "a")
        draft.entry = nil
        let condition = single()
        draft = before
        guard let condition, let replaced = before.entry?.replacingLevel(by: condition) else {
            return nil
        }
        draft.entry = replaced
        return .parameter
    }

    /// Consumes "change 30 to 25", where just one level is 30.
    private mutating func levelByItsNumber() -> Conversation.Change? {
        guard accept("change", "replace", "move") else { return nil }
        skip("the", "level", "threshold", "from")
        guard let old = number(.plain), accept("to", "with", "by", "into"),
            let new = number(.plain)
        else { return nil }
        var count = 0
        let changed = draft.mapLevels { _, _, level in
            guard level == old else { return level }
            count += 1
            return new
        }
        guard count == 1 else { return nil }
        draft = changed
        return .parameter
    }

    /// Consumes "sell above 60", "buy when it is below 25" where one indicator of that side of the
    /// strategy is compared so.
    private mutating func levelByItsSide() -> Conversation.Change? {
        let isExit: Bool
        if accept("sell", "exit") {
            isExit = true
        } else if accept("buy", "enter") {
            isExit = false
        } else {
            return nil
        }
        skip("when", "if", "once", "it", "is", "it's", "goes", "at")
        let way: Direction
        if accept("above", "over") {
            way = .up
        } else if accept("below", "under") {
            way = .down
        } else {
            return nil
        }
        if isExit, let change = exitOfVolatility(way) { return change }
        guard let new = number(.plain) else { return nil }
        var count = 0
        let replace: (Quantity, Direction, Double) -> Double = { quantity, direction, level in
            guard direction == way, !quantity.isPrice else { return level }
            count += 1
            return new
        }
        if isExit {
            guard case .condition(let exit) = draft.exit else { return nil }
            draft.exit = .condition(exit.mapLevels(replace))
        } else {
            draft.entry = draft.entry?.mapLevels(replace)
        }
        return count == 1 ? .parameter : nil
    }
}

extension SentenceParser {
    /// Consumes "30%" behind "sell above" where the entry is of a volatility: of a return it may be
    /// a profit.
    private mutating func exitOfVolatility(_ way: Direction) -> Conversation.Change? {
        var found: [Quantity] = []
        draft.entry?.visit { quantity in
            if case .volatility = quantity, !found.contains(quantity) { found.append(quantity) }
        }
        guard found.count == 1, let level = percentage() else { return nil }
        let exit = Condition.compare(found[0], way, .number(level), inclusive: false)
        if case .condition(let old) = draft.exit, old.leaves.count > 1 { return nil }
        draft.exit = .condition(exit)
        return .logic
    }

    /// Lets a level without a name, "sell above 60", speak of the entry's indicator, as it does in
    /// a sentence that says both.
    mutating func takeIndicator() {
        var found: [Quantity] = []
        for leaf in (draft.entry ?? draft.shortEntry)?.leaves ?? [] {
            guard let (left, _, right) = leaf.sides, !found.contains(left) else { continue }
            switch left.measure {
            case .oscillator, .sentiment, .level, .zscore, .ratio: found.append(left)
            case .macd: if case .number = right { found.append(left) }
            default: break
            }
        }
        guard let first = found.first else { return }
        hasIndicator = true
        antecedent = found.count == 1 ? first : nil
    }
}

extension SentenceDraft {
    /// The draft with every level of its conditions replaced.
    fileprivate func mapLevels(
        _ change: (Quantity, Direction, Double) -> Double
    ) -> SentenceDraft {
        mapConditions { $0.mapLevels(change) }
    }
}

extension Condition {
    /// The condition with each number that a quantity is compared with replaced.
    func mapLevels(_ change: (Quantity, Direction, Double) -> Double) -> Condition {
        switch self {
        case .compare(let left, let way, .number(let level), let inclusive):
            .compare(left, way, .number(change(left, way, level)), inclusive: inclusive)
        case .cross(let left, let way, .number(let level)):
            .cross(left, way, .number(change(left, way, level)))
        case .all(let parts): .all(parts.map { $0.mapLevels(change) })
        case .any(let parts): .any(parts.map { $0.mapLevels(change) })
        default: self
        }
    }

    /// The condition with the level of its one comparison of the same quantity replaced.
    fileprivate func replacingLevel(by other: Condition) -> Condition? {
        guard let (left, way, right) = other.sides, case .number = right else { return nil }
        switch self {
        case .all(let parts):
            for (index, part) in parts.enumerated() {
                if let changed = part.replacingLevel(by: other) {
                    var parts = parts
                    parts[index] = changed
                    return .all(parts)
                }
            }
            return nil
        case .compare(let mine, way, .number, let inclusive) where mine.isLike(left):
            return .compare(mine.taking(left), way, right, inclusive: inclusive)
        case .cross(let mine, way, .number) where mine.isLike(left):
            return .cross(mine.taking(left), way, right)
        default: return nil
        }
    }
}

extension Quantity {
    /// Whether both are the same kind of indicator, whatever their lengths.
    fileprivate func isLike(_ other: Quantity) -> Bool {
        switch (self, other) {
        case (.rsi, .rsi), (.change, .change), (.zscore, .zscore), (.volatility, .volatility): true
        case (.indicator(let mine, _, _, _), .indicator(let theirs, _, _, _)): mine == theirs
        default: self == other
        }
    }

    /// Whether this is a price itself.
    var isPrice: Bool {
        if case .price = self { true } else { false }
    }

    /// This quantity; an RSI takes over a length that was said, other than the usual one.
    fileprivate func taking(_ other: Quantity) -> Quantity {
        if case .rsi(_, let length) = other, case .rsi(let subject, _) = self,
            length != Lookback(count: 14, unit: .bar)
        {
            return .rsi(subject, length)
        }
        return self
    }
}
