package import TimeSeries

/// A worker's right to one delivery of a job, until it runs out or is renewed.
///
/// The fencing token grows with every delivery of the job. Whatever a worker writes under a lease
/// is written only where the job still carries the token, in the same transaction: a worker that
/// slept past its lease, while another was given the job, changes nothing.
package struct Lease: Sendable, Hashable {
    /// The job.
    package let job: Int64
    /// The delivery's number, from 1.
    package let token: Int64
    /// Who holds it.
    package let worker: String
    /// Until when.
    package var until: Timestamp

    /// Makes a lease.
    package init(job: Int64, token: Int64, worker: String, until: Timestamp) {
        self.job = job
        self.token = token
        self.worker = worker
        self.until = until
    }

    /// Whether it has run out.
    package func isExpired(at now: Timestamp) -> Bool { now >= until }
}

/// How long leases last, and how often they are renewed.
package struct LeasePolicy: Sendable, Equatable {
    /// How long a lease lasts from when it is given or renewed.
    package var nanoseconds: Int64
    /// How long after that it is renewed: a third leaves room for two renewals that fail.
    package var heartbeatNanoseconds: Int64 { nanoseconds / 3 }

    /// Makes a policy; 60 s unless told otherwise.
    ///
    /// - Precondition: A lease lasts at least a millisecond.
    package init(nanoseconds: Int64 = 60 * Timestamp.nanosecondsPerSecond) {
        precondition(nanoseconds >= 1_000_000, "a lease must last a millisecond at least")
        self.nanoseconds = nanoseconds
    }

    /// When a lease that begins or is renewed now runs out.
    package func until(from now: Timestamp) -> Timestamp {
        now.advanced(byNanoseconds: nanoseconds)
    }
}
