import TimeSeries

/// Reads the times of feeds: RFC 822 with its usual departures, and ISO 8601 as in RFC 3339.
enum FeedTimeReader {
    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    /// Minutes east of UTC of the zones that RFC 822 names.
    private static let zones = [
        "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300,
        "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
    ]

    static func moment(_ text: String) -> Timestamp? {
        let trimmed = text.trimmed
        guard trimmed.utf8.count < 64 else { return nil }
        return iso(trimmed) ?? mail(trimmed)
    }

    private static func make(
        _ year: Int, _ month: Int, _ day: Int, seconds: Int, minutesEast: Int
    ) -> Timestamp? {
        guard (1_700...2_200).contains(year),
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        let total = date.daysSinceEpoch * 86_400 + seconds - minutesEast * 60
        return Timestamp(nanoseconds: Int64(total) * 1_000_000_000)
    }

    /// `2024-05-06T07:08:09.5+02:00`; a date alone is midnight UTC.
    private static func iso(_ text: String) -> Timestamp? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]),
            let day = number(bytes[8..<10])
        else { return nil }
        if bytes.count == 10 { return make(year, month, day, seconds: 0, minutesEast: 0) }
        guard bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " ") || bytes[10] == 0x74
        else { return nil }
        let rest = String(decoding: bytes[11...], as: UTF8.self)
        let clock = rest.prefix { $0.isNumber || $0 == ":" || $0 == "." }
        let zone = rest[clock.endIndex...].filter { $0 != " " }
        guard let seconds = clockSeconds(clock), let east = minutesEast(String(zone)) else {
            return nil
        }
        return make(year, month, day, seconds: seconds, minutesEast: east)
    }

    /// `Mon, 06 May 2024 07:08:09 +0200`, the day's name and the seconds being optional.
    private static func mail(_ text: String) -> Timestamp? {
        var parts = text.split { $0 == " " || $0 == "," || $0 == "\t" }.map(String.init)
        if let first = parts.first, first.first?.isLetter ?? false, monthNumber(first) == nil {
            parts.removeFirst()
        }
        guard parts.count >= 3 else { return nil }
        if monthNumber(parts[0]) != nil { parts.swapAt(0, 1) }
        guard let day = Int(parts[0]), let month = monthNumber(parts[1]), var year = Int(parts[2])
        else { return nil }
        if parts[2].count == 2 { year += year < 50 ? 2_000 : 1_900 }
        guard parts.count >= 5 else { return nil }
        guard let seconds = clockSeconds(parts[3][...]), let east = minutesEast(parts[4]) else {
            return nil
        }
        return make(year, month, day, seconds: seconds, minutesEast: east)
    }

    private static func monthNumber(_ text: String) -> Int? {
        months.firstIndex(of: text.prefix(3).lowercased()).map { $0 + 1 }
    }

    private static func clockSeconds(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":")
        guard parts.count >= 2, parts.count <= 3, let hour = Int(parts[0]),
            let minute = Int(parts[1])
        else { return nil }
        let second = parts.count == 3 ? Int(parts[2].prefix { $0 != "." }) : 0
        guard let second, hour < 24, minute < 60, second <= 60 else { return nil }
        return hour * 3_600 + minute * 60 + second
    }

    private static func minutesEast(_ zone: String) -> Int? {
        if let named = zones[zone.uppercased()] { return named }
        guard let sign = zone.first, sign == "+" || sign == "-" else { return nil }
        let digits = zone.dropFirst().filter { $0 != ":" }
        guard digits.count == 4, let value = Int(digits) else { return nil }
        return (sign == "-" ? -1 : 1) * (value / 100 * 60 + value % 100)
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        Int(String(decoding: bytes, as: UTF8.self))
    }
}
