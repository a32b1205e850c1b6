package import AlmanacCore
package import Database
package import TimeSeries

/// How far a version of a recipe has read the stored pages of a source, so that a reading that was
/// broken off goes on, and a finished one only reads what came since.
package struct RecipeReading: Sendable, Equatable {
    /// What is read by what: each such reading goes its own way.
    package struct Key: Sendable, Equatable {
        /// The source whose pages are read.
        package var source: String
        /// What the records are.
        package var kind: String
        /// The recipe's name.
        package var recipe: String
        /// Its version.
        package var version: Int
        /// The first moment of the fetches that are read; nil for all from the first.
        package var from: Timestamp?
        /// The moment before which they end; nil for all to the last.
        package var until: Timestamp?

        /// Makes a key of all fetches of a source.
        package init(source: String, kind: String, recipe: String, version: Int) {
            (self.source, self.kind) = (source, kind)
            (self.recipe, self.version) = (recipe, version)
        }

        fileprivate var span: [SQLValue] {
            [SQLValue(from?.nanoseconds ?? .min), SQLValue(until?.nanoseconds ?? .max)]
        }

        fileprivate var values: [SQLValue] {
            [SQLValue(source), SQLValue(kind), SQLValue(recipe), SQLValue(version)] + span
        }
    }

    /// When the last fetch that was read was stored, and its number; nil at the beginning.
    package var last: Place?
    /// What was found so far, as whoever reads counts it.
    package var counts = JSONObject()

    /// A place in the order in which fetches were stored.
    package struct Place: Sendable, Comparable {
        /// When the fetch was stored.
        package var storedAt: Timestamp
        /// Its number.
        package var raw: Int64

        /// The place of a fetch.
        package init(_ fetch: StoredFetch) { (storedAt, raw) = (fetch.storedAt, fetch.id) }

        package static func < (left: Place, right: Place) -> Bool {
            (left.storedAt, left.raw) < (right.storedAt, right.raw)
        }

        fileprivate init(_ row: Row) throws(AlmanacError) {
            (storedAt, raw) = (Timestamp(nanoseconds: try row.integer(0)), try row.integer(1))
        }
    }

    /// Makes the reading of what was never read.
    package init() {}

    private static let matches = """
        source = $1 AND kind = $2 AND recipe = $3 AND recipe_version = $4
        AND fetched_from = $5 AND fetched_until = $6
        """

    /// The reading so far.
    package static func load(
        _ transaction: Transaction, _ key: Key
    ) throws(AlmanacError) -> RecipeReading {
        var reading = RecipeReading()
        let row = try transaction.first(
            "SELECT last_stored_at, last_raw, counts FROM readings WHERE \(matches)", key.values)
        guard let row else { return reading }
        reading.last = try Place(row)
        reading.counts = try StoredJSON.object(row, 2)
        return reading
    }

    /// Stores the reading, which must have gone on from where the stored one is.
    ///
    /// - Throws: `conflict` where another program reads the same meanwhile.
    package func save(
        _ transaction: Transaction, _ key: Key, after before: Place?, at now: Timestamp
    ) throws(AlmanacError) {
        guard let last else { return }
        let changed = try transaction.execute(
            """
            INSERT INTO readings (source, kind, recipe, recipe_version, fetched_from,
                fetched_until, last_stored_at, last_raw, counts, changed_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (source, kind, recipe, recipe_version, fetched_from, fetched_until)
            DO UPDATE SET last_stored_at = excluded.last_stored_at, last_raw = excluded.last_raw,
                counts = excluded.counts, changed_at = excluded.changed_at
            WHERE readings.last_raw = $11
            """,
            key.values + [
                SQLValue(last.storedAt.nanoseconds), SQLValue(last.raw),
                SQLValue(JSON.object(counts).text()), SQLValue(now.nanoseconds),
                SQLValue(before?.raw ?? -1),
            ])
        if changed == 1 { return }
        throw AlmanacError(
            .conflict, "another program reads the pages of '\(key.source)' by this recipe",
            details: ["source": .string(key.source), "recipe": .string(key.recipe)],
            suggestion: "let it end; what it did is kept")
    }

    /// The fetches that come next, in the order in which they were stored.
    package static func next(
        _ transaction: Transaction, _ key: Key, after place: Place?, limit: Int
    ) throws(AlmanacError) -> [StoredFetch] {
        try transaction.query(
            ArchiveQueries.fetchesAfter, values(key, place) + [SQLValue(limit)]
        ).map { (row) throws(AlmanacError) in try StoredFetch(row) }
    }

    /// How many fetches there are to come.
    package static func count(
        _ transaction: Transaction, _ key: Key, after place: Place?
    ) throws(AlmanacError) -> Int {
        let row = try transaction.first(ArchiveQueries.countFetchesAfter, values(key, place))
        return Int(try row?.integer(0) ?? 0)
    }

    private static func values(_ key: Key, _ place: Place?) -> [SQLValue] {
        let after = [
            SQLValue(place?.storedAt.nanoseconds ?? .min), SQLValue(place?.raw ?? .min),
        ]
        return [SQLValue(key.source)] + after + key.span
    }
}
