/// A day that comes once in every year, as a rule.
public enum YearlyDay: Sendable, Hashable {
    /// The same month and day in every year; 29 February is 28 February in a common year.
    case fixed(month: Int, day: Int)
    /// The first such weekday on or after a day of a month.
    case onOrAfter(Weekday, month: Int, day: Int)
    /// The last such weekday of a month.
    case last(Weekday, month: Int)
    /// A number of days after (or before) Easter Sunday of the western churches.
    case easter(offsetDays: Int)

    /// The nth such weekday of a month, counted from 1.
    public static func nth(_ count: Int, _ weekday: Weekday, month: Int) -> YearlyDay {
        .onOrAfter(weekday, month: month, day: 7 * (count - 1) + 1)
    }

    /// The rule's day in a year.
    public func date(in year: Int) -> CivilDate {
        switch self {
        case .fixed(let month, let day):
            let last = CivilDate.monthLength(year: year, month: month)
            return Self.day(year, month, min(day, last))
        case .onOrAfter(let weekday, let month, let day):
            let first = Self.day(year, month, day)
            return first.adding(days: (weekday.rawValue - first.weekday.rawValue + 7) % 7)
        case .last(let weekday, let month):
            let last = Self.day(year, month, CivilDate.monthLength(year: year, month: month))
            return last.adding(days: -((last.weekday.rawValue - weekday.rawValue + 7) % 7))
        case .easter(let offsetDays):
            return Self.easterSunday(in: year).adding(days: offsetDays)
        }
    }

    private static func day(_ year: Int, _ month: Int, _ day: Int) -> CivilDate {
        CivilDate(
            daysSinceEpoch: CivilDate.daysSinceEpoch(year: year, month: month, day: day))
    }

    /// Easter Sunday by the anonymous Gregorian algorithm of 1876.
    ///
    /// - Source: Nature 13 (20 April 1876), page 487.
    private static func easterSunday(in year: Int) -> CivilDate {
        let golden = year % 19
        let century = year / 100
        let yearOfCentury = year % 100
        let moonCorrection = (century - (century + 8) / 25 + 1) / 3
        let epact = (19 * golden + century - century / 4 - moonCorrection + 15) % 30
        let weekdayShift =
            (32 + 2 * (century % 4) + 2 * (yearOfCentury / 4) - epact - yearOfCentury % 4) % 7
        let lateMoon = (golden + 11 * epact + 22 * weekdayShift) / 451
        let index = epact + weekdayShift - 7 * lateMoon + 114
        return day(year, index / 31, index % 31 + 1)
    }
}
