import AlmanacCore
import Extraction
import Testing

@Suite struct ScoutTests {
    @Test("records of a table are found with nothing given")
    func table() throws {
        let page = SourcePage(
            try Document(html: Array(RecipeBuilderTests.table.utf8)))
        let finding = try #require(try Scout.findings(on: page).first)
        let result = try CompiledRecipe(finding.recipe).run(on: page)
        let values = result.records.map { record in
            result.object(of: record).members.map { $0.value.stringValue ?? $0.value.text() }
        }
        for row in 1...9 {
            for wanted in ["2026-0\(row)-1\(row)", "26-10\(row)", "Smith \(row) v. State"] {
                #expect(values.contains { $0.contains(wanted) }, "\(wanted)")
            }
        }
    }

    @Test("records of data are found with nothing given")
    func data() throws {
        let json: JSON = [
            "meta": ["count": 2],
            "results": [
                ["id": 1, "title": "A b", "when": "2026-01-02"],
                ["id": 2, "title": "C d", "when": "2026-01-03"],
            ],
        ]
        let finding = try #require(try Scout.findings(on: SourcePage(json: json)).first)
        #expect(finding.rowCount == 2)
        #expect(finding.recipe.field("title")?.type == .text)
        #expect(finding.recipe.field("when")?.type == FieldType(.date))
    }

    @Test("a page without repetition has no findings", arguments: ["", "<p>One.", "{\"a\": 1}"])
    func nothing(text: String) throws {
        #expect(try Scout.findings(on: SourcePage(bytes: Array(text.utf8))).isEmpty)
    }

    @Test("deep and wide pages are looked through without harm")
    func hostile() throws {
        let deep = String(repeating: "<div>", count: 3_000) + "1-2-3 x"
        let wide = String(repeating: "<p>26-101 x v. y</p>", count: 3_000)
        for text in [deep, wide] {
            _ = try Scout.findings(on: SourcePage(bytes: Array(text.utf8)))
        }
    }

    @Test(
        "tables, lists and their like inside each other cost no square of the page",
        arguments: [
            ("<table><tr><td>a<td>", 200), ("<ul><li>item one two ", 200),
            ("<dl><dt>name<dd>value ", 300), ("<div>text here ", 2_000),
            ("<ul><li>item 3<li>", 1_500), ("<span>a ", 4_000),
        ])
    func nested(part: String, count: Int) throws {
        let page = try SourcePage(bytes: Array(String(repeating: part, count: count).utf8))
        // What elements inside each other are read for holds their texts again and again.
        let read = try Scout.findings(on: page).map { finding in
            try CompiledRecipe(finding.recipe).run(on: page).records.reduce(0) { sum, record in
                record.values.reduce(sum) { $0 + ($1?.text.utf8.count ?? 0) }
            }
        }
        let most = read.max() ?? 0
        #expect(most <= 16 * part.utf8.count * count, "\(most)")
    }

    @Test("that elements lie too deep inside each other is said with the limit")
    func tooDeep() throws {
        let deep = try SourcePage(
            bytes: Array(String(repeating: "<div>text here ", count: 2_000).utf8))
        let error = try #require(Scout.nestingFault(deep))
        #expect(error.kind == .extraction && error.details["allowed"] == 2_000_000)
        #expect(error.suggestion?.contains("--example") ?? false)
        let open = (1...200).map { "<div class=row><b>Case \($0)</b> <i>26-\(100 + $0)</i>" }
        let page = try SourcePage(bytes: Array(open.joined().utf8))
        #expect(Scout.nestingFault(page) == nil)
        #expect(try Scout.findings(on: page).contains { $0.rowCount >= 199 })
    }

    private static func paged(_ links: String) throws -> SourcePage {
        SourcePage(
            try Document(
                html: Array("<ul><li>1<li>2</ul>\(links)".utf8),
                url: WebURL("https://a.example/list?page=2")))
    }

    @Test(
        "a link that says that it leads back is no way to the next page",
        arguments: [
            ("<div class=next><a href='?page=1'>Previous</a></div>", nil),
            ("<a class=next href='?page=1'>« Zurück</a>", nil),
            ("<a class=older rel=prev href='?page=1'>1</a>", nil),
            ("<a title='next page' href='?page=1'>Newer posts</a>", nil),
            ("<a rel=next href='?page=1'>Newer posts</a>", nil),
            ("<a class=older href='?page=3'>Older posts</a>", "a.older"),
            ("<a rel=next href='?page=3'>« Previous posts</a>", "a[rel~=\"next\" i]"),
            (
                "<div class=next><a href='?page=1'>Previous</a> <a href='?page=3'>Next</a></div>",
                ".next > a"
            ),
        ])
    func paging(links: String, selector: String?) throws {
        let page = try Self.paged(links)
        let found = PagingFinder(page)?.steps().compactMap { step -> String? in
            if case .link(let selector) = step { selector } else { nil }
        }
        #expect(found?.first == selector, "\(found ?? [])")
    }

    @Test("a run leads on past links that say that they lead back, unless its rule asks for them")
    func leadingOn() throws {
        let text = """
            {"recipe": 1, "name": "a", "records": {"elements": "li"},
             "fetch": {"url": "https://a.example/list", "pages": {"link": "SELECTOR"}},
             "fields": [{"name": "text", "from": [{"self": true}]}]}
            """
        func next(_ selector: String, _ links: String) throws -> RecipeResult.NextPage? {
            let recipe = try Recipe(text: text.replacing("SELECTOR", with: selector))
            return try CompiledRecipe(recipe).run(on: Self.paged(links)).next
        }
        let back = "<a class='pager prev' href='?page=1'>Previous</a>"
        let on = "<a class=pager href='?page=3'>Next</a>"
        let third = WebURL("https://a.example/list?page=3").map(RecipeResult.NextPage.address)
        let first = WebURL("https://a.example/list?page=1").map(RecipeResult.NextPage.address)
        #expect(try next("a.pager", back + on) == third)
        #expect(try next("a.pager", back) == nil)
        #expect(try next("a.prev", back + on) == first)
    }
}
