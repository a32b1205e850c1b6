internal import AlmanacCore
package import Database
package import TimeSeries

extension JobQueue {
    /// What became of a job that was to be put in.
    package enum Enqueued: Sendable, Equatable {
        /// It is in, with this number.
        case added(Int64)
        /// Its unique key belongs to this job, which is not over.
        case exists(Int64)

        /// The job that there is now.
        package var id: Int64 {
            switch self {
            case .added(let id), .exists(let id): id
            }
        }
    }

    /// Puts a job in.
    ///
    /// - Throws: ``AlmanacError`` of kind validation, or notFound for a dependency.
    @discardableResult
    package func enqueue(
        _ job: NewJob, in transaction: Transaction, at now: Timestamp
    ) throws -> Enqueued {
        try enqueue([job], in: transaction, at: now)[0]
    }

    /// Puts jobs in, in order: all of them or, with the transaction, none.
    @discardableResult
    package func enqueue(
        _ jobs: [NewJob], in transaction: Transaction, at now: Timestamp
    ) throws -> [Enqueued] {
        var lanes: [[String]: Int64] = [:]
        var results: [Enqueued] = []
        var plain: [(job: NewJob, lane: Int64)] = []
        func addPlain() throws {
            results += try insert(plain, in: transaction, at: now).map { .added($0) }
            plain = []
        }
        for job in jobs {
            try job.validate()
            let name = [job.queue, job.source, job.tier]
            let lane = try lanes[name] ?? self.lane(job, in: transaction)
            lanes[name] = lane
            if job.uniqueKey == nil && job.dependencies.isEmpty {
                plain.append((job, lane))
                if plain.count == Self.rowsAtOnce { try addPlain() }
            } else {
                try addPlain()
                results.append(try insert(job, lane: lane, in: transaction, at: now))
            }
        }
        try addPlain()
        if !jobs.isEmpty { try transaction.notify(Self.channel) }
        return results
    }

    /// How many jobs one statement adds at most.
    private static let rowsAtOnce = 50

    /// Puts in jobs that run side by side, and one that runs once all of them are over.
    ///
    /// - Returns: The children in order, and the join.
    package func enqueue(
        _ children: [NewJob], join: NewJob, condition: NewJob.Dependency.Condition = .success,
        in transaction: Transaction, at now: Timestamp
    ) throws -> (children: [Enqueued], join: Enqueued) {
        let added = try enqueue(children, in: transaction, at: now)
        var join = join
        // Two children of one unique key are one job.
        for id in Set(added.map(\.id)).sorted() {
            join.dependencies.append(NewJob.Dependency(id, condition))
        }
        return (added, try enqueue(join, in: transaction, at: now))
    }

    private func lane(_ job: NewJob, in transaction: Transaction) throws -> Int64 {
        let name = [SQLValue(job.queue), SQLValue(job.source), SQLValue(job.tier)]
        let find = "SELECT id FROM job_lanes WHERE queue = $1 AND source = $2 AND tier = $3"
        if let row = try transaction.first(find, name) { return try row.integer(0) }
        try transaction.execute(
            """
            INSERT INTO job_lanes (queue, source, tier) VALUES ($1, $2, $3)
            ON CONFLICT (queue, source, tier) DO NOTHING
            """, name)
        guard let row = try transaction.first(find, name) else {
            throw AlmanacError(.internalError, "a lane that was added is not there")
        }
        return try row.integer(0)
    }

    private func insert(
        _ job: NewJob, lane: Int64, in transaction: Transaction, at now: Timestamp
    ) throws -> Enqueued {
        let pending = try unfinished(job.dependencies, in: transaction)
        let id = try insert(
            [(job, lane)], pending: pending.count, in: transaction, at: now)[0]
        if let key = job.uniqueKey,
            let holder = try take(key, for: id, in: transaction, at: now)
        {
            try transaction.execute(
                "DELETE FROM extraction_jobs WHERE id = $1", [SQLValue(id)])
            return .exists(holder)
        }
        for dependency in pending { try add(dependency, to: id, in: transaction) }
        return .added(id)
    }

    private static let columnsOfNewJobs = """
        lane, plan, kind, handler, parameters, correlation_id, unique_key, priority, cost, \
        deadline, max_attempts, state, rank, ready_at, pending, created_at
        """

    /// Adds rows, and gives back their numbers in order.
    private func insert(
        _ jobs: [(job: NewJob, lane: Int64)], pending: Int = 0, in transaction: Transaction,
        at now: Timestamp
    ) throws -> [Int64] {
        if jobs.isEmpty { return [] }
        let width = 16
        let rows = jobs.indices.map { row in
            "(" + (1...width).map { "$\(row * width + $0)" }.joined(separator: ", ") + ")"
        }
        let values = jobs.flatMap { job, lane -> [SQLValue] in
            let ready = max(job.runAt ?? now, now)
            let state: JobState = pending > 0 ? .blocked : ready > now ? .scheduled : .available
            return [
                SQLValue(lane), SQLValue(job.plan), SQLValue(job.kind.rawValue),
                SQLValue(job.handler), SQLValue(job.parameters.text()),
                SQLValue(job.correlationID), SQLValue(job.uniqueKey?.text),
                SQLValue(job.priority.value), SQLValue(job.cost.microdollars),
                SQLValue(job.deadlineNanoseconds), SQLValue(job.maxAttempts),
                SQLValue(state.rawValue), SQLValue(job.priority.rank(readyAt: ready)),
                SQLValue(ready.nanoseconds), SQLValue(pending), SQLValue(now.nanoseconds),
            ]
        }
        let ids = try transaction.query(
            """
            INSERT INTO extraction_jobs (\(Self.columnsOfNewJobs))
            VALUES \(rows.joined(separator: ", ")) RETURNING id
            """, values
        ).map { try $0.integer(0) }
        guard ids.count == jobs.count else {
            throw AlmanacError(.internalError, "jobs were added without numbers")
        }
        // Numbers are given out in the order of the rows; the answer need not keep it.
        return ids.sorted()
    }

    /// Takes a unique key; gives back the job that holds it where there is one.
    func take(
        _ key: NewJob.UniqueKey, for job: Int64, in transaction: Transaction, at now: Timestamp
    ) throws -> Int64? {
        let taken = try transaction.execute(
            """
            INSERT INTO job_keys (key, job, kept_for) VALUES ($1, $2, $3)
            ON CONFLICT (key) DO UPDATE
            SET job = excluded.job, kept_for = excluded.kept_for, expires_at = NULL
            WHERE \(sql.keyIsFree)
            """,
            [
                SQLValue(key.text), SQLValue(job), SQLValue(key.keptForNanoseconds),
                SQLValue(now.nanoseconds),
            ])
        if taken > 0 { return nil }
        return try transaction.first(sql.keyHolder, [SQLValue(key.text)])?.integer(0)
    }

    /// Those of a job's dependencies that are still to be waited for.
    private func unfinished(
        _ dependencies: [NewJob.Dependency], in transaction: Transaction
    ) throws -> [NewJob.Dependency] {
        // In order of numbers, so that two transactions never wait for each other.
        try dependencies.sorted { $0.job < $1.job }.filter { dependency in
            let row = try transaction.first(
                "SELECT state FROM extraction_jobs WHERE id = $1\(sql.forUpdate)",
                [SQLValue(dependency.job)])
            guard let state = try row.flatMap({ JobState(rawValue: try $0.text(0)) }) else {
                throw AlmanacError(
                    .notFound, "there is no job \(dependency.job) to wait for",
                    details: ["job": .integer(Int(dependency.job))])
            }
            switch (dependency.condition, state) {
            case (_, .succeeded): return false
            case (.end, _): return !state.isFinished
            case (.success, .cancelled):
                throw AlmanacError(
                    .conflict, "job \(dependency.job) was cancelled, so it will never succeed",
                    details: ["job": .integer(Int(dependency.job))])
            case (.success, _): return true
            }
        }
    }

    private func add(
        _ dependency: NewJob.Dependency, to job: Int64, in transaction: Transaction
    ) throws {
        try transaction.execute(
            "INSERT INTO job_dependencies (job, depends_on, condition) VALUES ($1, $2, $3)",
            [SQLValue(job), SQLValue(dependency.job), SQLValue(dependency.condition.rawValue)])
        try transaction.execute(
            "UPDATE extraction_jobs SET has_dependents = 1 WHERE id = $1",
            [SQLValue(dependency.job)])
    }
}
