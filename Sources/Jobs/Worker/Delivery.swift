package import TimeSeries

/// What a worker does about one job that it was given, from the claim to the end.
///
/// Takes events with the time, returns what to do; `Worker` and the simulation both perform it. It
/// renews the lease while the handler runs, calls the handler off when the lease is lost or the
/// deadline passes, and keeps trying to write the result down while the lease holds, however often
/// the database fails meanwhile.
package struct Delivery: Sendable {
    /// What happens.
    package enum Event: Sendable, Equatable {
        /// Time has passed.
        case time
        /// The lease was renewed until then.
        case renewed(until: Timestamp)
        /// The lease belongs to this worker no longer.
        case leaseLost
        /// Renewing or writing failed in a way that says nothing about the lease.
        case databaseFailed
        /// The handler returned.
        case handlerReturned
        /// The result is in the database.
        case written
        /// The worker is to stop.
        case stop
    }

    /// What the owner does next.
    package enum Action: Sendable, Equatable {
        /// Renew the lease.
        case renew
        /// Call the handler off; it is overdue and counts as failed.
        case timeOut
        /// Call the handler off and forget the job: someone else has it or will.
        case abandon
        /// Call the handler off and give the lease back.
        case giveBack
        /// Write the handler's result.
        case write
    }

    private enum Stage { case running, writing, givingBack, over }

    /// The lease, as last renewed.
    package private(set) var lease: Lease
    private let policy: LeasePolicy
    private let deadline: Timestamp
    private var stage = Stage.running
    private var nextHeartbeat: Timestamp
    private var nextWrite: Timestamp
    private var failures: Int64 = 0

    /// Makes the delivery of a job that was claimed at a moment.
    ///
    /// - Parameter deadlineNanoseconds: How long the handler may take.
    package init(
        _ lease: Lease, policy: LeasePolicy, deadlineNanoseconds: Int64, at now: Timestamp
    ) {
        self.lease = lease
        self.policy = policy
        deadline = now.advanced(byNanoseconds: deadlineNanoseconds)
        nextHeartbeat = now.advanced(byNanoseconds: policy.heartbeatNanoseconds)
        nextWrite = now
    }

    /// Whether nothing is left to do.
    package var isOver: Bool { stage == .over }

    /// When `time` should be told next.
    package var wakeUp: Timestamp {
        switch stage {
        case .running: min(nextHeartbeat, deadline, lease.until)
        case .writing, .givingBack: min(nextWrite, lease.until)
        case .over: .init(nanoseconds: .max)
        }
    }

    /// Takes an event, and returns what to do now.
    package mutating func handle(_ event: Event, at now: Timestamp) -> Action? {
        switch event {
        case .time: return elapsed(now)
        case .renewed(let until):
            failures = 0
            lease.until = until
            nextHeartbeat = now.advanced(byNanoseconds: policy.heartbeatNanoseconds)
            return nil
        case .leaseLost:
            guard stage != .over else { return nil }
            stage = .over
            return .abandon
        case .databaseFailed:
            // A twelfth of the lease, doubled each time up to a third, then again and again.
            failures = min(failures + 1, 3)
            let wait = (policy.heartbeatNanoseconds / 4) << (failures - 1)
            nextHeartbeat = now.advanced(byNanoseconds: wait)
            nextWrite = nextHeartbeat
            return nil
        case .handlerReturned:
            guard stage == .running else { return nil }
            stage = .writing
            nextWrite = now
            failures = 0
            return .write
        case .written:
            stage = .over
            return nil
        case .stop:
            guard stage == .running else { return nil }
            stage = .givingBack
            nextWrite = now
            failures = 0
            return .giveBack
        }
    }

    private mutating func elapsed(_ now: Timestamp) -> Action? {
        if stage == .over { return nil }
        if lease.isExpired(at: now) {
            // The fencing token would refuse what comes late; stopping early saves the work.
            stage = .over
            return .abandon
        }
        switch stage {
        case .running:
            if now >= deadline {
                stage = .writing
                nextWrite = now
                return .timeOut
            }
            return now >= nextHeartbeat ? .renew : nil
        case .writing: return now >= nextWrite ? .write : nil
        case .givingBack: return now >= nextWrite ? .giveBack : nil
        case .over: return nil
        }
    }
}
