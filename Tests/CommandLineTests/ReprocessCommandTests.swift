import AlmanacCore
import Foundation
import Synchronization
import TestSupport
import Testing

/// `almanac recipe reprocess` and `data records` over pages that `almanac fetch` stored.
@Suite struct ReprocessCommandTests {
    private static func recipe(_ fields: String) -> String {
        """
        {"recipe": 1, "name": "opinions", "records": {"elements": "li"}, "identity": ["docket"],
         "fields": [{"name": "docket", "required": true, "from": [{"select": "b"}]}, \(fields)]}
        """
    }
    private static let first = recipe(#"{"name": "title", "from": [{"select": "a"}]}"#)
    private static let second = recipe(
        #"{"name": "title", "from": [{"select": "a"}]}, "#
            + #"{"name": "judge", "from": [{"label": ["Judge"]}]}"#)

    /// A site whose second answer names a case otherwise.
    private func setting() throws -> SourceCommandTests.Setting {
        let count = Mutex(0)
        return try SourceCommandTests.Setting { request in
            if request.target.hasSuffix("/robots.txt") { return [.answer(404)] }
            let name = count.withLock {
                $0 += 1
                return $0 == 1 ? "Smith" : "Smythe"
            }
            let page =
                "<ul><li><b>24-1</b> <a>\(name)</a><br>Judge: Lee</li>"
                + "<li><b>24-2</b> <a>Brown</a><br>Judge: Tan</li></ul>"
            return [.answer(200, ["Content-Type: text/html"], body: Array(page.utf8))]
        }
    }

    @Test("stored pages are read by versions of a recipe, and each version's records stay")
    func versions() async throws {
        let setting = try setting()
        let (one, two) = (setting.folder.path + "/one.json", setting.folder.path + "/two.json")
        try Self.first.write(toFile: one, atomically: true, encoding: .utf8)
        try Self.second.write(toFile: two, atomically: true, encoding: .utf8)
        for _ in 0..<2 {
            let fetched = await setting.run("fetch", "http://court.example/list", "--fresh")
            #expect(fetched.exitCode == 0, "\(fetched.complaint)")
        }
        let read = try await setting.json(
            "recipe", "reprocess", one, "--source", "court.example")
        #expect(read["version"] == 1 && read["pages"] == 2)
        #expect(read["new"] == 2 && read["changed"] == 1 && read["repeated"] == 1)
        let moment = try await setting.json("data", "records", "court.example")
        #expect(moment["kind"] == "opinions" && moment["count"] == 2)

        let dry = try await setting.json(
            "recipe", "reprocess", two, "--source", "court.example", "--dry-run")
        let again = try await setting.json(
            "recipe", "reprocess", two, "--source", "court.example")
        #expect(dry["version"] == 2 && again["version"] == 2)
        #expect(dry["fields"] == again["fields"] && again["superseded"] == 1)
        #expect(again["fields"]?["judge"]?["added"] == 2)
        let named = try await setting.json(
            "recipe", "reprocess", "opinions@2", "--source", "court.example")
        #expect(named["pages_now"] == 0, "what was read is not read again")

        let versions = try await setting.json(
            "data", "records", "court.example", "--identity", "24-1")
        let told = versions["records"]?.arrayValue ?? []
        #expect(told.map { $0["version"]?.intValue } == [1, 1, 2])
        #expect(
            told.map { $0["fields"]?["title"]?.stringValue } == ["Smith", "Smythe", "Smythe"])
        let known = try #require(told[1]["known_at"]?.stringValue)
        let then = try await setting.json(
            "data", "records", "court.example", "--as-of", known)
        let fields = (then["records"]?.arrayValue ?? []).map { $0["fields"]?.text() ?? "" }
        #expect(fields.contains(#"{"docket":"24-1","title":"Smythe"}"#), "\(fields)")
        let way = try await setting.json(
            "lineage", "record:\(told[2]["id"]?.intValue ?? 0)")
        #expect(way["recipe"]?["version"] == 2 && way["raw"]?["url"] != nil)
    }

    @Test("what is not there is said, with what is")
    func refusals() async throws {
        let setting = try setting()
        let path = setting.folder.path + "/one.json"
        try Self.first.write(toFile: path, atomically: true, encoding: .utf8)
        _ = await setting.run("fetch", "http://court.example/list")
        let source = await setting.run("recipe", "reprocess", path, "--source", "court.exampel")
        #expect(source.exitCode == 9 && source.complaint.contains("did you mean 'court.example'"))
        let recipe = await setting.run(
            "recipe", "reprocess", "opinion", "--source", "court.example")
        #expect(recipe.exitCode == 9 && recipe.complaint.contains("no recipe 'opinion'"))
        let missing = await setting.run("recipe", "reprocess", path)
        #expect(missing.exitCode == 2)
        let records = await setting.run("data", "records", "court.example")
        #expect(records.exitCode == 9 && records.complaint.contains("no records"))
    }
}
