import AlmanacCore
import Browsing
import Glibc
import Networking
import Synchronization
import TestSupport
import Testing
import TimeSeries

/// Connections and a real browser whose ways lead through proxies on loopback; these see what they
/// are asked for, and answer in the target's place.
@Suite(.serialized) struct BrowserProxiesTests {
    /// A proxy that opens tunnels, and gives one page and its data to whoever asks through them.
    private static func proxy(status: Int = 200) throws -> LoopbackServer {
        try #require(
            LoopbackServer { request in
                if request.method == "CONNECT" {
                    return status == 200
                        ? [.text("HTTP/1.1 200 Connection established\r\n\r\n")]
                        : [.answer(status), .close]
                }
                let isPage = request.target == "/"
                let page = """
                    <p id=out></p><iframe src="http://169.254.169.254/latest/"></iframe>
                    <script>fetch('/data.json').then(a => a.json())
                        .then(d => out.textContent = d.rows)</script>
                    """
                return [
                    .answer(
                        200, ["Content-Type: \(isPage ? "text/html" : "application/json")"],
                        body: Array((isPage ? page : #"{"rows": "came"}"#).utf8))
                ]
            })
    }

    /// A fetcher that knows proxies, as a command makes it.
    private static func fetcher(_ proxies: [LoopbackServer]) throws -> Fetcher {
        let servers = try proxies.map { try ProxyServer($0.address) }
        let clock = WaitingClock(now: { Timestamp(nanoseconds: 1_735_689_600_000_000_000) })
        return Fetcher(
            try HTTPClient(), clock: clock, chance: { 0.5 },
            proxies: ProxyPool(servers, now: clock.now))
    }

    @Test(
        "a browser goes through the proxy, which is told checked addresses only",
        .enabled(if: Browser.isInstalled && Sandbox.isAllowed, "no browser that may run"))
    func visits() async throws {
        let (bad, good) = (try Self.proxy(status: 502), try Self.proxy())
        var options = Browser.Options()
        options.proxies = try Self.fetcher([bad, good])
        let browser = Browser(options) { _, _ in }
        defer { browser.close() }
        var request = VisitRequest(try #require(WebURL("http://93.184.216.34/")))
        request.deadline = 600_000
        let error = await #expect(throws: AlmanacError.self) { try await browser.visit(request) }
        #expect(error?.details["reason"] == "proxy_refused", "\(error as Any)")
        // The one that failed is the worse from then on.
        let page = try await browser.visit(request)
        #expect(page.status == 200 && page.pages.first?.contains("came") == true)
        #expect(page.captured.count == 1)
        let asked = good.requests
        #expect(asked.first?.target == "93.184.216.34:80")
        #expect(asked.contains { $0.method == "GET" && $0.target == "/data.json" })
        // Inner addresses are refused here, and reach no proxy.
        #expect(asked.allSatisfy { !$0.target.contains("169.254") })
        #expect(bad.requests.allSatisfy { $0.method == "CONNECT" })
    }

    @Test("bytes go through a proxy that speaks SOCKS 5, and both ends are seen")
    func connection() async throws {
        let server = try #require(
            LoopbackServer { _ in [.answer(body: Array("in".utf8)), .close] })
        let own = try #require(IPNetwork("127.0.0.1/32"))
        let address = try #require(IPAddress("127.0.0.1"))
        let proxy = try BrowserProxy(
            AddressGuard(allowing: [own]), user: geteuid(), byteLimit: 1 << 20)
        defer { proxy.close() }
        let url = try #require(WebURL(server.address + "/"))
        let text = try await runOnThread {
            let connection = try RawConnection(
                url, at: address, through: ProxyServer("socks5://127.0.0.1:\(proxy.port)"))
            #expect(connection.receive() == .nothing)
            #expect(connection.send(Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8)))
            var bytes: [UInt8] = []
            while connection.wait(milliseconds: 10_000) {
                guard case .bytes(let piece) = connection.receive() else { break }
                bytes += piece
            }
            connection.close()
            #expect(connection.receive() == .end && !connection.send([1]))
            return String(decoding: bytes, as: UTF8.self)
        }
        #expect(text.hasSuffix("in"))
        #expect(proxy.passed.connections == 1)
        let closed = try await runOnThread {
            #expect(throws: AlmanacError.self) {
                try RawConnection(
                    url, at: address, through: ProxyServer("http://127.0.0.1:1"), deadline: 5_000)
            }
        }
        #expect(closed?.kind == .sourceUnavailable)
    }
}
