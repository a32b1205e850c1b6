import AlmanacCore
import Database
import Jobs
import TestSupport
import Testing
import TimeSeries

@Suite struct IntentTests {
    private static func cents(_ amount: Int64) -> Money { Money(microdollars: amount * 10_000) }

    private func intend(_ claimed: ClaimedJob, _ test: QueueUnderTest) throws -> Intent {
        try test.write {
            try test.queue.intend(
                "call", request: "GET x", cost: Self.cents(30), for: claimed, in: $0, at: test.now)
        }
    }

    private func settle(
        _ intent: Intent, _ outcome: JobQueue.IntentOutcome, _ claimed: ClaimedJob,
        _ test: QueueUnderTest
    ) throws {
        try test.write {
            try test.queue.settle(intent, outcome, for: claimed, in: $0, at: test.now)
        }
    }

    private func budget(_ test: QueueUnderTest, _ scope: String = "total") throws -> Budget {
        try test.database.readNow {
            try test.queue.ledger.budget(scope, day: Budget.day(of: test.now), in: $0)
        }
    }

    private func limit(_ test: QueueUnderTest, cents: Int64) throws {
        try test.write {
            try test.queue.ledger.setLimit(Self.cents(cents), scope: "total", in: $0)
        }
    }

    @Test(
        "money is reserved, then counted at its true cost", arguments: DatabaseUnderTest.available)
    func happened(_ kind: DatabaseUnderTest) async throws {
        try await QueueUnderTest.run(kind) { test in
            try limit(test, cents: 50)
            try test.enqueue("a") { $0.source = "s" }
            let claimed = try test.claim()[0]
            let intent = try intend(claimed, test)
            #expect(intent.state == .open)
            #expect(try budget(test).reserved == Self.cents(30))
            #expect(try budget(test, "source:s").reserved == Self.cents(30))
            let outcome = JobQueue.IntentOutcome.happened(cost: Self.cents(20), result: "ok")
            try settle(intent, outcome, claimed, test)
            try settle(intent, outcome, claimed, test)
            #expect(try budget(test).spent == Self.cents(20))
            #expect(try budget(test).reserved == .zero)
            let again = try intend(claimed, test)
            #expect(again.state == .happened && again.result == "ok")
        }
    }

    @Test("an unknown outcome counts as spent and is found out before a retry")
    func unknown() async throws {
        try await QueueUnderTest.run(.sqlite) { test in
            try limit(test, cents: 50)
            try test.enqueue("a")
            let old = try test.claim()[0]
            let first = try intend(old, test)
            test.pass(seconds: 60)
            #expect(try test.rescue() == 1)
            #expect(try budget(test).spent == Self.cents(30))
            #expect(try budget(test).reserved == .zero)
            let new = try test.claim()[0]
            let found = try intend(new, test)
            #expect(found.state == .unknown && found.idempotencyKey == first.idempotencyKey)
            #expect(
                try test.isRefused { try settle(first, .notHappened, old, test) })
            // What an earlier delivery sent may be on its way for as long again.
            let early = #expect(throws: AlmanacError.self) {
                try settle(found, .notHappened, new, test)
            }
            if let early, case .snooze(let until, _, _) = JobResult.after(early, at: test.now) {
                #expect(until == test.now.advanced(byNanoseconds: 60_000_000_000))
            } else {
                Issue.record("\(String(describing: early)) does not put the job off")
            }
            #expect(try budget(test).spent == Self.cents(30))
            test.pass(seconds: 60)
            try settle(found, .notHappened, new, test)
            #expect(try budget(test).spent == .zero)
            let again = try intend(new, test)
            #expect(again.state == .open && again.idempotencyKey == first.idempotencyKey)
            try settle(again, .happened(cost: Self.cents(30), result: ""), new, test)
            #expect(try budget(test).spent == Self.cents(30))
        }
    }

    @Test("what nobody can say any more stays counted as spent")
    func neverKnown() async throws {
        try await QueueUnderTest.run(.sqlite) { test in
            try limit(test, cents: 50)
            try test.enqueue("a")
            _ = try intend(try test.claim()[0], test)
            test.pass(seconds: 60)
            #expect(try test.rescue() == 1)
            let new = try test.claim()[0]
            let found = try intend(new, test)
            #expect(found.cost == Self.cents(30) && found.state.isUnsettled)
            try settle(found, .neverKnown, new, test)
            #expect(try budget(test).spent == Self.cents(30))
            #expect(try intend(new, test).state == .neverKnown)
        }
    }

    @Test("what costs more than any day has room for does not wait for one")
    func neverFits() async throws {
        try await QueueUnderTest.run(.sqlite) { test in
            try limit(test, cents: 10)
            try test.enqueue("a")
            let claimed = try test.claim()[0]
            do {
                _ = try intend(claimed, test)
                Issue.record("it was reserved")
            } catch let error as AlmanacError {
                #expect(error.kind == .budgetExceeded && error.details["again_at"] == nil)
            }
        }
    }

    @Test("beyond the budget nothing is reserved, and nobody without the lease reserves")
    func refused() async throws {
        try await QueueUnderTest.run(.sqlite) { test in
            try limit(test, cents: 20)
            try test.enqueue("a")
            let claimed = try test.claim()[0]
            do {
                _ = try intend(claimed, test)
                Issue.record("it was reserved")
            } catch let error as AlmanacError {
                #expect(error.kind == .budgetExceeded)
            }
            #expect(try budget(test).reserved == .zero)
            test.pass(seconds: 60)
            _ = try test.rescue()
            #expect(try test.isRefused { _ = try intend(claimed, test) })
        }
    }
}
