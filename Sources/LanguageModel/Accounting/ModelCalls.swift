import AlmanacCore
import Archive
package import Database
package import Jobs
package import TimeSeries

/// The table of calls, `model_calls`: one row for each attempt, whatever became of it.
package enum ModelCalls {
    /// Brings the table up to date.
    package static let migrator = Migrator(
        component: "language_model",
        [
            Migration(
                1, "calls of language models",
                """
                CREATE TABLE model_calls (
                    id INTEGER PRIMARY KEY,
                    called_at INTEGER NOT NULL,
                    ended_at INTEGER,
                    provider TEXT NOT NULL,
                    model TEXT NOT NULL,
                    answered_by TEXT NOT NULL DEFAULT '',
                    purpose TEXT NOT NULL,
                    prompt TEXT NOT NULL,
                    reservation INTEGER NOT NULL,
                    input_tokens INTEGER,
                    cache_read_tokens INTEGER,
                    cache_write_tokens INTEGER,
                    output_tokens INTEGER,
                    cost INTEGER,
                    is_estimate INTEGER NOT NULL DEFAULT 0,
                    price_source TEXT,
                    failure TEXT
                ) STRICT;
                CREATE INDEX model_calls_by_time ON model_calls (called_at);
                """), Migration(2, "calls by the month", byTheMonth),
            Migration(
                3, "calls by what caused them",
                """
                ALTER TABLE model_calls ADD COLUMN correlation TEXT;
                CREATE INDEX model_calls_by_cause ON model_calls (correlation)
                    WHERE correlation IS NOT NULL;
                """),
        ])

    /// PostgreSQL's table is by the month of `called_at` from here on, with what it holds.
    private static let byTheMonth = """
        -- postgresql:
        ALTER TABLE model_calls RENAME TO model_calls_before;
        DROP INDEX model_calls_by_time;
        CREATE SEQUENCE model_calls_id;
        CREATE TABLE model_calls (
            LIKE model_calls_before INCLUDING DEFAULTS,
            PRIMARY KEY (id, called_at)
        ) PARTITION BY RANGE (called_at);
        ALTER TABLE model_calls ALTER COLUMN id SET DEFAULT nextval('model_calls_id');
        CREATE INDEX model_calls_by_time ON model_calls (called_at);
        DO $$
        DECLARE
            month timestamp;
        BEGIN
            FOR month IN SELECT DISTINCT
                date_trunc('month', to_timestamp(called_at / 1000000000) AT TIME ZONE 'UTC')
                FROM model_calls_before
            LOOP
                EXECUTE format(
                    'CREATE TABLE model_calls_%s PARTITION OF model_calls
                    FOR VALUES FROM (%s) TO (%s)',
                    to_char(month, 'YYYY_MM'), extract(epoch FROM month)::bigint * 1000000000,
                    extract(epoch FROM month + interval '1 month')::bigint * 1000000000);
            END LOOP;
            PERFORM setval(
                'model_calls_id', (SELECT COALESCE(max(id), 0) + 1 FROM model_calls_before), false);
        END $$;
        INSERT INTO model_calls SELECT * FROM model_calls_before;
        DROP TABLE model_calls_before;
        """

    /// The name of the table, which has a partition for each month in PostgreSQL.
    package static let table = "model_calls"

    /// The name under which calls count in the ledger of money, and of the source whose retention
    /// ends them.
    package static let source = "language-model"

    private static let summed = """
        SELECT purpose, COUNT(*), COALESCE(SUM(input_tokens), 0),
            COALESCE(SUM(cache_read_tokens), 0), COALESCE(SUM(cache_write_tokens), 0),
            COALESCE(SUM(output_tokens), 0), COALESCE(SUM(cost), 0),
            COUNT(*) - COUNT(price_source)
        FROM model_calls
        """
    /// The statement that sums calls.
    package static let summing =
        summed + """
             WHERE called_at >= $1 AND called_at < $2 GROUP BY purpose ORDER BY purpose
            """
    /// The same for the calls that one command or job caused.
    package static let summingCause =
        summed + """
             WHERE correlation = $1 GROUP BY purpose ORDER BY purpose
            """
    /// The statement that writes down how a call ended.
    package static let ending = """
        UPDATE model_calls SET ended_at = $2, answered_by = $3, input_tokens = $4,
            cache_read_tokens = $5, cache_write_tokens = $6, output_tokens = $7, cost = $8,
            is_estimate = $9, failure = $10
        WHERE id = $1 RETURNING reservation
        """

    /// Makes the coming months, and ends the calls that are older than the retention of the source
    /// ``source``; without one they are kept.
    package static func maintain(_ database: Database, at now: Timestamp) throws {
        try database.writeNow { transaction in
            try Partitions.ensure(transaction, tables: [table], at: now, monthsAhead: 3)
            guard let days = try Sources.find(transaction, source)?.retentionDays else { return }
            let kept = Int64(days).multipliedReportingOverflow(by: Timestamp.nanosecondsPerDay)
            if kept.overflow { return }
            try Partitions.drop(
                transaction, table: table, by: "called_at",
                before: now.advanced(byNanoseconds: -kept.partialValue))
        }
    }

    /// What a purpose took on a day.
    package struct Sum: Sendable, Equatable {
        /// What for.
        package var purpose: String
        /// How many attempts.
        package var calls: Int
        /// The tokens, where they were said.
        package var usage: TokenUsage
        /// What it cost, in so far as that is known.
        package var cost: Money
        /// Attempts whose price is not known.
        package var unpriced: Int
    }

    /// What each purpose took from one moment to before another, in the order of their names.
    package static func sums(
        from start: Timestamp, to end: Timestamp, in transaction: Transaction
    ) throws -> [Sum] {
        try transaction.query(
            summing, [SQLValue(start.nanoseconds), SQLValue(end.nanoseconds)]
        ).map(sum)
    }

    /// What each purpose took of all that one command or job caused, in the order of their names.
    package static func sums(
        correlation: String, in transaction: Transaction
    ) throws -> [Sum] {
        try transaction.query(summingCause, [SQLValue(correlation)]).map(sum)
    }

    private static func sum(_ row: Row) throws -> Sum {
        Sum(
            purpose: try row.text(0), calls: Int(try row.integer(1)),
            usage: TokenUsage(
                input: Int(try row.integer(2)), cacheRead: Int(try row.integer(3)),
                cacheWrite: Int(try row.integer(4)), output: Int(try row.integer(5))),
            cost: Money(microdollars: try row.integer(6)), unpriced: Int(try row.integer(7)))
    }
}

extension ModelLedger {
    /// A ledger in a database, whose budget is that of all who share it.
    ///
    /// Money is kept by the queue's ledger, in the scope of ``ModelCalls/source`` and in the total.
    /// Brings the tables up to date, makes models known as a source, and states the day's limit.
    /// - Parameter correlation: What ties the calls to the command or job that makes them.
    package static func database(
        _ database: Database, limit: Money?, correlation: String? = nil, now: Timestamp
    ) async throws -> ModelLedger {
        try await JobsSchema.migrator.apply(to: database, atNanoseconds: now.nanoseconds)
        try await ArchiveSchema.migrator.apply(to: database, atNanoseconds: now.nanoseconds)
        try await ModelCalls.migrator.apply(to: database, atNanoseconds: now.nanoseconds)
        let money = JobQueue(database.dialect).ledger
        let scope = MoneyLedger.scopes(source: ModelCalls.source)[0]
        try await database.write { transaction in
            try money.setLimit(limit, scope: scope, in: transaction)
            if try Sources.find(transaction, ModelCalls.source) == nil {
                let source = DataSource(name: ModelCalls.source, tier: "api")
                try Sources.save(transaction, source, at: now)
            }
        }
        return ModelLedger(
            begin: { plan in
                let bound = try requirePrice(plan, limit: limit)
                do {
                    return try await database.write { transaction in
                        let reservation = try money.reserve(
                            bound, source: ModelCalls.source, purpose: plan.purpose,
                            in: transaction, at: plan.at)
                        return try insert(plan, reservation, correlation, in: transaction)
                    }
                } catch var error as AlmanacError
                    where error.kind == .budgetExceeded
                    && error.details["scope"] == .string(scope)
                {
                    error.suggestion = "raise ALMANAC_MODEL_BUDGET"
                    if error.details["again_at"] != nil {
                        error.suggestion =
                            "wait for the next day (UTC), or raise "
                            + "ALMANAC_MODEL_BUDGET"
                    }
                    throw error
                }
            },
            finish: { number, outcome in
                try await database.write { transaction in
                    try update(number, outcome, money, in: transaction)
                }
            })
    }

    private static func insert(
        _ plan: ModelCallPlan, _ reservation: Int64, _ correlation: String?,
        in transaction: Transaction
    ) throws -> Int64 {
        try Partitions.ensure(transaction, tables: [ModelCalls.table], at: plan.at)
        let row = try transaction.first(
            """
            INSERT INTO model_calls
                (called_at, provider, model, purpose, prompt, reservation, price_source,
                correlation)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id
            """,
            [
                SQLValue(plan.at.nanoseconds), SQLValue(plan.choice.provider.name),
                SQLValue(plan.choice.model), SQLValue(plan.purpose), SQLValue(plan.prompt),
                SQLValue(reservation), SQLValue(plan.choice.price?.source),
                SQLValue(correlation),
            ])
        guard let id = try row?.integer(0) else {
            throw AlmanacError(.internalError, "a call was written without a number")
        }
        return id
    }

    private static func update(
        _ number: Int64, _ outcome: ModelCallOutcome, _ money: MoneyLedger,
        in transaction: Transaction
    ) throws {
        let row = try transaction.first(
            ModelCalls.ending,
            [
                SQLValue(number), SQLValue(outcome.at.nanoseconds), SQLValue(outcome.answeredBy),
                SQLValue(outcome.usage?.input), SQLValue(outcome.usage?.cacheRead),
                SQLValue(outcome.usage?.cacheWrite), SQLValue(outcome.usage?.output),
                SQLValue(outcome.cost?.microdollars), SQLValue(outcome.isEstimate),
                SQLValue(outcome.failure?.rawValue),
            ])
        guard let reservation = try row?.integer(0) else {
            throw AlmanacError(.internalError, "a call that was not begun has ended")
        }
        try money.settle(
            reservation, spent: outcome.cost ?? .zero, isEstimate: outcome.isEstimate,
            in: transaction, at: outcome.at)
    }
}
