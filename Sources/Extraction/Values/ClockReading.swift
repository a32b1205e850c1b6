import TimeSeries

extension ValueScanner {
    /// A time of day, `10:30`, `10:30:15.25`, `10:30 AM`, `3 PM`, `10h30`, `10.30 Uhr`,
    /// `10時30分`, and its zone where one follows.
    ///
    /// A second of 60 is taken as 59, since no clock here counts leap seconds.
    mutating func clock() -> WrittenClock? {
        attempt { scanner in
            let half = scanner.eastAsianHalf()
            guard let hours = scanner.digits(1...2)?.value else { return nil }
            var clock: WrittenClock?
            for read in [Self.colonClock, Self.markedClock, Self.bareHour] {
                clock = scanner.attempt { read(&$0, hours) }
                if clock != nil { break }
            }
            guard var clock else { return nil }
            if let half {
                guard (1...12).contains(hours) else { return nil }
                clock.nanosecondOfDay += half && hours < 12 ? 12 * 3_600_000_000_000 : 0
            }
            clock.zone = scanner.zone()
            return clock
        }
    }

    /// `070809` or `0708`, as machines write a time behind `20240506T`.
    mutating func compactClock() -> WrittenClock? {
        attempt { scanner in
            guard let digits = scanner.digits(4...6), digits.count != 5 else { return nil }
            let time = digits.count == 6 ? digits.value : digits.value * 100
            guard time < 240_000, time / 100 % 100 < 60, time % 100 < 60 else { return nil }
            let seconds = time / 10_000 * 3_600 + time / 100 % 100 * 60 + time % 100
            return WrittenClock(
                nanosecondOfDay: Int64(seconds) * 1_000_000_000,
                precision: digits.count == 6 ? .second : .minute, zone: scanner.zone())
        }
    }

    private mutating func eastAsianHalf() -> Bool? {
        if take(phrase: "午前") || take(phrase: "上午") { return false }
        if take(phrase: "午後") || take(phrase: "下午") { return true }
        return nil
    }

    private static func colonClock(_ scanner: inout ValueScanner, hours: Int) -> WrittenClock? {
        guard scanner.take(":"), let minutes = scanner.digits(2...2)?.value, minutes < 60 else {
            return nil
        }
        var seconds = 0
        var fraction: Int64 = 0
        var precision = WrittenTime.Precision.minute
        if scanner.take(":") {
            guard let value = scanner.digits(2...2)?.value, value <= 60 else { return nil }
            seconds = min(value, 59)
            precision = .second
            fraction = scanner.fractionOfSecond()
        }
        scanner.attempt { $0.skipWord("uhr") }
        return make(&scanner, hours, minutes, seconds, fraction, precision)
    }

    /// `10h30`, `10h`, `10.30 Uhr`, `10 Uhr`, `10時30分`, `10点`.
    private static func markedClock(_ scanner: inout ValueScanner, hours: Int) -> WrittenClock? {
        var minutes = 0
        let precision = WrittenTime.Precision.minute
        if scanner.take("."), let value = scanner.digits(2...2)?.value {
            minutes = value
            scanner.skipSpaces()
            guard scanner.take(phrase: "uhr") || ["a", "p"].contains(scanner.current) else {
                return nil
            }
        } else if scanner.take("h") || scanner.take("時") || scanner.take("点") {
            if let value = scanner.attempt({ $0.digits(2...2)?.value }) {
                minutes = value
            }
            _ = scanner.take("分")
        } else {
            scanner.skipSpaces()
            guard scanner.take(phrase: "uhr") else { return nil }
        }
        guard minutes < 60 else { return nil }
        return make(&scanner, hours, minutes, 0, 0, precision)
    }

    /// `3 PM`: without a mark a single number is no time.
    private static func bareHour(_ scanner: inout ValueScanner, hours: Int) -> WrittenClock? {
        var ahead = scanner
        ahead.skipSpaces()
        guard ahead.current == "a" || ahead.current == "p" else { return nil }
        guard let clock = make(&scanner, hours, 0, 0, 0, .minute), !scanner.isHalfMissing else {
            return nil
        }
        return clock
    }

    /// Whether the scalar before the position is a digit, so that no half of the day was read.
    private var isHalfMissing: Bool { position > 0 && scalars[position - 1].digit != nil }

    private static func make(
        _ scanner: inout ValueScanner, _ hours: Int, _ minutes: Int, _ seconds: Int,
        _ fraction: Int64, _ precision: WrittenTime.Precision
    ) -> WrittenClock? {
        var hours = hours
        if let isAfternoon = scanner.attempt({ $0.halfOfDay() }) {
            // 17:30 PM is written by careless templates; only one reading is possible.
            guard hours >= 1, hours <= 12 || isAfternoon else { return nil }
            if hours <= 12 { hours = hours % 12 + (isAfternoon ? 12 : 0) }
        }
        guard hours < 24 else { return nil }
        let whole = Int64(hours * 3_600 + minutes * 60 + seconds) * 1_000_000_000
        return WrittenClock(nanosecondOfDay: whole + fraction, precision: precision)
    }

    private mutating func halfOfDay() -> Bool? {
        skipSpaces()
        guard let letter = takeAny("ap") else { return nil }
        _ = take(".")
        guard take("m") else { return nil }
        _ = take(".")
        return current.isWordLetter ? nil : letter == "p"
    }

    private mutating func fractionOfSecond() -> Int64 {
        guard current == "." || current == ",", peek(1).digit != nil else { return 0 }
        position += 1
        var value: Int64 = 0
        var place: Int64 = 100_000_000
        while let digit = current.digit {
            value += Int64(digit) * place
            place /= 10
            position += 1
        }
        return value
    }

    @discardableResult
    private mutating func skipWord(_ word: String) -> Bool? {
        skipSpaces()
        return take(phrase: word) ? true : nil
    }

    // MARK: - Zones

    /// `Z`, `UTC`, `GMT+2`, `+02:00`, `-0500`, `EST`, `(CET)`, `ET`.
    private mutating func zone() -> WrittenClock.Zone? {
        attempt { scanner in
            scanner.skipSpaces()
            let isEnclosed = scanner.take("(")
            if let seconds = scanner.attempt({ $0.offset() }) {
                return .offset(seconds)
            }
            var zone: WrittenClock.Zone?
            // In small letters, est and et are words.
            let isName = scanner.hasCapital(at: scanner.position)
            if isName, let name = scanner.take(from: CalendarWords.places) {
                zone = TimeZoneRule.named(name).map { .rule($0) }
            } else if let seconds = scanner.take(from: CalendarWords.zones) {
                zone = .offset(seconds)
                guard isName || seconds == 0 else { return nil }
                if seconds == 0, let shift = scanner.attempt({ $0.shortOffset() }) {
                    zone = .offset(shift)
                }
            }
            if isEnclosed, !scanner.take(")") { return nil }
            return zone
        }
    }

    /// `+02:00`, `+0200` or `+02`.
    private mutating func offset() -> Int? {
        guard let sign = takeAny("+-"), let hours = digits(2...4) else { return nil }
        var (hour, minute) = (hours.value, 0)
        if hours.count == 4 {
            (hour, minute) = (hours.value / 100, hours.value % 100)
        } else if hours.count == 3 {
            return nil
        } else if take(":") {
            guard let value = digits(2...2)?.value else { return nil }
            minute = value
        }
        guard hour <= 15, minute < 60 else { return nil }
        return (sign == "-" ? -1 : 1) * (hour * 3_600 + minute * 60)
    }

    /// `+2` behind `GMT`.
    private mutating func shortOffset() -> Int? {
        if let whole = attempt({ $0.offset() }) { return whole }
        guard let sign = takeAny("+-"), let hours = digits(1...1)?.value else { return nil }
        return (sign == "-" ? -1 : 1) * hours * 3_600
    }
}
