import AlmanacCore
import Archive
import Database
import Foundation
import TestSupport
import Testing

/// People's posts as they are fetched, and `almanac data forget` after it.
@Suite struct ForgetCommandTests {
    private static func post(_ id: String, _ author: String, _ text: String) -> String {
        """
        {"kind": "t3", "data": {"name": "t3_\(id)", "author": "\(author)", "title": "\(text)",
         "selftext": "by u/\(author)", "subreddit": "stocks", "created_utc": 1700000000,
         "permalink": "/r/stocks/comments/\(id)/\(author)", "score": 5}}
        """
    }

    /// What a listing and an actor's dataset answer.
    @Sendable private static func answer(
        _ request: LoopbackServer.Request
    ) -> [LoopbackServer.Step] {
        func json(_ text: String) -> [LoopbackServer.Step] {
            [.answer(200, ["Content-Type: application/json"], body: Array(text.utf8))]
        }
        if request.target.hasSuffix("/robots.txt") { return [.answer(404)] }
        if request.target.contains("/acts/") {
            return json(
                #"{"data": {"id": "r1", "status": "SUCCEEDED", "defaultDatasetId": "d1"}}"#)
        }
        if request.target.contains("/datasets/") {
            let isFirst = request.target.contains("offset=0")
            return json(
                isFirst
                    ? """
                    [{"id": "7", "text": "xenon rises", "createdAt": "2023-11-24T17:49:36Z",
                      "author": {"userName": "carolina_x", "followers": 9}},
                     {"url": "https://x.com/dave_quietly/1", "text": "yttrium falls",
                      "createdAt": "2023-11-24T17:50:36Z", "userName": "dave_quietly"}]
                    """ : "[]")
        }
        let posts = [
            post("1", "alice_wonder", "palladium soars"), post("2", "bob_builder", "copper sinks"),
        ]
        return json(
            #"{"kind": "Listing", "data": {"after": null, "children": ["#
                + posts.joined(separator: ",") + "]}}")
    }

    /// Whether a text stands anywhere in the files of the database.
    private func isOnDisk(_ bytes: [UInt8], _ setting: SourceCommandTests.Setting) throws -> Bool {
        let names = try FileManager.default.subpathsOfDirectory(atPath: setting.folder.path)
        for name in names where name.hasPrefix("almanac.db") {
            let file = setting.folder.appendingPathComponent(name)
            guard let data = try? Data(contentsOf: file) else { continue }
            if data.range(of: Data(bytes)) != nil { return true }
        }
        return false
    }

    private func records(
        _ setting: SourceCommandTests.Setting, _ source: String
    ) async throws -> [String: JSON] {
        let found = try await setting.json("data", "records", source, "--kind", "post")
        return Dictionary(
            uniqueKeysWithValues: (found["records"]?.arrayValue ?? []).map {
                ($0["identity"]?.stringValue ?? "", $0)
            })
    }

    /// The keys of all people, as the table holds them.
    private func keys(_ setting: SourceCommandTests.Setting) throws -> [String: [UInt8]] {
        let database = try Database(.sqlite(path: setting.folder.path + "/almanac.db"))
        defer { database.close() }
        return try database.readNow { transaction in
            Dictionary(
                uniqueKeysWithValues: try transaction.query(
                    "SELECT pseudonym, key FROM author_keys WHERE source <> ''"
                ).map { (try $0.text(0), try $0.blob(1)) })
        }
    }

    @Test("who is forgotten takes all that a pull stored along, and is not kept again")
    func listing() async throws {
        let setting = try SourceCommandTests.Setting(Self.answer)
        let fetched = await setting.run("fetch", "reddit", "r/stocks")
        #expect(fetched.exitCode == 0, "\(fetched.complaint)")
        let words = ["alice_wonder", "palladium", "bob_builder", "copper"]
        for word in words {
            #expect(try !isOnDisk(Array(word.utf8), setting), "\(word) is kept in the open")
        }
        var known = try await records(setting, "reddit")
        #expect(known["t3_1"]?["fields"]?["author"] == "alice_wonder")
        #expect(known["t3_2"]?["fields"]?["title"] == "copper sinks")
        let before = try keys(setting)
        #expect(before.count == 2)
        for key in before.values { #expect(try isOnDisk(key, setting)) }

        let forgotten = try await setting.json(
            "data", "forget", "u/Alice_Wonder", "--source", "reddit", "--reason", "asked")
        #expect(forgotten["blobs"] == 1 && forgotten["records"] == 2, "\(forgotten.text())")
        let after = try keys(setting)
        for (pseudonym, key) in before {
            #expect(try isOnDisk(key, setting) == (after[pseudonym] != nil))
        }
        known = try await records(setting, "reddit")
        #expect(known["t3_1"]?["fields"] == [:] && known["t3_1"]?["erased"] == "asked")
        #expect(known["t3_2"]?["fields"]?["title"] == "copper sinks")

        let again = await setting.run("fetch", "reddit", "r/stocks")
        #expect(again.exitCode == 0, "\(again.complaint)")
        known = try await records(setting, "reddit")
        #expect(known["t3_1"]?["fields"] == [:])
        #expect(try keys(setting).count == 1)
        let verified = await setting.run("archive", "verify")
        #expect(verified.exitCode == 0, "\(verified.output)\(verified.complaint)")
    }

    @Test("items of an actor are sealed one by one, and their lineage leads to the author's bytes")
    func items() async throws {
        let setting = try SourceCommandTests.Setting(Self.answer)
        setting.environment["APIFY_TOKEN"] = "token-for-tests"
        _ = await setting.run("source", "limits", "x", "60/min", "--budget", "5")
        let fetched = await setting.run("fetch", "x", "xenon")
        #expect(fetched.exitCode == 0, "\(fetched.complaint)")
        for word in ["carolina_x", "xenon rises", "dave_quietly", "yttrium"] {
            #expect(try !isOnDisk(Array(word.utf8), setting), "\(word) is kept in the open")
        }
        let known = try await records(setting, "x")
        #expect(known.count == 2 && known["7"]?["fields"]?["text"] == "xenon rises")
        let id = try #require(known["7"]?["id"]?.intValue)
        _ = await setting.run("data", "forget", "@carolina_x", "--reason", "asked")
        let way = try await setting.json("lineage", "record:\(id)")
        #expect(way["record"]?["erased"] == "asked" && way["bytes"]?["reason"] == "asked")
        let left = try await records(setting, "x").values.compactMap {
            $0["fields"]?["text"]?.stringValue
        }
        #expect(left == ["yttrium falls"])
    }
}
