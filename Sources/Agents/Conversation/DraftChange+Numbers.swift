import AlmanacCore

/// Changes of numbers that are called by what they are: "change the 14 to 21", "use the 50 day
/// instead of the 20", "change fast to 10", "make it 20 instead".
extension SentenceParser {
    /// Consumes what a number of the strategy is to be, where it is clear which is meant.
    mutating func changedKnownNumber() -> Conversation.Change? {
        guard let wish = numberWish(), case .success(let changed) = draft.granting(wish) else {
            return nil
        }
        draft = changed
        return .parameter
    }

    /// Consumes the same where it is not clear, and says which numbers there are.
    mutating func unclearNumber() -> String? {
        guard let wish = numberWish(), case .failure(let why) = draft.granting(wish) else {
            return nil
        }
        return why.message
    }

    private mutating func numberWish() -> NumberWish? {
        let hasVerb = accept(
            "change", "replace", "swap", "set", "make", "move", "switch", "turn", "use", "try",
            "take", "put", "have", "with")
        skip("the", "a", "an", "my", "its", "to", "just")
        if let isFast = averageByPace() {
            skip("be", "to", "is", "at", "a", "the")
            guard let value = amount() else { return nil }
            skipNouns()
            return NumberWish(old: .average(isFast: isFast), value: value.value, unit: value.unit)
        }
        let isPronoun = accept("it", "that", "this")
        if isPronoun { skip("to", "be", "a", "the", "into") }
        guard let first = amount() else { return nil }
        skipNouns()
        if accept("to", "with", "by", "for", "into") {
            skip("a", "an", "the")
            guard hasVerb, let second = amount() else { return nil }
            skipNouns()
            return NumberWish(
                old: .number(first.value, first.unit), value: second.value, unit: second.unit)
        }
        let isInstead = accept("instead")
        if isInstead && accept("of") || accept(phrase: "rather than") || accept("not") {
            skip("a", "an", "the")
            guard let second = amount() else { return nil }
            skipNouns()
            return NumberWish(
                old: .number(second.value, second.unit), value: first.value, unit: first.unit)
        }
        guard isInstead || hasVerb && isPronoun else { return nil }
        return NumberWish(old: nil, value: first.value, unit: first.unit)
    }

    private mutating func averageByPace() -> Bool? {
        let isFast: Bool
        if accept("fast", "faster", "short", "shorter", "quick") {
            isFast = true
        } else if accept("slow", "slower", "long", "longer") {
            isFast = false
        } else {
            return nil
        }
        // "The slow one" is cut into a word and the number 1.
        if token()?.kind == .number(1, .plain), token(1)?.key != nil { position += 1 }
        skip("one", "moving", "average", "ma", "sma", "ema", "length", "period", "line")
        return isFast
    }

    private mutating func amount() -> (value: Double, unit: Lookback.Unit?)? {
        number(.plain).map { ($0, unit()) }
    }

    private mutating func skipNouns() {
        skip("moving", "average", "ma", "sma", "ema", "length", "period", "level", "line", "one")
    }
}

/// What a number of a strategy is to be.
private struct NumberWish {
    enum Old {
        case average(isFast: Bool)
        case number(Double, Lookback.Unit?)
    }

    /// Which number is meant; nothing where the words leave that open.
    var old: Old?
    var value: Double
    var unit: Lookback.Unit?
}

/// A number that a strategy names.
private enum KnownNumber: Equatable {
    case length(Lookback)
    case level(Double)

    var words: String {
        switch self {
        case .length(let length): "a length of \(length.noun)"
        case .level(let level): "a level of \(JSON.text(of: level))"
        }
    }

    func isCalled(_ value: Double, _ unit: Lookback.Unit?) -> Bool {
        switch self {
        case .length(let length):
            Double(length.count) == value && (unit == nil || unit == length.unit)
        case .level(let level): level == value && unit == nil
        }
    }
}

private struct Unclear: Error { var message: String }

extension SentenceDraft {
    /// The draft with one of its numbers replaced, or why it is not clear which.
    fileprivate func granting(_ wish: NumberWish) -> Result<SentenceDraft, Unclear> {
        let known = knownNumbers
        guard !known.isEmpty else { return .failure(Unclear(message: Self.noNumbers)) }
        let meant: [KnownNumber]
        switch wish.old {
        case .average(let isFast):
            guard let pair = averagePair else {
                return .failure(Unclear(message: "There are no two averages. " + said(known, wish)))
            }
            meant = [.length(isFast ? pair.fast : pair.slow)]
        case .number(let old, let unit): meant = known.filter { $0.isCalled(old, unit) }
        case nil: meant = known
        }
        guard meant.count == 1, let changed = replacing(meant[0], by: wish), changed != self else {
            return .failure(Unclear(message: said(known, wish)))
        }
        if let (fast, slow) = averagePair, [.length(fast), .length(slow)].contains(meant[0]),
            meant[0] == .length(fast)
                ? wish.value >= Double(slow.count) : wish.value <= Double(fast.count)
        {
            return .failure(Unclear(message: Self.order(meant[0] == .length(fast) ? slow : fast)))
        }
        return .success(changed)
    }

    private static func order(_ other: Lookback) -> String {
        "The other average has \(other.noun): the fast one has to be the shorter of the two."
    }

    private static let noNumbers =
        "The strategy has no number that could be changed so; say the whole strategy again."

    private func said(_ known: [KnownNumber], _ wish: NumberWish) -> String {
        let list = known.map(\.words)
        let all =
            list.count == 1
            ? list[0] : list.dropLast().joined(separator: ", ") + " and " + list[list.count - 1]
        let example: String
        switch known[0] {
        case .length(let length): example = String(length.count)
        case .level(let level): example = JSON.text(of: level)
        }
        return "The strategy has \(all): say which is to change, such as \"change \(example) to "
            + "\(JSON.text(of: wish.value))\"."
    }

    private func replacing(_ known: KnownNumber, by wish: NumberWish) -> SentenceDraft? {
        switch known {
        case .length(let old):
            guard let count = Int(exactly: wish.value), count >= 1 else { return nil }
            let new = Lookback(count: count, unit: wish.unit ?? old.unit)
            return mapConditions { $0.mapLookbacks { $0 == old ? new : $0 } }
        case .level(let old):
            guard wish.unit == nil else { return nil }
            return mapConditions {
                $0.mapLevels { _, _, level in level == old ? wish.value : level }
            }
        }
    }

    /// The numbers of the conditions, each once, in reading order.
    private var knownNumbers: [KnownNumber] {
        var conditions = [entry, shortEntry].compactMap { $0 }
        for case .condition(let condition)? in [exit, shortExit] { conditions.append(condition) }
        var found: [KnownNumber] = []
        func add(_ number: KnownNumber) { if !found.contains(number) { found.append(number) } }
        for leaf in conditions.flatMap(\.leaves) {
            switch leaf {
            case .streak(_, _, let length), .elapsed(let length): add(.length(length))
            default: leaf.visit { if let length = $0.ownLookback { add(.length(length)) } }
            }
            if let (left, _, right) = leaf.sides, case .number(let level) = right,
                left.measure != .fraction, level != 0
            {
                add(.level(level))
            }
        }
        return found
    }
}

extension Condition {
    /// The condition with every length replaced.
    fileprivate func mapLookbacks(_ change: (Lookback) -> Lookback) -> Condition {
        switch self {
        case .compare(let left, let way, let right, let inclusive):
            .compare(
                left.mapLookbacks(change), way, right.mapLookbacks(change), inclusive: inclusive)
        case .cross(let left, let way, let right):
            .cross(left.mapLookbacks(change), way, right.mapLookbacks(change))
        case .between(let quantity, let low, let high):
            .between(quantity.mapLookbacks(change), low, high)
        case .within(let quantity, let bound): .within(quantity.mapLookbacks(change), bound)
        case .streak(let subject, let way, let length): .streak(subject, way, change(length))
        case .elapsed(let length): .elapsed(change(length))
        case .all(let parts): .all(parts.map { $0.mapLookbacks(change) })
        case .any(let parts): .any(parts.map { $0.mapLookbacks(change) })
        case .firstBar, .happens, .calendar: self
        }
    }
}

extension Quantity {
    /// The quantity with every length replaced, its own and those inside it.
    fileprivate func mapLookbacks(_ change: (Lookback) -> Lookback) -> Quantity {
        switch self {
        case .number, .price, .macd, .signal: self
        case .average(let kind, let source, let length):
            .average(kind, source.mapLookbacks(change), change(length))
        case .rsi(let subject, let length): .rsi(subject, change(length))
        case .band(let part, let subject, let length, let width):
            .band(part, subject, change(length), width: width)
        case .extreme(let way, let subject, let length): .extreme(way, subject, length.map(change))
        case .change(let source, let length): .change(source.mapLookbacks(change), change(length))
        case .ratio(let left, let right):
            .ratio(left.mapLookbacks(change), right.mapLookbacks(change))
        case .spread(let left, let right):
            .spread(left.mapLookbacks(change), right.mapLookbacks(change))
        case .zscore(let source, let length): .zscore(source.mapLookbacks(change), change(length))
        case .volatility(let subject, let length): .volatility(subject, change(length))
        case .shifted(let source, let by): .shifted(source.mapLookbacks(change), by: by)
        case .indicator(let indicator, let subject, let length):
            .indicator(indicator, subject, length.map(change))
        case .difference(let source, let length):
            .difference(source.mapLookbacks(change), change(length))
        }
    }
}
