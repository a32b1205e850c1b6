import AlmanacCore
import Extraction
import TestSupport
import Testing

@Suite
struct RepairTests {
    static let fields = [("date", "date"), ("docket", "text"), ("url", "url")].compactMap { field in
        ReadKind(field.1).map { (name: field.0, kind: $0) }
    }

    struct Row {
        var date: String
        var docket: String
        var url: String
    }

    static func rows(_ start: Int, _ count: Int) -> [Row] {
        (0..<count).map { index in
            let number = start + index
            let day = index % 27 + 1
            return Row(
                date: "2024-03-\(day < 10 ? "0" : "")\(day)", docket: "CV-\(number)-A",
                url: "/opinions/CV-\(number)-A.pdf")
        }
    }

    static func written(_ date: String) -> String {
        let parts = date.split(separator: "-")
        return "\(parts[1])/\(parts[2])/\(parts[0])"
    }

    static func table(_ rows: [Row]) -> String {
        "<html><body><h1>Opinions</h1><table class=list><tr><th>Date</th><th>Case</th></tr>"
            + rows.map {
                "<tr><td>\(written($0.date))</td>"
                    + "<td><a href=\"\($0.url)\">\($0.docket)</a></td></tr>"
            }.joined() + "</table></body></html>"
    }

    static func cards(_ rows: [Row]) -> String {
        "<html><body><main><h1>Opinions</h1>"
            + rows.map {
                "<article class=card><p class=meta>Filed \(written($0.date))</p>"
                    + "<h2><a class=doc href=\"\($0.url)\">\($0.docket)</a></h2></article>"
            }.joined() + "</main></body></html>"
    }

    static func recipe(_ page: String, _ rows: [Row]) throws -> LearnedRecipe {
        let records = rows.map {
            ExampleRecord(values: ["date": [$0.date], "docket": [$0.docket], "url": [$0.url]])
        }
        return try #require(
            RecipeInducer.recipe(
                from: PageTree(page: Array(page.utf8)), fields: fields, records: records,
                isPage: false))
    }

    static func values(_ reading: PageReading, _ field: String) -> [String] {
        reading.records.compactMap { $0[field]?.first }
    }

    @Test
    func `a page of the same form is read and judged healthy`() throws {
        let recipe = try Self.recipe(Self.table(Self.rows(100, 8)), Self.rows(100, 8))
        let next = Self.rows(300, 11)
        let reading = Doctor.read(
            try PageTree(page: Array(Self.table(next).utf8)), with: recipe)
        #expect(reading.state == .healthy)
        #expect(reading.withheld.isEmpty)
        #expect(Self.values(reading, "date") == next.map(\.date))
        #expect(Self.values(reading, "docket") == next.map(\.docket))
        #expect(Self.values(reading, "url") == next.map(\.url))
    }

    @Test
    func `a redesigned page is repaired or withheld and never given wrong`() throws {
        let recipe = try Self.recipe(Self.table(Self.rows(100, 8)), Self.rows(100, 8))
        let next = Self.rows(300, 9)
        let reading = Doctor.read(
            try PageTree(page: Array(Self.cards(next).utf8)), with: recipe)
        #expect(reading.state != .healthy)
        for (field, want) in [
            ("date", next.map(\.date)), ("docket", next.map(\.docket)), ("url", next.map(\.url)),
        ] where !reading.withheld.contains(field) {
            #expect(Self.values(reading, field) == want, "\(field)")
        }
    }

    @Test(arguments: [
        "", "<html><body><h1>Access denied</h1><p>Are you a robot?</p></body></html>",
        "<p>Please log in</p><form><input name=user><input type=password></form>", "{}", "[]",
        "<rss><channel></channel></rss>",
    ])
    func `a page without the records gives nothing`(page: String) throws {
        let recipe = try Self.recipe(Self.table(Self.rows(100, 8)), Self.rows(100, 8))
        let reading = Doctor.read(try PageTree(page: Array(page.utf8)), with: recipe)
        #expect(reading.state == .withheld)
        #expect(reading.withheld.sorted() == ["date", "docket", "url"])
    }

    @Test
    func `values remembered from before are not given when they are gone`() throws {
        let old = Self.rows(100, 8)
        let recipe = try Self.recipe(Self.table(old), old)
        let next = Self.rows(500, 8)
        let reading = Doctor.read(
            try PageTree(page: Array(Self.cards(next).utf8)), with: recipe)
        let given = Set(Self.values(reading, "docket"))
        #expect(given.isDisjoint(with: old.map(\.docket)))
    }

    @Test
    func `a date that breaks the order that all dates kept is left out`() throws {
        let old = Array(Self.rows(100, 12).reversed())
        let recipe = try Self.recipe(Self.table(old), old)
        var next = Array(Self.rows(500, 20).reversed())
        next[7].date = "2019-01-02"
        let reading = Doctor.read(
            try PageTree(page: Array(Self.cards(next).utf8)), with: recipe)
        let dates = Self.values(reading, "date")
        #expect(dates.count == 19)
        #expect(!dates.contains("2019-01-02"))
        #expect(Self.values(reading, "docket").count == 20)
    }

    @Test
    func `the same page and recipe give the same reading`() throws {
        let recipe = try Self.recipe(Self.table(Self.rows(100, 8)), Self.rows(100, 8))
        let page = try PageTree(page: Array(Self.cards(Self.rows(300, 9)).utf8))
        let first = Doctor.read(page, with: recipe)
        for _ in 0..<3 {
            let again = Doctor.read(page, with: recipe)
            #expect(again.records == first.records)
            #expect(again.confidence == first.confidence)
        }
    }

    @Test
    func `deep and torn markup neither crashes nor hangs`() throws {
        let recipe = try Self.recipe(Self.table(Self.rows(100, 8)), Self.rows(100, 8))
        let deep = String(repeating: "<div>", count: 2_000) + "CV-1-A"
        let torn = String(Self.table(Self.rows(1, 50)).prefix(2_000))
        for page in [deep, torn] {
            let reading = Doctor.read(try PageTree(page: Array(page.utf8)), with: recipe)
            #expect(reading.records.count <= page.utf8.count)
        }
    }

    @Test
    func `a name that led to the known value leads to the new one`() throws {
        func page(_ cook: String, _ total: String) -> [UInt8] {
            Array(
                """
                <html><head><script type="application/ld+json">{"@context": "https://schema.org",
                "@type": "Recipe", "name": "Soup of \(cook)", "cookTime": "PT\(cook)M",
                "totalTime": "PT\(total)M", "recipeYield": "4"}</script></head>
                <body><h1>Soup of \(cook)</h1></body></html>
                """.utf8)
        }
        let fields = [
            WantedField("title", .text), WantedField("total_time", FieldType(.minutes)),
        ]
        let known: JSONObject = ["title": "Soup of 30", "total_time": 30]
        let names = NamedReader(
            ExampleValues(fields, documents: [known]),
            good: try SourcePage(bytes: page("30", "30")))
        let values = names.records(on: page("15", "45"))
        #expect(values == [["title": ["Soup of 15"], "total_time": ["45"]]])
        let title = try #require(ReadKind("text"))
        let minutes = try #require(ReadKind("minutes"))
        let old = try PageTree(page: page("30", "30"))
        let learned = try #require(
            RecipeInducer.recipe(
                from: old, fields: [("title", title), ("total_time", minutes)],
                records: [ExampleRecord(values: ["title": ["Soup of 30"], "total_time": ["30"]])],
                isPage: true))
        let reading = Doctor.read(
            try PageTree(page: page("15", "45")), with: learned, named: values)
        #expect(Self.values(reading, "total_time") == ["45"])
    }
}
