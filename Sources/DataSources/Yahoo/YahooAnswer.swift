import AlmanacCore
import TimeSeries

/// One result of Yahoo's chart interface.
struct YahooAnswer {
    private let result: AnswerReader
    private let request: DataRequest
    private let adjustment: PriceAdjustment
    private let source: SourceDescription
    private let zone: TimeZoneRule?
    private let offset: Int64
    private let calendar: TradingCalendar
    private let ahead: [Split]

    /// When a split takes effect, and how many shares one becomes.
    typealias Split = (time: Timestamp, ratio: Double)

    /// Takes an answer.
    ///
    /// - Parameter ahead: splits that an earlier call told of, those of this answer or later ones.
    init(
        _ result: AnswerReader, _ request: DataRequest, _ adjustment: PriceAdjustment,
        _ source: SourceDescription, ahead: [Split] = []
    ) throws(AlmanacError) {
        (self.result, self.request, self.ahead) = (result, request, ahead)
        (self.adjustment, self.source) = (adjustment, source)
        let meta = try result.member("meta")
        let zoneName = try meta.member("exchangeTimezoneName").text()
        let kind = try meta.optional("instrumentType")?.text() ?? ""
        zone = TimeZoneRule.named(zoneName)
        let seconds = try meta.optional("gmtoffset")?.integer() ?? 0
        offset = Int64(min(max(seconds, -86_400), 86_400))
        calendar = Self.calendar(zoneName, kind)
    }

    /// The calendar of what is traded: New York's for American exchanges, all days for what never
    /// closes; for the rest every weekday whole, since the hours of other exchanges are not known
    /// here and a bar must not be known too early.
    private static func calendar(_ zone: String, _ kind: String) -> TradingCalendar {
        switch kind {
        case "CRYPTOCURRENCY": .always
        case "EQUITY", "ETF", "INDEX", "MUTUALFUND":
            zone == "America/New_York" ? .newYork : .weekdaysOnly
        default: .weekdaysOnly
        }
    }

    func batch(now: Timestamp) throws(AlmanacError) -> DataBatch {
        var batch = DataBatch()
        let all = try allSplits()
        let actions = try actions(all)
        var rows = try rows()
        var leftOut = BarRows.LeftOut()
        (rows, leftOut) = rows.ordered()
        let splits = all.map { (time: label(of: $0.time), ratio: $0.ratio) }
        if !request.frequency.isIntraday {
            batch.notes += YahooRepair.mend(&rows, splits: splits).notes
        }
        adjust(&rows, splits)
        let symbol = try symbol()
        if request.kind == .bars {
            batch.series.append(
                rows.part(
                    request, symbol: symbol, slot: adjustment.slot, calendar: calendar, now: now,
                    leftOut: &leftOut))
            if let listed = try instrument(symbol) { batch.instruments.append(listed) }
        }
        batch.notes += leftOut.notes
        let wanted = actions.filter {
            request.covers(label(of: $0.effective)) && $0.knownAt <= now
        }
        if !wanted.isEmpty {
            batch.actions.append(DataBatch.ActionsPart(symbol: symbol, actions: wanted))
        }
        return batch
    }

    /// The symbol as Yahoo writes it.
    ///
    /// - Throws: `invalidSymbol` where the answer is about another one.
    private func symbol() throws(AlmanacError) -> String {
        let symbol = try result.member("meta").member("symbol").text()
        guard symbol.uppercased() == request.target.uppercased() else {
            throw AlmanacError(
                .invalidSymbol,
                "Yahoo answers about '\(symbol)' where '\(request.target)' was asked for",
                details: ["source": "yahoo", "symbol": .string(request.target)],
                suggestion: "ask for '\(symbol)', if that is what is meant")
        }
        return symbol
    }

    /// What is traded under the symbol, for shares and funds of an exchange.
    private func instrument(
        _ symbol: String
    ) throws(AlmanacError) -> DataBatch.InstrumentPart? {
        let meta = try result.member("meta")
        guard ["EQUITY", "ETF"].contains(try meta.optional("instrumentType")?.text() ?? ""),
            let exchange = try meta.optional("exchangeName")?.text(),
            let currency = try meta.optional("currency")?.text(),
            let first = try meta.optional("firstTradeDate")?.unixMoment()
        else { return nil }
        let name = try (meta.optional("longName") ?? meta.optional("shortName"))?.text()
        let day = first.advanced(byNanoseconds: offset * Timestamp.nanosecondsPerSecond).date
        return DataBatch.InstrumentPart(
            symbol: symbol, exchange: exchange, listedOn: day, name: name ?? symbol,
            currency: currency, calendar: calendar)
    }

    // MARK: - Bars

    private func rows() throws(AlmanacError) -> BarRows {
        var rows = BarRows()
        rows.further = [Frame.NamedColumn(name: "adj_close", values: [])]
        guard let stamps = try result.optional("timestamp")?.elements() else { return rows }
        let indicators = try result.member("indicators")
        guard let quote = try indicators.member("quote").elements().first else { return rows }
        let columns = try ["open", "high", "low", "close", "volume"].map {
            (name) throws(AlmanacError) in try column(quote, name, stamps.count)
        }
        let adjusted = try indicators.optional("adjclose")?.elements().first.map {
            (reader) throws(AlmanacError) in try column(reader, "adjclose", stamps.count)
        }
        for (row, stamp) in stamps.enumerated() {
            rows.append(
                label(of: try stamp.unixMoment()), columns[0][row], columns[1][row],
                columns[2][row], columns[3][row], columns[4][row],
                [adjusted?[row] ?? columns[3][row]])
        }
        return rows
    }

    private func column(
        _ reader: AnswerReader, _ name: String, _ count: Int
    ) throws(AlmanacError) -> [Double] {
        guard let values = try reader.optional(name)?.elements() else {
            // Yahoo leaves a column out where an instrument has none, such as a fund's volume.
            if name == "close" { throw reader.changed("an object with close") }
            return [Double](repeating: .nan, count: count)
        }
        guard values.count == count else { throw reader.changed("\(count) values of \(name)") }
        return try values.map { (value) throws(AlmanacError) in try value.numberOrMissing() }
    }

    /// The time that a bar is labelled with: the date of a day or more, else its own moment.
    private func label(of moment: Timestamp) -> Timestamp {
        if request.frequency.isIntraday { return moment }
        if let zone { return Timestamp(zone.local(at: moment).date) }
        // The offset is today's: half a year ago it may have been an hour more or less, which
        // matters where days begin at midnight.
        return Timestamp(
            moment.advanced(byNanoseconds: (offset + 3_600) * 1_000_000_000).date)
    }

    /// Undoes or completes what Yahoo adjusted for, in place.
    private func adjust(_ rows: inout BarRows, _ splits: [(time: Timestamp, ratio: Double)]) {
        let adjusted = rows.further.first?.values ?? []
        rows.further = []
        for row in 0..<rows.count {
            var factor = 1.0
            switch adjustment {
            case .split: continue
            case .all: factor = adjusted[row] / rows.close[row]
            case .raw:
                for split in splits where rows.times[row] < split.time { factor *= split.ratio }
                rows.volume[row] /= factor
            }
            guard factor.isFinite, factor != 1 else { continue }
            rows.open[row] *= factor
            rows.high[row] *= factor
            rows.low[row] *= factor
            rows.close[row] *= factor
        }
    }

    // MARK: - Actions

    /// The splits of this answer, in order.
    func splits() throws(AlmanacError) -> [Split] {
        var splits: [Split] = []
        for (_, split) in try result.optional("events")?.optional("splits")?.members() ?? [] {
            let ratio =
                try split.member("numerator").number() / split.member("denominator").number()
            guard ratio > 0, ratio.isFinite else { throw split.changed("a ratio") }
            splits.append((try split.member("date").unixMoment(), ratio))
        }
        return splits.sorted { $0.time < $1.time }
    }

    /// The splits of this answer with those that are known to lie ahead, each once.
    private func allSplits() throws(AlmanacError) -> [Split] {
        let own = try splits()
        let later = ahead.filter { known in
            !own.contains {
                abs($0.time.nanoseconds - known.time.nanoseconds) < Timestamp.nanosecondsPerDay
            }
        }
        return (own + later).sorted { $0.time < $1.time }
    }

    private func actions(_ all: [Split]) throws(AlmanacError) -> [CorporateAction] {
        let events = result.optional("events")
        var actions = try splits().map { (split) throws(AlmanacError) in
            try CorporateAction(
                .split(ratio: split.ratio), effective: split.time, knownAt: split.time)
        }
        for (_, dividend) in try events?.optional("dividends")?.members() ?? [] {
            let amount = try dividend.member("amount").number()
            guard amount >= 0 else { throw dividend.changed("an amount") }
            var paid = try action(.cashDividend(perShare: amount), dividend)
            if adjustment == .raw {
                // Yahoo divides what was paid by the splits since.
                let ratio = all.reduce(1) {
                    $1.time > paid.effective ? $0 * $1.ratio : $0
                }
                paid = try action(.cashDividend(perShare: amount * ratio), dividend)
            }
            actions.append(paid)
        }
        return actions.sorted { $0.effective < $1.effective }
    }

    private func action(
        _ kind: CorporateAction.Kind, _ event: AnswerReader
    ) throws(AlmanacError) -> CorporateAction {
        let open = try event.member("date").unixMoment()
        return try CorporateAction(kind, effective: open, knownAt: open)
    }
}
