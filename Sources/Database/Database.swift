package import AlmanacCore
import Synchronization

/// A database that is open: transactions as closures, over SQLite or PostgreSQL.
///
///     let database = try Database(.sqlite(path: "almanac.db"))
///     try await database.write { transaction in
///         try transaction.execute("INSERT INTO notes (text) VALUES ($1)", ["hello"])
///     }
///
/// Closures are synchronous and run on a thread of the database, never on the cooperative pool. A
/// closure may be run more than once before its changes are committed (after a deadlock, a lost
/// connection, or a full disk that met its group), so all its effects must be in the database.
/// When a call returns, its changes are on the disk.
package final class Database: Sendable {
    /// Where it is.
    package let location: DatabaseLocation
    private let engine: any Engine
    private let hub: NotificationHub

    /// How a database is used.
    package typealias Options = ConnectionOptions

    /// Opens a database, and makes an SQLite file where there is none.
    ///
    /// A PostgreSQL server is reached at the first transaction.
    /// - Throws: `data_fetch_error` where the file cannot be opened or is none of SQLite's.
    package init(_ location: DatabaseLocation, _ options: Options = Options()) throws(AlmanacError)
    {
        self.location = location
        hub = NotificationHub()
        switch location {
        case .sqlite(let path): engine = try SQLiteEngine(path: path, options: options, hub: hub)
        case .postgresql: engine = PostgreSQLEngine(location, options: options, hub: hub)
        }
    }

    deinit { engine.startClosing() }

    /// The dialect that it speaks.
    package var dialect: Dialect { location.dialect }

    /// Runs a body over one state of the database; changes are refused.
    ///
    /// - Throws: What the body throws, or an `AlmanacError` with a `databaseFailure`.
    @discardableResult
    package func read<Result: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Result
    ) async throws -> Result {
        try await perform(.read, body)
    }

    /// Runs a body whose changes are committed together, or not at all where it throws.
    ///
    /// Returns after the changes are synced to the disk. In SQLite, bodies that arrive while
    /// another commit is being synced share the next one.
    /// - Throws: What the body throws, or an `AlmanacError` with a `databaseFailure`;
    ///   `outcomeUnknown` is the only one after which the changes may be there. After
    ///   `inputOutput` they are not, but may be found should the machine go down before the next
    ///   commit: some of what a sync failed to write may be on the disk, and may be all.
    @discardableResult
    package func write<Result: Sendable>(
        isolation: Purpose.Isolation = .readCommitted,
        _ body: @escaping @Sendable (Transaction) throws -> Result
    ) async throws -> Result {
        try await perform(.write(isolation), body)
    }

    /// The same as `read`, on the caller's own thread, for callers that may block.
    ///
    /// Calls of several threads run one after the other.
    @discardableResult
    package func readNow<Result>(_ body: (Transaction) throws -> Result) throws -> Result {
        try performNow(.read, body)
    }

    /// The same as `write`, on the caller's own thread, for callers that may block.
    ///
    /// Calls of several threads run one after the other, each with a sync of its own.
    @discardableResult
    package func writeNow<Result>(
        isolation: Purpose.Isolation = .readCommitted,
        _ body: (Transaction) throws -> Result
    ) throws -> Result {
        try performNow(.write(isolation), body)
    }

    /// Waits for work that was given to it, closes its connections, and refuses more.
    ///
    /// Blocks; a database that is only let go of closes by itself a little later.
    package func close() { engine.close() }

    /// Runs one statement outside any transaction, as `CREATE DATABASE` and `VACUUM` demand.
    ///
    /// Blocks the caller's thread.
    package func statementAlone(_ sql: String) throws {
        try engine.runAlone(sql)
    }

    private func perform<Result: Sendable>(
        _ purpose: Purpose, _ body: @escaping @Sendable (Transaction) throws -> Result
    ) async throws -> Result {
        try Task.checkCancellation()
        let slot = Slot<Result>()
        try await withCheckedThrowingContinuation { continuation in
            engine.submit(
                Work(
                    purpose: purpose,
                    body: { transaction in
                        let result = try body(transaction)
                        slot.value.withLock { $0 = result }
                    }, done: { continuation.resume(with: $0) }))
        }
        return try slot.taken()
    }

    private func performNow<Result>(
        _ purpose: Purpose, _ body: (Transaction) throws -> Result
    ) throws -> Result {
        var result: Result?
        try engine.runNow(purpose) { result = try body($0) }
        guard let result else { throw Self.noResult }
        return result
    }

    /// Keeps a body's result until its transaction is committed.
    private final class Slot<Result: Sendable>: Sendable {
        let value = Mutex<Result?>(nil)

        func taken() throws(AlmanacError) -> Result {
            guard let result = value.withLock({ $0 }) else { throw Database.noResult }
            return result
        }
    }

    private static var noResult: AlmanacError {
        AlmanacError(.internalError, "a transaction ended without running its closure")
    }

    // MARK: - Notifications

    /// What is said on a channel by `Transaction.notify`, once it is committed.
    ///
    /// An empty payload may mean only that something may have been said: look at the tables. The
    /// first one says that the channel is heard from then on. In SQLite another process's commits
    /// are noticed within a tenth of a second, whatever they say, with an empty payload.
    package func notifications(_ channel: String) -> AsyncStream<Notification> {
        let stream = hub.listen(channel)
        engine.listen(channel)
        return stream
    }
}
