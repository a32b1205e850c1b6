package import AlmanacCore
package import Database
package import TimeSeries

extension Instruments {
    /// The instrument that a ticker, in any case, names on a day, or nil where the archive knows
    /// of none.
    package static func named(
        _ transaction: Transaction, _ ticker: String, on day: CivilDate
    ) throws(AlmanacError) -> Instrument.ID? {
        try transaction.first(
            ArchiveQueries.instrumentOfTicker,
            [SQLValue(ticker.uppercased()), SQLValue(day.daysSinceEpoch)]
        ).map { (row) throws(AlmanacError) in Instrument.ID(try row.text(0)) }
    }

    /// The ticker of an instrument on a day, or nil where it had none.
    package static func ticker(
        _ transaction: Transaction, of id: Instrument.ID, on day: CivilDate
    ) throws(AlmanacError) -> String? {
        try transaction.first(
            ArchiveQueries.tickerOfInstrument, [SQLValue(id.text), SQLValue(day.daysSinceEpoch)]
        ).map { (row) throws(AlmanacError) in try row.text(0) }
    }

    /// The ticker by which an instrument goes today that had another one on a day; nil where the
    /// ticker names nothing that is known on the day, or the instrument has no ticker today.
    package static func present(
        _ transaction: Transaction, _ ticker: String, on day: CivilDate, today: CivilDate
    ) throws(AlmanacError) -> String? {
        if let id = try named(transaction, ticker, on: day) {
            return try self.ticker(transaction, of: id, on: today)
        }
        let known = InstrumentDirectory.knownChanges
        guard let instrument = try? known.resolve(ticker, on: day) else { return nil }
        return known.ticker(of: instrument.id, on: today)
    }

    /// The instrument behind a symbol that a source tells of: the one that the ticker names today,
    /// or else the one that is described, which is made known.
    ///
    /// From when a ticker is valid no source says that tells of it today, so that its span begins
    /// with the day; instruments of ``InstrumentDirectory/knownChanges`` come with their past.
    /// - Returns: Its identity; nil where what is described contradicts what is known.
    package static func register(
        _ transaction: Transaction, _ instrument: Instrument, ticker: String, _ listing: Listing,
        on day: CivilDate
    ) throws -> Instrument.ID? {
        if let id = try named(transaction, ticker, on: day) { return id }
        // Two pulls of one symbol would make it known twice.
        try transaction.advisoryLock(lock)
        if let id = try named(transaction, ticker, on: day) { return id }
        let known = InstrumentDirectory.knownChanges
        if let renamed = try? known.resolve(ticker, on: day) {
            let spans = known.tickers(of: renamed.id)
            return try add(
                transaction, renamed, spans, Listing(listedOn: spans.first?.from))
        }
        let span = TickerSpan(ticker: ticker, instrument: instrument.id, from: day)
        return try add(transaction, instrument, [span], listing)
    }

    private static func add(
        _ transaction: Transaction, _ instrument: Instrument, _ spans: [TickerSpan],
        _ listing: Listing
    ) throws -> Instrument.ID? {
        guard try self.listing(transaction, instrument.id) == nil else { return nil }
        do {
            try save(transaction, instrument, tickers: spans, listing)
            return instrument.id
        } catch let error as AlmanacError where error.kind == .validation {
            return nil
        }
    }

    private static let lock: Int64 = 0x61_6C6D_696E_7374

    /// An entity's kind and name, or nil where there is none.
    package static func entity(
        _ transaction: Transaction, _ id: String
    ) throws(AlmanacError) -> (kind: String, name: String)? {
        try transaction.first("SELECT kind, name FROM entities WHERE id = $1", [SQLValue(id)])
            .map { (row) throws(AlmanacError) in (try row.text(0), try row.text(1)) }
    }
}
