import AlmanacCore
import Database
import TestSupport
import Testing

/// What is looked at before anything is blamed: each fault has a finding and a way to mend it.
@Suite struct InstallationTests {
    private static let now: Int64 = 1_800_000_000_000_000_000

    private func file(_ change: (inout Installation) -> Void = { _ in }) -> [Finding] {
        var found = Installation(location: .sqlite(path: "/data/almanac.db"), now: Self.now)
        found.libraries.sqlite = 3_040_001
        found.libraries.libpq = 150_018
        found.folder = Installation.Folder(path: "/data")
        found.folder?.fileMode = 0o600
        found.components = [Installation.Component("jobs", .current)]
        change(&found)
        return found.findings()
    }

    private func server(_ change: (inout Installation.Server) -> Void) -> [Finding] {
        var found = Installation(location: .postgresql(url: "postgresql://h/d"), now: Self.now)
        found.libraries.sqlite = 3_040_001
        var server = Installation.Server()
        server.version = 150_018
        server.now = Self.now
        change(&server)
        found.server = server
        return found.findings()
    }

    @Test("a sound installation has nothing to mend")
    func sound() {
        #expect(file().allSatisfy { $0.verdict == .fine && $0.remedy == nil })
        #expect(file().map(\.subject).contains("disk"))
        #expect(server { _ in }.allSatisfy { $0.verdict == .fine })
    }

    @Test("a file that is not there yet has no tables to be behind")
    func new() {
        let found = file { found in
            found.folder?.fileMode = nil
            found.components[0].state = .behind(3)
        }
        #expect(found.allSatisfy { $0.verdict == .fine })
        #expect(found.contains { $0.message.contains("makes /data/almanac.db") })
    }

    private func expectOne(
        _ findings: [Finding], _ verdict: Finding.Verdict, _ subject: String, _ text: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let found = findings.filter { $0.verdict != .fine }
        #expect(found.map(\.verdict) == [verdict], sourceLocation: sourceLocation)
        #expect(found.map(\.subject) == [subject], sourceLocation: sourceLocation)
        #expect(found.first?.message.contains(text) == true, sourceLocation: sourceLocation)
        #expect(found.first?.remedy?.isEmpty == false, sourceLocation: sourceLocation)
    }

    @Test("faults of a file's surroundings are found, each once, with a remedy")
    func files() {
        expectOne(file { $0.libraries.sqlite = 3_030_001 }, .fault, "sqlite", "3.30.1 is too old")
        expectOne(file { $0.libraries.isThreadSafe = false }, .fault, "sqlite", "one thread")
        expectOne(file { $0.folder?.isWritable = false }, .fault, "permissions", "/data")
        expectOne(file { $0.folder?.isFileWritable = false }, .fault, "permissions", "almanac.db")
        expectOne(file { $0.folder?.mode = 0o777 }, .warning, "permissions", "other users")
        expectOne(file { $0.folder?.fileMode = 0o666 }, .warning, "permissions", "other users")
        expectOne(file { $0.folder?.isRemote = true }, .fault, "disk", "another machine")
        expectOne(file { $0.folder?.freeBytes = 10 << 20 }, .fault, "disk", "10 MiB")
        expectOne(file { $0.folder?.freeBytes = 200 << 20 }, .warning, "disk", "200 MiB")
        expectOne(file { $0.folder?.exists = false }, .warning, "folder", "does not exist")
        expectOne(file { $0.now = 5 }, .fault, "clock", "years behind")
        expectOne(file { $0.lastKnown = $0.now + 90_000_000_000 }, .fault, "clock", "90 s")
        expectOne(file { $0.failure = AlmanacError(.dataFetch, "no") }, .fault, "database", "no")
        expectOne(file { $0.components[0].state = .behind(2) }, .warning, "schema", "2 steps")
        expectOne(file { $0.components[0].state = .unusable("x") }, .fault, "schema", "x")
    }

    @Test("faults of a server are found, each once, with a remedy")
    func servers() {
        expectOne(server { $0.version = 130_004 }, .warning, "server", "13.4")
        expectOne(server { $0.settings["fsync"] = "off" }, .fault, "server", "fsync is off")
        expectOne(server { $0.settings["synchronous_commit"] = "off" }, .warning, "server", "lost")
        expectOne(server { $0.settings["server_encoding"] = "LATIN1" }, .fault, "server", "LATIN1")
        expectOne(server { $0.mayCreate = false }, .fault, "permissions", "tables")
        expectOne(server { $0.now -= 5_000_000_000 }, .warning, "clock", "5 s")
        expectOne(server { $0.now += 100_000_000_000 }, .fault, "clock", "100 s")
    }

    @Test(
        "a real database is surveyed without being changed", arguments: DatabaseUnderTest.available)
    func survey(_ kind: DatabaseUnderTest) async throws {
        try await kind.withLocation { location in
            let migrator = Migrator(
                component: "test", [Migration(1, "t", "CREATE TABLE t (id INTEGER);")])
            let before = Installation.survey(location, [migrator], now: Self.now)
            #expect(before.components.map(\.state) == [.behind(1)])
            #expect(before.failure == nil)
            let faults = before.findings().filter { $0.verdict == .fault && $0.subject != "clock" }
            #expect(faults.isEmpty, "\(faults)")
            let database = try Database(location)
            try await migrator.apply(to: database, atNanoseconds: Self.now)
            database.close()
            let after = Installation.survey(location, [migrator], now: Self.now)
            #expect(after.components.map(\.state) == [.current])
            #expect(after.lastKnown == Self.now)
            #expect((after.server?.version ?? 150_000) >= 150_000)
            #expect(after.libraries.sqlite > 3_037_000)
        }
    }

    @Test("what cannot be reached or read is a finding, and holds no password")
    func unreachable() throws {
        let url = "postgresql://me:s3cret@127.0.0.1:1/d"
        let found = Installation.survey(.postgresql(url: url), [], now: Self.now)
        let findings = found.findings()
        #expect(findings.contains { $0.verdict == .fault && $0.subject == "database" })
        #expect(!"\(findings)".contains("s3cret"))
        try withTemporaryFolder { folder in
            let missing = Installation.survey(
                .sqlite(path: folder + "/no/such.db"), [], now: Self.now)
            #expect(missing.findings().contains { $0.subject == "folder" })
        }
    }
}
