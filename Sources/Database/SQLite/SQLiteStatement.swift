import AlmanacCore
import CSQLite

/// A compiled statement: binds values, steps, and reads rows.
///
/// Used under its session's lock, by one thread at a time.
final class SQLiteStatement {
    let handle: OpaquePointer
    /// The names of the answer's columns; empty for a statement that gives none.
    let columns: [String]
    /// For each parameter of SQLite, which value it takes: `$2` takes the second.
    private let parameters: [Int]
    /// Whether somebody steps through it now.
    var isBusy = false

    /// Compiles one statement.
    /// - Returns: Nil where the text holds none, only blanks or comments.
    init?(
        _ connection: OpaquePointer, _ sql: UnsafePointer<CChar>, path: String,
        tail: inout UnsafePointer<CChar>?
    ) throws(AlmanacError) {
        var handle: OpaquePointer?
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        let status = sqlite3_prepare_v3(connection, sql, -1, flags, &handle, &tail)
        guard status == SQLITE_OK else {
            throw SQLiteErrors.error(
                status, connection, path: path, sql: String(cString: sql))
        }
        guard let handle else { return nil }
        self.handle = handle
        columns = (0..<sqlite3_column_count(handle)).map { index in
            sqlite3_column_name(handle, index).map { String(cString: $0) } ?? ""
        }
        parameters = (0..<sqlite3_bind_parameter_count(handle)).map { index in
            let name = sqlite3_bind_parameter_name(handle, index + 1)
            // `$3` stands for the third value; other forms are refused when they are bound.
            return name.flatMap { Int(String(cString: $0).dropFirst()) } ?? 0
        }
    }

    deinit { sqlite3_finalize(handle) }

    /// Binds values to `$1`, `$2` …; each parameter must have a value, each value a parameter.
    func bind(_ values: [SQLValue]) throws(AlmanacError) {
        let most = parameters.max() ?? 0
        guard most == values.count, parameters.allSatisfy({ $0 > 0 }) else {
            throw DatabaseFailure.statement.error(
                "a statement takes \(most) values as $1, $2 …, and \(values.count) are given",
                details: ["statement": .string(String(cString: sqlite3_sql(handle)))])
        }
        for (position, number) in parameters.enumerated() {
            bind(values[number - 1], at: Int32(position + 1))
        }
    }

    private func bind(_ value: SQLValue, at position: Int32) {
        let status: Int32
        switch value {
        case .null: status = sqlite3_bind_null(handle, position)
        case .integer(let value): status = sqlite3_bind_int64(handle, position, value)
        case .real(let value): status = sqlite3_bind_double(handle, position, value)
        case .text(var value):
            status = value.withUTF8 { bytes in
                // An empty text may have no address, which SQLite would take for null.
                bytes.baseAddress.map {
                    sqlite3_bind_text64(
                        handle, position, $0, UInt64(bytes.count), Self.copied, UInt8(SQLITE_UTF8))
                } ?? sqlite3_bind_text64(handle, position, "", 0, Self.copied, UInt8(SQLITE_UTF8))
            }
        case .blob(let value):
            status = value.withUnsafeBytes { bytes in
                bytes.baseAddress.map {
                    sqlite3_bind_blob64(handle, position, $0, UInt64(bytes.count), Self.copied)
                } ?? sqlite3_bind_zeroblob(handle, position, 0)
            }
        }
        precondition(status == SQLITE_OK, "a value of at most a gigabyte binds to a parameter")
    }

    /// Goes to the next row.
    /// - Returns: Whether there is one.
    func step(_ connection: OpaquePointer, path: String) throws(AlmanacError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let status:
            throw SQLiteErrors.error(
                status, connection, path: path, sql: String(cString: sqlite3_sql(handle)))
        }
    }

    /// The row that the statement stands on.
    var row: Row {
        Row(columns: columns, values: columns.indices.map { value(Int32($0)) })
    }

    private func value(_ index: Int32) -> SQLValue {
        switch sqlite3_column_type(handle, index) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, index))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, index))
        case SQLITE_TEXT:
            // The text is asked for before its length, which its conversion may change.
            let start = sqlite3_column_text(handle, index)
            let count = Int(sqlite3_column_bytes(handle, index))
            return .text(
                String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            let start = sqlite3_column_blob(handle, index)
            let count = Int(sqlite3_column_bytes(handle, index))
            return .blob([UInt8](UnsafeRawBufferPointer(start: start, count: count)))
        default: return .null
        }
    }

    /// Makes it ready for the next use, and lets go of the values.
    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    /// `SQLITE_TRANSIENT`, whose cast the importer cannot read: the library copies the bytes.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
