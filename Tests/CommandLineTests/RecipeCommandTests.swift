import AlmanacCore
import CommandLine
import Foundation
import TestSupport
import Testing

/// `almanac recipe` as it is used.
@Suite struct RecipeCommandTests {
    private static let recipe = """
        {"recipe": 1, "name": "rows", "records": {"table": "table"}, "fields": [
         {"name": "size", "required": true, "from": [{"column": "Size"}]},
         {"name": "price", "type": "number", "from": [{"cell": 2}]}]}
        """
    private static let page = """
        <table><tr><th>Size<th>Price<tr><td>S<td>3.5<tr><td>L<td>n/a<tr><td><td>9</table>
        """

    private static func listing(_ word: String) -> String {
        """
        <table><tr><th>Date filed</th><th>Docket</th><th>Case name</th></tr>
        """
            + (1...6).map {
                "<tr><td>2026-01-0\($0)</td><td>26-10\($0)</td><td>\(word) \($0) v. State</td></tr>"
            }.joined() + "</table>"
    }

    private func write(_ text: String, _ path: String) throws {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    @Test("a recipe is checked, run over a page, and compared")
    func commands() throws {
        try withTemporaryFolder { folder in
            try write(Self.recipe, folder + "/a.json")
            try write(
                Self.recipe.replacing("\"required\": true, ", with: ""), folder + "/b.json")
            try write(Self.page, folder + "/page.html")
            #expect(CommandRunner(["recipe", "check", folder + "/a.json"]).exitCode == 0)
            let run = try CommandRunner(
                ["recipe", "run", folder + "/a.json", folder + "/page.html", "--json"]
            ).json()
            let result = run["pages"]?.arrayValue?.first?["result"]
            #expect(
                result?["records"]?.text() == #"[{"size":"S","price":3.5},{"size":"L"}]"#)
            #expect(result?["bad_rows"]?.arrayValue?.count == 1)
            let diff = CommandRunner(["recipe", "diff", folder + "/a.json", folder + "/b.json"])
            #expect(diff.output.contains("/fields/size/required"))
        }
    }

    @Test("a recipe is built from names and types, and refused where a required one is missing")
    func build() throws {
        try withTemporaryFolder { folder in
            try write(Self.listing("Smith"), folder + "/list.html")
            let built = try CommandRunner([
                "recipe", "build", folder + "/list.html", "--want",
                "case name!, date filed: date, docket", "--json",
            ]).json()
            #expect(built["preview"]?["records"]?.arrayValue?.count == 6)
            let refused = CommandRunner([
                "recipe", "build", folder + "/list.html", "--want", "settlement: money!",
            ])
            #expect(refused.exitCode == AlmanacError.Kind.extraction.exitCode)
        }
    }

    @Test("what is read from a page by names does not depend on the folder's answers")
    func evaluate() throws {
        var outputs: [String] = []
        for noise in ["[{\"case_names\": \"Smith 1 v. State\"}]", "[{\"case_names\": \"x\"}, 7]"] {
            try withTemporaryFolder { folder in
                try write(Self.listing("Smith"), folder + "/a_example.html")
                try write(noise, folder + "/a_example.compare.json")
                try write(
                    """
                    {"a_example.html": {"case_dates": "date", "case_names": "text"}}
                    """, folder + "/eligible.json")
                let run = CommandRunner([
                    "recipe", "evaluate", folder, "--kind", "lists", "--out", folder + "/out",
                ])
                #expect(run.exitCode == 0, "\(run.complaint)")
                outputs.append(try String(contentsOfFile: folder + "/out", encoding: .utf8))
            }
        }
        #expect(outputs[0].contains("Smith 6 v. State"))
        #expect(outputs[0] == outputs[1])
    }

    @Test(
        "bad input is a typed error", arguments: ["", "{}", "[1", #"{"recipe": 1, "nam": "x"}"#])
    func faults(text: String) throws {
        let run = CommandRunner(["recipe", "check", "-"], input: text)
        #expect(run.exitCode == AlmanacError.Kind.validation.exitCode)
    }
}
