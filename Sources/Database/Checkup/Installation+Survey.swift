import AlmanacCore
import CPostgreSQL
import CSQLite
import Glibc

extension Installation {
    /// Looks at everything a database stands on; changes nothing, and makes no file.
    ///
    /// - Parameters:
    ///   - location: The database.
    ///   - migrators: The components whose tables it should hold.
    ///   - now: The present moment in nanoseconds, UTC.
    package static func survey(
        _ location: DatabaseLocation, _ migrators: [Migrator], now: Int64
    ) -> Installation {
        var found = Installation(location: location, now: now)
        found.libraries.sqlite = Int(sqlite3_libversion_number())
        found.libraries.isThreadSafe = sqlite3_threadsafe() != 0
        found.libraries.libpq = Int(PQlibVersion())
        if case .sqlite(let path) = location {
            found.folder = folder(of: path)
            // Opening would make the file.
            guard access(path, F_OK) == 0 else {
                found.components = migrators.map {
                    Component($0.component, .behind($0.migrations.count))
                }
                return found
            }
        }
        do throws(AlmanacError) {
            var options = ConnectionOptions()
            options.attempts = 1
            let database = try Database(location, options)
            defer { database.close() }
            do {
                try database.readNow { try found.read($0, migrators) }
            } catch {
                throw error as? AlmanacError ?? AlmanacError(.internalError, "\(error)")
            }
        } catch {
            found.failure = error
        }
        return found
    }

    private mutating func read(
        _ transaction: Transaction, _ migrators: [Migrator]
    ) throws(AlmanacError) {
        if transaction.dialect == .postgresql { server = try Self.server(transaction) }
        for migrator in migrators {
            components.append(Component(migrator.component, try migrator.state(transaction)))
        }
        if try Migrator.isUsed(transaction) {
            lastKnown = try transaction.first("SELECT max(applied_at) FROM schema_migrations")?
                .optionalInteger(0)
        }
    }

    private static func server(_ transaction: Transaction) throws(AlmanacError) -> Server {
        var server = Server()
        let names = [
            "server_version_num", "fsync", "full_page_writes", "synchronous_commit",
            "server_encoding",
        ]
        for name in names {
            // The server's own setting counts, not the one that a session takes for itself.
            server.settings[name] = try transaction.first(
                "SELECT reset_val FROM pg_settings WHERE name = $1", [SQLValue(name)])?.text(0)
        }
        server.version = server.settings["server_version_num"].flatMap { Int($0) } ?? 0
        let rest = try transaction.first(
            """
            SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint,
                has_schema_privilege(current_schema(), 'CREATE')
            """)
        server.now = try (rest?.integer(0) ?? 0) * 1_000
        server.mayCreate = try rest?.optionalBool(1) ?? false
        return server
    }

    private static func folder(of path: String) -> Folder {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let name = parts.isEmpty ? "." : parts == [""] ? "/" : parts.joined(separator: "/")
        var folder = Folder(path: name)
        var status = stat()
        guard stat(name, &status) == 0 else {
            folder.exists = false
            return folder
        }
        folder.mode = status.st_mode & 0o777
        folder.isWritable = access(name, W_OK | X_OK) == 0
        var space = statvfs()
        if statvfs(name, &space) == 0 {
            folder.freeBytes = Int64(clamping: UInt64(space.f_bavail) * UInt64(space.f_frsize))
        }
        var system = statfs()
        if statfs(name, &system) == 0 {
            // Numbers of NFS, SMB, CIFS and FUSE, from statfs(2).
            let remote: Set<Int> = [0x6969, 0x517B, 0xFF53_4D42, 0xFE53_4D42]
            folder.isRemote = remote.contains(Int(system.f_type))
        }
        if stat(path, &status) == 0 {
            folder.fileMode = status.st_mode & 0o777
            folder.isFileWritable = access(path, W_OK) == 0
        }
        return folder
    }
}
