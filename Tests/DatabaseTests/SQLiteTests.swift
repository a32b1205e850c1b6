import AlmanacCore
import Database
import Glibc
import Synchronization
import TestSupport
import Testing

/// What is SQLite's own: groups of commits, several processes, files that are none.
@Suite struct SQLiteTests {
    private struct Refusal: Error {}

    @Test("work that waits is committed in one group, and who fails fails alone")
    func groups() async throws {
        try await DatabaseUnderTest.sqlite.withDatabase { database in
            try database.writeNow { try $0.run(script: "CREATE TABLE t (id INTEGER PRIMARY KEY)") }
            // The number of commits, as the file counts them in its log.
            let outcomes = await withTaskGroup(of: String.self) { group in
                for id in 0..<200 {
                    group.addTask {
                        do {
                            try await database.write { transaction in
                                try transaction.execute(
                                    "INSERT INTO t VALUES ($1)", [SQLValue(id % 150)])
                                if id % 7 == 0 { throw Refusal() }
                            }
                            return "kept"
                        } catch let error as AlmanacError {
                            return error.databaseFailure?.rawValue ?? "other"
                        } catch { return "refused" }
                    }
                }
                return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
            let rows = try database.readNow { try $0.query("SELECT id FROM t") }
            #expect(outcomes["kept"] == rows.count)
            #expect(outcomes["kept", default: 0] > 120)
            #expect(outcomes["other"] == nil)
        }
    }

    @Test("one state of memory is shared by readers and writers")
    func memory() async throws {
        let database = try Database(.sqlite(path: ":memory:"))
        defer { database.close() }
        try database.writeNow { try $0.run(script: "CREATE TABLE t (id INTEGER)") }
        try await database.write { try $0.execute("INSERT INTO t VALUES (1)") }
        #expect(try await database.read { try $0.query("SELECT id FROM t").count } == 1)
        #expect(try database.readNow { try $0.query("SELECT id FROM t").count } == 1)
    }

    @Test("two databases on one file wait for each other, and hear of each other")
    func twoOwners() async throws {
        try await DatabaseUnderTest.sqlite.withLocation { location in
            let first = try Database(location)
            let second = try Database(location)
            defer {
                first.close()
                second.close()
            }
            try first.writeNow { try $0.run(script: "CREATE TABLE t (id INTEGER)") }
            var heard = second.notifications("anything").makeAsyncIterator()
            _ = await heard.next()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for id in 0..<40 {
                    let database = id % 2 == 0 ? first : second
                    group.addTask {
                        _ = try await database.write {
                            try $0.execute("INSERT INTO t VALUES ($1)", [SQLValue(id)])
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await first.write { try $0.execute("INSERT INTO t VALUES (99)") }
            #expect(await heard.next()?.payload == "")
            #expect(try second.readNow { try $0.query("SELECT id FROM t").count } == 41)
        }
    }

    @Test("a writer that waits too long says that the database is in use")
    func busy() async throws {
        try await DatabaseUnderTest.sqlite.withLocation { location in
            var options = Database.Options()
            options.busyMilliseconds = 20
            let first = try Database(location, options)
            let second = try Database(location, options)
            defer {
                first.close()
                second.close()
            }
            try first.writeNow { transaction in
                let error = #expect(throws: AlmanacError.self) {
                    try second.writeNow { try $0.execute("CREATE TABLE t (id INTEGER)") }
                }
                #expect(error?.databaseFailure == .busy)
                #expect(error?.kind == .sourceUnavailable)
            }
        }
    }

    @Test("a file that is no database, a folder, and a missing folder each say so")
    func notDatabases() throws {
        try withTemporaryFolder { folder in
            let text = folder + "/text.db"
            let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 5_000)
            let file = try #require(fopen(text, "w"))
            fwrite(bytes, 1, bytes.count, file)
            fclose(file)
            let expected: [(String, DatabaseFailure)] = [
                (text, .corrupt), (folder, .permission), (folder + "/no/such.db", .permission),
            ]
            for (path, failure) in expected {
                let error = #expect(throws: AlmanacError.self) {
                    try Database(.sqlite(path: path))
                }
                #expect(error?.databaseFailure == failure, "\(path)")
                #expect(error?.message.contains(path) == true)
                #expect(error?.suggestion != nil)
            }
        }
    }

    @Test("a database that is let go of ends its threads and loses nothing")
    func letGo() async throws {
        try await DatabaseUnderTest.sqlite.withLocation { location in
            for round in 0..<20 {
                let database = try Database(location)
                try await database.write { transaction in
                    try transaction.execute("CREATE TABLE IF NOT EXISTS t (id INTEGER)")
                    try transaction.execute("INSERT INTO t VALUES ($1)", [SQLValue(round)])
                }
            }
            let last = try Database(location)
            defer { last.close() }
            #expect(try last.readNow { try $0.query("SELECT id FROM t").count } == 20)
        }
    }
}
