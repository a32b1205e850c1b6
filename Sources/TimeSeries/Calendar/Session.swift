/// One session of a market: its date and the moments between which it trades.
public struct Session: Sendable, Hashable {
    /// The date by the market's clocks.
    public let date: CivilDate
    /// When trading begins.
    public let open: Timestamp
    /// When trading ends.
    public let close: Timestamp

    /// Makes a session.
    public init(date: CivilDate, open: Timestamp, close: Timestamp) {
        self.date = date
        self.open = open
        self.close = close
    }
}

extension TradingCalendar {
    /// Whether the market has a session on a date.
    public func isSession(_ date: CivilDate) -> Bool {
        weekdays.contains(date.weekday) && !days.isClosed(date)
    }

    /// The session on a date, or `nil` where there is none.
    public func session(on date: CivilDate) -> Session? {
        guard isSession(date) else { return nil }
        guard let hours else {
            return Session(
                date: date, open: moment(on: date, second: 0),
                close: moment(on: date.adding(days: 1), second: 0))
        }
        return Session(
            date: date, open: moment(on: date, second: hours.openSecondOfDay),
            close: moment(on: date, second: closeSecond(on: date, of: hours)))
    }

    /// The sessions from a date through a date, oldest first.
    ///
    /// - Complexity: A few rules for each day of the range.
    public func sessions(from first: CivilDate, through last: CivilDate) -> [Session] {
        var sessions: [Session] = []
        var date = first
        while date <= last {
            if let session = session(on: date) { sessions.append(session) }
            date = date.adding(days: 1)
        }
        return sessions
    }

    /// The first session after a date.
    ///
    /// - Returns: `nil` where no day of the following year is a session.
    public func session(after date: CivilDate) -> Session? {
        for distance in 1...366 {
            if let session = session(on: date.adding(days: distance)) { return session }
        }
        return nil
    }

    /// Whether a date's session ends before its usual hour.
    public func isEarlyClose(_ date: CivilDate) -> Bool {
        guard let hours, isSession(date) else { return false }
        return closeSecond(on: date, of: hours) < hours.closeSecondOfDay
    }

    /// The moment at which a session on a date would end by the regular hours.
    func regularClose(on date: CivilDate) -> Timestamp {
        guard let hours else { return moment(on: date.adding(days: 1), second: 0) }
        return moment(on: date, second: hours.closeSecondOfDay)
    }

    private func closeSecond(on date: CivilDate, of hours: Hours) -> Int {
        days.earlyClose(on: date) ?? hours.closeSecondOfDay
    }

    private func moment(on date: CivilDate, second: Int) -> Timestamp {
        timeZone.moment(
            on: date, nanosecondOfDay: Int64(second) * Timestamp.nanosecondsPerSecond)
    }
}
