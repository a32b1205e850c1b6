import AlmanacCore
import Database
import Jobs
import TestSupport
import Testing
import TimeSeries

@Suite struct ScheduleContractTests {
    private func set(_ recurrence: String, zone: String = "UTC", _ test: QueueUnderTest) throws {
        try test.write {
            try test.queue.setSchedule(
                "prices", try Recurrence(recurrence, zone: zone), misfire: .all,
                job: NewJob("fetch", ["symbol": "KO"], source: "exchange"), in: $0, at: test.now)
        }
    }

    private func tick(_ test: QueueUnderTest) throws -> [Int64] {
        try test.write { try test.queue.runSchedules(in: $0, at: test.now) }
    }

    @Test("each time is put in once, however many look", arguments: DatabaseUnderTest.available)
    func once(_ kind: DatabaseUnderTest) async throws {
        try await QueueUnderTest.run(kind) { test in
            try set("5min", test)
            #expect(try tick(test).isEmpty)
            test.pass(seconds: 300)
            let ids = try tick(test)
            #expect(ids.count == 1)
            #expect(try tick(test).isEmpty)
            let job = try test.job(ids[0])
            #expect(job.kind == .scheduled && job.source == "exchange")
            let parameters = try job.parameters()
            #expect(parameters["symbol"]?.stringValue == "KO")
            #expect(parameters["scheduled_for"]?.stringValue == "2026-01-01T00:05:00Z")
            #expect(job.correlationID == "prices@2026-01-01T00:05:00Z")
            test.pass(seconds: -200)
            #expect(try tick(test).isEmpty)
            test.pass(seconds: 200 + 900)
            #expect(try tick(test).count == 3)
        }
    }

    @Test(
        "while a schedule's last job waits or runs, no other joins it",
        arguments: DatabaseUnderTest.available, [MisfirePolicy.once, .skip])
    func unique(_ kind: DatabaseUnderTest, _ misfire: MisfirePolicy) async throws {
        try await QueueUnderTest.run(kind) { test in
            var job = NewJob("pull")
            job.uniqueKey = NewJob.UniqueKey("prices")
            try test.write { [job] in
                try test.queue.setSchedule(
                    "prices", try Recurrence("5min"), misfire: misfire, job: job, in: $0,
                    at: test.now)
            }
            func due(_ id: Int64) throws -> String? {
                try test.job(id).parameters()["scheduled_for"]?.stringValue
            }
            test.pass(seconds: 300)
            let first = try tick(test)
            #expect(first.count == 1)
            // It snoozes, and nothing piles up behind it.
            let claimed = try test.claim()[0]
            try test.write {
                try test.queue.snooze(
                    claimed, until: test.now.advanced(byNanoseconds: 3_600_000_000_000),
                    reason: "no room", in: $0, at: test.now)
            }
            for _ in 0..<5 {
                test.pass(seconds: 300)
                #expect(try tick(test).isEmpty)
            }
            #expect(try test.status().counts[.scheduled] == 1)
            #expect(
                try due(first[0])
                    == (misfire == .once ? "2026-01-01T00:30:00Z" : "2026-01-01T00:05:00Z"))
            // While it runs, its parameters stay as they are.
            test.pass(seconds: 3_600 - 1_500)
            let again = try #require(try test.claim().first)
            let told = try due(first[0])
            #expect(try tick(test).isEmpty)
            #expect(try due(first[0]) == told)
            try test.complete(again)
            test.pass(seconds: 300)
            let next = try tick(test)
            #expect(next.count == 1 && next != first)
        }
    }

    @Test("a schedule that makes up for each time takes no unique key")
    func uniqueForAll() async throws {
        try await QueueUnderTest.run(.sqlite) { test in
            var job = NewJob("pull")
            job.uniqueKey = NewJob.UniqueKey("prices")
            #expect(throws: AlmanacError.self) {
                try test.write { [job] in
                    try test.queue.setSchedule(
                        "prices", try Recurrence("5min"), misfire: .all, job: job, in: $0,
                        at: test.now)
                }
            }
        }
    }

    @Test("a doubled hour comes due once")
    func clockChange() async throws {
        try await QueueUnderTest.run(.sqlite) { test in
            test.now = try #require(Timestamp(iso8601: "2026-11-01T00:00:00Z"))
            try set("30 1 * * *", zone: "America/New_York", test)
            var count = 0
            for _ in 0..<(24 * 4) {
                test.pass(seconds: 900)
                count += try tick(test).count
            }
            #expect(count == 1)
        }
    }

    @Test("stating a schedule again keeps its place, changing it finds a new one")
    func restate() async throws {
        try await QueueUnderTest.run(.sqlite) { test in
            try set("1hour", test)
            test.pass(seconds: 3_590)
            try set("1hour", test)
            test.pass(seconds: 20)
            #expect(try tick(test).count == 1)
            try set("5min", test)
            let next = try test.database.readNow { try test.queue.nextScheduleTime(in: $0) }
            #expect(next == Timestamp(iso8601: "2026-01-01T01:05:00Z"))
        }
    }

    @Test("a paused schedule puts nothing in, and one that is removed is gone")
    func pause() async throws {
        try await QueueUnderTest.run(.sqlite) { test in
            try set("5min", test)
            try test.write {
                try test.queue.pause(.schedule("prices"), by: "me", in: $0, at: test.now)
            }
            test.pass(seconds: 301)
            #expect(try tick(test).isEmpty)
            try test.write { transaction in
                try test.queue.resume(
                    .schedule("prices"), by: "me", in: transaction, at: test.now)
                #expect(try test.queue.runSchedules(in: transaction, at: test.now).count == 1)
                try test.queue.removeSchedule(
                    "prices", by: "me", in: transaction, at: test.now)
            }
            #expect(throws: AlmanacError.self) {
                try test.write {
                    try test.queue.pause(.schedule("prices"), by: "me", in: $0, at: test.now)
                }
            }
        }
    }
}
