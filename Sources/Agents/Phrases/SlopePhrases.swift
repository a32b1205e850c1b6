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
        guard Self.mayBeSloped(left) else { return nil }
        skip("is", "are", "has", "been")
        let isDenied = accept("not")
        let turn = isDenied ? nil : accept(Self.turning)
        guard let way = turn ?? accept(Self.rising) else { return nil }
        let length = attempt { parser in
            parser.accept("over", "in", "during") ? parser.looseLookback() : nil
        }
        if let token = token() {
            guard !token.isNumber, !Self.goesOn.contains(token.key) else { return nil }
        }
        let change = Quantity.difference(left, length ?? Lookback(count: 1, unit: .bar))
        antecedent = left
        if turn != nil { return .cross(change, way, .number(0)) }
        return .compare(change, isDenied ? way.reversed : way, .number(0), inclusive: isDenied)
    }

    /// Consumes "the slope of its 50-day average": its change from bar to bar.
    mutating func slopeQuantity() -> Quantity? {
        skipArticles()
        guard accept("slope"), accept("of"), let line = quantity() else { return nil }
        return Self.mayBeSloped(line) ? .difference(line, Lookback(count: 1, unit: .bar)) : nil
    }

    /// Consumes "slope is positive" behind a line.
    mutating func signOfSlope(of left: Quantity) -> Condition? {
        guard Self.mayBeSloped(left), accept("slope", "slopes") else { return nil }
        return related(.difference(left, Lookback(count: 1, unit: .bar)))
    }

    private static func mayBeSloped(_ line: Quantity) -> Bool {
        switch line {
        case .average, .rsi, .macd, .indicator, .zscore, .ratio, .volatility: true
        default: false
        }
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
