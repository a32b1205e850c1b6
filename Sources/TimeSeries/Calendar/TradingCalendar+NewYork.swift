extension TradingCalendar {
    /// The New York Stock Exchange, whose sessions are also those of Nasdaq.
    ///
    /// The rules and single closures are those of 1990 to 2035 as far as they are known; outside
    /// these years the rules run on. Unscheduled halts and late openings are left out: the session
    /// keeps its planned hours.
    /// - Source: NYSE Rule 7.2 and the exchange's published holidays and early closings.
    public static let newYork = TradingCalendar(
        name: "XNYS", aliases: ["nyse", "nasdaq", "xnas", "arcx", "us"], timeZone: .usEastern,
        weekdays: [.monday, .tuesday, .wednesday, .thursday, .friday],
        hours: Hours(openSecondOfDay: 9 * 3_600 + 1_800, closeSecondOfDay: 16 * 3_600),
        holidays: [
            HolidayRule(
                "New Year's Day", .fixed(month: 1, day: 1), observance: .sundayToMonday),
            HolidayRule(
                "Martin Luther King Jr. Day", .nth(3, .monday, month: 1), years: 1998...9999),
            HolidayRule("Presidents' Day", .nth(3, .monday, month: 2)),
            HolidayRule("Good Friday", .easter(offsetDays: -2)),
            HolidayRule("Memorial Day", .last(.monday, month: 5)),
            HolidayRule(
                "Juneteenth", .fixed(month: 6, day: 19), years: 2022...9999,
                observance: .nearestWeekday),
            HolidayRule(
                "Independence Day", .fixed(month: 7, day: 4), observance: .nearestWeekday),
            HolidayRule("Labor Day", .nth(1, .monday, month: 9)),
            HolidayRule("Thanksgiving", .nth(4, .thursday, month: 11)),
            HolidayRule("Christmas", .fixed(month: 12, day: 25), observance: .nearestWeekday),
        ],
        closures: newYorkClosures, earlyCloses: newYorkEarlyCloses, sessionsPerYear: 252)

    /// Days of mourning (Nixon, Reagan, Ford, Bush, Carter), of attack and of storm.
    private static let newYorkClosures: [CivilDate] = [
        "1994-04-27", "2001-09-11", "2001-09-12", "2001-09-13", "2001-09-14", "2004-06-11",
        "2007-01-02", "2012-10-29", "2012-10-30", "2018-12-05", "2025-01-09",
    ].compactMap(CivilDate.init(iso8601:))

    private static let newYorkEarlyCloses: [EarlyCloseRule] = {
        let one = 13 * 3_600
        let two = 14 * 3_600
        let thanksgiving = YearlyDay.nth(4, .thursday, month: 11)
        let mondayToThursday: [Weekday] = [.monday, .tuesday, .wednesday, .thursday]
        func single(_ year: Int, _ month: Int, _ day: Int) -> EarlyCloseRule {
            EarlyCloseRule(
                .fixed(month: month, day: day), years: year...year, closeSecondOfDay: one)
        }
        return [
            EarlyCloseRule(thanksgiving, offsetDays: 1, years: 1993...9999, closeSecondOfDay: one),
            EarlyCloseRule(thanksgiving, offsetDays: 1, years: 1992...1992, closeSecondOfDay: two),
            EarlyCloseRule(
                .fixed(month: 12, day: 24), weekdays: mondayToThursday, years: 1993...9999,
                closeSecondOfDay: one),
            EarlyCloseRule(
                .fixed(month: 12, day: 24), weekdays: mondayToThursday, years: 1974...1992,
                closeSecondOfDay: two),
            // A Wednesday before the Fourth was a full day until 2012, when the Friday after a
            // Thursday's Fourth was cut short instead.
            EarlyCloseRule(
                .fixed(month: 7, day: 3), weekdays: mondayToThursday, years: 2013...9999,
                closeSecondOfDay: one),
            EarlyCloseRule(
                .fixed(month: 7, day: 3), weekdays: [.monday, .tuesday, .thursday],
                years: 1995...2012, closeSecondOfDay: one),
            EarlyCloseRule(
                .fixed(month: 7, day: 5), weekdays: [.friday], years: 1996...2012,
                closeSecondOfDay: one),
            single(1997, 12, 26), single(1999, 12, 31), single(2003, 12, 26),
        ]
    }()
}
