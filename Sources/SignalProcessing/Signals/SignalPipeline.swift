package import AlmanacCore
package import TimeSeries

/// Posts in, signals out: a pipeline of steps with an aggregator and a count of its quality.
///
/// The rows known by a moment depend on the posts and prices known by it, and on nothing else: not
/// on later ones, nor on how they are cut into batches.
package struct SignalPipeline: RestorablePipeline, Sendable {
    private var posts: PostPipeline
    private var aggregator: SignalAggregator
    private var report = QualityReport()
    private var bySource: [String: QualityReport] = [:]

    /// Makes a pipeline of the steps that come with the program.
    package init(
        _ grid: BarGrid, privacy: PrivacyPolicy = PrivacyPolicy(),
        gazetteer: Gazetteer = .companies, assuming symbols: [String] = [],
        sentiment: any PostStep = SentimentStep(), composite: CompositeSignal = .standard
    ) {
        posts = PostPipeline(Self.steps(privacy, gazetteer, symbols, sentiment))
        aggregator = SignalAggregator(grid, composite: composite)
    }

    /// The steps that come with the program, in their order.
    package static func steps(
        _ privacy: PrivacyPolicy = PrivacyPolicy(), _ gazetteer: Gazetteer = .companies,
        _ assumed: [String] = [], _ sentiment: any PostStep = SentimentStep()
    ) -> [any PostStep] {
        [
            ValidationStep(), PrivacyStep(privacy), TextStep(), DeduplicationStep(),
            LanguageStep(), LinkingStep(gazetteer, assuming: assumed), sentiment,
            SuspicionStep(), ReliabilityStep(), WeightStep(),
        ]
    }

    /// The steps with their versions, such as `language@1`.
    package var description: [String] { posts.description + ["aggregate@1", "quality@1"] }

    /// Reads the next posts.
    ///
    /// - Parameters:
    ///   - batch: The posts, in the order in which they became known.
    ///   - threads: How many parts of the batch are prepared side by side.
    ///   - run: Runs a body for each number below a count; the parts, where there are several.
    /// - Returns: The rows of the bars that ended meanwhile, and what was read of each post.
    package mutating func process(
        _ batch: [Post], threads: Int = 1,
        run: (Int, @Sendable (Int) -> Void) -> Void = { for index in 0..<$0 { $1(index) } }
    ) -> (rows: [SignalRow], posts: [ReadPost]) {
        let read = posts.process(batch, threads: threads, run: run)
        var rows: [SignalRow] = []
        for post in read {
            report.add(post)
            bySource[post.post.source, default: QualityReport()].add(post)
            rows += aggregator.add(post)
        }
        return (rows, read)
    }

    /// Learns a price, which counts for the posts that are read after it.
    package mutating func observe(_ price: PricePoint) { posts.observe(price) }

    /// The rows of the bars that closed at a moment or before it.
    package mutating func finish(at moment: Timestamp) -> [SignalRow] {
        aggregator.finish(at: moment)
    }

    /// Measurements of all posts so far, for a source's `data_quality_metrics`.
    package var quality: QualityReport { report }

    /// The measurements of each source's posts so far, in the order of their names.
    package var reports: [(source: String, report: QualityReport)] {
        bySource.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Takes an author out of the memory of all steps.
    package mutating func forget(author: String) { posts.forget(author: author) }

    /// Makes sure that the state that was restored is of these steps.
    package func requireSameSteps() throws(AlmanacError) { try posts.requireSameSteps() }

    /// Passes the state of steps, aggregator and counts through.
    package mutating func visit(_ state: inout PipelineState) {
        posts.visit(&state)
        aggregator.visitState(&state)
        report.visitState(&state)
        state.visit(&bySource, new: QualityReport()) { $1.visitState(&$0) }
    }
}
