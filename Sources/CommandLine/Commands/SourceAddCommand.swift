import AlmanacCore
import Archive
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
            Command.Option("--name", "NAME", "what the source is called; else its host"),
            Command.Option("--every", "PERIOD", "when it is looked at; else 1day"),
            Command.Option("--dry-run", nil, "show what would be read and keep nothing"),
        ] + SourceAccess.options.prefix(2),
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
        let every = try DatabaseAccess.translating {
            try Recurrence(arguments.value("--every") ?? "1day")
        }
        let fetcher = try WebPage.fetcher(arguments, console)
        let clock = WaitingClock(now: console.now)
        let answer = try waitFor { [source] in
            try await ScrapeAsking.make(fetcher)(source, clock)
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

    private static func source(_ arguments: Arguments) throws(AlmanacError) -> ScrapedSource {
        let text = arguments.operands[0]
        if let url = WebURL(text), url.isWeb, let host = url.host {
            return ScrapedSource(
                name: arguments.value("--name") ?? host, address: text, tier: "static")
        }
        let file = text.split(separator: "/").last.map(String.init) ?? text
        return ScrapedSource(
            name: arguments.value("--name") ?? file, address: text, tier: "file")
    }

    private static func read(
        _ wanted: WantedRecords, _ source: ScrapedSource, _ answer: ScrapeAnswer
    ) throws -> (BuiltRecipe, RecipeResult) {
        let page = try answer.page.page()
        let found = PageClass(status: answer.status, page)
        guard found == .content else {
            let kinds: [PageClass: AlmanacError.Kind] = [
                .blocked: .forbidden, .login: .unauthorized, .error: .dataFetch,
            ]
            throw AlmanacError(
                kinds[found] ?? .extraction,
                "\(source.address) gave no content: the page is \(found.rawValue)",
                details: ["url": .string(source.address), "page": .string(found.rawValue)],
                suggestion: "open the address in a browser to see what it says")
        }
        let built = try wanted.built(page, name: source.name)
        return (built, try CompiledRecipe(built.recipe).run(on: page))
    }

    /// Keeps source, recipe and schedule in one transaction, and looks at the source at once.
    private static func keep(
        _ source: ScrapedSource, _ recipe: Extraction.Recipe, _ every: Recurrence,
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) {
        let access = try DatabaseAccess(arguments)
        try access.write { transaction, now in
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

    private static let previewCount = 3

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
        console.write("\(source.address): \(result.records.count) records\n\n")
        let width = (built.recipe.fields.map(\.name.count).max() ?? 5) + 2
        for (index, field) in built.recipe.fields.enumerated() {
            let sure =
                built.confidence.indices.contains(index)
                ? "\(Int((built.confidence[index] * 100).rounded())) %" : "-"
            let values = result.records.prefix(previewCount).map { record in
                let value = record.values[index]?.value
                return String((value?.stringValue ?? value?.text() ?? "-").prefix(40))
            }
            console.write(
                "  " + field.name.padded(to: width) + "\(field.type)".padded(to: 14)
                    + sure.padded(to: 7) + values.joined(separator: " | ") + "\n")
        }
        for name in built.missing { console.write("  \(name): no place is sure enough\n") }
        console.write(
            isKept
                ? "\n'\(source.name)' is looked at every \(every.text) by `almanac run`\n"
                : "\nnothing was kept\n")
    }
}
