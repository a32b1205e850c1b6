/// Lengths of time: "10-day", "the last 52 weeks", "a month".
extension SentenceParser {
    private static let units: [String: Lookback.Unit] = [
        "bar": .bar, "bars": .bar, "period": .bar, "periods": .bar, "candle": .bar,
        "candles": .bar, "minute": .minute, "minutes": .minute, "min": .minute, "mins": .minute,
        "hour": .hour, "hours": .hour, "h": .hour, "hr": .hour, "day": .day, "days": .day,
        "d": .day, "session": .day, "sessions": .day, "week": .week, "weeks": .week, "wk": .week,
        "w": .week, "month": .month, "months": .month, "mo": .month, "quarter": .quarter,
        "quarters": .quarter, "year": .year, "years": .year, "yr": .year, "yrs": .year,
        "y": .year,
    ]

    /// Whether a word is the name of a unit of time.
    static func isUnit(_ word: String) -> Bool { units[word] != nil }

    /// Consumes the name of a unit of time.
    mutating func unit() -> Lookback.Unit? {
        guard let word = word(), let unit = Self.units[word] else { return nil }
        position += 1
        return unit
    }

    /// Consumes a length with its unit: "10 days", "ten trading days".
    mutating func lookback() -> Lookback? {
        attempt { parser in
            guard let count = parser.count() else { return nil }
            parser.skip("trading", "business")
            return parser.unit().map { Lookback(count: count, unit: $0) }
        }
    }

    /// Consumes a length whose number may be "a", "one" or missing: "a week", "the last month".
    mutating func looseLookback() -> Lookback? {
        attempt { parser in
            parser.skip("the", "its")
            let isLast = parser.accept(
                "last", "past", "previous", "prior", "preceding", "trailing", "recent")
            if let length = parser.lookback() { return length }
            let hasArticle = parser.accept("a", "an", "single")
            guard hasArticle || isLast else { return nil }
            parser.skip("trading")
            return parser.unit().map { Lookback(count: 1, unit: $0) }
        }
    }

    /// Consumes "of", "over" or the like with a length: "over the last 20 days".
    mutating func trailingLookback() -> Lookback? {
        attempt { parser in
            guard parser.accept("of", "over", "in", "for", "during", "within", "from") else {
                return nil
            }
            return parser.looseLookback()
        }
    }

    /// Consumes a length in brackets or directly behind a name: "(14)", "(14 days)", "14".
    mutating func argumentLookback() -> Lookback? {
        first([
            { parser in
                guard parser.accept(mark: "("), let count = parser.count() else { return nil }
                let unit = parser.unit() ?? .bar
                return parser.accept(mark: ")") ? Lookback(count: count, unit: unit) : nil
            },
            { $0.lookback() },
            { parser in parser.count().map { Lookback(count: $0, unit: .bar) } },
        ])
    }
}
