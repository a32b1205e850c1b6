import AlmanacCore
import Foundation
import TestSupport
import Testing

/// The queue as a person drives it, with a worker that fetches from a server on loopback.
@Suite struct JobsCommandTests {
    /// A queue in a folder of its own.
    final class Setting {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("almanac-jobs-\(UUID().uuidString)")
        let server: LoopbackServer

        init() throws {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
            server = try #require(
                LoopbackServer { request in
                    switch request.target {
                    case "/robots.txt": [.answer(404)]
                    case "/gone": [.answer(410)]
                    case "/shell":
                        [
                            .answer(
                                200, ["Content-Type: text/html", "Set-Cookie: seen=yes; Path=/"],
                                body: Array(Self.shell.utf8))
                        ]
                    case "/rows.json":
                        [
                            .answer(
                                200, ["Content-Type: application/json"],
                                body: Array(#"{"rows": "came"}"#.utf8))
                        ]
                    default: [.answer(body: Array(request.target.utf8))]
                    }
                })
        }

        /// A page that leaves its content to scripts.
        private static let shell = """
            <p id=out></p><script>fetch('/rows.json').then(a => a.json())
                .then(d => out.textContent = d.rows)</script>
            """

        deinit { try? FileManager.default.removeItem(at: folder) }

        private var database: [String] { ["--database", folder.path + "/queue.db"] }

        func run(_ words: String...) async -> CommandRunner {
            await CommandRunner.onOwnThread(words + database, environment: ["USER": "ada"])
        }

        func json(_ words: String...) async throws -> JSON {
            let runner = await CommandRunner.onOwnThread(
                words + database + ["--json"], environment: ["USER": "ada"])
            #expect(runner.exitCode == 0, "\(runner.output)\(runner.complaint)")
            return try runner.json()
        }

        func url(_ path: String) -> String { server.address + path }

        /// Jobs in a state.
        func count(_ state: String) async throws -> Int? {
            try await json("status")["jobs"]?[state]?.intValue
        }
    }

    @Test("jobs that are put in are worked off, and what cannot be done becomes a dead letter")
    func worksOff() async throws {
        let setting = try Setting()
        let added = try await setting.json("jobs", "add", setting.url("/a"), setting.url("/gone"))
        #expect(added["jobs"]?.arrayValue?.compactMap { $0["id"]?.intValue } == [1, 2])
        let worker = await setting.run("run", "--once", "--allow-private", "--log", "json")
        #expect(worker.exitCode == 0)
        let events = try worker.complaint.split(separator: "\n").map { try JSON.parse(String($0)) }
        let correlation = added["correlation_id"]?.stringValue
        #expect(events.count { $0["event"] == "started" } == 2)
        #expect(events.allSatisfy { $0["correlation_id"]?.stringValue == correlation })
        #expect(try await setting.count("succeeded") == 1)
        #expect(try await setting.count("dead") == 1)
        let letters = try await setting.json("jobs", "dead")["dead_letters"]?.arrayValue
        #expect(letters?.first?["job"] == 2)
        #expect(letters?.first?["error"]?.stringValue?.contains("410") == true)
        let raw = await setting.run("lineage", "raw:1")
        #expect(raw.output.contains(setting.url("/a")), "\(raw.complaint)")
        #expect(raw.output.contains(correlation ?? "?") || raw.output.contains("id              1"))
    }

    @Test("a dead job is replayed, cancelled and discarded, and the audit trail knows by whom")
    func controls() async throws {
        let setting = try Setting()
        _ = try await setting.json("jobs", "add", setting.url("/gone"))
        _ = await setting.run("run", "--once", "--allow-private", "--log", "json")
        #expect(try await setting.json("jobs", "retry", "--all")["retried"] == 1)
        #expect(try await setting.count("available") == 1)
        #expect(
            try await setting.json("jobs", "cancel", "1", "--reason", "no use")["cancelled"] == 1)
        #expect(try await setting.json("jobs", "cancel", "1")["cancelled"] == 0)
        let audit = try await setting.json("jobs", "show", "1")["audit"]?.arrayValue ?? []
        #expect(audit.map { $0["action"]?.stringValue } == ["replay", "cancel"])
        #expect(audit.allSatisfy { $0["actor"] == "ada" })
        #expect(await setting.run("jobs", "retry", "1").exitCode == 16)
    }

    @Test("what is paused does not start until it is resumed")
    func pauses() async throws {
        let setting = try Setting()
        _ = try await setting.json("jobs", "add", setting.url("/a"))
        _ = try await setting.json("jobs", "pause", "--source", "127.0.0.1")
        _ = await setting.run("run", "--once", "--allow-private", "--log", "json")
        #expect(try await setting.count("available") == 1)
        _ = try await setting.json("jobs", "resume", "--source", "127.0.0.1")
        _ = await setting.run("run", "--once", "--allow-private", "--log", "json")
        #expect(try await setting.count("succeeded") == 1)
    }

    @Test("a unique job is put in once, and one that waits runs after the other")
    func ordered() async throws {
        let setting = try Setting()
        let first = try await setting.json("jobs", "add", setting.url("/a"), "--unique")
        let again = try await setting.json("jobs", "add", setting.url("/a"), "--unique")
        #expect(first["jobs"]?.arrayValue?.first?["added"] == true)
        #expect(again["jobs"]?.arrayValue?.first?["added"] == false)
        _ = try await setting.json(
            "jobs", "add", setting.url("/b"), "--after", "1", "--priority", "1")
        #expect(try await setting.count("blocked") == 1)
        _ = await setting.run("run", "--once", "--allow-private", "--log", "json")
        let fetched = setting.server.requests.map(\.target).filter { $0 != "/robots.txt" }
        #expect(fetched == ["/a", "/b"])
    }

    @Test("a job keeps a page by the tier that shows its content, with its cookies and its costs")
    func tiers() async throws {
        let setting = try Setting()
        _ = try await setting.json("jobs", "add", setting.url("/shell"), "--tier", "static")
        _ = await setting.run("run", "--once", "--allow-private", "--log", "json")
        _ = try await setting.json("jobs", "add", setting.url("/a"))
        _ = await setting.run("run", "--once", "--allow-private", "--log", "json")
        #expect(try await setting.count("succeeded") == 2)
        let asked = setting.server.requests.filter { $0.target == "/a" }
        #expect(asked.map { $0["Cookie"] } == ["seen=yes"])
        let used = try await setting.json("source", "cost")["used"]?.arrayValue?.first
        #expect(used?["source"] == "page" && used?["tier"] == "static" && used?["calls"] == 2)
    }

    private static let hasBrowser =
        FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium") && Sandbox.isAllowed

    @Test(
        "a job lets a browser build what leaves its content to scripts",
        .enabled(if: hasBrowser, "no browser that may run"))
    func builds() async throws {
        let setting = try Setting()
        _ = try await setting.json("jobs", "add", setting.url("/shell"))
        let worker = await setting.run("run", "--once", "--allow-private", "--log", "json")
        #expect(try await setting.count("succeeded") == 1, "\(worker.complaint)")
        // As it was fetched, as it was built, and the JSON that it fetched for itself.
        let kept = await setting.run("lineage", "raw:2")
        #expect(kept.output.contains("browser"), "\(kept.output)\(kept.complaint)")
        let data = await setting.run("lineage", "raw:3")
        #expect(data.output.contains("/rows.json"), "\(data.output)\(data.complaint)")
    }

    @Test("what names people in a masked source reaches no file, neither kept nor as an answer")
    func masked() async throws {
        let setting = try Setting()
        _ = await setting.run("data", "mask", "127.0.0.1", "--names", "author")
        _ = try await setting.json("jobs", "add", setting.url("/u/anna_7"))
        _ = await setting.run("run", "--once", "--allow-private", "--log", "json")
        #expect(try await setting.count("succeeded") == 1)
        for name in try FileManager.default.contentsOfDirectory(atPath: setting.folder.path) {
            // The log goes with the last connection, which may be closed by now.
            let path = setting.folder.appendingPathComponent(name)
            guard let bytes = try? Data(contentsOf: path) else {
                #expect(name.hasSuffix("-wal") || name.hasSuffix("-shm"), "\(name)")
                continue
            }
            let stored = String(decoding: bytes, as: UTF8.self)
                .replacingOccurrences(of: setting.url("/u/anna_7"), with: "")
            #expect(!stored.contains("/u/anna_7"), "\(name)")
        }
    }

    @Test("schedules are listed with their next time, and taken away")
    func schedules() async throws {
        let setting = try Setting()
        let added = try await setting.json(
            "jobs", "add", setting.url("/a"), "--every", "30 9 * * mon-fri", "--zone",
            "America/New_York", "--name", "open")
        // The clock of these tests stands at the epoch, a Thursday; 9:30 there is 14:30 UTC.
        #expect(added["next"]?.stringValue?.hasPrefix("1970-01-01T14:30") == true)
        #expect(try await setting.json("jobs", "schedules")["schedules"]?.arrayValue?.count == 1)
        _ = try await setting.json("jobs", "unschedule", "open")
        #expect(await setting.run("jobs", "unschedule", "open").exitCode == 9)
    }

    @Test("a limit that is set leaves the others as they were")
    func limits() async throws {
        let setting = try Setting()
        _ = try await setting.json(
            "jobs", "limit", "--source", "a.example", "--rate", "60/min", "--rate", "900/day")
        _ = try await setting.json(
            "jobs", "limit", "--source", "a.example", "--concurrency", "4", "--tier", "browser=1")
        _ = try await setting.json("jobs", "limit", "--source", "a.example", "--budget", "0.5")
        var limits = try await setting.json("jobs", "limit", "--source", "a.example")
        #expect(limits["rates"] == ["60/min burst 6", "900/day burst 90"])
        #expect(limits["concurrency"] == 4)
        #expect(limits["tiers"] == ["browser": 1] && limits["budget"] == 0.5)
        _ = try await setting.json(
            "jobs", "limit", "--source", "a.example", "--rate", "-", "--tier", "browser=-")
        limits = try await setting.json("jobs", "limit", "--source", "a.example")
        #expect(limits["rates"] == [] && limits["tiers"] == [:] && limits["concurrency"] == 4)
        let text = await setting.run("jobs", "limit", "--source", "a.example").output
        #expect(text.contains("budget a day  $0.5") && text.contains("rates         no limit"))
    }

    @Test("a limit may come before the first job of a source, and says that there is none")
    func unknownSource() async throws {
        let setting = try Setting()
        let set = await setting.run("jobs", "limit", "--source", "binanse", "--rate", "5/s")
        #expect(set.exitCode == 0 && set.complaint.contains("did you mean 'binance'?"))
        let shown = await setting.run("jobs", "limit", "--source", "binanse")
        #expect(shown.exitCode == 0 && shown.output.contains("5/s"))
        let none = await setting.run("jobs", "limit", "--source", "binanc")
        #expect(none.exitCode == 9 && none.complaint.contains("did you mean 'binan"))
        #expect(await setting.run("jobs", "limit", "--source", "binance").exitCode == 0)
    }

    @Test(
        "what cannot be done says so",
        arguments: [
            (["jobs", "show", "9"], 9), (["jobs", "show", "x"], 2), (["jobs", "cancel", "9"], 9),
            (["jobs", "retry"], 2), (["jobs", "retry", "1", "--all"], 2),
            (["jobs", "add", "no address"], 3), (["jobs", "add", "ftp://a.example/"], 3),
            (["jobs", "add", "http://a.example/", "--priority", "11"], 2),
            (["jobs", "add", "http://a.example/", "--tier", "api"], 2),
            (["jobs", "add", "http://a.example/", "--every", "61 * * * *"], 3),
            (["jobs", "add", "http://a.example/", "--every", "daily", "--zone", "Mars"], 3),
            (["jobs", "add", "http://a.example/", "--after", "77"], 9),
            (["jobs", "limit"], 2), (["jobs", "limit", "--rate", "60/min"], 2),
            (["jobs", "limit", "--source", "a", "--rate", "many"], 3),
            (["jobs", "limit", "--source", "a", "--concurrency", "0"], 2),
            (["jobs", "limit", "--source", "a", "--tier", "browser"], 2),
            (["jobs", "pause"], 2), (["jobs", "list", "--state", "lost"], 3),
            (["jobs", "limit", "--source", "binanse"], 9),
            (["jobs", "list", "--source", "binanse"], 9),
            (["jobs", "resume", "--source", "binanse"], 9),
            (["status", "--watch", "--interval", "0"], 2), (["run", "--slots", "0"], 2),
            (["run", "--once", "--metrics", "0"], 14), (["run", "--lease", "0"], 2),
        ] as [([String], Int32)])
    func refusals(_ words: [String], _ code: Int32) async throws {
        try await withTemporaryFolder { folder in
            let runner = await CommandRunner.onOwnThread(
                words + ["--database", folder + "/queue.db"])
            #expect(runner.exitCode == code, "\(runner.complaint)")
            #expect(runner.complaint.hasPrefix("almanac: "))
        }
    }
}
