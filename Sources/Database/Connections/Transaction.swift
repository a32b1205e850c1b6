package import AlmanacCore

/// What a unit of work does to a database, all of it or nothing.
///
/// Given to the closures of ``Database``, and of use only inside them and on their thread.
/// Statements are the same text in both databases, with `$1`, `$2` … for values; they are
/// compiled once for each connection.
package final class Transaction {
    private let session: any Session
    private let purpose: Purpose
    /// Turned off when the closure has ended.
    private var isOpen = true
    private var depth = 0
    /// What to tell others once everything is committed.
    private(set) var notifications: [Notification] = []

    init(_ session: any Session, _ purpose: Purpose) {
        self.session = session
        self.purpose = purpose
    }

    /// The database's dialect, for the few statements that must differ.
    package var dialect: Dialect { session.dialect }

    /// Runs a statement that changes rows.
    /// - Returns: How many rows it inserted, updated or deleted.
    /// - Throws: An `AlmanacError` whose `databaseFailure` says why, such as `duplicate`.
    @discardableResult
    package func execute(
        _ sql: String, _ parameters: [SQLValue] = []
    ) throws(AlmanacError) -> Int {
        try requireOpen()
        return try session.execute(sql, parameters)
    }

    /// All rows of an answer.
    package func query(
        _ sql: String, _ parameters: [SQLValue] = []
    ) throws(AlmanacError) -> [Row] {
        try requireOpen()
        var rows: [Row] = []
        do {
            try session.forEach(sql, parameters) { rows.append($0) }
        } catch {
            throw Self.asAlmanacError(error)
        }
        return rows
    }

    /// The first row of an answer; nil where there is none.
    package func first(
        _ sql: String, _ parameters: [SQLValue] = []
    ) throws(AlmanacError) -> Row? {
        try query(sql, parameters).first
    }

    /// Calls a body with each row of an answer, one at a time in SQLite.
    ///
    /// The body may run other statements.
    package func forEach(
        _ sql: String, _ parameters: [SQLValue] = [], _ body: (Row) throws -> Void
    ) throws {
        try requireOpen()
        try session.forEach(sql, parameters, body)
    }

    /// Runs a body whose changes are taken back alone where it throws; the error goes on.
    @discardableResult
    package func savepoint<Result>(_ body: () throws -> Result) throws -> Result {
        try requireOpen()
        depth += 1
        defer { depth -= 1 }
        let name = "s\(depth)"
        _ = try session.execute("SAVEPOINT \(name)", [])
        let told = notifications.count
        do {
            let result = try body()
            _ = try session.execute("RELEASE SAVEPOINT \(name)", [])
            return result
        } catch {
            notifications.removeLast(notifications.count - told)
            // Where the whole transaction is gone, so is the savepoint, and its end fails too.
            _ = try? session.execute("ROLLBACK TO SAVEPOINT \(name)", [])
            _ = try? session.execute("RELEASE SAVEPOINT \(name)", [])
            throw error
        }
    }

    /// Inserts many rows the fastest way: COPY in PostgreSQL, one compiled insert in SQLite.
    ///
    /// - Parameters:
    ///   - table: The table's name, as a plain word.
    ///   - columns: The columns that each row gives, in its order.
    ///   - rows: The rows; each has one value for each column.
    /// - Returns: How many there were.
    @discardableResult
    package func copyIn(
        table: String, columns: [String], rows: some Sequence<[SQLValue]>
    ) throws -> Int {
        try requireOpen()
        return try session.copyIn(table: table, columns: columns, rows: rows)
    }

    /// Tells those who listen on a channel, once the transaction is committed.
    package func notify(_ channel: String, _ payload: String = "") throws(AlmanacError) {
        try requireOpen()
        try session.notify(channel, payload)
        // The server tells its listeners by itself, this process's own too.
        guard dialect == .sqlite else { return }
        notifications.append(Notification(channel: channel, payload: payload))
    }

    /// Waits until no other transaction holds the key, and holds it until this one ends.
    ///
    /// In SQLite it does nothing: there is one writer.
    package func advisoryLock(_ key: Int64) throws(AlmanacError) {
        try requireOpen()
        try session.advisoryLock(key)
    }

    /// Runs several statements that take no values, as a migration holds them.
    package func run(script: String) throws(AlmanacError) {
        try requireOpen()
        try session.run(script: script)
    }

    /// Ends its use; a transaction that was kept beyond its closure refuses every call.
    func end() { isOpen = false }

    private func requireOpen() throws(AlmanacError) {
        guard isOpen else {
            throw AlmanacError(.internalError, "a transaction was used after its closure ended")
        }
    }

    private static func asAlmanacError(_ error: any Error) -> AlmanacError {
        (error as? AlmanacError) ?? AlmanacError(.internalError, "\(error)")
    }
}

/// What a transaction tells those who listen on a channel.
package struct Notification: Sendable, Equatable {
    /// The channel's name, a plain word.
    package var channel: String
    /// What is said; empty where only a look at the tables can tell.
    package var payload: String

    package init(channel: String, payload: String) {
        self.channel = channel
        self.payload = payload
    }
}
