/// The indicators of the table, and strategies that are called after them.
extension SentenceParser {
    /// Consumes an indicator of the table.
    mutating func tableIndicator() -> Quantity? {
        let early =
            lookback()
            ?? attempt { parser in
                // "2 ATR" is a distance.
                guard let count = parser.count(), parser.word() != "atr", parser.word() != "average"
                else { return nil }
                return Lookback(count: count, unit: .bar)
            }
        skip("period", "periods")
        if let line = attempt({ $0.chandelierOfRanges() }) { return line }
        let isFast = accept("fast")
        guard var found = tableName(isFast: isFast) else { return nil }
        skip("indicator", "line", "oscillator", "value", "reading")
        let given: [Double] = isFast ? [1, 3] : []
        if found == .averageTrueRange, let share = attempt({ $0.rangeShare(early) }) {
            return share
        }
        guard let quantity = set(found, early: early ?? lateLength(of: found), settings: given)
        else { return nil }
        guard case .indicator(_, let subject, let length, let settings) = quantity else {
            return nil
        }
        if found == .stochasticK, let part = attempt({ $0.stochasticPart() }) { found = part }
        if found == .trix || found == .ppo, accept("signal") {
            skip("line")
            return signalLine(of: quantity)
        }
        return .indicator(found, subject, length, settings)
    }

    /// The line that an oscillator is compared with: its exponential average of 9 bars.
    mutating func signalLine(of quantity: Quantity) -> Quantity {
        draft.assume("a signal line is the exponential average of 9 bars")
        return .average(.exponential, quantity, Lookback(count: 9, unit: .bar))
    }

    /// Consumes the name of an indicator.
    private mutating func tableName(isFast: Bool) -> Indicator? {
        // "+DI" and "Williams %R" are cut into marks and words.
        if mark() == "+" || mark() == "%" {
            let sign = mark()
            position += 1
            if sign == "+", accept("di") { return .plusDI }
            if sign == "%", accept("k") { return .stochasticK }
            if sign == "%", accept("d") { return .stochasticD }
            if sign == "%", accept("b") { return .percentB }
            if sign == "%", accept("r") { return .williamsR }
            return nil
        }
        if mark() == ",", word(1) == "di" {
            // A minus that stands apart is read as a comma.
            position += 2
            return .minusDI
        }
        if word() == "k" || word() == "d" {
            // A letter alone is one of the lines that were named before.
            guard tableSettings["stochastic"] != nil else { return nil }
        }
        if let found = attempt({ $0.aroonPart() }) { return found }
        if let part = word(), part == "up" || part == "down", tableSettings["aroon"] != nil,
            mark(1) == ">" || mark(1) == "<" || ["above", "below"].contains(word(1))
        {
            position += 1
            return part == "up" ? .aroonUp : .aroonDown
        }
        if word() == "bollinger" || word() == "bb", mark(1) == "%", word(2) == "b" {
            position += 3
            return .percentB
        }
        guard let found = accept(Self.indicatorNames) else { return nil }
        if found == .williamsR, accept(mark: "%") { skip("r") }
        guard !isFast || found == .stochasticK || found == .stochasticD else { return nil }
        return found
    }

    /// Consumes "3 ATR chandelier exit".
    private mutating func chandelierOfRanges() -> Quantity? {
        guard let factor = number(.plain), factor > 0 else { return nil }
        skip("x")
        guard accept("atr"), accept("chandelier") else { return nil }
        skip("exit", "stop")
        return set(.chandelierLong, early: nil, settings: [factor])
    }

    /// Consumes "Aroon(25) up", whose length stands before the part.
    private mutating func aroonPart() -> Indicator? {
        guard accept("aroon"), mark() == "(" else { return nil }
        guard let length = argumentLookback() else { return nil }
        guard accept("up", "down") else { return nil }
        let found: Indicator = tokens[position - 1].key == "up" ? .aroonUp : .aroonDown
        tableSettings[found.family] = TableSettings(length: length)
        return found
    }

    /// Consumes "%K", "%D" or "signal line" behind a stochastic.
    private mutating func stochasticPart() -> Indicator? {
        _ = accept(mark: "%")
        if accept("k") { return .stochasticK }
        if accept("d") { return .stochasticD }
        guard mark(-1) != "%", accept("signal") else { return nil }
        skip("line")
        return .stochasticD
    }

    /// Consumes "20d" behind a line, or "over the last 20 days".
    private mutating func lateLength(of found: Indicator) -> Lookback? {
        guard found.row.length != nil else { return nil }
        if found.measure == .price || found == .regressionSlope, let length = lookback() {
            return length
        }
        // "TRIX 18 above zero": a length, as the level stands behind what compares.
        if let length = attempt({ parser -> Lookback? in
            guard let count = parser.count(), count > 1 else { return nil }
            let next = parser.word() ?? ""
            let isCompared =
                parser.mark() == ">" || parser.mark() == "<"
                || Self.comparing.contains(next) && next != "and" && next != "at"
            return isCompared ? Lookback(count: count, unit: .bar) : nil
        }) {
            return length
        }
        return attempt { parser in
            guard found == .vwap || found == .bandWidth, parser.accept("over", "of", "for") else {
                return nil
            }
            return parser.looseLookback()
        }
    }

    /// Consumes "percent of its price" behind the average true range.
    private mutating func rangeShare(_ early: Lookback?) -> Quantity? {
        let length = early ?? attempt { $0.mark() == "(" ? $0.argumentLookback() : nil }
        let isShare =
            accept(mark: "%") || accept("percent", "percentage", "pct")
            || attempt { parser in
                guard parser.accept("in", "as") else { return nil as Bool? }
                parser.skip("a", "percent", "percentage")
                guard
                    parser.accept(mark: "%")
                        || ["percent", "percentage"]
                            .contains(parser.tokens[parser.position - 1].key)
                else { return nil }
                return true
            } ?? false
        guard isShare else { return nil }
        _ = attempt { parser in
            guard parser.accept("of") else { return nil as Bool? }
            parser.skip("the", "its")
            return parser.accept("price", "close") ? true : nil
        }
        return set(.rangeShare, early: length)
    }

    /// Consumes "Supertrend on AMD", "stochastic strategy", "parabolic SAR".
    mutating func indicatorStrategy() -> Bool? {
        skipArticles()
        if let symbol = symbol() { trade(symbol) }
        skipArticles()
        let strategy: Named
        if let keltner = attempt({ $0.keltner() }) {
            strategy = keltner
        } else if let cloud = attempt({ $0.cloudNamed() }) {
            strategy = cloud
        } else if case .indicator(let found, _, let length, let settings) = tableIndicator() {
            strategy = .indicator(found, length, settings)
        } else {
            return nil
        }
        let levels = attempt { $0.levels() }
        if levels == nil, levelsFollow,
            case .indicator(let found, let length, let settings) = strategy
        {
            skip("strategy", "system")
            _ = attempt { $0.symbolBetween() }
            antecedent = .indicator(found, subject, length, settings)
            hasIndicator = true
            return true
        }
        if let cross = attempt({ $0.crossNamed(strategy) }) {
            skipSuffixes()
            return adopt(cross)
        }
        skip(
            "strategy", "system", "breakout", "crossover", "cross", "signal", "signals", "trend",
            "following", "rule", "indicator", "trading", "flip", "flips", "reversal", "reversals")
        if mark() == ":", tokens[position...].contains(where: \.isOrder) {
            // "Keltner breakout: buy when …" is a title; bare levels behind are the oscillator's.
            if case .indicator(let found, let length, let settings) = strategy,
                found.measure != .price
            {
                antecedent = .indicator(found, subject, length, settings)
                hasIndicator = true
            }
            return true
        }
        if let next = word(), Self.comparing.contains(next) || Self.describing.contains(next) {
            return nil
        }
        if let mark = mark(), mark == ">" || mark == "<" { return nil }
        skip("on", "for", "of", "with", "the", "using")
        if let symbol = symbol() { trade(symbol) }
        let late = levels ?? attempt { $0.levels() }
        return adopt(strategy, late)
    }

    /// Consumes "Keltner channels (20, 1.5)" where none of their lines is named.
    private mutating func keltner() -> Named? {
        guard accept("keltner") else { return nil }
        skip("channel", "channels", "band", "bands")
        guard !["upper", "lower", "middle", "top", "bottom", "mid"].contains(word()),
            case .indicator(_, _, let length, let settings) = set(.keltnerUpper, early: nil)
        else { return nil }
        return .keltner(length, settings)
    }

    /// Consumes "Ichimoku cloud" where none of its lines is named.
    private mutating func cloudNamed() -> Named? {
        guard accept("ichimoku", "kumo") else { return nil }
        skip("kinko", "hyo", "cloud", "clouds", "kumo")
        guard !["top", "bottom", "tk", "base", "conversion"].contains(word()),
            case .indicator(_, _, let length, let settings) = set(.cloudTop, early: nil)
        else { return nil }
        return .indicator(.cloudTop, length, settings)
    }

    /// Consumes "crossover" behind an indicator of two lines.
    private mutating func crossNamed(_ strategy: Named) -> Condition? {
        guard case .indicator(let found, let length, let settings) = strategy,
            accept("crossover", "crossovers", "cross"),
            let right = partner(of: .indicator(found, subject, length, settings))
        else { return nil }
        return .cross(.indicator(found, subject, length, settings), .up, right)
    }

    private enum Named {
        case keltner(Lookback?, [Double])
        case indicator(Indicator, Lookback?, [Double])
    }

    static let comparing: Set = [
        "is", "crosses", "above", "below", "over", "under", "rises", "falls", "cross", "goes",
        "gets", "drops", "turns", "at", "hits", "and", "dips", "crossing",
    ]

    private static let describing: Set = [
        "positive", "negative", "oversold", "overbought", "flips", "rising", "falling", "up",
        "down", "hooks", "makes", "made", "greater", "less", "slope", "green", "red", "bullish",
        "bearish",
    ]

    private mutating func levels() -> (Double, Double)? {
        skip("with", "levels", "at", "using", "between", "oversold", "below", "under")
        guard let low = number(.plain),
            accept("and", "to") || accept(mark: "/") || accept(mark: "-") || accept(mark: ",")
        else { return nil }
        skip("and", "overbought")
        guard let high = number(.plain), low < high
        else { return nil }
        return (low, high)
    }

    private mutating func adopt(_ strategy: Named, _ levels: (Double, Double)?) -> Bool? {
        guard draft.entry == nil else { return fail("two strategies are named") }
        let price = Quantity.price(.close, subject)
        switch strategy {
        case .keltner(let length, let settings):
            draft.entry = .compare(
                price, .up, .indicator(.keltnerUpper, subject, length, settings), inclusive: false)
            draft.exit = .condition(
                .compare(
                    price, .down, .indicator(.keltnerMiddle, subject, length, settings),
                    inclusive: false))
        case .indicator(let found, let length, let settings):
            let line = Quantity.indicator(found, subject, length, settings)
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
            case .trix, .ppo, .cmo, .tsi, .awesome, .coppock, .chaikinMoneyFlow,
                .chaikinOscillator, .aroonOscillator, .regressionSlope, .bop:
                guard levels == nil else { return nil }
                draft.assume("a \(found.row.title) strategy is in while it is above zero")
                draft.entry = .cross(line, .up, .number(0))
            case .crsi, .ultimate, .barStrength:
                let usual = found.row.extremes ?? (30, 70)
                let (low, high) = levels ?? usual
                draft.entry = .compare(line, .down, .number(low), inclusive: false)
                draft.exit = .condition(.compare(line, .up, .number(high), inclusive: false))
            case .cloudTop:
                draft.entry = .cross(price, .up, line)
                draft.exit = .condition(
                    .compare(
                        price, .down, .indicator(.cloudBottom, subject, length, settings),
                        inclusive: false))
                draft.assume("a strategy by the cloud buys above it and sells below it")
            default: return fail("this indicator needs a level, such as \"ADX above 25\"")
            }
        }
        draft.isNamed = true
        return true
    }
}
