/// The statements that find jobs, in one place: they run all the time, and a test reads their
/// plans.
extension QueueSQL {
    /// Jobs whose moment has come by `$1`, the earliest first, `$2` at most.
    package var due: String {
        """
        SELECT id FROM extraction_jobs WHERE state = 'scheduled' AND ready_at <= $1
        ORDER BY ready_at LIMIT $2\(skipLocked)
        """
    }

    /// The lanes with work in so many queues, or in all of them, the most urgent one first.
    package func lanes(queues: Int) -> String {
        let names = (0..<queues).map { "$\($0 + 1)" }.joined(separator: ", ")
        let condition = queues == 0 ? "" : " AND l.queue IN (\(names))"
        return """
            SELECT id, source, tier, is_guarded, head FROM (
                SELECT l.id, l.source, l.tier, CASE WHEN s.is_limited = 1
                        OR s.breaker_state <> 'closed' THEN 1 ELSE 0 END AS is_guarded,
                    (SELECT j.rank FROM extraction_jobs j
                        WHERE j.lane = l.id AND j.\(claimable)
                        ORDER BY j.rank, j.id LIMIT 1) AS head
                FROM job_lanes l LEFT JOIN job_queues q ON q.name = l.queue
                    LEFT JOIN job_sources s ON s.name = l.source
                WHERE q.paused_at IS NULL AND s.paused_at IS NULL\(condition)) AS heads
            WHERE head IS NOT NULL ORDER BY head, id
            """
    }

    /// The first `$2` jobs of lane `$1`.
    package var candidates: String {
        """
        SELECT id, rank, cost FROM extraction_jobs WHERE lane = $1 AND \(claimable)
        ORDER BY rank, id LIMIT $2\(skipLocked)
        """
    }

    /// Jobs whose lease ran out by `$1`, `$2` at most.
    package var expired: String {
        """
        SELECT id FROM extraction_jobs WHERE state = 'running' AND lease_until <= $1
        ORDER BY lease_until, lane, id LIMIT $2\(skipLocked)
        """
    }

    /// Jobs that ended before `$1`, `$2` at most, apart from dead ones.
    ///
    /// The newest job stays, so that no database gives its number out again.
    package var ended: String {
        """
        SELECT id FROM extraction_jobs
        WHERE finished_at IS NOT NULL AND finished_at < $1 AND state <> 'dead'
            AND id < (SELECT max(id) FROM extraction_jobs)
        ORDER BY finished_at LIMIT $2\(skipLocked)
        """
    }

    /// Lets the jobs that wait for job `$1` know at `$2` that it is over.
    ///
    /// - Parameter condition: Which of them, as a part of the statement.
    package func release(_ condition: String) -> String {
        let ready = "CASE WHEN ready_at > $2 THEN ready_at ELSE $2 END"
        return """
            UPDATE extraction_jobs SET pending = \(pendingAfterFinish), ready_at = \(ready),
                rank = \(ready) + (priority - 1) * \(Priority.ageingStepNanoseconds),
                state = CASE WHEN \(pendingAfterFinish) > 0 THEN 'blocked'
                    WHEN ready_at > $2 THEN 'scheduled' ELSE 'available' END
            WHERE state = 'blocked' AND id IN (
                SELECT job FROM job_dependencies WHERE depends_on = $1\(condition))
            """
    }

    /// The jobs that wait for job `$1`.
    package var dependents: String {
        "SELECT job FROM job_dependencies WHERE depends_on = $1 ORDER BY job"
    }

    /// The job that holds the unique key `$1`.
    package var keyHolder: String { "SELECT job FROM job_keys WHERE key = $1" }
}
