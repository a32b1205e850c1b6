import AlmanacCore
import Extraction
import Testing

/// Recipes from known values.
@Suite struct ExampleBuilderTests {
    static let fields = [
        WantedField("date", FieldType(.date)), WantedField("docket"),
        WantedField("url", FieldType(.url)),
    ]

    static let page = """
        <html lang="en-US"><body><ul class="menu"><li><a href="/a">Home</a></li></ul>
        <table><tr><th>Filed</th><th>Heard</th><th>Case</th></tr>
        \((1...9).map { row in """
            <tr><td>0\(row)/1\(row)/2026</td><td>0\(row)/0\(row)/2026</td>
            <td><a href="/op/\(row).pdf">26-10\(row)</a></td></tr>
            """ }.joined())
        </table></body></html>
        """

    static func record(_ row: Int) -> JSONObject {
        [
            "date": .string("2026-0\(row)-1\(row)"), "docket": .string("26-10\(row)"),
            "url": .string("/op/\(row).pdf"),
        ]
    }

    static func dockets(_ rows: [Int], isComplete: Bool) throws -> [String]? {
        let page = try SourcePage(bytes: Array(Self.page.utf8))
        let examples = ExampleValues(fields, documents: rows.map(record))
        let recipe = try ExampleBuilder(examples, page, isPage: false, isComplete: isComplete)
            .recipe(name: "court")
        return try recipe.map { recipe in
            #expect(recipe.fields.map(\.name) == ["date", "docket", "url"])
            return try CompiledRecipe(recipe).run(on: page).records.map {
                $0.values[1]?.value.stringValue ?? ""
            }
        }
    }

    @Test(
        "the known records may stand in any order",
        arguments: [Array(1...9), Array((1...9).reversed()), [4, 1, 9, 2, 8, 3, 7, 5, 6]])
    func order(_ rows: [Int]) throws {
        #expect(try Self.dockets(rows, isComplete: true) == (1...9).map { "26-10\($0)" })
    }

    @Test(
        "a few records make a recipe that gives all like them",
        arguments: [[1], [1, 2], [7, 3], [2, 5, 9]])
    func few(_ rows: [Int]) throws {
        #expect(try Self.dockets(rows, isComplete: false) == (1...9).map { "26-10\($0)" })
    }

    @Test("no recipe gives a record that is not on the page")
    func foreign() throws {
        #expect(try Self.dockets([1, 2], isComplete: true) != (1...9).map { "26-10\($0)" })
        let page = try SourcePage(bytes: Array(Self.page.utf8))
        var other = Self.record(3)
        other["docket"] = "27-999"
        let examples = ExampleValues(Self.fields, documents: [Self.record(1), other])
        let recipe = try ExampleBuilder(examples, page, isPage: false, isComplete: false)
            .recipe(name: "court")
        #expect(recipe?.field("docket") == nil)
    }

    /// The records that a recipe built of some gives on a page; nil where none is built.
    static func given(
        _ markup: String, _ fields: [WantedField], _ documents: [JSONObject],
        on other: String? = nil
    ) throws -> [JSONObject]? {
        let page = try SourcePage(bytes: Array(markup.utf8))
        let read = try other.map { try SourcePage(bytes: Array($0.utf8)) } ?? page
        let recipe = try ExampleBuilder(
            ExampleValues(fields, documents: documents), page, isPage: false
        ).recipe(name: "list")
        return try recipe.map { recipe in
            let result = try CompiledRecipe(recipe).run(on: read)
            return result.records.map { result.object(of: $0) }
        }
    }

    static let names = ["Alder Brook", "Birch", "Cedar and Daughters", "Dogwood 7", "Elm"]

    @Test("a value is cut out of a text by what stands around it in all records")
    func cut() throws {
        func page(_ names: [String]) -> String {
            "<html><body><ul>"
                + names.enumerated().map { row, name in
                    "<li>Matter <i>in re</i> “\(name)” heard in room \(row * 7 + 3) upstairs</li>"
                }.joined() + "</ul></body></html>"
        }
        let documents = Self.names.map { JSONObject(dictionaryLiteral: ("name", .string($0))) }
        let later = ["Fir Hill", "Gorse", "Hazel 12 and Ivy"]
        #expect(
            try Self.given(page(Self.names), [WantedField("name")], documents, on: page(later))
                == later.map { ["name": .string($0)] })
    }

    @Test("rows that are no records are told from them by what they hold")
    func mixed() throws {
        func page(_ ends: [String]) -> String {
            "<html><body><ul>"
                + ends.enumerated().map { row, end in
                    "<li><b>26-10\(row)</b> <a href=\"/files/\(row).\(end)\">open</a></li>"
                }.joined() + "</ul></body></html>"
        }
        func documents(_ ends: [String]) -> [JSONObject] {
            ends.indices.filter { ends[$0] == "pdf" }.map {
                ["docket": .string("26-10\($0)"), "url": .string("/files/\($0).pdf")]
            }
        }
        let (old, new) = (
            ["pdf", "mp3", "pdf", "pdf", "mp3", "pdf"], ["mp3", "pdf", "pdf", "mp3", "pdf"]
        )
        let fields = [WantedField("docket"), WantedField("url", FieldType(.url))]
        #expect(
            try Self.given(page(old), fields, documents(old), on: page(new)) == documents(new))
    }

    @Test("one row among many that is no record is told from them, under addresses of any folder")
    func oneAmongMany() throws {
        func page(_ count: Int, but other: Int) -> String {
            "<html><body><ul>"
                + (0..<count).map { row in
                    let end = row == other ? "PDF" : "pdf"
                    return "<li>26-1\(row) <a href=\"../files/\(row).\(end)\">open</a></li>"
                }.joined() + "</ul></body></html>"
        }
        // A sample of every third row does not have it.
        let documents = (0..<900).filter { $0 != 1 }.map {
            JSONObject(dictionaryLiteral: ("url", .string("copies/of/files/\($0).pdf")))
        }
        let given = try Self.given(
            page(900, but: 1), [WantedField("url", FieldType(.url))], documents,
            on: page(8, but: 3))
        #expect(
            given
                == [0, 1, 2, 4, 5, 6, 7].map { ["url": .string("../files/\($0).pdf")] })
    }

    @Test("records with one address are told apart by their other values, in any order")
    func sharedAddress() throws {
        let rows = (1...9).map { (docket: "26-10\($0)", url: "/op/\($0 == 5 ? 4 : $0).pdf") }
        let page =
            "<html><body><ul>"
            + rows.map { "<li><a href=\"\($0.url)\">\($0.docket)</a> heard</li>" }.joined()
            + "</ul></body></html>"
        let documents: [JSONObject] = rows.map {
            ["docket": .string($0.docket), "url": .string($0.url)]
        }
        let fields = [WantedField("docket"), WantedField("url", FieldType(.url))]
        var known = documents
        known.swapAt(3, 4)
        #expect(try Self.given(page, fields, known) == documents)
        // A value that neither has is still none.
        known[4]["docket"] = "26-777"
        #expect(try Self.given(page, fields, known)?.first?["docket"] == nil)
    }

    @Test("known values may lack the space between lines, but not one between digits")
    func spaces() throws {
        let page =
            "<html><body><ul>"
            + (1...9).map { row in
                "<li><a href=\"/op/\(row).pdf\">read</a> <b>A-\(row)<br>B-\(row)</b> "
                    + "<i>\(row)<br>\(row)</i></li>"
            }.joined() + "</ul></body></html>"
        let documents: [JSONObject] = (1...9).map { row in
            [
                "url": .string("/op/\(row).pdf"),
                "joined": .string(row == 4 ? "A-4B-4" : "A-\(row) B-\(row)"),
                "parted": .string(row == 4 ? "44" : "\(row) \(row)"),
            ]
        }
        let fields = [
            WantedField("url", FieldType(.url)), WantedField("joined"), WantedField("parted"),
        ]
        #expect(
            try Self.given(page, fields, documents)
                == (1...9).map {
                    ["url": .string("/op/\($0).pdf"), "joined": .string("A-\($0) B-\($0)")]
                })
    }

    @Test("a column with just the known values comes before one whose spaces differ")
    func exactFirst() throws {
        let page =
            "<html><body><table><tr><th>Old</th><th>New</th></tr>"
            + (1...9).map { "<tr><td>A \($0)</td><td>A\($0)</td></tr>" }.joined()
            + "</table></body></html>"
        let documents = (1...9).map { JSONObject(dictionaryLiteral: ("code", .string("A\($0)"))) }
        #expect(try Self.given(page, [WantedField("code")], documents) == documents)
    }

    @Test("the newest day's records tell where all dates stand")
    func newestDay() throws {
        let text =
            "<html lang=en><body>"
            + [21, 14, 12].map { day in
                "<h3>May \(day), 2026</h3><ul>"
                    + (1...4).map { "<li><b>26-1\(day)\($0)</b> heard</li>" }.joined() + "</ul>"
            }.joined() + "</body></html>"
        let page = try SourcePage(bytes: Array(text.utf8))
        let fields = [WantedField("docket"), WantedField("date", FieldType(.date))]
        let known: [JSONObject] = (1...4).map {
            ["docket": .string("26-121\($0)"), "date": "2026-05-21"]
        }
        let recipe = try #require(
            try ExampleBuilder(
                ExampleValues(fields, documents: known), page, isPage: false, isComplete: false
            ).recipe(name: "list"))
        let result = try CompiledRecipe(recipe).run(on: page)
        let dates = result.records.map { result.object(of: $0)["date"]?.stringValue ?? "" }
        #expect(dates == [21, 14, 12].flatMap { Array(repeating: "2026-05-\($0)", count: 4) })
    }

    @Test("a date that all records share is not taken from a heading where others stand between")
    func sharedDate() throws {
        func page(_ days: [Int]) -> String {
            "<html lang=en><body>"
                + days.map { day in
                    "<h3>May \(day), 2026</h3><ul>"
                        + (1...4).map { "<li><b>26-1\(day)\($0)</b> heard</li>" }.joined()
                        + "</ul>"
                }.joined() + "</body></html>"
        }
        func documents(_ days: [Int], on date: Int?) -> [JSONObject] {
            days.flatMap { day in
                (1...4).map {
                    [
                        "docket": .string("26-1\(day)\($0)"),
                        "date": .string("2026-05-\(date ?? day)"),
                    ]
                }
            }
        }
        let fields = [WantedField("docket"), WantedField("date", FieldType(.date))]
        #expect(try Self.given(page([14]), fields, documents([14], on: nil))?.count == 4)
        #expect(
            try Self.given(page([14]), fields, documents([14], on: nil), on: page([15]))
                == documents([15], on: nil))
        #expect(
            try Self.given(page([14, 21]), fields, documents([14, 21], on: nil))
                == documents([14, 21], on: nil))
        let given = try Self.given(page([14, 21]), fields, documents([14, 21], on: 14))
        #expect(given?.count == 8)
        #expect(given?.contains { $0["date"] != nil } == false)
    }

    @Test("records are found around known values where they do not look like any")
    func around() throws {
        let page =
            "<html><body><form>"
            + (1...4).map { "<label>26-10\($0) <a href=\"/op/\($0).pdf\">read</a></label>" }
            .joined() + "</form></body></html>"
        let documents: [JSONObject] = (1...4).map {
            ["docket": .string("26-10\($0)"), "url": .string("/op/\($0).pdf")]
        }
        let fields = [WantedField("docket"), WantedField("url", FieldType(.url))]
        #expect(try Self.given(page, fields, documents) == documents)
    }
}
