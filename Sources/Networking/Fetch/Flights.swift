/// Requests that are under way, which those who want the same may wait for.
///
/// Part of a ``Fetcher``'s state. Who takes off first asks the source, the others wait for its
/// landing; one of them takes off in its place where it was called off.
struct Flights {
    /// How a flight ended for those who waited.
    enum Landing: Sendable {
        /// With an answer.
        case landed(Fetcher.Fetched)
        /// Without one, for a reason that holds for all.
        case failed(any Error)
        /// For a reason of its own: whoever waited sees for itself.
        case abandoned
    }

    private typealias Waiter = CheckedContinuation<Landing, Never>
    private var waiting: [String: [UInt64: Waiter]] = [:]
    private var lastTicket: UInt64 = 0

    /// Takes off; false where the same is under way already.
    mutating func takeOff(_ key: String) -> Bool {
        guard waiting[key] == nil else { return false }
        waiting[key] = [:]
        return true
    }

    /// A number under which one may wait.
    mutating func ticket() -> UInt64 {
        lastTicket += 1
        return lastTicket
    }

    /// Waits for a landing; where there is none any more, at once not.
    mutating func wait(
        _ key: String, _ ticket: UInt64, _ continuation: CheckedContinuation<Landing, Never>
    ) {
        guard waiting[key] != nil else { return continuation.resume(returning: .abandoned) }
        waiting[key]?[ticket] = continuation
    }

    /// Waits no longer.
    mutating func leave(_ key: String, _ ticket: UInt64) {
        waiting[key]?.removeValue(forKey: ticket)?.resume(returning: .abandoned)
    }

    /// Ends a flight and tells all who wait.
    mutating func land(_ key: String, _ landing: Landing) {
        let waiters = waiting.removeValue(forKey: key) ?? [:]
        for (_, waiter) in waiters.sorted(by: { $0.key < $1.key }) {
            waiter.resume(returning: landing)
        }
    }
}
