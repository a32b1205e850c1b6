import AlmanacCore
import Extraction
import TestSupport
import Testing

/// Wrong values that look like right ones: what is known of the records tells them.
@Suite
struct KnownRecordsTests {
    static func page(_ text: String) -> StoredPage {
        StoredPage(bytes: Array("<html lang=en-US><body><h1>List</h1>\(text)</body></html>".utf8))
    }

    static func recipe(_ records: String, _ fields: [(String, String, String)]) throws -> Recipe {
        let list = fields.map { name, type, from in
            "{\"name\": \"\(name)\", \"type\": \"\(type)\", \"required\": true, "
                + "\"from\": [\(from)]}"
        }.joined(separator: ", ")
        return try Recipe(
            text: "{\"recipe\": 1, \"name\": \"list\", \"revision\": 1, "
                + "\"records\": {\"elements\": \"\(records)\"}, \"fields\": [\(list)], "
                + "\"identity\": [\"\(fields[0].0)\"]}")
    }

    static func verdict(
        _ recipe: Recipe, _ good: [String], _ text: String
    ) throws -> RunCheck.Verdict {
        let stored = page(text)
        return try RunCheck(recipe, good: good.map { page($0) }).verdict(
            on: stored, try CompiledRecipe(recipe).run(on: try stored.page()))
    }

    static func values(_ recipe: Recipe, _ text: String) throws -> [JSONObject] {
        let result = try CompiledRecipe(recipe).run(on: page(text).page())
        return result.records.map { result.object(of: $0) }
    }

    // MARK: - A table of quotes

    /// The cells of a quote on a day, by heading.
    static func quote(_ index: Int, _ day: Int) -> [String: String] {
        func cents(_ index: Int, _ day: Int) -> Int {
            4_000 + index * 731 + (index * 37 + day * 53) % 90
        }
        func written(_ cents: Int) -> String {
            "\(cents / 100).\(cents / 10 % 10)\(cents % 10)"
        }
        let last = cents(index, day)
        return [
            "Symbol": "AB\(Character(Unicode.Scalar(UInt8(65 + index))))",
            "Open": written(last - 40), "High": written(last + 80), "Low": written(last - 120),
            "Last": written(last), "Previous": written(cents(index, day - 1)),
            "Volume": "\(3 + index),\(100 + (index * 97 + day * 31) % 800),\(200 + index * 7)",
        ]
    }

    static func table(_ columns: [String], day: Int, isHeaded: Bool = true) -> String {
        let head = "<tr>" + columns.map { "<th>\($0)</th>" }.joined() + "</tr>"
        let rows = (0..<14).map { index in
            "<tr>" + columns.map { "<td>\(quote(index, day)[$0] ?? "")</td>" }.joined() + "</tr>"
        }
        return "<table class=quotes>\(isHeaded ? head : "")\(rows.joined())</table>"
    }

    static let columns = ["Symbol", "Last", "High", "Low", "Volume"]

    static func quotes(_ columns: [String] = columns) throws -> Recipe {
        try recipe(
            "table.quotes tr",
            columns.enumerated().map { index, name in
                (
                    name.lowercased(),
                    index == 0 ? "text" : name == "Volume" ? "integer" : "number",
                    "{\"select\": \":scope > td:nth-of-type(\(index + 1))\"}"
                )
            })
    }

    static let inserted: [([String], Int)] = [
        (["Symbol", "Open", "Low", "High", "Last", "Volume"], 1),
        (["Symbol", "Open", "Last", "High", "Low", "Volume"], 0),
        (["Symbol", "Open", "Last", "High", "Low", "Volume"], 1),
        (["Symbol", "Last", "Low", "High", "Volume"], 1),
    ]

    @Test(arguments: inserted)
    func `columns that moved make a run sick, and are read by their headings again`(
        _ columns: [String], _ day: Int
    ) throws {
        let recipe = try Self.quotes()
        let old = Self.table(Self.columns, day: 0)
        let new = Self.table(columns, day: day)
        #expect(try Self.verdict(recipe, [old], new).isSick)
        let outcome = try RecipeRepair(recipe).attempt(
            good: Self.page(old), changed: [Self.page(new)])
        let repaired = try #require(
            outcome.recipe, "\(outcome.reason) \(JSON.object(outcome.evidence).text())")
        let expected = try Self.values(recipe, Self.table(Self.columns, day: day))
        #expect(try Self.values(repaired, new) == expected)
    }

    @Test func `columns that moved under no heading are sick, and are repaired right or not`()
        throws
    {
        let recipe = try Self.quotes()
        let old = Self.table(Self.columns, day: 0)
        let new = Self.table(
            ["Symbol", "Last", "Low", "High", "Volume"], day: 0, isHeaded: false)
        #expect(try Self.verdict(recipe, [old], new).isSick)
        let outcome = try RecipeRepair(recipe).attempt(
            good: Self.page(old), changed: [Self.page(new)])
        if let repaired = outcome.recipe {
            #expect(try Self.values(repaired, new) == Self.values(recipe, old))
        }
    }

    @Test func `a table whose prices change every day is well, also over days of rest`() throws {
        let columns = ["Symbol", "Last", "Previous", "High", "Low", "Volume"]
        let recipe = try Self.quotes(columns)
        for isHeaded in [true, false] {
            let days = (0..<5).map { Self.table(columns, day: $0, isHeaded: isHeaded) }
            for known in [[days[0]], Array(days[0..<4]), [days[1], days[1] + " ", days[1]]] {
                let verdict = try Self.verdict(recipe, known, days[4])
                #expect(!verdict.isSick, "\(verdict.reasons)")
            }
            // The close of the day before is what the last price was.
            let verdict = try Self.verdict(recipe, [days[3]], days[4])
            #expect(!verdict.isSick, "\(verdict.reasons)")
        }
    }

    // MARK: - A shop

    struct Item {
        var name: String
        var price: Int
        var written: String { "$\(price / 100).\(price / 10 % 10)\(price % 10)" }
        var text: String
        var url: String
    }

    static let items = (0..<16).map { index in
        Item(
            name: "Lap \(["Air", "Pro", "Max", "Mini"][index % 4]) \(index + 3)",
            price: 30_000 + index * 7_113,
            text: "Nice \(11 + index % 5) inch one with \(4 + index) GB of memory",
            url: "/p/\(1000 + index * 7)")
    }

    static func cards(_ items: [Item] = items, _ price: (Item) -> String = { $0.written })
        -> String
    {
        "<div class=grid>"
            + items.map {
                "<div class=card><a class=title href=\"\($0.url)\">\($0.name)</a>"
                    + "<span class=price>\(price($0))</span><p class=text>\($0.text)</p></div>"
            }.joined() + "</div>"
    }

    static func shop() throws -> Recipe {
        try recipe(
            "div.card",
            [
                ("name", "text", "{\"select\": \"a.title\"}"),
                (
                    "url", "url",
                    "{\"select\": \"a.title\", \"take\": {\"attribute\": \"href\"}}"
                ), ("price", "number", "{\"select\": \"span.price\"}"),
                ("text", "text", "{\"select\": \"p.text\"}"),
            ])
    }

    /// The same items on a page that was built anew, with something before each item's name.
    static func redesigned(_ before: (Int, Item) -> String) -> String {
        "<main><ul class=products>"
            + items.enumerated().map { index, item in
                "<li class=product><article>\(before(index, item))<h2 class=product-name>"
                    + "<a href=\"\(item.url)\">\(item.name)</a></h2><p class=blurb>\(item.text)"
                    + "</p><footer><s>$\(index + 9)99.50</s> <b class=amount>\(item.written)</b>"
                    + "</footer></article></li>"
            }.joined() + "</ul></main>"
    }

    static let seconds: [@Sendable (Int, Item) -> String] = [
        { "<figure><img src=\"/img/\(($0 + 3) * 7_654_321).jpg\" alt=\"\($1.name)\"></figure>" },
        { index, _ in "<a class=cart href=\"/cart/add?x=/img/\(index * 7_919)\">Add</a>" },
        { _, _ in "" },
    ]

    @Test(arguments: seconds.indices)
    func `known values that are on the page choose the place, not what stands beside them`(
        _ second: Int
    ) throws {
        let recipe = try Self.shop()
        let new = Self.redesigned(Self.seconds[second])
        let outcome = try RecipeRepair(recipe).attempt(
            good: Self.page(Self.cards()), changed: [Self.page(new)])
        let repaired = try #require(
            outcome.recipe, "\(outcome.reason) \(JSON.object(outcome.evidence).text())")
        let expected = try Self.values(recipe, Self.cards())
        #expect(try Self.values(repaired, new) == expected)
    }

    @Test func `links are not taken for pictures where nothing known is on the page`() throws {
        let recipe = try Self.shop()
        let new = Self.redesigned(Self.seconds[0])
            .split(separator: "/p/").joined(separator: "/shop/item/")
        let outcome = try RecipeRepair(recipe).attempt(
            good: Self.page(Self.cards()), changed: [Self.page(new)])
        let urls = try outcome.recipe.map { try Self.values($0, new).compactMap { $0["url"] } }
        #expect(urls?.allSatisfy { $0.stringValue?.contains("/shop/") ?? false } ?? true)
    }

    static let silent: [(String, String)] = [
        (
            "a list price",
            cards {
                "$\($0.price / 80).99</span><span class=sale>" + $0.written
            }
        ),
        ("nothing but zeros", cards { _ in "$0.00" }),
        (
            "a hundred times as much",
            cards { "$\($0.price)" }
        ),
        (
            "names that are descriptions",
            cards(
                items.map { Item(name: $0.text, price: $0.price, text: $0.name, url: $0.url) })
        ),
    ]

    @Test(arguments: silent)
    func `values that are not the field's any more are sick without a change of structure`(
        _ change: String, _ new: String
    ) throws {
        let recipe = try Self.shop()
        let verdict = try Self.verdict(recipe, [Self.cards()], new)
        #expect(verdict.isSick && !verdict.structureChanged, "\(change)")
        let outcome = try RecipeRepair(recipe).attempt(
            good: Self.page(Self.cards()), changed: [Self.page(new)])
        if let repaired = outcome.recipe {
            let expected = try Self.values(recipe, Self.cards())
            #expect(try Self.values(repaired, new) == expected, "\(change)")
        }
    }

    @Test func `prices that change, some or a little, and other items are no sickness`() throws {
        let recipe = try Self.shop()
        let dearer = Self.cards(
            Self.items.enumerated().map { index, item in
                var item = item
                if index % 3 == 0 { item.price += 2_500 }
                return item
            })
        let raised = Self.cards { "$\($0.price * 21 / 2_000).50" }
        let others = Self.cards(
            Self.items.map {
                Item(
                    name: "Phone " + $0.name, price: $0.price * 2, text: "A " + $0.text,
                    url: $0.url + "1")
            })
        for text in [dearer, raised, others] {
            for known in [[Self.cards()], [Self.cards(), Self.cards() + " ", Self.cards() + "  "]] {
                let verdict = try Self.verdict(recipe, known, text)
                #expect(!verdict.isSick, "\(verdict.reasons)")
            }
        }
    }
}
