import AlmanacCore
import SignalProcessing
import TimeSeries

/// Streams of posts from a seed, with copies, floods, late ones and broken ones among them.
struct RandomPosts {
    var generator: SeededGenerator
    private static let words = [
        "bullish", "bearish", "$TSLA", "$AAPL", "long", "short", "not", "very", "the", "and", "is",
        "earnings", "beat", "miss", "🚀", "📉", "Tesla", "stock", "+3%", "-4%", "moon", "but",
        "sell", "buy", "calls", "puts", "!", "?", "nice", "crash", "no", "reason", "to",
        "https://x.y",
    ]

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func below(_ count: Int) -> Int { Int(generator.next() % UInt64(count)) }

    mutating func text() -> String {
        (0..<(1 + below(14))).map { _ in Self.words[below(Self.words.count)] }
            .joined(separator: " ")
    }

    /// Posts in the order of `knownAt` over some weeks.
    mutating func stream(_ count: Int) -> [Post] {
        var posts: [Post] = []
        var now = Timestamp(nanoseconds: 1_500_000_000_000_000_000)
        for index in 0..<count {
            if below(6) > 0 {
                now = now.advanced(byNanoseconds: Int64(below(6 * 3_600)) * 1_000_000_000)
            }
            posts.append(post(index, now, earlier: posts))
        }
        return posts
    }

    /// One post at a moment; some repeat an earlier one.
    mutating func post(_ index: Int, _ now: Timestamp, earlier: [Post]) -> Post {
        let delay = Int64(below(3_600)) * 1_000_000_000
        var post = Post(
            source: below(2) == 0 ? "twitter" : "reddit", id: "\(index)",
            author: below(8) == 0 ? nil : "author\(below(12))", text: text(),
            time: now.advanced(byNanoseconds: -delay), knownAt: now)
        if !earlier.isEmpty, below(4) == 0 { post.text = earlier[below(earlier.count)].text }
        if !earlier.isEmpty, below(10) == 0 {
            post.text = "RT " + earlier[earlier.count - 1].text + " lol"
        }
        if below(15) == 0, let last = earlier.last {
            (post.source, post.id) = (last.source, last.id)
        }
        if below(20) == 0 { post.text = "" }
        if below(30) == 0 { post.time = now.advanced(byNanoseconds: 3_600_000_000_000) }
        if below(3) == 0 {
            post.engagement = Post.Engagement(
                likes: Double(below(1_000)), reposts: Double(below(100)), replies: 1,
                countedAt: now.advanced(byNanoseconds: Int64(below(3) - 1) * 1_000_000_000))
        }
        if below(3) == 0 {
            post.audience = Post.Audience(
                followers: Double(below(100_000)), accountMadeAt: now, countedAt: now)
        }
        return post
    }

    /// Prices of both symbols in the order of `knownAt`.
    mutating func prices(over posts: [Post]) -> [PricePoint] {
        guard let first = posts.first, let last = posts.last else { return [] }
        var prices: [PricePoint] = []
        var now = first.knownAt
        var close = 100.0
        while now < last.knownAt {
            close *= 1 + (generator.unit() - 0.5) / 20
            for symbol in ["TSLA", "AAPL"] {
                prices.append(PricePoint(symbol: symbol, knownAt: now, close: close))
            }
            now = now.advanced(byNanoseconds: 7 * Timestamp.nanosecondsPerHour)
        }
        return prices
    }
}

/// Feeds posts and prices in the order in which they became known, in random batches.
func run(
    _ posts: [Post], _ prices: [PricePoint], _ pipeline: SignalPipeline, through end: Timestamp,
    cuts: inout SeededGenerator, restoring fresh: SignalPipeline? = nil
) throws -> (rows: [SignalRow], posts: [ReadPost]) {
    var pipeline = pipeline
    var (rows, read): ([SignalRow], [ReadPost]) = ([], [])
    var (index, priceIndex) = (0, 0)
    while index < posts.count {
        while priceIndex < prices.count, prices[priceIndex].knownAt < posts[index].knownAt {
            pipeline.observe(prices[priceIndex])
            priceIndex += 1
        }
        // Up to the next price, posts may be cut into batches anywhere.
        let limit =
            priceIndex < prices.count ? prices[priceIndex].knownAt : Timestamp(nanoseconds: .max)
        var batchEnd = index
        let most = 1 + Int(cuts.next() % 9)
        while batchEnd < posts.count, batchEnd - index < most, posts[batchEnd].knownAt <= limit {
            batchEnd += 1
        }
        let result = pipeline.process(Array(posts[index..<batchEnd]))
        rows += result.rows
        read += result.posts
        index = batchEnd
        if let fresh, cuts.next() % 4 == 0 {
            let bytes = pipeline.savedState()
            pipeline = fresh
            try pipeline.restore(bytes)
        }
    }
    return (rows + pipeline.finish(at: end), read)
}

/// All bits of rows, so that equal means equal to the last one.
func bytes(of rows: [SignalRow]) -> [String] {
    rows.map { row in
        "\(row.symbol) \(row.time.nanoseconds) \(row.knownAt.nanoseconds) "
            + row.values.map { String($0.bitPattern, radix: 16) }.joined(separator: " ")
    }
}
