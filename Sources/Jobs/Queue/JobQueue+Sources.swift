internal import AlmanacCore
package import Database
package import TimeSeries

extension JobQueue {
    /// Sets what a source allows; its breaker keeps its state, a limit that is new starts full.
    package func configure(
        source: String, _ settings: SourceSettings, in transaction: Transaction,
        at now: Timestamp
    ) throws {
        try require(source: source)
        try ensure(source: source, in: transaction)
        let isLimited =
            !settings.rates.isEmpty || settings.concurrency != nil
            || !settings.tierConcurrency.isEmpty
        try transaction.execute(
            """
            UPDATE job_sources SET is_limited = $2, concurrency = $3, breaker_failures = $4,
                breaker_open = $5, breaker_open_cap = $6
            WHERE name = $1
            """,
            [
                SQLValue(source), SQLValue(isLimited),
                SQLValue(settings.concurrency?.maximum), SQLValue(settings.breaker.failures),
                SQLValue(settings.breaker.openNanoseconds),
                SQLValue(settings.breaker.openCapNanoseconds),
            ])
        try setRates(source, settings.rates, in: transaction, at: now)
        try transaction.execute(
            "DELETE FROM job_tier_limits WHERE source = $1", [SQLValue(source)])
        for (tier, limit) in settings.tierConcurrency.sorted(by: { $0.key < $1.key }) {
            try transaction.execute(
                "INSERT INTO job_tier_limits (source, tier, concurrency) VALUES ($1, $2, $3)",
                [SQLValue(source), SQLValue(tier), SQLValue(limit.maximum)])
        }
        try transaction.notify(Self.channel)
    }

    /// What is set for a source; the usual settings for one that is not known.
    package func settings(
        of source: String, in transaction: Transaction
    ) throws -> SourceSettings {
        guard let state = try SourceState(source, lock: "", in: transaction) else {
            return SourceSettings(breaker: breaker)
        }
        return SourceSettings(
            rates: state.buckets.map(\.limit), concurrency: state.concurrency,
            tierConcurrency: state.tiers.mapValues(\.limit), breaker: state.breaker.policy)
    }

    private func setRates(
        _ source: String, _ rates: [RateLimit], in transaction: Transaction, at now: Timestamp
    ) throws {
        guard Set(rates.map(\.periodNanoseconds)).count == rates.count else {
            throw AlmanacError(
                .validation, "the source \"\(source)\" has two limits for one period",
                details: ["source": .string(source)],
                suggestion: "keep the lower of the two")
        }
        let kept = try self.rates(source: source, in: transaction)
        for old in kept where !rates.contains(old) {
            try transaction.execute(
                "DELETE FROM job_rate_limits WHERE source = $1 AND period = $2",
                [SQLValue(source), SQLValue(old.periodNanoseconds)])
        }
        for rate in rates where !kept.contains(rate) {
            let bucket = TokenBucket(rate, at: now)
            try transaction.execute(
                """
                INSERT INTO job_rate_limits (source, period, starts, burst, units, updated_at)
                VALUES ($1, $2, $3, $4, $5, $6)
                """,
                [
                    SQLValue(source), SQLValue(rate.periodNanoseconds), SQLValue(rate.count),
                    SQLValue(rate.burst), SQLValue(bucket.units), SQLValue(now.nanoseconds),
                ])
        }
    }

    func ensure(source: String, in transaction: Transaction) throws {
        try transaction.execute(
            """
            INSERT INTO job_sources (name, breaker_failures, breaker_open, breaker_open_cap)
            VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO NOTHING
            """,
            [
                SQLValue(source), SQLValue(breaker.failures), SQLValue(breaker.openNanoseconds),
                SQLValue(breaker.openCapNanoseconds),
            ])
    }

    private func require(source: String) throws {
        guard source.isEmpty else { return }
        throw AlmanacError(.validation, "a source must have a name")
    }

    /// What can be paused.
    package enum Pausable: Sendable, Hashable {
        case queue(String)
        case source(String)
        case schedule(String)

        var subject: String {
            switch self {
            case .queue(let name): "queue \(name)"
            case .source(let name): "source \(name)"
            case .schedule(let name): "schedule \(name)"
            }
        }
    }

    /// Lets nothing of a queue or a source start, or nothing of a schedule come due, until it is
    /// resumed; what runs goes on.
    package func pause(
        _ target: Pausable, by actor: String, in transaction: Transaction, at now: Timestamp
    ) throws {
        try set(target, pausedAt: now, in: transaction)
        try audit("pause", target.subject, by: actor, in: transaction, at: now)
    }

    /// Takes a pause back.
    ///
    /// A schedule treats what came due meanwhile by its misfire policy.
    package func resume(
        _ target: Pausable, by actor: String, in transaction: Transaction, at now: Timestamp
    ) throws {
        try set(target, pausedAt: nil, in: transaction)
        try audit("resume", target.subject, by: actor, in: transaction, at: now)
        try transaction.notify(Self.channel)
    }

    private func set(
        _ target: Pausable, pausedAt moment: Timestamp?, in transaction: Transaction
    ) throws {
        switch target {
        case .queue(let name):
            try transaction.execute(
                """
                INSERT INTO job_queues (name, paused_at) VALUES ($1, $2)
                ON CONFLICT (name) DO UPDATE SET paused_at = excluded.paused_at
                """, [SQLValue(name), SQLValue(moment?.nanoseconds)])
        case .source(let name):
            try require(source: name)
            try ensure(source: name, in: transaction)
            try transaction.execute(
                "UPDATE job_sources SET paused_at = $2 WHERE name = $1",
                [SQLValue(name), SQLValue(moment?.nanoseconds)])
        case .schedule(let name):
            let changed = try transaction.execute(
                "UPDATE job_schedules SET paused_at = $2 WHERE name = $1",
                [SQLValue(name), SQLValue(moment?.nanoseconds)])
            if changed == 0 { throw Self.noSchedule(name) }
        }
    }

    /// Since when nothing of a source may start; nil where it may.
    package func pausedSince(
        source: String, in transaction: Transaction
    ) throws -> Timestamp? {
        try transaction.first(
            "SELECT paused_at FROM job_sources WHERE name = $1", [SQLValue(source)]
        )?.optionalInteger(0).map(Timestamp.init(nanoseconds:))
    }

    /// The rate limits that are set for a source, the shortest period first.
    package func rates(
        source: String, in transaction: Transaction
    ) throws -> [RateLimit] {
        try transaction.query(
            "SELECT starts, period, burst FROM job_rate_limits WHERE source = $1 ORDER BY period",
            [SQLValue(source)]
        ).map { row in
            RateLimit(
                count: Int(try row.integer(0)), periodNanoseconds: try row.integer(1),
                burst: Int(try row.integer(2)))
        }
    }

    /// Sets a source's rate limits and leaves all else that is set for it.
    package func setRates(
        source: String, _ rates: [RateLimit], in transaction: Transaction, at now: Timestamp
    ) throws {
        try require(source: source)
        try ensure(source: source, in: transaction)
        try transaction.execute(
            """
            UPDATE job_sources SET is_limited = CASE WHEN $2 = 1 OR concurrency IS NOT NULL
                OR EXISTS (SELECT 1 FROM job_tier_limits WHERE source = $1) THEN 1 ELSE 0 END
            WHERE name = $1
            """, [SQLValue(source), SQLValue(!rates.isEmpty)])
        try setRates(source, rates, in: transaction, at: now)
    }

    /// Takes tokens of a source's rate limits for requests beyond the one that each job may make.
    ///
    /// - Returns: `nil` where they are taken; else the earliest moment at which one may be there.
    package func takeTokens(
        _ count: Int, source: String, in transaction: Transaction, at now: Timestamp
    ) throws -> Timestamp? {
        guard
            var state = try SourceState(source, lock: sql.forUpdate, in: transaction)
        else { return nil }
        if let wait = state.buckets.filter({ $0.available(at: now) < count })
            .map({ $0.nextToken(at: now) }).max()
        {
            return max(wait, now.advanced(byNanoseconds: 1))
        }
        for index in state.buckets.indices { _ = state.buckets[index].take(count, at: now) }
        try state.save(sql, in: transaction)
        return nil
    }

    /// What a job's end says about its source.
    enum SourceVerdict { case succeeded, failed, nothing }

    /// Tells a source's breaker how a job ended.
    func tell(
        _ source: String, _ verdict: SourceVerdict, of job: Int64, in transaction: Transaction,
        at now: Timestamp
    ) throws {
        if source.isEmpty { return }
        if verdict == .failed {
            try ensure(source: source, in: transaction)
        } else {
            // Nothing can change for a source that is well, so its row need not be held.
            let isTroubled = try transaction.first(
                """
                SELECT 1 FROM job_sources
                WHERE name = $1 AND (failures_in_row > 0 OR breaker_state <> 'closed')
                """, [SQLValue(source)])
            if isTroubled == nil { return }
        }
        guard
            var state = try SourceState(
                source, lock: sql.forUpdate, countsRunning: false, in: transaction)
        else { return }
        switch verdict {
        case .succeeded: state.breaker.succeeded(job)
        case .failed: state.breaker.failed(job, at: now)
        case .nothing: state.breaker.released(job)
        }
        try state.save(sql, in: transaction)
    }

    /// A source's breaker; closed for one that is not known.
    package func breakerState(
        of source: String, in transaction: Transaction
    ) throws -> CircuitBreaker {
        try SourceState(source, lock: "", countsRunning: false, in: transaction)?.breaker
            ?? CircuitBreaker(breaker)
    }
}
