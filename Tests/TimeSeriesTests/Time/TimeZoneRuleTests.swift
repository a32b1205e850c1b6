import AlmanacCore
import Foundation
import TestSupport
import Testing
import TimeSeries

@Suite struct TimeZoneRuleTests {
    @Test(
        "offsets agree with the system's time zone data",
        arguments: [
            ("America/New_York", 1967), ("America/Chicago", 1967), ("America/Los_Angeles", 1967),
            ("Europe/London", 1996), ("Europe/Berlin", 1996), ("Asia/Tokyo", 1967),
            ("Asia/Kolkata", 1967), ("UTC", 1967),
        ])
    func agreesWithSystem(name: String, firstYear: Int) throws {
        let zone = try #require(TimeZone(identifier: name))
        let rule = try #require(TimeZoneRule.named(name))
        let first = try #require(CivilDate(year: firstYear, month: 1, day: 2)).daysSinceEpoch
        let last = try #require(CivilDate(year: 2037, month: 12, day: 31)).daysSinceEpoch
        let seed: UInt64 = 99
        var generator = SeededGenerator(seed: seed)
        for day in first...last {
            // A random second of every day, and so of every day on which clocks are moved.
            let second = Int64(day) * 86_400 + Int64.random(in: 0..<86_400, using: &generator)
            let expected = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))
            let offset = rule.offsetSeconds(at: Timestamp(nanoseconds: second * 1_000_000_000))
            if offset != expected {
                Issue.record("\(name) at second \(second): \(offset), not \(expected)")
                return
            }
        }
    }

    @Test(
        "local times become moments",
        arguments: [
            ("2024-01-31T09:30:00Z", "2024-01-31T14:30:00Z"),
            ("2024-07-31T09:30:00Z", "2024-07-31T13:30:00Z"),
            // Clocks skip from 02:00 to 03:00: the skipped time is an hour later.
            ("2024-03-10T01:59:59Z", "2024-03-10T06:59:59Z"),
            ("2024-03-10T02:30:00Z", "2024-03-10T07:30:00Z"),
            ("2024-03-10T03:00:00Z", "2024-03-10T07:00:00Z"),
            // Clocks repeat 01:00 to 02:00: the first occurrence counts.
            ("2024-11-03T01:30:00Z", "2024-11-03T05:30:00Z"),
            ("2024-11-03T02:00:00Z", "2024-11-03T07:00:00Z"),
            ("2006-04-02T12:00:00Z", "2006-04-02T16:00:00Z"),
            ("2007-03-12T12:00:00Z", "2007-03-12T16:00:00Z"),
        ])
    func fromLocal(local: String, expected: String) throws {
        let shown = try #require(Timestamp(iso8601: local))
        #expect(TimeZoneRule.usEastern.moment(showing: shown).iso8601 == expected)
    }

    @Test("a moment's local time leads back to it, except in the repeated hour")
    func roundTrips() throws {
        let seed: UInt64 = 5
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<20_000 {
            let second = Int64.random(in: 0...2_000_000_000, using: &generator)
            let moment = Timestamp(nanoseconds: second * 1_000_000_000)
            let local = TimeZoneRule.usEastern.local(at: moment)
            let back = TimeZoneRule.usEastern.moment(showing: local)
            #expect(
                back == moment || back.advanced(byNanoseconds: 3_600_000_000_000) == moment,
                "seed \(seed)")
            #expect(TimeZoneRule.usEastern.local(at: back) == local, "seed \(seed)")
        }
    }

    @Test("fixed offsets and other names are zones too")
    func names() {
        #expect(TimeZoneRule.named("+05:30")?.standardOffsetSeconds == 19_800)
        #expect(TimeZoneRule.named("-08:00")?.standardOffsetSeconds == -28_800)
        #expect(TimeZoneRule.named("us/eastern") == .usEastern)
        #expect(TimeZoneRule.named("utc") == .utc)
        #expect(TimeZoneRule.named("Mars/Olympus") == nil)
        #expect(TimeZoneRule.named("+99:00") == nil)
    }
}
