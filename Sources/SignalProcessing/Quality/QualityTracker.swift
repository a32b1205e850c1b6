import Glibc
package import TimeSeries

/// Measures the quality of a stream of posts, bar by bar, by what was known at each close.
///
///     score = 0.30 completeness + 0.30 validity + 0.15 uniqueness + 0.15 freshness
///           + 0.10 normality
///
/// | part | over the last 20 bars |
/// | --- | --- |
/// | completeness | share of identity, author, text and symbol that posts have |
/// | validity | share of posts without a fault |
/// | uniqueness | one less the share of posts that repeat others |
/// | freshness | 1 while the last post is no older than three usual distances, else their ratio |
/// | normality | one less the share of bars with an unusual number of posts (robust z above 6) |
package struct QualityTracker: Sendable {
    private var open = Counts()
    private var bars: [Counts] = []
    private var volumes: [Double] = []
    private var lastPost: Timestamp?
    private var usualDistance = 0.0

    private struct Counts: Sendable {
        var posts = 0.0
        var present = 0.0
        var valid = 0.0
        var repeats = 0.0
        var isAnomaly = false
    }

    /// Makes a tracker that has seen nothing.
    package init() {}

    /// Adds a post.
    package mutating func add(_ read: ReadPost) {
        let post = read.post
        open.posts += 1
        open.valid += read.faults.isEmpty ? 1 : 0
        open.repeats += read.duplicate == nil ? 0 : 1
        let present = [
            !post.id.isEmpty, post.author != nil, !post.text.isEmpty, !read.links.isEmpty,
        ]
        open.present += Double(present.count { $0 }) / Double(present.count)
        if let lastPost {
            let distance = Double(post.knownAt.nanoseconds) - Double(lastPost.nanoseconds)
            usualDistance =
                usualDistance == 0 ? distance : usualDistance + (distance - usualDistance) / 20
        }
        lastPost = post.knownAt
    }

    /// Ends a bar.
    ///
    /// - Returns: The score at its close, 0 to 1.
    package mutating func close(_ moment: Timestamp) -> Double {
        let volume = log1p(open.posts)
        volumes.append(volume)
        if volumes.count > 61 { volumes.removeFirst() }
        let z = Anomalies.robustZ(volumes, floor: 0.25).last ?? .nan
        open.isAnomaly = abs(z) > 6
        bars.append(open)
        if bars.count > 20 { bars.removeFirst() }
        open = Counts()
        return parts(at: moment).score
    }

    /// The parts of a score.
    package struct Parts: Sendable, Equatable {
        /// The share of identity, author, text and symbol that posts have.
        package var completeness = 0.0
        /// The share of posts without a fault.
        package var validity = 0.0
        /// One less the share of posts that repeat others.
        package var uniqueness = 0.0
        /// How recent the last post is for the stream's habits.
        package var freshness = 0.0
        /// One less the share of bars with an unusual number of posts.
        package var normality = 0.0

        /// The weighted sum.
        package var score: Double {
            0.3 * completeness + 0.3 * validity + 0.15 * uniqueness + 0.15 * freshness
                + 0.1 * normality
        }
    }

    /// The parts of the score at a moment, over the bars that ended; all nothing before any post.
    package func parts(at moment: Timestamp) -> Parts {
        let posts = bars.reduce(0) { $0 + $1.posts }
        guard posts > 0, let lastPost else { return Parts(normality: bars.isEmpty ? 0 : 1) }
        let age = Double(moment.nanoseconds) - Double(lastPost.nanoseconds)
        // A bar is a day at least for people, who sleep and have weekends.
        let allowed = 3 * max(usualDistance, Double(Timestamp.nanosecondsPerDay))
        return Parts(
            completeness: bars.reduce(0) { $0 + $1.present } / posts,
            validity: bars.reduce(0) { $0 + $1.valid } / posts,
            uniqueness: 1 - bars.reduce(0) { $0 + $1.repeats } / posts,
            freshness: age <= allowed ? 1 : allowed / age,
            normality: 1 - Double(bars.count { $0.isAnomaly }) / Double(bars.count))
    }

    mutating func visitState(_ state: inout PipelineState) {
        visit(&open, &state)
        state.visit(&bars, new: Counts()) { [self] in visit(&$1, &$0) }
        state.visit(&volumes, new: 0) { $0.visit(&$1) }
        state.visit(&lastPost, new: Timestamp(nanoseconds: 0)) { $0.visit(&$1) }
        state.visit(&usualDistance)
    }

    private func visit(_ counts: inout Counts, _ state: inout PipelineState) {
        state.visit(&counts.posts)
        state.visit(&counts.present)
        state.visit(&counts.valid)
        state.visit(&counts.repeats)
        state.visit(&counts.isAnomaly)
    }
}
