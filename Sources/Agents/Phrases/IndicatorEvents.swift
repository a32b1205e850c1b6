/// What is said of indicators in their own terms: a line that flips, two lines of one indicator
/// that cross, a price above a channel or a cloud, averages in order.
extension SentenceParser {
    private static let flips = PhraseTable(phrases: [
        "flips", "flip", "flipped", "flipping", "turns", "turn", "turned", "goes", "switches",
        "changes", "gives a", "gives", "signals", "flips to", "turns to", "switches to",
        "changes to", "goes to", "becomes", "triggers a", "generates a", "shows a", "fires a",
    ])
    private static let colours: Set<String> = ["green", "red", "bullish", "bearish"]
    private static let states = PhraseTable(phrases: ["is", "stays", "remains", "shows", "reads"])
    private static let moods = PhraseTable<Direction>([
        "bullish": .up, "green": .up, "up": .up, "long": .up, "buy": .up, "positive": .up,
        "bearish": .down, "red": .down, "down": .down, "short": .down, "sell": .down,
        "negative": .down, "uptrend": .up, "downtrend": .down, "an uptrend": .up,
        "a downtrend": .down, "below price": .up, "above price": .down,
        "below the price": .up, "above the price": .down, "below the candles": .up,
        "above the candles": .down, "under the price": .up, "over the price": .down,
        "from bearish to bullish": .up, "from bullish to bearish": .down,
        "from red to green": .up, "from green to red": .down,
    ])

    /// Consumes "the Supertrend turns green", "parabolic SAR flips long", "heikin ashi is red".
    mutating func flip() -> Condition? {
        skipArticles()
        if let symbol = symbol() { subject = .symbol(symbol) }
        skip("its", "the")
        guard let (left, right) = attempt({ $0.flippingLines() }) ?? flipped else { return nil }
        flipped = (left, right)
        skip("candle", "candles", "bar", "bars", "indicator", "trend", "line", "dots")
        let isState = accept(Self.states) != nil
        guard
            isState || accept(Self.flips) != nil || accept(phrase: "color change")
                || accept(phrase: "colour change") || Self.colours.contains(word() ?? "")
        else { return nil }
        skip("to", "in", "a", "an")
        guard let way = accept(Self.moods) else {
            return !isState && endsFlip ? .cross(left, bias, right) : nil
        }
        skip("signal", "again", "color", "colour")
        guard endsFlip else { return nil }
        return isState
            ? .compare(left, way, right, inclusive: false) : .cross(left, way, right)
    }

    /// Whether an order or another clause follows.
    private var endsFlip: Bool {
        endsClause
            || [
                "buy", "sell", "long", "short", "go", "exit", "then", "when", "if", "hold", "enter",
                "cover", "but", "while",
            ].contains(word())
    }

    /// The price and the line that it flips from one side of to the other.
    private mutating func flippingLines() -> (Quantity, Quantity)? {
        if accept(phrase: "heikin ashi") || accept(phrase: "heiken ashi")
            || accept("heikinashi", "ha")
        {
            return (
                .indicator(.heikinClose, subject, nil), .indicator(.heikinOpen, subject, nil)
            )
        }
        if accept("cloud", "kumo") || accept(phrase: "ichimoku cloud") {
            guard let first = set(.leadingA, early: nil), let second = set(.leadingB, early: nil)
            else { return nil }
            draft.assume("a cloud is green while its Senkou span A lies above its Senkou span B")
            return (first, second)
        }
        guard let line = tableIndicator(), case .indicator(let found, _, _, _) = line,
            found == .supertrend || found == .parabolicSAR
        else { return nil }
        return (.price(.close, subject), line)
    }

    /// Consumes "the Chikou span is above the price": the close over that of 26 bars before.
    mutating func chikou() -> Condition? {
        skip("its", "the")
        guard accept("chikou") || accept(phrase: "lagging span") else { return nil }
        skip("span", "line")
        guard let comparator = comparator(), let way = comparator.direction,
            comparator.kind == .level
        else { return nil }
        skip("the", "its")
        guard accept("price", "close", "prices") else { return nil }
        draft.assume("the Chikou span is the close, compared with that of 26 bars before")
        return .compare(
            .change(.price(.close, subject), Lookback(count: 26, unit: .bar)), way, .number(0),
            inclusive: false)
    }

    // MARK: Two lines of one indicator

    private static let pairs = PhraseTable<Indicator>([
        "aroon": .aroonUp, "tk": .tenkan, "ichimoku tk": .tenkan, "tenkan kijun": .tenkan,
        "di": .plusDI, "dmi": .plusDI,
    ])
    private static let crosses = PhraseTable<Direction?>([
        "cross": nil, "crosses": nil, "crossover": nil, "crossing": nil, "bull cross": .up,
        "bullish cross": .up, "bullish crossover": .up, "bear cross": .down,
        "bearish cross": .down, "bearish crossover": .down, "crosses up": .up,
        "crosses down": .down, "cross up": .up, "cross down": .down, "crossunder": .down,
        "crosses bullish": .up, "crosses bearish": .down, "turns bullish": .up,
        "turns bearish": .down, "crosses upwards": .up, "crosses downwards": .down,
    ])

    /// Consumes "a bullish stochastic crossover", "the Aroon crosses up", "TK cross".
    mutating func familyCross() -> Condition? {
        skipArticles()
        if let symbol = symbol() { subject = .symbol(symbol) }
        skip("its", "there", "is", "a", "the")
        let early: Direction? = accept("bullish") ? .up : accept("bearish") ? .down : nil
        guard let left = pairedLine(), let right = partner(of: left) else { return nil }
        guard let way = accept(Self.crosses) else { return nil }
        guard word() != "from" || word(1) == "oversold" else { return nil }
        let start = position
        // "Crosses above 20" is about that level.
        let isVerb = ["crosses", "cross", "crossing"].contains(tokens[position - 1].key)
        let cross = Condition.cross(left, early ?? way ?? bias, right)
        let found = isVerb && word() != "in" ? cross : zoned(cross)
        if left.measure != .price { (antecedent, hasIndicator) = (left, true) }
        // "Crosses above its signal line" names what is crossed.
        return position > start || endsFlip ? found : nil
    }

    private mutating func pairedLine() -> Quantity? {
        if let found = accept(Self.pairs) { return set(found, early: nil) }
        return attempt { $0.tableIndicator() }
    }

    /// What a line is usually crossed with.
    mutating func partner(of line: Quantity) -> Quantity? {
        guard case .indicator(let found, let subject, let length, let settings) = line else {
            return nil
        }
        switch found {
        case .stochasticK: return .indicator(.stochasticD, subject, length, settings)
        case .aroonUp: return .indicator(.aroonDown, subject, length)
        case .plusDI: return .indicator(.minusDI, subject, length)
        case .tenkan: return set(.kijun, early: nil)
        case .trix, .ppo: return signalLine(of: line)
        default: return nil
        }
    }

    /// Consumes the side of a level that a cross lies on: "%K crosses above %D below 20".
    mutating func zoned(_ cross: Condition) -> Condition {
        guard case .cross(let left, _, _) = cross, left.measure == .oscillator,
            case .indicator(let found, _, _, _) = left
        else { return cross }
        return attempt { parser in
            if parser.accept("in", "from") {
                parser.skip("the", "an")
                guard let extremes = found.row.extremes else { return nil }
                let isLow = parser.accept("oversold")
                guard isLow || parser.accept("overbought") else { return nil }
                parser.skip("zone", "territory", "area", "region", "levels")
                let level = isLow ? extremes.oversold : extremes.overbought
                parser.draft.assume(
                    "oversold is a \(found.row.title) below "
                        + "\(Wording.number(extremes.oversold)), overbought one above "
                        + Wording.number(extremes.overbought))
                return .all([
                    cross,
                    .compare(left, isLow ? .down : .up, .number(level), inclusive: false),
                ])
            }
            parser.skip("while", "both", "are", "is")
            let way: Direction
            if parser.accept("below", "under") {
                way = .down
            } else if parser.accept("above", "over") {
                way = .up
            } else {
                return nil
            }
            guard let level = parser.literal(for: left) else { return nil }
            return .all([cross, .compare(left, way, level, inclusive: false)])
        } ?? cross
    }

    // MARK: Channels and clouds

    /// Consumes a channel or cloud of which the comparison tells the edge: "above the cloud".
    mutating func zone(_ way: Direction?) -> Quantity? {
        guard let way else { return nil }
        skip("the", "its")
        skip("whole", "entire", "ichimoku")
        if accept("cloud", "kumo", "ichimoku") {
            skip("cloud")
            guard !["top", "bottom"].contains(word()) else { return nil }
            return set(way == .up ? .cloudTop : .cloudBottom, early: nil)
        }
        let early = lookback()
        guard accept("keltner", "keltners", "kc"),
            accept("channel", "channels", "bands")
                || mark() == "("
        else { return nil }
        return set(way == .up ? .keltnerUpper : .keltnerLower, early: early)
    }

    // MARK: Averages in order

    private static let orders = PhraseTable<Direction>([
        "bullish": .up, "bullish order": .up, "bullish alignment": .up, "bullishly aligned": .up,
        "bullish stack": .up, "stacked bullish": .up, "stacked": .up, "aligned bullish": .up,
        "are bullish": .up, "are stacked": .up, "stack": .up, "bullishly stacked": .up,
        "stacked bullishly": .up, "are stacked bullish": .up, "are bullishly stacked": .up,
        "in bullish order": .up, "are in bullish order": .up, "fanned up": .up,
        "bearish": .down, "bearish order": .down, "bearish alignment": .down,
        "bearishly aligned": .down, "stacked bearish": .down, "are bearish": .down,
        "bearish stack": .down, "bearishly stacked": .down, "are stacked bearish": .down,
        "in bearish order": .down, "are in bearish order": .down, "are bearishly stacked": .down,
        "stacked bearishly": .down,
    ])

    /// Consumes "EMA 5/13/34 bullish": three averages or more, the shorter ones above.
    mutating func stack() -> Condition? {
        skipArticles()
        if let symbol = symbol() { subject = .symbol(symbol) }
        skip("its", "the", "triple")
        if let stacked, let way = accept(Self.orders), endsFlip {
            skip("order", "alignment", "stack")
            return ordered(stacked, way)
        }
        var kind = stackKind()
        let isOpen = accept(mark: "(")
        var lengths: [Int] = []
        while let count = count() {
            lengths.append(count)
            skip("day", "bar")
            guard mark() == "/" || mark() == "," || mark() == ">" || word() == "and",
                token(1)?.isNumber == true
            else { break }
            position += 1
        }
        guard lengths.count >= 3, lengths == lengths.sorted(), Set(lengths).count == lengths.count,
            !isOpen || accept(mark: ")")
        else { return nil }
        kind = kind ?? stackKind()
        guard let kind else { return nil }
        skip("stack")
        guard let way = accept(Self.orders) else { return nil }
        skip("order", "alignment", "stack")
        let lines = lengths.map {
            Quantity.average(
                kind, .price(.close, subject), Lookback(count: $0, unit: .bar))
        }
        stacked = lines
        return ordered(lines, way)
    }

    private func ordered(_ lines: [Quantity], _ way: Direction) -> Condition {
        .all(zip(lines, lines.dropFirst()).map { .compare($0, way, $1, inclusive: false) })
    }

    // MARK: Bands within bands

    /// Consumes "Bollinger squeeze breakout on SPX:", a title of what is said behind it.
    mutating func squeezeTitle() -> Bool? {
        skipArticles()
        skip("bollinger", "bb", "band", "bands", "volatility")
        guard accept("squeeze") else { return nil }
        skip("breakout", "breakouts", "strategy", "system", "setup")
        skip("on", "for")
        if let symbol = symbol() { trade(symbol) }
        guard mark() == ":", tokens[position...].contains(where: \.isOrder) else { return nil }
        position += 1
        return true
    }

    /// Consumes "the Bollinger bands are inside the Keltner channel", "the TTM squeeze is on"
    /// (Carter, Mastering the Trade, 2005: channels of 20 bars and 1.5 average true ranges).
    mutating func squeeze() -> Condition? {
        skipArticles()
        if let symbol = symbol() { subject = .symbol(symbol) }
        skip("its", "the", "in", "a")
        var length: Lookback?
        var settings: [Double] = []
        if accept(phrase: "ttm squeeze") {
            if accept("fires", "fired", "fire", "releases", "released", "off", "ends", "firing") {
                return fail("that the squeeze was on a bar before cannot be asked for")
            }
            skip("is", "on", "active")
            settings = [1.5]
            draft.assume(
                "the TTM squeeze is on while the Bollinger bands (20 bars, 2 standard deviations) "
                    + "lie within the Keltner channel (20 bars, 1.5 average true ranges)")
        } else {
            guard accept("bollinger", "bb", "bbs") else { return nil }
            skip("band", "bands", "are", "is", "lie", "go", "move", "narrow", "fall", "contract")
            guard accept("inside", "within") else { return nil }
            skip("of", "the", "its")
            guard accept("keltner", "kc") else { return nil }
            skip("channel", "channels", "bands", "band")
            guard case .indicator(_, _, let named, let width) = set(.keltnerUpper, early: nil)
            else { return nil }
            (length, settings) = (named, width)
            _ = defaultBandLength()
            _ = defaultBandWidth()
        }
        let bars = Lookback(count: 20, unit: .bar)
        return .all([
            .compare(
                .band(.upper, subject, bars, width: 2), .down,
                .indicator(.keltnerUpper, subject, length, settings), inclusive: false),
            .compare(
                .band(.lower, subject, bars, width: 2), .up,
                .indicator(.keltnerLower, subject, length, settings), inclusive: false),
        ])
    }

    private mutating func stackKind() -> AverageKind? {
        if accept("ema", "emas") { return .exponential }
        if accept("sma", "smas", "ma", "mas") { return .simple }
        if accept("exponential") {
            skip("moving", "averages", "average")
            return .exponential
        }
        skip("moving")
        return accept("averages") ? .simple : nil
    }
}
