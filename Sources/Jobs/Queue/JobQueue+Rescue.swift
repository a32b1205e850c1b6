package import Database
package import TimeSeries

extension JobQueue {
    /// Takes jobs back whose leases ran out: they are available again, or poison and dead.
    ///
    /// - Returns: How many there were.
    @discardableResult
    package func rescue(
        limit: Int = 100, in transaction: Transaction, at now: Timestamp,
        using generator: inout some RandomNumberGenerator
    ) throws -> Int {
        let expired = try transaction.query(
            sql.expired, [SQLValue(now.nanoseconds), SQLValue(limit)]
        ).map { try $0.integer(0) }
        for id in expired {
            let job = try existingJob(id, in: transaction)
            try rescue(job, in: transaction, at: now, using: &generator)
        }
        if !expired.isEmpty { try transaction.notify(Self.channel) }
        return expired.count
    }

    private func rescue(
        _ job: JobRecord, in transaction: Transaction, at now: Timestamp,
        using generator: inout some RandomNumberGenerator
    ) throws {
        let row = try transaction.first(
            """
            UPDATE extraction_jobs
            SET lost = \(sql.lostAfterRescue), lease_worker = NULL, lease_until = NULL
            WHERE id = $1 RETURNING lost
            """, [SQLValue(job.id)])
        let note = "the lease of \(job.lease?.worker ?? "a worker") ran out"
        let lost = Int(try row?.integer(0) ?? 0)
        switch retry.decide(lostDeliveries: lost, at: now, using: &generator) {
        case .retry(let moment):
            let state: JobState = moment > now ? .scheduled : .available
            try transaction.execute(
                """
                UPDATE extraction_jobs SET state = $2, ready_at = $3, note = $4 WHERE id = $1
                """,
                [
                    SQLValue(job.id), SQLValue(state.rawValue), SQLValue(moment.nanoseconds),
                    SQLValue(note),
                ])
        case .deadLetter(let reason):
            try transaction.execute(
                "UPDATE extraction_jobs SET state = 'dead', finished_at = $2 WHERE id = $1",
                [SQLValue(job.id), SQLValue(now.nanoseconds)])
            try bury(
                job, reason: reason, JobFailure(note), in: transaction, at: now)
        }
        try countOpenIntents(of: job.id, in: transaction, at: now)
        try tell(job.source, .nothing, of: job.id, in: transaction, at: now)
    }
}
