import Database
import Jobs
import TimeSeries

/// What can go wrong with one transaction of a simulated worker.
enum Fault: String, CaseIterable {
    /// Nothing is committed, and the worker is told so.
    case refused
    /// It is committed, but the worker hears of a failure.
    case answerLost
    /// The worker's process ends before the commit.
    case crashBefore
    /// The worker's process ends after the commit.
    case crashAfter
    /// The answer comes so late that leases may be over.
    case late
    /// The disk refuses a write, being full.
    case diskFull
    /// The disk fails at a write or a sync, of which some is done.
    case diskFails
    /// The power goes, with all processes and with what was not synced.
    case powerCut

    /// What the disk does wrong.
    var ofDisk: SimulatedDisk.Fault? {
        switch self {
        case .diskFull: .full
        case .diskFails: .inputOutput
        case .powerCut: .powerCut
        case .refused, .answerLost, .crashBefore, .crashAfter, .late: nil
        }
    }
}

/// What can go wrong with one request to the outside.
enum NetworkFault: String, CaseIterable {
    case requestLost
    case replyLost
    case duplicated
    /// It arrives later, after others that were sent later, or when its sender is gone.
    case delayed
}

/// A fault put into the queue or its worker on purpose, to see that the simulation finds it.
enum PlantedBug: String, CaseIterable, Sendable {
    case noFencing
    case claimWithoutLock
    case heartbeatNotStored
    case doubledTimeComesDueTwice
    case retryLosesAttemptCount
    case budgetNotReserved
    case breakerNotStored
    case effectOutsideTransaction
    case deliveryWithoutNewToken
    case uniqueKeyReleasedEarly
    case tokensNotStored
    case lostDeliveriesNotCounted
    case joinRunsEarly
    case callWithoutKey
    case absenceBelievedAtOnce
    case fullDiskTakenForSuccess
    case failedSyncTakenForSuccess
    case commitNotSynced

    /// Puts it into a queue; the others are the worker's, or the database's.
    func plant(in queue: inout JobQueue) {
        switch self {
        case .noFencing:
            queue.sql.held = "id = $1 AND $2 > 0"
            queue.sql.heldInBatch = "extraction_jobs.id = done.id"
        case .claimWithoutLock: queue.sql.claimable = "state IN ('available', 'running')"
        case .heartbeatNotStored: queue.sql.renewed = "lease_until + 0 * $3"
        case .doubledTimeComesDueTwice: queue.nextTime = Self.byTheClockOnTheWall
        case .retryLosesAttemptCount: queue.sql.attemptsAfterFailure = "attempts"
        case .budgetNotReserved: queue.sql.reservedAfter = "reserved + 0 * $3"
        case .breakerNotStored:
            queue.sql.breakerAfter = "CASE WHEN $2 = '' THEN '' ELSE breaker_state END"
        case .effectOutsideTransaction, .callWithoutKey, .fullDiskTakenForSuccess,
            .failedSyncTakenForSuccess, .commitNotSynced:
            break
        case .absenceBelievedAtOnce: queue.transitLeases = 0
        case .deliveryWithoutNewToken:
            queue.sql.nextDelivery = "CASE WHEN deliveries = 0 THEN 1 ELSE deliveries END"
        case .uniqueKeyReleasedEarly: queue.sql.keyIsFree = "$4 > 0"
        case .tokensNotStored: queue.sql.unitsAfter = "units + 0 * $3"
        case .lostDeliveriesNotCounted: queue.sql.lostAfterRescue = "lost"
        case .joinRunsEarly: queue.sql.pendingAfterFinish = "0"
        }
    }

    /// The fault of the disk that a worker takes for success.
    var overlooked: Fault? {
        switch self {
        case .fullDiskTakenForSuccess: .diskFull
        case .failedSyncTakenForSuccess: .diskFails
        default: nil
        }
    }

    /// The next time at which the wall shows the time again, also the second time in a night.
    private static func byTheClockOnTheWall(
        _ recurrence: Recurrence, _ moment: Timestamp
    ) -> Timestamp? {
        let hour = moment.advanced(byNanoseconds: Timestamp.nanosecondsPerHour)
        let isShownAgain =
            recurrence.zone.local(at: hour).nanosecondOfDay
            == recurrence.zone.local(at: moment).nanosecondOfDay
        return isShownAgain && recurrence.text.hasPrefix("30 1")
            ? hour : recurrence.next(after: moment)
    }
}
