import Foundation
import TestSupport
import Testing
import TimeSeries

@Suite struct CivilDateTests {
    @Test("every day from 1700 to 2200 agrees with Foundation's calendar")
    func agreesWithFoundation() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        var weeks = Calendar(identifier: .iso8601)
        weeks.timeZone = calendar.timeZone
        let first = try #require(CivilDate(year: 1700, month: 1, day: 1)).daysSinceEpoch
        let last = try #require(CivilDate(year: 2200, month: 12, day: 31)).daysSinceEpoch
        var disagreements: [Int] = []
        for day in stride(from: first, through: last, by: 7) {
            let moment = Date(timeIntervalSince1970: Double(day) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: moment)
            let date = CivilDate(daysSinceEpoch: day)
            // Foundation counts weekdays from Sunday as 1.
            let weekday = ((parts.weekday ?? 0) + 5) % 7
            if parts.year != date.year || parts.month != date.month || parts.day != date.day
                || weekday != date.weekday.rawValue || date.daysSinceEpoch != day
                || calendar.ordinality(of: .day, in: .year, for: moment) != date.dayOfYear
                || weeks.component(.weekOfYear, from: moment) != date.isoWeek
            {
                disagreements.append(day)
            }
        }
        #expect(disagreements.isEmpty)
    }

    @Test("days follow each other without a gap from year -400 to 3000")
    func daysAreConsecutive() throws {
        var date = try #require(CivilDate(year: -400, month: 1, day: 1))
        let start = date.daysSinceEpoch
        let count = try #require(CivilDate(year: 3000, month: 1, day: 1)).daysSinceEpoch - start
        var faults = 0
        for offset in 1...count {
            let next = CivilDate(daysSinceEpoch: start + offset)
            let follows =
                date.day < date.monthLength
                ? next.day == date.day + 1 && next.month == date.month && next.year == date.year
                : next.day == 1 && next.month == date.month % 12 + 1
            if !follows || next <= date || next.daysSinceEpoch != start + offset { faults += 1 }
            date = next
        }
        #expect(faults == 0)
    }

    @Test("weeks begin on Monday and months on their first day")
    func weeksAndMonths() throws {
        var day = try #require(CivilDate(year: -3, month: 11, day: 1)).daysSinceEpoch
        var month = CivilMonth(day: day)
        while day < 30_000 {
            let monday = CivilDate.monday(ofWeek: CivilDate.week(ofDay: day))
            #expect(CivilDate(daysSinceEpoch: monday).weekday == .monday)
            #expect((0..<7).contains(day - monday))
            if day >= month.next.firstDay { month = month.next }
            #expect(month == CivilMonth(day: day))
            #expect(month.adding(-30).adding(30) == month)
            day += 23
        }
    }

    @Test(
        "days that do not exist are refused",
        arguments: [(2023, 2, 29), (1900, 2, 29), (2024, 4, 31), (2024, 13, 1), (2024, 0, 1)])
    func refusesImpossibleDays(year: Int, month: Int, day: Int) {
        #expect(CivilDate(year: year, month: month, day: day) == nil)
    }

    @Test("a month later keeps the day or takes the month's last one")
    func addsMonths() throws {
        let date = try #require(CivilDate(iso8601: "2024-01-31"))
        #expect(date.adding(months: 1).iso8601 == "2024-02-29")
        #expect(date.adding(months: -2).iso8601 == "2023-11-30")
        #expect(date.adding(months: 13).iso8601 == "2025-02-28")
        #expect(date.quarter == 1 && date.adding(months: 9).quarter == 4)
    }

    @Test(
        "Easter falls where the almanacs say",
        arguments: [
            (1818, "1818-03-22"), (1943, "1943-04-25"), (1999, "1999-04-04"),
            (2000, "2000-04-23"), (2019, "2019-04-21"), (2024, "2024-03-31"),
            (2038, "2038-04-25"),
        ])
    func easter(year: Int, expected: String) {
        #expect(YearlyDay.easter(offsetDays: 0).date(in: year).iso8601 == expected)
    }
}
