package import AlmanacCore
import Browsing
package import Extraction
import Networking

/// Fetches the pages of a recipe by its rule, and reads their records.
package struct RecipeFetch: Sendable {
    /// A page and what the recipe read from it.
    package struct ReadPage: Sendable {
        /// The page, as it is kept.
        package var page: FetchedPage
        /// What was read.
        package var result: RecipeResult
    }

    private let services: PullServices
    private let recipe: CompiledRecipe
    private let rule: FetchRule
    private let parameters: [String: String]

    /// Makes a fetch.
    ///
    /// - Parameter parameters: what `{name}` stands for in the address and in typed texts.
    /// - Throws: `validation` for a recipe without a rule, one whose tier is `actor`, and where a
    ///   parameter is missing.
    package init(
        _ services: PullServices, _ recipe: CompiledRecipe, parameters: [String: String]
    ) throws(AlmanacError) {
        guard let rule = recipe.recipe.fetch else {
            throw AlmanacError(
                .validation, "the recipe does not say how its pages are fetched",
                suggestion: "give it a 'fetch', or give the command stored pages")
        }
        guard rule.tier != .actor else {
            throw AlmanacError(
                .validation, "a recipe's pages cannot be fetched by an actor",
                suggestion: "pull the source itself: almanac data pull --help")
        }
        (self.services, self.recipe, self.rule) = (services, recipe, rule)
        self.parameters = parameters
        _ = try address(of: nil)
        _ = try visitSteps()
    }

    /// Fetches page after page until the listing ends, is known, or the rule's limit is reached.
    ///
    /// - Parameters:
    ///   - fresh: whether sites are asked even where a kept answer would serve.
    ///   - known: identities of records that are known already.
    /// - Throws: As ``PageFetch/run(fresh:)`` and ``PageFetch/visit(_:)`` do, and what the recipe's
    ///   contract throws; pages that came before are kept.
    package func run(fresh: Bool = false, known: Set<String> = []) async throws -> [ReadPage] {
        var context = RecipeRunContext()
        context.knownIdentities = known
        var read: [ReadPage] = []
        var seen: Set<String> = []
        var next: WebURL? = try address(of: nil)
        while let url = next, seen.insert(url.description).inserted {
            let pages = try await fetch(url, fresh: fresh)
            for page in pages {
                let source = try SourcePage(
                    bytes: page.body, contentType: page.contentType, url: page.url,
                    fetchedAt: page.received)
                read.append(
                    ReadPage(page: page, result: try recipe.run(on: source, context: context)))
            }
            guard let last = read.last, !last.result.hasReachedKnown,
                seen.count < rule.paging?.pageLimit ?? 1
            else { break }
            next = try following(last.result, after: seen.count)
        }
        return read
    }

    private func fetch(_ url: WebURL, fresh: Bool) async throws -> [FetchedPage] {
        guard rule.tier == .browser else {
            return [try await PageFetch(services, url, tier: .static).run(fresh: fresh)]
        }
        return try await PageFetch(services, url, tier: .browser).visit(visitSteps())
    }

    /// What the browser does, the way to further pages included.
    private func visitSteps() throws(AlmanacError) -> [VisitStep] {
        var steps = try rule.steps.map { (step) throws(AlmanacError) -> VisitStep in
            switch step {
            case .wait(let selector): .wait(selector)
            case .scroll(let times): .scroll(times: times)
            case .click(let selector): .click(selector)
            case .type(let selector, let text): .type(selector, text: try filled(text))
            }
        }
        switch rule.paging?.step {
        case .scroll where rule.tier == .browser:
            steps.append(.scroll(times: rule.paging?.pageLimit ?? 1))
        case .click(let selector):
            steps.append(.paginate(next: selector, pages: rule.paging?.pageLimit ?? 1))
        default: break
        }
        return steps
    }

    // MARK: - Addresses

    private func following(
        _ result: RecipeResult, after pages: Int
    ) throws(AlmanacError) -> WebURL? {
        switch (rule.paging?.step, result.next) {
        case (.parameter(let name, let first, let by), _):
            // A page without records is beyond the last.
            guard result.rowCount > 0 else { return nil }
            return try address(of: (name, String(first + by * pages)))
        case (_, .address(let url)): return url
        case (.cursor(let name, _), .cursor(let text)): return try address(of: (name, text))
        default: return nil
        }
    }

    /// The rule's address with a page's parameter: where it names it, else added to its query.
    private func address(
        of page: (name: String, value: String)?
    ) throws(AlmanacError) -> WebURL {
        var parameters = parameters
        var added = page
        switch rule.paging?.step {
        case .parameter(let name, let first, _) where page == nil:
            added = (name, String(first))
        case .cursor(let name, _) where page == nil: parameters[name] = parameters[name] ?? ""
        default: break
        }
        if let (name, value) = added, rule.url.contains("{\(name)}") {
            parameters[name] = value
            added = nil
        }
        var text = try Self.fill(rule.url, parameters, encoded: true)
        if let (name, value) = added {
            text += (text.contains("?") ? "&" : "?") + name + "=" + SourceAddress.encoded(value)
        }
        guard let url = WebURL(text), url.isWeb else {
            throw AlmanacError(
                .validation, "the recipe's address '\(text)' cannot be fetched",
                suggestion: "write it with https:// or http://")
        }
        return url
    }

    private func filled(_ text: String) throws(AlmanacError) -> String {
        try Self.fill(text, parameters, encoded: false)
    }

    /// Puts parameters in the places of their names.
    private static func fill(
        _ text: String, _ parameters: [String: String], encoded: Bool
    ) throws(AlmanacError) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            let inside = rest[rest.index(after: open)...]
            let name = inside.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
            guard !name.isEmpty, inside.dropFirst(name.count).first == "}" else {
                result += "{"
                rest = inside
                continue
            }
            guard let value = parameters[String(name)] else {
                throw AlmanacError(
                    .validation, "the recipe's parameter '\(name)' is not given",
                    details: ["parameter": .string(String(name))],
                    suggestion: "give it: --param \(name)=VALUE")
            }
            result += encoded ? SourceAddress.encoded(value) : value
            rest = inside.dropFirst(name.count + 1)
        }
        return result + rest
    }
}
