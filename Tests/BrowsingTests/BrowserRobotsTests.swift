import AlmanacCore
import Browsing
import Networking
import Synchronization
import TestSupport
import Testing

/// Whatever of a page fetches, by whatever way: what may not be fetched never reaches the server.
@Suite(
    .serialized, .enabled(if: Browser.isInstalled, "no browser (apt-get install chromium)"),
    .enabled(if: Sandbox.isAllowed, "the system allows no user namespaces"))
struct BrowserRobotsTests {
    private static let scripts = [
        "/worker.js": """
        const x = new XMLHttpRequest(); x.open('GET', '/sync-forbidden', false);
        try { x.send() } catch (e) {} new EventSource('/events-forbidden');
        \(fetches("worker")) importScripts('/import-allowed.js'); new Worker('/inner.js');
        """,
        "/inner.js": fetches("inner"), "/shared.js": fetches("shared"), "/import-allowed.js": "",
        "/service.js": """
        \(fetches("service")) addEventListener('install', e => { skipWaiting();
            e.waitUntil(caches.open('a').then(c => c.add('/cache-forbidden')).catch(() => 0)
                .then(() => caches.open('a')).then(c => c.add('/cache-allowed'))) });
        addEventListener('activate', e => e.waitUntil(clients.claim()));
        addEventListener('fetch', e => e.respondWith(fetch(e.request)));
        """,
    ]

    /// A script that fetches what it may, what it may not, and what leads to that.
    private static func fetches(_ who: String) -> String {
        "for (const what of ['forbidden', 'hop', 'allowed']) fetch('/\(who)-' + what)"
            + ".catch(() => 0);"
    }

    private static func page(_ other: String) -> String {
        """
        <link rel=prefetch href=/link-forbidden><a id=pop target=_blank href=/pop-forbidden>x</a>
        <script type=speculationrules>{"prefetch": [{"urls": ["/ahead-forbidden"],
            "eagerness": "immediate"}], "prerender": [{"urls": ["/drawn-forbidden"],
            "eagerness": "immediate"}]}</script>
        <iframe src="\(other)/frame"></iframe>
        <script>\(fetches("page"))
        new Worker('/worker.js'); new SharedWorker('/shared.js');
        new Worker(URL.createObjectURL(new Blob(
            ["fetch('" + origin + "/blob-forbidden'); fetch('" + origin + "/blob-allowed')"])));
        navigator.serviceWorker.register('/service.js');
        const look = () => fetch('/state.json').then(a => a.json()).then(
            d => { if (d.all) document.body.id = 'done'; else setTimeout(look, 50) });
        look();</script>
        """
    }

    /// The same server by another address, and so another site, whose frames run apart.
    private static func other(_ host: String) -> String {
        "http://127.0.0.3:\(host.split(separator: ":").last ?? "")"
    }

    /// What each of them asks for, so that it is known to have run.
    private static let allowed = [
        "page", "worker", "inner", "shared", "service", "blob", "cache", "frame", "within",
    ].map { "/\($0)-allowed" }

    private static func server() throws -> LoopbackServer {
        let seen = Mutex<Set<String>>([])
        return try #require(
            LoopbackServer(on: "0.0.0.0") { request in
                let path = request.target
                let all = seen.withLock { seen in
                    seen.insert(path)
                    return allowed.allSatisfy(seen.contains)
                }
                if path.hasSuffix("-hop") {
                    return [.answer(302, ["Location: " + path.replacing("hop", with: "forbidden")])]
                }
                let (type, text) =
                    switch path {
                    case "/": ("html", page(other(request["Host"] ?? "")))
                    case "/frame":
                        (
                            "html",
                            "<iframe src=/within></iframe><script>\(fetches("frame"))</script>"
                        )
                    case "/within": ("html", "<script>\(fetches("within"))</script>")
                    case "/state.json": ("json", "{\"all\": \(all)}")
                    default: ("javascript", scripts[path] ?? "")
                    }
                return [.answer(200, ["Content-Type: text/\(type)"], body: Array(text.utf8))]
            })
    }

    @Test("workers, frames of other sites and what is fetched ahead obey as the page does")
    func everything() async throws {
        let server = try Self.server()
        let asked = Mutex<Set<String>>([])
        var options = try BrowserTests.options()
        options.addressGuard = AddressGuard(allowing: [try #require(IPNetwork("127.0.0.0/8"))])
        let page = try await BrowserTests.visit(
            "http://127.0.0.1:\(server.port)/",
            { request in
                request.selector = "#done"
                request.steps = [.click("#pop")]
            }, options: options
        ) { url, _ in
            asked.withLock { _ = $0.insert(url.path) }
            if url.path.hasSuffix("forbidden") { throw AlmanacError(.forbidden, "not allowed") }
        }
        #expect(page.pages.first?.contains("id=\"done\"") == true)
        let reached = server.requests.map(\.target)
        #expect(!reached.contains { $0.hasSuffix("forbidden") }, "\(reached)")
        // A frame within another site's frame is asked for as well, but cannot be told apart.
        let withheld = Set(page.withheld.compactMap { WebURL($0)?.path })
        let isAsked = asked.withLock { $0.filter { $0.hasSuffix("forbidden") } }
        #expect(isAsked.subtracting(withheld) == ["/within-forbidden"])
        let tried = Self.allowed.map { $0.replacing("allowed", with: "forbidden") }
        #expect(isAsked.isSuperset(of: tried + ["/sync-forbidden", "/events-forbidden"]))
        // Neither workers nor other sites' frames keep the page from being quiet.
        #expect(page.isSettled)
    }
}
