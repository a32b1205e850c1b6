extension TradingCalendar {
    /// The calendar as alignment asks for it: when bars close, and which session a moment is of.
    ///
    /// Sessions are dated by the market's clocks; where they are whole days they are UTC dates.
    public var marketClock: MarketClock {
        guard hours != nil else {
            return MarketClock { close(ofBarStarting: $0, frequency: $1) }
        }
        return MarketClock(sessionDay: { timeZone.local(at: $0).daysSinceEpoch }) {
            close(ofBarStarting: $0, frequency: $1)
        }
    }
}
