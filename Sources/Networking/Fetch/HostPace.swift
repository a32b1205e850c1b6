package import TimeSeries

/// When the next request may go to each host, so that none is asked faster than it should be.
///
/// A value without effects: whoever asks gets a moment to wait for, and the place is theirs.
package struct HostPace: Sendable {
    private var next: [String: Timestamp] = [:]

    /// Makes a pace without any history.
    package init() {}

    /// The host's next free place, `now` or later, which stays free.
    package func next(_ host: String, now: Timestamp) -> Timestamp {
        max(now, next[host] ?? now)
    }

    /// Takes the host's next free place, at `now` or later, and keeps the interval after it free.
    package mutating func reserve(
        _ host: String, intervalNanoseconds: Int64, now: Timestamp
    ) -> Timestamp {
        if next.count > 10_000 { next = next.filter { $0.value > now } }
        let start = max(now, next[host] ?? now)
        next[host] = start.advanced(byNanoseconds: max(0, intervalNanoseconds))
        return start
    }

    /// Lets nothing go to a host before a moment, as when it asks for a pause.
    package mutating func hold(_ host: String, until moment: Timestamp) {
        next[host] = max(moment, next[host] ?? moment)
    }
}
