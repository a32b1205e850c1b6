/// Which worker of a pool does what next: a state machine without threads or connections.
///
/// A worker is a thread with at most one connection. Its owner reports events under a lock and
/// carries out the orders outside it. Workers are started as work comes, up to a limit. When the
/// server cannot be reached, one worker at a time tries, after a wait that doubles; after some
/// failures in a row everything that waits is given up.
package struct PoolState<Item: Sendable>: Sendable {
    /// What a worker is to do.
    package enum Order: Sendable {
        /// Run this on its connection.
        case run(Item)
        /// Wait so many milliseconds, then open a connection.
        case open(delayMilliseconds: Int)
        /// Close its connection and end.
        case end
    }

    /// How many workers there may be.
    package let limit: Int
    /// After how many failures in a row waiting work is given up.
    package let attempts: Int

    /// How many workers have been started and have not ended.
    package private(set) var workers = 0
    /// Work that no worker has, oldest first.
    package private(set) var waiting: [Item] = []
    /// How often in a row a connection could not be opened.
    package private(set) var failures = 0
    /// Workers that were told to wait.
    private var idle: Set<Int> = []
    /// Who tries to open a connection while the server is away.
    private var prober: Int?
    private var isClosing = false

    /// The first wait after a failure, and the longest.
    private static var firstDelay: Int { 100 }
    private static var longestDelay: Int { 5_000 }

    /// A pool of at most so many workers.
    package init(limit: Int, attempts: Int) {
        (self.limit, self.attempts) = (limit, attempts)
    }

    /// What to do when work has come.
    package enum Submission: Sendable, Equatable {
        /// A worker that is there will take it.
        case queued
        /// A worker with this number is to be started, and will take it.
        case start(worker: Int)
        /// The pool is closing: the work is refused.
        case refused
    }

    /// Work has come.
    package mutating func submit(_ item: Item) -> Submission {
        if isClosing { return .refused }
        waiting.append(item)
        guard waiting.count > idle.count, workers < limit else { return .queued }
        workers += 1
        return .start(worker: workers)
    }

    /// What a worker does next; nil to wait until something has changed.
    package mutating func next(worker: Int, isConnected: Bool) -> Order? {
        idle.remove(worker)
        if waiting.isEmpty {
            if isClosing {
                workers -= 1
                return .end
            }
        } else if isConnected {
            return .run(waiting.removeFirst())
        } else if failures == 0 {
            return .open(delayMilliseconds: 0)
        } else if prober == nil || prober == worker {
            prober = worker
            let doubled = Self.firstDelay << min(failures - 1, 16)
            return .open(delayMilliseconds: min(doubled, Self.longestDelay))
        }
        idle.insert(worker)
        return nil
    }

    /// A worker has a connection.
    package mutating func opened(worker: Int) {
        if prober == worker { prober = nil }
        failures = 0
    }

    /// A worker could not open a connection.
    /// - Parameter isTransient: Whether trying again may help.
    /// - Returns: Work that is given up.
    package mutating func openFailed(worker: Int, isTransient: Bool) -> [Item] {
        // Workers that lose their connections together fail together, which counts once.
        if failures == 0 || prober == worker { failures += 1 }
        if prober == worker { prober = nil }
        guard failures >= attempts || !isTransient || isClosing else { return [] }
        failures = 0
        defer { waiting.removeAll() }
        return waiting
    }

    /// Work is given back to be done before all other, because its connection was lost.
    package mutating func giveBack(_ item: Item) { waiting.insert(item, at: 0) }

    /// The pool takes no more work, and its workers end when none is left.
    package mutating func close() { isClosing = true }
}
