package import TimeSeries

/// The bars that signals are made for: by their closes a post belongs to one of them.
package struct BarGrid: Sendable, Equatable {
    /// One bar.
    package struct Bar: Sendable, Equatable {
        /// Its label, as bars of prices have it.
        package var start: Timestamp
        /// When it closes; what is known by then belongs to it.
        package var close: Timestamp
    }

    /// How long bars are.
    package let frequency: Frequency
    /// When the market trades.
    package let calendar: TradingCalendar

    /// Makes a grid; quarters and events have no bars and count as days.
    package init(frequency: Frequency, calendar: TradingCalendar) {
        let isBar = Frequency.executable.contains(frequency)
        (self.frequency, self.calendar) = (isBar ? frequency : .day1, calendar)
    }

    /// The first bar that closes at a moment or after it.
    ///
    /// Outside a market's hours that is the bar with which it trades again: what is posted on a
    /// weekend belongs to Monday.
    package func bar(at moment: Timestamp) -> Bar {
        var bar = candidate(before: moment)
        while bar.close < moment { bar = next(after: bar) }
        return bar
    }

    /// The bar that follows one.
    package func next(after bar: Bar) -> Bar {
        switch frequency {
        case .week1: return self.bar(labelled: bar.start.date.adding(days: 7))
        case .month1: return self.bar(labelled: bar.start.date.adding(months: 1))
        case .day1: return session(from: bar.start.date.adding(days: 1))
        default:
            let step = frequency.nanoseconds ?? Timestamp.nanosecondsPerDay
            return intraday(from: bar.start.advanced(byNanoseconds: step))
        }
    }

    /// A bar that lies before a moment, or is the one sought.
    private func candidate(before moment: Timestamp) -> Bar {
        let date = moment.date.adding(days: -3)
        switch frequency {
        case .week1:
            return bar(labelled: date.adding(days: -date.weekday.rawValue))
        case .month1: return bar(labelled: date.adding(days: 1 - date.day))
        case .day1: return session(from: date)
        default:
            if calendar.hours != nil, let session = calendar.session(after: date) {
                return opening(session)
            }
            let step = frequency.nanoseconds ?? Timestamp.nanosecondsPerDay
            let index = moment.nanoseconds / step - (moment.nanoseconds < 0 ? 2 : 1)
            return intraday(from: Timestamp(nanoseconds: index * step))
        }
    }

    private func bar(labelled date: CivilDate) -> Bar {
        let start = Timestamp(date)
        return Bar(start: start, close: calendar.close(ofBarStarting: start, frequency: frequency))
    }

    /// The daily bar of the first session from a date on.
    private func session(from date: CivilDate) -> Bar {
        let first = calendar.session(on: date) ?? calendar.session(after: date)
        return bar(labelled: first?.date ?? date)
    }

    /// The first bar from a start on that lies in a session.
    private func intraday(from start: Timestamp) -> Bar {
        let step = frequency.nanoseconds ?? Timestamp.nanosecondsPerDay
        let local = calendar.timeZone.local(at: start).date
        if calendar.hours == nil, calendar.session(on: local) != nil {
            return Bar(start: start, close: start.advanced(byNanoseconds: step))
        }
        if let session = calendar.session(on: local) {
            if start >= session.open, start < session.close {
                let close = calendar.close(ofBarStarting: start, frequency: frequency)
                return Bar(start: start, close: close)
            }
            if start < session.open { return opening(session) }
        }
        guard let session = calendar.session(after: local) else {
            return Bar(start: start, close: start.advanced(byNanoseconds: step))
        }
        return opening(session)
    }

    /// A session's first bar, from which the others of the session are counted.
    private func opening(_ session: Session) -> Bar {
        let close = calendar.close(ofBarStarting: session.open, frequency: frequency)
        return Bar(start: session.open, close: close)
    }
}
