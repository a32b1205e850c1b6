/// Conditions about two averages at once, the MACD and its signal line, signs, ranges, deviations.
extension SentenceParser {
    private static let crossings = PhraseTable<Direction?>([
        "cross": nil, "crosses": nil, "crossed": nil, "crossover": nil, "crossovers": nil,
        "crossing": nil, "cross over": nil, "cross up": .up, "crosses up": .up,
        "crosses down": .down, "crosses upwards": .up, "crosses downwards": .down,
        "cross upwards": .up,
        "crossover up": .up, "cross down": .down, "cross downwards": .down, "crossunder": .down,
        "cross under": .down,
    ])
    private static let moods = PhraseTable<Direction>(["bullish": .up, "bearish": .down])

    /// Consumes "the 10-day and 30-day averages cross" or "a 50/200 average crossover".
    mutating func averagesCross() -> Condition? {
        skipArticles()
        if let symbol = symbol() { subject = .symbol(symbol) }
        skip("its")
        let mood = accept(Self.moods)
        if let level = attempt({ $0.crossedAverage() }) {
            return .cross(.price(.close, subject), mood ?? bias, level)
        }
        guard let (fast, slow) = averagePair(), let way = accept(Self.crossings) else {
            return nil
        }
        return .cross(fast, mood ?? way ?? bias, slow)
    }

    /// Consumes "50-day average crossover": of one average alone, which the price crosses.
    private mutating func crossedAverage() -> Quantity? {
        let isNamed = AverageKind.names.contains { name, _ in name == word() }
        guard token()?.isNumber == true || isNamed && mark(1) == "(", let level = average(),
            accept("crossover", "crossovers", "crossing", "cross"), endsClause
        else { return nil }
        draft.assume("a crossover of one average is that of the price with it")
        return level
    }

    private static let kinds = PhraseTable<AverageKind>(
        [
            "simple": .simple, "exponential": .exponential,
            "exponential moving average": .exponential,
            "exponential moving averages": .exponential, "simple moving average": .simple,
            "simple moving averages": .simple, "exponential average": .exponential,
            "exponential averages": .exponential, "simple average": .simple,
            "simple averages": .simple, "weighted": .weighted, "hull": .hull,
            "double exponential": .doubleExponential, "triple exponential": .tripleExponential,
            "kaufman": .kaufman, "smoothed": .smoothed, "triangular": .triangular,
            "weighted moving averages": .weighted, "hull moving averages": .hull,
            "weighted moving average": .weighted, "hull moving average": .hull,
            "weighted average": .weighted, "hull average": .hull,
        ], and: AverageKind.names.compactMap { name, kind in kind.map { (name, $0) } })
    private static let anyAverage = PhraseTable(phrases: [
        "average", "averages", "moving average", "moving averages", "ma", "mas",
    ])

    /// Consumes two lengths with one name: "10-day and 30-day averages", "50/200 EMA".
    mutating func averagePair() -> (Quantity, Quantity)? {
        attempt { parser in
            var kind = parser.accept(Self.kinds)
            guard let (fast, slow) = parser.lengthPair() else { return nil }
            kind = parser.accept(Self.kinds) ?? kind
            let isNamed = parser.accept(Self.anyAverage) != nil
            guard kind != nil || isNamed else { return nil }
            return parser.averages(kind, fast, slow)
        }
    }

    /// The two averages, shorter first.
    mutating func averages(
        _ kind: AverageKind?, _ first: Lookback, _ second: Lookback
    ) -> (Quantity, Quantity)? {
        if kind == nil { draft.assume("averages are simple ones") }
        let source = Quantity.price(.close, subject)
        guard first != second else { return fail("the two averages have the same length") }
        let left = Quantity.average(kind ?? .simple, source, first)
        let right = Quantity.average(kind ?? .simple, source, second)
        // The shorter average is the fast one, whatever the order of words.
        return first.unit == second.unit && first.count > second.count
            ? (right, left) : (left, right)
    }

    /// Consumes two lengths: "10 and 30 day", "10-day/30-day", "50/200".
    mutating func lengthPair() -> (Lookback, Lookback)? {
        attempt { parser in
            guard let first = parser.count() else { return nil }
            parser.skip("trading")
            let firstUnit = parser.unit()
            let isJoined =
                parser.accept("and", "over", "vs", "versus", "by", "to")
                || parser.accept(mark: "/") || parser.accept(mark: "-")
                || parser.accept(mark: ",")
            guard isJoined else { return nil }
            parser.skip("the")
            guard let second = parser.count() else { return nil }
            parser.skip("trading")
            let secondUnit = parser.unit()
            let unit = secondUnit ?? firstUnit ?? .bar
            // "5/13/34" are three.
            if parser.mark() == "/", parser.token(1)?.isNumber == true { return nil }
            return (
                Lookback(count: first, unit: firstUnit ?? unit),
                Lookback(count: second, unit: unit)
            )
        }
    }

    // MARK: MACD

    /// Consumes "the MACD crosses its signal line upwards" without naming both, "MACD crossover".
    mutating func signalCross() -> Condition? {
        skipArticles()
        if let symbol = symbol() { subject = .symbol(symbol) }
        skip("its", "there", "is", "a", "the")
        let early = accept(Self.moods)
        guard accept("macd") else { return nil }
        if let periods = attempt({ $0.macdArguments() }) { macdPeriods = periods }
        skip("line")
        var way = early ?? accept(Self.moods)
        let isSignal = accept("signal")
        if let crossing = accept(Self.crossings) {
            way = way ?? crossing
            if ["above", "below", "over", "under"].contains(word()), endsClause(behind: 1) {
                way = way ?? (accept("above", "over") ? .up : .down)
                if word() == "below" || word() == "under" { position += 1 }
            }
            guard !namesRightSide else { return nil }
        } else if accept("turns", "goes", "gives", "is", "gets") {
            skip("a")
            guard let mood = accept(Self.moods) else { return nil }
            way = mood
            skip("signal")
        } else if !isSignal || way == nil {
            return nil
        }
        if macdPeriods == MACDPeriods() {
            draft.assume("the MACD has its usual periods 12, 26 and 9")
        }
        return .cross(
            .macd(.line, subject, macdPeriods), way ?? bias, .macd(.signal, subject, macdPeriods))
    }

    /// Whether the clause ends so many tokens from here.
    private func endsClause(behind offset: Int) -> Bool {
        guard let token = token(offset) else { return true }
        switch token.kind {
        case .mark(let mark): return mark != "("
        case .word(let word): return ["and", "with", "on", "since", "from", "or"].contains(word)
        default: return false
        }
    }

    /// Whether something to compare with follows, so that a plain comparison must read it.
    private var namesRightSide: Bool {
        guard let word = word() else { return token()?.isNumber == true || mark() == "(" }
        return [
            "its", "the", "above", "below", "over", "under", "signal", "up", "down", "back",
            "through", "zero",
        ].contains(word)
    }

    // MARK: Signs, ranges, deviations

    /// Consumes "is positive", "turns negative", "crosses above zero line".
    mutating func signed(_ left: Quantity) -> Condition? {
        let isSlope = if case .difference = left { true } else { false }
        guard isSlope || left.measure != .price && left.measure != .volume else { return nil }
        let isEvent: Bool
        if accept("turns", "goes", "becomes", "gets", "turned", "flips") {
            isEvent = true
        } else if accept("is", "are", "stays", "was", "remains") {
            isEvent = false
        } else if case .indicator = left, ["positive", "negative"].contains(word()) {
            isEvent = false
        } else {
            return nil
        }
        antecedent = left
        let direction: Direction
        if accept("positive") {
            direction = .up
        } else if accept("negative") {
            direction = .down
        } else {
            return nil
        }
        return isEvent
            ? .cross(left, direction, .number(0))
            : .compare(left, direction, .number(0), inclusive: false)
    }

    /// Consumes "is between 30 and 70" or "is within 0.5 of zero".
    mutating func range(of left: Quantity) -> Condition? {
        skip("is", "are", "stays", "lies", "comes", "gets", "returns", "to", "was")
        if accept("within") {
            guard [.zscore, .macd, .sentiment].contains(left.measure) else { return nil }
            guard let bound = number(.plain), bound > 0, accept("of"),
                number(.plain) == 0 || accept(phrase: "the mean")
            else { return nil }
            return .within(left, bound)
        }
        guard accept("between") else { return nil }
        let isFraction = left.measure == .fraction
        guard let low = isFraction ? percentage() : number(.plain), accept("and"),
            let high = isFraction ? percentage() : number(.plain), low < high
        else { return nil }
        let years = 1900.0...2100
        if left.measure == .price, years.contains(low), years.contains(high), low == low.rounded() {
            return fail("\"between\" two years is a period, not a price")
        }
        // "… between 30 and 40, sell above 60" speaks of the same.
        if left.measure != .price { (antecedent, hasIndicator) = (left, true) }
        return .between(left, low, high)
    }

    /// Consumes "is within 5% of its 52-week high".
    mutating func nearness(of left: Quantity) -> Condition? {
        skip("is", "are", "comes", "gets", "trades")
        guard left.measure == .price, accept("within"), let fraction = percentage(), fraction < 1,
            accept("of", "from"), let base = quantity(), base.measure == .price
        else { return nil }
        if case .extreme(let side, _, _) = base {
            return .compare(
                left, side, .shifted(base, by: side == .up ? -fraction : fraction),
                inclusive: false)
        }
        // A line has two sides, and the price may be near it on either.
        return .all([
            .compare(left, .up, .shifted(base, by: -fraction), inclusive: true),
            .compare(left, .down, .shifted(base, by: fraction), inclusive: true),
        ])
    }

    /// Consumes "is 2 standard deviations below its 20-day average".
    mutating func deviation(of left: Quantity) -> Condition? {
        skip("is", "are", "falls", "drops", "rises", "moves", "goes", "trades", "closes", "gets")
        skip("more", "than", "at", "least")
        guard let width = number(.plain), width > 0, accept(Self.deviations) != nil else {
            return nil
        }
        skip("or", "more")
        let direction: Direction
        if accept("below", "under") {
            direction = .down
        } else if accept("above", "over") {
            direction = .up
        } else {
            return nil
        }
        guard let center = quantity(), case .average(_, _, let length) = center else { return nil }
        antecedent = left.measure == .price ? nil : left
        return .compare(
            .zscore(left, length), direction, .number(direction == .up ? width : -width),
            inclusive: false)
    }

    /// Consumes "is 5% below its 50-day average", "closes more than 3% above …".
    mutating func shiftedComparison(_ left: Quantity) -> Condition? {
        let measures: [Quantity.Measure] = [.price, .volume, .ratio, .level]
        guard let measure = left.measure, measures.contains(measure) else {
            return nil
        }
        skip(
            "is", "are", "falls", "drops", "rises", "moves", "goes", "trades", "closes", "gets",
            "dips", "climbs", "was")
        skip("more", "than", "at", "least")
        guard let fraction = percentage() else { return nil }
        skip("or", "more")
        let direction: Direction
        if accept("below", "under", "off") {
            direction = .down
        } else if accept("above", "over") {
            direction = .up
        } else {
            return nil
        }
        guard var base = quantity() ?? (measure == .price ? elidedLevel() : nil) else {
            return nil
        }
        if base.measure != left.measure,
            case .average(let kind, .price(.close, _), let length) = base
        {
            base = .average(kind, left, length)
        }
        guard base.measure == left.measure else { return nil }
        return .compare(
            left, direction, .shifted(base, by: direction == .up ? fraction : -fraction),
            inclusive: false)
    }

    /// The right side with "by 1%" behind it: so far beyond it.
    mutating func distant(_ right: Quantity, _ comparator: Comparator) -> Quantity {
        guard let way = comparator.direction else { return right }
        switch right {
        case .number, .shifted: return right
        default: break
        }
        return attempt { parser in
            guard parser.accept("by") else { return nil }
            parser.skip("more", "than", "at", "least", "a", "margin", "of")
            return parser.percentage().map { .shifted(right, by: way == .up ? $0 : -$0) }
        } ?? right
    }
}
