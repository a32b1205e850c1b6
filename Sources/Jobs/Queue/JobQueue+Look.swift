package import Database
package import TimeSeries

/// A dead letter: a job that was given up, and why.
package struct DeadLetter: Sendable, Equatable {
    /// Its number.
    package let id: Int64
    /// The job.
    package let job: Int64
    /// What a worker was to do.
    package let handler: String
    /// What the handler was given, as JSON text.
    package let input: String
    /// Why the job was given up.
    package let reason: String
    /// What went wrong last.
    package let error: String
    /// Where it went wrong, as far as it is known.
    package let stack: String
    /// When the job was given up.
    package let diedAt: Timestamp
    /// When and how it was dealt with; `replayed` or `discarded`.
    package let resolution: String?
}

/// A line of the audit trail.
package struct AuditEntry: Sendable, Equatable {
    /// When.
    package let at: Timestamp
    /// Who.
    package let actor: String
    /// What was done.
    package let action: String
    /// To what.
    package let subject: String
    /// Why.
    package let detail: String
}

/// A failed delivery of a job.
package struct JobAttempt: Sendable, Equatable {
    /// The delivery's number.
    package let delivery: Int64
    /// When it failed.
    package let at: Timestamp
    /// What went wrong.
    package let error: String
}

/// Which jobs to list.
package struct JobFilter: Sendable, Equatable {
    /// Only jobs in this state.
    package var state: JobState?
    /// Only jobs of this queue.
    package var queue: String?
    /// Only jobs of this source.
    package var source: String?
    /// Only jobs of this handler.
    package var handler: String?
    /// Only jobs with lower numbers, to go on from the last one shown.
    package var before: Int64?

    /// Makes a filter that lets every job through.
    package init() {}
}

extension JobQueue {
    /// Jobs, the newest first.
    package func jobs(
        _ filter: JobFilter = JobFilter(), limit: Int = 100, in transaction: Transaction
    ) throws -> [JobRecord] {
        var conditions: [String] = []
        var values: [SQLValue] = []
        func add(_ column: String, _ sign: String, _ value: SQLValue?) {
            guard let value else { return }
            values.append(value)
            conditions.append("\(column) \(sign) $\(values.count)")
        }
        add("j.state", "=", filter.state.map { SQLValue($0.rawValue) })
        add("l.queue", "=", filter.queue.map { SQLValue($0) })
        add("l.source", "=", filter.source.map { SQLValue($0) })
        add("j.handler", "=", filter.handler.map { SQLValue($0) })
        add("j.id", "<", filter.before.map { SQLValue($0) })
        values.append(SQLValue(limit))
        let clause = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        return try transaction.query(
            "\(JobRecord.select)\(clause) ORDER BY j.id DESC LIMIT $\(values.count)", values
        ).map(JobRecord.init)
    }

    /// The sources of which the queue has ever had a job, a limit or a pause, by name.
    package func sourceNames(in transaction: Transaction) throws -> [String] {
        try transaction.query(
            """
            SELECT source FROM job_lanes WHERE source <> '' UNION SELECT name FROM job_sources
            UNION SELECT substr(scope, 8) FROM money_limits WHERE scope LIKE 'source:%'
            ORDER BY 1
            """
        ).map { try $0.text(0) }
    }

    /// Dead letters that nobody has dealt with, the oldest first unless told otherwise.
    package func deadLetters(
        handler: String? = nil, limit: Int = 100, isNewestFirst: Bool = false,
        in transaction: Transaction
    ) throws -> [DeadLetter] {
        let clause = handler == nil ? "" : " AND handler = $2"
        return try transaction.query(
            """
            SELECT id, job, handler, input, reason, error, stack, died_at, resolution
            FROM dead_letters WHERE resolved_at IS NULL\(clause)
            ORDER BY id\(isNewestFirst ? " DESC" : "") LIMIT $1
            """, [SQLValue(limit)] + (handler.map { [SQLValue($0)] } ?? [])
        ).map(Self.letter)
    }

    /// All dead letters of a job, the oldest first.
    package func deadLetters(
        of job: Int64, in transaction: Transaction
    ) throws -> [DeadLetter] {
        try transaction.query(
            """
            SELECT id, job, handler, input, reason, error, stack, died_at, resolution
            FROM dead_letters WHERE job = $1 ORDER BY id
            """, [SQLValue(job)]
        ).map(Self.letter)
    }

    private static func letter(_ row: Row) throws -> DeadLetter {
        DeadLetter(
            id: try row.integer(0), job: try row.integer(1), handler: try row.text(2),
            input: try row.text(3), reason: try row.text(4), error: try row.text(5),
            stack: try row.text(6), diedAt: Timestamp(nanoseconds: try row.integer(7)),
            resolution: try row.optionalText(8))
    }

    /// A job's failed deliveries, the oldest first.
    package func failures(
        of job: Int64, in transaction: Transaction
    ) throws -> [JobAttempt] {
        try transaction.query(
            "SELECT delivery, at, error FROM job_failures WHERE job = $1 ORDER BY delivery",
            [SQLValue(job)]
        ).map { row in
            JobAttempt(
                delivery: try row.integer(0), at: Timestamp(nanoseconds: try row.integer(1)),
                error: try row.text(2))
        }
    }

    /// What was done by hand to a subject such as `job 7` or `queue default`, the oldest first.
    package func auditTrail(
        of subject: String, in transaction: Transaction
    ) throws -> [AuditEntry] {
        try transaction.query(
            """
            SELECT at, actor, action, subject, detail FROM job_audit WHERE subject = $1 ORDER BY id
            """, [SQLValue(subject)]
        ).map { row in
            AuditEntry(
                at: Timestamp(nanoseconds: try row.integer(0)), actor: try row.text(1),
                action: try row.text(2), subject: try row.text(3), detail: try row.text(4))
        }
    }
}
