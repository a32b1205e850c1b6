internal import AlmanacCore
package import Database
internal import TimeSeries

/// One job in a worker's hands: performs what its ``Delivery`` decides.
struct DeliveryRun {
    private let worker: Worker
    private let claimed: ClaimedJob
    private let startedAt: Timestamp
    private var delivery: Delivery
    private var result: JobResult?

    /// What the run waits for.
    private enum Signal: Sendable {
        case returned(JobResult)
        case time
    }

    /// How long it waits at most, so that a stop is noticed soon.
    private static let longestWait: Int64 = 200_000_000

    init(_ worker: Worker, _ claimed: ClaimedJob) {
        self.worker = worker
        self.claimed = claimed
        startedAt = worker.clock.now()
        delivery = Delivery(
            claimed.lease, policy: worker.queue.lease,
            deadlineNanoseconds: claimed.job.deadlineNanoseconds, at: startedAt)
    }

    func run() async {
        var run = self
        worker.report(.started(claimed.job))
        await withTaskGroup(of: Signal.self) { group in
            let (worker, claimed) = (run.worker, run.claimed)
            group.addTask { .returned(await Self.handle(claimed, worker)) }
            run.addTimer(&group)
            while !run.delivery.isOver, let signal = await group.next() {
                await run.take(signal)
                if case .time = signal { run.addTimer(&group) }
            }
            group.cancelAll()
        }
    }

    private func addTimer(_ group: inout TaskGroup<Signal>) {
        let now = worker.clock.now()
        let wait = delivery.wakeUp.nanoseconds.subtractingReportingOverflow(now.nanoseconds)
        let length =
            wait.overflow ? Self.longestWait : min(max(wait.partialValue, 0), Self.longestWait)
        let clock = worker.clock
        group.addTask {
            // A wait that is cancelled ends early, which is what is wanted.
            try? await clock.sleep(length)
            return .time
        }
    }

    /// Runs the handler; whatever it throws becomes a result.
    private static func handle(_ claimed: ClaimedJob, _ worker: Worker) async -> JobResult {
        let now = worker.clock.now()
        guard let handler = worker.handler(claimed.job.handler) else {
            return .snooze(
                until: now.advanced(byNanoseconds: Timestamp.nanosecondsPerMinute),
                reason: "no worker here knows \"\(claimed.job.handler)\"")
        }
        do {
            return try await handler(
                JobContext(
                    claimed: claimed, database: worker.database, queue: worker.queue,
                    clock: worker.clock))
        } catch {
            return .after(error, at: worker.clock.now())
        }
    }

    private mutating func take(_ signal: Signal) async {
        let now = worker.clock.now()
        var event = Delivery.Event.time
        switch signal {
        case .returned(let result):
            // A handler that was called off has nothing to say any more.
            guard self.result == nil else { return }
            self.result = result
            event = .handlerReturned
        case .time:
            if result == nil, let callOffAt = worker.callOffAt, now >= callOffAt { event = .stop }
        }
        var next: Delivery.Event? = event
        while let event = next {
            let moment = worker.clock.now()
            guard let action = delivery.handle(event, at: moment) else { return }
            next = await perform(action)
        }
    }

    /// Performs an action, and returns what came of it.
    private mutating func perform(_ action: Delivery.Action) async -> Delivery.Event? {
        switch action {
        case .renew: return await renew()
        case .timeOut:
            let limit = claimed.job.deadlineNanoseconds / Timestamp.nanosecondsPerSecond
            result = .failure(JobFailure("not done after \(limit) s, its deadline"))
            return await write()
        case .write: return await write()
        case .giveBack:
            let (queue, claimed, now) = (worker.queue, claimed, worker.clock.now())
            return await attempt(.givenBack) { transaction in
                try queue.giveBack([claimed], in: transaction, at: now)
            }
        case .abandon:
            end(.abandoned)
            return nil
        }
    }

    private func renew() async -> Delivery.Event {
        let (queue, lease, now) = (worker.queue, delivery.lease, worker.clock.now())
        do {
            let held = try await worker.database.write {
                try queue.heartbeat([lease], in: $0, at: now)
            }
            return held.first.map { .renewed(until: $0.until) } ?? .leaseLost
        } catch {
            worker.report(.databaseFailed("\(error)"))
            return .databaseFailed
        }
    }

    private mutating func write() async -> Delivery.Event? {
        guard let result else { return nil }
        let (queue, claimed, now) = (worker.queue, claimed, worker.clock.now())
        switch result {
        case .success(let items, let effect):
            do {
                try await worker.completions.complete(
                    JobQueue.Completion(claimed, items: items, effect: effect))
                end(.succeeded(items: items))
                return .written
            } catch  where Self.isPassing(error) {
                return event(for: error)
            } catch {
                // The effect itself is refused, so another try would be too.
                self.result = .failure(JobFailure(error))
                return await write()
            }
        case .snooze(let until, let reason, let effect):
            return await attempt(.snoozed(until: until, reason: reason), effect) {
                try queue.snooze(claimed, until: until, reason: reason, in: $0, at: now)
            }
        case .failure(let failure, let effect): return await fail(failure, effect, at: now)
        }
    }

    private func fail(
        _ failure: JobFailure, _ effect: JobResult.Effect?, at now: Timestamp
    ) async -> Delivery.Event {
        let (queue, claimed, seed) = (worker.queue, claimed, worker.nextSeed())
        do {
            let decision = try await worker.database.write { transaction in
                var generator = SeededGenerator(seed: seed)
                let decision = try queue.fail(
                    claimed, failure, in: transaction, at: now, using: &generator)
                try effect?(transaction)
                return decision
            }
            switch decision {
            case .retry(let moment): end(.retried(at: moment, failure))
            case .deadLetter(let reason): end(.died(reason: reason, failure))
            }
            return .written
        } catch  where effect != nil && !Self.isPassing(error) {
            // What a failure leaves is refused; the failure itself must be known all the same.
            return await fail(failure, nil, at: now)
        } catch {
            return event(for: error)
        }
    }

    private func attempt(
        _ ending: WorkerEvent.Ending, _ effect: JobResult.Effect? = nil,
        _ body: @escaping @Sendable (Transaction) throws -> Void
    ) async -> Delivery.Event {
        do {
            try await worker.database.write { transaction in
                try body(transaction)
                try effect?(transaction)
            }
            end(ending)
            return .written
        } catch  where effect != nil && !Self.isPassing(error) {
            return await attempt(ending, nil, body)
        } catch {
            return event(for: error)
        }
    }

    /// Whether an error says nothing about what was to be written.
    private static func isPassing(_ error: any Error) -> Bool {
        guard let error = error as? AlmanacError else { return false }
        return error.isLeaseLost || error.databaseFailure?.isPassing == true
    }

    private func event(for error: any Error) -> Delivery.Event {
        if (error as? AlmanacError)?.isLeaseLost == true { return .leaseLost }
        worker.report(.databaseFailed("\(error)"))
        return .databaseFailed
    }

    private func end(_ ending: WorkerEvent.Ending) {
        let length = worker.clock.now().nanoseconds - startedAt.nanoseconds
        worker.report(.ended(claimed.job, ending, nanoseconds: length))
    }
}

extension DatabaseFailure {
    /// Whether the same transaction may succeed later.
    package var isPassing: Bool {
        switch self {
        case .busy, .serialization, .unreachable, .outcomeUnknown, .timeLimit, .diskFull,
            .inputOutput:
            true
        case .duplicate, .constraint, .corrupt, .permission, .schema, .statement: false
        }
    }
}
