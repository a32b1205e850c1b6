import AlmanacCore
import Browsing
import Foundation
import TestSupport
import Testing
import TimeSeries

/// Sources over several pages: further ones of a listing, those that records lead to, and those
/// that only a browser can build.
@Suite(.serialized) struct SourceFollowTests {
    typealias Setting = SourceAddTests.Setting

    /// A listing of 30 records over three pages, whose records have pages of their own.
    private static func site(_ extra: [String: String] = [:]) throws -> LoopbackServer {
        try #require(
            LoopbackServer { request in
                let target = String(request.target.dropFirst("/court.example".count))
                let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
                if let page = extra[target] {
                    let type = page.hasPrefix("{") ? "application/json" : "text/html"
                    if let status = Int(page) { return [.answer(status)] }
                    return [.answer(200, ["Content-Type: \(type)"], body: Array(page.utf8))]
                }
                let number = parts.count > 1 ? Int(parts[1].dropFirst(5)) ?? 1 : 1
                var text: String?
                switch parts.first ?? "" {
                case "/links":
                    text = listing(
                        number, next: "<a class=next href='/links?page=\(number + 1)'>More</a>")
                case "/numbers":
                    text = listing(
                        number,
                        next: (1...3).map { "<a href='/numbers?page=\($0)'>\($0)</a> " }.joined())
                case let path where path.hasPrefix("/case/"): text = detail(path)
                default: break
                }
                guard let text else { return [.answer(404)] }
                return [.answer(200, ["Content-Type: text/html"], body: Array(text.utf8))]
            })
    }

    private static func listing(_ number: Int, next: String) -> String? {
        guard (1...3).contains(number) else { return nil }
        let rows = (0..<10).map { row -> String in
            let id = 100 + (number - 1) * 10 + row
            return "<tr><td class=filed>2024-03-\(10 + row)</td>"
                + "<td class=docket><a href='/case/\(id)'>CV-\(id)-A</a></td></tr>"
        }
        return "<html lang=en><body><h1>Cases</h1><table class=list>"
            + "<tr><th>Date filed</th><th>Docket</th></tr>\(rows.joined())</table>"
            + (number < 3 ? next : "") + "</body></html>"
    }

    private static let people = [
        "Ann Lee", "Bo Tan", "Cy Ray", "Di Moss", "Ed Poe", "Flo Kim", "Gus Orr", "Hal Ives",
        "Ida Ng", "Jo Hart",
    ]

    private static func detail(_ path: String) -> String {
        let id = path.split(separator: "/").last ?? ""
        let name = people[(Int(id) ?? 0) % people.count]
        return "<html lang=en><body><h1>Case \(id)</h1><dl><dt>Judge</dt><dd>\(name)</dd>"
            + "<dt>Amount</dt><dd>$\(id).50</dd></dl><p>Filed with the clerk.</p></body></html>"
    }

    @Test(
        "further pages are found by link and by number, previewed, and read from then on",
        arguments: ["/links", "/numbers"])
    func paging(path: String) async throws {
        let (setting, server) = (try Setting(), try Self.site())
        setting.standIn = server
        let add = await setting.run([
            "source", "add", "http://court.example" + path, "--name", "court",
            "--want", "docket!, date filed: date",
        ])
        #expect(
            add.output.contains(": 10 records; 20 more on 2 further pages\n"),
            "\(add.output)\(add.complaint)")
        let run = await setting.run(["run", "--once"])
        #expect(run.exitCode == 0, "\(run.complaint)")
        let records = try await setting.run([
            "data", "records", "court", "--limit", "100", "--json",
        ]).json()
        #expect(records["records"]?.arrayValue?.count == 30, "\(records.text().prefix(2_000))")
        // Where a page's worth is known, no further page is asked for.
        let before = server.requests.count
        setting.day += 1
        _ = await setting.run(["run", "--once"])
        let targets = server.requests.dropFirst(before).map {
            String($0.target.dropFirst("/court.example".count))
        }
        #expect(targets.filter { $0.hasPrefix(path) } == [path], "\(targets)")
    }

    @Test("a way to further pages that is gone is said, and what is left is read")
    func wayGone() async throws {
        let setting = try Setting()
        let folder = Self.pageBox()
        let server = try #require(
            LoopbackServer { request in
                if request.target == "/court.example/links", folder.isShort {
                    return Self.answer(Self.listing(3, next: ""))
                }
                let number = Int(request.target.split(separator: "=").last ?? "") ?? 1
                guard request.target.hasPrefix("/court.example/links") else {
                    return [.answer(404)]
                }
                return Self.answer(
                    Self.listing(
                        number, next: "<a rel=next href='/links?page=\(number + 1)'>More</a>"))
            })
        setting.standIn = server
        _ = await setting.run([
            "source", "add", "http://court.example/links", "--name", "court",
            "--want", "docket!, date filed: date",
        ])
        _ = await setting.run(["run", "--once"])
        folder.isShort = true
        setting.day = 1
        _ = await setting.run(["run", "--once"])
        let shown = await setting.run(["source", "show", "court"])
        #expect(shown.output.contains("the link to the next page is gone"), "\(shown.output)")
        #expect(shown.output.contains("  health    degraded\n"))
    }

    /// What a server gives from some moment on.
    final class Box: @unchecked Sendable { var isShort = false }
    private static func pageBox() -> Box { Box() }

    private static func answer(_ text: String?) -> [LoopbackServer.Step] {
        guard let text else { return [.answer(404)] }
        return [.answer(200, ["Content-Type: text/html"], body: Array(text.utf8))]
    }

    @Test("fields that a listing lacks are read from the pages that its records lead to")
    func details() async throws {
        let (setting, server) = (try Setting(), try Self.site(["/case/104": "404"]))
        setting.standIn = server
        let add = await setting.run([
            "source", "add", "http://court.example/links", "--name", "court",
            "--want", "docket!, judge!",
        ])
        #expect(add.output.contains("10 records, 3 of them read with"), "\(add.complaint)")
        #expect(add.output.contains("  the pages of 'link' have judge\n"), "\(add.output)")
        let run = await setting.run(["run", "--once"])
        #expect(run.exitCode == 0, "\(run.complaint)")
        let records = try await setting.run([
            "data", "records", "court", "--limit", "100", "--json",
        ]).json()
        let judges = (records["records"]?.arrayValue ?? []).compactMap {
            $0["fields"]?["judge"]?.stringValue
        }
        // One page is gone, and its record lacks what it must have.
        #expect(judges.count == 29, "\(records.text().prefix(2_000))")
        #expect(judges.last == "Jo Hart")
        let shown = await setting.run(["source", "show", "court"])
        #expect(shown.output.contains("judge (required): the required field"), "\(shown.output)")
        // Linked pages serve for a while; the next look asks for none that it has.
        let before = server.requests.count
        setting.day += 1
        _ = await setting.run(["run", "--once"])
        let targets = server.requests.dropFirst(before).map {
            String($0.target.dropFirst("/court.example".count))
        }
        #expect(targets.filter { $0.hasPrefix("/case/") }.count <= 1, "\(targets)")
        let again = try await setting.run(["data", "records", "court", "--limit", "100", "--json"])
            .json()
        #expect(again["records"]?.arrayValue?.count == 29)
    }

    @Test("a required field that no linked page has is refused by name")
    func missing() async throws {
        let (setting, server) = (try Setting(), try Self.site())
        setting.standIn = server
        let add = try await setting.run([
            "source", "add", "http://court.example/links", "--json",
            "--want", "docket!, settlement: money!",
        ]).json()
        #expect(add["error"]?["type"] == "extraction_error")
        #expect(add["error"]?["details"]?["field"] == "settlement", "\(add.text())")
    }

    @Test("a schema holds for every later record, and each that breaks it is a bad row")
    func schema() async throws {
        let setting = try Setting()
        try setting.write("list.html", SourceAddTests.table(100..<110))
        try setting.write(
            "schema.json",
            """
            {"type": "object", "required": ["docket"], "properties": {
             "docket": {"type": "string", "pattern": "^CV-"}}}
            """)
        let add = await setting.run([
            "source", "add", setting.path("list.html"), "--name", "court", "--schema",
            setting.path("schema.json"),
        ])
        #expect(add.exitCode == 0, "\(add.complaint)")
        _ = await setting.run(["run", "--once"])
        setting.day = 1
        try setting.write(
            "list.html",
            SourceAddTests.table(101..<111).replacingOccurrences(of: "CV-110-A", with: "XX-110"))
        _ = await setting.run(["run", "--once"])
        let records = await setting.run(["data", "records", "court"])
        #expect(!records.output.contains("XX-110"), "\(records.output)")
        let shown = await setting.run(["source", "show", "court"])
        #expect(
            shown.output.contains("of \(setting.path("list.html")), docket (schema): "),
            "\(shown.output)")
        let json = try await setting.run(["source", "show", "court", "--json"]).json()
        #expect(json["source"]?["bad_rows"]?.arrayValue?.first?["rule"] == "schema")
    }

    // MARK: - Candidates

    @Test("the ways to read a page are shown, and one of them is taken by number or by answer")
    func candidates() async throws {
        let setting = try Setting()
        let people = (1...6).map {
            "<li><a href=/p/\($0)>Person \($0)</a> <i>May \($0), 2024</i></li>"
        }
        try setting.write(
            "two.html",
            SourceAddTests.table(100..<110)
                .replacingOccurrences(of: "</body>", with: "<ul>\(people.joined())</ul></body>"))
        let words = ["source", "add", setting.path("two.html"), "--dry-run"]
        let first = await setting.run(words)
        #expect(first.output.contains("* 1. 6 rows of"), "\(first.output)")
        #expect(first.output.contains("  2. "), "\(first.output)")
        let json = try await setting.run(words + ["--json"]).json()
        let all = json["candidates"]?.arrayValue ?? []
        let other = try #require(all.firstIndex { $0["rows"] == 10 }) + 1
        let second = await setting.run(words + ["--candidate", "\(other)"])
        #expect(second.output.contains("CV-100-A"), "\(second.output)")
        let asked = await setting.run(words + ["--interactive"], input: "\(other)\n")
        #expect(asked.output.contains("CV-100-A") && asked.complaint.contains("which one?"))
        for (answer, code) in [("", 0), ("none", 2), ("17", 2)] {
            let run = await setting.run(words + ["--interactive"], input: answer + "\n")
            #expect(run.exitCode == Int32(code), "\(run.complaint)")
        }
    }

    @Test("links of a file stay as they are written, since nobody knows where it came from")
    func relative() async throws {
        let setting = try Setting()
        try setting.write("list.html", SourceAddTests.table(100..<110))
        try setting.write("example.json", SourceAddTests.example(100..<110))
        _ = await setting.run([
            "source", "add", setting.path("list.html"), "--name", "court", "--example",
            setting.path("example.json"),
        ])
        _ = await setting.run(["run", "--once"])
        let records = await setting.run(["data", "records", "court"])
        #expect(records.output.contains("link: /o/100.pdf"), "\(records.output)")
    }

    // MARK: - Scripts

    @Test(
        "a page that leaves its content to scripts is read as a browser builds it",
        .enabled(if: Browsing.Browser.isInstalled, "no browser (apt-get install chromium)"),
        .enabled(if: Sandbox.isAllowed, "the system allows no user namespaces"))
    func browser() async throws {
        let rows = (1...6).map { #"{"docket": "CV-\#($0)", "judge": "\#(Self.people[$0])"}"# }
        let server = try Self.site([
            "/app": """
            <!DOCTYPE html><html><body><ul id=out></ul><script>
            fetch('/court.example/data.json').then(a => a.json()).then(d => {
                out.innerHTML = d.rows.map(r => `<li class=row><b>${r.docket}</b></li>`).join('');
            });</script></body></html>
            """, "/data.json": "{\"rows\": [\(rows.joined(separator: ", "))]}",
        ])
        let setting = try Setting()
        setting.standIn = server
        let add = try await setting.run([
            "source", "add", "http://court.example/app", "--name", "app",
            "--want", "docket!, judge!", "--json",
        ]).json()
        #expect(add["tier"] == "browser", "\(add.text().prefix(3_000))")
        // The judge is nowhere on the page, only in what it fetched for itself.
        #expect(add["preview"]?["records"]?.arrayValue?.first?["judge"] == "Bo Tan")
        let run = await setting.run(["run", "--once"])
        #expect(run.exitCode == 0, "\(run.complaint)")
        let records = await setting.run(["data", "records", "app"])
        #expect(records.output.contains("judge: Gus Orr"), "\(records.output)")
    }

    /// A listing that scripts alone build, ten records at a time, with one way to the next ones.
    private static func application(_ way: String) -> String {
        """
        <!DOCTYPE html><html lang=en><body><h1>Cases</h1><ul id=out></ul>\(way)<script>
        let page = 0, busy = false;
        async function load(replaces) {
            if (busy || page == 5) return;
            busy = true;
            const answer = await fetch(`/court.example/rows?page=${++page}`);
            const rows = await answer.text();
            if (replaces) out.innerHTML = '';
            out.insertAdjacentHTML('beforeend', rows);
            busy = false;
            const b = document.getElementById('go');
            if (b && page == 5) b.remove();
        }
        load();
        </script></body></html>
        """
    }

    /// Ways on that have no address, and what they are in the recipe.
    private static let ways: [(way: String, step: String)] = [
        (
            """
            <style>li { height: 200px }</style>
            <script>addEventListener('scroll', () => { if (scrollY + innerHeight
                >= document.documentElement.scrollHeight - 50) load(); });</script>
            """, #""scroll":true"#
        )
    ]

    @Test(
        "records that only scrolling brings are found, previewed and read",
        .enabled(if: Browsing.Browser.isInstalled, "no browser (apt-get install chromium)"),
        .enabled(if: Sandbox.isAllowed, "the system allows no user namespaces"),
        arguments: [0])
    func grown(index: Int) async throws {
        let (way, step) = Self.ways[index]
        var pages = ["/app": Self.application(way)]
        for page in 1...5 {
            pages["/rows?page=\(page)"] = (0..<10).map {
                "<li class=row><b class=docket>CV-\(page)0\($0)-A</b> "
                    + "<i class=filed>2024-0\(page)-1\($0)</i></li>"
            }.joined()
        }
        let setting = try Setting()
        setting.standIn = try Self.site(pages)
        let add = try await setting.run([
            "source", "add", "http://court.example/app", "--name", "app",
            "--want", "docket!, date filed: date", "--json",
        ]).json()
        #expect(add["tier"] == "browser", "\(add.text().prefix(3_000))")
        let recipe = add["built"]?["recipe"]?["fetch"]?.text() ?? ""
        #expect(recipe.contains(step) && recipe.contains(#""limit":20"#), "\(recipe)")
        let counts = (add["pages"]?.arrayValue ?? []).map { $0["records"]?.intValue }
        #expect(counts == [30], "\(counts)")
        let run = await setting.run(["run", "--once"])
        #expect(run.exitCode == 0, "\(run.complaint)")
        let records = try await setting.run([
            "data", "records", "app", "--limit", "100", "--json",
        ]).json()
        let dockets = (records["records"]?.arrayValue ?? []).compactMap {
            $0["fields"]?["docket"]?.stringValue
        }
        #expect(Set(dockets).count == 50 && dockets.count == 50, "\(dockets)")
        #expect(dockets.contains("CV-509-A"))
    }
}
