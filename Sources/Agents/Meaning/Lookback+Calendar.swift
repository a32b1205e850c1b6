public import TimeSeries

extension Lookback {
    /// The first day of this length when it ends on a day, that day included.
    ///
    /// Months, quarters and years go by the calendar; bars, minutes and hours count as whole days.
    public func firstDay(endingOn last: CivilDate) -> CivilDate {
        let start: CivilDate
        switch unit {
        case .year: start = last.adding(months: -12 * count)
        case .quarter: start = last.adding(months: -3 * count)
        case .month: start = last.adding(months: -count)
        case .week: start = last.adding(days: -7 * count)
        case .day, .bar: start = last.adding(days: -count)
        case .hour: start = last.adding(days: -(count + 23) / 24)
        case .minute: start = last.adding(days: -(count + 1439) / 1440)
        }
        return start.adding(days: 1)
    }
}
