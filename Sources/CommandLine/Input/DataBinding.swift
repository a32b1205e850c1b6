import AlmanacCore
import Archive
import Backtesting
import BundledPrices
import StrategyLanguage
import TimeSeries

/// Finds the data for a strategy's slots from `--symbol` and `--data`.
struct DataBinding {
    let definition: StrategyDefinition
    let options: CSVOptions
    /// The calendar that the person names; nil takes the data's own.
    let calendar: TradingCalendar?
    /// Where the reading of large files is shown; nil shows nothing.
    private let progress: Progress?
    private let arguments: Arguments

    /// The flags that bind data.
    static let options: [Command.Option] =
        [
            Command.Option(
                "--symbol", "[SLOT=]SYMBOL",
                "bundled prices for a slot; several for the first slot run "
                    + "side by side", isRepeatable: true),
            Command.Option(
                "--data", "[SLOT=]FILE.csv",
                "a file of prices or other rows for a slot, or archive:SOURCE/SYMBOL for what "
                    + "`almanac data import` took in",
                isRepeatable: true),
            Command.Option(
                "--source", "NAME",
                "where --symbol's prices are fetched from, such as yahoo; what is there already "
                    + "is not fetched again"),
            DatabaseOptions.option,
            Command.Option(
                "--actions", "[SLOT=]FILE.csv",
                "splits and dividends of a slot's raw prices: columns date, split, dividend",
                isRepeatable: true),
            Command.Option(
                "--dividends", "HOW",
                "reinvest or cash: what becomes of traded slots' dividends (default reinvest)"),
        ] + readingOptions

    /// The flags that say how a file is read.
    static let readingOptions: [Command.Option] = [
        Command.Option("--calendar", "NAME", "XNYS, 24/5 or 24/7 for files (default 24/5)"),
        Command.Option("--time-zone", "NAME", "the zone of times without one (default UTC)"),
        Command.Option(
            "--time-column", "NAME", "the column of times, where its name does not tell"),
        Command.Option(
            "--date-order", "ORDER", "day-first or month-first, for dates such as 3/4/2020"),
        Command.Option("--decimal-separator", "CHARACTER", "point or comma"),
        Command.Option(
            "--only-symbol", "SYMBOL", "the rows to take from a file of several symbols"),
        Command.Option(
            "--skip-bad-rows", nil, "leave out rows that cannot be read, and count them"),
        Command.Option("--sort", nil, "put rows that are out of time order into it"),
    ]

    init(
        _ definition: StrategyDefinition, _ arguments: Arguments, _ progress: Progress? = nil
    ) throws(AlmanacError) {
        self.definition = definition
        self.progress = progress
        self.arguments = arguments
        options = try Self.readingOptions(arguments)
        calendar = try Self.calendar(arguments)
    }

    /// How files are read, by the flags.
    static func readingOptions(_ arguments: Arguments) throws(AlmanacError) -> CSVOptions {
        var options = CSVOptions()
        options.skipBadRows = arguments.has("--skip-bad-rows")
        options.sort = arguments.has("--sort")
        if let name = arguments.value("--time-zone") {
            guard let zone = TimeZoneRule.named(name) else {
                throw AlmanacError(
                    .validation, "the time zone '\(name)' is not known",
                    details: ["time_zone": .string(name)],
                    suggestion: "use UTC or America/New_York, or write the offset into the file")
            }
            options.timeZone = zone
        }
        options.timeColumn = arguments.value("--time-column")
        options.symbol = arguments.value("--only-symbol")
        options.dayFirst = try arguments.choice("--date-order", DateOrder.self).map {
            $0 == .dayFirst
        }
        options.decimalSeparator = try arguments.choice(
            "--decimal-separator", DecimalName.self
        ).map { $0 == .comma ? .comma : .point }
        return options
    }

    /// The calendar that a flag names; nil without the flag.
    static func calendar(_ arguments: Arguments) throws(AlmanacError) -> TradingCalendar? {
        guard let name = arguments.value("--calendar") else { return nil }
        if let known = TradingCalendar.named(name) { return known }
        let names = TradingCalendar.known.map(\.name).joined(separator: ", ")
        throw AlmanacError(
            .validation, "the calendar '\(name)' is not known",
            details: ["calendar": .string(name)], suggestion: "the calendars are \(names)")
    }

    private enum DateOrder: String, CaseIterable {
        case dayFirst = "day-first"
        case monthFirst = "month-first"
    }

    private enum DecimalName: String, CaseIterable { case point, comma }

    /// One set of data for each run: a run for each symbol of the first slot.
    ///
    /// - Parameter tradedSlots: The slots that a strategy speaks for where it is not the first
    ///   alone.
    func runs(
        _ arguments: Arguments, trading tradedSlots: [String] = []
    ) throws(AlmanacError) -> [[SlotData]] {
        var traded: [SlotData] = []
        var others: [SlotData] = []
        var given: Set<String> = []
        let first = definition.slots[0].name
        let symbols = arguments.pairs("--symbol").map { ($0, true) }
        let files = arguments.pairs("--data").map { ($0, false) }
        for ((name, value), isSymbol) in symbols + files {
            let slot = try slot(named: name)
            guard !value.isEmpty else {
                throw arguments.usage("\(isSymbol ? "--symbol" : "--data") is given nothing")
            }
            let isList = isSymbol && !value.contains("://")
            for part in isList ? value.split(separator: ",").map(String.init) : [value] {
                let data = try isSymbol ? prices(part, slot) : file(part, slot)
                if slot == first {
                    guard given.insert(isSymbol ? "\(data.symbol)" : "file \(part)").inserted else {
                        throw givenTwice(part, isSymbol ? "--symbol" : "--data")
                    }
                    traded.append(data)
                } else if others.contains(where: { $0.slot == slot }) {
                    throw AlmanacError(
                        .validation, "slot '\(slot)' is bound twice",
                        suggestion: "only the first slot takes several symbols")
                } else {
                    others.append(data)
                }
            }
        }
        for (name, path) in arguments.pairs("--actions") {
            let slot = try slot(named: name)
            let ledger = try actions(path)
            for index in traded.indices where traded[index].slot == slot {
                traded[index].actions = ledger
            }
            for index in others.indices where others[index].slot == slot {
                others[index].actions = ledger
            }
        }
        guard !traded.isEmpty else { throw missing(first) }
        if let treatment = try arguments.choice("--dividends", SlotData.DividendTreatment.self) {
            for index in traded.indices {
                guard traded[index].actions != nil else { throw noDividends(traded[index]) }
                traded[index].dividends = treatment
            }
            for index in others.indices
            where tradedSlots.contains(others[index].slot) && others[index].actions != nil {
                others[index].dividends = treatment
            }
        }
        for slot in definition.slots.dropFirst()
        where !others.contains(where: { $0.slot == slot.name }) {
            throw missing(slot.name)
        }
        return traded.map { [$0] + others }
    }

    private func slot(named name: String?) throws(AlmanacError) -> String {
        guard let name else { return definition.slots[0].name }
        if definition.slots.contains(where: { $0.name == name }) { return name }
        let names = definition.slots.map(\.name)
        throw AlmanacError(
            .schemaMismatch, "the strategy has no slot '\(name)'",
            details: ["slot": .string(name), "slots": .array(names.map(JSON.string))],
            suggestion: (nearestName(to: name, among: names).map { "did you mean '\($0)'? " } ?? "")
                + "its slots are \(names.joined(separator: ", "))")
    }

    private func givenTwice(_ value: String, _ flag: String) -> AlmanacError {
        AlmanacError(
            .validation, "\(flag) names '\(value)' twice",
            details: ["option": .string(flag), "value": .string(value)],
            suggestion: "name each once")
    }

    private func noDividends(_ data: SlotData) -> AlmanacError {
        AlmanacError(
            .schemaMismatch,
            "--dividends says what becomes of dividends, and \(data.symbol) has none",
            details: ["slot": .string(data.slot), "symbol": .string(data.symbol)],
            suggestion: "bind raw prices with their dividends: --data FILE.csv --actions FILE.csv")
    }

    private func missing(_ slot: String) -> AlmanacError {
        AlmanacError(
            .schemaMismatch, "slot '\(slot)' has no data", details: ["slot": .string(slot)],
            suggestion: "bind it: --symbol \(slot)=AAPL for bundled prices, or "
                + "--data \(slot)=FILE.csv")
    }

    /// The prices of a symbol: a source's where one is named, else the bundled ones.
    private func prices(_ symbol: String, _ slot: String) throws(AlmanacError) -> SlotData {
        guard let name = arguments.value("--source") else { return try bundled(symbol, slot) }
        let frequency = definition.slots.first { $0.name == slot }?.frequency ?? .day1
        var data = try SourcePrices(name, arguments, progress).data(symbol, slot, frequency)
        if let calendar { data.calendar = calendar }
        return data
    }

    /// The bundled prices of a symbol.
    func bundled(_ text: String, _ slot: String) throws(AlmanacError) -> SlotData {
        let symbol = try BundledPrices.resolve(text)
        let bytes = try BundledPrices.csv(for: symbol.symbol)
        let table = try CSVReader.read(bytes: bytes, name: symbol.symbol)
        return SlotData(
            slot: slot, symbol: symbol.symbol, frame: table.frame,
            calendar: calendar ?? .newYork, isAdjusted: symbol.isAdjusted,
            source: symbol.provenance)
    }

    /// A series of the archive with every version of its rows, so that each bar sees the one that
    /// was known at its close.
    func archived(_ name: String, _ slot: String) throws(AlmanacError) -> SlotData {
        let archive = try DatabaseAccess(arguments)
        let (series, frame) = try archive.read { transaction in
            let series = try archive.series(transaction, name, slot: nil)
            return (series, try archive.store.versions(transaction, series))
        }
        return SlotData(
            slot: slot, symbol: series.symbol, frame: frame,
            calendar: calendar ?? TradingCalendar.named(series.calendar) ?? .weekdaysOnly,
            source: "archive \(series.name)")
    }

    func file(_ path: String, _ slot: String) throws(AlmanacError) -> SlotData {
        if path.hasPrefix("archive:") {
            return try archived(String(path.dropFirst("archive:".count)), slot)
        }
        let table = try read(path)
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let symbol = name.hasSuffix(".csv") ? String(name.dropLast(4)) : name
        var notes = table.notes
        var market = calendar ?? .weekdaysOnly
        let frequency = definition.slots.first { $0.name == slot }?.frequency
        let isBars = frequency != .quarterly && frequency != .event
        if calendar == nil, isBars, Self.tradesOnSaturdays(table.frame.times) {
            market = .always
            notes.append("there are bars on Saturdays, so the market counts as open every day")
        }
        notes += Self.qualityNotes(table.frame)
        return SlotData(
            slot: slot, symbol: symbol, frame: table.frame, calendar: market,
            source: "file \(name)", notes: notes)
    }

    /// Says where data that brings its own quality is poor.
    private static func qualityNotes(_ frame: Frame) -> [String] {
        guard let quality = frame["quality"] else { return [] }
        let poor = quality.indices.filter { !(quality[$0] >= 0.7) }
        guard let first = poor.first, let last = poor.last else { return [] }
        return [
            "\(poor.count) of \(frame.count) rows have a quality below 0.7, the first on "
                + "\(frame.times[first].dateText), the last on \(frame.times[last].dateText)"
        ]
    }

    private func read(_ path: String) throws(AlmanacError) -> CSVTable {
        defer { progress?.clear() }
        return try CSVReader.read(path: path, options: options) { done, total in
            progress?.report(
                "reading \(path): "
                    + (total.map { "\(done * 100 / max($0, 1)) %" } ?? "\(done >> 20) MB"))
        }
    }

    /// Reads splits and dividends: a row's time is the ex-date.
    private func actions(_ path: String) throws(AlmanacError) -> CorporateActionLedger {
        let frame = try read(path).frame
        if let ledger = try CorporateActionLedger(rows: frame) { return ledger }
        throw AlmanacError(
            .schemaMismatch, "\(path) has neither a column 'split' nor a column 'dividend'",
            details: [
                "path": .string(path), "columns": .array(frame.columnNames.map(JSON.string)),
            ],
            suggestion: "write rows such as 2020-08-31,4, for a split of four for one")
    }

    /// Whether a tenth of the days or more are Saturdays: a market that never closes.
    private static func tradesOnSaturdays(_ times: [Timestamp]) -> Bool {
        let saturdays = times.lazy.filter { $0.date.weekday == .saturday }.count
        return saturdays * 10 >= times.count && saturdays > 1
    }
}

extension CorporateActionLedger {
    /// The splits and dividends in the rows of a table; nil where it has no column of either.
    init?(rows frame: Frame) throws(AlmanacError) {
        let splits = frame["split"] ?? frame["splits"] ?? frame["stock_splits"]
        let dividends = frame["dividend"] ?? frame["dividends"]
        guard splits != nil || dividends != nil else { return nil }
        var actions: [CorporateAction] = []
        for (row, time) in frame.times.enumerated() {
            let knownAt = frame.knownAt?[row] ?? time
            if let ratio = splits?[row], ratio.isFinite, ratio != 0, ratio != 1 {
                actions.append(
                    try CorporateAction(.split(ratio: ratio), effective: time, knownAt: knownAt))
            }
            if let amount = dividends?[row], amount.isFinite, amount != 0 {
                actions.append(
                    try CorporateAction(
                        .cashDividend(perShare: amount), effective: time, knownAt: knownAt))
            }
        }
        self.init(actions)
    }
}
