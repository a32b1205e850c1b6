internal import AlmanacCore
package import Database
package import TimeSeries

extension JobQueue {
    /// Renews leases.
    ///
    /// - Returns: Those that are still held, with their new ends; the rest belong to others.
    package func heartbeat(
        _ leases: [Lease], in transaction: Transaction, at now: Timestamp
    ) throws -> [Lease] {
        try leases.compactMap { lease in
            let until = self.lease.until(from: now)
            let count = try transaction.execute(
                "UPDATE extraction_jobs SET lease_until = \(sql.renewed) WHERE \(sql.held)",
                [SQLValue(lease.job), SQLValue(lease.token), SQLValue(until.nanoseconds)])
            guard count > 0 else { return nil }
            var renewed = lease
            renewed.until = until
            return renewed
        }
    }

    /// Notes that a delivery failed: the job is retried later, or given up.
    ///
    /// - Throws: A ``AlmanacError`` that `isLeaseLost` where the job is not the worker's any more.
    @discardableResult
    package func fail(
        _ claimed: ClaimedJob, _ failure: JobFailure, in transaction: Transaction,
        at now: Timestamp, using generator: inout some RandomNumberGenerator
    ) throws -> RetryPolicy.Decision {
        let job = claimed.job
        guard
            let row = try transaction.first(
                """
                UPDATE extraction_jobs SET attempts = \(sql.attemptsAfterFailure)
                WHERE \(sql.held) RETURNING attempts
                """, [SQLValue(job.id), SQLValue(claimed.lease.token)])
        else { throw Self.leaseLost(claimed.lease) }
        try transaction.execute(
            """
            INSERT INTO job_failures (job, delivery, at, error) VALUES ($1, $2, $3, $4)
            ON CONFLICT (job, delivery) DO NOTHING
            """,
            [
                SQLValue(job.id), SQLValue(claimed.lease.token), SQLValue(now.nanoseconds),
                SQLValue(failure.message),
            ])
        let decision =
            failure.isPermanent
            ? .deadLetter(reason: "permanent failure")
            : retry.decide(
                attempts: Int(try row.integer(0)), of: job.maxAttempts,
                retryAfterNanoseconds: failure.retryAfterNanoseconds, at: now, using: &generator)
        switch decision {
        case .retry(let moment):
            try wait(claimed, until: moment, note: failure.message, in: transaction, at: now)
        case .deadLetter(let reason):
            try release(
                claimed, "state = 'dead', finished_at = $3", [SQLValue(now.nanoseconds)],
                in: transaction)
            try bury(job, reason: reason, failure, in: transaction, at: now)
        }
        try countOpenIntents(of: job.id, in: transaction, at: now)
        try tell(
            job.source, failure.blamesSource ? .failed : .nothing, of: job.id, in: transaction,
            at: now)
        return decision
    }

    /// Puts a job off without using up an attempt.
    ///
    /// - Throws: A ``AlmanacError`` that `isLeaseLost` where the job is not the worker's any more.
    package func snooze(
        _ claimed: ClaimedJob, until moment: Timestamp, reason: String,
        in transaction: Transaction, at now: Timestamp
    ) throws {
        try wait(claimed, until: moment, note: reason, in: transaction, at: now)
        try countOpenIntents(of: claimed.job.id, in: transaction, at: now)
        try tell(claimed.job.source, .nothing, of: claimed.job.id, in: transaction, at: now)
    }

    /// Gives leases back at a shutdown; the jobs are available to others at once.
    ///
    /// Leases that are not held any more are left alone.
    package func giveBack(
        _ claimed: [ClaimedJob], in transaction: Transaction, at now: Timestamp
    ) throws {
        for claim in claimed {
            do {
                try release(
                    claim, "state = 'available', note = 'given back'", [], in: transaction)
            } catch let error as AlmanacError where error.isLeaseLost { continue }
            try countOpenIntents(of: claim.job.id, in: transaction, at: now)
            try tell(claim.job.source, .nothing, of: claim.job.id, in: transaction, at: now)
        }
        try transaction.notify(Self.channel)
    }

    private func wait(
        _ claimed: ClaimedJob, until moment: Timestamp, note: String,
        in transaction: Transaction, at now: Timestamp
    ) throws {
        let state: JobState = moment > now ? .scheduled : .available
        try release(
            claimed, "state = '\(state.rawValue)', ready_at = $3, rank = $4, note = $5",
            [
                SQLValue(moment.nanoseconds),
                SQLValue(claimed.job.priority.rank(readyAt: moment)), SQLValue(note),
            ], in: transaction)
    }

    /// Ends a lease with a change that holds only under its token.
    private func release(
        _ claimed: ClaimedJob, _ change: String, _ values: [SQLValue],
        in transaction: Transaction
    ) throws {
        let count = try transaction.execute(
            """
            UPDATE extraction_jobs SET lease_worker = NULL, lease_until = NULL, \(change)
            WHERE \(sql.held)
            """, [SQLValue(claimed.job.id), SQLValue(claimed.lease.token)] + values)
        guard count > 0 else { throw Self.leaseLost(claimed.lease) }
    }

    /// Writes a dead letter, and lets others know that the job is over.
    func bury(
        _ job: JobRecord, reason: String, _ failure: JobFailure, in transaction: Transaction,
        at now: Timestamp
    ) throws {
        try transaction.execute(
            "UPDATE extraction_jobs SET note = $2 WHERE id = $1",
            [SQLValue(job.id), SQLValue("\(reason): \(failure.message)")])
        try transaction.execute(
            """
            INSERT INTO dead_letters (job, handler, input, reason, error, stack, died_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                SQLValue(job.id), SQLValue(job.handler), SQLValue(job.parametersText),
                SQLValue(reason), SQLValue(failure.message), SQLValue(failure.stack),
                SQLValue(now.nanoseconds),
            ])
        try settleOthers(job, ended: .dead, in: transaction, at: now)
    }

    /// Frees a finished job's unique key, and moves the jobs that waited for it.
    func settleOthers(
        _ job: JobRecord, ended: JobState, in transaction: Transaction, at now: Timestamp
    ) throws {
        // The record may be older than the first job that waits for it.
        let row = try transaction.first(
            "SELECT has_dependents FROM extraction_jobs WHERE id = $1", [SQLValue(job.id)])
        try settleOthers(
            job, ended: ended, hasDependents: try row?.bool(0) == true, in: transaction, at: now)
    }

    /// The same for a job of which it is known whether others wait for it.
    func settleOthers(
        _ job: JobRecord, ended: JobState, hasDependents: Bool, in transaction: Transaction,
        at now: Timestamp
    ) throws {
        if let key = job.uniqueKey {
            try transaction.execute(
                "UPDATE job_keys SET expires_at = $3 + kept_for WHERE key = $1 AND job = $2",
                [SQLValue(key), SQLValue(job.id), SQLValue(now.nanoseconds)])
        }
        guard hasDependents else { return }
        let met = ended == .succeeded ? "" : " AND condition = 'end'"
        try transaction.execute(
            sql.release(met), [SQLValue(job.id), SQLValue(now.nanoseconds)])
        try transaction.execute(
            "DELETE FROM job_dependencies WHERE depends_on = $1\(met)", [SQLValue(job.id)])
        if ended == .cancelled { try cancelDependents(of: job.id, in: transaction, at: now) }
    }

    private func cancelDependents(
        of job: Int64, in transaction: Transaction, at now: Timestamp
    ) throws {
        let waiting = try transaction.query(
            sql.dependents, [SQLValue(job)]
        ).map { try $0.integer(0) }
        for id in waiting {
            try cancel(
                id, by: "queue", reason: "job \(job), which it waits for, was cancelled",
                in: transaction, at: now)
        }
    }
}
