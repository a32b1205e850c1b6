import AlmanacCore
import Extraction
import Testing

/// Values that rest on a page that is one record while its structure changes.
@Suite struct ConfirmationTests {
    static let parts = ["two brass hinges", "one oak board", "six screws", "a tin of wax"]

    /// A page whose data for machines names all parts.
    static func page(
        shown: [String] = Array(parts.prefix(3)), note: String = "", price: String = "48.50"
    ) -> StoredPage {
        let data: JSON = [
            "@context": "https://schema.org", "@type": "HowTo", "name": "Oak box",
            "supply": .array(parts.map(JSON.string)), "estimatedCost": .string(price),
        ]
        let list = shown.map { "<li class=part>\($0)</li>" }.joined()
        let html =
            "<html><head><script type=\"application/ld+json\">\(data.text())</script></head>"
            + "<body><main class=plan><h1>Oak box</h1><p class=cost>Cost \(price)</p>"
            + "<ul class=parts>\(list)</ul>\(note)</main></body></html>"
        return StoredPage(bytes: Array(html.utf8))
    }

    static func recipe() throws -> Recipe {
        let fields = [
            WantedField("name"), WantedField("parts", FieldType(.text, isList: true)),
            WantedField("cost", FieldType(.number)),
        ]
        let known: JSONObject = [
            "name": "Oak box", "parts": .array(parts.map(JSON.string)), "cost": .number(48.5),
        ]
        return try #require(
            try ExampleBuilder(
                ExampleValues(fields, documents: [known]), page().page(), isPage: true
            ).recipe(name: "box"))
    }

    static func run(_ new: StoredPage, required: Bool = false) throws -> JudgedRun {
        var recipe = try recipe()
        if required {
            for index in recipe.fields.indices { recipe.fields[index].isRequired = true }
        }
        return try JudgedRun(recipe, on: new, new.page(), good: [page()])
    }

    @Test("a list that rests while the page changed is left out where the page shows some of it")
    func unconfirmed() throws {
        let run = try Self.run(Self.page(note: "<aside class=offer>Now open</aside>"))
        #expect(!run.verdict.isSick, "\(run.verdict.reasons)")
        #expect(run.verdict.unconfirmed == ["parts"])
        let result = try #require(run.result)
        #expect(
            result.records.map { result.object(of: $0) } == [
                ["name": "Oak box", "cost": .number(48.5)]
            ])
        #expect(result.withheld.map(\.field) == ["parts"])
        #expect(result.withheld.map(\.rule) == ["confirmation"])
    }

    @Test("it is given where the page shows all of it, and where the structure is the same")
    func confirmed() throws {
        for page in [
            Self.page(shown: Self.parts, note: "<aside class=offer>Now open</aside>"),
            Self.page(price: "49.00"),
        ] {
            let run = try Self.run(page)
            #expect(!run.verdict.isSick && run.verdict.unconfirmed.isEmpty, "\(run.verdict)")
            #expect(run.result?.withheld.isEmpty == true)
        }
    }

    @Test("where it is required, the run is sick")
    func required() throws {
        let run = try Self.run(
            Self.page(note: "<aside class=offer>Now open</aside>"), required: true)
        #expect(run.verdict.reasons.count == 1 && run.verdict.reasons[0].contains("'parts'"))
    }
}
