/// How many jobs of a source, or of a source's tier, may run at once.
package struct ConcurrencyLimit: Sendable, Hashable {
    /// The most that may run.
    package let maximum: Int

    /// Makes a limit.
    ///
    /// - Precondition: It is at least 1; to stop a source, pause it.
    package init(_ maximum: Int) {
        precondition(maximum >= 1, "a limit must let something run")
        self.maximum = maximum
    }

    /// How many more may start beside those that run.
    package func room(running: Int) -> Int { max(0, maximum - running) }
}
