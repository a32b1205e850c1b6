import AlmanacCore
import Archive
import Database
import Foundation
import TestSupport
import Testing
import TimeSeries

/// Bytes by content: stored once, ended only by retention and erasure.
@Suite struct BronzeTests {
    static let databases = DatabaseUnderTest.available

    private func fetch(_ url: String, _ moment: Timestamp, source: String = "web") -> Fetch {
        var fetch = Fetch(
            source: source, url: url, tier: "static", fetchedAt: moment, completedAt: moment)
        fetch.status = 200
        fetch.headers["content-type"] = "text/html"
        fetch.job = 7
        fetch.plan = 3
        fetch.correlation = "c-1"
        return fetch
    }

    private func store(
        _ bronze: Bronze, _ database: Database, _ text: String, _ moment: Timestamp
    ) throws -> (id: Int64, hash: String) {
        let prepared = try bronze.prepare(Array(text.utf8))
        let id = try database.writeNow { transaction throws in
            try bronze.store(transaction, prepared, fetch("http://a/", moment), at: moment)
        }
        return (id, prepared.hash)
    }

    @Test("a page is stored once however often it is fetched", arguments: databases)
    func once(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            let bronze = Bronze()
            let first = try store(bronze, database, "page", day(0))
            let second = try store(bronze, database, "page", day(40))
            #expect(first.id != second.id && first.hash == second.hash)
            try database.readNow { transaction throws in
                #expect(
                    try transaction.first("SELECT COUNT(*) FROM blobs")?.integer(0) == 1)
                #expect(try bronze.bytes(transaction, first.hash) == Array("page".utf8))
                let stored = try #require(try bronze.fetch(transaction, second.id))
                #expect(stored.fetch == fetch("http://a/", day(40)))
                #expect(stored.storedAt == day(40) && stored.hash == first.hash)
                #expect(try bronze.fetches(transaction, source: "web").map(\.id).count == 2)
                #expect(try bronze.fetch(transaction, 999) == nil)
            }
        }
    }

    @Test("a page that recurs outlives the months that are dropped", arguments: databases)
    func recurring(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            let bronze = Bronze()
            let recurring = try store(bronze, database, "recurs", day(0))
            let single = try store(bronze, database, "once", day(1))
            _ = try store(bronze, database, "recurs", day(70))
            // January goes; the recurring page was fetched in March too.
            try database.writeNow { transaction throws in
                let gone = try Partitions.drop(transaction, table: "raw_data", before: day(35))
                #expect(gone == (kind == .sqlite ? 2 : 1))
            }
            var sweep = try bronze.sweep(database, at: day(71))
            #expect((sweep.marked, sweep.swept) == (1, 0))
            sweep = try bronze.sweep(database, at: day(73))
            #expect((sweep.marked, sweep.swept) == (0, 1))
            try database.readNow { transaction throws in
                #expect(try bronze.bytes(transaction, recurring.hash) == Array("recurs".utf8))
                let state = try bronze.state(transaction, single.hash)
                #expect(state?.tombstone?.reason == "retention")
                let error = #expect(throws: AlmanacError.self) {
                    try bronze.bytes(transaction, single.hash)
                }
                #expect(error?.kind == .notFound)
            }
            // What retention took may come back.
            _ = try store(bronze, database, "once", day(75))
            try database.readNow { transaction throws in
                #expect(try bronze.bytes(transaction, single.hash) == Array("once".utf8))
                #expect(try bronze.state(transaction, single.hash)?.tombstone == nil)
            }
        }
    }

    @Test("a page that comes again before the sweep keeps its bytes", arguments: databases)
    func unmarked(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            let bronze = Bronze()
            let page = try store(bronze, database, "page", day(0))
            try database.writeNow { transaction throws in
                #expect(try bronze.retain(transaction, source: "web", since: day(1)) == 1)
                #expect(try bronze.retain(transaction, source: "other", since: day(9)) == 0)
            }
            #expect(try bronze.sweep(database, at: day(2)).marked == 1)
            _ = try store(bronze, database, "page", day(3))
            let sweep = try bronze.sweep(database, at: day(9))
            #expect((sweep.marked, sweep.swept) == (0, 0))
            try database.readNow { transaction throws in
                #expect(try bronze.bytes(transaction, page.hash) == Array("page".utf8))
            }
        }
    }

    @Test("what is erased never comes back", arguments: databases)
    func erased(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            let bronze = Bronze()
            let page = try store(bronze, database, "private", day(0))
            try bronze.erase(database, hash: page.hash, reason: "author asked", at: day(1))
            _ = try store(bronze, database, "private", day(2))
            try database.readNow { transaction throws in
                let tombstone = try bronze.state(transaction, page.hash)?.tombstone
                #expect(tombstone?.reason == "author asked" && tombstone?.at == day(1))
                #expect(tombstone?.isErased == true)
                #expect(throws: AlmanacError.self) { try bronze.bytes(transaction, page.hash) }
                #expect(try bronze.fetches(transaction, source: "web").count == 2)
            }
            #expect(throws: AlmanacError.self) {
                try bronze.erase(database, hash: "no such", reason: "x", at: day(1))
            }
        }
    }

    @Test("large bytes lie in files, which go with their rows", arguments: databases)
    func files(_ kind: DatabaseUnderTest) async throws {
        try await withTemporaryFolder { path in
            try await kind.withArchive { database in
                var bronze = Bronze(folder: BlobFolder(path: path + "/blobs"))
                bronze.fileThreshold = 10
                let page = try store(bronze, database, "a page that is long enough", day(0))
                let folder = try #require(bronze.folder)
                #expect(folder.has(page.hash))
                try database.readNow { transaction throws in
                    #expect(try bronze.state(transaction, page.hash)?.place == .file)
                    #expect(
                        try bronze.bytes(transaction, page.hash)
                            == Array("a page that is long enough".utf8))
                }
                // A file of a crash between the rename and the row.
                let orphan = try bronze.prepare(Array("nobody ever stored this page".utf8))
                let later = Timestamp(
                    nanoseconds: Int64(Date().timeIntervalSince1970 + 7_200) * 1_000_000_000)
                #expect(try bronze.removeOrphans(database, at: day(0)) == 0)
                #expect(try bronze.removeOrphans(database, at: later) == 1)
                #expect(!folder.has(orphan.hash) && folder.has(page.hash))
                // A file that was swept between preparing and storing is written again.
                let again = try bronze.prepare(Array("a second page that is long".utf8))
                try folder.remove(again.hash)
                try database.writeNow { transaction throws in
                    _ = try bronze.store(transaction, again, fetch("http://b/", day(2)), at: day(2))
                }
                #expect(folder.has(again.hash))
                try bronze.erase(database, hash: page.hash, reason: "asked", at: later)
                #expect(!folder.has(page.hash))
                try database.readNow { transaction throws in
                    #expect(throws: AlmanacError.self) {
                        try bronze.bytes(transaction, page.hash)
                    }
                }
            }
        }
    }

    @Test("upkeep ends what a source's retention says, and nothing else", arguments: databases)
    func upkeep(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            let bronze = Bronze()
            let page = try store(bronze, database, "page", day(0))
            _ = try store(bronze, database, "later", day(9))
            try database.writeNow { transaction throws in
                var source = DataSource(name: "web", tier: "static")
                source.retentionDays = 5
                try Sources.save(transaction, source, at: day(0))
                try Sources.save(transaction, DataSource(name: "b", tier: "file"), at: day(0))
            }
            var upkeep = try bronze.maintain(database, at: day(10))
            #expect((upkeep.ended, upkeep.sweep.marked, upkeep.sweep.swept) == (1, 1, 0))
            upkeep = try bronze.maintain(database, at: day(12))
            #expect((upkeep.ended, upkeep.sweep.marked, upkeep.sweep.swept) == (0, 0, 1))
            func months() throws -> [String] {
                try database.readNow { try Partitions.names($0, of: "raw_data") }
                    .map { String($0.suffix(2)) }
            }
            let made = ["01", "02", "03", "04"]
            #expect(try months() == (kind == .sqlite ? [] : made))
            _ = try bronze.maintain(database, at: day(45))
            // January is empty by then, and May is on the way.
            #expect(try months() == (kind == .sqlite ? [] : made.dropFirst() + ["05"]))
            try database.readNow { transaction throws in
                #expect(
                    try bronze.state(transaction, page.hash)?.tombstone?.reason == "retention")
                #expect(try bronze.fetches(transaction, source: "web").isEmpty)
            }
        }
    }

    @Test("damaged bytes are found out", arguments: databases)
    func damaged(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            let bronze = Bronze()
            let page = try store(bronze, database, "page", day(0))
            let other = try store(bronze, database, "gape", day(0))
            try database.writeNow { transaction throws in
                _ = try transaction.execute(
                    "UPDATE blobs SET bytes = (SELECT b.bytes FROM blobs b WHERE b.hash = $2)"
                        + " WHERE hash = $1", [.text(page.hash), .text(other.hash)])
            }
            try database.readNow { transaction throws in
                let error = #expect(throws: AlmanacError.self) {
                    try bronze.bytes(transaction, page.hash)
                }
                #expect(error?.kind == .dataFetch)
            }
        }
    }
}
