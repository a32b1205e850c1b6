import AlmanacCore
import Database
import Glibc
import Jobs
import Measuring
import TimeSeries

// The queue on a database of its own, as its users drive it.
// usage: jobs-bench FILE-OR-URL [enqueue] [work] [worker] [waiting]
// All settings are the durable ones. The database must be empty or this program's own.

/// Times a body that deals with so many jobs, and prints its rate.
func measure(_ name: String, jobs: Int, _ body: () async throws -> Void) async rethrows {
    let (start, processor) = (seconds(), processorSeconds())
    try await body()
    let rate = Int(Double(jobs) / (seconds() - start))
    let cost = Int((processorSeconds() - processor) / Double(jobs) * 1e6)
    print("\(name): \(rate) jobs a second, \(cost) us of processor time each")
    fflush(nil)
}

let clock = WaitingClock {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
}

let words = CommandLine.arguments.dropFirst()
guard let name = words.first else {
    print("usage: jobs-bench FILE-OR-URL [enqueue] [work] [worker] [waiting]")
    exit(2)
}
let parts = Set(words.dropFirst())
func runs(_ part: String) -> Bool { parts.isEmpty || parts.contains(part) }

let database = try Database(DatabaseLocation(name))
try JobsSchema.migrator.applyNow(to: database, atNanoseconds: clock.now().nanoseconds)
let queue = JobQueue(database.dialect)

func empty() throws {
    try database.writeNow { transaction in
        try transaction.run(
            script: """
                DROP TABLE IF EXISTS bench_effects;
                CREATE TABLE bench_effects (job BIGINT NOT NULL, delivery BIGINT NOT NULL);
                DELETE FROM job_failures; DELETE FROM job_dependencies;
                DELETE FROM extraction_jobs;
                """)
    }
    if database.dialect == .postgresql {
        // As the server does by itself in a database that lives for months.
        _ = try? database.writeNow { try $0.execute("ANALYZE extraction_jobs") }
    }
}

@Sendable func job() -> NewJob {
    NewJob("fetch", ["symbol": "AAPL", "from": "2020-01-01"], source: "prices")
}

func fill(_ count: Int) throws {
    var left = count
    while left > 0 {
        let size = min(left, 10_000)
        let now = clock.now()
        try database.writeNow {
            _ = try queue.enqueue((0..<size).map { _ in job() }, in: $0, at: now)
        }
        left -= size
    }
}

func measureEnqueue() async throws {
    for callers in [1, 64, 512, 2_048] {
        try empty()
        let each = callers == 1 ? 300 : 60_000 / callers
        try await measure("enqueue, \(callers) callers", jobs: callers * each) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<callers {
                    group.addTask {
                        for _ in 0..<each {
                            let now = clock.now()
                            try await database.write {
                                _ = try queue.enqueue(job(), in: $0, at: now)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }
    try empty()
    try await measure("enqueue, 1000 to a transaction", jobs: 100_000) {
        for _ in 0..<100 {
            let now = clock.now()
            try database.writeNow {
                _ = try queue.enqueue((0..<1_000).map { _ in job() }, in: $0, at: now)
            }
        }
    }
}

/// Claims in batches, and completes each batch with its effects in one transaction.
@Sendable func work(_ worker: Int, batch: Int) async throws {
    while true {
        let now = clock.now()
        let claimed = try await database.write {
            try queue.claim(batch, worker: "w\(worker)", in: $0, at: now)
        }
        if claimed.isEmpty { return }
        let completions = claimed.map { job in
            JobQueue.Completion(job) { effect in
                try effect.execute(
                    "INSERT INTO bench_effects VALUES ($1, $2)",
                    [SQLValue(job.lease.job), SQLValue(job.lease.token)])
            }
        }
        try await database.write { _ = try queue.complete(completions, in: $0, at: now) }
    }
}

func measureWork(batch: Int, jobs: Int) async throws {
    try empty()
    try fill(jobs)
    try await measure("claim and complete, 4 workers, batches of \(batch)", jobs: jobs) {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<4 { group.addTask { try await work(worker, batch: batch) } }
            try await group.waitForAll()
        }
    }
    let done = try database.readNow {
        try $0.first("SELECT count(*) FROM bench_effects")?.integer(0) ?? 0
    }
    precondition(done == Int64(jobs), "every job has its effect once")
}

/// The production worker, whose handler writes one row.
func measureWorker(jobs: Int) async throws {
    try empty()
    try fill(jobs)
    var options = Worker.Options()
    options.slots = 32
    options.endsWhenIdle = true
    let handler: JobHandler = { context in
        let job = context.job.id
        return .success { transaction in
            try transaction.execute("INSERT INTO bench_effects VALUES ($1, 1)", [SQLValue(job)])
        }
    }
    await measure("4 production workers of 32 slots", jobs: jobs) {
        await withTaskGroup { group in
            for number in 0..<4 {
                let worker = Worker(
                    "w\(number)", database: database, queue: queue, handlers: ["fetch": handler],
                    options: options, clock: clock, seed: UInt64(number))
                group.addTask { await worker.run() }
            }
        }
    }
}

/// Claims while many jobs wait; the median of a transaction that claims twenty.
func measureWaiting() throws {
    for waiting in [1_000, 1_000_000] {
        try empty()
        try fill(waiting)
        if database.dialect == .postgresql {
            _ = try database.writeNow { try $0.execute("ANALYZE extraction_jobs") }
        }
        var times: [Double] = []
        for _ in 0..<(waiting == 1_000 ? 45 : 400) {
            let (start, now) = (seconds(), clock.now())
            let claimed = try database.writeNow {
                try queue.claim(20, worker: "w", in: $0, at: now)
            }
            times.append(seconds() - start)
            precondition(claimed.count == 20, "there is work")
            if waiting == 1_000 {
                // So that as many wait as before.
                try fill(20)
            }
        }
        times.sort()
        let (median, high) = (times[times.count / 2] * 1e6, times[times.count * 9 / 10] * 1e6)
        print("claim of 20, \(waiting) waiting: median \(Int(median)) us, p90 \(Int(high)) us")
        fflush(nil)
    }
}

if runs("enqueue") { try await measureEnqueue() }
if runs("work") {
    try await measureWork(batch: 20, jobs: 40_000)
    try await measureWork(batch: 1, jobs: 4_000)
}
if runs("worker") { try await measureWorker(jobs: 20_000) }
if runs("waiting") { try measureWaiting() }
database.close()
