import TimeSeries

extension MarketClock {
    /// The clock of a calendar's market.
    init(_ calendar: TradingCalendar) {
        self.init { start, frequency in
            calendar.close(ofBarStarting: start, frequency: frequency)
        }
        guard calendar.hours != nil else { return }
        sessionDay = { moment in calendar.timeZone.local(at: moment).date.daysSinceEpoch }
    }
}
