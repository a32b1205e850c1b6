import AlmanacCore
import Extraction
import Testing

/// Delimited text that is read as a table.
@Suite struct DelimitedTextTests {
    private func rows(_ text: String, type: String? = nil, url: String? = nil) throws -> [[String]]?
    {
        let page = try Document(
            page: Array(text.utf8), contentType: type, url: url.flatMap { WebURL($0) })
        return try page.tables().first?.rows.map { $0.map { $0?.text ?? "-" } }
    }

    @Test(
        "delimited text is a table",
        arguments: [
            ("a,b\n1,2\n3,4\n", [["a", "b"], ["1", "2"], ["3", "4"]]),
            ("a;b\r\n1,5;2\r\n3;4", [["a", "b"], ["1,5", "2"], ["3", "4"]]),
            ("a\tb\n<i>1\t&amp;\n\n3\t4\n", [["a", "b"], ["<i>1", "&amp;"], ["3", "4"]]),
            ("a,b\n\"x, \"\"y\"\"\",2\n3,4\n", [["a", "b"], ["x, \"y\"", "2"], ["3", "4"]]),
            ("\u{FEFF}é,b\nü,2\n,3\n", [["é", "b"], ["ü", "2"], ["", "3"]]),
        ])
    func tables(text: String, expected: [[String]]) throws {
        #expect(try rows(text) == expected)
    }

    @Test("the type and the address tell of short tables, and markup is never one")
    func told() throws {
        #expect(try rows("a,b\n1,2\n") == nil)
        #expect(try rows("a,b\n1,2\n", type: "text/csv; charset=utf-8")?.count == 2)
        #expect(try rows("a,b\n1,2\n", url: "https://a.example/x.CSV")?.count == 2)
        #expect(try rows("a,b\n1,2\n3,4\n", type: "text/html") == nil)
        #expect(try rows("<p>a,b\n1,2\n3,4\n") == nil)
        #expect(try rows("[1,\n2,\n3,\n4,") == nil)
        #expect(try rows("Dear all,\nas said, we, the\nundersigned, agree\n") == nil)
        #expect(try rows("Dear all,\nthanks, John\nsee you, soon\n") == nil)
        #expect(try rows("Roses are red,violets blue\nsugar,sweet\nand so,on\n") == nil)
        #expect(try rows("a,b\n\"1,2\n3,4\n5,6\n", type: "text/csv") == nil)
    }

    @Test("the first row is a heading where it names every column")
    func headings() throws {
        func names(_ text: String) throws -> [String]? {
            try Document(page: Array(text.utf8)).tables().first.map {
                $0.headerRowCount == 1 ? $0.columnNames : []
            }
        }
        #expect(try names("Date,Close\n2024-01-02,1\n2024-01-03,2\n") == ["Date", "Close"])
        #expect(try names("2024-01-02,1\n2024-01-03,2\n2024-01-04,2\n") == [])
        #expect(try names("Date,\n2024-01-02,1\n2024-01-03,2\n") == [])
        #expect(try names("a,a\n2024-01-02,1\n2024-01-03,2\n") == ["a", "a"])
        #expect(try names(",Close\n2024-01-02,1\n2024-01-03,2\n") == ["", "Close"])
        #expect(try names("Firm,2023,2024\nX,1,5\nY,2,4\n") == ["Firm", "2023", "2024"])
        #expect(try names("Firm,2023,2024\nX,2021,2022\nY,2019,2018\n") == [])
    }

    @Test("between commas a point is the decimal one")
    func decimals() throws {
        let page = try SourcePage(
            bytes: Array("date,rate\n2026-01-01,1.085\n2026-01-02,1.086\n".utf8),
            contentType: "text/csv")
        let built = try RecipeBuilder(try WantedField.list("rate: number"), expects: .many)
            .build(from: [page])
        let result = try CompiledRecipe(built.recipe).run(on: page)
        #expect(result.records.first.map { result.object(of: $0)["rate"] } == .number(1.085))
    }

    @Test("a recipe reads delimited text, whatever the order of its columns later")
    func recipe() throws {
        let page = try SourcePage(
            bytes: Array(
                """
                Filed,Ticker,Amount
                01/02/2024,AAPL,"1,200"
                01/13/2024,MSFT,300
                01/14/2024,KO,41

                """.utf8))
        let wanted = try WantedField.list("filed: date, ticker, amount: number")
        let built = try RecipeBuilder(wanted, expects: .many).build(from: [page])
        #expect(built.missing.isEmpty)
        let compiled = try CompiledRecipe(built.recipe)
        let first = """
            {"amount":1200,"filed":"2024-01-02","ticker":"AAPL"}
            """
        func read(_ page: SourcePage) throws -> [String] {
            let result = try compiled.run(on: page)
            return result.records.map { record in
                var object = JSONObject()
                let read = result.object(of: record)
                for name in ["amount", "filed", "ticker"] { object[name] = read[name] }
                return JSON.object(object).text()
            }
        }
        #expect(try read(page).count == 3)
        #expect(try read(page).first == first)
        let later = try SourcePage(
            bytes: Array(
                """
                Ticker;Amount;Broker;Filed
                AAPL;"1,200";x;01/02/2024
                MSFT;300;y;01/13/2024
                KO;41;z;01/14/2024

                """.utf8))
        #expect(try read(later).first == first)
    }

    @Test("what stands behind a closing quote stays in its field")
    func quotes() throws {
        let text = "who,what\n\"Weird Al\" Yankovic,\"a\" \"b\" \n\"x\"\"y\" z,2\n"
        #expect(
            try rows(text, type: "text/csv")
                == [["who", "what"], ["Weird Al Yankovic", "a \"b\""], ["x\"y z", "2"]])
    }

    @Test("a row with more values than the heading has names is a bad row, wherever it stands")
    func surplus() throws {
        var lines = (1...30).map { "2026-01-\($0 < 10 ? "0" : "")\($0),Name \($0)" }
        lines[24] += ", Jr."
        lines[25] += ",,"
        let text = "date,name\n" + lines.joined(separator: "\n") + "\n"
        let page = try SourcePage(bytes: Array(text.utf8), contentType: "text/csv")
        let builder = RecipeBuilder(try WantedField.list("date: date!, name!"), expects: .many)
        let result = try CompiledRecipe(builder.build(from: [page]).recipe).run(on: page)
        #expect(result.records.count == 29)
        #expect(result.badRows.map(\.rule) == ["cells"])
        #expect(result.badRows.first?.values["name"] == "Name 25")
    }

    @Test("a table of many rows is read whole, and one of too many cells says so")
    func large() throws {
        let text = "day,amount\n" + (0..<30_000).map { "2026-01-01,\($0)\n" }.joined()
        let page = try SourcePage(bytes: Array(text.utf8), contentType: "text/csv")
        let finding = try #require(try Scout.findings(on: page, limit: 1).first)
        #expect(finding.rowCount >= 30_000)
        var limits = DocumentLimits()
        limits.nodeCount = 100_000
        let error = #expect(throws: AlmanacError.self) {
            try Document(page: Array(text.utf8), contentType: "text/csv", limits: limits)
        }
        #expect(error?.details["limit"] == "cells")
        #expect(error?.suggestion?.contains("in parts") ?? false)
        // Short cells are longer as HTML than the bytes that a page may have.
        limits = DocumentLimits()
        limits.byteCount = 100_000
        let short = String(repeating: "1,2,3,4,5,6,7,8\n", count: 6_000)
        #expect(
            try Document(page: Array(short.utf8), limits: limits).tables().first?.rows.count
                == 6_000)
    }
}
