/// The time, and how to wait; passed in so that tests and simulations decide on both.
package struct WaitingClock: Sendable {
    /// The present moment.
    package var now: @Sendable () -> Timestamp
    /// Waits for a number of nanoseconds, or throws where the task is cancelled.
    package var sleep: @Sendable (Int64) async throws -> Void

    /// Makes a clock that really waits, unless it is told otherwise.
    package init(
        now: @escaping @Sendable () -> Timestamp,
        sleep: @escaping @Sendable (Int64) async throws -> Void = {
            try await Task.sleep(nanoseconds: UInt64(max($0, 0)))
        }
    ) {
        self.now = now
        self.sleep = sleep
    }
}
