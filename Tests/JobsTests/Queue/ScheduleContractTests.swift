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
