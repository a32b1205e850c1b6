import AlmanacCore
import Extraction
import Testing

@Suite struct RecipeBuilderTests {
    static let table = """
        <html lang="en-US"><body><ul class="menu"><li><a href="/a">Home</a></li>
        <li><a href="/b">News</a></li></ul>
        <table><tr><th>Filed</th><th>Case No.</th><th>Case Title</th><th>Judge</th></tr>
        \((1...9).map { row in """
            <tr><td>0\(row)/1\(row)/2026</td><td>26-10\(row)</td>
            <td><a href="/op/26-10\(row).pdf">Smith \(row) v. State</a></td><td>Ann Lee</td></tr>
            """ }.joined())
        </table></body></html>
        """

    @Test("columns are matched with the names and types that are wanted")
    func columns() throws {
        let page = SourcePage(try Document(html: Array(Self.table.utf8)))
        let wanted = try WantedField.list(
            "case_name!, date_filed: date, docket_number, judges, download_url: url, verdict")
        let built = try RecipeBuilder(wanted, expects: .many).build(from: [page])
        #expect(built.missing == ["verdict"])
        let result = try CompiledRecipe(built.recipe).run(on: page)
        #expect(result.records.count == 9)
        #expect(
            JSON.object(result.object(of: result.records[1])).text() == """
                {"case_name":"Smith 2 v. State","date_filed":"2026-02-12",\
                "docket_number":"26-102","judges":"Ann Lee","download_url":"/op/26-102.pdf"}
                """)
    }

    @Test("a list is read by its labels, its headings, and what its texts say")
    func lists() throws {
        let html = """
            <html lang="en-US"><body><table><tr><td colspan=2><strong>Filed: May 4, 2026</strong>
            </td></tr>\((1...5).map { row in """
                <tr class=case><td><a href="/op/\(row).pdf">Smith \(row) v. State</a> <br/>
                Docket: 26-10\(row) <br/>Authoring Judge: Ann Lee <br/>
                Signed on May \(row), 2026</td><td>Order affirmed in part and reversed in part.
                </td></tr>
                """ }.joined())</table></body></html>
            """
        let page = SourcePage(try Document(html: Array(html.utf8)))
        let wanted = try WantedField.list("case_name, docket_number, author, disposition")
        let built = try RecipeBuilder(wanted, expects: .many).build(from: [page])
        let result = try CompiledRecipe(built.recipe).run(on: page)
        #expect(built.missing == [])
        #expect(result.records.count == 5)
        #expect(
            result.records.first.map { JSON.object(result.object(of: $0)).text() } == """
                {"case_name":"Smith 1 v. State","docket_number":"26-101","author":"Ann Lee",\
                "disposition":"Order affirmed in part and reversed in part."}
                """)
    }

    @Test("numbers before the items of a list are no part of them")
    func numbered() throws {
        let html = """
            <html><head><script type="application/ld+json">{"@type": "Recipe", "name": "Soup",
            "recipeInstructions": "1.Boil it.\\r\\n2.Cool it.\\r\\n3.Eat it."}</script></head>
            <body><h1>Soup</h1><ol><li>Boil it.</li><li>Cool it.</li><li>Eat it.</li></ol></body>
            </html>
            """
        let page = SourcePage(try Document(html: Array(html.utf8)))
        let wanted = try WantedField.list("title, instructions: list of text")
        let built = try RecipeBuilder(wanted, expects: .one).build(from: [page])
        let result = try CompiledRecipe(built.recipe).run(on: page)
        let record = result.object(of: try #require(result.records.first))
        #expect(record["instructions"] == ["Boil it.", "Cool it.", "Eat it."])
    }

    @Test("a mark that combines with a comma before it is the name's")
    func combining() throws {
        let wanted = try WantedField.list("case,\u{31C}a!: date,b: date!")
        #expect(wanted.map(\.name) == ["case", "\u{31C}a", "b"])
        #expect(wanted.map(\.isRequired) == [false, true, true])
    }

    @Test("a required field that is nowhere is a typed refusal that names it")
    func refusal() throws {
        let page = SourcePage(try Document(html: Array(Self.table.utf8)))
        let wanted = try WantedField.list("case_name, settlement: money!")
        let error = #expect(throws: AlmanacError.self) {
            try RecipeBuilder(wanted, expects: .many).build(from: [page])
        }
        #expect(error?.kind == .extraction)
        #expect(error?.details["field"] == "settlement")
    }

    @Test("what a page says of itself in data comes before its markup")
    func data() throws {
        let html = """
            <html><head><title>Soup | Site</title><script type="application/ld+json">
            {"@graph": [{"@type": "WebSite", "name": "Site"}, {"@type": "Recipe", "name": "Soup",
            "author": {"@type": "Person", "name": "Ann"}, "totalTime": "PT1H5M",
            "recipeYield": "Serves 4", "keywords": "a, b",
            "aggregateRating": {"ratingValue": "4.5", "ratingCount": 12}}]}</script></head>
            <body><h1>Site</h1></body></html>
            """
        let page = SourcePage(try Document(html: Array(html.utf8)))
        let wanted = try WantedField.list(
            """
            title, author, total_time: minutes, cook_time: minutes, yields: quantity,
            keywords: list of text, ratings: number, ratings_count: number
            """)
        let built = try RecipeBuilder(wanted, expects: .one).build(from: [page])
        let result = try CompiledRecipe(built.recipe).run(on: page)
        let record = result.object(of: try #require(result.records.first))
        #expect(record["title"] == "Soup")
        #expect(record["author"] == "Ann")
        #expect(record["total_time"]?.doubleValue == 65)
        #expect(record["cook_time"] == nil)
        #expect(record["yields"]?["number"]?.doubleValue == 4)
        #expect(record["keywords"] == ["a", "b"])
        #expect(record["ratings"]?.doubleValue == 4.5)
        #expect(record["ratings_count"]?.doubleValue == 12)
    }

    /// The values that are read from a page that is one record.
    private func record(_ html: String, _ wanted: String) throws -> JSONObject {
        let page = SourcePage(try Document(html: Array(html.utf8)))
        let built = try RecipeBuilder(try WantedField.list(wanted), expects: .one)
            .build(from: [page])
        let result = try CompiledRecipe(built.recipe).run(on: page)
        return result.object(of: try #require(result.records.first))
    }

    private static func soup(_ image: String, _ title: String, _ body: String) -> String {
        """
        <html><head><title>\(title)</title><meta property="og:image" content="\(image)">
        <script type="application/ld+json">{"@type": "Recipe", "name": "Fish soup",
        "author": "Ann", "image": "https://a.example/1.jpg",
        "recipeIngredient": ["2 cups water", "1 fish"]}</script></head><body>\(body)</body></html>
        """
    }

    @Test("what a page says of itself is withheld where what it shows says otherwise")
    func unseen() throws {
        let wanted = "title, author, image: url, ingredients: list of text"
        let agreeing = try record(
            Self.soup(
                "https://a.example/1.jpg", "Site",
                "<h1>Fish soup</h1><p>2 cups <b>water</b></p><p>1 fish</p>"), wanted)
        #expect(agreeing["title"] == "Fish soup")
        #expect(agreeing["image"] == "https://a.example/1.jpg")
        #expect(agreeing["ingredients"] == ["2 cups water", "1 fish"])
        let differing = try record(
            Self.soup(
                "https://a.example/2.jpg", "Site",
                "<h1>Soup of fish</h1><p>500 ml water</p><p>1 fish</p>"), wanted)
        #expect(differing["title"] == nil)
        #expect(differing["image"] == nil)
        #expect(differing["ingredients"] == nil)
        #expect(differing["author"] == "Ann")
    }

    @Test("rows that a script shows later are records, and the page's other dates settle theirs")
    func hiddenRows() throws {
        let html = """
            <html><body><p>Last update: 12/28/2025</p><div style="display:none"><table>
            <thead><tr><th>Released</th><th>Case Number</th><th>Title</th></tr></thead><tbody>
            <tr><td>12/04/2025</td><td>102,586-6 </td><td>* Ray v. State</td></tr>
            <tr><td>12/04/2025</td><td>102,587-1 </td><td>State v. Ng</td></tr>
            <tr><td>12/03/2025</td><td>102,588-9 </td><td>* In re Lee</td></tr>
            </tbody></table></div></body></html>
            """
        let page = SourcePage(try Document(html: Array(html.utf8)))
        let wanted = try WantedField.list("docket_number, case_name, date: date")
        let built = try RecipeBuilder(wanted, expects: .many).build(from: [page])
        let result = try CompiledRecipe(built.recipe).run(on: page)
        let records = result.records.map { result.object(of: $0) }
        #expect(records.map { $0["date"] } == ["2025-12-04", "2025-12-04", "2025-12-03"])
        #expect(records.map { $0["docket_number"] } == ["102,586-6", "102,587-1", "102,588-9"])
        #expect(records.map { $0["case_name"] } == ["Ray v. State", "State v. Ng", "In re Lee"])
    }

    @Test("what is below a heading is a field's list up to the next heading, in its parts")
    func listsBelowHeadings() throws {
        let html = """
            <html><head><title>Taart</title></head><body><h1>Taart</h1><h3>Ingredients</h3>
            <h5>Deeg</h5><ul><li>150 g bloem</li><li>1 ei</li></ul>
            <h5>Vulling</h5><ul><li>2 appels</li><li>1 citroen</li></ul>
            <h3>Bereidingswijze</h3><ol><li>Kneed het deeg.</li><li>Bak de taart.</li></ol>
            <h3>Equipment</h3><p>None</p><h3>More</h3><dl><dt>Soup</dt><dd>Bread</dd></dl>
            </body></html>
            """
        let result = try record(
            html,
            "ingredients: list of text, instructions_list: list of text, equipment: list of text")
        #expect(result["ingredients"] == ["150 g bloem", "1 ei", "2 appels", "1 citroen"])
        #expect(result["instructions_list"] == ["Kneed het deeg.", "Bak de taart."])
        #expect(result["equipment"] == nil)
    }

    @Test("a list that is shown otherwise than in the data is read as it is shown")
    func shownList() throws {
        let html = """
            <html><head><title>Soup</title><script type="application/ld+json">
            {"@type": "Recipe", "name": "Soup", "recipeIngredient":
            ["verse ravioli 500gr", "roomboter 75gr", "citroen 1"], "recipeYield": "10-12"}
            </script></head><body><h1>Soup</h1><h2>Ingredients</h2><ul><li>500 gr verse ravioli</li>
            <li>75 gr roomboter</li><li>1 citroen</li></ul></body></html>
            """
        let result = try record(html, "title, ingredients: list of text, yields: quantity")
        #expect(result["title"] == "Soup")
        #expect(result["ingredients"] == ["500 gr verse ravioli", "75 gr roomboter", "1 citroen"])
        #expect(result["yields"] == nil)
    }

    @Test("facts of one line are read by their labels, and a person by what its element is called")
    func lineOfFacts() throws {
        func page(_ author: String) -> String {
            """
            <html><head><title>Soup</title></head><body><h1>Soup</h1>
            <p>Serves 2 | Prep 10 min | Cook: 25 min · Easy</p>
            <p>Everybody asks for it. <span class="post-author">\(author)</span></p></body></html>
            """
        }
        let wanted = "prep_time: minutes, cook_time: minutes, yields: quantity, author"
        let result = try record(page("Ida Orr"), wanted)
        #expect(result["prep_time"] == .number(10))
        #expect(result["cook_time"] == .number(25))
        #expect(result["author"] == "Ida Orr")
        // Two that say otherwise, a label, and a sentence are no name.
        let two = #"Ida Orr</span><span class="post-author">Al Ray"#
        let another = #"Ida Orr</span><b class="author-list">Bea Ng</b><span>"#
        for other in [two, another, "Recipe by Ida Orr", "Ida wrote this on a cold day at home"] {
            #expect(try record(page(other), wanted)["author"] == nil)
        }
    }

    @Test("a record stays one without a field that nobody required, and a required one is on each")
    func tolerated() throws {
        let rows = (1...40).map { row in
            "<tr><td>A\(row + 10)</td><td>Name \(row)</td><td>"
                + (row == 7 ? "1993 (1989)" : row == 9 ? "" : "\(1900 + row)") + "</td></tr>"
        }
        let html =
            "<table><tr><th>Ticker</th><th>Name</th><th>Founded</th></tr>" + rows.joined()
            + "</table>"
        let records = try Self.records(html, "ticker!, name!, founded: integer")
        #expect(records.count == 40)
        #expect(records[6]["founded"] == nil && records[6]["name"] == "Name 7")
        let error = #expect(throws: AlmanacError.self) {
            try Self.records(html, "ticker!, name!, founded!: integer")
        }
        #expect(error?.message.contains("'founded'") == true)
        #expect(error?.message.contains("2 of ") == true, "\(error?.message ?? "")")
    }

    @Test("a row of headings is no record that lacks fields")
    func headingRow() throws {
        let rows = (1...12).map { row in
            "<tr><td>A14A13\(row + 20)</td><td>Ruling \(row)</td><td>05/\(row + 12)/2021</td></tr>"
        }
        let html =
            "<table><tr><td>Number</td><td>Ruling</td><td>Date</td></tr>" + rows.joined()
            + "<tr><td>A14A1399</td><td>Ruling 13</td><td></td></tr></table>"
        let records = try Self.records(html, "docket_number, disposition, date_filed: date")
        #expect(records.count == 13, "\(records.map { JSON.object($0).text() })")
        #expect(records.first?["docket_number"] == "A14A1321")
    }

    /// Cards of a shop whose markup names next to nothing.
    private static func cards(_ price: (Int) -> String) -> String {
        let cards = (1...12).map { row in
            """
            <div class="card"><img src="/i\(row).png"><h3><a href="/p/\(row)">Widget \(row)
            deluxe</a></h3><p>Good widget number \(row) with things.</p>\(price(row))</div>
            """
        }
        return "<html><body><div class=grid>\(cards.joined())</div></body></html>"
    }

    @Test("a price is told by its currency, a link from a picture", arguments: ["$", "EUR "])
    func prices(sign: String) throws {
        let html = Self.cards { "<span>\(sign)\($0 * 3).99</span><button>Add</button>" }
        for type in [": money", ": number", ""] {
            let records = try Self.records(html, "title, price\(type), link: url, image: url")
            #expect(records.count == 12)
            let second = try #require(records.dropFirst().first)
            #expect(second["title"] == "Widget 2 deluxe" && second["link"] == "/p/2")
            #expect(second["image"] == "/i2.png")
            switch type {
            case ": number": #expect(second["price"] == .number(6.99))
            case "": #expect(second["price"] == .string("\(sign)6.99"))
            default: #expect(second["price"]?["amount"] == .number(6.99))
            }
        }
    }

    @Test("several unnamed prices of an item are no records of their own")
    func severalPrices() throws {
        let items = (1...12).map { row in
            "<li><h3><a href=/p/\(row)>Widget \(row) deluxe</a></h3><span>\(row + 28),90 €</span>"
                + "<span>\(row + 18),90 €</span></li>"
        }
        let html = "<html lang=de><body><ul>\(items.joined())</ul></body></html>"
        for wanted in ["title, price: number", "title"] {
            let records = try Self.records(html, wanted)
            #expect(records.count == 12 && records.first?["title"] == "Widget 1 deluxe")
        }
    }

    @Test("of two prices none is guessed, but an old one is none")
    func twoPrices() throws {
        let both = Self.cards { "<b>$\($0 * 3).99</b> <i>$\($0 * 2).50</i>" }
        #expect(try Self.records(both, "title, price: money").first?["price"] == nil)
        let old = Self.cards { "<s class=old>$\($0 * 3).99</s> <b>$\($0 * 2).50</b>" }
        let found = try Self.records(old, "title, price: money").first?["price"]
        #expect(found?["amount"] == .number(2.5))
    }

    @Test("a moment keeps its hour, whichever way its zone is written")
    func moments() throws {
        let rows = (1...6).map { row in
            "<li><b>Story \(row)</b> <i>Thu, 0\(row) Jan 2026 09:37:00 +0000</i></li>"
        }
        let records = try Self.records(
            "<ul>" + rows.joined() + "</ul>", "title, published: datetime")
        #expect(records.first?["published"] == "2026-01-01T09:37:00Z")
    }

    @Test("a number of a year is one code, and No. is the word number")
    func codes() throws {
        let rows = (1...6).map { row in
            "<li>In re Ray \(row) and others - \(100 + row) M.D. 202\(row % 3)</li>"
        }
        let first = try Self.records("<ul>" + rows.joined() + "</ul>", "docket_number")
        #expect(first.first?["docket_number"] == "101 M.D. 2021")
        let cells = (1...6).map { row in
            "<tr><td>14-9\(row)</td><td>Ray \(row) v. Ng</td><td>12-0009\(row)</td></tr>"
        }
        let second = try Self.records(
            "<table><tr><th>Number</th><th>Caption</th><th>Court No.</th></tr>"
                + cells.joined() + "</table>", "docket_number, case_name")
        #expect(second.first?["docket_number"] == "12-00091")
    }

    private static func records(_ html: String, _ wanted: String) throws -> [JSONObject] {
        let page = SourcePage(try Document(html: Array(html.utf8)))
        let built = try RecipeBuilder(try WantedField.list(wanted), expects: .many)
            .build(from: [page])
        let result = try CompiledRecipe(built.recipe).run(on: page)
        return result.records.map { result.object(of: $0) }
    }

    @Test("rows whose code is none, or whose citation is a date, are of another kind")
    func otherKinds() throws {
        func rows(_ odd: String, _ citation: String) throws -> Int {
            let rows = (1...12).map { row in
                row == 7 ? (odd, citation) : ("26-10\(row)", "2026 Ill. App. 10\(row)")
            }
            let html = """
                <html lang="en-US"><body><table><tr><th>Filed</th><th>Docket number</th>
                <th>Citation</th></tr>\(rows.enumerated().map { place, row in
                    "<tr><td>01/0\(place % 9 + 1)/2026</td><td>\(row.0)</td><td>\(row.1)</td></tr>"
                }.joined())</table></body></html>
                """
            return try Self.records(html, "date_filed: date, docket_number, citation").count
        }
        #expect(try rows("26-107", "2026 Ill. App. 107") == 12)
        #expect(try rows("Bar Admissions", "2026 Ill. App. 107") == 11)
        #expect(try rows("26-107", "01/07/2026") == 11)
    }

    @Test("pages without anything are refused", arguments: ["", "{}", "<p>", "\u{0}\u{1}"])
    func nothing(text: String) throws {
        let page = try SourcePage(bytes: Array(text.utf8))
        let wanted = try WantedField.list("title, filed: date")
        for expects in [RecipeBuilder.Expectation.one, .many] {
            #expect(throws: AlmanacError.self) {
                try RecipeBuilder(wanted, expects: expects).build(from: [page])
            }
        }
    }
}
