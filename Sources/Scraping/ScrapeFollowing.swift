import AlmanacCore
import Database
package import Extraction
import Jobs
package import TimeSeries

/// Follows a page that its recipe was right on: to the further pages of the listing, and to the
/// pages that records lead to.
///
/// What cannot be had or does not look like the first page ends the way there, and says so; what
/// came before it counts.
package struct ScrapeFollowing: Sendable {
    /// A page of the listing that was read.
    package struct ReadPage: Sendable {
        /// What came.
        package var answer: ScrapeAnswer
        /// What was read, with what its linked pages say.
        package var result: RecipeResult
        /// The linked pages that it was read with, by their addresses.
        package var linked: [String: ScrapeAnswer] = [:]
        /// How many records wait for their linked pages.
        package var waiting = 0
    }

    /// What is asked of one look at a source.
    package struct Limits: Sendable {
        /// The most pages of the listing, the first among them.
        package var pages: Int
        /// The most linked pages.
        package var linked: Int

        /// Makes limits.
        package init(pages: Int, linked: Int) { (self.pages, self.linked) = (pages, linked) }
    }

    /// The most linked pages that one look asks for; the others come at the next looks.
    package static let linkedLimit = 60

    private let asking: ScrapeFlow.Asking
    private let clock: WaitingClock
    private let request: ScrapeRequest
    private let recipe: CompiledRecipe
    private let known: Set<String>
    private let limits: Limits
    /// The pages, in order.
    package private(set) var pages: [ReadPage] = []
    /// What ended the way, for a person.
    package private(set) var notes: [String] = []
    /// Whether the first page has no link to a next one though the recipe names it.
    package private(set) var isWayGone = false
    /// How many linked pages came.
    private var linkedCount = 0
    /// Whether linked pages are asked for no more.
    private var isRefused = false

    /// Makes what follows.
    ///
    /// - Parameters:
    ///   - known: the identities of records that are known.
    ///   - limits: how far; nil for the recipe's own limit and ``linkedLimit``.
    package init(
        _ asking: @escaping ScrapeFlow.Asking, _ clock: WaitingClock, _ request: ScrapeRequest,
        _ recipe: CompiledRecipe, known: Set<String>, limits: Limits? = nil
    ) {
        (self.asking, self.clock, self.request) = (asking, clock, request)
        (self.recipe, self.known) = (recipe, known)
        self.limits =
            limits
            ?? Limits(
                pages: request.rule?.paging?.pageLimit ?? 1, linked: Self.linkedLimit)
    }

    /// Whether a recipe has anything to follow.
    package static func hasWay(_ recipe: Extraction.Recipe) -> Bool {
        recipe.fetch?.paging != nil || !recipe.detailLinks.isEmpty
    }

    /// Reads on from the first page.
    package mutating func run(from first: ScrapeAnswer) async throws {
        var result = try read(first, [:])
        try await add(first, result)
        guard let rule = request.rule, request.source.tier != "file" else { return }
        if case .link? = rule.paging?.step { isWayGone = result.next == nil }
        let addresses = ListingAddresses(rule, parameters: request.parameters)
        var seen: Set<String> = [request.source.address, first.address]
        var turned = first.further[...]
        while pages.count < limits.pages, !result.hasReachedKnown {
            let asked: @Sendable () async throws -> ScrapeAnswer
            if let answer = turned.popFirst() {
                asked = { answer }
            } else if let next = try? addresses.following(result, after: pages.count),
                seen.insert(next.description).inserted
            {
                let further = request.page(next.description, isLinked: false)
                asked = { [asking, clock] in try await asking(further, clock) }
            } else {
                return
            }
            guard let (answer, found) = await further(asked) else { return }
            result = found
            try await add(answer, result)
        }
    }

    private func read(
        _ answer: ScrapeAnswer, _ details: [String: SourcePage], absent: Set<String> = []
    ) throws -> RecipeResult {
        var context = RecipeRunContext.awaitingDetails
        (context.knownIdentities, context.details) = (known, details)
        context.absentDetails = absent
        return try recipe.run(on: try answer.page.page(), context: context)
    }

    /// A further page, where it is one of the listing.
    private mutating func further(
        _ asked: @Sendable () async throws -> ScrapeAnswer
    ) async -> (ScrapeAnswer, RecipeResult)? {
        let name = "page \(pages.count + 1) of the listing"
        do {
            let answer = try await asked()
            _ = try answer.content()
            // Some sites give the last page again for every number beyond it.
            guard !pages.contains(where: { $0.answer.bytes == answer.bytes }) else { return nil }
            let result = try read(answer, [:])
            guard !result.records.isEmpty else { return nil }
            let check = try RunCheck(recipe.recipe, good: pages.prefix(1).map(\.answer.page))
            let verdict = try check.verdict(on: answer.page, result, isFurther: true)
            guard !verdict.isSick else {
                notes.append("\(name) is not read: " + verdict.reasons.joined(separator: "; "))
                return nil
            }
            return (answer, result)
        } catch {
            notes.append(
                "\(name) cannot be read: \((error as? AlmanacError)?.message ?? "\(error)")")
            return nil
        }
    }

    // MARK: - Linked pages

    /// Adds a page with what its linked pages say; records whose linked page is not at hand wait.
    private mutating func add(_ answer: ScrapeAnswer, _ listed: RecipeResult) async throws {
        guard !recipe.recipe.detailLinks.isEmpty else {
            pages.append(ReadPage(answer: answer, result: listed))
            return
        }
        var linked: [String: ScrapeAnswer] = [:]
        var gone: Set<String> = []
        let (fresh, old) = (
            listed.records.filter { !isKnown($0) }, listed.records.filter(isKnown)
        )
        for record in fresh + old {
            for address in recipe.linkedAddresses(of: record)
            where linked[address] == nil && !gone.contains(address) {
                guard !isRefused, linkedCount < limits.linked else { continue }
                switch await detail(address) {
                case .success(let answer): linked[address] = answer
                case .failure(.gone): gone.insert(address)
                case .failure(.absent): break
                }
            }
        }
        let details = linked.compactMapValues { try? $0.page.page() }
        var result = try read(answer, details, absent: gone)
        let count = result.records.count
        result.records.removeAll { record in
            recipe.linkedAddresses(of: record).contains {
                details[$0] == nil && !gone.contains($0)
            }
        }
        noteVanished(result, details.count)
        pages.append(
            ReadPage(
                answer: answer, result: result, linked: linked,
                waiting: count - result.records.count))
    }

    private func isKnown(_ record: ExtractedRecord) -> Bool {
        record.identity.map(known.contains) ?? false
    }

    /// Why a linked page is not at hand.
    private enum Absence: Error {
        /// There is no such page, and its record goes without it.
        case gone
        /// It may come at another time, and its record waits.
        case absent
    }

    private mutating func detail(_ address: String) async -> Result<ScrapeAnswer, Absence> {
        linkedCount += 1
        do {
            let answer = try await asking(request.page(address, isLinked: true), clock)
            _ = try answer.content()
            return .success(answer)
        } catch let error as AlmanacError {
            if error.kind == .notFound { return .failure(.gone) }
            notes.append("the page \(address) cannot be read: \(error.message)")
            // A site that refuses one page is asked for no more of them.
            isRefused = [.forbidden, .unauthorized, .rateLimited].contains(error.kind)
            return .failure(.absent)
        } catch {
            notes.append("the page \(address) cannot be read: \(error)")
            return .failure(.absent)
        }
    }

    /// Linked pages from which on a field that none of them has is said to be gone.
    private static let fewestLinked = 3

    private mutating func noteVanished(_ result: RecipeResult, _ count: Int) {
        guard count >= Self.fewestLinked else { return }
        for (index, field) in recipe.recipe.fields.enumerated() where field.detailLink != nil {
            let isThere = result.records.contains { $0.values[index] != nil }
            if !isThere { notes.append("none of \(count) linked pages has '\(field.name)'") }
        }
    }
}
