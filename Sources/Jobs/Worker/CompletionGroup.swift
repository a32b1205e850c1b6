internal import AlmanacCore
internal import Database
internal import TimeSeries

/// Writes the completions of a worker's jobs, those that arrive during a commit together.
///
/// A commit costs the same for one job as for many. Where one effect of a group is refused, each
/// is written alone, so that only its own job fails.
actor CompletionGroup {
    private let database: Database
    private let queue: JobQueue
    private let clock: WaitingClock
    private var waiting: [Entry] = []
    /// Whether a commit is on its way, after which jobs will be over.
    private(set) var isWriting = false

    /// A transaction holds no more than this, so that none takes long.
    private static let most = 64

    private struct Entry {
        let completion: JobQueue.Completion
        let continuation: CheckedContinuation<Void, any Error>
    }

    init(_ database: Database, _ queue: JobQueue, _ clock: WaitingClock) {
        self.database = database
        self.queue = queue
        self.clock = clock
    }

    /// Returns once the job is completed with its effect.
    ///
    /// - Throws: As the queue's own completion does.
    func complete(_ completion: JobQueue.Completion) async throws {
        try await withCheckedThrowingContinuation { continuation in
            waiting.append(Entry(completion: completion, continuation: continuation))
            guard !isWriting else { return }
            isWriting = true
            Task { await self.writeWaiting() }
        }
    }

    private func writeWaiting() async {
        while !waiting.isEmpty {
            await gather()
            let group = Array(waiting.prefix(Self.most))
            waiting.removeFirst(group.count)
            await write(group)
        }
        isWriting = false
    }

    /// Lets those come along that are about to: jobs of one claim end together, and the first of
    /// them would have a commit of its own.
    private func gather() async {
        await Batching.settle { waiting.count < Self.most ? waiting.count : nil }
    }

    private func write(_ group: [Entry]) async {
        let (queue, now, completions) = (queue, clock.now(), group.map(\.completion))
        do {
            let lost = try await database.write {
                try queue.complete(completions, in: $0, at: now)
            }
            for entry in group {
                let lease = entry.completion.claimed.lease
                if lost.contains(lease) {
                    entry.continuation.resume(throwing: JobQueue.leaseLost(lease))
                } else {
                    entry.continuation.resume()
                }
            }
        } catch {
            if group.count == 1 {
                group[0].continuation.resume(throwing: error)
                return
            }
            for entry in group { await write([entry]) }
        }
    }
}
