import Glibc
package import TimeSeries

/// Makes one row for each symbol and bar of what was posted in it.
///
/// A row is made when a later moment shows that its bar is over, of nothing but the posts that were
/// known by its close; bars without posts have rows from a symbol's first post on.
package struct SignalAggregator: Sendable {
    private let grid: BarGrid
    private let composite: CompositeSignal
    /// The least confidence of a link for a post to count for a symbol.
    private let leastLink: Double
    private var bar: BarGrid.Bar?
    private var symbols: [String: SymbolTally] = [:]
    private var quality = QualityTracker()

    /// Makes an aggregator.
    package init(
        _ grid: BarGrid, composite: CompositeSignal = .standard, leastLink: Double = 0.5
    ) {
        (self.grid, self.composite, self.leastLink) = (grid, composite, leastLink)
    }

    /// Adds a post, which must not be known before one that was added earlier.
    ///
    /// - Returns: The rows of the bars that ended before it.
    package mutating func add(_ post: ReadPost) -> [SignalRow] {
        let rows = advance(to: post.post.knownAt)
        if bar == nil { bar = grid.bar(at: post.post.knownAt) }
        quality.add(post)
        guard post.counts else { return rows }
        for link in post.links where link.confidence >= leastLink {
            symbols[link.symbol, default: SymbolTally()].add(post, link.confidence)
        }
        return rows
    }

    /// The rows of the bars that closed before a moment.
    package mutating func advance(to moment: Timestamp) -> [SignalRow] {
        var rows: [SignalRow] = []
        while let bar, bar.close < moment {
            rows += close(bar)
            self.bar = grid.next(after: bar)
        }
        return rows
    }

    /// The rows of the bars that closed at a moment or before it.
    package mutating func finish(at moment: Timestamp) -> [SignalRow] {
        advance(to: moment.advanced(byNanoseconds: 1))
    }

    private mutating func close(_ bar: BarGrid.Bar) -> [SignalRow] {
        let score = quality.close(bar.close)
        return symbols.keys.sorted().map { symbol in
            let values = symbols[symbol, default: SymbolTally()].close(composite, quality: score)
            return SignalRow(symbol: symbol, time: bar.start, knownAt: bar.close, values: values)
        }
    }

    /// Passes every changing property through a state.
    package mutating func visitState(_ state: inout PipelineState) {
        let zero = Timestamp(nanoseconds: 0)
        state.visit(&bar, new: BarGrid.Bar(start: zero, close: zero)) { state, bar in
            state.visit(&bar.start)
            state.visit(&bar.close)
        }
        quality.visitState(&state)
        state.visit(&symbols, new: SymbolTally()) { $1.visitState(&$0) }
    }
}

/// The sums of one symbol in the bar that is open, and what is remembered of the bars before.
private struct SymbolTally: Sendable {
    private var posts = 0.0
    private var weight = 0.0
    private var weighted = 0.0
    private var positive = 0.0
    private var negative = 0.0
    private var novelty = 0.0
    private var suspicion = 0.0
    private var sources: [String: [Double]] = [:]
    private var earlierPosts: [Double] = []
    private var level = Double.nan
    private var velocity = Double.nan

    mutating func add(_ post: ReadPost, _ link: Double) {
        posts += 1
        novelty += post.novelty
        suspicion += post.suspicion.value
        guard let sentiment = post.sentiment, sentiment.evidence > 0 else { return }
        let share = post.weight * sentiment.confidence * link
        weight += share
        weighted += share * sentiment.score
        if sentiment.score > 0 { positive += share * sentiment.score }
        if sentiment.score < 0 { negative -= share * sentiment.score }
        var sums = sources[post.post.source] ?? [0, 0]
        if sums.count < 2 { sums = [0, 0] }
        sums[0] += share
        sums[1] += share * sentiment.score
        sources[post.post.source] = sums
    }

    /// Ends the bar: its values in the order of `SignalRow.names`.
    mutating func close(_ composite: CompositeSignal, quality: Double) -> [Double] {
        let sentiment = weight > 0 ? weighted / weight : .nan
        let usual = earlierPosts.reduce(0, +) / Double(max(earlierPosts.count, 1))
        let ratio = earlierPosts.count >= 5 && usual > 0 ? posts / usual : .nan
        earlierPosts.append(posts)
        if earlierPosts.count > 20 { earlierPosts.removeFirst() }
        let before = (level: level, velocity: velocity)
        // A bar in which nothing is said lets the level fade by a tenth.
        if sentiment.isNaN {
            level *= 0.9
        } else {
            level = level.isNaN ? sentiment : level + (sentiment - level) / 3
        }
        velocity = level - before.level
        let total = positive + negative
        let attention = sentiment * max(0, tanh(log(ratio)))
        let parts = [
            "sentiment": sentiment, "level": level, "velocity": velocity * 2,
            "acceleration": velocity - before.velocity, "attention": attention,
        ]
        let values = [
            sentiment, 1 - exp(-weight / 3), posts, ratio, level, velocity,
            velocity - before.velocity, posts > 0 ? novelty / posts : .nan,
            total > 0 ? 1 - abs(positive - negative) / total : .nan, agreement,
            posts > 0 ? suspicion / posts : .nan, composite.value { parts[$0] ?? .nan }, quality,
        ]
        (posts, weight, weighted, positive, negative) = (0, 0, 0, 0, 0)
        (novelty, suspicion, sources) = (0, 0, [:])
        return values
    }

    /// How near the sources' opinions are: 1 where they agree, 0 where they are opposite; NaN for
    /// fewer than two.
    private var agreement: Double {
        let means = sources.values.filter { $0[0] > 0 }.map { $0[1] / $0[0] }
        guard means.count >= 2, let least = means.min(), let most = means.max() else {
            return .nan
        }
        return 1 - (most - least) / 2
    }

    mutating func visitState(_ state: inout PipelineState) {
        state.visit(&posts)
        state.visit(&weight)
        state.visit(&weighted)
        state.visit(&positive)
        state.visit(&negative)
        state.visit(&novelty)
        state.visit(&suspicion)
        state.visit(&sources, new: [0, 0]) { state, sums in
            state.visit(&sums, new: 0) { $0.visit(&$1) }
            if sums.count < 2 { sums = [0, 0] }
        }
        state.visit(&earlierPosts, new: 0) { $0.visit(&$1) }
        state.visit(&level)
        state.visit(&velocity)
    }
}
