import AlmanacCore
import Extraction
import Testing

/// What pages that are one record show of themselves: labels, names of elements, paragraphs.
@Suite struct PageFieldTests {
    /// What is read of a page with a heading and a body.
    static func record(
        _ wanted: String, head: String = "", _ body: String
    ) throws -> JSONObject {
        let html = "<html><head><title>Fish soup</title>\(head)</head><body>\(body)</body></html>"
        let page = SourcePage(try Document(html: Array(html.utf8)))
        let built = try RecipeBuilder(try WantedField.list(wanted + ", title"), expects: .one)
            .build(from: [page])
        let result = try CompiledRecipe(built.recipe).run(on: page)
        return result.object(of: try #require(result.records.first))
    }

    @Test("a description in the head counts where the page shows it as a paragraph")
    func describedInTheHead() throws {
        let text = "A soup that warms on cold days, made in no time."
        func description(_ paragraph: String, _ head: String = "") throws -> JSON? {
            try Self.record(
                "description", head: #"<meta name="description" content="\#(text)">"# + head,
                "<h1>Fish soup</h1><p>\(paragraph)</p>")["description"]
        }
        #expect(try description(text) == .string(text))
        #expect(try description(text + " We had it in Galway.") == .string(text))
        // Nothing that the page does not show, nor what is a part of a longer description.
        #expect(try description("We had it in Galway.") == nil)
        let data = """
            <script type="application/ld+json">{"@type": "Recipe", "name": "Fish soup",
            "description": "\(text) We had it in Galway, in the rain."}</script>
            """
        #expect(try description(text, data) == nil)
    }

    @Test(
        "a paragraph that is called a description is one",
        arguments: ["recipe-description", "bloc_chapeau", "standfirst"])
    func describedByName(name: String) throws {
        let text = "A soup that warms on cold days, made in no time."
        func description(_ inside: String) throws -> JSON? {
            try Self.record(
                "description", #"<h1>Fish soup</h1><div class="\#(name)">\#(inside)</div>"#)[
                    "description"]
        }
        #expect(try description(text) == .string(text))
        #expect(try description("<p>\(text)</p><p>Serve it hot.</p>") == nil)
        #expect(try description("Soup") == nil)
    }

    @Test("a person's name is told from what stands around it and from others' remarks")
    func person() throws {
        let body = """
            <h1>Fish soup</h1><div class="author vcard"><h5><a rel="author" href="/ida">Ida Orr</a>
            </h5><a href="/ida">More of hers</a></div>
            <label class="author-label">Name</label><span class="comment-author">Al Ray</span>
            """
        #expect(try Self.record("author", body)["author"] == "Ida Orr")
    }

    @Test(
        "amounts are read by words that stand for their names, in several languages",
        arguments: [
            #"<ul><li class="person-amount">4</li></ul>"#, "<p>分量：4 个</p>",
            "<p>Serves 4 | Total time: 15 minutes</p>",
        ])
    func amounts(body: String) throws {
        let record = try Self.record("yields: quantity", "<h1>Fish soup</h1>" + body)
        #expect(record["yields"]?.objectValue?["number"] == .number(4))
    }

    @Test("amounts of a line of facts are told by their units")
    func facts() throws {
        func facts(_ line: String) throws -> JSONObject {
            try Self.record(
                "yields: quantity, total_time: minutes, prep_time: minutes",
                "<h1>Fish soup</h1><h2>\(line)</h2><p>It takes 3 pots — 2 hands.</p>")
        }
        let record = try facts("4 servings — 20 minutes")
        #expect(record["yields"]?.objectValue?["number"] == .number(4))
        #expect(record["total_time"] == .number(20))
        #expect(record["prep_time"] == nil)
        #expect(try facts("10 min — 20 min")["total_time"] == nil)
        #expect(try facts("4 pages — 20 pictures")["yields"] == nil)
    }

    @Test("a time without a word for a part of the work is that of all of it")
    func bareTime() throws {
        let body = "<h1>Fish soup</h1><p>Time: 60 minutes</p><p>Prep time: 10 minutes</p>"
        let record = try Self.record("total_time: minutes, prep_time: minutes", body)
        #expect(record["total_time"] == .number(60))
        #expect(record["prep_time"] == .number(10))
        let open = try Self.record("total_time: minutes", "<h1>Soup</h1><p>Time: 1 h + cooling</p>")
        #expect(open["total_time"] == .number(60))
    }

    @Test("a label may say of what kind the record is")
    func recordOfAKind() throws {
        let body = "<h1>Fish soup</h1><p>Recipe Type: Starter</p><p>Cuisine: Irish</p>"
        let record = try Self.record("category, cuisine", body)
        #expect(record["category"] == "Starter")
        #expect(record["cuisine"] == "Irish")
    }
}
