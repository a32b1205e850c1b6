import AlmanacCore
import Archive
import DataSources
import Database
import Jobs
import LanguageModel
import TimeSeries

/// `almanac source cost`.
enum SourceCostCommand {
    static let command = Command(
        name: "source cost", summary: "Say what sources cost a month, and what they did cost.",
        operands: [
            Command.Operand(
                name: "SOURCE", summary: "only these", isOptional: true, isRepeatable: true)
        ],
        options: [
            Command.Option("--targets", "N", "how many symbols, subreddits or addresses; else 1"),
            Command.Option("--pages", "N", "answers that one look at a target takes; else 1"),
            Command.Option(
                "--schedule", "PERIOD",
                SourceSchedule.allCases.map(\.rawValue).joined(separator: ", ")
                    + "; else the source's own"),
            Command.Option("--days", "N", "what it did cost in so many days; else 30"),
            DatabaseOptions.option,
        ],
        examples: [
            (
                "almanac source cost x --targets 5 --schedule 1hour",
                "before: calls and money a month"
            ),
            ("almanac source cost", "after: what each source took in thirty days"),
        ], run: showCost)

    private static func showCost(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let sources = try arguments.operands.map { (name) throws(AlmanacError) in
            try SourceRegistry.require(name)
        }
        let schedule = try arguments.choice("--schedule", SourceSchedule.self)
        let targets = try arguments.wholeNumber("--targets") ?? 1
        let pages = try arguments.wholeNumber("--pages") ?? 1
        guard (1...1_000_000).contains(targets), (1...100_000).contains(pages) else {
            throw arguments.usage("--targets takes 1 to 1000000, --pages 1 to 100000")
        }
        let estimates = sources.flatMap { source in
            source.tiers.map {
                CostEstimate(
                    source, tier: $0, targets: targets, pagesPerLook: pages, schedule: schedule)
            }
        }
        let days = min(try arguments.wholeNumber("--days") ?? 30, 36_500)
        let access = try SourceAccess(arguments, complain: console.complain)
        let since = console.now().advanced(
            byNanoseconds: -Int64(max(0, days - 1)) * Timestamp.nanosecondsPerDay)
        let used = try access.base.read { try SourceUsage.since($0, since) }.filter { entry in
            sources.isEmpty || sources.contains { $0.name == entry.source }
        }
        let models = try modelCalls(access.base, since, isWanted: sources.isEmpty)
        if arguments.has("--json") {
            let rows = used.map { entry -> JSON in
                var document: JSONObject = [
                    "source": .string(entry.source), "tier": .string(entry.tier),
                ]
                for member in entry.usage.json.members { document[member.key] = member.value }
                return .object(document)
            }
            console.write(
                JSON.object([
                    "success": true, "days": .integer(days),
                    "estimates": .array(estimates.map { .object($0.json) }),
                    "used": .array(rows), "models": .array(models.map(\.json)),
                ]).text(pretty: true) + "\n")
            return 0
        }
        SourceCostText.show(estimates, arguments, console)
        for entry in used {
            console.write(
                "\(entry.source) by \(entry.tier), \(days) days: "
                    + PullText.usage(entry.usage) + "\n")
        }
        for sum in models { console.write("\(sum.text), \(days) days\n") }
        if used.isEmpty { console.write("nothing was fetched in \(days) days\n") }
        return 0
    }

    /// What language models took, by purpose.
    private static func modelCalls(
        _ access: DatabaseAccess, _ since: Timestamp, isWanted: Bool
    ) throws(AlmanacError) -> [ModelCalls.Sum] {
        guard isWanted else { return [] }
        let end = access.now().advanced(byNanoseconds: 1)
        return try access.read { try ModelCalls.sums(from: since, to: end, in: $0) }
    }
}

extension ModelCalls.Sum {
    /// The sum as an object of a command's output.
    fileprivate var json: JSON {
        [
            "purpose": .string(purpose), "calls": .integer(calls),
            "input_tokens": .integer(usage.input + usage.cacheRead + usage.cacheWrite),
            "output_tokens": .integer(usage.output),
            "dollars": .number(Double(cost.microdollars) / 1e6), "unpriced": .integer(unpriced),
        ]
    }

    fileprivate var text: String {
        "language model for \(purpose): \(calls) calls, \(PullText.dollars(cost.microdollars))"
            + (unpriced > 0 ? ", \(unpriced) of unknown price" : "")
    }
}
