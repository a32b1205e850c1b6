import AlmanacCore
import Archive
import Database
import Foundation
import TestSupport
import Testing
import TimeSeries

/// What is kept of people: masked or sealed, and gone for good when they are forgotten.
@Suite struct PeopleTests {
    static let databases = DatabaseUnderTest.available

    private func fetch(_ moment: Timestamp) -> Fetch {
        Fetch(
            source: "forum", url: "http://a/", tier: "static", fetchedAt: moment,
            completedAt: moment)
    }

    /// Stores a post of one person: its bytes and a record of it.
    private func post(
        _ database: Database, _ bronze: Bronze, _ text: String, by name: String, id: String,
        at moment: Timestamp
    ) throws -> (hash: String, record: Int64) {
        let bytes = Array(text.utf8)
        let sealed = try bronze.seal([(name, bytes)], of: "forum", database, at: moment)
        let prepared = try #require(sealed[0])
        return try database.writeNow { transaction in
            let raw = try bronze.store(transaction, prepared, fetch(moment), at: moment)
            var draft = RecordDraft(
                source: "forum", kind: "post", identity: id, time: moment, knownAt: moment,
                fields: ["text": .string(text)], recipe: "forum", recipeVersion: 1, raw: raw,
                rawHash: prepared.hash)
            draft.provenance = ["text": "/html/body"]
            draft.author = try Authors.author(
                transaction, source: "forum", name: name, at: moment)?.pseudonym
            let outcome = try Records.store(transaction, draft, now: { moment })
            return (prepared.hash, outcome.id)
        }
    }

    private func fields(_ database: Database, _ id: Int64) throws -> StoredRecord {
        try #require(try database.readNow { try Records.find($0, id) })
    }

    @Test(
        "who is forgotten takes bytes and fields along, and others keep theirs",
        arguments: databases)
    func forgotten(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            let bronze = Bronze()
            let anna = try post(database, bronze, "up it goes", by: "u/Anna", id: "1", at: day(0))
            let again = try post(database, bronze, "up it goes", by: "@anna", id: "1", at: day(1))
            #expect(anna == again, "the same words are stored once")
            let bert = try post(database, bronze, "up it goes", by: "bert", id: "2", at: day(0))
            #expect(bert.hash != anna.hash, "a hash does not tell who wrote the same")
            try database.readNow { transaction throws in
                #expect(try bronze.bytes(transaction, anna.hash) == Array("up it goes".utf8))
            }
            let record = try fields(database, anna.record)
            #expect(record.content.fields == ["text": "up it goes"])
            #expect(record.content.provenance == ["text": "/html/body"])

            let gone = try Authors.forget(
                database, bronze, name: "ANNA", reason: "asked", at: day(2))
            #expect((gone.sources, gone.blobs, gone.records) == (1, 1, 1))
            try database.readNow { transaction throws in
                let error = #expect(throws: AlmanacError.self) {
                    try bronze.bytes(transaction, anna.hash)
                }
                #expect(error?.kind == .notFound)
                let way = try Lineage(transaction, .record(anna.record))
                #expect(way.record?.content.fields.isEmpty == true)
                #expect(way.record?.erasureReason == "asked")
                #expect(way.bytes?.tombstone?.reason == "asked")
                #expect(way.fetch?.hash == anna.hash)
                #expect(try bronze.bytes(transaction, bert.hash) == Array("up it goes".utf8))
                #expect(try Authors.forgotten(transaction).map(\.reason) == ["asked"])
            }
            #expect(try fields(database, bert.record).content.fields == ["text": "up it goes"])
            #expect(try ArchiveCheck(database, bronze).faults.isEmpty)
            #expect(throws: AlmanacError.self) {
                try Authors.forget(database, bronze, name: "anna", reason: "x", at: day(3))
            }
        }
    }

    @Test("pages that name a person are found whatever the case of the name", arguments: databases)
    func named(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            let bronze = Bronze()
            var hashes: [String] = []
            for (index, text) in ["ÖZGÜR ÇELIK", "by özgür çelik.", "Özgür Çelikoğlu", "100%_x"]
                .enumerated()
            {
                let prepared = try bronze.prepare(Array(text.utf8))
                hashes.append(prepared.hash)
                try database.writeNow { transaction in
                    let raw = try bronze.store(transaction, prepared, fetch(day(0)), at: day(0))
                    let draft = RecordDraft(
                        source: "forum", kind: "post", identity: "\(index)", time: day(0),
                        knownAt: day(0), fields: ["text": .string(text)], recipe: "forum",
                        recipeVersion: 1, raw: raw, rawHash: prepared.hash)
                    _ = try Records.store(transaction, draft, now: { day(0) })
                }
            }
            try database.readNow { transaction in
                let celik = try #require(PersonName("Özgür Çelik"))
                #expect(try celik.pages(transaction, source: nil) == hashes[..<2].sorted())
                #expect(try celik.pages(transaction, source: "other").isEmpty)
                let signs = try #require(PersonName("100%_X"))
                #expect(try signs.pages(transaction, source: nil) == [hashes[3]])
            }
        }
    }

    @Test("what comes of a forgotten person later is not kept", arguments: databases)
    func later(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            let bronze = Bronze()
            _ = try post(database, bronze, "first", by: "anna", id: "1", at: day(0))
            try Authors.forget(database, bronze, name: "anna", reason: "asked", at: day(1))
            let words = [("anna", Array("second".utf8)), ("bert", Array("third".utf8))]
            let later = try bronze.seal(words, of: "forum", database, at: day(2))
            #expect(later[0] == nil && later[1] != nil)
            let elsewhere = try bronze.seal(words, of: "other", database, at: day(2))
            #expect(elsewhere[0] != nil, "the same name may be another's elsewhere")
            try database.writeNow { transaction throws in
                var draft = RecordDraft(
                    source: "forum", kind: "post", identity: "2", time: day(2), knownAt: day(2),
                    fields: ["text": "second"], recipe: "forum", recipeVersion: 1, raw: 1,
                    rawHash: "none")
                draft.author = "person-0123456789abcdef"
                #expect(throws: AlmanacError.self) {
                    try transaction.savepoint {
                        try Records.store(transaction, draft, now: { day(2) })
                    }
                }
            }
        }
    }

    @Test(
        "a dump of the database holds neither names nor words",
        arguments: [DatabaseUnderTest.sqlite])
    func onDisk(_ kind: DatabaseUnderTest) async throws {
        try await kind.withLocation { location in
            guard case .sqlite(let path) = location else { return }
            let database = try Database(location)
            try ArchiveSchema.migrator.applyNow(to: database, atNanoseconds: 0)
            let bronze = Bronze(beside: location)
            _ = try post(
                database, bronze, "confidential words", by: "annasurname", id: "1", at: day(0))
            database.close()
            let bytes = try Data(contentsOf: URL(filePath: path))
            #expect(bytes.range(of: Data("confidential".utf8)) == nil)
            #expect(bytes.range(of: Data("annasurname".utf8)) == nil)
        }
    }

    @Test("a backup without its keys tells nothing; with them all comes back", arguments: databases)
    func backup(_ kind: DatabaseUnderTest) async throws {
        try await withTemporaryFolder { folder in
            try await kind.withLocation { location in
                let path = folder + "/backup"
                let database = try Database(location)
                try ArchiveSchema.migrator.applyNow(to: database, atNanoseconds: 0)
                let bronze = Bronze(beside: location)
                let anna = try post(database, bronze, "hers", by: "anna", id: "1", at: day(0))
                let bert = try post(database, bronze, "his", by: "bert", id: "2", at: day(0))
                _ = try ArchiveBackup.make(of: location, to: path)
                let keys = try String(contentsOfFile: path + "-keys", encoding: .utf8)
                #expect(keys.split(separator: "\n").count == 3)
                try Authors.forget(database, bronze, name: "anna", reason: "asked", at: day(1))
                database.close()

                // Into the archive's own place: whoever was forgotten stays forgotten.
                _ = try ArchiveBackup.restore(path, to: location, isReplacing: true)
                try expect(location, gone: anna.record, there: bert.record)

                // Elsewhere, once the keys beside the backup forgot her too.
                let print = try forgottenFingerprint(location)
                #expect(try BackupKeys.forget(print, source: nil, beside: path) == 1)
                #expect(try ArchiveBackup.verify(path).database.byteCount > 0)
                try await kind.withLocation { other in
                    _ = try ArchiveBackup.restore(path, to: other, isReplacing: false)
                    try expect(other, gone: anna.record, there: bert.record)
                }

                // And with no keys at all.
                try FileManager.default.removeItem(atPath: path + "-keys")
                try await kind.withLocation { other in
                    _ = try ArchiveBackup.restore(path, to: other, isReplacing: false)
                    try expect(other, gone: anna.record, there: nil)
                    try expect(other, gone: bert.record, there: nil)
                }
            }
        }
    }

    private func expect(_ location: DatabaseLocation, gone: Int64, there: Int64?) throws {
        let database = try Database(location)
        defer { database.close() }
        let bronze = Bronze(beside: location)
        let record = try fields(database, gone)
        #expect(record.content.fields.isEmpty && record.erasureReason != nil)
        #expect(throws: AlmanacError.self) {
            try database.readNow { try bronze.bytes($0, record.content.rawHash) }
        }
        guard let there else { return }
        let kept = try fields(database, there)
        #expect(kept.content.fields == ["text": "his"])
        let bytes = try database.readNow { try bronze.bytes($0, kept.content.rawHash) }
        #expect(bytes == Array("his".utf8))
    }

    private func forgottenFingerprint(_ location: DatabaseLocation) throws -> String {
        let database = try Database(location)
        defer { database.close() }
        return try #require(try database.readNow { try Authors.forgotten($0) }.first).fingerprint
    }

    @Test(
        "what was erased after a backup is erased again by a restore over it", arguments: databases)
    func erasedAgain(_ kind: DatabaseUnderTest) async throws {
        try await withTemporaryFolder { folder in
            try await kind.withLocation { location in
                let database = try Database(location)
                try ArchiveSchema.migrator.applyNow(to: database, atNanoseconds: 0)
                let bronze = Bronze(beside: location)
                let page = try bronze.prepare(Array("page".utf8))
                _ = try database.writeNow {
                    try bronze.store($0, page, fetch(day(0)), at: day(0))
                }
                _ = try ArchiveBackup.make(of: location, to: folder + "/backup")
                try bronze.erase(database, hash: page.hash, reason: "asked", at: day(1))
                database.close()
                _ = try ArchiveBackup.restore(folder + "/backup", to: location, isReplacing: true)
                let again = try Database(location)
                defer { again.close() }
                let state = try again.readNow { try bronze.state($0, page.hash) }
                #expect(state?.tombstone?.reason == "asked")
            }
        }
    }
}
