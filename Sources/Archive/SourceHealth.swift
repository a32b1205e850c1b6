/// How a data source is doing.
public enum SourceHealth: String, Sendable, CaseIterable {
    case healthy
    case degraded
    case down
    case quarantined
}
