extension TradingCalendar {
    /// Markets that never close, such as those of cryptocurrencies: each UTC day is a session.
    public static let always = TradingCalendar(
        name: "24/7", aliases: ["24x7", "always", "crypto"], timeZone: .utc,
        weekdays: Weekday.allCases, hours: nil, sessionsPerYear: 365)

    /// Markets that trade from Monday 00:00 to Saturday 00:00 UTC; the calendar of plain files.
    public static let weekdaysOnly = TradingCalendar(
        name: "24/5", aliases: ["24x5", "forex", "fx"], timeZone: .utc,
        weekdays: [.monday, .tuesday, .wednesday, .thursday, .friday], hours: nil,
        sessionsPerYear: 252)
}
