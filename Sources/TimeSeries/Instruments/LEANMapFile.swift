public import AlmanacCore

/// A map file of the LEAN engine: which ticker an instrument had until when.
///
/// The first row holds the first date and ticker, each further row the last date of a ticker. The
/// date 2050-12-31 stands for "still".
/// - Source: QuantConnect LEAN, `Data/equity/readme.md`.
public struct LEANMapFile: Sendable {
    /// One row.
    public struct Row: Sendable, Hashable {
        /// The first date in the first row, and the last date of the ticker in the others.
        public let date: CivilDate
        /// The ticker, in upper case.
        public let ticker: String
        /// The letter of the primary exchange, or empty where the file has none.
        public let exchange: String
    }

    /// The rows, oldest first.
    public let rows: [Row]

    /// Reads a file's bytes.
    ///
    /// - Throws: `schemaMismatch` with the line where a row is not such a row or out of order.
    public init(bytes: [UInt8], name: String) throws(AlmanacError) {
        let source = LEANRows(bytes: bytes, file: name)
        var rows: [Row] = []
        for (line, fields) in source.rows {
            guard fields.count == 2 || fields.count == 3, !fields[1].isEmpty else {
                throw source.fault("a row has a date, a ticker and perhaps an exchange", line: line)
            }
            let row = Row(
                date: try source.date(fields[0], line: line), ticker: fields[1].uppercased(),
                exchange: fields.count == 3 ? fields[2] : "")
            if let last = rows.last, row.date <= last.date {
                throw source.fault("dates must rise", line: line)
            }
            rows.append(row)
        }
        if rows.isEmpty { throw source.fault("the file has no rows", line: 1) }
        self.rows = rows
    }

    /// The spans of the instrument's tickers, oldest first; a ticker kept over rows is one span.
    public func spans(of instrument: Instrument.ID) -> [TickerSpan] {
        guard let first = rows.first else { return [] }
        var spans: [TickerSpan] = []
        var from = first.date
        for row in rows.dropFirst() {
            // The day after a ticker's last one begins the next ticker.
            let until = row.date.year >= 2050 ? nil : row.date.adding(days: 1)
            var start = from
            if let last = spans.last, last.ticker == row.ticker, last.until == from {
                spans.removeLast()
                start = last.from
            }
            spans.append(
                TickerSpan(ticker: row.ticker, instrument: instrument, from: start, until: until))
            from = until ?? row.date
        }
        return spans
    }
}
