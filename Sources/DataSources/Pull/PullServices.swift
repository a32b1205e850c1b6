package import AlmanacCore
package import Archive
package import Browsing
package import Database
import Jobs
package import Networking
import Synchronization
package import TimeSeries

/// What pulls work with; one set serves any number of them.
package struct PullServices: Sendable {
    /// The database, with the tables of archive, queue and sources.
    package let database: Database
    /// Where bytes go.
    package let bronze: Bronze
    /// Who fetches.
    package let fetcher: Fetcher
    /// What each request passes.
    package var gate: SourceGate
    /// The time, pauses and chance.
    package let clock: WaitingClock
    /// A server on this machine that stands in for all others: it is asked for `/HOST/PATH`.
    package var standIn: WebURL?
    /// Whether the next tier starts beside one that is late.
    package var startsBeside = true
    /// Hosts whose robots.txt is left aside, which is for sites that allowed a person to.
    package var robotsLeftAside: Set<String> = []
    /// What is to be written together with the end of the job that fetches; nil where a person
    /// does.
    package var closing: ClosingWrites?
    /// What ties fetches to the command that makes them; a job's own comes before it.
    package var correlation: String?
    /// Lets a browser build a page; nil where there is none.
    package var visit: (@Sendable (VisitRequest) async throws -> VisitedPage)?
    /// The same by a browser that someone else runs for money; nil where there is no key to one.
    package var hostedVisit: (@Sendable (VisitRequest) async throws -> VisitedPage)?
    /// Why there is none.
    package var browserObstacle = AlmanacError(
        .sourceUnavailable, "no browser is installed", details: ["reason": "browser_absent"],
        suggestion: "install one with: apt-get install chromium")

    /// Makes a set of services.
    package init(
        _ database: Database, _ bronze: Bronze, _ fetcher: Fetcher, _ gate: SourceGate,
        _ clock: WaitingClock
    ) {
        (self.database, self.bronze, self.fetcher) = (database, bronze, fetcher)
        (self.gate, self.clock) = (gate, clock)
    }

    /// How a source is fetched by a tier: its schedule decides for how long an answer is fresh;
    /// interfaces that were made to be called do not ask for robots.txt.
    package func policy(_ source: SourceDescription, _ tier: SourceTier) -> Fetcher.Policy {
        var policy = Fetcher.Policy()
        policy.lifetime = source.schedule.lifetimeSeconds
        policy.obeysRobots = tier == .static || tier == .browser
        policy.robotsLeftAside = robotsLeftAside
        // Its limits pace a source; one without any is asked once a second. What stands in for all
        // of them on this machine is no site that could be a burden.
        policy.intervalNanoseconds =
            source.limits.isEmpty && standIn == nil ? Timestamp.nanosecondsPerSecond : 0
        policy.patienceNanoseconds = gate.patienceNanoseconds
        return policy
    }

    /// Says in a fetch's record for which job or command it was, and that robots.txt was left aside
    /// where a person chose that.
    func sign(_ fetch: inout Fetch) {
        fetch.correlation = correlation
        if let job = gate.job?.job {
            (fetch.job, fetch.plan) = (job.id, job.plan)
            fetch.correlation = job.correlationID
        }
        if let host = WebURL(fetch.url)?.host, robotsLeftAside.contains(host) {
            fetch.headers["almanac-robots"] = "left aside"
        }
    }

    /// The cookies of a source, which are sent for no other.
    func cookies(of source: String) async throws -> CookieJar {
        try await database.read { try SourceCookies.load($0, source: source) }
    }

    /// A request as it is sent: as it is, or to the server that stands in.
    package func directed(_ request: HTTPRequest) throws(AlmanacError) -> HTTPRequest {
        guard let standIn else { return request }
        let query = request.url.query.map { "?" + $0 } ?? ""
        let text = "\(standIn.origin)/\(request.url.authority ?? "")\(request.url.path)\(query)"
        guard let url = WebURL(text) else {
            throw AlmanacError(
                .validation, "\(standIn) cannot stand in for other servers",
                suggestion: "give an address such as http://127.0.0.1:8080")
        }
        var directed = request
        directed.url = url
        return directed
    }
}

/// What a job's pulls leave to be written in the transaction that ends the job.
package final class ClosingWrites: Sendable {
    private let writes = Mutex<[@Sendable (Transaction) throws -> Void]>([])

    /// Makes an empty list.
    package init() {}

    func add(_ write: @escaping @Sendable (Transaction) throws -> Void) {
        writes.withLock { $0.append(write) }
    }

    /// Writes everything, in the order in which it came; the same however often it is called.
    package func perform(_ transaction: Transaction) throws {
        for write in writes.withLock({ $0 }) { try write(transaction) }
    }
}

extension PullServices {
    /// Writes at once; for a job only while its lease is its own.
    func write<Result: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Result
    ) async throws -> Result {
        try await database.write { [gate] transaction in
            try gate.requireHeld(transaction)
            return try body(transaction)
        }
    }

    /// Writes with the end of the job; at once where there is none.
    func writeLast(_ body: @escaping @Sendable (Transaction) throws -> Void) async throws {
        guard let closing else { return try await write(body) }
        closing.add(body)
    }
}

/// What a pull tells while it goes on.
package enum PullEvent: Sendable {
    /// An answer was stored: how much there is by now, and up to when, of a stretch.
    case stored(rows: Int, last: Timestamp?, PullPlan.Stretch)
}

/// What a pull did.
package struct PullOutcome: Sendable {
    /// The source.
    package let source: String
    /// The tier that brought it.
    package let tier: SourceTier
    /// What was wanted.
    package let request: DataRequest
    /// What became of what came.
    package var receipt = BatchStore.Receipt()
    /// Rows and records that are written with the end of the job.
    package var left = 0
    /// What was asked, and what it cost.
    package var usage = SourceUsage()
    /// Whether it went on where an earlier one was broken off.
    package var resumed = false
    /// What is there whole by now; nil where the source gives no stretches of time.
    package var covered: PullPlan.Stretch?
    /// Where the source failed and what was kept served; nil where everything is current.
    package var stale: Stale?
    /// What a person should know.
    package var notes: [String] = []
    /// That the source has nothing of what was asked for; nil where something came or was there.
    package var emptiness: AlmanacError?

    /// Why and since when data is not current.
    package struct Stale: Sendable, Equatable {
        /// Why the source could not be asked.
        package var reason: String
        /// When what serves instead was fetched.
        package var since: Timestamp
    }

    /// Whether everything was there already.
    package var wasThere: Bool { usage.calls == 0 && receipt.total == 0 && left == 0 }

    /// The outcome as an object of a command's output.
    package var json: JSONObject {
        [
            "source": .string(source), "tier": .string(tier.rawValue),
            "kind": .string(request.kind.rawValue), "target": .string(request.target),
            "added": .integer(receipt.added), "corrected": .integer(receipt.corrected),
            "repeated": .integer(receipt.repeated), "records": .integer(receipt.records),
            "versions": .integer(receipt.versions),
            "series": .array(receipt.series.map(JSON.string)),
            "last": receipt.last.map { .string($0.dateText) } ?? .null,
            "resumed": .bool(resumed), "was_there": .bool(wasThere),
            "stale": stale.map {
                ["reason": .string($0.reason), "since": .string($0.since.iso8601)]
            } ?? .null,
            "empty": emptiness?.json["error"] ?? .null,
            "usage": .object(usage.json), "notes": .array(notes.map(JSON.string)),
        ]
    }
}
