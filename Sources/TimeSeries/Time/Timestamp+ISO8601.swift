extension Timestamp {
    /// Reads ISO-8601 text, or gives `nil` where it is not such text or lies out of range.
    ///
    /// Accepts `2024-01-31`, a time after `T` or a space (`09:30`, `09:30:00`, with any fraction
    /// of a second), and `Z`, `+hh:mm`, `+hhmm` or `+hh`. Text without a zone is UTC. Leap seconds
    /// and `24:00` are refused.
    public init?(iso8601 text: String) {
        var text = text
        let moment = text.withUTF8 { bytes -> Timestamp? in
            var cursor = TextCursor(bytes)
            guard let day = cursor.yearMonthDay(separator: UInt8(ascii: "-")) else { return nil }
            return cursor.timeAndZone(day: day)?.timestamp
        }
        guard let moment else { return nil }
        self = moment
    }

    /// The moment in UTC, as `2024-01-31T09:30:00Z`, with 3, 6 or 9 decimals where it has any.
    public var iso8601: String {
        var bytes = Array(date.iso8601.utf8)
        let time = nanosecondOfDay
        let seconds = Int(time / Self.nanosecondsPerSecond)
        bytes.append(UInt8(ascii: "T"))
        append(seconds / 3_600, digits: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(seconds / 60 % 60, digits: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(seconds % 60, digits: 2, to: &bytes)
        let fraction = Int(time % Self.nanosecondsPerSecond)
        if fraction != 0 {
            bytes.append(UInt8(ascii: "."))
            if fraction % 1_000_000 == 0 {
                append(fraction / 1_000_000, digits: 3, to: &bytes)
            } else if fraction % 1_000 == 0 {
                append(fraction / 1_000, digits: 6, to: &bytes)
            } else {
                append(fraction, digits: 9, to: &bytes)
            }
        }
        bytes.append(UInt8(ascii: "Z"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The date alone where the moment is midnight UTC, as daily bars are labelled; else `iso8601`.
    public var dateText: String {
        nanosecondOfDay == 0 ? date.iso8601 : iso8601
    }
}

extension Timestamp: CustomStringConvertible {
    /// The same text as `iso8601`.
    public var description: String { iso8601 }
}

extension CivilDate: CustomStringConvertible {
    /// The same text as `iso8601`.
    public var description: String { iso8601 }
}

extension CivilDate {
    /// Reads a date written as `2024-01-31`.
    public init?(iso8601 text: String) {
        var text = text
        let day = text.withUTF8 { bytes -> Int? in
            var cursor = TextCursor(bytes)
            let day = cursor.yearMonthDay(separator: UInt8(ascii: "-"))
            return cursor.isAtEnd ? day : nil
        }
        guard let day else { return nil }
        self.init(daysSinceEpoch: day)
    }

    /// The date as `2024-01-31`.
    public var iso8601: String {
        var bytes: [UInt8] = []
        if year < 0 { bytes.append(UInt8(ascii: "-")) }
        append(abs(year), digits: 4, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        append(month, digits: 2, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        append(day, digits: 2, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Appends a number with leading zeros.
private func append(_ value: Int, digits: Int, to bytes: inout [UInt8]) {
    var place = 1
    for _ in 1..<digits { place *= 10 }
    while place > 0 {
        bytes.append(UInt8(ascii: "0") + UInt8(value / place % 10))
        place /= 10
    }
}
