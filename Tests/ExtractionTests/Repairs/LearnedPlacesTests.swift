import AlmanacCore
import Extraction
import Foundation
import JSONSchema
import TestSupport
import Testing

/// Recipes with places that were learned of a page, for values that no selector can be written for.
@Suite struct LearnedPlacesTests {
    struct Row {
        var number: Int
        var isSupreme: Bool
        var isPublished: Bool

        static let names = ["Brown", "Dickens", "Wilson", "Tran", "Ortiz", "Meyer", "Heit", "Kidd"]

        var name: String {
            "State v. \(Self.names[number % 8])\(number / 8 % 7 == 0 ? "" : " Jr.")"
        }
        var isWanted: Bool { isSupreme && isPublished }
        var document: JSONObject {
            [
                "docket": .string("\(126_000 + number)"), "name": .string(name),
                "url": .string("/d/\(126_000 + number).pdf"),
            ]
        }
        /// - Parameter hasTitle: Whether the link says its address twice.
        func item(_ hasTitle: Bool) -> String {
            "<a \(hasTitle ? "title=\"/d/\(126_000 + number).pdf\" " : "")"
                + "href=\"/d/\(126_000 + number).pdf\">\(126_000 + number)</a> - \(name) "
                + "(\(isPublished ? "Published" : "Unpublished"))"
        }
    }

    static let fields = [
        WantedField("docket"), WantedField("name"), WantedField("url", FieldType(.url)),
    ]

    static func rows(_ first: Int, _ count: Int) -> [Row] {
        (first..<first + count).map {
            Row(number: $0, isSupreme: $0 % 2 == 0, isPublished: $0 % 6 != 0)
        }
    }

    /// Two courts side by side on a page that is called after both.
    static func page(
        _ rows: [Row], item: String = "li", list: String = "ul", hasTitles: Bool = false
    ) -> StoredPage {
        let courts = [true, false].map { isSupreme in
            "<div class=col><h3>\(isSupreme ? "Supreme Court" : "Court of Appeals")</h3><\(list)>"
                + rows.filter { $0.isSupreme == isSupreme }
                .map { "<\(item)>\($0.item(hasTitles))</\(item)>" }
                .joined() + "</\(list)></div>"
        }
        let text =
            "<html lang=en><body><h1>Supreme Court and Court of Appeals</h1>"
            + courts.joined() + "</body></html>"
        return StoredPage(bytes: Array(text.utf8))
    }

    static func wanted(_ rows: [Row]) -> [JSONObject] {
        rows.filter(\.isWanted).map(\.document)
    }

    /// Expects a recipe to be a document as the published schema says.
    static func expectSchema(_ recipe: Recipe) throws {
        let path = PackageRoot.path + "/Documentation/recipe.schema.json"
        let schema = try Schema(JSON.parse(String(contentsOfFile: path, encoding: .utf8)))
        #expect(try schema.findings(in: recipe.json).isEmpty)
    }

    static func recipe(_ rows: [Row]) throws -> Recipe {
        let examples = ExampleValues(fields, documents: wanted(rows))
        let recipe = try ExampleBuilder(examples, page(rows).page(), isPage: false)
            .recipe(name: "decisions")
        return try #require(recipe)
    }

    static func records(_ recipe: Recipe, _ page: StoredPage) throws -> [JSONObject] {
        let result = try CompiledRecipe(recipe).run(on: page.page())
        return result.records.map { result.object(of: $0) }
    }

    @Test("rows that only their words tell apart make a recipe with learned places")
    func learned() throws {
        let old = Self.rows(0, 40)
        let recipe = try Self.recipe(old)
        #expect(recipe.json["records"]?["learned"] != nil)
        #expect(recipe.fields.map(\.name) == ["docket", "name", "url"])
        #expect(try Self.records(recipe, Self.page(old)) == Self.wanted(old))
        let next = Self.rows(60, 50)
        #expect(try Self.records(recipe, Self.page(next)) == Self.wanted(next))
    }

    /// Records of which some are items and some paragraphs, with a judge in the middle of a text.
    static func mixed(_ rows: [Row]) -> StoredPage {
        let items = rows.map { row -> String in
            let link = "<a href=\"/d/\(126_000 + row.number).pdf\">\(126_000 + row.number)</a>"
            let judge = "<u>Given to \(judge(row)) of the bench in room \(row.number * 7)</u>"
            return row.number % 8 == 3
                ? "<p class=late><b>\(link) - \(row.name)</b> \(judge)</p>"
                : "<ul><li><i>\(link) - \(row.name)</i> \(judge)</li></ul>"
        }
        let text =
            "<html lang=en><body><div><p class=late><b>Notice - the court sits</b></p>"
            + items.joined() + "</div></body></html>"
        return StoredPage(bytes: Array(text.utf8))
    }

    static func judge(_ row: Row) -> String {
        ["Roe", "Poe Jr.", "Mary Ann Doe"][row.number % 3] + " \(row.number % 7)"
    }

    @Test("what the first place lacks is read too, and other fields of a record by selectors")
    func completed() throws {
        func documents(_ rows: [Row]) -> [JSONObject] {
            rows.map { row in
                var document = row.document
                document["judge"] = .string(Self.judge(row))
                return document
            }
        }
        let old = Self.rows(0, 40)
        let recipe = try #require(
            try ExampleBuilder(
                ExampleValues(Self.fields + [WantedField("judge")], documents: documents(old)),
                Self.mixed(old).page(), isPage: false
            ).recipe(name: "decisions"))
        #expect(recipe.fields.map(\.name) == ["docket", "name", "url", "judge"])
        for word in ["complements", "capture"] { #expect(recipe.json.text().contains(word)) }
        #expect(try Self.records(recipe, Self.mixed(old)) == documents(old))
        #expect(try Recipe(recipe.json) == recipe)
        try Self.expectSchema(recipe)
        let next = Self.rows(60, 50)
        #expect(try Self.records(recipe, Self.mixed(next)) == documents(next))
    }

    @Test("a recipe with learned places is a document that reads back as itself and runs alike")
    func document() throws {
        let old = Self.rows(0, 40)
        let recipe = try Self.recipe(old)
        let again = try Recipe(text: recipe.json.text())
        #expect(again == recipe)
        #expect(try Self.recipe(old).json.text() == recipe.json.text())
        let next = Self.page(Self.rows(60, 50))
        #expect(try Self.records(again, next) == Self.records(recipe, next))
        try Self.expectSchema(recipe)
    }

    @Test(
        "a document that names what no learned place has is refused",
        arguments: [
            ("\"anchor\":\"", "\"anchor\":\"no "),
            ("{\"learned\":\"name\"}", "{\"learned\":\"nam\"}"),
            ("\"take\":\"whole\"", "\"take\":\"all\""), ("\"columns\":[\"", "\"columns\":[\"x"),
            ("\"scope\":\"record\"", "\"scope\":\"above\""), ("\"known\":[[", "\"known\":[[null,"),
            ("\"origin\":\"body\"", "\"origin\":\"head\""), ("\"ways\":[{", "\"ways\":[{\"x\":1,"),
        ])
    func refused(text: String, replacement: String) throws {
        let document = try Self.recipe(Self.rows(0, 40)).json.text()
        let faulty = document.replacing(text, with: replacement)
        #expect(faulty != document)
        let error = #expect(throws: AlmanacError.self) { try CompiledRecipe(Recipe(text: faulty)) }
        #expect(error?.kind == .validation)
    }

    @Test("a page without the learned places gives nothing, and the run is sick")
    func gone() throws {
        let old = Self.rows(0, 40)
        let recipe = try Self.recipe(old)
        let new = Self.page(Self.rows(10, 40), item: "dd", list: "dl")
        #expect(try Self.records(recipe, new).isEmpty)
        let run = try JudgedRun(recipe, on: new, new.page(), good: [Self.page(old)])
        #expect(run.verdict.isSick)
    }

    @Test("a page without a single record gives none of the rows beside them")
    func lost() throws {
        let recipe = try Self.recipe(Self.rows(0, 40))
        let others = Self.rows(60, 50).map { row in
            Row(number: row.number, isSupreme: row.isSupreme, isPublished: false)
        }
        #expect(try Self.records(recipe, Self.page(others)).isEmpty)
    }

    @Test("a number that may be read in two ways is withheld, and none loses its sign")
    func signs() throws {
        let letters = Array("abcdefghij")
        let items = (1...10).map { row in
            let sign = row > 4 && row % 2 == 1 ? "-" : ""
            let name = "Acme\(letters[row - 1])\(letters[row - 1]) v. Bolt"
            return
                "<p>Filed 2026-01-\(row + 10): <b>\(name)</b> (No. 2\(row % 5)-cv-0\(1000 + row)) "
                + "before Judge <i>Smith\(row)</i> moved \(sign)\(row).25 total</p>"
                + "<p>Status: open</p>"
        }
        let html =
            "<html><body><div>" + items.joined()
            + "<p>Filed notices: <b>see below</b> (No. none) before Judge <i>nobody</i></p></div>"
        let page = try StoredPage(bytes: Array(html.utf8)).page()
        let known: [JSONObject] = (1...4).map { row in
            [
                "case": .string("Acme\(letters[row - 1])\(letters[row - 1]) v. Bolt"),
                "docket": .string("2\(row % 5)-cv-0\(1000 + row)"),
                "filed": .string("2026-01-\(row + 10)"), "move": .number(Double(row) + 0.25),
            ]
        }
        let fields = try WantedField.list("case, docket, filed: date, move: number")
        let recipe = try #require(
            try ExampleBuilder(
                ExampleValues(fields, documents: known), page, isPage: false, isComplete: false
            ).recipe(name: "moves"))
        let result = try CompiledRecipe(recipe).run(on: page)
        let moves = result.records.map { result.object(of: $0)["move"] }
        // Places with selectors read the sign; learned ones withhold a number that has one, and
        // say so of its row.
        let falling = [5, 7, 9]
        if result.badRows.isEmpty {
            #expect(
                moves
                    == (1...10).map { row in
                        JSON.number((Double(row) + 0.25) * (falling.contains(row) ? -1 : 1))
                    })
        } else {
            let rising = (1...10).filter { !falling.contains($0) }
            #expect(moves == rising.map { JSON.number(Double($0) + 0.25) })
            #expect(result.badRows.map(\.field) == ["move", "move", "move"])
        }
    }

    @Test(
        "a recipe with learned places is repaired into what reads the changed page",
        arguments: [false, true])
    func repaired(hasTitles: Bool) throws {
        let old = Self.rows(0, 40)
        let recipe = try Self.recipe(old)
        let rows = Self.rows(10, 40)
        let new = Self.page(rows, item: "dd", list: "dl", hasTitles: hasTitles)
        let outcome = try RecipeRepair(recipe).attempt(good: Self.page(old), changed: [new])
        let repaired = try #require(outcome.recipe, "\(outcome.reason)")
        #expect(repaired.revision == recipe.revision + 1)
        #expect(try Self.records(repaired, new) == Self.wanted(rows))
    }

    @Test("a lesson does not carry what was learned of one source to another")
    func lesson() throws {
        let recipe = try Self.recipe(Self.rows(0, 40))
        #expect(RecipeLesson(repair: 1, before: recipe, after: recipe).applied(to: recipe) == nil)
    }
}
