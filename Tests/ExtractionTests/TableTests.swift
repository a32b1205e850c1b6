import AlmanacCore
import Extraction
import Testing

/// Tables as grids.
@Suite struct TableTests {
    private func table(_ html: String) throws -> DataTable {
        try #require(try Document(html: html).tables().first)
    }

    @Test("spans cover the places they say, within their group")
    func spans() throws {
        let table = try table(
            """
            <table><caption>c</caption><thead><tr><th rowspan=2>A<th colspan=2>B<tr><th>C<th>D
            <tbody><tr><td rowspan=0>1<td>2<td>3<tr><td colspan=9>4</table>
            """)
        #expect(table.caption == "c" && table.headerRowCount == 2)
        #expect(table.columnNames.prefix(3) == ["A", "B C", "B D"])
        let texts = table.bodyRows.map { $0.prefix(3).map { $0?.text } }
        #expect(texts == [["1", "2", "3"], ["1", "4", "4"]])
        #expect(table.bodyRows.last?[0]?.isContinuation == true && table.isData)
        #expect(table.columnCount == 10 && table.bodyRows.first?[9] == nil)
    }

    @Test("headings are known by their cells where there is no head")
    func headings() throws {
        let table = try table("<table><tr><th>a<th>b<tr><th>c<td>1</table>")
        #expect(table.headerRowCount == 1 && table.columnNames == ["a", "b"])
        let plain = try self.table("<table><tr><td>a<td>b<tr><td>c<td>d</table>")
        #expect(plain.headerRowCount == 0 && plain.isData)
        let layout = try self.table("<table><tr><td><table><tr><td>x</table></table>")
        #expect(!layout.isData)
    }

    @Test("spans that make a table huge are refused")
    func huge() throws {
        let row = String(repeating: "<td colspan=1000 rowspan=9999>", count: 50)
        let rows = String(repeating: "<tr>", count: 2_000)
        let page = try Document(html: "<table><tr>\(row)\(rows)</table>")
        #expect(throws: AlmanacError.self) { try page.tables() }
    }

    @Test("a table that spans make wide is refused before its empty places are made")
    func wide() throws {
        let row = String(repeating: "<td colspan=1000>", count: 900)
        let rows = String(repeating: "<tr>", count: 99)
        let page = try Document(html: "<table><tr>\(row)<td rowspan=0>\(rows)</table>")
        let error = #expect(throws: AlmanacError.self) { try page.tables() }
        #expect((error?.details["value"]?.intValue ?? .max) < 6_000_000)
    }
}
