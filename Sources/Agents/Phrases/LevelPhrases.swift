import AlmanacCore

/// Levels that few words name because the sentence has said the rest before: "the middle", "the
/// 200-day line", "RSI 30".
extension SentenceParser {
    private static let parts = PhraseTable<BandPart>([
        "upper": .upper, "top": .upper, "lower": .lower, "bottom": .lower, "middle": .middle,
        "mid": .middle, "center": .middle, "centre": .middle,
    ])

    /// Consumes "the middle one", "the mean", "the 200-day line".
    mutating func elidedLevel() -> Quantity? {
        attempt { parser in
            parser.skip("the", "its")
            if let part = parser.accept(Self.parts) {
                parser.skip("band", "line")
                // "the middle one" is cut into a word and the number 1.
                if parser.token()?.kind == .number(1, .plain) { parser.position += 1 }
                guard parser.endsLevel else { return nil }
                return parser.bandNamed(part)
            }
            if parser.accept(phrase: "moving average")
                || parser.accept("mean", "average", "avg", "ma", "sma", "ema")
            {
                guard parser.endsLevel else { return nil }
                return parser.averageNamed
            }
            guard let length = parser.lookback(), length.unit == .day || length.unit == .week else {
                return nil
            }
            // "20 days" is a time; "the 20-day" is a line.
            let isTime = parser.tokens[parser.position - 1].key.hasSuffix("s")
            guard parser.accept("line") || !isTime, parser.endsLevel else { return nil }
            parser.draft.assume("the \(length.adjective) line is the simple average")
            return .average(.simple, .price(.close, parser.subject), length)
        }
    }

    /// Whether nothing more is said of a level.
    private var endsLevel: Bool {
        guard let token = token() else { return true }
        switch token.kind {
        case .mark(let mark): return mark != "(" && mark != "/"
        case .word(let word):
            return [
                "and", "or", "with", "on", "buy", "sell", "short", "exit", "again", "then", "but",
                "from", "since", "hold", "when", "if", "for", "while", "cover",
            ].contains(word)
        default: return false
        }
    }

    /// A part of the bands that the sentence named before.
    private func bandNamed(_ part: BandPart) -> Quantity? {
        for (_, _, right) in sidesSoFar {
            switch right {
            case .band(_, let subject, let length, let width):
                return .band(part, subject, length, width: width)
            case .indicator(.keltnerUpper, let subject, let length, let settings),
                .indicator(.keltnerMiddle, let subject, let length, let settings),
                .indicator(.keltnerLower, let subject, let length, let settings):
                let line: Indicator =
                    part == .upper
                    ? .keltnerUpper : part == .lower ? .keltnerLower : .keltnerMiddle
                return .indicator(line, subject, length, settings)
            default: continue
            }
        }
        return nil
    }

    /// The average that the sentence named before, also as the mean of a z-score.
    private var averageNamed: Quantity? {
        for (left, _, right) in sidesSoFar {
            if case .average = right { return right }
            if case .shifted(let base, _) = right, case .average = base { return base }
            if case .zscore(let source, let length) = left {
                return .average(.simple, source, length)
            }
        }
        return nil
    }

    private var sidesSoFar: [(left: Quantity, direction: Direction, right: Quantity)] {
        [draft.entry, draft.shortEntry].compactMap { $0 }.flatMap(\.leaves).compactMap(\.sides)
    }

    /// Consumes "or more" or "or lower" behind a number.
    mutating func beyond() -> Direction? {
        attempt { parser in
            guard parser.accept("or") else { return nil }
            if parser.accept("more", "higher", "above", "greater", "over") { return .up }
            return parser.accept("less", "lower", "below", "under") ? .down : nil
        }
    }

    /// Consumes "VIX 15 or lower" or "RSI is at 70 or higher".
    mutating func levelOrBeyond() -> Condition? {
        skipArticles()
        skip("its")
        // "RSI 30" is no RSI of 30 bars here.
        let plain = attempt { parser -> (Quantity, Quantity, Direction)? in
            guard parser.accept("rsi") else { return nil }
            return parser.literalOrBeyond(.rsi(parser.subject, parser.defaultRSILength()))
        }
        guard
            let (left, level, way) = plain
                ?? attempt({ parser in
                    parser.quantity().flatMap { parser.literalOrBeyond($0) }
                }), left.measure != .price
        else { return nil }
        antecedent = left
        hasIndicator = true
        return .compare(left, way, level, inclusive: true)
    }

    private mutating func literalOrBeyond(
        _ left: Quantity
    ) -> (Quantity, Quantity, Direction)? {
        if case .number = left { return nil }
        skip("is", "of", "at", "reads")
        guard let level = literal(for: left), let way = beyond(), token()?.isNumber != true
        else { return nil }
        return (left, level, way)
    }

    private static let buying: Set<String> = [
        "buy", "buying", "long", "enter", "entry", "in", "purchase",
    ]

    private static let beforeLevels: Set<String> = [
        "when", "if", "it", "is", "the", "rsi", "at", "goes", "falls", "drops",
    ]

    private static let waysOfLevels: Set<String> = [
        "below", "under", "beneath", "less", "lower", "than", "<", "in",
    ]

    /// Whether a verb of buying with a bare level stands further on: "…, in when it is below 10".
    var levelsFollow: Bool {
        for start in position..<max(position, tokens.count - 1)
        where Self.buying.contains(tokens[start].key) {
            var index = start + 1
            while index < tokens.count, Self.beforeLevels.contains(tokens[index].key) { index += 1 }
            let first = index
            while index < tokens.count, Self.waysOfLevels.contains(tokens[index].key) { index += 1 }
            guard index > first, index < tokens.count,
                case .number(let level, .plain) = tokens[index].kind, level < 50
            else { continue }
            return true
        }
        return false
    }

    /// Consumes "20-day z-score of BAC," before verbs with bare levels, which are then its levels.
    mutating func namedQuantity() -> Bool? {
        guard draft.entry == nil, antecedent == nil, levelsFollow else { return nil }
        skip("take", "use", "using", "signal", "with", "the")
        _ = accept(mark: ":")
        if let symbol = symbol() { trade(symbol) }
        guard let found = textLevel() ?? quantity() else { return nil }
        switch found.measure {
        case .oscillator?, .zscore?, .level?, .sentiment?, .fraction?: break
        default: return nil
        }
        if case .rsi = found { return nil }
        _ = attempt { $0.symbolBetween() }
        guard accept(mark: ",") || accept(mark: ":") || accept(mark: ".") || accept(mark: ";")
        else { return nil }
        antecedent = found
        hasIndicator = true
        return true
    }

    /// Consumes "the mood of r/wallstreetbets" as a quantity.
    private mutating func textLevel() -> Quantity? {
        attempt { parser in
            parser.skip("the")
            guard parser.accept("mood", "sentiment", "tone"),
                parser.accept("of", "on", "in", "at"), let sources = parser.textSources()
            else { return nil }
            return .signal(sources, .sentiment)
        }
    }

    /// The level and the way of the entry that a quantity is compared in.
    private func entryLevel(of quantity: Quantity) -> (level: Double, way: Direction)? {
        for leaf in (bias == .up ? draft.shortEntry : draft.entry)?.leaves ?? [] {
            if case .some((quantity, let way, .number(let level))) = leaf.sides {
                return (level, way)
            }
        }
        return nil
    }

    /// The way in which a quantity comes from the entry's level to the one that ends the position,
    /// where its entry is known.
    private func wayFromEntry(of quantity: Quantity, to level: Double) -> Direction? {
        entryLevel(of: quantity).map { entry in
            level == entry.level ? entry.way.reversed : level > entry.level ? .up : .down
        }
    }

    /// The way to a level that a position ends at where its entry compares the same quantity.
    func wayOut(of quantity: Quantity, to right: Quantity) -> Direction? {
        guard isExit else { return nil }
        switch right {
        case .number(let level):
            return wayFromEntry(of: quantity, to: level)
        case .average, .band(.middle, _, _, _), .indicator(.keltnerMiddle, _, _, _):
            // An average lies on the other side of the price than the one it was bought on.
            let entry = bias == .up ? draft.shortEntry : draft.entry
            guard quantity.measure == .price else { return nil }
            let sides = (entry?.leaves ?? []).compactMap(\.sides)
            // What swings around a middle tells more than what is said of the trend.
            let swings = sides.filter { $0.left.middle != nil }
            let ways = (swings.isEmpty ? sides.filter { $0.left.measure == .price } : swings)
                .map { left, way, level -> Direction in
                    guard left.middle == nil, case .band(let part, _, _, _) = level else {
                        return way.reversed
                    }
                    return part == .lower ? .up : .down
                }
            return Set(ways).count == 1 ? ways[0] : nil
        default: return nil
        }
    }

    /// Consumes "at the lower band" or "at RSI 30": how an entry reaches a level without a verb.
    mutating func atLevel() -> Condition? {
        guard position > 0, ["at", "on", "near"].contains(tokens[position - 1].key) else {
            return nil
        }
        return first([
            { parser in
                guard parser.accept("rsi") || parser.accept(phrase: "an rsi of") else {
                    return nil
                }
                parser.skip("of", "at", "level")
                guard let level = parser.number(.plain), (1...99).contains(level) else {
                    return nil
                }
                let rsi = Quantity.rsi(parser.subject, parser.defaultRSILength())
                let usual: Direction = level >= 50 ? .up : .down
                let out = parser.isExit ? parser.wayFromEntry(of: rsi, to: level) : nil
                let way = parser.beyond() ?? out ?? usual
                parser.antecedent = rsi
                parser.hasIndicator = true
                return .compare(rsi, way, .number(level), inclusive: true)
            },
            { parser in
                guard parser.isExit, let found = parser.quantity(), found.measure != .price,
                    let level = parser.number(.plain), parser.endsClause,
                    let way = parser.wayFromEntry(of: found, to: level)
                else { return nil }
                return .compare(found, way, .number(level), inclusive: true)
            },
            { $0.atPrice() },
            { parser in
                parser.skipArticles()
                guard let level = parser.elidedLevel() ?? parser.band() else { return nil }
                guard case .band(let part, let subject, _, _) = level, part != .middle else {
                    return nil
                }
                return .compare(
                    .price(.close, subject), part == .upper ? .up : .down, level, inclusive: true)
            },
        ])
    }
}

extension SentenceParser {
    /// Consumes "40" of "buy at 40, sell at 50": no more is paid, no less is taken short.
    ///
    /// Only where the end is another price further on: alone, a price may be passed either way.
    private mutating func atPrice() -> Condition? {
        guard !isExit, tokens[position - 1].key == "at",
            case .number(let level, let unit) = token()?.kind,
            unit == .plain || unit == .dollars, level > 0,
            unit == .dollars || !(1900...2100).contains(level)
        else { return nil }
        position += 1
        let isShort = bias == .down
        let ends = isShort ? ["cover", "exit", "out", "buy"] : ["sell", "exit", "out", "target"]
        let rest = tokens[position...].filter {
            ![",", ";", "and", "then", ".", "it"].contains($0.key)
        }
        guard rest.count >= 2, ends.contains(rest[0].key) else { return nil }
        let next = rest[1].key == "at" ? rest.dropFirst(2).first : rest[1]
        guard case .number(let end, let other)? = next?.kind, other == .plain || other == .dollars,
            isShort ? end < level : end > level
        else { return nil }
        draft.assume(
            "at \(JSON.text(of: level)) means at or \(isShort ? "above" : "below") that price")
        return .compare(
            .price(.close, subject), isShort ? .up : .down, .number(level), inclusive: true)
    }
}

extension Condition {
    /// Whether it is about anything but prices and the calendar.
    var isOutsidePrices: Bool {
        switch self {
        case .happens: true
        default:
            switch sides?.left {
            case .signal, .difference: true
            default: false
            }
        }
    }
}
