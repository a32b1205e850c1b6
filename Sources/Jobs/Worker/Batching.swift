/// Waiting for tasks that are about to arrive, without a clock.
enum Batching {
    /// How often nothing may change before the rest counts as busy with something longer: a job
    /// takes some turns of the pool from one step to the next.
    private static let turns = 16

    /// Lets other tasks have their turns as long as a count goes on changing.
    ///
    /// Costs some microseconds where nothing else can run.
    /// - Parameter count: What is looked at; nil ends the wait.
    static func settle(
        isolation: isolated (any Actor)? = #isolation, _ count: () -> Int?
    ) async {
        var last = -1
        var quiet = 0
        while quiet < turns, let now = count() {
            quiet = now == last ? quiet + 1 : 0
            last = now
            await Task.yield()
        }
    }
}
