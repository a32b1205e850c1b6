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
        if let distance = stopWish() { return distance }
        if word() == "i", word(1) == "used" { position += 1 }
        let hasVerb =
            accept(
                "change", "replace", "swap", "set", "make", "move", "switch", "turn", "use", "try",
                "take", "put", "have", "with", "increase", "raise", "lower", "decrease", "reduce",
                "used")
        skip("the", "a", "an", "my", "its", "to", "just")
        // "Deeper: 20%" says no more than the number.
        let isCompared = accept("deeper", "shallower", "higher", "bigger", "smaller")
        if isCompared { _ = accept(mark: ":") || accept("at", "by", "to") }
        if let isFast = averageByPace() {
            skip("be", "to", "is", "at", "a", "the")
            guard let value = spokenNumber() else { return nil }
            return NumberWish(old: .average(isFast: isFast), new: value)
        }
        if let part = accept(Self.parts) {
            skip("was", "were", "be", "is", "to", "at", "into", "of", "by")
            guard let value = spokenNumber(), hasVerb || endsClauseHere else { return nil }
            return NumberWish(old: .part(part), new: value)
        }
        let isPronoun = accept("it", "that", "this")
        let isAsked = isPronoun && ["was", "were"].contains(word() ?? "")
        if isPronoun { skip("to", "be", "a", "the", "into", "was", "were") }
        guard let first = spokenNumber() else { return nil }
        if accept("to", "with", "by", "for", "into") {
            skip("a", "an", "the")
            guard hasVerb, let second = spokenNumber() else { return nil }
            return NumberWish(old: .number(first), new: second)
        }
        let isInstead = accept("instead")
        if isInstead && accept("of") || accept(phrase: "rather than") || accept("not") {
            skip("a", "an", "the")
            guard let second = spokenNumber() else { return nil }
            return NumberWish(old: .number(second), new: first)
        }
        if first.role == .streak {
            return NumberWish(old: .part(.anyLength), new: first)
        }
        if isInstead || isCompared || (hasVerb || isAsked) && isPronoun {
            return NumberWish(old: nil, new: first)
        }
        // "50 bars", "use 30 days", "3%": the unit says what it is a number of.
        guard endsClauseHere, first.unit != nil || first.isPercent else { return nil }
        return NumberWish(old: first.unit == nil ? nil : .part(.anyLength), new: first)
    }

    /// Consumes "loosen to 9%", "tighten it to 3": the one stop there is.
    private mutating func stopWish() -> NumberWish? {
        attempt { parser in
            guard parser.accept("loosen", "tighten", "widen", "narrow") else { return nil }
            parser.skip("it", "that", "the", "my", "stop", "up", "to", "a", "bit", ":")
            guard var value = parser.spokenNumber(), parser.endsClauseHere else { return nil }
            value.isPercent = true
            return NumberWish(old: .part(.anyStop), new: value)
        }
    }

    /// Consumes "make both 8%" where the strategy has two percentages.
    mutating func bothNumbers() -> Conversation.Change? {
        skip("make", "set", "use", "change", "put", "have")
        guard accept("both") else { return nil }
        skip("of", "them", "the", "to", "at", "numbers", "levels")
        guard let value = spokenNumber(), value.isPercent, endsClauseHere else { return nil }
        let parts = draft.knownNumbers.filter(\.isPart)
        guard parts.count == 2 else { return nil }
        for part in parts {
            guard let changed = draft.replacing(part, by: NumberWish(old: nil, new: value)) else {
                return nil
            }
            draft = changed
        }
        return .parameter
    }

    /// Numbers that are called by what they are alone.
    private static let parts = PhraseTable<NumberWish.Part>([
        "average": .average, "moving average": .average, "ma": .average, "sma": .average,
        "ema": .average, "holding period": .hold, "holding time": .hold, "hold": .hold,
        "holding": .hold, "length": .length, "window": .length, "period": .length,
        "lookback": .length, "drop": .move, "fall": .move, "gain": .move, "rise": .move,
        "move": .move, "rsi level": .level, "distance": .margin, "margin": .margin,
        "stop": .stop, "stop loss": .stop, "target": .target, "profit target": .target,
        "take profit": .target, "trailing stop": .trailing,
    ])

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

    /// Consumes a number with its unit and the noun behind it.
    private mutating func spokenNumber() -> KnownNumber.Spoken? {
        var spoken: KnownNumber.Spoken
        if let value = number(.plain) {
            spoken = KnownNumber.Spoken(value: value, unit: unit())
        } else if let value = number(.dollars) {
            spoken = KnownNumber.Spoken(value: value)
        } else if let value = number(.percent) {
            spoken = KnownNumber.Spoken(value: value, isPercent: true)
        } else {
            return nil
        }
        let start = position
        skip("simple", "exponential", "moving")
        if accept("average", "ma", "sma", "ema") {
            spoken.role = .average
        } else if accept("return", "move", "drop", "gain") {
            spoken.role = .move
        } else if accept("level", "threshold") {
            spoken.role = .level
        } else if accept("distance", "margin") {
            spoken.role = .margin
        } else {
            position = start
        }
        if accept(phrase: "in a row") || accept("straight", "consecutive", "running") {
            spoken.role = .streak
            skip("days", "bars", "weeks")
        }
        skip("length", "period", "line", "one", "bands", "band", "channel", "window", "lookback")
        return spoken
    }
}

/// What a number of a strategy is to be.
private struct NumberWish {
    enum Part {
        case average, hold, length, anyLength, move, level, margin, stop, target, trailing
        /// Whichever stop there is.
        case anyStop

        func holds(_ number: KnownNumber) -> Bool {
            switch (self, number) {
            case (.average, .length(_, .average)), (.hold, .length(_, .hold)), (.move, .part),
                (.level, .level), (.margin, .margin), (.stop, .stop(.stop, _)),
                (.target, .stop(.target, _)), (.trailing, .stop(.trailing, _)),
                (.anyStop, .stop(.stop, _)), (.anyStop, .stop(.trailing, _)),
                (.anyLength, .length):
                true
            case (.length, .length(_, let role)): role != .hold
            default: false
            }
        }
    }

    enum Old {
        case average(isFast: Bool)
        case part(Part)
        case number(KnownNumber.Spoken)
    }

    /// Which number is meant; nothing where the words leave that open.
    var old: Old?
    var new: KnownNumber.Spoken

    /// Whether the unit alone says of what the number is one.
    var isByUnit: Bool { if case .part(.anyLength)? = old { true } else { false } }
}

private struct Unclear: Error { var message: String }

extension SentenceDraft {
    /// The draft with one of its numbers replaced, or why it is not clear which.
    fileprivate func granting(_ wish: NumberWish) -> Result<SentenceDraft, Unclear> {
        func unclear(_ message: String) -> Result<SentenceDraft, Unclear> {
            .failure(Unclear(message: message))
        }
        let known = knownNumbers
        guard !known.isEmpty else { return unclear(Self.noNumbers) }
        var meant: [KnownNumber]
        switch wish.old {
        case .average(let isFast):
            guard let pair = averagePair else {
                return unclear("There are no two averages. " + said(known, among: known, wish))
            }
            meant = [.length(isFast ? pair.fast : pair.slow, .average)]
        case .number(let old): meant = known.filter { $0.isCalled(old) }
        case .part(let part): meant = known.filter(part.holds)
        case nil where hasWidth: meant = []
        case nil: meant = known.filter { $0.isPart || !wish.new.isPercent }
        }
        meant = fitting(meant, wish)
        guard meant.count == 1, sharing(meant[0]).count <= 1 else {
            return unclear(said(known, among: meant.isEmpty ? known : meant, wish))
        }
        guard let changed = replacing(meant[0], by: wish) else { return unclear(limits(meant[0])) }
        if changed == self { return unclear("That is how it already is: \(meant[0].words).") }
        if let (fast, slow) = averagePair, case .length(let length, .average) = meant[0],
            length == fast || length == slow,
            length == fast
                ? wish.new.value >= Double(slow.count) : wish.new.value <= Double(fast.count)
        {
            return unclear(Self.order(length == fast ? slow : fast))
        }
        return .success(changed)
    }

    /// Of several numbers that may be meant those whose unit or kind was said: "two weeks", "5 days
    /// in a row".
    private func fitting(_ meant: [KnownNumber], _ wish: NumberWish) -> [KnownNumber] {
        guard meant.count > 1, wish.isByUnit else { return meant }
        let chosen = meant.filter { number in
            guard case .length(let length, let role) = number else { return false }
            if wish.new.role == .streak { return role == .streak }
            // Days may be meant of what is counted in weeks, too.
            return length.unit == wish.new.unit && length.unit != .day
        }
        return chosen.count == 1 ? chosen : meant
    }

    private static func order(_ other: Lookback) -> String {
        "The other average has \(other.noun): the fast one has to be the shorter of the two."
    }

    private static let noNumbers =
        "The strategy has no number that could be changed so; say the whole strategy again."

    /// The numbers there are, with words that change one of those that may be meant.
    private func said(
        _ known: [KnownNumber], among meant: [KnownNumber], _ wish: NumberWish
    ) -> String {
        let list = known.map(\.words)
        let all =
            list.count == 1
            ? list[0] : list.dropLast().joined(separator: ", ") + " and " + list[list.count - 1]
        let plain = NumberWish(old: nil, new: .init(value: wish.new.value))
        let fitting = meant.filter { $0.isPart || !wish.new.isPercent }
        let example = fitting.first { replacing($0, by: plain).map { $0 != self } ?? false }
        return "The strategy has \(all): say which is to change"
            + (example.map { ", such as \"\(order(for: $0, to: wish.new.value))\"." } ?? ".")
    }

    /// Whether it has bands, whose width may be meant by a bare number.
    private var hasWidth: Bool {
        [entry, shortEntry].compactMap { $0 }.contains { condition in
            var found = false
            condition.visit { if case .band = $0 { found = true } }
            return found
        }
    }

    /// Words that change one number and nothing else.
    func order(for number: KnownNumber, to value: Double) -> String {
        let leaves = sharing(number)
        guard leaves.count > 1, let leaf = leaves.first else { return number.order(to: value) }
        let wording = Wording(traded: traded.first ?? "")
        return wording.clause(
            leaf.mapLevels { left, _, old in
                left.measure == .fraction ? (old < 0 ? -value : value) / 100 : value
            })
    }

    /// The comparisons with a level that may each be meant, those of entries first: of different
    /// things, or of one with a gain and a loss.
    private func sharing(_ number: KnownNumber) -> [Condition] {
        let level: Double
        switch number {
        case .level(let value), .part(let value): level = value
        default: return []
        }
        var conditions = [entry, shortEntry].compactMap { $0 }
        for case .condition(let condition)? in [exit, shortExit] { conditions.append(condition) }
        var found: [Condition] = []
        for leaf in conditions.flatMap(\.leaves) {
            guard case .some((let left, _, .number(let other))) = leaf.sides,
                abs(other) == abs(level),
                !found.contains(where: { one in
                    guard case .some((left, _, .number(other))) = one.sides else { return false }
                    return true
                })
            else { continue }
            found.append(leaf)
        }
        return found
    }

    /// What may take the place of a number.
    private func limits(_ known: KnownNumber) -> String {
        let range =
            switch known {
            case .length: "a whole number from 1 on, in the unit that it has"
            case .level: "a plain number"
            case .part, .margin: "a percentage above 0%"
            case .stop: "a percentage above 0% and at most 100%"
            }
        return "In place of \(known.words) stands \(range)."
    }

    fileprivate func replacing(_ known: KnownNumber, by wish: NumberWish) -> SentenceDraft? {
        let (value, unit) = (wish.new.value, wish.new.unit)
        switch known {
        case .length(let old, let role):
            guard let count = Int(exactly: value), count >= 1, !wish.new.isPercent else {
                return nil
            }
            let new = Lookback(count: count, unit: unit ?? old.unit)
            // "The fast one" is one of the two averages, whatever else is as long.
            if case .average = wish.old {
                return mapConditions { $0.mapLengths { $0 == old ? new : $0 } }
            }
            return mapConditions { $0.mapLookbacks { $0 == old && $1 == role ? new : $0 } }
        case .level(let old):
            guard unit == nil, !wish.new.isPercent else { return nil }
            // "Change 2 to 2.5" of what lies below -2 keeps its side.
            var isUnsigned = false
            if old < 0, value > 0, case .number(let spoken)? = wish.old {
                isUnsigned = spoken.value > 0
            }
            let new = isUnsigned ? -value : value
            return mapConditions {
                $0.mapLevels { _, _, level in level == old ? new : level }
            }
        case .margin(let old):
            guard unit == nil, value > 0 else { return nil }
            let new = (old < 0 ? -value : value) / 100
            return mapConditions { $0.mapMargins { $0 == old ? new : $0 } }
        case .part(let old):
            guard unit == nil, value > 0 else { return nil }
            let new = value / 100
            return mapConditions {
                $0.mapLevels { left, _, level in
                    left.measure == .fraction && level == old ? (level < 0 ? -new : new) : level
                }
            }
        case .stop(let stop, _):
            guard unit == nil, value > 0, value <= 100 else { return nil }
            var changed = self
            stop.set(value / 100, in: &changed)
            return changed
        }
    }
}
