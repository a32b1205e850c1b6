/// Days that are counted: "the last trading day of the month", "the 3rd Friday", "even days".
extension SentenceParser {
    /// Consumes a day or days that a month, a quarter, a year or a week counts.
    mutating func countedDays() -> Condition? {
        skip("on", "at", "in", "during", "it", "is", "only", "every", "each", "by")
        return first([
            { $0.spanOfTradingDays() }, { $0.tradingDays() }, { $0.edgeOfPeriod() },
            { $0.weekdayOfMonth() }, { $0.weekdayAndDay() }, { $0.daysOfMonth() },
            { $0.everyOther() }, { $0.yearOfTerm() }, { $0.besideHoliday() },
            { $0.weeksBesideDay() }, { $0.daysBeforeEnd() }, { $0.furtherDayOfMonth() },
        ]).map { span in
            // "In midterm years only."
            if word() == "only" || word() == "alone", token(1) == nil || mark(1) != nil {
                position += 1
            }
            return .calendar(span, isIn: true)
        }
    }

    // MARK: Places

    private static let ordinals: [String: Int] = [
        "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
        "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "last": -1,
        "final": -1, "penultimate": -2,
    ]

    /// Consumes "third", "3rd", "last", "second to last", "5th last".
    mutating func place() -> Int? {
        attempt { parser in
            parser.skip("the", "very")
            if let word = parser.word(), let place = Self.ordinals[word] {
                parser.position += 1
                return place > 0 && parser.countsFromEnd() ? -place : place
            }
            guard let count = parser.number(.plain).flatMap({ Int(exactly: $0) }),
                (1...31).contains(count), parser.accept("st", "nd", "rd", "th")
            else { return nil }
            return parser.countsFromEnd() ? -count : count
        }
    }

    private mutating func countsFromEnd() -> Bool {
        accept(phrase: "to last") || accept(phrase: "from last") || accept("last")
            || accept(phrase: "to the last")
    }

    /// Consumes "trading days", "business day", "sessions"; whether it says that they are of
    /// trading.
    mutating func daysOfTrading() -> (isTrading: Bool, isSeveral: Bool)? {
        attempt { parser in
            let isTrading = parser.accept("trading", "business", "market", "working", "bank")
            guard let word = parser.word(),
                ["day", "days", "session", "sessions"].contains(word)
            else { return nil }
            parser.position += 1
            return (isTrading || word.hasPrefix("session"), word.hasSuffix("s"))
        }
    }

    private static let periods: [String: CalendarPeriod] = [
        "week": .week, "month": .month, "quarter": .quarter, "year": .year, "weeks": .week,
        "months": .month, "quarters": .quarter, "years": .year,
    ]

    /// Consumes "of the month", "of each quarter", "of January", "each month".
    private mutating func ofPeriod() -> CalendarPeriod? {
        attempt { parser in
            let isOf = parser.accept("of", "in")
            let isEach = parser.accept("each", "every", "a", "any", "per")
            guard isOf || isEach else { return nil }
            parser.skip(
                "the", "this", "that", "next", "following", "new", "calendar", "each", "every")
            if let word = parser.word(), let period = Self.periods[word] {
                parser.position += 1
                // "Of the month of May" is said of one month.
                parser.skip("that", "follows")
                return period
            }
            if isOf, let month = parser.monthName() {
                _ = parser.accept(phrase: "each year") || parser.accept(phrase: "every year")
                return .named(month)
            }
            // "The last trading day of the month … the third of the next."
            let isNext = parser.position > 0 && ["next", "following"].contains(parser.word(-1))
            return isOf && isNext ? .month : nil
        }
    }

    private mutating func monthName() -> Int? {
        guard let word = word(), let month = Vocabulary.Calendar.months[word],
            token(1)?.isNumber != true
        else { return nil }
        position += 1
        return month
    }

    // MARK: Days of trading

    /// Consumes "the last trading day of the month", "the first 3 trading days of each quarter".
    private mutating func tradingDays() -> CalendarSpan? {
        attempt { parser in
            if parser.token()?.kind == .number(1, .plain), parser.word(1) == "of" {
                parser.position += 2
            }
            if parser.accept("between") {
                guard let from = parser.place() else { return nil }
                _ = parser.daysOfTrading()
                let early = parser.ofPeriod()
                guard parser.accept("and"), let to = parser.place(),
                    parser.daysOfTrading()?.isTrading == true,
                    let period = parser.ofPeriod() ?? early
                else { return nil }
                return .tradingDays(from: from, to: to, of: period)
            }
            let monthly = parser.owningPeriod()
            guard let place = parser.place() else { return nil }
            let count = parser.count()
            if place == -1, let count, let last = parser.firstDaysBehind() {
                return .tradingDays(from: -count, to: last.count, of: last.period)
            }
            guard let days = parser.daysOfTrading() else {
                // "The first of each year", "the 15th of the month".
                guard count == nil, let period = parser.ofPeriod() else { return nil }
                return Self.day(place, of: period)
            }
            guard let period = monthly ?? parser.ofPeriod() ?? parser.samePeriod() else {
                return nil
            }
            if let count {
                guard abs(place) == 1, count <= 250 else { return nil }
                return place > 0
                    ? .tradingDays(from: 1, to: count, of: period)
                    : .tradingDays(from: -count, to: -1, of: period)
            }
            guard !days.isSeveral else { return nil }
            if !days.isTrading, place != 1, place != -1 { return Self.day(place, of: period) }
            return .tradingDays(from: place, to: place, of: period)
        }
    }

    /// Consumes "and the first 3 trading days of each month" behind "the last 4".
    private mutating func firstDaysBehind() -> (count: Int, period: CalendarPeriod)? {
        attempt { parser in
            _ = parser.daysOfTrading()
            guard parser.accept("and") || parser.accept(mark: "&") else { return nil }
            parser.skip("the")
            guard parser.accept("first"), let count = parser.count(),
                parser.daysOfTrading()?.isTrading == true, let period = parser.ofPeriod()
            else { return nil }
            if case .named = period { return nil }
            return (count, period)
        }
    }

    /// Consumes "the month's" before its last trading day.
    private mutating func owningPeriod() -> CalendarPeriod? {
        attempt { parser in
            parser.skip("the", "each", "every")
            // The tokens keep no ending of an owner.
            guard let word = parser.word(), let period = Self.periods[word],
                Self.ordinals[parser.word(1) ?? ""] != nil
            else { return nil }
            parser.position += 1
            return period
        }
    }

    /// The period that the entry's days are counted in, where an exit names none.
    private func samePeriod() -> CalendarPeriod? {
        guard isExit,
            case .calendar(.tradingDays(_, _, let period), _)? = draft.entry ?? draft.shortEntry
        else { return nil }
        return period
    }

    /// A day by its number: of a month the day itself or the first day of trading from it on.
    private static func day(_ place: Int, of period: CalendarPeriod) -> CalendarSpan? {
        switch period {
        case .named(let month) where place > 0:
            DayOfYear(month: month, day: place).map { .date($0) }
        case _ where abs(place) == 1: .tradingDays(from: place, to: place, of: period)
        case .month where (2...28).contains(place): .dayOfMonth(place)
        default: nil
        }
    }

    /// Consumes "from the last trading day of the month to the third trading day of the next".
    private mutating func spanOfTradingDays() -> CalendarSpan? {
        attempt { parser in
            guard parser.accept("from", "between") else { return nil }
            guard let (start, named) = parser.edgeOfSpan(),
                parser.accept("to", "until", "till", "through", "thru", "and"),
                let (end, other) = parser.edgeOfSpan(), let period = other ?? named,
                named == nil || named == period, start != end
            else { return nil }
            let words = [start, end].map { Wording.tradingDays($0, $0, period) }
            parser.draft.assume(
                "it is in from the close of \(words[0]) until that of \(words[1])")
            parser.draft.isInFromClose = true
            // It is out from the close of the last day on, which is the first that is none of it.
            let last = end == 1 ? -1 : end - 1
            return .tradingDays(from: start, to: last, of: period)
        }
    }

    /// Consumes "the last trading day of the month", "the third of the next", "the last".
    private mutating func edgeOfSpan() -> (place: Int, period: CalendarPeriod?)? {
        attempt { parser in
            guard let place = parser.place() else { return nil }
            let isTrading = parser.daysOfTrading()?.isTrading == true
            let period = parser.ofPeriod()
            guard isTrading || abs(place) == 1 && period != nil else { return nil }
            return (place, period)
        }
    }

    /// Consumes "the end of the quarter", "the start of each month", "year end".
    private mutating func edgeOfPeriod() -> CalendarSpan? {
        attempt { parser in
            parser.skip("the", "very")
            let edges = [
                "end": -1, "close": -1, "start": 1, "beginning": 1, "begin": 1,
                "starts": 1, "begins": 1, "ends": -1,
            ]
            if let word = parser.word(), let place = edges[word] {
                parser.position += 1
                guard let period = parser.ofPeriod() else { return nil }
                if period == .month, place == -1, !parser.isExit { return nil }
                return .tradingDays(from: place, to: place, of: period)
            }
            guard let word = parser.word(), let period = Self.periods[word], period != .month,
                let place = edges[parser.word(1) ?? ""], parser.word(2) != "of"
            else { return nil }
            parser.position += 2
            return .tradingDays(from: place, to: place, of: period)
        }
    }

    /// Consumes "2 days before the end of the month", "a day before quarter end".
    private mutating func daysBeforeEnd() -> CalendarSpan? {
        attempt { parser in
            parser.skip("a", "the")
            let count = parser.count() ?? 1
            guard count <= 20, parser.daysOfTrading() != nil, parser.accept("before") else {
                return nil
            }
            let edge = parser.edgeOfPeriod() ?? parser.endOfMonth()
            guard case .tradingDays(let day, _, let period)? = edge, day < 0 else { return nil }
            let days = count == 1 ? "1 day is" : "\(count) days are"
            parser.draft.assume(
                "\(days) counted in days of trading, back from the last of the \(period.noun)")
            return .tradingDays(from: day - count, to: day - count, of: period)
        }
    }

    /// Consumes "the end of the month", "month end", which elsewhere may be its turn.
    private mutating func endOfMonth() -> CalendarSpan? {
        attempt { parser in
            parser.skip("the", "very")
            if parser.accept("month"), parser.accept("end", "close") {
                return .tradingDays(from: -1, to: -1, of: .month)
            }
            guard parser.accept("end", "close"), parser.ofPeriod() == .month else { return nil }
            return .tradingDays(from: -1, to: -1, of: .month)
        }
    }

    /// Consumes "on the 20th" where what was bought was so on a day of the month.
    private mutating func furtherDayOfMonth() -> CalendarSpan? {
        attempt { parser in
            guard let place = parser.place(), (2...28).contains(place) else { return nil }
            if !parser.isExit {
                // "On the 10th and sell on the 20th of each month" names the month later.
                let rest = parser.tokens[parser.position...].map(\.key).joined(separator: " ")
                let isMonthly = ["the", "each", "every", "a"].contains {
                    rest.contains("of \($0) month")
                }
                return isMonthly && ["and", ",", "then"].contains(rest.split(separator: " ").first)
                    ? .dayOfMonth(place) : nil
            }
            guard parser.isAtEnd || parser.mark() != nil else { return nil }
            switch parser.draft.entry ?? parser.draft.shortEntry {
            case .calendar(.dayOfMonth, true)?, .calendar(.daysOfMonth, true)?:
                return .dayOfMonth(place)
            default: return nil
            }
        }
    }

    // MARK: Days of the week and of the month

    private static let weekdays = [
        "monday": 0, "mondays": 0, "tuesday": 1, "tuesdays": 1, "wednesday": 2, "wednesdays": 2,
        "thursday": 3, "thursdays": 3, "friday": 4, "fridays": 4,
    ]

    /// Consumes "the 3rd Friday of the month", "the last Monday of each month".
    private mutating func weekdayOfMonth() -> CalendarSpan? {
        attempt { parser in
            guard let place = parser.place(), (-5...5).contains(place), place != 5, place != -5,
                let word = parser.word(), let day = Self.weekdays[word]
            else { return nil }
            parser.position += 1
            guard parser.ofPeriod() == .month else { return nil }
            _ = parser.accept(phrase: "or just after")
            return .weekdayOfMonth(place, weekday: day)
        }
    }

    /// Consumes "Friday the 13th".
    private mutating func weekdayAndDay() -> CalendarSpan? {
        attempt { parser in
            parser.skip("the", "any", "a", "all")
            guard let word = parser.word(), let weekday = Self.weekdays[word] else { return nil }
            parser.position += 1
            guard parser.accept("the"), let day = parser.place(), day > 0 else { return nil }
            return .weekdayOfDate(weekday, day: day)
        }
    }

    /// Consumes "the 10th to the 20th of each month", "the 15th of the month or just after".
    private mutating func daysOfMonth() -> CalendarSpan? {
        attempt { parser in
            parser.skip("from", "between", "the", "days")
            guard let from = parser.place(), from > 0 else { return nil }
            if parser.accept("to", "until", "till", "through", "thru", "and")
                || parser.accept(mark: "-")
            {
                guard let to = parser.place(), to > 0, parser.ofPeriod() == .month else {
                    return nil
                }
                return .daysOfMonth(from: from, to: to)
            }
            _ = parser.accept("day")
            guard parser.ofPeriod() == .month, parser.accept(phrase: "or just after"), from > 1
            else { return nil }
            return .dayOfMonth(from)
        }
    }

    /// Consumes "even days of the month", "odd weeks".
    private mutating func everyOther() -> CalendarSpan? {
        attempt { parser in
            parser.skip("an", "the", "all")
            let isEven = parser.word() == "even"
            guard parser.accept("even", "odd") else { return nil }
            parser.skip("numbered", "calendar", "trading")
            if parser.accept("day", "days", "date", "dates") {
                if parser.word() == "of" { guard parser.ofPeriod() == .month else { return nil } }
                return .everyOtherDay(isEven: isEven)
            }
            guard parser.accept("week", "weeks") else { return nil }
            if parser.word() == "of" { guard parser.ofPeriod() == .year else { return nil } }
            return .everyOtherWeek(isEven: isEven)
        }
    }
}
