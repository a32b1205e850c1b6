package import AlmanacCore
package import Database
package import TimeSeries

/// Records and their versions: nothing is overwritten, and any past moment can be asked for.
package enum Records {
    /// What storing a record did.
    package enum Outcome: Sendable, Equatable {
        /// The first version of its identity.
        case new(Int64)
        /// A further version.
        case version(Int64)
        /// Its recipe's version said the same before; that version's number.
        case repeated(Int64)

        /// The number of the version that holds what was to be stored.
        package var id: Int64 {
            switch self {
            case .new(let id), .version(let id), .repeated(let id): id
            }
        }
    }

    /// Stores what a recipe read.
    ///
    /// What the same version of the recipe said last of the same thing is not stored again. A
    /// further version is known from its commit at the earliest, as is the first one unless it is
    /// of the past: a page's record may be dated back to the page, its correction may not.
    /// - Parameters:
    ///   - isLive: Whether the first version too may not be known before it is committed.
    ///   - now: The clock, asked once the identity is locked.
    /// - Throws: `notFound` where the author was forgotten meanwhile.
    package static func store(
        _ transaction: Transaction, _ draft: RecordDraft, isLive: Bool = true, now: () -> Timestamp
    ) throws(AlmanacError) -> Outcome {
        let key = try key(transaction, draft)
        let fields = JSON.object(draft.fields).text()
        let versions = try transaction.query(
            ArchiveQueries.recordVersionsOfKey, [SQLValue(key)])
        var own: Row?
        for row in versions where own == nil {
            let version = try row.integer(2)
            if try row.text(1) == draft.recipe, version == draft.recipeVersion { own = row }
        }
        // Bytes that were erased were read once; reading them elsewhere does not bring them back.
        if let own {
            var said: String? = try own.text(3)
            if let sealed = try own.optionalBlob(5) {
                said = try SealedWords(transaction, draft.author, sealed)
                    .map { JSON.object($0.fields).text() }
            }
            let isErased = try own.optionalText(4) != nil
            if said == fields || isErased { return .repeated(try own.integer(0)) }
        }
        let moment = now()
        let isDated = versions.isEmpty && !isLive
        let knownAt = isDated ? draft.knownAt : max(draft.knownAt, moment)
        try Partitions.ensure(transaction, tables: ["records"], at: moment)
        let sealed = try SealedWords(draft)?.sealed(transaction)
        let row = try transaction.first(
            """
            INSERT INTO records (stored_at, key, time, known_at, fields, provenance, recipe,
                recipe_version, raw, raw_hash, quality, job, author, sealed)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id
            """,
            [
                SQLValue(moment.nanoseconds), SQLValue(key), SQLValue(draft.time.nanoseconds),
                SQLValue(knownAt.nanoseconds), SQLValue(sealed == nil ? fields : "{}"),
                SQLValue(sealed == nil ? JSON.object(draft.provenance).text() : "{}"),
                SQLValue(draft.recipe), SQLValue(draft.recipeVersion), SQLValue(draft.raw),
                SQLValue(draft.rawHash), SQLValue(draft.quality), SQLValue(draft.job),
                SQLValue(draft.author), sealed.map(SQLValue.blob) ?? .null,
            ])
        guard let id = try row?.integer(0) else {
            throw AlmanacError(.internalError, "a record got no number")
        }
        return versions.isEmpty ? .new(id) : .version(id)
    }

    /// The number of an identity, locked until the transaction ends.
    private static func key(
        _ transaction: Transaction, _ draft: RecordDraft
    ) throws(AlmanacError) -> Int64 {
        let row = try transaction.first(
            """
            INSERT INTO record_keys (source, kind, identity) VALUES ($1, $2, $3)
            ON CONFLICT (source, kind, identity) DO UPDATE SET identity = excluded.identity
            RETURNING id
            """, [SQLValue(draft.source), SQLValue(draft.kind), SQLValue(draft.identity)])
        guard let row else { throw AlmanacError(.internalError, "an identity got no number") }
        return try row.integer(0)
    }

    /// A version by its number, or nil where there is none.
    package static func find(
        _ transaction: Transaction, _ id: Int64
    ) throws(AlmanacError) -> StoredRecord? {
        try transaction.first(
            ArchiveQueries.record, [SQLValue(id)]
        ).map { (row) throws(AlmanacError) in try StoredRecord(transaction, row) }
    }

    /// The version of one thing that was known last, or nil where nothing of it was ever stored.
    package static func latest(
        _ transaction: Transaction, source: String, kind: String, identity: String
    ) throws(AlmanacError) -> StoredRecord? {
        try transaction.first(
            ArchiveQueries.latestRecord, [SQLValue(source), SQLValue(kind), SQLValue(identity)]
        ).map { (row) throws(AlmanacError) in try StoredRecord(transaction, row) }
    }

    /// The kinds of a source's records, in order.
    package static func kinds(
        _ transaction: Transaction, source: String
    ) throws(AlmanacError) -> [String] {
        try transaction.query(
            ArchiveQueries.recordKinds, [SQLValue(source)]
        ).map { (row) throws(AlmanacError) in try row.text(0) }
    }

    /// How many things of each kind there are records of, by source and kind.
    package static func counts(
        _ transaction: Transaction
    ) throws(AlmanacError) -> [(source: String, kind: String, count: Int)] {
        try transaction.query(
            """
            SELECT source, kind, count(*) FROM record_keys GROUP BY source, kind
            ORDER BY source, kind
            """
        ).map { (row) throws(AlmanacError) in
            (try row.text(0), try row.text(1), Int(try row.integer(2)))
        }
    }

    /// The identities of a kind.
    package static func identities(
        _ transaction: Transaction, source: String, kind: String
    ) throws(AlmanacError) -> Set<String> {
        Set(
            try transaction.query(
                "SELECT identity FROM record_keys WHERE source = $1 AND kind = $2",
                [SQLValue(source), SQLValue(kind)]
            ).map { (row) throws(AlmanacError) in try row.text(0) })
    }

    /// The identities of a kind that some version of it was read from some bytes for.
    package static func identities(
        _ transaction: Transaction, readFrom hash: String, source: String, kind: String
    ) throws(AlmanacError) -> Set<String> {
        Set(
            try transaction.query(
                ArchiveQueries.identitiesOfBytes,
                [SQLValue(hash), SQLValue(source), SQLValue(kind)]
            ).map { (row) throws(AlmanacError) in try row.text(0) })
    }

    /// The versions of one thing, the one known first first.
    package static func versions(
        _ transaction: Transaction, source: String, kind: String, identity: String
    ) throws(AlmanacError) -> [StoredRecord] {
        try transaction.query(
            ArchiveQueries.recordVersions, [SQLValue(source), SQLValue(kind), SQLValue(identity)]
        ).map { (row) throws(AlmanacError) in try StoredRecord(transaction, row) }
    }

    /// Every version of a kind that was stored after the one of a number, in the order of storing.
    package static func after(
        _ transaction: Transaction, _ number: Int64, source: String, kind: String
    ) throws(AlmanacError) -> [StoredRecord] {
        try transaction.query(
            ArchiveQueries.recordsAfter, [SQLValue(source), SQLValue(kind), SQLValue(number)]
        ).map { (row) throws(AlmanacError) in try StoredRecord(transaction, row) }
    }

    /// What was known at a moment of everything of a kind: of each identity the version known
    /// last, by time.
    package static func asOf(
        _ transaction: Transaction, source: String, kind: String, _ moment: Timestamp
    ) throws(AlmanacError) -> [StoredRecord] {
        try transaction.query(
            ArchiveQueries.recordsAsOf,
            [SQLValue(source), SQLValue(kind), SQLValue(moment.nanoseconds)]
        ).map { (row) throws(AlmanacError) in try StoredRecord(transaction, row) }
    }
}
