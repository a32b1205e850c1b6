import AlmanacCore
import Archive
import Database
import Glibc
import TestSupport
import Testing

/// Backups of a whole archive: rows, and the files of large bytes beside it.
@Suite struct ArchiveBackupTests {
    static let databases = DatabaseUnderTest.available

    /// Stores some bytes, a part of them as files where the database is one.
    private func fill(_ location: DatabaseLocation, count: Int) throws -> [String: [UInt8]] {
        let database = try Database(location)
        defer { database.close() }
        try ArchiveSchema.migrator.applyNow(to: database, atNanoseconds: 0)
        var bronze = Bronze(beside: location)
        bronze.fileThreshold = 2_000
        var generator = SeededGenerator(seed: 4)
        var stored: [String: [UInt8]] = [:]
        for index in 0..<count {
            let bytes = (0..<(index * 700)).map { _ in UInt8.random(in: 0...255, using: &generator)
            }
            let prepared = try bronze.prepare(bytes)
            let fetch = Fetch(
                source: "web", url: "http://a/\(index)", tier: "static", fetchedAt: day(index),
                completedAt: day(index))
            _ = try database.writeNow {
                try bronze.store($0, prepared, fetch, at: day(index))
            }
            stored[prepared.hash] = bytes
        }
        return stored
    }

    @Test("rows and files come back, byte for byte", arguments: databases)
    func roundTrip(_ kind: DatabaseUnderTest) async throws {
        try await withTemporaryFolder { folder in
            try await kind.withLocation { location in
                let stored = try fill(location, count: 8)
                let path = folder + "/backup"
                let made = try ArchiveBackup.make(of: location, to: path)
                let verified = try ArchiveBackup.verify(path)
                #expect(verified.database == made.database)
                if kind == .sqlite {
                    #expect(made.fileCount > 3 && verified.fileCount == made.fileCount)
                    #expect(verified.checkedBlobs == stored.count)
                }
                try await kind.withLocation { other in
                    _ = try ArchiveBackup.restore(path, to: other, isReplacing: false)
                    let database = try Database(other)
                    defer { database.close() }
                    let bronze = Bronze(beside: other)
                    for (hash, bytes) in stored {
                        let back = try database.readNow { try bronze.bytes($0, hash) }
                        #expect(back == bytes)
                    }
                    let again = #expect(throws: AlmanacError.self) {
                        try ArchiveBackup.restore(path, to: other, isReplacing: false)
                    }
                    #expect(again?.kind == .conflict)
                }
            }
        }
    }

    @Test(
        "a restore that fails leaves a server's tables as they were",
        .enabled(if: databases.contains(.postgresql)))
    func failedRestore() async throws {
        try await withTemporaryFolder { folder in
            try await DatabaseUnderTest.postgresql.withLocation { location in
                _ = try fill(location, count: 1)
                let path = folder + "/backup"
                _ = try ArchiveBackup.make(of: location, to: path)
                // Replaced by the same, with partitions and all.
                _ = try ArchiveBackup.restore(path, to: location, isReplacing: true)
                try await DatabaseUnderTest.postgresql.withLocation { other in
                    let database = try Database(other)
                    defer { database.close() }
                    try database.writeNow { transaction throws in
                        try transaction.run(
                            script: """
                                CREATE TABLE series (x BIGINT); INSERT INTO series VALUES (7);
                                CREATE VIEW blobs AS SELECT 1 AS x;
                                """)
                    }
                    #expect(throws: AlmanacError.self) {
                        try ArchiveBackup.restore(path, to: other, isReplacing: true)
                    }
                    let kept = try database.readNow {
                        try $0.first("SELECT x FROM series")?.integer(0)
                    }
                    #expect(kept == 7)
                }
            }
        }
    }

    @Test("a damaged or missing file of a backup is found before anything is replaced")
    func damage() async throws {
        try await withTemporaryFolder { folder in
            try await DatabaseUnderTest.sqlite.withLocation { location in
                _ = try fill(location, count: 8)
                let path = folder + "/backup"
                _ = try ArchiveBackup.make(of: location, to: path)
                let blobs = BlobFolder(path: path + "-blobs")
                let hash = try #require(blobs.contents().hashes.first)
                let file = try #require(fopen(blobs.file(hash), "r+"))
                fseek(file, 1_000, SEEK_SET)
                fputs("damage", file)
                fclose(file)
                let target = DatabaseLocation.sqlite(path: folder + "/new.db")
                let error = #expect(throws: AlmanacError.self) {
                    try ArchiveBackup.restore(path, to: target, isReplacing: false)
                }
                #expect(error?.kind == .dataFetch)
                unlink(blobs.file(hash))
                #expect(throws: AlmanacError.self) { try ArchiveBackup.verify(path) }
                #expect(access(folder + "/new.db", F_OK) != 0)
            }
        }
    }
}
