import AlmanacCore
import Extraction
import Testing

@Suite struct ListColumnTests {
    /// A page with rows of cells below a row of headings, and what else it holds.
    private static func page(_ headings: [String], _ rows: [[String]], before: String = "")
        -> String
    {
        let head = headings.map { "<th>\($0)</th>" }.joined()
        let body = rows.map { "<tr>" + $0.map { "<td>\($0)</td>" }.joined() + "</tr>" }.joined()
        return "<html lang=en><body>\(before)<table><tr>\(head)</tr>\(body)</table></body></html>"
    }

    /// The first record that is read, and how many there are.
    private func read(_ html: String, _ wanted: String) throws -> (first: String, count: Int) {
        let page = SourcePage(try Document(html: Array(html.utf8)))
        let built = try RecipeBuilder(WantedField.list(wanted), expects: .many).build(from: [page])
        let result = try CompiledRecipe(built.recipe).run(on: page)
        let first = result.records.first.map { JSON.object(result.object(of: $0)).text() }
        return (first ?? "", result.records.count)
    }

    @Test(
        "the country of a site says which number is the day where nothing else does",
        arguments: [
            ("court.example.gov", "2026-03-01"), ("court.example.co.uk", "2026-01-03"),
            ("court.example.com", nil),
        ])
    func country(host: String, date: String?) throws {
        let rows = (1...4).map { row in
            ["03/01/2026", "26-10\(row)", "<a href='https://\(host)/\(row).pdf'>opinion</a>"]
        }
        let (first, count) = try read(
            Self.page(["Filed", "Case No.", "Opinion"], rows),
            "date_filed: date, docket_number, download_url: url")
        let member = date.map { #""date_filed":"\#($0)","# } ?? ""
        #expect(
            first == #"{\#(member)"docket_number":"26-101","#
                + #""download_url":"https://\#(host)/1.pdf"}"#)
        #expect(count == 4)
    }

    @Test(
        "the codes of one record stand together, and none of them is a date",
        arguments: [
            ("Smith v. State (No. S-10#, S-20#)", "S-101, S-201"),
            ("Smith v. State, No. 26-10#, 2026 ME 3#", "26-101"),
            ("Smith v. State, No. 26-10#, 12-05-2024", "26-101"),
            ("Smith v. State - 26# & 101# C.D. 2026", "261 & 1011 C.D. 2026"),
            ("25-CVS-76#1 (Ann Lee)", "25-CVS-7611"),
        ])
    func codes(cell: String, code: String) throws {
        let rows = (1...6).map { row in
            ["May \(row), 2026", String(cell.map { $0 == "#" ? Character("\(row)") : $0 })]
        }
        let (first, count) = try read(
            Self.page(["Filed", "Case"], rows), "date_filed: date, docket_number")
        #expect(first == #"{"date_filed":"2026-05-01","docket_number":"\#(code)"}"#)
        #expect(count == 6)
    }

    @Test("what is not printed yet is a record without a citation")
    func unprinted() throws {
        let citations = (1...8).map { "\($0) U.S. 10\($0)" } + ["", "xx U.S. xxx"]
        let rows = citations.enumerated().map { ["May \($0 + 1), 2026", "26-1\($0 + 10)", $1] }
        let html = Self.page(["Filed", "Case No.", "Citation"], rows)
        let page = SourcePage(try Document(html: Array(html.utf8)))
        let wanted = try WantedField.list("date_filed: date, docket_number, citation")
        let built = try RecipeBuilder(wanted, expects: .many).build(from: [page])
        let result = try CompiledRecipe(built.recipe).run(on: page)
        #expect(result.records.count == 10)
        #expect(result.records.count { $0.values[2] == nil } == 2)
    }

    @Test("labels within a text name what follows, and an outcome is read where a text ends in it")
    func sentences() throws {
        let outcomes = [
            "Affirmed.", "Reversed and remanded.", "Affirmed in part and vacated in part.",
        ]
        let rows = (0..<6).map { row in
            [
                "May \(row + 1), 2026",
                "Filed authored opinion \(row). Author: Lee, J. Majority: Lee/Kim.",
                "The court looked at whether the rule of section \(row) held in this matter, "
                    + "and at what was said of it. The motion was denied below. "
                    + outcomes[row % 3],
            ]
        }
        let (first, count) = try read(
            Self.page(["Filed", "Entry", "Text"], rows), "date_filed: date, author, disposition")
        #expect(
            first == #"{"date_filed":"2026-05-01","author":"Lee, J.","disposition":"Affirmed"}"#)
        #expect(count == 6)
    }

    @Test("a number that is an amount of money keeps its sign")
    func signedAmounts() throws {
        let texts = ["-$20.50", "$30.10", "($7.25)", "$-3.75", "- $8.00", "−$1.00"]
        let rows = texts.enumerated().map { ["Stock \($0.offset)", $0.element] }
        let html = Self.page(["Name", "Profit"], rows)
        let page = SourcePage(try Document(html: Array(html.utf8)))
        let built = try RecipeBuilder(
            WantedField.list("name, profit: number"), expects: .many
        ).build(from: [page])
        let result = try CompiledRecipe(built.recipe).run(on: page)
        let profits = result.records.map { result.object(of: $0)["profit"] }
        #expect(profits == [-20.5, 30.1, -7.25, -3.75, -8, -1].map { .number($0) })
    }

    @Test("tables that begin with the same headings are one set of records")
    func tablesAlike() throws {
        let years =
            "<table class=a><tr>"
            + (2001...2009).map { "<td><a href='/\($0).html'>\($0)</a></td>" }.joined()
            + "</tr></table>"
        let months = (1...3).map { month in
            let rows = (1...(3 + month)).map { day in
                let name = "2026-0\(month)-0\(day)"
                return "<tr><td>26-\(month)0\(day)</td>"
                    + "<td><a href='/\(name).pdf'>Smith v. Jones \(day)</a></td>"
                    + "<td>\(name)</td></tr>"
            }
            return "<table class=a><caption>Month \(month)</caption><tr><th>Number</th>"
                + "<th>Case</th><th>Date</th></tr>\(rows.joined())</table>"
        }
        let html = "<html><body><div id=main>\(years)\(months.joined())</div></body></html>"
        let (first, count) = try read(html, "filed: date, number, link: url")
        #expect(count == 4 + 5 + 6)
        #expect(first == #"{"filed":"2026-01-01","number":"26-101","link":"/2026-01-01.pdf"}"#)
    }

    @Test("an amount without a currency takes the one that stands beside it for programs")
    func currencyBeside() throws {
        func price(_ html: String, one: Bool) throws -> [JSON?] {
            let page = try SourcePage(bytes: Array(html.utf8))
            let wanted = try WantedField.list("name, price: money")
            let built = try RecipeBuilder(wanted, expects: one ? .one : .many).build(from: [page])
            let result = try CompiledRecipe(built.recipe).run(on: page)
            return result.records.map { result.object(of: $0)["price"] }
        }
        let data = """
            <script type="application/ld+json">{"@type": "Product", "name": "Lamp",
            "offers": {"@type": "Offer", "price": 9.5, "priceCurrency": "EUR"}}</script>
            <h1>Lamp</h1>
            """
        #expect(try price(data, one: true) == [["amount": 9.5, "currency": "EUR"]])
        let own = data.replacing("9.5", with: "\"$9.50\"")
        #expect(try price(own, one: true).first??["currency"] != "EUR")
        let other = data.replacing("\"priceCurrency\": \"EUR\"", with: "\"x\": 1")
        #expect(try price(other, one: true).allSatisfy { $0?["currency"] != "EUR" })
        let items = (1...5).map {
            "<li itemscope itemtype='https://schema.org/Product'><b itemprop=name>Lamp no \($0)</b>"
                + "<span itemprop=price class=price>\($0)9.50</span>"
                + "<meta itemprop=priceCurrency content=CHF></li>"
        }
        let found = try price("<ul>\(items.joined())</ul>", one: false)
        #expect(found.count == 5 && found.allSatisfy { $0?["currency"] == "CHF" }, "\(found)")
    }
}
