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
        let correlation = arguments.correlation
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
        name: "jobs limit",
        summary: "Set what a source allows, and what may be spent in a day; the rest stays.",
        options: [
            DatabaseOptions.option,
            Command.Option("--source", "SOURCE", "whose limits; without it --budget is for all"),
            Command.Option(
                "--rate", "RATE", "starts in a period, such as 60/min, in place of those there are",
                isRepeatable: true),
            Command.Option("--concurrency", "N", "jobs at once"),
            Command.Option(
                "--tier", "TIER=N", "jobs at once of one tier, such as browser=1",
                isRepeatable: true),
            Command.Option(
                "--budget", "DOLLARS", "money in a day; here and above - takes the limit away"),
        ],
        examples: [
            (
                "almanac jobs limit --source www.sec.gov --rate 10/s --concurrency 4",
                "holds for all workers on the database"
            ),
            ("almanac jobs limit --source www.sec.gov", "prints what is set"),
            ("almanac jobs limit --source www.sec.gov --rate -", "takes its rates away"),
            ("almanac jobs limit --budget 5", "lets five dollars go out in a day"),
        ], run: runLimit)

    private static func runLimit(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let source = arguments.value("--source")
        let setsRates = ["--rate", "--concurrency", "--tier"].contains(where: arguments.has)
        guard setsRates || arguments.has("--budget") else {
            if let source { return try showLimits(source, arguments, console) }
            throw arguments.usage("give --rate, --concurrency, --tier or --budget")
        }
        guard source != nil || !setsRates else {
            throw arguments.usage("--rate, --concurrency and --tier need --source")
        }
        // Refuses what cannot be read before anything is opened.
        var unused = SourceSettings()
        try change(&unused, arguments)
        let budget = try money(arguments)
        let access = try DatabaseAccess(arguments)
        let note = try access.write { transaction, now in
            let queue = access.queue
            let note = try source.flatMap { try access.remark(onSource: $0, transaction) }
            if let source, setsRates {
                var settings = try queue.settings(of: source, in: transaction)
                try change(&settings, arguments)
                try queue.configure(source: source, settings, in: transaction, at: now)
            }
            if arguments.has("--budget") {
                try queue.ledger.setLimit(
                    budget, scope: MoneyLedger.scopes(source: source ?? "")[0], in: transaction)
            }
            return note
        }
        if let note { console.complain(note) }
        if arguments.has("--json") {
            JobsCommand.write(["source": source.map(JSON.string) ?? .null], console)
        } else {
            console.write("limits of \(source ?? "everything") are set\n")
        }
        return 0
    }

    /// Prints what is set for a source.
    private static func showLimits(
        _ source: String, _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let access = try DatabaseAccess(arguments)
        let (settings, budget) = try access.read { transaction in
            try access.require(source: source, transaction)
            return (
                try access.queue.settings(of: source, in: transaction),
                try access.queue.ledger.budget(
                    MoneyLedger.scopes(source: source)[0], day: Budget.day(of: access.now()),
                    in: transaction)
            )
        }
        let tiers = settings.tierConcurrency.sorted { $0.key < $1.key }
        let rates = settings.rates.map(\.text)
        let dollars = budget.limit.map { Double($0.microdollars) / 1e6 }
        if arguments.has("--json") {
            var places = JSONObject()
            for (tier, limit) in tiers { places[tier] = .integer(limit.maximum) }
            JobsCommand.write(
                [
                    "source": .string(source), "rates": .array(rates.map(JSON.string)),
                    "concurrency": settings.concurrency.map { .integer($0.maximum) } ?? .null,
                    "tiers": .object(places), "budget": .optional(dollars),
                ], console)
            return 0
        }
        let lines: [(String, String?)] = [
            ("rates", rates.isEmpty ? nil : rates.joined(separator: ", ")),
            ("at once", settings.concurrency.map { "\($0.maximum)" }),
            (
                "by tier",
                tiers.isEmpty
                    ? nil : tiers.map { "\($0.key)=\($0.value.maximum)" }.joined(separator: ", ")
            ), ("budget a day", dollars.map { "$\(JSON.number($0).text())" }),
        ]
        for (name, value) in lines {
            console.write("\(name.padded(to: 14))\(value ?? "no limit")\n")
        }
        return 0
    }

    /// Changes those of a source's settings that the flags name.
    private static func change(
        _ settings: inout SourceSettings, _ arguments: Arguments
    ) throws(AlmanacError) {
        if arguments.has("--rate") {
            var rates: [RateLimit] = []
            for text in arguments.all("--rate") where text != "-" {
                rates.append(try DatabaseAccess.translating { try RateLimit(text) })
            }
            settings.rates = rates
        }
        if let text = arguments.value("--concurrency") {
            settings.concurrency = try concurrency(text, "--concurrency", arguments)
        }
        for text in arguments.all("--tier") {
            let parts = text.split(separator: "=", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw arguments.usage("--tier takes a tier and a number from 1, not '\(text)'")
            }
            settings.tierConcurrency[String(parts[0])] = try concurrency(
                String(parts[1]), "--tier \(parts[0])", arguments)
        }
    }

    /// Jobs at once; nil takes the limit away.
    private static func concurrency(
        _ text: String, _ flag: String, _ arguments: Arguments
    ) throws(AlmanacError) -> ConcurrencyLimit? {
        if text == "-" { return nil }
        guard let count = Int(text), count > 0 else {
            throw arguments.usage("\(flag) takes a number from 1, or -, not '\(text)'")
        }
        return ConcurrencyLimit(count)
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
}
