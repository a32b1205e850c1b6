import AlmanacCore
import Archive
import DataSources
import Extraction
import Jobs
import Networking
import Scraping
import TimeSeries

/// How pages of scraped sources are asked for: as all pages are, or from this machine's files.
enum ScrapeAsking {
    /// For how many seconds a page that a record leads to is not asked for again.
    private static let linkedLifetimeSeconds = 30 * 86_400
    /// How long a job waits for a place within a limit before its slot goes to another.
    private static let patience: Int64 = 60 * Timestamp.nanosecondsPerSecond

    /// Makes what asks; robots.txt, each site's pace and the address guard hold, and a browser
    /// builds what leaves its content to scripts, or does what the rule says.
    ///
    /// - Parameter isFresh: whether a site is asked for listings even where a kept answer would
    ///   serve.
    static func make(_ services: PullServices, isFresh: Bool = true) -> ScrapeFlow.Asking {
        { request, clock in
            let source = request.source
            if source.tier == "file" {
                let started = clock.now()
                let bytes = try FileSystem.read(request.address, limit: DocumentLimits().byteCount)
                return ScrapeAnswer(
                    bytes: bytes, address: request.address, fetchedAt: started,
                    completedAt: clock.now())
            }
            guard let url = WebURL(request.address), url.isWeb else {
                throw AlmanacError(
                    .validation, "'\(request.address)' is no address that can be fetched",
                    details: ["url": .string(request.address)])
            }
            var services = services
            if let job = request.job {
                services.gate.patienceNanoseconds = patience
                services.gate.waiting = { _ in }
                services.gate.job = job
            }
            var fetch = try PageFetch(
                services, url, tier: source.tier == "browser" ? .browser : nil,
                keptAs: source.name)
            fetch.keepsFailures = true
            fetch.embedsCaptured = true
            if request.isLinked { fetch.lifetimeSeconds = linkedLifetimeSeconds }
            let started = clock.now()
            let steps = try request.rule?.visitSteps(request.parameters) ?? []
            guard !steps.isEmpty else {
                return answer(try await fetch.run(fresh: isFresh && !request.isLinked), started)
            }
            var pages = try await fetch.visit(steps).map { answer($0, started) }[...]
            guard var first = pages.popFirst() else {
                throw AlmanacError(.internalError, "a visit ended without a page")
            }
            first.further = Array(pages)
            return first
        }
    }

    private static func answer(_ page: FetchedPage, _ started: Timestamp) -> ScrapeAnswer {
        var answer = ScrapeAnswer(
            bytes: page.body, address: page.address.withoutKeys.description,
            fetchedAt: min(started, page.received), completedAt: page.received)
        answer.status = page.status
        if let type = page.contentType { answer.headers["content-type"] = .string(type) }
        answer.tier = page.tier.rawValue
        answer.kept = (page.kept.raw, page.kept.hash)
        answer.notes = page.notes
        if case .stale(let reason) = page.origin {
            answer.notes.append("STALE: the site failed (\(reason)); fetched \(page.received)")
        }
        answer.lacking = page.lacking
        return answer
    }
}
