import AlmanacCore
package import Database
package import Jobs
import Synchronization
package import TimeSeries

/// What each request to a source passes: is it enabled, within its limits, and within the budget.
///
/// It is the same for all programs that share the database.
package struct SourceGate: Sendable {
    let database: Database
    /// The queue whose ledger and limits hold; the worker's own, where a job is done.
    package var queue: JobQueue
    let clock: WaitingClock
    /// The job that requests are made for, and the lease under which it runs; nil where a person
    /// asks.
    package var job: ClaimedJob?
    /// The longest time to wait for a place within a limit.
    package var patienceNanoseconds: Int64 = 120 * 1_000_000_000
    /// Whether a person agreed to what a fetch may cost, so that no budget has to be set for it;
    /// those that are set hold.
    package var isAgreed = false
    /// Told when a request has to wait for a place, and until when.
    package var waiting: @Sendable (Timestamp) -> Void = { _ in }

    /// A place within the limits that is taken already; nil where there is none.
    package var placeTaken: Place?

    /// A place within a source's limits that the claim of a job took for its first request.
    package final class Place: Sendable {
        private let isFree = Atomic<Bool>(true)

        /// Makes a place that is free to be used, once.
        package init() {}

        fileprivate func use() -> Int { isFree.exchange(false, ordering: .relaxed) ? 1 : 0 }
    }

    /// Makes a gate over a database that has the queue's tables.
    package init(_ database: Database, _ queue: JobQueue, _ clock: WaitingClock) {
        (self.database, self.queue, self.clock) = (database, queue, clock)
    }

    /// Makes sure that a source is enabled and that its limits are set.
    ///
    /// - Throws: `forbidden` for a source that a person has disabled, `budgetExceeded` for one that
    ///   costs money while no budget is set for it or for everything.
    package func open(_ source: SourceDescription, hasKeys: Bool) async throws {
        let now = clock.now()
        let isNew = try await database.read { [queue] transaction in
            if let since = try queue.pausedSince(source: source.name, in: transaction) {
                throw AlmanacError(
                    .forbidden, "\(source.title) is disabled since \(since.date.iso8601)",
                    details: ["source": .string(source.name)],
                    suggestion: "almanac source enable \(source.name)")
            }
            if !isAgreed, source.costs.contains(where: { $0.microdollars > 0 }) {
                let day = Budget.day(of: now)
                let isBounded = try MoneyLedger.scopes(source: source.name).contains {
                    try queue.ledger.budget($0, day: day, in: transaction).limit != nil
                }
                if !isBounded { throw Self.unbounded(source) }
            }
            return try queue.rates(source: source.name, in: transaction).isEmpty
        }
        let rates = source.rates(hasKeys: hasKeys)
        guard isNew, !rates.isEmpty else { return }
        try await database.write { [queue] transaction in
            if try queue.rates(source: source.name, in: transaction).isEmpty {
                try queue.setRates(
                    source: source.name, rates, in: transaction, at: now)
            }
        }
    }

    private static func unbounded(_ source: SourceDescription) -> AlmanacError {
        AlmanacError(
            .budgetExceeded,
            "\(source.title) costs money, and nothing says how much may be spent",
            details: [
                "source": .string(source.name),
                "costs": .array(source.costs.map { .string($0.note) }),
            ],
            suggestion: "set a day's budget: almanac source limits \(source.name) --budget 1.00")
    }

    /// What one fetch has been charged so far: reservations that are still to be settled.
    package final class Slip: Sendable {
        fileprivate let entries = Mutex<[(reservation: Int64?, amount: Money)]>([])
        /// The call as it was stated beforehand, with its money; nil for a free or a person's call.
        let intent: Intent?

        /// Makes an empty slip.
        init(_ intent: Intent? = nil) { self.intent = intent }

        /// How many requests went out.
        package var calls: Int { entries.withLock { $0.count } }
    }

    /// Takes a place within the limits and reserves what a request may cost, and waits for the
    /// place where that is not long.
    ///
    /// - Throws: `rateLimited` with `again_at` where the wait would be too long, `budgetExceeded`
    ///   where the money is not there; nothing is taken then.
    package func admit(
        _ source: SourceDescription, tier: SourceTier, units: Double, priceFactor: Double = 1,
        _ slip: Slip
    ) async throws {
        let tokens = Int(units.rounded(.up))
        let price =
            slip.intent == nil
            ? source.price(by: tier, units: units, factor: priceFactor) : .zero
        let deadline = clock.now().advanced(byNanoseconds: patienceNanoseconds)
        let taken = tokens > 0 ? placeTaken?.use() ?? 0 : 0
        while true {
            let now = clock.now()
            let (wait, reservation) = try await database.write {
                [queue] transaction -> (Timestamp?, Int64?) in
                if let job { try queue.requireHeld(job, in: transaction) }
                let rates = try queue.rates(source: source.name, in: transaction)
                // What takes more than may come at once takes all of that.
                let most = rates.map(\.burst).min() ?? 0
                if min(tokens, most) > taken,
                    let wait = try queue.takeTokens(
                        min(tokens, most) - taken, source: source.name, in: transaction, at: now)
                {
                    return (wait, nil)
                }
                guard price > .zero else { return (nil, nil) }
                return (
                    nil,
                    try queue.ledger.reserve(
                        price, source: source.name, purpose: tier.rawValue, in: transaction,
                        at: now)
                )
            }
            guard let wait else {
                if let intent = slip.intent, clock.now() >= queue.sendingEnds(intent) {
                    throw Self.stale(intent, at: clock.now())
                }
                slip.entries.withLock { $0.append((reservation, price)) }
                return
            }
            guard wait <= deadline else { throw Self.exhausted(source, wait) }
            waiting(wait)
            try await clock.sleep(max(1, wait.nanoseconds - clock.now().nanoseconds))
        }
    }

    /// The error of a call that waited too long after it was stated: it is not made, and is stated
    /// anew.
    private static func stale(_ intent: Intent, at now: Timestamp) -> AlmanacError {
        AlmanacError(
            .conflict, "a call of job \(intent.job) was not made in time after it was stated",
            details: ["job": .integer(Int(intent.job)), "again_at": .string(now.iso8601)])
    }

    private static func exhausted(_ source: SourceDescription, _ until: Timestamp) -> AlmanacError {
        AlmanacError(
            .rateLimited, "the limit of \(source.title) leaves no room before \(until)",
            details: ["source": .string(source.name), "again_at": .string(until.iso8601)],
            suggestion: "go on then; what came until now is kept")
    }

    /// Settles what a fetch was charged, inside the transaction that stores what it brought.
    ///
    /// - Parameters:
    ///   - stated: what the source says it charged, for the last request; nil for its price.
    ///   - isUnknown: whether nobody knows if the last request arrived.
    /// - Returns: What was spent.
    package func settle(
        _ slip: Slip, of source: SourceDescription, tier: SourceTier, stated: Int64?,
        isUnknown: Bool = false, in transaction: Transaction, at now: Timestamp
    ) throws -> Int64 {
        var spent: Int64 = 0
        let entries = slip.entries.withLock { $0 }
        for (index, entry) in entries.enumerated() {
            let isLast = index == entries.count - 1
            let amount = isLast ? stated ?? entry.amount.microdollars : entry.amount.microdollars
            spent += amount
            var reservation = entry.reservation
            if reservation == nil, amount > 0 {
                reservation = try later(source, tier, in: transaction, at: now)
            }
            guard let reservation else { continue }
            try queue.ledger.settle(
                reservation, spent: Money(microdollars: amount),
                isEstimate: isUnknown || !isLast || stated == nil, in: transaction, at: now)
        }
        return spent
    }

    /// A reservation for what a call that was free to make turns out to cost, as the look at a run
    /// that says what all of it cost; nil where the day's budget is used up already.
    private func later(
        _ source: SourceDescription, _ tier: SourceTier, in transaction: Transaction,
        at now: Timestamp
    ) throws -> Int64? {
        do {
            return try queue.ledger.reserve(
                .zero, source: source.name, purpose: tier.rawValue, in: transaction, at: now)
        } catch let error as AlmanacError where error.kind == .budgetExceeded {
            return nil
        }
    }
}
