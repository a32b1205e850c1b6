import AlmanacCore
import Archive
import Browsing
import DataSources
import Database
import Jobs
import Networking
import Synchronization
import TestSupport
import Testing
import TimeSeries

/// Pages that are fetched as they are, and pages that a browser must build.
@Suite(.serialized) struct PageFetchTests {
    static let start = Timestamp(nanoseconds: 1_700_000_000_000_000_000)

    /// A page that is nothing before its scripts have run.
    static let shell = """
        <!DOCTYPE html><html><body><div id=out></div><noscript>Please enable JavaScript to run
        this app.</noscript><script>
        fetch('/data.json').then(a => a.json()).then(d => {
            out.innerHTML = d.rows.map(r => `<p>${r.name}</p>`).join('');
        });</script></body></html>
        """

    static let data = #"{"rows": [{"name": "Ada"}, {"name": "Grace"}]}"#

    /// Services over a server on loopback, which gives the shell, its data, and other pages.
    private static func withSite(
        _ pages: [String: String] = ["/": shell, "/data.json": data], robots: String? = nil,
        _ body: (PulledSource) async throws -> Void
    ) async throws {
        try await DatabaseUnderTest.sqlite.withDatabase { database in
            let site = try PulledSource(database, at: start) { request, _ in
                if request.target == "/robots.txt", let robots {
                    return [.answer(body: Array(robots.utf8))]
                }
                guard let page = pages[request.target] else { return [.answer(404)] }
                if let status = Int(page) { return [.answer(status)] }
                let type = page.hasPrefix("{") ? "application/json" : "text/html"
                return [.answer(200, ["Content-Type: \(type)"], body: Array(page.utf8))]
            }
            try await body(site)
        }
    }

    private static func url(_ site: PulledSource, _ path: String = "/") throws -> WebURL {
        try #require(WebURL(site.server.address + path))
    }

    /// How many fetches are in the archive by a tier.
    private static func kept(_ site: PulledSource, _ tier: String) throws -> Int {
        try site.database.readNow { transaction in
            let row = try transaction.first(
                "SELECT count(*) FROM raw_data WHERE tier = $1", [SQLValue(tier)])
            return Int(try #require(row).integer(0))
        }
    }

    @Test(
        "what a page as it was fetched says decides whether scripts are needed",
        arguments: [
            (shell, true), ("", true), ("<html><body>Short, and no script.</body></html>", false),
            (
                "<html><script src=a.js></script><p>"
                    + String(repeating: "word ", count: 60) + "</p></html>", false
            ),
            (
                "<html><div id=root></div><script>window.__STATE__ = {\"rows\": ["
                    + String(repeating: "{\"price\": 12.5},", count: 200) + "{}]}</script></html>",
                false
            ),
            ("<html><script type='application/ld+json'>{}</script></html>", false),
            ("<html><div id=app></div><script type=module src=/main.js></script></html>", true),
        ])
    func content(html: String, needsScripts: Bool) {
        let reason = PageContent.needsScripts(
            Array(html.utf8), contentType: "text/html; charset=utf-8", url: nil)
        // A page without a byte has no script either: a browser would see as little.
        #expect((reason != nil) == (needsScripts && !html.isEmpty))
        #expect(
            PageContent.needsScripts(
                Array(html.utf8), contentType: "application/json", url: nil) == nil)
    }

    @Test(
        "a page that leaves its content to scripts is built by Chromium, its JSON kept too",
        .enabled(if: Browser.isInstalled, "no browser (apt-get install chromium)"),
        .enabled(if: Sandbox.isAllowed, "the system allows no user namespaces"))
    func built() async throws {
        try await Self.withSite { try await Self.built($0) }
    }

    private static func built(_ site: PulledSource) async throws {
        var services = site.services
        var options = Browser.Options()
        options.addressGuard = AddressGuard(allowing: [try #require(IPNetwork("127.0.0.1/32"))])
        let fetcher = services.fetcher
        let browser = Browser(options) { url, _ in try await fetcher.admit(url) }
        defer { browser.close() }
        services.visit = { request in
            var request = request
            request.deadline = 600_000
            return try await browser.visit(request)
        }
        let page = try await PageFetch(services, url(site)).run()
        #expect(page.tier == .browser && page.status == 200)
        #expect(String(decoding: page.body, as: UTF8.self).contains("<p>Ada</p><p>Grace</p>"))
        #expect(page.captured.map(\.bytes) == [data.utf8.count])
        #expect(page.captured.first?.url.hasSuffix("/data.json") == true)
        // The shell, and what the browser made of it with the data.
        #expect(try kept(site, "static") == 1)
        #expect(try kept(site, "browser") == 2)
        let captured = try #require(page.captured.first)
        let bytes = try site.database.readNow {
            try services.bronze.bytes($0, captured.kept.hash)
        }
        #expect(String(decoding: bytes, as: UTF8.self) == data)
        let plain = try await PageFetch(services, url(site), tier: .static).run()
        #expect(plain.tier == .static && plain.captured.isEmpty)
    }

    @Test("a hosted browser is asked within its budget only, and costs each minute that it began")
    func hosted() async throws {
        try await Self.withSite { try await Self.hosted($0) }
    }

    private static func hosted(_ site: PulledSource) async throws {
        var services = site.services
        let url = try url(site)
        func fetch(_ services: PullServices) async throws -> FetchedPage {
            try await PageFetch(services, url, of: "browserbase").run()
        }
        let queue = JobQueue(site.database.dialect)
        let unbounded = await #expect(throws: AlmanacError.self) { try await fetch(services) }
        #expect(unbounded?.kind == .budgetExceeded)
        try await site.database.write {
            try queue.ledger.setLimit(
                Money(microdollars: 9_000), scope: "source:browserbase", in: $0)
        }
        let keyless = await #expect(throws: AlmanacError.self) { try await fetch(services) }
        #expect(keyless?.kind == .unauthorized)
        let time = site.time
        let status = Mutex(200)
        services.hostedVisit = { request in
            time.advance(seconds: 61)
            return VisitedPage(
                url: request.url, status: status.withLock { $0 }, pages: ["<p>built"])
        }
        let page = try await fetch(services)
        #expect(page.tier == .browser && page.body == Array("<p>built".utf8))
        #expect(!site.server.requests.contains { $0.target == "/" })
        // A page that fails costs as much as another.
        status.withLock { $0 = 500 }
        await #expect(throws: AlmanacError.self) { try await fetch(services) }
        let used = try site.database.readNow {
            try SourceUsage.since($0, start, source: "browserbase")
        }
        #expect(used.first?.usage.microdollars == 8_000 && used.first?.usage.failures == 1)
        let spent = await #expect(throws: AlmanacError.self) { try await fetch(services) }
        #expect(spent?.kind == .budgetExceeded)
    }

    @Test("a browser is asked for what needs it alone: not for content, not for a refusal")
    func sparing() async throws {
        let pages = [
            "/text": "<html><script></script>" + String(repeating: "words ", count: 60),
            "/no": "403", "/down": "500", "/secret": Self.shell, "/gone": "410",
        ]
        try await Self.withSite(pages, robots: "User-agent: *\nDisallow: /secret\n") {
            try await Self.sparing($0)
        }
    }

    private static func sparing(_ site: PulledSource) async throws {
        var services = site.services
        let visits = Mutex(0)
        services.visit = { _ in
            visits.withLock { $0 += 1 }
            throw AlmanacError(.internalError, "no visit was due")
        }
        #expect(try await PageFetch(services, url(site, "/text")).run().tier == .static)
        for (path, kind) in [
            ("/no", .dataFetch), ("/down", .dataFetch), ("/gone", .notFound),
            ("/secret", .forbidden),
        ] as [(String, AlmanacError.Kind)] {
            let error = await #expect(throws: AlmanacError.self) {
                try await PageFetch(services, url(site, path)).run()
            }
            #expect(error?.kind == kind, "\(path)")
        }
        #expect(visits.withLock { $0 } == 0)
    }

    @Test("where no browser can build it, what was fetched is there and says what it lacks")
    func fallsBack() async throws {
        try await Self.withSite { try await Self.fallsBack($0) }
    }

    private static func fallsBack(_ site: PulledSource) async throws {
        let absent = try await PageFetch(site.services, url(site)).run()
        #expect(absent.tier == .static && absent.body == Array(shell.utf8))
        #expect(absent.notes.contains { $0.contains("no browser is installed") })
        var services = site.services
        services.visit = { _ in throw AlmanacError(.sourceUnavailable, "the page crashed it") }
        let crashed = try await PageFetch(services, url(site)).run(fresh: true)
        #expect(crashed.tier == .static)
        #expect(crashed.notes.contains { $0.contains("the page crashed it") })
        let error = await #expect(throws: AlmanacError.self) {
            try await PageFetch(services, url(site), tier: .browser).run()
        }
        #expect(error?.message == "the page crashed it")
        #expect(throws: AlmanacError.self) {
            try PageFetch(services, url(site), tier: .actor)
        }
    }
}
