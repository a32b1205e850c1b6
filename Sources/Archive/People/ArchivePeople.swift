import AlmanacCore
import Database
import TimeSeries

/// What an archive knows of people and of what was erased, to be carried over a restore.
struct ArchivePeople {
    var keys = BackupKeys()
    private var forgotten: [Authors.Tombstone] = []
    private var erased: [(hash: String, reason: String, at: Timestamp)] = []

    init(keys: BackupKeys) { self.keys = keys }

    /// Reads it from an archive; empty where there is none.
    init(of location: DatabaseLocation) throws(AlmanacError) {
        if case .sqlite(let path) = location, !WholeFile.exists(path) { return }
        let database = try Database(location)
        defer { database.close() }
        do {
            self = try database.readNow { transaction in
                var people = ArchivePeople(keys: BackupKeys())
                guard try Self.hasTables(transaction) else { return people }
                people.keys = try BackupKeys(transaction)
                people.forgotten = try Authors.forgotten(transaction)
                people.erased = try transaction.query(
                    """
                    SELECT hash, gone_reason, gone_at FROM blobs WHERE is_erased = 1 ORDER BY hash
                    """
                ).map { row in
                    (
                        try row.text(0), try row.optionalText(1) ?? "",
                        Timestamp(nanoseconds: try row.optionalInteger(2) ?? 0)
                    )
                }
                return people
            }
        } catch {
            throw error as? AlmanacError ?? AlmanacError(.internalError, "\(error)")
        }
    }

    /// Adds what another archive knows, unless its fingerprints are made under another secret.
    mutating func add(_ other: ArchivePeople) {
        erased += other.erased
        if let secret = keys.secret, let theirs = other.keys.secret, secret != theirs { return }
        forgotten += other.forgotten
        for entry in other.keys.entries
        where !keys.entries.contains(where: {
            $0.source == entry.source && $0.fingerprint == entry.fingerprint
        }) {
            keys.entries.append(entry)
        }
    }

    /// Puts keys into an archive, and ends there what was ended here.
    func apply(to location: DatabaseLocation) throws(AlmanacError) {
        if keys.entries.isEmpty, forgotten.isEmpty, erased.isEmpty { return }
        let database = try Database(location)
        defer { database.close() }
        do {
            // An older backup has no such tables yet.
            let last = forgotten.map(\.at.nanoseconds).max() ?? 0
            try ArchiveSchema.migrator.applyNow(to: database, atNanoseconds: last)
            try database.writeNow { transaction in
                for entry in keys.entries {
                    try Authors.keep(
                        transaction, entry.source, entry.fingerprint, entry.key,
                        at: entry.createdAt)
                }
                for tombstone in forgotten {
                    _ = try Authors.forget(
                        transaction, tombstone.fingerprint, source: tombstone.source,
                        reason: tombstone.reason, at: tombstone.at)
                    try Authors.bury(transaction, tombstone)
                }
            }
            let bronze = Bronze(beside: location)
            for (hash, reason, at) in erased {
                let isThere = try database.readNow { try bronze.state($0, hash) != nil }
                if isThere { _ = try bronze.erase(database, hash: hash, reason: reason, at: at) }
            }
        } catch {
            throw error as? AlmanacError ?? AlmanacError(.internalError, "\(error)")
        }
    }

    private static func hasTables(_ transaction: Transaction) throws(AlmanacError) -> Bool {
        let sql = transaction.dialect.choose(
            sqlite: "SELECT 1 FROM sqlite_schema WHERE name = 'author_keys'",
            postgresql: "SELECT 1 FROM pg_tables WHERE tablename = 'author_keys'")
        return try transaction.first(sql) != nil
    }
}
