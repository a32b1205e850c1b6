/// The calendar: "sell in May", "on Mondays", "the turn of the month".
extension SentenceParser {
    private static let weekdays: [String: Int] = [
        "monday": 0, "mondays": 0, "tuesday": 1, "tuesdays": 1, "wednesday": 2, "wednesdays": 2,
        "thursday": 3, "thursdays": 3, "friday": 4, "fridays": 4,
    ]

    private static let seasons: [String: (from: Int, to: Int)] = [
        "winter": (12, 2), "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11),
    ]

    /// Consumes a condition on the calendar.
    mutating func calendarCondition() -> Condition? {
        first([
            { $0.countedDays() }, { $0.dateCondition() }, { $0.weekdayCondition() },
            { parser in
                parser.skip("at", "on", "around", "the", "it", "is")
                // The turn of the month is its last days and the next one's first, so that to sell
                // at the end of the month is something else.
                if parser.isExit, ["end", "month", "last"].contains(parser.word()) { return nil }
                guard parser.accept(Self.monthTurns) != nil else { return nil }
                return .calendar(.monthTurn, isIn: true)
            },
            { parser in
                parser.skip("the", "month", "is", "it", "in", "from", "during", "between", "only")
                if let months = parser.monthList() { return months }
                guard let (from, to) = parser.monthPair() else { return nil }
                parser.skipEachYear()
                return .calendar(.months(from: from, to: to), isIn: true)
            },
            { parser in
                parser.skip("the", "month", "is", "it", "in", "during", "only", "every", "each")
                guard let month = parser.month(), parser.token()?.isNumber != true else {
                    return nil
                }
                parser.skipEachYear()
                return .calendar(.months(from: month, to: month), isIn: true)
            },
            { $0.season() },
            { parser in
                // "the year turns", "it is not Monday": what is written back.
                if parser.accept(phrase: "the year turns") || parser.accept(phrase: "year turns") {
                    return .calendar(.yearTurn, isIn: true)
                }
                guard
                    parser.accept(phrase: "it is not") || parser.accept(phrase: "the month is not")
                        || parser.accept(phrase: "month is not")
                else { return nil }
                guard case .calendar(let span, true) = parser.calendarCondition() else {
                    if parser.accept(phrase: "the turn of the year") {
                        return .calendar(.yearTurn, isIn: false)
                    }
                    return nil
                }
                return .calendar(span, isIn: false)
            },
        ])
    }

    /// Consumes "on Mondays", "Monday's open", "on Tuesday or Thursday".
    private mutating func weekdayCondition() -> Condition? {
        skip("on", "it", "is", "every", "each", "only", "at", "the")
        if isExit { skip("next", "following") }
        if let days = daysBefore() { return .disjunction(days) }
        var price = fillOfDay()
        guard let day = weekday() else { return nil }
        price = fillOfDay() ?? price
        var days = [day]
        while let next = attempt({ parser -> Int? in
            let isJoined =
                parser.accept(mark: ",") || parser.accept(mark: "/")
                || parser.accept(mark: "&")
            guard parser.accept("and", "or") || isJoined else { return nil }
            parser.skip("on", "at", "the")
            return parser.weekday()
        }) {
            days.append(next)
            // "Monday's and Tuesday's open" is the open of both.
            guard let other = fillOfDay() else { continue }
            guard price == nil || price == other else {
                return fail("orders of one strategy fill all at one price")
            }
            price = other
        }
        if isExit, days.count == 1 { skip("after", "afterwards", "later", "following") }
        if let price {
            guard fill(at: price) != nil else {
                return fail(
                    "orders of one strategy fill all at the open or all at the close, so that "
                        + "both days need the same")
            }
        }
        if price == "open" {
            // The next open behind the rule's bar is that of the day after it.
            days = days.map { ($0 + 4) % 5 }
            draft.fillsAtOpenOfDay = true
            draft.assume("an order for a day's open is given at the close of the day before")
        }
        return .disjunction(days.map { .calendar(.weekday($0), isIn: true) })
    }

    /// Consumes "the day before Monday or it is the day before Tuesday".
    private mutating func daysBefore() -> [Condition]? {
        attempt { parser in
            var found: [Condition] = []
            repeat {
                parser.skip("it", "is", "on", "the")
                guard parser.accept(phrase: "day before"), let day = parser.weekday() else {
                    return nil
                }
                found.append(.calendar(.dayBefore(day), isIn: true))
            } while parser.word() == "or" && parser.accept("or")
            return found
        }
    }

    /// Consumes "on 1 October", "the date is October 1 to December 30", "from Nov 1 until Dec 24".
    private mutating func dateCondition() -> Condition? {
        skip(
            "the", "date", "is", "it", "each", "every", "year", "on", "at", "by", "from", "between",
            "around", "only")
        let isIn = !accept("not")
        guard let first = dayOfYear() else { return nil }
        if accept(phrase: "or just after") { return .calendar(.date(first), isIn: isIn) }
        if let last = attempt({ parser -> DayOfYear? in
            guard
                parser.accept("to", "through", "until", "till", "and", "thru")
                    || parser.accept(mark: "-")
            else { return nil }
            return parser.dayOfYear()
        }) {
            skipEachYear()
            return .calendar(.dates(from: first, to: last), isIn: isIn)
        }
        skipEachYear()
        return .calendar(.date(first), isIn: isIn)
    }

    /// Consumes "each year" behind a part of the year, which says nothing more.
    mutating func skipEachYear() {
        _ =
            accept(phrase: "each year") || accept(phrase: "every year")
            || accept(phrase: "of each year") || accept(phrase: "of every year")
    }

    /// Consumes a day of the year without a year: "1 October", "Dec 24", "the 3rd of January".
    mutating func dayOfYear() -> DayOfYear? {
        attempt { parser in
            parser.skip("the")
            if let day = parser.namedDay() { return day }
            let early = parser.dayNumber()
            if early != nil { parser.skip("of") }
            guard let word = parser.word(), let month = Vocabulary.Calendar.months[word] else {
                return nil
            }
            parser.position += 1
            guard let day = early ?? parser.dayNumber() else { return nil }
            // With a year it is one day and no rule.
            if case .number(let year, .plain)? = parser.token()?.kind, year >= 1900 { return nil }
            return DayOfYear(month: month, day: day)
        }
    }

    private mutating func dayNumber() -> Int? {
        guard let day = number(.plain).flatMap({ Int(exactly: $0) }), (1...31).contains(day) else {
            return nil
        }
        skip("st", "nd", "rd", "th")
        return day
    }

    /// Consumes "in winter" or "it is winter".
    private mutating func season() -> Condition? {
        skip("it", "is", "only", "every", "each")
        let isIn = accept("in", "during")
        skip("the")
        // "The price falls" is no season.
        guard let season = word(), let months = Self.seasons[season], isIn || season != "fall"
        else { return nil }
        position += 1
        draft.assume(
            "seasons are those of the north, by whole months: winter is December to February")
        return .calendar(.months(from: months.from, to: months.to), isIn: true)
    }

    /// Consumes "except in September": every other part of the calendar.
    mutating func exceptCalendar() -> Condition? {
        guard
            accept("except", "excluding", "outside") || accept(phrase: "but not")
                || exceptsDays() != nil
        else { return nil }
        skip("of", "for")
        switch calendarCondition() {
        case .calendar(let span, true)?: return .calendar(span, isIn: false)
        case .any(let days)?:
            let others = days.compactMap(\.negated)
            return others.count == days.count ? .conjunction(others) : nil
        default: return nil
        }
    }

    /// Consumes "on all days but" before a day.
    private mutating func exceptsDays() -> Bool? {
        attempt { parser in
            parser.skip("on")
            guard parser.accept("all", "every", "each", "any"),
                parser.accept("day", "days", "weekday", "weekdays"),
                parser.accept("but", "except", "excluding", "besides")
            else { return nil }
            return true
        }
    }

    private static let pricesOfDays = [
        "open": "open", "close": "close", "closing": "close", "opening": "open",
    ]

    /// Consumes "the open of" before a day or "close" behind it: at which price of it is traded.
    private mutating func fillOfDay() -> String? {
        attempt { parser in
            if parser.accept("at", "on") { parser.skip("the", "market") }
            guard let word = parser.word(), let price = Self.pricesOfDays[word] else { return nil }
            parser.position += 1
            parser.skip("price", "bell", "of", "on", "the", "each", "every")
            return price
        }
    }

    /// Whether a weekday stands behind "on" or "of" here: "at the open on Mondays".
    var isOfWeekday: Bool {
        guard word() == "on" || word() == "of" else { return false }
        return (1...2).contains { word($0).map { Self.weekdays[$0] != nil } ?? false }
    }

    private mutating func weekday() -> Int? {
        guard let word = word(), let day = Self.weekdays[word] else { return nil }
        position += 1
        return day
    }

    private static let monthTurns = PhraseTable(phrases: [
        "turn of the month", "turn of month", "month turns", "end of the month", "end of month",
        "month end", "last days of the month", "turn of each month",
    ])

    private mutating func month() -> Int? {
        let isNamed =
            token()?.isCapitalized == true
            || ["in", "of", "until", "till", "every", "each", "during"].contains(word(-1))
        guard let word = word(), word != "may" || isNamed,
            let month = Vocabulary.Calendar.months[word]
        else { return nil }
        position += 1
        return month
    }

    /// Consumes "November, December and January": each of the months that are named.
    private mutating func monthList() -> Condition? {
        // "Between March and June" is a span.
        if word(-1) == "between" { return nil }
        return attempt { parser in
            guard let first = parser.month() else { return nil }
            var months = [first]
            while let next = parser.attempt({ parser -> Int? in
                let hasComma = parser.accept(mark: ",")
                guard parser.accept("and", "or") || parser.accept(mark: "&") || hasComma else {
                    return nil
                }
                parser.skip("in", "during")
                guard let month = parser.month(), parser.token()?.isNumber != true else {
                    return nil
                }
                return month
            }) {
                months.append(next)
            }
            guard months.count > 1, Set(months).count == months.count else { return nil }
            parser.skipEachYear()
            var spans: [(from: Int, to: Int)] = []
            for month in months {
                if let last = spans.last, month == last.to % 12 + 1 {
                    spans[spans.count - 1].to = month
                } else {
                    spans.append((month, month))
                }
            }
            return .disjunction(
                spans.map { .calendar(.months(from: $0.from, to: $0.to), isIn: true) })
        }
    }

    private mutating func monthPair() -> (Int, Int)? {
        attempt { parser in
            guard let from = parser.month(),
                parser.accept("to", "through", "until", "till", "and", "thru")
                    || parser.accept(mark: "-") || parser.accept(mark: ","),
                let to = parser.month(), parser.token()?.isNumber != true
            else { return nil }
            return (from, to)
        }
    }
}
