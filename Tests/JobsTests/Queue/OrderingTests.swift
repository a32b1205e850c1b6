import AlmanacCore
import Database
import Jobs
import TestSupport
import Testing
import TimeSeries

@Suite struct OrderingTests {
    @Test(
        "a unique key admits one unfinished job, and a new one after its end",
        arguments: DatabaseUnderTest.available)
    func uniqueKey(_ kind: DatabaseUnderTest) async throws {
        try await QueueUnderTest.run(kind) { test in
            func add(_ kept: Int64 = 0) throws -> JobQueue.Enqueued {
                try test.write { transaction in
                    var job = NewJob("a")
                    job.uniqueKey = NewJob.UniqueKey("k", keptForNanoseconds: kept)
                    return try test.queue.enqueue(job, in: transaction, at: test.now)
                }
            }
            let first = try add().id
            #expect(try add() == .exists(first))
            let claimed = try test.claim()[0]
            #expect(try add() == .exists(first))
            try test.complete(claimed)
            let second = try add(5_000_000_000)
            #expect(second == .added(second.id) && second.id != first)
            try test.complete(try test.claim()[0])
            #expect(try add() == .exists(second.id))
            test.pass(seconds: 5)
            #expect(try add().id > second.id)
            #expect(try test.status().counts[.available] == 1)
        }
    }

    @Test("a replay needs the unique key that its job gave up")
    func replayKey() async throws {
        try await QueueUnderTest.run(.sqlite) { test in
            let dead = try test.enqueue("a") { $0.uniqueKey = NewJob.UniqueKey("k") }
            try test.fail(try test.claim()[0], JobFailure("bad", isPermanent: true))
            let other = try test.enqueue("b") { $0.uniqueKey = NewJob.UniqueKey("k") }
            func replay() throws {
                try test.write { try test.queue.runNow(dead, by: "me", in: $0, at: test.now) }
            }
            #expect(throws: AlmanacError.self) { try replay() }
            #expect(try test.job(dead).state == .dead)
            try test.complete(try test.claim()[0])
            #expect(try test.job(other).state == .succeeded)
            try replay()
            #expect(try test.job(dead).state == .available)
        }
    }

    @Test("a job runs after those it waits for", arguments: DatabaseUnderTest.available)
    func runAfter(_ kind: DatabaseUnderTest) async throws {
        try await QueueUnderTest.run(kind) { test in
            let first = try test.enqueue("first")
            let second = try test.enqueue("second") { $0.dependencies = [.init(first)] }
            try test.enqueue("third") { $0.dependencies = [.init(second)] }
            for name in ["first", "second", "third"] {
                let claimed = try test.claim(9)
                #expect(claimed.map(\.job.handler) == [name])
                test.pass(seconds: 1)
                try test.complete(claimed[0])
            }
            let after = try test.enqueue("after") { $0.dependencies = [.init(second)] }
            #expect(try test.job(after).state == .available)
            #expect(throws: AlmanacError.self) {
                try test.enqueue("lost") { $0.dependencies = [.init(999)] }
            }
        }
    }

    @Test("a fan-out is joined once all its jobs are over", arguments: DatabaseUnderTest.available)
    func join(_ kind: DatabaseUnderTest) async throws {
        try await QueueUnderTest.run(kind) { test in
            let parent = try test.enqueue("parent")
            let claimed = try test.claim()[0]
            #expect(claimed.job.id == parent)
            try test.write { transaction in
                try test.queue.complete(claimed, in: transaction, at: test.now) { effect in
                    _ = try test.queue.enqueue(
                        (0..<3).map { NewJob("child \($0)") }, join: NewJob("join"),
                        condition: .end, in: effect, at: test.now)
                }
            }
            let children = try test.claim(9)
            #expect(children.count == 3)
            try test.complete(children[0])
            try test.fail(children[1], JobFailure("bad", isPermanent: true))
            #expect(try test.claim(9).isEmpty)
            try test.write {
                _ = try test.queue.cancel(
                    children[2].job.id, by: "me", in: $0, at: test.now)
            }
            #expect(try test.claimNames(9) == ["join"])
        }
    }

    @Test("cancelling takes along what waits for success, a death makes it wait for the replay")
    func cascade() async throws {
        try await QueueUnderTest.run(.sqlite) { test in
            let first = try test.enqueue("first")
            let second = try test.enqueue("second") { $0.dependencies = [.init(first)] }
            let third = try test.enqueue("third") { $0.dependencies = [.init(second)] }
            try test.fail(try test.claim()[0], JobFailure("bad", isPermanent: true))
            #expect(try test.job(second).state == .blocked)
            try test.write {
                try test.queue.runNow(first, by: "me", in: $0, at: test.now)
            }
            try test.complete(try test.claim()[0])
            #expect(try test.job(second).state == .available)
            try test.write {
                _ = try test.queue.cancel(second, by: "me", in: $0, at: test.now)
            }
            #expect(try test.job(third).state == .cancelled)
        }
    }

    @Test("what ended long ago is pruned, but neither dead nor waiting jobs")
    func prune() async throws {
        try await QueueUnderTest.run(.sqlite) { test in
            let done = try test.enqueue("done")
            try test.complete(try test.claim()[0])
            let dead = try test.enqueue("dead")
            try test.fail(try test.claim()[0], JobFailure("bad", isPermanent: true))
            try test.enqueue("waiting")
            test.pass(seconds: 100)
            let count = try test.write {
                try test.queue.prune(endedBefore: test.now, in: $0)
            }
            #expect(count == 1)
            let left = try test.database.readNow { try test.queue.jobs(in: $0) }
            #expect(left.map(\.handler) == ["waiting", "dead"])
            #expect(try test.job(dead).state == .dead)
            #expect(throws: AlmanacError.self) { try test.job(done) }
        }
    }

    @Test(
        "with jobs goes what was done to them, and money that was settled once no job counts on it",
        arguments: DatabaseUnderTest.available)
    func pruneTraces(_ kind: DatabaseUnderTest) async throws {
        try await QueueUnderTest.run(kind) { test in
            let (ledger, cent) = (test.queue.ledger, Money(microdollars: 10_000))
            func budget() throws -> Budget {
                try test.write {
                    try ledger.budget("source:s", day: Budget.day(of: test.now), in: $0)
                }
            }
            func count(_ table: String) throws -> Int64 {
                try test.write { try $0.first("SELECT count(*) FROM \(table)")?.integer(0) ?? -1 }
            }
            func prune() throws -> [Int] {
                try test.write {
                    [
                        try test.queue.prune(endedBefore: test.now, in: $0),
                        try ledger.prune(settledBefore: test.now, in: $0),
                    ]
                }
            }
            var job = NewJob("call", source: "s")
            job.uniqueKey = NewJob.UniqueKey("one", keptForNanoseconds: 500_000_000_000)
            let called = try test.write { try test.queue.enqueue(job, in: $0, at: test.now).id }
            let claimed = try test.claim()[0]
            try test.write { transaction in
                let intent = try test.queue.intend(
                    "a", request: "", cost: cent, for: claimed, in: transaction, at: test.now)
                try test.queue.settle(
                    intent, .happened(cost: cent, result: ""), for: claimed, in: transaction,
                    at: test.now)
                // A person's calls: one that is over, and one that is not.
                let paid = try ledger.reserve(
                    cent, source: "s", purpose: "b", in: transaction, at: test.now)
                try ledger.settle(paid, spent: cent, in: transaction, at: test.now)
                _ = try ledger.reserve(
                    cent, source: "s", purpose: "c", in: transaction, at: test.now)
                try test.queue.pause(
                    .source("s"), by: "ada", in: transaction, at: test.now)
            }
            try test.fail(claimed, JobFailure("no", isPermanent: true))
            test.pass(seconds: 100)
            // The dead job stays, and with it what its money was for.
            #expect(try prune() == [0, 1])
            #expect(try test.write { try test.queue.intents(of: called, in: $0) }[0].cost == cent)
            try test.write {
                try test.queue.discard(called, by: "ada", in: $0, at: test.now)
            }
            try test.enqueue("newest")
            #expect(try count("job_audit") == 2)
            #expect(try prune() == [1, 1])
            #expect(try count("job_audit") == 1, "the source's pause stays")
            #expect(try count("money_reservations") == 1, "what is not settled stays")
            #expect(try budget().spent == Money(microdollars: 20_000))
            #expect(try budget().reserved == cent)
            // The key is kept for longer than the job.
            #expect(
                try test.write { try test.queue.enqueue(job, in: $0, at: test.now) }.id == called)
            test.pass(seconds: 1_000)
            #expect(try prune() == [0, 0])
            #expect(try count("job_keys") == 0)
        }
    }
}
