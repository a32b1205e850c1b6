import AlmanacCore
import Browsing
import Foundation
import TestSupport
import Testing

/// `almanac recipe run` and `reprocess` over pages that are fetched, with those that they lead to.
@Suite(.serialized) struct RecipeFetchTests {
    typealias Setting = SourceAddTests.Setting

    private static func recipe(_ fetch: String) -> String {
        """
        {"recipe": 1, "name": "rows", "fetch": \(fetch), "records": {"elements": "li"},
         "fields": [{"name": "name", "type": "text", "from": [{"self": true}]}]}
        """
    }

    /// A setting with a recipe and a site of the given pages.
    private static func setting(
        _ recipe: String, _ pages: @escaping @Sendable (String) -> String?
    ) throws -> Setting {
        let setting = try Setting()
        try setting.write("recipe.json", recipe)
        let server = try #require(
            LoopbackServer { request in
                let target = request.target.dropFirst("/court.example".count)
                guard let page = pages(String(target)) else { return [.answer(404)] }
                if let status = Int(page) { return [.answer(status)] }
                return [.answer(200, ["Content-Type: text/html"], body: Array(page.utf8))]
            })
        setting.standIn = server
        return setting
    }

    private static func read(_ setting: Setting, _ words: [String] = []) async throws -> JSON {
        try await setting.run(
            ["recipe", "run", setting.path("recipe.json"), "--json"] + words
        ).json()
    }

    /// A field's values over all pages.
    private static func values(_ run: JSON, _ field: String) -> [String?] {
        (run["pages"]?.arrayValue ?? []).flatMap { page in
            (page["result"]?["records"]?.arrayValue ?? []).map { $0[field]?.stringValue }
        }
    }

    @Test("what a listing is paged by is followed to its end or its limit")
    func pages() async throws {
        @Sendable func page(_ target: String) -> String? {
            let title = "<h1>Rows of one list</h1>"
            let rows = ["1": "a", "2": "b", "3": "c"]
            switch target {
            case "/links": return "\(title)<li>a</li><a class=next href=/more>more</a>"
            case "/more": return "\(title)<li>b</li><a class=next href=/links>back</a>"
            default:
                guard target.hasPrefix("/list?q=x%20y&page=") else { return nil }
                let number = String(target.dropFirst("/list?q=x%20y&page=".count))
                return rows[number].map { "\(title)<li>\($0)</li>" } ?? "<p>nothing more</p>"
            }
        }
        let links = #"{"url": "http://court.example/links", "pages": {"link": "a.next"}}"#
        let linked = try await Self.read(Self.setting(Self.recipe(links), page))
        #expect(Self.values(linked, "name") == ["a", "b"], "\(linked.text())")
        for (limit, wanted) in [(2, ["a", "b"]), (20, ["a", "b", "c"])] {
            let numbers = Self.recipe(
                """
                {"url": "http://court.example/list?q={word}",
                 "pages": {"parameter": "page", "limit": \(limit)}}
                """)
            let read = try await Self.read(
                Self.setting(numbers, page), ["--param", "word=x y"])
            #expect(Self.values(read, "name") == wanted, "\(read.text())")
        }
    }

    @Test(
        "what cannot be fetched is refused before anything is asked",
        arguments: [
            #"{"url": "https://example.org/{symbol}"}"#,
            #"{"url": "https://example.org/", "tier": "actor"}"#, #"{"url": "file:///x"}"#,
            #"""
            {"url": "https://example.org/", "tier": "browser",
             "steps": [{"type": "#q", "text": "{symbol}"}]}
            """#,
        ])
    func refused(fetch: String) async throws {
        let setting = try Self.setting(Self.recipe(fetch)) { _ in "" }
        let run = try await Self.read(setting)
        #expect(run["error"]?["type"] == "validation_error", "\(run.text())")
        #expect(setting.standIn?.requests.isEmpty == true)
    }

    // MARK: - Linked pages

    private static let linked = """
        {"recipe": 1, "name": "cases", "fetch": {"url": "http://court.example/list"},
         "records": {"elements": "li"}, "identity": ["docket"], "fields": [
          {"name": "docket", "required": true, "from": [{"select": "a"}]},
          {"name": "link", "type": "url", "from": [{"select": "a", "take": {"attribute": "href"}}]},
          {"name": "judge", "from": [{"label": ["Judge"], "scope": {"detail": "link"}}]}]}
        """

    private static let list =
        "<h1>Cases</h1><ul>"
        + (1...4).map { "<li><a href='/case?id=\($0)'>24-\($0)</a></li>" }.joined() + "</ul>"

    /// Four cases, of which one has no page and one is refused.
    @Sendable private static func court(_ target: String) -> String? {
        switch target {
        case "/list": list
        case "/case?id=1": "<h1>24-1</h1><p>Judge: Ann Lee</p><li><a href=/list>back</a></li>"
        case "/case?id=2": "<h1>24-2</h1><p>Judge: Bo Tan</p>"
        case "/case?id=4": "403"
        default: nil
        }
    }

    @Test("linked pages are fetched with the page, up to a limit, and what is not had is said")
    func details() async throws {
        let setting = try Self.setting(Self.linked, Self.court)
        let run = try await Self.read(setting)
        #expect(Self.values(run, "judge") == ["Ann Lee", "Bo Tan", nil], "\(run.text())")
        let page = run["pages"]?.arrayValue?.first
        #expect(page?["waiting"] == 1)
        #expect(page?["linked"]?["http://court.example/case?id=2"]?["raw"] != nil)
        #expect(run["notes"]?.text().contains("case?id=4 cannot be read") == true)
        // One page alone by its address, and no more linked ones than are asked for.
        let limited = await setting.run([
            "recipe", "run", setting.path("recipe.json"), "http://court.example/list",
            "--linked-limit", "1",
        ])
        #expect(limited.output.contains("linked pages: 1 read; 3 more records"), "\(limited)")
    }

    @Test("linked pages of a file are files too, by their addresses")
    func files() async throws {
        let setting = try Self.setting(Self.linked, Self.court)
        try setting.write("list.html", Self.list)
        try setting.write("one.html", Self.court("/case?id=1") ?? "")
        let file = [setting.path("list.html"), "--url", "http://court.example/list"]
        let refused = try await Self.read(setting, file)
        #expect(refused["error"]?["type"] == "validation_error")
        #expect(refused["error"]?["details"]?["field"] == "judge")
        #expect(refused["error"]?["suggestion"]?.stringValue?.contains("--linked") == true)
        let given = "http://court.example/case?id=1=" + setting.path("one.html")
        let run = try await Self.read(setting, file + ["--linked", given])
        #expect(Self.values(run, "judge") == ["Ann Lee", nil, nil, nil], "\(run.text())")
        #expect(run["pages"]?.arrayValue?.first?["waiting"] == 3)
        #expect(setting.standIn?.requests.isEmpty == true)
        let mixed = await setting.run([
            "recipe", "run", setting.path("recipe.json"), "http://court.example/list",
            setting.path("list.html"),
        ])
        #expect(mixed.exitCode == 2)
    }

    @Test("stored pages are read again with the linked pages that were stored with them")
    func reprocess() async throws {
        let setting = try Self.setting(Self.linked, Self.court)
        _ = try await Self.read(setting)
        let words = [
            "recipe", "reprocess", setting.path("recipe.json"), "--source", "court.example",
        ]
        let dry = await setting.run(words + ["--dry-run"])
        #expect(dry.output.contains("4 pages are read with the records that lead"), "\(dry)")
        #expect(dry.output.contains("2 records lack the fields of a linked page"), "\(dry)")
        let read = try await setting.run(words + ["--json"]).json()
        #expect(read["new"] == 4 && read["linked_pages"] == 4 && read["unlinked"] == 2)
        let records = try await setting.run(["data", "records", "court.example", "--json"]).json()
        let judges = Set(
            (records["records"]?.arrayValue ?? []).compactMap {
                $0["fields"]?["judge"]?.stringValue
            })
        #expect(judges == ["Ann Lee", "Bo Tan"], "\(records.text())")
        // A later look brings a page anew; a reading that goes on knows what leads where.
        setting.day = 1
        _ = await setting.run(["fetch", "http://court.example/case?id=1", "--fresh"])
        let again = try await setting.run(words + ["--json"]).json()
        #expect(again["pages_now"] == 1 && again["linked_pages"] == 5, "\(again.text())")
        #expect(again["new"] == 4 && again["records"] == 4, "\(again.text())")
    }

    // MARK: - Browsers

    /// A search that works by scripts alone, with three pages of results.
    private static let search = """
        <input id=q><button id=go>go</button><ul id=list></ul><a id=n hidden>next</a><script>
        let page = 0;
        function show() {
            page += 1;
            list.innerHTML = `<li>${q.value} ${page}</li>`;
            n.hidden = false;
            if (page == 3) n.remove();
        }
        go.onclick = () => setTimeout(show, 200);
        n.onclick = show;
        </script>
        """

    @Test(
        "a browser types, clicks, waits and turns pages as the recipe says",
        .enabled(if: Browsing.Browser.isInstalled, "no browser (apt-get install chromium)"),
        .enabled(if: Sandbox.isAllowed, "the system allows no user namespaces"))
    func steps() async throws {
        let setting = try Self.setting(
            Self.recipe(
                """
                {"url": "http://court.example/", "tier": "browser",
                 "steps": [{"type": "#q", "text": "{word}"}, {"click": "#go"},
                           {"wait": "#list li"}],
                 "pages": {"click": "#n", "limit": 10}}
                """)
        ) { $0 == "/" ? Self.search : nil }
        let run = try await Self.read(setting, ["--param", "word=tesla"])
        #expect(Self.values(run, "name") == ["tesla 1", "tesla 2", "tesla 3"], "\(run.text())")
        let hashes = (run["pages"]?.arrayValue ?? []).compactMap { $0["page"]?["hash"] }
        #expect(Set(hashes.map { $0.text() }).count == 3)
    }
}
