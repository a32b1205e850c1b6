import Agents
import AlmanacCore
import Archive
import Backtesting
import DataSources
import Database
import Glibc
import SignalProcessing
import StrategyLanguage
import TimeSeries

/// Finds the data for what a sentence asks: named files first, then bundled prices, then the
/// archive, then the sources.
struct AskedData {
    /// What was done, in order.
    let log: StepLog
    private let arguments: Arguments
    private let console: Console
    private let fetcher: AskedFetch
    private let keys: KeyFile?
    /// Series of prices of the archive: their names as `archive:` takes them.
    private let archived: [ArchivedPrices]
    /// The numbers of the archive that a sentence may name.
    private let fields: [ArchivedField]

    /// A series of prices of the archive.
    private struct ArchivedPrices {
        var symbol: String
        var name: String
        var frequency: Frequency

        /// Whether a strategy on such bars can run on it.
        func serves(_ symbol: String, _ frequency: Frequency) -> Bool {
            self.symbol == symbol && (!frequency.isWithinDay || frequency == self.frequency)
        }
    }

    /// The flag that names files.
    static let option = Command.Option(
        "--data", "[SLOT=]FILE.csv",
        "a file for a slot of the strategy, or archive:SOURCE/SYMBOL", isRepeatable: true)

    /// Looks at what is there, without reading it.
    init(_ arguments: Arguments, _ console: Console) {
        self.arguments = arguments
        self.console = console
        let isQuiet = arguments.has("--json")
        log = StepLog { if !isQuiet { console.write($0) } }
        fetcher = AskedFetch(arguments, console, log)
        keys = try? KeyFile(environment: console.environment)
        (archived, fields) = Self.archive(arguments, console)
    }

    /// Whether there is an archive; one is not made to look into it.
    private static func hasArchive(_ arguments: Arguments, _ console: Console) -> Bool {
        guard let options = try? DatabaseOptions(arguments, console) else { return false }
        guard case .sqlite(let path) = options.location else { return true }
        return access(path, R_OK) == 0
    }

    /// The series of prices that an archive has, and its other numbers.
    private static func archive(
        _ arguments: Arguments, _ console: Console
    ) -> ([ArchivedPrices], [ArchivedField]) {
        guard hasArchive(arguments, console) else { return ([], []) }
        guard let archive = try? DatabaseAccess(arguments),
            let series = try? archive.read({ try archive.store.list($0) }),
            let fields = try? archive.read({ try ArchivedField.all($0, archive.store) })
        else { return ([], []) }
        let prices = series.filter { $0.columns.contains("close") }.map {
            ArchivedPrices(
                symbol: $0.symbol, name: "\($0.source)/\($0.symbol)", frequency: $0.frequency)
        }
        return (prices, fields)
    }

    /// What turns sentences into plans, knowing what is at hand.
    var planner: Planner {
        let archived = archived
        let bound = arguments.pairs("--data").map(\.name)
        let keys = keys
        let hasArchive = Self.hasArchive(arguments, console)
        let fetcher = fetcher
        var atHand = AtHand()
        atHand.isBound = { slot, isFirst in
            bound.contains(slot) || isFirst && bound.contains(nil)
        }
        atHand.archivedPrices = { symbol, frequency in
            archived.first { $0.serves(symbol, frequency) }?.name
        }
        atHand.isFetched = { source, fetch in
            hasArchive && fetcher.finished(fetch, of: source) != nil
        }
        atHand.hasKey = { keys?.keys[$0] != nil }
        let catalogue =
            fields.isEmpty
            ? SymbolCatalogue.known
            : SymbolCatalogue(SymbolCatalogue.known.entries, archived: fields)
        return Planner(catalogue: catalogue, atHand: atHand)
    }

    // MARK: Slots

    /// Where a slot's data comes from.
    private enum Origin {
        case file(String)
        case bundled(String)
        case archived(String)
        /// A number of the archive that the sentence names.
        case recorded(Plan.Source, Plan.Fetch)
        /// A source, and whether it has to be asked.
        case source(Plan.Source, Plan.Fetch, SourceDescription, isThere: Bool)
        /// Nowhere: what it is and what would do instead.
        case nowhere(String)
    }

    private func origin(_ slot: String, _ reading: SentenceReading, isFirst: Bool) -> Origin {
        let named = arguments.pairs("--data").last { $0.name == slot || isFirst && $0.name == nil }
        if let named { return .file(named.value) }
        let source: Plan.Source
        if let binding = reading.symbols.first(where: { $0.slot == slot }) {
            let planned = planner.prices(binding, of: reading)
            if planned.tier == "bundled" { return .bundled(binding.symbol) }
            let series = archived.first { $0.serves(binding.symbol, reading.frequency) }
            if let series { return .archived(series.name) }
            source = planned
        } else if let signal = reading.signals.first(where: { $0.slot == slot }) {
            source = signal.source
        } else {
            return .nowhere(slot)
        }
        if source.tier == "archive", let fetch = source.fetch { return .recorded(source, fetch) }
        guard let fetch = source.fetch, let description = SourceRegistry.find(source.source) else {
            return .nowhere(source.name)
        }
        // Whether it is there by now, and not when the plan was made.
        let isThere = fetcher.finished(fetch, of: source.source) != nil
        if isThere { return .source(source, fetch, description, isThere: true) }
        guard fetcher.isAllowed else {
            let others = fetch.reading == .prices ? source.instead : nil
            return .nowhere(source.name + (others.map { " (there are \($0))" } ?? ""))
        }
        if let key = description.keyToGet({ keys?.keys[$0] != nil }) {
            return .nowhere(
                "\(source.name) (needs the key \(key.name), from \(key.obtainedFrom))")
        }
        return .source(source, fetch, description, isThere: false)
    }

    /// The data of every slot, the traded one first; what is missing is fetched.
    ///
    /// - Throws: `data_fetch_error` that names each slot without data and what would fill it,
    ///   `validation_error` where the spans of prices and signals do not overlap.
    func slots(
        _ reading: SentenceReading, _ definition: StrategyDefinition
    ) throws(AlmanacError) -> [SlotData] {
        try requireSlots(of: definition)
        let origins = definition.slots.enumerated().map {
            ($1.name, origin($1.name, reading, isFirst: $0 == 0))
        }
        var absent: [(slot: String, what: String)] = []
        for case (let slot, .nowhere(let what)) in origins { absent.append((slot, what)) }
        guard absent.isEmpty else { throw Self.error(absent, reading, definition) }
        try fetch(origins.map(\.1), reading)
        let binding = try DataBinding(definition, arguments)
        var data: [SlotData] = []
        for (slot, origin) in origins {
            data.append(try read(slot, origin, reading, definition, binding, data.first))
        }
        let spans = zip(data, definition.slots).compactMap { data, slot -> DataSpan? in
            let isSignal = slot.frequency == .event
            return data.slot == definition.slots[0].name || isSignal
                ? DataSpan(isSignal ? data.slot : "prices of \(data.symbol)", data.frame.times)
                : nil
        }
        if spans.count > 1, let common = try DataSpan.overlap(of: spans) {
            log.note(
                "aligned",
                spans.map {
                    "\($0.name) \($0.first.date.iso8601) to \($0.last.date.iso8601)"
                }.joined(separator: ", ") + "; common from \(common.first.date.iso8601) to "
                    + common.last.date.iso8601)
        }
        return data
    }

    /// Refuses files for slots that the strategy does not have, which nothing would read.
    private func requireSlots(of definition: StrategyDefinition) throws(AlmanacError) {
        let names = definition.slots.map(\.name)
        guard
            let other = arguments.pairs("--data").compactMap(\.name)
                .first(where: { !names.contains($0) })
        else { return }
        throw arguments.usage(
            "--data names the slot '\(other)', which this strategy does not have; its slots are "
                + names.joined(separator: ", "))
    }

    /// From when to when there are signals: texts from the first to the last of them, values from
    /// the first on, events from the first of any source on.
    ///
    /// Where a source tells nothing there is no signal, which is not the same as a signal that says
    /// nothing.
    static func span(
        ofSignals definition: StrategyDefinition, _ data: [SlotData]
    ) -> (first: Timestamp?, last: Timestamp?) {
        var first: Timestamp?
        var last: Timestamp?
        var firstEvent: Timestamp?
        for slot in definition.slots where slot.frequency == .event {
            let times = data.first { $0.slot == slot.name }?.frame.times ?? []
            guard let start = times.first, let end = times.last else { continue }
            if slot.columns.contains("events") {
                firstEvent = min(firstEvent ?? start, start)
            } else {
                first = max(first ?? start, start)
            }
            if slot.columns.contains("sentiment") || slot.columns.contains("posts") {
                last = min(last ?? end, end)
            }
        }
        if let event = firstEvent { first = max(first ?? event, event) }
        return (first, last)
    }

    /// Fetches what is not there, once all of its cost is agreed to.
    private func fetch(_ origins: [Origin], _ reading: SentenceReading) throws(AlmanacError) {
        var wanted: [(SourceDescription, DataRequest, String)] = []
        for origin in origins {
            guard case .source(let source, let fetch, let description, false) = origin,
                fetch.reading != .prices
            else { continue }
            let request = try fetcher.request(fetch, of: description, reading.period)
            wanted.append((description, request, source.name))
        }
        try fetcher.agree(wanted.map { ($0.0, $0.1) })
        for (description, request, name) in wanted {
            try fetcher.run(request, of: description, called: name)
        }
    }

    private func read(
        _ slot: String, _ origin: Origin, _ reading: SentenceReading,
        _ definition: StrategyDefinition, _ binding: DataBinding, _ traded: SlotData?
    ) throws(AlmanacError) -> SlotData {
        switch origin {
        case .nowhere: throw AlmanacError(.internalError, "a slot without data was read")
        case .file(let path):
            log.note("at hand", "\(slot): file \(path)")
            return try file(path, slot, definition, binding)
        case .bundled(let symbol):
            log.note("at hand", "prices of \(symbol): bundled")
            return try binding.bundled(symbol, slot)
        case .archived(let name):
            log.note("at hand", "prices of \(name): archive")
            return try archivedPrices(name, slot, definition, binding)
        case .recorded(let source, let fetch):
            log.note("at hand", "\(source.name): archive")
            return try signal(source, fetch, slot, reading, traded)
        case .source(let source, let fetch, _, let isThere):
            if fetch.reading == .prices {
                return try prices(source, fetch, slot, definition)
            }
            if isThere { log.note("at hand", "\(source.name): archive") }
            return try signal(source, fetch, slot, reading, traded)
        }
    }

    /// A file for a slot.
    ///
    /// - Throws: A `schema_mismatch` where it lacks what the sentence's signal is made of: the
    ///   strategy is written, so only the file can be mended.
    private func file(
        _ path: String, _ slot: String, _ definition: StrategyDefinition, _ binding: DataBinding
    ) throws(AlmanacError) -> SlotData {
        let data: SlotData
        do {
            data = try binding.file(path, slot)
        } catch {
            var error = error
            if error.kind == .schemaMismatch, Self.isOfTexts(slot, definition) {
                error.suggestion = Self.signalsHint(path)
            }
            throw error
        }
        let wanted = definition.slots.first { $0.name == slot }?.columns ?? []
        let missing = wanted.filter { data.frame[$0] == nil }
        guard slot != definition.slots[0].name, !missing.isEmpty else { return data }
        let isOne = missing == ["value"]
        throw AlmanacError(
            .schemaMismatch,
            "\(path) has no column \(missing.map { "'\($0)'" }.joined(separator: ", "))",
            details: [
                "slot": .string(slot),
                "columns": .array(data.frame.columnNames.map(JSON.string)),
            ],
            suggestion: isOne
                ? "call the column of the number 'value', and say in a column 'known_at' when each "
                    + "row could be known where that is later than its time"
                : Self.signalsHint(path))
    }

    private static func isOfTexts(_ slot: String, _ definition: StrategyDefinition) -> Bool {
        definition.slots.first { $0.name == slot }?.columns.contains { $0 != "value" } ?? false
            && slot != definition.slots[0].name
    }

    private static func signalsHint(_ path: String) -> String {
        "posts become signals first: almanac signals \(path) --symbol SYMBOL --out signals.csv"
    }

    private func signal(
        _ source: Plan.Source, _ fetch: Plan.Fetch, _ slot: String, _ reading: SentenceReading,
        _ traded: SlotData?
    ) throws(AlmanacError) -> SlotData {
        let calendar = traded?.calendar ?? .newYork
        let grid = BarGrid(frequency: reading.frequency, calendar: calendar)
        let archive = try DatabaseAccess(arguments)
        let signal = try AskedSignal(
            fetch, of: source.source, called: source.name,
            symbol: reading.symbols.first?.symbol ?? "", grid, archive, now: console.now(),
            traded: traded)
        if let filtering = signal.filtering { log.note("filtered", "\(slot): \(filtering)") }
        log.note("processed", "\(slot): \(signal.summary)")
        return SlotData(
            slot: slot, symbol: slot, frame: signal.frame, calendar: calendar,
            source: "archive, \(source.name)", notes: [signal.summary])
    }

    // MARK: Prices

    /// Prices of the archive; what a source of the registry gave comes with splits and dividends.
    private func archivedPrices(
        _ name: String, _ slot: String, _ definition: StrategyDefinition, _ binding: DataBinding
    ) throws(AlmanacError) -> SlotData {
        let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
        let source = SourceRegistry.find(parts[0])
        guard source?.gives.contains(.bars) == true, parts.count == 2 else {
            return try binding.archived(name, slot)
        }
        let frequency = definition.slots.first { $0.name == slot }?.frequency ?? .day1
        return try SourcePrices(parts[0], arguments, Progress(console), isOffline: true).data(
            parts[1], slot, frequency)
    }

    /// Prices of the plan's source, or of Stooq where that fails and days are wanted.
    private func prices(
        _ source: Plan.Source, _ fetch: Plan.Fetch, _ slot: String,
        _ definition: StrategyDefinition
    ) throws(AlmanacError) -> SlotData {
        let frequency = definition.slots.first { $0.name == slot }?.frequency ?? .day1
        let progress = Progress(console)
        let others = frequency == .day1 ? [("stooq", source.target.lowercased())] : []
        var first: AlmanacError?
        for (name, target) in [(source.source, fetch.request.target)] + others {
            do throws(AlmanacError) {
                let title = SourceRegistry.find(name)?.title ?? name
                log.note("fetch", "\(source.name) from \(title) …")
                let data = try SourcePrices(name, arguments, progress).data(
                    target, slot, frequency)
                log.note("fetched", data.notes.first ?? data.source)
                return data
            } catch {
                log.note("failed", error.message)
                first = first ?? error
            }
        }
        var error = first ?? AlmanacError(.internalError, "no source was asked")
        let hint = "give a file of the prices: --data \(slot)=FILE.csv"
        error.suggestion = error.suggestion.map { "\($0); or \(hint)" } ?? hint
        throw error
    }

    private static func error(
        _ absent: [(slot: String, what: String)], _ reading: SentenceReading,
        _ definition: StrategyDefinition
    ) -> AlmanacError {
        let names = absent.map(\.what).joined(separator: ", ")
        let flags = absent.map { "--data \($0.slot)=FILE.csv" }.joined(separator: " ")
        let columns = absent.map { slot, _ in
            let needed = definition.slots.first { $0.name == slot }?.columns ?? []
            return "\(slot): time, \(needed.joined(separator: ", "))"
        }.joined(separator: "; ")
        return AlmanacError(
            .dataFetch, "not at hand: \(names)",
            details: [
                "missing": .array(
                    absent.map { ["slot": .string($0.slot), "what": .string($0.what)] })
            ],
            suggestion: "give files: \(flags) (columns \(columns)); posts become signals with "
                + "`almanac signals`, and `almanac symbols` lists what is bundled")
    }
}
