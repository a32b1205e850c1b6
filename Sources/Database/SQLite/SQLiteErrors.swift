import AlmanacCore
import CSQLite
import Glibc

/// Turns SQLite's result codes into errors that say what to do.
enum SQLiteErrors {
    /// The error of a failed call; the message is read at once, as the library demands.
    ///
    /// - Source: https://www.sqlite.org/rescode.html
    static func error(
        _ code: Int32, _ connection: OpaquePointer?, path: String, sql: String? = nil
    ) -> AlmanacError {
        let extended = connection.map { sqlite3_extended_errcode($0) } ?? code
        let text =
            connection.map { String(cString: sqlite3_errmsg($0)) }
            ?? String(cString: sqlite3_errstr(code))
        let system = connection.map { sqlite3_system_errno($0) } ?? 0
        let failure = failure(extended == 0 ? code : extended, system: system)
        var details: JSONObject = [
            "database": .string(path), "code": .integer(Int(extended == 0 ? code : extended)),
        ]
        // A statement holds no values, since those are bound; it tells the developer where.
        if let sql, failure == .statement || failure == .constraint || failure == .duplicate {
            details["statement"] = .string(String(sql.prefix(500)))
        }
        return failure.error(message(failure, text, path), details: details)
    }

    /// Extended codes of a primary key, a unique index and a row id that are taken.
    private static let duplicates: Set<Int32> = [
        SQLITE_CONSTRAINT | 6 << 8, SQLITE_CONSTRAINT | 8 << 8, SQLITE_CONSTRAINT | 10 << 8,
    ]

    private static func failure(_ code: Int32, system: Int32) -> DatabaseFailure {
        switch code & 0xFF {
        case SQLITE_CONSTRAINT:
            return duplicates.contains(code) ? .duplicate : .constraint
        case SQLITE_BUSY, SQLITE_LOCKED: return .busy
        case SQLITE_FULL: return .diskFull
        case SQLITE_CORRUPT, SQLITE_NOTADB: return .corrupt
        case SQLITE_PERM, SQLITE_AUTH, SQLITE_READONLY, SQLITE_CANTOPEN: return .permission
        case SQLITE_INTERRUPT: return .timeLimit
        case SQLITE_IOERR:
            let full: Set<Int32> = [ENOSPC, EDQUOT, EFBIG]
            return full.contains(system) ? .diskFull : .inputOutput
        default: return .statement
        }
    }

    private static func message(
        _ failure: DatabaseFailure, _ text: String, _ path: String
    ) -> String {
        switch failure {
        case .duplicate: "a row with the same key is there already: \(text)"
        case .constraint: "the database refuses a row: \(text)"
        case .busy: "the database \(path) is in use by another program"
        case .diskFull: "no space is left for the database \(path)"
        case .corrupt: "the database \(path) is damaged, or is no SQLite database: \(text)"
        case .permission: "the database \(path) cannot be opened or written: \(text)"
        case .timeLimit: "a statement was stopped: \(text)"
        case .inputOutput: "the disk failed below the database \(path): \(text)"
        default: "the database cannot run a statement: \(text)"
        }
    }
}
