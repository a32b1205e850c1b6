public import AlmanacCore

/// Which instrument a ticker names on a day.
///
/// Tickers are reused and renamed, so that a ticker means nothing without a day: GOOG named
/// Alphabet's class A until 2 April 2014 and names its class C since.
public struct InstrumentDirectory: Sendable {
    /// The instruments, in the order in which they were added.
    public private(set) var instruments: [Instrument] = []
    private var positions: [Instrument.ID: Int] = [:]
    private var spansByTicker: [String: [TickerSpan]] = [:]
    private var spansByInstrument: [Instrument.ID: [TickerSpan]] = [:]

    /// Makes an empty directory.
    public init() {}

    /// Adds an instrument and the spans of its tickers.
    ///
    /// - Throws: `validation` where the identity is taken, where a span is of another instrument or
    ///   ends before it begins, and where a ticker would name two instruments on one day. The
    ///   directory is then unchanged.
    public mutating func add(
        _ instrument: Instrument, tickers spans: [TickerSpan]
    ) throws(AlmanacError) {
        if positions[instrument.id] != nil {
            throw AlmanacError(.validation, "there is an instrument \(instrument.id) already")
        }
        for (index, span) in spans.enumerated() {
            try check(span, of: instrument, besides: spans[..<index])
        }
        positions[instrument.id] = instruments.count
        instruments.append(instrument)
        spansByInstrument[instrument.id] = spans.sorted { $0.from < $1.from }
        for span in spans { spansByTicker[span.ticker, default: []].append(span) }
    }

    private func check(
        _ span: TickerSpan, of instrument: Instrument, besides others: ArraySlice<TickerSpan>
    ) throws(AlmanacError) {
        guard span.instrument == instrument.id, !span.ticker.isEmpty,
            span.until.map({ span.from < $0 }) ?? true
        else {
            throw AlmanacError(
                .validation,
                "the ticker '\(span.ticker)' from \(span.from) has no day or is of another"
                    + " instrument than \(instrument.id)")
        }
        let taken = spansByTicker[span.ticker, default: []]
        let own = others.filter { $0.ticker == span.ticker }
        if let other = (taken + own).first(where: span.overlaps) {
            throw AlmanacError(
                .validation,
                "the ticker \(span.ticker) would name both \(instrument.id) and"
                    + " \(other.instrument) on \(max(span.from, other.from))")
        }
    }

    /// The instrument of an identity.
    public subscript(id: Instrument.ID) -> Instrument? {
        positions[id].map { instruments[$0] }
    }

    /// The instrument that a ticker, in any case, names on a day.
    ///
    /// - Throws: `invalidSymbol`, with the ticker that the instrument had on the day where the
    ///   ticker names one at another time, and else with the nearest ticker of the day.
    public func resolve(_ ticker: String, on date: CivilDate) throws(AlmanacError) -> Instrument {
        let wanted = ticker.uppercased()
        let spans = spansByTicker[wanted, default: []]
        if let span = spans.first(where: { $0.contains(date) }),
            let instrument = self[span.instrument]
        {
            return instrument
        }
        let details: JSONObject = [
            "symbol": .string(wanted), "date": .string(date.iso8601),
        ]
        if let span = nearest(spans, to: date), let instrument = self[span.instrument] {
            let then = self.ticker(of: instrument.id, on: date)
            throw AlmanacError(
                .invalidSymbol,
                "\(wanted) named no instrument on \(date); it named \(instrument.name) from"
                    + " \(span.from)" + (span.until.map { " until \($0)" } ?? ""),
                details: details,
                suggestion: then.map { "on that day the ticker of \(instrument.name) was \($0)" })
        }
        let near = nearestName(to: wanted, among: tickers(on: date))
        throw AlmanacError(
            .invalidSymbol, "no instrument has had the ticker \(wanted)", details: details,
            suggestion: near.map { "did you mean \($0)?" })
    }

    /// The instrument that a ticker names at a moment, by the UTC date.
    public func resolve(_ ticker: String, at moment: Timestamp) throws(AlmanacError) -> Instrument {
        try resolve(ticker, on: moment.date)
    }

    /// The ticker of an instrument on a day, or `nil` where it had none.
    public func ticker(of id: Instrument.ID, on date: CivilDate) -> String? {
        spansByInstrument[id, default: []].first { $0.contains(date) }?.ticker
    }

    /// The tickers that an instrument has had, oldest first.
    public func tickers(of id: Instrument.ID) -> [TickerSpan] {
        spansByInstrument[id, default: []]
    }

    /// The tickers in use on a day, in alphabetical order.
    public func tickers(on date: CivilDate) -> [String] {
        instruments.compactMap { ticker(of: $0.id, on: date) }.sorted()
    }

    /// The span that begins last before the day, or else the first one.
    private func nearest(_ spans: [TickerSpan], to date: CivilDate) -> TickerSpan? {
        spans.filter { $0.from <= date }.max { $0.from < $1.from }
            ?? spans.min { $0.from < $1.from }
    }
}
