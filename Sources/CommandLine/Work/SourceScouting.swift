import AlmanacCore
import DataSources
import Extraction
import Scraping
import Synchronization
import TimeSeries

/// What `source add` finds out about a page and those that it leads to, before anything is kept.
struct SourceScouting {
    /// What was found.
    struct Found: Sendable {
        /// The source, with the tier that brought its page.
        var source: ScrapedSource
        /// The ways to read the page, best first, and the one that was taken.
        var candidates: [RecipeCandidate]
        var choice: Int
        /// The recipe, with the way to further and linked pages.
        var built: BuiltRecipe
        /// The pages that were read by it, the first one first.
        var pages: [ScrapeFollowing.ReadPage] = []
        /// What a person should know.
        var notes: [String] = []
    }

    /// Pages of a listing that are read, and pages that its records lead to.
    private static let limits = ScrapeFollowing.Limits(pages: 3, linked: 3)
    /// Pages that a listing's next looks read at most.
    private static let pageLimit = 20

    let wanted: WantedRecords
    let asking: ScrapeFlow.Asking
    let clock: WaitingClock

    /// Makes a scouting that asks for no address twice.
    init(_ wanted: WantedRecords, _ asking: @escaping ScrapeFlow.Asking, _ clock: WaitingClock) {
        (self.wanted, self.clock) = (wanted, clock)
        let asked = AskedPages()
        self.asking = { request, clock in
            let steps = try request.rule?.visitSteps() ?? []
            let key = request.address + (steps.isEmpty ? "" : " \(steps)")
            if let answer = asked.answers.withLock({ $0[key] }) { return answer }
            let answer = try await asking(request, clock)
            asked.answers.withLock { $0[key] = answer }
            return answer
        }
    }

    private final class AskedPages: Sendable {
        let answers = Mutex<[String: ScrapeAnswer]>([:])
    }

    /// Asks for the page and finds the ways to read it.
    func first(_ source: ScrapedSource) async throws -> Found {
        let answer = try await asking(ScrapeRequest(source), clock)
        let page = try answer.content()
        if let lacking = answer.lacking {
            throw AlmanacError(
                .sourceUnavailable, lacking, details: ["url": .string(source.shownAddress)],
                suggestion: "install a browser with: apt-get install chromium")
        }
        var source = source
        source.tier = answer.tier ?? source.tier
        let candidates = try wanted.candidates(
            on: page, name: source.name, mayFollow: source.tier != "file")
        return Found(
            source: source, candidates: candidates, choice: 0, built: candidates[0].built)
    }

    /// Looks for further and linked pages, reads some of them, and checks that what must be there
    /// is there on all.
    func follow(_ found: inout Found) async throws {
        let answer = try await asking(ScrapeRequest(found.source), clock)
        let page = try answer.page.page()
        let count = try CompiledRecipe(found.built.recipe).run(
            on: page, context: .awaitingDetails
        ).records.count
        if found.source.tier != "file" {
            var rule = FetchRule(url: found.source.shownAddress)
            rule.tier = found.source.tier == "browser" ? .browser : .page
            found.built.recipe.fetch = rule
            if !wanted.isOne { try await findPaging(&found, page) }
            try await findDetails(&found, page)
        }
        found.pages = try await read(found, Self.limits).pages
        if found.built.recipe.fetch?.isAddedTo == true, let read = found.pages.first {
            found.notes.append(
                "the page is added to by scrolling: \(count) records at first,"
                    + " \(read.result.records.count + read.waiting) after"
                    + " \(Self.limits.pages - 1) times, up to \(Self.pageLimit - 1) at each look")
        }
        try wanted.builder?.check(
            found.built, try found.pages.map { try $0.answer.page.page() },
            context: .awaitingDetails)
        for page in found.pages { try wanted.check(page.result, page.answer.address) }
    }

    private func read(
        _ found: Found, _ limits: ScrapeFollowing.Limits
    ) async throws -> ScrapeFollowing {
        var request = ScrapeRequest(found.source, recipe: found.built.recipe)
        request.rule?.paging?.pageLimit = limits.pages
        let answer = try await asking(request, clock)
        var following = ScrapeFollowing(
            asking, clock, request, try CompiledRecipe(found.built.recipe), known: [],
            limits: limits)
        try await following.run(from: answer)
        return following
    }

    // MARK: - Further pages

    /// Takes the way to the next page that leads to other records, or that adds some to the page.
    private func findPaging(_ found: inout Found, _ page: SourcePage) async throws {
        guard let finder = PagingFinder(page) else { return }
        var steps = Array(finder.steps().prefix(Self.triedSteps))
        if found.source.tier == "browser" { steps.append(.scroll) }
        let first = try texts(CompiledRecipe(found.built.recipe).run(on: page))
        for step in steps where try await take(step, &found, first) { return }
    }

    /// Ways of a kind that are tried, each of which asks the site for a page.
    private static let triedSteps = 3

    private func texts(_ result: RecipeResult) -> Set<String> {
        Set(result.records.map { JSON.object(result.object(of: $0)).text() })
    }

    /// Takes a way on where it leads to records that the first page has not.
    private func take(
        _ step: FetchRule.Step, _ found: inout Found, _ first: Set<String>
    ) async throws -> Bool {
        var trial = found
        trial.built.recipe.fetch?.paging = .init(step, pageLimit: Self.pageLimit)
        let following: ScrapeFollowing
        do {
            following = try await read(trial, .init(pages: 2, linked: 0))
        } catch let error as AlmanacError {
            found.notes.append("a way to further records cannot be tried: \(error.message)")
            return false
        }
        guard let last = following.pages.last.map({ texts($0.result) }) else { return false }
        if case .scroll = step {
            // Some of what was there may say another time by now.
            guard last.count > first.count,
                last.intersection(first).count * 5 >= first.count * 4
            else { return false }
        } else {
            guard following.pages.count == 2, !last.isSubset(of: first) else {
                found.notes += following.notes
                return false
            }
        }
        // After a page's worth of what is known the rest was read before.
        if !trial.built.recipe.identity.isEmpty, trial.built.recipe.fetch?.isAddedTo != true {
            trial.built.recipe.fetch?.stopAfterKnown = max(1, first.count)
        }
        found = trial
        return true
    }

    // MARK: - Linked pages

    /// Looks for the wanted fields that the page lacks on pages that its records lead to.
    private func findDetails(_ found: inout Found, _ page: SourcePage) async throws {
        guard let builder = wanted.builder, !found.built.missing.isEmpty, !wanted.isOne,
            let link = found.built.recipe.fields.first(where: { $0.type == FieldType(.url) })?.name
        else { return }
        let result = try CompiledRecipe(found.built.recipe).run(on: page)
        guard let place = result.fieldNames.firstIndex(of: link) else { return }
        let addresses = result.records.compactMap { $0.values[place]?.value.stringValue }
        var linked: [SourcePage] = []
        for address in addresses.prefix(Self.limits.linked) {
            let request = ScrapeRequest(found.source).page(address, isLinked: true)
            do {
                linked.append(try await asking(request, clock).content())
            } catch let error as AlmanacError {
                if error.kind == .notFound { continue }
                found.notes.append("the page \(address) cannot be read: \(error.message)")
                break
            }
        }
        let missing = found.built.missing
        found.built = try builder.addingDetails(found.built, from: linked, link: link)
        if found.built.missing == missing {
            // What was looked for to get there is not wanted for itself.
            let isWanted = builder.fields.contains { $0.name == link }
            guard !isWanted,
                let index = found.built.recipe.fields.firstIndex(where: {
                    $0.name == link
                }), found.built.recipe.fields.count > 1
            else { return }
            found.built.recipe.fields.remove(at: index)
            found.built.recipe.identity.removeAll { $0 == link }
            if found.built.confidence.indices.contains(index) {
                found.built.confidence.remove(at: index)
            }
        } else if found.built.recipe.identity.isEmpty {
            // Else nobody could tell which linked pages were read before.
            found.built.recipe.identity = [link]
        }
    }
}
