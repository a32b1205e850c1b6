import AlmanacCore
import Archive
import Networking
import TimeSeries

/// The stored fetches of a source by their addresses, to find the pages that records lead to as
/// they were stored with the page that led there.
struct LinkedFetches {
    /// How long after a page those that its records lead to are fetched at most: as long as the
    /// job that asks for them may take.
    private static let spanNanoseconds = Timestamp.nanosecondsPerHour

    private var fetches: [String: [StoredFetch]] = [:]
    private var linked: Set<String> = []

    /// Notes a fetch, of whichever page.
    mutating func note(_ fetch: StoredFetch) { fetches[fetch.fetch.url, default: []].append(fetch) }

    /// Notes the addresses that records lead to.
    mutating func add(_ links: Set<String>) { linked.formUnion(links.map(Self.stored)) }

    /// Whether records lead to the page of a fetch.
    func isLinked(_ fetch: StoredFetch) -> Bool { linked.contains(fetch.fetch.url) }

    /// The last fetch of an address that was made until an hour after the page that leads there.
    func fetch(of address: String, with page: StoredFetch) -> StoredFetch? {
        let end = page.fetch.completedAt.advanced(byNanoseconds: Self.spanNanoseconds)
        return fetches[Self.stored(address)]?.filter {
            $0.fetch.fetchedAt <= end && (200..<300).contains($0.fetch.status ?? 200)
        }.max { ($0.fetch.fetchedAt, $0.id) < ($1.fetch.fetchedAt, $1.id) }
    }

    /// An address as fetches have it.
    private static func stored(_ address: String) -> String {
        WebURL(address)?.withoutKeys.description ?? address
    }
}
