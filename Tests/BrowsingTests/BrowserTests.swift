import AlmanacCore
import Browsing
import Glibc
import Networking
import Synchronization
import TestSupport
import Testing

/// A real browser that visits a server on loopback; other addresses of loopback stand for those
/// that must not be reached.
@Suite(
    .serialized, .enabled(if: Browser.isInstalled, "no browser (apt-get install chromium)"),
    .enabled(if: Sandbox.isAllowed, "the system allows no user namespaces"))
struct BrowserTests {
    static func options() throws -> Browser.Options {
        var options = Browser.Options()
        options.addressGuard = AddressGuard(allowing: [try #require(IPNetwork("127.0.0.1/32"))])
        return options
    }

    /// A server that gives pages by their path, and 404 for the rest.
    private static func server(
        on host: String = "127.0.0.1", _ pages: [String: String]
    ) throws -> LoopbackServer {
        try #require(
            LoopbackServer(on: host) { request in
                let path = String(request.target.prefix { $0 != "?" })
                guard let page = pages[path] else { return [.answer(404)] }
                if page.hasPrefix("http") || page.hasPrefix("->") {
                    return [.answer(302, ["Location: " + page.replacing("->", with: "")])]
                }
                let type =
                    page.hasPrefix("{")
                    ? "application/json" : path.hasSuffix(".js") ? "text/javascript" : "text/html"
                return [.answer(200, ["Content-Type: \(type)"], body: Array(page.utf8))]
            })
    }

    /// A visit that a busy machine may take its time for.
    private static func request(_ url: String) throws -> VisitRequest {
        var request = VisitRequest(try #require(WebURL(url)))
        request.deadline = 600_000
        return request
    }

    static func visit(
        _ url: String, _ change: (inout VisitRequest) -> Void = { _ in },
        options: Browser.Options? = nil, permission: @escaping Browser.Permission = { _, _ in }
    ) async throws -> VisitedPage {
        let browser = Browser(try options ?? Self.options(), permission: permission)
        defer { browser.close() }
        var request = try Self.request(url)
        change(&request)
        return try await browser.visit(request)
    }

    @Test("a page whose script computes for long between two requests is read after the second")
    func computing() async throws {
        let server = try Self.server([
            "/": """
            <div id=out></div><script>
            fetch('/first.json').then(a => a.json()).then(first => setTimeout(() => {
                const end = Date.now() + 2000;
                while (Date.now() < end) {}
                fetch('/second.json').then(a => a.json()).then(second => {
                    out.textContent = second.text;
                });
            }, 100));
            </script>
            """,
            "/first.json": "{}", "/second.json": #"{"text": "computed"}"#,
        ])
        let page = try await Self.visit(server.address + "/")
        #expect(page.isSettled && page.pages.first?.contains("computed") == true)
        #expect(page.captured.count == 2)
    }

    @Test("a page that scripts build is read as it stands, with the JSON that it fetched")
    func built() async throws {
        let server = try Self.server([
            "/": """
            <img src=/big.png><div id=out></div><script>
            fetch('/data.json').then(a => a.json()).then(d => {
                out.innerHTML = d.rows.map(r => `<p>${r.name}</p>`).join('');
            });</script>
            """,
            "/data.json": #"{"rows": [{"name": "Ada"}, {"name": "Grace"}]}"#,
        ])
        let page = try await Self.visit(server.address + "/") { $0.wantsScreenshot = true }
        #expect(page.status == 200 && page.isSettled && page.bytes > 100)
        #expect(page.pages.count == 1)
        #expect(page.pages[0].contains("<p>Ada</p><p>Grace</p>"))
        #expect(page.captured.count == 1)
        #expect(page.captured.first?.url.hasSuffix("/data.json") == true)
        #expect(page.captured.first?.body.contains("Grace") == true)
        #expect(page.screenshot?.prefix(4) == [0x89, 0x50, 0x4E, 0x47])
        let targets = server.requests.map(\.target)
        #expect(!targets.contains("/big.png"))
        #expect(server.requests.first?["User-Agent"]?.contains("Almanac") == true)
    }

    @Test("steps type, click, scroll, wait and turn pages")
    func steps() async throws {
        let server = try Self.server([
            "/": """
            <input id=q><button id=go onclick="setTimeout(() => {
                list.innerHTML = '<li>' + q.value; n.hidden = false }, 300)">go</button>
            <ul id=list></ul><a id=n hidden href=/two>next</a>
            <script>let seen = 0; addEventListener('scroll', () => { if (!seen++)
                document.body.append('scrolled') });</script><div style='height:5000px'></div>
            """,
            "/two": "<p>second</p><a id=n href=/three>next</a>",
            "/three": "<p>third</p>",
        ])
        let page = try await Self.visit(server.address + "/") {
            $0.steps = [
                .type("#q", text: "it's \"x\""), .click("#go"), .wait("#list li"),
                .scroll(times: 1), .paginate(next: "#n", pages: 5),
            ]
        }
        #expect(page.pages.count == 3)
        #expect(page.pages.first?.contains("<li>it's \"x\"") == true)
        #expect(page.pages.first?.contains("scrolled") == true)
        #expect(page.pages.last?.contains("third") == true)
        #expect(page.url.description.hasSuffix("/three"))
        let error = await #expect(throws: AlmanacError.self) {
            try await Self.visit(server.address + "/two") { $0.steps = [.click("#nowhere")] }
        }
        #expect(error?.kind == .extraction)
    }

    @Test("a page is added to until nothing is added, and turned until it stays as it is")
    func growth() async throws {
        let add = "ul.insertAdjacentHTML('beforeend', `<li>row ${++n}`)"
        let server = try Self.server([
            "/scroll": """
            <ul id=ul></ul><div style='height:3000px'></div><script>let n = 0;
            addEventListener('scroll', () => { if (n < 4) \(add); });</script>
            """,
            "/inside": """
            <div id=box style='height:50px; overflow-y:auto'><ul id=ul><li>a<li>b<li>c<li>d</ul>
            </div><script>let n = 0;
            box.onscroll = () => { if (n < 3) \(add); };</script>
            """,
            "/more": """
            <ul id=ul></ul><button id=m onclick="\(add); if (n == 3) m.hidden = true">more</button>
            <script>let n = 0;</script>
            """,
            "/dead": "<p id=p>0</p><a id=m href='javascript:0' onclick='t++'>next</a>"
                + "<script>let t = 0;</script>",
        ])
        for (path, step, rows) in [
            ("/scroll", VisitStep.scroll(times: 50), 4),
            ("/inside", .scroll(times: 50), 3), ("/more", .more("#m", times: 2), 2),
            ("/more", .more("#m", times: 50), 3),
        ] {
            let page = try await Self.visit(server.address + path) { $0.steps = [step] }
            let last = page.pages.last ?? ""
            #expect(last.contains("<li>row \(rows)"), "\(path) \(last)")
            #expect(!last.contains("<li>row \(rows + 1)"), "\(path) \(last)")
        }
        let dead = try await Self.visit(server.address + "/dead") {
            $0.steps = [.paginate(next: "#m", pages: 20)]
        }
        #expect(dead.pages.count == 1)
    }

    @Test("nothing on a page reaches an address that may not be reached")
    func contained() async throws {
        let secret = try Self.server(
            on: "127.0.0.2", ["/": "secret", "/w.js": "fetch('/x')", "/hop": "secret"])
        let there = secret.address
        let server = try Self.server([
            "/": """
            <iframe src="\(there)/frame"></iframe><iframe src=/redirect></iframe>
            <script src="\(there)/s.js"></script><link rel=stylesheet href="\(there)/s.css">
            <link rel=preconnect href="\(there)"><link rel=prefetch href="\(there)/p">
            <img src="\(there)/i.png"><form id=f action="\(there)/form" target=_blank></form>
            <script>
            const tries = [];
            const elsewhere = ['http://169.254.169.254', 'http://[::1]:\(secret.port)'];
                for (const base of ['\(there)', ...elsewhere])
                tries.push(fetch(base + '/fetch', {mode: 'no-cors'}).catch(() => 0));
            navigator.sendBeacon('\(there)/beacon', 'x');
            try { new WebSocket('ws://127.0.0.2:\(secret.port)/socket'); } catch (e) {}
            try { new EventSource('\(there)/events'); } catch (e) {}
            try { new Worker('/worker.js'); } catch (e) {}
            try { navigator.serviceWorker.register('/service.js'); } catch (e) {}
            open('\(there)/popup'); f.submit();
            const r = new RTCPeerConnection({iceServers: [
                {urls: 'stun:127.0.0.2:\(secret.port)'},
                {urls: 'turn:127.0.0.2:\(secret.port)?transport=tcp', username: 'a',
                 credential: 'b'}]});
            r.createDataChannel('x'); r.createOffer().then(o => r.setLocalDescription(o));
            Promise.all(tries).then(() => setTimeout(() => document.body.id = 'done', 1500));
            </script>
            """,
            "/redirect": there + "/hop",
            "/worker.js": "fetch('\(there)/worker', {mode: 'no-cors'}); fetch('/from-worker');",
            "/service.js": "fetch('\(there)/service', {mode: 'no-cors'}); fetch('/from-service');",
            "/from-worker": "{}", "/from-service": "{}",
        ])
        let datagrams = try #require(DatagramSocket(port: secret.port))
        let page = try await Self.visit(server.address + "/") {
            $0.selector = "#done"
            $0.blocksMedia = false
        }
        #expect(page.pages.first?.contains("id=\"done\"") == true)
        #expect(secret.requests.isEmpty, "\(secret.requests.map(\.target))")
        #expect(!datagrams.hasReceived)
        // The workers did run.
        let own = server.requests.map(\.target)
        #expect(own.contains("/from-worker") && own.contains("/from-service"))
    }

    @Test("a page at such an address is refused, at once or after a redirect")
    func refused() async throws {
        let secret = try Self.server(on: "127.0.0.2", ["/": "secret"])
        let server = try Self.server(["/away": secret.address + "/"])
        for url in [secret.address + "/", "http://169.254.169.254/latest/", "https://[::1]/"] {
            let error = await #expect(throws: AlmanacError.self) { try await Self.visit(url) }
            #expect(error?.kind == .forbidden, "\(url): \(error.map { "\($0)" } ?? "")")
        }
        let error = await #expect(throws: AlmanacError.self) {
            try await Self.visit(server.address + "/away")
        }
        #expect(error?.kind == .forbidden, "\(error.map { "\($0)" } ?? "")")
        #expect(secret.requests.isEmpty)
        let other = await #expect(throws: AlmanacError.self) {
            try await Self.visit("file:///etc/passwd")
        }
        #expect(other?.kind == .validation)
    }

    @Test("permission is asked for the page, its frames and what scripts fetch, and may be refused")
    func permission() async throws {
        let server = try Self.server([
            "/": "->/two",
            "/two": """
            <iframe src=/three></iframe><iframe src=/forbidden></iframe>two<p id=out></p><script>
            fetch('/forbidden?token=1').catch(() => fetch('/four.json')).then(a => a.json())
                .then(d => out.textContent = d.rows)</script>
            """,
            "/three": "three", "/four.json": #"{"rows": "came"}"#,
            "/no": "->/forbidden", "/forbidden": "never",
        ])
        let asked = Mutex<[String]>([])
        let permission: Browser.Permission = { url, part in
            asked.withLock { $0.append((part == .page ? "" : "part ") + url.path) }
            if url.path == "/forbidden" {
                throw AlmanacError(.forbidden, "robots.txt does not allow it")
            }
        }
        let page = try await Self.visit(server.address + "/", permission: permission)
        #expect(page.url.path == "/two")
        let all = asked.withLock { $0 }
        #expect(all.filter { !$0.hasPrefix("part") } == ["/", "/two"])
        #expect(
            all.filter { $0.hasPrefix("part") }.sorted()
                == ["part /forbidden", "part /forbidden", "part /four.json", "part /three"])
        #expect(page.pages.first?.contains("came") == true)
        #expect(page.withheld.count == 2 && page.withheld.allSatisfy { !$0.contains("token=1") })
        let error = await #expect(throws: AlmanacError.self) {
            try await Self.visit(server.address + "/no", permission: permission)
        }
        #expect(error?.message == "robots.txt does not allow it")
        #expect(!server.requests.contains { $0.target.hasPrefix("/forbidden") })
    }

    @Test("what hangs, crashes or eats memory ends with an error, and the next visit goes on")
    func faults() async throws {
        let server = try #require(
            LoopbackServer { request in
                switch request.target {
                case "/slow": [.pause(milliseconds: 60_000)]
                case "/loop": [.answer(body: Array("<script>while (true) {}</script>".utf8))]
                case "/reset": [.reset]
                case "/large": [.answer(body: [UInt8](repeating: 65, count: 3 << 20))]
                default: [.answer(body: Array("<p>fine".utf8))]
                }
            })
        let browser = Browser(try Self.options()) { _, _ in }
        defer { browser.close() }
        for (path, kind) in [
            ("/slow", AlmanacError.Kind.sourceUnavailable), ("/loop", .sourceUnavailable),
            ("/reset", .sourceUnavailable), ("/large", .dataFetch),
        ] {
            var request = try Self.request(server.address + path)
            request.deadline = path == "/large" ? 600_000 : 3_000
            request.maximumBytes = 1 << 20
            let error = await #expect(throws: AlmanacError.self) {
                try await browser.visit(request)
            }
            #expect(error?.kind == kind, "\(path): \(error.map { "\($0)" } ?? "")")
            let fine = try await browser.visit(try Self.request(server.address + "/"))
            #expect(fine.pages.first?.contains("fine") == true)
        }
        var small = try Self.options()
        small.memoryBytes = 1
        let error = await #expect(throws: AlmanacError.self) {
            try await Self.visit(server.address + "/slow", options: small)
        }
        #expect(error?.details["reason"] == "browser_ended")
    }

    @Test("visits beside each other share no cookie, and a spent browser is replaced")
    func contexts() async throws {
        try await seen(replacedBy: { $0.visitsPerProcess = 3 })
    }

    @Test("a browser that has grown old is replaced, and no visit fails for it")
    func age() async throws {
        try await seen(replacedBy: { $0.processSeconds = 0 })
    }

    private func seen(replacedBy change: (inout Browser.Options) -> Void) async throws {
        let server = try #require(
            LoopbackServer { request in
                let cookie = request["Cookie"] ?? "none"
                return [
                    .answer(
                        200, ["Set-Cookie: a=1", "Content-Type: text/html"],
                        body: Array("<p>\(cookie)</p>".utf8))
                ]
            })
        var options = try Self.options()
        change(&options)
        let browser = Browser(options) { _, _ in }
        defer { browser.close() }
        let request = try Self.request(server.address + "/")
        let pages = try await withThrowingTaskGroup(of: VisitedPage.self) { group in
            for _ in 0..<5 { group.addTask { try await browser.visit(request) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(pages.count == 5)
        #expect(pages.allSatisfy { $0.pages.first?.contains("none") == true })
        #expect(try await browser.visit(request).status == 200)
    }
}

/// A socket that hears whether a datagram comes.
private final class DatagramSocket: Sendable {
    private let socket: Int32

    init?(port: UInt16) {
        socket = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.2")
        let descriptor = socket
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isBound else { return nil }
    }

    deinit { close(socket) }

    var hasReceived: Bool {
        var byte: UInt8 = 0
        return recv(socket, &byte, 1, Int32(MSG_DONTWAIT)) >= 0
    }
}
