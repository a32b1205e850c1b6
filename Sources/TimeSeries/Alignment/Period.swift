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
            let monday = CivilDay(containing: moment).week * 7 - 3
            start = CivilDay(number: monday).start
            end = CivilDay(number: monday + 7).start
        case .month1:
            let month = CivilDay(containing: moment).month
            start = CivilDay(firstOfMonth: month).start
            end = CivilDay(firstOfMonth: month + 1).start
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

/// A day of the proleptic Gregorian calendar, counted from 1970-01-01.
struct CivilDay: Sendable {
    /// Days since 1970-01-01, which is day 0.
    let number: Int64

    init(number: Int64) { self.number = number }

    init(containing moment: Timestamp) {
        number = floorDivide(moment.nanoseconds, nanosecondsPerDay)
    }

    /// The first day of a month that is counted as `month` counts it.
    ///
    /// The arithmetic takes years that begin on 1 March, so that the leap day is a year's last, and
    /// cycles of 400 years of 146,097 days each.
    init(firstOfMonth month: Int64) {
        let shifted = month - 2
        let year = floorDivide(shifted, 12)
        let monthFromMarch = shifted - year * 12
        let cycle = floorDivide(year, 400)
        let yearOfCycle = year - cycle * 400
        let dayOfYear = (153 * monthFromMarch + 2) / 5
        let dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
        number = cycle * 146_097 + dayOfCycle - 719_468
    }

    /// The week, counted from the one that holds 1970-01-01; weeks begin on Monday.
    var week: Int64 { floorDivide(number + 3, 7) }

    /// The day of the week, 0 on Monday.
    var weekday: Int64 { number + 3 - week * 7 }

    /// The month, counted from year 0: twelve times the year plus the month, January being 0.
    var month: Int64 {
        let shifted = number + 719_468
        let cycle = floorDivide(shifted, 146_097)
        let dayOfCycle = shifted - cycle * 146_097
        let yearOfCycle =
            (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        return (cycle * 400 + yearOfCycle) * 12 + monthFromMarch + 2
    }

    /// The first moment of the day, UTC.
    var start: Timestamp {
        Timestamp(nanoseconds: saturatingProduct(number, nanosecondsPerDay))
    }
}

let nanosecondsPerDay: Int64 = 86_400_000_000_000

func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
}

func saturatingProduct(_ left: Int64, _ right: Int64) -> Int64 {
    let (product, overflows) = left.multipliedReportingOverflow(by: right)
    return overflows ? ((left < 0) == (right < 0) ? .max : .min) : product
}

func saturatingSum(_ left: Int64, _ right: Int64) -> Int64 {
    let (sum, overflows) = left.addingReportingOverflow(right)
    return overflows ? (right < 0 ? .min : .max) : sum
}

/// The nanoseconds of a duration, clamped to what fits.
func nanoseconds(_ duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    return saturatingSum(saturatingProduct(seconds, 1_000_000_000), attoseconds / 1_000_000_000)
}

extension Timestamp {
    /// The moment that lies a number of nanoseconds later, clamped to what time can express.
    func advanced(nanoseconds: Int64) -> Timestamp {
        Timestamp(nanoseconds: saturatingSum(self.nanoseconds, nanoseconds))
    }
}
