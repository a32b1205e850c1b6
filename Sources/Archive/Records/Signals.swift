package import AlmanacCore
package import Database
package import TimeSeries

/// A number that a strategy may use, and the record that it was made of.
package struct Signal: Sendable, Equatable {
    /// The source that it comes from.
    package var source: String
    /// What it is about.
    package var symbol: String
    /// What it measures, such as `sentiment`.
    package var type: String
    /// What time it is about.
    package var time: Timestamp
    /// From when it could be known.
    package var knownAt: Timestamp
    /// The value; nil where it is withheld.
    package var value: Double?
    /// How sure it is, 0 to 1.
    package var confidence: Double?
    /// How far its record may be trusted, 0 to 1.
    package var quality: Double?
    /// The version of the record that it was made of.
    package var record: Int64?

    /// Makes a signal without judgement of it.
    package init(
        source: String, symbol: String, type: String, time: Timestamp, knownAt: Timestamp,
        value: Double?, record: Int64? = nil
    ) {
        (self.source, self.symbol, self.type) = (source, symbol, type)
        (self.time, self.knownAt, self.value, self.record) = (time, knownAt, value, record)
    }
}

/// Signals as they are stored.
package enum Signals {
    /// Stores a signal; it is known from its commit at the earliest where it comes live.
    package static func store(
        _ transaction: Transaction, _ signal: Signal, isLive: Bool = true, at now: Timestamp
    ) throws(AlmanacError) -> Int64 {
        try Partitions.ensure(transaction, tables: ["signals"], at: now)
        let knownAt = isLive ? max(signal.knownAt, now) : signal.knownAt
        let row = try transaction.first(
            """
            INSERT INTO signals (stored_at, source, symbol, type, time, known_at, value,
                confidence, quality, record)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id
            """,
            [
                SQLValue(now.nanoseconds), SQLValue(signal.source), SQLValue(signal.symbol),
                SQLValue(signal.type), SQLValue(signal.time.nanoseconds),
                SQLValue(knownAt.nanoseconds), SQLValue(signal.value),
                SQLValue(signal.confidence), SQLValue(signal.quality), SQLValue(signal.record),
            ])
        guard let row else { throw AlmanacError(.internalError, "a signal got no number") }
        return try row.integer(0)
    }

    /// Stores a signal of the past that a record tells, unless it was told by that record before.
    ///
    /// - Returns: Its number, or that of the one that was there; nil for one without a record.
    package static func storeOnce(
        _ transaction: Transaction, _ signal: Signal, at now: Timestamp
    ) throws(AlmanacError) -> Int64? {
        guard let record = signal.record else { return nil }
        let known = try transaction.first(
            ArchiveQueries.signalOfRecord,
            [
                SQLValue(signal.symbol), SQLValue(signal.type), SQLValue(signal.time.nanoseconds),
                SQLValue(record), SQLValue(signal.value),
            ])
        if let known { return try known.integer(0) }
        return try store(transaction, signal, isLive: false, at: now)
    }

    /// A signal by its number, or nil where there is none.
    package static func find(
        _ transaction: Transaction, _ id: Int64
    ) throws(AlmanacError) -> Signal? {
        try transaction.first(ArchiveQueries.signal, [SQLValue(id)])
            .map { (row) throws(AlmanacError) in try signal(row) }
    }

    /// The signals of a symbol and type that were known at a moment, by time and then by moment.
    package static func list(
        _ transaction: Transaction, symbol: String, type: String, asOf moment: Timestamp
    ) throws(AlmanacError) -> [(id: Int64, signal: Signal)] {
        try transaction.query(
            ArchiveQueries.signals,
            [SQLValue(symbol), SQLValue(type), SQLValue(moment.nanoseconds)]
        ).map { (row) throws(AlmanacError) in (try row.integer(0), try signal(row)) }
    }

    private static func signal(_ row: Row) throws(AlmanacError) -> Signal {
        var signal = Signal(
            source: try row.text(1), symbol: try row.text(2), type: try row.text(3),
            time: Timestamp(nanoseconds: try row.integer(4)),
            knownAt: Timestamp(nanoseconds: try row.integer(5)),
            value: try row.optionalReal(6), record: try row.optionalInteger(9))
        signal.confidence = try row.optionalReal(7)
        signal.quality = try row.optionalReal(8)
        return signal
    }
}
