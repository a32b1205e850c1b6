import TimeSeries

/// What a text may mean, by the order of its numbers; nil where it is nothing under an order.
struct ByOrder<Value> {
    var monthFirst: Value?
    var dayFirst: Value?
    var yearFirst: Value?

    /// Makes what has only one meaning.
    init(_ value: Value) { (monthFirst, dayFirst, yearFirst) = (value, value, value) }

    /// Makes the meanings under each order; nil where there is none.
    init?(_ reading: (DateOrder) -> Value?) {
        (monthFirst, dayFirst) = (reading(.monthFirst), reading(.dayFirst))
        yearFirst = reading(.yearFirst)
        if monthFirst == nil, dayFirst == nil, yearFirst == nil { return nil }
    }

    subscript(order: DateOrder) -> Value? {
        switch order {
        case .monthFirst: monthFirst
        case .dayFirst: dayFirst
        case .yearFirst: yearFirst
        }
    }
}

/// Reads times in the forms that people and machines write.
struct TimeReading {
    let conventions: Conventions
    /// Whether the text counts from now, and now is not known.
    private(set) var lacksFetchTime = false
    /// Whether other words may stand around the time.
    private var isAmongWords = false

    /// The latest year that two digits may mean.
    private let latestYear: Int?

    /// Makes a reader.
    ///
    /// - Parameter latestYear: The latest year that two digits may mean; without it, the twentieth
    ///   after the fetch.
    init(_ conventions: Conventions, latestYear: Int? = nil) {
        self.conventions = conventions
        self.latestYear = latestYear ?? conventions.fetchedAt.map { $0.date.year + 20 }
    }

    /// The zone in which `yesterday` is a day.
    private var zone: TimeZoneRule { conventions.zone ?? .utc }

    /// The meanings of a whole text as a time.
    mutating func time(_ text: ValueScanner) -> ByOrder<WrittenTime>? {
        var scanner = text
        if let time = relative(&scanner), scanner.isAtEnd { return ByOrder(time) }
        scanner.position = 0
        if let time = whole(&scanner) { return time }
        // A label such as `Published:` may stand before a time.
        guard let colon = scanner.scalars.firstIndex(of: ":"), colon > 0,
            !scanner.scalars[..<colon].contains(where: { $0.digit != nil })
        else { return nil }
        scanner.position = colon + 1
        scanner.skipSpaces()
        let start = scanner.position
        if let time = relative(&scanner), scanner.isAtEnd { return ByOrder(time) }
        scanner.position = start
        return whole(&scanner)
    }

    /// A date that begins here, perhaps with a clock behind it, whatever comes then.
    mutating func occurrence(_ scanner: inout ValueScanner) -> ByOrder<WrittenTime>? {
        isAmongWords = true
        let start = scanner.position
        if let (count, unit) = scanner.relativeAmount() {
            return shifted(by: count, unit).map { ByOrder($0) }
        }
        // In prose, a word such as today is about nothing in particular.
        guard scanner.take(from: CalendarWords.nearDays) == nil, let dates = date(&scanner) else {
            scanner.position = start
            return nil
        }
        guard dates.hasDay else { return dates.times(nil) }
        let clock = scanner.attempt { scanner -> WrittenClock? in
            if scanner.current != "t" || !scanner.take("t") { scanner.skipBetween() }
            return scanner.compactClock() ?? scanner.clock()
        }
        return dates.times(clock)
    }

    /// A date, a clock before or behind it, and nothing else.
    private mutating func whole(_ scanner: inout ValueScanner) -> ByOrder<WrittenTime>? {
        _ = scanner.take(from: CalendarWords.links)
        scanner.skipSpaces()
        let start = scanner.position
        if let time = dateAndClock(&scanner), scanner.isAtEnd { return time }
        scanner.position = start
        guard let clock = scanner.clock() else { return nil }
        scanner.skipBetween()
        guard let dates = date(&scanner), scanner.isAtEnd else { return nil }
        return dates.times(clock)
    }

    private mutating func dateAndClock(_ scanner: inout ValueScanner) -> ByOrder<WrittenTime>? {
        guard let dates = date(&scanner) else { return nil }
        if scanner.isAtEnd { return dates.times(nil) }
        guard dates.hasDay else { return nil }
        if !(scanner.current == "t" && scanner.peek(1).digit != nil && scanner.take("t")) {
            scanner.skipBetween()
        }
        if scanner.isAtEnd { return dates.times(nil) }
        guard var clock = scanner.compactClock() ?? scanner.clock() else { return nil }
        if clock.zone == nil, dates.isMail, scanner.take(phrase: " cst") {
            clock.zone = .offset(-21_600)
        }
        return dates.times(clock)
    }

    // MARK: - Dates

    private mutating func date(_ scanner: inout ValueScanner) -> ParsedDate? {
        let weekday = scanner.weekday()
        let near = scanner.attempt { $0.take(from: CalendarWords.nearDays) }
        if let near {
            guard let today else { return nil }
            return ParsedDate(today.adding(days: near))
        }
        let readings: [(inout ValueScanner) -> ParsedDate?] = [
            { $0.eightDigits() }, { $0.yearMonthDaySigns() }, { [self] in namedMonth(&$0) },
            { [self] in threeNumbers(&$0) }, { $0.yearAndMonth() },
        ]
        for read in readings {
            if var date = scanner.attempt(read) {
                scanner.skipTrailingWeekday()
                date.keep(weekday)
                return date.isEmpty ? nil : date
            }
        }
        return nil
    }

    private var today: CivilDate? {
        mutating get {
            guard let fetchedAt = conventions.fetchedAt else {
                lacksFetchTime = true
                return nil
            }
            return zone.local(at: fetchedAt).date
        }
    }

    /// `October 26, 2015`, `26 Oct 2015`, `26. Oktober 2015`, `26-Oct-15`, `Oct 2015`, `Oct 26`.
    private func namedMonth(_ scanner: inout ValueScanner) -> ParsedDate? {
        var day = scanner.attempt { $0.dayNumber() }
        let isMail = day != nil
        if day != nil { scanner.skipDateMark() }
        guard let month = scanner.take(from: CalendarWords.months), !scanner.current.isWordLetter
        else { return nil }
        _ = scanner.take(".")
        scanner.skipDateMark()
        if day == nil { day = scanner.attempt { $0.dayBeforeYear() } }
        let year = scanner.attempt { scanner -> (value: Int, count: Int)? in
            if day != nil { scanner.skipDateMark() }
            _ = scanner.take("'")
            // Among words, two digits after a space may count something else.
            let isMarked = "-/'".unicodeScalars.contains(scanner.peek(-1))
            guard let year = scanner.digits(2...4), year.count != 3,
                year.count == 4 || (scanner.current != ":" && (isMarked || !isAmongWords))
            else { return nil }
            return year
        }
        if let year {
            guard let full = fullYear(year) else { return nil }
            guard let day else {
                return year.count == 4 ? ParsedDate(year: full, month: month) : nil
            }
            return CivilDate(year: full, month: month, day: day)
                .map { ParsedDate($0, isMail: isMail) }
        }
        guard let day else { return nil }
        return lastSuch(month: month, day: day).map { ParsedDate($0) }
    }

    /// The last such day up to the day of fetching, where dates are known to lie in the past.
    private func lastSuch(month: Int, day: Int) -> CivilDate? {
        guard conventions.datesArePast, let fetchedAt = conventions.fetchedAt else { return nil }
        let today = zone.local(at: fetchedAt).date
        let years = [today.year, today.year - 1, today.year - 2, today.year - 3, today.year - 4]
        for year in years {
            if let date = CivilDate(year: year, month: month, day: day), date <= today {
                return date
            }
        }
        return nil
    }

    /// `10/26/15`, `26.10.2015`, `2015-10-26`: three numbers with one mark between them.
    private func threeNumbers(_ scanner: inout ValueScanner) -> ParsedDate? {
        guard let first = scanner.digits(1...4), let mark = scanner.takeAny("/-.") else {
            return nil
        }
        scanner.skipSpaces()
        guard let second = scanner.digits(1...2), scanner.take(mark) else { return nil }
        scanner.skipSpaces()
        guard let third = scanner.digits(1...4), scanner.current.digit == nil,
            scanner.current != mark || mark == "."
        else { return nil }
        if mark == "." { _ = scanner.take(".") }
        if first.count == 4 {
            guard third.count <= 2 else { return nil }
            // No country writes the year, the day and then the month.
            return CivilDate(year: first.value, month: second.value, day: third.value)
                .map { ParsedDate($0) }
        }
        guard first.count <= 2, third.count == 4 || third.count == 2 else { return nil }
        return ParsedDate { order in
            switch order {
            case .yearFirst:
                guard first.count == 2, third.count == 2, let year = fullYear(first) else {
                    return nil
                }
                return CivilDate(year: year, month: second.value, day: third.value)
            case .monthFirst, .dayFirst:
                guard let year = fullYear(third) else { return nil }
                let isMonthFirst = order == .monthFirst
                return CivilDate(
                    year: year, month: isMonthFirst ? first.value : second.value,
                    day: isMonthFirst ? second.value : first.value)
            }
        }
    }

    /// The year of four digits, or of the last two: the one up to twenty years after the fetch.
    private func fullYear(_ written: (value: Int, count: Int)) -> Int? {
        if written.count == 4 {
            return (1_000...2_999).contains(written.value) ? written.value : nil
        }
        guard written.count == 2, let latestYear else { return nil }
        let inCentury = latestYear / 100 * 100 + written.value
        return inCentury <= latestYear ? inCentury : inCentury - 100
    }
}

extension TimeReading {
    // MARK: - Relative times

    /// `3 hours ago`, `vor 2 Stunden`, `il y a 5 minutes`, `in 2 days`, `just now`.
    private mutating func relative(_ scanner: inout ValueScanner) -> WrittenTime? {
        if scanner.take(from: CalendarWords.now) != nil {
            return shifted(by: 0, .minute)
        }
        guard let (count, unit) = scanner.relativeAmount() else { return nil }
        return shifted(by: count, unit)
    }

    private mutating func shifted(by count: Int, _ unit: WrittenTime.Precision) -> WrittenTime? {
        guard let today, let now = conventions.fetchedAt else { return nil }
        let offset = zone.offsetSeconds(at: now)
        switch unit {
        case .second, .minute, .hour:
            let seconds = Int64(unit == .second ? 1 : unit == .minute ? 60 : 3_600)
            let moment = now.advanced(byNanoseconds: Int64(count) * seconds * 1_000_000_000)
            return WrittenTime(.moment(moment, offsetSeconds: offset), precision: unit)
        case .day: return WrittenTime(.day(today.adding(days: count)), precision: .day)
        case .week: return WrittenTime(.day(today.adding(days: 7 * count)), precision: .week)
        case .month: return WrittenTime(.day(today.adding(months: count)), precision: .month)
        case .year: return WrittenTime(.day(today.adding(months: 12 * count)), precision: .year)
        }
    }
}
