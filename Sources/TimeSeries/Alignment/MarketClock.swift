/// What alignment must know of a market's calendar: when a bar closes, and whose day a moment is.
///
/// The standard clock is UTC around the clock. An exchange's clock gives the close of its session
/// for daily bars and the session's date for moments within a day.
public struct MarketClock: Sendable {
    /// The moment at which the bar that starts at a moment closes.
    public var close: @Sendable (_ start: Timestamp, _ frequency: Frequency) -> Timestamp
    /// The session that a moment belongs to, as days since 1970-01-01; `nil` takes the UTC date.
    ///
    /// Only bars shorter than a day are asked for: daily and longer ones are labelled by their
    /// date.
    public var sessionDay: (@Sendable (_ moment: Timestamp) -> Int)?

    /// Makes a clock.
    public init(
        sessionDay: (@Sendable (_ moment: Timestamp) -> Int)? = nil,
        close: @escaping @Sendable (_ start: Timestamp, _ frequency: Frequency) -> Timestamp
    ) {
        self.sessionDay = sessionDay
        self.close = close
    }

    /// The clock of data without a calendar: UTC, around the clock.
    public static let utc = MarketClock(close: MarketClock.regularClose)

    /// The close of a bar by the calendar alone, without sessions or holidays.
    ///
    /// Bars of a day or less last their length. A week ends with its Sunday and a month with its
    /// last day whatever day the bar is labelled with, so that a bar labelled with its first or
    /// last trading day closes where it should; a start on Saturday or Sunday, which is how
    /// currency weeks begin, belongs to the week that follows. A quarter ends with the second month
    /// after the one it starts in. An event has no length.
    @Sendable
    public static func regularClose(of start: Timestamp, frequency: Frequency) -> Timestamp {
        switch frequency {
        case .minute1, .minute5, .minute15, .hour1, .day1:
            return start.advanced(byNanoseconds: frequency.nominalNanoseconds)
        case .week1:
            // A start on Saturday or Sunday counts as the Monday after it.
            let week = CivilDate.week(ofDay: start.daysSinceEpoch + 2)
            return Timestamp(
                daysSinceEpoch: CivilDate.monday(ofWeek: week + 1), secondOfDay: 0)
        case .month1, .quarterly:
            let month = CivilMonth(day: start.daysSinceEpoch).adding(frequency == .month1 ? 1 : 3)
            return Timestamp(daysSinceEpoch: month.firstDay, secondOfDay: 0)
        case .event:
            return start
        }
    }

    /// The date of a bar, as days since 1970-01-01: its session's where it is shorter than a day.
    func day(ofBarStarting start: Timestamp, isIntraday: Bool) -> Int {
        if isIntraday, let sessionDay { return sessionDay(start) }
        return start.daysSinceEpoch
    }
}
