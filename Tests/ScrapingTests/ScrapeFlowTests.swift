import AlmanacCore
import Archive
import Database
import Extraction
import Foundation
import Jobs
import Scraping
import Synchronization
import TestSupport
import Testing
import TimeSeries

/// The flow of a source whose page changes, a day after the other, over a real database and queue.
@Suite struct ScrapeFlowTests {
    /// A source with a page that a test writes, and days that pass.
    final class Setting: Sendable {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("almanac-scrape-\(UUID().uuidString)")
        let database: Database
        let queue: JobQueue
        let page = Mutex("")
        let day = Mutex(0)

        init() throws {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
            database = try Database(.sqlite(path: folder.path + "/a.db"))
            queue = JobQueue(database.dialect)
            for migrator in [
                JobsSchema.migrator, ArchiveSchema.migrator, ScrapingSchema.migrator,
            ] {
                try migrator.applyNow(to: database, atNanoseconds: 0)
            }
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        var now: Timestamp {
            Timestamp(
                nanoseconds: Int64(20_000 + day.withLock { $0 }) * Timestamp.nanosecondsPerDay)
        }

        var flow: ScrapeFlow {
            ScrapeFlow(Bronze()) { [self] _, clock in
                var answer = ScrapeAnswer(
                    bytes: Array(page.withLock { $0 }.utf8),
                    address: "https://court.example/list", fetchedAt: clock.now(),
                    completedAt: clock.now())
                answer.status = 200
                return answer
            }
        }

        /// A day passes, the page is looked at by a worker that starts anew.
        func look(_ text: String, of source: String = "court", days: Int = 1) async throws {
            page.withLock { $0 = text }
            day.withLock { $0 += days }
            let now = now
            try await database.write { [queue] in
                _ = try queue.enqueue(
                    [ScrapeFlow.job(ScrapedSource(name: source, address: "", tier: "static"))],
                    in: $0, at: now)
            }
            var options = Worker.Options()
            options.endsWhenIdle = true
            let worker = Worker(
                "w\(now.nanoseconds)", database: database, queue: queue,
                handlers: [ScrapeFlow.handler: flow.jobHandler], options: options,
                clock: WaitingClock(now: { [self] in self.now }), seed: 1)
            await worker.run()
        }

        func read<Result: Sendable>(
            _ body: @Sendable @escaping (Transaction) throws -> Result
        ) throws -> Result { try database.readNow(body) }

        var health: SourceHealth? {
            get throws { try read { try Sources.find($0, "court")?.health } }
        }

        var runs: [ScrapeRun] {
            get throws { try read { try ScrapeRun.last($0, source: "court", limit: 100) } }
        }

        /// The dockets that the archive has, each with its date.
        var records: [String: String] {
            get throws {
                let moment = now
                return try read { transaction in
                    try Records.asOf(
                        transaction, source: "court", kind: ScrapedSource.recordKind, moment
                    ).reduce(into: [:]) {
                        $0[$1.content.fields["docket"]?.stringValue ?? ""] =
                            $1.content.fields["date"]?.stringValue ?? "withheld"
                    }
                }
            }
        }
    }

    struct Row: Sendable {
        var date: String
        var docket: String
        var url: String { "/opinions/\(docket).pdf" }

        static func some(_ start: Int, _ count: Int) -> [Row] {
            (0..<count).map { index in
                let number = start + index
                let day = (number - 100) % 27 + 1
                let month = 3 + (number - 100) / 27
                return Row(
                    date: "2024-0\(month)-\(day < 10 ? "0" : "")\(day)",
                    docket: "CV-\(number)-A")
            }
        }

        var written: String {
            let parts = date.split(separator: "-")
            return "\(parts[1])/\(parts[2])/\(parts[0])"
        }
    }

    static func table(_ rows: [Row]) -> String {
        "<html lang=en-US><body><h1>Opinions</h1><table class=list>"
            + rows.map {
                "<tr><td class=filed>\($0.written)</td>"
                    + "<td class=case><a href=\"\($0.url)\">\($0.docket)</a></td></tr>"
            }.joined() + "</table></body></html>"
    }

    static func redesigned(_ rows: [Row]) -> String {
        "<html lang=en-US><body><main><h1>Opinions</h1><div><table class=results>"
            + rows.map {
                "<tr><td class=when>\($0.written)</td><td class=court>Supreme Court</td>"
                    + "<td class=doc><a href=\"\($0.url)\">\($0.docket)</a></td></tr>"
            }.joined() + "</table></div></main></body></html>"
    }

    /// A source with a recipe for the table.
    static func setting() async throws -> Setting {
        let setting = try Setting()
        try await add("court", to: setting)
        return setting
    }

    /// Adds a source whose recipe is for the table, with its own names of fields.
    static func add(
        _ name: String, to setting: Setting, names: [String: String] = [:]
    ) async throws {
        let rows = Row.some(100, 10)
        let page = StoredPage(bytes: Array(table(rows).utf8))
        let fields = [
            WantedField("date", FieldType(.date)), WantedField("docket", isRequired: true),
            WantedField("url", FieldType(.url)),
        ]
        let examples = ExampleValues(
            fields,
            rows.map { ["date": [$0.date], "docket": [$0.docket], "url": [$0.url]] })
        var recipe = try #require(
            try ExampleBuilder(examples, page.page(), isPage: false).recipe(name: name))
        for index in recipe.fields.indices {
            recipe.fields[index].name =
                names[recipe.fields[index].name] ?? recipe.fields[index].name
        }
        recipe.identity = [names["docket"] ?? "docket"]
        let source = ScrapedSource(
            name: name, address: "https://court.example/list", tier: "static")
        let document = recipe.json
        try await setting.database.write { transaction in
            try Sources.save(transaction, source.stored(.healthy), at: setting.now)
            _ = try Archive.Recipes.add(
                transaction, name: name, schemaVersion: 1, document: document,
                validFrom: setting.now, at: setting.now)
        }
    }

    /// Every record that is there is one of those that were ever on the page.
    static func expectNothingWrong(_ setting: Setting, _ upTo: Int) throws {
        let known = Dictionary(
            uniqueKeysWithValues: Row.some(100, upTo - 100).map { ($0.docket, $0.date) })
        for (docket, date) in try setting.records {
            #expect(date == "withheld" || known[docket] == date, "\(docket) \(date)")
        }
    }

    @Test func `a page is read day by day, and its records stay`() async throws {
        let setting = try await Self.setting()
        for day in 0..<4 { try await setting.look(Self.table(Row.some(100 + 3 * day, 10))) }
        #expect(try setting.records.count == 19)
        #expect(try setting.runs.allSatisfy { $0.verdict == .healthy })
        #expect(try setting.health == .healthy)
        try Self.expectNothingWrong(setting, 200)
    }

    @Test func `a redesign is repaired, tried and put in force, and old records stay`() async throws
    {
        let setting = try await Self.setting()
        for day in 0..<3 { try await setting.look(Self.table(Row.some(100 + 3 * day, 10))) }
        let old = try setting.records
        try await setting.look(Self.redesigned(Row.some(109, 10)))
        #expect(try setting.runs.first?.verdict == .sick)
        #expect(try setting.records == old)
        let staged = try setting.read { try Repairs.list($0) }
        #expect(staged.map(\.verdict) == ["staged"], "\(staged.map(\.evidence))")
        for day in 0..<3 { try await setting.look(Self.redesigned(Row.some(112 + 3 * day, 10))) }
        let repairs = try setting.read { try Repairs.list($0) }
        let reasons = try setting.runs.map(\.reasons)
        #expect(repairs.map(\.verdict) == ["promoted"], "\(reasons)")
        #expect(repairs.first?.toVersion == 2)
        #expect(try setting.health == .healthy)
        let records = try setting.records
        for (docket, date) in old { #expect(records[docket] == date) }
        #expect(records.count == 28)
        try Self.expectNothingWrong(setting, 200)
    }

    static let walls = [
        ("blocked", "<title>Just a moment...</title><p>Checking your browser</p>"),
        ("login", "<h1>Sign in</h1><form><input type=password></form>"),
        ("consent", "<h1>Before you continue</h1><p>We use cookies.</p>"),
    ]

    @Test(arguments: walls)
    func `a wall is no change of the page`(_ name: String, _ wall: String) async throws {
        let setting = try await Self.setting()
        try await setting.look(Self.table(Row.some(100, 10)))
        for _ in 0..<4 { try await setting.look(wall) }
        #expect(try setting.runs.first?.pageClass == name)
        #expect(try setting.health == .degraded)
        #expect(try setting.read { try Repairs.list($0) }.isEmpty)
        try await setting.look(Self.table(Row.some(103, 10)))
        #expect(try setting.health == .healthy)
        #expect(try setting.records.count == 13)
    }

    @Test func `what cannot be told apart is quarantined, and says so`() async throws {
        let setting = try await Self.setting()
        for day in 0..<2 { try await setting.look(Self.table(Row.some(100 + 3 * day, 10))) }
        let old = try setting.records
        let other =
            "<html><body><div><section><p>Notices of the clerk and news of the house</p>"
            + String(repeating: "<p><b>News</b> <i>of the day</i></p>", count: 20)
            + "</section></div></body></html>"
        for _ in 0..<4 { try await setting.look(other) }
        #expect(try setting.health == .quarantined)
        let repairs = try setting.read { try Repairs.list($0) }
        #expect(repairs.map(\.verdict) == ["abstained"])
        #expect(repairs.first?.evidence["reason"]?.stringValue?.isEmpty == false)
        #expect(try setting.records == old)
    }
}
