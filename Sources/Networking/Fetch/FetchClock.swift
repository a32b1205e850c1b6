package import TimeSeries

/// Where a fetcher gets the time, its pauses and its chance from: the system's, or a test's.
package struct FetchClock: Sendable {
    /// The time now.
    package var now: @Sendable () -> Timestamp
    /// Waits so many nanoseconds; throws where the task is cancelled.
    package var sleep: @Sendable (Int64) async throws -> Void
    /// A number drawn evenly from 0 to 1, for jitter.
    package var chance: @Sendable () -> Double

    /// Makes a clock.
    package init(
        now: @escaping @Sendable () -> Timestamp,
        sleep: @escaping @Sendable (Int64) async throws -> Void,
        chance: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.sleep = sleep
        self.chance = chance
    }
}
