extension TradingCalendar {
    /// The number of bars in a session, the last one counted whole where it is cut short.
    ///
    /// Bars are aligned to the clock, so that an hour of a session that opens at half past counts.
    /// - Returns: `nil` for a day and anything longer.
    public func barsPerSession(_ frequency: Frequency) -> Int? {
        guard let minutes = frequency.minutes else { return nil }
        guard let hours else { return 24 * 60 / minutes }
        let seconds = minutes * 60
        let first = hours.openSecondOfDay / seconds
        let last = (hours.closeSecondOfDay + seconds - 1) / seconds
        return last - first
    }

    /// The number of bars by which figures of a bar are made figures of a year.
    ///
    /// - Returns: Sessions times bars in one; 52 weeks, 12 months, 4 quarters; `nil` for events.
    public func barsPerYear(_ frequency: Frequency) -> Double? {
        switch frequency {
        case .minute1, .minute5, .minute15, .hour1:
            barsPerSession(frequency).map { Double(sessionsPerYear * $0) }
        case .day1: Double(sessionsPerYear)
        case .week1: 52
        case .month1: 12
        case .quarterly: 4
        case .event: nil
        }
    }
}
