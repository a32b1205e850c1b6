package import AlmanacCore
package import Database
package import TimeSeries

extension Bronze {
    /// What a sweep did.
    package struct Sweep: Sendable, Equatable {
        /// Blobs that nothing refers to and that were marked.
        package var marked = 0
        /// Blobs whose bytes went.
        package var swept = 0
        /// Files that no row knew.
        package var orphans = 0
    }

    /// Ends the fetches of a source that were stored before a moment, and what its series remember
    /// of them beyond the last appends.
    ///
    /// The bytes go with a later sweep, unless another fetch refers to them.
    /// - Parameter kept: The numbers of fetches that stay whatever their age.
    /// - Returns: How many fetches there were.
    @discardableResult
    package func retain(
        _ transaction: Transaction, source: String, since moment: Timestamp, but kept: [Int64] = []
    ) throws(AlmanacError) -> Int {
        let values = [SQLValue(source), SQLValue(moment.nanoseconds)]
        try transaction.execute(ArchiveQueries.retainAppends, values)
        let numbers = kept.map(String.init).joined(separator: ", ")
        return try transaction.execute(
            ArchiveQueries.retain + (kept.isEmpty ? "" : " AND id NOT IN (\(numbers))"), values)
    }

    /// Marks the blobs that no fetch refers to, and takes the bytes of those that were marked
    /// longer ago than a grace period.
    ///
    /// A fetch that brings the bytes again in between takes the mark off. What is swept leaves a
    /// tombstone.
    package func sweep(
        _ database: Database, at now: Timestamp,
        graceNanoseconds: Int64 = Timestamp.nanosecondsPerDay
    ) throws -> Sweep {
        let cutoff = now.advanced(byNanoseconds: -graceNanoseconds)
        var sweep = try database.writeNow { transaction in
            var sweep = Sweep()
            sweep.marked = try transaction.execute(
                ArchiveQueries.mark, [SQLValue(now.nanoseconds)])
            sweep.swept = try transaction.execute(
                """
                UPDATE blobs SET place = 'gone', bytes = NULL, marked_at = NULL, gone_at = $1,
                    gone_reason = 'retention'
                WHERE marked_at < $2 AND place <> 'gone'
                AND NOT EXISTS (SELECT 1 FROM raw_data WHERE raw_data.hash = blobs.hash)
                AND NOT EXISTS (SELECT 1 FROM responses WHERE responses.hash = blobs.hash)
                """, [SQLValue(now.nanoseconds), SQLValue(cutoff.nanoseconds)])
            return sweep
        }
        sweep.orphans = try removeOrphans(database, at: now)
        return sweep
    }

    /// Erases bytes for good and what was derived from them, leaving tombstones.
    ///
    /// - Parameter reason: Why, for whoever walks a lineage to its end.
    /// - Returns: The number of records that lost their fields.
    /// - Throws: `notFound` for a hash that was never stored.
    @discardableResult
    package func erase(
        _ database: Database, hash: String, reason: String, at now: Timestamp
    ) throws -> Int {
        let records = try database.shredding { transaction in
            let changed = try transaction.execute(
                """
                UPDATE blobs SET place = 'gone', bytes = NULL, marked_at = NULL, gone_at = $2,
                    gone_reason = $3, is_erased = 1
                WHERE hash = $1
                """, [SQLValue(hash), SQLValue(now.nanoseconds), SQLValue(reason)])
            guard changed == 1 else {
                throw AlmanacError(
                    .notFound, "no bytes with the hash \(hash) were ever stored",
                    details: ["hash": .string(hash)])
            }
            return try transaction.execute(
                ArchiveQueries.eraseRecords, [SQLValue(hash), SQLValue(reason)])
        }
        try removeOrphans(database, at: now)
        return records
    }

    /// Removes the files that no row counts on, and those that a crash left unfinished.
    @discardableResult
    package func removeOrphans(_ database: Database, at now: Timestamp) throws -> Int {
        guard let folder else { return 0 }
        let (hashes, partial) = folder.contents()
        for path in partial { BlobFolder.removeUnfinished(path, at: now) }
        return try database.writeNow { transaction in
            try transaction.advisoryLock(Self.filesLock)
            var removed = 0
            for hash in hashes {
                let state = try self.state(transaction, hash)
                // Bytes on their way have a file before they have a row.
                if state == nil, folder.isYoung(hash, at: now) { continue }
                if state?.place != .file {
                    try folder.remove(hash)
                    removed += 1
                }
            }
            return removed
        }
    }

    /// What keeping house did.
    package struct Upkeep: Sendable, Equatable {
        /// Fetches that their source's retention ended.
        package var ended = 0
        /// What became of bytes that nothing refers to.
        package var sweep = Sweep()
    }

    /// Makes the coming months, applies every source's retention, takes cached answers that have
    /// had their time, and sweeps.
    ///
    /// Any number of programs may do it at once, as often as they like.
    /// - Parameter kept: The fetches of a source that stay whatever their age.
    package func maintain(
        _ database: Database, at now: Timestamp,
        keeping kept: (Transaction, String) throws -> [Int64] = { _, _ in [] }
    ) throws -> Upkeep {
        var upkeep = Upkeep()
        upkeep.ended = try database.writeNow { transaction in
            try Partitions.ensure(transaction, at: now, monthsAhead: 3)
            var ended = 0
            for source in try Sources.list(transaction) {
                guard let days = source.retentionDays else { continue }
                let span = Int64(days).multipliedReportingOverflow(
                    by: Timestamp.nanosecondsPerDay)
                if span.overflow { continue }
                ended += try retain(
                    transaction, source: source.name,
                    since: now.advanced(byNanoseconds: -span.partialValue),
                    but: try kept(transaction, source.name))
            }
            try transaction.execute(ArchiveQueries.expire, [SQLValue(now.nanoseconds)])
            return ended
        }
        upkeep.sweep = try sweep(database, at: now)
        try database.writeNow { try Partitions.dropEmpty($0, before: now) }
        return upkeep
    }
}
