internal import AlmanacCore
package import Database
package import TimeSeries

extension JobQueue {
    /// Calls a job off, whether it waits or runs; jobs that wait for its success go with it.
    ///
    /// A running job's worker learns of it with its next heartbeat, and can write nothing more.
    /// - Returns: Whether it was not over yet.
    /// - Throws: ``AlmanacError`` of kind notFound.
    @discardableResult
    package func cancel(
        _ id: Int64, by actor: String, reason: String = "", in transaction: Transaction,
        at now: Timestamp
    ) throws -> Bool {
        let count = try transaction.execute(
            """
            UPDATE extraction_jobs SET state = 'cancelled', finished_at = $2, lease_worker = NULL,
                lease_until = NULL, note = $3
            WHERE id = $1 AND finished_at IS NULL
            """, [SQLValue(id), SQLValue(now.nanoseconds), SQLValue("cancelled: \(reason)")])
        let job = try existingJob(id, in: transaction)
        guard count > 0 else { return false }
        try audit("cancel", "job \(id)", by: actor, reason, in: transaction, at: now)
        try countOpenIntents(of: id, in: transaction, at: now)
        try tell(job.source, .nothing, of: id, in: transaction, at: now)
        try transaction.execute(
            "DELETE FROM job_dependencies WHERE job = $1", [SQLValue(id)])
        try settleOthers(job, ended: .cancelled, in: transaction, at: now)
        return true
    }

    /// Lets a job run now: one that waits for a moment, or one that died, from its first attempt.
    ///
    /// - Throws: ``AlmanacError`` of kind notFound, or conflict for a job that is in another state
    ///   or whose unique key another job has taken since.
    package func runNow(
        _ id: Int64, by actor: String, in transaction: Transaction, at now: Timestamp
    ) throws {
        let job = try existingJob(id, in: transaction)
        switch job.state {
        case .dead: try replay(job, by: actor, in: transaction, at: now)
        case .scheduled:
            try transaction.execute(
                """
                UPDATE extraction_jobs SET state = 'available', ready_at = $2, rank = $3
                WHERE id = $1 AND state = 'scheduled'
                """,
                [
                    SQLValue(id), SQLValue(now.nanoseconds),
                    SQLValue(job.priority.rank(readyAt: now)),
                ])
            try audit("run now", "job \(id)", by: actor, in: transaction, at: now)
        default:
            throw AlmanacError(
                .conflict, "job \(id) is \(job.state.rawValue), so it cannot be run again",
                details: ["job": .integer(Int(id)), "state": .string(job.state.rawValue)])
        }
        try transaction.notify(Self.channel)
    }

    private func replay(
        _ job: JobRecord, by actor: String, in transaction: Transaction, at now: Timestamp
    ) throws {
        if let key = job.uniqueKey,
            let holder = try take(
                NewJob.UniqueKey(key), for: job.id, in: transaction, at: now),
            holder != job.id
        {
            throw AlmanacError(
                .conflict, "job \(holder) has the unique key of job \(job.id) now",
                details: ["job": .integer(Int(job.id)), "holder": .integer(Int(holder))],
                suggestion: "wait for job \(holder) to end, or cancel it")
        }
        let count = try transaction.execute(
            """
            UPDATE extraction_jobs SET state = 'available', attempts = 0, lost = 0,
                finished_at = NULL, ready_at = $2, rank = $3, note = 'replayed'
            WHERE id = $1 AND state = 'dead'
            """,
            [
                SQLValue(job.id), SQLValue(now.nanoseconds),
                SQLValue(job.priority.rank(readyAt: now)),
            ])
        guard count > 0 else { return }
        try resolveLetters(of: job.id, as: "replayed", in: transaction, at: now)
        try audit("replay", "job \(job.id)", by: actor, in: transaction, at: now)
    }

    /// Replays every dead job, or those of a handler; those whose unique key is taken stay dead.
    ///
    /// - Returns: How many were replayed.
    package func replayAll(
        handler: String? = nil, by actor: String, in transaction: Transaction, at now: Timestamp
    ) throws -> Int {
        var count = 0
        for letter in try deadLetters(handler: handler, limit: .max, in: transaction) {
            let job = try existingJob(letter.job, in: transaction)
            do {
                try replay(job, by: actor, in: transaction, at: now)
                count += 1
            } catch let error as AlmanacError where error.kind == .conflict { continue }
        }
        try transaction.notify(Self.channel)
        return count
    }

    /// Gives a dead job up for good: it counts as cancelled, and what waits for it as well.
    package func discard(
        _ id: Int64, by actor: String, in transaction: Transaction, at now: Timestamp
    ) throws {
        let job = try existingJob(id, in: transaction)
        let count = try transaction.execute(
            "UPDATE extraction_jobs SET state = 'cancelled' WHERE id = $1 AND state = 'dead'",
            [SQLValue(id)])
        guard count > 0 else {
            throw AlmanacError(
                .conflict, "job \(id) is \(job.state.rawValue), not dead",
                details: ["job": .integer(Int(id)), "state": .string(job.state.rawValue)])
        }
        try resolveLetters(of: id, as: "discarded", in: transaction, at: now)
        try audit("discard", "job \(id)", by: actor, in: transaction, at: now)
        try settleOthers(job, ended: .cancelled, in: transaction, at: now)
    }

    private func resolveLetters(
        of job: Int64, as resolution: String, in transaction: Transaction, at now: Timestamp
    ) throws {
        try transaction.execute(
            """
            UPDATE dead_letters SET resolved_at = $2, resolution = $3
            WHERE job = $1 AND resolved_at IS NULL
            """, [SQLValue(job), SQLValue(now.nanoseconds), SQLValue(resolution)])
    }

    /// Removes jobs that ended before a moment, apart from dead ones whose letters are open, with
    /// what was done to them by hand.
    ///
    /// - Returns: How many were removed; call again while it is `limit`.
    package func prune(
        endedBefore moment: Timestamp, limit: Int = 1_000, in transaction: Transaction
    ) throws -> Int {
        // A key may be kept for longer than its job.
        try transaction.execute(
            "DELETE FROM job_keys WHERE expires_at < $1", [SQLValue(moment.nanoseconds)])
        let ids = try transaction.query(
            sql.ended, [SQLValue(moment.nanoseconds), SQLValue(limit)]
        ).map { try $0.integer(0) }
        if ids.isEmpty { return 0 }
        let list = placeholders(ids.count, from: 1)
        for statement in [
            "DELETE FROM job_intents WHERE job IN (\(list))",
            "DELETE FROM dead_letters WHERE job IN (\(list))",
            "DELETE FROM extraction_jobs WHERE id IN (\(list))",
        ] { try transaction.execute(statement, padded(ids)) }
        try transaction.execute(
            "DELETE FROM job_audit WHERE subject IN (\(list))",
            padded(ids.map { SQLValue("job \($0)") }))
        return ids.count
    }
}
