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
}
