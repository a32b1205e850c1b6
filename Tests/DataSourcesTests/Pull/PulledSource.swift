import AlmanacCore
import Archive
import DataSources
import Database
import Jobs
import Networking
import Synchronization
import TestSupport
import Testing
import TimeSeries

/// A clock that tests move; sleeps pass at once and are added up.
final class MovedClock: Sendable {
    private let state: Mutex<(now: Timestamp, slept: Int64)>

    init(_ start: Timestamp) { state = Mutex((start, 0)) }

    var now: Timestamp { state.withLock { $0.now } }
    var slept: Int64 { state.withLock { $0.slept } }

    func advance(seconds: Int64) {
        state.withLock { $0.now = $0.now.advanced(byNanoseconds: seconds * 1_000_000_000) }
    }

    var clock: WaitingClock {
        WaitingClock(
            now: { self.now },
            sleep: { nanoseconds in
                try Task.checkCancellation()
                self.state.withLock {
                    $0.now = $0.now.advanced(byNanoseconds: nanoseconds)
                    $0.slept += nanoseconds
                }
            })
    }
}

/// A source of one number a day, which a server on loopback gives ten at a time.
struct NumberClient: SourceClient {
    var source: SourceDescription
    var request: DataRequest
    var keys = SourceKeys()
    let address: String
    let now: Timestamp

    private static let day = Timestamp.nanosecondsPerDay

    /// The cursor is the number of the day from which to ask.
    var start: String { String((request.from?.nanoseconds ?? 0) / Self.day) }

    private func end(_ first: Int64) -> (day: Int64, isLast: Bool) {
        let last = (request.until ?? now).nanoseconds / Self.day
        return (min(first + 10, last), first + 10 >= last)
    }

    func call(at cursor: String) throws(AlmanacError) -> SourceCall {
        let first = Int64(cursor) ?? 0
        guard let url = WebURL("\(address)/\(request.target)?from=\(first)&to=\(end(first).day)")
        else { throw AlmanacError(.internalError, "no address") }
        return SourceCall(HTTPRequest(.get, url))
    }

    func read(
        _ response: HTTPResponse, at cursor: String, now: Timestamp
    ) throws(AlmanacError) -> AnswerPage {
        var times: [Timestamp] = []
        var values: [Double] = []
        for line in String(decoding: response.body, as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: ",")
            guard fields.count == 2, let day = Int64(fields[0]), let value = Double(fields[1])
            else {
                throw AlmanacError(.schemaMismatch, "'\(line)' is no day and number")
            }
            times.append(Timestamp(nanoseconds: day * Self.day))
            values.append(value)
        }
        var batch = DataBatch()
        batch.series = [
            DataBatch.SeriesPart(
                symbol: request.target, frequency: .day1, calendar: .always,
                frame: Frame(
                    times: times, knownAt: times.map { $0.advanced(byNanoseconds: Self.day) },
                    columns: [Frame.NamedColumn(name: "close", values: values)]))
        ]
        let first = Int64(cursor) ?? 0
        let (next, isLast) = end(first)
        return AnswerPage(batch, next: isLast ? nil : String(next))
    }
}

/// A pull of such a source into an archive of its own.
struct PulledSource {
    let database: Database
    let server: LoopbackServer
    let time: MovedClock
    let services: PullServices
    var source: SourceDescription
    var hasKeys = false

    /// The value of a day, unless a test's script says otherwise.
    static func lines(_ target: String) -> [UInt8] {
        var first = 0
        var last = 0
        for part in target.split(whereSeparator: { $0 == "?" || $0 == "&" }) {
            if part.hasPrefix("from=") { first = Int(part.dropFirst(5)) ?? 0 }
            if part.hasPrefix("to=") { last = Int(part.dropFirst(3)) ?? 0 }
        }
        return Array((first..<max(first, last)).map { "\($0),\($0 % 97)\n" }.joined().utf8)
    }

    init(
        _ database: Database, at start: Timestamp,
        _ script: @escaping @Sendable (LoopbackServer.Request, Int) -> [LoopbackServer.Step]
    ) throws {
        self.database = database
        for migrator in [JobsSchema.migrator, ArchiveSchema.migrator, SourcesSchema.migrator] {
            try migrator.applyNow(to: database, atNanoseconds: start.nanoseconds)
        }
        let count = Mutex(0)
        server = try #require(
            LoopbackServer { request in
                script(
                    request,
                    count.withLock {
                        $0 += 1
                        return $0
                    })
            })
        time = MovedClock(start)
        services = try Self.services(database, time)
        source = try SourceRegistry.require("yahoo")
        source.name = "numbers"
    }

    /// What pulls work with, on a database that has its tables.
    static func services(_ database: Database, _ time: MovedClock) throws -> PullServices {
        let client = try HTTPClient(
            HTTPClientOptions(
                addressGuard: AddressGuard(
                    allowing: [try #require(IPNetwork("127.0.0.0/8"))])))
        let bronze = Bronze()
        let clock = time.clock
        let fetcher = Fetcher(
            client, clock: clock, chance: { 0.5 },
            store: ResponseArchive(database, bronze, now: { [time] in time.now }))
        return PullServices(
            database, bronze, fetcher, SourceGate(database, JobQueue(database.dialect), clock),
            clock)
    }

    /// Pulls a stretch of days.
    func pull(
        _ target: String = "a", from: Int64?, until: Int64?, refresh: Bool = false
    ) async throws -> PullOutcome {
        let day = Timestamp.nanosecondsPerDay
        let request = DataRequest(
            .bars, target, from: from.map { Timestamp(nanoseconds: $0 * day) },
            until: until.map { Timestamp(nanoseconds: $0 * day) })
        let (source, address, now) = (source, server.address, time.now)
        return try await SourcePull(
            services, source, tier: .api, hasKeys: hasKeys,
            client: { NumberClient(source: source, request: $0, address: address, now: now) }
        ).run(request, refresh: refresh)
    }

    /// The days that are stored, and their values.
    func stored(_ target: String = "a") throws -> [(day: Int64, value: Double)] {
        try database.readNow { transaction in
            let store = SeriesStore()
            guard
                let series = try store.find(
                    transaction, source: source.name, slot: "prices", symbol: target)
            else { return [] }
            let frame = try store.read(transaction, series)
            return zip(frame.times, frame["close"] ?? []).map {
                ($0.nanoseconds / Timestamp.nanosecondsPerDay, $1)
            }
        }
    }
}
