/// A date of the proleptic Gregorian calendar, without a time and without a zone.
///
/// All arithmetic is on integers. The conversion to a day number counts years from March, so that
/// the leap day is the last of its year (Howard Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms", 2013).
public struct CivilDate: Hashable, Sendable {
    /// The year; 0 is the year before year 1.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day of the month, from 1.
    public let day: Int

    /// Makes a date, or `nil` where there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (-9999...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.monthLength(year: year, month: month)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Makes the date that lies a number of days after 1970-01-01.
    ///
    /// - Precondition: The day lies within ten million days of the epoch.
    public init(daysSinceEpoch: Int) {
        precondition(abs(daysSinceEpoch) <= 10_000_000, "a day must lie near the epoch")
        let shifted = daysSinceEpoch + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayFromMarch = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayFromMarch + 2) / 153
        day = dayFromMarch - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// The number of days from 1970-01-01; negative before it.
    public var daysSinceEpoch: Int { Self.daysSinceEpoch(year: year, month: month, day: day) }

    /// The day number of a year, month and day that are known to be valid.
    static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month <= 2 ? year - 1 : year
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayFromMarch = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayFromMarch
        return era * 146_097 + dayOfEra - 719_468
    }

    /// Whether a year has 366 days.
    public static func isLeap(year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// The number of days in a month, 28 to 31.
    ///
    /// - Precondition: `month` is 1 to 12.
    public static func monthLength(year: Int, month: Int) -> Int {
        switch month {
        case 2: isLeap(year: year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension CivilDate {
    /// The day of the week.
    public var weekday: Weekday {
        // 1970-01-01 was a Thursday, three days after a Monday.
        let index = (daysSinceEpoch + 3) % 7
        return Weekday(rawValue: index < 0 ? index + 7 : index) ?? .monday
    }

    /// The week of ISO 8601, 1 to 53: weeks begin on Monday and belong to the year of their
    /// Thursday.
    package var isoWeek: Int {
        (adding(days: 3 - weekday.rawValue).dayOfYear - 1) / 7 + 1
    }

    /// The week of a day, counted from the one that holds 1970-01-01; weeks begin on Monday.
    package static func week(ofDay daysSinceEpoch: Int) -> Int {
        let days = daysSinceEpoch + 3
        return (days - (days < 0 ? 6 : 0)) / 7
    }

    /// The Monday of a week that is counted as `week(ofDay:)` counts it, in days since 1970-01-01.
    package static func monday(ofWeek week: Int) -> Int { week * 7 - 3 }

    /// The day of the year, 1 to 366.
    public var dayOfYear: Int {
        daysSinceEpoch - Self.daysSinceEpoch(year: year, month: 1, day: 1) + 1
    }

    /// The quarter of the year, 1 to 4.
    public var quarter: Int { (month + 2) / 3 }

    /// The number of days in the date's month.
    public var monthLength: Int { Self.monthLength(year: year, month: month) }

    /// The date a number of days later, or earlier where the number is negative.
    public func adding(days: Int) -> CivilDate {
        CivilDate(daysSinceEpoch: daysSinceEpoch + days)
    }

    /// The date a number of months later; a day that the month lacks becomes its last day.
    public func adding(months: Int) -> CivilDate {
        let index = year * 12 + month - 1 + months
        let newYear = index >= 0 ? index / 12 : (index - 11) / 12
        let newMonth = index - newYear * 12 + 1
        let last = Self.monthLength(year: newYear, month: newMonth)
        return CivilDate(
            daysSinceEpoch: Self.daysSinceEpoch(
                year: newYear, month: newMonth, day: min(day, last)))
    }
}

extension CivilDate: Comparable {
    /// Whether one date precedes another.
    public static func < (left: CivilDate, right: CivilDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}
