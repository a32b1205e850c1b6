/// Shapes of bars: "a bullish engulfing", "an inside day", "the narrowest range of 7 days", "closes
/// in the lowest 10% of its range", "3 lower lows in a row".
extension SentenceParser {
    private static let patterns = PhraseTable<BarPattern>([
        "inside bar": .inside, "inside day": .inside, "inside candle": .inside,
        "inside week": .inside, "outside bar": .outside, "outside day": .outside,
        "outside candle": .outside, "outside week": .outside,
        "doji": .doji, "doji candle": .doji, "hammer": .hammer, "hanging man": .hangingMan,
        "inverted hammer": .invertedHammer, "shooting star": .shootingStar,
        "piercing line": .piercing, "piercing pattern": .piercing,
        "bullish engulfing": .engulfing(.up), "bearish engulfing": .engulfing(.down),
        "engulfing bullish": .engulfing(.up), "engulfing bearish": .engulfing(.down),
        "bullish harami": .harami(.up), "bearish harami": .harami(.down),
        "white soldiers": .three(.up), "black crows": .three(.down),
        "morning star": .star(.up), "evening star": .star(.down),
    ])
    private static let forming = PhraseTable(phrases: [
        "forms", "form", "formed", "prints", "print", "printed", "makes", "made", "has", "shows",
        "there is", "there's", "is", "appears", "after", "on", "sees", "gives", "posts", "is in",
        "has formed", "is forming", "was", "has just formed", "today is", "got", "gets", "when",
    ])
    private static let suffixes: Set<String> = [
        "candle", "candles", "pattern", "patterns", "bar", "bars", "candlestick", "day",
        "candlesticks", "forms", "appears", "prints", "formed", "occurs", "signal",
        "happens", "is", "formation",
    ]

    /// Consumes a shape of the newest bars.
    mutating func barPattern() -> Condition? {
        skip("it", "the", "price", "its")
        if let symbol = symbol() { subject = .symbol(symbol) }
        skip("it", "then", "just", "today")
        _ = accept(Self.forming)
        skip("a", "an", "its", "the", "new")
        guard let pattern = attempt({ $0.namedPattern() }) ?? attempt({ $0.narrowestRange() })
        else { return nil }
        skipPatternSuffixes()
        // What breaks out of such a bar does so on a later one.
        if let word = word(), ["breakout", "breakouts", "breakdown", "break"].contains(word) {
            return fail(
                "a breakout of that bar's range is one of a later bar, which cannot be asked for")
        }
        if word() == "followed" || word() == "then" && word(1) == "a" {
            return fail("what the bars after a shape do cannot be asked for")
        }
        return .pattern(pattern, subject)
    }

    /// Consumes "bullish engulfing on SPX", "SPX hammer candles".
    mutating func patternStrategy() -> Bool? {
        leadingSymbol()
        guard let condition = attempt({ $0.barPattern() }) else { return nil }
        skipSuffixes()
        _ = attempt { $0.symbolBetween() }
        // What falls is no reason to buy, and what stands behind may be a condition, too.
        guard case .pattern(let pattern, _) = condition, !pattern.isBearish,
            endsClause && word() != "and" || Self.behindShapes.contains(word() ?? "")
        else { return nil }
        return adopt(condition)
    }

    private static let behindShapes: Set<String> = [
        "hold", "exit", "sell", "stop", "take", "target", "tp", "sl", "then", "buy", "for",
    ]

    private mutating func skipPatternSuffixes() {
        while let word = word(), Self.suffixes.contains(word) {
            // "Is" ends nothing by itself.
            if word == "is", self.word(1) != "formed", self.word(1) != "printed" { return }
            position += 1
        }
    }

    private mutating func namedPattern() -> BarPattern? {
        if accept("nr") {
            guard let count = count(), (2...100).contains(count) else { return nil }
            return .narrowest(count)
        }
        // "Three white soldiers" begins with a number.
        if case .number(3, .plain) = token()?.kind,
            ["white", "black"].contains(word(1))
        {
            position += 1
        }
        return accept(Self.patterns)
    }

    /// Consumes "range is the narrowest of 7 days", "narrowest range of the last 7 days" or "its
    /// range is the smallest in 7 days".
    private mutating func narrowestRange() -> BarPattern? {
        skip("today", "daily", "its", "the", "trading", "day")
        let isEarly = accept("range")
        skip("is", "the", "at", "its")
        guard accept("narrowest", "smallest", "tightest", "lowest") else { return nil }
        skip("daily", "trading")
        guard accept("range") || isEarly else { return nil }
        skip("day", "bar")
        guard accept("of", "in", "over", "for", "from", "within") else { return nil }
        guard let length = looseLookback(), length.unit == .day || length.unit == .bar,
            (2...100).contains(length.count)
        else { return nil }
        return .narrowest(length.count)
    }

    // MARK: Where a bar closes

    private static let ends = PhraseTable<Direction>([
        "lowest": .down, "bottom": .down, "lower": .down, "worst": .down, "highest": .up,
        "top": .up, "upper": .up,
    ])

    /// Consumes "it closes in the lowest 10% of its daily range".
    mutating func closeInRange() -> Condition? {
        skip("it", "the", "price", "its", "stock", "then", "a")
        if let symbol = symbol() { subject = .symbol(symbol) }
        guard accept("close", "closes", "closed", "closing", "finishes", "ends", "is") else {
            return nil
        }
        skip("is", "was")
        guard accept("in", "within", "near", "at") else { return nil }
        skip("the", "its")
        guard let side = accept(Self.ends), let part = percentage() ?? namedPart(), part > 0,
            part < 1, accept("of")
        else { return nil }
        skip("the", "its", "that", "today", "day", "daily", "bar", "trading")
        guard accept("range") || ["bar", "day"].contains(tokens[position - 1].key) else {
            return nil
        }
        return .compare(
            .indicator(.barStrength, subject, nil), side,
            .number(Quantity.rounded(side == .up ? 1 - part : part)), inclusive: true)
    }

    /// Consumes "quarter", "half" or "fifth".
    private mutating func namedPart() -> Double? {
        if accept("quarter") { return 0.25 }
        if accept("half") { return 0.5 }
        return accept("fifth") ? 0.2 : nil
    }

    // MARK: Values that go on in one direction

    private static let columns: [String: PriceColumn] = [
        "low": .low, "lows": .low, "high": .high, "highs": .high,
    ]

    /// Consumes "3 consecutive lower lows", "lower lows 3 days in a row", "higher highs for 3 days
    /// in a row".
    mutating func extremesInARow() -> Condition? {
        skip("it", "the", "price", "after", "there", "are", "with")
        if let symbol = symbol() { subject = .symbol(symbol) }
        skip("has", "makes", "made", "makes", "prints", "sees", "makes", "had", "been", "making")
        skip("a", "the")
        var length = count().map { Lookback(count: $0, unit: .bar) }
        if length != nil { skip("days", "day", "bars") }
        var isStraight = accept("consecutive", "straight", "successive")
        skip("days", "bars", "of")
        guard let way: Direction = accept("lower") ? .down : accept("higher") ? .up : nil,
            let word = word(), let column = Self.columns[word]
        else { return nil }
        position += 1
        if length == nil {
            skip("for", "on", "over", "the", "last")
            if let count = count() {
                isStraight = accept("consecutive", "straight", "successive") || isStraight
                guard let unit = unit() else { return nil }
                length = Lookback(count: count, unit: unit)
            }
        }
        if accept(phrase: "in a row") || accept("running", "straight") { isStraight = true }
        guard let length else { return nil }
        guard isStraight || length.count == 1 else { return nil }
        return .streakOf(.price(column, subject), way, length)
    }

    private static let going = PhraseTable<Direction>([
        "rises": .up, "rising": .up, "is rising": .up, "increases": .up, "is up": .up,
        "has risen": .up, "goes up": .up, "rose": .up, "climbs": .up, "up": .up,
        "falls": .down, "falling": .down, "is falling": .down, "decreases": .down,
        "is down": .down, "has fallen": .down, "goes down": .down, "fell": .down,
        "drops": .down, "declines": .down, "down": .down, "is lower": .down, "is higher": .up,
    ])

    /// Consumes "rises 3 days in a row" of a quantity that is no price at the close.
    mutating func streak(of left: Quantity) -> Condition? {
        switch left {
        case .price(.close, _), .number, .signal: return nil
        default: break
        }
        skip("has", "been")
        guard let way = accept(Self.going) else { return nil }
        skip("for", "on", "over")
        guard let count = count() else { return nil }
        var isStraight = accept("consecutive", "straight", "successive")
        guard let unit = unit() else { return nil }
        if accept(phrase: "in a row") || accept("running", "straight") { isStraight = true }
        guard isStraight else { return nil }
        antecedent = left.measure == .price ? nil : left
        return .streakOf(left, way, Lookback(count: count, unit: unit))
    }

    // MARK: Highs and lows of other numbers

    private static let extremes = PhraseTable<Direction>([
        "high": .up, "highs": .up, "highest": .up, "maximum": .up, "max": .up, "peak": .up,
        "low": .down, "lows": .down, "lowest": .down, "minimum": .down, "min": .down,
        "highest level": .up, "lowest level": .down, "highest value": .up, "lowest value": .down,
        "highest reading": .up, "lowest reading": .down, "narrowest": .down, "tightest": .down,
        "widest": .up, "smallest": .down,
    ])

    /// Consumes "makes a new 20-day high" or "is at its lowest in 120 days" of a number that is no
    /// price.
    mutating func extreme(of left: Quantity) -> Condition? {
        guard left.measure != .price, left.measure != nil, !left.isSignal else { return nil }
        skip("is", "are", "makes", "make", "made", "hits", "sets", "reaches", "falls", "rises")
        skip("drops", "prints", "posts", "making", "hitting", "to", "at", "on")
        skip("a", "an", "its", "the", "new", "fresh")
        let early = lookback()
        skip("new")
        guard let side = accept(Self.extremes) else { return nil }
        guard let length = early ?? trailingLookback() else { return nil }
        antecedent = left
        return .compare(left, side, .extremeOf(side, left, length), inclusive: false)
    }

    /// Consumes "the 20-day high of its on-balance volume".
    mutating func extremeOfQuantity() -> Quantity? {
        skip("the")
        guard let length = lookback(), let side = accept(Self.extremes), accept("of"),
            let inner = quantity(), inner.measure != .price || inner.isLineOfTable
        else { return nil }
        if case .number = inner { return nil }
        return .extremeOf(side, inner, length)
    }
}

extension Quantity {
    /// Whether this is a line of the table of indicators, or an average.
    fileprivate var isLineOfTable: Bool {
        switch self {
        case .indicator, .average: true
        default: false
        }
    }
}
