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
    private static let plainConjunctions = PhraseTable(phrases: [
        "and", "and also", "and at the same time", "with", "and if", "and when",
    ])

    /// Consumes a condition: conjunctions of comparisons, joined by "or".
    mutating func condition() -> Condition? {
        attempt { parser in
            guard let first = parser.conjunction() else { return nil }
            var parts = [first]
            while let next = parser.attempt({ parser -> Condition? in
                _ = parser.accept(mark: ",")
                guard parser.accept("or") else { return nil }
                // "or after 20 days" is another end of a position, not a price of 20 days.
                if parser.isExit, parser.word() == "after" { return nil }
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
            if !parser.isExit, parser.accept("unless") {
                return parser.single().flatMap { $0.isEvent ? nil : $0.negated }
            }
            // Behind an exit, "but only if …" may as well be meant for the entry.
            let joins = parser.isExit ? Self.plainConjunctions : Self.conjunctions
            guard
                parser.accept(joins) != nil || parser.accept(mark: "&")
                    || (hasComma && parser.startsCondition)
                    || (!hasComma && parser.startsFilter) || parser.word() == "except"
            else { return nil }
            if parser.isExit, parser.word() == "only" { return nil }
            _ = parser.accept(Self.introductions)
            return parser.continuation(of: parts.last) ?? parser.single()
        }) {
            parts.append(next)
        }
        // "After earnings if it beat expectations": the report is told by what it said.
        if parts.contains(where: { Self.tellsEarnings($0) }) {
            parts.removeAll { $0 == .happens([SourceMention("earnings", nil, event: "earnings")]) }
        }
        return .conjunction(parts)
    }

    private static func tellsEarnings(_ condition: Condition) -> Bool {
        guard case .happens(let mentions) = condition else { return false }
        return mentions.allSatisfy { $0.row == "surprises" }
    }

    /// Whether a further condition may follow a bare comma.
    private var startsCondition: Bool {
        word() == "its" || word() == "rsi" || word() == "macd" || closeIsAPrice
    }

    /// Whether "close above the 200-day average" follows, where "close" is the price: no sale, and
    /// nothing of an indicator that was named before.
    var closeIsAPrice: Bool {
        guard let word = word(), word == "close" || word == "closes" else { return false }
        var probe = self
        probe.position += 1
        guard probe.comparator() != nil, let right = probe.quantity() else { return false }
        if case .number = right { return false }
        return true
    }

    /// Whether "above the 200 sma" follows a condition at once.
    private var startsFilter: Bool {
        guard ["above", "below", "over", "under"].contains(word()) else { return false }
        return ["the", "its"].contains(word(1))
    }

    /// Consumes "only above the 200-day line" or "but only if …" behind a strategy by name: it buys
    /// only where that holds too.
    ///
    /// Behind an exit it is meant for the entry too.
    mutating func filterClause() -> Bool? {
        let isBehindExit = draft.exit != nil && !draft.isNamed
        guard draft.isNamed || isBehindExit, let entry = draft.entry, entry != .firstBar else {
            return nil
        }
        // Without a comma it may as well be asked of the exit.
        guard accept(mark: ",") || !isBehindExit else { return nil }
        skip("but", "and")
        let isDenied = accept("unless")
        guard isDenied || (isBehindExit ? accept("only") : accept("only", "while", "provided"))
        else { return nil }
        _ = accept(Self.introductions)
        skip("it", "is")
        subject = .traded
        bias = .up
        antecedent = nil
        guard var filter = condition() else { return nil }
        if isDenied {
            guard !filter.isEvent, let denied = filter.negated else { return nil }
            filter = denied
        }
        if isBehindExit { draft.assume("what is said behind the exit is asked of entries only") }
        draft.entry = .conjunction([entry, filter])
        return true
    }

    /// Consumes one condition.
    mutating func single() -> Condition? {
        let start = position
        guard let found = bare() else { return nil }
        return repetition(of: found, from: start)
    }

    private mutating func bare() -> Condition? {
        first([
            { $0.bracketed() },
            { $0.frequentMoves() },
            { $0.countedCloses() },
            { $0.idiom() },
            { $0.eventCondition() },
            { $0.calendarCondition() },
            { $0.exceptCalendar() },
            { $0.streak() },
            { $0.moveFromCloseBefore() },
            { $0.drawdown() },
            { $0.move() },
            { $0.nounMove() },
            { $0.gap() },
            { $0.oversold() },
            { $0.vagueValue() },
            { $0.newExtreme() },
            { $0.atExtreme() },
            { $0.levelOrBeyond() },
            { $0.atLevel() },
            { $0.breakout() },
            { $0.closeInRange() },
            { $0.barPattern() },
            { $0.extremesInARow() },
            { $0.flip() }, { $0.chikou() },
            { $0.slopeNamed() }, { $0.slopeAgain() },
            { $0.stack() },
            { $0.squeeze() },
            { $0.averagesCross() },
            { $0.signalCross() },
            { $0.familyCross() },
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

    /// Consumes "(its RSI is below 30 or above 70)".
    private mutating func bracketed() -> Condition? {
        guard depth < 8, accept(mark: "(") else { return nil }
        depth += 1
        defer { depth -= 1 }
        guard let inner = condition(), accept(mark: ")") else { return nil }
        return inner
    }

    /// Consumes what is said of a quantity.
    mutating func related(_ left: Quantity) -> Condition? {
        if case .number = left { return nil }
        return first([
            { $0.deviation(of: left) },
            { $0.shiftedComparison(left) },
            { $0.signed(left) },
            { $0.streak(of: left) },
            { $0.slopeBehind(left) },
            { $0.extreme(of: left) },
            { $0.slope(of: left) },
            { $0.range(of: left) },
            { $0.nearness(of: left) },
            { parser in
                guard let comparator = parser.comparator() else { return nil }
                return parser.comparison(left, comparator)
            },
        ])
    }

    /// Consumes the right side of a comparison.
    mutating func comparison(_ left: Quantity, _ comparator: Comparator) -> Condition? {
        let saved = elidedAverage
        defer { elidedAverage = saved }
        if case .average(let kind, _, _) = left { elidedAverage = kind }
        guard let right = rightSide(of: left, comparator.direction) else { return nil }
        var comparator = comparator
        if let way = sideOfOrigin() {
            guard comparator.direction == nil || comparator.direction == way else {
                return fail("the words say two different ways")
            }
            comparator.direction = way
        }
        antecedent = left
        if left.measure == .price {
            if case .difference = left {} else { antecedent = nil }
        }
        if antecedent != nil { hasIndicator = true }
        let beyond = distant(right, comparator)
        guard let found = related(left, comparator, beyond) else { return nil }
        if comparator.kind == .cross { return zoned(found) }
        return chained(found, right, comparator)
    }

    /// The condition that a comparator makes of two quantities, where it makes sense.
    mutating func related(
        _ left: Quantity, _ comparator: Comparator, _ right: Quantity
    ) -> Condition? {
        guard left != right else { return fail("the two sides of the comparison are the same") }
        if case .indicator(.averageTrueRange, let subject, let length, _) = left,
            case .shifted(.price, let by) = right
        {
            return related(
                .indicator(.rangeShare, subject, length), comparator,
                .number(Quantity.rounded(1 + by)))
        }
        if comparator.kind == .level, let direction = comparator.direction {
            return .compare(left, direction, right, inclusive: comparator.isInclusive)
        }
        let direction: Direction
        if let found = comparator.direction ?? wayOut(of: left, to: right) {
            direction = found
        } else if comparator.kind == .reach, left.measure == .price, case .average = right {
            return fail("an average is reached from above or from below")
        } else if comparator.kind == .reach, isExit || bias == .down || left.isMultiple,
            case .number = right, left.middle == nil
        {
            return fail("a level is reached from above or from below")
        } else {
            direction = naturalDirection(left, right)
        }
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
        case (_, .indicator(.keltnerUpper, _, _, _)): .up
        case (_, .indicator(.keltnerLower, _, _, _)): .down
        case (.rsi, .number(let bound)): bound >= 50 ? .up : .down
        case (_, .number(let bound)):
            left.middle.map { bound == $0 ? bias : bound > $0 ? .up : .down } ?? bias
        default: bias
        }
    }

    /// Consumes "from below" or "from above", which say the way of a cross.
    mutating func sideOfOrigin() -> Direction? {
        if accept(phrase: "from below") || accept(phrase: "from underneath")
            || accept(phrase: "to the upside") || accept("upward", "upwards")
        {
            return .up
        }
        if accept(phrase: "to the downside") || accept("downward", "downwards") { return .down }
        return accept(phrase: "from above") ? .down : nil
    }

    /// Consumes a quantity or a number in the unit of the left side.
    mutating func rightSide(of left: Quantity, _ way: Direction?) -> Quantity? {
        first([
            { parser in parser.same(as: left) },
            { left.measure == .price ? $0.zone(way) : nil },
            { $0.ownSignalLine(of: left) },
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
        if isOwn, left.measure != .price, case .extreme(let side, _, let length?) = right {
            return .extremeOf(side, left, length)
        }
        if left.measure == right.measure { return right }
        if case .indicator(.averageTrueRange, _, _, _) = left, case .price = right, isOwn {
            return right
        }
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
        case (.fraction, .plain) where value != 0 && isOfRate:
            draft.assume(
                "\(JSON.text(of: value)) means \(JSON.text(of: value))%")
            accepted = value / 100
        case (.fraction, .plain) where draft.entry != nil && value != 0:
            // "own it over 3.5%, sell under 2.5": the unit was said before.
            draft.assume("\(JSON.text(of: value)) means \(JSON.text(of: value))%")
            accepted = value / 100
        case (.fraction, .plain): accepted = value == 0 ? 0 : nil
        case (.price, .plain), (.price, .dollars), (.macd, .plain), (.ratio, .plain),
            (.zscore, .plain), (.volume, .plain), (.volume, .pieces), (.level, .plain):
            accepted = value
        case (.share, .plain): accepted = (-1...2).contains(value) ? value : nil
        case (.share, .percent): accepted = value / 100
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
        if unit == .pieces { skip("shares", "contracts") }
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
            guard let times = number(.plain), accept("times", "x") || accept(mark: "*") else {
                return nil
            }
            factor = times
        }
        guard factor > 0, let base = quantity() else { return nil }
        guard let base = matched(left, base, isOwn: true) else { return nil }
        return .shifted(base, by: Quantity.rounded(factor - 1))
    }
}
