import AlmanacCore
import Archive
import DataSources
import Database
import Jobs
import Networking
import Synchronization
import TestSupport
import Testing
import TimeSeries

/// Pulls of a hosted program's runs, which go on elsewhere and cost money.
@Suite struct ActorPullTests {
    static let databases = DatabaseUnderTest.available

    /// A pull of posts by an actor, with a server that stands in for Apify and a dollar a day.
    private static func pull(_ setting: PulledSource) throws -> SourcePull {
        var services = setting.services
        services.standIn = WebURL(setting.server.address)
        let database = setting.database
        let queue = JobQueue(database.dialect)
        try database.writeNow {
            try queue.ledger.setLimit(Money(microdollars: 1_000_000), scope: "source:x", in: $0)
        }
        let keys = SourceKeys(["APIFY_TOKEN": "hush"])
        return SourcePull(
            services, try SourceRegistry.require("x"), tier: .actor, hasKeys: true,
            client: { try ApifyRun(source: "x", $0, keys: keys) })
    }

    private static func run(_ status: String) -> [LoopbackServer.Step] {
        let text =
            "{\"data\":{\"id\":\"RUN1\",\"status\":\"\(status)\",\"defaultDatasetId\":\"S\","
            + "\"usageTotalUsd\":0.25}}"
        return [.answer(200, ["Content-Type: application/json"], body: Array(text.utf8))]
    }

    @Test("a run that nobody will go on with is ended, not left to cost", arguments: databases)
    func aborts(_ kind: DatabaseUnderTest) async throws {
        try await kind.withDatabase { database in
            let setting = try PulledSource(database, at: SourcePullTests.start) { request, _ in
                request.target.hasSuffix("/runs") || request.target.hasSuffix("/abort")
                    ? Self.run("RUNNING") : [.answer(404)]
            }
            let pull = try Self.pull(setting)
            let request = DataRequest(.posts, "@elonmusk")
            await #expect(throws: AlmanacError.self) { try await pull.run(request) }
            let paths = setting.server.requests.map { "\($0.method) \($0.target)" }
            #expect(paths.last == "GET /api.apify.com/v2/actor-runs/RUN1")
            // Said again, it goes on with the same run; said anew, it ends that one first.
            await #expect(throws: AlmanacError.self) { try await pull.run(request) }
            #expect(setting.server.requests.count == paths.count + 1)
            await #expect(throws: AlmanacError.self) { try await pull.run(request, refresh: true) }
            let later = setting.server.requests.dropFirst(paths.count + 1)
            #expect(later.first?.method == "POST")
            #expect(later.first?.target == "/api.apify.com/v2/actor-runs/RUN1/abort")
            #expect(later.dropFirst().first?.target.contains("/runs") == true)
        }
    }

    @Test("a run that failed is paid as it says, and the source is in the catalogue")
    func failed() async throws {
        try await DatabaseUnderTest.sqlite.withDatabase { database in
            let setting = try PulledSource(database, at: SourcePullTests.start) { request, _ in
                Self.run(request.method == "POST" ? "RUNNING" : "FAILED")
            }
            let error = await #expect(throws: AlmanacError.self) {
                try await Self.pull(setting).run(DataRequest(.posts, "@elonmusk"))
            }
            #expect(error?.message.contains("FAILED") == true)
            let (used, row) = try database.readNow { transaction in
                (
                    try SourceUsage.since(transaction, Timestamp(nanoseconds: 0), source: "x")
                        .reduce(SourceUsage()) { $0 + $1.usage },
                    try Sources.find(transaction, "x")
                )
            }
            #expect(used.microdollars == 250_000)
            let budget = try database.readNow {
                try JobQueue(database.dialect).ledger.budget(
                    "source:x", day: Budget.day(of: SourcePullTests.start), in: $0)
            }
            #expect(budget.spent == Money(microdollars: 250_000) && budget.reserved == .zero)
            #expect(row?.configuration["registry"]?["platform"] == "x.com")
        }
    }
}
