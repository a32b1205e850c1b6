import AlmanacCore
import Database
import Jobs
import TestSupport
import Testing
import TimeSeries

@Suite struct ClaimTests {
    @Test(
        "urgent jobs come first, and ageing lets none starve",
        arguments: DatabaseUnderTest.available)
    func order(_ kind: DatabaseUnderTest) async throws {
        try await QueueUnderTest.run(kind) { test in
            try test.enqueue("patient") { $0.priority = Priority(clamping: 10) }
            try test.enqueue("standard")
            test.pass(seconds: 1)
            try test.enqueue("urgent") { $0.priority = Priority(clamping: 1) }
            #expect(try test.claimNames(1) == ["urgent"])
            test.pass(seconds: 9 * 60)
            try test.enqueue("late and urgent") { $0.priority = Priority(clamping: 1) }
            #expect(try test.claimNames(9) == ["standard", "patient", "late and urgent"])
            #expect(try test.claimNames(9) == [])
        }
    }

    @Test(
        "lanes are merged in the order of the jobs' ranks", arguments: DatabaseUnderTest.available)
    func lanes(_ kind: DatabaseUnderTest) async throws {
        try await QueueUnderTest.run(kind) { test in
            for number in 0..<12 {
                try test.enqueue("\(number)") { $0.source = "s\(number % 3)" }
                test.pass(seconds: 1)
            }
            #expect(try test.claimNames(5) == ["0", "1", "2", "3", "4"])
            #expect(try test.claimNames(20) == (5..<12).map { "\($0)" })
        }
    }

    @Test("a job waits for its moment", arguments: DatabaseUnderTest.available)
    func moment(_ kind: DatabaseUnderTest) async throws {
        try await QueueUnderTest.run(kind) { test in
            let id = try test.enqueue("later") { [now = test.now] in
                $0.runAt = now.advanced(byNanoseconds: 5_000_000_000)
            }
            #expect(try test.job(id).state == .scheduled)
            #expect(try test.claim(5).isEmpty)
            test.pass(seconds: 5)
            #expect(try test.claim(5).map(\.job.id) == [id])
        }
    }

    @Test("what is paused is passed over, and comes back", arguments: DatabaseUnderTest.available)
    func pauses(_ kind: DatabaseUnderTest) async throws {
        try await QueueUnderTest.run(kind) { test in
            try test.enqueue("a") { $0.source = "slow" }
            try test.enqueue("b") { $0.queue = "night" }
            try test.enqueue("c")
            try test.write { transaction in
                for target in [JobQueue.Pausable.source("slow"), .queue("night")] {
                    try test.queue.pause(target, by: "me", in: transaction, at: test.now)
                }
            }
            #expect(try test.claimNames(9) == ["c"])
            #expect(try test.status().pausedQueues == ["night"])
            try test.write { transaction in
                try test.queue.resume(
                    .source("slow"), by: "me", in: transaction, at: test.now)
            }
            #expect(try test.claimNames(9) == ["a"])
            #expect(try test.claim(9, queues: ["default", "day"]).isEmpty)
            let trail = try test.database.readNow {
                try test.queue.auditTrail(of: "source slow", in: $0)
            }
            #expect(trail.map(\.action) == ["pause", "resume"])
        }
    }

    @Test("rate and concurrency limits hold", arguments: DatabaseUnderTest.available)
    func limits(_ kind: DatabaseUnderTest) async throws {
        try await QueueUnderTest.run(kind) { test in
            let rates = [RateLimit(count: 6, periodNanoseconds: 60_000_000_000, burst: 3)]
            try test.write { transaction in
                try test.queue.configure(
                    source: "s",
                    SourceSettings(
                        rates: rates, concurrency: ConcurrencyLimit(4),
                        tierConcurrency: ["browser": ConcurrencyLimit(1)]),
                    in: transaction, at: test.now)
            }
            for number in 0..<8 {
                try test.enqueue("\(number)") {
                    $0.source = "s"
                    $0.tier = number % 2 == 0 ? "browser" : "page"
                }
            }
            // The burst allows three, the tier one of them.
            let first = try test.claim(8)
            #expect(first.count == 3 && first.filter { $0.job.tier == "browser" }.count == 1)
            test.pass(seconds: 30)
            // Two tokens came back, the source has room for one.
            let second = try test.claim(8)
            #expect(second.map(\.job.tier) == ["page"])
            for claimed in first { try test.complete(claimed) }
            #expect(try test.claim(8).map(\.job.tier) == ["browser"])
            #expect(try test.claim(8).isEmpty)
        }
    }

    @Test("a job that today's budget has no room for waits for tomorrow's")
    func budget() async throws {
        try await QueueUnderTest.run(.sqlite) { test in
            try test.write {
                try test.queue.ledger.setLimit(
                    Money(microdollars: 250), scope: "source:paid", in: $0)
            }
            for number in 0..<3 {
                try test.enqueue("\(number)") {
                    $0.source = "paid"
                    $0.cost = Money(microdollars: 100)
                }
            }
            #expect(try test.claimNames(9) == ["0", "1"])
            #expect(try test.status().counts[.scheduled] == 1)
            test.pass(seconds: 86_400)
            #expect(try test.rescue() == 2)
            #expect(try test.claim(9).count == 2)
        }
    }

    @Test("a job that no day's budget has room for becomes a dead letter that says what to do")
    func neverAffordable() async throws {
        try await QueueUnderTest.run(.sqlite) { test in
            func limit(_ microdollars: Int64) throws {
                try test.write {
                    try test.queue.ledger.setLimit(
                        Money(microdollars: microdollars), scope: "total", in: $0)
                }
            }
            try limit(250)
            let dear = try test.enqueue("dear") {
                $0.source = "paid"
                $0.cost = Money(microdollars: 251)
                $0.uniqueKey = NewJob.UniqueKey("dear")
            }
            let waiting = try test.enqueue("after") { $0.dependencies = [.init(dear)] }
            try test.enqueue("cheap") { $0.cost = Money(microdollars: 250) }
            #expect(try test.claimNames(9) == ["cheap"])
            let letter = try #require(
                try test.database.readNow { try test.queue.deadLetters(in: $0) }.first)
            #expect(letter.job == dear && letter.error.contains("whole day (total)"))
            #expect(letter.stack.contains("almanac jobs limit"))
            #expect(try test.job(waiting).state == .blocked)

            try limit(300)
            test.pass(seconds: 86_400)
            try test.write { try test.queue.runNow(dear, by: "me", in: $0, at: test.now) }
            #expect(try test.claimNames(1) == ["dear"])
        }
    }

    @Test("an open breaker stops a source, and one probe brings it back")
    func breaker() async throws {
        try await QueueUnderTest.run(.sqlite) { test in
            for number in 0..<9 { try test.enqueue("\(number)") { $0.source = "s" } }
            for claimed in try test.claim(5) {
                try test.fail(claimed, JobFailure("down", blamesSource: true))
            }
            #expect(try test.claim(9).isEmpty)
            test.pass(seconds: 30)
            let probe = try test.claim(9)
            #expect(probe.count == 1)
            #expect(try test.claim(9).isEmpty)
            try test.complete(probe[0])
            #expect(try test.claim(9).count == 8)
        }
    }

    @Test("requests beyond a job's own take tokens too")
    func tokens() async throws {
        try await QueueUnderTest.run(.sqlite) { test in
            let rates = [RateLimit(count: 2, periodNanoseconds: 60_000_000_000, burst: 2)]
            try test.write { transaction in
                try test.queue.configure(
                    source: "s", SourceSettings(rates: rates), in: transaction, at: test.now)
            }
            func take() throws -> Timestamp? {
                try test.write {
                    try test.queue.takeTokens(1, source: "s", in: $0, at: test.now)
                }
            }
            #expect(try take() == nil)
            #expect(try take() == nil)
            let wait = try #require(try take())
            test.now = wait
            #expect(try take() == nil)
        }
    }
}
