import AlmanacCore
import Jobs
import LanguageModel
import Networking
import Synchronization
import TestSupport
import Testing
import TimeSeries

/// The client against a real server on loopback that behaves as providers do on bad days.
@Suite struct ClientTests {
    typealias Step = LoopbackServer.Step

    static func real(_ server: LoopbackServer, _ clock: StillClock) throws -> ModelClient {
        let environment = [
            "ALMANAC_MODEL": "compatible/m", "ALMANAC_MODEL_URL": server.address + "/v1",
            "ALMANAC_MODEL_KEY": "sk-secret-secret-secret",
        ]
        let choice = try #require(try ModelChoice { environment[$0] })
        return try client(
            ModelClient.network(choice), clock: clock, environment: environment)
    }

    static let whole = Array(
        #"""
        {"id":"1","model":"m-1","choices":[{"message":{"role":"assistant","content":"hi"},
        "finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":2}}
        """#
        .utf8)

    static let pieces = [
        "data: {\"id\":\"1\",\"model\":\"m-1\",\"choices\":[{\"delta\":{\"content\":\"he\"}}]}\n",
        "\ndata: {\"choices\":[{\"delta\":{\"content\":\"llo\"}}]}\n\nda",
        "ta: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}\n\n",
        "data: [DONE]\n\n",
    ]

    @Test("a whole answer comes over the network, with the key and nothing else of ours")
    func answers() async throws {
        let server = try #require(LoopbackServer { _ in [.answer(body: Self.whole)] })
        let answer = try await Self.real(server, StillClock())
            .answer(question(), purpose: "test")
        #expect(answer.text == "hi")
        #expect(answer.usage == TokenUsage(input: 5, output: 2))
        let asked = try #require(server.requests.first)
        #expect(asked.target == "/v1/chat/completions")
        #expect(asked["Authorization"] == "Bearer sk-secret-secret-secret")
        #expect(!String(decoding: asked.body, as: UTF8.self).contains("secret"))
    }

    @Test("a stream is told piece by piece while it comes")
    func streams() async throws {
        let server = try #require(
            LoopbackServer { _ in
                [.text("HTTP/1.1 200 X\r\nContent-Type: text/event-stream\r\n\r\n")]
                    + Self.pieces.flatMap { [Step.text($0), .pause(milliseconds: 5)] } + [.close]
            })
        let told = Mutex<[ModelDelta]>([])
        let answer = try await Self.real(server, StillClock())
            .answer(question(streams: true), purpose: "test") { delta in
                told.withLock { $0.append(delta) }
            }
        #expect(answer.text == "hello")
        let text = told.withLock { $0 }.reduce("") {
            if case .text(let text) = $1 { $0 + text } else { $0 }
        }
        #expect(text == "hello")
    }

    @Test("what has come of a stream is told before the rest comes, if ever")
    func streamsEarly() async throws {
        let head = "HTTP/1.1 200 X\r\nContent-Type: text/event-stream\r\n\r\n"
        let server = try #require(
            LoopbackServer { _ in
                [.text(head + Self.pieces[0] + "\n"), .pause(milliseconds: 10_000)]
            })
        var request = question(streams: true)
        request.deadline = 5_000
        let told = Mutex<[ModelDelta]>([])
        let model = try Self.real(server, StillClock())
        let asked = request
        let error = await #expect(throws: AlmanacError.self) {
            try await model.answer(asked, purpose: "test") { delta in
                told.withLock { $0.append(delta) }
            }
        }
        #expect(error?.details["reason"] == "timeout")
        #expect(server.requests.count == 1, "what took too long is not begun again")
        #expect(told.withLock { $0 }.contains(.text("he")))
    }

    static let badDays: [([Step], Int64)] = [
        ([.answer(429, ["Retry-After: 7"])], 7_500), ([.answer(529)], 500), ([.answer(500)], 500),
        ([.reset], 500), ([.close], 500), ([.answer(body: Array("<html>".utf8))], 500),
        ([.answer(body: Array("{}".utf8))], 500),
        ([.text("HTTP/1.1 200 X\r\nContent-Length: 99\r\n\r\n{"), .close], 500),
    ]

    @Test(
        "what passes is tried again, and the pause that is asked for is kept",
        arguments: badDays)
    func retries(_ bad: [Step], _ pause: Int64) async throws {
        let count = Mutex(0)
        let server = try #require(
            LoopbackServer { _ in
                let first = count.withLock { count in
                    count += 1
                    return count == 1
                }
                return first ? bad : [.answer(body: Self.whole)]
            })
        let clock = StillClock()
        let answer = try await Self.real(server, clock).answer(question(), purpose: "test")
        #expect(answer.text == "hi")
        #expect(clock.pauses == [pause])
    }

    @Test("a stream that breaks off is begun again, and that is told")
    func streamAgain() async throws {
        let count = Mutex(0)
        let head = "HTTP/1.1 200 X\r\nContent-Type: text/event-stream\r\n\r\n"
        let server = try #require(
            LoopbackServer { _ in
                let first = count.withLock { count in
                    count += 1
                    return count == 1
                }
                let pieces = first ? Array(Self.pieces.prefix(2)) : Self.pieces
                return [.text(head)] + pieces.map { .text($0) } + [first ? .reset : .close]
            })
        let told = Mutex<[ModelDelta]>([])
        let answer = try await Self.real(server, StillClock())
            .answer(question(streams: true), purpose: "test") { delta in
                told.withLock { $0.append(delta) }
            }
        #expect(answer.text == "hello")
        let said = told.withLock { $0 }
        let again = try #require(said.lastIndex(of: .again))
        #expect(
            said[(again + 1)...].reduce("") {
                if case .text(let text) = $1 { $0 + text } else { $0 }
            } == "hello")
    }

    @Test(
        "what does not pass is said at once, with its kind",
        arguments: [
            (400, AlmanacError.Kind.validation), (401, .unauthorized), (402, .budgetExceeded),
            (403, .forbidden), (404, .notFound), (413, .validation),
        ])
    func refusals(_ status: Int, _ kind: AlmanacError.Kind) async throws {
        let body = Array(#"{"error":{"message":"bad key sk-secret-secret-secret"}}"#.utf8)
        let server = try #require(LoopbackServer { _ in [.answer(status, body: body)] })
        let model = try Self.real(server, StillClock())
        let error = await #expect(throws: AlmanacError.self) {
            try await model.answer(question(), purpose: "test")
        }
        #expect(error?.kind == kind)
        #expect(error.map { !$0.json.text().contains("secret") } == true)
        #expect(server.requests.count == 1)
    }

    @Test("a redirect is not followed, since the key would go with it")
    func redirect() async throws {
        let server = try #require(LoopbackServer { _ in [.answer(307, ["Location: /elsewhere"])] })
        let model = try Self.real(server, StillClock())
        await #expect(throws: AlmanacError.self) {
            try await model.answer(question(), purpose: "test")
        }
        #expect(server.requests.count == 1)
    }

    @Test("a provider that keeps failing is left alone, then asked once")
    func breaker() async throws {
        let model = ScriptedModel([ScriptedModel.response(503, [:])])
        let clock = StillClock()
        let client = try client(model.transport, clock: clock, breaker: .init(failures: 4))
        for kind in [AlmanacError.Kind.sourceUnavailable, .sourceUnavailable] {
            let error = await #expect(throws: AlmanacError.self) {
                try await client.answer(question(), purpose: "test")
            }
            #expect(error?.kind == kind)
        }
        #expect(model.sent.count == 4)
        let open = await #expect(throws: AlmanacError.self) {
            try await client.answer(question(), purpose: "test")
        }
        #expect(open?.details["reason"] == "circuit_open")
        clock.advance(31_000_000_000)
        await #expect(throws: AlmanacError.self) {
            try await client.answer(question(), purpose: "test")
        }
        #expect(model.sent.count == 5)
    }

    @Test("keys and personal data do not leave")
    func redacts() async throws {
        let model = ScriptedModel([ScriptedModel.says("ok")])
        let client = try client(model.transport)
        let request = ModelRequest(
            instructions: "Answer.",
            messages: [
                ModelMessage(
                    .user,
                    [
                        .text("mail jane@example.org, key sk-ant-api03-abcdefghijklmnop"),
                        .toolResult(ToolResult(identity: "t", text: "call +1 202 555 0175")),
                    ])
            ])
        _ = try await client.answer(request, purpose: "test")
        let sent = model.sent[0].text()
        for secret in ["jane@", "abcdefghijklmnop", "555"] { #expect(!sent.contains(secret)) }
        #expect(sent.contains("mail [mail], key [key]"))
    }
}
