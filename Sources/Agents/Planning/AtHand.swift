import AlmanacCore
public import DataSources
public import TimeSeries

/// What is there before anything is fetched, as the planner asks for it.
public struct AtHand: Sendable {
    /// Whether a person binds a file to a slot; told whether it is the first, which a file without
    /// a slot's name goes to.
    public var isBound: @Sendable (_ slot: String, _ isFirst: Bool) -> Bool = { _, _ in false }
    /// The archive's name of a symbol's prices, such as `yahoo/TSLA`, in bars that a strategy of
    /// the frequency can run on; nothing without any.
    public var archivedPrices: @Sendable (_ symbol: String, Frequency) -> String? = { _, _ in
        nil
    }
    /// Whether the archive has what would be fetched.
    public var isFetched: @Sendable (_ source: String, Plan.Fetch) -> Bool = { _, _ in false }
    /// Whether a key is there, by the name of its environment variable.
    public var hasKey: @Sendable (_ name: String) -> Bool = { _ in false }

    /// Nothing but the bundled prices.
    public init() {}

    /// A reading whose signals say whether they are at hand.
    func marked(_ reading: SentenceReading) -> SentenceReading {
        var reading = reading
        if let first = reading.symbols.first, isBound(first.slot, true) {
            // Bundled prices may lack columns that the file has.
            reading.understood = reading.understood.replacing(
                "filling at the next close", with: "filling at the next open")
            for index in reading.assumptions.indices
            where reading.assumptions[index].hasSuffix("as \(first.symbol) has no open") {
                reading.assumptions[index] =
                    "orders fill at the open of the next bar, or at its close where the file has "
                    + "no open"
            }
        }
        for index in reading.signals.indices {
            let signal = reading.signals[index]
            reading.signals[index].source = marked(signal.source, slot: signal.slot)
        }
        return reading
    }

    func marked(_ source: Plan.Source, slot: String) -> Plan.Source {
        var source = source
        if isBound(slot, false) {
            (source.url, source.tier, source.monthlyCost) = ("file/\(slot)", "file", 0)
            source.isAtHand = true
        } else if source.tier != "archive" {
            source.isAtHand = source.fetch.map { isFetched(source.source, $0) } ?? false
        }
        return source
    }

    /// Whether a reading makes a ratio of the traded symbol's prices, which bundled ones, being
    /// adjusted, do not serve.
    func needsUnadjusted(_ reading: SentenceReading) -> Bool {
        reading.signals.contains { signal in
            guard case .ratio = signal.source.fetch?.reading else { return false }
            return !isBound(signal.slot, false)
        }
    }

    /// Where a symbol's prices come from: a file, the bundled ones, the archive, or Yahoo.
    ///
    /// - Parameter isUnadjusted: whether bundled prices do not serve.
    func prices(
        _ binding: SentenceReading.Binding, isFirst: Bool, _ frequency: Frequency,
        _ history: String, isUnadjusted: Bool = false
    ) -> Plan.Source {
        let symbol = binding.symbol
        let yahoo = YahooSymbol.name(of: symbol)
        var source = Plan.Source(
            name: "\(frequency.adjective) prices of \(symbol)", url: "bundled/\(symbol)",
            source: "", tier: "bundled", target: symbol, filters: [], schedule: "every day",
            historical: history, monthlyCost: 0, isAtHand: true)
        if isBound(binding.slot, isFirst) {
            (source.url, source.tier) = ("file/\(binding.slot)", "file")
        } else if SymbolCatalogue.isBundled(symbol), !isUnadjusted, !frequency.isWithinDay {
            return source
        } else if let name = archivedPrices(symbol, frequency) {
            (source.url, source.tier) = ("archive/\(name)", "archive")
        } else {
            (source.url, source.tier) = ("finance.yahoo.com/quote/\(yahoo)", "api")
            (source.source, source.isAtHand) = ("yahoo", false)
            source.fetch = Plan.Fetch(
                request: DataRequest(.bars, yahoo, frequency: frequency), reading: .prices)
            if frequency.isWithinDay, SymbolCatalogue.isBundled(symbol) {
                source.instead =
                    "the bundled prices of \(symbol), which are daily: \"on daily bars\""
            }
        }
        return source
    }

    /// What can neither be found nor fetched: keys that are not there, and what no source gives.
    func missing(_ sources: [Plan.Source]) -> [Plan.Missing] {
        sources.compactMap { source in
            guard !source.isAtHand else { return nil }
            guard let description = SourceRegistry.find(source.source) else { return nil }
            if let short = Self.shortHistory(source) { return short }
            guard source.fetch != nil else {
                return Plan.Missing(
                    what: source.name,
                    instead: (source.instead.map { $0 + "; or " } ?? "")
                        + "a file with `--data SLOT=FILE.csv` (columns time, known_at and the "
                        + "signal's); nothing here fetches it")
            }
            guard let key = description.keyToGet(hasKey) else { return nil }
            return Plan.Missing(
                what: "\(source.name) (needs the key \(key.name), from \(key.obtainedFrom))",
                instead: description.gives.contains(.posts) || description.type == .social
                    ? "an archive of the posts as a file: `almanac signals FILE --out SIGNAL.csv`, "
                        + "then `--data SLOT=SIGNAL.csv`"
                    : "a file with `--data SLOT=FILE.csv`")
        }
    }

    /// That a source keeps short bars for some days alone.
    private static func shortHistory(_ source: Plan.Source) -> Plan.Missing? {
        guard let fetch = source.fetch, fetch.reading == .prices,
            let days = YahooChart.daysKept(fetch.request.frequency)
        else { return nil }
        return Plan.Missing(
            what: "\(source.name) from before the last \(days) days, all that is kept there",
            instead: (source.instead.map { $0 + "; or " } ?? "")
                + "a file with `--data prices=FILE.csv`")
    }
}

extension Frequency {
    /// Whether a day has several such bars.
    package var isWithinDay: Bool { [.minute1, .minute5, .minute15, .hour1].contains(self) }
}

extension SourceDescription {
    /// The first key that it cannot do without and that is not there.
    public func keyToGet(_ hasKey: (String) -> Bool) -> SourceKey? {
        keys.first { $0.isRequired && !hasKey($0.name) }
    }
}
