import Agents
import AlmanacCore
import DataSources
import Jobs
import TimeSeries

/// Fetches what a sentence needs and nothing at hand has.
///
/// What is free is fetched at once. What costs money is fetched after `--yes`, or after a person at
/// a terminal agreed. What was fetched once is not fetched again.
struct AskedFetch: Sendable {
    private let arguments: Arguments
    private let console: Console
    private let log: StepLog

    init(_ arguments: Arguments, _ console: Console, _ log: StepLog) {
        (self.arguments, self.console, self.log) = (arguments, console, log)
    }

    /// Flags of commands that fetch what a sentence needs.
    static let options: [Command.Option] = [
        Command.Option("--yes", nil, "agree to what fetching costs without being asked"),
        Command.Option(
            "--limit", "N", "at most so many records of a source that costs money (default 5000)"),
        Command.Option("--offline", nil, "fetch nothing: use what is at hand"),
    ]

    /// Whether anything may be fetched.
    var isAllowed: Bool { !arguments.has("--offline") }

    /// A fetch as it is sent: with the range of the sentence, and bounded where it costs money.
    func request(
        _ fetch: Plan.Fetch, of source: SourceDescription, _ period: SentenceReading.Period
    ) throws(AlmanacError) -> DataRequest {
        var request = fetch.request
        let from = arguments.value("--from") ?? period.from
        let to = arguments.value("--to") ?? period.to
        request.from = from.flatMap { Timestamp(iso8601: $0) }
        request.until = to.flatMap { Timestamp(iso8601: $0) }.map {
            $0.advanced(byNanoseconds: Timestamp.nanosecondsPerDay)
        }
        if !source.costs.isEmpty {
            request.maximumRecords = try arguments.wholeNumber("--limit") ?? 5_000
        }
        return request
    }

    /// What a request may cost.
    private func bound(_ request: DataRequest, of source: SourceDescription) -> Int64 {
        guard let cost = source.costs.first(where: { $0.unit == "result" }),
            let most = request.maximumRecords
        else { return source.costs.isEmpty ? 0 : source.microdollarsPerCall(by: source.tiers[0]) }
        return Int64(Double(cost.microdollars) * Double(most))
    }

    /// Asks whether all fetches together may cost what they may cost.
    ///
    /// - Throws: `budget_exceeded` where nobody agrees.
    func agree(_ requests: [(SourceDescription, DataRequest)]) throws(AlmanacError) {
        let total = requests.reduce(Int64(0)) { $0 + bound($1.1, of: $1.0) }
        guard total > 0, !arguments.has("--yes") else { return }
        let names = requests.filter { !$0.0.costs.isEmpty }.map {
            "\($0.1.target) from \($0.0.title)"
        }.joined(separator: ", ")
        let amount = PullText.dollars(total)
        if console.isTerminal, !arguments.has("--json") {
            console.write("Fetch \(names) for up to \(amount)? [y/N] ")
            if let answer = readLine(), ["y", "yes"].contains(answer.lowercased()) { return }
        }
        throw AlmanacError(
            .budgetExceeded, "fetching \(names) costs up to \(amount), and nobody agreed to it",
            details: ["microdollars": .integer(Int(total))],
            suggestion: "say --yes, or fetch less with --limit N")
    }

    /// Fetches, with what came told.
    func run(
        _ request: DataRequest, of source: SourceDescription, called name: String
    ) throws(AlmanacError) {
        let access = try SourceAccess(arguments, complain: console.complain)
        let cost = bound(request, of: source)
        log.note(
            "fetch",
            "\(name) from \(Self.place(source, request))"
                + (cost > 0 ? ", for up to \(PullText.dollars(cost))" : "") + " …")
        var services = access.services
        services.gate.isAgreed = true
        let progress = PullProgress(console, request)
        defer { progress.finish() }
        let chain = SourceChain(
            services, source, keys: access.keys.keys(of: source), report: { progress.note($0) })
        let outcome = try waitUnlessInterrupted(stored: { progress.rows }) {
            try await chain.run(request)
        }
        let receipt = outcome.receipt
        var text = receipt.total == 0 ? "nothing new" : "\(receipt.total) rows and records"
        text += ", " + PullText.usage(outcome.usage)
        if outcome.resumed { text += ", went on where it was broken off" }
        log.note("fetched", text, ["pull": .object(outcome.json)])
        for note in outcome.notes { log.note("note", note) }
    }

    /// Where a source is, where any address is one.
    private static func place(_ source: SourceDescription, _ request: DataRequest) -> String {
        source.hosts.isEmpty ? WebURL(request.target)?.host ?? source.title : source.title
    }

    /// When a fetch came to its end; nil where it never did.
    func finished(_ fetch: Plan.Fetch, of source: String) -> Timestamp? {
        guard let access = try? DatabaseAccess(arguments) else { return nil }
        return try? access.read { try PullState.finished($0, source: source, fetch.request) }
    }
}
