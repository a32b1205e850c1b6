internal import AlmanacCore
package import Database
package import TimeSeries

/// Something that a job is about to do outside the database, such as a call that costs money.
package struct Intent: Sendable, Equatable {
    /// Its number.
    package let id: Int64
    /// The job.
    package let job: Int64
    /// What distinguishes it from the job's other intents.
    package let name: String
    /// The same for every delivery of the job; sent along, it lets the far side do it once.
    package let idempotencyKey: String
    /// What is sent, for whoever must find out what became of it.
    package let request: String
    /// What is known of it.
    package let state: State
    /// What came back, once it is known to have happened.
    package let result: String?
    /// The most that it can cost.
    package let cost: Money
    /// When it was stated.
    package let createdAt: Timestamp
    let reservation: Int64

    /// What is known of an intent.
    package enum State: String, Sendable {
        /// Committed by this delivery: now it may be done.
        case open
        /// An earlier delivery may or may not have done it; to be found out before anything else.
        case unknown
        /// It was done.
        case happened
        /// It was not done, which was found out.
        case notHappened = "not_happened"
        /// Nobody can say any more; it counts as spent.
        case neverKnown = "never_known"

        /// Whether its outcome is still to come or to be found out.
        package var isUnsettled: Bool { self == .open || self == .unknown }
    }
}

extension JobQueue {
    /// States what a job is about to do outside, with money reserved for it.
    ///
    /// Commit this before doing it. What comes back says what to do: `open`, do it; `unknown`, ask
    /// the far side what became of the idempotency key and `settle` it before anything else;
    /// `happened` or `neverKnown`, it is over under this name.
    ///
    /// - Parameter cost: The most that it can cost.
    /// - Throws: A ``AlmanacError`` that `isLeaseLost`, or one of kind budgetExceeded.
    package func intend(
        _ name: String, request: String, cost: Money, for claimed: ClaimedJob,
        in transaction: Transaction, at now: Timestamp
    ) throws -> Intent {
        let job = claimed.job
        try requireHeld(claimed, in: transaction)
        if let known = try intent(name, of: job.id, in: transaction) {
            guard known.state == .notHappened else { return known }
            let reservation = try reserve(cost, name, claimed, in: transaction, at: now)
            try transaction.execute(
                """
                UPDATE job_intents
                SET state = 'open', request = $2, reservation = $3, created_at = $4
                WHERE id = $1
                """,
                [
                    SQLValue(known.id), SQLValue(request), SQLValue(reservation),
                    SQLValue(now.nanoseconds),
                ])
        } else {
            let reservation = try reserve(cost, name, claimed, in: transaction, at: now)
            try transaction.execute(
                """
                INSERT INTO job_intents (job, name, idempotency_key, request, state, reservation,
                    created_at)
                VALUES ($1, $2, $3, $4, 'open', $5, $6)
                """,
                [
                    SQLValue(job.id), SQLValue(name),
                    SQLValue("job-\(job.id)-\(job.createdAt.nanoseconds)-\(name)"),
                    SQLValue(request), SQLValue(reservation), SQLValue(now.nanoseconds),
                ])
        }
        guard let made = try intent(name, of: job.id, in: transaction) else {
            throw AlmanacError(.internalError, "an intent that was made is not there")
        }
        return made
    }

    /// Until when what was stated may be sent; later it must be stated anew.
    ///
    /// A worker that slept in between would send what another was told never arrived.
    package func sendingEnds(_ intent: Intent) -> Timestamp { lease.until(from: intent.createdAt) }

    /// From when on what has not arrived never will: as long as it may be sent, and the same again
    /// for its way.
    package func arrivalEnds(_ intent: Intent) -> Timestamp {
        intent.createdAt.advanced(byNanoseconds: transitLeases * lease.nanoseconds)
    }

    /// What became of an intent.
    package enum IntentOutcome: Sendable, Equatable {
        /// It was done, and cost this.
        case happened(cost: Money, result: String)
        /// It was not done; its money is given back.
        case notHappened
        /// It cannot be found out; the most that it can cost counts as spent.
        case neverKnown
    }

    /// Notes what became of an intent, by the delivery that did it or whoever found out.
    ///
    /// - Parameter claimed: The job under whose lease this is written; nil for a person.
    /// - Throws: A ``AlmanacError`` that `isLeaseLost`: then the intent is another delivery's, and
    ///   counts as unknown until that one has found out. One of kind conflict with `again_at`
    ///   where what an earlier delivery sent is not there, but may be on its way.
    package func settle(
        _ intent: Intent, _ outcome: IntentOutcome, for claimed: ClaimedJob?,
        in transaction: Transaction, at now: Timestamp
    ) throws {
        if let claimed { try requireHeld(claimed, in: transaction) }
        if outcome == .notHappened, intent.state == .unknown, now < arrivalEnds(intent) {
            throw AlmanacError(
                .conflict, "what was sent for job \(intent.job) may still be on its way",
                details: [
                    "job": .integer(Int(intent.job)),
                    "again_at": .string(arrivalEnds(intent).iso8601),
                ])
        }
        let state: Intent.State
        let spent: Money
        var result: String?
        switch outcome {
        case .happened(let cost, let text): (state, spent, result) = (.happened, cost, text)
        case .notHappened: (state, spent) = (.notHappened, .zero)
        case .neverKnown: (state, spent) = (.neverKnown, intent.cost)
        }
        let changed = try transaction.execute(
            """
            UPDATE job_intents SET state = $2, result = $3, settled_at = $4
            WHERE id = $1 AND state IN ('open', 'unknown')
            """,
            [
                SQLValue(intent.id), SQLValue(state.rawValue), SQLValue(result),
                SQLValue(now.nanoseconds),
            ])
        guard changed > 0 else { return }
        try ledger.settle(
            intent.reservation, spent: spent, isEstimate: outcome == .neverKnown, in: transaction,
            at: now)
    }

    /// An intent by its number; nil where its job was pruned.
    package func intent(_ id: Int64, in transaction: Transaction) throws -> Intent? {
        try transaction.first(
            "SELECT \(Self.intentColumns) FROM job_intents WHERE id = $1", [SQLValue(id)]
        ).map(Self.intent)
    }

    /// The intents of a job, in the order in which they were made.
    package func intents(of job: Int64, in transaction: Transaction) throws -> [Intent] {
        try transaction.query(
            "SELECT \(Self.intentColumns) FROM job_intents WHERE job = $1 ORDER BY id",
            [SQLValue(job)]
        ).map(Self.intent)
    }

    /// Counts what a job's delivery left open as spent, until its outcome is known.
    func countOpenIntents(of job: Int64, in transaction: Transaction, at now: Timestamp) throws {
        let open = try transaction.query(
            """
            SELECT i.id, i.reservation, r.reserved FROM job_intents i
                JOIN money_reservations r ON r.id = i.reservation
            WHERE i.job = $1 AND i.state = 'open' ORDER BY i.id
            """, [SQLValue(job)])
        for row in open {
            try transaction.execute(
                "UPDATE job_intents SET state = 'unknown' WHERE id = $1",
                [SQLValue(try row.integer(0))])
            try ledger.settle(
                try row.integer(1), spent: Money(microdollars: try row.integer(2)),
                isEstimate: true, in: transaction, at: now)
        }
    }

    private func reserve(
        _ cost: Money, _ name: String, _ claimed: ClaimedJob, in transaction: Transaction,
        at now: Timestamp
    ) throws -> Int64 {
        try ledger.reserve(
            cost, source: claimed.job.source, purpose: "job \(claimed.job.id): \(name)",
            in: transaction, at: now)
    }

    /// Holds the job's row until the transaction ends, and refuses a worker whose lease is not its
    /// own any more.
    ///
    /// What a handler writes before the job's end begins with this.
    /// - Throws: A ``AlmanacError`` that `isLeaseLost`.
    package func requireHeld(_ claimed: ClaimedJob, in transaction: Transaction) throws {
        let row = try transaction.first(
            "SELECT id FROM extraction_jobs WHERE \(sql.held)\(sql.forUpdate)",
            [SQLValue(claimed.lease.job), SQLValue(claimed.lease.token)])
        if row == nil { throw Self.leaseLost(claimed.lease) }
    }

    private func intent(
        _ name: String, of job: Int64, in transaction: Transaction
    ) throws -> Intent? {
        try transaction.first(
            "SELECT \(Self.intentColumns) FROM job_intents WHERE job = $1 AND name = $2",
            [SQLValue(job), SQLValue(name)]
        ).map(Self.intent)
    }

    private static let intentColumns = """
        id, job, name, idempotency_key, request, state, reservation, result, created_at,
        (SELECT r.reserved FROM money_reservations r WHERE r.id = job_intents.reservation)
        """

    private static func intent(_ row: Row) throws -> Intent {
        Intent(
            id: try row.integer(0), job: try row.integer(1), name: try row.text(2),
            idempotencyKey: try row.text(3), request: try row.text(4),
            state: Intent.State(rawValue: try row.text(5)) ?? .unknown,
            result: try row.optionalText(7), cost: Money(microdollars: try row.integer(9)),
            createdAt: Timestamp(nanoseconds: try row.integer(8)),
            reservation: try row.integer(6))
    }
}
