import AlmanacCore
import Archive
import DataSources
import Database
import Glibc
import Jobs
import Networking
import Synchronization
import TestSupport
import Testing
import TimeSeries

/// Pulls of workers that die, or sleep past their lease, at a chosen moment.
@Suite(.serialized) struct JobPullTests {
    static let databases = DatabaseUnderTest.available
    static let start = SourcePullTests.start

    /// Takes the one job that waits, a minute later each time so that older leases are over.
    private static func claim(_ database: Database, _ time: MovedClock) throws -> ClaimedJob {
        let queue = JobQueue(database.dialect)
        time.advance(seconds: 61)
        return try database.writeNow { transaction in
            var generator = SeededGenerator(seed: 1)
            try queue.rescue(in: transaction, at: time.now, using: &generator)
            return try #require(
                try queue.claim(1, worker: "w", in: transaction, at: time.now).first)
        }
    }

    private static func complete(
        _ claimed: ClaimedJob, _ closing: ClosingWrites, _ database: Database, _ time: MovedClock
    ) throws {
        try database.writeNow {
            try JobQueue(database.dialect).complete(
                claimed, in: $0, at: time.now, effect: closing.perform)
        }
    }

    // MARK: - What is free

    /// A pull of fifty days, ten at a time, for a job.
    private static func numbers(
        _ setting: PulledSource, _ claimed: ClaimedJob, _ closing: ClosingWrites
    ) -> @Sendable () async throws -> PullOutcome {
        var services = setting.services
        services.gate.job = claimed
        services.closing = closing
        let (source, address, now) = (setting.source, setting.server.address, setting.time.now)
        let pull = SourcePull(
            services, source, tier: .api, hasKeys: false,
            client: { NumberClient(source: source, request: $0, address: address, now: now) })
        let day = Timestamp.nanosecondsPerDay
        let request = DataRequest(
            .bars, "a", from: Timestamp(nanoseconds: 19_900 * day),
            until: Timestamp(nanoseconds: 19_950 * day))
        return { try await pull.run(request) }
    }

    /// How many answers are stored and how many counted, how many days are there, and how many
    /// cursors are left.
    private static func stored(_ setting: PulledSource) throws -> [Int] {
        let (raw, calls, cursors) = try setting.database.readNow { transaction in
            (
                try transaction.first("SELECT count(*) FROM raw_data")?.integer(0) ?? 0,
                try SourceUsage.since(transaction, Timestamp(nanoseconds: 0)).reduce(0) {
                    $0 + $1.usage.calls + $1.usage.kept
                },
                try transaction.first("SELECT count(*) FROM pulls WHERE cursor IS NOT NULL")?
                    .integer(0) ?? 0
            )
        }
        return [Int(raw), calls, try setting.stored().count, Int(cursors)]
    }

    @Test(
        "a worker that slept past its lease stores nothing more, and the next one all of the rest",
        arguments: databases)
    func sleeps(_ kind: DatabaseUnderTest) async throws {
        try await kind.withDatabase { database in
            // The third answer comes when the job is another worker's already.
            let meanwhile = Mutex<(@Sendable () -> Void)?>(nil)
            let setting = try PulledSource(database, at: Self.start) { request, count in
                if count == 3 { meanwhile.withLock { $0 }?() }
                return [.answer(body: PulledSource.lines(request.target))]
            }
            let (queue, time) = (JobQueue(database.dialect), setting.time)
            try database.writeNow {
                _ = try queue.enqueue(NewJob("pull", source: "numbers"), in: $0, at: time.now)
            }
            let first = try Self.claim(database, time)
            let second = Mutex<ClaimedJob?>(nil)
            meanwhile.withLock {
                $0 = {
                    let claimed = try? Self.claim(database, time)
                    second.withLock { $0 = claimed }
                }
            }
            let error = await #expect(throws: AlmanacError.self) {
                try await Self.numbers(setting, first, ClosingWrites())()
            }
            #expect(error?.isLeaseLost == true)
            #expect(try Self.stored(setting) == [2, 2, 20, 1])
            let closing = ClosingWrites()
            let claimed = try #require(second.withLock { $0 })
            let outcome = try await Self.numbers(setting, claimed, closing)()
            #expect(outcome.resumed && outcome.left == 10)
            #expect(try Self.stored(setting) == [4, 4, 40, 1])
            try Self.complete(claimed, closing, database, time)
            #expect(try Self.stored(setting) == [5, 5, 50, 0])
        }
    }

    @Test("the last answer is stored with the job's end or not at all", arguments: databases)
    func last(_ kind: DatabaseUnderTest) async throws {
        try await kind.withDatabase { database in
            let setting = try PulledSource(database, at: Self.start) { request, _ in
                [.answer(body: PulledSource.lines(request.target))]
            }
            let (queue, time) = (JobQueue(database.dialect), setting.time)
            try database.writeNow {
                _ = try queue.enqueue(NewJob("pull", source: "numbers"), in: $0, at: time.now)
            }
            let first = try Self.claim(database, time)
            let late = ClosingWrites()
            _ = try await Self.numbers(setting, first, late)()
            // The worker sleeps here, and another one does the rest.
            let second = try Self.claim(database, time)
            let closing = ClosingWrites()
            _ = try await Self.numbers(setting, second, closing)()
            try Self.complete(second, closing, database, time)
            #expect(throws: AlmanacError.self) {
                try Self.complete(first, late, database, time)
            }
            #expect(try Self.stored(setting) == [5, 5, 50, 0])
            let job = try database.readNow { try queue.job(first.job.id, in: $0) }
            #expect(job?.state == .succeeded)
        }
    }

    // MARK: - What costs money

    /// What becomes of a call whose answer the worker does not live to see.
    enum Fate: String, CaseIterable {
        /// The run was started.
        case arrived
        /// It never was; somebody else's was.
        case lost
        /// The far side cannot be asked.
        case untold
    }

    /// A pull of posts by an actor, or of a page that a service fetches, for the job that waits.
    private static func paid(
        _ database: Database, _ time: MovedClock, _ address: String, _ fate: Fate,
        _ closing: ClosingWrites
    ) throws -> (claimed: ClaimedJob, run: @Sendable () async throws -> PullOutcome) {
        let claimed = try claim(database, time)
        var services = try PulledSource.services(database, time)
        services.standIn = WebURL(address)
        services.gate.job = claimed
        services.closing = closing
        let keys = SourceKeys(["APIFY_TOKEN": "hush", "FIRECRAWL_API_KEY": "hush"])
        let name = fate == .untold ? "firecrawl" : "x"
        let pull = SourcePull(
            services, try SourceRegistry.require(name), tier: .actor, hasKeys: true,
            client: { request -> any SourceClient in
                if name == "x" { return try ApifyRun(source: "x", request, keys: keys) }
                return try FirecrawlPages(request, keys: keys)
            })
        let request =
            name == "x"
            ? DataRequest(.posts, "@elonmusk") : DataRequest(.page, "https://example.com/")
        return (claimed, { try await pull.run(request) })
    }

    /// Pulls until the server has been asked for what costs money, and dies before it hears more.
    private static func pullAndDie(
        _ place: String, _ address: String, _ folder: String, _ fate: String
    ) async throws {
        let database = try Database(try DatabaseLocation(place))
        let time = MovedClock(start)
        let watcher = Task.detached {
            while access(folder + "/called", F_OK) != 0 { usleep(1_000) }
            kill(getpid(), SIGKILL)
        }
        defer { watcher.cancel() }
        let fate = try #require(Fate(rawValue: fate))
        _ = try await paid(database, time, address, fate, ClosingWrites()).run()
    }

    /// A server that holds back its first answer to what costs money, until the worker is dead.
    private static func server(_ fate: Fate, _ folder: String) throws -> LoopbackServer {
        let posted = Mutex<[[UInt8]]>([])
        @Sendable func json(_ text: String) -> [LoopbackServer.Step] {
            [.answer(200, ["Content-Type: application/json"], body: Array(text.utf8))]
        }
        let run =
            "\"id\":\"RUN1\",\"status\":\"SUCCEEDED\",\"defaultDatasetId\":\"S\","
            + "\"defaultKeyValueStoreId\":\"IN\",\"startedAt\":\"\(start.iso8601)\","
            + "\"usageTotalUsd\":0.25"
        return try #require(
            LoopbackServer { request in
                if request.method == "POST" {
                    let count = posted.withLock {
                        $0.append(request.body)
                        return $0.count
                    }
                    guard count == 1 else {
                        return fate == .untold
                            ? json("{\"success\":true,\"data\":{\"markdown\":\"# A\"}}")
                            : json("{\"data\":{\(run)}}")
                    }
                    close(open(folder + "/called", O_WRONLY | O_CREAT, 0o600))
                    return [.pause(milliseconds: 20), .reset]
                }
                if request.target.contains("/acts/") {
                    return json("{\"data\":{\"items\":[{\(run)}]}}")
                }
                if request.target.hasSuffix("/INPUT") {
                    let own = posted.withLock { String(decoding: $0[0], as: UTF8.self) }
                    return json(fate == .arrived ? own : "{\"somebody\":\"else\"}")
                }
                if request.target.contains("/actor-runs/") { return json("{\"data\":{\(run)}}") }
                if request.target.contains("/datasets/") { return json("[]") }
                return [.answer(404)]
            })
    }

    @Test(
        "a worker is killed between a paid call and its record: the next finds out before it pays",
        arguments: databases, Fate.allCases)
    func killed(_ kind: DatabaseUnderTest, _ fate: Fate) async throws {
        try await kind.withLocation { location in
            try await withTemporaryFolder { folder in
                let database = try Database(location)
                defer { database.close() }
                let server = try Self.server(fate, folder)
                let (queue, time) = (JobQueue(database.dialect), MovedClock(Self.start))
                let source = fate == .untold ? "firecrawl" : "x"
                for migrator in [
                    JobsSchema.migrator, ArchiveSchema.migrator, SourcesSchema.migrator,
                ] { try migrator.applyNow(to: database, atNanoseconds: time.now.nanoseconds) }
                try database.writeNow {
                    try queue.ledger.setLimit(
                        Money(microdollars: 1_000_000), scope: "source:\(source)", in: $0)
                    _ = try queue.enqueue(NewJob("pull", source: source), in: $0, at: time.now)
                }
                let place =
                    switch location {
                    case .sqlite(let path): path
                    case .postgresql(let url): url
                    }
                await #expect(processExitsWith: .signal(SIGKILL)) {
                    [
                        place = place as String, address = server.address as String,
                        folder = folder as String, fate = fate.rawValue as String
                    ] in
                    try await Self.pullAndDie(place, address, folder, fate)
                }
                func budget() throws -> Budget {
                    try database.readNow {
                        try queue.ledger.budget(
                            "source:\(source)", day: Budget.day(of: Self.start), in: $0)
                    }
                }
                let price = Money(microdollars: fate == .untold ? 5_300 : 40_000)
                #expect(try budget().reserved == price)
                // The next delivery counts it as spent, finds out, and goes on.
                time.advance(seconds: 61)
                let closing = ClosingWrites()
                let (claimed, run) = try Self.paid(database, time, server.address, fate, closing)
                #expect(try budget().spent == price)
                #expect(try budget().reserved == .zero)
                if fate == .lost {
                    // What is not there may still be on its way.
                    let early = await #expect(throws: AlmanacError.self) { _ = try await run() }
                    #expect(early?.details["again_at"] != nil)
                    #expect(try budget().spent == price)
                    time.advance(seconds: 60)
                }
                _ = try await run()
                try Self.complete(claimed, closing, database, time)
                let calls = server.requests.count { $0.method == "POST" }
                #expect(calls == (fate == .arrived ? 1 : 2))
                let spent = Money(microdollars: fate == .untold ? 2 * 5_300 : 250_000)
                #expect(try budget().spent == spent)
                #expect(try budget().reserved == .zero)
                let counted = try database.readNow {
                    try SourceUsage.since($0, Timestamp(nanoseconds: 0)).reduce(0) {
                        $0 + $1.usage.microdollars
                    }
                }
                #expect(counted == spent.microdollars)
                let keys = Set(server.requests.compactMap { $0["Idempotency-Key"] })
                #expect(keys.count == (fate == .untold ? 2 : 1))
            }
        }
    }
}
