import AlmanacCore
import Extraction
import Testing

/// Recipes from a few known records of many rows.
@Suite struct ExampleSampleTests {
    private static let fields = [
        WantedField("day", FieldType(.date)), WantedField("code"), WantedField("name"),
    ]

    private static func record(_ row: Int) -> JSONObject {
        let day = row % 28 + 1
        return [
            "day": .string("2026-01-\(day < 10 ? "0" : "")\(day)"), "code": .string("C\(row)X"),
            "name": .string("Name \(row * 7_919 % 10_007)"),
        ]
    }

    @Test(
        "a few records are told among thousands of rows by what no other row has",
        arguments: [[0, 1, 2], [7, 900, 11_999]])
    func many(_ rows: [Int]) throws {
        let lines = (0..<12_000).map { row in
            Self.record(row).members.map { $0.value.stringValue ?? "" }.joined(separator: ",")
        }
        let text = "day,code,name\n" + lines.joined(separator: "\n")
        let page = try SourcePage(bytes: Array(text.utf8))
        let examples = ExampleValues(Self.fields, documents: rows.map(Self.record))
        let recipe = try #require(
            try ExampleBuilder(examples, page, isPage: false, isComplete: false)
                .recipe(name: "codes"))
        #expect(recipe.json["records"]?["learned"] == nil)
        let result = try CompiledRecipe(recipe).run(on: page)
        #expect(result.records.map { result.object(of: $0) } == (0..<12_000).map(Self.record))
    }

    @Test("a list is whole however many rows it has", arguments: [299, 300, 301])
    func whole(_ count: Int) throws {
        // Two rows have one name, and another column has the third's alone.
        let rows = (0..<count).map { row -> String in
            let name = row < 2 ? "Ann" : "Person \(row)"
            return "<li><i>\(row < 2 ? "Alias \(row)" : name)</i><b>\(name)</b></li>"
        }
        let page = try SourcePage(bytes: Array("<ul>\(rows.joined())</ul>".utf8))
        let names: [JSONObject] = [["name": "Ann"], ["name": "Ann"], ["name": "Person 2"]]
        let examples = ExampleValues([WantedField("name")], documents: names)
        let recipe = try #require(
            try ExampleBuilder(examples, page, isPage: false, isComplete: false)
                .recipe(name: "people"))
        #expect(recipe.json["records"]?["learned"] == nil)
        let result = try CompiledRecipe(recipe).run(on: page)
        #expect(result.records.count == count)
        #expect(result.records.prefix(2).allSatisfy { $0.values[0]?.value == "Ann" })
    }
}
