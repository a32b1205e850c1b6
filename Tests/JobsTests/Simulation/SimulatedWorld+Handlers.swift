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

    /// A step of a call that costs money: intent, call, settlement.
    private func pay(_ slot: inout SimulatedWorker.Slot, _ index: Int) throws {
        let claimed = slot.claimed
        switch slot.stage {
        case .called: slot.outcome = .success
        case .settling(let intent, let outcome):
            let answer = try transact(
                index,
                { try queue.settle(intent, outcome, for: claimed, in: $0, at: clock) })
            if case .done = answer {
                // What was found not to have happened is intended anew.
                slot.stage = outcome == .notHappened ? .working : .called
            }
            if case .refused = answer { _ = slot.delivery.handle(.leaseLost, at: clock) }
        case .working:
            let answer = try transact(
                index,
                {
                    try queue.intend(
                        "call", request: "GET", cost: Money(microdollars: Self.callCost),
                        for: claimed, in: $0, at: clock)
                })
            switch answer {
            case .done(let intent): proceed(with: intent, &slot)
            case .refused(let error) where error.kind == .budgetExceeded:
                slot.outcome = .snooze(Budget.nextDay(after: clock))
            case .refused: _ = slot.delivery.handle(.leaseLost, at: clock)
            case .failed, .crashed: break
            }
        }
        if slot.outcome == nil { slot.doneAt = elapsed + Self.second / 2 }
    }

    private func proceed(with intent: Intent, _ slot: inout SimulatedWorker.Slot) {
        let cost = Money(microdollars: Self.callCost)
        switch intent.state {
        case .happened, .neverKnown: slot.stage = .called
        case .notHappened: break
        case .unknown:
            let wasDone = doneOutside.contains(intent.idempotencyKey)
            slot.stage = .settling(
                intent, wasDone ? .happened(cost: cost, result: "") : .notHappened)
        case .open:
            var fault: NetworkFault?
            if faults < Self.mostFaults, chance(0.3) {
                faults += 1
                fault = NetworkFault.allCases[Int(draw(0...2))]
            }
            if fault != .requestLost { bill(intent.idempotencyKey) }
            if fault == .duplicated { bill(intent.idempotencyKey) }
            if fault == nil || fault == .duplicated {
                slot.stage = .settling(intent, .happened(cost: cost, result: "ok"))
            } else {
                slot.outcome = .failure(JobFailure("no answer"))
            }
        }
    }

    /// The far side does a thing once for each idempotency key, and bills it once.
    private func bill(_ key: String) {
        guard doneOutside.insert(key).inserted else { return }
        judge.noteBill(
            Self.callCost, day: Budget.day(of: clock), limit: Self.dayBudget)
    }
}
