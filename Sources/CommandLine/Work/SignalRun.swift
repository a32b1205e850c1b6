import AlmanacCore
import Archive
import Database
import SignalProcessing
import TimeSeries

/// Posts and prices sent through the pipeline in the order in which they became known.
///
/// The bar in which the last post fell stays open. Of a post nothing stays but what is asked for,
/// so that memory is the posts, the pipeline's window of a week and the rows.
struct SignalRun {
    /// The rows of all symbols.
    private(set) var rows: [SignalRow] = []
    /// What was read of each post, where that is wanted.
    private(set) var table: PostTable?
    /// The number of posts.
    let postCount: Int
    /// The steps with their versions.
    let steps: [String]
    /// The counts over all posts.
    let quality: QualityReport
    /// The counts by source, in the order of their names.
    let reports: [(source: String, report: QualityReport)]
    /// The numbers that posts of the archive gave, in the order of the posts.
    private(set) var signals: [Signal] = []
    /// The pipeline as it stands behind the last post.
    let pipeline: SignalPipeline
    /// The symbols by how many posts are about them, most first.
    let symbols: [(symbol: String, count: Int)]
    /// The last moment of the posts.
    let end: Timestamp

    private static let batch = 8_192

    init(
        _ input: SignalInput, through start: SignalPipeline, wantsPosts: Bool,
        signalsOf symbol: String? = nil, _ console: Console
    ) {
        var pipeline = start
        if wantsPosts { table = PostTable() }
        let bar = ProgressBar(console, verb: "posts", total: input.posts.count)
        var counts: [String: Int] = [:]
        var (index, price) = (0, 0)
        while index < input.posts.count {
            while price < input.prices.count,
                input.prices[price].knownAt < input.posts[index].knownAt
            {
                pipeline.observe(input.prices[price])
                price += 1
            }
            var next = index
            let limit = min(index + Self.batch, input.posts.count)
            let until =
                price < input.prices.count
                ? input.prices[price].knownAt : Timestamp(nanoseconds: .max)
            while next < limit, input.posts[next].knownAt <= until { next += 1 }
            let result = pipeline.process(
                Array(input.posts[index..<next]), threads: processorCount,
                run: { runConcurrently($0, $1) })
            rows += result.rows
            for post in result.posts {
                table?.append(post)
                guard post.counts else { continue }
                for link in post.links {
                    counts[link.symbol, default: 0] += 1
                    if link.symbol == symbol { signals.append(Signal(post, link)) }
                }
            }
            bar.advance(next - index)
            index = next
        }
        bar.finish()
        end = input.posts.last?.knownAt ?? Timestamp(nanoseconds: 0)
        postCount = input.posts.count
        steps = pipeline.description
        quality = pipeline.quality
        reports = pipeline.reports
        self.pipeline = pipeline
        symbols = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { ($0.key, $0.value) }
    }
}

extension SignalRun {
    /// Puts what was measured of sources into the archive.
    static func keep(
        _ reports: [(source: String, report: QualityReport)], in transaction: Transaction,
        measuredAt moment: Timestamp, _ now: Timestamp
    ) throws(AlmanacError) {
        for (source, report) in reports {
            for row in report.measurements(at: moment) {
                try Journal.add(
                    transaction,
                    Journal.QualityMetric(
                        source: source, metric: row.metric, value: row.value, details: row.details),
                    at: now)
            }
        }
    }
}

extension Signal {
    /// What a post says of a symbol: its sentiment, missing where nothing can be read, and how far
    /// it may be trusted as one person's opinion.
    fileprivate init(_ read: ReadPost, _ link: EntityLink) {
        let evidence = read.sentiment.flatMap { $0.evidence > 0 ? $0 : nil }
        self.init(
            source: read.post.source, symbol: link.symbol, type: "sentiment",
            time: read.post.time, knownAt: read.post.knownAt, value: evidence?.score,
            record: read.post.record)
        confidence = evidence.map { $0.confidence * link.confidence }
        quality = 1 - read.suspicion.value
    }
}
