import AlmanacCore
import CPostgreSQL

/// A connection to PostgreSQL as transactions use it.
final class PostgreSQLSession: Session {
    let dialect = Dialect.postgresql
    private let connection: PostgreSQLConnection

    init(_ location: DatabaseLocation, options: ConnectionOptions) throws(AlmanacError) {
        connection = try PostgreSQLConnection(location, options: options)
    }

    var isUsable: Bool { connection.isUsable }

    func close() { connection.close() }

    // MARK: - Transactions

    func begin(_ purpose: Purpose) throws(AlmanacError) {
        let kind =
            switch purpose {
            case .read: "REPEATABLE READ READ ONLY"
            case .write(.readCommitted): "READ COMMITTED READ WRITE"
            case .write(.serializable): "SERIALIZABLE READ WRITE"
            }
        try connection.command("BEGIN ISOLATION LEVEL \(kind)")
    }

    func commit() throws(AlmanacError) {
        let tag: String
        do throws(AlmanacError) {
            tag = try connection.command("COMMIT")
        } catch  where error.databaseFailure == .unreachable || !connection.isUsable {
            throw DatabaseFailure.outcomeUnknown.error(
                "the connection broke while a change was being committed: \(error.message)",
                details: error.details)
        }
        // The server answers so where a statement had failed and the closure went on.
        guard tag == "COMMIT" else {
            throw DatabaseFailure.statement.error(
                "a statement of the transaction failed, so that nothing of it is kept; "
                    + "what may fail belongs in a savepoint")
        }
    }

    func rollback() {
        guard connection.isUsable, PQtransactionStatus(connection.handle) != PQTRANS_IDLE else {
            return
        }
        // A connection that cannot roll back cannot be used either, and is opened anew.
        if (try? connection.command("ROLLBACK")) == nil { connection.close() }
    }

    // MARK: - Statements

    func execute(_ sql: String, _ parameters: [SQLValue]) throws(AlmanacError) -> Int {
        if parameters.isEmpty,
            sql.hasPrefix("SAVEPOINT") || sql.contains("TO SAVEPOINT")
                || sql.hasPrefix("RELEASE")
        {
            // Compiling these is of no use, and impossible after a failed statement.
            try connection.command(sql)
            return 0
        }
        return try connection.run(sql, parameters).changed
    }

    func forEach(
        _ sql: String, _ parameters: [SQLValue], _ body: (Row) throws -> Void
    ) throws {
        let result = try connection.run(sql, parameters)
        let (columns, types) = (result.columns, result.types)
        for row in 0..<result.rowCount {
            var values: [SQLValue] = []
            values.reserveCapacity(types.count)
            for (column, type) in types.enumerated() {
                try values.append(result.value(row: row, column: column, type: type))
            }
            try body(Row(columns: columns, values: values))
        }
    }

    func run(script: String) throws(AlmanacError) {
        try connection.command(script)
        // Tables may have changed below the statements that read them.
        connection.forgetStatements()
    }

    func copyIn(
        table: String, columns: [String], rows: some Sequence<[SQLValue]>
    ) throws -> Int {
        let sql = "COPY \(table) (\(columns.joined(separator: ", "))) FROM STDIN"
        try connection.command(sql)
        var lines = CopyLines()
        var count = 0
        do {
            for row in rows {
                guard row.count == columns.count else {
                    throw DatabaseFailure.statement.error(
                        "a row has \(row.count) values for \(columns.count) columns",
                        details: ["statement": .string(sql)])
                }
                lines.append(row)
                count += 1
                if lines.bytes.count >= CopyLines.portion { try put(&lines, sql) }
            }
            try put(&lines, sql)
        } catch {
            PQputCopyEnd(connection.handle, "the rows ended early")
            drain()
            throw error
        }
        let isEnded = PQputCopyEnd(connection.handle, nil) == 1
        let result = PostgreSQLResult(PQgetResult(connection.handle))
        defer { drain() }
        guard isEnded, result.isFine else {
            throw connection.error(result, sql: sql)
        }
        return count
    }

    private func put(_ lines: inout CopyLines, _ sql: String) throws(AlmanacError) {
        guard !lines.bytes.isEmpty else { return }
        let status = lines.bytes.withUnsafeBytes { bytes in
            PQputCopyData(
                connection.handle, bytes.bindMemory(to: CChar.self).baseAddress,
                Int32(bytes.count))
        }
        lines.bytes.removeAll(keepingCapacity: true)
        guard status == 1 else {
            throw connection.error(nil, sql: sql)
        }
    }

    /// Reads answers up to the end, after which the connection takes statements again.
    private func drain() {
        while let result = PQgetResult(connection.handle) { PQclear(result) }
    }

    func notify(_ channel: String, _ payload: String) throws(AlmanacError) {
        _ = try connection.run("SELECT pg_notify($1, $2)", [.text(channel), .text(payload)])
    }

    func advisoryLock(_ key: Int64) throws(AlmanacError) {
        _ = try connection.run("SELECT pg_advisory_xact_lock($1)", [.integer(key)])
    }
}
