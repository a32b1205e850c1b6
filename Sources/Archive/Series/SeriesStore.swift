package import AlmanacCore
package import Database
package import TimeSeries

/// Numeric series in a database: rows are added, never changed, and read as they stood.
///
/// Rows lie in chunks in the order of their arrival; only the last chunk of a series is written
/// anew, with its rows in the same order, until it is full. Every function works inside the
/// caller's transaction, so that what was fetched, what came of it, and the end of a job are
/// committed together.
package struct SeriesStore: Sendable {
    /// How packing trades time for size.
    package var level: Int32 = 3

    /// Makes a store.
    package init() {}

    /// The series of a source, by slot and symbol.
    package func list(
        _ transaction: Transaction, source: String? = nil
    ) throws(AlmanacError) -> [SeriesDescription] {
        let rows =
            if let source {
                try transaction.query(
                    SeriesDescription.selection + " WHERE source = $1 ORDER BY slot, symbol",
                    [SQLValue(source)])
            } else {
                try transaction.query(
                    SeriesDescription.selection + " ORDER BY source, slot, symbol")
            }
        return try rows.map { (row) throws(AlmanacError) in try SeriesDescription(row) }
    }

    /// A series by its names, or nil where there is none.
    package func find(
        _ transaction: Transaction, source: String, slot: String, symbol: String
    ) throws(AlmanacError) -> SeriesDescription? {
        try transaction.first(
            SeriesDescription.selection + " WHERE source = $1 AND slot = $2 AND symbol = $3",
            [SQLValue(source), SQLValue(slot), SQLValue(symbol)]
        ).map { (row) throws(AlmanacError) in try SeriesDescription(row) }
    }

    /// The series of these names, made where there is none.
    ///
    /// - Throws: `conflict` where it is there with another frequency or calendar.
    package func findOrMake(
        _ transaction: Transaction, source: String, slot: String, symbol: String,
        frequency: Frequency, calendar: String, at now: Timestamp
    ) throws(AlmanacError) -> SeriesDescription {
        try transaction.execute(
            """
            INSERT INTO series (source, slot, symbol, frequency, calendar, columns, row_count,
                created_at, appended_at)
            VALUES ($1, $2, $3, $4, $5, '', 0, $6, $6)
            ON CONFLICT (source, slot, symbol) DO NOTHING
            """,
            [
                SQLValue(source), SQLValue(slot), SQLValue(symbol), SQLValue(frequency.rawValue),
                SQLValue(calendar), SQLValue(now.nanoseconds),
            ])
        guard
            let series = try find(transaction, source: source, slot: slot, symbol: symbol)
        else { throw AlmanacError(.internalError, "a series that was made is not there") }
        guard series.frequency == frequency, series.calendar == calendar else {
            throw AlmanacError(
                .conflict,
                "\(series.name) holds \(series.frequency.rawValue) rows by the calendar"
                    + " \(series.calendar), not \(frequency.rawValue) by \(calendar)",
                details: ["series": .string(series.name)],
                suggestion: "use another --slot or --symbol for data of another kind")
        }
        return series
    }

    /// States of which instrument a series is, where it is of none so far.
    package func link(
        _ transaction: Transaction, _ series: SeriesDescription, to instrument: Instrument.ID
    ) throws(AlmanacError) {
        try transaction.execute(
            "UPDATE series SET instrument = $2 WHERE id = $1 AND instrument IS NULL",
            [SQLValue(series.id), SQLValue(instrument.text)])
    }

    // MARK: - Reading

    /// Which rows of a series to read.
    package struct Window: Sendable {
        /// The first time, included; nil from the beginning.
        package var from: Timestamp?
        /// The last time, included; nil to the end.
        package var through: Timestamp?
        /// The moment as of which to read; nil takes what is known now and later.
        package var asOf: Timestamp?

        /// Makes a window.
        package init(
            from: Timestamp? = nil, through: Timestamp? = nil, asOf: Timestamp? = nil
        ) {
            (self.from, self.through, self.asOf) = (from, through, asOf)
        }
    }

    /// The series as it stood: of the rows known by then, each time's version known last, oldest
    /// time first; of versions known at the same moment the last to arrive.
    ///
    /// - Missing: A column that the series does not have is refused; one that it got later is
    ///   missing in the rows before.
    /// - Complexity: O(n) where rows arrived in the order of time, else O(n log n).
    package func read(
        _ transaction: Transaction, _ series: SeriesDescription, columns: [String]? = nil,
        _ window: Window = Window()
    ) throws(AlmanacError) -> Frame {
        let names = columns ?? series.columns
        let rows = try arrivals(transaction, series, columns: names, window)
        return SeriesOrder.latest(rows, window).frame(columns: names)
    }

    /// Every version of every row in a window, oldest time first, as they became known.
    package func versions(
        _ transaction: Transaction, _ series: SeriesDescription, columns: [String]? = nil,
        _ window: Window = Window()
    ) throws(AlmanacError) -> Frame {
        let names = columns ?? series.columns
        let rows = try arrivals(transaction, series, columns: names, window)
        return SeriesOrder.all(rows, window).frame(columns: names)
    }

    /// The rows of all chunks that a window touches, in order of arrival.
    func arrivals(
        _ transaction: Transaction, _ series: SeriesDescription, columns names: [String],
        _ window: Window
    ) throws(AlmanacError) -> SeriesRows {
        let columns = try names.map { (name) throws(AlmanacError) in
            guard let index = series.columns.firstIndex(of: name) else {
                throw AlmanacError(
                    .schemaMismatch, "\(series.name) has no column '\(name)'",
                    details: [
                        "column": .string(name),
                        "columns": .array(series.columns.map(JSON.string)),
                    ],
                    suggestion: nearestName(to: name, among: series.columns).map {
                        "did you mean '\($0)'?"
                    })
            }
            return index
        }
        let chunks = try transaction.query(
            ArchiveQueries.chunks,
            [
                SQLValue(series.id), SQLValue(window.from?.nanoseconds ?? .min),
                SQLValue(window.through?.nanoseconds ?? .max),
                SQLValue(window.asOf?.nanoseconds ?? .max),
            ])
        var count = 0
        for chunk in chunks { count += Int(try chunk.integer(0)) }
        var rows = SeriesRows(count: count, columns: columns.count)
        let decoder = ChunkDecoder()
        var position = 0
        for chunk in chunks {
            position += try decoder.read(
                try chunk.blob(1), columns: columns, into: &rows, at: position)
        }
        guard position == count else {
            throw AlmanacError(.dataFetch, "chunks of \(series.name) miss rows")
        }
        return rows
    }
}

extension SeriesRows {
    /// The rows as a frame with these names.
    package func frame(columns names: [String]) -> Frame {
        Frame(
            times: times.map(Timestamp.init(nanoseconds:)),
            knownAt: knownAt.map(Timestamp.init(nanoseconds:)),
            columns: zip(names, columns).map { Frame.NamedColumn(name: $0, values: $1) })
    }

    /// The rows of a frame; without moments of its own each row is known at a given one.
    package init(_ frame: Frame, knownAt: [Timestamp]) {
        self.init(
            times: frame.times.map(\.nanoseconds), knownAt: knownAt.map(\.nanoseconds),
            columns: frame.columns.map(\.values))
    }

    /// The given rows in the given order.
    func gathering(_ order: [Int32]) -> SeriesRows {
        SeriesRows(
            times: order.map { times[Int($0)] }, knownAt: order.map { knownAt[Int($0)] },
            columns: columns.map { column in order.map { column[Int($0)] } })
    }

    subscript(range: Range<Int>) -> SeriesRows {
        if range == 0..<count { return self }
        return SeriesRows(
            times: Array(times[range]), knownAt: Array(knownAt[range]),
            columns: columns.map { Array($0[range]) })
    }
}
