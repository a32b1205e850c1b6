import Testing
import TimeSeries

@Suite struct GapReportTests {
    @Test("missing, present and unexpected bars are counted, the longest gaps first")
    func counts() {
        let times = [1, 2, 2, 5, 6, 7, 11, 12, 30].map { moment($0) }
        let report = GapReport(times: times, expectedStarts: (1...14).lazy.map { moment($0) })
        #expect(report.expected == 14)
        #expect(report.present == 7)
        #expect(report.missing == 7)
        #expect(report.unexpected == 1)
        #expect(report.longest.map(\.bars) == [3, 2, 2])
        #expect(report.longest.map { $0.first } == [8, 3, 13].map { moment($0) })
        #expect(report.longest.first?.last == moment(10))
    }

    @Test("the list of gaps has a limit, and nothing at all is one gap")
    func limits() {
        let expected = (0..<9).map { moment($0) }
        #expect(
            GapReport(
                times: [1, 3, 5].map { moment($0) }, expectedStarts: expected, longest: 2
            ).longest.count == 2)
        let none = GapReport(times: [], expectedStarts: expected)
        #expect(none.longest == [.init(first: moment(0), last: moment(8), bars: 9)])
        #expect(GapReport(times: expected, expectedStarts: []).unexpected == 9)
    }

    @Test(
        "regular starts follow the clock and the calendar",
        arguments: [
            (Frequency.hour1, 24 * 31), (.minute15, 96 * 31), (.day1, 31), (.week1, 5),
            (.month1, 1), (.quarterly, 0),
        ])
    func regular(frequency: Frequency, expected: Int) {
        // 1999-12-31T10:00Z to 2000-01-31T09:59Z.
        let first = Timestamp(nanoseconds: 946_634_400_000_000_000)
        let last = Timestamp(nanoseconds: first.nanoseconds + 31 * 86_400_000_000_000 - 1)
        let starts = Array(
            GapReport.regularStarts(from: first, through: last, frequency: frequency))
        #expect(starts.count == expected)
        #expect(starts.allSatisfy { $0 >= first && $0 <= last })
    }

    private func moment(_ value: Int) -> Timestamp { Timestamp(nanoseconds: Int64(value)) }
}
