package import TimeSeries

/// When a job that failed is tried again, and when it is given up.
///
/// The wait before another attempt is drawn from 0 to a ceiling of ``Backoff``. A source that says
/// how long to wait (`Retry-After`) is obeyed, with the jitter on top.
package struct RetryPolicy: Sendable, Equatable {
    /// The ceilings of the waits, apart from what a source asks for.
    package var backoff: Backoff
    /// What a source may ask for at most.
    package var retryAfterCapNanoseconds: Int64
    /// Deliveries without any result (the worker died) after which a job counts as poison.
    package var deliveriesWithoutResult: Int

    /// Makes a policy.
    package init(
        baseNanoseconds: Int64 = 2 * Timestamp.nanosecondsPerSecond,
        capNanoseconds: Int64 = Timestamp.nanosecondsPerHour,
        retryAfterCapNanoseconds: Int64 = Timestamp.nanosecondsPerDay,
        deliveriesWithoutResult: Int = 8
    ) {
        backoff = Backoff(baseNanoseconds: baseNanoseconds, capNanoseconds: capNanoseconds)
        self.retryAfterCapNanoseconds = retryAfterCapNanoseconds
        self.deliveriesWithoutResult = deliveriesWithoutResult
    }

    /// What follows a failure.
    package enum Decision: Sendable, Equatable {
        /// Try again no earlier than this.
        case retry(at: Timestamp)
        /// Give up, for a reason that the dead letter carries.
        case deadLetter(reason: String)
    }

    /// Decides on a failed attempt.
    ///
    /// - Parameter attempts: Failed attempts so far, this one included.
    /// - Parameter retryAfterNanoseconds: What the source asked for.
    package func decide(
        attempts: Int, of allowed: Int, retryAfterNanoseconds: Int64? = nil, at now: Timestamp,
        using generator: inout some RandomNumberGenerator
    ) -> Decision {
        guard attempts < allowed else {
            return .deadLetter(reason: "failed \(attempts) of \(allowed) attempts")
        }
        let ceiling = backoff.ceilingNanoseconds(afterAttempts: attempts)
        let jitter = Int64.random(in: 0...ceiling, using: &generator)
        let asked = min(max(retryAfterNanoseconds ?? 0, 0), retryAfterCapNanoseconds)
        return .retry(at: now.advanced(byNanoseconds: asked + jitter))
    }

    /// Decides on a delivery that ended without a result, since its lease ran out.
    ///
    /// Such an end says nothing about the job, so it uses up no attempt; but a job that takes its
    /// worker down each time must not go round for ever. From the second time on it waits as after
    /// a failure, so that jobs which went down together are not all given out together again.
    /// - Parameter lost: Deliveries without a result so far, this one included.
    package func decide(
        lostDeliveries lost: Int, at now: Timestamp,
        using generator: inout some RandomNumberGenerator
    ) -> Decision {
        guard lost < deliveriesWithoutResult else {
            return .deadLetter(reason: "poison: delivered \(lost) times without a result")
        }
        if lost <= 1 { return .retry(at: now) }
        let ceiling = backoff.ceilingNanoseconds(afterAttempts: lost - 1)
        let jitter = Int64.random(in: 0...ceiling, using: &generator)
        return .retry(at: now.advanced(byNanoseconds: jitter))
    }
}
