import TimeSeries

/// What a text may mean as a day, by the order of its numbers, or as a month.
struct ParsedDate {
    private var days: ByOrder<CivilDate>?
    private var month: (year: Int, month: Int)?
    /// Whether day, name of month and year were written, as in mail.
    var isMail = false

    /// Makes a day that has only one reading.
    init(_ date: CivilDate, isMail: Bool = false) {
        days = ByOrder(date)
        self.isMail = isMail
    }

    init?(_ reading: (DateOrder) -> CivilDate?) {
        guard let days = ByOrder(reading) else { return nil }
        self.days = days
    }

    init?(year: Int, month: Int) {
        guard CivilDate(year: year, month: month, day: 1) != nil else { return nil }
        self.month = (year, month)
    }

    var hasDay: Bool { days != nil }

    var isEmpty: Bool { days == nil && month == nil }

    /// Drops readings that are not on a weekday that the text names.
    mutating func keep(_ weekday: Int?) {
        guard let weekday, let all = days else { return }
        days = ByOrder { order in
            all[order].flatMap { $0.weekday.rawValue == weekday ? $0 : nil }
        }
    }

    /// The times that a clock shows on these days, or the days themselves.
    func times(_ clock: WrittenClock?) -> ByOrder<WrittenTime>? {
        if let month {
            guard clock == nil else { return nil }
            return ByOrder(
                WrittenTime(.month(year: month.year, month: month.month), precision: .month))
        }
        guard let days else { return nil }
        return ByOrder { order in
            days[order].flatMap { date in
                guard let clock else { return WrittenTime(.day(date), precision: .day) }
                return clock.time(on: date)
            }
        }
    }
}

extension ValueScanner {
    /// The name of a weekday, with a comma or a point behind it; 0 is Monday.
    mutating func weekday() -> Int? {
        let day = attempt { scanner -> Int? in
            guard let day = scanner.take(from: CalendarWords.weekdays),
                !scanner.current.isASCIILetter
            else { return nil }
            return day
        }
        let isShort = day == nil && attempt { $0.shortWeekday() } != nil
        if day != nil || isShort {
            _ = take(".")
            _ = take(",")
            skipSpaces()
            _ = take(from: CalendarWords.links)
            skipSpaces()
        }
        return day
    }

    private mutating func shortWeekday() -> Bool? {
        guard take(from: CalendarWords.shortWeekdays) != nil, [" ", ",", "."].contains(current)
        else { return nil }
        return true
    }

    /// `(月)` or `星期一` behind a date.
    mutating func skipTrailingWeekday() {
        attempt { scanner -> Bool? in
            scanner.skipSpaces()
            if scanner.take(from: CalendarWords.weekdays) != nil { return true }
            guard scanner.current == "(", !scanner.peek(1).isASCII else { return nil }
            return scanner.take(from: CalendarWords.shortWeekdays) != nil ? true : nil
        }
    }

    /// What stands between a date and a time: a comma, a dash, a word such as `at`, spaces.
    mutating func skipBetween() {
        skipSpaces()
        _ = takeAny(",|-·•")
        skipSpaces()
        if take(from: CalendarWords.links) != nil { skipSpaces() }
    }

    /// One space, comma, point or dash between the parts of a date, or `de` and `of`.
    mutating func skipDateMark() {
        if take("-") || take("/") { return }
        _ = takeAny(".,")
        skipSpaces()
        for word in ["de", "of", "del"] where take(phrase: word) { skipSpaces() }
    }

    /// A day of a month, with `.`, `st`, `nd`, `rd`, `th`, `er` or `º` behind it.
    mutating func dayNumber() -> Int? {
        guard let day = digits(1...2)?.value, (1...31).contains(day) else { return nil }
        for ending in ["st", "nd", "rd", "th", "er", "e", "º", "°"] where take(phrase: ending) {
            break
        }
        return day
    }

    /// A day behind the name of a month, rather than a year or an hour.
    mutating func dayBeforeYear() -> Int? {
        guard let day = dayNumber(), current != ":" else { return nil }
        return day
    }

    /// `20151026`, perhaps with `T` and a time run together, as machines write it.
    mutating func eightDigits() -> ParsedDate? {
        guard let digits = digits(8...8), (1_900...2_100).contains(digits.value / 10_000) else {
            return nil
        }
        return CivilDate(
            year: digits.value / 10_000, month: digits.value / 100 % 100, day: digits.value % 100
        ).map { ParsedDate($0) }
    }

    /// `2015年10月26日`, `2015年10月`, and with the Japanese eras' signs none.
    mutating func yearMonthDaySigns() -> ParsedDate? {
        guard let year = digits(4...4)?.value, take("年") || take("년") else { return nil }
        skipSpaces()
        guard let month = digits(1...2)?.value, take("月") || take("월") else { return nil }
        let day = attempt { scanner -> Int? in
            scanner.skipSpaces()
            guard let day = scanner.digits(1...2)?.value, scanner.take("日") || scanner.take("일")
            else { return nil }
            return day
        }
        guard let day else { return ParsedDate(year: year, month: month) }
        return CivilDate(year: year, month: month, day: day).map { ParsedDate($0) }
    }

    /// `2015-10`, but neither `2015-16` nor a part of a longer form.
    mutating func yearAndMonth() -> ParsedDate? {
        guard let year = digits(4...4)?.value, takeAny("-/") != nil,
            let month = digits(2...2)?.value, isAtEnd, (1_900...2_100).contains(year)
        else { return nil }
        return ParsedDate(year: year, month: month)
    }
}
