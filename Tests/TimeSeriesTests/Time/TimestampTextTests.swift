import AlmanacCore
import Foundation
import TestSupport
import Testing
import TimeSeries

@Suite struct TimestampTextTests {
    @Test("random moments from 1700 to 2200 are written as Foundation writes them")
    func writesAsFoundation() throws {
        let formatter = ISO8601DateFormatter()
        let seed: UInt64 = 20_240_131
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<4_000 {
            let second = Int64.random(in: -8_520_336_000...7_258_118_399, using: &generator)
            let moment = Timestamp(nanoseconds: second * 1_000_000_000)
            let expected = formatter.string(
                from: Date(timeIntervalSince1970: Double(second)))
            #expect(moment.iso8601 == expected, "seed \(seed)")
            #expect(Timestamp(iso8601: expected) == moment, "seed \(seed)")
        }
    }

    @Test("what is written can be read back, to the nanosecond")
    func roundTrips() {
        let seed: UInt64 = 7
        var generator = SeededGenerator(seed: seed)
        for index in 0..<20_000 {
            var value = Int64(truncatingIfNeeded: generator.next())
            if index % 4 == 1 { value = value / 1_000_000 * 1_000_000 }
            if index % 4 == 2 { value = value / 1_000 * 1_000 }
            let moment = Timestamp(nanoseconds: value)
            #expect(Timestamp(iso8601: moment.iso8601) == moment, "seed \(seed)")
            #expect(Timestamp(iso8601: moment.dateText) == moment, "seed \(seed)")
            #expect(
                Timestamp(moment.date, nanosecondOfDay: moment.nanosecondOfDay) == moment
                    || moment.date == Timestamp(nanoseconds: .min).date, "seed \(seed)")
        }
        for value in [Int64.min, .max, 0, -1] {
            let moment = Timestamp(nanoseconds: value)
            #expect(Timestamp(iso8601: moment.iso8601) == moment)
        }
    }

    @Test(
        "text in the forms of ISO 8601 is read",
        arguments: [
            ("2024-01-31", "2024-01-31T00:00:00Z"),
            ("2024-01-31T09:30", "2024-01-31T09:30:00Z"),
            ("2024-01-31 09:30:15", "2024-01-31T09:30:15Z"),
            ("2024-01-31T09:30:15.5Z", "2024-01-31T09:30:15.500Z"),
            ("2024-01-31T09:30:15.123456", "2024-01-31T09:30:15.123456Z"),
            ("2024-01-31T09:30:15.1234567899Z", "2024-01-31T09:30:15.123456789Z"),
            ("2024-01-31T09:30:15,25Z", "2024-01-31T09:30:15.250Z"),
            ("2024-01-31T09:30:00-05:00", "2024-01-31T14:30:00Z"),
            ("2024-01-31 00:30:00+0530", "2024-01-30T19:00:00Z"),
            ("2024-01-31 09:30:00 +00:00", "2024-01-31T09:30:00Z"),
            ("2024-01-31T09:30:00+01", "2024-01-31T08:30:00Z"),
            ("2024-01-31 09:30:00 UTC", "2024-01-31T09:30:00Z"),
            ("1969-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59.999999999Z"),
        ])
    func reads(text: String, expected: String) {
        #expect(Timestamp(iso8601: text)?.iso8601 == expected)
    }

    @Test(
        "anything else is refused",
        arguments: [
            "", "2024", "2024-1-31", "2024-01-32", "2023-02-29", "2024-01-31T", "2024-01-31T9",
            "2024-01-31T24:00:00Z", "2024-01-31T09:60:00", "2024-06-30T23:59:60Z",
            "2024-01-31T09:30:00+24:00", "2024-01-31T09:30:00.Z", "2024-01-31T09:30:00Zx",
            "2024-01-31 ", "1500-01-01", "2300-01-01", "20240131", "2024-01-31T09:30:00 EST",
        ])
    func refuses(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test("only midnight is written as a date alone")
    func writesDates() throws {
        #expect(try #require(Timestamp(iso8601: "2024-01-31")).dateText == "2024-01-31")
        let open = try #require(Timestamp(iso8601: "2024-01-31T14:30:00Z"))
        #expect(open.dateText == "2024-01-31T14:30:00Z")
    }

    @Test("arithmetic stops at the ends of the range")
    func clamps() {
        let end = Timestamp(nanoseconds: .max)
        #expect(end.advanced(byNanoseconds: 1) == end)
        #expect(Timestamp(nanoseconds: .min).advanced(byNanoseconds: -1).nanoseconds == .min)
        #expect(Timestamp(CivilDate(daysSinceEpoch: 9_000_000)) == end)
    }
}
