import AlmanacCore
import Database
import TestSupport
import Testing

/// How databases are named, and that no message gives a password away.
@Suite struct LocationTests {
    @Test(
        "a location is a path, sqlite: or a PostgreSQL URL",
        arguments: [
            ("data.db", DatabaseLocation.sqlite(path: "data.db")),
            ("/a/b.db", .sqlite(path: "/a/b.db")),
            (":memory:", .sqlite(path: ":memory:")),
            ("sqlite:/a/b.db", .sqlite(path: "/a/b.db")),
            ("sqlite:///a/b.db", .sqlite(path: "/a/b.db")),
            ("sqlite:b.db", .sqlite(path: "b.db")),
            ("postgres://h/d", .postgresql(url: "postgres://h/d")),
            ("postgresql:///d?host=/tmp", .postgresql(url: "postgresql:///d?host=/tmp")),
        ])
    func parsing(text: String, location: DatabaseLocation) throws {
        #expect(try DatabaseLocation(text) == location)
    }

    @Test("another text is a usage error", arguments: ["", "sqlite:", "mysql://u:secret@h/d"])
    func refusals(text: String) {
        let error = #expect(throws: AlmanacError.self) { try DatabaseLocation(text) }
        #expect(error?.kind == .usage)
        #expect(error?.message.contains("secret") == false)
    }

    @Test(
        "a description holds no password",
        arguments: [
            ("postgresql://me:s3cret@host:5432/name", "postgresql://me@host:5432/name"),
            ("postgresql://me:s3c@ret@host/name", "postgresql://me@host/name"),
            ("postgresql://host/name?password=s3cret", "postgresql://host/name"),
            ("postgresql://host", "postgresql://host"),
            ("postgresql:///name", "postgresql://name"),
        ])
    func description(url: String, shown: String) throws {
        #expect(try DatabaseLocation(url).description == shown)
    }

    @Test(
        "an error about a server holds no password",
        arguments: [
            "postgresql://me:s3cret@127.0.0.1:1/name",
            "postgresql://me:s3cret@127.0.0.1:notaport/name",
            "postgresql://me@127.0.0.1:1/name?password=s3cret",
            "postgresql://me:s3cret%zz@127.0.0.1/name",
            "postgresql://me:s3cret@127.0.0.1:1/name?nonsense=1",
        ])
    func secrets(url: String) async throws {
        let database = try Database(DatabaseLocation(url))
        defer { database.close() }
        let error = await #expect(throws: AlmanacError.self) {
            try await database.read { try $0.query("SELECT 1") }
        }
        let shown = "\(String(describing: error)) \(database.location)"
        #expect(error != nil && !shown.contains("s3cret"), "\(shown)")
    }
}
