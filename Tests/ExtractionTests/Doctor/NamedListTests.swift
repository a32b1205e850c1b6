import AlmanacCore
import Extraction
import Testing

/// What a second reader, and few findings, change about lists.
@Suite
struct NamedListTests {
    typealias Row = RepairTests.Row

    static func named(_ rows: [Row]) -> [[String: [String]]] {
        rows.map { ["date": [$0.date], "docket": [$0.docket], "url": [$0.url]] }
    }

    static func read(
        _ page: String, named: [[String: [String]]] = []
    ) throws -> PageReading {
        let old = RepairTests.rows(100, 8)
        let recipe = try RepairTests.recipe(RepairTests.table(old), old)
        return Doctor.read(try PageTree(page: Array(page.utf8)), with: recipe, named: named)
    }

    @Test
    func `what the names lead to is evidence`() throws {
        let next = RepairTests.rows(300, 9)
        let page = RepairTests.cards(next)
        let alone = try Self.read(page)
        let both = try Self.read(page, named: Self.named(next))
        for field in ["date", "docket", "url"] {
            #expect(alone.evidence[field]?.suffix(2) == [0, 0])
            #expect(both.evidence[field]?.suffix(2) == [1, 0])
        }
    }

    @Test
    func `something else than the names lead to is withheld`() throws {
        let next = RepairTests.rows(300, 9)
        var named = Self.named(next)
        for index in named.indices { named[index]["docket"] = ["no such thing at all \(index)"] }
        let reading = try Self.read(RepairTests.cards(next), named: named)
        #expect(reading.confidence["docket"] == 0)
        #expect(reading.withheld.contains("docket"))
    }

    @Test
    func `names outweigh places where both are at one about the records`() throws {
        let next = RepairTests.rows(300, 9)
        var named = Self.named(next)
        for index in named.indices { named[index]["docket"] = ["CV-\(700 + index)-B"] }
        let reading = try Self.read(RepairTests.cards(next), named: named)
        #expect(RepairTests.values(reading, "docket") == (0..<9).map { "CV-\(700 + $0)-B" })
        #expect(reading.evidence["docket"]?.suffix(2) == [0, 1])
    }

    @Test
    func `a value that is missing is taken from names that agree elsewhere`() throws {
        var next = RepairTests.rows(300, 12)
        let named = Self.named(next)
        next[4].docket = ""
        let reading = try Self.read(RepairTests.table(next), named: named)
        #expect(reading.state == .healthy)
        #expect(RepairTests.values(reading, "docket") == named.compactMap { $0["docket"]?.first })
    }

    @Test(arguments: [(40, false), (41, true)])
    func `a list of others that grew more than fivefold is withheld`(
        count: Int, isWithheld: Bool
    ) throws {
        var next = RepairTests.rows(300, count)
        for index in next.indices { next[index].docket = "DX-\(300 + index)-B" }
        let reading = try Self.read(RepairTests.cards(next), named: Self.named(next))
        #expect(reading.records.count == count)
        #expect((reading.confidence["url"] == 0) == isWithheld)
    }

    @Test
    func `a value whose first number has other digits than all is left out`() throws {
        var next = RepairTests.rows(300, 9)
        next[3].docket = "CV-30-A"
        let reading = try Self.read(RepairTests.cards(next))
        let dockets = RepairTests.values(reading, "docket")
        #expect(dockets == next.map(\.docket).filter { $0 != "CV-30-A" })
        #expect(RepairTests.values(reading, "date").count == 9)
    }

    @Test
    func `a record that is the same in every field is none`() throws {
        var next = RepairTests.rows(300, 9)
        next.insert(next[5], at: 5)
        let reading = try Self.read(RepairTests.cards(next))
        #expect(RepairTests.values(reading, "docket") == RepairTests.rows(300, 9).map(\.docket))
    }

    /// A list of lines and what is wanted of it.
    static func learned(
        _ lines: [String], _ fields: [(String, String)], _ records: [[String: [String]]]
    ) throws -> PageReading {
        let page = Array(
            ("<html><body><h1>All</h1><ul>" + lines.map { "<li>\($0)</li>" }.joined()
                + "</ul></body></html>").utf8)
        let kinds = fields.compactMap { field in
            ReadKind(field.1).map { (name: field.0, kind: $0) }
        }
        let tree = try PageTree(page: page)
        let recipe = try #require(
            RecipeInducer.recipe(
                from: tree, fields: kinds, records: records.map(ExampleRecord.init), isPage: false))
        return Doctor.read(tree, with: recipe)
    }

    @Test
    func `a number that another looking alike follows closely is learned`() throws {
        let records = (0..<6).map { index -> [String: [String]] in
            [
                "name": ["Case \("ABCDEF".dropFirst(index).prefix(1))"],
                "docket": ["SJC 1180\(index)"],
            ]
        }
        let lines = records.map { record in
            let name = record["name"]?.first ?? ""
            // The space before the bracket may not break.
            return "<a href='/x'>\(name)&nbsp;(\(record["docket"]?.first ?? "")) (May 16, 2017)</a>"
        }
        let reading = try Self.learned(lines, [("name", "text"), ("docket", "text")], records)
        #expect(RepairTests.values(reading, "docket") == records.compactMap { $0["docket"]?.first })
        #expect(RepairTests.values(reading, "name") == records.compactMap { $0["name"]?.first })
    }

    @Test
    func `a part at the end of brackets is learned without the bracket`() throws {
        let judges = ["A. Brown", "J. Earp", "M. Robinson", "L. Bledsoe"]
        let records = judges.enumerated().map { index, judge -> [String: [String]] in
            ["judge": [judge], "url": ["/files/\(index)a.pdf"]]
        }
        let lines = judges.enumerated().map { index, judge in
            "<a href='/files/\(index)a.pdf'>view</a> "
                + "<i>23-CVS-\(1820 + index) (Wake - \(judge))</i>"
        }
        let reading = try Self.learned(lines, [("judge", "text"), ("url", "url")], records)
        #expect(RepairTests.values(reading, "judge") == judges)
    }

    @Test
    func `many addresses are met again below a folder that only their writer knows`() throws {
        let records = (0..<450).map { index -> [String: [String]] in
            ["url": ["somewhere/else/opinions/\(40_000 + index).pdf"]]
        }
        let lines = (0..<450).map { "<a href='opinions/\(40_000 + $0).pdf'>No. \($0)</a>" }
        let reading = try Self.learned(lines, [("url", "url")], records)
        #expect(reading.records.count == 450)
        #expect(reading.state == .healthy)
    }
}
