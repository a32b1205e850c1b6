package import TimeSeries

/// Whether a request is sent again at once, and after which pause.
///
/// This bridges what passes in seconds; a job's own schedule of retries bridges the rest. Only
/// requests that may be sent twice are, after a pause by ``Backoff``, and a server that asks for a
/// longer pause than a caller would wait for ends the matter.
package struct QuickRetry: Sendable, Equatable {
    /// How often a request is sent at most.
    package var attempts: Int
    /// The ceilings of the pauses.
    package var backoff: Backoff
    /// The longest pause that a server may ask for.
    package var longestPauseNanoseconds: Int64

    /// Makes a policy.
    package init(
        attempts: Int = 3, baseNanoseconds: Int64 = 500_000_000,
        longestPauseNanoseconds: Int64 = 10_000_000_000
    ) {
        self.attempts = attempts
        backoff = Backoff(
            baseNanoseconds: baseNanoseconds, capNanoseconds: Timestamp.nanosecondsPerHour)
        self.longestPauseNanoseconds = longestPauseNanoseconds
    }

    /// Sends each request once.
    package static let never = QuickRetry(attempts: 1)

    /// Statuses after which the same request may succeed a little later.
    package static let transientStatuses: Set<Int> = [408, 425, 429, 500, 502, 503, 504]

    /// The pause before the next attempt; nil where there is none.
    ///
    /// - Parameters:
    ///   - attempt: how often the request was sent.
    ///   - status: the status of the answer; nil where none came.
    ///   - failure: why none came.
    ///   - retryAfter: seconds that the server asks for.
    ///   - chance: a number from 0 to 1.
    package func pause(
        after attempt: Int, isIdempotent: Bool, status: Int?, failure: TransferFailure?,
        retryAfter: Int?, chance: Double
    ) -> Int64? {
        let isTransient =
            failure.map(\.isTransient) ?? status.map(Self.transientStatuses.contains) ?? false
        guard isTransient, isIdempotent, attempt < attempts else { return nil }
        let ceiling = backoff.ceilingNanoseconds(afterAttempts: attempt)
        let asked = Int64(min(retryAfter ?? 0, 1_000_000)) * 1_000_000_000
        guard asked <= longestPauseNanoseconds else { return nil }
        return asked + Int64(Double(ceiling) * chance)
    }
}
