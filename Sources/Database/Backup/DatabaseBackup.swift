public import AlmanacCore

/// Copies of a whole database, taken and put back while programs use it.
///
/// A backup is one file: an SQLite database, or what `pg_dump` writes in its custom format. Beside
/// it stands `PATH.sha256` in the form that `sha256sum --check` reads. All functions block.
public enum DatabaseBackup {
    /// What a backup holds, as far as it was looked at.
    public struct Report: Sendable, Equatable {
        /// The file.
        public var path: String
        /// Whose form it has.
        public var dialect: Dialect
        /// How many bytes the file has.
        public var byteCount: Int
        /// The SHA-256 of the file, as 64 hexadecimal digits.
        public var hash: String
        /// How many tables it holds.
        public var tableCount: Int
    }

    /// Writes one state of a database to a file, which appears whole or not at all.
    ///
    /// - Parameter table: A table whose rows are left out, such as one of secrets.
    /// - Throws: `conflict` where the file exists; `data_fetch_error` where either cannot be read
    ///   or written; `not_found` where PostgreSQL's `pg_dump` is not installed.
    @discardableResult
    public static func make(
        of location: DatabaseLocation, to path: String, withoutRowsOf table: String? = nil
    ) throws(AlmanacError) -> Report {
        guard !WholeFile.exists(path) else {
            var error = DatabaseFailure.duplicate.error(
                "\(path) exists already", details: ["path": .string(path)])
            error.suggestion = "name another file, or move that one away"
            throw error
        }
        let part = path + ".part"
        WholeFile.remove(part)
        defer { WholeFile.remove(part) }
        switch location {
        case .sqlite(let source):
            try SQLiteBackup.copy(from: source, to: part, withoutRowsOf: table)
        case .postgresql(let url): try PostgreSQLBackup.dump(url, to: part, withoutRowsOf: table)
        }
        try WholeFile.sync(part)
        let (hash, _) = try WholeFile.hash(part)
        let name = path.split(separator: "/").last ?? ""
        try WholeFile.write("\(hash)  \(name)\n", to: path + ".sha256")
        try WholeFile.rename(part, to: path)
        return try verify(path)
    }

    /// Looks whether a backup is whole: its hash, and what is inside.
    ///
    /// - Throws: `not_found` where there is no such file; `data_fetch_error` where it is damaged,
    ///   cut short, or no backup.
    @discardableResult
    public static func verify(_ path: String) throws(AlmanacError) -> Report {
        guard WholeFile.exists(path) else { throw SQLiteBackup.missing(path) }
        let (hash, byteCount) = try WholeFile.hash(path)
        if let expected = try WholeFile.firstWord(path + ".sha256"), expected != hash {
            throw DatabaseFailure.corrupt.error(
                "the backup \(path) is damaged: its hash is not the one that was noted",
                details: [
                    "path": .string(path), "hash": .string(hash), "noted": .string(expected),
                ])
        }
        let isDump = try WholeFile.starts(path, with: "PGDMP")
        let tables =
            isDump ? try PostgreSQLBackup.tableCount(path) : try SQLiteBackup.tableCount(path)
        return Report(
            path: path, dialect: isDump ? .postgresql : .sqlite, byteCount: byteCount, hash: hash,
            tableCount: tables)
    }

    /// Puts a backup in the place of a database, once it has been verified.
    ///
    /// An SQLite file that is there is kept beside as `PATH.before-restore`; a PostgreSQL
    /// database's tables of the same names are replaced in one transaction.
    /// - Parameters:
    ///   - path: The backup.
    ///   - location: Where it goes; of the same kind as it came from.
    ///   - isReplacing: Whether a database that is there may be replaced.
    /// - Throws: `conflict` where one is there and may not be replaced; `source_unavailable` where
    ///   a program uses the file; `validation_error` for a backup of the other kind.
    @discardableResult
    public static func restore(
        _ path: String, to location: DatabaseLocation, isReplacing: Bool
    ) throws(AlmanacError) -> Report {
        let report = try verify(path)
        guard report.dialect == location.dialect else {
            throw AlmanacError(
                .validation,
                "\(path) is a backup of \(report.dialect.rawValue), and \(location) is none",
                suggestion: "restore it into a database of the same kind")
        }
        switch location {
        case .sqlite(let target):
            try SQLiteBackup.restore(path, to: target, isReplacing: isReplacing)
        case .postgresql(let url):
            try PostgreSQLBackup.restore(path, to: url, isReplacing: isReplacing)
        }
        return report
    }
}
