extension Frequency {
    /// The length of a bar in nanoseconds, where every bar is equally long.
    ///
    /// A day counts 24 hours and a week seven days; months, quarters and events have no fixed
    /// length.
    public var nanoseconds: Int64? {
        switch self {
        case .minute1: Timestamp.nanosecondsPerMinute
        case .minute5: 5 * Timestamp.nanosecondsPerMinute
        case .minute15: 15 * Timestamp.nanosecondsPerMinute
        case .hour1: Timestamp.nanosecondsPerHour
        case .day1: Timestamp.nanosecondsPerDay
        case .week1: 7 * Timestamp.nanosecondsPerDay
        case .month1, .quarterly, .event: nil
        }
    }

    /// The length of an intraday bar in minutes, or `nil` for a day and anything longer.
    public var minutes: Int? {
        switch self {
        case .minute1: 1
        case .minute5: 5
        case .minute15: 15
        case .hour1: 60
        case .day1, .week1, .month1, .quarterly, .event: nil
        }
    }

    /// The length of a bar in months, where it is counted so.
    public var months: Int? {
        switch self {
        case .month1: 1
        case .quarterly: 3
        default: nil
        }
    }

    /// Whether several bars make a day.
    public var isIntraday: Bool { minutes != nil }
}
