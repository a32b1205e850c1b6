import AlmanacCore
import Archive
import Extraction
import Jobs
import Networking
import Scraping
import TimeSeries

/// How pages of scraped sources are asked for: by the fetcher, or from this machine's files.
enum ScrapeAsking {
    /// Makes what asks; robots.txt and the address guard hold.
    static func make(_ fetcher: Fetcher) -> ScrapeFlow.Asking {
        { source, clock in
            let started = clock.now()
            if source.tier == "file" {
                let bytes = try FileSystem.read(source.address, limit: DocumentLimits().byteCount)
                return ScrapeAnswer(
                    bytes: bytes, address: source.address, fetchedAt: started,
                    completedAt: clock.now())
            }
            guard let url = WebURL(source.address), url.isWeb else {
                throw AlmanacError(
                    .validation, "'\(source.address)' is no address that can be fetched",
                    details: ["url": .string(source.address)])
            }
            var policy = Fetcher.Policy()
            policy.usesCache = false
            let response = try await fetcher.fetch(HTTPRequest(.get, url), policy).response
            if QuickRetry.transientStatuses.contains(response.status) {
                throw AlmanacError(
                    .dataFetch,
                    "\(url.host ?? "the site") answered with status \(response.status)",
                    details: ["status": .integer(response.status)])
            }
            var answer = ScrapeAnswer(
                bytes: response.body, address: response.url.withoutKeys.description,
                fetchedAt: started, completedAt: clock.now())
            answer.status = response.status
            for field in response.headers.fields where field.name.lowercased() != "set-cookie" {
                answer.headers[field.name.lowercased()] = .string(field.value)
            }
            return answer
        }
    }
}
