import AlmanacCore
import Archive
import DataSources
import Jobs
import Synchronization
import TimeSeries

/// `almanac data pull`.
enum DataPullCommand {
    static let command = Command(
        name: "data pull", summary: "Fetch what is missing of a source's data into the archive.",
        operands: [
            Command.Operand(
                name: "SYMBOL", summary: "what of the source, as the source names it",
                isRepeatable: true)
        ],
        options: [
            Command.Option("--source", "NAME", "the source; `almanac source list` names them"),
            Command.Option("--from", "DATE", "the first day (or moment); else from the beginning"),
            Command.Option("--to", "DATE", "the last day (or moment), included; else up to now"),
        ] + requestOptions + [
            Command.Option("--refresh", nil, "fetch what is there anew, to find corrections"),
            Command.Option(
                "--every", "WHEN",
                "let `almanac run` do it: 15min, 6hour, daily, or five cron fields in quotes"),
            Command.Option("--zone", "ZONE", "the clock that --every reads; else UTC"),
            Command.Option("--estimate", nil, "only say what it takes a month, and fetch nothing"),
        ] + SourceAccess.options,
        examples: [
            (
                "almanac data pull TSLA AAPL --source yahoo --from 2015-01-01",
                "daily prices, splits and dividends; said again, it brings what is new"
            ),
            (
                "almanac data pull BTC-USD --source yahoo --frequency 1Hour",
                "as many hours as the source keeps"
            ),
            (
                "almanac data pull TSLA --source yahoo --every '30 22 * * mon-fri'",
                "`almanac run` brings what is missing, now and each weekday at 22:30 UTC"
            ),
            (
                "almanac data pull https://example.com/prices.csv --source table",
                "a table from an address"
            ),
        ], run: run)

    /// Flags that say what is wanted of a target.
    static let requestOptions: [Command.Option] = [
        Command.Option(
            "--kind", "KIND",
            "what to bring, such as bars, filings or posts; else what the source mainly gives"),
        Command.Option(
            "--frequency", "NAME", "how long bars are, 1Min to 1Month (default 1Day)"),
        Command.Option(
            "--option", "NAME=VALUE", "what else the source can be told; `source show` lists it",
            isRepeatable: true),
        Command.Option("--limit", "N", "at most so many records"),
    ]

    private static func run(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        guard let name = arguments.value("--source") else {
            throw AlmanacError(
                .usage, "--source is missing",
                suggestion: "say where from: --source yahoo; `almanac source list` names them all")
        }
        let source = try SourceRegistry.require(name)
        let requests = try arguments.operands.map { (target) throws(AlmanacError) in
            try request(target, of: source, arguments)
        }
        if arguments.has("--estimate") {
            SourceCostText.show(
                [CostEstimate(source, targets: requests.count)], arguments, console)
            return 0
        }
        let access = try SourceAccess(arguments, complain: console.complain)
        if arguments.has("--every") {
            return try schedule(requests, source, access, arguments, console)
        }
        return try pull(requests, source, access, arguments, console)
    }

    /// Keeps a schedule for each target, all or none.
    private static func schedule(
        _ requests: [DataRequest], _ source: SourceDescription, _ access: SourceAccess,
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        guard arguments.all("--ignore-robots").isEmpty else {
            throw arguments.usage("--ignore-robots is said each time, so not with --every")
        }
        let recurrence = try DatabaseAccess.translating {
            try Recurrence(
                arguments.value("--every") ?? "", zone: arguments.value("--zone") ?? "UTC")
        }
        let schedules = requests.map {
            PullSchedule(
                source: source, request: $0, recurrence: recurrence,
                refresh: arguments.has("--refresh"))
        }
        let (jobs, next) = try access.base.write { transaction, now in
            let planned = try PlannedSchedules(access.base.queue, in: transaction)
            return (
                try schedules.map { try $0.keep(access, planned, in: transaction, at: now).id },
                recurrence.next(after: now)?.iso8601
            )
        }
        let kept = zip(schedules, jobs)
        if arguments.has("--json") {
            let rows = kept.map { schedule, job -> JSON in
                [
                    "name": .string(schedule.name), "job": .integer(Int(job)),
                    "next": next.map(JSON.string) ?? .null,
                ]
            }
            JobsCommand.write(["schedules": .array(rows)], console)
            return 0
        }
        for (schedule, job) in kept {
            console.write(
                "schedule '\(schedule.name)': job \(job) now"
                    + (next.map { ", next at \($0)" } ?? "") + "\n")
        }
        console.write("`almanac run` carries them out\n")
        return 0
    }

    /// What the flags want of a target.
    static func request(
        _ target: String, of source: SourceDescription, _ arguments: Arguments
    ) throws(AlmanacError) -> DataRequest {
        var request = DataRequest(source.gives.first ?? .page, target)
        if let name = arguments.value("--kind") {
            guard let kind = DataKind(rawValue: name), source.gives.contains(kind) else {
                let names = source.gives.map(\.rawValue)
                throw AlmanacError(
                    .validation, "\(source.title) does not give '\(name)'",
                    details: ["kind": .string(name), "kinds": .array(names.map(JSON.string))],
                    suggestion: "it gives \(names.joined(separator: ", "))")
            }
            request.kind = kind
        }
        if let frequency = try arguments.choice("--frequency", Frequency.self) {
            request.frequency = frequency
        }
        (request.from, request.until) = try DataCommand.span(arguments)
        for (name, value) in arguments.pairs("--option") {
            guard let name else { throw arguments.usage("--option takes NAME=VALUE") }
            request.options[name] = try source.value(of: name, value)
        }
        request.maximumRecords = try arguments.wholeNumber("--limit")
        return request
    }

    /// Pulls one target after the other; a target that is not known does not keep the rest from
    /// being fetched.
    static func pull(
        _ requests: [DataRequest], _ source: SourceDescription, _ access: SourceAccess,
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        var outcomes: [JSON] = []
        var first: AlmanacError?
        for request in requests {
            do throws(AlmanacError) {
                let outcome = try one(request, source, access, arguments, console)
                outcomes.append(.object(outcome.json))
                if !arguments.has("--json") { console.write(PullText.text(outcome)) }
            } catch {
                first = first ?? error
                if !arguments.has("--json") { console.show(error, asJSON: false) }
                outcomes.append(failed(request, error))
                guard [.invalidSymbol, .notFound, .validation].contains(error.kind) else { break }
            }
        }
        if arguments.has("--json") {
            if requests.count == 1, let first { throw first }
            console.write(
                JSON.object([
                    "success": .bool(first == nil), "source": .string(source.name),
                    "pulls": .array(outcomes),
                ]).text(pretty: true) + "\n")
        }
        return first?.kind.exitCode ?? 0
    }

    private static func failed(_ request: DataRequest, _ error: AlmanacError) -> JSON {
        var document: JSONObject = ["target": .string(request.target)]
        document["error"] = error.json["error"] ?? .null
        return .object(document)
    }

    /// Pulls one target, showing how far it is; Ctrl-C ends it after the answer on its way.
    static func one(
        _ request: DataRequest, _ source: SourceDescription, _ access: SourceAccess,
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> PullOutcome {
        let progress = PullProgress(console, request)
        let pull = access.chain(source) { progress.note($0) }
        let refresh = arguments.has("--refresh")
        defer { progress.finish() }
        return try waitUnlessInterrupted(stored: { progress.rows }) {
            try await pull.run(request, refresh: refresh)
        }
    }
}
