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
    case length(Lookback, Role)
    case level(Double)
    /// A level that is a part, such as a return of 5%.
    case part(Double)
    case stop(Stop, Double)

    enum Stop: String, CaseIterable {
        case stop, target
        case trailing = "trailing stop"
        case size = "position size"

        var path: WritableKeyPath<SentenceDraft, Double?> {
            switch self {
            case .stop: \.stopLoss
            case .target: \.takeProfit
            case .trailing: \.trailingStop
            case .size: \.size
            }
        }
    }

    var words: String {
        switch self {
        case .length(let length, .hold): "a holding time of \(length.noun)"
        case .length(let length, .move): "a return over \(length.noun)"
        case .length(let length, .streak): "a streak of \(length.noun)"
        case .length(let length, _): "a length of \(length.noun)"
        case .level(let level): "a level of \(JSON.text(of: level))"
        case .part(let part): "a level of \(JSON.text(of: percent(part)))%"
        case .stop(let stop, let part): "a \(stop.rawValue) of \(JSON.text(of: percent(part)))%"
        }
    }

    /// The number as it is called.
    var said: String {
        switch self {
        case .length(let length, _): String(length.count)
        case .level(let level): JSON.text(of: level)
        case .part(let part), .stop(_, let part): JSON.text(of: percent(part))
        }
    }

    func isCalled(_ value: Double, _ unit: Lookback.Unit?) -> Bool {
        switch self {
        case .length(let length, _):
            Double(length.count) == value && (unit == nil || unit == length.unit)
        case .level(let level): level == value && unit == nil
        case .part(let part), .stop(_, let part): percent(part) == value && unit == nil
        }
    }

    /// A part in hundredths, without its sign and what its binary form adds.
    private func percent(_ part: Double) -> Double { (abs(part) * 1e6).rounded() / 1e4 }
}

/// What a length is one of.
private enum Role { case average, move, hold, streak, other }

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
            meant = [.length(isFast ? pair.fast : pair.slow, .average)]
        case .number(let old, let unit): meant = known.filter { $0.isCalled(old, unit) }
        case nil: meant = known
        }
        guard meant.count == 1, let changed = replacing(meant[0], by: wish), changed != self else {
            return .failure(Unclear(message: said(known, wish)))
        }
        if let (fast, slow) = averagePair, case .length(let length, .average) = meant[0],
            length == fast || length == slow,
            length == fast
                ? wish.value >= Double(slow.count) : wish.value <= Double(fast.count)
        {
            return .failure(Unclear(message: Self.order(length == fast ? slow : fast)))
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
        return
            "The strategy has \(all): say which is to change, such as \"change \(known[0].said) to "
            + "\(JSON.text(of: wish.value))\"."
    }

    private func replacing(_ known: KnownNumber, by wish: NumberWish) -> SentenceDraft? {
        switch known {
        case .length(let old, let role):
            guard let count = Int(exactly: wish.value), count >= 1 else { return nil }
            let new = Lookback(count: count, unit: wish.unit ?? old.unit)
            // "The fast one" is one of the two averages, whatever else is as long.
            if case .average = wish.old {
                return mapConditions { $0.mapLengths { $0 == old ? new : $0 } }
            }
            return mapConditions { $0.mapLookbacks { $0 == old && $1 == role ? new : $0 } }
        case .level(let old):
            guard wish.unit == nil else { return nil }
            return mapConditions {
                $0.mapLevels { _, _, level in level == old ? wish.value : level }
            }
        case .part(let old):
            guard wish.unit == nil, wish.value > 0 else { return nil }
            let new = wish.value / 100
            return mapConditions {
                $0.mapLevels { left, _, level in
                    left.measure == .fraction && level == old ? (level < 0 ? -new : new) : level
                }
            }
        case .stop(let stop, _):
            guard wish.unit == nil, wish.value > 0, wish.value <= 100 else { return nil }
            var changed = self
            changed[keyPath: stop.path] = wish.value / 100
            return changed
        }
    }

    /// The numbers of the conditions and the stops, each once, in reading order.
    private var knownNumbers: [KnownNumber] {
        var conditions = [entry, shortEntry].compactMap { $0 }
        for case .condition(let condition)? in [exit, shortExit] { conditions.append(condition) }
        var found: [KnownNumber] = []
        func add(_ number: KnownNumber) { if !found.contains(number) { found.append(number) } }
        for leaf in conditions.flatMap(\.leaves) {
            switch leaf {
            case .streak(_, _, let length): add(.length(length, .streak))
            case .elapsed(let length): add(.length(length, .hold))
            default: leaf.visit { if let length = $0.ownLookback { add(.length(length, $0.role)) } }
            }
            if let (left, _, right) = leaf.sides, case .number(let level) = right, level != 0 {
                add(left.measure == .fraction ? .part(level) : .level(level))
            }
        }
        for stop in KnownNumber.Stop.allCases {
            if let part = self[keyPath: stop.path] { add(.stop(stop, part)) }
        }
        return found
    }
}

extension Condition {
    /// The condition with every length replaced.
    fileprivate func mapLookbacks(_ change: (Lookback, Role) -> Lookback) -> Condition {
        switch self {
        case .compare(let left, let way, let right, let inclusive):
            .compare(
                left.mapLookbacks(change), way, right.mapLookbacks(change), inclusive: inclusive)
        case .cross(let left, let way, let right):
            .cross(left.mapLookbacks(change), way, right.mapLookbacks(change))
        case .between(let quantity, let low, let high):
            .between(quantity.mapLookbacks(change), low, high)
        case .within(let quantity, let bound): .within(quantity.mapLookbacks(change), bound)
        case .streak(let subject, let way, let length):
            .streak(subject, way, change(length, .streak))
        case .elapsed(let length): .elapsed(change(length, .hold))
        case .all(let parts): .all(parts.map { $0.mapLookbacks(change) })
        case .any(let parts): .any(parts.map { $0.mapLookbacks(change) })
        case .firstBar, .happens, .calendar: self
        }
    }
}

extension Quantity {
    /// What the length of the quantity is one of.
    fileprivate var role: Role {
        switch self {
        case .average: .average
        case .change, .difference: .move
        default: .other
        }
    }

    /// The quantity with every length replaced, its own and those inside it.
    fileprivate func mapLookbacks(_ change: (Lookback, Role) -> Lookback) -> Quantity {
        func changed(_ length: Lookback) -> Lookback { change(length, role) }
        return switch self {
        case .number, .price, .macd, .signal: self
        case .average(let kind, let source, let length):
            .average(kind, source.mapLookbacks(change), changed(length))
        case .rsi(let subject, let length): .rsi(subject, changed(length))
        case .band(let part, let subject, let length, let width):
            .band(part, subject, changed(length), width: width)
        case .extreme(let way, let subject, let length): .extreme(way, subject, length.map(changed))
        case .change(let source, let length): .change(source.mapLookbacks(change), changed(length))
        case .ratio(let left, let right):
            .ratio(left.mapLookbacks(change), right.mapLookbacks(change))
        case .spread(let left, let right):
            .spread(left.mapLookbacks(change), right.mapLookbacks(change))
        case .zscore(let source, let length): .zscore(source.mapLookbacks(change), changed(length))
        case .volatility(let subject, let length): .volatility(subject, changed(length))
        case .shifted(let source, let by): .shifted(source.mapLookbacks(change), by: by)
        case .indicator(let indicator, let subject, let length):
            .indicator(indicator, subject, length.map(changed))
        case .difference(let source, let length):
            .difference(source.mapLookbacks(change), changed(length))
        }
    }
}
