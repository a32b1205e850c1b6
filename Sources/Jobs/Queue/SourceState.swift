internal import AlmanacCore
internal import Database
internal import TimeSeries

/// What is set for a source.
package struct SourceSettings: Sendable, Equatable {
    /// Starts in a period; several may hold, each with a period of its own.
    package var rates: [RateLimit]
    /// Jobs at once.
    package var concurrency: ConcurrencyLimit?
    /// Jobs at once of a tier.
    package var tierConcurrency: [String: ConcurrencyLimit]
    /// When the breaker opens, and for how long.
    package var breaker: CircuitBreaker.Policy

    /// Makes settings; without limits unless told otherwise.
    package init(
        rates: [RateLimit] = [], concurrency: ConcurrencyLimit? = nil,
        tierConcurrency: [String: ConcurrencyLimit] = [:],
        breaker: CircuitBreaker.Policy = CircuitBreaker.Policy()
    ) {
        self.rates = rates
        self.concurrency = concurrency
        self.tierConcurrency = tierConcurrency
        self.breaker = breaker
    }
}

/// What a source allows now, as it stands in the database, while its row is held.
struct SourceState {
    let name: String
    var breaker: CircuitBreaker
    var buckets: [TokenBucket]
    var concurrency: ConcurrencyLimit?
    /// Maximum and running jobs of each tier that has a limit.
    var tiers: [String: (limit: ConcurrencyLimit, running: Int)]
    var running: Int
    /// As read, so that only what changed is written.
    private let storedBreaker: CircuitBreaker
    private let storedBuckets: [TokenBucket]

    /// Reads a source and holds its row; `nil` where it is not there or someone else holds it.
    init?(
        _ name: String, lock: String, countsRunning: Bool = true, in transaction: Transaction
    ) throws {
        guard
            let row = try transaction.first(
                """
                SELECT concurrency, breaker_failures, breaker_open, breaker_open_cap,
                    breaker_state, breaker_until, breaker_probe, failures_in_row, openings
                FROM job_sources WHERE name = $1\(lock)
                """, [SQLValue(name)])
        else { return nil }
        self.name = name
        concurrency = try row.optionalInteger(0).map { ConcurrencyLimit(Int($0)) }
        let state: CircuitBreaker.State
        switch try row.text(4) {
        case "open":
            state = .open(until: Timestamp(nanoseconds: try row.integer(5)))
        case "half_open": state = .halfOpen(probe: try row.optionalInteger(6))
        default: state = .closed
        }
        breaker = CircuitBreaker(
            CircuitBreaker.Policy(
                failures: Int(try row.integer(1)), openNanoseconds: try row.integer(2),
                openCapNanoseconds: try row.integer(3)),
            state: state, failuresInRow: Int(try row.integer(7)),
            openings: Int(try row.integer(8)))
        storedBreaker = breaker
        buckets = countsRunning ? try Self.buckets(name, in: transaction) : []
        storedBuckets = buckets
        (tiers, running) = ([:], 0)
        if countsRunning { try countRunning(in: transaction) }
    }

    private static func buckets(
        _ name: String, in transaction: Transaction
    ) throws -> [TokenBucket] {
        try transaction.query(
            """
            SELECT starts, period, burst, units, updated_at FROM job_rate_limits
            WHERE source = $1 ORDER BY period
            """, [SQLValue(name)]
        ).map { row in
            TokenBucket(
                RateLimit(
                    count: Int(try row.integer(0)), periodNanoseconds: try row.integer(1),
                    burst: Int(try row.integer(2))),
                units: try row.integer(3), updated: Timestamp(nanoseconds: try row.integer(4)))
        }
    }

    private mutating func countRunning(in transaction: Transaction) throws {
        for row in try transaction.query(
            "SELECT tier, concurrency FROM job_tier_limits WHERE source = $1", [SQLValue(name)])
        {
            tiers[try row.text(0)] = (ConcurrencyLimit(Int(try row.integer(1))), 0)
        }
        guard concurrency != nil || !tiers.isEmpty else { return }
        for row in try transaction.query(
            """
            SELECT l.tier, count(*) FROM extraction_jobs j JOIN job_lanes l ON l.id = j.lane
            WHERE j.state = 'running' AND l.source = $1 GROUP BY l.tier
            """, [SQLValue(name)])
        {
            let count = Int(try row.integer(1))
            running += count
            tiers[try row.text(0)]?.running = count
        }
    }

    /// How many jobs of a tier may start now, at most `wanted`.
    mutating func room(tier: String, wanted: Int, at now: Timestamp) -> Int {
        var room = breaker.admit(wanted, at: now)
        for bucket in buckets { room = min(room, bucket.available(at: now)) }
        if let concurrency { room = min(room, concurrency.room(running: running)) }
        if let tier = tiers[tier] { room = min(room, tier.limit.room(running: tier.running)) }
        return room
    }

    /// Notes that a job starts.
    mutating func start(_ job: Int64, tier: String, at now: Timestamp) {
        breaker.started(job)
        for index in buckets.indices { _ = buckets[index].take(1, at: now) }
        running += 1
        tiers[tier]?.running += 1
    }

    /// Writes what changed.
    func save(_ sql: QueueSQL, in transaction: Transaction) throws {
        if breaker != storedBreaker { try saveBreaker(sql, in: transaction) }
        for (bucket, stored) in zip(buckets, storedBuckets) where bucket != stored {
            try transaction.execute(
                """
                UPDATE job_rate_limits SET units = \(sql.unitsAfter), updated_at = $4
                WHERE source = $1 AND period = $2
                """,
                [
                    SQLValue(name), SQLValue(bucket.limit.periodNanoseconds),
                    SQLValue(bucket.units), SQLValue(bucket.updated.nanoseconds),
                ])
        }
    }

    private func saveBreaker(_ sql: QueueSQL, in transaction: Transaction) throws {
        var until: Int64?
        var probe: Int64?
        let state: String
        switch breaker.state {
        case .closed: state = "closed"
        case .open(let moment):
            state = "open"
            until = moment.nanoseconds
        case .halfOpen(let job):
            state = "half_open"
            probe = job
        }
        try transaction.execute(
            """
            UPDATE job_sources SET breaker_state = \(sql.breakerAfter), breaker_until = $3,
                breaker_probe = $4, failures_in_row = $5, openings = $6
            WHERE name = $1
            """,
            [
                SQLValue(name), SQLValue(state), SQLValue(until), SQLValue(probe),
                SQLValue(breaker.failuresInRow), SQLValue(breaker.openings),
            ])
    }
}
