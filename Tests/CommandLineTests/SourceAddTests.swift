import AlmanacCore
import CommandLine
import Foundation
import TestSupport
import Testing
import TimeSeries

/// `almanac source add`, what `run --once` does with such sources, and `almanac repairs`.
@Suite struct SourceAddTests {
    /// A folder with pages and a database.
    final class Setting {
        let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
            .appendingPathComponent("almanac-add-\(UUID().uuidString)")
        /// Days since the first.
        var day = 0
        /// A server that stands in for all sites; nil for none.
        var standIn: LoopbackServer?

        init() throws {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        func path(_ name: String) -> String { folder.path + "/" + name }

        func write(_ name: String, _ text: String) throws {
            try write(name, Array(text.utf8))
        }

        func write(_ name: String, _ bytes: [UInt8]) throws {
            try Data(bytes).write(to: folder.appendingPathComponent(name))
        }

        func run(_ words: [String], input: String = "") async -> CommandRunner {
            let nanoseconds = Int64(20_000 + day) * Timestamp.nanosecondsPerDay
            return await CommandRunner.onOwnThread(
                words + ["--database", path("a.db")], input: input,
                environment: [
                    "USER": "ada", "XDG_CONFIG_HOME": folder.path,
                    "ALMANAC_STAND_IN": standIn?.address ?? "",
                ],
                now: { Timestamp(nanoseconds: nanoseconds) })
        }
    }

    static func row(_ number: Int) -> (filed: String, docket: String, link: String) {
        let (month, day) = (3 + (number - 100) / 27, (number - 100) % 27 + 1)
        return (
            "0\(month)/\(day < 10 ? "0" : "")\(day)/2024", "CV-\(number)-A",
            "/o/\(number).pdf"
        )
    }

    static func table(_ numbers: Range<Int>) -> String {
        "<html lang=en-US><body><h1>Opinions</h1><table class=list>"
            + "<tr><th>Date filed</th><th>Docket</th></tr>"
            + numbers.map(row).map {
                "<tr><td class=filed>\($0.filed)</td>"
                    + "<td class=case><a href=\"\($0.link)\">\($0.docket)</a></td></tr>"
            }.joined() + "</table></body></html>"
    }

    static func redesigned(_ numbers: Range<Int>) -> String {
        "<html lang=en-US><body><main><h1>Opinions</h1><div><table class=results>"
            + numbers.map(row).map {
                "<tr><td class=when>\($0.filed)</td><td class=court>Supreme Court</td>"
                    + "<td class=doc><a href=\"\($0.link)\">\($0.docket)</a></td></tr>"
            }.joined() + "</table></div></main></body></html>"
    }

    static func example(_ numbers: Range<Int>) -> String {
        let records = numbers.map(row).map { row -> JSON in
            let parts = row.filed.split(separator: "/")
            return [
                "filed": .string("\(parts[2])-\(parts[0])-\(parts[1])"),
                "docket": .string(row.docket), "link": .string(row.link),
            ]
        }
        return JSON.array(records).text()
    }

    private static let schema = """
        {"type": "array", "items": {"type": "object", "required": ["docket"], "properties": {
         "docket": {"type": "string"}, "date filed": {"type": "string", "format": "date"}}}}
        """

    // MARK: - What is read

    struct Good: Sendable, CustomTestStringConvertible {
        var page = "list.html"
        var words: [String]
        var fields: [String]
        var records = 10
        var testDescription: String { "\(page) \(words.joined(separator: " "))" }
    }

    @Test(
        "each way of saying what is wanted reads the page, by JSON and by text alike",
        arguments: [
            Good(
                words: ["--want", "date filed: date, docket!"], fields: ["date filed", "docket"]),
            Good(words: ["--schema", "schema.json"], fields: ["docket", "date filed"]),
            Good(words: ["--example", "example.json"], fields: ["filed", "docket", "link"]),
            Good(
                page: "uneven.html", words: ["--example", "uneven.json"],
                fields: ["filed", "docket", "link"]),
            Good(page: "rows.json", words: [], fields: ["id", "t"], records: 2),
            Good(
                page: "one.html", words: ["--one", "--want", "title!"], fields: ["title"],
                records: 1),
        ])
    func reads(good: Good) async throws {
        let setting = try Setting()
        try setting.write("list.html", Self.table(100..<110))
        try setting.write("rows.json", #"[{"id": 1, "t": "a"}, {"id": 2, "t": "b"}]"#)
        try setting.write(
            "one.html", "<title>Crème Brûlée</title><h1>Crème Brûlée</h1><p>Take six eggs.")
        try setting.write("schema.json", Self.schema)
        try setting.write("example.json", Self.example(100..<110))
        // The first record lacks a field that the others have.
        try setting.write(
            "uneven.html",
            Self.table(100..<110).replacing("<a href=\"/o/100.pdf\">CV-100-A</a>", with: "CV-100-A")
        )
        var uneven = try JSON.parse(Self.example(100..<110)).arrayValue ?? []
        uneven[0] = ["filed": "2024-03-01", "docket": "CV-100-A"]
        try setting.write("uneven.json", JSON.array(uneven).text())
        let words =
            ["source", "add", setting.path(good.page), "--dry-run"]
            + good.words.map { $0.hasSuffix(".json") ? setting.path($0) : $0 }
        let text = await setting.run(words)
        #expect(text.exitCode == 0, "\(text.complaint)")
        let count = good.records == 1 ? "1 record\n" : "\(good.records) records"
        #expect(text.output.hasPrefix("\(setting.path(good.page)): \(count)"), "\(text.output)")
        #expect(text.output.hasSuffix("\nnothing was added\n"))
        let json = try await setting.run(words + ["--json"]).json()
        #expect(json["preview"]?["records"]?.arrayValue?.count == good.records)
        let fields = json["built"]?["recipe"]?["fields"]?.arrayValue ?? []
        #expect(fields.compactMap { $0["name"]?.stringValue } == good.fields)
        #expect(json["kept"] == false)
        let records = await setting.run(["data", "records", "list.html"])
        #expect(records.exitCode == AlmanacError.Kind.notFound.exitCode)
    }

    @Test("a page without a word of what is wanted is shown by what it holds")
    func alone() async throws {
        let setting = try Setting()
        try setting.write("list.html", Self.table(100..<110))
        let run = try await setting.run([
            "source", "add", setting.path("list.html"), "--dry-run", "--json",
        ]).json()
        let records = run["preview"]?["records"]?.arrayValue ?? []
        #expect(records.contains { $0.text().contains("CV-109-A") }, "\(run.text())")
    }

    @Test("the preview is one line for each field, in columns")
    func golden() async throws {
        let setting = try Setting()
        try setting.write("list.html", Self.table(100..<110))
        try setting.write("example.json", Self.example(100..<110))
        let run = await setting.run([
            "source", "add", setting.path("list.html"), "--name", "court: \"ü\"", "--example",
            setting.path("example.json"), "--every", "30 9 * * MON-FRI",
        ])
        #expect(
            run.output == """
                \(setting.path("list.html")): 10 records

                  filed   date  2024-03-01  2024-03-02  2024-03-03
                  docket  text  CV-100-A    CV-101-A    CV-102-A
                  link    url   /o/100.pdf  /o/101.pdf  /o/102.pdf

                'court: "ü"' is looked at by `almanac run`, on the schedule '30 9 * * MON-FRI'

                """, "\(run.complaint)")
    }

    // MARK: - What is refused

    struct Bad: Sendable, CustomTestStringConvertible {
        var words: [String]
        var kind: AlmanacError.Kind
        var testDescription: String { words.joined(separator: " ") }
    }

    @Test(
        "what cannot be read says why, and nothing is kept",
        arguments: [
            Bad(words: ["empty.html"], kind: .extraction),
            Bad(words: ["a.pdf"], kind: .extraction),
            Bad(words: ["image.bin"], kind: .extraction),
            Bad(words: ["plain.txt"], kind: .extraction),
            Bad(words: ["missing.html"], kind: .dataFetch),
            Bad(words: ["."], kind: .dataFetch),
            Bad(words: ["htp://a.example/"], kind: .validation),
            Bad(words: ["http://127.0.0.1:1/"], kind: .forbidden),
            Bad(words: ["http://127.0.0.1:1/", "--allow-private"], kind: .sourceUnavailable),
            Bad(words: ["list.html", "--want", "settlement: money!"], kind: .extraction),
            Bad(words: ["list.html", "--want", "a: colour"], kind: .validation),
            Bad(words: ["list.html", "--schema", "list.html"], kind: .validation),
            Bad(words: ["list.html", "--schema", "strict.json"], kind: .schemaMismatch),
            Bad(words: ["list.html", "--schema", "none.json"], kind: .validation),
            Bad(words: ["list.html", "--example", "none.json"], kind: .validation),
            Bad(words: ["list.html", "--example", "wrong.json"], kind: .extraction),
            Bad(
                words: ["list.html", "--example", "wrong.json", "--schema", "strict.json"],
                kind: .usage),
            Bad(words: ["list.html", "--every", "never"], kind: .usage),
            Bad(words: ["list.html", "--name", " "], kind: .usage),
            Bad(words: ["list.html", "--name", "a\nb"], kind: .usage),
            Bad(words: ["list.html", "--name", "yahoo"], kind: .conflict),
        ])
    func refuses(bad: Bad) async throws {
        let setting = try Setting()
        try setting.write("list.html", Self.table(100..<110))
        try setting.write("empty.html", "")
        try setting.write("a.pdf", "%PDF-1.4\n")
        try setting.write("image.bin", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0])
        try setting.write("plain.txt", "just some words here\n")
        try setting.write(
            "strict.json",
            #"{"properties": {"docket": {"type": "string", "pattern": "^XX"}}}"#)
        try setting.write("none.json", "[]")
        try setting.write("wrong.json", #"[{"docket": "not on the page"}]"#)
        let words = bad.words.map { word in
            word == "." || word.hasSuffix(".json")
                || (word.contains(".") && !word.contains("://"))
                ? setting.path(word) : word
        }
        let run = await setting.run(["source", "add"] + words + ["--json"])
        #expect(run.exitCode == bad.kind.exitCode, "\(run.output)")
        let error = try run.json()["error"]
        #expect(error?["type"]?.stringValue == bad.kind.rawValue)
        #expect(error?["message"]?.stringValue?.isEmpty == false)
        let after = await setting.run(["run", "--once"])
        #expect(after.exitCode == 0 && after.output.isEmpty, "\(after.output)")
    }

    @Test(
        "a server's answer without content has its own kind",
        arguments: [(404, AlmanacError.Kind.notFound), (403, .forbidden), (500, .dataFetch)])
    func statuses(status: Int, kind: AlmanacError.Kind) async throws {
        let setting = try Setting()
        let server = try #require(
            LoopbackServer { request in
                [
                    .answer(
                        request.target.hasSuffix("/robots.txt") ? 404 : status,
                        ["Content-Type: text/html"], body: Array(Self.table(100..<110).utf8))
                ]
            })
        let run = await setting.run([
            "source", "add", server.address + "/list", "--allow-private", "--json",
        ])
        #expect(try run.json()["error"]?["type"]?.stringValue == kind.rawValue, "\(run.output)")
        #expect(run.output.contains("\(status)"))
    }

    @Test("a source of the web is asked again by run, which needs the same leave")
    func web() async throws {
        let setting = try Setting()
        let server = try #require(
            LoopbackServer { request in
                request.target.hasSuffix("/robots.txt")
                    ? [.answer(404)]
                    : [
                        .answer(
                            200, ["Content-Type: text/html"],
                            body: Array(Self.table(100..<110).utf8))
                    ]
            })
        let add = await setting.run([
            "source", "add", server.address + "/list", "--allow-private", "--name", "court",
            "--want", "docket!",
        ])
        #expect(add.output.contains("`almanac run --allow-private`"), "\(add.complaint)")
        let run = await setting.run(["run", "--once", "--allow-private"])
        #expect(run.exitCode == 0, "\(run.complaint)")
        let records = await setting.run(["data", "records", "court"])
        #expect(records.output.contains("docket: CV-109-A"), "\(records.complaint)")
    }

    // MARK: - What becomes of it

    @Test("a source is added, read each day, and repaired when its page changes")
    func life() async throws {
        let setting = try Setting()
        let path = setting.path("list.html")
        try setting.write("list.html", Self.table(100..<110))
        try setting.write("example.json", Self.example(100..<110))
        let add = [
            "source", "add", path, "--name", "court", "--example", setting.path("example.json"),
        ]
        #expect(await setting.run(add).exitCode == 0)
        // The same page again is a new recipe of the same source; another page is not.
        #expect(await setting.run(add).exitCode == 0)
        try setting.write("other.html", Self.table(100..<110))
        let other = await setting.run([
            "source", "add", setting.path("other.html"), "--name", "court",
        ])
        #expect(other.exitCode == AlmanacError.Kind.conflict.exitCode)

        for day in 0...3 {
            setting.day = day
            try setting.write("list.html", Self.table(100 + day..<110 + day))
            #expect(await setting.run(["run", "--once"]).exitCode == 0)
        }
        let records = await setting.run(["data", "records", "court"])
        #expect(records.output.contains("docket: CV-112-A"), "\(records.output)")
        let none = await setting.run(["repairs", "list", "court"])
        #expect(none.output == "nothing was ever repaired\n")

        for day in 4...10 {
            setting.day = day
            try setting.write("list.html", Self.redesigned(100 + day..<110 + day))
            #expect(await setting.run(["run", "--once"]).exitCode == 0)
        }
        let list = await setting.run(["repairs", "list"])
        #expect(list.output.contains("court") && list.output.contains("promoted"), "\(list.output)")
        let repairs = try await setting.run(["repairs", "list", "court", "--json"]).json()
        #expect(repairs["repairs"]?.arrayValue?.count == 1)
        let shown = await setting.run(["repairs", "show", "1"])
        #expect(shown.output.hasPrefix("repair 1 of court, "), "\(shown.output)")
        #expect(shown.output.contains("\n  - ") && shown.output.contains("\n  + "))
        let last = await setting.run(["data", "records", "court"])
        #expect(last.output.contains("docket: CV-119-A"), "\(last.output)")
    }

    @Test(
        "repairs that there are not are an error",
        arguments: [
            (["show", "1"], AlmanacError.Kind.notFound), (["show", "0"], .usage),
            (["show", "x"], .usage), (["list", "nosuch"], .notFound),
        ])
    func repairs(words: [String], kind: AlmanacError.Kind) async throws {
        let run = try await Setting().run(["repairs"] + words + ["--json"])
        #expect(try run.json()["error"]?["type"]?.stringValue == kind.rawValue)
    }
}
