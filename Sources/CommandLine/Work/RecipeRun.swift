import AlmanacCore
import Browsing
import DataSources
import Extraction
import Networking

/// A recipe whose pages are fetched by its own rule.
enum RecipeRun {
    /// Fetches the pages, reads them, and shows what was read.
    static func fetching(
        _ recipe: CompiledRecipe, _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        var parameters: [String: String] = [:]
        for (name, value) in arguments.pairs("--param") {
            guard let name else {
                throw arguments.usage("--param takes NAME=VALUE, not '\(value)'")
            }
            parameters[name] = value
        }
        let access = try SourceAccess(arguments, complain: console.complain)
        defer { access.browser?.close() }
        let fetch = try RecipeFetch(access.services, recipe, parameters: parameters)
        let isFresh = arguments.has("--fresh")
        let read = try waitFor { try await fetch.run(fresh: isFresh) }
        if arguments.has("--json") {
            let pages = read.map { read -> JSON in
                ["page": .object(read.page.json), "result": read.result.json]
            }
            console.write(
                JSON.object(["success": true, "pages": .array(pages)]).text(pretty: true) + "\n")
            return 0
        }
        for read in read {
            console.write(
                RecipeOutput.text(of: read.result, page: read.page.url.withoutKeys.description))
        }
        return 0
    }
}
