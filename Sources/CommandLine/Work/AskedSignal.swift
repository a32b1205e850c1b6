import Agents
import AlmanacCore
import Archive
import DataSources
import SignalProcessing
import TimeSeries

/// Makes the signal of a slot from what the archive has of a source.
struct AskedSignal {
    /// The signal's rows, each known from a moment.
    private(set) var frame: Frame
    /// What it was made of, in a few words.
    private(set) var summary: String

    /// - Parameters:
    ///   - symbol: what is traded, whose signal it is.
    ///   - grid: the bars that texts are counted for.
    /// - Throws: `not_found` where the archive has nothing of it, and what texts are refused for.
    init(
        _ fetch: Plan.Fetch, of source: String, called name: String, symbol: String,
        _ grid: BarGrid, _ archive: ArchiveAccess, now: Timestamp
    ) throws(AlmanacError) {
        (frame, summary) = (Frame(times: [], columns: []), "")
        switch fetch.reading {
        case .prices: throw AlmanacError(.internalError, "prices are no signal")
        case .texts(let kind, let rules, let author):
            let records = try Self.records(archive, source, kind, rules, now)
            guard !records.isEmpty else { throw Self.nothing(name) }
            try read(records, source, author, symbol, grid)
        case .records(let kind, let rules):
            let records = try Self.records(archive, source, kind, [], now)
            let matching = records.filter { Self.accepts($0, rules, isStrict: true) }
            guard !matching.isEmpty else { throw Self.nothing(name, among: records.count, rules) }
            frame = Self.events(matching.map(\.content.knownAt))
            summary = "\(matching.count) events among \(records.count) records"
        case .rows(let rows):
            let series = try Self.series(archive, source, rows, fetch, name)
            frame = try Self.values(series, rows, name)
            summary = "\(frame.count) values"
        case .events(let rows, let event):
            let series = try Self.series(archive, source, rows, fetch, name)
            let moments = try Self.moments(series, rows, event, name)
            guard !moments.isEmpty else { throw Self.nothing(name) }
            frame = Self.events(moments)
            summary = "\(moments.count) events"
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
        _ archive: ArchiveAccess, _ source: String, _ kind: String,
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

    /// How many events there were by each moment.
    private static func events(_ moments: [Timestamp]) -> Frame {
        var times: [Timestamp] = []
        var counts: [Double] = []
        for (index, moment) in moments.sorted().enumerated() {
            if times.last == moment {
                counts[counts.count - 1] = Double(index + 1)
            } else {
                times.append(moment)
                counts.append(Double(index + 1))
            }
        }
        return Frame(
            times: times, knownAt: times,
            columns: [Frame.NamedColumn(name: "events", values: counts)])
    }

    // MARK: Texts

    private mutating func read(
        _ records: [StoredRecord], _ source: String, _ author: String?, _ symbol: String,
        _ grid: BarGrid
    ) throws(AlmanacError) {
        var options = PostFile.Options()
        (options.source, options.author) = (source, author)
        let file = try PostFile(
            SignalInput.lines(of: records), name: "the archive's records of \(source)",
            options: options)
        var pipeline = SignalPipeline(grid)
        let result = pipeline.process(file.posts)
        let end = file.posts.last?.knownAt ?? Timestamp(nanoseconds: 0)
        let rows = result.rows + pipeline.finish(at: grid.bar(at: end).close)
        // Texts call a coin by its own name and not by that of its pair.
        let name = symbol.hasSuffix("-USD") ? String(symbol.dropLast(4)) : symbol
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
        _ archive: ArchiveAccess, _ source: String, _ rows: SignalReading.Rows,
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
