/// When a market trades, as data: its clocks, weekdays, hours, holidays and early closes.
///
/// A calendar is a value made of rules; another exchange is another value.
public struct TradingCalendar: Sendable, Hashable {
    /// The name by which the calendar is asked for; a market identifier code for an exchange.
    public let name: String
    /// Other names for it, in lower case.
    public let aliases: [String]
    /// The clocks by which sessions are dated.
    public let timeZone: TimeZoneRule
    /// The weekdays on which there are sessions.
    public let weekdays: [Weekday]
    /// The hours of a regular session, or `nil` where a session is its whole day.
    public let hours: Hours?
    /// The holidays.
    public let holidays: [HolidayRule]
    /// Single days without a session, oldest first.
    public let closures: [CivilDate]
    /// The days on which sessions end early.
    public let earlyCloses: [EarlyCloseRule]
    /// The number of sessions that a year is counted to have when figures are annualised.
    public let sessionsPerYear: Int
    /// The rules' days, worked out.
    let days: SpecialDays

    /// A session's hours, in seconds after midnight by the market's clocks.
    public struct Hours: Sendable, Hashable {
        /// When trading begins.
        public let openSecondOfDay: Int
        /// When trading ends.
        public let closeSecondOfDay: Int

        /// Makes hours within one day.
        ///
        /// - Precondition: The close follows the open and lies in the same day.
        public init(openSecondOfDay: Int, closeSecondOfDay: Int) {
            precondition(0 <= openSecondOfDay && openSecondOfDay < closeSecondOfDay)
            precondition(closeSecondOfDay <= 86_400)
            self.openSecondOfDay = openSecondOfDay
            self.closeSecondOfDay = closeSecondOfDay
        }
    }

    /// Makes a calendar.
    public init(
        name: String, aliases: [String] = [], timeZone: TimeZoneRule, weekdays: [Weekday],
        hours: Hours?, holidays: [HolidayRule] = [], closures: [CivilDate] = [],
        earlyCloses: [EarlyCloseRule] = [], sessionsPerYear: Int
    ) {
        precondition(!weekdays.isEmpty, "a market must trade on some weekday")
        self.name = name
        self.aliases = aliases
        self.timeZone = timeZone
        self.weekdays = weekdays
        self.hours = hours
        self.holidays = holidays
        self.closures = closures.sorted()
        self.earlyCloses = earlyCloses
        self.sessionsPerYear = sessionsPerYear
        days = SpecialDays(holidays: holidays, closures: closures, earlyCloses: earlyCloses)
    }

    /// The calendars that have names here.
    public static let known: [TradingCalendar] = [.newYork, .always, .weekdaysOnly]

    /// The calendar of a name or alias, in any case.
    public static func named(
        _ name: String, among calendars: [TradingCalendar] = known
    ) -> TradingCalendar? {
        let wanted = name.lowercased()
        return calendars.first {
            $0.name.lowercased() == wanted || $0.aliases.contains(wanted)
        }
    }
}
