/// Spans of the calendar: "from 2010 to 2020", "since March 2009", "over the last 5 years".
extension SentenceParser {
    /// The first and last day of something named: a day, a month, a year.
    private struct Days {
        var first: CalendarDay
        var last: CalendarDay
    }

    /// Consumes a span of the calendar into the draft.
    mutating func periodClause() -> Bool? {
        first([
            { $0.relativePeriod() }, { $0.closedPeriod() }, { $0.openPeriod() },
            { $0.singlePeriod() },
        ])
    }

    /// Consumes "over the last 5 years".
    private mutating func relativePeriod() -> Bool? {
        skip("over", "for", "in", "during", "within", "of", "data", "just")
        skip("the", "these", "those")
        guard accept("last", "past", "previous", "recent", "latest", "most") else { return nil }
        skip("recent")
        guard let length = lookback() ?? unit().map({ Lookback(count: 1, unit: $0) }) else {
            return nil
        }
        // "The last 3 days of each quarter" are no days to run over.
        if word() == "of" || word() == "in", let next = word(1),
            ["the", "each", "every", "a", "this", "next"].contains(next)
                || Vocabulary.Calendar.months[next] != nil
        {
            return nil
        }
        skip("of", "data", "history")
        return set(\.period.last, length, "periods")
    }

    /// Consumes "from 2010 to 2020", "between 2010 and 2015", "2010-2020".
    private mutating func closedPeriod() -> Bool? {
        skip("over", "for", "in", "during", "the", "years", "period")
        let isBetween = accept("between")
        if !isBetween { skip("from") }
        guard let start = days() else { return nil }
        let isJoined =
            isBetween
            ? accept("and")
            : accept("to", "until", "till", "through", "thru") || accept(mark: "-")
                || accept(phrase: "up to") || accept(phrase: "through to")
        guard isJoined else { return nil }
        skip("the", "end", "of", "including")
        let end: Days? = accept("now", "today", "present", "date") ? nil : days()
        if end == nil, !["now", "today", "present", "date"].contains(tokens[position - 1].key) {
            return nil
        }
        return set(from: start.first, to: end?.last)
    }

    /// Consumes "since 2015", "until 2018", "before 2008", "from 2010 on".
    private mutating func openPeriod() -> Bool? {
        skip("going", "all", "the", "way")
        if accept(phrase: "back to") {
            guard let start = days() else { return nil }
            return set(from: start.first, to: nil)
        }
        if accept("since", "from", "starting", "start", "starts", "beginning", "begin") {
            skip("in", "from", "the", "start", "beginning", "of", "year")
            guard let start = days() else { return nil }
            skip("on", "onwards", "onward", "forward")
            return set(from: start.first, to: nil)
        }
        if accept("until", "till", "through", "to", "ending") || accept(phrase: "up to") {
            skip("the", "end", "of", "in", "year")
            guard let end = days() else { return nil }
            return set(from: nil, to: end.last)
        }
        if accept("before") {
            guard let end = days(), let last = dayBefore(end.first) else { return nil }
            return set(from: nil, to: last)
        }
        guard accept("after"), let start = days(), let first = dayAfter(start.last) else {
            return nil
        }
        return set(from: first, to: nil)
    }

    /// Consumes "in 2008", "during March 2020", "in the 1990s".
    private mutating func singlePeriod() -> Bool? {
        let start = position
        skip("in", "during", "for", "over", "through", "throughout", "the", "year", "only", "all")
        skip("of")
        let isNamed = position > start
        guard let days = days() else { return nil }
        // "My rule 1999: …" is called so.
        if !isNamed, mark() == ":" { return nil }
        if mark() == "-", let end = attempt({ $0.accept(mark: "-") ? $0.days() : nil }) {
            return set(from: days.first, to: end.last)
        }
        // "2005+" goes on.
        if accept(mark: "+") || mark() == "-" && position + 1 == tokens.count && accept(mark: "-") {
            return set(from: days.first, to: nil)
        }
        return set(from: days.first, to: days.last)
    }

    private mutating func set(from: CalendarDay?, to: CalendarDay?) -> Bool? {
        if let from, let to, to < from { return fail("the period ends before it starts") }
        if let from { guard set(\.period.from, from.text, "starts") != nil else { return nil } }
        if let to { guard set(\.period.to, to.text, "ends") != nil else { return nil } }
        return true
    }

    private func dayBefore(_ day: CalendarDay) -> CalendarDay? {
        if day.day > 1 { return CalendarDay(day.year, day.month, day.day - 1) }
        let month = day.month == 1 ? 12 : day.month - 1
        let year = day.month == 1 ? day.year - 1 : day.year
        return CalendarDay(year, month, CalendarDay.days(in: month, of: year))
    }

    private func dayAfter(_ day: CalendarDay) -> CalendarDay? {
        if let next = CalendarDay(day.year, day.month, day.day + 1) { return next }
        return day.month == 12
            ? CalendarDay(day.year + 1, 1, 1) : CalendarDay(day.year, day.month + 1, 1)
    }

    /// Consumes a day, a month, a year or a decade.
    private mutating func days() -> Days? {
        if case .date(let first, let last) = token()?.kind {
            position += 1
            return Days(first: first, last: last)
        }
        return first([{ $0.writtenDay() }, { $0.decade() }, { $0.year() }])
    }

    private mutating func yearNumber() -> Int? {
        guard let value = number(.plain), let year = Int(exactly: value),
            (1900...2100).contains(year)
        else { return nil }
        return year
    }

    private mutating func year() -> Days? {
        guard let year = yearNumber(), let first = CalendarDay(year, 1, 1),
            let last = CalendarDay(year, 12, 31)
        else { return nil }
        return Days(first: first, last: last)
    }

    /// Consumes "the 1990s" or "the 90s".
    private mutating func decade() -> Days? {
        skip("the")
        guard let value = number(.plain), let number = Int(exactly: value), number % 10 == 0,
            accept("s")
        else { return nil }
        let start = number >= 1900 ? number : (30..<100).contains(number) ? 1900 + number : 0
        guard let first = CalendarDay(start, 1, 1), let last = CalendarDay(start + 9, 12, 31)
        else { return nil }
        return Days(first: first, last: last)
    }

    /// Consumes "March 2009", "5 March 2009" or "March 5, 2009".
    private mutating func writtenDay() -> Days? {
        let early = attempt { parser -> Int? in
            guard let count = parser.count() else { return nil }
            parser.skip("st", "nd", "rd", "th", "of")
            return parser.word().flatMap { Vocabulary.Calendar.months[$0] } == nil ? nil : count
        }
        guard let word = word(), let month = Vocabulary.Calendar.months[word] else { return nil }
        position += 1
        _ = accept(mark: ".")
        let late =
            early
            ?? attempt { parser -> Int? in
                guard let count = parser.count(), count <= 31 else { return nil }
                parser.skip("st", "nd", "rd", "th")
                _ = parser.accept(mark: ",")
                return count
            }
        skip("of")
        guard let year = yearNumber() else { return nil }
        if let late {
            return CalendarDay(year, month, late).map { Days(first: $0, last: $0) }
        }
        guard let first = CalendarDay(year, month, 1),
            let last = CalendarDay(year, month, CalendarDay.days(in: month, of: year))
        else { return nil }
        return Days(first: first, last: last)
    }
}
