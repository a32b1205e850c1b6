import AlmanacCore
import Archive
import Database
import SignalProcessing
import TimeSeries

/// `almanac signals --store`: signals of the archive's posts, kept beside them.
///
/// Of each symbol, sources and bars a state remembers the last record that was read and what the
/// steps know, so that a later run reads what is new and comes to what one run over all would.
/// Signals, bars, measurements and state are one transaction.
struct SignalStore {
    private let arguments: Arguments
    private let console: Console
    private let archive: DatabaseAccess
    private let grid: BarGrid
    private let gate: QualityGate
    private let sources: [String]
    private let symbol: String

    init(
        _ arguments: Arguments, _ console: Console, _ grid: BarGrid, _ gate: QualityGate
    ) throws(AlmanacError) {
        guard arguments.operands.isEmpty, !arguments.all("--source").isEmpty else {
            throw AlmanacError(
                .usage, "--store keeps signals of the archive's own posts",
                suggestion: "bring them with `almanac data pull`, and name them with --source NAME")
        }
        guard let symbol = arguments.value("--symbol") ?? arguments.value("--about") else {
            throw arguments.usage("--store needs --symbol or --about to say whose signals they are")
        }
        (self.arguments, self.console, self.grid, self.gate) = (arguments, console, grid, gate)
        self.symbol = symbol.uppercased()
        sources = Set(arguments.all("--source")).sorted()
        archive = try DatabaseAccess(arguments)
    }

    /// What the signals' series is called, and their state beside what else they depend on.
    private var seriesSource: String { sources.joined(separator: "+") }

    private var slot: String {
        grid.frequency == .day1 ? "signals" : "signals-\(grid.frequency.rawValue)"
    }

    private var name: String {
        let about = arguments.value("--about") == nil ? "" : " about"
        let masked = arguments.all("--mask").sorted().map { " mask=\($0)" }.joined()
        let reader = arguments.value("--sentiment").map { " sentiment=\($0)" } ?? ""
        return "\(seriesSource)/\(symbol)#\(slot) \(grid.calendar.name)\(about)\(masked)\(reader)"
    }

    /// Reads what is new, keeps its signals, and says what there is.
    func run() throws(AlmanacError) -> Int32 {
        let state = try archive.read { try SignalStates.find($0, name) }
        let (posts, last, notes) = try posts(after: state?.lastRecord ?? 0)
        let privacy = try SignalInput.privacy(arguments)
        var pipeline = SignalPipeline(
            grid, privacy: privacy,
            assuming: arguments.value("--about") == nil ? [] : [symbol],
            sentiment: try SentimentOption.step(posts, privacy, arguments, console))
        if let state { try pipeline.restore(state.memory) }
        guard !posts.isEmpty || state != nil else {
            throw AlmanacError(
                .notFound, "the archive has no posts of \(sources.joined(separator: ", "))",
                details: ["sources": .array(sources.map(JSON.string))],
                suggestion: "bring some with `almanac data pull TARGET --source \(sources[0])`")
        }
        let input = try SignalInput(
            posts, notes: notes, arguments, privacy)
        try input.requireFew(grid)
        let result = SignalRun(
            input, through: pipeline, wantsPosts: arguments.has("--posts"), signalsOf: symbol,
            console)
        let (ids, frame) = try keep(result, after: state?.lastRecord, through: last)
        if let path = arguments.value("--posts"), let table = result.table {
            try FileSystem.write(table.text, to: path)
        }
        let (shown, withheld) = gate.applied(to: frame)
        if let path = arguments.value("--out") {
            try FileSystem.write(CSVWriter.text(of: shown), to: path)
        }
        let stored = StoredSignalsOutput(
            ids: ids, series: "\(seriesSource)/\(symbol)#\(slot)", isFirst: state == nil)
        let output = SignalsOutput(
            input: input, run: result, symbol: symbol, frame: shown, withheld: withheld.count,
            least: gate.least, path: arguments.value("--out"), stored: stored)
        console.write(
            arguments.has("--json") ? output.json.text(pretty: true) + "\n" : output.text)
        return 0
    }

    /// The posts that were stored after a record, and the number of the last of them.
    ///
    /// Authors go by their fingerprints, so that no state holds a name.
    private func posts(
        after number: Int64
    ) throws(AlmanacError) -> (posts: [Post], last: Int64, notes: [String]) {
        var (posts, last, notes): ([Post], Int64, [String]) = ([], number, [])
        for source in sources {
            let records = try archive.read {
                try Records.after($0, number, source: source, kind: "post")
            }
            guard let latest = records.last else { continue }
            last = max(last, latest.id)
            let lines = SignalInput.lines(of: records)
            if lines.isEmpty { continue }
            var options = try SignalInput.reading(arguments)
            options.source = source
            options.columns["record"] = "record"
            let file = try PostFile(lines, name: "archive:\(source)", options: options)
            posts += file.posts
            if file.skipped.count > 0 {
                notes.append("\(source): \(file.skipped.count) records left out")
            }
        }
        let (read, now) = (posts, console.now())
        let named = try DatabaseAccess.translating {
            try archive.database.writeNow { transaction in
                var fingerprints: [String: String] = [:]
                return try read.map { post in
                    var post = post
                    guard let author = post.author else { return post }
                    let known =
                        try fingerprints[author]
                        ?? Authors.fingerprint(transaction, author, at: now)
                    fingerprints[author] = known
                    post.author = known
                    return post
                }
            }
        }
        return (named, last, notes)
    }

    /// Stores a run's signals, bars, measurements and state.
    private func keep(
        _ result: SignalRun, after first: Int64?, through last: Int64
    ) throws(AlmanacError) -> (ids: [Int64], frame: Frame) {
        let (now, clock) = (console.now(), console.now)
        let rows = SignalRow.frame(result.rows, symbol: symbol)
        let state = SignalState(
            name: name, lastRecord: last, memory: result.pipeline.savedState())
        return try DatabaseAccess.translating {
            try archive.database.writeNow { transaction in
                guard try SignalStates.find(transaction, name)?.lastRecord == first else {
                    throw AlmanacError(
                        .conflict, "another run made signals of \(symbol) meanwhile",
                        suggestion: "run it again for what is new")
                }
                let ids = try result.signals.map {
                    try Signals.store(transaction, $0, isLive: false, at: now)
                }
                let series = try archive.store.findOrMake(
                    transaction, source: seriesSource, slot: slot, symbol: symbol,
                    frequency: grid.frequency, calendar: grid.calendar.name, at: now)
                try archive.store.append(
                    transaction, series, columns: SignalRow.names,
                    SeriesRows(rows, knownAt: rows.knownAt ?? rows.times), .stated, now: clock)
                if result.postCount > 0 {
                    try SignalRun.keep(
                        result.reports, in: transaction, measuredAt: result.end, now)
                }
                try SignalStates.save(transaction, state, at: now)
                guard
                    let whole = try archive.store.find(
                        transaction, source: seriesSource, slot: slot, symbol: symbol)
                else { throw AlmanacError(.internalError, "a series that was made is not there") }
                return (
                    ids, try archive.store.read(transaction, whole, columns: SignalRow.names)
                )
            }
        }
    }

    /// Takes a person out of what all states remember.
    static func forget(
        _ transaction: Transaction, author fingerprint: String, at now: Timestamp
    ) throws(AlmanacError) {
        for var state in try SignalStates.list(transaction) {
            var pipeline = SignalPipeline(BarGrid(frequency: .day1, calendar: .newYork))
            // A memory of other versions is of no use to anybody, and ends with the next run.
            guard (try? pipeline.restore(state.memory)) != nil else { continue }
            pipeline.forget(author: fingerprint)
            state.memory = pipeline.savedState()
            try SignalStates.save(transaction, state, at: now)
        }
    }
}

/// What `almanac signals --store` says of what it kept.
struct StoredSignalsOutput {
    /// The numbers of the signals.
    let ids: [Int64]
    /// The series of the bars.
    let series: String
    /// Whether nothing was made before.
    let isFirst: Bool

    var json: JSON {
        [
            "signals": .integer(ids.count),
            "first": ids.first.map { .integer(Int($0)) } ?? .null,
            "last": ids.last.map { .integer(Int($0)) } ?? .null, "series": .string(series),
        ]
    }

    var text: String {
        var text = "kept \(ids.count) signals"
        if let first = ids.first, let last = ids.last {
            text +=
                ", signal:\(first) to signal:\(last); "
                + "`almanac lineage signal:\(first)` leads to the first's record"
        }
        return text
            + "\nthe bars are archive:\(series); bind them with --data SLOT=archive:\(series)\n"
    }
}
