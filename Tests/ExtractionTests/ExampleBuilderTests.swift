import AlmanacCore
import Extraction
import Testing

/// Recipes from known values.
@Suite struct ExampleBuilderTests {
    static let fields = [
        WantedField("date", FieldType(.date)), WantedField("docket"),
        WantedField("url", FieldType(.url)),
    ]

    static let page = """
        <html lang="en-US"><body><ul class="menu"><li><a href="/a">Home</a></li></ul>
        <table><tr><th>Filed</th><th>Heard</th><th>Case</th></tr>
        \((1...9).map { row in """
            <tr><td>0\(row)/1\(row)/2026</td><td>0\(row)/0\(row)/2026</td>
            <td><a href="/op/\(row).pdf">26-10\(row)</a></td></tr>
            """ }.joined())
        </table></body></html>
        """

    static func record(_ row: Int) -> JSONObject {
        [
            "date": .string("2026-0\(row)-1\(row)"), "docket": .string("26-10\(row)"),
            "url": .string("/op/\(row).pdf"),
        ]
    }

    static func dockets(_ rows: [Int], isComplete: Bool) throws -> [String]? {
        let page = try SourcePage(bytes: Array(Self.page.utf8))
        let examples = ExampleValues(fields, documents: rows.map(record))
        let recipe = try ExampleBuilder(examples, page, isPage: false, isComplete: isComplete)
            .recipe(name: "court")
        return try recipe.map { recipe in
            #expect(recipe.fields.map(\.name) == ["date", "docket", "url"])
            return try CompiledRecipe(recipe).run(on: page).records.map {
                $0.values[1]?.value.stringValue ?? ""
            }
        }
    }

    @Test(
        "the known records may stand in any order",
        arguments: [Array(1...9), Array((1...9).reversed()), [4, 1, 9, 2, 8, 3, 7, 5, 6]])
    func order(_ rows: [Int]) throws {
        #expect(try Self.dockets(rows, isComplete: true) == (1...9).map { "26-10\($0)" })
    }

    @Test(
        "a few records make a recipe that gives all like them",
        arguments: [[1], [1, 2], [7, 3], [2, 5, 9]])
    func few(_ rows: [Int]) throws {
        #expect(try Self.dockets(rows, isComplete: false) == (1...9).map { "26-10\($0)" })
    }

    @Test("no recipe gives a record that is not on the page")
    func foreign() throws {
        #expect(try Self.dockets([1, 2], isComplete: true) != (1...9).map { "26-10\($0)" })
        let page = try SourcePage(bytes: Array(Self.page.utf8))
        var other = Self.record(3)
        other["docket"] = "27-999"
        let examples = ExampleValues(Self.fields, documents: [Self.record(1), other])
        let recipe = try ExampleBuilder(examples, page, isPage: false, isComplete: false)
            .recipe(name: "court")
        #expect(recipe?.field("docket") == nil)
    }
}
