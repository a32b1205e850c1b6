import AlmanacCore
import Extraction
import Testing

/// A listing with a heading for each group, and the recipe that reads it.
enum Listing {
    static let html = """
        <html><body><p>Found: 3</p>
        <h3>January 5, 2026</h3>
        <ul>
         <li><a href="/op/1.pdf">24-101 Smith v. Jones</a><br>Judge: Ann Lee</li>
         <li><a href="/op/2.pdf">24-102 In re Brown</a><br>Judge: Bo Tan</li>
        </ul>
        <h3>January 4, 2026</h3>
        <ul><li><a href="/op/3.pdf">24-099 State v. Ray</a></li><li>No link here</li></ul>
        <a class="next" href="?page=2">More</a>
        </body></html>
        """

    static let recipe = """
        {"recipe": 1, "name": "opinions", "revision": 2,
         "fetch": {"url": "https://court.example/list", "tier": "page",
                   "pages": {"link": "a.next", "limit": 5}, "stop_after_known": 2},
         "records": {"elements": "li"},
         "fields": [
          {"name": "docket", "type": "text", "required": true,
           "from": [{"select": "a", "then": [{"capture": "^([0-9-]+) "}]}],
           "valid": {"pattern": "^[0-9]{2}-[0-9]+$"}},
          {"name": "title", "type": "text",
           "from": [{"select": "a", "then": [{"capture": "^[0-9-]+ (.*)"}]}]},
          {"name": "url", "type": "url", "from": [{"select": "a", "take": {"attribute": "href"}}]},
          {"name": "judge", "type": "text", "from": [{"label": ["Judge"]}]},
          {"name": "date", "type": "date", "from": [{"self": true, "scope": {"heading": "h3"}}],
           "valid": {"order": "falling"}},
          {"name": "found", "type": "integer", "from": [{"label": ["Found"], "scope": "page"}]}
         ],
         "identity": ["docket"], "time": {"field": "date", "known_at": "fetched"}}
        """

    static func page(_ html: String = html) throws -> SourcePage {
        SourcePage(
            try Document(html: Array(html.utf8), url: WebURL("https://court.example/list")))
    }
}

@Suite struct RecipeTests {
    @Test("a recipe written as JSON reads back as an equal recipe")
    func roundTrip() throws {
        let recipe = try Recipe(text: Listing.recipe)
        #expect(try Recipe(recipe.json) == recipe)
        #expect(recipe.json.text() == (try Recipe(recipe.json).json.text()))
    }

    @Test("records, groups' headings, labels, attributes and the next page are read")
    func run() throws {
        let result = try CompiledRecipe(Recipe(text: Listing.recipe)).run(on: Listing.page())
        #expect(result.rowCount == 4)
        #expect(
            JSON.array(result.records.map { .object(result.object(of: $0)) }).text() == """
                [{"docket":"24-101","title":"Smith v. Jones",\
                "url":"https://court.example/op/1.pdf","judge":"Ann Lee","date":"2026-01-05",\
                "found":3},\
                {"docket":"24-102","title":"In re Brown","url":"https://court.example/op/2.pdf",\
                "judge":"Bo Tan","date":"2026-01-05","found":3},\
                {"docket":"24-099","title":"State v. Ray",\
                "url":"https://court.example/op/3.pdf","date":"2026-01-04","found":3}]
                """)
        #expect(result.badRows.map(\.rule) == ["required"])
        #expect(result.badRows[0].row == 3)
        #expect(result.next == WebURL("https://court.example/list?page=2").map { .address($0) })
        #expect(result.records[0].identity == "[\"24-101\"]")
    }

    @Test("a place of the whole page is searched for once, however many rows read it")
    func wholePage() throws {
        let items = (1...300).map { "<li>Item \($0)</li>" }.joined()
        let page = try Listing.page("<p>Court: Ninth</p><ul>\(items)</ul>")
        let recipe = try Recipe(
            text: """
                {"recipe": 1, "name": "items", "records": {"elements": "li"}, "fields": [
                 {"name": "item", "from": [{"self": true}]},
                 {"name": "court", "from": [{"label": ["Court"], "scope": "page"}]}]}
                """)
        let compiled = try CompiledRecipe(recipe)
        let result = try compiled.run(on: page)
        #expect(result.records.count == 300)
        #expect(result.records.allSatisfy { $0.values[1]?.value == "Ninth" })
        #expect(try compiled.searchCount(on: page) == 301)
    }

    private func amounts(_ html: String, from place: String) throws -> [JSON?] {
        let recipe = try Recipe(
            text: """
                {"recipe": 1, "name": "a", "records": {"elements": "li"}, "fields": [
                 {"name": "word", "from": [{"self": true}]},
                 {"name": "fee", "type": "money", "from": [\(place)]}]}
                """)
        let result = try CompiledRecipe(recipe).run(on: Listing.page(html))
        return result.records.map { result.object(of: $0)["fee"]?["currency"] }
    }

    @Test("an amount in a heading is in the currency that this heading names for programs")
    func headingCurrency() throws {
        func group(_ code: String) -> String {
            "<h3><b>5.00</b><meta itemprop=priceCurrency content=\(code)></h3><li>a</li><li>b</li>"
        }
        #expect(
            try amounts(
                group("EUR") + group("USD"), from: #"{"select": "b", "scope": {"heading": "h3"}}"#)
                == ["EUR", "EUR", "USD", "USD"])
    }

    @Test("the page's currency is looked for once, not for every row", .timeLimit(.minutes(1)))
    func pageCurrency() throws {
        let rows = (0..<16_000).map { "<li><b>\($0)</b><i>x</i></li>" }.joined()
        let html = "<p id=fee>5.00</p>\(rows)<meta itemprop=priceCurrency content=EUR>"
        let found = try amounts(html, from: ##"{"select": "#fee", "scope": "page"}"##)
        #expect(found.count == 16_000 && found.allSatisfy { $0 == "EUR" })
    }

    @Test("a listing is read far enough after known records in a row")
    func knownRecords() throws {
        let recipe = try CompiledRecipe(Recipe(text: Listing.recipe))
        var context = RecipeRunContext()
        context.knownIdentities = ["[\"24-101\"]"]
        #expect(try !recipe.run(on: Listing.page(), context: context).hasReachedKnown)
        context.knownIdentities.insert("[\"24-102\"]")
        #expect(try recipe.run(on: Listing.page(), context: context).hasReachedKnown)
    }

    @Test(
        "what recipes do not have is refused with its place",
        arguments: [
            ("\"name\": \"opinions\"", "\"nam\": \"opinions\"", "/name"),
            ("\"required\": true", "\"requird\": true", "/fields/0/requird"),
            ("\"elements\": \"li\"", "\"elements\": 3", "/records/elements"),
            ("\"type\": \"url\"", "\"type\": \"link\"", "/fields/2/type"),
            ("\"identity\": [\"docket\"]", "\"identity\": [\"x\"]", "/identity/0"),
            ("{\"label\": [\"Judge\"]}", "{\"lable\": [\"Judge\"]}", "/fields/3/from/0"),
            ("\"recipe\": 1", "\"recipe\": 2", "/recipe"),
            ("{\"capture\": \"^([0-9-]+) \"}", "{\"run\": \"x\"}", "/fields/0/from/0/then/0"),
        ])
    func strict(text: String, replacement: String, path: String) throws {
        let faulty = Listing.recipe.replacing(text, with: replacement)
        let error = #expect(throws: AlmanacError.self) { try Recipe(text: faulty) }
        #expect(error?.kind == .validation)
        #expect(error?.details["path"] == .string(path))
    }

    @Test("a value that breaks its rule is withheld, rejects its row or stops the run")
    func contract() throws {
        let html = Listing.html.replacing("24-102 In", with: "24-1O2 In")
        let text = Listing.recipe.replacing("^([0-9-]+) ", with: "^([0-9A-Z-]+) ")
        func run(_ action: String) throws -> RecipeResult {
            let recipe = text.replacing(
                "\"required\": true", with: "\"on_bad_value\": \"\(action)\"")
            return try CompiledRecipe(Recipe(text: recipe)).run(on: Listing.page(html))
        }
        let withheld = try run("withhold")
        #expect(withheld.withheld.map(\.rule) == ["pattern"])
        #expect(withheld.records[1].values[0] == nil)
        #expect(try run("reject").badRows.map(\.row) == [1])
        #expect(throws: AlmanacError.self) { try run("stop") }
    }

    @Test("the fewest values are withheld without which a column is in order")
    func order() throws {
        let html = Listing.html.replacing("January 4, 2026", with: "January 9, 2026")
        let result = try CompiledRecipe(Recipe(text: Listing.recipe)).run(on: Listing.page(html))
        #expect(result.withheld.map(\.rule) == ["order", "order"])
    }

    @Test("places are tried in order, and may be asked to agree")
    func places() throws {
        let html = """
            <script type="application/ld+json">{"@type": "Recipe", "name": "Soup",
            "author": [{"@type": "Person", "name": "Ann"}]}</script>
            <h1>Stew</h1><table><tr><th>Size<th>Price<tr><td>S<td>3<tr><td>L<td>5</table>
            """
        let text = """
            {"recipe": 1, "name": "n", "records": {"page": true}, "fields": [
            {"name": "title", "must_agree": MUST, "from": [
              {"data": "json_ld", "type": "Recipe", "path": "/name"}, {"select": "h1"}]},
            {"name": "author", "from": [{"select": ".author"},
              {"data": "json_ld", "type": "Recipe", "path": "/author"}]}]}
            """
        let first = try CompiledRecipe(Recipe(text: text.replacing("MUST", with: "false")))
        let result = try first.run(on: Listing.page(html))
        #expect(
            JSON.object(result.object(of: result.records[0])).text()
                == #"{"title":"Soup","author":"Ann"}"#)
        #expect(result.records[0].values[1]?.place == 1)
        let both = try CompiledRecipe(Recipe(text: text.replacing("MUST", with: "true")))
        #expect(try both.run(on: Listing.page(html)).withheld.map(\.rule) == ["agreement"])
    }

    @Test("rows of tables are records, and cells are found by their columns' names")
    func tables() throws {
        let html = """
            <table><tr><th>Size<th>Price <tr><td>S<td>3<tr><td colspan=2>Large ones
            <tr><td>L<td>5</table>
            """
        let recipe = try Recipe(
            text: """
                {"recipe": 1, "name": "n", "records": {"table": "table", "fewest_cells": 2},
                 "fields": [{"name": "price", "type": "integer", "from": [{"column": "price"}]},
                            {"name": "size", "from": [{"cell": 1}]}]}
                """)
        let result = try CompiledRecipe(recipe).run(on: Listing.page(html))
        #expect(
            result.records.map { JSON.object(result.object(of: $0)).text() }
                == [#"{"price":3,"size":"S"}"#, #"{"price":5,"size":"L"}"#])
    }

    @Test("records of JSON pages and of linked pages are read")
    func data() throws {
        let recipe = try Recipe(
            text: """
                {"recipe": 1, "name": "n", "records": {"data": "json", "path": "/results"},
                 "fields": [{"name": "link", "type": "url",
                             "from": [{"data": "record", "path": "/href"}]},
                            {"name": "title", "from": [{"select": "h1",
                             "scope": {"detail": "link"}}]}]}
                """)
        let json: JSON = ["results": [["href": "/a"], ["href": "/b"]]]
        let page = SourcePage(json: json, url: WebURL("https://x.example/api"))
        var context = RecipeRunContext()
        context.details["https://x.example/b"] = try Listing.page("<h1>Bee</h1>")
        let result = try CompiledRecipe(recipe).run(on: page, context: context)
        #expect(
            result.records.map { JSON.object(result.object(of: $0)).text() }
                == [
                    #"{"link":"https://x.example/a"}"#,
                    #"{"link":"https://x.example/b","title":"Bee"}"#,
                ])
    }

    @Test(
        "a path walks through arrays, by index and by star",
        arguments: [
            ("/a/b", "[1,2]"), ("/a/1/b", "[2]"), ("/a/*/b", "[1,2]"), ("/*/c", "[3]"),
            ("", #"[{"a":[{"b":1},{"b":2}],"d/e":{"c":3}}]"#), ("/d~1e/c", "[3]"), ("/x", "[]"),
        ])
    func paths(pointer: String, values: String) throws {
        let json = try JSON.parse(#"{"a":[{"b":1},{"b":2}],"d/e":{"c":3}}"#)
        let path = try #require(DataPath(pointer))
        #expect(path.description == pointer)
        #expect(JSON.array(path.values(in: json)).text() == values)
    }

    @Test("spaces that look like plain ones are plain ones in texts, and lines stay")
    func spaces() throws {
        let markup =
            "<ul><li>2024&nbsp;NYSlipOp\u{202F}04358&nbsp;</li><li>a&#8201;b &nbsp; c</li></ul>"
        let recipe = Recipe(
            name: "spaces", records: .elements(.init("li")),
            fields: [
                RecipeField("text", places: [FieldPlace(.element(nil, take: .text, nth: nil))])
            ])
        let result = try CompiledRecipe(recipe).run(
            on: SourcePage(bytes: Array(markup.utf8)))
        #expect(
            result.records.map { result.object(of: $0)["text"] } == [
                "2024 NYSlipOp 04358", "a b c",
            ])
    }
}
