import AlmanacCore
import Networking
import Synchronization
import TestSupport
import Testing
import TimeSeries

/// Fetching politely, against a real server and by a clock that the test moves.
@Suite struct FetcherTests {
    typealias Step = LoopbackServer.Step

    /// A clock whose sleeps pass at once and are noted.
    final class ManualClock: Sendable {
        private let state = Mutex((now: Int64(1_735_689_600_000_000_000), slept: [Int64]()))

        var slept: [Int64] { state.withLock { $0.slept } }

        func advance(seconds: Int64) { state.withLock { $0.now += seconds * 1_000_000_000 } }

        var clock: WaitingClock {
            WaitingClock(
                now: { Timestamp(nanoseconds: self.state.withLock { $0.now }) },
                sleep: { nanoseconds in
                    self.state.withLock {
                        $0.now += nanoseconds
                        $0.slept.append(nanoseconds)
                    }
                })
        }
    }

    struct Setting {
        let server: LoopbackServer
        let time = ManualClock()
        let fetcher: Fetcher

        init(_ script: @escaping @Sendable (LoopbackServer.Request, Int) -> [Step]) throws {
            let calls = Calls()
            server = try #require(
                LoopbackServer { request in
                    script(request, request.target == "/robots.txt" ? 0 : calls.next())
                })
            fetcher = Fetcher(try HTTPClientTests.client(), clock: time.clock, chance: { 0.5 })
        }

        func request(_ path: String = "/a") throws -> HTTPRequest {
            HTTPRequest(.get, try #require(WebURL(server.address + path)))
        }

        var pages: [String] { server.requests.map(\.target).filter { $0 != "/robots.txt" } }
    }

    final class Calls: Sendable {
        private let count = Mutex(0)
        func next() -> Int {
            count.withLock {
                $0 += 1
                return $0
            }
        }
    }

    static func body(_ fetched: Fetcher.Fetched) -> String {
        String(decoding: fetched.response.body, as: UTF8.self)
    }

    @Test("a fresh answer is not asked for again, and one that still holds is not sent again")
    func caches() async throws {
        let setting = try Setting { request, call in
            if request.target == "/robots.txt" { return [.answer(404)] }
            return request["If-None-Match"] == "\"1\""
                ? [.answer(304, ["Cache-Control: max-age=10"])]
                : [
                    .answer(
                        200, ["ETag: \"1\"", "Cache-Control: max-age=10"],
                        body: Array("\(call)".utf8))
                ]
        }
        let first = try await setting.fetcher.fetch(setting.request())
        let second = try await setting.fetcher.fetch(setting.request())
        setting.time.advance(seconds: 11)
        let third = try await setting.fetcher.fetch(setting.request())
        let fourth = try await setting.fetcher.fetch(setting.request())
        #expect(
            [first, second, third, fourth].map(\.origin) == [
                .network, .cache, .revalidated, .cache,
            ])
        #expect([first, second, third, fourth].map(Self.body) == ["1", "1", "1", "1"])
        #expect(setting.pages.count == 2)
    }

    @Test("while a source fails, what was kept serves and says so, but not for ever")
    func stale() async throws {
        let setting = try Setting { request, call in
            if request.target == "/robots.txt" { return [.answer(404)] }
            if call == 1 { return [.answer(200, ["ETag: \"1\""], body: [1])] }
            return call < 5 ? [.answer(503)] : [.reset]
        }
        var policy = Fetcher.Policy()
        policy.lifetime = 60
        policy.staleIfError = 1_000
        _ = try await setting.fetcher.fetch(setting.request(), policy)
        setting.time.advance(seconds: 100)
        let second = try await setting.fetcher.fetch(setting.request(), policy)
        #expect(second.origin == .stale(reason: "status 503") && second.attempts == 3)
        let third = try await setting.fetcher.fetch(setting.request(), policy)
        #expect(third.origin == .stale(reason: "connection_lost") && third.response.body == [1])
        setting.time.advance(seconds: 1_000)
        await #expect(throws: AlmanacError.self) {
            try await setting.fetcher.fetch(setting.request(), policy)
        }
    }

    @Test("what passes in seconds is bridged with growing pauses, and only what is safe is resent")
    func retries() async throws {
        let setting = try Setting { request, call in
            request.target == "/robots.txt" || call >= 3 ? [.answer(200)] : [.answer(500)]
        }
        let fetched = try await setting.fetcher.fetch(setting.request())
        #expect(fetched.response.status == 200 && fetched.attempts == 3)
        #expect(setting.time.slept == [250_000_000, 500_000_000])
        let posted = try Setting { request, _ in
            [.answer(request.target == "/robots.txt" ? 404 : 500)]
        }
        var request = try posted.request()
        request.method = .post
        let answer = try await posted.fetcher.fetch(request)
        #expect(answer.response.status == 500 && posted.pages.count == 1)
    }

    @Test("a server that asks for a pause gets it, or is left alone when it asks for too long")
    func retryAfter() async throws {
        let setting = try Setting { request, call in
            request.target == "/robots.txt"
                ? [.answer(404)]
                : call == 1
                    ? [.answer(429, ["Retry-After: 4"])]
                    : call == 2 ? [.answer(200)] : [.answer(429, ["Retry-After: 3000"])]
        }
        let fetched = try await setting.fetcher.fetch(setting.request())
        #expect(fetched.response.status == 200)
        #expect(setting.time.slept.reduce(0, +) >= 4_000_000_000)
        let refused = try await setting.fetcher.fetch(setting.request("/b"))
        #expect(refused.response.status == 429 && refused.attempts == 1)
        // The next request to the host waits for as long as it was asked to.
        _ = try await setting.fetcher.fetch(setting.request("/c"))
        #expect(setting.time.slept.contains { $0 > 2_900_000_000_000 })
        // Unless that is longer than it may wait.
        var policy = Fetcher.Policy()
        policy.patienceNanoseconds = 60_000_000_000
        let error = await #expect(throws: AlmanacError.self) {
            try await setting.fetcher.fetch(setting.request("/d"), policy)
        }
        #expect(error?.kind == .rateLimited)
    }

    @Test("robots.txt is asked once, obeyed on every hop, and its delay kept")
    func robots() async throws {
        let setting = try Setting { request, _ in
            switch request.target {
            case "/robots.txt":
                [.answer(body: Array("User-agent: *\nDisallow: /no\nCrawl-delay: 3".utf8))]
            case "/hop": [.answer(302, ["Location: /no/where"])]
            default: [.answer()]
            }
        }
        for path in ["/no/1", "/hop"] {
            let reason = await HTTPClientTests.reason {
                try await setting.fetcher.fetch(setting.request(path)).response
            }
            #expect(reason == "robots", "\(path)")
        }
        for path in ["/1", "/2", "/3"] {
            _ = try await setting.fetcher.fetch(setting.request(path))
        }
        #expect(setting.pages == ["/hop", "/1", "/2", "/3"])
        #expect(setting.server.requests.count { $0.target == "/robots.txt" } == 1)
        #expect(setting.time.slept.reduce(0, +) >= 9_000_000_000)
        var policy = Fetcher.Policy()
        policy.obeysRobots = false
        #expect(
            try await setting.fetcher.fetch(setting.request("/no/1"), policy).response.isSuccess)
    }

    @Test("a site whose robots.txt fails is left alone for a while", arguments: [500, 503, 429])
    func robotsFails(_ status: Int) async throws {
        let setting = try Setting { request, _ in
            [.answer(request.target == "/robots.txt" ? status : 200)]
        }
        let reason = await HTTPClientTests.reason {
            try await setting.fetcher.fetch(setting.request()).response
        }
        #expect(reason == "robots_unavailable" && setting.pages.isEmpty)
    }

    @Test("a site that cannot be reached is said to be that, not to forbid it")
    func unreachable() async throws {
        let setting = try Setting { _, _ in [.reset] }
        let reason = await HTTPClientTests.reason {
            try await setting.fetcher.fetch(setting.request()).response
        }
        #expect(reason == "connection_lost")
    }

    @Test("places at a host are handed out one interval apart")
    func pace() {
        var pace = HostPace()
        let start = Timestamp(nanoseconds: 0)
        let places = (0..<3).map { _ in
            pace.reserve("a", intervalNanoseconds: 10, now: start).nanoseconds
        }
        #expect(places == [0, 10, 20])
        #expect(pace.reserve("b", intervalNanoseconds: 10, now: start).nanoseconds == 0)
        pace.hold("a", until: Timestamp(nanoseconds: 100))
        #expect(pace.reserve("a", intervalNanoseconds: 10, now: start).nanoseconds == 100)
    }
}
