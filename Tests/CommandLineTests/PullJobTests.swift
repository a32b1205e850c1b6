import AlmanacCore
import Foundation
import Synchronization
import TestSupport
import Testing
import TimeSeries

/// Pulls that a schedule puts in and a worker carries out, with a server on loopback that stands in
/// for all sources.
@Suite struct PullJobTests {
    /// A database, a clock that can be set, and a server that can be made to fail.
    final class Setting: Sendable {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("almanac-pulls-\(UUID().uuidString)")
        let server: LoopbackServer
        let fails = Mutex(false)
        private let hours = Mutex(0)

        init() throws {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
            let box = Box()
            server = try #require(
                LoopbackServer { request in
                    if box.setting?.fails.withLock({ $0 }) == true { return [.answer(503)] }
                    return SourceCommandTests.Setting.standIn(request)
                })
            box.setting = self
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        /// Lets the server find the setting that it belongs to.
        private final class Box: Sendable {
            private let kept = Mutex<Weak>(Weak())

            private struct Weak: Sendable { weak var setting: Setting? }

            var setting: Setting? {
                get { kept.withLock { $0.setting } }
                set { kept.withLock { $0.setting = newValue } }
            }
        }

        func pass(hours: Int) { self.hours.withLock { $0 += hours } }

        func run(_ words: String...) async -> CommandRunner { await run(words) }

        func run(_ words: [String]) async -> CommandRunner {
            let ahead = Int64(hours.withLock { $0 }) * Timestamp.nanosecondsPerHour
            return await CommandRunner.onOwnThread(
                words + ["--database", folder.path + "/almanac.db"],
                environment: [
                    "USER": "ada", "ALMANAC_STAND_IN": server.address,
                    "XDG_CONFIG_HOME": folder.path, "APIFY_TOKEN": "hush",
                ]
            ) { SourceCommandTests.Setting.now().advanced(byNanoseconds: ahead) }
        }

        /// Works off what is due, as `almanac run --once` does.
        func work() async {
            let worker = await run("run", "--once", "--log", "json")
            #expect(worker.exitCode == 0, "\(worker.complaint)")
        }

        func jobs() async throws -> [String: Int] {
            let states = try await run("status", "--json").json()["jobs"]?.objectValue
            var counts: [String: Int] = [:]
            for member in states?.members ?? [] where member.value.intValue ?? 0 > 0 {
                counts[member.key] = member.value.intValue
            }
            return counts
        }

        func letter() async throws -> String {
            let letters = try await run("jobs", "dead", "--json").json()["dead_letters"]
            return letters?.arrayValue?.first?["error"]?.stringValue ?? ""
        }

        /// How Yahoo is doing, as both commands that show it say.
        func health() async throws -> String? {
            let shown = try await run("source", "show", "yahoo", "--json").json()["source"]
            let listed = try await run("source", "list", "--json").json()["sources"]?.arrayValue
            let entry = listed?.first { $0["name"] == "yahoo" }
            #expect(entry?["health"] == shown?["health"])
            return shown?["health"]?.stringValue
        }

        /// How often a chart was asked for.
        var charts: Int { server.requests.count { $0.target.contains("/chart/") } }
    }

    @Test(
        "a schedule brings what is missing at once and each time it comes due",
        .requiresSharedData)
    func recurs() async throws {
        let setting = try Setting()
        let made = await setting.run(
            "data", "pull", "MUV2.DE", "--source", "yahoo", "--every", "daily")
        #expect(made.exitCode == 0, "\(made.complaint)")
        #expect(setting.charts == 0)
        await setting.work()
        #expect(try await setting.jobs() == ["succeeded": 1])
        #expect(setting.charts == 1)
        let lineage = await setting.run("lineage", "raw:1")
        #expect(lineage.output.contains("pull yahoo bars MUV2.DE@"), "\(lineage.output)")
        await setting.work()
        #expect(setting.charts == 1)
        setting.pass(hours: 49)
        await setting.work()
        #expect(try await setting.jobs() == ["succeeded": 2])
        #expect(setting.charts == 2)
        let shown = await setting.run("data", "show", "yahoo/MUV2.DE")
        #expect(shown.exitCode == 0, "\(shown.complaint)")
    }

    @Test("a source that fails is asked again later, and then the job is done", .requiresSharedData)
    func retries() async throws {
        let setting = try Setting()
        _ = await setting.run("data", "pull", "MUV2.DE", "--source", "yahoo", "--every", "daily")
        setting.fails.withLock { $0 = true }
        await setting.work()
        #expect(try await setting.jobs() == ["scheduled": 1])
        let job = try await setting.run("jobs", "show", "1", "--json").json()
        #expect(job.text().contains("503"), "\(job.text())")
        // On a slow machine the first wait is over before the worker is, and it tries again.
        let attempts = try #require(job["job"]?["attempts"]?.intValue)
        #expect(try await setting.health() == (attempts == 1 ? "degraded" : "down"))
        setting.pass(hours: 1)
        await setting.work()
        #expect(try await setting.health() == "down")
        setting.fails.withLock { $0 = false }
        setting.pass(hours: 1)
        await setting.work()
        #expect(try await setting.jobs()["succeeded"] ?? 0 >= 1)
        #expect(try await setting.health() == "healthy")
    }

    @Test("a limit holds for jobs and their requests together", .requiresSharedData)
    func limits() async throws {
        let setting = try Setting()
        _ = await setting.run("source", "limits", "yahoo", "1/day")
        _ = await setting.run(
            "data", "pull", "MUV2.DE", "TWO", "--source", "yahoo", "--every", "weekly")
        await setting.work()
        #expect(try await setting.jobs() == ["succeeded": 1, "available": 1])
        #expect(setting.charts == 1)
    }

    @Test(
        "what no repetition mends is a dead letter at once",
        arguments: [
            (["NOPE", "--source", "yahoo"], "NOPE"), (["AAPL", "--source", "polygon"], "key"),
        ])
    func deadLetters(_ words: [String], _ reason: String) async throws {
        let setting = try Setting()
        let made = await setting.run(
            "data", "pull", words[0], words[1], words[2], "--every", "daily")
        #expect(made.exitCode == 0, "\(made.complaint)")
        await setting.work()
        #expect(try await setting.jobs() == ["dead": 1])
        #expect(try await setting.health() == nil)
        let letter = try await setting.letter()
        #expect(letter.contains(reason), "\(letter)")
    }

    @Test("a source that costs money and has no budget is a dead letter that says what to do")
    func noBudget() async throws {
        let setting = try Setting()
        let words = ["data", "pull", "@elonmusk", "--source", "x", "--every", "daily"]
        _ = await setting.run(words)
        for _ in 0..<2 {
            await setting.work()
            setting.pass(hours: 24)
        }
        #expect(try await setting.jobs() == ["dead": 2])
        for words in [["jobs", "dead"], ["status"]] {
            let shown = await setting.run(words)
            #expect(shown.output.contains("nothing says how much may be spent"))
            #expect(shown.output.contains("almanac source limits x --budget"))
        }
        #expect(setting.server.requests.isEmpty)
        // Neither does a budget that one call goes beyond wait for a day with room.
        _ = await setting.run(["source", "limits", "x", "--budget", "0.01"])
        _ = await setting.run(["jobs", "retry", "--all"])
        await setting.work()
        #expect(try await setting.jobs()["dead"] ?? 0 >= 2)
        #expect(setting.server.requests.isEmpty)
        let status = try await setting.run(["status", "--json"]).json()
        #expect(status["last_dead"]?["suggestion"]?.stringValue?.contains("raise") == true)
    }

    @Test("a schedule's jobs do not pile up behind one that waits", .requiresSharedData)
    func noPile() async throws {
        let setting = try Setting()
        _ = await setting.run(["source", "limits", "yahoo", "1/day"])
        _ = await setting.run(["data", "pull", "TWO", "--source", "yahoo", "--every", "1hour"])
        _ = await setting.run(["data", "pull", "MUV2.DE", "--source", "yahoo", "--every", "1hour"])
        for _ in 0..<6 {
            await setting.work()
            setting.pass(hours: 1)
        }
        let waiting = try await setting.jobs()["available"] ?? 0
        #expect(waiting <= 2)
        #expect(setting.charts == 1)
    }

    @Test("a disabled source's schedule waits")
    func waits() async throws {
        let setting = try Setting()
        _ = await setting.run("data", "pull", "MUV2.DE", "--source", "yahoo", "--every", "daily")
        _ = await setting.run("source", "disable", "yahoo")
        await setting.work()
        #expect(try await setting.jobs() == ["available": 1])
        #expect(setting.server.requests.isEmpty)
    }

    @Test("what cannot recur is refused, and nothing is kept")
    func refusals() async throws {
        let setting = try Setting()
        let made = await setting.run(
            "data", "pull", "A", "B", "--source", "yahoo", "--every", "sometimes")
        #expect(made.exitCode == 3, "\(made.complaint)")
        #expect(try await setting.jobs().isEmpty)
    }
}
