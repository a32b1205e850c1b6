/// The ways of writing a moment that a column may use; one column keeps to one of them.
enum CSVTimeForm: Sendable, Equatable {
    /// `2024-01-31`, `2024/1/31` or `2024-01`, perhaps with a time and a zone.
    case yearFirst
    /// `20240131`, perhaps with a time, or `20240131093000`.
    case compact
    /// `1/31/2024` or `31-1-2024`: the order of day and month must come from the whole column.
    case dayOrMonthFirst
    /// `31.1.2024`.
    case dotted
    /// `31-Jan-2024`, `31 January 2024` or `Jan 31, 2024`.
    case monthName
    /// Seconds, milliseconds, microseconds or nanoseconds since 1970.
    case epoch

    /// Tells the form from the arrangement of digits and separators, or `nil` where it is none.
    @inline(__always)
    static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> CSVTimeForm? {
        guard let first = bytes.first else { return nil }
        if isASCIILetter(first) { return .monthName }
        if first == UInt8(ascii: "-") { return .epoch }
        var digits = 0
        while digits < bytes.count, isASCIIDigit(bytes[digits]) { digits += 1 }
        let next = digits < bytes.count ? bytes[digits] : 0
        let after = digits + 1 < bytes.count ? bytes[digits + 1] : 0
        switch (digits, next) {
        case (4, UInt8(ascii: "-")), (4, UInt8(ascii: "/")): return .yearFirst
        case (4, UInt8(ascii: ".")) where bytes.count > 6: return .yearFirst
        case (8, 0): return isDate(bytes) ? .compact : .epoch
        case (8, 0x20), (8, UInt8(ascii: "T")): return .compact
        case (14, 0): return isDate(bytes) ? .compact : .epoch
        case (1...2, UInt8(ascii: "/")): return .dayOrMonthFirst
        case (1...2, UInt8(ascii: "-")), (1...2, 0x20):
            return isASCIIDigit(after) ? .dayOrMonthFirst : .monthName
        case (1...2, UInt8(ascii: ".")) where isASCIIDigit(after) && bytes.count >= 8:
            return .dotted
        case (1..., 0), (1..., UInt8(ascii: ".")): return .epoch
        default: return nil
        }
    }

    private static func isDate(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var cursor = TextCursor(bytes)
        guard let year = cursor.digits(exactly: 4), let month = cursor.digits(exactly: 2),
            let day = cursor.digits(exactly: 2), (1677...2262).contains(year)
        else { return false }
        return cursor.dayNumber(year: year, month: month, day: day) != nil
    }
}

extension TextCursor {
    /// Reads `2024-01-31`, `2024/1/31`, `2024.01.31` or `2024-01`, and what follows.
    @inline(__always)
    mutating func yearFirstMoment() -> WrittenMoment? {
        if let day = yearMonthDay(separator: UInt8(ascii: "-")) { return timeAndZone(day: day) }
        position = 0
        guard let year = digits(exactly: 4) else { return nil }
        let separator = current
        position += 1
        guard let month = digits(upTo: 2) else { return nil }
        if isAtEnd {
            return dayNumber(year: year, month: month, day: 1)
                .map { WrittenMoment(daysSinceEpoch: $0) }
        }
        guard take(separator), let day = digits(upTo: 2),
            let number = dayNumber(year: year, month: month, day: day)
        else { return nil }
        return timeAndZone(day: number)
    }

    /// Reads `20240131`, also with `0930`, `093000` or `09:30:00` after a `T` or a space or, as 14
    /// digits in all, after nothing.
    mutating func compactMoment() -> WrittenMoment? {
        guard let year = digits(exactly: 4), let month = digits(exactly: 2),
            let day = digits(exactly: 2),
            let number = dayNumber(year: year, month: month, day: day)
        else { return nil }
        let start = position
        if !isAtEnd, !isASCIIDigit(current) { position += 1 }
        if isASCIIDigit(peek(0)), isASCIIDigit(peek(1)), isASCIIDigit(peek(2)),
            let time = compactTimeOfDay()
        {
            return WrittenMoment(daysSinceEpoch: number, nanosecondOfDay: time)
        }
        position = start
        return timeAndZone(day: number)
    }

    /// Reads a time of day as `0930` or `093000`, up to the end.
    mutating func compactTimeOfDay() -> Int64? {
        guard let hour = digits(exactly: 2), hour < 24, let minute = digits(exactly: 2),
            minute < 60
        else { return nil }
        var second = 0
        if !isAtEnd {
            guard let value = digits(exactly: 2), value < 60, isAtEnd else { return nil }
            second = value
        }
        return Int64(hour * 3_600 + minute * 60 + second) * Timestamp.nanosecondsPerSecond
    }

    /// Reads two numbers and a year of four digits, and what follows.
    mutating func twoNumbersAndYear(
        separators: [UInt8]
    ) -> (first: Int, second: Int, moment: WrittenMoment)? {
        guard let first = digits(upTo: 2) else { return nil }
        let separator = current
        guard separators.contains(separator), take(separator), let second = digits(upTo: 2),
            take(separator), let year = digits(exactly: 4), isAtEnd || !isASCIIDigit(current)
        else { return nil }
        // The month comes first unless it cannot; the column decides about the rest.
        let monthFirst = dayNumber(year: year, month: first, day: second)
        guard let day = monthFirst ?? dayNumber(year: year, month: second, day: first),
            let moment = timeAndZone(day: day)
        else { return nil }
        return (first, second, moment)
    }

    /// Reads `31-Jan-2024`, `31 January 2024` or `Jan 31, 2024`, and what follows.
    mutating func monthNameMoment() -> WrittenMoment? {
        var day = digits(upTo: 2)
        if day != nil {
            guard take(UInt8(ascii: "-")) || takeSpaces() else { return nil }
        }
        guard let month = monthName() else { return nil }
        _ = take(UInt8(ascii: "."))
        guard take(UInt8(ascii: "-")) || takeSpaces() else { return nil }
        if day == nil {
            day = digits(upTo: 2)
            _ = take(UInt8(ascii: ","))
            guard takeSpaces() else { return nil }
        }
        guard let day, let year = digits(exactly: 4), isAtEnd || !isASCIIDigit(current),
            let number = dayNumber(year: year, month: month, day: day)
        else { return nil }
        return timeAndZone(day: number)
    }

    private mutating func monthName() -> Int? {
        for (index, name) in Self.monthNames.enumerated() where takeWord(name) {
            return index % 12 + 1
        }
        return takeWord("sept") ? 9 : nil
    }

    private static let monthNames: [StaticString] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december",
    ]

    /// Reads an integer with an optional fraction, up to the end.
    mutating func epochNumber() -> (whole: Int64, nanoseconds: Int64)? {
        let isNegative = take(UInt8(ascii: "-"))
        guard let whole = digits(upTo: 19) else { return nil }
        var fraction: Int64 = 0
        if take(UInt8(ascii: ".")) {
            var place: Int64 = 100_000_000
            while !isAtEnd, isASCIIDigit(current) {
                fraction += Int64(current - 0x30) * place
                place /= 10
                position += 1
            }
        }
        guard isAtEnd else { return nil }
        return isNegative ? (-Int64(whole), -fraction) : (Int64(whole), fraction)
    }
}
