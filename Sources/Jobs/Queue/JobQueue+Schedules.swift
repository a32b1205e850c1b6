internal import AlmanacCore
package import Database
package import TimeSeries

/// A schedule as it stands in the database.
package struct ScheduleRecord: Sendable, Equatable {
    /// Its name.
    package let name: String
    /// When it comes due.
    package let recurrence: Recurrence
    /// What becomes of times that were missed.
    package let misfire: MisfirePolicy
    /// The job that it puts in, without dependencies.
    package let job: NewJob
    /// When it comes due next; `nil` where it never does.
    package let nextAt: Timestamp?
    /// When it last came due.
    package let lastAt: Timestamp?
    /// Whether it is paused.
    package let isPaused: Bool
}

extension JobQueue {
    /// Adds a schedule or changes it; its first time lies after now.
    ///
    /// A schedule whose recurrence does not change keeps its place, so that a program may state its
    /// schedules at every start. Where its job has a unique key, a time that comes while a job
    /// holds the key puts nothing in: with `once` the job that waits stands for it, with `skip` it
    /// is left out. Where all times are made up for there can be no such key.
    /// - Throws: ``AlmanacError`` of kind validation.
    package func setSchedule(
        _ name: String, _ recurrence: Recurrence, misfire: MisfirePolicy, job: NewJob,
        in transaction: Transaction, at now: Timestamp
    ) throws {
        try job.validate()
        guard !name.isEmpty, job.dependencies.isEmpty else {
            throw AlmanacError(
                .validation, "a schedule needs a name, and its job must have no dependencies",
                details: ["schedule": .string(name)])
        }
        guard job.uniqueKey == nil || misfire != .all else {
            throw AlmanacError(
                .validation, "a schedule that makes up for each time needs a job for each",
                details: ["schedule": .string(name)],
                suggestion: "leave the unique key out, or make up for missed times once")
        }
        try transaction.execute(
            """
            INSERT INTO job_schedules (name, recurrence, zone, misfire, job, next_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (name) DO UPDATE SET
                next_at = CASE WHEN job_schedules.recurrence = excluded.recurrence
                    AND job_schedules.zone = excluded.zone
                    THEN job_schedules.next_at ELSE excluded.next_at END,
                recurrence = excluded.recurrence, zone = excluded.zone,
                misfire = excluded.misfire, job = excluded.job
            """,
            [
                SQLValue(name), SQLValue(recurrence.text), SQLValue(recurrence.zone.name),
                SQLValue(misfire.rawValue), SQLValue(job.json.text()),
                SQLValue(nextTime(recurrence, now)?.nanoseconds),
            ])
    }

    /// Takes a schedule away; jobs that it has put in stay.
    ///
    /// - Throws: ``AlmanacError`` of kind notFound.
    package func removeSchedule(
        _ name: String, by actor: String, in transaction: Transaction, at now: Timestamp
    ) throws {
        let count = try transaction.execute(
            "DELETE FROM job_schedules WHERE name = $1", [SQLValue(name)])
        if count == 0 { throw Self.noSchedule(name) }
        try audit("remove", "schedule \(name)", by: actor, in: transaction, at: now)
    }

    /// All schedules, by name.
    package func schedules(in transaction: Transaction) throws -> [ScheduleRecord] {
        try transaction.query(
            "SELECT \(Self.scheduleColumns) FROM job_schedules ORDER BY name"
        ).map(Self.schedule)
    }

    /// When the next schedule comes due; `nil` where none does.
    package func nextScheduleTime(in transaction: Transaction) throws -> Timestamp? {
        try transaction.first(
            "SELECT min(next_at) FROM job_schedules WHERE paused_at IS NULL"
        )?.optionalInteger(0).map(Timestamp.init(nanoseconds:))
    }

    /// Puts in the jobs of schedules that have come due.
    ///
    /// The jobs and the schedule's new place are one transaction on the schedule's row: however
    /// many schedulers look, each time is put in once. The place only moves forward, so a clock
    /// that is set back repeats nothing.
    /// - Returns: The jobs that were put in.
    @discardableResult
    package func runSchedules(
        in transaction: Transaction, at now: Timestamp
    ) throws -> [Int64] {
        let due = try transaction.query(
            """
            SELECT \(Self.scheduleColumns) FROM job_schedules
            WHERE next_at <= $1 AND paused_at IS NULL ORDER BY name\(sql.skipLocked)
            """, [SQLValue(now.nanoseconds)]
        ).map(Self.schedule)
        return try due.flatMap { schedule -> [Int64] in
            var position = SchedulePosition(next: schedule.nextAt)
            let ticks = position.ticks(misfire: schedule.misfire, at: now) {
                nextTime(schedule.recurrence, $0)
            }
            try transaction.execute(
                """
                UPDATE job_schedules SET next_at = $2,
                    last_at = CASE WHEN CAST($3 AS BIGINT) IS NULL THEN last_at ELSE $3 END
                WHERE name = $1
                """,
                [
                    SQLValue(schedule.name), SQLValue(position.next?.nanoseconds),
                    SQLValue(ticks.last?.nanoseconds),
                ])
            let entries = try enqueue(
                ticks.map { Self.job(of: schedule, at: $0) }, in: transaction, at: now)
            return try zip(ticks, entries).compactMap { tick, entry -> Int64? in
                guard case .exists(let id) = entry else { return entry.id }
                if schedule.misfire == .once { try join(id, tick, in: transaction) }
                return nil
            }
        }
    }

    /// Lets a job that has not begun stand for a later time of its schedule too.
    private func join(_ id: Int64, _ tick: Timestamp, in transaction: Transaction) throws {
        guard let job = try job(id, in: transaction),
            var parameters = try job.parameters().objectValue
        else { return }
        parameters["scheduled_for"] = .string(tick.iso8601)
        try transaction.execute(
            """
            UPDATE extraction_jobs SET parameters = $2
            WHERE id = $1 AND state IN ('blocked', 'scheduled', 'available')
            """, [SQLValue(id), SQLValue(JSON.object(parameters).text())])
    }

    /// The job of one time of a schedule; it knows the time, since it may run much later.
    private static func job(of schedule: ScheduleRecord, at tick: Timestamp) -> NewJob {
        var job = schedule.job
        var parameters = job.parameters.objectValue ?? JSONObject()
        parameters["scheduled_for"] = .string(tick.iso8601)
        job.parameters = .object(parameters)
        job.kind = .scheduled
        if job.correlationID.isEmpty { job.correlationID = "\(schedule.name)@\(tick.iso8601)" }
        return job
    }

    static func noSchedule(_ name: String) -> AlmanacError {
        AlmanacError(
            .notFound, "there is no schedule \"\(name)\"", details: ["schedule": .string(name)])
    }

    private static let scheduleColumns =
        "name, recurrence, zone, misfire, job, next_at, last_at, paused_at"

    private static func schedule(_ row: Row) throws -> ScheduleRecord {
        let job = try JSON.parse(try row.text(4))
        return ScheduleRecord(
            name: try row.text(0),
            recurrence: try Recurrence(try row.text(1), zone: try row.text(2)),
            misfire: MisfirePolicy(rawValue: try row.text(3)) ?? .once, job: try NewJob(json: job),
            nextAt: try row.optionalInteger(5).map(Timestamp.init(nanoseconds:)),
            lastAt: try row.optionalInteger(6).map(Timestamp.init(nanoseconds:)),
            isPaused: try row.optionalInteger(7) != nil)
    }
}
