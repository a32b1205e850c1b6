import AlmanacCore
import Archive
import DataSources
import Database
import Jobs
import Scraping
import TimeSeries

/// `almanac source list`, `show`, `test`, `enable`, `disable` and `limits`.
enum SourceCommand {
    static let all = [list, show, test, enable, disable, limits, SourceCostCommand.command]

    private static let name = Command.Operand(name: "SOURCE", summary: "the source's name")

    static let list = Command(
        name: "source list",
        summary: "List the sources that data can be fetched from, and those added.",
        options: [
            Command.Option("--kind", "KIND", "only those that give this, such as bars or posts"),
            Command.Option("--free", nil, "only those that need no key"),
            DatabaseOptions.option,
        ],
        examples: [
            ("almanac source list", "prints them all"),
            ("almanac source list --kind bars --free", "where prices are to be had without a key"),
        ]
    ) { (arguments, console) throws(AlmanacError) in
        var sources = SourceRegistry.all
        if let kind = try arguments.choice("--kind", DataKind.self) {
            sources = SourceRegistry.sources(giving: kind)
        }
        if arguments.has("--free") { sources = sources.filter(\.needsNoKey) }
        let access = try SourceAccess(arguments, complain: console.complain)
        let states = try sources.map { (source) throws(AlmanacError) in
            (source, try state(source, access))
        }
        let health = try health(access)
        // What pages give is what their recipes say, so no kind of the registry's names it.
        let scraped =
            arguments.value("--kind") == nil
            ? try access.base.read { transaction in
                try ScrapedSourceState.names(transaction).compactMap {
                    try ScrapedSourceState(transaction, $0)
                }
            } : []
        let paused = try scraped.map { (state) throws(AlmanacError) in
            try isPaused(state.source.name, access)
        }
        if arguments.has("--json") {
            let rows = states.map { source, state -> JSON in
                var document = source.json
                document["state"] = .string(state)
                document["health"] = health[source.name].map(JSON.string) ?? .null
                return .object(document)
            }
            let pages = zip(scraped, paused).map { source, isPaused -> JSON in
                var document = source.json
                document["state"] = .string(isPaused ? "disabled" : "ready")
                return .object(document)
            }
            console.write(
                JSON.object(["success": true, "sources": .array(rows + pages)])
                    .text(pretty: true) + "\n")
            return 0
        }
        let width = max(10, scraped.map(\.source.name.count).max() ?? 0) + 2
        for (source, state) in states {
            console.write(
                source.name.padded(to: width) + state.padded(to: 14)
                    + (health[source.name] ?? "-").padded(to: 13)
                    + source.gives.map(\.rawValue).joined(separator: ", ") + "\n")
        }
        for (source, isPaused) in zip(scraped, paused) {
            console.write(
                source.source.name.padded(to: width)
                    + (isPaused ? "disabled" : "ready").padded(to: 14)
                    + source.health.rawValue.padded(to: 13)
                    + "records of \(source.source.shownAddress)\n")
        }
        return 0
    }

    /// How the sources that were asked so far are doing, by name.
    private static func health(_ access: SourceAccess) throws(AlmanacError) -> [String: String] {
        let known = try access.base.read { try Sources.list($0) }
        return Dictionary(known.map { ($0.name, $0.health.rawValue) }) { first, _ in first }
    }

    /// `ready`, `needs a key`, `disabled`, or that it needs what is not there yet.
    private static func state(
        _ source: SourceDescription, _ access: SourceAccess
    ) throws(AlmanacError) -> String {
        if try isPaused(source.name, access) { return "disabled" }
        let own = access.keys.keys(of: source)
        let isReady = source.keys.allSatisfy { !$0.isRequired || own[$0.name] != nil }
        return isReady ? "ready" : "needs a key"
    }

    private static func isPaused(
        _ name: String, _ access: SourceAccess
    ) throws(AlmanacError) -> Bool {
        try access.base.read {
            try access.base.queue.pausedSince(source: name, in: $0) != nil
        }
    }

    /// A source that a recipe reads; nil for one of the registry.
    ///
    /// - Throws: `notFound` with the nearest name for a source that there is not.
    private static func scraped(
        _ name: String, _ access: SourceAccess
    ) throws(AlmanacError) -> ScrapedSourceState? {
        if SourceRegistry.find(name) != nil { return nil }
        let (state, names) = try access.base.read {
            (try ScrapedSourceState($0, name), try ScrapedSourceState.names($0))
        }
        if let state { return state }
        do {
            _ = try SourceRegistry.require(name)
        } catch var error {
            if let nearest = nearestName(to: name, among: names) {
                error.suggestion = "did you mean '\(nearest)'?"
            }
            throw error
        }
        return nil
    }

    private static func show(
        _ scraped: ScrapedSourceState, _ access: SourceAccess, _ arguments: Arguments,
        _ console: Console
    ) throws(AlmanacError) {
        let name = scraped.source.name
        let state = try isPaused(name, access) ? "disabled" : "ready"
        let schedule = try access.base.read {
            try access.base.queue.schedules(in: $0).first { $0.name == name }
        }
        guard arguments.has("--json") else {
            console.write(scraped.text(state: state, schedule: schedule))
            return
        }
        var document = scraped.json
        document["state"] = .string(state)
        document["every"] = schedule.map { .string($0.recurrence.text) } ?? .null
        document["next"] = schedule?.nextAt.map { .string($0.iso8601) } ?? .null
        console.write(
            JSON.object(["success": true, "source": .object(document)]).text(pretty: true) + "\n")
    }

    static let show = Command(
        name: "source show",
        summary: "Show what a source gives, its limits and cost, or how its recipe fares.",
        operands: [name], options: [DatabaseOptions.option],
        examples: [
            ("almanac source show yahoo", "prints everything that is known of it"),
            ("almanac source show court", "how a source of `source add` does, and why"),
        ]
    ) { (arguments, console) throws(AlmanacError) in
        let access = try SourceAccess(arguments, complain: console.complain)
        if let scraped = try scraped(arguments.operands[0], access) {
            try show(scraped, access, arguments, console)
            return 0
        }
        let source = try SourceRegistry.require(arguments.operands[0])
        let state = try state(source, access)
        let health = try health(access)[source.name]
        let rates = try rates(source, access)
        let month = console.now().advanced(byNanoseconds: -30 * Timestamp.nanosecondsPerDay)
        let used = try access.base.read {
            try SourceUsage.since($0, month, source: source.name)
                .reduce(SourceUsage()) { $0 + $1.usage }
        }
        if arguments.has("--json") {
            var document = source.json
            document["state"] = .string(state)
            document["health"] = health.map(JSON.string) ?? .null
            document["limits_in_force"] = .array(rates.map { .string($0.text) })
            document["last_30_days"] = .object(used.json)
            console.write(
                JSON.object(["success": true, "source": .object(document)]).text(pretty: true)
                    + "\n")
            return 0
        }
        console.write(
            SourceDisplay.page(source, state: state, health: health, rates: rates, used: used))
        return 0
    }

    /// The limits in force: those that were set, else the source's own.
    private static func rates(
        _ source: SourceDescription, _ access: SourceAccess
    ) throws(AlmanacError) -> [RateLimit] {
        let set = try access.base.read { try access.base.queue.rates(source: source.name, in: $0) }
        let own = access.keys.keys(of: source)
        return set.isEmpty
            ? source.rates(hasKeys: source.keys.contains { own[$0.name] != nil }) : set
    }

    static let test = Command(
        name: "source test", summary: "Ask a source one small thing, to see whether it answers.",
        operands: [
            name,
            Command.Operand(
                name: "TARGET", summary: "what of it; else its own example", isOptional: true),
        ], options: SourceAccess.options,
        examples: [
            ("almanac source test yahoo", "says whether Yahoo answers and can be read"),
            ("almanac source test feed https://example.com/feed.xml", "tries one feed"),
        ]
    ) { (arguments, console) throws(AlmanacError) in
        let access = try SourceAccess(arguments, complain: console.complain)
        if let own = try scraped(arguments.operands[0], access) {
            throw AlmanacError(
                .usage, "'\(own.source.name)' is a page of records, which is tested by reading it",
                suggestion: "almanac recipe export \(own.source.name) --out recipe.json, then "
                    + "almanac recipe run recipe.json \(own.source.shownAddress)")
        }
        let source = try SourceRegistry.require(arguments.operands[0])
        let target = arguments.operands.count > 1 ? arguments.operands[1] : nil
        if source.access == .pages {
            return try FetchCommand.fetchPages(
                [target ?? source.example], of: source.name, access, arguments, console)
        }
        let trial = SourceTrial(source, target: target)
        let start = console.seconds()
        let outcome = try trial.run(access)
        let seconds = console.seconds() - start
        if arguments.has("--json") {
            var document = outcome.json
            document["milliseconds"] = .integer(Int(seconds * 1_000))
            console.write(
                JSON.object(["success": .bool(outcome.stale == nil), "test": .object(document)])
                    .text(pretty: true) + "\n")
        } else {
            console.write(
                "\(source.title) answers: \(outcome.receipt.total) "
                    + "\(trial.request.kind.rawValue) of \(trial.request.target) "
                    + "in \(Int(seconds * 1_000)) ms\n  \(PullText.usage(outcome.usage))\n")
        }
        guard let stale = outcome.stale else { return 0 }
        throw AlmanacError(
            .sourceUnavailable, "\(source.title) does not answer now (\(stale.reason))",
            details: ["source": .string(source.name), "since": .string(stale.since.iso8601)])
    }

    static let enable = switching("enable", "Let a source be asked again.")
    static let disable = switching(
        "disable", "Let nothing be fetched from a source, by commands or by jobs.")

    private static func switching(_ word: String, _ summary: String) -> Command {
        Command(
            name: "source \(word)", summary: summary, operands: [name],
            options: [DatabaseOptions.option],
            examples: [("almanac source \(word) reddit", "holds until it is said otherwise")]
        ) { (arguments, console) throws(AlmanacError) in
            let access = try SourceAccess(arguments, complain: console.complain)
            let scraped = try scraped(arguments.operands[0], access)
            let given = arguments.operands[0]
            let name = scraped?.source.name ?? SourceRegistry.find(given)?.name ?? given
            try access.base.write { transaction, now in
                let target = JobQueue.Pausable.source(name)
                if word == "disable" {
                    try access.base.queue.pause(
                        target, by: access.base.actor, in: transaction, at: now)
                } else {
                    try access.base.queue.resume(
                        target, by: access.base.actor, in: transaction, at: now)
                }
            }
            console.write(
                arguments.has("--json")
                    ? JSON.object([
                        "success": true, "source": .string(name),
                        "enabled": .bool(word == "enable"),
                    ]).text(pretty: true) + "\n"
                    : "\(name) is \(word)d\n")
            return 0
        }
    }

    static let limits = Command(
        name: "source limits", summary: "Show or set how often a source is asked, and its budget.",
        operands: [
            name,
            Command.Operand(
                name: "LIMIT", summary: "such as 30/min or 1000/day", isOptional: true,
                isRepeatable: true),
        ],
        options: [
            Command.Option("--budget", "DOLLARS", "what may be spent on it in a day (UTC)"),
            Command.Option("--published", nil, "go back to the limits that the source publishes"),
            DatabaseOptions.option,
        ],
        examples: [
            ("almanac source limits yahoo", "prints the limits in force"),
            ("almanac source limits yahoo 20/min 1000/day", "sets two limits; both hold"),
            ("almanac source limits apify --budget 1.50", "lets it cost a dollar and a half a day"),
        ], run: setLimits)

    private static func setLimits(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let source = try SourceRegistry.require(arguments.operands[0])
        let wanted = try DatabaseAccess.translating {
            try arguments.operands.dropFirst().map { try RateLimit($0) }
        }
        let budget = try arguments.number("--budget")
        if let budget, !(0...1_000_000).contains(budget) {
            throw arguments.usage("--budget takes 0 to 1000000 dollars")
        }
        let access = try SourceAccess(arguments, complain: console.complain)
        let own = access.keys.keys(of: source)
        let published = source.rates(hasKeys: source.keys.contains { own[$0.name] != nil })
        let (rates, money) = try access.base.write { transaction, now in
            let queue = access.base.queue
            if arguments.has("--published") || !wanted.isEmpty {
                try queue.setRates(
                    source: source.name, wanted.isEmpty ? published : wanted, in: transaction,
                    at: now)
            }
            let scope = MoneyLedger.scopes(source: source.name)[0]
            if let budget {
                try queue.ledger.setLimit(
                    Money(microdollars: Int64(budget * 1e6)), scope: scope, in: transaction)
            }
            let set = try queue.rates(source: source.name, in: transaction)
            return (
                set.isEmpty ? published : set,
                try queue.ledger.budget(scope, day: Budget.day(of: now), in: transaction)
            )
        }
        show(source, rates, published, money, arguments, console)
        return 0
    }

    private static func show(
        _ source: SourceDescription, _ rates: [RateLimit], _ published: [RateLimit],
        _ money: Budget, _ arguments: Arguments, _ console: Console
    ) {
        if arguments.has("--json") {
            console.write(
                JSON.object([
                    "success": true, "source": .string(source.name),
                    "limits": .array(rates.map { .string($0.text) }),
                    "published": .array(published.map { .string($0.text) }),
                    "budget_microdollars": money.limit.map { .integer(Int($0.microdollars)) }
                        ?? .null,
                    "spent_microdollars": .integer(Int(money.spent.microdollars)),
                ]).text(pretty: true) + "\n")
            return
        }
        let text = rates.isEmpty ? "once a second" : rates.map(\.text).joined(separator: ", ")
        console.write("\(source.name): \(text)\n")
        if !published.isEmpty, published != rates {
            let all = published.map(\.text).joined(separator: ", ")
            console.write("  the source's own: \(all)\n")
        }
        if let limit = money.limit {
            console.write(
                "  budget \(PullText.dollars(limit.microdollars)) a day, "
                    + "\(PullText.dollars(money.spent.microdollars)) spent today\n")
        } else if !source.costs.isEmpty {
            console.write("  no budget is set, so nothing that costs is called\n")
        }
    }
}
