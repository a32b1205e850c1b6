import TestSupport
import Testing
import TimeSeries

@Suite struct ResamplingTests {
    @Test("prices and volume follow their names, other columns take the last value")
    func rules() {
        let names = ["open", "high", "low", "close", "volume", "score"]
        let frame = frame(
            days: [0, 1, 2, 3],
            names.map { ($0, [3, 1, 4, 2]) })
        let bars = frame.resampled(to: .week1, from: .day1)
        // 1970-01-01 was a Thursday: all four days are one week.
        #expect(bars.frame.times == [day(3)])
        #expect(bars.closes == [day(4)])
        #expect(names.compactMap { bars.frame[$0]?[0] } == [3, 4, 1, 2, 10, 2])
    }

    @Test("missing values are passed over; nothing sums to zero, as in pandas")
    func missing() {
        let nan = Double.nan
        let frame = frame(
            days: [0, 1, 2, 40, 41],
            [
                ("open", [nan, 1, 2, nan, nan]), ("high", [nan, 3, 2, nan, nan]),
                ("low", [1, nan, 0, nan, nan]), ("close", [1, 2, nan, nan, nan]),
                ("volume", [1, nan, 2, nan, nan]), ("x", [1, 2, nan, nan, nan]),
            ])
        let bars = frame.resampled(to: .month1, from: .day1).frame
        #expect(bars.count == 2)
        #expect(bars.columns.map { $0.values[0] } == [1, 3, 0, 2, 3, 2])
        #expect(bars.columns.map { $0.values[1].isNaN } == [true, true, true, true, false, true])
        #expect(bars["volume"]?[1] == 0)
    }

    @Test("sums round as pandas rounds them")
    func sums() {
        // pandas 3.1: 2.0 for a complete column, and 2.0 by compensation beside a missing value.
        let complete = frame(days: [0, 1, 2, 3], [("volume", [1e16, 1, 1, -1e16])])
        #expect(complete.resampled(to: .week1, from: .day1).frame["volume"] == [2])
        let partial = frame(days: [-1, 0, 1, 2, 3], [("volume", [1e16, 1, .nan, 1, -1e16])])
        #expect(partial.resampled(to: .week1, from: .day1).frame["volume"] == [2])
        let long = (0..<1_000).map { (row: Int) -> Double in
            0.1 * Double(row % 7) + 1e9 / Double(row + 1)
        }
        let minutes = Frame(
            times: (0..<1_000).map { Timestamp(nanoseconds: $0 * 60_000_000_000) },
            columns: [.init(name: "volume", values: long)])
        // numpy 2.4: np.add.reduceat(long, [0]) and pandas' groupby sum of it.
        #expect(
            minutes.resampled(to: .day1, from: .minute1).frame["volume"] == [7485471160.250344])
    }

    @Test(
        "a bar of a period without sessions ends where its calendar says",
        arguments: [
            // 2024-02-28, a Wednesday before a leap day; days since 1970.
            (Frequency.day1, 19_781, 19_782), (.week1, 19_781, 19_786), (.month1, 19_781, 19_783),
            (.quarterly, 19_781, 19_844), (.event, 19_781, 19_781),
            // Monday starts, Friday labels, and Sunday starts of currency weeks.
            (.week1, 19_779, 19_786), (.week1, 19_783, 19_786), (.week1, 19_785, 19_793),
            // 1900 had no leap day, 2000 had one; December ends the year.
            (.month1, -25_522, -25_508), (.month1, 11_016, 11_017), (.month1, 10_956, 10_957),
        ])
    func closes(frequency: Frequency, start: Int, end: Int) {
        #expect(MarketClock.utc.close(day(start), frequency) == day(end))
    }

    @Test("months and weeks count every day of four centuries in order")
    func calendar() {
        let starts = Array(
            GapReport.regularStarts(from: day(-106_000), through: day(106_000), frequency: .month1))
        let gaps = zip(starts.dropFirst(), starts).map {
            Int(($0.nanoseconds - $1.nanoseconds) / 86_400_000_000_000)
        }
        #expect(gaps.allSatisfy { (28...31).contains($0) })
        #expect(gaps.filter { $0 == 29 }.count == 141)
        #expect(gaps.filter { $0 == 28 }.count == 440)
    }

    @Test("hours are aligned to the clock and empty ones make no bar")
    func hours() {
        let minutes: [Int64] = [30, 59, 60, 61, 185]
        let frame = Frame(
            times: minutes.map { Timestamp(nanoseconds: $0 * 60_000_000_000) },
            columns: [.init(name: "close", values: [1, 2, 3, 4, 5])])
        let bars = frame.resampled(to: .hour1, from: .minute1)
        #expect(bars.frame["close"] == [2, 4, 5])
        #expect(bars.frame.times.map { $0.nanoseconds / 60_000_000_000 } == [59, 61, 185])
        #expect(bars.closes.map { $0.nanoseconds / 60_000_000_000 } == [60, 62, 186])
    }

    @Test("an exchange's day is its session, whatever the UTC date")
    func sessions() {
        // A session that runs from 22:00 to 20:00 belongs to the day on which it ends.
        let hour: Int64 = 3_600_000_000_000
        let clock = MarketClock(
            sessionDay: { Int(($0.nanoseconds + 2 * hour) / (24 * hour)) },
            close: MarketClock.regularClose)
        let hours: [Int64] = [0, 1, 19, 22, 23, 24, 40, 46]
        let frame = Frame(
            times: hours.map { Timestamp(nanoseconds: $0 * hour) },
            columns: [.init(name: "volume", values: [1, 1, 1, 1, 1, 1, 1, 1])])
        #expect(
            frame.resampled(to: .day1, from: .hour1, clock: clock).frame["volume"] == [3, 4, 1])
        #expect(frame.resampled(to: .day1, from: .hour1).frame["volume"] == [5, 3])
        // Daily bars are labelled by their date, which no session may move.
        let days = self.frame(days: [3, 4], [("volume", [1, 1])])
        #expect(days.resampled(to: .week1, from: .day1, clock: clock).frame.count == 2)
    }

    @Test(
        "the frequency of rows follows their median gap",
        arguments: [
            ([0, 60, 120], "1Min"), ([0, 1, 2], "1Min"), ([0, 300, 600, 660], "5Min"),
            ([0, 1_800, 3_600], "15Min"), ([0, 3_600, 7_200, 90_000], "1Hour"),
            ([0, 86_400, 172_800, 432_000], "1Day"), ([0, 604_800, 1_209_600], "1Week"),
            ([0, 2_678_400, 5_097_600], "1Month"), ([0, 7_776_000, 15_638_400], "quarterly"),
            ([0, 0, 0], "none"), ([5], "none"), ([], "none"),
        ])
    func inference(seconds: [Int], expected: String) {
        let times = seconds.map { Timestamp(nanoseconds: Int64($0) * 1_000_000_000) }
        #expect(Frequency.inferred(from: times)?.rawValue ?? "none" == expected)
    }

    private func day(_ number: Int) -> Timestamp {
        Timestamp(nanoseconds: Int64(number) * 86_400_000_000_000)
    }

    private func frame(days: [Int], _ columns: [(String, [Double])]) -> Frame {
        Frame(
            times: days.map { day($0) },
            columns: columns.map { .init(name: $0.0, values: $0.1) })
    }
}
