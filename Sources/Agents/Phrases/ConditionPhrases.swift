import AlmanacCore

/// Conditions: comparisons and idioms, joined by "and" and "or".
extension SentenceParser {
    static let introductions = PhraseTable(phrases: [
        "when", "whenever", "if", "once", "as soon as", "each time", "every time", "any time",
        "anytime", "on", "upon", "after", "while", "as long as", "where", "only when", "only if",
        "only while", "at", "when the", "whilst", "provided", "provided that", "given",
        "given that",
        "in case", "but only when", "but only if", "but only while", "on the condition that",
    ])
    private static let conjunctions = PhraseTable(phrases: [
        "and", "but only", "and only", "but", "and also", "and at the same time", "while",
        "as long as", "provided that", "provided", "with", "and while", "and if", "and when",
        "but only if", "but only when", "but only while", "and only if", "and only when",
        "and only while", "only if", "only when", "only while", "if", "when", "where",
    ])

    /// Consumes a condition: conjunctions of comparisons, joined by "or".
    mutating func condition() -> Condition? {
        attempt { parser in
            guard let first = parser.conjunction() else { return nil }
            var parts = [first]
            while let next = parser.attempt({ parser -> Condition? in
                _ = parser.accept(mark: ",")
                guard parser.accept("or") else { return nil }
                _ = parser.accept(Self.introductions)
                return parser.continuation(of: parts.last) ?? parser.conjunction()
            }) {
                parts.append(next)
            }
            return .disjunction(parts)
        }
    }

    private mutating func conjunction() -> Condition? {
        guard let first = single() else { return nil }
        var parts = [first]
        while let next = attempt({ parser -> Condition? in
            let hasComma = parser.accept(mark: ",")
            guard
                parser.accept(Self.conjunctions) != nil || (hasComma && parser.startsCondition)
                    || (!hasComma && parser.startsFilter) || parser.word() == "except"
            else { return nil }
            _ = parser.accept(Self.introductions)
            return parser.continuation(of: parts.last) ?? parser.single()
        }) {
            parts.append(next)
        }
        return .conjunction(parts)
    }

    /// Whether a further condition may follow a bare comma.
    private var startsCondition: Bool { word() == "its" || word() == "rsi" || word() == "macd" }

    /// Whether "above the 200 sma" follows a condition at once.
    private var startsFilter: Bool {
        guard ["above", "below", "over", "under"].contains(word()) else { return false }
        return ["the", "its"].contains(word(1))
    }

    /// Consumes "only above the 200-day line" or "but only if …" behind a strategy by name: it buys
    /// only where that holds too.
    mutating func filterClause() -> Bool? {
        guard draft.isNamed, let entry = draft.entry, entry != .firstBar else { return nil }
        skip("but", "and")
        guard accept("only", "while", "provided") else { return nil }
        _ = accept(Self.introductions)
        skip("it", "is")
        subject = .traded
        bias = .up
        antecedent = nil
        guard let filter = condition() else { return nil }
        draft.entry = .conjunction([entry, filter])
        return true
    }

    /// Consumes a comparison that leaves out its left side: "… and below 70".
    private mutating func continuation(of previous: Condition?) -> Condition? {
        let left: Quantity
        switch previous {
        case .compare(let quantity, _, _, _), .cross(let quantity, _, _): left = quantity
        default: return nil
        }
        return attempt { parser in
            guard let comparator = parser.comparator() else { return nil }
            return parser.comparison(left, comparator)
        }
    }

    /// Consumes one condition.
    mutating func single() -> Condition? {
        first([
            { $0.idiom() },
            { $0.eventCondition() },
            { $0.calendarCondition() },
            { $0.exceptCalendar() },
            { $0.streak() },
            { $0.move() },
            { $0.oversold() },
            { $0.newExtreme() },
            { $0.atExtreme() },
            { $0.atLevel() },
            { $0.breakout() },
            { $0.averagesCross() },
            { $0.signalCross() },
            { $0.textCondition() },
            { $0.pronoun() },
            { parser in
                let isPronoun = ["it", "this", "that"].contains(parser.word())
                guard let left = parser.quantity(), let found = parser.related(left) else {
                    return nil
                }
                return isPronoun && parser.isVague ? nil : found
            },
            { $0.elliptical() },
            { $0.repeated() },
        ])
    }

    /// Consumes a comparison whose "it" is an indicator named before: "sell when it is above 70".
    ///
    /// Where both the indicator and the price could be meant, the words decide: a number or a
    /// quantity of the indicator's own measure speaks of the indicator.
    private mutating func pronoun() -> Condition? {
        guard let antecedent, accept("it", "this", "that") else { return nil }
        if ["closes", "close", "closed", "trades"].contains(word()) { return nil }
        guard let condition = related(antecedent) else { return nil }
        switch (antecedent.measure, condition) {
        case (.oscillator, .compare(_, _, .average, _)), (.oscillator, .cross(_, _, .average)),
            (.fraction, .compare(_, _, .average, _)), (.fraction, .cross(_, _, .average)):
            return nil
        default: return condition
        }
    }

    /// Consumes a comparison without a left side: "a break above its 20-day high", "above 70".
    ///
    /// Behind an indicator the number speaks of the indicator, otherwise of the price.
    private mutating func elliptical() -> Condition? {
        if let antecedent,
            let condition = attempt({ parser -> Condition? in
                guard let comparator = parser.comparator() else { return nil }
                return parser.comparison(antecedent, comparator)
            })
        {
            return condition
        }
        if let antecedent, let condition = attempt({ $0.signed(antecedent) }) { return condition }
        if antecedent == nil, hasIndicator, let only = onlyOscillator,
            let condition = attempt({ parser -> Condition? in
                guard let comparator = parser.comparator(),
                    case .number(_, .plain) = parser.token()?.kind
                else { return nil }
                return parser.comparison(only, comparator)
            })
        {
            return condition
        }
        skipArticles()
        guard let comparator = comparator() else { return nil }
        guard let found = comparison(.price(.close, subject), comparator), !isVague else {
            return nil
        }
        return found
    }

    /// The one oscillator that the entry compares, which a bare number of an exit speaks of.
    private var onlyOscillator: Quantity? {
        var found: [Quantity] = []
        for leaf in (draft.entry ?? draft.shortEntry)?.leaves ?? [] {
            if let left = leaf.sides?.left, left.measure == .oscillator, !found.contains(left) {
                found.append(left)
            }
        }
        return found.count == 1 ? found[0] : nil
    }

    /// Whether a bare number was just compared with an unnamed price although the sentence speaks
    /// of indicators too, so that either could be meant.
    private var isVague: Bool {
        guard hasIndicator, case .number(_, .plain) = tokens[position - 1].kind else {
            return false
        }
        return true
    }

    /// Consumes "it goes below" in an exit: the entry's comparison the other way.
    private mutating func repeated() -> Condition? {
        guard bias == .down || draft.entry == nil,
            let entry = bias == .down ? draft.entry ?? draft.shortEntry : draft.shortEntry
        else { return nil }
        skip("it", "they", "price", "the", "average", "averages")
        guard let comparator = comparator(), let direction = comparator.direction else {
            return nil
        }
        // "back over it": the level that was named before.
        skip("it", "that", "this", "them")
        guard endsClause,
            case .some((let left, let earlier, let right)) = entry.leaves.first.flatMap(\.sides),
            direction == earlier.reversed
        else { return nil }
        if comparator.kind == .level {
            return .compare(left, direction, right, inclusive: comparator.isInclusive)
        }
        return .cross(left, direction, right)
    }

    /// Whether the clause ends here, so that nothing more is said of it.
    private var endsClause: Bool {
        guard let token = token() else { return true }
        switch token.kind {
        case .mark: return true
        case .word(let word):
            return ["and", "with", "or", "again", "on", "from", "since"].contains(word)
        default: return false
        }
    }

    /// Consumes what is said of a quantity.
    private mutating func related(_ left: Quantity) -> Condition? {
        if case .number = left { return nil }
        return first([
            { $0.deviation(of: left) },
            { $0.shiftedComparison(left) },
            { $0.signed(left) },
            { $0.range(of: left) },
            { $0.nearness(of: left) },
            { parser in
                guard let comparator = parser.comparator() else { return nil }
                return parser.comparison(left, comparator)
            },
        ])
    }

    /// Consumes the right side of a comparison.
    private mutating func comparison(_ left: Quantity, _ comparator: Comparator) -> Condition? {
        let saved = elidedAverage
        defer { elidedAverage = saved }
        if case .average(let kind, _, _) = left { elidedAverage = kind }
        guard let right = rightSide(of: left) else { return nil }
        var comparator = comparator
        if let way = sideOfOrigin() {
            guard comparator.direction == nil || comparator.direction == way else {
                return fail("the words say two different ways")
            }
            comparator.direction = way
        }
        antecedent = left.measure == .price ? nil : left
        if antecedent != nil { hasIndicator = true }
        return related(left, comparator, right)
    }

    /// The condition that a comparator makes of two quantities, where it makes sense.
    private mutating func related(
        _ left: Quantity, _ comparator: Comparator, _ right: Quantity
    ) -> Condition? {
        guard left != right else { return fail("the two sides of the comparison are the same") }
        if comparator.kind == .level, let direction = comparator.direction {
            return .compare(left, direction, right, inclusive: comparator.isInclusive)
        }
        let direction = comparator.direction ?? naturalDirection(left, right)
        switch comparator.kind {
        case .reach:
            return .compare(left, direction, right, inclusive: true)
        case .cross, .level:
            if case .extreme(let side, _, _) = right, side == direction {
                // A channel moves with the price: passing it and being beyond it are the same.
                return .compare(left, direction, right, inclusive: false)
            }
            if comparator.direction == nil {
                draft.assume(
                    "\"crosses\" means crosses \(direction == .up ? "above" : "below")")
            }
            return .cross(left, direction, right)
        }
    }

    /// The way that words without a preposition go: towards the side that the right side is on.
    private func naturalDirection(_ left: Quantity, _ right: Quantity) -> Direction {
        switch (left, right) {
        case (_, .extreme(let side, _, _)): side
        case (_, .band(.upper, _, _, _)): .up
        case (_, .band(.lower, _, _, _)): .down
        case (.rsi, .number(let bound)): bound >= 50 ? .up : .down
        default: bias
        }
    }

    /// Consumes "from below" or "from above", which say the way of a cross.
    private mutating func sideOfOrigin() -> Direction? {
        if accept(phrase: "from below") || accept(phrase: "from underneath")
            || accept(phrase: "to the upside")
        {
            return .up
        }
        if accept(phrase: "to the downside") { return .down }
        return accept(phrase: "from above") ? .down : nil
    }

    /// Consumes a quantity or a number in the unit of the left side.
    private mutating func rightSide(of left: Quantity) -> Quantity? {
        first([
            { parser in parser.multiple(of: left) },
            { parser in
                let isOwn = parser.word() == "its" || parser.word() == "their"
                guard let right = parser.quantity() else { return nil }
                return parser.matched(left, right, isOwn: isOwn)
            },
            { parser in
                left.measure == .price && parser.elidedAverage == nil ? parser.elidedLevel() : nil
            },
            { $0.literal(for: left) },
        ])
    }

    /// The right side, with "its average" of an indicator read as an average of that indicator.
    private mutating func matched(_ left: Quantity, _ right: Quantity, isOwn: Bool) -> Quantity? {
        if left.measure == right.measure { return right }
        if isOwn || left.measure == .volume || left.measure == .ratio,
            case .average(let kind, .price(.close, _), let length) = right
        {
            return .average(kind, left, length)
        }
        return fail("the two sides of the comparison measure different things")
    }

    /// Consumes a number in the unit of what it is compared with.
    mutating func literal(for left: Quantity) -> Quantity? {
        skip("the", "a", "level", "of", "value")
        guard case .number(let value, let unit) = token()?.kind else { return nil }
        let accepted: Double?
        switch (left.measure, unit) {
        case (.fraction, .percent): accepted = value / 100
        case (.fraction, .plain) where draft.entry != nil && value != 0:
            // "own it over 3.5%, sell under 2.5": the unit was said before.
            draft.assume("\(JSON.text(of: value)) means \(JSON.text(of: value))%")
            accepted = value / 100
        case (.fraction, .plain): accepted = value == 0 ? 0 : nil
        case (.price, .plain), (.price, .dollars), (.macd, .plain), (.ratio, .plain),
            (.zscore, .plain), (.volume, .plain), (.level, .plain):
            accepted = value
        case (.sentiment, .plain): accepted = abs(value) <= 1 ? value : nil
        case (.oscillator, .plain), (.oscillator, .percent):
            accepted = (0...100).contains(value) ? value : nil
        default: accepted = nil
        }
        guard let accepted else {
            return fail(
                left.measure == .fraction
                    ? "a return or volatility is compared with a percentage"
                    : left.measure == .oscillator
                        ? "an RSI lies between 0 and 100"
                        : "this number has the wrong unit for what it is compared with")
        }
        position += 1
        if unit == .plain || unit == .percent { skip("level", "line") }
        return .number(accepted)
    }

    /// Consumes "0.95 times its 50-day average" or "95% of its 50-day average".
    private mutating func multiple(of left: Quantity) -> Quantity? {
        let factor: Double
        if accept("twice", "double") {
            factor = 2
        } else if accept("triple") || accept(phrase: "three times") {
            factor = 3
        } else if let fraction = percentage() {
            guard accept("of") else { return nil }
            factor = fraction
        } else {
            guard let times = number(.plain), accept("times", "x") else { return nil }
            factor = times
        }
        guard factor > 0, let base = quantity() else { return nil }
        guard let base = matched(left, base, isOwn: true) else { return nil }
        return .shifted(base, by: Self.rounded(factor - 1))
    }

    /// The value without the noise that decimal fractions leave behind.
    static func rounded(_ value: Double) -> Double { (value * 1e10).rounded() / 1e10 }
}
