/// The way a line goes from bar to bar: "its 50-day average is rising", "the MACD turns up".
extension SentenceParser {
    private static let rising = PhraseTable<Direction>([
        "rising": .up, "rises": .up, "rise": .up, "increasing": .up, "increases": .up,
        "climbing": .up, "climbs": .up, "sloping up": .up, "slopes up": .up, "trending up": .up,
        "trending higher": .up, "moving up": .up, "pointing up": .up, "points up": .up,
        "going up": .up, "sloping upward": .up, "sloping upwards": .up, "ticking up": .up,
        "falling": .down, "falls": .down, "fall": .down, "decreasing": .down, "decreases": .down,
        "declining": .down, "declines": .down, "sloping down": .down, "slopes down": .down,
        "trending down": .down, "trending lower": .down, "moving down": .down,
        "pointing down": .down, "points down": .down, "going down": .down,
        "sloping downward": .down, "sloping downwards": .down, "ticking down": .down,
    ])
    private static let turning = PhraseTable<Direction>([
        "turns up": .up, "turn up": .up, "turned up": .up, "turning up": .up, "turns higher": .up,
        "turns upward": .up, "turns upwards": .up, "curls up": .up, "curling up": .up,
        "ticks up": .up, "hooks up": .up, "starts rising": .up, "starts to rise": .up,
        "begins to rise": .up, "starts going up": .up,
        "turns down": .down, "turn down": .down, "turned down": .down, "turning down": .down,
        "turns lower": .down, "turns downward": .down, "turns downwards": .down,
        "curls down": .down, "curling down": .down, "ticks down": .down, "hooks down": .down,
        "rolls over": .down, "rolling over": .down, "starts falling": .down,
        "starts to fall": .down, "begins to fall": .down, "starts going down": .down,
    ])
    /// What says that a level or a size follows, so that the line is compared with it.
    private static let goesOn: Set<String> = [
        "above", "below", "over", "under", "to", "through", "by", "from", "than", "past", "more",
        "at", "toward", "towards", "for", "back", "between", "faster", "into",
    ]

    /// Consumes the way that a line goes, against the bar before or over a time that is named.
    mutating func slope(of left: Quantity) -> Condition? {
        switch left {
        case .average, .rsi, .macd, .indicator, .zscore, .ratio, .volatility, .change: break
        default: return nil
        }
        skip("is", "are", "has", "been")
        let isDenied = accept("not")
        let turn = isDenied ? nil : accept(Self.turning)
        guard let way = turn ?? accept(Self.rising) else { return nil }
        let length = attempt { parser in
            parser.accept("over", "in", "during") ? parser.looseLookback() : nil
        }
        if turn != nil, case .indicator = left, let zone = attempt({ $0.sideOfLevel(left) }) {
            antecedent = left
            return .all([
                .cross(.difference(left, Lookback(count: 1, unit: .bar)), way, .number(0)), zone,
            ])
        }
        if let token = token() {
            guard !token.isNumber, !Self.goesOn.contains(token.key) else { return nil }
        }
        let change = Quantity.difference(left, length ?? Lookback(count: 1, unit: .bar))
        antecedent = left
        if turn != nil { return .cross(change, way, .number(0)) }
        return .compare(change, isDenied ? way.reversed : way, .number(0), inclusive: isDenied)
    }

    /// Consumes "below zero" behind a turn.
    private mutating func sideOfLevel(_ left: Quantity) -> Condition? {
        skip("from", "while")
        guard
            let way: Direction = accept("below", "under")
                ? .down
                : accept("above", "over") ? .up : nil,
            let level = literal(for: left)
        else { return nil }
        return .compare(left, way, level, inclusive: false)
    }

    /// Consumes "the slope of its 50-day average turns positive", "the slope of its RSI is up".
    mutating func slopeNamed() -> Condition? {
        skip("its", "the", "a")
        guard accept("slope"), accept("of"), let left = quantity() else { return nil }
        switch left {
        case .average, .rsi, .macd, .indicator, .zscore, .ratio: break
        default: return nil
        }
        return wayOfSlope(left)
    }

    /// Consumes "slope is up" behind a line: "Hull 55 slope turns positive".
    mutating func slopeBehind(_ left: Quantity) -> Condition? {
        switch left {
        case .average, .rsi, .macd, .indicator, .zscore, .ratio: break
        default: return nil
        }
        guard accept("slope") else { return nil }
        return wayOfSlope(left)
    }

    /// Consumes "slope is down" of the line whose slope was named before.
    mutating func slopeAgain() -> Condition? {
        skip("its", "the")
        guard word() == "slope" || word() == "it" && word(1) == "slopes" else { return nil }
        for leaf in [draft.entry, draft.shortEntry].compactMap({ $0 }).flatMap(\.leaves) {
            guard case .difference(let line, _) = leaf.sides?.left, !line.isSignal else { continue }
            position += 1
            return wayOfSlope(line)
        }
        return nil
    }

    private mutating func wayOfSlope(_ left: Quantity) -> Condition? {
        let turns = accept("turns", "goes", "becomes", "turning", "flips", "crosses")
        if !turns { skip("is") }
        guard
            let way: Direction = accept("positive", "up", "upward", "upwards", "rising")
                ? .up
                : accept("negative", "down", "downward", "downwards", "falling")
                    ? .down
                    : accept("above", "over") || accept(mark: ">")
                        ? .up
                        : accept("below", "under") || accept(mark: "<") ? .down : nil
        else { return nil }
        if ["above", "over", "below", "under", ">", "<"].contains(tokens[position - 1].key) {
            guard number(.plain) == 0 else { return nil }
        }
        let change = Quantity.difference(left, Lookback(count: 1, unit: .bar))
        antecedent = change
        return turns
            ? .cross(change, way, .number(0))
            : .compare(change, way, .number(0), inclusive: false)
    }

    /// Consumes "the 5-day change of its 50-day average".
    mutating func changeOfQuantity() -> Quantity? {
        skip("the")
        guard let length = lookback(), accept(phrase: "change of") || accept(phrase: "change in"),
            let inner = quantity()
        else { return nil }
        switch inner {
        case .price: return .change(inner, length)
        case .signal(_, .value): return .change(inner, length)
        default: return .difference(inner, length)
        }
    }
}
