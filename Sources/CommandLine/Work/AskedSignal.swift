import Agents
import AlmanacCore
import Archive
import Backtesting
import DataSources
import SignalProcessing
import TimeSeries

/// Makes the signal of a slot from what the archive has of a source.
struct AskedSignal {
    /// The signal's rows, each known from a moment.
    private(set) var frame: Frame
    /// What it was made of, in a few words.
    private(set) var summary: String
    /// What filters left of the records, where there are any.
    private(set) var filtering: String?

    /// - Parameters:
    ///   - symbol: what is traded, whose signal it is.
    ///   - grid: the bars that texts are counted for.
    ///   - traded: the prices that ratios are made of.
    /// - Throws: `not_found` where the archive has nothing of it, and what texts are refused for.
    init(
        _ fetch: Plan.Fetch, of source: String, called name: String, symbol: String,
        _ grid: BarGrid, _ archive: DatabaseAccess, now: Timestamp, traded: SlotData? = nil
    ) throws(AlmanacError) {
        (frame, summary) = (Frame(times: [], columns: []), "")
        switch fetch.reading {
        case .prices: throw AlmanacError(.internalError, "prices are no signal")
        case .texts(let kind, let rules, let author, let filters):
            var records = try Self.records(archive, source, kind, rules, now)
            guard !records.isEmpty else { throw Self.nothing(name) }
            if !filters.isEmpty {
                records = try filtered(records, filters, archive, source, kind, name, now)
            }
            let isTopic = filters.contains(where: \.isTopic)
            try read(records, source, author, symbol, grid, isTopic: isTopic)
        case .published(let event, let rules):
            let kind = try EventKind.named(event)
            let found = try archive.read { (transaction) throws in
                try kind.published(transaction, archive.store, of: symbol, now)
            }
            let wanted = found.filter { event in
                rules.allSatisfy { rule in
                    event.fields[rule.field]?.stringValue.map(rule.accepts) ?? false
                }
            }
            let events = kind.events(among: wanted)
            guard !events.isEmpty else { throw Self.nothing(name, among: found.count, rules) }
            frame = EventKind.frame(events)
            summary = "\(events.count) events among \(found.count) records of \(symbol)"
        case .rows(let rows):
            let series = try Self.series(archive, source, rows, fetch, name)
            frame = try Self.values(series, rows, name)
            summary = "\(frame.count) values"
        case .events(let rows, let event):
            let series = try Self.series(archive, source, rows, fetch, name)
            let moments = try Self.moments(series, rows, event, name)
            guard !moments.isEmpty else { throw Self.nothing(name) }
            frame = EventKind.frame(
                moments.sorted().map { (PublishedEvent(knownAt: $0, fields: [:]), .nan) })
            summary = "\(moments.count) events"
        case .recorded(let field, let rule):
            let found = try archive.read { (transaction) throws in
                try RecordedValues(transaction, source, field, rule)
            }
            guard found.frame.count > 0 else { throw found.nothing(name) }
            (frame, summary) = (found.frame, found.summary)
        case .ratio(let ratio):
            guard let traded else { throw Self.nothing("unadjusted prices") }
            frame = try Self.ratio(ratio, traded, archive, source, fetch, name)
            summary = "\(frame["value"]?.count { $0.isFinite } ?? 0) values"
        }
    }

    private static func nothing(
        _ name: String, among count: Int = 0, _ rules: [SignalReading.FieldRule] = []
    ) -> AlmanacError {
        let wanted = rules.map { "\($0.field) \($0.words.joined(separator: " "))" }
        return AlmanacError(
            .notFound,
            count == 0
                ? "nothing is there of \(name)"
                : "none of \(count) records of \(name) has " + wanted.joined(separator: ", "),
            details: ["source": .string(name)],
            suggestion: "bind a file of the signal with --data, or ask for another")
    }

    // MARK: Records

    private static func records(
        _ archive: DatabaseAccess, _ source: String, _ kind: String,
        _ rules: [SignalReading.FieldRule], _ now: Timestamp
    ) throws(AlmanacError) -> [StoredRecord] {
        try archive.read { try Records.asOf($0, source: source, kind: kind, now) }.filter {
            $0.erasureReason == nil && accepts($0, rules, isStrict: false)
        }
    }

    /// Whether fields have their words; a field that is absent is none where it is strict.
    private static func accepts(
        _ record: StoredRecord, _ rules: [SignalReading.FieldRule], isStrict: Bool
    ) -> Bool {
        rules.allSatisfy { rule in
            record.content.fields[rule.field]?.stringValue.map(rule.accepts) ?? !isStrict
        }
    }

    // MARK: Texts

    /// The posts that every filter keeps; those of which nothing tells are left out and counted.
    ///
    /// - Throws: `not_found` where no post tells what a filter asks for, or none is kept.
    private mutating func filtered(
        _ records: [StoredRecord], _ filters: [PostFilter], _ archive: DatabaseAccess,
        _ source: String, _ kind: String, _ name: String, _ now: Timestamp
    ) throws(AlmanacError) -> [StoredRecord] {
        var noted: [String: [JSONObject]] = [:]
        for suffix in ["_details", "_score"] {
            let more = try Self.records(archive, source, kind + suffix, [], now)
            for record in more where !record.content.identity.isEmpty {
                noted[record.content.identity, default: []].append(record.content.fields)
            }
        }
        var kept = records
        var silent = 0
        for filter in filters {
            var told = false
            var left: [StoredRecord] = []
            for record in kept {
                let fields = [record.content.fields] + (noted[record.content.identity] ?? [])
                guard let keeps = filter.keeps(fields) else {
                    silent += 1
                    continue
                }
                told = true
                if keeps { left.append(record) }
            }
            guard told, !left.isEmpty else {
                throw AlmanacError(
                    .notFound,
                    told
                        ? "none of \(kept.count) records of \(name) is kept by '\(filter.text)'"
                        : "no record of \(name) tells what '\(filter.text)' asks for",
                    details: ["filter": .string(filter.text), "records": .integer(kept.count)],
                    suggestion: "ask without the filter, or for a lower bound")
            }
            kept = left
        }
        let names = filters.map(\.text).joined(separator: ", ")
        filtering =
            "\(names): \(kept.count) of \(records.count) posts kept"
            + (silent > 0 ? ", \(silent) left out that do not tell" : "")
            + (filters.contains(where: \.readsCounts)
                ? "; counts are of the moment of the fetch, which nobody knew when posts appeared"
                : "")
        return kept
    }

    /// - Parameter isTopic: whether all of the posts are about the symbol, since a filter says what
    ///   they are about.
    private mutating func read(
        _ records: [StoredRecord], _ source: String, _ author: String?, _ symbol: String,
        _ grid: BarGrid, isTopic: Bool
    ) throws(AlmanacError) {
        var options = PostFile.Options()
        (options.source, options.author) = (source, author)
        let file = try PostFile(
            SignalInput.lines(of: records), name: "the archive's records of \(source)",
            options: options)
        // Texts call a coin by its own name and not by that of its pair.
        let name = symbol.hasSuffix("-USD") ? String(symbol.dropLast(4)) : symbol
        var pipeline = SignalPipeline(grid, assuming: isTopic ? [name] : [])
        let result = pipeline.process(file.posts)
        let end = file.posts.last?.knownAt ?? Timestamp(nanoseconds: 0)
        let rows = result.rows + pipeline.finish(at: grid.bar(at: end).close)
        let count = result.posts.count { post in
            post.counts && post.links.contains { $0.symbol == name }
        }
        guard count > 0 else {
            throw AlmanacError(
                .notFound, "none of \(file.posts.count) posts is about \(symbol)",
                details: ["symbol": .string(symbol), "posts": .integer(file.posts.count)],
                suggestion: "ask for another symbol, or count all posts as about it with "
                    + "`almanac signals archive:\(source) --about \(symbol) --out SIGNAL.csv`")
        }
        let gate = try QualityGate()
        let (kept, withheld) = gate.applied(to: SignalRow.frame(rows, symbol: name))
        frame = kept
        summary =
            "\(file.posts.count) posts, \(count) about \(symbol), \(kept.count) bars"
            + (withheld.isEmpty
                ? "" : ", \(withheld.count) withheld for a quality below \(gate.least)")
    }

    // MARK: Series

    private static func series(
        _ archive: DatabaseAccess, _ source: String, _ rows: SignalReading.Rows,
        _ fetch: Plan.Fetch, _ name: String
    ) throws(AlmanacError) -> Frame {
        let frame = try archive.read { transaction -> Frame? in
            try archive.store.find(
                transaction, source: source, slot: rows.slot,
                symbol: rows.symbol ?? fetch.request.target
            ).map { try archive.store.versions(transaction, $0) }
        }
        guard let frame, frame.count > 0 else { throw nothing(name) }
        return frame
    }

    private static func column(
        _ frame: Frame, _ rows: SignalReading.Rows, _ name: String
    ) throws(AlmanacError) -> [Double] {
        let wanted = rows.column ?? frame.columnNames.first ?? ""
        guard let values = frame[wanted] else {
            throw AlmanacError(
                .schemaMismatch, "\(name) has no column '\(wanted)'",
                details: ["columns": .array(frame.columnNames.map(JSON.string))])
        }
        return values
    }

    private static func values(
        _ frame: Frame, _ rows: SignalReading.Rows, _ name: String
    ) throws(AlmanacError) -> Frame {
        let raw = try column(frame, rows, name)
        let known = frame.knownAt ?? frame.times
        guard let back = rows.changeOver else {
            return Frame(
                times: frame.times, knownAt: known,
                columns: [
                    Frame.NamedColumn(name: "value", values: raw.map { $0 * rows.factor })
                ])
        }
        // Of each time the version that was known first, so that no revision is seen early.
        var first: [Int] = []
        for index in raw.indices where raw[index].isFinite {
            if let last = first.last, frame.times[last] == frame.times[index] {
                if known[index] < known[last] { first[first.count - 1] = index }
            } else {
                first.append(index)
            }
        }
        let places = first.indices.dropFirst(back)
        return Frame(
            times: places.map { frame.times[first[$0]] },
            knownAt: places.map { max(known[first[$0]], known[first[$0 - back]]) },
            columns: [
                Frame.NamedColumn(
                    name: "value",
                    values: places.map {
                        (raw[first[$0]] / raw[first[$0 - back]] - 1) * rows.factor
                    })
            ])
    }

    /// A ratio at the close of each bar of the traded symbol.
    ///
    /// - Throws: `schema_mismatch_error` where the prices are adjusted: the ratio of a day would
    ///   change with each later dividend.
    private static func ratio(
        _ ratio: SignalReading.Ratio, _ traded: SlotData, _ archive: DatabaseAccess,
        _ source: String, _ fetch: Plan.Fetch, _ name: String
    ) throws(AlmanacError) -> Frame {
        guard !traded.isAdjusted, let closes = traded.frame["close"] else {
            throw AlmanacError(
                .schemaMismatch, "\(name) needs the unadjusted closes of \(traded.symbol)",
                details: ["symbol": .string(traded.symbol)],
                suggestion: "bind unadjusted prices with --data, or leave them to the sources")
        }
        let known =
            traded.frame.knownAt
            ?? traded.calendar.closes(ofBarsStarting: traded.frame.times, frequency: .day1)
        let values: [Double]
        switch ratio {
        case .dividendYield:
            values = PriceRatio.dividendYield(
                closes, knownAt: known, traded.actions ?? CorporateActionLedger([]))
        case .priceToEarnings:
            let slot = "us-gaap:EarningsPerShareDiluted USD/shares"
            let facts = try series(
                archive, source, SignalReading.Rows(slot: slot), fetch, name)
            values = PriceRatio.priceToEarnings(
                closes, knownAt: known, earned(facts), traded.actions)
        }
        guard values.contains(where: \.isFinite) else { throw nothing(name) }
        return Frame(
            times: traded.frame.times, knownAt: known,
            columns: [Frame.NamedColumn(name: "value", values: values)])
    }

    /// The earnings of periods, of which a row holds several lengths.
    private static func earned(_ facts: Frame) -> [PriceRatio.Earned] {
        var found: [PriceRatio.Earned] = []
        let known = facts.knownAt ?? facts.times
        for (quarters, name) in [(1, "quarter"), (2, "half"), (3, "nine_months"), (4, "year")] {
            for (row, value) in (facts[name] ?? []).enumerated() where value.isFinite {
                found.append(
                    PriceRatio.Earned(
                        end: facts.times[row], quarters: quarters, knownAt: known[row],
                        perShare: value))
            }
        }
        return found
    }

    /// When rows that are events became known.
    private static func moments(
        _ frame: Frame, _ rows: SignalReading.Rows, _ event: SignalReading.RowEvent, _ name: String
    ) throws(AlmanacError) -> [Timestamp] {
        let values = try column(frame, rows, name)
        let known = frame.knownAt ?? frame.times
        var moments: [Timestamp] = []
        var before: Double?
        for index in values.indices where values[index].isFinite {
            switch event {
            case .present: moments.append(known[index])
            case .rises: if let before, values[index] > before { moments.append(known[index]) }
            }
            before = values[index]
        }
        return moments
    }
}
