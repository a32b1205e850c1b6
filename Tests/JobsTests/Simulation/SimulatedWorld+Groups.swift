import Database
import Jobs
import TimeSeries

/// How simulated workers write successes: those that are there together in one transaction, as the
/// production worker does.
extension SimulatedWorld {
    /// What a group's transaction came to.
    private struct Ended {
        var lost: [Lease]
        var held: [SimulatedWorker.Slot]
        var children: [(Int64, NewJob)] = []
    }

    /// Writes the successes of jobs together; where that fails, each alone.
    func succeed(_ jobs: [Int64], _ index: Int) throws {
        let life = workers[index].life
        try writeEffectsApart(jobs, index)
        let slots = workers[index].slots.filter { jobs.contains($0.claimed.job.id) }
        guard !slots.isEmpty, isAwake(index, life) else { return }
        switch try complete(slots, index) {
        case .done(let ended):
            if ended.held.count > 1 { groups += 1 }
            for slot in slots {
                tell(slot, ended.lost.contains(slot.claimed.lease) ? .leaseLost : .written, index)
            }
        case .failed where slots.count > 1:
            for slot in slots where isAwake(index, life) {
                try succeed([slot.claimed.job.id], index)
            }
        case .failed: tell(slots[0], .databaseFailed, index)
        case .refused: for slot in slots { tell(slot, .leaseLost, index) }
        case .crashed: break
        }
    }

    private func tell(
        _ told: SimulatedWorker.Slot, _ event: Delivery.Event, _ index: Int
    ) {
        let place = workers[index].slots.firstIndex { $0.claimed.lease == told.claimed.lease }
        guard let place else { return }
        _ = workers[index].slots[place].delivery.handle(event, at: clock)
        if workers[index].slots[place].delivery.isOver { workers[index].slots.remove(at: place) }
    }

    private func complete(
        _ slots: [SimulatedWorker.Slot], _ index: Int
    ) throws -> Answer<Ended> {
        let completions = slots.map { slot in
            let (lease, isWritten) = (slot.claimed.lease, slot.wasEffectWritten)
            return JobQueue.Completion(slot.claimed) { transaction in
                if !isWritten { try Self.write(effectOf: lease, in: transaction) }
            }
        }
        return try transact(
            index,
            { transaction in
                let lost = try queue.complete(completions, in: transaction, at: clock)
                var ended = Ended(
                    lost: lost, held: slots.filter { !lost.contains($0.claimed.lease) })
                for slot in ended.held where slot.claimed.job.handler == "parent" {
                    ended.children += try fanOut(in: transaction)
                }
                return ended
            },
            committed: { [self] ended in
                for slot in ended.held {
                    if !slot.wasEffectWritten { judge.noteEffect(slot.claimed.job.id) }
                    judge.noteSuccess(slot.claimed, at: clock.nanoseconds)
                }
                for (id, job) in ended.children { judge.noteAdded(id, job) }
            })
    }

    /// The fault of a worker that writes effects before the jobs' ends.
    private func writeEffectsApart(_ jobs: [Int64], _ index: Int) throws {
        guard bug == .effectOutsideTransaction else { return }
        let life = workers[index].life
        for place in workers[index].slots.indices {
            guard isAwake(index, life), workers[index].slots.indices.contains(place) else { return }
            let slot = workers[index].slots[place]
            let job = slot.claimed.job.id
            guard jobs.contains(job), !slot.wasEffectWritten else { continue }
            let written = try transact(
                index, { try Self.write(effectOf: slot.claimed.lease, in: $0) },
                committed: { [self] _ in judge.noteEffect(job) })
            if case .done = written { workers[index].slots[place].wasEffectWritten = true }
        }
    }

    private static func write(effectOf lease: Lease, in transaction: Transaction) throws {
        try transaction.execute(
            "INSERT INTO effects (job, delivery) VALUES ($1, $2)",
            [SQLValue(lease.job), SQLValue(lease.token)])
    }

    private func fanOut(in transaction: Transaction) throws -> [(Int64, NewJob)] {
        let children = (0..<3).map { _ in NewJob("plain") }
        var join = NewJob("plain")
        let added = try queue.enqueue(children, join: join, in: transaction, at: clock)
        join.dependencies = added.children.map { NewJob.Dependency($0.id) }
        return zip(added.children.map(\.id), children) + [(added.join.id, join)]
    }
}
