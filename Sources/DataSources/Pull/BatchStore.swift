import AlmanacCore
import Archive
package import Database
package import TimeSeries

/// Puts what a source's answers held into the archive, tied to the bytes that it was read from.
package struct BatchStore: Sendable {
    /// What became of batches.
    package struct Receipt: Sendable, Equatable {
        /// Rows of series, splits and dividends that were not there.
        package var added = 0
        /// Rows that say something else of what was there.
        package var corrected = 0
        /// Rows and records that say nothing new.
        package var repeated = 0
        /// Records of which nothing was there.
        package var records = 0
        /// Further versions of records.
        package var versions = 0
        /// The series that were written to, as `SOURCE/SYMBOL` or `SOURCE/SYMBOL#SLOT`, in order
        /// of their first rows.
        package var series: [String] = []
        /// The latest time among the rows and records.
        package var last: Timestamp?

        /// Makes an empty receipt.
        package init() {}

        /// Everything that came.
        package var total: Int { added + corrected + repeated + records + versions }

        mutating func add(_ receipt: SeriesStore.Receipt, _ name: String) {
            added += receipt.added
            corrected += receipt.corrected
            repeated += receipt.repeated
            if !series.contains(name) { series.append(name) }
        }

        mutating func reached(_ time: Timestamp?) {
            if let time { last = max(time, last ?? time) }
        }
    }

    /// The fetch that something was read from.
    package struct Raw: Sendable {
        /// Its number.
        package var id: Int64
        /// The hash of its bytes.
        package var hash: String
        /// The pseudonym of who wrote them, whose key seals them.
        package var author: String?
        /// The job that reads them.
        package var job: Int64?

        /// Makes a description.
        package init(id: Int64, hash: String, author: String? = nil, job: Int64? = nil) {
            (self.id, self.hash, self.author, self.job) = (id, hash, author, job)
        }
    }

    private let store = SeriesStore()
    private let source: SourceDescription
    private let tier: SourceTier

    /// Makes a store for a source's batches.
    package init(_ source: SourceDescription, tier: SourceTier) {
        (self.source, self.tier) = (source, tier)
    }

    /// Stores a batch.
    ///
    /// - Parameters:
    ///   - raw: the fetch that it was read from.
    ///   - writings: the fetches of the batch's writings; nil where who wrote one was forgotten,
    ///     of which nothing is kept.
    ///   - receipt: what became of earlier batches; this one is added.
    ///   - now: the clock, asked inside the transaction.
    package func store(
        _ transaction: Transaction, _ batch: DataBatch, raw: Raw, _ writings: [Raw?] = [],
        into receipt: inout Receipt, now: @Sendable () -> Timestamp
    ) throws {
        try register(transaction, at: now())
        for part in batch.series where part.frame.count > 0 {
            try append(
                transaction, part, raw.id, &receipt, now,
                of: batch.instruments.first { $0.symbol == part.symbol })
        }
        for part in batch.actions where !part.actions.isEmpty {
            try append(
                transaction, Self.series(of: part), raw.id, &receipt, now,
                of: batch.instruments.first { $0.symbol == part.symbol })
        }
        for record in batch.records {
            guard let raw = record.writing.map({ writings[$0] }) ?? raw else { continue }
            var draft = RecordDraft(
                source: source.name, kind: record.kind, identity: record.identity,
                time: record.time, knownAt: record.knownAt, fields: record.fields,
                recipe: "client:\(source.name)", recipeVersion: 1, raw: raw.id, rawHash: raw.hash)
            (draft.author, draft.job) = (raw.author, raw.job)
            switch try Records.store(transaction, draft, isLive: false, now: now) {
            case .new: receipt.records += 1
            case .version: receipt.versions += 1
            case .repeated: receipt.repeated += 1
            }
            receipt.reached(record.time)
        }
    }

    /// Puts what the registry says of the source into `data_sources`, beside what a person set.
    private func register(_ transaction: Transaction, at now: Timestamp) throws {
        let known = try Sources.find(transaction, source.name)
        var row = known ?? DataSource(name: source.name, tier: tier.rawValue)
        row.configuration["registry"] = .object(source.json)
        if row != known { try Sources.save(transaction, row, at: now) }
    }

    private func append(
        _ transaction: Transaction, _ part: DataBatch.SeriesPart, _ raw: Int64,
        _ receipt: inout Receipt, _ now: @Sendable () -> Timestamp,
        of listed: DataBatch.InstrumentPart? = nil
    ) throws {
        let series = try store.findOrMake(
            transaction, source: source.name, slot: Self.slot(part.slot, part.frequency),
            symbol: part.symbol, frequency: part.frequency, calendar: part.calendar.name,
            at: now())
        if series.instrument == nil, let listed,
            let id = try Instruments.register(
                transaction, listed.instrument, ticker: listed.symbol,
                Listing(listedOn: listed.listedOn), on: now().date)
        {
            try store.link(transaction, series, to: id)
        }
        let rows = SeriesRows(part.frame, knownAt: part.frame.knownAt ?? part.frame.times)
        let outcome = try store.append(
            transaction, series, columns: part.frame.columnNames, rows,
            part.isStated ? .stated : .history, raw: raw, now: now)
        receipt.add(
            outcome,
            "\(series.source)/\(series.symbol)"
                + (series.slot == "prices" ? "" : "#\(series.slot)"))
        receipt.reached(part.frame.times.last)
    }

    /// The slot of rows: bars of other lengths than a day stand apart.
    package static func slot(_ slot: String, _ frequency: Frequency) -> String {
        slot.hasPrefix("prices") && frequency != .day1 && !frequency.isObservation
            ? "\(slot)-\(frequency.rawValue)" : slot
    }

    /// Splits and dividends as rows of one series, what takes effect together in one row.
    static func series(of part: DataBatch.ActionsPart) -> DataBatch.SeriesPart {
        var rows: [Timestamp: (known: Timestamp, split: Double, dividend: Double)] = [:]
        for action in part.actions {
            var row = rows[action.effective] ?? (action.knownAt, .nan, .nan)
            row.known = max(row.known, action.knownAt)
            switch action.kind {
            case .split(let ratio): row.split = (row.split.isNaN ? 1 : row.split) * ratio
            case .cashDividend(let amount):
                row.dividend = (row.dividend.isNaN ? 0 : row.dividend) + amount
            }
            rows[action.effective] = row
        }
        let times = rows.keys.sorted()
        let values = times.compactMap { rows[$0] }
        return DataBatch.SeriesPart(
            slot: "actions", symbol: part.symbol, frequency: .event, calendar: .always,
            frame: Frame(
                times: times, knownAt: values.map(\.known),
                columns: [
                    Frame.NamedColumn(name: "split", values: values.map(\.split)),
                    Frame.NamedColumn(name: "dividend", values: values.map(\.dividend)),
                ]))
    }
}
