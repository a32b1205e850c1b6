import AlmanacCore
import Networking
import Testing
import TimeSeries

/// Freshness by RFC 9111.
@Suite struct CacheTests {
    static let received = Timestamp(nanoseconds: 1_735_689_600 * 1_000_000_000)

    static func after(_ seconds: Int64) -> Timestamp {
        Timestamp(nanoseconds: received.nanoseconds + seconds * 1_000_000_000)
    }

    static func response(_ status: Int, _ headers: HTTPHeaders) throws -> HTTPResponse {
        HTTPResponse(
            status: status, headers: headers, body: [],
            url: try #require(WebURL("http://a.example")))
    }

    @Test(
        "how long an answer is fresh",
        arguments: [
            (["Cache-Control": "max-age=60"], 60),
            (["Cache-Control": "public, MAX-AGE=\"60\""], 60),
            (["Cache-Control": "max-age=x"], 0), (["Cache-Control": "max-age=-5"], 0), ([:], 0),
            (
                [
                    "Date": "Wed, 01 Jan 2025 00:00:00 GMT",
                    "Expires": "Wed, 01 Jan 2025 01:00:00 GMT",
                ], 3600
            ),
            (["Expires": "0"], 0),
            (["Cache-Control": "max-age=60", "Expires": "Wed, 01 Jan 2025 01:00:00 GMT"], 60),
            (["Last-Modified": "Tue, 31 Dec 2024 00:00:00 GMT"], 8_640),
            (["Last-Modified": "Sunday, 06-Nov-94 08:49:37 GMT"], 86_400),
            (["Cache-Control": "max-age=60", "Age": "50"], 10),
            (["Cache-Control": "max-age=60", "Date": "Tue, 31 Dec 2024 23:59:30 GMT"], 30),
        ] as [(HTTPHeaders, Int64)])
    func freshness(_ headers: HTTPHeaders, _ seconds: Int64) throws {
        let rules = try #require(
            CacheRules(
                method: .get, response: Self.response(200, headers), received: Self.received))
        if seconds > 0 { #expect(rules.use(at: Self.after(seconds - 1)) == .fresh) }
        #expect(rules.use(at: Self.after(seconds)) == .stale)
    }

    @Test("what must not be kept is not kept")
    func notKept() throws {
        for (method, status, headers) in [
            (.get, 200, ["Cache-Control": "no-store"]),
            (.post, 200, ["Cache-Control": "max-age=9"]),
            (.get, 500, ["Cache-Control": "max-age=9"]), (.get, 206, [:]),
            (.get, 200, ["Vary": "*"]),
        ] as [(HTTPMethod, Int, HTTPHeaders)] {
            #expect(
                CacheRules(
                    method: method, response: try Self.response(status, headers),
                    received: Self.received) == nil)
        }
    }

    @Test("no-cache is kept but asked about, and serves when the source fails")
    func revalidates() throws {
        let headers: HTTPHeaders = [
            "Cache-Control": "no-cache, stale-if-error=100, max-age=10", "ETag": "\"a\"",
            "Last-Modified": "Tue, 31 Dec 2024 00:00:00 GMT",
        ]
        let rules = try #require(
            CacheRules(
                method: .get, response: Self.response(200, headers), received: Self.received))
        #expect(rules.use(at: Self.received) == .staleIfError)
        #expect(rules.use(at: Self.after(110)) == .stale)
        #expect(rules.conditions["If-None-Match"] == "\"a\"")
        #expect(rules.conditions["If-Modified-Since"] == "Tue, 31 Dec 2024 00:00:00 GMT")
    }

    @Test(
        "a lifetime by frequency holds over the header's",
        arguments: CacheRules.lifetimes.sorted { $0.key < $1.key })
    func byFrequency(_ name: String, _ seconds: Int) throws {
        let rules = try #require(
            CacheRules(
                method: .get, response: Self.response(200, ["Cache-Control": "no-cache"]),
                received: Self.received, lifetime: seconds, staleIfError: 5))
        #expect(rules.use(at: Self.after(Int64(seconds) - 1)) == .fresh)
        #expect(rules.use(at: Self.after(Int64(seconds) + 4)) == .staleIfError)
        #expect(rules.use(at: Self.after(Int64(seconds) + 5)) == .stale)
    }

    @Test("a clock that goes back makes nothing older or younger than it was")
    func clock() throws {
        let rules = try #require(
            CacheRules(
                method: .get,
                response: Self.response(200, ["Cache-Control": "max-age=10", "Age": "4"]),
                received: Self.received))
        #expect(rules.currentAge(at: Self.after(-1_000_000)) == 4)
    }

    @Test("a 304 renews header fields, but not those of the body's form")
    func notModified() {
        let kept: HTTPHeaders = ["ETag": "a", "Content-Length": "9", "X": "1"]
        let merged = CacheRules.refreshed(
            kept, by: ["etag": "b", "Content-Length": "0", "Date": "d"])
        #expect(merged["ETag"] == "b" && merged["Content-Length"] == "9" && merged["X"] == "1")
        #expect(merged.all("ETag").count == 1 && merged["Date"] == "d")
    }

    @Test(
        "how long a server asks to wait",
        arguments: [
            ("120", 120), ("-5", 0), ("Wed, 01 Jan 2025 00:02:00 GMT", 120),
            ("Wednesday, 01-Jan-25 00:02:00 GMT", 120), ("Wed Jan  1 00:02:00 2025", 120),
            ("Tue, 31 Dec 2024 00:00:00 GMT", 0), ("soon", nil), ("", nil), ("1e9", nil),
        ])
    func retryAfter(_ text: String, _ seconds: Int?) {
        let headers: HTTPHeaders = ["Retry-After": text]
        #expect(headers.retryAfter(now: Self.received) == seconds)
    }
}
