/// Why a job exists.
public enum JobKind: String, Sendable, CaseIterable {
    /// A span of the past is filled in.
    case historical
    /// A source is watched as it changes.
    case realtime
    /// A schedule came due.
    case scheduled
    /// Something happened that asks for it.
    case event
}
