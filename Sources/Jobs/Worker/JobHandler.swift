internal import AlmanacCore
package import Database
package import TimeSeries

/// What a worker does for jobs of one name.
///
/// It may run more than once for one job, and be called off at any point (its task is cancelled).
/// What it writes to the database belongs into the effect of its result, which happens once.
package typealias JobHandler = @Sendable (JobContext) async throws -> JobResult

/// What a handler came to.
package enum JobResult: Sendable {
    /// It is done; the effect is committed together with the job's completion.
    case success(items: Int = 0, effect: @Sendable (Transaction) throws -> Void = { _ in })
    /// Not now, and not the job's fault: no attempt is used up.
    case snooze(until: Timestamp, reason: String)
    /// It failed.
    case failure(JobFailure)
}

/// What a handler is given: its job, and how to state what it does outside the database.
package struct JobContext: Sendable {
    /// The job and the lease under which it runs.
    package let claimed: ClaimedJob
    /// The database that holds the queue.
    package let database: Database
    /// The queue.
    package let queue: JobQueue
    /// The time.
    package let clock: WaitingClock

    /// The job.
    package var job: JobRecord { claimed.job }
    /// To be passed on with everything that the job causes.
    package var correlationID: String { claimed.job.correlationID }

    /// Does something outside the database that may cost money, once for the job as far as the far
    /// side allows.
    ///
    /// The intent, its idempotency key and its money are committed before `perform`. Where an
    /// earlier delivery left its outcome unknown, `findOut` asks the far side first; where it is
    /// known to have happened, its result is returned and nothing is done. Where `perform` throws,
    /// the outcome counts as unknown and its cost as spent.
    /// - Parameters:
    ///   - name: Distinguishes it from other things that the job does.
    ///   - cost: The most it can cost.
    ///   - perform: Does it; gives its cost and what came back.
    ///   - findOut: What became of an idempotency key.
    /// - Throws: ``AlmanacError`` of kind budgetExceeded, and what the closures throw.
    package func once(
        _ name: String, request: String, cost: Money,
        perform: (Intent) async throws -> (cost: Money, result: String),
        findOut: (Intent) async throws -> JobQueue.IntentOutcome
    ) async throws -> String {
        var intent = try await intend(name, request: request, cost: cost)
        if intent.state == .unknown {
            let outcome = try await findOut(intent)
            try await settle(intent, outcome)
            if case .happened(_, let result) = outcome { return result }
            intent = try await intend(name, request: request, cost: cost)
        }
        if intent.state == .happened { return intent.result ?? "" }
        let done = try await perform(intent)
        try await settle(intent, .happened(cost: done.cost, result: done.result))
        return done.result
    }

    private func intend(_ name: String, request: String, cost: Money) async throws -> Intent {
        let (queue, claimed, now) = (queue, claimed, clock.now())
        return try await database.write {
            try queue.intend(
                name, request: request, cost: cost, for: claimed, in: $0, at: now)
        }
    }

    private func settle(_ intent: Intent, _ outcome: JobQueue.IntentOutcome) async throws {
        let (queue, claimed, now) = (queue, claimed, clock.now())
        try await database.write {
            try queue.settle(intent, outcome, for: claimed, in: $0, at: now)
        }
    }

    /// Takes a token of the source's rate limits for a request beyond the job's first.
    ///
    /// - Returns: `nil` where it may go out now, else the earliest moment to ask again.
    package func takeToken() async throws -> Timestamp? {
        let (queue, source, now) = (queue, claimed.job.source, clock.now())
        return try await database.write {
            try queue.takeTokens(1, source: source, in: $0, at: now)
        }
    }
}

/// What a worker or a scheduler did, for logs and metrics.
package enum WorkerEvent: Sendable {
    /// It was given jobs.
    case claimed(Int)
    /// A handler starts.
    case started(JobRecord)
    /// A delivery is over: how, and after how many nanoseconds.
    case ended(JobRecord, Ending, nanoseconds: Int64)
    /// Leases of others had run out, and were taken back.
    case rescued(Int)
    /// Schedules came due and put in these jobs.
    case scheduled([Int64])
    /// The database failed; it is tried again.
    case databaseFailed(String)

    /// How a delivery ended.
    package enum Ending: Sendable, Equatable {
        case succeeded(items: Int)
        case retried(at: Timestamp, JobFailure)
        case died(reason: String, JobFailure)
        case snoozed(until: Timestamp, reason: String)
        case givenBack
        /// The lease was lost, or the job was cancelled; nothing was written.
        case abandoned
    }
}
