import AlmanacCore
import Archive
import Database
import Extraction
import Scraping
import Synchronization
import Testing

/// A page that is one record, whose data for machines rests while the page changes.
@Suite struct PartialRunTests {
    typealias Setting = ScrapeFlowTests.Setting

    static let parts = ["two brass hinges", "one oak board", "six screws", "a tin of wax"]

    static let note = "<aside class=offer>Now open</aside>"

    static func page(_ note: String = "", shown: Int = 3) -> String {
        let data: JSON = [
            "@context": "https://schema.org", "@type": "HowTo", "name": "Oak box",
            "supply": .array(parts.map(JSON.string)),
        ]
        let list = parts.prefix(shown).map { "<li class=part>\($0)</li>" }.joined()
        return "<html><head><script type=\"application/ld+json\">\(data.text())</script></head>"
            + "<body><main class=plan><h1>Oak box</h1><ul class=parts>\(list)</ul>\(note)</main>"
            + "</body></html>"
    }

    static func setting() async throws -> Setting {
        let setting = try Setting()
        let known: JSONObject = [
            "name": "Oak box", "parts": .array(parts.map(JSON.string)),
        ]
        let fields = [
            WantedField("name", isRequired: true),
            WantedField("parts", FieldType(.text, isList: true)),
        ]
        let stored = StoredPage(bytes: Array(page().utf8))
        var recipe = try #require(
            try ExampleBuilder(
                ExampleValues(fields, documents: [known]), stored.page(), isPage: true
            ).recipe(name: "court"))
        recipe.identity = ["name"]
        let document = recipe.json
        try await setting.database.write { transaction in
            let source = ScrapedSource(
                name: "court", address: "https://court.example/list", tier: "static")
            try Sources.save(transaction, source.stored(.healthy), at: setting.now)
            _ = try Archive.Recipes.add(
                transaction, name: "court", schemaVersion: 1, document: document,
                validFrom: setting.now, at: setting.now)
        }
        return setting
    }

    /// The fields that the archive has of the record.
    static func given(_ setting: Setting) throws -> [String] {
        let moment = setting.now
        return try setting.read { transaction in
            try Records.asOf(transaction, source: "court", kind: ScrapedSource.recordKind, moment)
                .flatMap { $0.content.fields.members }.filter { $0.value != .null }.map(\.key)
        }
    }

    @Test("what nothing confirms is left out while it stays so, and the rest is given on")
    func partial() async throws {
        let setting = try await Self.setting()
        let changed = Self.page(Self.note)
        let days: [(page: String, verdict: ScrapeRun.Verdict, fields: [String])] = [
            (Self.page(), .healthy, ["name", "parts"]),
            (changed, .partial, ["name"]),
            // It was not learned from, so that it is no less doubtful now.
            (changed, .partial, ["name"]),
            (Self.page(Self.note, shown: 4), .healthy, ["name", "parts"]),
            // The structure is that of a page which was right.
            (changed, .healthy, ["name", "parts"]),
        ]
        for (index, day) in days.enumerated() {
            try await setting.look(day.page)
            let run = try #require(try setting.runs.first)
            #expect(run.verdict == day.verdict, "day \(index): \(run.reasons)")
            #expect(run.withheld == (day.verdict == .partial ? 1 : 0))
            #expect(run.reasons.isEmpty == (day.verdict == .healthy))
            #expect(try Self.given(setting) == day.fields, "day \(index)")
            #expect(try setting.health == .healthy)
        }
    }
    @Test("what nothing confirms stays doubtful, however often and long it was left out")
    func lasting() async throws {
        let setting = try await Self.setting()
        let changed = Self.page(Self.note)
        for text in [Self.page(), changed] { try await setting.look(text) }
        try await setting.database.write { transaction in
            // As many looks again as are read back.
            for _ in 0..<200 {
                try transaction.execute(
                    """
                    INSERT INTO scrapes (source, raw, hash, page_class, verdict, recipe_version,
                        records, bad_rows, withheld, reasons, at)
                    SELECT source, raw, hash, page_class, verdict, recipe_version, records,
                        bad_rows, withheld, reasons, at FROM scrapes WHERE id = 2
                    """, [])
            }
        }
        try await setting.look(changed)
        #expect(try setting.runs.first?.verdict == .partial)
        #expect(try Self.given(setting) == ["name"])
        try await setting.database.write { transaction in
            var source = try #require(try Sources.find(transaction, "court"))
            source.retentionDays = 1
            try Sources.save(transaction, source, at: setting.now)
        }
        setting.day.withLock { $0 += 30 }
        for _ in 0..<2 {
            _ = try Bronze().maintain(
                setting.database, at: setting.now, keeping: ScrapeFlow.keptFetches)
            setting.day.withLock { $0 += 2 }
        }
        let kept = try setting.read { try Bronze().fetches($0, source: "court").count }
        #expect(kept == 1, "the page that was right stays, and no other")
        try await setting.look(changed)
        #expect(try setting.runs.first?.verdict == .partial)
        #expect(try Self.given(setting) == ["name"])
    }

    @Test("a recipe that is put in force gives no more of its trial's pages than is confirmed")
    func promoted() async throws {
        let setting = try await Self.setting()
        try await setting.database.write { transaction in
            let recipe = try #require(try Archive.Recipes.versions(transaction, name: "court").last)
            let repair = try Repairs.add(
                transaction, recipe: "court", from: 1, evidence: JSONObject(), verdict: "staged",
                at: setting.now)
            let trial: JSON = [
                "recipe": recipe.document, "repair": .integer(Int(repair)), "first_scrape": 1,
            ]
            let condition: JSON = ["state": "staged", "count": 0, "repairs": [], "trial": trial]
            try transaction.execute(
                "INSERT INTO source_conditions (source, condition, changes) VALUES ($1, $2, 1)",
                [SQLValue("court"), SQLValue(condition.text())])
        }
        let changed = Self.page(Self.note)
        for text in [Self.page(), changed, changed] {
            #expect(try Self.given(setting).isEmpty)
            try await setting.look(text)
        }
        let runs = try setting.runs
        #expect(runs.map(\.verdict) == [.partial, .partial, .healthy])
        #expect(runs.allSatisfy { $0.version == 2 })
        #expect(runs.map(\.withheld) == [1, 1, 0])
        #expect(try Self.given(setting) == ["name"])
    }
}
