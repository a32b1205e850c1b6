import AlmanacCore
package import Database
package import TimeSeries

extension Authors {
    /// What forgetting somebody took.
    package struct Forgotten: Sendable, Equatable {
        /// At how many sources they were known.
        package var sources = 0
        /// How many blobs can be read no more.
        package var blobs = 0
        /// How many records lost their fields.
        package var records = 0
    }

    /// Forgets a person for good: drops their key, and leaves tombstones of what it sealed.
    ///
    /// What they wrote inside pages of many people stays there under the pseudonym, which nobody
    /// can tie to them any more; `Bronze.erase` takes such a page. What comes of them later is
    /// not kept.
    /// - Parameters:
    ///   - name: The name, or its fingerprint as a tombstone tells it.
    ///   - source: Where; nil for every source.
    /// - Throws: `notFound` for somebody who is not known there.
    @discardableResult
    package static func forget(
        _ database: Database, _ bronze: Bronze, name: String, source: String? = nil,
        reason: String, at now: Timestamp
    ) throws -> Forgotten {
        let forgotten = try database.shredding { transaction in
            let fingerprint = try fingerprint(transaction, name, at: now)
            let forgotten = try forget(
                transaction, fingerprint, source: source, reason: reason, at: now)
            guard forgotten.sources > 0 else {
                throw AlmanacError(
                    .notFound,
                    "nothing of this person is kept" + (source.map { " from '\($0)'" } ?? ""),
                    details: ["source": source.map(JSON.string) ?? .null],
                    suggestion: "write the name as the source does; pages that were stored"
                        + " without a mask are erased by `almanac archive erase`")
            }
            return forgotten
        }
        try bronze.removeOrphans(database, at: now)
        return forgotten
    }

    /// Forgets whoever a fingerprint belongs to, which may be nobody.
    static func forget(
        _ transaction: Transaction, _ fingerprint: String, source: String?, reason: String,
        at now: Timestamp
    ) throws(AlmanacError) -> Forgotten {
        let rows = try transaction.query(
            """
            SELECT source, pseudonym FROM author_keys WHERE fingerprint = $1 AND source <> ''
            ORDER BY source
            """, [SQLValue(fingerprint)])
        var forgotten = Forgotten()
        for row in rows {
            let place = try row.text(0)
            guard source == nil || place == source else { continue }
            try bury(
                transaction,
                Tombstone(source: place, fingerprint: fingerprint, at: now, reason: reason))
            forgotten.sources += 1
            let values = [SQLValue(try row.text(1)), SQLValue(now.nanoseconds)]
            forgotten.blobs += try transaction.execute(
                ArchiveQueries.forgetBlobs, values + [SQLValue(reason)])
            forgotten.records += try transaction.execute(
                ArchiveQueries.forgetRecords, [values[0], SQLValue(reason)])
        }
        return forgotten
    }

    /// Drops a key, and remembers that whoever it belonged to is not to be kept.
    static func bury(_ transaction: Transaction, _ tombstone: Tombstone) throws(AlmanacError) {
        let person = [SQLValue(tombstone.fingerprint), SQLValue(tombstone.source)]
        try transaction.execute(
            "DELETE FROM author_keys WHERE fingerprint = $1 AND source = $2", person)
        try transaction.execute(
            """
            INSERT INTO forgotten_authors (fingerprint, source, forgotten_at, reason)
            VALUES ($1, $2, $3, $4) ON CONFLICT (fingerprint, source) DO NOTHING
            """, person + [SQLValue(tombstone.at.nanoseconds), SQLValue(tombstone.reason)])
    }
}
