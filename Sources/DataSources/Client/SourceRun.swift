package import AlmanacCore
package import Networking
package import TimeSeries

/// One fetch from its first call to its last: what to send next, and what came of the answer.
///
/// The run has no effects. Its owner sends what ``next()`` says, within the source's limits, gives
/// the answer to ``receive(_:at:)``, and stores the batch together with ``cursor``.
package struct SourceRun: Sendable {
    private var client: any SourceClient
    /// Where the run goes on; nil when all is there.
    package private(set) var cursor: String?
    /// The number of answers that were read.
    package private(set) var answers = 0
    /// The number of records and rows that came.
    package private(set) var rows = 0
    private var needsPass: Bool
    private var seen: Set<String> = []
    /// The most answers of one run: a source that never ends is broken.
    package var maximumAnswers = 100_000

    /// Makes a run, from where an earlier one stopped or from the beginning.
    package init(_ client: some SourceClient, resumingAt cursor: String? = nil) {
        self.client = client
        self.cursor = cursor ?? client.start
        needsPass = client.pass != nil
    }

    /// The source that is read.
    package var source: SourceDescription { client.source }
    /// What was wanted.
    package var request: DataRequest { client.request }

    /// The error for a run that has ended without anything; nil where something came.
    package var emptyRange: AlmanacError? {
        guard cursor == nil, rows == 0 else { return nil }
        var details: JSONObject = [
            "source": .string(source.name), "target": .string(request.target),
            "reason": "empty_range",
        ]
        details["from"] = request.from.map { .string($0.iso8601) }
        details["until"] = request.until.map { .string($0.iso8601) }
        return AlmanacError(
            .dataFetch, "\(source.title) has nothing of '\(request.target)' in that range",
            details: details, suggestion: "ask for another range; a target is \(source.target)")
    }

    /// Turns to finding out what became of the present call, which an earlier run may have sent.
    ///
    /// - Returns: Whether that can be found out; else the run stands where it stood.
    package mutating func inquire(sentAt moment: Timestamp) -> Bool {
        guard let cursor, let inquiry = client.inquiry(into: cursor, sentAt: moment) else {
            return false
        }
        self.cursor = inquiry
        return true
    }

    /// What to send, the same however often it is asked; nil when all is there.
    package func next() throws(AlmanacError) -> SourceCall? {
        if needsPass, let pass = client.pass, cursor != nil {
            var call = SourceCall(pass.request)
            call.mayBeCached = false
            return call
        }
        return try cursor.map { (cursor) throws(AlmanacError) in try client.call(at: cursor) }
    }

    /// Reads the answer to the last call.
    ///
    /// - Parameter now: when the answer was complete.
    /// - Throws: `unauthorized` for a refused key, `forbidden`, `invalidSymbol` or `notFound` for
    ///   an unknown target, `rateLimited` with `retry_after`, `sourceUnavailable`, `schemaMismatch`
    ///   for a changed format or pages that repeat. The run stands where it stood.
    package mutating func receive(
        _ response: HTTPResponse, at now: Timestamp
    ) throws(AlmanacError) -> DataBatch {
        guard let cursor else {
            throw AlmanacError(.internalError, "a finished run got an answer")
        }
        let answer = AnswerFault(client.source, client.keys)
        do throws(AlmanacError) {
            if needsPass, let pass = client.pass {
                try answer.check(response, now: now)
                client = Self.passing(client, try pass.read(response))
                needsPass = false
                return DataBatch()
            }
            // A cursor that was stored by something else is refused before it is read by.
            _ = try client.call(at: cursor)
            if let fault = client.fault(in: response, at: cursor) { throw fault }
            if !client.isAnswer(response) {
                try answer.check(response, target: client.request.target, now: now)
            }
            var page = try client.read(response, at: cursor, now: now)
            limit(&page)
            try move(to: page.next, from: cursor)
            return page.batch
        } catch {
            throw answer.redacted(error)
        }
    }

    private static func passing(_ client: some SourceClient, _ pass: String) -> any SourceClient {
        client.with(pass: pass)
    }

    /// Ends the run where as many records have come as were wanted; what else is told of the same
    /// thing, such as its counts, is not one more.
    private mutating func limit(_ page: inout AnswerPage) {
        rows += page.batch.series.reduce(0) { $0 + $1.frame.count }
        rows += page.batch.actions.reduce(0) { $0 + $1.actions.count }
        if let maximum = client.request.maximumRecords {
            let left = max(0, maximum - rows)
            var things: Set<String> = []
            let end = page.batch.records.firstIndex { record in
                things.insert(record.identity).inserted && things.count > left
            }
            if let end { page.batch.records.removeSubrange(end...) }
            if things.count >= left { page.next = nil }
        }
        rows += Set(page.batch.records.map(\.identity)).count
    }

    private mutating func move(to next: String?, from cursor: String) throws(AlmanacError) {
        answers += 1
        seen.insert(cursor)
        if let next, seen.contains(next) || answers >= maximumAnswers {
            throw AlmanacError(
                .schemaMismatch,
                "\(client.source.title) leads back to a page that it gave before",
                details: ["source": .string(client.source.name), "answers": .integer(answers)],
                suggestion: "what came until here is kept; try again later")
        }
        self.cursor = next
    }
}
