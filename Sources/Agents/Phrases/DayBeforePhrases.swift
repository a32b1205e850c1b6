/// The bar before this one: "above yesterday's high", "closes above the prior day's close".
extension SentenceParser {
    /// The day before, in front of what is its own and behind it.
    private static let dayBefore = PhraseTable(phrases: [
        "yesterday", "yesterdays", "prior day", "previous day", "the prior day",
        "the previous day", "last day", "the day before", "prior session", "previous session",
        "the prior session", "the previous session", "prior bar", "previous bar", "the prior bar",
        "the previous bar", "prior candle", "previous candle", "the prior candle",
        "the previous candle", "its previous day", "its prior day",
    ])
    private static let dayBehind = PhraseTable(phrases: [
        "yesterday", "the day before", "the previous day", "the prior day", "the previous bar",
        "the prior bar", "the previous candle", "the prior candle", "the previous session",
        "the prior session",
    ])

    /// Consumes "yesterday's high" or "the low of the day before".
    mutating func extremeOfDayBefore() -> Quantity? {
        let side =
            attempt { parser -> Direction? in
                guard parser.accept(Self.dayBefore) != nil else { return nil }
                return parser.accept(Self.extremeNames)
            }
            ?? attempt { parser -> Direction? in
                guard let side = parser.accept(Self.extremeNames), parser.accept("of"),
                    parser.accept(Self.dayBehind) != nil
                else { return nil }
                return side
            }
        return side.map { .extreme($0, subject, Lookback(count: 1, unit: .day)) }
    }

    /// Consumes "it closes above yesterday's close", "it is 2% below the previous close": the move
    /// from one close to the next.
    mutating func moveFromCloseBefore() -> Condition? {
        skipArticles()
        if let symbol = symbol() { subject = .symbol(symbol) }
        skip("it", "its", "price", "stock", "close", "closing", "is", "was", "closes", "closed")
        skip("more", "than", "at", "least")
        let part = percentage()
        let way: Direction
        if accept("above", "over", "higher") || accept(mark: ">") {
            way = .up
        } else if accept("below", "under", "lower") || accept(mark: "<") {
            way = .down
        } else {
            return nil
        }
        skip("than")
        guard acceptCloseBefore() else { return nil }
        return .compare(
            .change(.price(.close, subject), Lookback(count: 1, unit: .day)), way,
            .number(way == .up ? part ?? 0 : -(part ?? 0)), inclusive: false)
    }

    private mutating func acceptCloseBefore() -> Bool {
        attempt { parser in
            if parser.accept(Self.dayBefore) != nil {
                return parser.accept("close", "closing") ? true : nil
            }
            parser.skip("the", "its")
            if parser.accept("previous", "prior", "last") {
                return parser.accept("close") ? true : nil
            }
            guard parser.accept("close"), parser.accept("of") || true,
                parser.accept(Self.dayBehind) != nil
            else { return nil }
            return true
        } ?? false
    }
}
