package import AlmanacCore
internal import Database
package import TimeSeries

/// A job as it stands in the database.
package struct JobRecord: Sendable, Equatable {
    /// The number by which it is known.
    package let id: Int64
    /// The queue.
    package let queue: String
    /// The source; empty for none.
    package let source: String
    /// The source's tier; empty for none.
    package let tier: String
    /// The plan it belongs to.
    package let plan: Int64?
    /// Why it exists.
    package let kind: JobKind
    /// What a worker does.
    package let handler: String
    /// What the handler is given, as JSON text.
    package let parametersText: String
    /// Passed through everything that it causes.
    package let correlationID: String
    /// How urgent it is.
    package let priority: Priority
    /// What it will cost at most, by estimate.
    package let cost: Money
    /// How long one delivery may take.
    package let deadlineNanoseconds: Int64
    /// Attempts that may fail.
    package let maxAttempts: Int
    /// Where it stands.
    package let state: JobState
    /// From when it may run.
    package let readyAt: Timestamp
    /// How many jobs it still waits for.
    package let pending: Int
    /// Attempts that failed.
    package let attempts: Int
    /// How often it was given to a worker; the fencing token of the latest.
    package let deliveries: Int64
    /// Deliveries that ended without a result.
    package let lost: Int
    /// The lease, while it runs.
    package let lease: Lease?
    /// Items that its last result counted.
    package let items: Int
    /// Why it waits, failed or ended.
    package let note: String?
    /// When it was put in.
    package let createdAt: Timestamp
    /// When it was last given to a worker.
    package let startedAt: Timestamp?
    /// When it ended.
    package let finishedAt: Timestamp?
    let uniqueKey: String?
    let hasDependents: Bool

    /// The parameters, read.
    package func parameters() throws -> JSON { try JSON.parse(parametersText) }

    /// The columns in the order in which `init` reads them, by the name of the jobs' table.
    private static func columns(
        _ jobs: String, queue: String, source: String, tier: String
    ) -> String {
        let names = [
            "plan", "kind", "handler", "parameters", "correlation_id", "priority", "cost",
            "deadline", "max_attempts", "state", "ready_at", "pending", "attempts", "deliveries",
            "lost", "lease_worker", "lease_until", "items", "note", "created_at", "started_at",
            "finished_at", "unique_key", "has_dependents",
        ]
        let all = ["\(jobs).id", queue, source, tier] + names.map { "\(jobs).\($0)" }
        return all.joined(separator: ", ")
    }

    /// Reads jobs with their lanes `l`.
    static let select = """
        SELECT \(columns("j", queue: "l.queue", source: "l.source", tier: "l.tier")) \
        FROM extraction_jobs j JOIN job_lanes l ON l.id = j.lane
        """
    /// The same columns where a statement that changes jobs gives them back.
    static let returned = columns(
        "extraction_jobs", queue: ofLane("queue"), source: ofLane("source"), tier: ofLane("tier"))

    private static func ofLane(_ column: String) -> String {
        "(SELECT l.\(column) FROM job_lanes l WHERE l.id = extraction_jobs.lane)"
    }

    init(_ row: Row) throws {
        id = try row.integer(0)
        queue = try row.text(1)
        source = try row.text(2)
        tier = try row.text(3)
        plan = try row.optionalInteger(4)
        kind = JobKind(rawValue: try row.text(5)) ?? .event
        handler = try row.text(6)
        parametersText = try row.text(7)
        correlationID = try row.text(8)
        priority = Priority(clamping: Int(try row.integer(9)))
        cost = Money(microdollars: try row.integer(10))
        deadlineNanoseconds = try row.integer(11)
        maxAttempts = Int(try row.integer(12))
        let state = try row.text(13)
        guard let known = JobState(rawValue: state) else {
            throw AlmanacError(.internalError, "a job has the state \"\(state)\"")
        }
        self.state = known
        readyAt = Timestamp(nanoseconds: try row.integer(14))
        pending = Int(try row.integer(15))
        attempts = Int(try row.integer(16))
        deliveries = try row.integer(17)
        lost = Int(try row.integer(18))
        if let worker = try row.optionalText(19), let until = try row.optionalInteger(20) {
            lease = Lease(
                job: id, token: deliveries, worker: worker, until: Timestamp(nanoseconds: until))
        } else {
            lease = nil
        }
        items = Int(try row.integer(21))
        note = try row.optionalText(22)
        createdAt = Timestamp(nanoseconds: try row.integer(23))
        startedAt = try row.optionalInteger(24).map(Timestamp.init(nanoseconds:))
        finishedAt = try row.optionalInteger(25).map(Timestamp.init(nanoseconds:))
        uniqueKey = try row.optionalText(26)
        hasDependents = try row.bool(27)
    }
}

/// A job that a worker has just been given, with the lease under which it may work.
package struct ClaimedJob: Sendable, Equatable {
    /// The job.
    package let job: JobRecord
    /// The right to it.
    package let lease: Lease
}
