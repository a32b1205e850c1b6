internal import AlmanacCore
package import Database
package import TimeSeries

extension JobQueue {
    /// Gives a worker jobs to do, the most urgent first, each under a lease.
    ///
    /// Jobs wait in lanes, one for each queue, source and tier. A lane whose queue or source is
    /// paused, whose breaker is open, or whose limits are used up is passed over whole, so that a
    /// million jobs which cannot run cost those which can nothing. In PostgreSQL workers take
    /// different rows and different sources without waiting for each other.
    ///
    /// - Parameters:
    ///   - queues: The queues to take from; all of them where it is empty.
    ///   - limit: How many at most; 1 or more.
    ///   - isPromoting: Whether jobs whose moment has come are looked for first.
    /// - Complexity: Grows with the lanes and with `limit`, not with the jobs that wait.
    package func claim(
        _ limit: Int, worker: String, queues: [String] = [], isPromoting: Bool = true,
        in transaction: Transaction, at now: Timestamp
    ) throws -> [ClaimedJob] {
        precondition(limit >= 1, "a claim must ask for a job at least")
        if isPromoting { try promote(limit: max(100, 4 * limit), in: transaction, at: now) }
        var sources: [String: SourceState] = [:]
        var found: [Candidate] = []
        for lane in try lanes(queues, in: transaction) {
            if found.count >= limit, lane.head > found[limit - 1].rank { break }
            guard let room = try room(in: lane, limit, &sources, in: transaction, at: now),
                room > 0
            else { continue }
            found += try candidates(lane, room, in: transaction)
            found.sort()
            if found.count > limit { found.removeLast(found.count - limit) }
        }
        let chosen = try affordable(found, &sources, in: transaction, at: now)
        for name in sources.keys.sorted() { try sources[name]?.save(sql, in: transaction) }
        return try start(chosen, worker: worker, in: transaction, at: now)
    }

    /// A lane with work in it.
    private struct Lane {
        let id: Int64
        let source: String
        let tier: String
        /// Whether its source's row must be held to know what may start.
        let isGuarded: Bool
        /// The rank of its first job.
        let head: Int64
    }

    /// A job that may be claimed, in the order in which jobs are taken.
    private struct Candidate: Comparable {
        let rank: Int64
        let id: Int64
        let cost: Money
        let source: String
        let tier: String

        static func < (left: Candidate, right: Candidate) -> Bool {
            (left.rank, left.id) < (right.rank, right.id)
        }
    }

    /// Makes jobs available whose moment has come.
    ///
    /// Two statements, since PostgreSQL may run a subquery that takes rows once for each row.
    private func promote(limit: Int, in transaction: Transaction, at now: Timestamp) throws {
        let due = try transaction.query(
            sql.due, [SQLValue(now.nanoseconds), SQLValue(limit)]
        ).map { try $0.integer(0) }
        if due.isEmpty { return }
        try transaction.execute(
            """
            UPDATE extraction_jobs SET state = 'available', note = NULL
            WHERE id IN (\(placeholders(due.count, from: 1)))
            """, padded(due))
    }

    /// The lanes with work, the one with the most urgent job first.
    private func lanes(_ queues: [String], in transaction: Transaction) throws -> [Lane] {
        try transaction.query(
            sql.lanes(queues: queues.count), queues.map { SQLValue($0) }
        ).map { row in
            Lane(
                id: try row.integer(0), source: try row.text(1), tier: try row.text(2),
                isGuarded: try row.bool(3), head: try row.integer(4))
        }
    }

    /// How many jobs of a lane may start; `nil` where another worker is claiming from its source.
    private func room(
        in lane: Lane, _ wanted: Int, _ sources: inout [String: SourceState],
        in transaction: Transaction, at now: Timestamp
    ) throws -> Int? {
        guard lane.isGuarded else { return wanted }
        if sources[lane.source] == nil {
            sources[lane.source] = try SourceState(
                lane.source, lock: sql.skipLocked, in: transaction)
        }
        return sources[lane.source]?.room(tier: lane.tier, wanted: wanted, at: now)
    }

    private func candidates(
        _ lane: Lane, _ count: Int, in transaction: Transaction
    ) throws -> [Candidate] {
        try transaction.query(
            sql.candidates, [SQLValue(lane.id), SQLValue(count)]
        ).map { row in
            Candidate(
                rank: try row.integer(1), id: try row.integer(0),
                cost: Money(microdollars: try row.integer(2)), source: lane.source,
                tier: lane.tier)
        }
    }

    /// Those candidates that limits and budgets have room for, which counts them as started.
    ///
    /// A job that today's budget has no room for moves to the beginning of the next day; one that
    /// no day's budget has room for becomes a dead letter.
    private func affordable(
        _ found: [Candidate], _ sources: inout [String: SourceState],
        in transaction: Transaction, at now: Timestamp
    ) throws -> [Int64] {
        var budgets: [String: Budget] = [:]
        var chosen: [Int64] = []
        for candidate in found {
            if candidate.cost > .zero {
                do {
                    try reserve(candidate, &budgets, in: transaction, at: now)
                } catch let error as AlmanacError where error.kind == .budgetExceeded {
                    try putOff(candidate.id, error, in: transaction, at: now)
                    continue
                }
            }
            if var source = sources[candidate.source] {
                // Two lanes of one source share its room.
                guard source.room(tier: candidate.tier, wanted: 1, at: now) > 0 else { continue }
                source.start(candidate.id, tier: candidate.tier, at: now)
                sources[candidate.source] = source
            }
            chosen.append(candidate.id)
        }
        return chosen
    }

    /// Counts a job's cost beside what this claim has counted already.
    ///
    /// - Throws: ``AlmanacError`` of kind budgetExceeded where a budget has no room for it; nothing
    ///   is counted then.
    private func reserve(
        _ candidate: Candidate, _ budgets: inout [String: Budget],
        in transaction: Transaction, at now: Timestamp
    ) throws {
        let scopes = MoneyLedger.scopes(source: candidate.source)
        var counted = budgets
        for scope in scopes {
            var budget =
                try counted[scope]
                ?? ledger.budget(scope, day: Budget.day(of: now), in: transaction)
            guard budget.reserve(candidate.cost) else {
                throw MoneyLedger.exceeded(scope, candidate.cost, budget, at: now)
            }
            counted[scope] = budget
        }
        budgets = counted
    }

    /// Lets a job wait for the next day's budget, or gives it up where no day has room for it.
    private func putOff(
        _ job: Int64, _ error: AlmanacError, in transaction: Transaction, at now: Timestamp
    ) throws {
        if error.details["again_at"] == nil {
            let record = try existingJob(job, in: transaction)
            try transaction.execute(
                "UPDATE extraction_jobs SET state = 'dead', finished_at = $2 WHERE id = $1",
                [SQLValue(job), SQLValue(now.nanoseconds)])
            return try bury(
                record, reason: "permanent failure", JobFailure(error), in: transaction, at: now)
        }
        let day = Budget.nextDay(after: now)
        try transaction.execute(
            """
            UPDATE extraction_jobs SET state = 'scheduled', ready_at = $2,
                rank = $2 + (priority - 1) * \(Priority.ageingStepNanoseconds),
                note = 'budget used up'
            WHERE id = $1
            """, [SQLValue(job), SQLValue(day.nanoseconds)])
    }

    private func start(
        _ jobs: [Int64], worker: String, in transaction: Transaction, at now: Timestamp
    ) throws -> [ClaimedJob] {
        if jobs.isEmpty { return [] }
        let rows = try transaction.query(
            """
            UPDATE extraction_jobs SET state = 'running', deliveries = \(sql.nextDelivery),
                lease_worker = $1, lease_until = $2, started_at = $3, note = NULL
            WHERE id IN (\(placeholders(jobs.count, from: 4)))
            RETURNING \(JobRecord.returned)
            """,
            [
                SQLValue(worker), SQLValue(lease.until(from: now).nanoseconds),
                SQLValue(now.nanoseconds),
            ] + padded(jobs))
        var claimed: [Int64: ClaimedJob] = [:]
        for row in rows {
            let job = try JobRecord(row)
            claimed[job.id] = job.lease.map { ClaimedJob(job: job, lease: $0) }
        }
        return jobs.compactMap { claimed[$0] }
    }
}
