import AlmanacCore
import Database
import Foundation
import Glibc
import TestSupport
import Testing

/// A full disk and a damaged file: a clear error, and no loss of what was committed.
@Suite struct DiskFaultTests {
    private func add(_ id: Int, size: Int) -> @Sendable (Transaction) throws -> Void {
        { transaction in
            try transaction.execute(
                "INSERT INTO t VALUES ($1, $2)",
                [SQLValue(id), .blob([UInt8](repeating: 1, count: size))])
        }
    }

    private static let table = "CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, bytes BLOB)"

    /// Fills a database until it refuses, and looks at what is left.
    private func fill(_ database: Database) throws -> Int {
        var count = 0
        while count < 10_000 {
            do {
                try database.writeNow(add(count, size: 4_000))
                count += 1
            } catch let error as AlmanacError {
                #expect(error.databaseFailure == .diskFull, "\(error.message)")
                #expect(error.kind == .dataFetch)
                #expect(error.message.contains("no space is left"))
                #expect(error.suggestion?.contains("free space") == true)
                break
            }
        }
        let rows = try database.readNow { try $0.query("SELECT id FROM t").count }
        #expect(rows == count && count > 3 && count < 10_000)
        return count
    }

    @Test("a full disk refuses, keeps what was committed, and goes on once there is space")
    func full() throws {
        let disk = SimulatedDisk(seed: 1)
        var options = Database.Options()
        options.fileSystem = disk.name
        let database = try Database(.sqlite(path: "test.db"), options)
        defer { database.close() }
        try database.writeNow { try $0.run(script: Self.table) }
        disk.capacity = 400_000
        let count = try fill(database)
        disk.capacity = nil
        try database.writeNow(add(count, size: 4_000))
        let rows = try database.readNow { try $0.query("SELECT id FROM t").count }
        #expect(rows == count + 1)
    }

    @Test("of a group on a nearly full disk only those fail that do not fit")
    func group() async throws {
        let disk = SimulatedDisk(seed: 1)
        var options = Database.Options()
        options.fileSystem = disk.name
        // The cache spills into the log in the middle of a transaction.
        options.cacheKibibytes = 16
        let database = try Database(.sqlite(path: "test.db"), options)
        defer { database.close() }
        try database.writeNow { try $0.run(script: Self.table) }
        disk.capacity = disk.used + 700_000
        let outcomes = await withTaskGroup(of: (Int, DatabaseFailure?).self) { group in
            for id in 0..<40 {
                group.addTask {
                    do {
                        let size = id % 10 == 9 ? 2_000_000 : 100
                        try await database.write(self.add(id, size: size))
                        return (id, nil)
                    } catch { return (id, (error as? AlmanacError)?.databaseFailure) }
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        #expect(outcomes.keys.sorted() == [9, 19, 29, 39])
        #expect(outcomes.values.allSatisfy { $0 == .diskFull })
        let rows = try database.readNow { try $0.query("SELECT id FROM t").count }
        #expect(rows == 36)
    }

    /// Whether a small file system can be mounted here; where not, that is said loudly.
    static let canMount: Bool = {
        // Containers may forbid it even to root.
        let isDone =
            (try? withTemporaryFolder { folder in
                guard mount("tmpfs", folder, "tmpfs", 0, "size=600k") == 0 else { return false }
                umount2(folder, Int32(MNT_DETACH))
                return true
            }) ?? false
        if !isDone {
            let text =
                "\n*** A real full disk is NOT tested: a small file system cannot be mounted ***\n"
                + "*** (only root may, and not in every container; the simulated disk is) ***\n\n"
            FileHandle.standardError.write(Data(text.utf8))
        }
        return isDone
    }()

    @Test(
        "a real full file system does the same",
        .enabled(if: canMount, "mounting a file system is refused here"))
    func realDisk() throws {
        try withTemporaryFolder { folder in
            try #require(mount("tmpfs", folder, "tmpfs", 0, "size=600k") == 0)
            defer { umount2(folder, Int32(MNT_DETACH)) }
            let database = try Database(.sqlite(path: folder + "/test.db"))
            defer { database.close() }
            try database.writeNow { try $0.run(script: Self.table) }
            _ = try fill(database)
        }
    }

    @Test("a damaged file is said to be damaged, with a way out", arguments: 0..<40)
    func damage(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let disk = SimulatedDisk(seed: seed)
        var options = Database.Options()
        options.fileSystem = disk.name
        let first = try Database(.sqlite(path: "test.db"), options)
        try first.writeNow { try $0.run(script: Self.table) }
        for id in 0..<50 { try first.writeNow(add(id, size: 1_000)) }
        first.close()
        disk.damage("test.db") { bytes in
            let start = Int.random(in: 0..<(bytes.count - 9_000), using: &generator)
            for index in start..<(start + 9_000) {
                bytes[index] = UInt8.random(in: 0...255, using: &generator)
            }
        }
        let error = #expect(throws: AlmanacError.self, "seed \(seed)") {
            let second = try Database(.sqlite(path: "test.db"), options)
            defer { second.close() }
            try second.readNow { transaction in
                let check = try transaction.first("PRAGMA integrity_check")?.text(0)
                // Bytes of a value may change without a trace; only checked bytes can tell.
                if check == "ok" { throw AlmanacError(.dataFetch, "", details: Self.unseen) }
                _ = try transaction.query("SELECT sum(length(bytes)) FROM t ORDER BY id")
                throw AlmanacError(.dataFetch, check ?? "", details: Self.unseen)
            }
        }
        #expect(error?.kind == .dataFetch, "seed \(seed)")
        if error?.databaseFailure == .corrupt {
            #expect(error?.message.contains("damaged") == true)
            #expect(error?.suggestion?.contains("restore") == true)
        }
    }

    private static let unseen: JSONObject = ["reason": "unseen"]

    @Test("readers go on beside a writer that takes its time")
    func readersGoOn() async throws {
        try await DatabaseUnderTest.sqlite.withDatabase { database in
            try database.writeNow { try $0.run(script: Self.table) }
            try await database.write(add(1, size: 10))
            try database.writeNow { transaction in
                try transaction.execute("DELETE FROM t")
                for _ in 0..<20 {
                    let seen = try database.readNow { try $0.query("SELECT id FROM t").count }
                    #expect(seen == 1)
                }
            }
            #expect(try database.readNow { try $0.query("SELECT id FROM t").count } == 0)
        }
    }
}
