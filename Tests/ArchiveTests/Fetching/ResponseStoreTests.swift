import AlmanacCore
import Archive
import Database
import Networking
import TestSupport
import Testing
import TimeSeries

/// One contract for every store of answers: in memory, and in both databases.
@Suite struct ResponseStoreTests {
    enum Kind: String, CaseIterable, Sendable {
        case memory, sqlite, postgresql

        static let available: [Kind] =
            [.memory] + DatabaseUnderTest.available.map { $0 == .sqlite ? .sqlite : .postgresql }

        func withStore(_ body: (any ResponseStore) async throws -> Void) async throws {
            let database: DatabaseUnderTest
            switch self {
            case .memory: return try await body(MemoryResponseStore())
            case .sqlite: database = .sqlite
            case .postgresql: database = .postgresql
            }
            try await database.withArchive {
                try await body(ResponseArchive($0, Bronze(), now: { day(0) }))
            }
        }
    }

    static func kept(
        _ body: [UInt8], _ headers: HTTPHeaders = ["ETag": "\"1\""], status: Int = 200,
        lifetime: Int? = 60, path: String = "/a"
    ) throws -> KeptResponse {
        let response = HTTPResponse(
            status: status, headers: headers, body: body,
            url: try #require(WebURL("https://a.example" + path)))
        let rules = try #require(
            CacheRules(
                method: .get, response: response, received: day(0), lifetime: lifetime,
                staleIfError: 1_000))
        return KeptResponse(response: response, rules: rules)
    }

    @Test(
        "what was kept comes back with its body, header fields and rules", arguments: Kind.available
    )
    func roundTrip(_ kind: Kind) async throws {
        try await kind.withStore { store in
            #expect(try await store.load("k") == nil)
            for (lifetime, headers) in [
                (60, ["ETag": "\"1\"", "X-Two": "a, \"b\" ü", "x-two": "c"]),
                (nil, ["Cache-Control": "no-cache", "Age": "7"]),
                (nil, ["Last-Modified": "Sun, 31 Dec 2023 00:00:00 GMT"]),
            ] as [(Int?, HTTPHeaders)] {
                let first = try Self.kept(
                    Array(repeating: 7, count: 100_000), headers, lifetime: lifetime)
                try await store.save(first, "k")
                let loaded = try #require(await store.load("k"))
                #expect(loaded.response.body == first.response.body)
                #expect(loaded.response.headers == first.response.headers)
                #expect(loaded.response.status == 200 && loaded.response.url == first.response.url)
                #expect(loaded.rules == first.rules)
            }
        }
    }

    @Test(
        "a later answer takes the place of an earlier one, and keys are apart",
        arguments: Kind.available)
    func replaces(_ kind: Kind) async throws {
        try await kind.withStore { store in
            try await store.save(Self.kept([1]), "k")
            try await store.save(Self.kept([2]), "other")
            try await store.save(Self.kept([], status: 404), "k")
            let loaded = try #require(await store.load("k"))
            #expect(loaded.response.body.isEmpty && loaded.response.status == 404)
            #expect(try await store.load("other")?.response.body == [2])
            try await store.remove("k")
            try await store.remove("never kept")
            #expect(try await store.load("k") == nil)
            #expect(try await store.load("other")?.response.body == [2])
        }
    }

    @Test("freshness lasts through the store as the rules say", arguments: Kind.available)
    func freshness(_ kind: Kind) async throws {
        try await kind.withStore { store in
            try await store.save(Self.kept([1]), "k")
            let rules = try #require(await store.load("k")).rules
            let second: Int64 = 1_000_000_000
            #expect(rules.use(at: day(0).advanced(byNanoseconds: 59 * second)) == .fresh)
            #expect(rules.use(at: day(0).advanced(byNanoseconds: 60 * second)) == .staleIfError)
            #expect(rules.use(at: day(0).advanced(byNanoseconds: 1_060 * second)) == .stale)
            #expect(rules.usableUntil == day(0).advanced(byNanoseconds: 1_060 * second))
            #expect(rules.conditions["If-None-Match"] == "\"1\"")
        }
    }

    @Test("many tasks save and load at once", arguments: Kind.available)
    func concurrent(_ kind: Kind) async throws {
        try await kind.withStore { store in
            try await withThrowingTaskGroup { group in
                for number in 0..<32 {
                    group.addTask {
                        try await store.save(Self.kept([UInt8(number)]), "k\(number % 8)")
                        let body = try await store.load("k\(number % 8)")?.response.body
                        #expect(body?.first.map { Int($0) % 8 } == number % 8)
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}

/// What only the archive does with answers.
@Suite struct ResponseArchiveTests {
    static let databases = DatabaseUnderTest.available

    @Test(
        "equal bodies are stored once, and stay while an answer refers to them",
        arguments: databases)
    func shares(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            let bronze = Bronze()
            let store = ResponseArchive(database, bronze, now: { day(0) })
            for key in ["a", "b"] {
                try await store.save(ResponseStoreTests.kept([1, 2, 3]), key)
            }
            let size = try database.readNow { try ResponseArchive.size($0) }
            #expect(size.answers == 2 && size.bytes == 3)
            #expect(try bronze.sweep(database, at: day(0)).marked == 0)
            // Past their use they go, and the bytes after them.
            #expect(try bronze.maintain(database, at: day(1)).sweep.marked == 1)
            #expect(try bronze.maintain(database, at: day(3)).sweep.swept == 1)
            #expect(try await store.load("a") == nil)
        }
    }

    @Test("bytes that were erased are not served", arguments: databases)
    func erased(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            let bronze = Bronze()
            let store = ResponseArchive(database, bronze, now: { day(0) })
            try await store.save(ResponseStoreTests.kept([1, 2, 3]), "a")
            let hash = try bronze.prepare([1, 2, 3]).hash
            try bronze.erase(database, hash: hash, reason: "asked to", at: day(0))
            #expect(try await store.load("a") == nil)
        }
    }

    @Test("neither cookies nor the values of keys are written down", arguments: databases)
    func secrets(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            let store = ResponseArchive(database, Bronze(), now: { day(0) })
            try await store.save(
                ResponseStoreTests.kept(
                    [1], ["Set-Cookie": "id=hidden", "ETag": "\"1\""],
                    path: "/q?symbol=A&apikey=hidden&page=2"), "a")
            let text = try database.readNow {
                try $0.query("SELECT url, headers FROM responses")
                    .map { try $0.text(0) + $0.text(1) }.joined()
            }
            #expect(
                !text.contains("hidden") && text.contains("symbol=A") && text.contains("page=2"))
        }
    }

    @Test("a source's cookies are its own", arguments: databases)
    func cookies(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            let jar = CookieJar(lines: [".a.example\tTRUE\t/\tFALSE\t0\tid\t1", "x"])
            try database.writeNow { try SourceCookies.save($0, jar, source: "a", at: day(0)) }
            let (own, other) = try database.readNow {
                (try SourceCookies.load($0, source: "a"), try SourceCookies.load($0, source: "b"))
            }
            #expect(own == jar && other == CookieJar())
            try database.writeNow {
                try SourceCookies.save($0, CookieJar(), source: "a", at: day(1))
            }
            #expect(try database.readNow { try SourceCookies.load($0, source: "a") }.lines.isEmpty)
        }
    }

    @Test("a proxy's health is kept for each site", arguments: databases)
    func proxies(_ kind: DatabaseUnderTest) async throws {
        try await kind.withArchive { database in
            let noted = try database.writeNow { transaction in
                for _ in 0..<3 {
                    try ProxyStates.note(
                        transaction, .content(milliseconds: 120), proxy: "p", site: "a", at: day(0))
                }
                return try ProxyStates.note(
                    transaction, .blocked, proxy: "p", site: "a", at: day(0))
            }
            let (own, other) = try database.readNow {
                (
                    try ProxyStates.load($0, proxy: "p", site: "a"),
                    try ProxyStates.load($0, proxy: "p", site: "b")
                )
            }
            #expect(own == noted && !own.isUsable(at: day(0)) && own.isUsable(at: day(1)))
            #expect(other == ProxyHealth())
        }
    }
}
