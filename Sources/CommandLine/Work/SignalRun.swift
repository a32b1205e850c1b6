import AlmanacCore
import SignalProcessing
import TimeSeries

/// Posts and prices sent through the pipeline in the order in which they became known.
///
/// Of a post nothing stays but what is asked for, so that memory is the posts, the pipeline's
/// window of a week and the rows.
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
    /// The symbols by how many posts are about them, most first.
    let symbols: [(symbol: String, count: Int)]
    /// The last moment of the posts.
    let end: Timestamp

    private static let batch = 8_192

    init(
        _ input: SignalInput, _ grid: BarGrid, about symbol: String?, wantsPosts: Bool,
        _ console: Console
    ) {
        var pipeline = SignalPipeline(
            grid, privacy: input.privacy, assuming: symbol.map { [$0.uppercased()] } ?? [])
        if wantsPosts { table = PostTable() }
        let bar = ProgressBar(console, verb: "posts", total: input.posts.count)
        let isOneSource = input.posts.allSatisfy { $0.source == input.posts[0].source }
        var bySource: [String: QualityReport] = [:]
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
                if !isOneSource { bySource[post.post.source, default: QualityReport()].add(post) }
                guard post.counts else { continue }
                for link in post.links { counts[link.symbol, default: 0] += 1 }
            }
            bar.advance(next - index)
            index = next
        }
        bar.finish()
        end = input.posts.last?.knownAt ?? Timestamp(nanoseconds: 0)
        // The bar that the last post fell in counts too: nothing more can come for it from here.
        rows += pipeline.finish(at: grid.bar(at: end).close)
        postCount = input.posts.count
        steps = pipeline.description
        quality = pipeline.quality
        if isOneSource, let source = input.posts.first?.source { bySource[source] = quality }
        reports = bySource.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        symbols = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { ($0.key, $0.value) }
    }
}
