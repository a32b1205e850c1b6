import Jobs
import Testing
import TimeSeries

@Suite struct SmallPolicyTests {
    @Test("a concurrency limit leaves the room that is left")
    func concurrency() {
        #expect(ConcurrencyLimit(3).room(running: 1) == 2)
        #expect(ConcurrencyLimit(3).room(running: 5) == 0)
    }

    @Test("a budget reserves up to its limit, and settles to what was spent")
    func budget() {
        var budget = Budget(limit: Money(microdollars: 100))
        let sixty = Money(microdollars: 60)
        #expect(budget.reserve(sixty) == true)
        #expect(budget.reserve(sixty) == false)
        budget.settle(reserved: sixty, spent: Money(microdollars: 30))
        #expect(budget.room == Money(microdollars: 70))
        #expect(budget.reserve(sixty) == true)
        budget.settle(reserved: sixty, spent: Money(microdollars: 90))
        #expect(budget.spent == Money(microdollars: 120) && budget.room == .zero)
        #expect(budget.reserve(.zero) == true)
    }

    @Test("without a limit everything can be reserved")
    func noLimit() {
        var budget = Budget(limit: nil)
        #expect(budget.room == nil)
        #expect(budget.reserve(Money(microdollars: 1 << 40)) == true)
    }

    @Test("days are those of universal time")
    func days() throws {
        let late = try #require(Timestamp(iso8601: "2026-03-08T23:59:59Z"))
        #expect(Budget.nextDay(after: late).iso8601 == "2026-03-09T00:00:00Z")
        #expect(Budget.day(of: Budget.nextDay(after: late)) == Budget.day(of: late) + 1)
    }

    @Test("urgent jobs come first, but none waits behind those that became ready much later")
    func ageing() throws {
        let urgent = try #require(Priority(1))
        let patient = try #require(Priority(10))
        let now = Timestamp(nanoseconds: 0)
        let step = Priority.ageingStepNanoseconds
        #expect(urgent.rank(readyAt: now) < patient.rank(readyAt: now))
        #expect(
            patient.rank(readyAt: now) < urgent.rank(readyAt: Timestamp(nanoseconds: 9 * step + 1)))
        #expect(Priority(0) == nil && Priority(11) == nil && Priority(clamping: 99).value == 10)
    }

    @Test("a stream of urgent jobs does not starve a patient one")
    func starvation() throws {
        // One job a second is done, one urgent job a second arrives, one patient job waits.
        let patient = Priority(clamping: 10).rank(readyAt: Timestamp(nanoseconds: 0))
        var queue: [Int64] = (0..<30).map { _ in
            Priority(clamping: 1).rank(readyAt: Timestamp(nanoseconds: 0))
        }
        queue.append(patient)
        var startedAt: Int?
        for second in 0..<2_000 where startedAt == nil {
            queue.append(
                Priority(clamping: 1).rank(
                    readyAt: Timestamp(nanoseconds: Int64(second) * 1_000_000_000)))
            queue.sort()
            if queue.removeFirst() == patient { startedAt = second }
        }
        #expect(try #require(startedAt) <= 9 * 60 + 31)
    }

    @Test("a lease is renewed three times before it would run out")
    func lease() {
        let policy = LeasePolicy(nanoseconds: 90_000_000)
        let now = Timestamp(nanoseconds: 5)
        let lease = Lease(job: 1, token: 1, worker: "w", until: policy.until(from: now))
        #expect(policy.heartbeatNanoseconds == 30_000_000)
        #expect(!lease.isExpired(at: Timestamp(nanoseconds: 90_000_004)))
        #expect(lease.isExpired(at: Timestamp(nanoseconds: 90_000_005)))
    }
}
