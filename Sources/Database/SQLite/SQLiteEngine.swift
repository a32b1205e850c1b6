import AlmanacCore

/// One writer and several readers of an SQLite file.
///
/// The writer commits in groups: work that arrives while a commit is being synced runs together in
/// the next transaction, each closure inside a savepoint of its own, and every caller is told only
/// after the sync. Readers see the state at their first read, and never wait for the writer.
final class SQLiteEngine: Engine {
    private let hub: NotificationHub
    /// Work for the writer, in the order in which it came.
    private let queue = Monitor(Queue())
    /// The writing connection; whoever holds the lock writes.
    private let writer: Monitor<SQLiteSession>
    private let readers: WorkerPool
    /// The reading connection for callers that read on their own thread, opened when needed.
    private let ownReader: OwnConnection
    private let watch = SQLiteWatch()
    /// A database in memory belongs to one connection, which reads too.
    private let isInMemory: Bool

    private struct Queue {
        var waiting: [Work] = []
        var isClosing = false
        var hasEnded = false
    }

    init(path: String, options: ConnectionOptions, hub: NotificationHub) throws(AlmanacError) {
        self.hub = hub
        isInMemory = path == ":memory:"
        writer = Monitor(try SQLiteSession(path: path, role: .writer, options: options))
        let makeReader: @Sendable () throws(AlmanacError) -> any Session = {
            () throws(AlmanacError) in
            try SQLiteSession(path: path, role: .reader, options: options)
        }
        readers = WorkerPool(
            limit: isInMemory ? 0 : options.readers, attempts: options.attempts, hub: hub,
            makeSession: makeReader)
        ownReader = OwnConnection(attempts: options.attempts, makeReader)
        let (queue, writer, most) = (queue, writer, options.groupLimit)
        startThread { Self.write(queue, writer, hub, most) }
    }

    func submit(_ work: Work) {
        if work.purpose == .read, !isInMemory { return readers.submit(work) }
        let isQueued = queue.update { state in
            if state.isClosing { return false }
            state.waiting.append(work)
            return true
        }
        if !isQueued { work.done(.failure(WorkerPool.closed)) }
    }

    func runNow(_ purpose: Purpose, _ body: (Transaction) throws -> Void) throws {
        if purpose == .read, !isInMemory {
            _ = try ownReader.perform(purpose, body)
        } else {
            let told = try writer.withLock { try Work.perform($0, purpose, body) }
            hub.deliver(told)
        }
    }

    func runAlone(_ sql: String) throws { try writer.withLock { try $0.run(script: sql) } }

    func listen(_ channel: String) {
        if !isInMemory { watch.start(writer, hub) }
        hub.wakeAll()
    }

    func startClosing() {
        queue.update { $0.isClosing = true }
        readers.startClosing()
        watch.startClosing()
    }

    func close() {
        startClosing()
        queue.wait { $0.hasEnded ? () : nil }
        readers.waitUntilClosed()
        watch.waitUntilClosed()
        ownReader.close()
        // Last, so that the log is merged into the file and removed.
        writer.withLock { $0.close() }
    }

    // MARK: - The writer's thread

    private static func write(
        _ queue: Monitor<Queue>, _ writer: Monitor<SQLiteSession>, _ hub: NotificationHub,
        _ most: Int
    ) {
        while true {
            let group = queue.wait { state -> ArraySlice<Work>? in
                if state.waiting.isEmpty { return state.isClosing ? [] : nil }
                defer { state.waiting.removeFirst(min(most, state.waiting.count)) }
                return state.waiting.prefix(most)
            }
            if group.isEmpty { break }
            let outcomes = writer.withLock { WriteGroup(session: $0).run(Array(group)) }
            for (work, outcome) in zip(group, outcomes) {
                if case .success(let told) = outcome { hub.deliver(told) }
                work.done(outcome.map { _ in })
            }
        }
        queue.update { $0.hasEnded = true }
    }
}
