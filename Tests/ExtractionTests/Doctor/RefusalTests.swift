import AlmanacCore
import Extraction
import Testing

/// What refuses a repair of a list, and what is left out or looked for before.
@Suite
struct RefusalTests {
    typealias Row = RepairTests.Row

    static func items(_ texts: [(date: String, name: String)]) -> String {
        "<html><body><h1>All</h1><ul>"
            + texts.map { "<li><a href=\"/x\">\($0.name)</a> \($0.date)</li>" }.joined()
            + "</ul></body></html>"
    }

    static func divisions(_ texts: [(date: String, name: String)]) -> String {
        "<html><body><main>"
            + texts.map {
                "<div class=one><h4 class=head>\($0.name)</h4><p class=when>\($0.date)</p></div>"
            }.joined() + "</main></body></html>"
    }

    static func read(
        _ old: [(date: String, name: String)], _ keys: [String], then page: String
    ) throws -> PageReading {
        let fields = [("date", "date"), ("name", "text")].compactMap { field in
            ReadKind(field.1).map { (name: field.0, kind: $0) }
        }
        let records = zip(old, keys).map { row, date in
            ExampleRecord(values: ["date": [date], "name": [row.name]])
        }
        let recipe = try #require(
            RecipeInducer.recipe(
                from: PageTree(page: Array(items(old).utf8)), fields: fields, records: records,
                isPage: false))
        return Doctor.read(try PageTree(page: Array(page.utf8)), with: recipe)
    }

    static let names = [
        "Title Tax Returns of Presidents", "Title Pardons of Corporations",
        "Title Duties of the Census", "Title Funds for the Border", "Title Rules of Evidence",
    ]
    static let keys = (1...5).map { "2021-03-0\($0)" }
    static let known = zip(names, keys).map { (date: RepairTests.written($1), name: $0) }

    @Test
    func `values without the word that all known ones began with are found`() throws {
        let next = [
            "Seizure of Vessels at Sea", "Testimony of Advisers", "Terms of Inspectors",
            "Sale of the Building", "Limits of Grants",
        ]
        let reading = try Self.read(
            Self.known, Self.keys,
            then: Self.divisions(
                next.enumerated().map { (date: "05/0\($0.offset + 1)/2021", name: $0.element) }))
        #expect(RepairTests.values(reading, "name") == next)
    }

    @Test
    func `records that repeat as those known did not are withheld`() throws {
        // Two known records are one, so that a further one that is the same may be one, too.
        var old = RepairTests.rows(100, 12)
        old.append(old[3])
        let recipe = try RepairTests.recipe(RepairTests.table(old), old)
        let next = RepairTests.rows(300, 4).flatMap { [$0, $0] }
        let page = try PageTree(page: Array(RepairTests.cards(next).utf8))
        let reading = Doctor.read(page, with: recipe)
        #expect(reading.withheld.sorted() == ["date", "docket", "url"])
    }

    @Test
    func `dates all before those known are withheld where fields have moved`() throws {
        let old = RepairTests.rows(100, 8)
        let recipe = try RepairTests.recipe(RepairTests.table(old), old)
        var next = RepairTests.rows(300, 8)
        for index in next.indices { next[index].date = "2019-03-0\(index + 1)" }
        let page = try PageTree(page: Array(RepairTests.cards(next).utf8))
        #expect(Doctor.read(page, with: recipe).withheld.sorted() == ["date", "docket", "url"])
        let same = try PageTree(page: Array(RepairTests.table(next).utf8))
        #expect(!Doctor.read(same, with: recipe).withheld.contains("docket"))
    }

    @Test
    func `records of which half lack what all known ones had are withheld`() throws {
        let old = RepairTests.rows(100, 8)
        let recipe = try RepairTests.recipe(RepairTests.table(old), old)
        var next = RepairTests.rows(300, 8)
        for index in next.indices where index % 2 == 1 {
            next[index].docket = "DX-\(300 + index)-A"
        }
        let page = try PageTree(page: Array(RepairTests.cards(next).utf8))
        #expect(Doctor.read(page, with: recipe).withheld.sorted() == ["date", "docket", "url"])
    }

    @Test
    func `names are not asked for where known ways settle everything`() throws {
        let old = RepairTests.rows(100, 8)
        let recipe = try RepairTests.recipe(RepairTests.table(old), old)
        let page = try PageTree(page: Array(RepairTests.table(RepairTests.rows(300, 9)).utf8))
        var isAsked = false
        func named() -> [[String: [String]]] {
            isAsked = true
            return []
        }
        let reading = Doctor.read(page, with: recipe, named: named())
        #expect(reading.state == .healthy && !isAsked)
        let moved = try PageTree(page: Array(RepairTests.cards(RepairTests.rows(300, 9)).utf8))
        _ = Doctor.read(moved, with: recipe, named: named())
        #expect(isAsked)
    }
}
