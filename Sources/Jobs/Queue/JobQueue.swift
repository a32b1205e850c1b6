package import AlmanacCore
package import Database
package import TimeSeries

/// The durable queue: every operation on it, each within a transaction of the caller.
///
/// The caller's transaction may hold more than the operation: a job's effect stands in the same
/// transaction as its completion, and what a request stores in the same as the jobs it causes.
/// The queue itself holds no state; the database does. Times are passed in.
package struct JobQueue: Sendable {
    /// How long leases last.
    package var lease: LeasePolicy
    /// When failed jobs come back.
    package var retry: RetryPolicy
    /// The breaker of sources that are not configured otherwise.
    package var breaker: CircuitBreaker.Policy
    /// After how many lengths of a lease nothing that was stated is on its way any more: one in
    /// which it may be sent, and one for the network.
    package var transitLeases: Int64 = 2
    /// The parts of its statements on which its promises rest.
    package var sql: QueueSQL
    /// The next time of a recurrence after a moment.
    package var nextTime: @Sendable (Recurrence, Timestamp) -> Timestamp? = {
        $0.next(after: $1)
    }

    /// The channel on which those who wait for work are told that there may be some.
    package static let channel = "almanac_jobs"

    /// Makes a queue.
    package init(
        _ dialect: Dialect, lease: LeasePolicy = LeasePolicy(), retry: RetryPolicy = RetryPolicy(),
        breaker: CircuitBreaker.Policy = CircuitBreaker.Policy()
    ) {
        self.lease = lease
        self.retry = retry
        self.breaker = breaker
        sql = QueueSQL(dialect)
    }

    /// A job; `nil` where there is none of that number.
    package func job(_ id: Int64, in transaction: Transaction) throws -> JobRecord? {
        try transaction.first("\(JobRecord.select) WHERE j.id = $1", [SQLValue(id)])
            .map(JobRecord.init)
    }

    /// A job that must be there.
    ///
    /// - Throws: ``AlmanacError`` of kind notFound.
    func existingJob(_ id: Int64, in transaction: Transaction) throws -> JobRecord {
        guard let job = try job(id, in: transaction) else {
            throw AlmanacError(
                .notFound, "there is no job \(id)", details: ["job": .integer(Int(id))],
                suggestion: "`almanac jobs list` shows those there are")
        }
        return job
    }

    /// The error of a worker whose lease is not its own any more.
    static func leaseLost(_ lease: Lease) -> AlmanacError {
        AlmanacError(
            .conflict, "job \(lease.job) is not held under token \(lease.token) any more",
            details: [
                "reason": "lease_lost", "job": .integer(Int(lease.job)),
                "token": .integer(Int(lease.token)),
            ])
    }

    /// Writes a line of the audit trail.
    func audit(
        _ action: String, _ subject: String, by actor: String, _ detail: String = "",
        in transaction: Transaction, at now: Timestamp
    ) throws {
        try transaction.execute(
            """
            INSERT INTO job_audit (at, actor, action, subject, detail) VALUES ($1, $2, $3, $4, $5)
            """,
            [
                SQLValue(now.nanoseconds), SQLValue(actor), SQLValue(action), SQLValue(subject),
                SQLValue(detail),
            ])
    }
}

extension AlmanacError {
    /// Whether a worker was refused because its lease is not its own any more.
    package var isLeaseLost: Bool { details["reason"] == "lease_lost" }
}
