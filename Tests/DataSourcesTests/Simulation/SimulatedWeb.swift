import AlmanacCore
import DataSources
import Networking
import Synchronization
import TimeSeries

/// Fifty sources on twelve hosts that fail for hours, block, stall, and change their formats
/// without a word; all of it from a seed.
///
/// What a source truly says at a moment is a function of source and time, so that whatever was
/// delivered can be judged.
final class SimulatedWeb: Sendable {
    static let sources = 50
    static let hosts = 12
    static let hour: Int64 = 3_600 * 1_000_000_000
    static let day = Timestamp.nanosecondsPerDay

    /// How a host fails.
    enum Fault: UInt64, CaseIterable { case storm, refused, stalls, limited, resets }

    /// A stretch in which something is wrong.
    struct Trouble: Sendable {
        var from: Int64
        var until: Int64
        var kind: UInt64
    }

    /// What was asked, for limits and sums.
    struct Books: Sendable {
        var calls = 0
        var notModified = 0
        var bytes = 0
        var bytesSaved = 0
        /// Moments of requests of each source.
        var moments: [[Int64]] = Array(repeating: [], count: SimulatedWeb.sources)
    }

    private let outages: [[Trouble]]
    private let changes: [[Trouble]]
    private let time: MovedClock
    private let books = Mutex(Books())
    let start: Timestamp

    init(seed: UInt64, days: Int, _ time: MovedClock) {
        var generator = SeededGenerator(seed: seed)
        let first = time.now
        let end = first.nanoseconds + Int64(days + 30) * Self.day
        // Up for ten days on average, down for two to twelve hours.
        outages = (0..<Self.hosts).map { _ in
            Self.troubles(&generator, from: first.nanoseconds, until: end, meanUp: 240) {
                2 + Int64($0.next() % 11)
            }
        }
        // A format changes every two hundred days, and is read again a few days later.
        changes = (0..<Self.sources).map { _ in
            Self.troubles(&generator, from: first.nanoseconds, until: end, meanUp: 4_800) {
                6 + Int64($0.next() % 66)
            }
        }
        (start, self.time) = (first, time)
    }

    private static func troubles(
        _ generator: inout SeededGenerator, from: Int64, until: Int64, meanUp: Int64,
        _ hours: (inout SeededGenerator) -> Int64
    ) -> [Trouble] {
        var list: [Trouble] = []
        var moment = from
        while moment < until {
            moment += (1 + Int64(generator.next() % UInt64(2 * meanUp))) * hour
            let end = moment + hours(&generator) * hour
            list.append(Trouble(from: moment, until: end, kind: generator.next()))
            moment = end
        }
        return list
    }

    private static func trouble(_ list: [Trouble], at moment: Int64) -> Trouble? {
        list.first { $0.from <= moment && moment < $0.until }
    }

    var account: Books { books.withLock { $0 } }

    /// The true number of a source's day.
    static func value(_ source: Int, _ day: Int64) -> Double {
        Double((day &* 7_919 &+ Int64(source) &* 104_729) % 9_973)
    }

    /// Entries of a feed come every so many hours; entry k is of that hour's beginning.
    static func spacing(_ source: Int) -> Int64 { 3 + Int64(source % 9) }

    /// The number of the last entry at a moment.
    static func lastEntry(_ source: Int, _ moment: Timestamp) -> Int64 {
        moment.nanoseconds / (spacing(source) * hour)
    }

    /// The host of a source by its first or its second tier: failures do not spread between them.
    static func host(_ source: Int, _ tier: SourceTier) -> Int {
        (tier == .api ? source : source + 5) % hosts
    }

    /// Answers a request as the source's server would, at the clock's moment.
    func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
        let parts = request.url.path.split(separator: "/").map(String.init)
        guard parts.count == 3, let source = Int(parts[1]), let host = Int(parts[0]) else {
            return HTTPResponse(status: 404, headers: [:], body: [], url: request.url)
        }
        let now = time.now
        books.withLock {
            $0.calls += 1
            $0.moments[source].append(now.nanoseconds)
        }
        if let outage = Self.trouble(outages[host], at: now.nanoseconds) {
            let all = Fault.allCases
            return try await fail(all[Int(outage.kind % UInt64(all.count))], request, outage)
        }
        var body = Self.body(source, parts[2], request.url.query ?? "", now)
        if let change = Self.trouble(changes[source], at: now.nanoseconds) {
            body = Self.changed(body, change.kind)
        }
        let digest = SHA256()
        body.withUnsafeBytes { digest.update($0) }
        let tag = "\"\(digest.finish().prefix(16))\""
        let isSame = request.headers["If-None-Match"] == tag
        let size = body.count
        books.withLock {
            if isSame {
                $0.notModified += 1
                $0.bytesSaved += size
            } else {
                $0.bytes += size
            }
        }
        return HTTPResponse(
            status: isSame ? 304 : 200, headers: ["ETag": tag], body: isSame ? [] : body,
            url: request.url, bytesReceived: isSame ? 0 : size, milliseconds: 50)
    }

    private func fail(
        _ fault: Fault, _ request: HTTPRequest, _ outage: Trouble
    ) async throws -> HTTPResponse {
        switch fault {
        case .storm: return HTTPResponse(status: 503, headers: [:], body: [], url: request.url)
        case .limited:
            return HTTPResponse(
                status: 429, headers: ["Retry-After": "3600"], body: [], url: request.url)
        case .refused: throw TransferFailure.connectionRefused.error(request.url)
        case .resets: throw TransferFailure.connectionLost.error(request.url)
        case .stalls:
            time.advance(seconds: 30)
            throw TransferFailure.timeout.error(request.url)
        }
    }

    /// Lines of `day,value` or `hour,entry`.
    private static func body(
        _ source: Int, _ kind: String, _ query: String, _ now: Timestamp
    ) -> [UInt8] {
        var lines = ""
        if kind == "days" {
            var first: Int64 = 0
            var last: Int64 = 0
            for part in query.split(separator: "&") {
                if part.hasPrefix("from=") { first = Int64(part.dropFirst(5)) ?? 0 }
                if part.hasPrefix("to=") { last = Int64(part.dropFirst(3)) ?? 0 }
            }
            let complete = min(last, now.nanoseconds / day)
            for number in first..<max(first, complete) {
                lines += "\(number),\(Int(value(source, number)))\n"
            }
        } else {
            let last = lastEntry(source, now)
            for number in (last - 20...last).reversed() {
                lines += "\(number * spacing(source)),\(number)\n"
            }
        }
        return Array(lines.utf8)
    }

    /// The same in a form that nobody announced.
    private static func changed(_ body: [UInt8], _ kind: UInt64) -> [UInt8] {
        let text = String(decoding: body, as: UTF8.self)
        let rows = text.split(separator: "\n").map { $0.split(separator: ",") }
        switch kind % 5 {
        case 0: return Array("<html><body>Please log in</body></html>".utf8)
        case 1: return Array(rows.map { "\($0[1]),\($0[0])\n" }.joined().utf8)
        case 2: return Array(rows.map { "\($0[0]);\($0[1])\n" }.joined().utf8)
        case 3: return Array(rows.map { "\($0[0]),\($0[1]),new\n" }.joined().utf8)
        default: return Array("{\"rows\": []}".utf8)
        }
    }
}

/// The client of a simulated source, of days or of entries.
struct SimulatedClient: SourceClient {
    var source: SourceDescription
    var request: DataRequest
    var keys = SourceKeys()
    let number: Int
    let tier: SourceTier
    let now: Timestamp

    private var isDays: Bool { request.kind == .bars }

    var start: String {
        isDays ? String((request.from?.nanoseconds ?? 0) / SimulatedWeb.day) : "all"
    }

    func call(at cursor: String) throws(AlmanacError) -> SourceCall {
        let host = SimulatedWeb.host(number, tier)
        var text = "https://h\(host).example/\(host)/\(number)/"
        if isDays {
            let last = (request.until ?? now).nanoseconds / SimulatedWeb.day
            text += "days?from=\(cursor)&to=\(last)"
        } else {
            text += "entries"
        }
        guard let url = WebURL(text) else { throw AlmanacError(.internalError, "no address") }
        return SourceCall(HTTPRequest(.get, url))
    }

    func read(
        _ response: HTTPResponse, at cursor: String, now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        var rows: [(Int64, Int64)] = []
        let lines = String(decoding: response.body, as: UTF8.self).split(separator: "\n")
        for line in lines {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            guard fields.count == 2, let first = Int64(fields[0]), let second = Int64(fields[1]),
                isPlausible(first, now), isDays || first == second * SimulatedWeb.spacing(number)
            else { throw AlmanacError(.schemaMismatch, "'\(line)' is of no known form") }
            rows.append((first, second))
        }
        guard isDays || !rows.isEmpty else {
            throw AlmanacError(.schemaMismatch, "there are no entries")
        }
        return AnswerPage(isDays ? days(rows) : entries(rows))
    }

    /// Whether a day lies in what was asked for, and an hour in the past.
    private func isPlausible(_ time: Int64, _ now: Timestamp) -> Bool {
        if !isDays { return time > 0 && time <= now.nanoseconds / SimulatedWeb.hour }
        let first = (request.from?.nanoseconds ?? 0) / SimulatedWeb.day
        let last = (request.until ?? now).nanoseconds / SimulatedWeb.day
        return (first..<max(first, last)).contains(time)
    }

    private func days(_ rows: [(Int64, Int64)]) -> DataBatch {
        let times = rows.map { Timestamp(nanoseconds: $0.0 * SimulatedWeb.day) }
        var batch = DataBatch()
        batch.series = [
            DataBatch.SeriesPart(
                symbol: request.target, frequency: .day1, calendar: .always,
                frame: Frame(
                    times: times,
                    knownAt: times.map { $0.advanced(byNanoseconds: SimulatedWeb.day) },
                    columns: [Frame.NamedColumn(name: "close", values: rows.map { Double($0.1) })]))
        ]
        return batch
    }

    private func entries(_ rows: [(Int64, Int64)]) -> DataBatch {
        var batch = DataBatch()
        batch.records = rows.map { hour, number in
            let time = Timestamp(nanoseconds: hour * SimulatedWeb.hour)
            return SourceRecord(
                kind: "entry", identity: "\(number)", time: time, knownAt: time,
                fields: ["number": .integer(Int(number))])
        }
        return batch
    }
}
