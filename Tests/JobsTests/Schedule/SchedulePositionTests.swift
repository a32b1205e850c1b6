import AlmanacCore
import Jobs
import Testing
import TimeSeries

extension SchedulePosition {
    mutating func ticks(
        of recurrence: Recurrence, misfire: MisfirePolicy, at now: Timestamp
    ) -> [Timestamp] {
        ticks(misfire: misfire, at: now) { recurrence.next(after: $0) }
    }
}

@Suite struct SchedulePositionTests {
    private func ticks(
        _ text: String, next: String, at now: String, _ misfire: MisfirePolicy
    ) throws -> (ticks: [String], next: String?) {
        var position = SchedulePosition(next: Timestamp(iso8601: next))
        let now = try #require(Timestamp(iso8601: now))
        let found = position.ticks(of: try Recurrence(text), misfire: misfire, at: now)
        return (found.map(\.iso8601), position.next?.iso8601)
    }

    @Test("what is due on time comes due under each policy", arguments: MisfirePolicy.allCases)
    func onTime(policy: MisfirePolicy) throws {
        let found = try ticks(
            "5min", next: "2026-01-01T10:00:00Z", at: "2026-01-01T10:00:30Z", policy)
        #expect(found.ticks == ["2026-01-01T10:00:00Z"])
        #expect(found.next == "2026-01-01T10:05:00Z")
    }

    @Test("nothing comes due early, nor again when the clock is set back")
    func early() throws {
        var position = SchedulePosition(next: Timestamp(iso8601: "2026-01-01T10:00:00Z"))
        let recurrence = try Recurrence("5min")
        let due = try #require(Timestamp(iso8601: "2026-01-01T10:00:00Z"))
        let before = try #require(Timestamp(iso8601: "2026-01-01T09:00:00Z"))
        #expect(position.ticks(of: recurrence, misfire: .all, at: before) == [])
        #expect(position.ticks(of: recurrence, misfire: .all, at: due) == [due])
        #expect(position.ticks(of: recurrence, misfire: .all, at: before) == [])
        #expect(position.ticks(of: recurrence, misfire: .all, at: due) == [])
    }

    @Test("missed times are left out, stand for one, or are all made up for")
    func missed() throws {
        let skip = try ticks(
            "5min", next: "2026-01-01T10:00:00Z", at: "2026-01-01T10:12:00Z", .skip)
        #expect(skip.ticks.isEmpty && skip.next == "2026-01-01T10:15:00Z")
        let once = try ticks(
            "5min", next: "2026-01-01T10:00:00Z", at: "2026-01-01T10:12:00Z", .once)
        #expect(once.ticks == ["2026-01-01T10:10:00Z"] && once.next == "2026-01-01T10:15:00Z")
        let all = try ticks(
            "5min", next: "2026-01-01T10:00:00Z", at: "2026-01-01T10:12:00Z", .all)
        #expect(all.ticks.count == 3 && all.next == "2026-01-01T10:15:00Z")
    }

    @Test("a time that is still in its grace period is not missed")
    func grace() throws {
        let skip = try ticks(
            "5min", next: "2026-01-01T10:00:00Z", at: "2026-01-01T10:10:30Z", .skip)
        #expect(skip.ticks == ["2026-01-01T10:10:00Z"])
    }

    @Test("years of missed minutes are skipped in a moment and made up for in portions")
    func years() throws {
        let once = try ticks(
            "* * * * *", next: "2020-01-01T00:00:00Z", at: "2026-01-01T10:12:30Z", .once)
        #expect(once.ticks == ["2026-01-01T10:12:00Z"] && once.next == "2026-01-01T10:13:00Z")
        let all = try ticks(
            "1min", next: "2020-01-01T00:00:00Z", at: "2026-01-01T10:12:30Z", .all)
        #expect(all.ticks.count == SchedulePosition.ticksAtOnce)
        #expect(all.next == "2020-01-01T08:20:00Z")
    }

    @Test("looking now and then finds the same times as looking often", arguments: 0..<30)
    func property(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let recurrence = try Recurrence(["7min", "*/20 3-9 * * *", "0 * * * *"][seed % 3])
        let start = try #require(Timestamp(iso8601: "2026-03-01T00:00:00Z"))
        var position = SchedulePosition(next: recurrence.next(after: start))
        var expected: [Timestamp] = []
        var walker = start
        var now = start
        var found: [Timestamp] = []
        for _ in 0..<20 {
            now = now.advanced(
                byNanoseconds: Int64.random(in: 1...20_000_000_000_000, using: &generator))
            found += position.ticks(of: recurrence, misfire: .all, at: now)
        }
        while let next = recurrence.next(after: walker), next <= now {
            expected.append(next)
            walker = next
        }
        #expect(found == expected, "seed \(seed)")
    }
}
