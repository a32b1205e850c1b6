import AlmanacCore
import Archive
import DataSources
import Database
import Extraction
import TestSupport
import Testing
import TimeSeries

/// Reading stored pages again by another version of a recipe.
@Suite struct ReprocessingTests {
    /// An archive with pages of a shop, and recipes that read them.
    struct Shop {
        let database: Database
        let bronze = Bronze()

        init(_ database: Database) throws {
            self.database = database
            try ArchiveSchema.migrator.applyNow(to: database, atNanoseconds: 0)
        }

        /// Stores a page with an item on each line: a number, a name, a price.
        func store(_ lines: String..., at moment: Timestamp, author: String? = nil) throws {
            let items = lines.map { line -> String in
                let words = line.split(separator: " ")
                return "<li><b>\(words[0])</b> <i>\(words[1])</i> <u>\(words[2])</u></li>"
            }
            let page = "<html lang=\"en-US\"><body><ul>\(items.joined())</ul></body></html>"
            let prepared = try bronze.prepare(Array(page.utf8))
            let fetch = Fetch(
                source: "shop", url: "http://shop.example/", tier: "static", fetchedAt: moment,
                completedAt: moment)
            try database.writeNow {
                _ = try bronze.store($0, prepared, fetch, at: moment)
            }
        }

        static let first = """
            {"recipe": 1, "name": "items", "records": {"elements": "li"}, "identity": ["id"],
             "fields": [
              {"name": "id", "required": true, "from": [{"select": "b"}]},
              {"name": "name", "from": [{"select": "i"}]}]}
            """
        /// Reads the price as well, and names in capitals.
        static let second = """
            {"recipe": 1, "name": "items", "records": {"elements": "li"}, "identity": ["id"],
             "fields": [
              {"name": "id", "required": true, "from": [{"select": "b"}]},
              {"name": "name", "from": [{"select": "i", "then": [{"case": "upper"}]}]},
              {"name": "price", "type": "number", "from": [{"select": "u"}]}]}
            """

        func read(
            _ text: String, version: Int, at moment: Timestamp, isDry: Bool = false,
            pages: Int = .max
        ) throws -> ReprocessingReport {
            let key = RecipeReading.Key(
                source: "shop", kind: "item", recipe: "items", version: version)
            var left = pages
            let reprocessing = try Reprocessing(
                database, bronze, Extraction.Recipe(text: text), key, isDry: isDry)
            return try reprocessing.run(now: { moment }) {
                left -= 1
                return left > 0
            }
        }

        func known(at moment: Timestamp) throws -> [String] {
            try database.readNow { transaction in
                try Records.asOf(transaction, source: "shop", kind: "item", moment).map {
                    "\($0.content.recipeVersion) " + JSON.object($0.content.fields).text()
                }.sorted()
            }
        }
    }

    private static func day(_ number: Int) -> Timestamp {
        Timestamp(nanoseconds: 1_704_067_200_000_000_000)
            .advanced(byNanoseconds: Int64(number) * Timestamp.nanosecondsPerDay)
    }

    private func withShop(
        _ kind: DatabaseUnderTest, _ body: (Shop) throws -> Void
    ) async throws {
        try await kind.withDatabase { try body(Shop($0)) }
    }

    @Test(
        "another version of a recipe makes further versions, and the past stays as it was known",
        arguments: DatabaseUnderTest.available)
    func versions(_ kind: DatabaseUnderTest) async throws {
        try await withShop(kind) { shop in
            try shop.store("1 pen 2.50", "2 ink 4", at: Self.day(0))
            let first = try shop.read(Shop.first, version: 1, at: Self.day(1))
            #expect((first[.pages], first[.records], first[.new]) == (1, 2, 2))
            let before = try shop.known(at: Self.day(0))
            #expect(
                before == [#"1 {"id":"1","name":"pen"}"#, #"1 {"id":"2","name":"ink"}"#],
                "what its page told is known from its page on")

            let second = try shop.read(Shop.second, version: 2, at: Self.day(9))
            #expect((second[.changed], second[.new], second[.same]) == (2, 0, 0))
            #expect(second.fields.map(\.name) == ["id", "name", "price"])
            #expect(second.fields.map(\.counts.same) == [2, 0, 0])
            #expect(second.fields.map(\.counts.changed) == [0, 2, 0])
            #expect(second.fields.map(\.counts.added) == [0, 0, 2])
            let now = [
                #"2 {"id":"1","name":"PEN","price":2.5}"#, #"2 {"id":"2","name":"INK","price":4}"#,
            ]
            #expect(try shop.known(at: Self.day(9)) == now)
            #expect(try shop.known(at: Self.day(8)) == before)
            let again = try shop.read(Shop.second, version: 2, at: Self.day(10))
            #expect(again == second, "what was read is not read again")
        }
    }

    @Test("lineage leads from a new version to its recipe, place and page")
    func lineage() async throws {
        try await withShop(.sqlite) { shop in
            try shop.store("1 pen 2.50", at: Self.day(0))
            _ = try shop.read(Shop.second, version: 1, at: Self.day(1))
            let document = try JSON.parse(Shop.second)
            try shop.database.writeNow {
                _ = try Recipes.add(
                    $0, name: "items", schemaVersion: 1, document: document,
                    validFrom: Self.day(0), at: Self.day(0))
            }
            try shop.database.readNow { transaction throws in
                let record = try #require(
                    try Records.latest(transaction, source: "shop", kind: "item", identity: "1"))
                let way = try Lineage(transaction, .record(record.id))
                #expect(way.recipe?.document == document)
                #expect(way.fetch?.fetch.url == "http://shop.example/")
                #expect(record.content.provenance["price"] == ["select": "u"])
            }
        }
    }

    @Test(
        "a reading that was broken off goes on, and does nothing twice",
        arguments: DatabaseUnderTest.available)
    func resumed(_ kind: DatabaseUnderTest) async throws {
        try await withShop(kind) { shop in
            for page in 0..<5 { try shop.store("\(page) pen \(page)", at: Self.day(page)) }
            let part = try shop.read(Shop.first, version: 1, at: Self.day(9), pages: 2)
            #expect((part[.pages], part[.new]) == (2, 2))
            let whole = try shop.read(Shop.first, version: 1, at: Self.day(9))
            #expect((whole[.pages], whole[.new], whole[.repeated]) == (5, 5, 0))
            try shop.store("5 pen 5", at: Self.day(10))
            let more = try shop.read(Shop.first, version: 1, at: Self.day(11))
            #expect((more[.pages], more[.new]) == (6, 6))
        }
    }

    @Test("a dry reading counts what a real one stores, and stores nothing")
    func dry() async throws {
        try await withShop(.sqlite) { shop in
            try shop.store("1 pen 2.50", "2 ink 4", at: Self.day(0))
            try shop.store("1 pen 3", "3 cap 1", at: Self.day(1))
            _ = try shop.read(Shop.first, version: 1, at: Self.day(2))
            let before = try shop.known(at: Self.day(9))
            let dry = try shop.read(Shop.second, version: 2, at: Self.day(3), isDry: true)
            #expect(try shop.known(at: Self.day(9)) == before)
            #expect(dry == (try shop.read(Shop.second, version: 2, at: Self.day(4))))
            #expect((dry[.changed], dry[.superseded]) == (4, 0), "the price of 1 changed once")
        }
    }

    @Test("an older page does not undo what a later one told, and what was erased stays so")
    func supersededAndErased() async throws {
        try await withShop(.sqlite) { shop in
            try shop.store("1 pen 2", "2 ink 4", at: Self.day(0))
            try shop.store("1 quill 2", at: Self.day(1))
            _ = try shop.read(Shop.first, version: 1, at: Self.day(2))
            let report = try shop.read(Shop.second, version: 2, at: Self.day(3))
            #expect((report[.superseded], report[.changed]) == (1, 2))
            #expect(
                try shop.known(at: Self.day(3)).first
                    == #"2 {"id":"1","name":"QUILL","price":2}"#)

            let page = try shop.database.readNow {
                try #require(try shop.bronze.fetches($0, source: "shop").first)
            }
            _ = try shop.bronze.erase(
                shop.database, hash: page.hash, reason: "asked", at: Self.day(4))
            try shop.store("2 ink 5", at: Self.day(5))
            let later = try shop.read(Shop.first, version: 3, at: Self.day(6))
            #expect((later[.pagesGone], later[.erased]) == (1, 1))
        }
    }

    @Test("records that another version found and this one does not are counted")
    func missing() async throws {
        try await withShop(.sqlite) { shop in
            try shop.store("1 pen 2", "2 ink 4", at: Self.day(0))
            try shop.store("1 pen 2", "2 ink 4", at: Self.day(1))
            _ = try shop.read(Shop.first, version: 1, at: Self.day(2))
            let fewer = Shop.second.replacing(
                #""elements": "li""#, with: #""elements": "li:first-child""#)
            let report = try shop.read(fewer, version: 2, at: Self.day(3))
            #expect((report[.missing], report[.changed], report[.repeated]) == (1, 1, 1))
            #expect(try shop.known(at: Self.day(3)).last == #"2 {"id":"1","name":"PEN","price":2}"#)
        }
    }

    @Test("a page that the recipe's contract refuses is counted, and the rest is read")
    func failures() async throws {
        try await withShop(.sqlite) { shop in
            try shop.store(at: Self.day(0))
            try shop.store("1 pen 2", at: Self.day(1))
            let strict = Shop.first.replacing(
                #""identity""#, with: #""contract": {"fewest_records": 1}, "identity""#)
            let report = try shop.read(strict, version: 1, at: Self.day(2))
            #expect((report[.pages], report[.pagesFailed], report[.new]) == (2, 1, 1))
            #expect(report.failures.first?["raw"] == 1)
        }
    }
}
