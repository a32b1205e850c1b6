package import AlmanacCore
package import Networking
package import TimeSeries

/// How a source is asked and read: pure functions from a cursor to a call, and from its answer to
/// data and the next cursor.
///
/// A client holds the request and its keys and changes never. All that moves on is the cursor, a
/// text that holds no secret: kept with what was stored, it is where a broken-off fetch goes on.
package protocol SourceClient: Sendable {
    /// The source that it reads.
    var source: SourceDescription { get }
    /// What was wanted.
    var request: DataRequest { get }
    /// The keys that it sends.
    var keys: SourceKeys { get }
    /// Where a fetch begins.
    var start: String { get }

    /// What to send at a cursor.
    ///
    /// - Throws: `internalError` for a cursor that is none of its own.
    func call(at cursor: String) throws(AlmanacError) -> SourceCall

    /// What an answer with a status of success holds.
    ///
    /// - Parameter now: when the answer was complete; what would only be known later is left out.
    /// - Throws: `schemaMismatch` for a changed format, and what the source says in other ways.
    func read(
        _ response: HTTPResponse, at cursor: String, now: Timestamp
    ) throws(AlmanacError) -> AnswerPage

    /// Whether an answer holds something to read; else its status says what is wrong.
    func isAnswer(_ response: HTTPResponse) -> Bool

    /// The fault in an answer, where the client knows better than the status does; nil leaves it
    /// to the status.
    func fault(in response: HTTPResponse, at cursor: String) -> AlmanacError?

    /// The call that ends what a cursor waits for; nil where nothing goes on elsewhere.
    func abort(at cursor: String) throws(AlmanacError) -> SourceCall?

    /// Where to find out whether a call arrived whose answer never came: a cursor from which the
    /// run goes on behind the call, or back at it where it never arrived; nil where nobody can say.
    ///
    /// - Parameter moment: when the call was about to be sent.
    func inquiry(into cursor: String, sentAt moment: Timestamp) -> String?

    /// How to get a pass that the calls need, where the keys alone are none.
    var pass: SourcePass? { get }

    /// A copy that sends a pass.
    func with(pass: String) -> Self
}

extension SourceClient {
    package func isAnswer(_ response: HTTPResponse) -> Bool { response.isSuccess }
    package func fault(in response: HTTPResponse, at cursor: String) -> AlmanacError? { nil }
    package func abort(at cursor: String) throws(AlmanacError) -> SourceCall? { nil }
    package func inquiry(into cursor: String, sentAt moment: Timestamp) -> String? { nil }
    package var pass: SourcePass? { nil }
    package func with(pass: String) -> Self { self }
}

/// How a pass is had that is good for a while, such as an OAuth token.
package struct SourcePass: Sendable {
    /// What to send for it.
    package var request: HTTPRequest
    /// Reads the pass from the answer.
    package var read: @Sendable (HTTPResponse) throws(AlmanacError) -> String
}

/// One call of a source.
package struct SourceCall: Sendable {
    /// What to send.
    package var request: HTTPRequest
    /// Seconds to wait before, such as between two looks at a run.
    package var waitSeconds = 0
    /// What it takes of the source's limit, in the limit's unit.
    package var units = 1.0
    /// How many times the price of a usual call it may cost.
    package var priceFactor = 1.0
    /// Whether a kept answer serves; not for a look at something that goes on.
    package var mayBeCached = true

    /// Makes a call for a request.
    package init(_ request: HTTPRequest) {
        self.request = request
    }
}

/// What an answer held, and where to go on.
package struct AnswerPage: Sendable {
    /// The data.
    package var batch: DataBatch
    /// The cursor of the next call; nil at the end.
    package var next: String?

    /// Makes a page.
    package init(_ batch: DataBatch = DataBatch(), next: String? = nil) {
        (self.batch, self.next) = (batch, next)
    }
}
