import Testing
import TimeSeries

@Suite struct BarCloseTests {
    struct Case: CustomTestStringConvertible {
        var calendar: TradingCalendar
        var frequency: Frequency
        var start: String
        var close: String

        init(
            _ calendar: TradingCalendar, _ frequency: Frequency, _ start: String, _ close: String
        ) {
            self.calendar = calendar
            self.frequency = frequency
            self.start = start
            self.close = close
        }

        var testDescription: String { "\(calendar.name) \(frequency.rawValue) \(start)" }
    }

    static let cases = [
        // Daily bars of an exchange, labelled at midnight, at midnight of its clocks, at its open.
        Case(.newYork, .day1, "2024-01-31", "2024-01-31T21:00:00Z"),
        Case(.newYork, .day1, "2024-01-31T05:00:00Z", "2024-01-31T21:00:00Z"),
        Case(.newYork, .day1, "2024-07-31T13:30:00Z", "2024-07-31T20:00:00Z"),
        Case(.newYork, .day1, "2024-11-29", "2024-11-29T18:00:00Z"),
        // A date without a session: the regular hour.
        Case(.newYork, .day1, "2024-12-25", "2024-12-25T21:00:00Z"),
        // Intraday bars are cut at the close, also an early one; those outside are not.
        Case(.newYork, .hour1, "2024-01-31T14:30:00Z", "2024-01-31T15:30:00Z"),
        Case(.newYork, .hour1, "2024-01-31T14:00:00Z", "2024-01-31T15:00:00Z"),
        Case(.newYork, .hour1, "2024-01-31T20:30:00Z", "2024-01-31T21:00:00Z"),
        Case(.newYork, .hour1, "2024-11-29T17:30:00Z", "2024-11-29T18:00:00Z"),
        Case(.newYork, .hour1, "2024-01-31T21:00:00Z", "2024-01-31T22:00:00Z"),
        Case(.newYork, .minute5, "2024-12-25T15:00:00Z", "2024-12-25T15:05:00Z"),
        // Longer bars close with the last session of their period.
        Case(.newYork, .week1, "2024-01-29", "2024-02-02T21:00:00Z"),
        Case(.newYork, .week1, "2024-02-20", "2024-02-23T21:00:00Z"),
        Case(.newYork, .week1, "2024-02-23", "2024-02-23T21:00:00Z"),
        Case(.newYork, .week1, "2024-02-18", "2024-02-23T21:00:00Z"),
        Case(.newYork, .month1, "2024-01-31", "2024-01-31T21:00:00Z"),
        Case(.always, .week1, "2024-02-18", "2024-02-19T00:00:00Z"),
        Case(.newYork, .week1, "2024-03-25", "2024-03-28T20:00:00Z"),
        Case(.newYork, .month1, "2024-03-01", "2024-03-28T20:00:00Z"),
        Case(.newYork, .quarterly, "2024-01-01", "2024-03-28T20:00:00Z"),
        Case(.weekdaysOnly, .day1, "2024-01-31", "2024-02-01T00:00:00Z"),
        Case(.weekdaysOnly, .hour1, "2024-01-31T09:00:00Z", "2024-01-31T10:00:00Z"),
        Case(.weekdaysOnly, .week1, "2024-01-29", "2024-02-03T00:00:00Z"),
        Case(.weekdaysOnly, .month1, "2024-03-01", "2024-03-30T00:00:00Z"),
        Case(.always, .week1, "2024-01-29", "2024-02-05T00:00:00Z"),
        Case(.always, .month1, "2024-02-01", "2024-03-01T00:00:00Z"),
        Case(.always, .event, "2024-02-01T12:34:56Z", "2024-02-01T12:34:56Z"),
    ]

    @Test("a bar closes when its values are known", arguments: cases)
    func closes(_ example: Case) throws {
        let start = try #require(Timestamp(iso8601: example.start))
        let close = example.calendar.close(ofBarStarting: start, frequency: example.frequency)
        #expect(close.iso8601 == example.close)
    }

    @Test("many bars at once close as each alone does, and never before they start")
    func manyAtOnce() throws {
        let start = try #require(Timestamp(iso8601: "2024-11-20"))
        let starts = (0..<400).map { start.advanced(byNanoseconds: $0 * 3_000_000_000_000) }
        for calendar in TradingCalendar.known {
            for frequency in [Frequency.minute15, .hour1, .day1, .week1] {
                let together = calendar.closes(ofBarsStarting: starts, frequency: frequency)
                let alone = starts.map {
                    calendar.close(ofBarStarting: $0, frequency: frequency)
                }
                #expect(together == alone)
                if frequency.isIntraday {
                    #expect(zip(starts, together).allSatisfy { $0 < $1 })
                }
            }
        }
    }

    @Test("the clock that alignment uses gives the calendar's closes and session dates")
    func marketClock() throws {
        let late = try #require(Timestamp(iso8601: "2024-02-01T01:30:00Z"))
        let clock = TradingCalendar.newYork.marketClock
        #expect(clock.sessionDay?(late) == CivilDate(iso8601: "2024-01-31")?.daysSinceEpoch)
        #expect(clock.close(late, .hour1).iso8601 == "2024-02-01T02:30:00Z")
        #expect(TradingCalendar.always.marketClock.sessionDay == nil)
        let start = try #require(Timestamp(iso8601: "2024-11-20"))
        for calendar in TradingCalendar.known {
            for frequency in Frequency.executable {
                var last = start
                var isOrdered = true
                for step in 0..<400 {
                    let bar = start.advanced(byNanoseconds: Int64(step) * 900_000_000_000)
                    let close = calendar.marketClock.close(bar, frequency)
                    isOrdered = isOrdered && close >= last
                    last = close
                }
                #expect(isOrdered || !frequency.isIntraday)
            }
        }
    }

    @Test("bars in a year follow from sessions and their hours")
    func barsPerYear() {
        #expect(TradingCalendar.newYork.barsPerYear(.day1) == 252)
        #expect(TradingCalendar.newYork.barsPerYear(.hour1) == 1_764)
        #expect(TradingCalendar.newYork.barsPerYear(.minute1) == 98_280)
        #expect(TradingCalendar.newYork.barsPerYear(.minute15) == 6_552)
        #expect(TradingCalendar.weekdaysOnly.barsPerYear(.hour1) == 6_048)
        #expect(TradingCalendar.weekdaysOnly.barsPerYear(.day1) == 252)
        #expect(TradingCalendar.always.barsPerYear(.day1) == 365)
        #expect(TradingCalendar.always.barsPerYear(.minute5) == 105_120)
        #expect(TradingCalendar.always.barsPerYear(.week1) == 52)
        #expect(TradingCalendar.newYork.barsPerYear(.month1) == 12)
        #expect(TradingCalendar.newYork.barsPerYear(.event) == nil)
    }

    @Test("calendars are found by name and alias, and others can be added")
    func names() {
        #expect(TradingCalendar.named("xnys") == .newYork)
        #expect(TradingCalendar.named("NASDAQ") == .newYork)
        #expect(TradingCalendar.named("24/7") == .always)
        #expect(TradingCalendar.named("forex") == .weekdaysOnly)
        #expect(TradingCalendar.named("XXXX") == nil)
        let tokyo = TradingCalendar(
            name: "XTKS", timeZone: TimeZoneRule(name: "Tokyo", standardOffsetSeconds: 32_400),
            weekdays: [.monday, .tuesday, .wednesday, .thursday, .friday],
            hours: .init(openSecondOfDay: 32_400, closeSecondOfDay: 54_000),
            sessionsPerYear: 245)
        #expect(TradingCalendar.named("XTKS", among: TradingCalendar.known + [tokyo]) == tokyo)
    }
}
