import AlmanacCore
import Database
import Jobs
import TestSupport
import Testing
import TimeSeries

/// The statements that run all the time must find their rows by index, however many jobs wait.
@Suite struct QueryPlanTests {
    private struct Statement {
        let index: String
        let sql: String
        let values: [SQLValue]
        /// Whether it puts a few rows in order itself.
        var sorts = false
    }

    /// The statements themselves, with what each must use.
    private static func statements(_ queue: JobQueue) -> [Statement] {
        let sql = queue.sql
        return [
            Statement(index: "jobs_available", sql: sql.candidates, values: [1, 20]),
            Statement(
                index: "jobs_available", sql: sql.lanes(queues: 0), values: [], sorts: true),
            Statement(
                index: "jobs_available", sql: sql.lanes(queues: 2), values: ["a", "b"],
                sorts: true),
            Statement(index: "jobs_scheduled", sql: sql.due, values: [5, 100]),
            Statement(index: "jobs_running", sql: sql.expired, values: [5, 100]),
            Statement(index: "jobs_finished", sql: sql.ended, values: [5, 1_000]),
            Statement(index: "job_dependencies", sql: sql.dependents, values: [7]),
            Statement(index: "job_dependencies", sql: sql.release(""), values: [7, 5]),
            Statement(index: "job_keys", sql: sql.keyHolder, values: ["k"]),
        ]
    }

    /// Twenty thousand jobs: enough for a planner to prefer what is right for a million.
    private static func fill(_ test: QueueUnderTest) throws {
        try test.write { transaction in
            try test.queue.enqueue(NewJob("a", source: "s"), in: transaction, at: test.now)
            try test.queue.enqueue(NewJob("a", source: "t"), in: transaction, at: test.now)
            let states = ["available", "available", "available", "scheduled", "succeeded"]
            try transaction.copyIn(
                table: "extraction_jobs",
                columns: [
                    "id", "lane", "kind", "handler", "parameters", "correlation_id", "priority",
                    "cost", "deadline", "max_attempts", "state", "rank", "ready_at", "created_at",
                    "finished_at",
                ],
                rows: (10..<20_010).map { id in
                    let state = states[id % states.count]
                    return [
                        SQLValue(id), SQLValue(1 + id % 2), "event", "a", "{}", "", 5, 0, 1, 5,
                        SQLValue(state), SQLValue(id * 7_919 % 20_011), SQLValue(id),
                        SQLValue(id), state == "succeeded" ? SQLValue(id) : .null,
                    ]
                })
            for id in 10..<2_010 {
                try transaction.execute(
                    """
                    INSERT INTO job_dependencies (job, depends_on, condition)
                    VALUES ($1, $2, 'success')
                    """, [SQLValue(id), SQLValue(id + 1)])
                try transaction.execute(
                    "INSERT INTO job_keys (key, job, kept_for) VALUES ($1, $2, 0)",
                    [SQLValue("key \(id)"), SQLValue(id)])
            }
        }
        _ = try test.write { try $0.execute("ANALYZE") }
    }

    @Test("claims, promotion, rescue and pruning use their indexes")
    func sqlite() async throws {
        try await QueueUnderTest.run(.sqlite) { test in
            try Self.fill(test)
            for statement in Self.statements(test.queue) {
                let sql = statement.sql
                let plan = try test.write { transaction in
                    try transaction.query("EXPLAIN QUERY PLAN \(sql)", statement.values)
                        .map { try $0.text(3) }
                }
                let text = plan.joined(separator: "; ")
                #expect(text.contains(statement.index), "\(sql): \(text)")
                #expect(!text.contains("SCAN extraction_jobs"), "\(sql): \(text)")
                #expect(statement.sorts || !text.contains("TEMP B-TREE"), "\(sql): \(text)")
            }
        }
    }

    @Test("and so they do in PostgreSQL", .enabled(if: DatabaseUnderTest.available.count > 1))
    func postgresql() async throws {
        try await QueueUnderTest.run(.postgresql) { test in
            try Self.fill(test)
            for statement in Self.statements(test.queue) {
                let (index, sql) = (statement.index, statement.sql)
                let plan = try test.write { transaction in
                    try transaction.query("EXPLAIN \(sql)", statement.values)
                        .map { try $0.text(0) }
                }
                let text = plan.joined(separator: "\n")
                let isByKey = index.hasPrefix("job_") && text.contains("\(index)_pkey")
                #expect(text.contains(index + " ") || isByKey, "\(sql): \(text)")
                #expect(!text.contains("Seq Scan on extraction_jobs"), "\(sql): \(text)")
            }
        }
    }

    @Test("the indexes are those that these statements need, and no others")
    func noOthers() async throws {
        try await QueueUnderTest.run(.sqlite) { test in
            let found = try test.database.readNow { transaction in
                try transaction.query(
                    """
                    SELECT name FROM sqlite_schema
                    WHERE type = 'index' AND tbl_name = 'extraction_jobs' ORDER BY name
                    """
                ).map { try $0.text(0) }
            }
            #expect(found == ["jobs_available", "jobs_finished", "jobs_running", "jobs_scheduled"])
        }
    }
}
