import AlmanacCore
import Extraction
import TestSupport
import Testing

@Suite
struct RecipeRepairTests {
    static let fields = [
        WantedField("date", FieldType(.date)), WantedField("docket", isRequired: true),
        WantedField("url", FieldType(.url)),
    ]

    static func page(_ text: String) -> StoredPage { StoredPage(bytes: Array(text.utf8)) }

    /// The same rows on a page that was built anew.
    static func redesigned(_ rows: [RepairTests.Row]) -> String {
        "<html lang=en-US><body><main><h1>Opinions</h1><div><table class=results>"
            + rows.map {
                "<tr><td class=when>\(RepairTests.written($0.date))</td>"
                    + "<td class=court>Supreme Court</td>"
                    + "<td class=doc><a href=\"\($0.url)\">\($0.docket)</a></td></tr>"
            }.joined() + "</table></div></main></body></html>"
    }

    static func documents(_ rows: [RepairTests.Row]) -> [JSONObject] {
        rows.map {
            ["date": .string($0.date), "docket": .string($0.docket), "url": .string($0.url)]
        }
    }

    static func recipe(_ text: String, _ rows: [RepairTests.Row]) throws -> Recipe {
        let examples = ExampleValues(fields, documents: documents(rows))
        let recipe = try ExampleBuilder(examples, page(text).page(), isPage: false)
            .recipe(name: "opinions")
        var found = try #require(recipe)
        found.identity = ["docket"]
        return found
    }

    @Test
    func `a recipe learned from values gives them, and those of the next page of the form`() throws
    {
        let recipe = try Self.recipe(
            RepairTests.table(RepairTests.rows(100, 8)), RepairTests.rows(100, 8))
        #expect(recipe.fields.map(\.name) == ["date", "docket", "url"])
        let next = RepairTests.rows(300, 11)
        let result = try CompiledRecipe(recipe).run(on: Self.page(RepairTests.table(next)).page())
        #expect(result.records.map { result.object(of: $0) } == Self.documents(next))
    }

    @Test
    func `a redesigned page gives a new recipe that reads what the Doctor found, or none`() throws {
        let old = RepairTests.rows(100, 12)
        let recipe = try Self.recipe(RepairTests.table(old), old)
        let new = Array(RepairTests.rows(106, 12))
        let outcome = try RecipeRepair(recipe).attempt(
            good: Self.page(RepairTests.table(old)), changed: [Self.page(Self.redesigned(new))])
        guard let repaired = outcome.recipe else {
            Issue.record("\(outcome.reason) \(JSON.object(outcome.evidence).text())")
            return
        }
        #expect(repaired.revision == recipe.revision + 1)
        let result = try CompiledRecipe(repaired).run(on: Self.page(Self.redesigned(new)).page())
        #expect(result.records.count == 12)
        for (record, row) in zip(result.records, Self.documents(new)) {
            for (name, value) in result.object(of: record).members { #expect(row[name] == value) }
        }
    }

    @Test
    func `what merely all known records had may be missing in some of a changed page`() throws {
        let old = RepairTests.rows(100, 12)
        let recipe = try Self.recipe(RepairTests.table(old), old)
        #expect(recipe.field("date")?.isRequired == true)
        var new = RepairTests.rows(106, 25)
        for row in [4, 17] { new[row].date = "2099-12-31" }
        let page = Self.page(
            Self.redesigned(new).replacing(
                "<td class=when>12/31/2099</td>", with: "<td class=when></td>"))
        let outcome = try RecipeRepair(recipe).attempt(
            good: Self.page(RepairTests.table(old)), changed: [page])
        let repaired = try #require(outcome.recipe, "\(outcome.reason)")
        let result = try CompiledRecipe(repaired).run(on: page.page())
        #expect(result.records.count == 25)
        #expect(
            result.records.map { result.object(of: $0)["date"]?.stringValue ?? "" }
                == new.map { $0.date == "2099-12-31" ? "" : $0.date })
    }

    @Test
    func `a page of which nothing is left is no repair`() throws {
        let old = RepairTests.rows(100, 12)
        let recipe = try Self.recipe(RepairTests.table(old), old)
        let outcome = try RecipeRepair(recipe).attempt(
            good: Self.page(RepairTests.table(old)),
            changed: [Self.page("<html><body><h1>Moved</h1><p>See elsewhere.</p></body></html>")])
        #expect(outcome.recipe == nil)
        #expect(!outcome.reason.isEmpty)
    }

    @Test
    func `a run is sick where records vanish, and well on the next page of the form`() throws {
        let old = RepairTests.rows(100, 12)
        let recipe = try Self.recipe(RepairTests.table(old), old)
        let check = try RunCheck(recipe, good: [Self.page(RepairTests.table(old))])
        func verdict(_ text: String) throws -> RunCheck.Verdict {
            let page = Self.page(text)
            return try check.verdict(
                on: page, try CompiledRecipe(recipe).run(on: try page.page()))
        }
        #expect(try !verdict(RepairTests.table(RepairTests.rows(200, 9))).isSick)
        let changed = try verdict(RepairTests.cards(RepairTests.rows(200, 9)))
        #expect(changed.isSick && changed.structureChanged, "\(changed)")
    }
}

@Suite
struct PageClassTests {
    static let pages: [(String, PageClass)] = [
        ("<title>Just a moment...</title><p>Checking your browser</p>", .blocked),
        ("<h1>Access Denied</h1><p>You don't have permission.</p>", .blocked),
        ("<div class=g-recaptcha></div><p>One more step</p>", .blocked),
        ("<title>404 Not Found</title><p>nothing</p>", .error),
        ("<h1>Service unavailable</h1>", .error),
        ("<form><input name=u><input type=password></form>", .login),
        ("<h1>Sign in</h1><p>Use your account</p>", .login),
        ("<h1>Before you continue</h1><p>We use cookies.</p><button>Accept all</button>", .consent),
        ("<html><body></body></html>", .empty), ("{}", .empty), ("{\"error\": \"no\"}", .error),
        ("[{\"a\": 1}]", .content),
        ("<h1>Opinions</h1><ul><li>One case here<li>Another case</ul>", .content),
    ]

    @Test(arguments: pages)
    func `a page is told by what it says and asks for`(_ text: String, _ expected: PageClass) throws
    {
        #expect(PageClass(try SourcePage(bytes: Array(text.utf8))) == expected)
    }

    @Test(arguments: [(401, PageClass.login), (429, .blocked), (503, .error), (200, .content)])
    func `a status of failure says what the page is`(_ status: Int, _ expected: PageClass) throws {
        let page = try SourcePage(bytes: Array("<p>Some words of content</p>".utf8))
        #expect(PageClass(status: status, page) == expected)
    }
}
