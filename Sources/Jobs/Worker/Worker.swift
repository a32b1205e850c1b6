internal import AlmanacCore
package import Database
internal import Synchronization
package import TimeSeries

/// Claims jobs and runs their handlers, several side by side, until it is stopped.
///
/// Any number of workers may run on one database. What a worker does with each job is decided by
/// ``Delivery``; a worker that is killed loses nothing, since others take its jobs back when their
/// leases run out.
package final class Worker: Sendable {
    /// How a worker runs.
    package struct Options: Sendable {
        /// Jobs at once.
        package var slots = 8
        /// The queues to take from; all of them where it is empty.
        package var queues: [String] = []
        /// How often it looks for work without being told of any.
        package var pollNanoseconds: Int64 = 1_000_000_000
        /// How long handlers may go on after `stop` before they are called off.
        package var graceNanoseconds: Int64 = 5_000_000_000
        /// Whether it ends when there is nothing to do at the moment.
        package var endsWhenIdle = false

        /// Makes the usual options.
        package init() {}
    }

    /// The name under which its leases stand; unlike any other worker's.
    package let name: String
    let database: Database
    let queue: JobQueue
    let clock: WaitingClock
    let report: @Sendable (WorkerEvent) -> Void
    let completions: CompletionGroup
    private let handlers: [String: JobHandler]
    private let options: Options
    private let state: Mutex<State>

    /// How often a worker that always finds enough to do looks for leases that ran out and for
    /// jobs whose moment has come.
    private static let upkeepNanoseconds: Int64 = 500_000_000

    private struct State {
        var generator: SeededGenerator
        var active = 0
        var stoppedAt: Timestamp?
        /// When it last looked for what is due.
        var upkeptAt: Timestamp?
        var wake: AsyncStream<Void>.Continuation?
    }

    /// Makes a worker.
    ///
    /// - Parameters:
    ///   - seed: For the jitter of retries; unlike other workers'.
    ///   - report: Told what happens, from any thread.
    package init(
        _ name: String, database: Database, queue: JobQueue, handlers: [String: JobHandler],
        options: Options = Options(), clock: WaitingClock, seed: UInt64,
        report: @escaping @Sendable (WorkerEvent) -> Void = { _ in }
    ) {
        precondition(options.slots >= 1, "a worker must run one job at least")
        self.name = name
        self.database = database
        self.queue = queue
        self.handlers = handlers
        self.options = options
        self.clock = clock
        self.report = report
        completions = CompletionGroup(database, queue, clock)
        state = Mutex(State(generator: SeededGenerator(seed: seed)))
    }

    /// Runs until `stop` or the task's cancellation, and gives leases back before it returns.
    package func run() async {
        // Not a child of the caller's task: its cancellation must not keep leases from being
        // given back.
        let loop = Task { await self.loop() }
        await withTaskCancellationHandler {
            await loop.value
        } onCancel: {
            stop()
        }
    }

    /// Takes no more jobs, and calls off after the time of grace what still runs.
    package func stop() {
        let now = clock.now()
        state.withLock { state in
            if state.stoppedAt == nil { state.stoppedAt = now }
            state.wake?.yield()
        }
    }

    /// When handlers are to be called off; `nil` while it is not stopped.
    var callOffAt: Timestamp? {
        state.withLock { $0.stoppedAt }?.advanced(byNanoseconds: options.graceNanoseconds)
    }

    func nextSeed() -> UInt64 { state.withLock { $0.generator.next() } }

    func handler(_ name: String) -> JobHandler? { handlers[name] }

    private var isStopped: Bool { state.withLock { $0.stoppedAt != nil } }

    private func loop() async {
        let (stream, wake) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        state.withLock { $0.wake = wake }
        wake.yield()
        await withTaskGroup { group in
            group.addTask { await self.poll(wake) }
            group.addTask {
                for await _ in self.database.notifications(JobQueue.channel) { wake.yield() }
            }
            await withDiscardingTaskGroup { deliveries in
                for await _ in stream {
                    await gatherRoom()
                    if isStopped { break }
                    let isDry = await takeWork(&deliveries, wake)
                    if options.endsWhenIdle, isDry, state.withLock({ $0.active == 0 }) { break }
                }
            }
            group.cancelAll()
        }
        state.withLock { $0.wake = nil }
    }

    /// Lets jobs that end together make their room together, so that one claim fills it.
    private func gatherRoom() async {
        await Batching.settle {
            let active = state.withLock { $0.active }
            return active > 0 ? active : nil
        }
    }

    private func poll(_ wake: AsyncStream<Void>.Continuation) async {
        while !Task.isCancelled {
            guard (try? await clock.sleep(options.pollNanoseconds)) != nil else { return }
            wake.yield()
        }
    }

    /// Takes back what others lost, and starts as many jobs as there is room for.
    ///
    /// - Returns: Whether there was room, and nothing to do.
    private func takeWork(
        _ deliveries: inout DiscardingTaskGroup, _ wake: AsyncStream<Void>.Continuation
    ) async -> Bool {
        let free = options.slots - state.withLock { $0.active }
        guard free > 0 else { return false }
        // A claim costs the same for one job as for many, and more room is on its way. Without
        // this a job that is out of step with the others stays so, with claims of its own.
        if free * 2 < options.slots, await completions.isWriting { return false }
        do {
            let claimed = try await claim(free)
            if claimed.isEmpty { return true }
            report(.claimed(claimed.count))
            state.withLock { $0.active += claimed.count }
            for job in claimed {
                deliveries.addTask {
                    await DeliveryRun(self, job).run()
                    self.state.withLock { $0.active -= 1 }
                    wake.yield()
                }
            }
            // Others may have put work in since.
            if claimed.count < free { wake.yield() }
        } catch {
            report(.databaseFailed("\(error)"))
        }
        return false
    }

    private func claim(_ count: Int) async throws -> [ClaimedJob] {
        let (queue, name, queues, now) = (queue, name, options.queues, clock.now())
        let seed = nextSeed()
        let isDue = state.withLock { state in
            guard let last = state.upkeptAt else { return true }
            // A clock that was set back makes it due too.
            return !(0..<Self.upkeepNanoseconds).contains(now.nanoseconds - last.nanoseconds)
        }
        let (rescued, claimed) = try await database.write { transaction in
            var claimed: [ClaimedJob] = []
            if !isDue {
                claimed = try queue.claim(
                    count, worker: name, queues: queues, isPromoting: false, in: transaction,
                    at: now)
                if claimed.count == count { return (Int?.none, claimed) }
            }
            var generator = SeededGenerator(seed: seed)
            let rescued = try queue.rescue(in: transaction, at: now, using: &generator)
            claimed += try queue.claim(
                count - claimed.count, worker: name, queues: queues, in: transaction, at: now)
            return (rescued, claimed)
        }
        if let rescued {
            state.withLock { $0.upkeptAt = now }
            if rescued > 0 { report(.rescued(rescued)) }
        }
        return claimed
    }
}
