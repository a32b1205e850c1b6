/// How often a condition held of late: "… for 3 days in a row", "… on 4 of the last 5 days".
extension SentenceParser {
    private static let inARow = PhraseTable(phrases: [
        "in a row", "running", "straight", "consecutively", "or more", "or longer",
    ])
    /// The verbs that say of a condition that it lasts.
    private static let lasting: Set<String> = [
        "been", "stays", "stay", "stayed", "remains", "remain", "remained", "holds", "held",
    ]

    /// The condition with how often it has to have held, where that follows it.
    mutating func repetition(of condition: Condition, from start: Int) -> Condition {
        switch condition {
        case .compare, .between, .within: break
        default: return condition
        }
        return attempt { $0.lasting(condition, from: start) ?? $0.often(condition) } ?? condition
    }

    /// Whether what stands before has to have held for some time.
    var repetitionFollows: Bool {
        var probe = self
        let any = Condition.firstBar
        return (probe.lasting(any, from: position) ?? probe.often(any)) != nil
    }

    /// Consumes "for 3 days in a row", "3 straight days", "for at least 5 days".
    private mutating func lasting(_ condition: Condition, from start: Int) -> Condition? {
        attempt { parser in
            let verbs = parser.tokens[start..<parser.position]
            let lasts = verbs.contains { Self.lasting.contains($0.key) }
            _ = parser.accept(mark: ",")
            let isFor = parser.accept("for")
            let isLeast = parser.accept(phrase: "at least")
            guard let count = parser.count(), count > 1 else { return nil }
            var isRow = parser.accept("consecutive", "straight", "successive")
            parser.skip("trading")
            // "5 straight" leaves out what was said of the entry.
            guard let unit = parser.unit() ?? (isRow && parser.endsClause ? .day : nil) else {
                return nil
            }
            if parser.accept(Self.inARow) != nil { isRow = true }
            guard isRow || isFor && (lasts || isLeast) else { return nil }
            return .repeated(condition, count: nil, Lookback(count: count, unit: unit))
        }
    }

    /// Consumes "on 4 of the last 5 days".
    private mutating func often(_ condition: Condition) -> Condition? {
        attempt { parser in
            parser.partOfBars().map { .repeated(condition, count: $0.count, $0.of) }
        }
    }

    /// Consumes "on at least 4 out of the last 5 days".
    private mutating func partOfBars() -> (count: Int, of: Lookback)? {
        skip("on", "in", "for")
        _ = accept(phrase: "at least")
        guard let count = count() else { return nil }
        skip("days", "bars", "out")
        guard accept("of") else { return nil }
        skip("the", "last", "past", "previous", "prior")
        guard let length = lookback(), length.unit == .day || length.unit == .bar,
            count <= length.count
        else { return nil }
        return (count, length)
    }

    private static let moves = PhraseTable<Direction>([
        "rises": .up, "rose": .up, "has risen": .up, "is up": .up, "was up": .up, "up": .up,
        "has been up": .up, "closes up": .up, "closed up": .up, "closes higher": .up,
        "closed higher": .up, "gains": .up, "gained": .up,
        "falls": .down, "fell": .down, "has fallen": .down, "is down": .down, "was down": .down,
        "down": .down, "has been down": .down, "closes down": .down, "closed down": .down,
        "closes lower": .down, "closed lower": .down, "drops": .down, "dropped": .down,
    ])
    private static let days: [String: Direction] = [
        "up": .up, "green": .up, "positive": .up, "winning": .up, "higher": .up, "rising": .up,
        "down": .down, "red": .down, "negative": .down, "losing": .down, "lower": .down,
        "falling": .down,
    ]

    /// Consumes "it is up 5 of the last 7 days", "5 of the last 7 days are green", "at least 3 up
    /// days out of the last 5".
    mutating func frequentMoves() -> Condition? {
        first([
            { parser in
                parser.skip("the", "its", "it", "price", "stock", "they")
                if let symbol = parser.symbol() { parser.subject = .symbol(symbol) }
                parser.skip("it", "price", "stock", "they")
                guard let way = parser.accept(Self.moves), let part = parser.partOfBars() else {
                    return nil
                }
                return parser.moves(way, part)
            },
            { parser in
                guard let part = parser.partOfBars(), parser.accept("are", "were", "was", "is"),
                    let way = parser.word().flatMap({ Self.days[$0] })
                else { return nil }
                parser.position += 1
                return parser.moves(way, part)
            },
            { parser in
                parser.skip("there", "are", "were", "after")
                _ = parser.accept(phrase: "at least")
                guard let count = parser.count(),
                    let way = parser.word().flatMap({ Self.days[$0] })
                else { return nil }
                parser.position += 1
                parser.skip("closing", "trading")
                guard let unit = parser.unit(), unit == .day || unit == .bar else { return nil }
                parser.skip("out")
                guard parser.accept("of", "in") else { return nil }
                parser.skip("the", "last", "past", "previous", "prior")
                guard let total = parser.count(), count <= total else { return nil }
                parser.skip("days", "bars", "sessions")
                return parser.moves(way, (count, Lookback(count: total, unit: unit)))
            },
        ])
    }

    private func moves(_ way: Direction, _ part: (count: Int, of: Lookback)) -> Condition {
        let day = Quantity.change(.price(.close, subject), Lookback(count: 1, unit: part.of.unit))
        return .repeated(
            .compare(day, way, .number(0), inclusive: false), count: part.count, part.of)
    }

    /// Consumes "two consecutive closes below its 50-day average".
    mutating func countedCloses() -> Condition? {
        guard let count = count(), count > 1 else { return nil }
        let isRow = accept("consecutive", "straight", "successive")
        skip("daily")
        guard accept("closes") else { return nil }
        guard isRow || accept(Self.inARow) != nil else { return nil }
        guard let comparator = comparator(), comparator.kind == .level,
            let found = comparison(.price(.close, subject), comparator)
        else { return nil }
        return .repeated(found, count: nil, Lookback(count: count, unit: .bar))
    }
}
