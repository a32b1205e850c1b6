import AlmanacCore
import Database
import Jobs
import Synchronization
import TestSupport
import Testing
import TimeSeries

@Suite struct WorkerTests {
    /// What a worker reported, by the handler's name.
    private final class Report: Sendable {
        private let entries = Mutex<[(String, WorkerEvent.Ending)]>([])

        func note(_ event: WorkerEvent) {
            guard case .ended(let job, let ending, _) = event else { return }
            entries.withLock { $0.append((job.handler, ending)) }
        }

        func endings(of handler: String) -> [WorkerEvent.Ending] {
            entries.withLock { $0.filter { $0.0 == handler }.map(\.1) }
        }
    }

    /// A clock that moves by a millisecond each time it is read.
    private final class StepClock: Sendable {
        private let milliseconds = Atomic<Int64>(1_767_225_600_000)

        var clock: WaitingClock {
            WaitingClock { [self] in
                let now = milliseconds.wrappingAdd(1, ordering: .relaxed).newValue
                return Timestamp(nanoseconds: now * 1_000_000)
            }
        }

        var now: Timestamp { clock.now() }
    }

    private static func withQueue(
        _ kind: DatabaseUnderTest, lease: Int64 = 60_000_000_000,
        _ body: (Database, JobQueue, StepClock) async throws -> Void
    ) async throws {
        try await kind.withDatabase(QueueUnderTest.fast) { database in
            let clock = StepClock()
            try await JobsSchema.migrator.apply(
                to: database, atNanoseconds: clock.now.nanoseconds)
            try await database.write {
                try $0.execute(
                    "CREATE TABLE effects (job BIGINT NOT NULL, delivery BIGINT NOT NULL)")
            }
            let queue = JobQueue(database.dialect, lease: LeasePolicy(nanoseconds: lease))
            try await body(database, queue, clock)
        }
    }

    private static func add(
        _ jobs: [NewJob], _ database: Database, _ queue: JobQueue, _ now: Timestamp
    ) async throws -> [Int64] {
        try await database.write { try queue.enqueue(jobs, in: $0, at: now).map(\.id) }
    }

    private static let effect: JobHandler = { context in
        let job = context.job.id
        return .success(items: 3) { transaction in
            try transaction.execute(
                "INSERT INTO effects (job, delivery) VALUES ($1, 1)", [SQLValue(job)])
        }
    }

    @Test("workers side by side do every job once", arguments: DatabaseUnderTest.available)
    func everyJobOnce(_ kind: DatabaseUnderTest) async throws {
        try await Self.withQueue(kind) { database, queue, clock in
            _ = try await Self.add(
                (0..<60).map { _ in NewJob("a") }, database, queue, clock.now)
            var options = Worker.Options()
            options.endsWhenIdle = true
            await withTaskGroup { group in
                for number in 0..<3 {
                    let worker = Worker(
                        "w\(number)", database: database, queue: queue,
                        handlers: ["a": Self.effect], options: options, clock: clock.clock,
                        seed: UInt64(number))
                    group.addTask { await worker.run() }
                }
            }
            let (done, effects, items) = try await database.read { transaction in
                let row = try transaction.first(
                    """
                    SELECT (SELECT count(*) FROM extraction_jobs WHERE state = 'succeeded'),
                        (SELECT count(*) FROM effects), (SELECT min(items) FROM extraction_jobs)
                    """)
                return (try row?.integer(0), try row?.integer(1), try row?.integer(2))
            }
            #expect(done == 60 && effects == 60 && items == 3)
        }
    }

    @Test("every way in which a handler ends is written down")
    func endings() async throws {
        try await Self.withQueue(.sqlite) { database, queue, clock in
            let report = Report()
            let handlers: [String: JobHandler] = [
                "fails": { _ in throw AlmanacError(.dataFetch, "no answer") },
                "invalid": { _ in throw AlmanacError(.validation, "nonsense") },
                "snoozes": {
                    .snooze(
                        until: $0.clock.now().advanced(byNanoseconds: 1_000_000_000_000),
                        reason: "later")
                },
                "poor": { _ in throw AlmanacError(.budgetExceeded, "no money") },
                "breaks": { _ in
                    .success { try $0.execute("INSERT INTO nowhere VALUES (1)") }
                },
                "overdue": { _ in
                    try await Task.sleep(nanoseconds: 60_000_000_000)
                    return .success()
                },
            ]
            let names = handlers.keys.sorted() + ["unknown"]
            _ = try await Self.add(
                names.map { name in
                    var job = NewJob(name)
                    if name == "overdue" { job.deadlineNanoseconds = 1_000_000 }
                    return job
                }, database, queue, clock.now)
            var options = Worker.Options()
            options.endsWhenIdle = true
            let worker = Worker(
                "w", database: database, queue: queue, handlers: handlers, options: options,
                clock: clock.clock, seed: 1, report: { report.note($0) })
            await worker.run()
            for name in names {
                let ending = try #require(report.endings(of: name).first)
                switch (name, ending) {
                case ("fails", .retried(_, let failure)): #expect(failure.blamesSource)
                case ("invalid", .died(let reason, _)): #expect(reason == "permanent failure")
                case ("snoozes", .snoozed), ("poor", .died), ("unknown", .snoozed): break
                case ("overdue", .retried(_, let failure)):
                    #expect(failure.message.contains("deadline"))
                case ("breaks", .retried), ("breaks", .died): break
                default: Issue.record("\(name) ended as \(ending)")
                }
            }
        }
    }

    @Test("a stop gives leases back, and cancels what runs")
    func stop() async throws {
        try await Self.withQueue(.sqlite) { database, queue, clock in
            let report = Report()
            let ids = try await Self.add([NewJob("long")], database, queue, clock.now)
            let (started, start) = AsyncStream.makeStream(of: Void.self)
            var options = Worker.Options()
            options.graceNanoseconds = 0
            let worker = Worker(
                "w", database: database, queue: queue,
                handlers: [
                    "long": { _ in
                        start.yield()
                        try await Task.sleep(nanoseconds: 600_000_000_000)
                        return .success()
                    }
                ], options: options, clock: clock.clock, seed: 1, report: { report.note($0) })
            let running = Task { await worker.run() }
            var iterator = started.makeAsyncIterator()
            await iterator.next()
            running.cancel()
            await running.value
            #expect(report.endings(of: "long") == [.givenBack])
            let job = try await database.read { try queue.job(ids[0], in: $0) }
            #expect(job?.state == .available && job?.lost == 0 && job?.attempts == 0)
        }
    }

    @Test("a job that was cancelled is called off with the next heartbeat")
    func cancelled() async throws {
        try await Self.withQueue(.sqlite, lease: 30_000_000) { database, queue, clock in
            let report = Report()
            let ids = try await Self.add([NewJob("long")], database, queue, clock.now)
            var options = Worker.Options()
            options.endsWhenIdle = true
            let worker = Worker(
                "w", database: database, queue: queue,
                handlers: [
                    "long": { context in
                        let (queue, id, now) = (context.queue, context.job.id, context.clock.now())
                        try await context.database.write {
                            _ = try queue.cancel(id, by: "test", in: $0, at: now)
                        }
                        try await Task.sleep(nanoseconds: 600_000_000_000)
                        return .success()
                    }
                ], options: options, clock: clock.clock, seed: 1, report: { report.note($0) })
            await worker.run()
            #expect(report.endings(of: "long") == [.abandoned])
            let job = try await database.read { try queue.job(ids[0], in: $0) }
            #expect(job?.state == .cancelled)
        }
    }

    @Test("what a failure or a delay leaves is written with it, or left out where it is refused")
    func effects() async throws {
        try await Self.withQueue(.sqlite) { database, queue, clock in
            try await database.write {
                try $0.execute("CREATE TABLE left_behind (what TEXT PRIMARY KEY) STRICT")
            }
            let ids = try await Self.add(
                ["fails", "waits", "is refused"].map { NewJob($0) }, database, queue, clock.now)
            @Sendable func note(_ text: String) -> JobResult.Effect {
                { try $0.execute("INSERT INTO left_behind VALUES ($1)", [SQLValue(text)]) }
            }
            let later = clock.now.advanced(byNanoseconds: Timestamp.nanosecondsPerDay)
            let permanent = JobFailure("no", isPermanent: true)
            var options = Worker.Options()
            options.endsWhenIdle = true
            let worker = Worker(
                "w", database: database, queue: queue,
                handlers: [
                    "fails": { _ in .failure(permanent, effect: note("failed")) },
                    "waits": { _ in .snooze(until: later, reason: "x", effect: note("waited")) },
                    "is refused": { _ in
                        .failure(permanent) { _ in throw AlmanacError(.validation, "refused") }
                    },
                ], options: options, clock: clock.clock, seed: 1)
            await worker.run()
            let (states, notes) = try await database.read { transaction in
                (
                    try ids.map { try queue.job($0, in: transaction)?.state },
                    try transaction.query("SELECT what FROM left_behind ORDER BY what").map {
                        try $0.text(0)
                    }
                )
            }
            #expect(states == [.dead, .scheduled, .dead])
            #expect(notes == ["failed", "waited"])
        }
    }

    @Test(
        "a limit that says when it has room puts a job off, and money that nobody set kills it",
        arguments: [
            (AlmanacError.Kind.budgetExceeded, "again_at", JobState.scheduled),
            (.budgetExceeded, "scope", .dead), (.rateLimited, "again_at", .scheduled),
            (.rateLimited, "scope", .scheduled),
        ])
    func limits(_ kind: AlmanacError.Kind, _ detail: String, _ state: JobState) async throws {
        try await Self.withQueue(.sqlite) { database, queue, clock in
            let ids = try await Self.add([NewJob("a")], database, queue, clock.now)
            let error = AlmanacError(
                kind, "no room", details: [detail: "2040-01-01T00:00:00Z"], suggestion: "wait")
            var options = Worker.Options()
            options.endsWhenIdle = true
            let worker = Worker(
                "w", database: database, queue: queue, handlers: ["a": { _ in throw error }],
                options: options, clock: clock.clock, seed: 1)
            await worker.run()
            let job = try await database.read { try queue.job(ids[0], in: $0) }
            #expect(job?.state == state && job?.attempts == (state == .dead ? 1 : 0))
        }
    }

    @Test("a scheduler puts in what comes due and says when to look again")
    func scheduler() async throws {
        try await Self.withQueue(.sqlite) { database, queue, clock in
            let now = clock.now
            try await database.write {
                try queue.setSchedule(
                    "s", try Recurrence("1s"), misfire: .all, job: NewJob("a"), in: $0, at: now)
            }
            let later = WaitingClock { now.advanced(byNanoseconds: 2_500_000_000) }
            let scheduler = Scheduler(database: database, queue: queue, clock: later)
            let next = try await scheduler.look()
            _ = try await scheduler.look()
            let counts = try await database.read {
                try queue.status(in: $0, at: later.now()).counts
            }
            #expect(counts[.available] == 2)
            #expect(next.map { $0 > later.now() } == true)
        }
    }
}
