import AlmanacCore
import Archive
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
            Command.Option("--dry-run", nil, "show what would be read and keep nothing"),
            DatabaseOptions.option, WebPage.allowPrivate,
        ],
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
        let fetcher = try WebPage.fetcher(arguments, console)
        let clock = WaitingClock(now: console.now)
        let answer: ScrapeAnswer
        do throws(AlmanacError) {
            answer = try waitFor { try await ScrapeAsking.make(fetcher)(source, clock) }
        } catch var error {
            if error.details["reason"] == "refused_address" {
                error.suggestion = "give --allow-private to reach private networks"
            }
            throw error
        }
        let (built, result) = try DatabaseAccess.translating {
            try read(wanted, source, answer)
        }
        try wanted.check(result, source.address)
        var kept = source
        kept.required = wanted.fields?.filter(\.isRequired).map(\.name) ?? []
        if !arguments.has("--dry-run") {
            try keep(kept, built.recipe, every, arguments, console)
        }
        show(kept, built, result, every, arguments, console)
        return 0
    }

    private static func every(_ arguments: Arguments) throws(AlmanacError) -> Recurrence {
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
        source.name = arguments.value("--name") ?? source.name
        let hasText = source.name.contains { !$0.isWhitespace }
        guard hasText, !source.name.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
            throw arguments.usage("--name takes a name of one line")
        }
        return source
    }

    private static func read(
        _ wanted: WantedRecords, _ source: ScrapedSource, _ answer: ScrapeAnswer
    ) throws -> (BuiltRecipe, RecipeResult) {
        let page = try content(source, answer)
        let built = try wanted.built(page, name: source.name)
        return (built, try CompiledRecipe(built.recipe).run(on: page))
    }

    /// The page, where it is one that records can be read from.
    private static func content(
        _ source: ScrapedSource, _ answer: ScrapeAnswer
    ) throws -> SourcePage {
        let place = source.shownAddress
        var details: JSONObject = ["url": .string(place)]
        if PDFText.isPDF(answer.bytes) {
            throw AlmanacError(
                .extraction, "\(place) is a PDF document, which has no places to read from",
                details: details, suggestion: "`almanac page \(place)` shows its text")
        }
        // Text has no such byte, UTF-16 aside, whose pages begin with a mark.
        let start = answer.bytes.prefix(1_024)
        if start.contains(0), ![[0xFF, 0xFE], [0xFE, 0xFF]].contains(Array(start.prefix(2))) {
            throw AlmanacError(
                .extraction, "\(place) is no page: its bytes are no text", details: details,
                suggestion: "give a page of HTML, XML or JSON")
        }
        let page = try answer.page.page()
        let found = PageClass(status: answer.status, page)
        if found == .content { return page }
        let kinds: [PageClass: AlmanacError.Kind] = [
            .blocked: .forbidden, .login: .unauthorized, .error: .dataFetch,
        ]
        let isGone = answer.status == 404 || answer.status == 410
        details["page"] = .string(found.rawValue)
        var said = ": the page is " + (found == .empty ? "empty" : "one of \(found.rawValue)")
        if let status = answer.status, status >= 400 {
            details["status"] = .integer(status)
            said = ": the site answered with status \(status)"
        }
        throw AlmanacError(
            isGone ? .notFound : kinds[found] ?? .extraction,
            "\(place) gave no content" + said, details: details,
            suggestion: answer.status == nil
                ? "give a page that holds records"
                : "open the address in a browser to see what it says")
    }

    /// Keeps source, recipe and schedule in one transaction, and looks at the source at once.
    private static func keep(
        _ source: ScrapedSource, _ recipe: Extraction.Recipe, _ every: Recurrence,
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) {
        let access = try DatabaseAccess(arguments)
        try access.write { transaction, now in
            try requireFree(source, transaction)
            try Sources.save(transaction, source.stored(.healthy), at: now)
            var recipe = recipe
            recipe.revision = try Recipes.versions(transaction, name: source.name).count + 1
            _ = try Recipes.add(
                transaction, name: source.name, schemaVersion: Extraction.Recipe.formatVersion,
                document: recipe.json, validFrom: now, at: now)
            var condition = try ScrapeCondition.load(transaction, source.name)
            _ = condition.state.handle(.replaced, now: now)
            condition.trial = nil
            try condition.save(transaction, source.name)
            let job = ScrapeFlow.job(source)
            try access.queue.setSchedule(
                source.name, every, misfire: .once, job: job, in: transaction, at: now)
            _ = try access.queue.enqueue(job, in: transaction, at: now)
        }
    }

    /// Refuses a name that means something else already; the same page gets a new recipe.
    private static func requireFree(
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

    private static func show(
        _ source: ScrapedSource, _ built: BuiltRecipe, _ result: RecipeResult,
        _ every: Recurrence, _ arguments: Arguments, _ console: Console
    ) {
        let isKept = !arguments.has("--dry-run")
        if arguments.has("--json") {
            console.write(
                JSON.object([
                    "success": true, "source": .string(source.name), "kept": .bool(isKept),
                    "every": .string(every.text), "built": built.json, "preview": result.json,
                ]).text(pretty: true) + "\n")
            return
        }
        let later = later(source, arguments)
        console.write(
            RecipeOutput.preview(of: result, built, page: source.shownAddress) + "\n"
                + (isKept
                    ? "'\(source.name)' is looked at by `almanac run\(later)`, "
                        + "on the schedule '\(every.text)'\n"
                    : "nothing was kept\n"))
    }

    /// What `almanac run` needs beside.
    private static func later(_ source: ScrapedSource, _ arguments: Arguments) -> String {
        source.tier == "static" && arguments.has("--allow-private")
            ? " --allow-private" : ""
    }
}

extension ScrapedSource {
    /// The page as a person is told of it, without keys.
    var shownAddress: String { WebURL(address)?.withoutKeys.description ?? address }
}
