import AlmanacCore
import Glibc
import Networking
import Synchronization
import TestSupport
import Testing

/// A client against a real server on loopback that behaves badly in every way it can.
@Suite struct HTTPClientTests {
    typealias Step = LoopbackServer.Step

    static func client(_ change: (inout HTTPClientOptions) -> Void = { _ in }) throws -> HTTPClient
    {
        let loopback = [IPNetwork("127.0.0.0/8")].compactMap(\.self)
        var options = HTTPClientOptions(
            contact: "test@example.org", addressGuard: AddressGuard(allowing: loopback))
        change(&options)
        return try HTTPClient(options)
    }

    static func url(_ text: String) throws -> WebURL { try #require(WebURL(text)) }

    /// The reason in the error that a request ends with.
    static func reason(_ work: () async throws -> HTTPResponse) async -> String {
        do {
            return "status \(try await work().status)"
        } catch let error as AlmanacError {
            guard case .string(let reason) = error.details["reason"] else { return error.message }
            return reason
        } catch {
            return "\(error)"
        }
    }

    @Test("an answer comes with status, header fields and body, and says who asked")
    func answers() async throws {
        let server = try #require(
            LoopbackServer { request in
                [.answer(203, ["X-One: a", "x-one:  b "], body: Array(request.target.utf8))]
            })
        let response = try await Self.client().send(
            HTTPRequest(.get, Self.url(server.address + "/p?q=1")))
        #expect(response.status == 203)
        #expect(response.headers.all("X-ONE") == ["a", "b"])
        #expect(String(decoding: response.body, as: UTF8.self) == "/p?q=1")
        #expect(server.requests[0]["User-Agent"] == "Almanac/0.1.0 (+test@example.org)")
    }

    @Test("a body is sent with its method", arguments: [HTTPMethod.post, .put, .delete])
    func sends(_ method: HTTPMethod) async throws {
        let server = try #require(LoopbackServer { [.answer(body: $0.body)] })
        let sent = [UInt8](repeating: 7, count: 100_000)
        let response = try await Self.client().send(
            HTTPRequest(method, Self.url(server.address), body: sent))
        #expect(response.body == sent)
        #expect(server.requests.map(\.method) == [method.rawValue])
    }

    @Test(
        "each way of failing has its reason",
        arguments: [
            ([Step.reset], "connection_lost"), ([.close], "connection_lost"),
            ([.text("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"), .close], "truncated"),
            ([.pause(milliseconds: 2_000), .answer()], "timeout"),
            (
                [
                    .text("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"),
                    .pause(milliseconds: 2_000),
                ],
                "timeout"
            ),
            ([.text("nonsense\r\n\r\n"), .close], "protocol_error"),
            ([.answer(body: [UInt8](repeating: 0, count: 20_000))], "too_large"),
            ([.answer(302, ["Location: /again"])], "too_many_redirects"),
            ([.answer(302, ["Location: http://169.254.169.254/latest/"])], "refused_address"),
            ([.answer(302, ["Location: http://[::1]:1/"])], "refused_address"),
            ([.answer(302, ["Location: http://[::ffff:10.0.0.1]/"])], "refused_address"),
            ([.answer(302, ["Location: http://0x7f.1/"])], "status 200"),
            ([.answer(302, ["Location: file:///etc/passwd"])], "ftp, file and others"),
            (
                [
                    .text(
                        "HTTP/1.1 200 OK\r\n"
                            + String(
                                repeating: "a: \(String(repeating: "b", count: 1000))\r\n",
                                count: 400) + "\r\n")
                ],
                "too_large"
            ),
        ])
    func failures(_ steps: [Step], _ expected: String) async throws {
        let server = try #require(LoopbackServer { _ in steps })
        var request = try HTTPRequest(.get, Self.url(server.address))
        request.deadline = expected == "timeout" ? 700 : 60_000
        request.maximumBytes = 10_000
        let client = try Self.client()
        let reason = await Self.reason { try await client.send(request) }
        switch expected {
        // Loopback in another form: the name resolves to an address that this test allows, where
        // nothing listens.
        case "status 200": #expect(["connection_refused", "status 200"].contains(reason))
        case "ftp, file and others": #expect(reason.hasPrefix("file: is no address"))
        default: #expect(reason == expected)
        }
    }

    @Test("an answer that is late keeps no other request to its host waiting")
    func besideLate() async throws {
        let seen = Mutex<Set<String>>([])
        let server = try #require(
            LoopbackServer { request in
                _ = seen.withLock { $0.insert(request.target) }
                guard request.target == "/late" else { return [.answer()] }
                // It is answered once another was asked, or far too late.
                for _ in 0..<400 where seen.withLock({ $0.count }) < 2 { usleep(10_000) }
                return [.answer(body: Array(String(seen.withLock { $0.count }).utf8))]
            })
        let client = try Self.client()
        let late = HTTPRequest(.get, try Self.url(server.address + "/late"))
        async let first = client.send(late)
        while !seen.withLock({ $0.contains("/late") }) {
            try await Task.sleep(for: .milliseconds(5))
        }
        _ = try await client.send(HTTPRequest(.get, Self.url(server.address + "/other")))
        #expect(try await first.body == Array("2".utf8))
    }

    @Test("without being allowed, this machine is out of reach by any name for it")
    func guardsLoopback() async throws {
        let server = try #require(LoopbackServer { _ in [.answer()] })
        let client = try HTTPClient()
        for host in ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "[::ffff:127.0.0.1]", "0"] {
            let request = try HTTPRequest(.get, Self.url("http://\(host):\(server.port)/"))
            let reason = await Self.reason { try await client.send(request) }
            #expect(reason == "refused_address", "\(host)")
        }
        #expect(server.requests.isEmpty)
    }

    @Test("a name that points to a private address is refused after it was resolved")
    func guardsRebinding() async throws {
        let server = try #require(LoopbackServer { _ in [.answer()] })
        var options = HTTPClientOptions()
        options.connectTo = ["::127.0.0.1:\(server.port)"]
        let client = try HTTPClient(options)
        let request = try HTTPRequest(.get, Self.url("http://harmless.example/"))
        #expect(await Self.reason { try await client.send(request) } == "refused_address")
        #expect(server.requests.isEmpty)
    }

    @Test("redirects are followed as browsers do, and secrets stay with their origin")
    func redirects() async throws {
        let other = try #require(LoopbackServer { _ in [.answer(body: Array("there".utf8))] })
        let target = other.address
        let server = try #require(
            LoopbackServer { request in
                switch request.target {
                case "/a": [.answer(301, ["Location: b"])]
                case "/b": [.answer(303, ["Location: \(target)/c#part"])]
                default: [.answer(404)]
                }
            })
        var request = try HTTPRequest(
            .post, Self.url(server.address + "/a"),
            headers: ["Authorization": "Bearer key", "X-Kept": "1"], body: [1, 2, 3])
        request.headers["Content-Type"] = "application/octet-stream"
        let response = try await Self.client().send(request)
        #expect(String(decoding: response.body, as: UTF8.self) == "there")
        #expect(response.url.description == target + "/c")
        #expect(response.redirects.map(\.path) == ["/a", "/b"])
        #expect(server.requests.map(\.method) == ["POST", "GET"])
        #expect(server.requests.map { $0["Authorization"] } == ["Bearer key", "Bearer key"])
        #expect(server.requests[1].body.isEmpty && server.requests[1]["Content-Type"] == nil)
        #expect(other.requests[0]["Authorization"] == nil && other.requests[0]["X-Kept"] == "1")
    }

    @Test("a redirect that keeps the method keeps the body")
    func keepsMethod() async throws {
        let server = try #require(
            LoopbackServer { request in
                request.target == "/a"
                    ? [.answer(307, ["Location: /b"])] : [.answer(body: request.body)]
            })
        let response = try await Self.client().send(
            HTTPRequest(.put, Self.url(server.address + "/a"), body: [9, 9]))
        #expect(response.body == [9, 9])
    }

    @Test("a small answer that decompresses to a large one is cut off")
    func bomb() async throws {
        // 10 MB of zeros, as gzip writes them.
        let bomb = try #require(SharedGzip.zeros(10_000_000))
        #expect(bomb.count < 100_000)
        let server = try #require(
            LoopbackServer { _ in [.answer(200, ["Content-Encoding: gzip"], body: bomb)] })
        var request = try HTTPRequest(.get, Self.url(server.address))
        request.maximumBytes = 1_000_000
        let client = try Self.client()
        #expect(await Self.reason { try await client.send(request) } == "too_large")
        request.maximumBytes = 10_000_000
        let whole = try await client.send(request)
        #expect(whole.body.count == 10_000_000 && whole.bytesReceived == bomb.count)
    }

    @Test("cookies are kept in the jar that the caller passes on, by their rules")
    func cookies() async throws {
        let server = try #require(
            LoopbackServer { _ in
                [.answer(200, ["Set-Cookie: a=1; Path=/in", "Set-Cookie: b=2; Max-Age=3600"])]
            })
        let client = try Self.client()
        var request = try HTTPRequest(.get, Self.url(server.address + "/in"))
        request.cookies = try await client.send(request).cookies
        _ = try await client.send(request)
        request.url = try Self.url(server.address + "/out")
        _ = try await client.send(request)
        #expect(server.requests.map { $0["Cookie"] } == [nil, "a=1; b=2", "b=2"])
    }

    @Test("a task that is cancelled ends its exchange at once")
    func cancels() async throws {
        let server = try #require(LoopbackServer { _ in [.pause(milliseconds: 5_000), .answer()] })
        let client = try Self.client()
        let request = try HTTPRequest(.get, Self.url(server.address))
        let task = Task { await Self.reason { try await client.send(request) } }
        while server.requests.isEmpty { await Task.yield() }
        task.cancel()
        #expect(await task.value == "cancelled")
        let early = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await Self.reason { try await client.send(request) }
        }
        #expect(await early.value == "cancelled")
    }

    @Test("a closed client refuses, and what was under way ends")
    func closes() async throws {
        let server = try #require(LoopbackServer { _ in [.pause(milliseconds: 5_000), .answer()] })
        let client = try Self.client()
        let request = try HTTPRequest(.get, Self.url(server.address))
        let task = Task { await Self.reason { try await client.send(request) } }
        while server.requests.isEmpty { await Task.yield() }
        client.close()
        #expect(await task.value == "closed")
        #expect(await Self.reason { try await client.send(request) } == "closed")
    }

    @Test("a thousand requests at once are all answered, over few connections")
    func many() async throws {
        let server = try #require(LoopbackServer { [.answer(body: Array($0.target.utf8))] })
        let client = try Self.client()
        let answers = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<1_000 {
                let request = try HTTPRequest(.get, Self.url(server.address + "/\(number)"))
                group.addTask {
                    String(decoding: try await client.send(request).body, as: UTF8.self)
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(answers.count == 1_000)
    }

    @Test("no secret of an address reaches an error")
    func secrets() async throws {
        let client = try Self.client()
        let request = try HTTPRequest(.get, Self.url("http://me:pass@127.0.0.1:1/x?key=hush"))
        do {
            _ = try await client.send(request)
            Issue.record("nothing listens there")
        } catch let error as AlmanacError {
            #expect(!"\(error)".contains("hush") && !"\(error)".contains("pass"))
        }
    }

    @Test("a header field cannot carry a second one", arguments: ["a\r\nB: c", "a\nb", "a\0"])
    func injection(_ value: String) async throws {
        let client = try Self.client()
        let request = try HTTPRequest(.get, Self.url("http://127.0.0.1:1/"), headers: ["A": value])
        #expect(await Self.reason { try await client.send(request) } == "bad_request")
    }
}
