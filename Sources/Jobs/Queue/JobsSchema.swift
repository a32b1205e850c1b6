package import Database

/// The tables of the queue.
///
/// `extraction_jobs` is not partitioned: jobs leave it when they are pruned, a live job must be
/// found by its id alone, and its indexes are partial, so that finished jobs cost waiting ones
/// nothing. The indexes are those that claims, promotion, rescue, pruning and dependencies need.
package enum JobsSchema {
    /// Brings the tables up to date.
    package static let migrator = Migrator(
        component: "jobs", [Migration(1, "queue, limits, schedules, money", text)])

    private static let text = """
        CREATE TABLE extraction_plans (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            document TEXT NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE job_queues (
            name TEXT PRIMARY KEY NOT NULL,
            paused_at INTEGER
        ) STRICT;

        CREATE TABLE job_sources (
            name TEXT PRIMARY KEY NOT NULL,
            paused_at INTEGER,
            is_limited INTEGER NOT NULL DEFAULT 0,
            concurrency INTEGER,
            breaker_failures INTEGER NOT NULL,
            breaker_open INTEGER NOT NULL,
            breaker_open_cap INTEGER NOT NULL,
            breaker_state TEXT NOT NULL DEFAULT 'closed',
            breaker_until INTEGER,
            breaker_probe INTEGER,
            failures_in_row INTEGER NOT NULL DEFAULT 0,
            openings INTEGER NOT NULL DEFAULT 0
        ) STRICT;

        CREATE TABLE job_tier_limits (
            source TEXT NOT NULL REFERENCES job_sources (name),
            tier TEXT NOT NULL,
            concurrency INTEGER NOT NULL,
            PRIMARY KEY (source, tier)
        ) STRICT;

        CREATE TABLE job_rate_limits (
            source TEXT NOT NULL REFERENCES job_sources (name),
            period INTEGER NOT NULL,
            starts INTEGER NOT NULL,
            burst INTEGER NOT NULL,
            units INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            PRIMARY KEY (source, period)
        ) STRICT;

        CREATE TABLE job_lanes (
            id INTEGER PRIMARY KEY,
            queue TEXT NOT NULL,
            source TEXT NOT NULL,
            tier TEXT NOT NULL,
            UNIQUE (queue, source, tier)
        ) STRICT;

        CREATE TABLE extraction_jobs (
            id INTEGER PRIMARY KEY,
            lane INTEGER NOT NULL REFERENCES job_lanes (id),
            plan INTEGER REFERENCES extraction_plans (id),
            kind TEXT NOT NULL,
            handler TEXT NOT NULL,
            parameters TEXT NOT NULL,
            correlation_id TEXT NOT NULL,
            unique_key TEXT,
            priority INTEGER NOT NULL,
            cost INTEGER NOT NULL,
            deadline INTEGER NOT NULL,
            max_attempts INTEGER NOT NULL,
            state TEXT NOT NULL,
            rank INTEGER NOT NULL,
            ready_at INTEGER NOT NULL,
            pending INTEGER NOT NULL DEFAULT 0,
            has_dependents INTEGER NOT NULL DEFAULT 0,
            attempts INTEGER NOT NULL DEFAULT 0,
            deliveries INTEGER NOT NULL DEFAULT 0,
            lost INTEGER NOT NULL DEFAULT 0,
            lease_worker TEXT,
            lease_until INTEGER,
            items INTEGER NOT NULL DEFAULT 0,
            note TEXT,
            created_at INTEGER NOT NULL,
            started_at INTEGER,
            finished_at INTEGER
        ) STRICT;
        CREATE INDEX jobs_available ON extraction_jobs (lane, rank, id) WHERE state = 'available';
        CREATE INDEX jobs_scheduled ON extraction_jobs (ready_at) WHERE state = 'scheduled';
        CREATE INDEX jobs_running ON extraction_jobs (lease_until, lane) WHERE state = 'running';
        CREATE INDEX jobs_finished ON extraction_jobs (finished_at) WHERE finished_at IS NOT NULL;

        CREATE TABLE job_dependencies (
            job INTEGER NOT NULL REFERENCES extraction_jobs (id) ON DELETE CASCADE,
            depends_on INTEGER NOT NULL,
            condition TEXT NOT NULL,
            PRIMARY KEY (depends_on, job)
        ) STRICT;
        CREATE INDEX dependencies_of_job ON job_dependencies (job);

        CREATE TABLE job_keys (
            key TEXT PRIMARY KEY NOT NULL,
            job INTEGER NOT NULL,
            kept_for INTEGER NOT NULL,
            expires_at INTEGER
        ) STRICT;

        CREATE TABLE job_failures (
            job INTEGER NOT NULL REFERENCES extraction_jobs (id) ON DELETE CASCADE,
            delivery INTEGER NOT NULL,
            at INTEGER NOT NULL,
            error TEXT NOT NULL,
            PRIMARY KEY (job, delivery)
        ) STRICT;

        CREATE TABLE dead_letters (
            id INTEGER PRIMARY KEY,
            job INTEGER NOT NULL,
            handler TEXT NOT NULL,
            input TEXT NOT NULL,
            reason TEXT NOT NULL,
            error TEXT NOT NULL,
            stack TEXT NOT NULL,
            died_at INTEGER NOT NULL,
            resolved_at INTEGER,
            resolution TEXT
        ) STRICT;
        CREATE INDEX dead_letters_of_job ON dead_letters (job);
        CREATE INDEX dead_letters_open ON dead_letters (id) WHERE resolved_at IS NULL;

        CREATE TABLE job_audit (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            subject TEXT NOT NULL,
            detail TEXT NOT NULL
        ) STRICT;
        CREATE INDEX audit_of_subject ON job_audit (subject, id);

        CREATE TABLE job_intents (
            id INTEGER PRIMARY KEY,
            job INTEGER NOT NULL,
            name TEXT NOT NULL,
            idempotency_key TEXT NOT NULL UNIQUE,
            request TEXT NOT NULL,
            state TEXT NOT NULL,
            reservation INTEGER NOT NULL,
            result TEXT,
            created_at INTEGER NOT NULL,
            settled_at INTEGER,
            UNIQUE (job, name)
        ) STRICT;

        CREATE TABLE money_limits (
            scope TEXT PRIMARY KEY NOT NULL,
            microdollars INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE money_days (
            scope TEXT NOT NULL,
            day INTEGER NOT NULL,
            reserved INTEGER NOT NULL,
            spent INTEGER NOT NULL,
            PRIMARY KEY (scope, day)
        ) STRICT;
        CREATE TABLE money_reservations (
            id INTEGER PRIMARY KEY,
            day INTEGER NOT NULL,
            scope TEXT NOT NULL,
            purpose TEXT NOT NULL,
            reserved INTEGER NOT NULL,
            spent INTEGER,
            is_estimate INTEGER NOT NULL DEFAULT 0,
            created_at INTEGER NOT NULL,
            settled_at INTEGER
        ) STRICT;

        CREATE TABLE job_schedules (
            name TEXT PRIMARY KEY NOT NULL,
            recurrence TEXT NOT NULL,
            zone TEXT NOT NULL,
            misfire TEXT NOT NULL,
            job TEXT NOT NULL,
            next_at INTEGER,
            last_at INTEGER,
            paused_at INTEGER
        ) STRICT;
        -- postgresql:
        ALTER TABLE extraction_jobs SET (
            fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01,
            autovacuum_analyze_scale_factor = 0.02);
        -- both:
        """
}
