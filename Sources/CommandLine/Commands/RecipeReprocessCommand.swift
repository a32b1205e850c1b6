import AlmanacCore
import Archive
import DataSources
import Database
import Extraction
import Scraping
import TimeSeries

/// `almanac recipe reprocess`.
enum RecipeReprocessCommand {
    static let command = Command(
        name: "recipe reprocess",
        summary: "Read a source's stored pages by another version of a recipe.",
        operands: [
            Command.Operand(
                name: "RECIPE",
                summary: "a recipe's JSON file, which becomes the next version of its name, or a"
                    + " stored one as NAME or NAME@VERSION")
        ],
        options: [
            Command.Option("--source", "SOURCE", "whose pages are read; a site's is its host"),
            Command.Option("--kind", "KIND", "what the records are; else the recipe's name"),
            Command.Option("--from", "MOMENT", "only pages fetched from then on"),
            Command.Option("--to", "MOMENT", "only pages fetched until then"),
            Command.Option("--dry-run", nil, "count what would change, and store nothing"),
            DatabaseOptions.option,
        ],
        examples: [
            (
                "almanac recipe reprocess opinions.json --source court.example --dry-run",
                "says field by field what would change"
            ),
            (
                "almanac recipe reprocess opinions.json --source court.example",
                "stores further versions of the records; the old ones stay"
            ),
            (
                "almanac recipe reprocess opinions@1 --source court.example",
                "reads by the first version again"
            ),
        ], run: run)

    private static func run(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        guard let source = arguments.value("--source") else {
            throw arguments.usage("--source says whose stored pages are read")
        }
        let isDry = arguments.has("--dry-run")
        let archive = try DatabaseAccess(arguments)
        let (recipe, version) = try recipe(arguments, archive, console, isDry: isDry)
        var key = RecipeReading.Key(
            source: source, kind: arguments.value("--kind") ?? recipe.name, recipe: recipe.name,
            version: version)
        (key.from, key.until) = try DataCommand.span(arguments)
        let reprocessing = try Reprocessing(
            archive.database, archive.bronze, recipe, key, isDry: isDry)
        let waiting = try DatabaseAccess.translating { try reprocessing.count() }
        let names = try archive.read { try archive.bronze.sources($0) }
        guard names.contains(source) else { throw unknown(source, names) }
        let (report, now) = try read(reprocessing, waiting, console)
        let isWhole = !Interruption.isRequested
        if arguments.has("--json") {
            var document: JSONObject = [
                "success": .bool(isWhole), "source": .string(source), "kind": .string(key.kind),
                "recipe": .string(recipe.name), "version": .integer(version),
                "dry_run": .bool(isDry), "interrupted": .bool(!isWhole),
                "pages_now": .integer(now),
            ]
            for (name, value) in report.json.members { document[name] = value }
            console.write(JSON.object(document).text(pretty: true) + "\n")
        } else {
            console.write(ReprocessingText.text(of: report, key, now: now, isDry: isDry))
        }
        if isWhole { return 0 }
        console.complain("interrupted; the same command goes on where it stopped\n")
        return Interruption.exitCode
    }

    private static func read(
        _ reprocessing: Reprocessing, _ waiting: Int, _ console: Console
    ) throws(AlmanacError) -> (ReprocessingReport, now: Int) {
        Interruption.listen()
        var done = 0
        let bar = ProgressBar(console, verb: "reading", total: waiting)
        defer { bar.finish() }
        let report = try DatabaseAccess.translating {
            try reprocessing.run(now: console.now) {
                done += 1
                bar.advance(1)
                return !Interruption.isRequested
            }
        }
        return (report, done)
    }

    // MARK: - The recipe

    /// The recipe with its version in the archive, where a file's is stored unless it is there.
    private static func recipe(
        _ arguments: Arguments, _ archive: DatabaseAccess, _ console: Console, isDry: Bool
    ) throws(AlmanacError) -> (Extraction.Recipe, version: Int) {
        let name = arguments.operands[0]
        if name == "-" || name.hasSuffix(".json") || name.contains("/") {
            let recipe = try RecipeCommand.read(name, console)
            try recipe.checkRules()
            _ = try CompiledRecipe(recipe)
            return (recipe, try version(of: recipe, archive, console, isDry: isDry))
        }
        let parts = name.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
        let versions = try archive.read { try Recipes.versions($0, name: parts[0]) }
        let wanted = parts.count == 2 ? Int(parts[1]) : versions.last?.version
        guard parts.count <= 2, let stored = versions.first(where: { $0.version == wanted }) else {
            throw AlmanacError(
                .notFound, "the archive has no recipe '\(name)'",
                details: [
                    "recipe": .string(name),
                    "versions": .array(versions.map { .integer($0.version) }),
                ],
                suggestion: versions.isEmpty
                    ? "give a recipe's JSON file" : "its versions are 1 to \(versions.count)")
        }
        return (try Extraction.Recipe(stored.document), stored.version)
    }

    private static func version(
        of recipe: Extraction.Recipe, _ archive: DatabaseAccess, _ console: Console, isDry: Bool
    ) throws(AlmanacError) -> Int {
        let (name, document) = (recipe.name, recipe.json)
        if isDry {
            return try archive.read { transaction in
                if let known = try Recipes.find(transaction, name: name, document: document) {
                    return known.version
                }
                return try Recipes.versions(transaction, name: name).count + 1
            }
        }
        let now = console.now()
        return try DatabaseAccess.translating {
            try archive.database.writeNow { transaction in
                if let known = try Recipes.find(transaction, name: name, document: document) {
                    return known.version
                }
                let added = try Recipes.add(
                    transaction, name: name, schemaVersion: Extraction.Recipe.formatVersion,
                    document: document, validFrom: now, at: now)
                try RecipeOrigin(.given, at: now).save(
                    transaction, recipe: name, version: added.version)
                return added.version
            }
        }
    }

    private static func unknown(_ source: String, _ names: [String]) -> AlmanacError {
        let nearest = nearestName(to: source, among: names)
        return AlmanacError(
            .notFound, "no page of '\(source)' is stored", details: ["source": .string(source)],
            suggestion: (nearest.map { "did you mean '\($0)'? " } ?? "")
                + "`almanac fetch` stores pages under their site's host")
    }
}
