/// A moment, as nanoseconds since 1970-01-01T00:00:00Z; covers the years 1678 to 2262.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Nanoseconds since the epoch, UTC, without leap seconds.
    public var nanoseconds: Int64

    /// Makes a moment from nanoseconds since the epoch.
    @inlinable
    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// Whether one moment precedes another.
    @inlinable
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}
