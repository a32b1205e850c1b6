import AlmanacCore
package import Database
package import TimeSeries

/// Takes a person's own table, CSV or JSON, into the archive: its bytes as bronze, its rows as a
/// series.
package struct TableImport: Sendable {
    /// What the source is called.
    package var source: String
    /// What the rows are about.
    package var symbol: String
    /// What of the source they are.
    package var slot = "prices"
    /// How often rows come; nil finds out, or takes the series' own.
    package var frequency: Frequency?
    /// The calendar by which bars close; nil takes the series' own, or finds out.
    package var calendar: TradingCalendar?
    /// From when rows could be known; nil takes a column with a known name, or bars' closes.
    package var rule: KnownAtRule?
    /// How the file is read.
    package var options = CSVOptions()
    /// What ties it to the command that imports.
    package var correlation: String?

    /// Makes an import of bars whose kind is found out.
    package init(source: String, symbol: String) {
        self.source = source
        self.symbol = symbol
    }

    /// What an import did.
    package struct Outcome: Sendable {
        /// The series as it is now.
        package var series: SeriesDescription
        /// What became of the rows.
        package var receipt: SeriesStore.Receipt
        /// The fetch that holds the file's bytes.
        package var raw: Int64
        /// What a person should know about the reading.
        package var notes: [String]
    }

    /// Reads a file's bytes and stores them and their rows in one transaction.
    ///
    /// - Parameters:
    ///   - name: The file's name, for messages and for the record of where the bytes came from.
    ///   - now: The clock.
    /// - Throws: What the reading of the file throws, `validation` for a rule that cannot be, and
    ///   `conflict` for a series of another kind; nothing is stored then.
    package func run(
        _ database: Database, _ bytes: [UInt8], name: String, bronze: Bronze,
        now: @Sendable () -> Timestamp
    ) throws -> Outcome {
        var options = options
        if case .column(let column) = rule { options.knownAtColumn = column }
        var (table, notes) = try read(bytes, name, options)
        let existing = try database.readNow {
            try SeriesStore().find($0, source: source, slot: slot, symbol: symbol)
        }
        let kind = try self.kind(of: table.frame, existing)
        var rule = rule
        if rule == nil, table.frame.knownAt != nil { rule = .column("known_at") }
        guard let rule = rule ?? (kind.frequency.isObservation ? nil : .close) else {
            throw AlmanacError(
                .validation, "\(name) does not say from when its rows could be known",
                details: ["frequency": .string(kind.frequency.rawValue)],
                suggestion: "name a column or a rule: --known-at published, --known-at +1d")
        }
        let moments = try rule.moments(
            of: table.frame.times, stated: table.frame.knownAt, kind.frequency, kind.calendar)
        table.frame.knownAt = nil
        let rows = SeriesRows(table.frame, knownAt: moments)
        let prepared = try bronze.prepare(bytes)
        let started = now()
        return try database.writeNow { transaction in
            if try Sources.find(transaction, source) == nil {
                try Sources.save(transaction, DataSource(name: source, tier: "file"), at: started)
            }
            var fetch = Fetch(
                source: source, url: "file:\(name)", tier: "file", fetchedAt: started,
                completedAt: started)
            fetch.correlation = correlation
            let raw = try bronze.store(transaction, prepared, fetch, at: now())
            let store = SeriesStore()
            let series = try store.findOrMake(
                transaction, source: source, slot: slot, symbol: symbol,
                frequency: kind.frequency, calendar: kind.calendar.name, at: now())
            let receipt = try store.append(
                transaction, series, columns: table.frame.columnNames, rows,
                rule.isStated ? .stated : .history, raw: raw, now: now)
            guard
                var result = try store.find(
                    transaction, source: source, slot: slot, symbol: symbol)
            else { throw AlmanacError(.internalError, "an imported series is not there") }
            if result.instrument == nil, let day = result.lastTime?.date,
                let id = try Instruments.named(transaction, symbol, on: day)
            {
                try store.link(transaction, result, to: id)
                result.instrument = id
            }
            return Outcome(
                series: result, receipt: receipt, raw: raw, notes: notes + kind.notes)
        }
    }

    /// The table in a file, and what a person should know about it.
    private func read(
        _ bytes: [UInt8], _ name: String, _ options: CSVOptions
    ) throws(AlmanacError) -> (CSVTable, [String]) {
        guard JSONTable.isJSON(bytes) else {
            let table = try CSVReader.read(bytes: bytes, name: name, options: options)
            return (table, table.notes)
        }
        let json = try JSONTable(bytes, file: name)
        var options = options
        options.columnNames = json.names
        options.delimiter = .comma
        options.decimalSeparator = .point
        let table = try CSVReader.read(bytes: json.csv(), name: name, options: options)
        let nested =
            json.nested.isEmpty
            ? []
            : ["left out members with parts of their own: " + json.nested.joined(separator: ", ")]
        return (table, table.notes + nested)
    }

    private struct Kind {
        var frequency: Frequency
        var calendar: TradingCalendar
        var notes: [String] = []
    }

    private func kind(
        of frame: Frame, _ existing: SeriesDescription?
    ) throws(AlmanacError) -> Kind {
        var notes: [String] = []
        var frequency = frequency ?? existing?.frequency
        if frequency == nil {
            let found = Frequency.inferred(from: frame.times) ?? .day1
            notes.append("the rows are taken for bars of \(found.rawValue)")
            frequency = found
        }
        if let calendar = calendar ?? existing.flatMap({ TradingCalendar.named($0.calendar) }) {
            return Kind(frequency: frequency ?? .day1, calendar: calendar, notes: notes)
        }
        let saturdays = frame.times.lazy.filter { $0.date.weekday == .saturday }.count
        if saturdays * 10 >= frame.count, saturdays > 1 {
            notes.append("there are bars on Saturdays, so the market counts as open every day")
            return Kind(frequency: frequency ?? .day1, calendar: .always, notes: notes)
        }
        return Kind(frequency: frequency ?? .day1, calendar: .weekdaysOnly, notes: notes)
    }
}

extension KnownAtRule {
    /// Whether the source itself says when each version became known.
    var isStated: Bool {
        switch self {
        case .column, .moment: true
        case .close, .nextOpen, .after: false
        }
    }
}
