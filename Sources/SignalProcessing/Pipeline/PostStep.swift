package import TimeSeries

/// One step of a pipeline: it reads a post, and may keep a memory of the posts before.
///
/// A step sees one post after another in the order of `knownAt`, and nothing of later ones.
package protocol PostStep: Sendable {
    /// What the step is called, such as `language`.
    var name: String { get }
    /// Raised whenever the same posts would come out otherwise.
    var version: Int { get }
    /// Finds out what a post tells by itself.
    ///
    /// Runs after what earlier steps prepared, on any thread, before any step processes the post.
    func prepare(_ post: inout ReadPost)
    /// Finds out what a post tells beside those before it.
    mutating func process(_ post: inout ReadPost)
    /// Learns a price, for steps that judge opinions by what came of them.
    mutating func observe(_ price: PricePoint)
    /// Takes an author out of the step's memory.
    mutating func forget(author: String)
    /// Passes every changing property through a state.
    mutating func visitState(_ state: inout PipelineState)
}

extension PostStep {
    /// Does nothing: some steps look at no post by itself.
    package func prepare(_ post: inout ReadPost) {}
    /// Does nothing: most steps have no memory of other posts.
    package mutating func process(_ post: inout ReadPost) {}
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
