/// Conditions that are set phrases: golden crosses, streaks, oversold, breakouts.
extension SentenceParser {
    private static let happens = PhraseTable(phrases: [
        "happens", "occurs", "appears", "forms", "shows up", "is formed", "signal", "occurred",
    ])

    private func price(_ subject: Subject) -> Quantity { .price(.close, subject) }

    /// Consumes "a golden cross" or "a death cross".
    mutating func idiom() -> Condition? {
        skipArticles()
        let owner = symbol()
        if let owner { subject = .symbol(owner) }
        skip("makes", "has", "its", "forms", "a", "sees", "shows")
        let direction: Direction
        if accept(phrase: "golden cross") {
            direction = .up
        } else if accept(phrase: "death cross") {
            direction = .down
        } else {
            return nil
        }
        _ = accept(Self.happens)
        draft.assume("a golden or death cross is of the 50-day and 200-day averages")
        return .cross(
            .average(.simple, price(subject), Lookback(count: 50, unit: .day)), direction,
            .average(.simple, price(subject), Lookback(count: 200, unit: .day)))
    }

    // MARK: Streaks

    private static let fallsOrRises = PhraseTable<Direction>([
        "falls": .down, "fall": .down, "fell": .down, "has fallen": .down, "drops": .down,
        "drop": .down, "dropped": .down, "declines": .down, "declined": .down,
        "closes lower": .down, "closes down": .down, "closed lower": .down, "is down": .down,
        "has been down": .down, "closed down": .down, "has dropped": .down, "goes down": .down,
        "rises": .up, "rise": .up, "rose": .up, "has risen": .up, "climbs": .up, "gains": .up,
        "closes higher": .up, "closes up": .up, "closed higher": .up, "is up": .up,
        "has been up": .up, "closed up": .up, "goes up": .up, "gained": .up, "climbed": .up,
    ])
    private static let inARow = PhraseTable(phrases: ["in a row", "running", "straight"])
    private static let downOrUp: [String: Direction] = [
        "down": .down, "lower": .down, "falling": .down, "losing": .down, "red": .down,
        "negative": .down, "up": .up, "higher": .up, "rising": .up, "winning": .up, "green": .up,
        "positive": .up,
    ]

    /// Consumes "it falls 3 days in a row" or "3 consecutive down days".
    mutating func streak() -> Condition? {
        first([
            { parser in
                parser.subjectOfMove()
                guard let direction = parser.accept(Self.fallsOrRises) else { return nil }
                parser.skip("for", "on")
                guard let count = parser.count() else { return nil }
                let isConsecutive = parser.accept("consecutive", "straight", "successive")
                guard let unit = parser.unit(),
                    isConsecutive || parser.accept(Self.inARow) != nil
                else { return nil }
                return .streak(
                    parser.subject, direction, Lookback(count: count, unit: unit))
            },
            { parser in
                parser.skip("there", "are", "were", "have", "been", "after")
                // "after 5 green days": what one waits for comes in a row.
                let isAwaited =
                    parser.position > 0
                    && ["after", "following"].contains(parser.tokens[parser.position - 1].key)
                let isFirst = isAwaited && parser.acceptsFirst()
                guard let count = isFirst ? 1 : parser.count() else { return nil }
                var isConsecutive = parser.accept("consecutive", "straight", "successive")
                guard let word = parser.word(), let direction = Self.downOrUp[word] else {
                    return nil
                }
                parser.position += 1
                parser.skip("closing")
                guard let unit = parser.unit() ?? (parser.accept("closes") ? .bar : nil) else {
                    return nil
                }
                if !isConsecutive { isConsecutive = parser.accept(Self.inARow) != nil }
                guard isConsecutive || isAwaited || count == 1 else { return nil }
                return .streak(parser.subject, direction, Lookback(count: count, unit: unit))
            },
            { parser in
                // "When down 2 days": nothing else is counted so.
                parser.subjectOfMove()
                parser.skip("is", "been", "closes", "closed")
                guard let word = parser.word(), let direction = Self.downOrUp[word] else {
                    return nil
                }
                parser.position += 1
                let isOne = parser.accept("a", "an", "one")
                guard let count = isOne ? 1 : parser.count(), let unit = parser.unit(),
                    unit == .day || unit == .bar || unit == .week,
                    parser.accept(Self.inARow) != nil || parser.endsClause
                else { return nil }
                parser.draft.assume("days up or down are counted in a row")
                return .streak(parser.subject, direction, Lookback(count: count, unit: unit))
            },
        ])
    }

    /// Consumes "the first" or "a" before what is waited for.
    private mutating func acceptsFirst() -> Bool {
        skip("the")
        return accept("first", "next", "a", "an")
    }

    /// Consumes the one who rises or falls, where it is named.
    private mutating func subjectOfMove() {
        skip("the", "a", "its")
        if let symbol = symbol() { subject = .symbol(symbol) }
        skip("it", "they", "price", "stock", "close", "shares", "has", "closing")
    }

    // MARK: Moves

    private static let moves = PhraseTable<Direction>([
        "falls": .down, "fall": .down, "fell": .down, "has fallen": .down, "drops": .down,
        "drop": .down, "dropped": .down, "has dropped": .down, "loses": .down, "lost": .down,
        "has lost": .down, "declines": .down, "declined": .down, "is down": .down, "dips": .down,
        "goes down": .down, "was down": .down, "rises": .up, "rise": .up, "rose": .up,
        "has risen": .up, "gains": .up, "gained": .up, "has gained": .up, "climbs": .up,
        "is up": .up, "was up": .up, "jumps": .up, "rallies": .up, "goes up": .up, "adds": .up,
        "made": .up, "makes": .up, "has made": .up,
    ])

    /// Consumes "it drops 5% in 3 days", "it falls 10% from its 52-week high", "it is up over 6
    /// months".
    mutating func move() -> Condition? {
        if let value = attempt({ $0.movingValue() }) { return move(of: value) }
        subjectOfMove()
        let isBare = token(1)?.isPercentage == true
        guard
            let direction = accept(Self.moves)
                ?? (isBare ? (accept("down") ? .down : accept("up") ? .up : nil) : nil)
        else { return nil }
        skip("by", "more", "than", "at", "least")
        if token(1)?.isPercentage == true { skip("over") }
        guard let fraction = percentage() else {
            guard let length = trailingLookback() else { return nil }
            return .compare(
                .change(price(subject), length), direction, .number(0), inclusive: false)
        }
        if accept("from", "off")
            || (direction == .down ? accept("below", "under") : accept("above"))
        {
            guard let base = quantity(), base.measure == .price else { return nil }
            return .compare(
                price(subject), direction,
                .shifted(base, by: direction == .up ? fraction : -fraction), inclusive: false)
        }
        guard let length = trailingLookback() ?? looseLookback() ?? dailyMove() else {
            return fail("a move needs a length, such as \"5% in 3 days\"")
        }
        return .compare(
            .change(price(subject), length), direction,
            .number(direction == .up ? fraction : -fraction), inclusive: false)
    }

    /// Consumes what moves by parts of itself and is no price: "the VIX", "its P/E", "volume".
    private mutating func movingValue() -> Quantity? {
        skipArticles()
        skip("its")
        let value = publishedValue() ?? (accept("volume") ? .price(.volume, subject) : nil)
        skip("has", "is")
        guard let value, let word = word(), Self.moves.words.contains(word) else { return nil }
        return value
    }

    /// Consumes how far something moves: "rises 20% in a day".
    private mutating func move(of value: Quantity) -> Condition? {
        if ["has", "is"].contains(tokens[position - 1].key) { position -= 1 }
        guard let direction = accept(Self.moves) else { return nil }
        skip("by", "more", "than", "at", "least")
        guard let fraction = percentage() else { return nil }
        guard let length = trailingLookback() ?? looseLookback() ?? dailyMove() else {
            return fail("a move needs a length, such as \"5% in 3 days\"")
        }
        if case .signal(let sources, _) = value,
            sources.contains(where: { Self.percentages.contains($0.row) })
        {
            return fail("what is a percentage itself may move by points or by parts of itself")
        }
        return .compare(
            .change(value, length), direction, .number(direction == .up ? fraction : -fraction),
            inclusive: false)
    }

    /// The published values that are percentages, of which "up 1%" says two things.
    private static let percentages: Set<String> = [
        "yield_10y", "yield_curve", "unemployment", "inflation", "facts_yield", "facts_growth",
        "short_interest", "fear_greed",
    ]

    private mutating func dailyMove() -> Lookback? {
        let isToday = accept("today", "intraday") || accept(phrase: "on the day")
        if !isToday {
            let isBefore =
                accept("yesterday") || accept(phrase: "the day before")
                || accept(phrase: "the previous day") || accept(phrase: "the prior day")
                || accept(phrase: "on the previous day")
            guard isBefore else { return nil }
            draft.assume("yesterday is the bar that closed before the order fills")
        }
        return Lookback(count: 1, unit: .day)
    }

    // MARK: Oversold, new highs, breakouts

    private static let vague: Set<String> = [
        "cheap", "expensive", "undervalued", "overvalued", "pricey", "cheaper",
    ]

    /// Notes of "it is cheap" that it says no number.
    mutating func vagueValue() -> Condition? {
        subjectOfMove()
        skip("is", "looks", "gets", "becomes", "seems", "too", "very", "really")
        guard let word = word(), Self.vague.contains(word) else { return nil }
        return fail("\"\(word)\" needs a number, such as \"its P/E is below 15\"")
    }

    /// Consumes "is oversold" or "its RSI is overbought".
    mutating func oversold() -> Condition? {
        guard mayBeOversold else { return nil }
        let hasQuantity = attempt { parser -> Quantity? in
            guard let quantity = parser.quantity() else { return nil }
            switch quantity {
            case .rsi: return quantity
            case .indicator(let found, _, _, _) where found.row.extremes != nil: return quantity
            default: return nil
            }
        }
        let isIt = hasQuantity == nil && word() == "it"
        if hasQuantity == nil { subjectOfMove() }
        skip("is", "are", "gets", "becomes", "becoming", "shows", "in", "an", "signals", "goes")
        let direction: Direction
        if accept("oversold") || accept(phrase: "over sold") {
            direction = .down
        } else if accept("overbought") || accept(phrase: "over bought") {
            direction = .up
        } else {
            return nil
        }
        skip("territory", "levels", "level")
        // "It" is the oscillator that was named before.
        let meant = hasQuantity ?? (isIt || position == 1 ? antecedent : nil) ?? lastExtreme
        if case .indicator(let found, _, _, _) = meant, let ends = found.row.extremes {
            return extreme(meant ?? .number(0), found, ends, direction)
        }
        draft.assume("oversold is an RSI below 30, overbought one above 70")
        let quantity = hasQuantity ?? .rsi(subject, defaultRSILength())
        return .compare(
            quantity, direction, .number(direction == .down ? 30 : 70), inclusive: false)
    }

    /// The oscillator, other than the RSI, that alone was said to be oversold or overbought.
    private var lastExtreme: Quantity? {
        let said = lengthsOfExtremes
        return said.count == 1 ? said[0] : nil
    }

    private var lengthsOfExtremes: [Quantity] {
        var found: [Quantity] = []
        for leaf in [draft.entry, draft.shortEntry].compactMap({ $0 }).flatMap(\.leaves) {
            guard let left = leaf.sides?.left else { continue }
            switch left {
            case .rsi: found.append(left)
            case .indicator(let indicator, _, _, _) where indicator.row.extremes != nil:
                if !found.contains(left) { found.append(left) }
            default: break
            }
        }
        return found
    }

    private mutating func extreme(
        _ quantity: Quantity, _ found: Indicator,
        _ ends: (oversold: Double, overbought: Double), _ direction: Direction
    ) -> Condition {
        draft.assume(
            "oversold is a \(found.row.title) below \(Wording.number(ends.oversold)), overbought "
                + "one above \(Wording.number(ends.overbought))")
        antecedent = quantity
        hasIndicator = true
        return .compare(
            quantity, direction, .number(direction == .down ? ends.oversold : ends.overbought),
            inclusive: false)
    }

    private static let makes = PhraseTable(phrases: [
        "makes", "make", "made", "hits", "hit", "sets", "set", "reaches", "reached", "posts",
        "prints", "breaks to", "closes at", "trades at", "rises to", "falls to", "drops to",
        "climbs to",
    ])

    /// Consumes "it makes a new 20-day high".
    mutating func newExtreme() -> Condition? {
        subjectOfMove()
        let hasVerb = accept(Self.makes) != nil
        skip("a", "an", "its", "the")
        let isNew = accept("new", "fresh")
        guard hasVerb || isNew, let level = extreme(),
            case .extreme(let side, let subject, _) = level
        else { return nil }
        return .compare(price(subject), side, level, inclusive: false)
    }

    /// Consumes the level of "at 52 week highs": the price is beyond what it was before.
    mutating func atExtreme() -> Condition? {
        guard position > 0, ["at", "on"].contains(tokens[position - 1].key) else { return nil }
        skip("new", "the", "its", "a", "an")
        guard let level = extreme(), case .extreme(let side, let subject, _) = level else {
            return nil
        }
        return .compare(price(subject), side, level, inclusive: false)
    }

    private static let breaksOut = PhraseTable<Direction?>([
        "breaks out of": nil, "breaks out from": nil, "break out of": nil, "broke out of": nil,
        "breaks out above": .up, "breaks out below": .down, "breakout of": nil,
        "breakout from": nil, "breakout above": .up, "breakdown below": .down, "breaks": nil,
        "breaks above": .up, "breaks below": .down, "breaks down from": .down,
        "breaks down out of": .down, "breaks up out of": .up, "closes above": .up,
        "closes below": .down, "is above": .up, "is below": .down, "rises above": .up,
        "falls below": .down, "drops below": .down, "crosses above": .up, "crosses below": .down,
        "breaking": nil, "breaking above": .up, "breaking below": .down, "breaking over": .up,
        "breaking out of": nil, "breaking out above": .up, "breaking under": .down,
        "breaks out over": .up, "break out over": .up, "breaks out past": .up, "breaks over": .up,
        "breaks past": .up, "breaks through": nil, "goes above": .up, "goes over": .up,
        "goes below": .down, "goes under": .down, "moves over": .up, "break above": .up,
        "break below": .down, "breaks under": .down, "moves under": .down,
        "exits": nil, "leaves": nil, "moves above": .up, "moves below": .down,
    ])

    /// Consumes "it breaks out of its 20-day channel" or "a 20-day breakout".
    mutating func breakout() -> Condition? {
        first([
            { parser in
                parser.subjectOfMove()
                guard let way = parser.accept(Self.breaksOut) else { return nil }
                parser.skip("the", "its", "a", "top", "of")
                if let level = parser.attempt({ $0.extreme() }),
                    case .extreme(let side, _, _) = level
                {
                    return .compare(parser.price(parser.subject), side, level, inclusive: false)
                }
                guard let length = parser.channelLength() else { return nil }
                return parser.broken(length, way ?? parser.wayBehind() ?? parser.bias)
            },
            { parser in
                parser.skipArticles()
                guard let length = parser.lookback() else { return nil }
                parser.skip("price", "range", "channel", "donchian", "high", "upside", "closing")
                if parser.accept("breakout", "breakouts") {
                    return parser.broken(length, parser.wayBehind() ?? parser.bias)
                }
                guard parser.accept("breakdown") else { return nil }
                return parser.broken(length, .down)
            },
        ])
    }

    /// Consumes "to the upside" or the like.
    private mutating func wayBehind() -> Direction? {
        if accept(phrase: "to the upside") || accept("upwards", "upward") { return .up }
        if accept(phrase: "to the downside") || accept("downwards", "downward") { return .down }
        return nil
    }

    private func broken(_ length: Lookback, _ side: Direction) -> Condition {
        .compare(price(subject), side, .extreme(side, subject, length), inclusive: false)
    }
}
