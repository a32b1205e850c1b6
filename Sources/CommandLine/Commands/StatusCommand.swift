import AlmanacCore
import Glibc
import Jobs
import TimeSeries

/// `almanac status`.
enum StatusCommand {
    static let command = Command(
        name: "status", summary: "Show how the queue stands: jobs, sources, budgets.",
        options: [
            DatabaseOptions.option,
            Command.Option("--watch", nil, "show it again and again, until Ctrl-C"),
            Command.Option("--interval", "SECONDS", "how long between two looks; else 2"),
        ],
        examples: [
            ("almanac status", "prints it once"),
            ("almanac status --watch", "prints it every two seconds"),
        ], run: run)

    private static func run(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let pause = try arguments.number("--interval") ?? 2
        guard (0.1...3_600).contains(pause) else {
            throw arguments.usage("--interval takes 0.1 to 3600 seconds")
        }
        let access = try DatabaseAccess(arguments)
        guard arguments.has("--watch") else {
            console.write(try text(access, arguments.has("--json")))
            return 0
        }
        Interruption.listen()
        while !Interruption.isRequested {
            let text = try text(access, arguments.has("--json"))
            // On a terminal each state takes the place of the one before.
            console.clear()
            console.write(text)
            let end = console.seconds() + pause
            while !Interruption.isRequested, console.seconds() < end { usleep(50_000) }
        }
        return 0
    }

    private static func text(
        _ access: DatabaseAccess, _ asJSON: Bool
    ) throws(AlmanacError) -> String {
        let now = access.now()
        let (status, next, dead) = try access.read { transaction in
            (
                try access.queue.status(in: transaction, at: now),
                try access.queue.nextScheduleTime(in: transaction),
                try access.queue.deadLetters(
                    limit: 1, isNewestFirst: true, in: transaction
                ).first
            )
        }
        return asJSON ? json(status, next, dead).text() + "\n" : table(status, next, dead, now)
    }

    private static func json(
        _ status: QueueStatus, _ next: Timestamp?, _ dead: DeadLetter?
    ) -> JSON {
        var jobs = JSONObject()
        for state in JobState.allCases {
            jobs[state.rawValue] = .integer(status.counts[state] ?? 0)
        }
        return [
            "success": true, "jobs": .object(jobs),
            "oldest_available_seconds": seconds(status.oldestAvailableNanoseconds),
            "oldest_running_seconds": seconds(status.oldestRunningNanoseconds),
            "succeeded_last_minute": .integer(status.succeededInWindow),
            "died_last_minute": .integer(status.diedInWindow),
            "next_schedule": next.map { .string($0.iso8601) } ?? .null,
            "last_dead": dead?.json ?? .null,
            "paused_queues": .array(status.pausedQueues.map(JSON.string)),
            "sources": .array(
                status.sources.map { source in
                    [
                        "name": .string(source.name), "paused": .bool(source.isPaused),
                        "breaker": .string(word(source.breaker)),
                        "running": .integer(source.running),
                    ]
                }),
            "budgets": .array(
                status.budgets.map { entry in
                    [
                        "scope": .string(entry.scope),
                        "limit": entry.budget.limit.map(dollars) ?? .null,
                        "reserved": dollars(entry.budget.reserved),
                        "spent": dollars(entry.budget.spent),
                    ]
                }),
        ]
    }

    private static func table(
        _ status: QueueStatus, _ next: Timestamp?, _ dead: DeadLetter?, _ now: Timestamp
    ) -> String {
        var text = ""
        for state in JobState.allCases {
            text += state.rawValue.padded(to: 18) + "\(status.counts[state] ?? 0)\n"
        }
        func add(_ name: String, _ value: String) { text += name.padded(to: 18) + value + "\n" }
        if let age = status.oldestAvailableNanoseconds { add("oldest waits", AgeText.of(age)) }
        if let age = status.oldestRunningNanoseconds { add("oldest runs", AgeText.of(age)) }
        add("last minute", "\(status.succeededInWindow) succeeded, \(status.diedInWindow) died")
        if let next { add("next schedule", next.iso8601) }
        if let dead {
            add("last dead", "job \(dead.job): \(dead.error)")
            if let suggestion = dead.suggestion { add("", suggestion) }
        }
        for queue in status.pausedQueues { add("paused queue", queue) }
        for source in status.sources {
            add(
                "source",
                "\(source.name): \(source.running) running, breaker "
                    + word(source.breaker) + (source.isPaused ? ", paused" : ""))
        }
        for entry in status.budgets {
            let limit = entry.budget.limit.map { " of \(amount($0))" } ?? ""
            add(
                "budget",
                "\(entry.scope): \(amount(entry.budget.spent)) spent, "
                    + "\(amount(entry.budget.reserved)) reserved\(limit)")
        }
        return text
    }

    private static func word(_ state: CircuitBreaker.State) -> String {
        switch state {
        case .closed: "closed"
        case .open(let until): "open until \(until.iso8601)"
        case .halfOpen: "half open"
        }
    }

    private static func seconds(_ nanoseconds: Int64?) -> JSON {
        nanoseconds.map { .number(Double($0) / 1_000_000_000) } ?? .null
    }

    private static func dollars(_ money: Money) -> JSON {
        .number(Double(money.microdollars) / 1_000_000)
    }

    private static func amount(_ money: Money) -> String {
        let cents = money.microdollars / 10_000
        let rest = cents % 100
        return "$\(cents / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
