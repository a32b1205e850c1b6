import AlmanacCore
import Database
import TestSupport
import Testing

/// What both databases promise, each test on each of them.
@Suite struct ContractTests {
    static let databases = DatabaseUnderTest.available

    private static let table = Migrator(
        component: "test",
        [
            Migration(
                1, "a table of every type",
                """
                CREATE TABLE things (
                    id INTEGER PRIMARY KEY,
                    count INTEGER,
                    ratio REAL,
                    name TEXT UNIQUE,
                    bytes BLOB
                ) STRICT;
                CREATE INDEX things_by_count ON things (count);
                """)
        ])

    private func withThings(
        _ kind: DatabaseUnderTest, _ body: (Database) async throws -> Void
    ) async throws {
        try await kind.withDatabase { database in
            try await Self.table.apply(to: database, atNanoseconds: 1)
            try await body(database)
        }
    }

    @Test("values come back as they went in", arguments: databases)
    func values(_ kind: DatabaseUnderTest) async throws {
        let rows: [[SQLValue]] = [
            [1, .integer(.max), .real(0.1), "plain", .blob([0, 1, 255])],
            [2, .integer(.min), .real(.greatestFiniteMagnitude), "", .blob([])],
            [3, 0, .real(.leastNonzeroMagnitude), "é \u{1F600} '\"\\\n", .blob([0])],
            [4, .null, .null, .null, .null],
            [5, 1_234_567_890_123_456_789, .real(.infinity), "$1", .blob([92, 120])],
            [6, 6, .real(-1.0 / 3), "six", .blob([UInt8](repeating: 7, count: 100_000))],
            [7, 7, .real(5e300), "7", nil],
        ]
        try await withThings(kind) { database in
            try await database.write { transaction in
                for row in rows.prefix(4) {
                    let changed = try transaction.execute(
                        "INSERT INTO things VALUES ($1, $2, $3, $4, $5)", row)
                    #expect(changed == 1)
                }
                let copied = try transaction.copyIn(
                    table: "things", columns: ["id", "count", "ratio", "name", "bytes"],
                    rows: rows.dropFirst(4))
                #expect(copied == 3)
            }
            let read = try await database.read {
                try $0.query("SELECT * FROM things ORDER BY id")
            }
            #expect(read.map(\.values) == rows)
            #expect(read.first?.columns == ["id", "count", "ratio", "name", "bytes"])
            let back = try await database.read { transaction in
                try rows.map { row in
                    try transaction.first("SELECT id FROM things WHERE id = $1", [row[0]])?[0]
                }
            }
            #expect(back == rows.map { $0[0] })
        }
    }

    @Test(
        "a NaN is missing, and a number may be bound twice and in any order", arguments: databases)
    func parameters(_ kind: DatabaseUnderTest) async throws {
        try await withThings(kind) { database in
            try await database.write { transaction in
                try transaction.execute(
                    "INSERT INTO things (ratio, count, id) VALUES ($2, $1, $1)", [9, .real(.nan)])
                let row = try transaction.first(
                    "SELECT ratio, count FROM things WHERE id = $1 AND count = $1", [9])
                #expect(row?.values == [nil, 9])
                #expect(throws: AlmanacError.self) {
                    try transaction.savepoint {
                        try transaction.query("SELECT id FROM things WHERE id IN ($1, $2)", [1])
                    }
                }
                try #require(transaction.first("SELECT id FROM things") != nil)
            }
        }
    }

    @Test("a row's readers throw where the type does not fit, naming the column")
    func rows() throws {
        let row = Row(columns: ["a", "b", "c"], values: [1, "x", nil])
        #expect(try row.integer(0) == 1)
        #expect(try row.real(0) == 1)
        #expect(try row.bool(0))
        #expect(try row.text(1) == "x")
        #expect(try row.optionalText(2) == nil)
        let error = #expect(throws: AlmanacError.self) { try row.integer(1) }
        #expect(error?.kind == .internalError && error?.message.contains("column b") == true)
        #expect(throws: AlmanacError.self) { try row.text(2) }
        #expect(throws: AlmanacError.self) { try row.blob(3) }
    }

    @Test("a key that is taken is a conflict, and leaves the rest to go on", arguments: databases)
    func duplicates(_ kind: DatabaseUnderTest) async throws {
        try await withThings(kind) { database in
            try await database.write { transaction in
                try transaction.execute("INSERT INTO things (id, name) VALUES (1, 'a')")
                for text in ["(1, 'b')", "(2, 'a')"] {
                    let error = #expect(throws: AlmanacError.self) {
                        try transaction.savepoint {
                            try transaction.execute(
                                "INSERT INTO things (id, name) VALUES \(text)")
                        }
                    }
                    #expect(error?.kind == .conflict)
                    #expect(error?.databaseFailure == .duplicate)
                }
                try transaction.execute("INSERT INTO things (id, name) VALUES (3, 'c')")
            }
            let count = try await database.read {
                try $0.first("SELECT count(*) FROM things")?.integer(0)
            }
            #expect(count == 2)
        }
    }

    private struct Refusal: Error {}

    @Test(
        "a closure that throws leaves nothing, a savepoint its own part alone", arguments: databases
    )
    func rollback(_ kind: DatabaseUnderTest) async throws {
        try await withThings(kind) { database in
            await #expect(throws: Refusal.self) {
                try await database.write { transaction in
                    try transaction.execute("INSERT INTO things (id) VALUES (1)")
                    throw Refusal()
                }
            }
            try await database.write { transaction in
                try transaction.execute("INSERT INTO things (id) VALUES (2)")
                try? transaction.savepoint {
                    try transaction.execute("INSERT INTO things (id) VALUES (3)")
                    try transaction.savepoint {
                        try transaction.execute("INSERT INTO things (id) VALUES (4)")
                    }
                    throw Refusal()
                }
                try transaction.savepoint {
                    try transaction.execute("INSERT INTO things (id) VALUES (5)")
                }
            }
            let left = try await database.read {
                try $0.query("SELECT id FROM things ORDER BY id").map { try $0.integer(0) }
            }
            #expect(left == [2, 5])
        }
    }

    @Test("a reader sees one state, and changes nothing", arguments: databases)
    func snapshots(_ kind: DatabaseUnderTest) async throws {
        try await withThings(kind) { database in
            try await database.read { transaction in
                let before = try transaction.first("SELECT count(*) FROM things")
                try database.writeNow {
                    try $0.execute("INSERT INTO things (id) VALUES (1)")
                }
                #expect(try transaction.first("SELECT count(*) FROM things")?[0] == before?[0])
            }
            #expect(try database.readNow { try $0.query("SELECT id FROM things").count } == 1)
            await #expect(throws: AlmanacError.self) {
                try await database.read { try $0.execute("INSERT INTO things (id) VALUES (2)") }
            }
        }
    }

    @Test("a transaction is of no use after its closure", arguments: databases)
    func escape(_ kind: DatabaseUnderTest) async throws {
        try await withThings(kind) { database in
            var kept: Transaction?
            try database.writeNow { kept = $0 }
            #expect(throws: AlmanacError.self) { try kept?.query("SELECT 1") }
        }
    }

    @Test("rows come one by one, and the body may ask more", arguments: databases)
    func nested(_ kind: DatabaseUnderTest) async throws {
        try await withThings(kind) { database in
            try await database.write { transaction in
                for id in 1...5 {
                    try transaction.execute(
                        "INSERT INTO things (id, count) VALUES ($1, $1)", [SQLValue(id)])
                }
                var sum: Int64 = 0
                let sql = "SELECT id FROM things WHERE id <= $1"
                try transaction.forEach(sql, [3]) { row in
                    try transaction.forEach(sql, [SQLValue(row.integer(0))]) {
                        sum += try $0.integer(0)
                    }
                    try transaction.execute(
                        "UPDATE things SET count = 0 WHERE id = $1", [row[0]])
                }
                #expect(sum == 1 + 1 + 2 + 1 + 2 + 3)
                let zero = try transaction.query("SELECT id FROM things WHERE count = 0")
                #expect(zero.count == 3)
            }
        }
    }

    @Test("many callers at once all get what they wrote", arguments: databases)
    func crowd(_ kind: DatabaseUnderTest) async throws {
        try await withThings(kind) { database in
            let failed = await withTaskGroup(of: Bool.self) { group in
                for id in 0..<300 {
                    group.addTask {
                        do {
                            try await database.write { transaction in
                                try transaction.execute(
                                    "INSERT INTO things (id) VALUES ($1)", [SQLValue(id)])
                                if id % 10 == 3 { throw Refusal() }
                            }
                            let found = try await database.read {
                                try $0.first("SELECT 1 FROM things WHERE id = $1", [SQLValue(id)])
                            }
                            return found == nil
                        } catch { return !(error is Refusal) }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(failed == 0)
            let count = try await database.read {
                try $0.first("SELECT count(*) FROM things")?.integer(0)
            }
            #expect(count == 270)
        }
    }

    @Test("what was committed is there when the database is opened again", arguments: databases)
    func reopened(_ kind: DatabaseUnderTest) async throws {
        try await kind.withLocation { location in
            let first = try Database(location)
            try await Self.table.apply(to: first, atNanoseconds: 1)
            try await first.write { try $0.execute("INSERT INTO things (id) VALUES (1)") }
            first.close()
            await #expect(throws: AlmanacError.self) { try await first.write { _ in } }
            let second = try Database(location)
            #expect(try await Self.table.apply(to: second, atNanoseconds: 2).isEmpty)
            let rows = try await second.read { try $0.query("SELECT id FROM things") }
            #expect(rows.count == 1)
            second.close()
        }
    }

    @Test("listeners hear what was committed, and nothing else", arguments: databases)
    func notifications(_ kind: DatabaseUnderTest) async throws {
        try await withThings(kind) { database in
            var heard = database.notifications("jobs").makeAsyncIterator()
            #expect(await heard.next() == Notification(channel: "jobs", payload: ""))
            try? await database.write { transaction in
                try transaction.notify("jobs", "lost")
                throw Refusal()
            }
            try await database.write { transaction in
                try? transaction.savepoint {
                    try transaction.notify("jobs", "taken back")
                    throw Refusal()
                }
                try transaction.notify("other", "elsewhere")
                try transaction.notify("jobs", "kept")
            }
            var next = await heard.next()
            // A listener that has just begun may be told to look, without being told what at.
            while next?.payload == "" { next = await heard.next() }
            #expect(next == Notification(channel: "jobs", payload: "kept"))
        }
    }
}
