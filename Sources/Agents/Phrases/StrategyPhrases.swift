/// Whole strategies that have a name: "MACD crossover", "20-day breakout", "buy and hold".
extension SentenceParser {
    private static let suffixes = [
        "strategy", "system", "crossover", "crossovers", "cross", "signal", "signals", "rule",
        "rules", "approach", "model", "trading", "levels", "level", "indicator", "following",
    ]

    /// Consumes a named strategy into the draft.
    mutating func strategyClause() -> Bool? {
        subject = .traded
        bias = .up
        return first([
            { $0.namedQuantity() }, { $0.portfolioStrategy() }, { $0.calendarStrategy() },
            { $0.signalStrategy() },
            { $0.buyAndHold() }, { $0.pairsTrade() }, { $0.crossoverStrategy() },
            { $0.rsiStrategy() }, { $0.macdStrategy() }, { $0.bandStrategy() },
            { $0.breakoutStrategy() }, { $0.momentumStrategy() }, { $0.crossStrategy() },
            { $0.indicatorStrategy() }, { $0.patternStrategy() },
            { $0.squeezeTitle() }, { $0.classicStrategy() }, { $0.trendStrategy() },
        ])
    }

    mutating func adopt(_ entry: Condition, exit: Condition? = nil) -> Bool? {
        if mark() == ":", tokens[position...].contains(where: isAction) {
            // "Momentum: buy …" is a title; what follows says what is meant.
            return true
        }
        guard draft.entry == nil, draft.shortEntry == nil else {
            return fail("two strategies are named")
        }
        draft.entry = entry
        draft.isNamed = true
        if let exit {
            guard draft.exit == nil else { return fail("two different exits are named") }
            draft.exit = .condition(exit)
        }
        return true
    }

    private func isAction(_ token: Token) -> Bool { token.isOrder }

    mutating func skipSuffixes() {
        while accept(anyOf: Self.suffixes) {}
    }

    func price() -> Quantity { .price(.close, subject) }

    /// Consumes a leading symbol: "SPX golden cross".
    mutating func leadingSymbol() {
        skipArticles()
        if let symbol = symbol() { trade(symbol) }
        skipArticles()
    }

    private mutating func buyAndHold() -> Bool? {
        leadingSymbol()
        let isPlain =
            accept(phrase: "buy and hold") || accept(phrase: "buys and holds")
            || accept(phrase: "bought and held") || accept(phrase: "buying and holding")
            || accept(phrase: "buy hold")
            || attempt({ parser in
                parser.accept("buy") && parser.accept(mark: "&") && parser.accept("hold")
                    ? true : nil
            }) ?? false
        if !isPlain, let isHeld = attempt({ $0.holdAlone() }) { return isHeld }
        if !isPlain {
            guard accept("buy", "buys", "bought") else { return nil }
            skip("the", "shares", "of", "some")
            guard let symbol = symbol() else { return nil }
            trade(symbol)
            skip("stock", "shares")
            guard
                accept(phrase: "and hold") || accept(phrase: "and holds")
                    || accept(phrase: "and keep") || accept(phrase: "and held")
            else { return nil }
            skip("it", "them", "on", "forever")
            // "… and hold it while …" goes on as a condition.
            if let next = word(), ["while", "until", "if", "when", "as", "for"].contains(next) {
                return nil
            }
            return adopt(.firstBar)
        }
        skip("strategy", "the", "on", "of", "for", "shares")
        if let symbol = symbol() { trade(symbol) }
        return adopt(.firstBar)
    }

    /// Consumes "holding Walmart since 2010": nothing but how long is said of it.
    private mutating func holdAlone() -> Bool? {
        guard accept("hold", "holding", "held", "own", "owning", "owned", "keep", "keeping", "kept")
        else { return nil }
        skip("the", "onto", "on", "to", "shares", "of", "some")
        guard let symbol = symbol() else { return nil }
        skip("stock", "shares")
        let isForever = accept("forever", "throughout")
        switch token()?.kind {
        case nil, .mark("?")?, .mark(".")?, .mark("!")?: break
        case .mark(",")? where isForever: break
        case .word(let word)? where ["since", "from", "over", "with", "starting"].contains(word):
            break
        default: return nil
        }
        trade(symbol)
        return adopt(.firstBar)
    }

    // MARK: Pairs

    private static let pairNames = PhraseTable(phrases: [
        "pairs trade", "pairs trading", "pair trade", "pair trading", "pairs strategy",
        "pairs", "trade the pair", "trades the pair", "pair", "trade the spread between",
        "spread trade", "statistical arbitrage", "mean reversion of the pair",
    ])

    /// Consumes "pairs trade KO and PEP".
    private mutating func pairsTrade() -> Bool? {
        skipArticles()
        let isPlainTrade = accept(Self.pairNames) == nil
        if isPlainTrade, !accept("trade", "trades", "trading"), !startsPair { return nil }
        skip("the")
        skip("strategy", "of", "on", "with", "between", "the", "for", "using", "trade")
        let start = position
        guard let (left, right) = pair() else { return nil }
        if isPlainTrade {
            // "trade KO against PEP" is a pair; "trade KO and PEP" are two runs.
            let joints = tokens[start..<position].map(\.key)
            skip("mean", "reversion")
            let isNamed = accept("pair", "pairs", "spread")
            skip("trade", "trading", "strategy")
            guard isNamed || ["against", "vs", "versus"].contains(where: joints.contains) else {
                return nil
            }
        }
        trade(left)
        let ratio = Quantity.ratio(price(), .price(.close, .symbol(right)))
        let length = attempt { $0.pairLength() }
        let width = attempt { $0.pairWidth() }
        let back = attempt { $0.pairEnd() }
        if length == nil { draft.assume("the ratio of a pair is measured over 20 bars") }
        if width == nil {
            draft.assume("a pair is entered 2 standard deviations from its mean, left at half one")
        }
        draft.assume("only \(left) is traded; \(right) is the yardstick")
        let score = Quantity.zscore(ratio, length ?? Lookback(count: 20, unit: .bar))
        return adopt(
            .compare(score, .down, .number(-(width ?? 2)), inclusive: false),
            exit: .within(score, back ?? 0.5))
    }

    /// Whether two symbols stand here that are called a pair behind them: "KO vs PEP pair".
    private var startsPair: Bool {
        var probe = self
        guard probe.pair() != nil else { return false }
        probe.skip("mean", "reversion")
        return probe.accept("pair", "pairs", "spread")
    }

    private mutating func pairLength() -> Lookback? {
        _ = accept(mark: ",") || accept(mark: ":")
        skip("with", "over", "using", "a", "the")
        guard let length = lookback() else { return nil }
        skip("lookback", "window", "mean", "average", "ratio", "z", "score", "zscore")
        return length
    }

    private mutating func pairWidth() -> Double? {
        _ = accept(mark: ",") || accept(mark: ";")
        let isSaid = ["enter", "entry", "entering", "open", "in"].contains(word())
        skip("at", "with", "and", "enter", "entry", "entering", "open", "in")
        guard let width = number(.plain), width > 0, accept(Self.deviations) != nil || isSaid
        else { return nil }
        return width
    }

    /// Consumes "exit at 0.5": how near to the mean the pair is closed.
    private mutating func pairEnd() -> Double? {
        _ = accept(mark: ",") || accept(mark: ";")
        skip("and")
        guard accept("exit", "close", "exiting", "unwind", "out", "sell") else { return nil }
        skip("at", "below", "under", "it", "within")
        guard let width = number(.plain), width > 0, width < 10 else { return nil }
        _ = accept(Self.deviations)
        return width
    }

    // MARK: Averages

    private static let crossoverNames = PhraseTable<AverageKind?>([
        "moving average crossover": nil, "average crossover": nil, "ma crossover": nil,
        "moving average cross": nil, "sma crossover": .simple, "ema crossover": .exponential,
        "simple moving average crossover": .simple, "sma cross": .simple, "ma cross": nil,
        "exponential moving average crossover": .exponential, "ema cross": .exponential,
        "crossover of averages": nil, "crossover of the": nil, "crossover of": nil,
        "crossover": nil, "crossover between": nil, "moving averages": nil,
        "moving average": nil, "dual moving average": nil, "dual moving average crossover": nil,
        "simple crossover": .simple, "exponential crossover": .exponential,
    ])

    /// Consumes "10/30 moving average crossover" or "crossover of 10 and 30 days".
    private mutating func crossoverStrategy() -> Bool? {
        leadingSymbol()
        if let (fast, slow) = averagePair() {
            skipSuffixes()
            return adopt(.cross(fast, .up, slow))
        }
        return first([
            { parser in
                guard let kind = parser.accept(Self.crossoverNames) else { return nil }
                parser.skipSuffixes()
                parser.skip("of", "with", "using", "the", "between", "for", "on", "periods")
                return parser.crossover(kind)
            },
            { parser in
                guard let lengths = parser.lengthPair() else { return nil }
                guard let kind = parser.accept(Self.crossoverNames) else { return nil }
                parser.skipSuffixes()
                guard let (fast, slow) = parser.averages(kind, lengths.0, lengths.1) else {
                    return nil
                }
                return parser.adopt(.cross(fast, .up, slow))
            },
        ])
    }

    /// Consumes two numbers with nothing between them: "12 26".
    private mutating func barePair() -> (Lookback, Lookback)? {
        attempt { parser in
            guard let first = parser.count(), let second = parser.count() else { return nil }
            return (Lookback(count: first, unit: .bar), Lookback(count: second, unit: .bar))
        }
    }

    private mutating func crossover(_ kind: AverageKind?) -> Bool? {
        let isOpen = accept(mark: "(")
        if !isOpen { _ = attempt { $0.symbolBetween() } }
        guard let lengths = lengthPair() ?? barePair(), !isOpen || accept(mark: ")") else {
            return nil
        }
        let late: AverageKind? = accept("ema", "emas", "exponential") ? .exponential : nil
        skip("sma", "smas", "simple", "moving", "average", "averages")
        guard let (fast, slow) = averages(late ?? kind, lengths.0, lengths.1) else { return nil }
        return adopt(.cross(fast, .up, slow))
    }

    /// Consumes "bitcoin above its 200-day average": held while that is so.
    mutating func trendStrategy() -> Bool? {
        guard !draft.saysBuy, !draft.saysShort, !draft.saysSell, draft.entry == nil else {
            return nil
        }
        skipArticles()
        guard let symbol = symbol() else { return nil }
        skip("whenever", "while", "when", "only", "is")
        guard let comparator = comparator(), comparator.kind == .level,
            let direction = comparator.direction, let level = quantity()
        else { return nil }
        guard case .average(_, .price(.close, _), _) = level else { return nil }
        if let next = word(), ["buy", "sell", "short", "then", "go", "and"].contains(next) {
            return nil
        }
        trade(symbol)
        return adopt(
            .compare(price(), direction, level, inclusive: false))
    }

    mutating func crossStrategy() -> Bool? {
        leadingSymbol()
        guard let condition = idiom() else { return nil }
        skipSuffixes()
        guard case .cross(_, .up, _) = condition else {
            return fail("a death cross says when to sell, not when to buy")
        }
        return adopt(condition)
    }

    // MARK: Oscillators and bands

    /// Consumes "RSI strategy with levels 30 and 70".
    private mutating func rsiStrategy() -> Bool? {
        leadingSymbol()
        var length = lookback() ?? count().map { Lookback(count: $0, unit: .bar) }
        guard accept("rsi") else { return nil }
        if length == nil, mark() == "(" { length = attempt { $0.argumentLookback() } }
        var levels = levelPair()
        if levels == nil, length == nil { length = attempt { $0.argumentLookback() } }
        skip("mean", "reversion")
        skipSuffixes()
        _ = attempt { $0.symbolBetween() }
        if levels == nil { levels = levelPair() ?? attempt { $0.levelsBehindComma() } }
        if levels == nil, startsLevels() {
            // "RSI strategy: buy below 10, sell above 70": the levels follow with their verbs.
            antecedent = .rsi(subject, length ?? defaultRSILength())
            hasIndicator = true
            return true
        }
        if levels == nil, let next = word(), Self.comparing.contains(next) { return nil }
        if levels == nil, startsComparison { return nil }
        if levels == nil { draft.assume("an RSI strategy buys below 30 and sells above 70") }
        let (low, high) = levels ?? (30, 70)
        guard low < high, high <= 100 else { return fail("RSI levels lie between 0 and 100") }
        let rsi = Quantity.rsi(subject, length ?? defaultRSILength())
        return adopt(
            .compare(rsi, .down, .number(low), inclusive: false),
            exit: .compare(rsi, .up, .number(high), inclusive: false))
    }

    /// Whether what follows compares: "RSI closes under 35" is a condition and no strategy.
    private var startsComparison: Bool {
        if mark() == ">" || mark() == "<" { return true }
        var probe = self
        return probe.comparator() != nil && probe.token()?.isNumber == true
    }

    private mutating func levelsBehindComma() -> (Double, Double)? {
        guard accept(mark: ",") || accept(mark: ":") else { return nil }
        return levelPair()
    }

    /// Whether a comma or colon and a verb with a level follow: ", buy under 35".
    private func startsLevels() -> Bool {
        if levelsFollow { return true }
        let offset = mark() == ":" || mark() == "," || mark() == "." ? 1 : 0
        guard ["buy", "buying", "long", "enter", "entry"].contains(word(offset)) else {
            return false
        }
        let next = word(offset + 1).flatMap {
            ["at", "when", "if"].contains($0) ? word(offset + 2) : $0
        }
        return ["below", "under", "beneath"].contains(next)
            || [Token.Kind.mark("<")].contains(token(offset + 1)?.kind)
    }

    /// Consumes "on AAPL with" between the name of a strategy and its numbers.
    mutating func symbolBetween() -> Bool? {
        skip("on", "for", "of", "the")
        guard let symbol = symbol() else { return nil }
        trade(symbol)
        skip("with", "using", "over", "of")
        return true
    }

    private mutating func levelPair() -> (Double, Double)? {
        attempt { parser in
            parser.skip("with", "using", "levels", "level", "at", "of", "between", "thresholds")
            let isOpen = parser.accept(mark: "(")
            defer { if isOpen { _ = parser.accept(mark: ")") } }
            guard let low = parser.number(.plain),
                parser.accept("and", "to") || parser.accept(mark: "/") || parser.accept(mark: "-"),
                let high = parser.number(.plain)
            else { return nil }
            parser.skip("levels", "level", "thresholds")
            return (low, high)
        }
    }

    private mutating func macdStrategy() -> Bool? {
        leadingSymbol()
        skip("with", "using", "on", "a", "the")
        let early = attempt { $0.macdArguments() }
        guard accept("macd"), word() != "histogram", word() != "hist" else { return nil }
        let periods = early ?? attempt { $0.macdArguments() }
        skip("line", "signal", "bullish")
        skipSuffixes()
        let late = periods ?? attempt { $0.macdArguments() }
        if late == nil { draft.assume("the MACD has its usual periods 12, 26 and 9") }
        macdPeriods = late ?? MACDPeriods()
        return adopt(
            .cross(.macd(.line, subject, macdPeriods), .up, .macd(.signal, subject, macdPeriods)))
    }

    /// Consumes "Bollinger band strategy" or "Bollinger breakout".
    private mutating func bandStrategy() -> Bool? {
        leadingSymbol()
        let length = lookback()
        guard accept("bollinger", "bollinger's") else { return nil }
        skip("band", "bands")
        let early = bandArguments()
        let isBreakout = accept("breakout", "breakouts", "momentum")
        skip("mean", "reversion", "bounce")
        skipSuffixes()
        let late = bandArguments()
        let window = length ?? early.length ?? late.length ?? defaultBandLength()
        let width = early.width ?? late.width ?? defaultBandWidth()
        let part: BandPart = isBreakout ? .upper : .lower
        if !isBreakout {
            draft.assume("a Bollinger strategy buys below the lower band")
        }
        return adopt(
            .compare(
                price(), isBreakout ? .up : .down, .band(part, subject, window, width: width),
                inclusive: false))
    }
}

extension Token {
    /// Whether this is what begins a position or ends one.
    var isOrder: Bool {
        ["buy", "buys", "buying", "sell", "short", "long", "enter", "entry"].contains(key)
    }
}
