/// A month of the proleptic Gregorian calendar.
package struct CivilMonth: Hashable, Sendable {
    /// The year; 0 is the year before year 1.
    package let year: Int
    /// The month, 1 to 12.
    package let month: Int

    /// Makes the month of a day that is counted from 1970-01-01.
    package init(day: Int) {
        let date = CivilDate(daysSinceEpoch: day)
        year = date.year
        month = date.month
    }

    private init(index: Int) {
        year = (index - (index < 0 ? 11 : 0)) / 12
        month = index - year * 12 + 1
    }

    /// The months since January of year 0; negative before it.
    package var index: Int { year * 12 + month - 1 }

    /// Its first day, counted from 1970-01-01.
    package var firstDay: Int { CivilDate.daysSinceEpoch(year: year, month: month, day: 1) }

    /// The month after.
    package var next: CivilMonth { adding(1) }

    /// The month a number of months later, or earlier where the number is negative.
    package func adding(_ months: Int) -> CivilMonth { CivilMonth(index: index + months) }
}
