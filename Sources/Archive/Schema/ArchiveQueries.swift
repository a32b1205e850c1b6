/// The statements over what grows with time, in one place: a test reads their plans.
package enum ArchiveQueries {
    /// A plan by its number.
    package static let plan = """
        SELECT id, name, document, created_at FROM extraction_plans WHERE id = $1
        """
    /// The instrument that a ticker names on a day.
    package static let instrumentOfTicker = """
        SELECT instrument FROM tickers WHERE ticker = $1 AND from_day <= $2
        AND (until_day IS NULL OR until_day > $2) LIMIT 1
        """
    /// The ticker of an instrument on a day.
    package static let tickerOfInstrument = """
        SELECT ticker FROM tickers WHERE instrument = $1 AND from_day <= $2
        AND (until_day IS NULL OR until_day > $2) ORDER BY from_day DESC LIMIT 1
        """
    /// What is known of some bytes.
    package static let blob = blobSelection + " WHERE hash = $1"
    /// A cached answer.
    package static let response = """
        SELECT hash, url, status, headers, received_at, age, lifetime, stale_if_error,
            must_revalidate
        FROM responses WHERE key = $1
        """
    /// The key of an author's.
    package static let author = "SELECT key FROM author_keys WHERE pseudonym = $1"
    /// The kinds of a source's records.
    package static let recordKinds = """
        SELECT DISTINCT kind FROM record_keys WHERE source = $1 ORDER BY kind
        """
    /// A fetch by its number.
    package static let fetch = fetchSelection + " WHERE id = $1"
    /// The fetches of a source from a moment on.
    package static let fetches =
        fetchSelection + " WHERE source = $1 AND stored_at >= $2 ORDER BY stored_at, id"
    /// The last fetch of a source that brought some bytes.
    package static let fetchOfBytes = """
        SELECT max(id) FROM raw_data WHERE hash = $1 AND source = $2 HAVING max(id) IS NOT NULL
        """
    /// The next fetches of a source after one of them, among those made in a span.
    package static let fetchesAfter =
        fetchSelection + """
             WHERE source = $1 AND (stored_at, id) > ($2, $3) AND fetched_at >= $4
            AND fetched_at < $5 ORDER BY stored_at, id LIMIT $6
            """
    /// How many of them there are.
    package static let countFetchesAfter = """
        SELECT count(*) FROM raw_data WHERE source = $1 AND (stored_at, id) > ($2, $3)
        AND fetched_at >= $4 AND fetched_at < $5
        """
    /// Marks blobs that no fetch refers to.
    package static let mark = """
        UPDATE blobs SET marked_at = $1 WHERE marked_at IS NULL AND place <> 'gone'
        AND NOT EXISTS (SELECT 1 FROM raw_data WHERE raw_data.hash = blobs.hash)
        AND NOT EXISTS (SELECT 1 FROM responses WHERE responses.hash = blobs.hash)
        """
    /// Takes cached answers that may not be used any more.
    package static let expire = "DELETE FROM responses WHERE usable_until < $1"
    /// Takes the fields of records that stand on erased bytes.
    package static let eraseRecords = """
        UPDATE records SET fields = '{}', provenance = '{}', sealed = NULL, quality = NULL,
        erasure_reason = $2
        WHERE raw_hash = $1
        """
    /// Takes the bytes that an author's key sealed.
    package static let forgetBlobs = """
        UPDATE blobs SET place = 'gone', bytes = NULL, marked_at = NULL, gone_at = $2,
        gone_reason = $3, is_erased = 1
        WHERE author = $1 AND is_erased = 0
        """
    /// Takes the fields of an author's records.
    package static let forgetRecords = """
        UPDATE records SET fields = '{}', provenance = '{}', sealed = NULL, quality = NULL,
        erasure_reason = $2
        WHERE author = $1
        """
    /// Ends the fetches of a source before a moment.
    package static let retain = "DELETE FROM raw_data WHERE source = $1 AND stored_at < $2"
    /// Ends what appends say of such fetches, apart from the last of each series.
    package static let retainAppends = """
        DELETE FROM appends WHERE raw IS NOT NULL AND stored_at < $2
            AND series IN (SELECT id FROM series WHERE source = $1)
            AND id <= (SELECT newer.id FROM appends AS newer WHERE newer.series = appends.series
                ORDER BY newer.id DESC LIMIT 1 OFFSET \(SeriesStore.keptAppends))
        """
    /// The versions of one identity, the last known first.
    package static let recordVersionsOfKey = """
        SELECT id, recipe, recipe_version, fields, erasure_reason, sealed FROM records
        WHERE key = $1
        ORDER BY known_at DESC, id DESC
        """
    /// A version by its number.
    package static let record = """
        SELECT \(recordColumns) FROM records
        JOIN record_keys ON record_keys.id = records.key WHERE records.id = $1
        """
    /// The version of one thing that was known last.
    package static let latestRecord = """
        SELECT \(recordColumns) FROM record_keys
        JOIN records ON records.key = record_keys.id
        WHERE source = $1 AND kind = $2 AND identity = $3
        ORDER BY known_at DESC, records.id DESC LIMIT 1
        """
    /// The identities of a kind that were read from some bytes.
    package static let identitiesOfBytes = """
        SELECT DISTINCT identity FROM records JOIN record_keys ON record_keys.id = records.key
        WHERE raw_hash = $1 AND source = $2 AND kind = $3
        """
    /// The versions of one thing, as they became known.
    package static let recordVersions = """
        SELECT \(recordColumns) FROM record_keys
        JOIN records ON records.key = record_keys.id
        WHERE source = $1 AND kind = $2 AND identity = $3
        ORDER BY known_at, records.id
        """
    /// What was known at a moment of everything of a kind.
    package static let recordsAsOf = """
        SELECT \(recordColumns) FROM record_keys
        JOIN records ON records.key = record_keys.id
        WHERE source = $1 AND kind = $2 AND known_at <= $3 AND NOT EXISTS (
        SELECT 1 FROM records later WHERE later.key = record_keys.id
        AND later.known_at <= $3
        AND (later.known_at, later.id) > (records.known_at, records.id))
        ORDER BY time, records.id
        """
    /// Versions of records of a kind that were stored after one.
    package static let recordsAfter = """
        SELECT \(recordColumns) FROM record_keys
        JOIN records ON records.key = record_keys.id
        WHERE source = $1 AND kind = $2 AND records.id > $3 ORDER BY records.id
        """
    /// A signal by its number.
    package static let signal = "SELECT \(signalColumns) FROM signals WHERE id = $1"
    /// The signals of a symbol and type that were known at a moment.
    package static let signals = """
        SELECT \(signalColumns) FROM signals WHERE symbol = $1 AND type = $2 AND known_at <= $3
        ORDER BY time, known_at, id
        """
    /// The signal of a type that a record tells.
    package static let signalOfRecord = """
        SELECT id FROM signals WHERE symbol = $1 AND type = $2 AND time = $3 AND record = $4
        AND value = $5 ORDER BY id LIMIT 1
        """
    /// The measurements of a source from a moment on.
    package static let metrics = """
        SELECT stored_at, source, metric, value, details FROM data_quality_metrics
        WHERE source = $1 AND metric = $2 AND stored_at >= $3 ORDER BY stored_at, id
        """
    /// The chunks of a series that a window touches.
    package static let chunks = """
        SELECT row_count, bytes FROM series_chunks
        WHERE series = $1 AND last_time >= $2 AND first_time <= $3 AND first_known <= $4
        ORDER BY number
        """
    /// The last chunk of a series.
    package static let lastChunk = """
        SELECT number, row_count, bytes FROM series_chunks WHERE series = $1
        ORDER BY number DESC LIMIT 1
        """
    /// The last appends of a series.
    package static let appends = """
        SELECT stored_at, added, corrected, repeated, first_time, last_time, raw FROM appends
        WHERE series = $1 ORDER BY id DESC LIMIT $2
        """

    // MARK: - Columns, in the order in which rows are read

    private static let fetchSelection = """
        SELECT id, stored_at, hash, source, url, status, headers, fetched_at, completed_at, tier,
            plan, job, correlation
        FROM raw_data
        """
    private static let blobSelection = """
        SELECT hash, byte_count, place, gone_at, gone_reason, is_erased, author FROM blobs
        """
    private static let recordColumns = """
        records.id, records.stored_at, source, kind, identity, time, known_at, fields,
        provenance, recipe, recipe_version, raw, raw_hash, quality, job, erasure_reason,
        author, sealed
        """
    private static let signalColumns = """
        id, source, symbol, type, time, known_at, value, confidence, quality, record
        """
}
