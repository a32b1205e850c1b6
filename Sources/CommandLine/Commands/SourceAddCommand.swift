import AlmanacCore
import Archive
import Browsing
import DataSources
import Database
import Extraction
import Jobs
import Networking
import Scraping
import TimeSeries

/// `almanac source add`.
enum SourceAddCommand {
    static let command = Command(
        name: "source add", summary: "Read records from a page on a schedule, by a recipe.",
        operands: [Command.Operand(name: "URL|FILE", summary: "the page")],
        options: WantedRecords.options + [
            Command.Option("--name", "NAME", "what the source is called; else its host or file"),
            Command.Option("--every", "PERIOD", "when it is looked at; else 1day"),
            Command.Option(
                "--candidate", "N", "which of the ways to read the page is taken; else the first"),
            Command.Option("--interactive", nil, "show them and ask"),
            Command.Option(
                "--dry-run", nil, "show what would be read and add nothing; fetched pages stay"),
        ] + SourceAccess.options,
        examples: [
            (
                "almanac source add https://example.com/filings --want 'case!, filed: date'",
                "shows what it reads, and reads it every day from then on under `almanac run`"
            ),
            ("almanac source add https://example.com/ --dry-run", "shows what the page holds"),
        ], run: run)

    private static func run(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let wanted = try WantedRecords(arguments)
        let source = try source(arguments)
        let every = try every(arguments)
        let choice = try arguments.wholeNumber("--candidate")
        let access = try SourceAccess(arguments, complain: console.complain)
        defer { access.browser?.close() }
        let scouting = SourceScouting(
            wanted, ScrapeAsking.make(access.services), WaitingClock(now: console.now))
        var found: SourceScouting.Found
        do throws(AlmanacError) {
            found = try waitFor { try await scouting.first(source) }
        } catch var error {
            if error.details["reason"] == "refused_address" {
                error.suggestion = "give --allow-private to reach private networks"
            }
            throw error
        }
        found.choice = try chosen(found.candidates, choice, arguments, console)
        found.built = found.candidates[found.choice].built
        found.source.required = wanted.fields?.filter(\.isRequired).map(\.name) ?? []
        found.source.schema = wanted.schemaDocument
        found = try waitFor { [found] in
            var found = found
            try await scouting.follow(&found)
            return found
        }
        if !arguments.has("--dry-run") {
            try keep(found.source, found.built.recipe, every, arguments, access.base)
        }
        SourceAddOutput.show(found, every, arguments, console)
        return 0
    }

    /// The candidate that is taken: the one that the command line names, the one that a person
    /// names, else the first.
    private static func chosen(
        _ candidates: [RecipeCandidate], _ choice: Int?, _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int {
        var choice = choice ?? 1
        if arguments.has("--interactive"), candidates.count > 1 {
            console.complain(
                SourceAddOutput.text(of: candidates, taken: nil) + "which one? [1] ")
            let line =
                try console.isTerminal
                ? readLine()
                : String(decoding: console.readInput(1 << 16).get(), as: UTF8.self)
                    .split(separator: "\n").first.map(String.init)
            let answer = (line ?? "").filter { !$0.isWhitespace }
            guard let number = answer.isEmpty ? 1 : Int(answer) else {
                throw arguments.usage("'\(answer)' is no candidate's number")
            }
            choice = number
        }
        guard candidates.indices.contains(choice - 1) else {
            throw arguments.usage(
                "there is no candidate \(choice); there are \(candidates.count)")
        }
        return choice - 1
    }

    static func every(_ arguments: Arguments) throws(AlmanacError) -> Recurrence {
        let text = arguments.value("--every") ?? "1day"
        guard let every = try? Recurrence(text) else {
            throw arguments.usage("--every takes 15min, 6hour, 1day or a cron line, not '\(text)'")
        }
        return every
    }

    /// The source that the command line names: an address of the web, else a file by its path from
    /// the root, since it is looked at later from another folder.
    private static func source(_ arguments: Arguments) throws(AlmanacError) -> ScrapedSource {
        let text = arguments.operands[0]
        var source: ScrapedSource
        if let url = WebURL(text), url.isWeb, let host = url.host {
            source = ScrapedSource(name: host, address: text, tier: "static")
        } else if text.contains("://") {
            throw AlmanacError(
                .validation, "'\(text)' is no address that can be fetched",
                details: ["url": .string(text)],
                suggestion: "give an address that starts with https:// or http://, or a file")
        } else {
            let file = text.split(separator: "/").last.map(String.init) ?? text
            source = ScrapedSource(
                name: file, address: FileSystem.resolved(text), tier: "file")
        }
        source.name = try checkedName(arguments.value("--name") ?? source.name, arguments)
        return source
    }

    /// A source's name, where it is one.
    static func checkedName(
        _ name: String, _ arguments: Arguments
    ) throws(AlmanacError) -> String {
        let hasText = name.contains { !$0.isWhitespace }
        guard hasText, !name.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
            throw arguments.usage("--name takes a name of one line")
        }
        return name
    }

    /// Keeps source, recipe and schedule in one transaction, and looks at the source at once.
    private static func keep(
        _ source: ScrapedSource, _ recipe: Extraction.Recipe, _ every: Recurrence,
        _ arguments: Arguments, _ access: DatabaseAccess
    ) throws(AlmanacError) {
        try access.write { transaction, now in
            try requireFree(source, transaction)
            try Sources.save(transaction, source.stored(.healthy), at: now)
            var recipe = recipe
            recipe.revision = try Recipes.versions(transaction, name: source.name).count + 1
            let added = try Recipes.add(
                transaction, name: source.name, schemaVersion: Extraction.Recipe.formatVersion,
                document: recipe.json, validFrom: now, at: now)
            try RecipeOrigin(.added, at: now).save(
                transaction, recipe: source.name, version: added.version)
            try start(source, every, access, transaction, now)
        }
    }

    /// Puts the newest recipe of a source in force, and looks at its page at once and from then on.
    static func start(
        _ source: ScrapedSource, _ every: Recurrence, _ access: DatabaseAccess,
        _ transaction: Transaction, _ now: Timestamp
    ) throws {
        var condition = try ScrapeCondition.load(transaction, source.name)
        condition.replace(at: now)
        try condition.save(transaction, source.name)
        let job = try PlannedSchedules(access.queue, in: transaction).keep(
            source.name, every, job: ScrapeFlow.job(source),
            sources: [
                [
                    "source": .string(source.name), "address": .string(source.shownAddress),
                    "tier": .string(source.tier),
                ]
            ], in: transaction, at: now)
        _ = try access.queue.enqueue(job, in: transaction, at: now)
    }

    /// Refuses a name that means something else already; the same page gets a new recipe.
    static func requireFree(
        _ source: ScrapedSource, _ transaction: Transaction
    ) throws {
        let known = try Sources.find(transaction, source.name)
        let isFree =
            known.map { ScrapedSource($0)?.address == source.address }
            ?? (SourceRegistry.find(source.name)?.name != source.name)
        guard !isFree else { return }
        throw AlmanacError(
            .conflict, "there is a source '\(source.name)' already, for something else",
            details: ["source": .string(source.name)], suggestion: "give another --name")
    }
}
