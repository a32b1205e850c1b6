/// The indicators of the table, and strategies that are called after them.
extension SentenceParser {
    private static let indicatorNames = PhraseTable<Indicator>([
        "stochastic": .stochasticK, "stochastics": .stochasticK, "stoch": .stochasticK,
        "stochastic oscillator": .stochasticK, "stochastic k": .stochasticK, "k": .stochasticK,
        "stochastic rsi": .stochasticRSI, "stoch rsi": .stochasticRSI, "stochrsi": .stochasticRSI,
        "slow stochastic": .stochasticK, "stochastic signal": .stochasticD,
        "stochastic d": .stochasticD, "d": .stochasticD, "adx": .adx,
        "average directional index": .adx, "plus di": .plusDI, "minus di": .minusDI,
        "di plus": .plusDI, "di minus": .minusDI, "cci": .cci, "commodity channel index": .cci,
        "williams r": .williamsR, "williams": .williamsR, "mfi": .moneyFlow,
        "money flow index": .moneyFlow, "money flow": .moneyFlow, "parabolic sar": .parabolicSAR,
        "sar": .parabolicSAR, "psar": .parabolicSAR, "obv": .onBalanceVolume,
        "on balance volume": .onBalanceVolume, "aroon up": .aroonUp, "aroon down": .aroonDown,
        "vwap": .vwap, "upper keltner band": .keltnerUpper, "upper keltner channel": .keltnerUpper,
        "lower keltner band": .keltnerLower, "lower keltner channel": .keltnerLower,
        "middle keltner band": .keltnerMiddle, "supertrend": .supertrend,
        "super trend": .supertrend,
    ])

    /// Consumes an indicator of the table.
    mutating func tableIndicator() -> Quantity? {
        let early = lookback() ?? count().map { Lookback(count: $0, unit: .bar) }
        var found: Indicator?
        // "+DI" and "Williams %R" are cut into marks and words.
        if mark() == "+" || mark() == "%" {
            let sign = mark()
            position += 1
            if sign == "+", accept("di") { found = .plusDI }
            if sign == "%", accept("k") { found = .stochasticK }
            if sign == "%", accept("d") { found = .stochasticD }
        } else if mark() == ",", word(1) == "di" {
            // A minus that stands apart is read as a comma.
            position += 2
            found = .minusDI
        } else {
            if ["k", "d"].contains(word()) { return nil }
            found = accept(Self.indicatorNames)
            if found == .williamsR, accept(mark: "%") { skip("r") }
        }
        guard let found else { return nil }
        skip("indicator", "line", "oscillator", "value", "reading")
        if found == .stochasticK, accept("signal") {
            skip("line")
            return .indicator(.stochasticD, subject, early)
        }
        guard found.row.length != nil else {
            return early == nil ? .indicator(found, subject, nil) : nil
        }
        let late =
            early
            ?? attempt { parser -> Lookback? in
                guard parser.mark() == "(" else { return nil }
                return parser.argumentLookback()
            }
        if late == nil {
            draft.assume("the \(found.row.title) has its usual \(found.row.length ?? 0) bars")
        }
        return .indicator(found, subject, late)
    }

    /// Consumes "Supertrend on AMD", "stochastic strategy", "parabolic SAR".
    mutating func indicatorStrategy() -> Bool? {
        skipArticles()
        if let symbol = symbol() { trade(symbol) }
        skipArticles()
        let strategy: Named
        if accept("keltner") {
            skip("channel", "channels", "band", "bands")
            strategy = .keltner
        } else if case .indicator(let found, _, let length) = tableIndicator() {
            // "Supertrend 7, 3": its multiplier is always 3.
            let pair = found == .supertrend ? attempt { $0.lengthAndThree() } : nil
            strategy = .indicator(found, pair ?? length)
        } else {
            return nil
        }
        let levels = attempt { $0.levels() }
        if levels == nil, levelsFollow, case .indicator(let found, let length) = strategy {
            skip("strategy", "system")
            _ = attempt { $0.symbolBetween() }
            antecedent = .indicator(found, subject, length)
            hasIndicator = true
            return true
        }
        skip(
            "strategy", "system", "breakout", "crossover", "cross", "signal", "signals", "trend",
            "following", "rule", "indicator", "trading")
        if let next = word(), Self.comparing.contains(next) { return nil }
        if let mark = mark(), mark == ">" || mark == "<" { return nil }
        skip("on", "for", "of", "with", "the", "using")
        if let symbol = symbol() { trade(symbol) }
        let late = levels ?? attempt { $0.levels() }
        return adopt(strategy, late)
    }

    private mutating func lengthAndThree() -> Lookback? {
        let isOpen = accept(mark: "(")
        guard let (length, multiplier) = lengthPair(), multiplier.count == 3,
            !isOpen || accept(mark: ")")
        else { return nil }
        return length
    }

    private enum Named { case keltner, indicator(Indicator, Lookback?) }

    static let comparing: Set = [
        "is", "crosses", "above", "below", "over", "under", "rises", "falls", "cross", "goes",
        "gets", "drops", "turns", "at", "hits", "and", "dips", "crossing",
    ]

    private mutating func levels() -> (Double, Double)? {
        skip("with", "levels", "at", "using", "between")
        guard let low = number(.plain),
            accept("and", "to") || accept(mark: "/") || accept(mark: "-"),
            let high = number(.plain), low < high
        else { return nil }
        return (low, high)
    }

    private mutating func adopt(_ strategy: Named, _ levels: (Double, Double)?) -> Bool? {
        guard draft.entry == nil else { return fail("two strategies are named") }
        let price = Quantity.price(.close, subject)
        switch strategy {
        case .keltner:
            draft.entry = .compare(
                price, .up, .indicator(.keltnerUpper, subject, nil), inclusive: false)
            draft.exit = .condition(
                .compare(price, .down, .indicator(.keltnerMiddle, subject, nil), inclusive: false))
            draft.assume("Keltner bands have their usual 20 bars and 2 average true ranges")
        case .indicator(let found, let length):
            let line = Quantity.indicator(found, subject, length)
            switch found {
            case .supertrend, .parabolicSAR, .vwap: draft.entry = .cross(price, .up, line)
            case .stochasticK, .stochasticRSI, .moneyFlow, .cci, .williamsR:
                let usual: (Double, Double) =
                    switch found {
                    case .cci: (-100, 100)
                    case .williamsR: (-80, -20)
                    default: (20, 80)
                    }
                let (low, high) = levels ?? usual
                draft.entry = .compare(line, .down, .number(low), inclusive: false)
                draft.exit = .condition(.compare(line, .up, .number(high), inclusive: false))
            case .aroonUp, .aroonDown:
                draft.entry = .cross(
                    .indicator(.aroonUp, subject, length), .up,
                    .indicator(.aroonDown, subject, length))
            case .onBalanceVolume:
                draft.entry = .cross(
                    line, .up, .average(.simple, line, Lookback(count: 20, unit: .bar)))
            default: return fail("this indicator needs a level, such as \"ADX above 25\"")
            }
        }
        draft.isNamed = true
        return true
    }
}
