package import TimeSeries

/// How urgent a job is: 1 is the most urgent, 10 the least.
///
/// Jobs are taken in the order of their rank, the moment from which they could run plus a step for
/// each priority below the first. A job thus overtakes those that became ready up to nine steps
/// before it, and none that waited longer: however many urgent jobs keep coming, a job starts once
/// those are done that were ready at most nine steps after it. The rank is fixed when a job becomes
/// ready, so that ageing costs nothing while it waits.
package struct Priority: Sendable, Hashable {
    /// 1 (most urgent) to 10.
    package let value: Int

    /// What a job has unless told otherwise.
    package static let standard = Priority(clamping: 5)

    /// Makes a priority; `nil` outside 1 to 10.
    package init?(_ value: Int) {
        guard (1...10).contains(value) else { return nil }
        self.value = value
    }

    /// Makes the nearest priority there is.
    package init(clamping value: Int) {
        self.value = min(max(value, 1), 10)
    }

    /// How much earlier a job must be ready to stand before one that is one priority more urgent.
    package static let ageingStepNanoseconds = 60 * Timestamp.nanosecondsPerSecond

    /// The place in the queue of a job that may run from a moment on; lower comes first.
    package func rank(readyAt moment: Timestamp) -> Int64 {
        moment.advanced(byNanoseconds: Int64(value - 1) * Self.ageingStepNanoseconds).nanoseconds
    }
}
