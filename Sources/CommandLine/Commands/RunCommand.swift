import AlmanacCore
import Archive
import Browsing
import DataSources
import Database
import Dispatch
import Glibc
import Jobs
import LanguageModel
import Scraping
import TimeSeries
import WebServer

/// `almanac run`: the worker and the scheduler.
enum RunCommand {
    static let command = Command(
        name: "run",
        summary: "Work off the queue and its schedules; any number may run beside each other.",
        options: [
            DatabaseOptions.option,
            Command.Option("--once", nil, "end when nothing is to do at the moment"),
            Command.Option("--slots", "N", "jobs at once; else 8"),
            Command.Option("--queue", "QUEUE", "only this queue", isRepeatable: true),
            Command.Option(
                "--lease", "SECONDS",
                "how long a job stays with a worker that is not heard of; else 60"),
            Command.Option("--log", "FORM", "text or json; else json unless on a terminal"),
            Command.Option(
                "--metrics", "PORT",
                "serve /metrics for Prometheus on 127.0.0.1, for who knows ALMANAC_TOKEN"),
            WebPage.allowPrivate,
        ],
        examples: [
            ("almanac run --once", "does what is due and ends"),
            (
                "ALMANAC_TOKEN=$(cat token) almanac run --metrics 9464",
                "works until Ctrl-C, and tells Prometheus how it goes"
            ),
        ], run: run)

    private enum LogForm: String, CaseIterable { case text, json }

    private static func run(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        var options = Worker.Options()
        options.queues = arguments.all("--queue")
        options.endsWhenIdle = arguments.has("--once")
        if let slots = try arguments.wholeNumber("--slots") {
            guard (1...1_000).contains(slots) else {
                throw arguments.usage("--slots takes 1 to 1000")
            }
            options.slots = slots
        }
        let form = try arguments.choice("--log", LogForm.self)
        // What has to wait for a place within a limit says so in its job's note.
        let sources = try SourceAccess(arguments) { _ in }
        defer { sources.browser?.close() }
        let access = sources.base
        var queue = access.queue
        if let seconds = try arguments.number("--lease") {
            guard (1...3_600).contains(seconds) else {
                throw arguments.usage("--lease takes 1 to 3600 seconds")
            }
            queue.lease = LeasePolicy(nanoseconds: Int64(seconds * 1_000_000_000))
        }
        let name = "\(hostName()):\(getpid())"
        let metrics = WorkMetrics()
        let log = WorkLog(
            worker: name, console: console,
            isJSON: form.map { $0 == .json } ?? !console.isErrorTerminal)
        let report: @Sendable (WorkerEvent) -> Void = { event in
            metrics.count(event)
            log.write(event)
        }
        let server = try metricsServer(arguments, console, access, metrics)
        defer { withExtendedLifetime(server) {} }
        let clock = WaitingClock(now: console.now)
        let worker = Worker(
            name, database: access.database, queue: queue,
            handlers: handlers(sources, arguments),
            options: options, clock: clock, seed: UInt64.random(in: 0...UInt64.max),
            report: report)
        let scheduler = Scheduler(
            database: access.database, queue: queue, clock: clock, report: report)
        let upkeep = options.endsWhenIdle ? nil : upkeep(access, report)
        try work(worker, scheduler, once: options.endsWhenIdle, console)
        upkeep?.cancel()
        access.database.close()
        return 0
    }

    /// What this worker can do.
    private static func handlers(
        _ sources: SourceAccess, _ arguments: Arguments
    ) -> [String: JobHandler] {
        let environment = arguments.environment
        return [
            FetchHandler.name: FetchHandler.make(sources),
            PullHandler.name: PullHandler.make(sources) { () throws(AlmanacError) in
                try KeyFile(environment: environment)
            },
            ScrapeFlow.handler: ScrapeFlow(
                sources.base.bronze, asking: ScrapeAsking.make(sources.services)
            ).jobHandler,
        ]
    }

    /// Every hour makes the coming months' tables, ends what is kept long enough, and takes away
    /// jobs that ended and money that was settled a month ago.
    private static func upkeep(
        _ access: DatabaseAccess, _ report: @escaping @Sendable (WorkerEvent) -> Void
    ) -> any DispatchSourceTimer {
        let (database, queue, now) = (access.database, access.queue, access.now)
        let bronze = access.bronze
        let timer = DispatchSource.makeTimerSource(queue: .global())
        timer.schedule(deadline: .now() + 60, repeating: 3_600)
        timer.setEventHandler {
            do {
                _ = try bronze.maintain(
                    database, at: now(), keeping: ScrapeFlow.keptFetches)
                try ModelCalls.maintain(database, at: now())
                let month = now().advanced(byNanoseconds: -30 * Timestamp.nanosecondsPerDay)
                while try database.writeNow({ try queue.prune(endedBefore: month, in: $0) })
                    == 1_000
                {}
                while try database.writeNow({
                    try queue.ledger.prune(settledBefore: month, in: $0)
                }) == 1_000 {}
            } catch {
                report(.databaseFailed("upkeep: \(error)"))
            }
        }
        timer.resume()
        return timer
    }

    /// Runs both until the worker ends; a signal stops it, and a second one the process.
    private static func work(
        _ worker: Worker, _ scheduler: Scheduler, once: Bool, _ console: Console
    ) throws(AlmanacError) {
        Interruption.listen(termination: true)
        let watch = DispatchSource.makeTimerSource(queue: .global())
        watch.schedule(deadline: .now() + 0.05, repeating: 0.05)
        watch.setEventHandler {
            guard Interruption.isRequested else { return }
            worker.stop()
            watch.cancel()
            if console.isErrorTerminal {
                console.complain("stopping: what runs has 5 s; Ctrl-C again ends at once\n")
            }
        }
        watch.resume()
        defer { watch.cancel() }
        try waitFor {
            if once { try await scheduler.look() }
            await withTaskGroup { group in
                if !once { group.addTask { await scheduler.run() } }
                await worker.run()
                group.cancelAll()
            }
        }
    }

    private static func metricsServer(
        _ arguments: Arguments, _ console: Console, _ access: DatabaseAccess, _ metrics: WorkMetrics
    ) throws(AlmanacError) -> LoopbackServer? {
        guard let port = try arguments.wholeNumber("--metrics") else { return nil }
        guard let port = UInt16(exactly: port) else {
            throw arguments.usage("--metrics takes a port, 0 to 65535")
        }
        guard let token = console.environment("ALMANAC_TOKEN"), token.utf8.count >= 16 else {
            throw AlmanacError(
                .unauthorized, "metrics are served only to who knows a token",
                suggestion: "put 16 characters or more into ALMANAC_TOKEN, and into the "
                    + "authorization of Prometheus' scrape configuration")
        }
        let server = try LoopbackServer(port: port, token: token) { path in
            guard path == "/metrics" else { return nil }
            let status = try? access.read { try access.queue.status(in: $0, at: console.now()) }
            return LoopbackServer.Answer(
                contentType: "text/plain; version=0.0.4; charset=utf-8",
                body: metrics.text(status))
        }
        console.complain("metrics: http://127.0.0.1:\(server.port)/metrics\n")
        return server
    }

    private static func hostName() -> String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "host" }
        return String(
            decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
