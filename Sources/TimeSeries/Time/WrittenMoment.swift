/// A moment as text gives it: a day, a time of day, and how far the clock was from UTC.
struct WrittenMoment {
    var daysSinceEpoch: Int
    var nanosecondOfDay: Int64 = 0
    /// Seconds east of UTC, or `nil` where the text names no zone.
    var offsetSeconds: Int?

    /// The moment, with a missing zone read as UTC; `nil` outside the range of timestamps.
    var timestamp: Timestamp? {
        let seconds = Int64(daysSinceEpoch) * 86_400 - Int64(offsetSeconds ?? 0)
        // Whole seconds round towards the past, so the fraction is added in two steps that each
        // report an overflow.
        let wide = seconds.multipliedFullWidth(by: Timestamp.nanosecondsPerSecond)
        let total = Int128(wide.high) << 64 + Int128(wide.low) + Int128(nanosecondOfDay)
        return Int64(exactly: total).map(Timestamp.init(nanoseconds:))
    }
}

extension TextCursor {
    /// Reads a year, a month and a day with one separator between them, as `2024-01-31`.
    @inline(__always)
    mutating func yearMonthDay(separator: UInt8) -> Int? {
        guard let year = digits(exactly: 4), take(separator), let month = digits(exactly: 2),
            take(separator), let day = digits(exactly: 2)
        else { return nil }
        return dayNumber(year: year, month: month, day: day)
    }

    /// The day number of a date, or `nil` where there is no such day.
    @inline(__always)
    func dayNumber(year: Int, month: Int, day: Int) -> Int? {
        guard month >= 1, month <= 12, day >= 1,
            day <= 28 || day <= CivilDate.monthLength(year: year, month: month)
        else { return nil }
        return CivilDate.daysSinceEpoch(year: year, month: month, day: day)
    }

    /// Reads the rest of a written moment after its date: nothing, or a time and perhaps a zone.
    ///
    /// The time is `h:mm`, `hh:mm:ss` or `hh:mm:ss.fff` (digits beyond the ninth are cut off),
    /// after a `T` or spaces, perhaps followed by `AM` or `PM`; a second of 60 is refused, since
    /// no clock here counts leap seconds.
    mutating func timeAndZone(day: Int) -> WrittenMoment? {
        var moment = WrittenMoment(daysSinceEpoch: day)
        if isAtEnd { return moment }
        guard take(UInt8(ascii: "T")) || take(UInt8(ascii: "t")) || takeSpaces(),
            let time = timeOfDay()
        else { return nil }
        moment.nanosecondOfDay = time
        if isAtEnd { return moment }
        takeSpaces()
        guard let offset = zone(), isAtEnd else { return nil }
        moment.offsetSeconds = offset
        return moment
    }

    /// Reads a time of day as nanoseconds since midnight.
    mutating func timeOfDay() -> Int64? {
        guard var hour = digits(upTo: 2), take(UInt8(ascii: ":")),
            let minute = digits(exactly: 2), minute < 60
        else { return nil }
        var second = 0
        var fraction: Int64 = 0
        if take(UInt8(ascii: ":")) {
            guard let value = digits(exactly: 2), value < 60 else { return nil }
            second = value
            if take(UInt8(ascii: ".")) || take(UInt8(ascii: ",")) {
                guard let value = fractionOfSecond() else { return nil }
                fraction = value
            }
        }
        if let isAfternoon = halfDay() {
            guard hour >= 1, hour <= 12 else { return nil }
            hour = hour % 12 + (isAfternoon ? 12 : 0)
        }
        guard hour < 24 else { return nil }
        return Int64(hour * 3_600 + minute * 60 + second) * Timestamp.nanosecondsPerSecond
            + fraction
    }

    private mutating func fractionOfSecond() -> Int64? {
        guard isASCIIDigit(current) else { return nil }
        var value: Int64 = 0
        var place: Int64 = 100_000_000
        while !isAtEnd, isASCIIDigit(current) {
            value += Int64(current - 0x30) * place
            place /= 10
            position += 1
        }
        return value
    }

    private mutating func halfDay() -> Bool? {
        let start = position
        takeSpaces()
        if takeWord("AM") { return false }
        if takeWord("PM") { return true }
        position = start
        return nil
    }

    /// Reads a zone as seconds east of UTC: `Z`, `UTC`, `GMT`, `+hh`, `+hhmm` or `+hh:mm`.
    private mutating func zone() -> Int? {
        if takeWord("Z") || takeWord("UTC") || takeWord("GMT") { return 0 }
        let isEast = take(UInt8(ascii: "+"))
        guard isEast || take(UInt8(ascii: "-")), let hours = digits(exactly: 2), hours <= 23
        else { return nil }
        var minutes = 0
        if !isAtEnd {
            let hasColon = take(UInt8(ascii: ":"))
            if hasColon || isASCIIDigit(current) {
                guard let value = digits(exactly: 2), value < 60 else { return nil }
                minutes = value
            }
        }
        let seconds = hours * 3_600 + minutes * 60
        return isEast ? seconds : -seconds
    }
}
