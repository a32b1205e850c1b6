extension TradingCalendar {
    /// The moment at which a bar closes and its values are known.
    ///
    /// - An intraday bar closes one interval after its start, on an exchange at the session's
    ///   close where that comes first; bars outside a session's hours are not cut.
    /// - A daily bar of an exchange closes with the session of its date, however it is labelled: a
    ///   label at midnight UTC names that date, any other label the date by the exchange's clocks.
    ///   On a date without a session it is the hour at which a regular one would close. Where
    ///   sessions are whole days the bar closes 24 hours after its start.
    /// - A weekly bar closes with the last session of the week from Monday to Sunday that its label
    ///   lies in, a monthly one with the last session of its month, whichever day of them it is
    ///   labelled with; a label on a weekend without sessions names the week that follows. A
    ///   quarter ends with the second month after the one it is labelled with.
    /// - An event has no length.
    public func close(ofBarStarting start: Timestamp, frequency: Frequency) -> Timestamp {
        var clock = BarClock(calendar: self, frequency: frequency)
        return clock.close(ofBarStarting: start)
    }

    /// The moments at which bars close, as ``close(ofBarStarting:frequency:)`` gives each.
    ///
    /// - Complexity: O(n); a session is worked out once for all bars that follow each other in it.
    public func closes(ofBarsStarting starts: [Timestamp], frequency: Frequency) -> [Timestamp] {
        var clock = BarClock(calendar: self, frequency: frequency)
        return starts.map { clock.close(ofBarStarting: $0) }
    }
}

/// Works out when bars close, and keeps the session that the last one fell in.
private struct BarClock {
    let calendar: TradingCalendar
    let frequency: Frequency
    private var session: Session?

    init(calendar: TradingCalendar, frequency: Frequency) {
        self.calendar = calendar
        self.frequency = frequency
    }

    mutating func close(ofBarStarting start: Timestamp) -> Timestamp {
        switch frequency {
        case .event: return start
        case .minute1, .minute5, .minute15, .hour1: return intradayClose(start)
        case .day1: return dailyClose(start)
        case .week1, .month1, .quarterly: return periodClose(start)
        }
    }

    private mutating func intradayClose(_ start: Timestamp) -> Timestamp {
        let end = start.advanced(byNanoseconds: frequency.nanoseconds ?? 0)
        guard calendar.hours != nil else { return end }
        if let session, start >= session.open, start < session.close {
            return min(end, session.close)
        }
        session = calendar.session(on: calendar.timeZone.local(at: start).date)
        guard let session, start < session.close else { return end }
        return min(end, session.close)
    }

    private func dailyClose(_ start: Timestamp) -> Timestamp {
        guard calendar.hours != nil else {
            return start.advanced(byNanoseconds: Timestamp.nanosecondsPerDay)
        }
        let date = labelDate(start)
        return calendar.session(on: date)?.close ?? calendar.regularClose(on: date)
    }

    private func periodClose(_ start: Timestamp) -> Timestamp {
        let label = labelDate(start)
        let first: CivilDate
        let last: CivilDate
        if let months = frequency.months {
            first = label.adding(days: 1 - label.day)
            last = first.adding(months: months).adding(days: -1)
        } else {
            let isWeekend = label.weekday.rawValue >= Weekday.saturday.rawValue
            let belongsToNext = isWeekend && !calendar.weekdays.contains(label.weekday)
            first = label.adding(days: (belongsToNext ? 7 : 0) - label.weekday.rawValue)
            last = first.adding(days: 6)
        }
        var date = last
        while date >= first {
            if let session = calendar.session(on: date) { return session.close }
            date = date.adding(days: -1)
        }
        return calendar.regularClose(on: last)
    }

    /// The date that a label names: midnight UTC names its own date, since that is how files
    /// without a zone write dates; any other label is a moment by the market's clocks.
    private func labelDate(_ start: Timestamp) -> CivilDate {
        start.nanosecondOfDay == 0 ? start.date : calendar.timeZone.local(at: start).date
    }
}
