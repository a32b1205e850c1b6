import AlmanacCore
import Database
import Jobs
import TimeSeries

/// What simulated workers do: the production worker's decisions, one transaction at a time.
extension SimulatedWorld {
    func wake(_ index: Int, life: Int) throws {
        guard workers[index].isUp, workers[index].life == life else { return }
        if workers[index].asleepUntil > elapsed {
            schedule(
                .wake(worker: index, life: life), after: workers[index].asleepUntil - elapsed)
            return
        }
        try tendSlots(index)
        if isAwake(index, life), chance(0.3) { try rescue(index) }
        if isAwake(index, life), chance(0.3) { try lookAtSchedules(index) }
        let free = SimulatedWorker.slotCount - workers[index].slots.count
        if isAwake(index, life), free > 0 { try claim(free, index) }
        guard workers[index].isUp, workers[index].life == life else { return }
        schedule(.wake(worker: index, life: life), after: nextWake(index))
    }

    func isAwake(_ index: Int, _ life: Int) -> Bool {
        workers[index].isUp && workers[index].life == life && workers[index].asleepUntil <= elapsed
    }

    private func nextWake(_ index: Int) -> Int64 {
        let worker = workers[index]
        guard !worker.slots.isEmpty else {
            workers[index].idleWait = min(worker.idleWait * 2, 600 * Self.second)
            return worker.idleWait
        }
        workers[index].idleWait = Self.second
        let times = worker.slots.map { slot in
            let wake = slot.delivery.wakeUp.nanoseconds - clock.nanoseconds
            return slot.outcome == nil ? min(slot.doneAt - elapsed, wake) : wake
        }
        return min(max(times.min() ?? Self.second, Self.second / 10), 5 * Self.second)
    }

    private func rescue(_ index: Int) throws {
        let limit = queue.retry.deliveriesWithoutResult
        _ = try transact(
            index,
            { transaction in
                let expired = try transaction.query(
                    "\(Self.runningJobs) AND j.lease_until <= $1", [SQLValue(clock.nanoseconds)]
                ).map { try queue.job($0.integer(0), in: transaction) }
                try queue.rescue(in: transaction, at: clock, using: &generator)
                return expired
            },
            committed: { [self] expired in
                for job in expired.compactMap({ $0 }) {
                    judge.noteLost(job)
                    if job.lost + 1 >= limit { judge.noteEnd(job.id, .dead) }
                }
            })
    }

    private static let runningJobs = "SELECT j.id FROM extraction_jobs j WHERE j.state = 'running'"

    private func lookAtSchedules(_ index: Int) throws {
        guard elapsed < Self.scheduleHours * 3_600 * Self.second else { return }
        _ = try transact(
            index, { try queue.runSchedules(in: $0, at: clock) },
            committed: { [self] _ in scheduledUpTo = max(scheduledUpTo, clock) })
    }

    private func claim(_ free: Int, _ index: Int) throws {
        let answer = try transact(
            index,
            { transaction in
                let claimed = try queue.claim(
                    free, worker: workers[index].name, in: transaction, at: clock)
                let running = try transaction.first(
                    """
                    SELECT count(*) FROM extraction_jobs j JOIN job_lanes l ON l.id = j.lane
                    WHERE j.state = 'running' AND l.source = 'limited'
                    """)?.integer(0)
                if let running, running > 2 { judge.violate("\(running) jobs of two run at once") }
                return claimed
            },
            committed: { [self] claimed in
                for job in claimed {
                    noteRivals(of: job)
                    judge.noteClaim(job, at: clock.nanoseconds, stretch: clockStretch)
                }
            })
        guard case .done(let claimed) = answer else { return }
        for job in claimed {
            let isSlow = job.job.handler == "slow"
            let work = isSlow ? draw(40...90) : draw(0...12)
            workers[index].slots.append(
                SimulatedWorker.Slot(
                    claimed: job,
                    delivery: Delivery(
                        job.lease, policy: queue.lease,
                        deadlineNanoseconds: job.job.deadlineNanoseconds, at: clock),
                    stretch: clockStretch,
                    doneAt: elapsed + work * Self.second))
        }
    }

    /// Looks whether another worker still has reason to think that the job is its own.
    ///
    /// Leases are measured by the clock, so one over which the clock jumped proves nothing; that
    /// such a worker writes nothing is judged where it writes. One whose work is over may have
    /// written its result without hearing of it.
    private func noteRivals(of claimed: ClaimedJob) {
        for worker in workers {
            for slot in worker.slots where slot.claimed.job.id == claimed.job.id {
                judge.noteSuperseded(slot.claimed.lease)
                if slot.stretch == clockStretch, slot.outcome == nil, !slot.delivery.isOver,
                    !slot.delivery.lease.isExpired(at: clock)
                {
                    judge.violate("job \(claimed.job.id) is held by two")
                }
            }
        }
    }

    // MARK: - Jobs in hand

    private func tendSlots(_ index: Int) throws {
        let life = workers[index].life
        var succeeded: [Int64] = []
        for job in workers[index].slots.map(\.claimed.job.id) {
            guard isAwake(index, life),
                let place = workers[index].slots.firstIndex(where: { $0.claimed.job.id == job })
            else { continue }
            var slot = workers[index].slots[place]
            let isToBeWritten = try tend(&slot, index)
            guard workers[index].isUp, workers[index].life == life else { return }
            if isToBeWritten { succeeded.append(job) }
            if slot.delivery.isOver {
                workers[index].slots.removeAll { $0.claimed.lease == slot.claimed.lease }
            } else {
                workers[index].slots[place] = slot
            }
        }
        if isAwake(index, life) { try succeed(succeeded, index) }
    }

    /// Goes on with a job; gives back whether its success is to be written now.
    private func tend(_ slot: inout SimulatedWorker.Slot, _ index: Int) throws -> Bool {
        let mayWork = slot.isSending || !slot.delivery.lease.isExpired(at: clock)
        if slot.outcome == nil, elapsed >= slot.doneAt, mayWork {
            if slot.claimed.job.handler == "poison" {
                crash(index)
                return false
            }
            try work(&slot, index)
            guard isAwake(index, workers[index].life), workers[index].isUp else { return false }
            if slot.outcome != nil, slot.delivery.handle(.handlerReturned, at: clock) == .write {
                return try write(&slot, index)
            }
        }
        switch slot.delivery.handle(.time, at: clock) {
        case .renew: try renew(&slot, index)
        case .timeOut: slot.outcome = .failure(JobFailure("overdue"))
        case .write: return try write(&slot, index)
        case .giveBack, .abandon, nil: break
        }
        return false
    }

    private func renew(_ slot: inout SimulatedWorker.Slot, _ index: Int) throws {
        let lease = slot.delivery.lease
        switch try transact(index, { try queue.heartbeat([lease], in: $0, at: clock) }) {
        case .done(let held):
            _ = slot.delivery.handle(
                held.first.map { .renewed(until: $0.until) } ?? .leaseLost, at: clock)
        case .failed: _ = slot.delivery.handle(.databaseFailed, at: clock)
        case .refused, .crashed: break
        }
    }

    /// Writes what a job came to, unless it is a success, which is written with others.
    private func write(_ slot: inout SimulatedWorker.Slot, _ index: Int) throws -> Bool {
        guard let outcome = slot.outcome else { return false }
        let claimed = slot.claimed
        let answer: Answer<Void>
        switch outcome {
        case .success: return true
        case .failure(let failure):
            answer = try transact(
                index,
                { transaction in
                    let decision = try queue.fail(
                        claimed, failure, in: transaction, at: clock, using: &generator)
                    if case .deadLetter = decision { return true }
                    return false
                },
                committed: { [self] died in
                    judge.noteReleased(
                        claimed, failed: true, blamesSource: failure.blamesSource,
                        at: clock.nanoseconds)
                    if died { judge.noteEnd(claimed.job.id, .dead) }
                }
            ).withoutResult
        case .snooze(let until):
            answer = try transact(
                index,
                {
                    try queue.snooze(
                        claimed, until: until, reason: "later", in: $0, at: clock)
                },
                committed: { [self] in
                    judge.noteReleased(
                        claimed, failed: false, blamesSource: false, at: clock.nanoseconds)
                })
        }
        switch answer {
        case .done: _ = slot.delivery.handle(.written, at: clock)
        case .refused: _ = slot.delivery.handle(.leaseLost, at: clock)
        case .failed: _ = slot.delivery.handle(.databaseFailed, at: clock)
        case .crashed: break
        }
        return false
    }
}

extension SimulatedWorld.Answer {
    /// The answer to those who only want to know whether it went well.
    var withoutResult: SimulatedWorld.Answer<Void> {
        switch self {
        case .done: .done(())
        case .refused(let error): .refused(error)
        case .failed: .failed
        case .crashed: .crashed
        }
    }
}
