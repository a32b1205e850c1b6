/// The two databases that Almanac speaks to.
public enum Dialect: String, Sendable, CaseIterable {
    case sqlite
    case postgresql

    /// The text for this dialect, for the statements that cannot be the same in both.
    package func choose<Value>(
        sqlite: @autoclosure () -> Value, postgresql: @autoclosure () -> Value
    ) -> Value {
        switch self {
        case .sqlite: sqlite()
        case .postgresql: postgresql()
        }
    }
}
