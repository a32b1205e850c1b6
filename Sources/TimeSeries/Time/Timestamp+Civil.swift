extension Timestamp {
    /// Nanoseconds in a second.
    @inlinable public static var nanosecondsPerSecond: Int64 { 1_000_000_000 }
    /// Nanoseconds in a minute.
    @inlinable public static var nanosecondsPerMinute: Int64 { 60_000_000_000 }
    /// Nanoseconds in an hour.
    @inlinable public static var nanosecondsPerHour: Int64 { 3_600_000_000_000 }
    /// Nanoseconds in a day of 24 hours.
    @inlinable public static var nanosecondsPerDay: Int64 { 86_400_000_000_000 }

    /// Makes the moment at which a date begins in UTC, clamped to the range of timestamps.
    public init(_ date: CivilDate) {
        self.init(daysSinceEpoch: date.daysSinceEpoch, secondOfDay: 0)
    }

    /// Makes a moment from a UTC date and a time of day, clamped to the range of timestamps.
    ///
    /// - Parameter nanosecondOfDay: The time since midnight; may be negative or beyond a day.
    public init(_ date: CivilDate, nanosecondOfDay: Int64) {
        self = Timestamp(date).advanced(byNanoseconds: nanosecondOfDay)
    }

    /// Makes a moment from a day number and a second of that day, clamped to the range.
    init(daysSinceEpoch: Int, secondOfDay: Int) {
        let seconds = Int64(daysSinceEpoch) * 86_400 + Int64(secondOfDay)
        let (value, overflow) = seconds.multipliedReportingOverflow(by: Self.nanosecondsPerSecond)
        self.init(nanoseconds: overflow ? (seconds < 0 ? .min : .max) : value)
    }

    /// The moment a number of nanoseconds later, clamped to the range of timestamps.
    public func advanced(byNanoseconds count: Int64) -> Timestamp {
        let (value, overflow) = nanoseconds.addingReportingOverflow(count)
        return Timestamp(nanoseconds: overflow ? (count < 0 ? .min : .max) : value)
    }

    /// The number of whole days since the epoch, rounded down.
    public var daysSinceEpoch: Int {
        let quotient = nanoseconds / Self.nanosecondsPerDay
        let isBefore = nanoseconds < quotient * Self.nanosecondsPerDay
        return Int(isBefore ? quotient - 1 : quotient)
    }

    /// The time since the UTC day began, in nanoseconds.
    public var nanosecondOfDay: Int64 {
        let remainder = nanoseconds % Self.nanosecondsPerDay
        return remainder < 0 ? remainder + Self.nanosecondsPerDay : remainder
    }

    /// The date in UTC.
    public var date: CivilDate { CivilDate(daysSinceEpoch: daysSinceEpoch) }
}
