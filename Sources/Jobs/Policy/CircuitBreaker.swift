package import TimeSeries

/// Keeps work away from a source that fails; one job at a time finds out whether it is back.
///
/// Closed: everything passes; so many failures in a row open it. Open: nothing passes until a
/// moment. Half open: one job, the probe, passes; its success closes the breaker, its failure opens
/// it for twice as long as before. Only the probe's result counts then: what was started earlier
/// says nothing about now.
package struct CircuitBreaker: Sendable, Equatable {
    /// When a breaker opens, and for how long.
    package struct Policy: Sendable, Equatable {
        /// Failures in a row that open it.
        package var failures: Int
        /// How long it stays open the first time.
        package var openNanoseconds: Int64
        /// How long it stays open at most.
        package var openCapNanoseconds: Int64

        /// Makes a policy.
        ///
        /// - Precondition: All are at least 1.
        package init(
            failures: Int = 5, openNanoseconds: Int64 = 30 * Timestamp.nanosecondsPerSecond,
            openCapNanoseconds: Int64 = 30 * Timestamp.nanosecondsPerMinute
        ) {
            precondition(failures >= 1 && openNanoseconds >= 1 && openCapNanoseconds >= 1)
            self.failures = failures
            self.openNanoseconds = openNanoseconds
            self.openCapNanoseconds = openCapNanoseconds
        }
    }

    /// What passes.
    package enum State: Sendable, Equatable {
        case closed
        case open(until: Timestamp)
        /// `probe` is the job that is finding out, if one is.
        case halfOpen(probe: Int64?)
    }

    /// What it goes by; not part of what is stored for a source that has no policy of its own.
    package let policy: Policy
    /// What passes.
    package private(set) var state: State
    /// Failures since the last success.
    package private(set) var failuresInRow: Int
    /// How often it opened since it was last closed.
    package private(set) var openings: Int

    /// Makes a breaker, closed unless told otherwise.
    package init(
        _ policy: Policy = Policy(), state: State = .closed, failuresInRow: Int = 0,
        openings: Int = 0
    ) {
        self.policy = policy
        self.state = state
        self.failuresInRow = failuresInRow
        self.openings = openings
    }

    /// How many jobs may start now, at most `wanted`; opens half once the wait is over.
    package mutating func admit(_ wanted: Int, at now: Timestamp) -> Int {
        if case .open(let until) = state, now >= until { state = .halfOpen(probe: nil) }
        switch state {
        case .closed: return wanted
        case .open: return 0
        case .halfOpen(let probe): return probe == nil ? min(wanted, 1) : 0
        }
    }

    /// Notes that a job started.
    package mutating func started(_ job: Int64) {
        if case .halfOpen(nil) = state { state = .halfOpen(probe: job) }
    }

    /// Notes that the source answered a job.
    package mutating func succeeded(_ job: Int64) {
        switch state {
        case .closed: failuresInRow = 0
        case .open: break
        case .halfOpen(let probe):
            guard probe == job else { return }
            self = CircuitBreaker(policy)
        }
    }

    /// Notes that the source failed a job.
    package mutating func failed(_ job: Int64, at now: Timestamp) {
        switch state {
        case .closed:
            failuresInRow += 1
            if failuresInRow >= policy.failures { open(at: now) }
        case .open: break
        case .halfOpen(let probe):
            if probe == job { open(at: now) }
        }
    }

    /// Notes that a job ended in a way that says nothing about the source.
    package mutating func released(_ job: Int64) {
        if case .halfOpen(let probe) = state, probe == job { state = .halfOpen(probe: nil) }
    }

    private mutating func open(at now: Timestamp) {
        openings += 1
        let wait = Backoff(
            baseNanoseconds: policy.openNanoseconds, capNanoseconds: policy.openCapNanoseconds
        ).ceilingNanoseconds(afterAttempts: openings)
        state = .open(until: now.advanced(byNanoseconds: wait))
    }
}
