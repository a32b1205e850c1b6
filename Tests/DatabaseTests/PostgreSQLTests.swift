import AlmanacCore
import Database
import Synchronization
import TestSupport
import Testing

/// What is PostgreSQL's own: races between transactions, broken connections, its types.
@Suite(.enabled(if: TemporaryPostgres.shared != nil, "PostgreSQL cannot be started"))
struct PostgreSQLTests {
    private func withCounters(
        _ options: Database.Options = Database.Options(), _ body: (Database) async throws -> Void
    ) async throws {
        try await DatabaseUnderTest.postgresql.withDatabase(options) { database in
            try database.writeNow {
                try $0.run(
                    script: """
                        CREATE TABLE counters (id BIGINT PRIMARY KEY, n BIGINT NOT NULL);
                        INSERT INTO counters VALUES (1, 0), (2, 0);
                        """)
            }
            try await body(database)
        }
    }

    private func sum(_ database: Database) throws -> Int64? {
        try database.readNow { try $0.first("SELECT sum(n) FROM counters")?.integer(0) }
    }

    @Test("who loses a deadlock is run again, and both are done in the end")
    func deadlocks() async throws {
        try await withCounters { database in
            let runs = Count()
            let add: @Sendable (Transaction, Int) throws -> Void = { transaction, id in
                try transaction.execute(
                    "UPDATE counters SET n = n + 1 WHERE id = $1", [SQLValue(id)])
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for order in [[1, 2], [2, 1], [1, 2], [2, 1]] {
                    group.addTask {
                        try await database.write { transaction in
                            runs.value.add(1, ordering: .relaxed)
                            try add(transaction, order[0])
                            _ = try transaction.query("SELECT pg_sleep(0.05)")
                            try add(transaction, order[1])
                        }
                    }
                }
                try await group.waitForAll()
            }
            let total = try sum(database)
            #expect(total == 8)
            #expect(runs.value.load(ordering: .relaxed) > 4)
        }
    }

    @Test("serializable transactions that read and write count every one")
    func serializable() async throws {
        try await withCounters { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        _ = try await database.write(isolation: .serializable) { transaction in
                            let row = try transaction.first("SELECT n FROM counters WHERE id = 1")
                            try transaction.execute(
                                "UPDATE counters SET n = $1 WHERE id = 1",
                                [SQLValue((row?.integer(0) ?? 0) + 1)])
                        }
                    }
                }
                try await group.waitForAll()
            }
            let total = try sum(database)
            #expect(total == 6)
        }
    }

    @Test("a statement that runs too long is stopped")
    func timeLimit() async throws {
        var options = Database.Options()
        options.statementMilliseconds = 2_000
        try await withCounters(options) { database in
            let error = await #expect(throws: AlmanacError.self) {
                try await database.read { try $0.query("SELECT pg_sleep(120)") }
            }
            #expect(error?.databaseFailure == .timeLimit)
            let still = try await database.read { try $0.query("SELECT 1").count }
            #expect(still == 1)
        }
    }

    @Test("a failure that a closure swallows is no commit")
    func swallowed() async throws {
        try await withCounters { database in
            let error = await #expect(throws: AlmanacError.self) {
                try await database.write { transaction in
                    try transaction.execute("UPDATE counters SET n = 5")
                    _ = try? transaction.execute("INSERT INTO counters VALUES (1, 1)")
                }
            }
            #expect(error?.message.contains("savepoint") == true)
            let total = try sum(database)
            #expect(total == 0)
        }
    }

    @Test("a connection that is cut in the middle is made anew, and the closure run again")
    func cut() async throws {
        try await withCounters { database in
            let runs = Count()
            try await database.write { transaction in
                try transaction.execute("UPDATE counters SET n = n + 1 WHERE id = 1")
                if runs.value.add(1, ordering: .relaxed).newValue == 1 {
                    _ = try transaction.query("SELECT pg_terminate_backend(pg_backend_pid())")
                }
            }
            #expect(runs.value.load(ordering: .relaxed) == 2)
            let total = try sum(database)
            #expect(total == 1)
        }
    }

    @Test(
        "answers of every common type come back as one of the five",
        arguments: [
            ("sum(x) FROM (VALUES (9007199254740993), (1)) v(x)", .integer(9_007_199_254_740_994)),
            ("(-12345678901234567741440)::numeric", .real(-12_345_678_901_234_567_741_440)),
            ("1234567.25::numeric", .real(1_234_567.25)), ("0.0001::numeric", .real(0.0001)),
            ("0::numeric", .integer(0)), ("20000::numeric", .integer(20_000)),
            ("(-10001)::numeric", .integer(-10_001)), ("true", .integer(1)),
            ("'{\"a\": 1}'::jsonb", .text("{\"a\": 1}")), ("(-3)::smallint", .integer(-3)),
            ("(-70000)::int", .integer(-70_000)), ("1.5::real", .real(1.5)),
            ("'x'::varchar", .text("x")), ("NULL", .null),
            ("avg(x) FROM (VALUES (1), (2)) v(x)", .real(1.5)),
            ("count(*) FROM counters", .integer(2)),
        ] as [(String, SQLValue)])
    func types(sql: String, value: SQLValue) async throws {
        try await withCounters { database in
            let row = try database.readNow { try $0.first("SELECT \(sql)") }
            #expect(row?[0] == value)
        }
    }

    @Test("a type without a form here is refused, with a hint")
    func otherTypes() async throws {
        try await withCounters { database in
            let error = #expect(throws: AlmanacError.self) {
                try database.readNow { try $0.first("SELECT now()") }
            }
            #expect(error?.message.contains("cast") == true)
        }
    }
}
