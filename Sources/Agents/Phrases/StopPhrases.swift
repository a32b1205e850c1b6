/// Stops and targets: "5% stop", "take profit at 10%", "trailing stop of 8%".
extension SentenceParser {
    private enum Stop { case loss, profit, trailing }

    private static let stops = PhraseTable<Stop>([
        "stop": .loss, "stops": .loss, "stop loss": .loss, "stoploss": .loss, "stop losses": .loss,
        "protective stop": .loss, "hard stop": .loss, "fixed stop": .loss, "sl": .loss,
        "stop out": .loss, "stops out": .loss, "stop order": .loss, "cut losses": .loss,
        "cuts losses": .loss, "cut loss": .loss, "limit losses": .loss, "maximum loss": .loss,
        "max loss": .loss, "loss limit": .loss, "take profit": .profit, "take profits": .profit,
        "takes profit": .profit, "takes profits": .profit, "taking profit": .profit,
        "taking profits": .profit, "tp": .profit, "profit target": .profit, "target": .profit,
        "profit taking": .profit, "price target": .profit, "target profit": .profit,
        "trailing stop": .trailing, "trailing stop loss": .trailing, "trail": .trailing,
        "trailing loss": .trailing, "trailing stops": .trailing, "trailing": .trailing,
        "trailing exit": .trailing, "trail the stop": .trailing, "trail a stop": .trailing,
        "profit": .profit, "gain": .profit, "loss": .loss,
    ])
    private static let noStops = PhraseTable(phrases: [
        "stop", "stops", "stop loss", "a stop", "a stop loss", "any stop", "any stops",
    ])
    private static let bases = PhraseTable(phrases: [
        "below entry", "below the entry", "below the entry price", "below entry price",
        "under entry", "above entry", "above the entry", "above the entry price",
        "from entry", "from the entry", "from the entry price", "below the purchase price",
        "above the purchase price", "below the buy price", "loss", "gain", "profit",
        "loss from entry", "of the entry price", "from my entry", "below my entry",
        "above my entry", "from my entry price", "from my buy price", "from what i paid",
    ])
    private static let peaks = PhraseTable(phrases: [
        "from the top", "from the peak", "below the peak", "from the high", "below its peak",
        "from its peak", "off the top", "off the peak", "off its peak", "from its top",
    ])

    /// Consumes "5%", "2 ATR", "3 times the 20-day ATR", "1.5x ATR(10)", "ATR x 2".
    private mutating func stopDistance() -> StopDistance? {
        if let fraction = percentage() { return .fraction(fraction) }
        return first([
            { parser in
                guard let count = parser.number(.plain) else { return nil }
                _ = parser.accept("x", "times") || parser.accept(mark: "*")
                guard let length = parser.averageTrueRange() else { return nil }
                return .ranges(count, length)
            },
            { parser in
                guard let length = parser.averageTrueRange(),
                    parser.accept("x", "times") || parser.accept(mark: "*")
                else { return nil }
                return parser.number(.plain).map { .ranges($0, length) }
            },
        ])
    }

    private static let ranges = PhraseTable(phrases: [
        "atr", "atrs", "xatr", "average true range", "average true ranges",
    ])

    /// Consumes an average true range with its length: "the 20-day ATR", "ATR(10)", "ATR".
    private mutating func averageTrueRange() -> Lookback? {
        attempt { parser in
            parser.skip("the", "of", "its")
            let before = parser.lookback()
            guard parser.accept(Self.ranges) != nil else { return nil }
            let isEnclosed = parser.mark() == "("
            let named =
                before ?? (isEnclosed ? parser.argumentLookback() : nil)
                ?? parser.trailingLookback()
            if named == nil { parser.draft.assume("the ATR has its usual 14 bars") }
            return named ?? StopDistance.usualLength
        }
    }

    /// Consumes what a stop is measured from: a loss from the peak trails.
    private mutating func based(_ stop: Stop) -> Stop {
        if stop == .loss, accept(Self.peaks) != nil { return .trailing }
        _ = accept(Self.bases)
        return stop
    }

    /// Consumes a stop or target into the draft.
    mutating func stopClause() -> Bool? {
        // A "buy stop" is an order above the market, which limits no loss.
        if position > 0, word() == "stop", ["buy", "buying"].contains(tokens[position - 1].key) {
            return nil
        }
        return first([
            { parser in
                parser.skip("with", "use", "using", "a", "an", "and", "set", "the", "add")
                guard let distance = parser.stopDistance(),
                    let stop = parser.accept(Self.stops)
                else { return nil }
                return parser.set(parser.based(stop), distance)
            },
            { parser in
                parser.skip("with", "use", "using", "a", "an", "and", "set", "the", "my", "add")
                let before = parser.tokens[..<parser.position].suffix(2)
                guard let stop = parser.accept(Self.stops) else { return nil }
                _ = parser.accept(mark: ":") || parser.accept(mark: "=")
                parser.skip(
                    "of", "at", "is", "was", "were", "by", "a", "an", "the", "set", "to", "after")
                guard let distance = parser.stopDistance() else {
                    // Of "150% stop" it has been said what is wrong.
                    if before.contains(where: \.isPercentage) { return nil }
                    return parser.fail(
                        "a stop is a percentage or so many average true ranges, such as "
                            + "\"5% stop loss\" or \"2 ATR stop\"")
                }
                return parser.set(parser.based(stop), distance)
            },
            { parser in
                guard parser.accept("no", "without") else { return nil }
                return parser.accept(Self.noStops)
            },
            { parser in
                // "+10% / -5%" behind an entry says what ends it.
                guard parser.draft.entry != nil || parser.draft.shortEntry != nil,
                    case .number(let loss, .percent) = parser.token(2)?.kind, loss < 0
                else { return nil }
                return parser.signedExit()
            },
        ])
    }

    /// Consumes what "sell when" may say about the position's own profit or loss: "it drops 5%",
    /// "a 10% gain", "it falls 5% below the entry price".
    /// - Parameter isShort: Whether the position is a short one, which gains when the price falls.
    mutating func positionExit(isShort: Bool) -> Bool? {
        first([
            { parser in
                parser.skip("it", "price", "the", "position", "trade", "we", "i", "am", "are")
                guard let stop = parser.accept(Self.positionMoves) else { return nil }
                let isMade = ["made", "makes"].contains(parser.tokens[parser.position - 1].key)
                parser.skip("by", "more", "than", "at", "least", "a", "of")
                guard let fraction = parser.percentage() else { return nil }
                if !isShort, stop == .loss, parser.accept(Self.peaks) != nil {
                    return parser.set(.trailing, fraction)
                }
                if parser.accept(Self.bases) == nil, parser.measuresElsewhere { return nil }
                // "It made 5%" is a profit for whoever made it.
                let isTurned = isShort && !parser.isOwnResult && !isMade
                return parser.set(isTurned ? (stop == .loss ? .profit : .loss) : stop, fraction)
            },
            { parser in
                parser.skip("a", "an", "the", "for", "at", "with")
                guard let fraction = parser.percentage() else { return nil }
                if let stop = parser.accept(Self.profitOrLoss) {
                    return parser.set(parser.based(stop), fraction)
                }
                // A rise of the price is a loss for who is short.
                guard let way = parser.accept(Self.priceMoves) else { return nil }
                let isGain = (way == .up) != isShort
                let stop =
                    isShort ? isGain ? .profit : .loss : parser.based(isGain ? .profit : .loss)
                return parser.measuresElsewhere ? nil : parser.set(stop, fraction)
            },
            { parser in
                parser.skip("it", "is", "price", "the", "its", "at", "about")
                guard let fraction = parser.percentage(),
                    let way = parser.accept(Self.sidesOfEntry), parser.word() != "than",
                    !parser.measuresElsewhere
                else { return nil }
                let isTurned = isShort && !parser.isOwnResult
                return parser.set((way == .up) != isTurned ? .profit : .loss, fraction)
            },
            { $0.signedExit() },
            { parser in
                parser.skip("a", "an", "the", "with")
                guard let stop = parser.accept(Self.profitOrLoss) else { return nil }
                parser.skip("of", "reaches", "hits", "is", "at")
                guard let fraction = parser.percentage() else { return nil }
                return parser.set(stop, fraction)
            },
        ])
    }

    private static let positionMoves = PhraseTable<Stop>([
        "drops": .loss, "drop": .loss, "falls": .loss, "fall": .loss, "loses": .loss,
        "is down": .loss, "down": .loss, "declines": .loss, "goes down": .loss, "lose": .loss,
        "gains": .profit, "gain": .profit, "rises": .profit, "is up": .profit, "up": .profit,
        "climbs": .profit, "goes up": .profit, "makes": .profit, "made": .profit,
        "has made": .profit, "have made": .profit, "is made": .profit, "has gained": .profit,
        "has lost": .loss, "has fallen": .loss, "has risen": .profit, "has dropped": .loss,
    ])
    private static let profitOrLoss = PhraseTable<Stop>([
        "profit": .profit, "gain": .profit, "loss": .loss,
        "take profit": .profit, "stop loss": .loss, "stop": .loss,
        "trailing stop": .trailing, "trailing stop loss": .trailing, "profit target": .profit,
        "target": .profit,
    ])

    private static let shortWords: Set<String> = ["short", "shorts", "shorting", "shorted"]
    private static let longWords: Set<String> = [
        "buy", "buys", "buying", "bought", "long", "hold", "own", "enter", "purchase",
    ]

    /// Whether what ends a position ends a short one, whatever word says so.
    var tradesOnlyShorts: Bool {
        guard draft.entry == nil || draft.entry == .firstBar && draft.shortEntry == nil else {
            return false
        }
        return draft.shortEntry != nil
            || tokens.indices.contains { isShortSale($0) }
                && !tokens.contains { Self.longWords.contains($0.key) }
    }

    private static let denials: Set<String> = ["no", "not", "never", "without", "don't", "nor"]

    /// Whether a word tells of a short sale, and nothing before it denies that.
    private func isShortSale(_ index: Int) -> Bool {
        Self.shortWords.contains(tokens[index].key)
            && !tokens[max(0, index - 3)..<index].contains { Self.denials.contains($0.key) }
    }

    private static let owners: Set<String> = [
        "i", "i'm", "im", "we", "we're", "position", "trade",
    ]
    private static let clauseStarts: Set<String> = [
        ".", ";", "when", "if", "once", "exit", "cover", "sell", "out", "close",
    ]

    /// Whether the clause up to here speaks of the position's own result, not of the price.
    private var isOwnResult: Bool {
        for token in tokens[..<position].reversed() {
            if Self.owners.contains(token.key) { return true }
            if Self.clauseStarts.contains(token.key) { return false }
        }
        return false
    }

    private static let priceMoves = PhraseTable<Direction>([
        "rise": .up, "pop": .up, "pump": .up, "rally": .up, "jump": .up, "bounce": .up, "rip": .up,
        "climb": .up, "drop": .down, "decline": .down, "fall": .down, "dump": .down, "dip": .down,
        "selloff": .down, "pullback": .down, "slide": .down,
    ])
    private static let sidesOfEntry = PhraseTable<Direction>([
        "higher": .up, "up": .up, "lower": .down, "down": .down,
    ])

    /// Consumes "+8% or -5%": the position's own profit and loss, for either side.
    private mutating func signedExit() -> Bool? {
        skip("at", "a", "either")
        guard let gain = signedPercentage(isNegative: false), accept("or") || accept(mark: "/"),
            signed(gain) != nil,
            let loss = signedPercentage(isNegative: true)
        else { return nil }
        return signed(loss)
    }

    private mutating func signed(_ fraction: Double) -> Bool? {
        set(fraction < 0 ? .loss : .profit, abs(fraction))
    }

    /// Consumes a percentage that must not have the other sign.
    private mutating func signedPercentage(isNegative: Bool) -> Double? {
        let hasPlus = accept(mark: "+")
        guard let fraction = percentage(), fraction < 0 ? isNegative : !isNegative || !hasPlus
        else { return nil }
        return isNegative ? -abs(fraction) : fraction
    }

    /// Whether the move is measured over a time or from a level, so that it is no stop.
    private var measuresElsewhere: Bool {
        guard let word = word() else { return false }
        return ["in", "over", "within", "from", "below", "above", "off", "under", "during", "a"]
            .contains(word)
    }

    private mutating func set(_ stop: Stop, _ fraction: Double) -> Bool? {
        set(stop, .fraction(fraction))
    }

    private mutating func set(_ stop: Stop, _ said: StopDistance) -> Bool? {
        var distance = said
        if case .fraction(let part) = said, part < 0, stop != .profit, draft.shortEntry == nil {
            // "Stop -5%" is a loss of 5%.
            distance = .fraction(-part)
        }
        switch distance {
        case .fraction(let part):
            guard part > 0, part < 1 || stop == .profit, part <= 100 else {
                return fail("a stop lies between 0% and 100%")
            }
        case .ranges(let count, _):
            guard (0.1...50).contains(count) else {
                return fail("a stop lies between 0.1 and 50 average true ranges away")
            }
        }
        switch stop {
        case .loss: return set(\.stopLoss, distance, "stop losses")
        case .profit: return set(\.takeProfit, distance, "profit targets")
        case .trailing: return set(\.trailingStop, distance, "trailing stops")
        }
    }

    /// Stores a setting that may be named once.
    mutating func set<Value: Equatable>(
        _ path: WritableKeyPath<SentenceDraft, Value?>, _ value: Value, _ name: String
    ) -> Bool? {
        if let earlier = draft[keyPath: path], earlier != value {
            return fail("two different \(name) are named")
        }
        draft[keyPath: path] = value
        return true
    }
}
