import AlmanacCore
import Archive
import Database
import Extraction
import Jobs
import Scraping
import TestSupport
import Testing
import TimeSeries

/// What becomes of repairs: those that do not hold, those that are tried too often, and what one
/// source's repair teaches about another.
@Suite struct RepairTrialTests {
    typealias Flow = ScrapeFlowTests

    /// News without a record, of a structure unlike any list.
    private static let other =
        "<html><body><div><section><p>Notices of the clerk and news of the house</p>"
        + String(repeating: "<p><b>News</b> <i>of the day</i></p>", count: 20)
        + "</section></div></body></html>"

    @Test func `a repair that fails on the next fetches is rolled back, and gives no record`()
        async throws
    {
        let setting = try await Flow.setting()
        for day in 0..<3 { try await setting.look(Flow.table(Flow.Row.some(100 + 3 * day, 10))) }
        let old = try setting.records
        try await setting.look(Flow.redesigned(Flow.Row.some(109, 10)))
        try await setting.look(Flow.redesigned(Flow.Row.some(112, 10)))
        #expect(try setting.read { try Repairs.list($0) }.map(\.verdict) == ["staged"])
        try await setting.look(Self.other)
        #expect(try setting.read { try Repairs.list($0) }.map(\.verdict) == ["rolled back"])
        #expect(try setting.health == .quarantined)
        #expect(try setting.records == old)
        let state = try #require(try setting.read { try ScrapedSourceState($0, "court") })
        #expect(state.version == 1)
        #expect(state.condition.text.contains("repair 1 did not hold"), "\(state.condition.text)")
        // What comes later is not given on before a person says so.
        try await setting.look(Flow.redesigned(Flow.Row.some(115, 10)))
        #expect(try setting.records == old)
    }

    @Test(arguments: [false, true])
    func `what a person's own recipe requires, no repair makes optional`(
        isHandedOver: Bool
    ) async throws {
        let setting = try await Flow.setting()
        try await setting.database.write { transaction in
            var recipe =
                try #require(try Archive.Recipes.versions(transaction, name: "court").last)
                .document.objectValue ?? JSONObject()
            recipe["revision"] = 2
            let added = try Archive.Recipes.add(
                transaction, name: "court", schemaVersion: 1, document: .object(recipe),
                validFrom: setting.now, at: setting.now)
            let origin =
                isHandedOver
                ? RecipeOrigin(.imported, ["origin": ["how": "given"]], at: setting.now)
                : RecipeOrigin(.given, at: setting.now)
            try origin.save(transaction, recipe: "court", version: added.version)
        }
        for day in 0..<3 { try await setting.look(Flow.table(Flow.Row.some(100 + 3 * day, 10))) }
        let rows = Flow.Row.some(109, 25)
        let page = Flow.redesigned(rows).replacing(
            "<td class=when>\(rows[4].written)</td>", with: "<td class=when></td>")
        for _ in 0..<6 { try await setting.look(page) }
        let versions = try setting.read { try Archive.Recipes.versions($0, name: "court") }
        let newest = try Extraction.Recipe(try #require(versions.last).document)
        #expect(newest.field("date")?.isRequired == true)
        let repairs = try setting.read { try Repairs.list($0) }
        #expect(repairs.allSatisfy { $0.verdict == "abstained" }, "\(repairs)")
        #expect(try setting.health == .quarantined)
    }

    @Test func `a source is repaired three times a day at most, and again on the next`()
        async throws
    {
        let setting = try await Flow.setting()
        for day in 0..<2 { try await setting.look(Flow.table(Flow.Row.some(100 + 3 * day, 10))) }
        func tryAgain(days: Int = 0) async throws -> Int {
            try await setting.look(Self.other, days: days)
            let now = setting.now
            try await setting.database.write { transaction in
                var condition = try ScrapeCondition.load(transaction, "court")
                condition.replace(at: now)
                try condition.save(transaction, "court")
            }
            return try setting.read { try Repairs.list($0) }.count
        }
        var counts = [try await tryAgain(days: 1)]
        for _ in 0..<4 { counts.append(try await tryAgain()) }
        #expect(counts == [1, 2, 3, 3, 3])
        #expect(try await tryAgain(days: 1) == 4)
    }

    @Test func `what one source's repair taught repairs another of the same template`()
        async throws
    {
        let setting = try await Flow.setting()
        for day in 0..<3 { try await setting.look(Flow.table(Flow.Row.some(100 + 3 * day, 10))) }
        for day in 0..<4 {
            try await setting.look(Flow.redesigned(Flow.Row.some(109 + 3 * day, 10)))
        }
        #expect(try setting.read { try Repairs.list($0) }.map(\.verdict) == ["promoted"])
        let names = ["docket": "case", "date": "filed"]
        try await Flow.add("other", to: setting, names: names)
        for day in 0..<2 {
            try await setting.look(Flow.table(Flow.Row.some(130 + 3 * day, 10)), of: "other")
        }
        for day in 0..<4 {
            try await setting.look(Flow.redesigned(Flow.Row.some(136 + 3 * day, 10)), of: "other")
        }
        let repairs = try setting.read { try Repairs.list($0, recipe: "other") }
        #expect(repairs.map(\.verdict) == ["promoted"], "\(repairs.map(\.evidence))")
        #expect(repairs.first?.evidence["lesson"] == 1, "\(repairs.map(\.evidence))")
        #expect((repairs.first?.evidence["known_records"]?.intValue ?? 0) >= 3)
        let known = Dictionary(
            uniqueKeysWithValues: Flow.Row.some(100, 100).map { ($0.docket, $0.date) })
        let moment = setting.now
        let records = try setting.read {
            try Records.asOf($0, source: "other", kind: ScrapedSource.recordKind, moment)
        }
        #expect(records.count == 25)
        for record in records {
            let fields = record.content.fields
            #expect(known[fields["case"]?.stringValue ?? ""] == fields["filed"]?.stringValue)
        }
    }

    @Test func `a lesson is not followed where known records would have other values`()
        async throws
    {
        let setting = try await Flow.setting()
        for day in 0..<3 { try await setting.look(Flow.table(Flow.Row.some(100 + 3 * day, 10))) }
        for day in 0..<4 {
            try await setting.look(Flow.redesigned(Flow.Row.some(109 + 3 * day, 10)))
        }
        try await Flow.add("other", to: setting)
        for day in 0..<2 {
            try await setting.look(Flow.table(Flow.Row.some(130 + 3 * day, 10)), of: "other")
        }
        // The same places hold another date of each case.
        let shifted = Flow.Row.some(133, 10).enumerated().map { index, row in
            var row = row
            row.date = "2024-09-\(10 + index)"
            return row
        }
        try await setting.look(Flow.redesigned(shifted), of: "other")
        let repairs = try setting.read { try Repairs.list($0, recipe: "other") }
        #expect(repairs.allSatisfy { $0.evidence["lesson"] == nil }, "\(repairs.map(\.evidence))")
    }

    @Test func `a page that is another one at every fetch is quarantined, and says why`()
        async throws
    {
        let setting = try await Flow.setting()
        try await setting.look(Flow.table(Flow.Row.some(100, 10)))
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<5 {
            let body = (0..<30).map { _ -> String in
                let name = ["div", "p", "section", "aside", "ul"].randomElement(using: &generator)
                let word = Int.random(in: 0..<1_000_000, using: &generator)
                return "<\(name ?? "p") class=c\(word)>word \(word)</\(name ?? "p")>"
            }
            try await setting.look("<html><body>\(body.joined())</body></html>")
        }
        let state = try #require(try setting.read { try ScrapedSourceState($0, "court") })
        #expect(state.health == .quarantined)
        #expect(state.condition.text.hasPrefix("quarantined: "), "\(state.condition.text)")
        #expect(state.condition.last?.reasons.isEmpty == false)
        #expect(state.recordCount == 10)
    }
}
