import AlmanacCore
import Foundation
import TestSupport
import Testing
import TimeSeries

/// `almanac recipe history`, `export` and `import`, and what `source` says of scraped sources.
@Suite struct RecipeHandoverTests {
    typealias Setting = SourceAddTests.Setting

    /// A source that was read by one version, and repaired into a second.
    private static func repaired() async throws -> Setting {
        let setting = try Setting()
        try setting.write("list.html", SourceAddTests.table(100..<110))
        try setting.write("example.json", SourceAddTests.example(100..<110))
        _ = await setting.run([
            "source", "add", setting.path("list.html"), "--name", "court", "--example",
            setting.path("example.json"),
        ])
        for day in 0...7 {
            setting.day = day
            let numbers = 100 + day..<110 + day
            try setting.write(
                "list.html",
                day < 3 ? SourceAddTests.table(numbers) : SourceAddTests.redesigned(numbers))
            _ = await setting.run(["run", "--once"])
        }
        return setting
    }

    @Test("a recipe's history says when each version held, whence it came and what it changed")
    func history() async throws {
        let setting = try await Self.repaired()
        let text = await setting.run(["recipe", "history", "court"])
        #expect(text.output.contains("version 1, for pages from 2024-10-04"), "\(text.output)")
        #expect(text.output.contains("built on "))
        #expect(text.output.contains("repair 1, in force since"))
        #expect(text.output.contains("\n    - ") && text.output.contains("\n    + "))
        let json = try await setting.run(["recipe", "history", "court", "--json"]).json()
        let versions = json["versions"]?.arrayValue ?? []
        #expect(versions.map { $0["origin"]?["how"]?.stringValue } == ["added", "repaired"])
        #expect(versions.first?["valid_until"] == versions.last?["valid_from"])
        let none = await setting.run(["recipe", "history", "nosuch"])
        #expect(none.exitCode == AlmanacError.Kind.notFound.exitCode)
    }

    @Test("an exported recipe is read by another installation, whole, once, and under any name")
    func handover() async throws {
        let (from, to) = (try await Self.repaired(), try Setting())
        let bundle = from.path("court.bundle.json")
        let export = await from.run(["recipe", "export", "court", "--out", bundle])
        #expect(export.output == "court: 2 versions in \(bundle)\n", "\(export.complaint)")
        let piped = await from.run(["recipe", "export", "court"])
        #expect(try piped.output == String(contentsOfFile: bundle, encoding: .utf8))

        let read = await from.run(["recipe", "run", bundle, from.path("list.html")])
        #expect(read.output.contains("10 records"), "\(read.output)\(read.complaint)")
        let tested = await from.run(["source", "test", "court"])
        #expect(tested.complaint.contains("almanac recipe export court"), "\(tested.complaint)")

        let dry = await to.run(["recipe", "import", bundle, "--dry-run"])
        #expect(dry.output.hasSuffix("nothing was kept\n"), "\(dry.complaint)")
        #expect(await to.run(["recipe", "history", "court"]).exitCode != 0)
        let first = await to.run(["recipe", "import", bundle])
        #expect(first.output == "court: 2 versions, 2 added\n", "\(first.complaint)")
        let again = await to.run(["recipe", "import", bundle])
        #expect(again.output == "court: 2 versions, 0 added\n")
        let here = try await from.run(["recipe", "history", "court", "--json"]).json()
        let there = try await to.run(["recipe", "history", "court", "--json"]).json()
        for (left, right) in zip(
            here["versions"]?.arrayValue ?? [], there["versions"]?.arrayValue ?? [])
        {
            #expect(left["recipe"] == right["recipe"])
            #expect(left["valid_from"] == right["valid_from"])
            #expect(right["origin"]?["how"] == "imported")
            #expect(right["origin"]?["details"]?["origin"] == left["origin"])
        }
        let other = await to.run(["recipe", "import", bundle, "--name", "court2"])
        #expect(other.output == "court2: 2 versions, 2 added\n", "\(other.complaint)")
        // What is handed on further is whole again.
        let second = try Setting()
        let further = to.path("further.json")
        #expect(await to.run(["recipe", "export", "court2", "--out", further]).exitCode == 0)
        #expect(await second.run(["recipe", "import", further]).exitCode == 0)
    }

    @Test("a recipe of the web is imported with its source, and read from then on")
    func source() async throws {
        let (from, to) = (try Setting(), try Setting())
        let server = try #require(
            LoopbackServer { request in
                request.target.hasSuffix("/robots.txt")
                    ? [.answer(404)]
                    : [
                        .answer(
                            200, ["Content-Type: text/html"],
                            body: Array(SourceAddTests.table(100..<110).utf8))
                    ]
            })
        let add = await from.run([
            "source", "add", server.address + "/list?api_key=secret", "--allow-private", "--name",
            "court", "--want", "docket!",
        ])
        #expect(add.exitCode == 0, "\(add.complaint)")
        let bundle = from.path("b.json")
        _ = await from.run(["recipe", "export", "court", "--out", bundle])
        #expect(try !String(contentsOfFile: bundle, encoding: .utf8).contains("secret"))
        let run = await to.run(["recipe", "import", bundle, "--every", "1day"])
        #expect(run.output.contains("on the schedule '1day'"), "\(run.complaint)")
        _ = await to.run(["run", "--once", "--allow-private"])
        let records = await to.run(["data", "records", "court"])
        #expect(records.output.contains("docket: CV-109-A"), "\(records.complaint)")
        // The same again goes on with what is there.
        #expect(await to.run(["recipe", "import", bundle, "--every", "1day"]).exitCode == 0)
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        var name: String
        var change: @Sendable (String) -> String
        var words: [String] = []
        var kind = AlmanacError.Kind.validation
        var testDescription: String { name }
    }

    @Test(
        "what is not whole, not ours or in the way is refused, and nothing is kept",
        arguments: [
            Bad(name: "cut off") { String($0.prefix($0.count / 2)) },
            Bad(name: "no JSON") { _ in "recipe" },
            Bad(name: "a bare recipe") { _ in
                #"{"recipe": 1, "name": "court", "records": {"page": true}, "fields": []}"#
            },
            Bad(name: "a later form") {
                $0.replacingOccurrences(of: "\"recipe_bundle\": 1", with: "\"recipe_bundle\": 2")
            },
            Bad(name: "another place of a field") {
                $0.replacingOccurrences(of: "\"required\": true", with: "\"required\": false")
            },
            Bad(name: "another moment") {
                $0.replacingOccurrences(
                    of: "\"valid_from\": \"2024", with: "\"valid_from\": \"2023")
            },
            Bad(name: "another name") {
                $0.replacingOccurrences(of: "\"name\": \"court\"", with: "\"name\": \"bank\"")
            },
            Bad(name: "a version less") {
                $0.replacingOccurrences(of: "\"version\": 2", with: "\"version\": 3")
            },
            Bad(name: "another recipe of that name", change: { $0 }, kind: .conflict),
            Bad(name: "a file to read", change: { $0 }, words: ["--every", "1day"]),
            Bad(
                name: "no period", change: { $0 }, words: ["--every", "never"], kind: .usage),
            Bad(name: "no name", change: { $0 }, words: ["--name", " "], kind: .usage),
        ])
    func refuses(bad: Bad) async throws {
        let (from, to) = (try await Self.repaired(), try Setting())
        let bundle = from.path("b.json")
        _ = await from.run(["recipe", "export", "court", "--out", bundle])
        let text = try String(contentsOfFile: bundle, encoding: .utf8)
        try to.write("b.json", bad.change(text))
        if bad.kind == .conflict {
            try to.write("other.html", SourceAddTests.table(100..<110))
            _ = await to.run(["source", "add", to.path("other.html"), "--name", "court"])
        }
        let before = await to.run(["recipe", "history", "court", "--json"])
        let run = await to.run(["recipe", "import", to.path("b.json"), "--json"] + bad.words)
        #expect(try run.json()["error"]?["type"]?.stringValue == bad.kind.rawValue, "\(run.output)")
        let after = await to.run(["recipe", "history", "court", "--json"])
        #expect(after.output == before.output)
    }

    // MARK: - What sources say

    @Test("sources that were added are listed, shown, switched off and on again")
    func states() async throws {
        let setting = try await Self.repaired()
        let list = await setting.run(["source", "list"])
        #expect(list.output.contains("\ncourt "), "\(list.output)")
        #expect(list.output.contains("records of \(setting.path("list.html"))"))
        let shown = await setting.run(["source", "show", "court"])
        #expect(shown.output.contains("  recipe    version 2, in force\n"), "\(shown.output)")
        #expect(shown.output.contains("  schedule  1day, next "))
        #expect(shown.output.contains("  records   "))
        #expect(await setting.run(["source", "disable", "court"]).output == "court is disabled\n")
        let off = try await setting.run(["source", "show", "court", "--json"]).json()
        #expect(off["source"]?["state"] == "disabled")
        setting.day += 1
        _ = await setting.run(["run", "--once"])
        let same = try await setting.run(["source", "show", "court", "--json"]).json()
        #expect(same["source"]?["last"] == off["source"]?["last"])
        #expect(await setting.run(["source", "enable", "court"]).output == "court is enabled\n")
        _ = await setting.run(["run", "--once"])
        let on = try await setting.run(["source", "show", "court", "--json"]).json()
        #expect(on["source"]?["last"]?["at"] != off["source"]?["last"]?["at"], "\(on.text())")
        let none = try await setting.run(["source", "show", "curt", "--json"]).json()
        #expect(none["error"]?["suggestion"]?.stringValue == "did you mean 'court'?")
    }

    @Test(
        "each bad input says in the source's state what happened, and others go on",
        arguments: [
            ("an image", "is no page: its bytes are no text", "degraded"),
            ("a document", "is a PDF document", "degraded"),
            ("a wall", "gave no content: the page refuses robots", "degraded"),
            ("nothing", "gave no content: the page is empty", "degraded"),
            ("another page", "no record is found", "quarantined"),
            ("gone", "list.html", "down"),
        ])
    func badInput(page: String, said: String, health: String) async throws {
        let setting = try Setting()
        try setting.write("list.html", SourceAddTests.table(100..<110))
        try setting.write("other.html", SourceAddTests.table(200..<210))
        for name in ["list", "other"] {
            _ = await setting.run([
                "source", "add", setting.path(name + ".html"), "--name", name, "--want",
                "docket!, date filed: date",
            ])
        }
        _ = await setting.run(["run", "--once"])
        setting.day = 1
        switch page {
        case "an image":
            try setting.write("list.html", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0])
        case "a document": try setting.write("list.html", "%PDF-1.4\n")
        case "a wall":
            try setting.write("list.html", "<title>Just a moment...</title><p>Checking</p>")
        case "nothing": try setting.write("list.html", "")
        case "gone": try FileManager.default.removeItem(atPath: setting.path("list.html"))
        default: try setting.write("list.html", "<p>News of the house and of the day, not more")
        }
        try setting.write("other.html", SourceAddTests.table(201..<211))
        _ = await setting.run(["run", "--once"])
        let shown = await setting.run(["source", "show", "list"])
        #expect(shown.output.contains(said), "\(shown.output)")
        #expect(shown.output.contains("  health    \(health)\n"), "\(shown.output)")
        let other = await setting.run(["data", "records", "other"])
        #expect(other.output.contains("CV-210-A"), "\(other.output)")
    }

    /// Two lists of which one is wanted, so that a recipe has to keep known values.
    private static func courts() -> (page: String, example: String) {
        let names = ["Brown", "Dickens", "Wilson", "Tran", "Ortiz", "Meyer", "Heit", "Kidd"]
        func row(_ number: Int) -> (html: String, json: String, isWanted: Bool) {
            let name = "State v. \(names[number % 8])\(number / 8 % 7 == 0 ? "" : " Jr.")"
            let isPublished = number % 6 != 0
            return (
                "<li><a href=\"/d/\(126_000 + number).pdf\">\(126_000 + number)</a> - \(name) "
                    + "(\(isPublished ? "Published" : "Unpublished"))</li>",
                "{\"docket\": \"\(126_000 + number)\", \"name\": \"\(name)\"}",
                number % 2 == 0 && isPublished
            )
        }
        let rows = (0..<40).map { (number: $0, row: row($0)) }
        let columns = [0, 1].map { side in
            "<div class=col><h3>\(side == 0 ? "Supreme Court" : "Court of Appeals")</h3><ul>"
                + rows.filter { $0.number % 2 == side }.map(\.row.html).joined() + "</ul></div>"
        }
        return (
            "<html lang=en><body><h1>Supreme Court and Court of Appeals</h1>"
                + columns.joined() + "</body></html>",
            "[" + rows.filter(\.row.isWanted).map(\.row.json).joined(separator: ",") + "]"
        )
    }

    @Test("known values of a page leave with a recipe only where that is asked for")
    func knownValues() async throws {
        let setting = try Setting()
        let courts = Self.courts()
        try setting.write("list.html", courts.page)
        try setting.write("example.json", courts.example)
        let add = await setting.run([
            "source", "add", setting.path("list.html"), "--name", "court", "--example",
            setting.path("example.json"),
        ])
        #expect(add.exitCode == 0, "\(add.complaint)")
        let refused = await setting.run(["recipe", "export", "court"])
        #expect(refused.exitCode == AlmanacError.Kind.validation.exitCode)
        #expect(refused.complaint.contains("--with-values"), "\(refused.output)")
        #expect(!(refused.output + refused.complaint).contains("Dickens"))
        let bundle = setting.path("court.bundle.json")
        let export = await setting.run([
            "recipe", "export", "court", "--with-values", "--out", bundle,
        ])
        #expect(
            export.output.contains("court: 1 versions in \(bundle), with the values of "),
            "\(export.complaint)")
        #expect(try String(contentsOfFile: bundle, encoding: .utf8).contains("Dickens"))
    }

    @Test("--one alone says what it needs")
    func one() async throws {
        let setting = try Setting()
        try setting.write("list.html", Self.courts().page)
        let add = await setting.run(["source", "add", setting.path("list.html"), "--one"])
        #expect(add.exitCode == AlmanacError.Kind.usage.exitCode)
        #expect(add.complaint.contains("--want"), "\(add.complaint)")
    }
}
