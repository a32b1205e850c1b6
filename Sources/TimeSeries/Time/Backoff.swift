/// Ceilings of the waits before further attempts, each twice the one before, up to a cap.
///
/// The wait itself is drawn evenly from 0 to the ceiling ("full jitter"), so that those who failed
/// together do not come back together.
/// - Source: Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog (2015).
package struct Backoff: Sendable, Equatable {
    /// The first ceiling, in nanoseconds.
    package var baseNanoseconds: Int64
    /// The ceiling of all ceilings, in nanoseconds.
    package var capNanoseconds: Int64

    /// Makes a rule.
    package init(baseNanoseconds: Int64, capNanoseconds: Int64) {
        (self.baseNanoseconds, self.capNanoseconds) = (baseNanoseconds, capNanoseconds)
    }

    /// The ceiling after a number of attempts that failed, from 1.
    package func ceilingNanoseconds(afterAttempts attempts: Int) -> Int64 {
        var ceiling = min(baseNanoseconds, capNanoseconds)
        for _ in 1..<min(max(attempts, 1), 64) where ceiling < capNanoseconds {
            ceiling = ceiling > capNanoseconds / 2 ? capNanoseconds : ceiling * 2
        }
        return ceiling
    }
}
