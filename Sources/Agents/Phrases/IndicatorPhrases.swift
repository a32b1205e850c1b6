/// Bands, channels, returns, volatility and what relates two symbols.
extension SentenceParser {
    // MARK: Bollinger bands

    private static let bandParts = PhraseTable<BandPart>([
        "upper": .upper, "top": .upper, "lower": .lower, "bottom": .lower, "middle": .middle,
        "mid": .middle, "center": .middle, "centre": .middle,
    ])

    /// Consumes one of the Bollinger bands: "the lower Bollinger band (20, 2)".
    mutating func band() -> Quantity? {
        let length = lookback()
        let isEarly = accept("bollinger", "bollinger's")
        skip("band", "bands")
        guard let part = accept(Self.bandParts) else { return nil }
        let isLate = accept("bollinger", "bollinger's")
        let isBand = accept("band", "bands", "line")
        guard isEarly || isLate || isBand else { return nil }
        if !isEarly, !isLate, tableSettings["keltner"] != nil, length == nil,
            !tokens.contains(where: { ["bollinger", "bb"].contains($0.key) })
        {
            return set(
                part == .upper ? .keltnerUpper : part == .lower ? .keltnerLower : .keltnerMiddle,
                early: nil)
        }
        var arguments = bandArguments()
        if length == nil { _ = attempt { $0.bandsBehind(&arguments) } }
        let window = length ?? arguments.length ?? defaultBandLength()
        return .band(part, subject, window, width: arguments.width ?? defaultBandWidth())
    }

    mutating func defaultBandLength() -> Lookback {
        draft.assume("Bollinger bands have their usual 20 bars")
        return Lookback(count: 20, unit: .bar)
    }

    mutating func defaultBandWidth() -> Double {
        draft.assume("Bollinger bands are 2 standard deviations wide")
        return 2
    }

    /// Consumes "of the 20-day Bollinger bands (…)".
    private mutating func bandsBehind(_ arguments: inout BandArguments) -> Bool? {
        guard accept("of") else { return nil }
        skip("the", "its")
        let length = lookback()
        guard accept("bollinger") else { return nil }
        skip("band", "bands")
        let more = bandArguments()
        arguments.length = length ?? more.length ?? arguments.length
        arguments.width = more.width ?? arguments.width
        return true
    }

    struct BandArguments {
        var length: Lookback?
        var width: Double?
    }

    /// Consumes "(20, 2)", "20/2" or "with 2 standard deviations", as far as they stand here.
    mutating func bandArguments() -> BandArguments {
        var arguments = BandArguments()
        _ = attempt { parser in
            guard parser.accept(mark: "("), let count = parser.count() else { return nil as Bool? }
            arguments.length = Lookback(count: count, unit: parser.unit() ?? .bar)
            if parser.accept(mark: ",") {
                guard let width = parser.number(.plain), width > 0 else { return nil }
                arguments.width = width
                parser.skip("standard", "deviations", "sigma", "sd")
            }
            return parser.accept(mark: ")") ? true : nil
        }
        _ = attempt { parser in
            parser.skip("with", "at", "of", "and")
            guard let width = parser.number(.plain), width > 0,
                parser.accept(Self.deviations) != nil
            else { return nil as Bool? }
            arguments.width = width
            return true
        }
        return arguments
    }

    static let deviations = PhraseTable(phrases: [
        "standard deviations", "standard deviation", "sigma", "sigmas", "sd", "stdev", "std",
        "std devs", "deviations",
    ])

    // MARK: Channels

    static let extremeNames = PhraseTable<Direction>([
        "high": .up, "highs": .up, "highest": .up, "maximum": .up, "max": .up, "peak": .up,
        "top": .up, "low": .down, "lows": .down, "lowest": .down, "minimum": .down, "min": .down,
        "bottom": .down, "trough": .down, "closing high": .up, "closing low": .down,
        "high close": .up, "low close": .down, "highest close": .up, "lowest close": .down,
        "highest closing price": .up, "lowest closing price": .down, "highest price": .up,
        "lowest price": .down, "highest high": .up, "lowest low": .down, "channel high": .up,
        "channel low": .down, "upper channel": .up, "lower channel": .down,
    ])
    private static let channelNames = PhraseTable(phrases: [
        "channel", "range", "donchian channel", "price channel", "trading range", "donchian",
        "price range",
    ])
    private static let channelSides = PhraseTable<Direction>([
        "top of": .up, "upper end of": .up, "upper edge of": .up, "upper side of": .up,
        "bottom of": .down, "lower end of": .down, "lower edge of": .down,
        "lower side of": .down,
    ])

    /// Consumes the highest or lowest value of a length: "its 20-day high", "the all-time low".
    mutating func extreme() -> Quantity? {
        first([
            { $0.extremeOfDayBefore() },
            { parser in
                guard let length = parser.lookback(), let side = parser.accept(Self.extremeNames)
                else { return nil }
                parser.skip("price", "value")
                return .extreme(side, parser.subject, length)
            },
            { parser in
                guard let side = parser.accept(Self.extremeNames),
                    let length = parser.trailingLookback()
                else { return nil }
                return .extreme(side, parser.subject, length)
            },
            { parser in
                guard parser.accept(phrase: "all time") || parser.accept("record", "lifetime"),
                    let side = parser.accept(Self.extremeNames)
                else { return nil }
                return .extreme(side, parser.subject, nil)
            },
            { $0.donchianEdge() },
            { parser in
                guard let side = parser.accept(Self.channelSides) else { return nil }
                parser.skip("the", "its")
                return parser.channelLength().map { .extreme(side, parser.subject, $0) }
            },
        ])
    }

    /// Consumes "20-day Donchian upper band", "the upper Donchian channel (20)".
    private mutating func donchianEdge() -> Quantity? {
        let early = lookback() ?? count().map { Lookback(count: $0, unit: .bar) }
        let before: Direction? =
            accept("upper", "top") ? .up : accept("lower", "bottom") ? .down : nil
        guard accept("donchian") else { return nil }
        skip("channel", "channels", "band")
        let late = attempt { $0.mark() == "(" ? $0.argumentLookback() : nil }
        let side =
            before
            ?? (accept("upper", "high", "top")
                ? .up
                : accept("lower", "low", "bottom") ? .down : nil)
        guard let side else { return nil }
        skip("band", "line", "channel")
        var length = early ?? late ?? attempt { $0.mark() == "(" ? $0.argumentLookback() : nil }
        if length == nil {
            draft.assume("a channel covers 20 bars")
            length = Lookback(count: 20, unit: .bar)
        }
        return length.map { .extreme(side, subject, $0) }
    }

    /// Consumes "20-day channel" or "channel of the last 20 days".
    mutating func channelLength() -> Lookback? {
        first([
            { parser in
                guard let length = parser.lookback(), parser.accept(Self.channelNames) != nil
                else { return nil }
                return length
            },
            { parser in
                guard parser.accept(Self.channelNames) != nil else { return nil }
                return parser.trailingLookback() ?? parser.argumentLookback()
            },
        ])
    }

    // MARK: Returns and volatility

    private static let changeNames = PhraseTable(phrases: [
        "return", "returns", "price return", "momentum", "change", "price change",
        "rate of change", "roc", "performance", "gain", "percentage change", "percent change",
    ])

    mutating func change() -> Quantity? {
        var length = lookback() ?? count().map { Lookback(count: $0, unit: .bar) }
        let isRate = word() == "roc" || word() == "rate"
        guard accept(Self.changeNames) != nil else { return nil }
        if length == nil { length = trailingLookback() ?? argumentLookback() }
        if isRate {
            let named = lengthsSoFar { if case .change(_, let length) = $0 { length } else { nil } }
            if length == nil, named.count == 1 { length = named[0] }
            if length == nil {
                draft.assume("the rate of change has its usual 10 bars")
                length = Lookback(count: 10, unit: .bar)
            }
        }
        guard let length else {
            return fail("a return needs a length, such as \"60-day return\"")
        }
        if tokens[position - 1].key == "change",
            let value = attempt({ $0.accept("of") ? $0.changedValue() : nil })
        {
            return .change(value, length)
        }
        return .change(.price(.close, subject), length)
    }

    /// Consumes what changes and is no price: "the VIX", "its volume".
    private mutating func changedValue() -> Quantity? {
        if let value = publishedValue() { return value }
        skip("the", "its")
        if let symbol = symbol() { subject = .symbol(symbol) }
        return accept("volume") ? .price(.volume, subject) : nil
    }

    mutating func volatility() -> Quantity? {
        var length = lookback()
        skip("annualised", "annualized", "realised", "realized", "historical")
        guard accept("volatility", "vol") else { return nil }
        if length == nil { length = trailingLookback() ?? argumentLookback() }
        guard let length else {
            return fail("volatility needs a length, such as \"20-day volatility\"")
        }
        return .volatility(subject, length)
    }

    // MARK: Two symbols

    /// Consumes the ratio or spread of two symbols: "the ratio of KO to PEP", "KO/PEP".
    mutating func pairQuantity() -> Quantity? {
        first([
            { parser in
                parser.skipArticles()
                parser.skip("price")
                let isRatio = parser.accept("ratio")
                guard isRatio || parser.accept("spread", "difference") else { return nil }
                guard parser.accept("of", "between"), let pair = parser.pair() else { return nil }
                return Self.joined(pair, isRatio: isRatio)
            },
            { parser in
                parser.skipArticles()
                guard let left = parser.symbol(), let mark = parser.mark(),
                    mark == "/" || mark == "-"
                else { return nil }
                parser.position += 1
                guard let right = parser.symbol(), right != left else { return nil }
                let isRatio = parser.accept("ratio") || (mark == "/" && !parser.accept("spread"))
                if !isRatio { parser.skip("spread") }
                return Self.joined((left, right), isRatio: isRatio)
            },
            { parser in
                // "its ratio to PEP"
                parser.skip("its", "the")
                guard parser.accept("ratio"), parser.accept("to", "with", "against") else {
                    return nil
                }
                parser.skip("the")
                let left = parser.subject
                guard let right = parser.symbol() else { return nil }
                return .ratio(.price(.close, left), .price(.close, .symbol(right)))
            },
        ])
    }

    private static func joined(_ pair: (String, String), isRatio: Bool) -> Quantity {
        let left = Quantity.price(.close, .symbol(pair.0))
        let right = Quantity.price(.close, .symbol(pair.1))
        return isRatio ? .ratio(left, right) : .spread(left, right)
    }

    /// Consumes two different symbols: "KO and PEP", "KO to PEP", "KO vs PEP".
    mutating func pair() -> (String, String)? {
        skip("the", "pair", "of")
        guard let left = symbol() else { return nil }
        let isJoined =
            accept("and", "to", "vs", "versus", "against", "with", "over", "v")
            || accept(mark: "/") || accept(mark: "-") || accept(mark: "&") || accept(mark: ",")
        guard isJoined else { return nil }
        _ = accept(mark: ".")
        skip("the")
        guard let right = symbol(), right != left else { return nil }
        return (left, right)
    }

    private static let zscoreNames = PhraseTable(phrases: ["z score", "zscore", "z"])

    /// Consumes "the 20-day z-score of …".
    mutating func zscore() -> Quantity? {
        var length = lookback()
        guard accept(Self.zscoreNames) != nil else { return nil }
        if length == nil { length = attempt { $0.bracketedLength() } }
        if length == nil { length = lookback() }
        let source =
            attempt { parser in parser.accept("of") ? parser.quantity() : nil }
            ?? .price(.close, subject)
        if length == nil { length = trailingLookback() }
        let named = lengthsSoFar { if case .zscore(_, let length) = $0 { length } else { nil } }
        guard let length = length ?? (named.count == 1 ? named[0] : nil) else {
            return fail("a z-score needs a length, such as \"20-day z-score\"")
        }
        return .zscore(source, length)
    }

    private mutating func bracketedLength() -> Lookback? {
        mark() == "(" ? argumentLookback() : nil
    }
}
