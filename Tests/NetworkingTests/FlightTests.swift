import AlmanacCore
import Networking
import Synchronization
import TestSupport
import Testing
import TimeSeries

/// Requests for the same that come while it is being fetched.
@Suite struct FlightTests {
    typealias Setting = FetcherTests.Setting

    /// A policy that asks for nothing but the page.
    private static var policy: Fetcher.Policy {
        var policy = Fetcher.Policy()
        policy.obeysRobots = false
        policy.retry = .never
        return policy
    }

    @Test("twenty who want the same at once are served by one request")
    func joins() async throws {
        let setting = try Setting { _, _ in
            [
                .pause(milliseconds: 300),
                .answer(200, ["Cache-Control: no-store"], body: Array("one".utf8)),
            ]
        }
        let answers = try await withThrowingTaskGroup(of: Fetcher.Fetched.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await setting.fetcher.fetch(setting.request(), Self.policy)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(setting.server.requests.count == 1)
        #expect(answers.allSatisfy { FetcherTests.body($0) == "one" })
        #expect(answers.count { $0.origin == .network } == 1)
        #expect(answers.reduce(0) { $0 + $1.attempts } == 1)
    }

    @Test("what differs is not joined, nor what must not come from the cache")
    func keepsApart() async throws {
        let setting = try Setting { request, _ in
            [.pause(milliseconds: 200), .answer(body: Array((request["X-Api-Key"] ?? "").utf8))]
        }
        var past = Self.policy
        past.usesCache = false
        let answers = try await withThrowingTaskGroup(of: Fetcher.Fetched.self) { group in
            for key in ["a", "b", "c"] {
                var request = try setting.request()
                request.headers["X-Api-Key"] = key
                let keyed = request
                group.addTask { try await setting.fetcher.fetch(keyed, Self.policy) }
            }
            for _ in 0..<2 {
                let request = try setting.request()
                group.addTask { [past] in try await setting.fetcher.fetch(request, past) }
            }
            return try await group.reduce(into: []) { $0.append(FetcherTests.body($1)) }
        }
        #expect(answers.sorted() == ["", "", "a", "b", "c"])
        #expect(setting.server.requests.count == 5)
    }

    @Test("a failure of the source is shared, and the next who asks tries anew")
    func fails() async throws {
        let setting = try Setting { _, call in
            call == 1 ? [.pause(milliseconds: 300), .close] : [.answer(body: Array("two".utf8))]
        }
        let failures = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<5 {
                group.addTask {
                    (try? await setting.fetcher.fetch(setting.request(), Self.policy)) == nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(failures == 5 && setting.server.requests.count == 1)
        let next = try await setting.fetcher.fetch(setting.request(), Self.policy)
        #expect(FetcherTests.body(next) == "two")
    }

    @Test("who is called off leaves the others their answer, also when it asked first")
    func leaves() async throws {
        let setting = try Setting { _, _ in
            [.pause(milliseconds: 400), .answer(body: Array("late".utf8))]
        }
        let first = Task { try await setting.fetcher.fetch(setting.request(), Self.policy) }
        while setting.server.requests.isEmpty { try await Task.sleep(nanoseconds: 1_000_000) }
        let second = Task { try await setting.fetcher.fetch(setting.request(), Self.policy) }
        let third = Task { try await setting.fetcher.fetch(setting.request(), Self.policy) }
        try await Task.sleep(nanoseconds: 20_000_000)
        third.cancel()
        await #expect(throws: AlmanacError.self) { try await third.value }
        first.cancel()
        await #expect(throws: AlmanacError.self) { try await first.value }
        #expect(try await FetcherTests.body(second.value) == "late")
        #expect(setting.server.requests.count == 2)
    }
}
