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
    private let addresses: ListingAddresses

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
        addresses = ListingAddresses(rule, parameters: parameters)
        _ = try addresses.first()
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
        var next: WebURL? = try addresses.first()
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
            next = try addresses.following(last.result, after: seen.count)
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
            case .type(let selector, let text): .type(selector, text: try addresses.filled(text))
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
}
