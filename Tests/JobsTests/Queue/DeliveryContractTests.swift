import AlmanacCore
import Database
import Jobs
import TestSupport
import Testing
import TimeSeries

@Suite struct DeliveryContractTests {
    @Test(
        "an effect and its completion are one transaction", arguments: DatabaseUnderTest.available)
    func effect(_ kind: DatabaseUnderTest) async throws {
        try await QueueUnderTest.run(kind) { test in
            let id = try test.enqueue("a")
            let claimed = try test.claim()[0]
            struct Fault: Error {}
            #expect(throws: Fault.self) {
                try test.write { transaction in
                    try test.queue.complete(claimed, in: transaction, at: test.now) { effect in
                        try effect.execute("INSERT INTO effects (job, delivery) VALUES (1, 1)")
                        throw Fault()
                    }
                }
            }
            #expect(try test.job(id).state == .running)
            #expect(try test.effects() == 0)
            try test.complete(claimed)
            #expect(try test.job(id).state == .succeeded)
            #expect(try test.effects() == 1)
            #expect(try test.isRefused { try test.complete(claimed) })
            #expect(try test.effects() == 1)
        }
    }

    @Test(
        "a worker that slept past its lease writes nothing", arguments: DatabaseUnderTest.available)
    func fencing(_ kind: DatabaseUnderTest) async throws {
        try await QueueUnderTest.run(kind) { test in
            let id = try test.enqueue("a")
            let old = try test.claim(worker: "old")[0]
            test.pass(seconds: 61)
            #expect(try test.rescue() == 1)
            let new = try test.claim(worker: "new")[0]
            #expect(new.job.id == id && new.lease.token == old.lease.token + 1)
            #expect(try test.isRefused { try test.complete(old) })
            #expect(try test.isRefused { try test.fail(old) })
            let held = try test.write {
                try test.queue.heartbeat([old.lease, new.lease], in: $0, at: test.now)
            }
            #expect(held.map(\.token) == [new.lease.token])
            try test.complete(new)
            #expect(try test.effects() == 1)
        }
    }

    @Test("a heartbeat keeps a lease alive", arguments: DatabaseUnderTest.available)
    func heartbeat(_ kind: DatabaseUnderTest) async throws {
        try await QueueUnderTest.run(kind) { test in
            try test.enqueue("a")
            let claimed = try test.claim()[0]
            test.pass(seconds: 40)
            let renewed = try test.write {
                try test.queue.heartbeat([claimed.lease], in: $0, at: test.now)
            }
            #expect(renewed[0].until == test.now.advanced(byNanoseconds: 60_000_000_000))
            test.pass(seconds: 40)
            #expect(try test.rescue() == 0)
            test.pass(seconds: 20)
            #expect(try test.rescue() == 1)
        }
    }

    @Test(
        "failures are retried with growing waits, then leave a dead letter",
        arguments: DatabaseUnderTest.available)
    func retries(_ kind: DatabaseUnderTest) async throws {
        try await QueueUnderTest.run(kind) { test in
            let id = try test.enqueue("a") {
                $0.parameters = ["x": 1]
                $0.maxAttempts = 2
            }
            try test.fail(try test.claim()[0], JobFailure("first"))
            #expect(try test.job(id).attempts == 1)
            test.pass(seconds: 2)
            let second = try test.claim()[0]
            let decision = try test.fail(second, JobFailure("second", stack: "here"))
            #expect(decision == .deadLetter(reason: "failed 2 of 2 attempts"))
            let (letters, failures) = try test.database.readNow {
                (
                    try test.queue.deadLetters(in: $0), try test.queue.failures(of: id, in: $0)
                )
            }
            #expect(failures.map(\.error) == ["first", "second"])
            let letter = try #require(letters.first)
            #expect(letter.job == id && letter.error == "second" && letter.stack == "here")
            #expect(letter.input == "{\"x\":1}")
        }
    }

    @Test("a permanent failure is not retried, a snooze uses up no attempt")
    func permanent() async throws {
        try await QueueUnderTest.run(.sqlite) { test in
            let id = try test.enqueue("a") { $0.maxAttempts = 1 }
            let claimed = try test.claim()[0]
            try test.write { transaction in
                try test.queue.snooze(
                    claimed, until: test.now.advanced(byNanoseconds: 7_000_000_000),
                    reason: "busy", in: transaction, at: test.now)
            }
            #expect(try test.job(id).attempts == 0)
            #expect(try test.claim().isEmpty)
            test.pass(seconds: 7)
            try test.fail(try test.claim()[0], JobFailure("bad", isPermanent: true))
            #expect(try test.job(id).state == .dead)
        }
    }

    @Test("a job that takes its workers down is recognised as poison")
    func poison() async throws {
        try await QueueUnderTest.run(.sqlite) { test in
            let id = try test.enqueue("a")
            for _ in 0..<3 {
                #expect(try test.claim().count == 1)
                test.pass(seconds: 60)
                #expect(try test.rescue() == 1)
                test.pass(seconds: 60)
            }
            let job = try test.job(id)
            #expect(job.state == .dead && job.attempts == 0 && job.deliveries == 3)
        }
    }

    @Test("a shutdown gives leases back at once", arguments: DatabaseUnderTest.available)
    func giveBack(_ kind: DatabaseUnderTest) async throws {
        try await QueueUnderTest.run(kind) { test in
            try test.enqueue("a")
            try test.enqueue("b")
            let claimed = try test.claim(2)
            try test.complete(claimed[0])
            try test.write {
                try test.queue.giveBack(claimed, in: $0, at: test.now)
            }
            let again = try test.claim(2)
            #expect(again.map(\.job.handler) == ["b"])
            #expect(again[0].lease.token == 2 && again[0].job.lost == 0)
        }
    }

    @Test("dead jobs are replayed one by one or all, and the trail says by whom")
    func replay() async throws {
        try await QueueUnderTest.run(.sqlite) { test in
            let ids = try (0..<3).map { _ in try test.enqueue("a") }
            for claimed in try test.claim(3) {
                try test.fail(claimed, JobFailure("bad", isPermanent: true))
            }
            try test.write { transaction in
                try test.queue.runNow(ids[0], by: "ann", in: transaction, at: test.now)
                try test.queue.discard(ids[1], by: "bob", in: transaction, at: test.now)
                let count = try test.queue.replayAll(by: "eve", in: transaction, at: test.now)
                #expect(count == 1)
            }
            #expect(try test.claim(9).map(\.job.id) == [ids[0], ids[2]])
            #expect(try test.job(ids[1]).state == .cancelled)
            let trail = try test.database.readNow {
                try test.queue.auditTrail(of: "job \(ids[2])", in: $0)
            }
            #expect(trail.map(\.actor) == ["eve"] && trail.map(\.action) == ["replay"])
        }
    }

    @Test("a cancelled job can write nothing more", arguments: DatabaseUnderTest.available)
    func cancel(_ kind: DatabaseUnderTest) async throws {
        try await QueueUnderTest.run(kind) { test in
            let id = try test.enqueue("a")
            let claimed = try test.claim()[0]
            let (first, second) = try test.write { transaction in
                (
                    try test.queue.cancel(id, by: "me", in: transaction, at: test.now),
                    try test.queue.cancel(id, by: "me", in: transaction, at: test.now)
                )
            }
            #expect(first && !second)
            #expect(try test.isRefused { try test.complete(claimed) })
            #expect(throws: AlmanacError.self) {
                try test.write {
                    try test.queue.runNow(id, by: "me", in: $0, at: test.now)
                }
            }
        }
    }
}
