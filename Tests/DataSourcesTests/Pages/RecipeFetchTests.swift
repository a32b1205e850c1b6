import AlmanacCore
import Browsing
import DataSources
import Extraction
import Networking
import Synchronization
import TestSupport
import Testing
import TimeSeries

/// Pages that are fetched as a recipe says.
@Suite(.serialized) struct RecipeFetchTests {
    private static func recipe(_ fetch: String) throws -> CompiledRecipe {
        try CompiledRecipe(
            Recipe(
                text: """
                    {"recipe": 1, "name": "rows", "fetch": \(fetch),
                     "records": {"elements": "li"},
                     "fields": [{"name": "name", "type": "text", "from": [{"self": true}]}]}
                    """))
    }

    private static func withSite(
        _ script: @escaping @Sendable (LoopbackServer.Request) -> String?,
        _ body: (PulledSource) async throws -> Void
    ) async throws {
        try await DatabaseUnderTest.sqlite.withDatabase { database in
            let site = try PulledSource(database, at: PageFetchTests.start) { request, _ in
                guard let page = script(request) else { return [.answer(404)] }
                return [.answer(200, ["Content-Type: text/html"], body: Array(page.utf8))]
            }
            try await body(site)
        }
    }

    private static func names(_ pages: [RecipeFetch.ReadPage]) -> [String] {
        pages.flatMap { page in
            page.result.records.compactMap {
                page.result.object(of: $0)["name"]?.stringValue
            }
        }
    }

    @Test("what a listing is paged by is followed to its end or its limit")
    func pages() async throws {
        try await Self.withSite { request in
            let rows = ["1": "a", "2": "b", "3": "c"]
            switch request.target {
            case "/links": return "<li>a</li><a class=next href=/more>more</a>"
            case "/more": return "<li>b</li><a class=next href=/links>back</a>"
            default:
                guard request.target.hasPrefix("/list?q=x%20y&page=") else { return nil }
                let page = String(request.target.dropFirst("/list?q=x%20y&page=".count))
                return rows[page].map { "<li>\($0)</li>" } ?? "<p>nothing more</p>"
            }
        } _: { site in
            let links = try Self.recipe(
                "{\"url\": \"\(site.server.address)/links\", \"pages\": {\"link\": \"a.next\"}}")
            let linked = try await RecipeFetch(site.services, links, parameters: [:]).run()
            #expect(Self.names(linked) == ["a", "b"])
            for (limit, wanted) in [(2, ["a", "b"]), (20, ["a", "b", "c"])] {
                let numbers = try Self.recipe(
                    """
                    {"url": "\(site.server.address)/list?q={word}",
                     "pages": {"parameter": "page", "limit": \(limit)}}
                    """)
                let read = try await RecipeFetch(
                    site.services, numbers, parameters: ["word": "x y"]
                ).run()
                #expect(Self.names(read) == wanted)
            }
        }
    }

    @Test("what cannot be fetched is refused before anything is asked")
    func refused() async throws {
        try await Self.withSite { _ in
            ""
        } _: { site in
            for fetch in [
                #"{"url": "https://example.org/{symbol}"}"#,
                #"{"url": "https://example.org/", "tier": "actor"}"#, #"{"url": "file:///x"}"#,
                #"""
                {"url": "https://example.org/", "tier": "browser",
                 "steps": [{"type": "#q", "text": "{symbol}"}]}
                """#,
            ] {
                let error = #expect(throws: AlmanacError.self) {
                    try RecipeFetch(site.services, Self.recipe(fetch), parameters: [:])
                }
                #expect(error?.kind == .validation)
            }
            #expect(site.server.requests.isEmpty)
        }
    }

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
        .enabled(if: Browser.isInstalled, "no browser (apt-get install chromium)"),
        .enabled(if: Sandbox.isAllowed, "the system allows no user namespaces"))
    func steps() async throws {
        try await Self.withSite {
            $0.target == "/" ? Self.search : nil
        } _: { site in
            var services = site.services
            var options = Browser.Options()
            options.addressGuard = AddressGuard(
                allowing: [try #require(IPNetwork("127.0.0.1/32"))])
            let fetcher = services.fetcher
            let browser = Browser(options) { url, _ in try await fetcher.admit(url) }
            defer { browser.close() }
            services.visit = { request in
                var request = request
                request.deadline = 600_000
                return try await browser.visit(request)
            }
            let recipe = try Self.recipe(
                """
                {"url": "\(site.server.address)/", "tier": "browser",
                 "steps": [{"type": "#q", "text": "{word}"}, {"click": "#go"},
                           {"wait": "#list li"}],
                 "pages": {"click": "#n", "limit": 10}}
                """)
            let read = try await RecipeFetch(
                services, recipe, parameters: ["word": "tesla"]
            ).run()
            #expect(Self.names(read) == ["tesla 1", "tesla 2", "tesla 3"])
            #expect(Set(read.map(\.page.kept.hash)).count == 3)
        }
    }
}
