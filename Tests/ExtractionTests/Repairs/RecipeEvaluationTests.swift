import AlmanacCore
import Extraction
import Testing

/// What a source gives of a page that has changed, as it is measured.
@Suite
struct RecipeEvaluationTests {
    static let entry = RecipeEvaluation.Case(
        name: "court", fields: RecipeRepairTests.fields.map { WantedField($0.name, $0.type) })

    static func example(_ rows: [RepairTests.Row]) -> RecipeEvaluation.Example {
        let answer = JSON.array(RecipeRepairTests.documents(rows).map(JSON.object))
        return .init(bytes: Array(RepairTests.table(rows).utf8), answer: answer)
    }

    static func answer(_ rows: [RepairTests.Row], _ page: String) -> JSON {
        RecipeEvaluation.produced(entry, page: Array(page.utf8), learnedFrom: example(rows))
    }

    @Test
    func `a page of the old form is read by the old recipe`() {
        let next = RepairTests.rows(300, 11)
        let answer = Self.answer(RepairTests.rows(100, 8), RepairTests.table(next))
        #expect(answer["state"]?.stringValue == "healthy")
        #expect(answer["way"]?.stringValue == "the recipe holds")
        #expect(
            answer["records"]
                == .array(RecipeRepairTests.documents(next).map(JSON.object)))
    }

    @Test
    func `a redesigned page is sick, and what is given is its repaired recipe's`() throws {
        let new = RepairTests.rows(106, 12)
        let answer = Self.answer(RepairTests.rows(100, 12), RecipeRepairTests.redesigned(new))
        #expect(answer["state"]?.stringValue != "healthy")
        #expect(answer["reasons"]?.arrayValue?.isEmpty == false)
        guard answer["state"]?.stringValue == "repaired" else { return }
        let recipe = try Recipe(try #require(answer["recipe"]))
        let page = RecipeRepairTests.page(RecipeRepairTests.redesigned(new))
        let result = try CompiledRecipe(recipe).run(on: page.page())
        #expect(
            answer["records"] == .array(result.records.map { .object(result.object(of: $0)) }))
    }

    @Test(
        "nothing is given of what no recipe gives and of pages that are no content",
        arguments: [
            ("26-1", "<html><body><p>26-1</p></body></html>", "no recipe gives the example"),
            (nil, "<html><title>Just a moment</title><body>Wait</body></html>", "no content"),
        ])
    func withheld(_ docket: String?, _ page: String, _ way: String) {
        var example = Self.example(RepairTests.rows(100, 8))
        if let docket {
            example = .init(
                bytes: Array(RepairTests.table(RepairTests.rows(100, 8)).utf8),
                answer: [["docket": .string(docket)]])
        }
        let answer = RecipeEvaluation.produced(
            Self.entry, page: Array(page.utf8), learnedFrom: example)
        #expect(answer["state"]?.stringValue == "withheld")
        #expect(answer["records"]?.arrayValue?.isEmpty == true)
        #expect(answer["way"]?.stringValue?.contains(way) == true)
    }
}
