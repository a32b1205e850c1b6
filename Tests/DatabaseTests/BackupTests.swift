import AlmanacCore
import Database
import Glibc
import Synchronization
import TestSupport
import Testing

/// Backups: taken while programs write, verified, and put back.
@Suite struct BackupTests {
    static let databases = DatabaseUnderTest.available

    private static let table = Migration(
        1, "t", "CREATE TABLE t (id INTEGER PRIMARY KEY, pair INTEGER, bytes BLOB) STRICT;")

    private static func insert(_ id: Int) -> @Sendable (Transaction) throws -> Void {
        { transaction in
            for part in [id * 2, id * 2 + 1] {
                try transaction.execute(
                    "INSERT INTO t (id, pair, bytes) VALUES ($1, $2, $3)",
                    [
                        SQLValue(part), SQLValue(id),
                        .blob([UInt8](repeating: UInt8(truncatingIfNeeded: id), count: 500)),
                    ])
            }
        }
    }

    private static func pairs(_ database: Database) throws -> [Int64] {
        try database.readNow { transaction in
            let rows = try transaction.query(
                "SELECT pair, count(*) FROM t GROUP BY pair ORDER BY pair")
            for row in rows { #expect(try row.integer(1) == 2) }
            return try rows.map { try $0.integer(0) }
        }
    }

    @Test("a backup is one state, taken while others write, and goes back", arguments: databases)
    func whileRunning(_ kind: DatabaseUnderTest) async throws {
        try await withTemporaryFolder { folder in
            try await kind.withLocation { location in
                let database = try Database(location)
                defer { database.close() }
                try database.writeNow { try $0.run(script: Self.table.script($0.dialect)) }
                for id in 0..<50 { try await database.write(Self.insert(id)) }
                let isOver = Count()
                async let written: Int = {
                    var id = 50
                    while isOver.value.load(ordering: .relaxed) == 0 {
                        try await database.write(Self.insert(id))
                        id += 1
                    }
                    return id
                }()
                let path = folder + "/backup"
                let report = try DatabaseBackup.make(of: location, to: path)
                isOver.value.store(1, ordering: .relaxed)
                let count = try await written
                #expect(report.tableCount == 1 && report.dialect == kind.dialect)
                #expect(report.byteCount > 1_000 && report.hash.count == 64)
                #expect(try DatabaseBackup.verify(path) == report)
                #expect(try Self.pairs(database) == (0..<count).map { Int64($0) })

                try await kind.withLocation { other in
                    try DatabaseBackup.restore(path, to: other, isReplacing: false)
                    let restored = try Database(other)
                    defer { restored.close() }
                    let pairs = try Self.pairs(restored)
                    #expect(pairs.count >= 50 && pairs == (0..<pairs.count).map { Int64($0) })
                }
            }
        }
    }

    @Test(
        "a backup never writes over another, and a damaged one is found out", arguments: databases)
    func damaged(_ kind: DatabaseUnderTest) async throws {
        try await withTemporaryFolder { folder in
            try await kind.withLocation { location in
                let database = try Database(location)
                try database.writeNow { try $0.run(script: Self.table.script($0.dialect)) }
                try database.writeNow(Self.insert(1))
                database.close()
                let path = folder + "/backup"
                try DatabaseBackup.make(of: location, to: path)
                let again = #expect(throws: AlmanacError.self) {
                    try DatabaseBackup.make(of: location, to: path)
                }
                #expect(again?.kind == .conflict)
                let file = try #require(fopen(path, "r+"))
                fseek(file, 300, SEEK_SET)
                fputs("damage", file)
                fclose(file)
                for useOf in [
                    { _ = try DatabaseBackup.verify(path) },
                    { _ = try DatabaseBackup.restore(path, to: location, isReplacing: true) },
                ] {
                    let error = #expect(throws: AlmanacError.self) { try useOf() }
                    #expect(error?.databaseFailure == .corrupt)
                }
                let after = try Database(location)
                defer { after.close() }
                #expect(try Self.pairs(after) == [1])
            }
        }
    }

    @Test("a database that is there is replaced only when told so", arguments: databases)
    func replacing(_ kind: DatabaseUnderTest) async throws {
        try await withTemporaryFolder { folder in
            try await kind.withLocation { location in
                let database = try Database(location)
                try database.writeNow { try $0.run(script: Self.table.script($0.dialect)) }
                try database.writeNow(Self.insert(1))
                let path = folder + "/backup"
                try DatabaseBackup.make(of: location, to: path)
                try database.writeNow(Self.insert(2))
                let error = #expect(throws: AlmanacError.self) {
                    try DatabaseBackup.restore(path, to: location, isReplacing: false)
                }
                #expect(error?.kind == .conflict)
                if kind == .sqlite {
                    let busy = #expect(throws: AlmanacError.self) {
                        try DatabaseBackup.restore(path, to: location, isReplacing: true)
                    }
                    #expect(busy?.databaseFailure == .busy)
                }
                #expect(try Self.pairs(database) == [1, 2])
                database.close()
                try DatabaseBackup.restore(path, to: location, isReplacing: true)
                let restored = try Database(location)
                defer { restored.close() }
                #expect(try Self.pairs(restored) == [1])
                if case .sqlite(let file) = location {
                    let kept = try Database(.sqlite(path: file + ".before-restore"))
                    defer { kept.close() }
                    #expect(try Self.pairs(kept) == [1, 2])
                }
            }
        }
    }

    @Test("a damaged database is replaced by its backup")
    func afterDamage() throws {
        try withTemporaryFolder { folder in
            let location = DatabaseLocation.sqlite(path: folder + "/a.db")
            let database = try Database(location)
            try database.writeNow { try $0.run(script: Self.table.script($0.dialect)) }
            try database.writeNow(Self.insert(1))
            try DatabaseBackup.make(of: location, to: folder + "/backup")
            database.close()
            let file = try #require(fopen(folder + "/a.db", "r+"))
            fputs("this is no database any more", file)
            fclose(file)
            #expect(throws: AlmanacError.self) { try Database(location) }
            try DatabaseBackup.restore(folder + "/backup", to: location, isReplacing: true)
            let restored = try Database(location)
            defer { restored.close() }
            #expect(try Self.pairs(restored) == [1])
        }
    }

    @Test("a missing file and the wrong kind of database are refused")
    func refusals() throws {
        try withTemporaryFolder { folder in
            let missing = DatabaseLocation.sqlite(path: folder + "/none.db")
            let error = #expect(throws: AlmanacError.self) {
                try DatabaseBackup.make(of: missing, to: folder + "/backup")
            }
            #expect(error?.kind == .notFound)
            let there = DatabaseLocation.sqlite(path: folder + "/a.db")
            try Database(there).close()
            try DatabaseBackup.make(of: there, to: folder + "/backup")
            let wrong = #expect(throws: AlmanacError.self) {
                try DatabaseBackup.restore(
                    folder + "/backup", to: .postgresql(url: "postgresql://h/d"), isReplacing: true)
            }
            #expect(wrong?.kind == .validation)
        }
    }
}
