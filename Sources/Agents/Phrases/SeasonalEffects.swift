/// Parts of the year that have a name, and what is said of them by title.
extension SentenceParser {
    private static let effects = PhraseTable<CalendarSpan>([
        "sell in may and go away": .months(from: 11, to: 4),
        "sell in may": .months(from: 11, to: 4),
        "halloween effect": .months(from: 11, to: 4),
        "halloween strategy": .months(from: 11, to: 4),
        "halloween indicator": .months(from: 11, to: 4),
        "best six months": .months(from: 11, to: 4),
        "january effect": .months(from: 1, to: 1), "santa claus rally": .yearTurn,
        "santa rally": .yearTurn, "christmas rally": .yearTurn,
        "turn of the month": .monthTurn, "turn of the month effect": .monthTurn,
        "turn of month": .monthTurn, "turn of month effect": .monthTurn,
        "end of month effect": .monthTurn, "month end effect": .monthTurn,
        "turn of the month strategy": .monthTurn,
    ])

    /// Consumes "sell in May and go away on the Nasdaq".
    mutating func calendarStrategy() -> Bool? {
        skipArticles()
        if let symbol = symbol() { trade(symbol) }
        skipArticles()
        guard let span = accept(Self.effects) else { return nil }
        skip("strategy", "effect", "anomaly", "rule", "seasonality", "pattern", "trade")
        // "Santa Claus rally: buy SPX on Dec 24 …" is a title; what is said behind it counts.
        if mark() == ":" || mark() == ",", describesDays(from: position + 1) {
            position += 1
            guard draft.entry == nil, draft.titledSpan == nil else {
                return fail("two strategies are named")
            }
            draft.titledSpan = span
            return true
        }
        skip("on", "for", "in", "with", "the")
        if let symbol = symbol() { trade(symbol) }
        guard draft.entry == nil else { return fail("two strategies are named") }
        draft.entry = .calendar(span, isIn: true)
        draft.exit = .condition(.calendar(span, isIn: false))
        draft.isNamed = true
        return true
    }

    /// Whether a verb and days that it is done on follow: "buy SPX on Dec 24 sell Jan 3".
    private func describesDays(from index: Int) -> Bool {
        var probe = self
        probe.position = index
        probe.skip("so", "i", "just", "then", "go", "be", "only", "please")
        let verbs = ["buy", "buys", "buying", "long", "hold", "holds", "holding", "short", "own"]
        guard probe.accept(anyOf: verbs) else { return false }
        probe.object()
        _ = probe.accept(Self.introductions)
        return probe.calendarCondition() != nil
    }

    // MARK: Named days

    private static let days = PhraseTable<DayOfYear>([
        "christmas": DayOfYear(12, 25), "christmas day": DayOfYear(12, 25),
        "xmas": DayOfYear(12, 25), "christmas eve": DayOfYear(12, 24),
        "xmas eve": DayOfYear(12, 24), "new year eve": DayOfYear(12, 31),
        "new years eve": DayOfYear(12, 31), "new year": DayOfYear(1, 1),
        "new years": DayOfYear(1, 1), "new year day": DayOfYear(1, 1),
        "new years day": DayOfYear(1, 1), "halloween": DayOfYear(10, 31),
        "valentine day": DayOfYear(2, 14), "valentines day": DayOfYear(2, 14),
        "independence day": DayOfYear(7, 4), "boxing day": DayOfYear(12, 26),
        "st patrick day": DayOfYear(3, 17), "groundhog day": DayOfYear(2, 2),
        "tax day": DayOfYear(4, 15),
    ])

    /// Consumes "Christmas", "New Year's Eve": days that have one date in every year.
    mutating func namedDay() -> DayOfYear? {
        attempt { parser in
            guard let day = parser.accept(Self.days) else { return nil }
            // "Halloween indicator", "Christmas rally" are strategies.
            let next = parser.word() ?? ""
            let isName = ["effect", "indicator", "strategy", "rally", "rule", "week", "month"]
            return isName.contains(next) ? nil : day
        }
    }

    /// Consumes "the 2 weeks before Christmas", "the week after New Year's Day".
    mutating func weeksBesideDay() -> CalendarSpan? {
        attempt { parser in
            parser.skip("in", "during", "the", "last", "first")
            let count = parser.count() ?? 1
            guard parser.accept("week", "weeks"), count <= 20 else { return nil }
            parser.skip("right", "just", "leading", "up")
            let isBefore = parser.accept("before", "to")
            guard isBefore || parser.accept("after", "following") else { return nil }
            guard let day = parser.dayOfYear() else { return nil }
            parser.skipEachYear()
            let first = day.moved(by: isBefore ? -7 * count : 1)
            let last = day.moved(by: isBefore ? -1 : 7 * count)
            if count > 1 {
                parser.draft.assume(
                    "the \(count) weeks \(isBefore ? "before" : "after") \(Wording.words(day)) are "
                        + "\(Wording.words(first)) to \(Wording.words(last))")
            }
            return .dates(from: first, to: last)
        }
    }

    // MARK: Filters

    /// Words that leave out a part of the calendar, and whether nothing is sold in it, either.
    private static let avoidances = PhraseTable<Bool>([
        "avoid": false, "skip": false, "no new trades": false, "no trades": false,
        "no trading": true, "no new positions": false, "no entries": false,
        "no new entries": false, "don't trade": true, "do not trade": true, "never trade": true,
        "don't buy": false, "do not buy": false, "never buy": false, "don't enter": false,
        "do not enter": false, "no buying": false, "not trading": true,
        "don't open positions": false, "no new longs": false, "ignore": false,
    ])
    private static let restrictions = PhraseTable<Bool>([
        "only trade": true, "trade only": true, "only trading": true, "trades only": true,
        "only enter": false, "only buy": false, "buy only": false, "only take trades": false,
        "only new trades": false, "only take entries": false, "enter only": false,
        "only open positions": false, "entries only": false,
    ])

    /// Consumes "no new trades in December:", "only trade on Fridays:", which narrow what is said
    /// besides.
    mutating func calendarRestriction() -> Bool? {
        attempt { parser in
            parser.skip("and", "but", "please")
            let avoided = parser.accept(Self.avoidances)
            let isNot = avoided != nil
            guard let both = avoided ?? parser.accept(Self.restrictions) else { return nil }
            parser.skip("in", "on", "during", "any", "the", "month", "of")
            guard let days = parser.calendarCondition(),
                parser.isAtEnd || [":", ",", ";", ".", "!"].contains(parser.mark()),
                days.leaves.allSatisfy({ if case .calendar(_, true) = $0 { true } else { false } }),
                let filter = isNot ? days.negated : days
            else { return nil }
            while let mark = parser.mark(), ":,;.!".contains(mark) { parser.position += 1 }
            parser.draft.calendarFilters.append(filter)
            if both { parser.draft.filtersExits = true }
            return true
        }
    }

    /// Consumes "…, each year" behind what is done at some time of the year.
    mutating func yearlyClause() -> Bool? {
        attempt { parser in
            parser.skip("and", "repeat", "again", "do", "this", "that")
            guard
                parser.accept(phrase: "each year") || parser.accept(phrase: "every year")
                    || parser.accept(phrase: "every single year")
                    || parser.accept(phrase: "year after year")
            else { return nil }
            let exits = [parser.draft.exit, parser.draft.shortExit].compactMap { exit in
                if case .condition(let condition) = exit { condition } else { nil }
            }
            let conditions =
                [parser.draft.entry, parser.draft.shortEntry].compactMap { $0 } + exits
            // "Every year buy KO on November 1st …": what follows names the time of the year.
            if conditions.isEmpty {
                let rest = parser.tokens[parser.position...]
                return rest.contains { Vocabulary.Calendar.months[$0.key] != nil } ? true : nil
            }
            let isOfYear = conditions.flatMap(\.leaves).contains { leaf in
                if case .calendar(let span, _) = leaf { span.isOfYear } else { false }
            }
            return isOfYear ? true : nil
        }
    }
}
