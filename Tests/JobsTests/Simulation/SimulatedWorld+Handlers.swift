import AlmanacCore
import Database
import Jobs
import TimeSeries

/// What jobs do, and the world outside that they call.
extension SimulatedWorld {
    /// Goes on with a job's work; the slot's outcome stays open where there is more to do.
    func work(_ slot: inout SimulatedWorker.Slot, _ index: Int) throws {
        let job = slot.claimed.job
        switch job.handler {
        case "flaky" where chance(0.4): slot.outcome = .failure(JobFailure("by chance"))
        case "doomed": slot.outcome = .failure(JobFailure("as always"))
        case "snooze" where job.deliveries == 1:
            slot.outcome = .snooze(clock.advanced(byNanoseconds: draw(1...30) * Self.second))
        case "sourced" where outages.contains { $0.contains(elapsed) }:
            // An outage must not use up the job, so that it ends with the outage.
            slot.outcome =
                job.attempts + 1 < job.maxAttempts
                ? .failure(JobFailure("down", blamesSource: true))
                : .snooze(clock.advanced(byNanoseconds: 60 * Self.second))
        case "paid": try pay(&slot, index)
        default: slot.outcome = .success
        }
    }

    // MARK: - Calls that cost money

    /// A request on its way.
    struct Request {
        let number: Int
        let key: String
        let lease: Lease
        let intent: Intent
    }

    /// A step of a call that costs money: intent, call, settlement.
    private func pay(_ slot: inout SimulatedWorker.Slot, _ index: Int) throws {
        let claimed = slot.claimed
        let life = workers[index].life
        slot.doneAt = elapsed + Self.second / 2
        switch slot.stage {
        case .called: slot.outcome = .success
        case .sending(let intent): try send(intent, &slot)
        case .waiting(let intent):
            if doneOutside.contains(key(of: intent, slot)) {
                slot.stage = .settling(intent, .happened(cost: intent.cost, result: "late"))
            } else {
                slot.outcome = .failure(JobFailure("no answer"))
            }
        case .settling(let intent, let outcome):
            let answer = try transact(
                index,
                { try queue.settle(intent, outcome, for: claimed, in: $0, at: clock) })
            if case .done = answer {
                // What was found not to have happened is intended anew.
                slot.stage = outcome == .notHappened ? .working : .called
            }
            if case .refused(let error) = answer { putOff(error, &slot) }
        case .working:
            let answer = try transact(
                index,
                {
                    try queue.intend(
                        "call", request: "GET", cost: Money(microdollars: Self.callCost),
                        for: claimed, in: $0, at: clock)
                })
            switch answer {
            case .done(let intent):
                proceed(with: intent, &slot)
                // A worker that fell asleep here sends when it wakes up.
                if slot.isSending, isAwake(index, life) { try send(intent, &slot) }
            case .refused(let error): putOff(error, &slot)
            case .failed, .crashed: break
            }
        }
    }

    private func putOff(_ error: AlmanacError, _ slot: inout SimulatedWorker.Slot) {
        if case .snooze(let until, _, _) = JobResult.after(error, at: clock) {
            slot.outcome = .snooze(until)
        } else {
            _ = slot.delivery.handle(.leaseLost, at: clock)
        }
    }

    private func proceed(with intent: Intent, _ slot: inout SimulatedWorker.Slot) {
        switch intent.state {
        case .happened, .neverKnown: slot.stage = .called
        case .notHappened: break
        case .open: slot.stage = .sending(intent)
        case .unknown:
            let wasDone = doneOutside.contains(key(of: intent, slot))
            slot.stage = .settling(
                intent, wasDone ? .happened(cost: intent.cost, result: "") : .notHappened)
        }
    }

    private func key(of intent: Intent, _ slot: SimulatedWorker.Slot) -> String {
        let token = slot.claimed.lease.token
        return bug == .callWithoutKey ? "\(intent.idempotencyKey) \(token)" : intent.idempotencyKey
    }

    /// Sends a request, unless it was stated too long ago.
    private func send(_ intent: Intent, _ slot: inout SimulatedWorker.Slot) throws {
        guard clock < queue.sendingEnds(intent) else {
            note("not sent")
            slot.stage = .settling(intent, .notHappened)
            return
        }
        requests += 1
        let request = Request(
            number: requests, key: key(of: intent, slot), lease: slot.claimed.lease,
            intent: intent)
        var fault: NetworkFault?
        if faults < Self.mostFaults, chance(0.4) {
            faults += 1
            let drawn = NetworkFault.allCases[Int(draw(0...Int64(NetworkFault.allCases.count - 1)))]
            note(drawn.rawValue)
            fault = drawn
        }
        switch fault {
        case .requestLost: slot.outcome = .failure(JobFailure("no answer"))
        case .delayed:
            schedule(.arrive(request), after: draw(1...queue.lease.nanoseconds))
            slot.stage = .waiting(intent)
            slot.doneAt = elapsed + draw(1...20) * Self.second
        case .replyLost, .duplicated, nil:
            try arrive(request)
            if fault == .duplicated { try arrive(request) }
            if fault == .replyLost {
                slot.outcome = .failure(JobFailure("no answer"))
            } else {
                slot.stage = .settling(intent, .happened(cost: intent.cost, result: "ok"))
            }
        }
    }

    /// The far side does a thing once for each idempotency key, and bills it once.
    func arrive(_ request: Request) throws {
        if request.number < latestRequest { note("reordered") }
        latestRequest = max(latestRequest, request.number)
        let isAwaited = workers.contains { worker in
            worker.slots.contains { $0.claimed.lease == request.lease }
        }
        if !isAwaited { note("arrived when its sender was gone") }
        let known = try database.writeNow { try queue.intent(request.intent.id, in: $0) }
        if known?.state == .notHappened || known?.createdAt != request.intent.createdAt {
            judge.violate("job \(request.intent.job) was told that its call never arrived")
        }
        guard doneOutside.insert(request.key).inserted else { return }
        // It counts for the day on which its money was reserved.
        judge.noteBill(
            Self.callCost, day: Budget.day(of: request.intent.createdAt), limit: Self.dayBudget)
    }
}
