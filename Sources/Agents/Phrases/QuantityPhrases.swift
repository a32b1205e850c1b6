/// Numbers that a sentence speaks of: prices, averages, indicators, ratios.
extension SentenceParser {
    private static let maximumDepth = 3

    /// Consumes a quantity with its owner: "its 10-day average", "Apple's RSI", "the price of KO".
    mutating func quantity() -> Quantity? {
        guard depth < Self.maximumDepth else { return nil }
        depth += 1
        defer { depth -= 1 }
        return first([
            { $0.pairQuantity() },
            { $0.archivedField() },
            { $0.publishedValue() },
            { $0.textQuantity() },
            { $0.changeOfQuantity() },
            { $0.extremeOfQuantity() },
            { parser in
                let owner = parser.owner()
                if let named = parser.first(SentenceParser.named) {
                    // "Intel's P/E" names Intel although the number is published by others.
                    if owner, case .symbol(let symbol) = parser.subject,
                        case .signal = named, !parser.draft.spokenOf.contains(symbol)
                    {
                        parser.draft.spokenOf.append(symbol)
                    }
                    return parser.owned(named)
                }
                guard owner else { return nil }
                return .price(.close, parser.subject)
            },
        ])
    }

    private static var named: [(inout SentenceParser) -> Quantity?] {
        [
            { $0.zscore() }, { $0.band() }, { $0.average() }, { $0.rsi() }, { $0.macd() },
            { $0.publishedValue() },
            { $0.tableIndicator() }, { $0.openingGap() },
            { $0.extreme() }, { $0.peak() }, { $0.change() }, { $0.volatility() },
            { $0.plainPrice() },
            { $0.elided() },
        ]
    }

    /// Consumes articles, pronouns and a symbol that owns what follows; true for a symbol.
    private mutating func owner() -> Bool {
        skipArticles()
        skip("its", "their", "current", "this", "that")
        guard let symbol = symbol() else {
            _ = attempt { parser in
                // "the stock's average": the word owns what follows and says nothing itself.
                guard parser.accept("stock", "stock's", "share") else { return nil as Bool? }
                return parser.word() == "price" || parser.token()?.isNumber == true ? true : nil
            }
            return false
        }
        subject = .symbol(symbol)
        return true
    }

    /// Consumes an owner behind the quantity: "of KO", "for the S&P 500".
    private mutating func owned(_ quantity: Quantity) -> Quantity {
        attempt { parser in
            guard parser.accept("of", "for") else { return nil }
            parser.skip("the")
            if parser.accept("it") { return quantity }
            guard let symbol = parser.symbol() else { return nil }
            parser.subject = .symbol(symbol)
            return quantity.mapSubjects { _ in .symbol(symbol) }
        } ?? quantity
    }

    // MARK: Prices

    private static let prices = PhraseTable<PriceColumn>([
        "it": .close, "price": .close, "prices": .close, "stock": .close, "shares": .close,
        "stock price": .close, "share price": .close, "close": .close, "closing price": .close,
        "closing prices": .close, "last price": .close, "market price": .close,
        "index": .close, "open": .open, "opening price": .open, "high": .high, "low": .low,
        "daily high": .high, "daily low": .low, "volume": .volume, "trading volume": .volume,
        "daily volume": .volume, "the stock": .close,
    ])

    private mutating func plainPrice() -> Quantity? {
        accept(Self.prices).map { .price($0, subject) }
    }

    // MARK: Averages

    private static let averageNames = PhraseTable<AverageKind?>(
        [
            "average": nil, "averages": nil, "avg": nil, "mean": nil, "ma": nil, "mas": nil,
            "dma": nil, "moving average": nil, "moving averages": nil, "moving avg": nil,
            "moving mean": nil, "rolling average": nil, "rolling mean": nil,
        ], and: AverageKind.names)

    /// Consumes an average of the price or of another quantity.
    mutating func average() -> Quantity? {
        skip("fast", "slow", "faster", "slower")
        let early = accept(AverageKind.adjectives)
        var length = lookback() ?? count().map { Lookback(count: $0, unit: .bar) }
        let middle = accept(AverageKind.adjectives) ?? early
        // "200dma" counts days, whatever the bars.
        if word() == "dma", case .some(let bars) = length, bars.unit == .bar {
            length = Lookback(count: bars.count, unit: .day)
        }
        // "Hull(20)" is called after its kind alone.
        let isAlone =
            middle == .hull || middle == .kaufman || middle == .leastSquares && accept("line")
        guard let name = accept(Self.averageNames) ?? (isAlone ? .some(middle) : nil) else {
            return nil
        }
        let column = length == nil ? nil : attempt { $0.averagedColumn() }
        if length == nil { length = argumentLookback() }
        let source = column ?? attempt { $0.averagedColumn() } ?? .close
        if length == nil { length = trailingLookback() }
        guard let length else {
            return fail("an average needs a length, such as \"10-day average\"")
        }
        let kind = middle ?? name ?? .simple
        if middle == nil, name == nil { draft.assume("averages are simple ones") }
        if let inner = attempt({ $0.averagedQuantity() }) { return .average(kind, inner, length) }
        return .average(kind, .price(source, subject), length)
    }

    /// Consumes "the 30-day" where an average stands on the other side of a comparison.
    private mutating func elided() -> Quantity? {
        guard let elidedAverage, let length = lookback() else { return nil }
        let kind = accept(AverageKind.adjectives) ?? elidedAverage
        return .average(kind, .price(.close, subject), length)
    }

    /// Consumes the column behind "average": "average volume", "average closing price".
    private mutating func averagedColumn() -> PriceColumn? {
        switch word() {
        case "volume":
            position += 1
            return .volume
        case "price", "close":
            position += 1
            return .close
        case "closing" where word(1) == "price":
            position += 2
            return .close
        default: return nil
        }
    }

    /// Consumes "of" and something other than a price to average.
    private mutating func averagedQuantity() -> Quantity? {
        guard accept("of"), let inner = quantity() else { return nil }
        if case .number = inner { return nil }
        return inner
    }

    // MARK: Oscillators

    private static let rsiNames = PhraseTable(phrases: [
        "rsi", "relative strength index", "relative strength",
    ])

    private mutating func rsi() -> Quantity? {
        let length = lookback() ?? count().map { Lookback(count: $0, unit: .bar) }
        guard accept(Self.rsiNames) != nil else { return nil }
        skip("indicator", "value", "reading")
        return .rsi(subject, length ?? argumentLookback() ?? defaultRSILength())
    }

    /// The usual length of the RSI, noted as an assumption.
    ///
    /// An RSI of another length that was named before is meant again.
    mutating func defaultRSILength() -> Lookback {
        let named = lengthsSoFar { if case .rsi(_, let length) = $0 { length } else { nil } }
        if named.count == 1 { return named[0] }
        draft.assume("the RSI has its usual 14 bars")
        return Lookback(count: 14, unit: .bar)
    }

    /// The lengths of one kind of quantity in the entries so far.
    func lengthsSoFar(_ length: (Quantity) -> Lookback?) -> [Lookback] {
        var found: [Lookback] = []
        for leaf in [draft.entry, draft.shortEntry].compactMap({ $0 }).flatMap(\.leaves) {
            leaf.visit { quantity in
                if let named = length(quantity), !found.contains(named) { found.append(named) }
            }
        }
        if let antecedent, let named = length(antecedent), !found.contains(named) {
            found.append(named)
        }
        return found
    }

    private mutating func macd() -> Quantity? {
        if accept("macd") {
            if let periods = attempt({ $0.macdArguments() }) {
                macdPeriods = periods
            } else if macdPeriods == MACDPeriods() {
                draft.assume("the MACD has its usual periods 12, 26 and 9")
            }
            if accept("line") { return .macd(.line, subject, macdPeriods) }
            if accept("signal") {
                skip("line")
                return .macd(.signal, subject, macdPeriods)
            }
            if accept("histogram", "hist") { return .macd(.histogram, subject, macdPeriods) }
            return .macd(.line, subject, macdPeriods)
        }
        if accept("signal") {
            skip("line")
            return .macd(.signal, subject, macdPeriods)
        }
        return nil
    }

    /// Consumes "(12, 26, 9)", "12/26/9" or "12 26 9".
    mutating func macdArguments() -> MACDPeriods? {
        let isOpen = accept(mark: "(")
        var counts: [Int] = []
        while counts.count < 3, let count = count() {
            counts.append(count)
            if counts.count < 3, !accept(mark: ",") { _ = accept(mark: "/") }
        }
        guard counts.count == 3, counts[0] < counts[1], !isOpen || accept(mark: ")") else {
            return nil
        }
        return MACDPeriods(fast: counts[0], slow: counts[1], signal: counts[2])
    }
}

extension Token {
    /// Whether this is a number of any unit.
    var isNumber: Bool { if case .number = kind { true } else { false } }

    /// Whether this is neither a word nor a number.
    var isMark: Bool { if case .mark = kind { true } else { false } }
}
