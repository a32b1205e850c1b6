import AlmanacCore
import DataSources
import Database
import Jobs
import TimeSeries

/// `almanac jobs add`, and the commands for schedules and limits.
enum JobsAddCommand {
    static let all = [add, schedules, unschedule, limit]

    static let add = Command(
        name: "jobs add", summary: "Put in jobs that fetch addresses, once or on a schedule.",
        operands: [
            Command.Operand(
                name: "URL", summary: "an address to fetch into the archive", isRepeatable: true)
        ],
        options: [
            DatabaseOptions.option,
            Command.Option("--priority", "N", "1 (first) to 10; else 5"),
            Command.Option("--after", "ID", "wait for a job's success", isRepeatable: true),
            Command.Option(
                "--every", "WHEN",
                "a schedule: 15min, 6hour, daily, @hourly, or five cron fields in quotes"),
            Command.Option("--zone", "ZONE", "the clock that --every reads; else UTC"),
            Command.Option("--name", "NAME", "the schedule's name; else the address"),
            Command.Option(
                "--misfire", "POLICY", "what was missed: skip, once or all; else once"),
            Command.Option(
                "--tier", "TIER",
                "the only way to take: static or browser; else a browser builds what leaves its "
                    + "content to scripts"),
            Command.Option(
                "--unique", nil, "not while a job for the same address is unfinished"),
        ],
        examples: [
            ("almanac jobs add https://example.org/prices.csv", "puts one job in"),
            (
                "almanac jobs add https://example.org/feed.xml --every '30 9 * * mon-fri' "
                    + "--zone America/New_York",
                "puts a job in each weekday at 9:30 in New York"
            ),
        ], run: run)

    private static func run(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        var jobs: [NewJob] = []
        let tier = try arguments.choice("--tier", SourceTier.self)
        if let tier, ![.static, .browser].contains(tier) {
            throw arguments.usage("--tier takes static or browser")
        }
        let correlation = correlationID(console)
        let after = try ids(arguments.all("--after"), arguments)
        for url in arguments.operands {
            var job = try FetchHandler.job(url, tier: tier)
            if let value = try arguments.wholeNumber("--priority") {
                guard let priority = Priority(value) else {
                    throw arguments.usage("--priority takes 1 to 10")
                }
                job.priority = priority
            }
            job.dependencies = after.map { NewJob.Dependency($0) }
            if arguments.has("--unique") { job.uniqueKey = NewJob.UniqueKey("fetch \(url)") }
            jobs.append(job)
        }
        if let every = arguments.value("--every") {
            return try schedule(jobs, every, arguments, console)
        }
        for index in jobs.indices { jobs[index].correlationID = correlation }
        let access = try DatabaseAccess(arguments)
        let added = try access.write { [jobs] in
            try access.queue.enqueue(jobs, in: $0, at: $1)
        }
        if arguments.has("--json") {
            JobsCommand.write(
                [
                    "correlation_id": .string(correlation),
                    "jobs": .array(
                        added.map { entry in
                            if case .exists(let id) = entry {
                                return ["id": .integer(Int(id)), "added": false]
                            }
                            return ["id": .integer(Int(entry.id)), "added": true]
                        }),
                ], console)
            return 0
        }
        for (url, entry) in zip(arguments.operands, added) {
            switch entry {
            case .added(let id): console.write("job \(id)  \(url)\n")
            case .exists(let id): console.write("job \(id)  \(url) (was there already)\n")
            }
        }
        return 0
    }

    private static func schedule(
        _ jobs: [NewJob], _ every: String, _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        guard jobs.count == 1, jobs[0].dependencies.isEmpty else {
            throw arguments.usage("a schedule takes one address, without --after")
        }
        let misfire = try arguments.choice("--misfire", MisfirePolicy.self) ?? .once
        let name = arguments.value("--name") ?? arguments.operands[0]
        let zone = arguments.value("--zone") ?? "UTC"
        let access = try DatabaseAccess(arguments)
        let next = try access.write { transaction, now in
            let recurrence = try Recurrence(every, zone: zone)
            let job = jobs[0]
            _ = try PlannedSchedules(access.queue, in: transaction).keep(
                name, recurrence, misfire: misfire, job: job,
                sources: [
                    [
                        "source": .string(job.source), "address": .string(arguments.operands[0]),
                        "tier": .string(job.tier),
                    ]
                ], in: transaction, at: now)
            return recurrence.next(after: now)
        }
        if arguments.has("--json") {
            JobsCommand.write(
                [
                    "schedule": .string(name),
                    "next": next.map { .string($0.iso8601) } ?? .null,
                ], console)
        } else {
            console.write(
                "schedule '\(name)'" + (next.map { ", next at \($0.iso8601)" } ?? "") + "\n")
        }
        return 0
    }

    static let schedules = Command(
        name: "jobs schedules", summary: "List the schedules.",
        options: [DatabaseOptions.option],
        examples: [("almanac jobs schedules", "prints each with its next time")]
    ) { (arguments, console) throws(AlmanacError) in
        let access = try DatabaseAccess(arguments)
        let schedules = try access.read { try access.queue.schedules(in: $0) }
        if arguments.has("--json") {
            let rows = schedules.map { schedule -> JSON in
                [
                    "name": .string(schedule.name), "every": .string(schedule.recurrence.text),
                    "zone": .string(schedule.recurrence.zone.name),
                    "misfire": .string(schedule.misfire.rawValue),
                    "handler": .string(schedule.job.handler),
                    "plan": schedule.job.plan.map { .integer(Int($0)) } ?? .null,
                    "parameters": schedule.job.parameters,
                    "next": schedule.nextAt.map { .string($0.iso8601) } ?? .null,
                    "last": schedule.lastAt.map { .string($0.iso8601) } ?? .null,
                    "paused": .bool(schedule.isPaused),
                ]
            }
            JobsCommand.write(["schedules": .array(rows)], console)
            return 0
        }
        if schedules.isEmpty { console.write("no schedules\n") }
        for schedule in schedules {
            let next =
                schedule.isPaused ? "paused" : schedule.nextAt.map(\.iso8601) ?? "never"
            console.write(
                next.padded(to: 26) + schedule.recurrence.text.padded(to: 18)
                    + schedule.recurrence.zone.name.padded(to: 18) + schedule.name + "\n")
        }
        return 0
    }

    static let unschedule = Command(
        name: "jobs unschedule", summary: "Take a schedule away; jobs that it put in stay.",
        operands: [Command.Operand(name: "NAME", summary: "the schedule's name")],
        options: [DatabaseOptions.option],
        examples: [("almanac jobs unschedule https://example.org/feed.xml", "removes one")]
    ) { (arguments, console) throws(AlmanacError) in
        let name = arguments.operands[0]
        let access = try DatabaseAccess(arguments)
        try access.write { transaction, now in
            try access.queue.removeSchedule(name, by: access.actor, in: transaction, at: now)
        }
        if arguments.has("--json") {
            JobsCommand.write(["removed": .string(name)], console)
        } else {
            console.write("removed schedule '\(name)'\n")
        }
        return 0
    }

    static let limit = Command(
        name: "jobs limit", summary: "Set what a source allows, and what may be spent in a day.",
        options: [
            DatabaseOptions.option,
            Command.Option("--source", "SOURCE", "whose limits; without it --budget is for all"),
            Command.Option(
                "--rate", "RATE", "starts in a period, such as 60/min", isRepeatable: true),
            Command.Option("--concurrency", "N", "jobs at once"),
            Command.Option(
                "--tier", "TIER=N", "jobs at once of one tier, such as browser=1",
                isRepeatable: true),
            Command.Option("--budget", "DOLLARS", "money in a day; - takes the limit away"),
        ],
        examples: [
            (
                "almanac jobs limit --source www.sec.gov --rate 10/s --concurrency 4",
                "holds for all workers on the database"
            ),
            ("almanac jobs limit --budget 5", "lets five dollars go out in a day"),
        ], run: runLimit)

    private static func runLimit(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let source = arguments.value("--source")
        let setsRates = ["--rate", "--concurrency", "--tier"].contains(where: arguments.has)
        guard setsRates || arguments.has("--budget") else {
            throw arguments.usage("give --rate, --concurrency, --tier or --budget")
        }
        guard source != nil || !setsRates else {
            throw arguments.usage("--rate, --concurrency and --tier need --source")
        }
        var settings = SourceSettings()
        if let count = try arguments.wholeNumber("--concurrency") {
            guard count > 0 else { throw arguments.usage("--concurrency takes 1 or more") }
            settings.concurrency = ConcurrencyLimit(count)
        }
        for text in arguments.all("--tier") {
            let parts = text.split(separator: "=", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, let count = Int(parts[1]), count > 0 else {
                throw arguments.usage("--tier takes a tier and a number from 1, not '\(text)'")
            }
            settings.tierConcurrency[String(parts[0])] = ConcurrencyLimit(count)
        }
        let budget = try money(arguments)
        let access = try DatabaseAccess(arguments)
        try access.write { [settings] transaction, now in
            let queue = access.queue
            var settings = settings
            settings.rates = try arguments.all("--rate").map { try RateLimit($0) }
            if let source, setsRates {
                try queue.configure(source: source, settings, in: transaction, at: now)
            }
            if arguments.has("--budget") {
                try queue.ledger.setLimit(
                    budget, scope: MoneyLedger.scopes(source: source ?? "")[0], in: transaction)
            }
        }
        if arguments.has("--json") {
            JobsCommand.write(["source": source.map(JSON.string) ?? .null], console)
        } else {
            console.write("limits of \(source ?? "everything") are set\n")
        }
        return 0
    }

    /// The budget; nil takes the limit away.
    private static func money(_ arguments: Arguments) throws(AlmanacError) -> Money? {
        guard let text = arguments.value("--budget"), text != "-" else { return nil }
        guard let dollars = try arguments.number("--budget"), (0...1_000_000).contains(dollars)
        else { throw arguments.usage("--budget takes dollars from 0, or -") }
        return Money(microdollars: Int64((dollars * 1_000_000).rounded()))
    }

    private static func ids(
        _ texts: [String], _ arguments: Arguments
    ) throws(AlmanacError) -> [Int64] {
        var ids: [Int64] = []
        for text in texts {
            guard let id = Int64(text), id > 0 else {
                throw arguments.usage("a job's number is 1 or more, not '\(text)'")
            }
            ids.append(id)
        }
        return ids
    }

    /// A name for everything that this command causes.
    private static func correlationID(_ console: Console) -> String {
        let chance = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        return "cmd-" + String(repeating: "0", count: 13 - chance.count) + chance
    }
}
