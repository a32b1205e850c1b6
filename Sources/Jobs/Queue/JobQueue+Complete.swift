package import Database
package import TimeSeries

extension JobQueue {
    /// A job that a worker is done with, and what is to be written with its end.
    package struct Completion: Sendable {
        /// The job.
        package let claimed: ClaimedJob
        /// Items that it dealt with, for people to see.
        package let items: Int
        /// Writes the job's effect.
        package let effect: @Sendable (Transaction) throws -> Void

        /// Makes a completion.
        package init(
            _ claimed: ClaimedJob, items: Int = 0,
            effect: @escaping @Sendable (Transaction) throws -> Void = { _ in }
        ) {
            self.claimed = claimed
            self.items = items
            self.effect = effect
        }
    }

    /// Completes a job together with its effect.
    ///
    /// The row is taken under the fencing token first, then `effect` writes in the same
    /// transaction: either both are there or neither.
    /// - Throws: A ``AlmanacError`` that `isLeaseLost` where the job is not the worker's any more,
    ///   and what the effect throws. The caller must let it end the transaction.
    package func complete(
        _ claimed: ClaimedJob, items: Int = 0, in transaction: Transaction, at now: Timestamp,
        effect: (Transaction) throws -> Void = { _ in }
    ) throws {
        let held = try finish([(claimed, items)], in: transaction, at: now)
        if held.isEmpty { throw Self.leaseLost(claimed.lease) }
        try effect(transaction)
    }

    /// Completes several jobs together with their effects, in one transaction.
    ///
    /// A job whose lease is lost is left out with its effect, and the rest stands.
    /// - Returns: The leases that were lost.
    /// - Throws: What an effect throws; then none of them is completed.
    package func complete(
        _ completions: [Completion], in transaction: Transaction, at now: Timestamp
    ) throws -> [Lease] {
        let held = try finish(
            completions.map { ($0.claimed, $0.items) }, in: transaction, at: now)
        var lost: [Lease] = []
        for completion in completions {
            let lease = completion.claimed.lease
            if held.contains(lease.job) {
                try completion.effect(transaction)
            } else {
                lost.append(lease)
            }
        }
        return lost
    }

    /// Ends jobs under their tokens with one statement, and settles what hangs on them.
    ///
    /// - Returns: The numbers of those that were held.
    private func finish(
        _ done: [(claimed: ClaimedJob, items: Int)], in transaction: Transaction, at now: Timestamp
    ) throws -> Set<Int64> {
        guard let last = done.last else { return [] }
        let rows = done + Array(repeating: last, count: padded(done.count) - done.count)
        let list = rows.indices.map { row in
            "(" + (2...4).map { "CAST($\(3 * row + $0) AS BIGINT)" }.joined(separator: ", ") + ")"
        }
        let values = rows.flatMap { claimed, items in
            [SQLValue(claimed.lease.job), SQLValue(claimed.lease.token), SQLValue(items)]
        }
        let ended = try transaction.query(
            """
            WITH done (id, token, items) AS (VALUES \(list.joined(separator: ", ")))
            UPDATE extraction_jobs SET state = 'succeeded', finished_at = $1, lease_worker = NULL,
                lease_until = NULL, note = NULL, items = done.items
            FROM done WHERE \(sql.heldInBatch)
            RETURNING extraction_jobs.id, has_dependents,
                (SELECT count(*) FROM job_intents i
                    WHERE i.job = extraction_jobs.id AND i.state = 'open'),
                (SELECT count(*) FROM job_lanes l JOIN job_sources s ON s.name = l.source
                    WHERE l.id = extraction_jobs.lane
                        AND (s.failures_in_row > 0 OR s.breaker_state <> 'closed'))
            """, [SQLValue(now.nanoseconds)] + values)
        var flags: [Int64: Row] = [:]
        for row in ended { flags[try row.integer(0)] = row }
        for (claimed, _) in done {
            guard let row = flags[claimed.job.id] else { continue }
            if try row.integer(3) > 0 {
                try tell(
                    claimed.job.source, .succeeded, of: claimed.job.id, in: transaction, at: now)
            }
            if try row.integer(2) > 0 {
                try countOpenIntents(of: claimed.job.id, in: transaction, at: now)
            }
            try settleOthers(
                claimed.job, ended: .succeeded, hasDependents: try row.bool(1), in: transaction,
                at: now)
        }
        return Set(flags.keys)
    }
}
