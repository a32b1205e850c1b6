import Extraction
import Testing

/// Which of the records of a changed page are those that were wanted, and what completes them.
@Suite
struct RecordKindTests {
    typealias Row = RepairTests.Row

    private static func read(_ old: String, _ rows: [Row], then new: String) throws -> PageReading {
        let recipe = try RepairTests.recipe(old, rows)
        return Doctor.read(try PageTree(page: Array(new.utf8)), with: recipe)
    }

    private static func items(_ rows: [Row]) -> String {
        rows.map {
            "<li><p><a href=\"\($0.url)\">\($0.docket)</a> \(RepairTests.written($0.date))</p></li>"
        }.joined()
    }

    @Test
    func `of several kinds under headings the one that every known record named is read`() throws {
        let old = RepairTests.rows(100, 6)
        let table =
            "<html><body><h1>Opinions</h1><table>"
            + old.map {
                "<tr><td>\(RepairTests.written($0.date))</td><td><a href=\"\($0.url)\">"
                    + "\($0.docket)</a></td><td>Supreme Court</td><td>Published</td></tr>"
            }.joined() + "</table></body></html>"
        let wanted = RepairTests.rows(300, 8)
        let other = RepairTests.rows(500, 30)
        let page =
            "<html><body><h1>Opinions</h1><div><h2>Supreme - Published</h2><ul>"
            + Self.items(wanted) + "</ul></div><div><h2>Court of Appeals - Published</h2><ul>"
            + Self.items(other) + "</ul></div></body></html>"
        let reading = try Self.read(table, old, then: page)
        #expect(RepairTests.values(reading, "docket") == wanted.map(\.docket))
        // As many records under headings that tell nothing are not taken apart.
        let plain = page.replacing("Supreme - Published", with: "One").replacing(
            "Court of Appeals - Published", with: "Two")
        #expect(try Self.read(table, old, then: plain).records.count == 38)
    }

    @Test
    func `a list that grew is given where it holds just the kind that the known records named`()
        throws
    {
        let old = RepairTests.rows(100, 6)
        let table =
            "<html><body><h1>Opinions</h1><table>"
            + old.map {
                "<tr><td>\(RepairTests.written($0.date))</td><td><a href=\"\($0.url)\">"
                    + "\($0.docket)</a></td><td>Supreme Court</td><td>Published</td></tr>"
            }.joined() + "</table></body></html>"
        // Lists with notes among the records do not look like those known without their name.
        let notes = String(repeating: "<li>Withdrawn</li>", count: 4)
        let page =
            "<html><body><h1>Opinions</h1><div><h2>Supreme - Published</h2><ul>"
            + Self.items(RepairTests.rows(300, 40)) + notes
            + "</ul></div><div><h2>Court of Appeals - Published</h2><ul>"
            + Self.items(RepairTests.rows(500, 30)) + notes + "</ul></div></body></html>"
        let reading = try Self.read(table, old, then: page)
        #expect(reading.records.count == 40)
        #expect(!reading.withheld.contains("docket"))
        let plain = page.replacing("Supreme - Published", with: "One").replacing(
            "Court of Appeals - Published", with: "Two")
        #expect(try Self.read(table, old, then: plain).withheld.contains("docket"))
    }

    @Test
    func `values of records written otherwise are read beside those of the others`() throws {
        let all = RepairTests.rows(100, 11).enumerated().map {
            Row(date: $1.date, docket: $1.docket, url: "/opinions/\($0 + 40).pdf")
        }
        let old = Array(all.prefix(8))
        let page =
            "<html><body><ul>"
            + all.enumerated().map { index, row in
                let name = index % 4 == 3 ? "h4" : "h3"
                return "<li><a href=\"\(row.url)\">Read</a><\(name)>\(row.docket)</\(name)>"
                    + "<p>\(RepairTests.written(row.date))</p></li>"
            }.joined() + "</ul></body></html>"
        let reading = try Self.read(
            "<html><body><ul>\(Self.items(old))</ul></body></html>", old, then: page)
        #expect(RepairTests.values(reading, "docket") == all.map(\.docket))
    }

    private static func recipe(_ categories: String, _ steps: String) throws -> PageTree {
        try PageTree(
            page: Array(
                """
                <html><head><script type="application/ld+json">{"@context": "https://schema.org",
                "@type": "Recipe", "recipeCategory": \(categories),
                "recipeInstructions": "\(steps)"}</script></head><body><h1>Soup</h1></body></html>
                """.utf8))
    }

    private static func learned(
        _ page: PageTree, _ kind: String, _ values: [String]
    ) throws -> LearnedRecipe {
        let read = try #require(ReadKind(kind))
        return try #require(
            RecipeInducer.recipe(
                from: page, fields: [("field", read)],
                records: [ExampleRecord(values: ["field": values])], isPage: true))
    }

    @Test
    func `a value that joins several strings is joined again`() throws {
        let old = try Self.recipe("[\"World\", \"European\", \"Italian\"]", "Cook.")
        let recipe = try Self.learned(old, "text", ["World,European,Italian"])
        for (categories, value) in [
            ("[\"Dinner\"]", "Dinner"), ("[\"Soup\", \"Hot\"]", "Soup,Hot"),
        ] {
            let reading = Doctor.read(try Self.recipe(categories, "Cook."), with: recipe)
            #expect(reading.records == [["field": [value]]])
        }
    }

    @Test
    func `lines of a text are kept where it has markup within them`() throws {
        let old = try Self.recipe("[]", "Melt the butter.\\nAdd the onions.\\nServe.")
        let recipe = try Self.learned(
            old, "list of text", ["Melt the butter.", "Add the onions.", "Serve."])
        let new = try Self.recipe("[]", "Heat the oil.\\rAdd <b>three</b> eggs.\\rEat.")
        #expect(
            Doctor.read(new, with: recipe).records
                == [["field": ["Heat the oil.", "Add three eggs.", "Eat."]]])
    }
}
