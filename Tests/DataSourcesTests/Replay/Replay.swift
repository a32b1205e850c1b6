import AlmanacCore
import BundledPrices
import DataSources
import Networking
import TestSupport
import Testing
import TimeSeries

/// A stored file of the shared real data, unpacked where it is compressed.
func sharedBytes(_ path: String) throws -> [UInt8] {
    let bytes = try SharedData.bytes(path)
    guard path.hasSuffix(".gz") else { return bytes }
    return try bytes.withUnsafeBytes { try Gzip.decompress($0, limit: 256 << 20) }
}

/// An answer that a test gives.
func answer(
    _ body: some Sequence<UInt8>, status: Int = 200, headers: HTTPHeaders = HTTPHeaders(),
    url: String = "https://example.org/"
) throws -> HTTPResponse {
    HTTPResponse(
        status: status, headers: headers, body: Array(body), url: try #require(WebURL(url)))
}

/// An answer of text.
func answer(
    _ text: String, status: Int = 200, headers: HTTPHeaders = HTTPHeaders()
) throws -> HTTPResponse {
    try answer(Array(text.utf8), status: status, headers: headers)
}

/// A moment written by ISO 8601.
func moment(_ text: String) throws -> Timestamp { try #require(Timestamp(iso8601: text)) }

/// Everything that a run brings when a test answers its calls.
struct Replayed {
    var batches: [DataBatch] = []
    var calls: [SourceCall] = []
    var run: SourceRun

    /// Plays a run to its end.
    init(
        _ client: some SourceClient, at now: Timestamp, resumingAt cursor: String? = nil,
        maximumCalls: Int = 50, _ reply: (SourceCall) throws -> HTTPResponse
    ) throws {
        run = SourceRun(client, resumingAt: cursor)
        while let call = try run.next(), calls.count < maximumCalls {
            calls.append(call)
            batches.append(try run.receive(reply(call), at: now))
        }
    }

    var series: [DataBatch.SeriesPart] { batches.flatMap(\.series) }
    var records: [SourceRecord] { batches.flatMap(\.records) }
    var actions: [CorporateAction] { batches.flatMap(\.actions).flatMap(\.actions) }
    var notes: [String] { batches.flatMap(\.notes) }
    var addresses: [String] { calls.map { $0.request.url.description } }
}

/// The error that reading an answer gives.
func fault(
    _ client: some SourceClient, at now: Timestamp, _ response: HTTPResponse
) throws -> AlmanacError? {
    var run = SourceRun(client)
    do {
        _ = try run.receive(response, at: now)
        return nil
    } catch {
        return error
    }
}
