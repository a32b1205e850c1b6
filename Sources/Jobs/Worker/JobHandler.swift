internal import AlmanacCore
package import Database
package import TimeSeries

/// What a worker does for jobs of one name.
///
/// It may run more than once for one job, and be called off at any point (its task is cancelled).
/// What it writes to the database belongs into the effect of its result, which happens once.
package typealias JobHandler = @Sendable (JobContext) async throws -> JobResult

/// What a handler came to.
///
/// Whatever it is, its effect is committed together with what becomes of the job, or not at all.
package enum JobResult: Sendable {
    /// Writes what came of a delivery; may be called again where its transaction failed.
    package typealias Effect = @Sendable (Transaction) throws -> Void

    /// It is done.
    case success(items: Int = 0, effect: Effect = { _ in })
    /// Not now, and not the job's fault: no attempt is used up.
    case snooze(until: Timestamp, reason: String, effect: Effect = { _ in })
    /// It failed.
    case failure(JobFailure, effect: Effect = { _ in })

    /// What an error comes to: a limit, or a budget or a conflict that says when it is over, puts
    /// the job off, and everything else is a failure.
    package static func after(
        _ error: any Error, at now: Timestamp, effect: @escaping Effect = { _ in }
    ) -> JobResult {
        guard let error = error as? AlmanacError,
            [.rateLimited, .budgetExceeded, .conflict].contains(error.kind)
        else { return .failure(JobFailure(error), effect: effect) }
        if let again = error.details["again_at"]?.stringValue.flatMap({ Timestamp(iso8601: $0) }) {
            return .snooze(until: again, reason: error.message, effect: effect)
        }
        guard error.kind == .rateLimited else {
            return .failure(JobFailure(error), effect: effect)
        }
        let asked = error.details["retry_after"] ?? error.details["retry_after_seconds"]
        let wait = Int64(min(max(asked?.doubleValue ?? 60, 1), 86_400) * 1e9)
        return .snooze(
            until: now.advanced(byNanoseconds: wait), reason: error.message, effect: effect)
    }
}

/// What a handler is given.
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
