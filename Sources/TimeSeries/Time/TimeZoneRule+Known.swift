extension TimeZoneRule {
    /// Coordinated universal time.
    public static let utc = TimeZoneRule(name: "UTC", standardOffsetSeconds: 0)

    /// Eastern time of the United States, by the federal rules since 1967.
    ///
    /// - Source: Uniform Time Act of 1966 with its amendments of 1974, 1975, 1986 and 2005.
    public static let usEastern = TimeZoneRule(
        name: "America/New_York", standardOffsetSeconds: -5 * 3_600, daylightSaving: unitedStates)

    /// Central time of the United States, by the federal rules since 1967.
    public static let usCentral = TimeZoneRule(
        name: "America/Chicago", standardOffsetSeconds: -6 * 3_600, daylightSaving: unitedStates)

    /// The zones that have names here.
    ///
    /// European rules hold from 1996; Asian zones are those without daylight saving today.
    public static let known: [TimeZoneRule] = [
        .utc, .usEastern, .usCentral,
        TimeZoneRule(
            name: "America/Los_Angeles", standardOffsetSeconds: -8 * 3_600,
            daylightSaving: unitedStates),
        TimeZoneRule(
            name: "Europe/London", standardOffsetSeconds: 0, daylightSaving: europeanUnion),
        TimeZoneRule(
            name: "Europe/Berlin", standardOffsetSeconds: 3_600, daylightSaving: europeanUnion),
        TimeZoneRule(
            name: "Europe/Paris", standardOffsetSeconds: 3_600, daylightSaving: europeanUnion),
        TimeZoneRule(
            name: "Europe/Zurich", standardOffsetSeconds: 3_600, daylightSaving: europeanUnion),
        TimeZoneRule(name: "Asia/Kolkata", standardOffsetSeconds: 19_800),
        TimeZoneRule(name: "Asia/Shanghai", standardOffsetSeconds: 8 * 3_600),
        TimeZoneRule(name: "Asia/Hong_Kong", standardOffsetSeconds: 8 * 3_600),
        TimeZoneRule(name: "Asia/Singapore", standardOffsetSeconds: 8 * 3_600),
        TimeZoneRule(name: "Asia/Tokyo", standardOffsetSeconds: 9 * 3_600),
        TimeZoneRule(name: "Asia/Seoul", standardOffsetSeconds: 9 * 3_600),
    ]

    /// Other names under which people ask for a zone, in lower case.
    private static let otherNames: [String: String] = [
        "z": "UTC", "gmt": "UTC", "etc/utc": "UTC", "us/eastern": "America/New_York",
        "us/central": "America/Chicago", "us/pacific": "America/Los_Angeles",
        "asia/calcutta": "Asia/Kolkata",
    ]

    /// The zone of a name, in any case, or of a fixed offset such as `+05:30`.
    public static func named(_ name: String) -> TimeZoneRule? {
        let wanted = name.lowercased()
        let canonical = (otherNames[wanted] ?? name).lowercased()
        if let zone = known.first(where: { $0.name.lowercased() == canonical }) { return zone }
        guard name.hasPrefix("+") || name.hasPrefix("-"),
            let shifted = Timestamp(iso8601: "2000-01-01T00:00:00" + name),
            let midnight = Timestamp(iso8601: "2000-01-01")
        else { return nil }
        let offset = (midnight.nanoseconds - shifted.nanoseconds) / Timestamp.nanosecondsPerSecond
        return TimeZoneRule(name: name, standardOffsetSeconds: Int(offset))
    }

    private static let unitedStates: [DaylightSavingRule] = {
        let twoInTheMorning = 2 * 3_600
        func rule(
            _ years: ClosedRange<Int>, from start: YearlyDay, to end: YearlyDay
        ) -> DaylightSavingRule {
            DaylightSavingRule(
                years: years, start: .init(start, secondOfDay: twoInTheMorning),
                end: .init(end, secondOfDay: twoInTheMorning))
        }
        let lastSundayOfApril = YearlyDay.last(.sunday, month: 4)
        let lastSundayOfOctober = YearlyDay.last(.sunday, month: 10)
        return [
            rule(
                2007...9999, from: .nth(2, .sunday, month: 3), to: .nth(1, .sunday, month: 11)),
            rule(1987...2006, from: .nth(1, .sunday, month: 4), to: lastSundayOfOctober),
            rule(1976...1986, from: lastSundayOfApril, to: lastSundayOfOctober),
            rule(1975...1975, from: .fixed(month: 2, day: 23), to: lastSundayOfOctober),
            rule(1974...1974, from: .fixed(month: 1, day: 6), to: lastSundayOfOctober),
            rule(1967...1973, from: lastSundayOfApril, to: lastSundayOfOctober),
        ]
    }()

    private static let europeanUnion: [DaylightSavingRule] = [
        DaylightSavingRule(
            years: 1996...9999,
            start: .init(.last(.sunday, month: 3), secondOfDay: 3_600, isUTC: true),
            end: .init(.last(.sunday, month: 10), secondOfDay: 3_600, isUTC: true))
    ]
}
