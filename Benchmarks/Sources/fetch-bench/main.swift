import AlmanacCore
import Archive
import Database
import Glibc
import Jobs
import Networking
import Synchronization
import TimeSeries

// Pages a second that one worker fetches: robots.txt, cache, bronze and queue as in production,
// without a rate; 200 host names, distinct pages of 80 kB of which a tenth repeat.
//
//     ALMANAC_TARGETS=fetch-bench swift run -c release fetch-bench [PAGES] [SLOTS]

let pages = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 6_000
let slots = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 32
let hosts = 200

if CommandLine.arguments.contains("--serve") { PageServer.run(port: 3) }
var channel: [Int32] = [0, 0]
guard pipe(&channel) == 0 else { exit(1) }
var server = pid_t()
var actions = posix_spawn_file_actions_t()
posix_spawn_file_actions_init(&actions)
posix_spawn_file_actions_adddup2(&actions, channel[1], 3)
var words: [UnsafeMutablePointer<CChar>?] = [strdup("fetch-bench"), strdup("--serve"), nil]
guard posix_spawn(&server, "/proc/self/exe", &actions, nil, &words, environ) == 0 else { exit(1) }
close(channel[1])
var port: UInt16 = 0
guard read(channel[0], &port, 2) == 2 else { exit(1) }

func now() -> Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
}

func peakMegabytes() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss / 1_024
}

let folder = "/tmp/fetch-bench.\(getpid())"
mkdir(folder, 0o700)
let location = DatabaseLocation.sqlite(path: folder + "/bench.db")
let database = try Database(location)
for migrator in [JobsSchema.migrator, ArchiveSchema.migrator] {
    try migrator.applyNow(to: database, atNanoseconds: now().nanoseconds)
}
let bronze = Bronze(beside: location)
var options = HTTPClientOptions(
    contact: "bench@example.org",
    addressGuard: AddressGuard(allowing: ["127.0.0.0/8"].compactMap { IPNetwork($0) }))
options.connectTo = ["::127.0.0.1:\(port)"]
let fetcher = Fetcher(
    try HTTPClient(options),
    clock: WaitingClock(now: now), chance: { Double.random(in: 0...1) },
    store: ResponseArchive(database, bronze, now: now))
let queue = JobQueue(database.dialect)
var made = 0
while made < pages {
    let batch = (made..<min(made + 500, pages)).map { number in
        NewJob(
            "fetch", ["url": .string("http://h\(number % hosts).example/page/\(number)")],
            source: "h\(number % hosts).example", tier: "static")
    }
    try database.writeNow { transaction in
        for job in batch { _ = try queue.enqueue(job, in: transaction, at: now()) }
    }
    made += batch.count
}
let failures = Mutex(0)
let handler: JobHandler = { context in
    guard let text = try context.job.parameters()["url"]?.stringValue, let url = WebURL(text)
    else { throw AlmanacError(.validation, "no address") }
    let started = context.clock.now()
    let fetched = try await fetcher.fetch(HTTPRequest(.get, url))
    let completed = context.clock.now()
    if !fetched.response.isSuccess { failures.withLock { $0 += 1 } }
    let prepared = try await bronze.preparing(fetched.response.body)
    var record = Fetch(
        source: context.job.source, url: url.description, tier: "static", fetchedAt: started,
        completedAt: completed)
    record.status = fetched.response.status
    let fetch = record
    return .success(items: 1) { transaction in
        _ = try bronze.store(transaction, prepared, fetch, at: completed)
    }
}
var workerOptions = Worker.Options()
workerOptions.slots = slots
workerOptions.endsWhenIdle = true
let worker = Worker(
    "bench", database: database, queue: queue, handlers: ["fetch": handler],
    options: workerOptions, clock: WaitingClock(now: now), seed: 1)
let start = now()
await worker.run()
let seconds = Double(now().nanoseconds - start.nanoseconds) / 1e9
let stored = try database.readNow { transaction in
    (
        try transaction.first("SELECT count(*) FROM raw_data")?.integer(0) ?? 0,
        try transaction.first("SELECT count(*) FROM blobs")?.integer(0) ?? 0
    )
}
print(
    "\(pages) pages, \(slots) slots: \(Int(Double(pages) / seconds)) pages a second, "
        + "\(peakMegabytes()) MB at most, \(failures.withLock { $0 }) failed, "
        + "\(stored.0) fetches of \(stored.1) different bodies kept")
kill(server, SIGTERM)
database.close()
for name in ["bench.db", "bench.db-wal", "bench.db-shm"] { unlink("\(folder)/\(name)") }
rmdir(folder)
