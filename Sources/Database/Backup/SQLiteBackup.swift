import AlmanacCore
import CSQLite

/// Copies of SQLite files by the library's own backup, which sees one state and stops nobody.
///
/// - Source: https://www.sqlite.org/backup.html
enum SQLiteBackup {
    /// Copies one state of a database into a new file, without the rows of a table.
    static func copy(
        from source: String, to target: String, withoutRowsOf table: String? = nil
    ) throws(AlmanacError) {
        guard WholeFile.exists(source) else { throw missing(source) }
        let from = try opened(source, SQLITE_OPEN_READWRITE)
        defer { sqlite3_close_v2(from) }
        let to = try opened(target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
        defer { sqlite3_close_v2(to) }
        guard let backup = sqlite3_backup_init(to, "main", from, "main") else {
            throw SQLiteErrors.error(sqlite3_errcode(to), to, path: target)
        }
        // All pages in one step: one reading transaction, beside which the writer goes on.
        let status = sqlite3_backup_step(backup, -1)
        // A failure may be either side's; the one that complains is asked.
        let isSource = sqlite3_errcode(from) != SQLITE_OK && sqlite3_errcode(from) != SQLITE_DONE
        sqlite3_backup_finish(backup)
        guard status == SQLITE_DONE else {
            throw isSource
                ? SQLiteErrors.error(status, from, path: source)
                : SQLiteErrors.error(status, to, path: target)
        }
        // The copy says that it has a log, which would leave two more files beside a backup.
        sqlite3_exec(to, "PRAGMA journal_mode = DELETE", nil, nil, nil)
        if let table { try empty(table, to, target) }
    }

    /// Takes a table's rows, and overwrites where they stood.
    private static func empty(
        _ table: String, _ handle: OpaquePointer, _ path: String
    ) throws(AlmanacError) {
        let isThere = try texts(
            handle, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = '\(table)'",
            path)
        if isThere.isEmpty { return }
        _ = try texts(handle, "PRAGMA secure_delete = ON", path)
        _ = try texts(handle, "DELETE FROM \(table)", path)
    }

    /// How many tables a backup has.
    /// - Throws: `data_fetch_error` where its pages do not fit together.
    static func tableCount(_ path: String) throws(AlmanacError) -> Int {
        guard WholeFile.exists(path) else { throw missing(path) }
        let handle = try opened(path, SQLITE_OPEN_READONLY)
        defer { sqlite3_close_v2(handle) }
        let faults = try texts(handle, "PRAGMA integrity_check(3)", path)
        guard faults == ["ok"] else {
            throw DatabaseFailure.corrupt.error(
                "the backup \(path) is damaged: \(faults.joined(separator: "; "))",
                details: ["path": .string(path)])
        }
        let names = try texts(
            handle,
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
            path)
        return names.count
    }

    /// Puts a copy of a backup in a database's place; what was there is kept beside it.
    static func restore(
        _ path: String, to target: String, isReplacing: Bool
    ) throws(AlmanacError) {
        if WholeFile.exists(target) {
            guard isReplacing else {
                throw DatabaseFailure.duplicate.error(
                    "there is a database at \(target) already", details: ["path": .string(target)])
            }
            try requireUnused(target)
        }
        let part = target + ".part"
        WholeFile.remove(part)
        defer { WholeFile.remove(part) }
        try copy(from: path, to: part)
        try WholeFile.sync(part)
        // The file and its log go together, or the log would be taken for the new file's.
        for suffix in ["-wal", "-shm", ""] where WholeFile.exists(target + suffix) {
            try WholeFile.rename(target + suffix, to: target + ".before-restore" + suffix)
        }
        try WholeFile.rename(part, to: target)
    }

    /// Makes sure that nobody uses a file: only who is alone with it may end its log.
    ///
    /// A damaged file cannot tell, and may go.
    private static func requireUnused(_ path: String) throws(AlmanacError) {
        guard let handle = try? opened(path, SQLITE_OPEN_READWRITE) else { return }
        defer { sqlite3_close_v2(handle) }
        do throws(AlmanacError) {
            _ = try texts(handle, "PRAGMA journal_mode = DELETE", path)
        } catch  where error.databaseFailure == .busy {
            throw error
        } catch {}
    }

    private static func texts(
        _ handle: OpaquePointer, _ sql: String, _ path: String
    ) throws(AlmanacError) -> [String] {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else {
            throw SQLiteErrors.error(sqlite3_errcode(handle), handle, path: path)
        }
        defer { sqlite3_finalize(statement) }
        var texts: [String] = []
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW:
                if let text = sqlite3_column_text(statement, 0) {
                    texts.append(String(cString: text))
                }
            case SQLITE_DONE: return texts
            case let status: throw SQLiteErrors.error(status, handle, path: path)
            }
        }
    }

    private static func opened(_ path: String, _ flags: Int32) throws(AlmanacError) -> OpaquePointer
    {
        var handle: OpaquePointer?
        let status = sqlite3_open_v2(path, &handle, flags, nil)
        guard status == SQLITE_OK, let handle else {
            let error = SQLiteErrors.error(status, handle, path: path)
            sqlite3_close_v2(handle)
            throw error
        }
        sqlite3_busy_timeout(handle, 2_000)
        return handle
    }

    /// The error of a file that is not there.
    static func missing(_ path: String) -> AlmanacError {
        AlmanacError(
            .notFound, "there is no file \(path)", details: ["path": .string(path)],
            suggestion: "see that its name is right")
    }
}
