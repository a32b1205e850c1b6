import AlmanacCore
import SignalProcessing
import TestSupport
import Testing
import TimeSeries

@Suite("Signal pipeline")
struct PipelineTests {
    static let grid = BarGrid(frequency: .day1, calendar: .newYork)
    private let pipeline = SignalPipeline(grid)

    @Test("the same bytes come out however posts are cut into batches", arguments: 1...6)
    func batches(seed: UInt64) throws {
        var random = RandomPosts(seed: seed)
        let posts = random.stream(250)
        let prices = random.prices(over: posts)
        let end = try #require(posts.last).knownAt
        var cuts = SeededGenerator(seed: seed)
        let first = try run(posts, prices, pipeline, through: end, cuts: &cuts)
        let second = try run(posts, prices, pipeline, through: end, cuts: &cuts)
        #expect(bytes(of: first.rows) == bytes(of: second.rows), "seed \(seed)")
        #expect(first.posts == second.posts, "seed \(seed)")
        #expect(first.rows.count > 20)
    }

    @Test("saving the state and going on elsewhere changes nothing", arguments: 11...16)
    func savedState(seed: UInt64) throws {
        var random = RandomPosts(seed: seed)
        let posts = random.stream(250)
        let prices = random.prices(over: posts)
        let end = try #require(posts.last).knownAt
        var cuts = SeededGenerator(seed: seed)
        let whole = try run(posts, prices, pipeline, through: end, cuts: &cuts)
        let parts = try run(
            posts, prices, pipeline, through: end, cuts: &cuts, restoring: SignalPipeline(Self.grid)
        )
        #expect(bytes(of: whole.rows) == bytes(of: parts.rows), "seed \(seed)")
        #expect(whole.posts == parts.posts, "seed \(seed)")
    }

    @Test("noise in the place of all that is known after a moment leaves the rows up to it")
    func noLookAhead() throws {
        for seed in UInt64(100)..<112 {
            var random = RandomPosts(seed: seed)
            let posts = random.stream(200)
            let prices = random.prices(over: posts)
            let end = try #require(posts.last).knownAt
            var cuts = SeededGenerator(seed: seed)
            let truth = try run(posts, prices, pipeline, through: end, cuts: &cuts)
            let moment = posts[20 + random.below(160)].knownAt
            let noisyPosts = posts.enumerated().map { index, post -> Post in
                guard post.knownAt > moment else { return post }
                var noise = random.post(1_000 + index, post.knownAt, earlier: posts)
                noise.text = random.text()
                return noise
            }
            let noisyPrices = prices.map { price -> PricePoint in
                guard price.knownAt > moment else { return price }
                return PricePoint(
                    symbol: price.symbol, knownAt: price.knownAt, close: random.generator.unit())
            }
            let noisy = try run(noisyPosts, noisyPrices, pipeline, through: end, cuts: &cuts)
            let before = bytes(of: truth.rows.filter { $0.knownAt <= moment })
            #expect(
                before == bytes(of: noisy.rows.filter { $0.knownAt <= moment }), "seed \(seed)")
            #expect(
                truth.posts.filter { $0.post.knownAt <= moment }
                    == noisy.posts.filter { $0.post.knownAt <= moment }, "seed \(seed)")
            let ended = try run(
                posts.filter { $0.knownAt <= moment }, prices.filter { $0.knownAt <= moment },
                pipeline, through: moment, cuts: &cuts)
            #expect(before == bytes(of: ended.rows), "seed \(seed), nothing after")
        }
    }

    @Test("a late post is known from when the stream had reached, and rows never go back")
    func latePosts() throws {
        var random = RandomPosts(seed: 3)
        var posts = random.stream(60)
        posts.swapAt(20, 40)
        var pipeline = pipeline
        let read = pipeline.process(posts).posts
        for (before, after) in zip(read, read.dropFirst()) {
            #expect(before.post.knownAt <= after.post.knownAt)
        }
    }

    @Test("damaged states and states of other steps are refused and change nothing")
    func damagedStates() throws {
        var random = RandomPosts(seed: 9)
        var pipeline = pipeline
        _ = pipeline.process(random.stream(80))
        let good = pipeline.savedState()
        for trial in 0..<300 {
            var bytes = good
            switch trial % 3 {
            case 0: bytes = Array(bytes.prefix(random.below(bytes.count)))
            case 1: bytes[random.below(bytes.count)] ^= UInt8(1 + random.below(255))
            default: bytes += [UInt8(random.below(256))]
            }
            var other = SignalPipeline(Self.grid)
            let error = #expect(throws: AlmanacError.self) { try other.restore(bytes) }
            #expect(error?.kind == .validation)
            #expect(other.savedState() == SignalPipeline(Self.grid).savedState())
        }
        var short = PostPipeline([TextStep(), LanguageStep()])
        #expect(throws: AlmanacError.self) { try short.restore(good) }
        #expect(short.description == ["text@1", "language@1"])
    }

    @Test("an author who is forgotten leaves no trace in the state")
    func forgetting() throws {
        var random = RandomPosts(seed: 21)
        var pipeline = pipeline
        let posts = random.stream(300).map { post in
            var post = post
            post.author = post.author.map { "person-" + $0 }
            return post
        }
        let prices = random.prices(over: posts)
        _ = pipeline.process(Array(posts.prefix(200)))
        prices.forEach { pipeline.observe($0) }
        _ = pipeline.process(Array(posts.dropFirst(200)))
        func traces() -> Int {
            let state = pipeline.savedState()
            let name = Array("person-author3".utf8)
            // No longer name begins like this one: there are twelve authors, 0 to 11.
            return state.indices.count { state[$0...].starts(with: name) }
        }
        #expect(traces() > 0)
        pipeline.forget(author: "person-author3")
        #expect(traces() == 0)
        _ = pipeline.process(random.stream(20))
    }
}
