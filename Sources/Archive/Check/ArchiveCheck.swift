package import AlmanacCore
package import Database
import TimeSeries

/// Reads everything that the archive keeps and compares it with its checksums and hashes.
package struct ArchiveCheck: Sendable {
    /// How many chunks of series were read.
    package private(set) var chunks = 0
    /// How many rows they hold.
    package private(set) var rows = 0
    /// How many blobs were read.
    package private(set) var blobs = 0
    /// What is damaged, as sentences.
    package private(set) var faults: [String] = []
    /// Hashes of erased bytes with the reason, oldest first; a backup from before still has them.
    package private(set) var erased: [(hash: String, reason: String)] = []
    /// Who was forgotten, oldest first; the keys beside an older backup still know them.
    package private(set) var forgotten: [Authors.Tombstone] = []

    /// Reads an archive; what is damaged is listed, not thrown.
    ///
    /// - Complexity: Everything is read once, one chunk or blob at a time in SQLite.
    package init(_ database: Database, _ bronze: Bronze) throws {
        self = try database.readNow { transaction in
            var check = ArchiveCheck()
            try check.readChunks(transaction)
            try check.readBlobs(transaction, bronze)
            check.forgotten = try Authors.forgotten(transaction)
            return check
        }
    }

    private init() {}

    private mutating func readChunks(_ transaction: Transaction) throws {
        let decoder = ChunkDecoder()
        for series in try SeriesStore().list(transaction) {
            var count = 0
            for row in try transaction.query(
                "SELECT number FROM series_chunks WHERE series = $1 ORDER BY number",
                [SQLValue(series.id)])
            {
                let number = try row.integer(0)
                let chunk = try transaction.first(
                    "SELECT bytes FROM series_chunks WHERE series = $1 AND number = $2",
                    [SQLValue(series.id), SQLValue(number)])
                chunks += 1
                do {
                    count += try decoder.rows(of: try chunk?.blob(0) ?? []).count
                } catch {
                    faults.append("\(series.name), chunk \(number): \(error.message)")
                }
            }
            rows += count
            if count != series.rowCount {
                faults.append("\(series.name) has \(count) rows instead of \(series.rowCount)")
            }
        }
    }

    private mutating func readBlobs(_ transaction: Transaction, _ bronze: Bronze) throws {
        for row in try transaction.query(
            "SELECT hash, place, is_erased, gone_reason FROM blobs ORDER BY gone_at, hash")
        {
            let hash = try row.text(0)
            if try row.bool(2) { erased.append((hash, try row.optionalText(3) ?? "")) }
            if try row.text(1) == BlobState.Place.gone.rawValue { continue }
            blobs += 1
            do {
                _ = try bronze.storedBytes(transaction, hash)
            } catch {
                faults.append("blob \(hash): \(error.message)")
            }
        }
    }
}

extension BlobFolder {
    /// Copies the files that another folder lacks; a file is there whole or not at all.
    /// - Returns: How many there were.
    @discardableResult
    package func copy(to other: BlobFolder) throws(AlmanacError) -> Int {
        let hashes = contents().hashes
        for hash in hashes where !other.has(hash) { try other.write(try read(hash), hash) }
        return hashes.count
    }
}
