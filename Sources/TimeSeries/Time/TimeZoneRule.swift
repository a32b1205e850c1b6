/// How the clocks of a place differ from UTC, as rules rather than as a table of transitions.
public struct TimeZoneRule: Sendable, Hashable {
    /// The name by which the zone is asked for, such as `America/New_York`.
    public let name: String
    /// Seconds east of UTC in winter.
    public let standardOffsetSeconds: Int
    /// When clocks are an hour ahead of that; years that no rule names have no daylight saving.
    public let daylightSaving: [DaylightSavingRule]

    /// Makes a zone.
    ///
    /// - Precondition: The offset is less than a day.
    public init(
        name: String, standardOffsetSeconds: Int, daylightSaving: [DaylightSavingRule] = []
    ) {
        precondition(abs(standardOffsetSeconds) < 86_400, "an offset must be less than a day")
        self.name = name
        self.standardOffsetSeconds = standardOffsetSeconds
        self.daylightSaving = daylightSaving
    }

    /// The seconds east of UTC at a moment.
    public func offsetSeconds(at moment: Timestamp) -> Int {
        let standard = moment.advanced(
            byNanoseconds: Int64(standardOffsetSeconds) * Timestamp.nanosecondsPerSecond)
        if daylightSaving.isEmpty { return standardOffsetSeconds }
        // No zone changes its clocks on the first or last day of a year, so standard time tells
        // the year well enough.
        let year = standard.date.year
        guard let rule = daylightSaving.first(where: { $0.years.contains(year) }) else {
            return standardOffsetSeconds
        }
        let start = rule.start.moment(in: year, offsetSeconds: standardOffsetSeconds)
        let end = rule.end.moment(in: year, offsetSeconds: standardOffsetSeconds + 3_600)
        let isDaylight =
            start < end ? moment >= start && moment < end : moment >= start || moment < end
        return isDaylight ? standardOffsetSeconds + 3_600 : standardOffsetSeconds
    }

    /// The moment at which the clocks of the place show a date and a time.
    ///
    /// A time that occurs twice, when clocks go back, is its first occurrence; a time that is
    /// skipped, when clocks go forward, is as much later as clocks are moved.
    /// - Parameter nanosecondOfDay: The time since midnight by the clock.
    public func moment(on date: CivilDate, nanosecondOfDay: Int64) -> Timestamp {
        moment(showing: Timestamp(date, nanosecondOfDay: nanosecondOfDay))
    }

    /// The moment at which the clocks show what a timestamp shows in UTC.
    public func moment(showing local: Timestamp) -> Timestamp {
        let standard = local.advanced(
            byNanoseconds: -Int64(standardOffsetSeconds) * Timestamp.nanosecondsPerSecond)
        if daylightSaving.isEmpty { return standard }
        let daylight = standard.advanced(byNanoseconds: -Timestamp.nanosecondsPerHour)
        return offsetSeconds(at: daylight) == standardOffsetSeconds ? standard : daylight
    }

    /// What the clocks show at a moment, as the timestamp that shows it in UTC.
    public func local(at moment: Timestamp) -> Timestamp {
        moment.advanced(
            byNanoseconds: Int64(offsetSeconds(at: moment)) * Timestamp.nanosecondsPerSecond)
    }
}

/// The part of each year in which clocks are an hour ahead.
public struct DaylightSavingRule: Sendable, Hashable {
    /// The years in which the rule holds.
    public let years: ClosedRange<Int>
    /// When clocks go forward.
    public let start: Change
    /// When clocks go back.
    public let end: Change

    /// Makes a rule.
    public init(years: ClosedRange<Int>, start: Change, end: Change) {
        self.years = years
        self.start = start
        self.end = end
    }

    /// A day and time at which clocks are moved.
    public struct Change: Sendable, Hashable {
        /// The day.
        public let day: YearlyDay
        /// The second of that day.
        public let secondOfDay: Int
        /// Whether the second is of the UTC day rather than by the clocks that are moved.
        public let isUTC: Bool

        /// Makes a change.
        public init(_ day: YearlyDay, secondOfDay: Int, isUTC: Bool = false) {
            self.day = day
            self.secondOfDay = secondOfDay
            self.isUTC = isUTC
        }

        func moment(in year: Int, offsetSeconds: Int) -> Timestamp {
            Timestamp(
                daysSinceEpoch: day.date(in: year).daysSinceEpoch,
                secondOfDay: secondOfDay - (isUTC ? 0 : offsetSeconds))
        }
    }
}
