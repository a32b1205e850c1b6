/// Where a job stands.
package enum JobState: String, Sendable, CaseIterable {
    /// It waits for other jobs.
    case blocked
    /// It waits for a moment: its own, a retry's, or the next day's budget.
    case scheduled
    /// A worker may take it.
    case available
    /// A worker holds a lease on it.
    case running
    /// Its effect is in the database.
    case succeeded
    /// It was called off.
    case cancelled
    /// It was given up, and has a dead letter.
    case dead

    /// Whether it is over, unless someone replays it.
    package var isFinished: Bool { [.succeeded, .cancelled, .dead].contains(self) }
}
