package import AlmanacCore
package import TimeSeries

/// One step of a pipeline: it reads a post, and may keep a memory of the posts before.
///
/// A step sees one post after another in the order of `knownAt`, and nothing of later ones.
package protocol PostStep: Sendable {
    /// What the step is called, such as `language`.
    var name: String { get }
    /// Raised whenever the same posts would come out otherwise.
    var version: Int { get }
    /// Reads a post.
    mutating func process(_ post: inout ReadPost)
    /// Learns a price, for steps that judge opinions by what came of them.
    mutating func observe(_ price: PricePoint)
    /// Takes an author out of the step's memory.
    mutating func forget(author: String)
    /// Passes every changing property through a state.
    mutating func visitState(_ state: inout PipelineState)
}

extension PostStep {
    /// Does nothing: most steps know no prices.
    package mutating func observe(_ price: PricePoint) {}
    /// Does nothing: most steps know no authors.
    package mutating func forget(author: String) {}
    /// Does nothing: most steps have no memory.
    package mutating func visitState(_ state: inout PipelineState) {}
}

/// A price that became known.
package struct PricePoint: Sendable, Equatable {
    /// What it is the price of.
    package var symbol: String
    /// When it was known: a bar's close.
    package var knownAt: Timestamp
    /// The price.
    package var close: Double

    /// Makes a price.
    package init(symbol: String, knownAt: Timestamp, close: Double) {
        (self.symbol, self.knownAt, self.close) = (symbol, knownAt, close)
    }
}

/// Steps in a row, through which posts go one after another.
///
/// How posts are cut into batches does not show in what comes out, nor does saving the state and
/// going on from it elsewhere.
package struct PostPipeline: Sendable {
    /// The steps in order.
    private var steps: [any PostStep]
    private var lastKnownAt = Timestamp(nanoseconds: .min)

    /// Makes a pipeline of steps.
    package init(_ steps: [any PostStep]) { self.steps = steps }

    /// The steps with their versions, such as `language@1`.
    package var description: [String] { steps.map { "\($0.name)@\($0.version)" } }

    /// Reads the next posts.
    ///
    /// A post whose `knownAt` lies before that of an earlier one is known from the later of both:
    /// it came late, and nobody who read the stream knew it sooner.
    /// - Complexity: Linear in the text, apart from posts that resemble it.
    package mutating func process(_ posts: [Post]) -> [ReadPost] {
        posts.map { post in
            var read = ReadPost(post)
            read.post.knownAt = max(post.knownAt, lastKnownAt)
            lastKnownAt = read.post.knownAt
            for index in steps.indices { steps[index].process(&read) }
            return read
        }
    }

    /// Learns a price; it counts for the posts that are read after it.
    package mutating func observe(_ price: PricePoint) {
        for index in steps.indices { steps[index].observe(price) }
    }

    /// Takes an author out of the memory of all steps.
    package mutating func forget(author: String) {
        for index in steps.indices { steps[index].forget(author: author) }
    }

    /// The state of all steps; bytes that only the same steps in the same versions read.
    package func savedState() -> [UInt8] {
        var copy = self
        var state = PipelineState.saving()
        copy.visit(&state)
        return state.sealed
    }

    /// Goes on from a saved state.
    ///
    /// - Throws: `validation_error` where it is of other steps or damaged; then nothing changes.
    package mutating func restore(_ bytes: [UInt8]) throws(AlmanacError) {
        var copy = self
        var state = try PipelineState.restoring(bytes)
        copy.visit(&state)
        try copy.requireSameSteps()
        try state.finish()
        self = copy
    }

    /// Makes sure that the state that was restored is of these steps.
    func requireSameSteps() throws(AlmanacError) {
        guard savedDescription == description else {
            throw AlmanacError(
                .validation, "the saved state is of other steps or versions",
                details: ["steps": .array(description.map(JSON.string))],
                suggestion: "begin anew from the first record")
        }
    }

    private var savedDescription: [String] = []

    /// Passes the state of all steps through.
    mutating func visit(_ state: inout PipelineState) {
        savedDescription = description
        state.visit(&savedDescription, new: "") { $0.visit(&$1) }
        state.visit(&lastKnownAt)
        guard savedDescription == description else { return }
        for index in steps.indices { steps[index].visitState(&state) }
    }
}
