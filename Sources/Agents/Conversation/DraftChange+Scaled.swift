/// Numbers that are changed by a factor: "double the fees", "halve the stop"; and streaks.
extension SentenceParser {
    /// Consumes "5 down days", "after 4 losing days in a row": the streak of that direction.
    mutating func otherStreak() -> Conversation.Change? {
        skip("use", "make", "it", "try", "after", "with", "to", "buy", "when", "change", "set")
        subject = .traded
        let wish = attempt { parser -> (Direction, Lookback)? in
            guard case .streak(_, let way, let length)? = parser.single() else { return nil }
            return (way, length)
        }
        guard let (way, length) = wish ?? attempt({ $0.daysOfOneWay() }), length.count > 1 else {
            return nil
        }
        var count = 0
        let changed = draft.mapConditions { condition in
            condition.mapLeaves { leaf in
                guard case .streak(let subject, way, _) = leaf else { return leaf }
                count += 1
                return .streak(subject, way, length)
            }
        }
        guard count == 1, changed != draft else { return nil }
        draft = changed
        return .parameter
    }

    /// Consumes "5 down days".
    private mutating func daysOfOneWay() -> (Direction, Lookback)? {
        guard let count = count() else { return nil }
        skip("consecutive", "straight")
        let way: Direction
        if accept("down", "losing", "red", "falling", "negative") {
            way = .down
        } else if accept("up", "winning", "green", "rising", "positive") {
            way = .up
        } else {
            return nil
        }
        guard let unit = unit() else { return nil }
        return (way, Lookback(count: count, unit: unit))
    }

    private enum Scaled { case fees, slippage, cash, stop, target, trailing, hold, size }

    private static let factors = PhraseTable<Double>([
        "double": 2, "doubled": 2, "twice": 2, "triple": 3, "halve": 0.5, "halved": 0.5,
        "half": 0.5, "two times": 2, "three times": 3,
    ])
    private static let scaledParts = PhraseTable<Scaled>([
        "fees": .fees, "fee": .fees, "costs": .fees, "commission": .fees, "commissions": .fees,
        "slippage": .slippage, "cash": .cash, "starting cash": .cash, "capital": .cash,
        "starting capital": .cash, "stop": .stop, "stop loss": .stop, "target": .target,
        "take profit": .target, "profit target": .target, "trailing stop": .trailing,
        "holding time": .hold, "holding period": .hold, "hold": .hold, "position size": .size,
        "size": .size, "position": .size,
    ])

    /// Consumes "double the fees", "twice the stop", "half the holding time".
    mutating func scaledNumber() -> Conversation.Change? {
        skip("use", "with", "at", "make", "charge", "i", "you", "we")
        let start = position
        guard let factor = accept(Self.factors) else { return nil }
        skip("the", "my", "its", "of")
        guard let part = accept(Self.scaledParts) else { return nil }
        // "Half my capital" is how much is put in.
        let isOrder = ["double", "halve", "triple"].contains(tokens[start].key)
        guard isOrder || ![.cash, .size].contains(part) else { return nil }
        skip("were", "was", "doubled", "halved")
        let before = draft
        func scaled(_ value: Double?) -> Double? { value.map { Quantity.rounded($0 * factor) } }
        func scaled(_ distance: StopDistance?) -> StopDistance? {
            switch distance {
            case .fraction(let value): .fraction(Quantity.rounded(value * factor))
            case .ranges(let count, let length): .ranges(Quantity.rounded(count * factor), length)
            case nil: nil
            }
        }
        var kind = Conversation.Change.parameter
        switch part {
        case .fees:
            (draft.fees, draft.fixedFees) = (scaled(draft.fees), scaled(draft.fixedFees))
            kind = .setting
        case .slippage:
            draft.slippage = scaled(draft.slippage)
            kind = .setting
        case .cash:
            draft.cash = scaled(draft.cash ?? 10_000)
            kind = .setting
        case .stop:
            // Of two stops it is open which is meant.
            guard draft.stopLoss == nil || draft.trailingStop == nil else { return nil }
            draft.stopLoss = scaled(draft.stopLoss)
            draft.trailingStop = scaled(draft.trailingStop)
        case .target: draft.takeProfit = scaled(draft.takeProfit)
        case .trailing: draft.trailingStop = scaled(draft.trailingStop)
        case .hold:
            draft = draft.mapConditions { condition in
                condition.mapLookbacks { length, role in
                    let count = Double(length.count) * factor
                    guard role == .hold, let whole = Int(exactly: count), whole >= 1 else {
                        return length
                    }
                    return Lookback(count: whole, unit: length.unit)
                }
            }
        case .size:
            draft.size = scaled(draft.size ?? 1)
            guard (draft.size ?? 1) <= 1 else { return nil }
        }
        return draft == before ? nil : kind
    }
}

extension Condition {
    /// The condition with each part that is no conjunction or disjunction replaced.
    fileprivate func mapLeaves(_ change: (Condition) -> Condition) -> Condition {
        switch self {
        case .all(let parts): .all(parts.map { $0.mapLeaves(change) })
        case .any(let parts): .any(parts.map { $0.mapLeaves(change) })
        default: change(self)
        }
    }
}
