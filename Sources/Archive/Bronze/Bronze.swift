package import AlmanacCore
package import Database
package import TimeSeries

/// What was fetched, byte for byte: stored once by content, however often it came.
///
/// Bytes above a size go into a folder beside the database, if there is one; all others into the
/// database, packed by zstd. Fetches refer to bytes by their SHA-256.
package struct Bronze: Sendable {
    /// Where large bytes go; nil keeps everything in the database.
    package var folder: BlobFolder?
    /// From how many packed bytes on the folder is used.
    package var fileThreshold = 256 * 1_024

    /// Makes a store.
    package init(folder: BlobFolder? = nil) { self.folder = folder }

    /// The store that belongs to a database: a file's large bytes lie in a folder of its name.
    package init(beside location: DatabaseLocation) {
        guard case .sqlite(let path) = location, path != ":memory:" else { return }
        folder = BlobFolder(path: path + "-blobs")
    }

    /// One writer of files at a time, so that no sweep removes what a fetch counts on.
    static let filesLock: Int64 = 0x61_6C6D_626C_6F62

    /// Bytes that are ready to be stored.
    package struct Prepared: Sendable {
        /// The SHA-256 in hexadecimal.
        package let hash: String
        /// How many bytes there are.
        package let byteCount: Int
        let packed: [UInt8]
        let place: BlobState.Place
        /// The pseudonym of who wrote all of it, whose key seals it.
        package let author: String?
    }

    /// Hashes and packs bytes, and writes a file where they are many.
    ///
    /// Belongs before the transaction: it takes long and changes no row.
    /// - Parameter author: Who wrote all of it, where their key shall seal it; hash and count are
    ///   then those of what is sealed.
    package func prepare(
        _ bytes: [UInt8], author: Author? = nil
    ) throws(AlmanacError) -> Prepared {
        let bytes = author.map { Envelope.seal(bytes, $0.key) } ?? bytes
        let digest = SHA256()
        bytes.withUnsafeBytes { digest.update($0) }
        let packed = bytes.withUnsafeBytes { ZstandardPacker().pack($0) }
        let hash = digest.finish()
        let isFile = folder != nil && packed.count >= fileThreshold
        if isFile { try folder?.write(packed, hash) }
        return Prepared(
            hash: hash, byteCount: bytes.count, packed: packed, place: isFile ? .file : .row,
            author: author?.pseudonym)
    }

    /// The same for callers on the cooperative pool, which neither packs nor waits for a disk.
    package func preparing(_ bytes: [UInt8]) async throws -> Prepared {
        try await runOnThread { try prepare(bytes) }
    }

    /// Records a fetch of a part of an answer, unless one of the source brought the same before.
    ///
    /// - Returns: The number of this fetch or of the last earlier one.
    package func storeOnce(
        _ transaction: Transaction, _ prepared: Prepared, _ fetch: Fetch, at now: Timestamp
    ) throws(AlmanacError) -> Int64 {
        if let row = try transaction.first(
            ArchiveQueries.fetchOfBytes, [SQLValue(prepared.hash), SQLValue(fetch.source)])
        {
            return try row.integer(0)
        }
        return try store(transaction, prepared, fetch, at: now)
    }

    /// Records a fetch and keeps its bytes, unless they are kept already or were erased.
    ///
    /// - Returns: The fetch's number.
    @discardableResult
    package func store(
        _ transaction: Transaction, _ prepared: Prepared, _ fetch: Fetch, at now: Timestamp
    ) throws(AlmanacError) -> Int64 {
        try keep(transaction, prepared, at: now)
        try Partitions.ensure(transaction, tables: ["raw_data"], at: now)
        let row = try transaction.first(
            """
            INSERT INTO raw_data (stored_at, source, hash, url, status, headers, fetched_at,
                completed_at, tier, plan, job, correlation)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id
            """,
            [
                SQLValue(now.nanoseconds), SQLValue(fetch.source), SQLValue(prepared.hash),
                SQLValue(fetch.url), SQLValue(fetch.status),
                SQLValue(JSON.object(fetch.headers).text()), SQLValue(fetch.fetchedAt.nanoseconds),
                SQLValue(fetch.completedAt.nanoseconds), SQLValue(fetch.tier),
                SQLValue(fetch.plan), SQLValue(fetch.job), SQLValue(fetch.correlation),
            ])
        guard let row else { throw AlmanacError(.internalError, "a fetch got no number") }
        return try row.integer(0)
    }

    /// Keeps bytes without a fetch, unless they are kept already or were erased; what refers to
    /// them belongs into the same transaction, or the next sweep takes them.
    func keep(
        _ transaction: Transaction, _ prepared: Prepared, at now: Timestamp
    ) throws(AlmanacError) {
        if prepared.place == .file {
            try transaction.advisoryLock(Self.filesLock)
            // A sweep may have come between; the file is on the disk before the row is.
            try folder?.write(prepared.packed, prepared.hash)
        }
        try transaction.execute(
            """
            INSERT INTO blobs (hash, byte_count, place, bytes, stored_at, author)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (hash) DO UPDATE SET
                marked_at = NULL,
                bytes = CASE WHEN blobs.place = 'gone' AND blobs.is_erased = 0
                    THEN excluded.bytes ELSE blobs.bytes END,
                gone_at = CASE WHEN blobs.is_erased = 0 THEN NULL ELSE blobs.gone_at END,
                gone_reason = CASE WHEN blobs.is_erased = 0 THEN NULL ELSE blobs.gone_reason END,
                place = CASE WHEN blobs.place = 'gone' AND blobs.is_erased = 0
                    THEN excluded.place ELSE blobs.place END
            """,
            [
                SQLValue(prepared.hash), SQLValue(prepared.byteCount),
                SQLValue(prepared.place.rawValue),
                prepared.place == .row ? .blob(prepared.packed) : .null,
                SQLValue(now.nanoseconds), SQLValue(prepared.author),
            ])
    }

    /// A fetch by its number, or nil where it was never made or retention has ended it.
    package func fetch(
        _ transaction: Transaction, _ id: Int64
    ) throws(AlmanacError) -> StoredFetch? {
        try transaction.first(ArchiveQueries.fetch, [SQLValue(id)])
            .map { (row) throws(AlmanacError) in try StoredFetch(row) }
    }

    /// The fetches of a source in the order in which they were stored.
    package func fetches(
        _ transaction: Transaction, source: String, since: Timestamp? = nil
    ) throws(AlmanacError) -> [StoredFetch] {
        try transaction.query(
            ArchiveQueries.fetches,
            [SQLValue(source), SQLValue(since?.nanoseconds ?? .min)]
        ).map { (row) throws(AlmanacError) in try StoredFetch(row) }
    }

    /// The names of the sources that something was fetched of, in order.
    package func sources(_ transaction: Transaction) throws(AlmanacError) -> [String] {
        try transaction.query("SELECT DISTINCT source FROM raw_data ORDER BY source")
            .map { (row) throws(AlmanacError) in try row.text(0) }
    }

    /// What is known of bytes, or nil where they were never seen.
    package func state(
        _ transaction: Transaction, _ hash: String
    ) throws(AlmanacError) -> BlobState? {
        try transaction.first(ArchiveQueries.blob, [SQLValue(hash)])
            .map { (row) throws(AlmanacError) in try BlobState(row) }
    }

    /// The bytes that a hash names, opened where they are sealed.
    ///
    /// - Throws: `notFound` where they were never seen or are gone, with the tombstone's reason, or
    ///   where the key that sealed them is; `dataFetch` where they are damaged.
    package func bytes(
        _ transaction: Transaction, _ hash: String
    ) throws(AlmanacError) -> [UInt8] {
        let stored = try storedBytes(transaction, hash)
        guard let pseudonym = try state(transaction, hash)?.author else { return stored }
        guard let author = try Authors.author(transaction, pseudonym: pseudonym) else {
            throw AlmanacError(
                .notFound, "the bytes \(hash) are sealed, and the key of who wrote them is gone",
                details: ["hash": .string(hash), "author": .string(pseudonym)],
                suggestion: "after a restore, keys come from the file BACKUP-keys")
        }
        return try Envelope.open(stored, author.key)
    }

    /// The bytes of a hash as they are kept, which a key may have sealed.
    ///
    /// - Throws: As ``bytes(_:_:)``, apart from what keys bring.
    func storedBytes(
        _ transaction: Transaction, _ hash: String
    ) throws(AlmanacError) -> [UInt8] {
        guard let state = try state(transaction, hash) else {
            throw AlmanacError(
                .notFound, "no bytes with the hash \(hash) were ever stored",
                details: ["hash": .string(hash)])
        }
        if let tombstone = state.tombstone {
            throw AlmanacError(
                .notFound, "the bytes \(hash) went on \(tombstone.at): \(tombstone.reason)",
                details: [
                    "hash": .string(hash), "gone_at": .string(tombstone.at.iso8601),
                    "reason": .string(tombstone.reason),
                ])
        }
        var packed: [UInt8]
        if state.place == .file, let folder {
            packed = try folder.read(hash)
        } else {
            let row = try transaction.first(
                "SELECT bytes FROM blobs WHERE hash = $1", [SQLValue(hash)])
            packed = try row?.optionalBlob(0) ?? []
        }
        let bytes = try ZstandardUnpacker().unpack(packed, count: state.byteCount)
        packed = []
        let digest = SHA256()
        bytes.withUnsafeBytes { digest.update($0) }
        if digest.finish() == hash { return bytes }
        throw AlmanacError(
            .dataFetch, "the bytes stored as \(hash) have another hash: they are damaged",
            details: ["hash": .string(hash)],
            suggestion: "restore them from a backup (`almanac archive restore`)")
    }
}
