/// A clock- or calendar-aligned stretch of UTC time: an hour, a day, a week from Monday, a month.
struct Period: Sendable {
    /// The first moment of the period.
    let start: Timestamp
    /// The first moment after the period.
    let end: Timestamp
    private let frequency: Frequency

    /// The period that contains a moment; `nil` for quarters and events, which have none.
    init?(containing moment: Timestamp, frequency: Frequency) {
        self.frequency = frequency
        switch frequency {
        case .minute1, .minute5, .minute15, .hour1, .day1:
            let length = frequency.nominalNanoseconds
            let index = floorDivide(moment.nanoseconds, length)
            start = Timestamp(nanoseconds: saturatingProduct(index, length))
            end = Timestamp(nanoseconds: saturatingProduct(index + 1, length))
        case .week1:
            let monday = CivilDate.monday(ofWeek: CivilDate.week(ofDay: moment.daysSinceEpoch))
            start = Timestamp(daysSinceEpoch: monday, secondOfDay: 0)
            end = Timestamp(daysSinceEpoch: monday + 7, secondOfDay: 0)
        case .month1:
            let month = CivilMonth(day: moment.daysSinceEpoch)
            start = Timestamp(daysSinceEpoch: month.firstDay, secondOfDay: 0)
            end = Timestamp(daysSinceEpoch: month.next.firstDay, secondOfDay: 0)
        case .quarterly, .event:
            return nil
        }
    }

    /// The period that follows, where time can still express it.
    var next: Period? {
        guard end.nanoseconds < .max else { return nil }
        return Period(containing: end, frequency: frequency)
    }
}
