/// A day of each year on which an exchange does not trade.
public struct HolidayRule: Sendable, Hashable {
    /// What the day is called.
    public let name: String
    /// The day by itself.
    public let day: YearlyDay
    /// The years in which it is kept.
    public let years: ClosedRange<Int>
    /// What happens when it falls on a weekend.
    public let observance: Observance

    /// What happens to a holiday that falls on a weekend.
    public enum Observance: Sendable, Hashable {
        /// Nothing: it is not made up for.
        case none
        /// A Sunday moves to Monday; a Saturday is not made up for.
        case sundayToMonday
        /// A Saturday moves to Friday and a Sunday to Monday.
        case nearestWeekday
    }

    /// Makes a rule.
    public init(
        _ name: String, _ day: YearlyDay, years: ClosedRange<Int> = 1...9999,
        observance: Observance = .none
    ) {
        self.name = name
        self.day = day
        self.years = years
        self.observance = observance
    }

    /// The day that is kept for the holiday of a year, or `nil` where the year has none.
    public func observed(in year: Int) -> CivilDate? {
        guard years.contains(year) else { return nil }
        let date = day.date(in: year)
        switch (observance, date.weekday) {
        case (.sundayToMonday, .sunday), (.nearestWeekday, .sunday): return date.adding(days: 1)
        case (.nearestWeekday, .saturday): return date.adding(days: -1)
        default: return date
        }
    }
}

/// A day of some years on which an exchange closes before its usual hour.
public struct EarlyCloseRule: Sendable, Hashable {
    /// The day.
    public let day: YearlyDay
    /// Days to add to it, such as 1 for the day after Thanksgiving.
    public let offsetDays: Int
    /// The weekdays on which it counts.
    public let weekdays: [Weekday]
    /// The years in which it is kept.
    public let years: ClosedRange<Int>
    /// When trading ends, in seconds after midnight by the exchange's clocks.
    public let closeSecondOfDay: Int

    /// Makes a rule.
    public init(
        _ day: YearlyDay, offsetDays: Int = 0, weekdays: [Weekday] = Weekday.allCases,
        years: ClosedRange<Int>, closeSecondOfDay: Int
    ) {
        self.day = day
        self.offsetDays = offsetDays
        self.weekdays = weekdays
        self.years = years
        self.closeSecondOfDay = closeSecondOfDay
    }

    /// The rule's day in a year, or `nil` where it does not count.
    func date(in year: Int) -> CivilDate? {
        guard years.contains(year) else { return nil }
        let date = day.date(in: year).adding(days: offsetDays)
        return weekdays.contains(date.weekday) ? date : nil
    }
}
