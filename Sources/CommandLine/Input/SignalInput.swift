import AlmanacCore
import Archive
import BundledPrices
import SignalProcessing
import TimeSeries

/// What `almanac signals` is given: posts of one or several sources, and prices.
struct SignalInput {
    /// All posts in the order in which they became known.
    private(set) var posts: [Post] = []
    /// The sources with their posts' spans.
    private(set) var spans: [DataSpan] = []
    /// Prices in the order in which they became known.
    private(set) var prices: [PricePoint] = []
    /// What was noticed when files were read.
    private(set) var notes: [String] = []
    /// How posts are masked.
    let privacy: PrivacyPolicy

    private static let mostBytes = 1 << 30

    init(_ arguments: Arguments, _ console: Console) throws(AlmanacError) {
        privacy = try Self.privacy(arguments)
        let options = try Self.reading(arguments)
        let stored = arguments.all("--source").map { "archive:" + $0 }
        for operand in arguments.operands + stored {
            try read(operand, options, arguments, console)
        }
        posts = Self.inOrder(posts)
        try readPrices(arguments)
        guard !posts.isEmpty else {
            throw AlmanacError(
                .schemaMismatch, "there are no posts", suggestion: "give a file that has some")
        }
        _ = try DataSpan.overlap(of: spans)
    }

    /// Posts of the archive, none of which was read before.
    init(
        _ posts: [Post], notes: [String], _ arguments: Arguments, _ privacy: PrivacyPolicy
    ) throws(AlmanacError) {
        self.posts = Self.inOrder(posts)
        (self.notes, self.privacy) = (notes, privacy)
        for source in Set(posts.map(\.source)).sorted() {
            let moments = posts.lazy.filter { $0.source == source }.map(\.knownAt)
            if let span = DataSpan(source, Array(moments)) { spans.append(span) }
        }
        try readPrices(arguments)
    }

    /// How texts are masked.
    static func privacy(_ arguments: Arguments) throws(AlmanacError) -> PrivacyPolicy {
        var privacy = PrivacyPolicy()
        for kind in try arguments.choices("--mask", PersonalDatum.Kind.self) {
            privacy.masked.insert(kind)
        }
        return privacy
    }

    /// How files of posts are read.
    static func reading(_ arguments: Arguments) throws(AlmanacError) -> PostFile.Options {
        var options = PostFile.Options()
        options.author = arguments.value("--author")
        options.skipBadRows = arguments.has("--skip-bad-rows")
        options.columns["text"] = arguments.value("--text-column")
        options.columns["time"] = arguments.value("--time-column")
        options.timeZone = try DataBinding.readingOptions(arguments).timeZone
        options.delay = try BacktestOptions.duration(arguments, "--delay") ?? 0
        return options
    }

    private static func inOrder(_ posts: [Post]) -> [Post] {
        posts.indices.sorted { (posts[$0].knownAt, $0) < (posts[$1].knownAt, $1) }
            .map { posts[$0] }
    }

    /// Makes sure that so many bars can be made: one moment that is wrong can make millions.
    func requireFew(_ grid: BarGrid) throws(AlmanacError) {
        guard let first = posts.first?.knownAt, let last = posts.last?.knownAt else { return }
        let length = Double(grid.frequency.nanoseconds ?? Timestamp.nanosecondsPerDay)
        let bars = (Double(last.nanoseconds) - Double(first.nanoseconds)) / length
        guard bars > 2_000_000 else { return }
        throw AlmanacError(
            .validation,
            "the posts reach from \(first.date.iso8601) to \(last.date.iso8601), more than "
                + "2,000,000 bars of \(grid.frequency.rawValue)",
            details: ["first": .string(first.iso8601), "last": .string(last.iso8601)],
            suggestion: "check the first and last times, or make longer bars with --frequency")
    }

    private mutating func read(
        _ operand: String, _ base: PostFile.Options, _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) {
        var options = base
        let bytes: [UInt8]
        var path = operand
        if operand.hasPrefix("archive:") {
            options.source = String(operand.dropFirst("archive:".count))
            options.columns["record"] = "record"
            bytes = try records(options.source, arguments, console)
        } else {
            if let equals = operand.firstIndex(of: "="), operand != "-" {
                options.source = String(operand[..<equals])
                path = String(operand[operand.index(after: equals)...])
            } else {
                let file = path.split(separator: "/").last.map(String.init) ?? path
                options.source = path == "-" ? "posts" : String(file.prefix { $0 != "." })
            }
            options.now = console.now()
            bytes = try Self.unpacked(
                path == "-"
                    ? try console.readInput(Self.mostBytes).get()
                    : try FileSystem.read(path, limit: Self.mostBytes), path)
        }
        let file = try PostFile(bytes, name: path, options: options)
        posts += file.posts
        if let span = DataSpan(options.source, file.posts.map(\.knownAt)) { spans.append(span) }
        let parts = file.columns.map { "\($0.part) from `\($0.column)`" }
        notes.append("\(options.source): \(parts.joined(separator: ", "))")
        if file.skipped.count > 0 {
            let first = file.skipped.reasons.first.map { "; the first: \($0)" } ?? ""
            notes.append("\(options.source): \(file.skipped.count) rows left out\(first)")
        }
    }

    /// What gzip packed, and other bytes as they are.
    private static func unpacked(_ bytes: [UInt8], _ path: String) throws(AlmanacError) -> [UInt8] {
        guard bytes.starts(with: [0x1F, 0x8B]) else { return bytes }
        do {
            return try bytes.withUnsafeBytes { try Gzip.decompress($0, limit: mostBytes) }
        } catch {
            throw AlmanacError(
                .dataFetch, "\(path) cannot be unpacked: \(error)",
                details: ["path": .string(path)], suggestion: "give a whole file of gzip")
        }
    }

    /// The records of a source as JSON lines, as they are known now.
    private func records(
        _ source: String, _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> [UInt8] {
        let archive = try DatabaseAccess(arguments)
        let records = try archive.read {
            try Records.asOf($0, source: source, kind: "post", console.now())
        }
        guard !records.isEmpty else {
            throw AlmanacError(
                .notFound, "the archive has no posts of '\(source)'",
                details: ["source": .string(source)],
                suggestion: "give a file, or import records of kind post first")
        }
        return Self.lines(of: records)
    }

    /// Records as JSON lines that ``PostFile`` reads, without those that were erased.
    static func lines(of records: [StoredRecord]) -> [UInt8] {
        let lines = records.filter { $0.erasureReason == nil }.map { record -> String in
            var fields = record.content.fields
            fields["id"] = .string(record.content.identity)
            fields["created_utc"] = .string(record.content.time.iso8601)
            fields["known_at"] = .string(record.content.knownAt.iso8601)
            fields["record"] = .string(String(record.id))
            return JSON.object(fields).text()
        }
        return Array(lines.joined(separator: "\n").utf8)
    }

    private mutating func readPrices(_ arguments: Arguments) throws(AlmanacError) {
        guard let path = arguments.value("--prices") else { return }
        guard let name = arguments.value("--symbol") ?? arguments.value("--about") else {
            throw arguments.usage("--prices needs --symbol or --about to say whose they are")
        }
        let frame = try CSVReader.read(
            path: path, options: try DataBinding.readingOptions(arguments)
        ).frame
        guard let closes = frame["close"] else {
            throw AlmanacError(
                .schemaMismatch, "\(path) has no column 'close'",
                details: ["path": .string(path)])
        }
        let calendar = try DataBinding.calendar(arguments) ?? .newYork
        let known =
            frame.knownAt ?? calendar.closes(ofBarsStarting: frame.times, frequency: .day1)
        prices = known.indices.map {
            PricePoint(symbol: name.uppercased(), knownAt: known[$0], close: closes[$0])
        }.sorted { $0.knownAt < $1.knownAt }
        if let span = DataSpan("prices of \(name.uppercased())", known) { spans.append(span) }
    }
}
