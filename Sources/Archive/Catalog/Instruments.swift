package import AlmanacCore
package import Database
package import TimeSeries

/// When an instrument was listed and delisted, and who issued it.
package struct Listing: Sendable, Equatable {
    /// The first day of trading.
    package var listedOn: CivilDate?
    /// The first day without trading, for an instrument that is gone.
    package var delistedOn: CivilDate?
    /// Why it is gone.
    package var delistingReason: String?
    /// The issuer, by an identity that its source never reuses.
    package var entity: String?

    /// Makes a listing.
    package init(
        listedOn: CivilDate? = nil, delistedOn: CivilDate? = nil, delistingReason: String? = nil,
        entity: String? = nil
    ) {
        (self.listedOn, self.delistedOn) = (listedOn, delistedOn)
        (self.delistingReason, self.entity) = (delistingReason, entity)
    }
}

/// Instruments, their tickers in time, and the entities behind them.
package enum Instruments {
    /// Stores an entity, in place of what it was called.
    package static func saveEntity(
        _ transaction: Transaction, id: String, kind: String, name: String
    ) throws(AlmanacError) {
        try transaction.execute(
            """
            INSERT INTO entities (id, kind, name) VALUES ($1, $2, $3)
            ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name
            """, [SQLValue(id), SQLValue(kind), SQLValue(name)])
    }

    /// Stores an instrument with its tickers, in place of what was known of it.
    ///
    /// - Throws: `validation` where a ticker would name two instruments on one day; nothing is
    ///   changed then.
    package static func save(
        _ transaction: Transaction, _ instrument: Instrument, tickers: [TickerSpan],
        _ listing: Listing = Listing()
    ) throws {
        try transaction.savepoint {
            try transaction.execute(
                """
                INSERT INTO instruments (id, name, currency, calendar, entity, listed_on,
                    delisted_on, delisting_reason)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name,
                    currency = excluded.currency, calendar = excluded.calendar,
                    entity = excluded.entity, listed_on = excluded.listed_on,
                    delisted_on = excluded.delisted_on,
                    delisting_reason = excluded.delisting_reason
                """,
                [
                    SQLValue(instrument.id.text), SQLValue(instrument.name),
                    SQLValue(instrument.currency), SQLValue(instrument.calendar),
                    SQLValue(listing.entity), SQLValue(listing.listedOn?.daysSinceEpoch),
                    SQLValue(listing.delistedOn?.daysSinceEpoch),
                    SQLValue(listing.delistingReason),
                ])
            try transaction.execute(
                "DELETE FROM tickers WHERE instrument = $1", [SQLValue(instrument.id.text)])
            // The directory knows the rules; a span that breaks them takes everything back.
            var others = try directory(transaction, without: instrument.id)
            try others.add(instrument, tickers: tickers)
            for span in tickers {
                try transaction.execute(
                    """
                    INSERT INTO tickers (ticker, from_day, until_day, instrument)
                    VALUES ($1, $2, $3, $4)
                    """,
                    [
                        SQLValue(span.ticker), SQLValue(span.from.daysSinceEpoch),
                        SQLValue(span.until?.daysSinceEpoch), SQLValue(instrument.id.text),
                    ])
            }
        }
    }

    /// Every instrument with its tickers.
    package static func directory(
        _ transaction: Transaction, without left: Instrument.ID? = nil
    ) throws(AlmanacError) -> InstrumentDirectory {
        var spans: [Instrument.ID: [TickerSpan]] = [:]
        for row in try transaction.query(
            "SELECT ticker, from_day, until_day, instrument FROM tickers ORDER BY from_day, ticker")
        {
            let id = Instrument.ID(try row.text(3))
            spans[id, default: []].append(
                TickerSpan(
                    ticker: try row.text(0), instrument: id,
                    from: CivilDate(daysSinceEpoch: Int(try row.integer(1))),
                    until: try row.optionalInteger(2).map {
                        CivilDate(daysSinceEpoch: Int($0))
                    }))
        }
        var directory = InstrumentDirectory()
        for row in try transaction.query(
            "SELECT id, name, currency, calendar FROM instruments ORDER BY id")
        {
            let id = Instrument.ID(try row.text(0))
            if id == left { continue }
            try directory.add(
                Instrument(
                    id: id, name: try row.text(1), currency: try row.text(2),
                    calendar: try row.text(3)),
                tickers: spans[id] ?? [])
        }
        return directory
    }

    /// When an instrument was listed, or nil where it is not known.
    package static func listing(
        _ transaction: Transaction, _ id: Instrument.ID
    ) throws(AlmanacError) -> Listing? {
        guard
            let row = try transaction.first(
                """
                SELECT listed_on, delisted_on, delisting_reason, entity FROM instruments
                WHERE id = $1
                """, [SQLValue(id.text)])
        else { return nil }
        func date(_ index: Int) throws(AlmanacError) -> CivilDate? {
            try row.optionalInteger(index).map { CivilDate(daysSinceEpoch: Int($0)) }
        }
        return Listing(
            listedOn: try date(0), delistedOn: try date(1),
            delistingReason: try row.optionalText(2), entity: try row.optionalText(3))
    }
}
