import AlmanacCore
import Extraction
import Scraping

/// `almanac recipe check`, `run`, `diff` and `build`.
enum RecipeCommand {
    private static let recipe = Command.Operand(
        name: "RECIPE",
        summary: "a recipe's JSON file, bare or exported, or - for the standard input")
    private static let byteLimit = DocumentLimits().byteCount

    static let check = Command(
        name: "recipe check", summary: "Check that a recipe can be read and run.",
        operands: [recipe],
        examples: [("almanac recipe check filings.json", "says where a fault is, if there is one")]
    ) { (arguments, console) throws(AlmanacError) in
        let recipe = try read(arguments.operands[0], console)
        try recipe.checkRules()
        _ = try CompiledRecipe(recipe)
        if arguments.has("--json") {
            let document: JSON = ["success": true, "recipe": recipe.json]
            console.write(document.text(pretty: true) + "\n")
        } else {
            console.write("\(recipe.name): no faults, \(recipe.fields.count) fields\n")
        }
        return 0
    }

    static let run = Command(
        name: "recipe run",
        summary:
            "Read records by a recipe: of stored pages, or fetched ones with those they lead to.",
        operands: [
            recipe,
            Command.Operand(
                name: "URL|FILE",
                summary:
                    "a page to fetch or a stored one; else they are fetched by the recipe's rule",
                isOptional: true, isRepeatable: true),
        ],
        options: [
            Command.Option("--url", "URL", "the address that a file came from, for its links"),
            Command.Option(
                "--linked", "ADDRESS=FILE", "a page that records of a file lead to, as a file",
                isRepeatable: true),
            Command.Option(
                "--linked-limit", "N",
                "how many pages that records lead to are fetched at most; else "
                    + "\(ScrapeFollowing.linkedLimit)"),
            Command.Option(
                "--param", "NAME=VALUE", "what {NAME} stands for in the recipe's rule",
                isRepeatable: true),
            Command.Option("--fresh", nil, "ask the site even where a kept answer would serve"),
        ] + SourceAccess.options,
        examples: [
            (
                "almanac recipe run search.json --param symbol=TSLA",
                "fetches the recipe's pages, in a browser where it says so, and reads them"
            ),
            (
                "almanac recipe run filings.json page.html --url https://example.com/list",
                "prints the records, and what was withheld and why"
            ),
        ]
    ) { (arguments, console) throws(AlmanacError) in
        let compiled = try CompiledRecipe(read(arguments.operands[0], console))
        var run = RecipeRun(compiled, arguments, console)
        try run.run()
        return 0
    }

    static let diff = Command(
        name: "recipe diff", summary: "Say where two recipes differ.",
        operands: [
            Command.Operand(name: "BEFORE", summary: "a recipe's JSON file"),
            Command.Operand(name: "AFTER", summary: "another"),
        ],
        examples: [("almanac recipe diff old.json new.json", "prints each place that differs")]
    ) { (arguments, console) throws(AlmanacError) in
        let before = try read(arguments.operands[0], console)
        let differences = before.differences(to: try read(arguments.operands[1], console))
        if arguments.has("--json") {
            let document: JSON = [
                "success": true, "differences": .array(differences.map(\.json)),
            ]
            console.write(document.text(pretty: true) + "\n")
        } else if differences.isEmpty {
            console.write("the recipes are alike\n")
        } else {
            for difference in differences {
                console.write("\(difference.path)\n")
                if let before = difference.before { console.write("  - \(before.text())\n") }
                if let after = difference.after { console.write("  + \(after.text())\n") }
            }
        }
        return 0
    }

    static let build = Command(
        name: "recipe build", summary: "Build a recipe for wanted fields from a stored page.",
        operands: [Command.Operand(name: "PAGE", summary: "a stored page")],
        options: [
            Command.Option(
                "--want", "FIELDS", "names with types: 'title, filed: date, link: url'; ! requires"
            ),
            Command.Option("--one", nil, "the page is one record, not a list"),
            Command.Option("--url", "URL", "the address that the page came from, for its links"),
            Command.Option("--name", "NAME", "what the recipe is called"),
            Command.Option("--out", "FILE", "write the recipe here"),
        ],
        examples: [
            (
                "almanac recipe build list.html --want 'case name!, filed: date, link: url'",
                "prints the recipe, how sure each field is, and the first records"
            )
        ]
    ) { (arguments, console) throws(AlmanacError) in
        guard let text = arguments.value("--want") else {
            throw arguments.usage("--want says which fields are wanted")
        }
        let fields = try WantedField.list(text)
        let page = try page(arguments.operands[0], url: address(arguments), console)
        let builder = RecipeBuilder(fields, expects: arguments.has("--one") ? .one : .many)
        let built = try perform {
            try builder.build(from: [page], name: arguments.value("--name") ?? "recipe")
        }
        let result = try perform { try CompiledRecipe(built.recipe).run(on: page) }
        if let path = arguments.value("--out") {
            try FileSystem.write(built.recipe.json.text(pretty: true) + "\n", to: path)
        }
        if arguments.has("--json") {
            let document: JSON = [
                "success": true, "built": built.json, "preview": result.json,
            ]
            console.write(document.text(pretty: true) + "\n")
        } else {
            console.write(RecipeOutput.text(of: built))
            console.write(RecipeOutput.text(of: result, page: arguments.operands[0]))
        }
        return 0
    }

    /// Reads a recipe, or of those that `recipe export` wrote the newest.
    static func read(_ name: String, _ console: Console) throws(AlmanacError) -> Recipe {
        let bytes =
            name == "-"
            ? try console.readInput(byteLimit).get()
            : try FileSystem.read(name, limit: byteLimit)
        let text = String(decoding: bytes, as: UTF8.self)
        guard let json = try? JSON.parse(text), json["recipe_bundle"] != nil else {
            return try Recipe(text: text)
        }
        return try RecipeBundle(text: text).newest()
    }

    /// The address that a page came from, where the command line says it.
    static func address(_ arguments: Arguments) throws(AlmanacError) -> WebURL? {
        guard let text = arguments.value("--url") else { return nil }
        if let url = WebURL(text) { return url }
        throw arguments.usage("--url takes an absolute address, not '\(text)'")
    }

    /// A stored page with the address that it came from.
    static func page(
        _ name: String, url: WebURL?, _ console: Console
    ) throws(AlmanacError) -> SourcePage {
        let bytes =
            name == "-"
            ? try console.readInput(byteLimit).get()
            : try FileSystem.read(name, limit: byteLimit)
        return try perform { try SourcePage(bytes: bytes, url: url) }
    }

    /// Turns whatever else is thrown into an internal error.
    static func perform<Value>(_ work: () throws -> Value) throws(AlmanacError) -> Value {
        do {
            return try work()
        } catch let error as AlmanacError {
            throw error
        } catch {
            throw AlmanacError(.internalError, "the recipe cannot be run: \(error)")
        }
    }
}
