import Jobs
import TimeSeries

/// A worker's process: what it holds in memory, which a crash takes away.
struct SimulatedWorker {
    static let slotCount = 3

    let index: Int
    /// Counts restarts, so that what an earlier life was to do does not reach the next one.
    var life = 0
    var isUp = true
    /// Until when it stands still, in true time.
    var asleepUntil: Int64 = 0
    var slots: [Slot] = []
    var idleWait: Int64 = 1_000_000_000

    var name: String { "worker \(index), life \(life)" }

    /// A job in its hands.
    struct Slot {
        let claimed: ClaimedJob
        var delivery: Delivery
        /// The stretch between two jumps of the clock in which it was claimed.
        let stretch: Int
        /// When the handler is through with its work, in true time.
        var doneAt: Int64
        var stage = Stage.working
        var outcome: Outcome?
        var wasEffectWritten = false

        /// Whether the next thing that it does is to send a request, come what may.
        var isSending: Bool { if case .sending = stage { true } else { false } }
    }

    /// How far a paid job's call is.
    enum Stage {
        case working
        case sending(Intent)
        /// For the answer, until `doneAt`.
        case waiting(Intent)
        case settling(Intent, JobQueue.IntentOutcome)
        case called
    }

    /// What a handler came to.
    enum Outcome {
        case success
        case failure(JobFailure)
        case snooze(Timestamp)
    }
}
