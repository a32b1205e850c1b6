import AlmanacCore
import Networking
import Synchronization
import TestSupport
import Testing
import TimeSeries

/// Requests through a real proxy on loopback, which is asked for a tunnel and then sees what goes
/// through it.
@Suite struct ProxyTests {
    typealias Step = LoopbackServer.Step

    /// A proxy that opens a tunnel to whatever it is asked for, and answers in the target's place.
    static func proxy(
        opens: @escaping @Sendable (LoopbackServer.Request) -> Int = { _ in 200 },
        script: @escaping @Sendable (LoopbackServer.Request) -> [Step] = { _ in
            [.answer(body: Array("through".utf8))]
        }
    ) throws -> LoopbackServer {
        try #require(
            LoopbackServer { request in
                guard request.method == "CONNECT" else { return script(request) }
                let status = opens(request)
                if status == 200 { return [.text("HTTP/1.1 200 Connection established\r\n\r\n")] }
                return [.answer(status), .close]
            })
    }

    static func request(_ text: String, _ server: LoopbackServer) throws -> HTTPRequest {
        var request = HTTPRequest(.get, try #require(WebURL(text)))
        request.proxy = try ProxyServer(server.address)
        return request
    }

    @Test("a proxy is told an address that was checked, never a name, and passes the rest on")
    func tunnels() async throws {
        let proxy = try Self.proxy()
        // The proxy itself is on loopback, where nothing may be fetched from.
        let client = try HTTPClient()
        var request = try Self.request("http://93.184.216.34/p?q=1", proxy)
        let user = proxy.address.replacing("http://", with: "http://ada:secret@")
        request.proxy = try ProxyServer(user)
        let answer = try await client.send(request)
        #expect(String(decoding: answer.body, as: UTF8.self) == "through")
        let asked = proxy.requests
        #expect(asked.map(\.method) == ["CONNECT", "GET"])
        #expect(asked[0].target == "93.184.216.34:80" && asked[1].target == "/p?q=1")
        #expect(asked[0]["Proxy-Authorization"]?.hasPrefix("Basic ") == true)
        #expect(asked[1]["Proxy-Authorization"] == nil)
        #expect(asked[1]["Host"] == "93.184.216.34")
        #expect(request.proxy?.name == proxy.address)
    }

    @Test("a name is resolved here, and what it points to is checked before the proxy is asked")
    func checks() async throws {
        let proxy = try Self.proxy()
        let only = try #require(IPNetwork("127.0.0.1/32"))
        let client = try HTTPClient(
            HTTPClientOptions(addressGuard: AddressGuard(allowing: [only])))
        let answer = try await client.send(try Self.request("http://localhost:81/", proxy))
        #expect(answer.isSuccess)
        #expect(proxy.requests.first?.target == "127.0.0.1:81")
        #expect(proxy.requests.last?["Host"] == "localhost:81")
        for target in ["127.0.0.2", "169.254.169.254", "[::ffff:10.0.0.1]", "2130706434"] {
            let error = await #expect(throws: AlmanacError.self) {
                try await client.send(try Self.request("http://\(target)/", proxy))
            }
            #expect(error?.kind == .forbidden, "\(target)")
        }
        #expect(proxy.requests.count == 2)
    }

    @Test("a redirect to an address that is refused does not reach the proxy")
    func redirects() async throws {
        let proxy = try Self.proxy(
            script: { _ in [.answer(302, ["Location: http://169.254.169.254/latest/"])] })
        let client = try HTTPClient()
        let error = await #expect(throws: AlmanacError.self) {
            try await client.send(try Self.request("http://93.184.216.34/", proxy))
        }
        #expect(error?.details["reason"] == "refused_address")
        #expect(proxy.requests.map(\.method) == ["CONNECT", "GET"])
    }

    @Test("a proxy that refuses is said to be that", arguments: [403, 407, 502])
    func refuses(_ status: Int) async throws {
        let proxy = try Self.proxy(opens: { _ in status })
        let error = await #expect(throws: AlmanacError.self) {
            try await HTTPClient().send(try Self.request("http://93.184.216.34/", proxy))
        }
        #expect(error?.details["reason"] == "proxy_refused")
        #expect(error?.message.contains("status \(status)") == true)
    }

    @Test(
        "a proxy's address is read, and one that cannot be is not repeated",
        arguments: ["", "proxy", "ftp://h:1", "http://h", "socks4://h:1", "http://a:hush@:80"])
    func reads(_ text: String) throws {
        let error = #expect(throws: AlmanacError.self) { try ProxyServer(text) }
        #expect(error?.kind == .validation && error?.message.contains("hush") == false)
        let list = try ProxyServer.list("http://a:b@h:1, socks5://h:2\nhttp://c:d@h:1")
        #expect(list.map(\.name) == ["http://h:1", "socks5://h:2"])
    }

    @Test("the healthiest proxy is used, one that fails rests, and none is gone around")
    func pool() async throws {
        let good = try Self.proxy()
        let bad = try Self.proxy(opens: { _ in 502 })
        let time = FetcherTests.ManualClock()
        let pool = ProxyPool(
            try ProxyServer.list("\(bad.address) \(good.address)"), now: time.clock.now)
        let fetcher = Fetcher(try HTTPClient(), clock: time.clock, chance: { 0.5 }, proxies: pool)
        var policy = Fetcher.Policy()
        policy.obeysRobots = false
        policy.usesCache = false
        let url = try #require(WebURL("http://93.184.216.34/"))
        let first = try await fetcher.fetch(HTTPRequest(.get, url), policy)
        #expect(first.attempts == 2)
        for _ in 0..<5 { _ = try await fetcher.fetch(HTTPRequest(.get, url), policy) }
        #expect(bad.requests.count == 1 && good.requests.count == 7)
        // Another site does not suffer for it.
        let other = try #require(WebURL("http://93.184.216.35/"))
        _ = try await fetcher.fetch(HTTPRequest(.get, other), policy)
        #expect(bad.requests.last?.target == "93.184.216.35:80")
    }

    @Test("a site that blocks a proxy rests it, and where all rest nothing goes out")
    func rests() async throws {
        let proxy = try Self.proxy(script: { _ in [.answer(403)] })
        let time = FetcherTests.ManualClock()
        let pool = ProxyPool([try ProxyServer(proxy.address)], now: time.clock.now)
        let fetcher = Fetcher(try HTTPClient(), clock: time.clock, chance: { 0.5 }, proxies: pool)
        var policy = Fetcher.Policy()
        policy.obeysRobots = false
        let request = HTTPRequest(.get, try #require(WebURL("http://93.184.216.34/")))
        #expect(try await fetcher.fetch(request, policy).response.status == 403)
        let error = await #expect(throws: AlmanacError.self) {
            try await fetcher.fetch(request, policy)
        }
        #expect(error?.details["reason"] == "no_proxy" && error?.details["again_at"] != nil)
        #expect(proxy.requests.count == 2)
        time.advance(seconds: 61)
        #expect(try await fetcher.fetch(request, policy).response.status == 403)
    }
}
