import AlmanacCore
import Browsing
import DataSources
import Extraction
import Networking
import Scraping
import TimeSeries

/// A recipe that is run once: over pages that are fetched as the job of a source does it, or over
/// pages of files.
struct RecipeRun {
    /// A page that was read.
    struct ReadPage: Sendable {
        /// What it is called in the output.
        var name: String
        /// What was read.
        var result: RecipeResult
        /// Where a fetched page is kept, as an object of the output; nil for a file.
        var fetch: JSON?
        /// The linked pages that were read, by their addresses, with where they are kept.
        var linked = JSONObject()
        /// How many records lack a linked page.
        var waiting = 0
    }

    private let recipe: CompiledRecipe
    private let arguments: Arguments
    private let console: Console
    /// What a person should know, in order.
    private var notes: [String] = []

    /// Makes a run.
    init(_ recipe: CompiledRecipe, _ arguments: Arguments, _ console: Console) {
        (self.recipe, self.arguments, self.console) = (recipe, arguments, console)
    }

    /// Reads the pages that the command line names, else those of the recipe's rule, and shows
    /// what was read.
    mutating func run() throws(AlmanacError) {
        let names = arguments.operands.dropFirst()
        let isFetched = names.map { WebURL($0)?.isWeb == true }
        var read: [ReadPage] = []
        if names.isEmpty {
            read = try fetched(at: nil)
        } else if let isFirst = isFetched.first, isFetched.allSatisfy({ $0 == isFirst }) {
            if isFirst {
                for name in names { read += try fetched(at: name) }
            } else {
                let linked = try linkedFiles()
                for name in names { read.append(try stored(name, linked)) }
            }
        } else {
            throw arguments.usage("give addresses or files, not both")
        }
        show(read)
    }

    // MARK: - Fetched pages

    private func parameters() throws(AlmanacError) -> [String: String] {
        var parameters: [String: String] = [:]
        for (name, value) in arguments.pairs("--param") {
            guard let name else {
                throw arguments.usage("--param takes NAME=VALUE, not '\(value)'")
            }
            parameters[name] = value
        }
        return parameters
    }

    /// The request for the pages of the recipe's rule, or for one page.
    private func request(_ address: String?) throws(AlmanacError) -> ScrapeRequest {
        var rule = recipe.recipe.fetch
        if let address {
            // The page alone, as the rule would have it built.
            rule = rule ?? FetchRule(url: address)
            rule?.url = address
            rule?.paging = nil
        }
        guard let rule else {
            throw AlmanacError(
                .validation, "the recipe does not say how its pages are fetched",
                suggestion: "give it a 'fetch', or give the command addresses or files of pages")
        }
        guard rule.tier != .actor else {
            throw AlmanacError(
                .validation, "a recipe's pages cannot be fetched by an actor",
                suggestion: "pull the source itself: almanac data pull --help")
        }
        let parameters = try parameters()
        let url = try ListingAddresses(rule, parameters: parameters).first()
        _ = try rule.visitSteps(parameters)
        let source = ScrapedSource(
            name: url.host ?? recipe.recipe.name, address: url.description,
            tier: rule.tier == .browser ? "browser" : "static")
        var request = ScrapeRequest(source)
        (request.rule, request.parameters) = (rule, parameters)
        return request
    }

    private mutating func fetched(at address: String?) throws(AlmanacError) -> [ReadPage] {
        let request = try request(address)
        let limits = ScrapeFollowing.Limits(
            pages: request.rule?.paging?.pageLimit ?? 1,
            linked: try arguments.wholeNumber("--linked-limit") ?? ScrapeFollowing.linkedLimit)
        guard arguments.all("--linked").isEmpty else {
            throw arguments.usage("--linked is for pages of files; others are fetched")
        }
        let access = try SourceAccess(arguments, complain: console.complain)
        defer { access.browser?.close() }
        let asking = ScrapeAsking.make(access.services, isFresh: arguments.has("--fresh"))
        let following = try waitFor { [recipe, clock = access.services.clock] in
            let first = try await asking(request, clock)
            _ = try first.content()
            var following = ScrapeFollowing(
                asking, clock, request, recipe, known: [], limits: limits)
            try await following.run(from: first)
            return following
        }
        notes += following.pages.flatMap(\.answer.notes) + following.notes
        return following.pages.map { page in
            ReadPage(
                name: page.answer.address, result: page.result, fetch: page.answer.json,
                linked: page.linked.sorted { $0.key < $1.key }.reduce(into: JSONObject()) {
                    $0[$1.key] = $1.value.json
                },
                waiting: page.waiting)
        }
    }

    // MARK: - Files

    /// The files of linked pages, by their addresses.
    private func linkedFiles() throws(AlmanacError) -> [String: SourcePage] {
        var pages: [String: SourcePage] = [:]
        for text in arguments.all("--linked") {
            // An address may hold the sign itself.
            guard let equals = text.lastIndex(of: "="), let url = WebURL(String(text[..<equals]))
            else { throw arguments.usage("--linked takes ADDRESS=FILE, not '\(text)'") }
            let file = String(text[text.index(after: equals)...])
            pages[url.description] = try RecipeCommand.page(file, url: url, console)
        }
        let links = recipe.recipe.detailLinks
        guard pages.isEmpty, let link = links.first,
            let field = recipe.recipe.fields.first(where: { $0.detailLink == link })
        else { return pages }
        throw AlmanacError(
            .validation,
            "the field '\(field.name)' is read from the pages that '\(link)' leads to, and none is"
                + " given", details: ["field": .string(field.name), "link": .string(link)],
            suggestion: "give their files by --linked ADDRESS=FILE with the list's own --url, or"
                + " give the address of the page, so that they are fetched")
    }

    private func stored(
        _ name: String, _ linked: [String: SourcePage]
    ) throws(AlmanacError) -> ReadPage {
        let page = try RecipeCommand.page(name, url: RecipeCommand.address(arguments), console)
        return try RecipeCommand.perform {
            var context = RecipeRunContext.awaitingDetails
            context.details = linked
            var read = ReadPage(name: name, result: try recipe.run(on: page, context: context))
            for record in read.result.records {
                let addresses = recipe.linkedAddresses(of: record)
                for address in addresses where linked[address] != nil {
                    read.linked[address] = .object(JSONObject())
                }
                if addresses.contains(where: { linked[$0] == nil }) { read.waiting += 1 }
            }
            return read
        }
    }

    // MARK: - Output

    private func show(_ read: [ReadPage]) {
        let hasLinks = !recipe.recipe.detailLinks.isEmpty
        guard !arguments.has("--json") else {
            let pages = read.map { read -> JSON in
                var page: JSONObject = [
                    "page": read.fetch ?? .string(read.name), "result": read.result.json,
                ]
                if hasLinks {
                    page["linked"] = .object(read.linked)
                    page["waiting"] = .integer(read.waiting)
                }
                return .object(page)
            }
            let document: JSON = [
                "success": true, "pages": .array(pages), "notes": .array(notes.map(JSON.string)),
            ]
            console.write(document.text(pretty: true) + "\n")
            return
        }
        for read in read {
            console.write(RecipeOutput.text(of: read.result, page: read.name))
            guard hasLinks else { continue }
            let (count, waiting) = (read.linked.members.count, read.waiting)
            console.write("linked pages: \(count) read\(lack(waiting, read.fetch != nil))\n")
        }
        for note in notes { console.write("  " + note + "\n") }
    }

    private func lack(_ count: Int, _ isFetched: Bool) -> String {
        guard count > 0 else { return "" }
        return isFetched
            ? "; \(count) more records have one that is not at hand, and are left out"
            : "; \(count) records have one that is not given, and lack its fields"
    }
}

extension ScrapeAnswer {
    /// Where the answer came from and is kept, as an object of the output.
    fileprivate var json: JSON {
        var object: JSONObject = [
            "url": .string(address), "tier": tier.map(JSON.string) ?? .null,
            "status": status.map(JSON.integer) ?? .null,
            "content_type": headers["content-type"] ?? .null, "bytes": .integer(bytes.count),
            "received": .string(completedAt.iso8601),
        ]
        if let kept {
            object["raw"] = .integer(Int(kept.raw))
            object["hash"] = .string(kept.hash)
        }
        return .object(object)
    }
}
