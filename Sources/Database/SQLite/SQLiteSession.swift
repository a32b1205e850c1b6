import AlmanacCore
import CSQLite

/// One connection to an SQLite file.
///
/// Opened in SQLite's multi-thread mode: any thread may use it, but only one at a time. Whoever
/// owns it holds it behind a lock or on one thread (https://www.sqlite.org/threadsafe.html).
final class SQLiteSession: Session {
    /// What a connection may do.
    enum Role { case writer, reader }

    let dialect = Dialect.sqlite
    let path: String
    private let connection: OpaquePointer
    /// Compiled statements by text; emptied when it is full, which only odd programs reach.
    private var statements: [String: SQLiteStatement] = [:]
    private static let mostStatements = 512

    /// Opens the file, and makes it where a writer finds none.
    init(path: String, role: Role, options: ConnectionOptions) throws(AlmanacError) {
        self.path = path
        var handle: OpaquePointer?
        let access =
            options.isReadOnly
            ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        let status = sqlite3_open_v2(
            path, &handle, access | SQLITE_OPEN_NOMUTEX, options.fileSystem)
        guard status == SQLITE_OK, let handle else {
            let error = SQLiteErrors.error(status, handle, path: path)
            sqlite3_close_v2(handle)
            throw error
        }
        connection = handle
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, Int32(clamping: options.busyMilliseconds))
        do throws(AlmanacError) {
            try setUp(role, options)
        } catch {
            sqlite3_close_v2(handle)
            throw error
        }
    }

    deinit { close() }

    private var isClosed = false

    func close() {
        guard !isClosed else { return }
        isClosed = true
        statements.removeAll()
        sqlite3_close_v2(connection)
    }

    /// A connection to a file can always try again.
    var isUsable: Bool { !isClosed }

    private func setUp(_ role: Role, _ options: ConnectionOptions) throws(AlmanacError) {
        // The write-ahead log lets readers go on beside the writer. Its mode is kept in the file,
        // and a database in memory answers with a mode of its own.
        if options.isReadOnly {
            // Opening reads nothing yet; a damaged file is to be told at once.
            return try run(script: "SELECT count(*) FROM sqlite_schema")
        }
        try run(script: "PRAGMA journal_mode = WAL")
        try run(script: "PRAGMA synchronous = \(options.isDurable ? "FULL" : "OFF")")
        try run(script: "PRAGMA foreign_keys = ON")
        try run(script: "PRAGMA wal_autocheckpoint = \(options.checkpointPages)")
        try run(script: "PRAGMA cache_size = -\(options.cacheKibibytes)")
        if role == .reader { try run(script: "PRAGMA query_only = ON") }
    }

    // MARK: - Transactions

    func begin(_ purpose: Purpose) throws(AlmanacError) {
        _ = try execute(purpose == .read ? "BEGIN" : "BEGIN IMMEDIATE", [])
    }

    func commit() throws(AlmanacError) { _ = try execute("COMMIT", []) }

    func rollback() {
        guard isInTransaction else { return }
        // Where it fails, SQLite has rolled back by itself.
        _ = try? execute("ROLLBACK", [])
    }

    /// Whether a transaction is open; a full disk or a broken one ends it by itself.
    var isInTransaction: Bool { sqlite3_get_autocommit(connection) == 0 }

    // MARK: - Statements

    func execute(_ sql: String, _ parameters: [SQLValue]) throws(AlmanacError) -> Int {
        let statement = try take(sql)
        defer { give(back: statement) }
        try statement.bind(parameters)
        let before = sqlite3_total_changes64(connection)
        while try statement.step(connection, path: path) {}
        // Statements that change no row leave the count of the last one that did.
        let isChange = sqlite3_stmt_readonly(statement.handle) == 0
        return isChange && sqlite3_total_changes64(connection) != before
            ? Int(sqlite3_changes64(connection)) : 0
    }

    func forEach(
        _ sql: String, _ parameters: [SQLValue], _ body: (Row) throws -> Void
    ) throws {
        let statement = try take(sql)
        defer { give(back: statement) }
        try statement.bind(parameters)
        while try statement.step(connection, path: path) { try body(statement.row) }
    }

    func run(script: String) throws(AlmanacError) {
        do {
            try script.withCString { start in
                var next: UnsafePointer<CChar>? = start
                while let text = next, text.pointee != 0 {
                    let statement = try SQLiteStatement(connection, text, path: path, tail: &next)
                    while try statement?.step(connection, path: path) == true {}
                }
            }
        } catch {
            throw error as? AlmanacError ?? AlmanacError(.internalError, "\(error)")
        }
    }

    func copyIn(
        table: String, columns: [String], rows: some Sequence<[SQLValue]>
    ) throws -> Int {
        let places = (1...max(1, columns.count)).map { "$\($0)" }.joined(separator: ", ")
        let names = columns.joined(separator: ", ")
        let statement = try take("INSERT INTO \(table) (\(names)) VALUES (\(places))")
        defer { give(back: statement) }
        var count = 0
        for row in rows {
            try statement.bind(row)
            while try statement.step(connection, path: path) {}
            statement.reset()
            count += 1
        }
        return count
    }

    // Delivered by the engine once the transaction is committed.
    func notify(_ channel: String, _ payload: String) {}

    // There is one writer.
    func advisoryLock(_ key: Int64) {}

    // MARK: - Compiled statements

    private func take(_ sql: String) throws(AlmanacError) -> SQLiteStatement {
        if let known = statements[sql], !known.isBusy {
            known.isBusy = true
            return known
        }
        let statement = try compile(sql)
        statement.isBusy = true
        if statements[sql] == nil {
            if statements.count >= Self.mostStatements { statements.removeAll() }
            statements[sql] = statement
        }
        return statement
    }

    private func give(back statement: SQLiteStatement) {
        statement.reset()
        statement.isBusy = false
    }

    private func compile(_ sql: String) throws(AlmanacError) -> SQLiteStatement {
        var statement: SQLiteStatement?
        var rest: String?
        do {
            try sql.withCString { start in
                var tail: UnsafePointer<CChar>?
                statement = try SQLiteStatement(connection, start, path: path, tail: &tail)
                rest = tail.map { String(cString: $0) }
            }
        } catch {
            throw error as? AlmanacError ?? AlmanacError(.internalError, "\(error)")
        }
        let isAlone = rest?.allSatisfy { $0.isWhitespace || $0 == ";" } ?? true
        guard let statement, isAlone else {
            throw DatabaseFailure.statement.error(
                "a text must hold one statement; several without values go to run(script:)",
                details: ["statement": .string(String(sql.prefix(500)))])
        }
        return statement
    }
}
