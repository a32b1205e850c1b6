package import AlmanacCore
package import Database

/// A copy of the whole archive: its database, and the files of large bytes beside it.
///
/// Bytes are named by their content, so that files are copied while others come, and one that is
/// there already is not copied again. The keys of people whose words are kept are no part of it:
/// they stand in `PATH-keys`, which can be deleted, or lose one person, while the backup stays as
/// it is. All functions block.
package struct ArchiveBackup: Sendable, Equatable {
    /// The database's part.
    package var database: DatabaseBackup.Report
    /// How many files of large bytes belong to it.
    package var fileCount: Int
    /// How many stored bytes were read and have the hash that they are named by; nil for a
    /// PostgreSQL dump, whose rows cannot be read where they are.
    package var checkedBlobs: Int?

    /// Writes one state of an archive to a file, with large bytes in a folder `PATH-blobs` and keys
    /// in a file `PATH-keys`, where there are any.
    ///
    /// - Throws: `conflict` where the file exists; `data_fetch_error` where something cannot be
    ///   read or written; `not_found` without PostgreSQL's programs.
    package static func make(
        of location: DatabaseLocation, to path: String
    ) throws(AlmanacError) -> ArchiveBackup {
        let report = try DatabaseBackup.make(
            of: location, to: path, withoutRowsOf: Authors.keyTable)
        // After the database, so that every file that its state names is there.
        let count = try Bronze(beside: location).folder?.copy(to: folder(path)) ?? 0
        try ArchivePeople(of: location).keys.write(beside: path)
        return ArchiveBackup(database: report, fileCount: count, checkedBlobs: nil)
    }

    /// Reads a whole backup: pages of the database, and all stored bytes with their hashes.
    ///
    /// - Throws: `data_fetch_error` where it is damaged or incomplete.
    package static func verify(_ path: String) throws(AlmanacError) -> ArchiveBackup {
        let report = try DatabaseBackup.verify(path)
        guard report.dialect == .sqlite else {
            return ArchiveBackup(database: report, fileCount: 0, checkedBlobs: nil)
        }
        var options = Database.Options()
        options.isReadOnly = true
        let database = try Database(.sqlite(path: path), options)
        defer { database.close() }
        do {
            let checked = try database.readNow { try check($0, Bronze(folder: folder(path))) }
            return ArchiveBackup(
                database: report, fileCount: folder(path).contents().hashes.count,
                checkedBlobs: checked)
        } catch {
            throw error as? AlmanacError ?? AlmanacError(.internalError, "\(error)")
        }
    }

    /// Verifies a backup and puts it in the place of an archive.
    ///
    /// Keys come from the file beside the backup and from the archive that is replaced. Whoever was
    /// forgotten there stays forgotten, and what was erased there is erased again.
    /// - Throws: As ``DatabaseBackup/restore(_:to:isReplacing:)`` and ``verify(_:)``; nothing is
    ///   replaced then.
    package static func restore(
        _ path: String, to location: DatabaseLocation, isReplacing: Bool
    ) throws(AlmanacError) -> ArchiveBackup {
        var backup = try verify(path)
        // A damaged archive may tell nothing any more, and is replaced all the same.
        let replaced = isReplacing ? try? ArchivePeople(of: location) : nil
        // Before the database, so that no row ever names a file that is missing.
        if let target = Bronze(beside: location).folder {
            backup.fileCount = try folder(path).copy(to: target)
        }
        try DatabaseBackup.restore(path, to: location, isReplacing: isReplacing)
        var people = ArchivePeople(keys: try BackupKeys(beside: path))
        if let replaced { people.add(replaced) }
        try people.apply(to: location)
        return backup
    }

    private static func folder(_ path: String) -> BlobFolder { BlobFolder(path: path + "-blobs") }

    /// Reads everything that is stored; gives back how much that was.
    private static func check(
        _ transaction: Transaction, _ bronze: Bronze
    ) throws(AlmanacError) -> Int {
        let isThere = try transaction.first("SELECT 1 FROM sqlite_schema WHERE name = 'blobs'")
        guard isThere != nil else { return 0 }
        let rows = try transaction.query(
            "SELECT hash FROM blobs WHERE place <> 'gone' ORDER BY hash")
        for row in rows { _ = try bronze.storedBytes(transaction, row.text(0)) }
        return rows.count
    }
}
