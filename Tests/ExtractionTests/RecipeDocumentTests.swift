import AlmanacCore
import Extraction
import Foundation
import JSONSchema
import TestSupport
import Testing

/// The published schema and the example of the documentation.
@Suite struct RecipeDocumentTests {
    private static func file(_ path: String) throws -> String {
        try String(contentsOfFile: PackageRoot.path + "/Documentation/" + path, encoding: .utf8)
    }

    private static func block(_ language: String) throws -> String {
        let parts = try file("Recipes.md").split(separator: "```\(language)\n", maxSplits: 1)
        return String(try #require(parts.last).split(separator: "\n```")[0])
    }

    @Test("the example of the documentation gives what it says")
    func example() throws {
        let recipe = try Recipe(text: Self.block("json"))
        let page = try SourcePage(
            Document(
                html: Array(Self.block("html").utf8), url: WebURL("https://court.example/list")))
        let result = try CompiledRecipe(recipe).run(on: page)
        let text = try Self.file("Recipes.md")
        for record in result.records {
            for (name, value) in result.object(of: record).members {
                #expect(text.contains("\n  \(name): \(value.stringValue ?? "")\n"))
            }
        }
        #expect(result.records.count == 3)
        #expect(result.badRows.map(\.row) == [3])
        #expect(result.withheld.isEmpty)
    }

    @Test("the published schema accepts what the reader accepts")
    func accepted() throws {
        let schema = try Schema(JSON.parse(Self.file("recipe.schema.json")))
        for text in [try Self.block("json"), Listing.recipe] {
            #expect(try schema.findings(in: JSON.parse(text)).isEmpty)
            #expect(try schema.accepts(Recipe(text: text).json))
        }
    }

    @Test(
        "the published schema refuses what the reader refuses",
        arguments: [
            ("\"recipe\": 1", "\"recipe\": 2"), ("\"required\": true", "\"requird\": true"),
            ("\"elements\": \"li\"", "\"elements\": 3"),
            ("\"type\": \"url\"", "\"type\": \"link\""),
            ("{\"label\": [\"Judge\"]}", "{\"lable\": [\"Judge\"]}"),
            ("{\"capture\": \"^([0-9-]+) \"}", "{\"run\": \"x\"}"),
        ])
    func refused(text: String, replacement: String) throws {
        let schema = try Schema(JSON.parse(Self.file("recipe.schema.json")))
        let faulty = Listing.recipe.replacing(text, with: replacement)
        #expect(try !schema.accepts(JSON.parse(faulty)))
        #expect(throws: AlmanacError.self) { try Recipe(text: faulty) }
    }

    /// The usual recipe with another rule for fetching.
    private static func fetching(_ members: String) throws -> String {
        var recipe = try #require(JSON.parse(Listing.recipe).objectValue)
        recipe["fetch"] = try JSON.parse("{\"url\": \"https://court.example/list\", \(members)}")
        return JSON.object(recipe).text()
    }

    @Test("what a browser does before a page is read is part of a recipe")
    func steps() throws {
        let schema = try Schema(JSON.parse(Self.file("recipe.schema.json")))
        let text = try Self.fetching(
            """
            "tier": "browser", "steps": [{"wait": "#q"}, {"type": "#q", "text": "{word}"},
            {"click": "#go"}, {"scroll": 3}], "pages": {"click": "a.next", "limit": 4}
            """)
        let recipe = try Recipe(text: text)
        #expect(
            recipe.fetch?.steps == [
                .wait("#q"), .type("#q", text: "{word}"), .click("#go"), .scroll(times: 3),
            ])
        #expect(recipe.fetch?.paging == FetchRule.Paging(.click("a.next"), pageLimit: 4))
        #expect(try Recipe(recipe.json) == recipe)
        #expect(try schema.findings(in: JSON.parse(text)).isEmpty)
        #expect(try schema.accepts(recipe.json))
        let more = try Recipe(
            text: Self.fetching(##""tier": "browser", "pages": {"more": "#more", "limit": 4}"##))
        #expect(more.fetch?.paging == FetchRule.Paging(.more("#more"), pageLimit: 4))
        #expect(try Recipe(more.json) == more)
        #expect(try schema.accepts(more.json))
    }

    @Test(
        "steps that no browser would do are refused by reader and schema",
        arguments: [
            #""steps": [{"wait": "a"}]"#, #""tier": "page", "pages": {"click": "a"}"#,
            #""tier": "page", "pages": {"more": "a"}"#,
            #""tier": "browser", "pages": {"more": ""}"#,
            #""tier": "browser", "steps": [{"run": "alert(1)"}]"#,
            #""tier": "browser", "steps": [{"scroll": 0}]"#,
            #""tier": "browser", "steps": [{"click": "a", "text": "b"}]"#,
            #""tier": "browser", "steps": [{"wait": ""}]"#,
        ])
    func refusedSteps(members: String) throws {
        let schema = try Schema(JSON.parse(Self.file("recipe.schema.json")))
        let text = try Self.fetching(members)
        #expect(try !schema.accepts(JSON.parse(text)))
        #expect(throws: AlmanacError.self) { try Recipe(text: text) }
    }

    @Test("two recipes differ where they differ")
    func differences() throws {
        let before = try Recipe(text: Listing.recipe)
        var after = before
        after.fields[0].isRequired = false
        after.fields.removeLast()
        after.revision = 3
        #expect(
            before.differences(to: after).map(\.path)
                == ["/revision", "/fields/docket/required", "/fields/found"])
        #expect(before.differences(to: before).isEmpty)
    }

    @Test(
        "rules that no value can pass are refused with their place and what to do",
        arguments: [
            (#""minimum": 5, "maximum": 1"#, "minimum", "exchange"),
            (#""minimum": "2026-02-01", "maximum": "2026-01-01""#, "minimum", "exchange"),
            (
                #""vocabulary": ["Affirmed", "Denied"], "pattern": "^[a-z]+$""#, "vocabulary",
                "pattern"
            ),
        ])
    func contradictions(rules: String, key: String, suggestion: String) throws {
        let text = """
            {"recipe": 1, "name": "a", "records": {"elements": "li"},
             "fields": [{"name": "x", "from": [{"self": true}], "valid": {\(rules)}}]}
            """
        // What an archive keeps is read all the same.
        let recipe = try Recipe(text: text)
        let page = try Listing.page("<ul><li>Affirmed</li></ul>")
        #expect(try CompiledRecipe(recipe).run(on: page).rowCount == 1)
        let error = #expect(throws: AlmanacError.self) { try recipe.checkRules() }
        #expect(error?.details["path"]?.stringValue == "/fields/0/valid/" + key)
        #expect(error?.suggestion?.contains(suggestion) ?? false)
    }
}
