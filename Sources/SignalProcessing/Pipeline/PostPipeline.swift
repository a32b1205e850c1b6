package import AlmanacCore
import Synchronization
import TimeSeries

/// Steps in a row, through which posts go one after another.
///
/// How posts are cut into batches does not show in what comes out, nor does saving the state and
/// going on from it elsewhere.
package struct PostPipeline: RestorablePipeline, Sendable {
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
    /// - Parameters:
    ///   - posts: The posts, in their order.
    ///   - threads: How many parts are prepared side by side.
    ///   - run: Runs a body for each number below a count; the posts' parts, where it is several.
    /// - Complexity: Linear in the text, apart from posts that resemble it.
    package mutating func process(
        _ posts: [Post], threads: Int = 1,
        run: (Int, @Sendable (Int) -> Void) -> Void = { for index in 0..<$0 { $1(index) } }
    ) -> [ReadPost] {
        let read = posts.map { post in
            var read = ReadPost(post)
            read.post.knownAt = max(post.knownAt, lastKnownAt)
            lastKnownAt = read.post.knownAt
            return read
        }
        let count = max(1, min(threads, read.count / 64))
        let (steps, parts) = (steps, PreparedParts(read, count: count))
        run(count) { part in parts.prepare(part, steps) }
        var prepared = parts.all
        for post in prepared.indices {
            for index in self.steps.indices { self.steps[index].process(&prepared[post]) }
        }
        return prepared
    }

    /// Learns a price; it counts for the posts that are read after it.
    package mutating func observe(_ price: PricePoint) {
        for index in steps.indices { steps[index].observe(price) }
    }

    /// Takes an author out of the memory of all steps.
    package mutating func forget(author: String) {
        for index in steps.indices { steps[index].forget(author: author) }
    }

    /// Makes sure that the state that was restored is of these steps.
    package func requireSameSteps() throws(AlmanacError) {
        guard savedDescription == description else {
            throw AlmanacError(
                .validation, "the saved state is of other steps or versions",
                details: ["steps": .array(description.map(JSON.string))],
                suggestion: "begin anew from the first record")
        }
    }

    private var savedDescription: [String] = []

    /// Passes the state of all steps through.
    package mutating func visit(_ state: inout PipelineState) {
        savedDescription = description
        state.visit(&savedDescription, new: "") { $0.visit(&$1) }
        state.visit(&lastKnownAt)
        guard savedDescription == description else { return }
        for index in steps.indices { steps[index].visitState(&state) }
    }
}

/// Posts in parts that are prepared side by side.
private final class PreparedParts: Sendable {
    private let parts: Mutex<[[ReadPost]]>

    init(_ posts: [ReadPost], count: Int) {
        let length = (posts.count + count - 1) / count
        parts = Mutex(
            (0..<count).map { part in
                Array(
                    posts[min(part * length, posts.count)..<min((part + 1) * length, posts.count)])
            })
    }

    func prepare(_ part: Int, _ steps: [any PostStep]) {
        // Taken out, so that the part is the only one to hold its posts.
        var posts = parts.withLock { parts in
            let posts = parts[part]
            parts[part] = []
            return posts
        }
        for index in posts.indices {
            for step in steps { step.prepare(&posts[index]) }
        }
        parts.withLock { $0[part] = posts }
    }

    var all: [ReadPost] { parts.withLock { parts in Array(parts.joined()) } }
}
