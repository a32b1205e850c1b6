package import Database
import Foundation
import Glibc
import Synchronization

/// A PostgreSQL server for one test process: made in a temporary folder when it is first needed,
/// and gone when the process ends.
///
/// It listens on a Unix socket in its folder alone. The server refuses to run as root, so there it
/// runs as the user `postgres`. Settings are the ones that make a commit durable.
package final class TemporaryPostgres: Sendable {
    /// The folder that holds the data, the log and the socket.
    package let folder: String
    private let programs: String
    private let databases = Mutex(0)

    /// The server that the tests of this process share; nil, and said loudly why, where none can
    /// be had.
    package static let shared: TemporaryPostgres? = {
        removeOrphans()
        do {
            let server = try TemporaryPostgres()
            atexit { TemporaryPostgres.shared?.remove() }
            return server
        } catch {
            let text =
                "\n*** PostgreSQL is NOT tested: \(error) ***\n"
                + "*** install it with: apt-get install postgresql ***\n\n"
            FileHandle.standardError.write(Data(text.utf8))
            return nil
        }
    }()

    /// Makes a server of one's own and starts it, for tests that stop it.
    package init() throws {
        guard let programs = Self.newestPrograms() else {
            throw Failure(text: "no /usr/lib/postgresql/*/bin/initdb")
        }
        self.programs = programs
        // A socket's path has at most 107 bytes, so not below the system's long folders.
        folder = "/tmp/\(Self.prefix)\(getpid())-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o755])
        if let user = Self.user { try Program.run(["chown", user, folder]) }
        do {
            try asServer([
                "\(programs)/initdb", "-D", "\(folder)/data", "-U", "almanac", "-A", "trust",
                "-E", "UTF8", "--no-locale", "--no-sync", "--no-instructions",
            ])
            try start()
        } catch {
            remove()
            throw error
        }
    }

    /// Starts the server and waits until it answers.
    package func start() throws {
        let settings = [
            "-c listen_addresses=''", "-c unix_socket_directories=\(folder)",
            "-c max_connections=200", "-c shared_buffers=32MB", "-c fsync=on",
            "-c synchronous_commit=on", "-c max_wal_size=256MB",
        ]
        try asServer([
            "\(programs)/pg_ctl", "-D", "\(folder)/data", "-l", "\(folder)/log", "-w", "-s",
            "-o", settings.joined(separator: " "), "start",
        ])
    }

    /// Stops the server; `immediate` as a crash would, without writing anything out.
    package func stop(immediately: Bool) throws {
        try asServer([
            "\(programs)/pg_ctl", "-D", "\(folder)/data", "-w", "-s",
            "-m", immediately ? "immediate" : "fast", "stop",
        ])
    }

    /// Makes an empty database.
    package func makeDatabase() async throws -> DatabaseLocation {
        let name = databases.withLock { count -> String in
            count += 1
            return "test\(count)"
        }
        let main = try Database(location("postgres"))
        defer { main.close() }
        try main.statementAlone("CREATE DATABASE \(name)")
        return location(name)
    }

    /// Removes a database, and all connections to it.
    package func drop(_ location: DatabaseLocation) throws {
        guard case .postgresql(let url) = location else { return }
        let name = url.split(separator: "/").last?.prefix { $0 != "?" } ?? ""
        let main = try Database(self.location("postgres"))
        defer { main.close() }
        try main.statementAlone("DROP DATABASE \(name) WITH (FORCE)")
    }

    /// The location of a database of the server.
    package func location(_ name: String) -> DatabaseLocation {
        .postgresql(url: "postgresql:///\(name)?host=\(folder)&user=almanac")
    }

    /// Stops the server and removes its folder.
    package func remove() {
        try? stop(immediately: true)
        try? FileManager.default.removeItem(atPath: folder)
    }

    // MARK: - Programs

    private struct Failure: Error, CustomStringConvertible {
        var text: String
        var description: String { text }
    }

    private static func newestPrograms() -> String? {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return versions.compactMap { Int($0) }.sorted().reversed().map { "\(root)/\($0)/bin" }
            .first { FileManager.default.isExecutableFile(atPath: $0 + "/initdb") }
    }

    /// The user that the server runs as, where this process is root.
    private static var user: String? { geteuid() == 0 ? "postgres" : nil }

    private func asServer(_ words: [String]) throws {
        try Program.run((Self.user.map { ["runuser", "-u", $0, "--"] } ?? []) + words)
    }

    /// Stops servers whose test process was killed before it could do so itself.
    private static func removeOrphans() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/tmp")) ?? []
        for name in names where name.hasPrefix(prefix) {
            let owner = name.dropFirst(prefix.count).split(separator: "-").first
            guard let owner = owner.flatMap({ pid_t($0) }), kill(owner, 0) != 0 else { continue }
            let file = try? String(
                contentsOfFile: "/tmp/\(name)/data/postmaster.pid", encoding: .utf8)
            let server = file?.split(separator: "\n").first.flatMap { pid_t($0) }
            // The number may be another program's by now.
            while let server,
                let words = try? String(contentsOfFile: "/proc/\(server)/cmdline", encoding: .utf8),
                words.contains(name)
            {
                kill(server, SIGQUIT)
                usleep(20_000)
            }
            try? FileManager.default.removeItem(atPath: "/tmp/\(name)")
        }
    }

    private static let prefix = "almanac-pg-"
}
