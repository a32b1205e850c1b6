import AlmanacCore
import Database
import Jobs
import TimeSeries

/// `almanac jobs …`: what waits, runs and died, and what a person does about it.
enum JobsCommand {
    static let all = [list, show, dead, retry, cancel, discard, pause, resume]

    private static let job = Command.Operand(
        name: "ID", summary: "the job's number", isRepeatable: true)
    private static let options = [DatabaseOptions.option]

    static let list = Command(
        name: "jobs list", summary: "List jobs, the newest first.",
        options: options + [
            Command.Option(
                "--state", "STATE", JobState.allCases.map(\.rawValue).joined(separator: ", ")),
            Command.Option("--queue", "QUEUE", "only jobs of a queue"),
            Command.Option("--source", "SOURCE", "only jobs of a source"),
            Command.Option("--handler", "NAME", "only jobs that do this"),
            Command.Option("--before", "ID", "only jobs with lower numbers"),
            Command.Option("--limit", "N", "how many at most; else 50"),
        ],
        examples: [("almanac jobs list --state dead", "prints the jobs that were given up")]
    ) { (arguments, console) throws(AlmanacError) in
        var filter = JobFilter()
        filter.state = try arguments.choice("--state", JobState.self)
        filter.queue = arguments.value("--queue")
        filter.source = arguments.value("--source")
        filter.handler = arguments.value("--handler")
        filter.before = try arguments.wholeNumber("--before").map(Int64.init)
        let limit = try arguments.wholeNumber("--limit") ?? 50
        guard limit > 0 else { throw arguments.usage("--limit takes 1 or more") }
        let access = try DatabaseAccess(arguments)
        let jobs = try access.read { [filter] transaction in
            if let source = filter.source { try access.require(source: source, transaction) }
            return try access.queue.jobs(filter, limit: limit, in: transaction)
        }
        if arguments.has("--json") {
            write(["jobs": .array(jobs.map(\.json))], console)
        } else if jobs.isEmpty {
            console.write("no jobs\n")
        } else {
            let now = console.now()
            console.write(JobRecord.heading + jobs.map { $0.line(now: now) }.joined())
        }
        return 0
    }

    static let show = Command(
        name: "jobs show", summary: "Show one job with its failures and who did what to it.",
        operands: [Command.Operand(name: "ID", summary: "the job's number")], options: options,
        examples: [("almanac jobs show 17", "prints what is known of job 17")]
    ) { (arguments, console) throws(AlmanacError) in
        let id = try number(arguments.operands[0], arguments)
        let access = try DatabaseAccess(arguments)
        let document = try access.read { transaction -> JSONObject in
            let queue = access.queue
            guard let job = try queue.job(id, in: transaction) else {
                throw AlmanacError(
                    .notFound, "there is no job \(id)", details: ["job": .integer(Int(id))],
                    suggestion: "almanac jobs list shows those there are")
            }
            var document: JSONObject = ["job": job.json]
            document["failures"] = .array(
                try queue.failures(of: id, in: transaction).map {
                    [
                        "delivery": .integer(Int($0.delivery)), "at": .string($0.at.iso8601),
                        "error": .string($0.error),
                    ]
                })
            document["dead_letters"] = .array(
                try queue.deadLetters(of: id, in: transaction).map(\.json))
            document["audit"] = .array(
                try queue.auditTrail(of: "job \(id)", in: transaction).map {
                    [
                        "at": .string($0.at.iso8601), "actor": .string($0.actor),
                        "action": .string($0.action), "detail": .string($0.detail),
                    ]
                })
            return document
        }
        if arguments.has("--json") {
            write(document, console)
            return 0
        }
        for (name, value) in document["job"]?.objectValue?.members ?? [] where value != .null {
            console.write("\(name.padded(to: 16))\(value.stringValue ?? value.text())\n")
        }
        writeEntries(document, console)
        return 0
    }

    /// What happened to a job, a line for each event.
    private static func writeEntries(_ document: JSONObject, _ console: Console) {
        let sections: [(name: String, title: String, members: [String])] = [
            ("failures", "failed", ["at", "error"]),
            ("dead_letters", "died", ["died_at", "reason", "error", "suggestion", "resolution"]),
            ("audit", "by hand", ["at", "action", "actor", "detail"]),
        ]
        for (name, title, members) in sections {
            for entry in document[name]?.arrayValue ?? [] {
                let words = members.compactMap { entry[$0]?.stringValue }.filter { !$0.isEmpty }
                console.write("\(title.padded(to: 16))\(words.joined(separator: "; "))\n")
            }
        }
    }

    static let dead = Command(
        name: "jobs dead", summary: "List the jobs that were given up, with reason and input.",
        options: options + [
            Command.Option("--handler", "NAME", "only jobs that do this"),
            Command.Option("--limit", "N", "how many at most; else 50"),
        ],
        examples: [("almanac jobs dead --json", "prints each with its input and last error")]
    ) { (arguments, console) throws(AlmanacError) in
        let handler = arguments.value("--handler")
        let limit = try arguments.wholeNumber("--limit") ?? 50
        guard limit > 0 else { throw arguments.usage("--limit takes 1 or more") }
        let access = try DatabaseAccess(arguments)
        let letters = try access.read {
            try access.queue.deadLetters(handler: handler, limit: limit, in: $0)
        }
        if arguments.has("--json") {
            write(["dead_letters": .array(letters.map(\.json))], console)
            return 0
        }
        if letters.isEmpty { console.write("no dead letters\n") }
        for letter in letters {
            console.write(
                "\(letter.job)".padded(to: 8) + letter.diedAt.iso8601.padded(to: 26)
                    + letter.handler.padded(to: 12) + letter.reason + "\n"
                    + "        \(letter.error)\n"
                    + (letter.suggestion.map { "        \($0)\n" } ?? ""))
        }
        return 0
    }

    static let retry = Command(
        name: "jobs retry",
        summary: "Run dead jobs again from their first attempt, or waiting ones now.",
        operands: [
            Command.Operand(
                name: "ID", summary: "the job's number, or --all", isOptional: true,
                isRepeatable: true)
        ],
        options: options + [
            Command.Option("--all", nil, "every dead job"),
            Command.Option("--handler", "NAME", "with --all, only jobs that do this"),
        ],
        examples: [
            ("almanac jobs retry 17 18", "runs two jobs again"),
            ("almanac jobs retry --all", "replays every dead letter"),
        ]
    ) { (arguments, console) throws(AlmanacError) in
        let ids = try numbers(arguments)
        guard arguments.has("--all") != !ids.isEmpty else {
            throw arguments.usage("give the jobs' numbers, or --all")
        }
        let handler = arguments.value("--handler")
        let access = try DatabaseAccess(arguments)
        let count = try access.write { transaction, now in
            if ids.isEmpty {
                return try access.queue.replayAll(
                    handler: handler, by: access.actor, in: transaction, at: now)
            }
            for id in ids {
                try access.queue.runNow(id, by: access.actor, in: transaction, at: now)
            }
            return ids.count
        }
        return done("retried", count, arguments, console)
    }

    static let cancel = Command(
        name: "jobs cancel", summary: "Call jobs off, whether they wait or run.",
        operands: [job],
        options: options + [Command.Option("--reason", "TEXT", "why, for the audit trail")],
        examples: [("almanac jobs cancel 17 --reason 'wrong symbol'", "calls job 17 off")]
    ) { (arguments, console) throws(AlmanacError) in
        let ids = try numbers(arguments)
        let reason = arguments.value("--reason") ?? ""
        let access = try DatabaseAccess(arguments)
        let count = try access.write { transaction, now in
            try ids.count {
                try access.queue.cancel(
                    $0, by: access.actor, reason: reason, in: transaction, at: now)
            }
        }
        return done("cancelled", count, arguments, console)
    }

    static let discard = Command(
        name: "jobs discard", summary: "Give dead jobs up for good.", operands: [job],
        options: options,
        examples: [("almanac jobs discard 17", "takes job 17 out of the dead letters")]
    ) { (arguments, console) throws(AlmanacError) in
        let ids = try numbers(arguments)
        let access = try DatabaseAccess(arguments)
        try access.write { transaction, now in
            for id in ids {
                try access.queue.discard(id, by: access.actor, in: transaction, at: now)
            }
        }
        return done("discarded", ids.count, arguments, console)
    }

    static let pause = control(
        "pause", "Let nothing more of a queue, a source or a schedule start; what runs goes on."
    ) { access, target, transaction, now in
        var note: String?
        if case .source(let name) = target {
            note = try access.remark(onSource: name, transaction)
        }
        try access.queue.pause(target, by: access.actor, in: transaction, at: now)
        return note
    }

    static let resume = control("resume", "Take a pause back.") {
        access, target, transaction, now in
        if case .source(let name) = target { try access.require(source: name, transaction) }
        try access.queue.resume(target, by: access.actor, in: transaction, at: now)
        return nil
    }

    private static func control(
        _ verb: String, _ summary: String,
        _ body:
            @escaping @Sendable (
                DatabaseAccess, JobQueue.Pausable, Transaction, Timestamp
            ) throws -> String?
    ) -> Command {
        Command(
            name: "jobs \(verb)", summary: summary,
            options: options + [
                Command.Option("--queue", "QUEUE", "a queue"),
                Command.Option("--source", "SOURCE", "a source"),
                Command.Option("--schedule", "NAME", "a schedule"),
            ],
            examples: [("almanac jobs \(verb) --source example.com", "\(verb)s one source")]
        ) { (arguments, console) throws(AlmanacError) in
            let targets =
                arguments.all("--queue").map(JobQueue.Pausable.queue)
                + arguments.all("--source").map(JobQueue.Pausable.source)
                + arguments.all("--schedule").map(JobQueue.Pausable.schedule)
            guard targets.count == 1 else {
                throw arguments.usage("give one of --queue, --source and --schedule")
            }
            let access = try DatabaseAccess(arguments)
            let note = try access.write { transaction, now in
                try body(access, targets[0], transaction, now)
            }
            if let note { console.complain(note) }
            return done("\(verb)d", 1, arguments, console, noun: "target")
        }
    }

    private static func number(
        _ text: String, _ arguments: Arguments
    ) throws(AlmanacError) -> Int64 {
        guard let id = Int64(text), id > 0 else {
            throw arguments.usage("a job's number is 1 or more, not '\(text)'")
        }
        return id
    }

    private static func numbers(_ arguments: Arguments) throws(AlmanacError) -> [Int64] {
        var ids: [Int64] = []
        for text in arguments.operands { ids.append(try number(text, arguments)) }
        return ids
    }

    private static func done(
        _ verb: String, _ count: Int, _ arguments: Arguments, _ console: Console,
        noun: String = "job"
    ) -> Int32 {
        if arguments.has("--json") {
            write([verb: .integer(count)], console)
        } else {
            console.write("\(verb) \(count) \(noun)\(count == 1 ? "" : "s")\n")
        }
        return 0
    }

    static func write(_ members: JSONObject, _ console: Console) {
        var document: JSONObject = ["success": true]
        for (key, value) in members.members { document[key] = value }
        console.write(JSON.object(document).text(pretty: true) + "\n")
    }
}

extension Array {
    /// How many elements a throwing condition holds for.
    fileprivate func count(_ holds: (Element) throws -> Bool) rethrows -> Int {
        try reduce(0) { try $0 + (holds($1) ? 1 : 0) }
    }
}
