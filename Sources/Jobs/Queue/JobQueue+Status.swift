package import Database
package import TimeSeries

/// How the queue stands as a whole.
package struct QueueStatus: Sendable, Equatable {
    /// Jobs in each state; states without jobs are 0.
    package var counts: [JobState: Int]
    /// How long the job that has been available longest waits, in nanoseconds.
    package var oldestAvailableNanoseconds: Int64?
    /// How long the job that has run longest runs, in nanoseconds.
    package var oldestRunningNanoseconds: Int64?
    /// Jobs that succeeded within the window before the moment of asking.
    package var succeededInWindow: Int
    /// Jobs that died within that window.
    package var diedInWindow: Int
    /// The window's length.
    package var windowNanoseconds: Int64
    /// The sources that have settings or trouble, by name.
    package var sources: [SourceStatus]
    /// Queues that are paused, by name.
    package var pausedQueues: [String]
    /// Today's budgets that have a limit or a sum, by scope.
    package var budgets: [BudgetStatus]

    /// A source.
    package struct SourceStatus: Sendable, Equatable {
        /// Its name.
        package let name: String
        /// Whether nothing of it starts until it is resumed.
        package let isPaused: Bool
        /// What its breaker lets pass.
        package let breaker: CircuitBreaker.State
        /// Jobs that run.
        package let running: Int
    }

    /// A scope of money today.
    package struct BudgetStatus: Sendable, Equatable {
        /// `total`, or `source:` and a name.
        package let scope: String
        /// Limit and sums.
        package let budget: Budget
    }
}

extension JobQueue {
    /// How the queue stands.
    ///
    /// - Complexity: One pass over all jobs; for people and for a scrape every few seconds.
    package func status(
        windowNanoseconds: Int64 = 60_000_000_000, in transaction: Transaction, at now: Timestamp
    ) throws -> QueueStatus {
        var status = QueueStatus(
            counts: Dictionary(uniqueKeysWithValues: JobState.allCases.map { ($0, 0) }),
            succeededInWindow: 0, diedInWindow: 0, windowNanoseconds: windowNanoseconds,
            sources: try sources(in: transaction), pausedQueues: [],
            budgets: try budgets(in: transaction, at: now))
        for row in try transaction.query(
            """
            SELECT state, count(*), min(ready_at), min(started_at) FROM extraction_jobs
            GROUP BY state
            """)
        {
            guard let state = JobState(rawValue: try row.text(0)) else { continue }
            status.counts[state] = Int(try row.integer(1))
            if state == .available {
                status.oldestAvailableNanoseconds = max(0, now.nanoseconds - (try row.integer(2)))
            } else if state == .running, let started = try row.optionalInteger(3) {
                status.oldestRunningNanoseconds = max(0, now.nanoseconds - started)
            }
        }
        for row in try transaction.query(
            """
            SELECT state, count(*) FROM extraction_jobs
            WHERE finished_at IS NOT NULL AND finished_at > $1 AND finished_at <= $2 GROUP BY state
            """,
            [
                SQLValue(now.advanced(byNanoseconds: -windowNanoseconds).nanoseconds),
                SQLValue(now.nanoseconds),
            ])
        {
            let count = Int(try row.integer(1))
            switch JobState(rawValue: try row.text(0)) {
            case .succeeded: status.succeededInWindow = count
            case .dead: status.diedInWindow = count
            default: break
            }
        }
        status.pausedQueues = try transaction.query(
            "SELECT name FROM job_queues WHERE paused_at IS NOT NULL ORDER BY name"
        ).map { try $0.text(0) }
        return status
    }

    private func sources(in transaction: Transaction) throws -> [QueueStatus.SourceStatus] {
        try transaction.query(
            """
            SELECT s.name, s.paused_at, (SELECT count(*) FROM extraction_jobs j
                    JOIN job_lanes l ON l.id = j.lane
                    WHERE j.state = 'running' AND l.source = s.name)
            FROM job_sources s ORDER BY s.name
            """
        ).map { row in
            let name = try row.text(0)
            return QueueStatus.SourceStatus(
                name: name, isPaused: try row.optionalInteger(1) != nil,
                breaker: try breakerState(of: name, in: transaction).state,
                running: Int(try row.integer(2)))
        }
    }

    private func budgets(
        in transaction: Transaction, at now: Timestamp
    ) throws -> [QueueStatus.BudgetStatus] {
        let day = Budget.day(of: now)
        return try transaction.query(
            """
            SELECT scope FROM money_limits UNION SELECT scope FROM money_days WHERE day = $1
            ORDER BY scope
            """, [SQLValue(day)]
        ).map { row in
            let scope = try row.text(0)
            return QueueStatus.BudgetStatus(
                scope: scope, budget: try ledger.budget(scope, day: day, in: transaction))
        }
    }
}
