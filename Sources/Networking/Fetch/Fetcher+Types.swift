package import AlmanacCore
package import TimeSeries

extension Fetcher {
    /// How one source is fetched.
    package struct Policy: Sendable {
        /// Seconds for which its answers are fresh; nil to go by their header.
        package var lifetime: Int?
        /// Seconds beyond that for which an answer serves while the source fails.
        package var staleIfError = 7 * 86_400
        /// Whether robots.txt is obeyed; APIs that were built to be called do not ask for it.
        package var obeysRobots = true
        /// Hosts whose robots.txt is left aside all the same, since they allowed it.
        package var robotsLeftAside: Set<String> = []
        /// The least nanoseconds between two requests to its host.
        package var intervalNanoseconds: Int64 = 0
        /// When a failed request is sent again.
        package var retry = QuickRetry()
        /// The longest wait for a place at the host; a longer one ends the fetch.
        package var patienceNanoseconds: Int64 = 3_600 * 1_000_000_000
        /// Asked before each request that goes out, redirects and retries included, as for a place
        /// within a limit; what it throws ends the fetch.
        package var beforeRequest: (@Sendable (WebURL) async throws -> Void)?
        /// Whether a kept answer may serve, and the answer is kept.
        package var usesCache = true

        /// Makes the policy for a page of an unknown site.
        package init() {}
    }

    /// An answer and how it was come by.
    package struct Fetched: Sendable {
        /// The answer.
        package var response: HTTPResponse
        /// How it was come by.
        package var origin: Origin
        /// How often a request was sent.
        package var attempts: Int
        /// When the answer came from the network, or was last said to hold.
        package var received: Timestamp
    }

    /// How an answer was come by.
    package enum Origin: Sendable, Equatable {
        /// From the network, whole.
        case network
        /// Kept and still fresh, without asking.
        case cache
        /// Kept, and the source said that it still holds.
        case revalidated
        /// Kept and no longer fresh, because the source failed for the given reason.
        case stale(reason: String)
    }
}

extension Fetcher.Origin {
    /// Whether the answer is what the source says now.
    var isCurrent: Bool {
        if case .stale = self { false } else { true }
    }
}
