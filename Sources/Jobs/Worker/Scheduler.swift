package import Database
package import TimeSeries

/// Puts in the jobs of schedules as they come due; any number may run on one database.
package struct Scheduler: Sendable {
    private let database: Database
    private let queue: JobQueue
    private let clock: WaitingClock
    private let report: @Sendable (WorkerEvent) -> Void
    /// How long it waits at most, so that a new schedule is noticed.
    private static let longestWait = 5 * Timestamp.nanosecondsPerSecond
    private static let shortestWait = Timestamp.nanosecondsPerSecond / 20

    /// Makes a scheduler.
    package init(
        database: Database, queue: JobQueue, clock: WaitingClock,
        report: @escaping @Sendable (WorkerEvent) -> Void = { _ in }
    ) {
        self.database = database
        self.queue = queue
        self.clock = clock
        self.report = report
    }

    /// Runs until its task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            var wait = Self.longestWait
            do {
                if let next = try await look() {
                    wait = min(wait, next.nanoseconds - clock.now().nanoseconds)
                }
            } catch is CancellationError {
                return
            } catch {
                report(.databaseFailed("\(error)"))
            }
            guard (try? await clock.sleep(max(wait, Self.shortestWait))) != nil else { return }
        }
    }

    /// Puts in what is due now.
    ///
    /// - Returns: When the next schedule comes due.
    @discardableResult
    package func look() async throws -> Timestamp? {
        let (queue, now) = (queue, clock.now())
        let (jobs, next) = try await database.write { transaction in
            (
                try queue.runSchedules(in: transaction, at: now),
                try queue.nextScheduleTime(in: transaction)
            )
        }
        if !jobs.isEmpty { report(.scheduled(jobs)) }
        return next
    }
}
