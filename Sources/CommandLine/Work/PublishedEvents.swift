import AlmanacCore
import Archive
import Database
import SignalProcessing
import TimeSeries

/// `almanac signals --events KIND`: what the archive knows to have been published of a company, as
/// a slot of events.
struct PublishedEvents {
    private let arguments: Arguments
    private let console: Console
    private let kind: EventKind
    private let symbol: String

    init(_ name: String, _ arguments: Arguments, _ console: Console) throws(AlmanacError) {
        let kind = try EventKind.named(name)
        guard let symbol = arguments.value("--symbol") else {
            throw arguments.usage("--events needs --symbol to say whose they are")
        }
        (self.kind, self.symbol) = (kind, symbol.uppercased())
        (self.arguments, self.console) = (arguments, console)
    }

    func run() throws(AlmanacError) -> Int32 {
        let archive = try DatabaseAccess(arguments)
        let now = console.now()
        let found = try archive.read { (transaction) throws in
            try kind.published(
                transaction, archive.store, of: symbol, cik: arguments.value("--cik"), now)
        }
        let events = kind.events(among: found)
        guard !events.isEmpty else {
            let sources = kind.sources.map(\.name)
            throw AlmanacError(
                .notFound, "the archive knows of no \(kind.name) of \(symbol)",
                details: ["symbol": .string(symbol), "records": .integer(found.count)],
                suggestion:
                    "bring the records: `almanac data pull \(symbol) --source \(sources[0])`"
                    + (arguments.has("--cik") ? "" : ", or name the company with --cik"))
        }
        let frame = EventKind.frame(events)
        if let path = arguments.value("--out") {
            try FileSystem.write(CSVWriter.text(of: frame), to: path)
        }
        let ids = arguments.has("--store") ? try store(events, frame, archive, now) : nil
        show(frame, ids)
        return 0
    }

    /// Keeps the events with the records they came from, and their rows as a series.
    private func store(
        _ events: [(event: PublishedEvent, amount: Double)], _ frame: Frame,
        _ archive: DatabaseAccess, _ now: Timestamp
    ) throws(AlmanacError) -> [Int64] {
        let (source, clock) = (kind.sources[0].name, console.now)
        return try DatabaseAccess.translating {
            try archive.database.writeNow { transaction in
                let known = try Signals.list(
                    transaction, symbol: symbol, type: kind.name, asOf: now
                ).map(\.signal)
                var ids: [Int64] = []
                for (event, amount) in events {
                    let signal = Signal(
                        source: source, symbol: symbol, type: kind.name, time: event.knownAt,
                        knownAt: event.knownAt, value: amount.isFinite ? amount : nil,
                        record: event.record)
                    if known.contains(signal) { continue }
                    ids.append(try Signals.store(transaction, signal, isLive: false, at: now))
                }
                let series = try archive.store.findOrMake(
                    transaction, source: source, slot: kind.name, symbol: symbol,
                    frequency: .event, calendar: TradingCalendar.always.name, at: now)
                try archive.store.append(
                    transaction, series, columns: frame.columnNames,
                    SeriesRows(frame, knownAt: frame.times), .stated, now: clock)
                return ids
            }
        }
    }

    private func show(_ frame: Frame, _ ids: [Int64]?) {
        let series = "\(kind.sources[0].name)/\(symbol)#\(kind.name)"
        let count = Int(frame["events"]?.last ?? 0)
        if arguments.has("--json") {
            var document: JSONObject = [
                "success": true, "symbol": .string(symbol), "events": .string(kind.name),
                "count": .integer(count), "rows": .integer(frame.count),
                "first": .string(frame.times.first?.iso8601 ?? ""),
                "last": .string(frame.times.last?.iso8601 ?? ""),
                "out": arguments.value("--out").map(JSON.string) ?? .null,
            ]
            if let ids {
                document["stored"] = [
                    "signals": .integer(ids.count),
                    "first": ids.first.map { .integer(Int($0)) } ?? .null,
                    "series": .string(series),
                ]
            }
            console.write(JSON.object(document).text(pretty: true) + "\n")
            return
        }
        var text = "\(symbol): \(count) \(kind.name), the first known on "
        text +=
            "\(frame.times.first?.dateText ?? ""), the last on "
            + "\(frame.times.last?.dateText ?? "")\n"
        if let ids {
            text += "kept \(ids.count) new signals"
            text += ids.first.map { "; `almanac lineage \($0)` leads to the first's record" } ?? ""
            text += "\nbind them with --data \(kind.name)=archive:\(series)\n"
        } else if let path = arguments.value("--out") {
            text += "written to \(path); bind it with --data \(kind.name)=\(path)\n"
        } else {
            text += "write the rows with --out FILE.csv, or keep them with --store\n"
        }
        console.write(text)
    }
}

extension EventKind {
    /// The kind of a name.
    static func named(_ name: String) throws(AlmanacError) -> EventKind {
        if let kind = all.first(where: { $0.name == name }) { return kind }
        let names = all.map(\.name)
        throw AlmanacError(
            .validation, "there are no events '\(name)'",
            details: ["events": .array(names.map(JSON.string))],
            suggestion: nearestName(to: name, among: names).map { "did you mean '\($0)'?" }
                ?? "they are \(names.joined(separator: ", "))")
    }

    /// What the archive has of a symbol that may be such events.
    ///
    /// - Parameter cik: the company's number, where its filings name only that.
    func published(
        _ transaction: Transaction, _ store: SeriesStore, of symbol: String, cik: String? = nil,
        _ now: Timestamp
    ) throws -> [PublishedEvent] {
        var found: [PublishedEvent] = []
        for source in sources {
            if source.kind.hasPrefix("#") {
                let slot = String(source.kind.dropFirst())
                guard
                    let series = try store.find(
                        transaction, source: source.name, slot: slot, symbol: symbol)
                else { continue }
                let frame = try store.read(transaction, series, SeriesStore.Window(asOf: now))
                for row in frame.times.indices {
                    var fields = JSONObject()
                    for column in frame.columns where column.values[row].isFinite {
                        fields[column.name] = .number(column.values[row])
                    }
                    found.append(
                        PublishedEvent(
                            knownAt: frame.knownAt?[row] ?? frame.times[row], fields: fields))
                }
                continue
            }
            let records = try Records.asOf(
                transaction, source: source.name, kind: source.kind, now)
            for record in records where Self.isAbout(record.content.fields, symbol, cik) {
                found.append(
                    PublishedEvent(
                        knownAt: record.content.knownAt, fields: record.content.fields,
                        record: record.id))
            }
        }
        return found
    }

    /// Whether fields name the symbol, or the company's number where a filing names only that.
    private static func isAbout(_ fields: JSONObject, _ symbol: String, _ cik: String?) -> Bool {
        if fields["symbol"]?.stringValue?.uppercased() == symbol { return true }
        guard let number = cik.flatMap({ Int($0) }) else { return false }
        let stated = fields["cik"] ?? fields["issuer_cik"]
        return stated?.stringValue.flatMap { Int($0) } == number
    }
}
