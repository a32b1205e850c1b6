import AlmanacCore
import Archive
import Backtesting
import DataSources
import Database
import StrategyLanguage
import TimeSeries

/// Prices of a source for a strategy: what is missing is fetched, the rest is in the archive.
struct SourcePrices {
    private let source: SourceDescription
    private let arguments: Arguments
    private let progress: Progress?
    /// Whether the archive alone is read.
    private let isOffline: Bool

    /// - Throws: `notFound` for a source that is not known, `validation` for one without prices.
    init(
        _ name: String, _ arguments: Arguments, _ progress: Progress?, isOffline: Bool = false
    ) throws(AlmanacError) {
        source = try SourceRegistry.require(name)
        (self.arguments, self.progress, self.isOffline) = (arguments, progress, isOffline)
        guard source.gives.contains(.bars) else {
            let giving = SourceRegistry.sources(giving: .bars).map(\.name)
            throw AlmanacError(
                .validation, "\(source.title) gives no prices",
                details: ["source": .string(source.name)],
                suggestion: "prices are given by \(giving.joined(separator: ", "))")
        }
    }

    /// A symbol's prices with their splits and dividends, and what was used.
    func data(
        _ symbol: String, _ slot: String, _ frequency: Frequency
    ) throws(AlmanacError) -> SlotData {
        guard !frequency.isObservation else {
            throw AlmanacError(
                .validation, "slot '\(slot)' takes no prices, so --source cannot fill it",
                details: ["slot": .string(slot)], suggestion: "bind it: --data \(slot)=FILE.csv")
        }
        let access = try SourceAccess(arguments, complain: { _ in })
        var request = DataRequest(.bars, symbol, frequency: frequency)
        if let adjustment = source.adjustmentForStudies {
            request.options["adjustment"] = .string(adjustment)
        }
        if source.name == "table" { try readAsAsked(&request) }
        try bound(&request)
        let renamed = try presentTicker(symbol, access)
        if let renamed { request.target = renamed }
        let wanted = request
        let progress = progress
        let pull = access.chain(source) { event in
            guard case .stored(let rows, let last, _) = event else { return }
            let until = last.map { ", up to \($0.dateText)" } ?? ""
            progress?.report("fetching \(wanted.target): \(rows) rows\(until)")
        }
        defer { progress?.clear() }
        let (outcome, failure) = try run(pull, request, access)
        var data = try read(symbol, slot, request, outcome, failure, access)
        if let renamed { data.notes.append("what \(symbol) named then is \(renamed) today") }
        return data
    }

    /// The ticker of today, where the run ends on a day on which what it is to trade had another.
    private func presentTicker(
        _ symbol: String, _ access: SourceAccess
    ) throws(AlmanacError) -> String? {
        guard !isOffline, source.goesByPresentTickers,
            let day = arguments.value("--to").flatMap({ Timestamp(iso8601: $0) })?.date
        else { return nil }
        let today = access.base.now().date
        let present = try access.base.read {
            try Instruments.present($0, symbol, on: day, today: today)
        }
        return present == symbol.uppercased() ? nil : present
    }

    /// Tells a table how it is to be read, by the flags that say so of files.
    private func readAsAsked(_ request: inout DataRequest) throws(AlmanacError) {
        for (flag, option) in [
            ("--time-column", "time"), ("--time-zone", "time_zone"), ("--calendar", "calendar"),
        ] {
            request.options[option] = arguments.value(flag).map(JSON.string)
        }
    }

    /// The series of a request, by any of the names that it may have.
    private func find(
        _ transaction: Transaction, _ slot: String, _ request: DataRequest
    ) throws(AlmanacError) -> SeriesDescription? {
        for symbol in source.symbols(of: request) {
            let found = try SeriesStore().find(
                transaction, source: source.name, slot: slot, symbol: symbol)
            if let found { return found }
        }
        return nil
    }

    /// Pulls; a source that fails is no fault where the archive has what is wanted.
    private func run(
        _ pull: SourceChain, _ request: DataRequest, _ access: SourceAccess
    ) throws(AlmanacError) -> (PullOutcome?, AlmanacError?) {
        if isOffline { return (nil, nil) }
        do throws(AlmanacError) {
            return (try waitFor { try await pull.run(request) }, nil)
        } catch {
            let slot = source.slot(of: request)
            let isThere = try access.base.read { try find($0, slot, request) }
            guard isThere != nil,
                Self.excused.contains(error.kind)
            else { throw error }
            return (nil, error)
        }
    }

    /// Failures of a source that do not make wrong what the archive has of it.
    private static let excused: [AlmanacError.Kind] = [
        .sourceUnavailable, .rateLimited, .budgetExceeded, .schemaMismatch,
    ]

    /// The range of the run, with days before it where windows are to be filled.
    private func bound(_ request: inout DataRequest) throws(AlmanacError) {
        if let text = arguments.value("--from"), let from = Timestamp(iso8601: text) {
            let bars = try arguments.wholeNumber("--warmup") ?? 0
            // Two days for each bar of a day hold weekends and holidays; longer bars take more.
            let days = Int64(min(bars, 100_000)) * (request.frequency == .day1 ? 2 : 31)
            request.from = from.advanced(byNanoseconds: -days * Timestamp.nanosecondsPerDay)
        }
        if let text = arguments.value("--to"), let to = Timestamp(iso8601: text) {
            request.until = to.advanced(byNanoseconds: Timestamp.nanosecondsPerDay)
        }
    }

    private func read(
        _ symbol: String, _ slot: String, _ request: DataRequest, _ outcome: PullOutcome?,
        _ failure: AlmanacError?, _ access: SourceAccess
    ) throws(AlmanacError) -> SlotData {
        let store = SeriesStore()
        let place = source.slot(of: request)
        let isAdjusted = source.adjusts(request)
        let found = try access.base.read { transaction -> (SeriesDescription, Frame, Frame?)? in
            guard let series = try find(transaction, place, request) else { return nil }
            let actions = try find(transaction, "actions", request)
            return (
                series,
                isAdjusted
                    ? try store.read(transaction, series) : try store.versions(transaction, series),
                try actions.map { try store.read(transaction, $0) }
            )
        }
        guard let found else {
            throw AlmanacError(
                .invalidSymbol, "\(source.title) has no prices of '\(symbol)' in this range",
                details: ["source": .string(source.name), "symbol": .string(symbol)],
                suggestion: "a target is \(source.target)")
        }
        let series = found.0
        var (frame, actions) = (found.1, found.2)
        // Every version of an adjusted row is of another day; the last one goes with the others.
        if isAdjusted { (frame.knownAt, actions) = (nil, nil) }
        var data = SlotData(
            slot: slot, symbol: symbol, frame: frame,
            calendar: TradingCalendar.named(series.calendar) ?? .weekdaysOnly,
            isAdjusted: isAdjusted, source: "\(source.title), \(symbol)", notes: [used(outcome)])
        if let actions, actions.count > 0 {
            data.actions = try CorporateActionLedger(rows: actions)
        }
        for note in outcome?.notes ?? [] { data.notes.append(note) }
        if let failure {
            data.notes.append("STALE: \(failure.message); what was kept is used")
        } else if let stale = outcome?.stale {
            data.notes.append(
                "STALE: the source failed (\(stale.reason)); its answer of \(stale.since) is used")
        }
        return data
    }

    /// What was fetched for this run, and what was there.
    private func used(_ outcome: PullOutcome?) -> String {
        guard let outcome, !outcome.wasThere else {
            return "prices of \(source.title), all from the archive"
        }
        return "prices of \(source.title), \(outcome.receipt.added) rows fetched now "
            + "(\(PullText.usage(outcome.usage))), the rest from the archive"
    }
}
