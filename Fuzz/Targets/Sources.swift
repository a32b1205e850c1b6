import AlmanacCore
import DataSources
import Networking
import TimeSeries

/// Any answer of a source is data or a typed fault: the first byte chooses the client.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSources(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let choice = bytes.first, let url = WebURL("https://a.example/") else { return 0 }
    let now = Timestamp(nanoseconds: 1_700_000_000_000_000_000)
    let sources = SourceRegistry.all.filter { $0.access != .pages }
    let source = sources[Int(choice) % sources.count]
    let kind = source.gives[Int(choice) / sources.count % source.gives.count]
    var keys: [String: String] = [:]
    for key in source.keys { keys[key.name] = "a-key-that-never-shows" }
    var request = DataRequest(kind, source.example)
    if kind == .filingTexts {
        // The text itself comes first, instead of what leads to it.
        request.target = "320193"
        request.options["accession"] = "0000320193-24-000123"
    } else if kind == .filings, bytes.count % 2 == 1 {
        (request.target, request.options["q"]) = ("edgar", "lithium")
    } else if kind == .comments {
        request.target = "3hahrw"
    }
    guard let client = try? SourceClients.make(source, request, keys: SourceKeys(keys), now: now)
    else { return 0 }
    // Further answers are read where the first one led.
    let parts = bytes.dropFirst().split(separator: 0, maxSplits: 3)
    var run = SourceRun(client)
    for part in parts {
        let answer = HTTPResponse(status: 200, headers: [:], body: Array(part), url: url)
        do {
            let batch = try run.receive(answer, at: now)
            for part in batch.series {
                let isLate = part.frame.knownAt?.contains { $0 > now } ?? true
                precondition(!isLate, "nothing is known before it is fetched")
            }
            precondition(batch.records.allSatisfy { $0.knownAt <= now })
            _ = try run.next()
        } catch {
            precondition(!error.json.text().contains("a-key-that-never-shows"))
            return 0
        }
    }
    return 0
}
