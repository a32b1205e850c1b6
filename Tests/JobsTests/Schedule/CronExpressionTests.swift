import AlmanacCore
import Jobs
import Testing
import TimeSeries

@Suite struct CronExpressionTests {
    static func times(
        _ text: String, zone: String = "UTC", after start: String, count: Int
    ) throws -> [String] {
        let recurrence = try Recurrence(text, zone: zone)
        var moment = try #require(Timestamp(iso8601: start))
        var found: [String] = []
        for _ in 0..<count {
            moment = try #require(recurrence.next(after: moment))
            found.append(moment.iso8601)
        }
        return found
    }

    @Test(
        "fields, names, ranges, steps, lists and words",
        arguments: [
            ("30 9 * * MON-FRI", "2026-11-20T09:30:00Z", "2026-11-23T09:30:00Z"),
            ("*/15 * * * *", "2026-11-20T09:31:00Z", "2026-11-20T09:45:00Z"),
            ("5,50 9-17/4 * * *", "2026-11-20T09:50:00Z", "2026-11-20T13:05:00Z"),
            ("0 0 1 jan *", "2026-11-20T00:00:00Z", "2027-01-01T00:00:00Z"),
            ("0 0 29 2 *", "2026-11-20T00:00:00Z", "2028-02-29T00:00:00Z"),
            ("0 0 29 2 *", "2096-02-29T00:00:00Z", "2104-02-29T00:00:00Z"),
            ("0 12 13 * FRI", "2026-11-20T00:00:00Z", "2026-11-20T12:00:00Z"),
            ("0 12 13 * FRI", "2026-12-11T12:00:00Z", "2026-12-13T12:00:00Z"),
            ("0 0 * * 7", "2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z"),
            ("0 0 * * 5-7", "2026-11-22T00:00:00Z", "2026-11-27T00:00:00Z"),
            ("@hourly", "2026-11-20T09:00:00Z", "2026-11-20T10:00:00Z"),
            ("@weekly", "2026-11-20T09:00:00Z", "2026-11-22T00:00:00Z"),
            ("@monthly", "2026-11-20T09:00:00Z", "2026-12-01T00:00:00Z"),
            ("@yearly", "2026-11-20T09:00:00Z", "2027-01-01T00:00:00Z"),
            ("5min", "2026-11-20T09:03:00Z", "2026-11-20T09:05:00Z"),
            ("15min", "2026-11-20T09:15:00Z", "2026-11-20T09:30:00Z"),
            ("1hour", "1969-12-31T22:30:00Z", "1969-12-31T23:00:00Z"),
            ("6hour", "2026-11-20T09:15:00Z", "2026-11-20T12:00:00Z"),
            ("daily", "2026-11-20T09:15:00Z", "2026-11-21T00:00:00Z"),
        ])
    func next(text: String, after: String, expected: String) throws {
        #expect(try Self.times(text, after: after, count: 1) == [expected])
    }

    @Test(
        "what is not an expression is refused with a reason",
        arguments: [
            "", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8",
            "5-1 * * * *", "*/0 * * * *", "5/15 * * * *", "a * * * *", "1,,2 * * * *", "@reboot",
            "0 0 30 2 *", "0 0 31 4,6,9,11 *", "-1 * * * *", "1- * * * *", "0min", "5fortnights",
            "9999999999999999999min", "* * * * * *",
        ])
    func refused(text: String) {
        #expect(throws: AlmanacError.self) { try Recurrence(text) }
    }

    @Test("an unknown zone is refused")
    func zone() {
        #expect(throws: AlmanacError.self) { try Recurrence("@daily", zone: "Mars/Olympus") }
    }

    // Clocks go forward on 8 March 2026 at 02:00 and back on 1 November 2026 at 02:00.

    @Test("a fixed time that clocks jump over comes due at the jump, once")
    func skippedFixed() throws {
        let found = try Self.times(
            "0,30 2 * * *", zone: "America/New_York", after: "2026-03-07T07:30:00Z", count: 3)
        #expect(found == ["2026-03-08T07:00:00Z", "2026-03-09T06:00:00Z", "2026-03-09T06:30:00Z"])
    }

    @Test("a fixed time that is shown twice comes due the first time only")
    func doubledFixed() throws {
        let found = try Self.times(
            "30 1 * * *", zone: "America/New_York", after: "2026-10-31T12:00:00Z", count: 2)
        #expect(found == ["2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z"])
    }

    @Test("an expression with a wildcard follows the clock on the wall")
    func wildcard() throws {
        let doubled = try Self.times(
            "30 * * * *", zone: "America/New_York", after: "2026-11-01T05:00:00Z", count: 3)
        #expect(
            doubled == ["2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z", "2026-11-01T07:30:00Z"])
        let skipped = try Self.times(
            "*/30 2 * * *", zone: "America/New_York", after: "2026-03-08T00:00:00Z", count: 1)
        #expect(skipped == ["2026-03-09T06:00:00Z"])
    }

    @Test("European clocks change at one in the morning by universal time")
    func europe() throws {
        let forward = try Self.times(
            "15 2 * * *", zone: "Europe/Berlin", after: "2026-03-28T12:00:00Z", count: 2)
        #expect(forward == ["2026-03-29T01:00:00Z", "2026-03-30T00:15:00Z"])
        let back = try Self.times(
            "15 2 * * *", zone: "Europe/Berlin", after: "2026-10-24T12:00:00Z", count: 2)
        #expect(back == ["2026-10-25T00:15:00Z", "2026-10-26T01:15:00Z"])
    }

    @Test("expressions agree with a walk over the minutes, seed by seed", arguments: 0..<40)
    func walk(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        func field(_ range: ClosedRange<Int>) -> String {
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: return "*"
            case 1: return "*/\(Int.random(in: 1...min(20, range.upperBound), using: &generator))"
            case 2: return "\(Int.random(in: range, using: &generator))"
            default:
                let first = Int.random(in: range, using: &generator)
                return "\(first)-\(Int.random(in: first...range.upperBound, using: &generator))"
            }
        }
        let text = "\(field(0...59)) \(field(0...23)) * * \(field(0...6))"
        let zone = ["UTC", "America/New_York", "Europe/London"][seed % 3]
        let recurrence = try Recurrence(text, zone: zone)
        let dates = ["2026-03-06T00:00:00Z", "2026-03-28T00:00:00Z", "2026-10-24T00:00:00Z"]
        let start = try #require(Timestamp(iso8601: dates[seed % 3]))
        let fields = text.split(separator: " ")
        let isFixed = !fields[0].hasPrefix("*") && !fields[1].hasPrefix("*")
        let naive = NaiveCron(fields: fields.map(String.init))
        var cursor = start
        // Three days of minutes, by the wall clock that each shows.
        var shown: Set<Int64> = []
        for minute in 1...(3 * 1_440) {
            let moment = start.advanced(byNanoseconds: Int64(minute) * 60_000_000_000)
            let local = recurrence.zone.local(at: moment)
            let before = recurrence.zone.local(
                at: moment.advanced(byNanoseconds: -60_000_000_000))
            var isDue = naive.matches(local)
            if isFixed {
                isDue = isDue && shown.insert(local.nanoseconds).inserted
                // Minutes that the clock jumped over since the minute before.
                var jumped = before.advanced(byNanoseconds: 60_000_000_000)
                while jumped < local {
                    isDue = isDue || naive.matches(jumped)
                    jumped = jumped.advanced(byNanoseconds: 60_000_000_000)
                }
            }
            guard isDue else { continue }
            cursor = try #require(recurrence.next(after: cursor))
            #expect(cursor == moment, "seed \(seed): \(text) in \(zone)")
            if cursor != moment { return }
        }
    }
}

/// Matching by the definition, one number at a time.
private struct NaiveCron {
    let fields: [String]

    func matches(_ local: Timestamp) -> Bool {
        let minute = Int(local.nanosecondOfDay / 60_000_000_000)
        let values = [
            minute % 60, minute / 60, local.date.day, local.date.month,
            (local.date.weekday.rawValue + 1) % 7,
        ]
        return zip(fields, values).allSatisfy { field, value in
            if field == "*" { return true }
            if field.hasPrefix("*/") { return value % (Int(field.dropFirst(2)) ?? 1) == 0 }
            let ends = field.split(separator: "-").compactMap { Int($0) }
            return value >= ends[0] && value <= ends[ends.count - 1]
        }
    }
}
