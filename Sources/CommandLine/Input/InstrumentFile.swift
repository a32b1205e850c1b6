import AlmanacCore
import Archive
import TimeSeries

/// Instruments as a person states them: a JSON document, or a map file of LEAN for one instrument.
struct InstrumentFile {
    /// One instrument with what is known of it.
    struct Entry {
        var instrument: Instrument
        var tickers: [TickerSpan]
        var listing = Listing()
        /// Its issuer: identity, kind and name.
        var entity: (id: String, kind: String, name: String)?
    }

    private(set) var entries: [Entry] = []

    /// The most bytes that are read.
    private static let mostBytes = 1 << 26

    /// Reads a file: JSON where its name does not end in `.csv`.
    ///
    /// - Throws: `validation` or `schemaMismatch` for what says no instrument.
    init(_ path: String) throws(AlmanacError) {
        let bytes = try FileSystem.read(path, limit: Self.mostBytes)
        let name = path.split(separator: "/").last.map(String.init) ?? path
        if name.lowercased().hasSuffix(".csv") {
            entries = [try Self.entry(LEANMapFile(bytes: bytes, name: name), name.dropLast(4))]
            return
        }
        let document: JSON
        do {
            document = try JSON.parse(String(decoding: bytes, as: UTF8.self))
        } catch {
            throw AlmanacError(
                .validation, "\(name) is no JSON: \(error)", details: ["file": .string(name)],
                suggestion: "give an array of instruments, or a map file whose name ends in .csv")
        }
        for (number, value) in (document.arrayValue ?? [document]).enumerated() {
            entries.append(try Entry(value, "\(name), instrument \(number + 1)"))
        }
    }

    /// LEAN calls an instrument by its map file's name, and never gives that name to another.
    private static func entry(_ map: LEANMapFile, _ name: Substring) -> Entry {
        let id = Instrument.ID("lean:\(name.lowercased())")
        let spans = map.spans(of: id)
        var entry = Entry(
            instrument: Instrument(id: id, name: spans.last?.ticker ?? String(name)),
            tickers: spans)
        entry.listing = Listing(
            listedOn: spans.first?.from, delistedOn: spans.last?.until,
            delistingReason: spans.last?.until == nil ? nil : "the map file ends")
        return entry
    }
}

extension InstrumentFile.Entry {
    /// Reads an object with `id`, `name` and `tickers`, and where they are known `currency`,
    /// `calendar`, `listed`, `delisted`, `reason` and `entity`.
    fileprivate init(_ value: JSON, _ place: String) throws(AlmanacError) {
        func wrong(_ what: String) -> AlmanacError {
            AlmanacError(
                .validation, "\(place): \(what)", details: ["place": .string(place)],
                suggestion: "`almanac instrument add --help` shows one")
        }
        func text(_ object: JSON, _ key: String) throws(AlmanacError) -> String {
            guard let text = object[key]?.stringValue, !text.isEmpty else {
                throw wrong("it has no \(key)")
            }
            return text
        }
        func day(_ object: JSON, _ key: String) throws(AlmanacError) -> CivilDate? {
            guard let value = object[key], value != .null else { return nil }
            guard let day = value.stringValue.flatMap(CivilDate.init(iso8601:)) else {
                throw wrong("\(key) is no day such as 2024-01-31")
            }
            return day
        }
        let calendar = value["calendar"]?.stringValue ?? "XNYS"
        guard TradingCalendar.named(calendar) != nil else {
            throw wrong("there is no calendar '\(calendar)'")
        }
        let id = Instrument.ID(try text(value, "id"))
        instrument = Instrument(
            id: id, name: try text(value, "name"),
            currency: value["currency"]?.stringValue ?? "USD", calendar: calendar)
        tickers = []
        for span in value["tickers"]?.arrayValue ?? [] {
            guard let from = try day(span, "from") else { throw wrong("a ticker has no from") }
            tickers.append(
                TickerSpan(
                    ticker: try text(span, "ticker"), instrument: id, from: from,
                    until: try day(span, "until")))
        }
        if let issuer = value["entity"], issuer != .null {
            entity = (
                try text(issuer, "id"), issuer["kind"]?.stringValue ?? "company",
                try text(issuer, "name")
            )
        }
        listing = Listing(
            listedOn: try day(value, "listed"), delistedOn: try day(value, "delisted"),
            delistingReason: value["reason"]?.stringValue, entity: entity?.id)
    }
}
