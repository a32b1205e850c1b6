import AlmanacCore
import TestSupport
import Testing
import ToolServer

/// Conversations by the Model Context Protocol, message by message.
@Suite struct ToolSessionTests {
    static func session() throws -> ToolSession {
        let schema: JSON = [
            "type": "object", "properties": ["n": ["type": "integer"]], "required": ["n"],
            "additionalProperties": false,
        ]
        return ToolSession(
            .init(name: "almanac", version: "1", instructions: "Ask."),
            tools: [
                try Tool(name: "double", summary: "Doubles.", schema: schema, isReadOnly: true)
            ])
    }

    static func line(_ message: JSON) -> MessageLines.Line { .message(Array(message.text().utf8)) }

    static func request(
        _ method: String, _ parameters: JSONObject = [:], id: JSON = 1, version: String? = nil
    ) -> MessageLines.Line {
        var parameters = parameters
        if let version {
            parameters["_meta"] = [
                "io.modelcontextprotocol/protocolVersion": .string(version),
                "io.modelcontextprotocol/clientCapabilities": [:],
            ]
        }
        return line([
            "jsonrpc": "2.0", "id": id, "method": .string(method), "params": .object(parameters),
        ])
    }

    /// What one message is answered with.
    static func sent(_ actions: [ToolSession.Action]) throws -> JSON {
        guard actions.count == 1, case .send(let message) = actions[0] else {
            Issue.record("expected one answer, not \(actions)")
            return .null
        }
        return message
    }

    static func initialized(_ version: String = "2025-11-25") throws -> ToolSession {
        var session = try session()
        _ = session.receive(request("initialize", ["protocolVersion": .string(version)]))
        _ = session.receive(line(["jsonrpc": "2.0", "method": "notifications/initialized"]))
        return session
    }

    @Test(
        "a conversation begins with the client's version where it is known",
        arguments: [
            ("2024-11-05", "2024-11-05"), ("2025-06-18", "2025-06-18"),
            ("2025-11-25", "2025-11-25"), ("2026-07-28", "2025-11-25"), ("odd", "2025-11-25"),
        ])
    func initializes(_ asked: String, _ given: String) throws {
        var session = try Self.session()
        let answer = try Self.sent(
            session.receive(
                Self.request("initialize", ["protocolVersion": .string(asked)], id: "a")))
        #expect(answer["id"] == "a")
        #expect(answer["result"]?["protocolVersion"] == .string(given))
        #expect(answer["result"]?["serverInfo"]?["name"] == "almanac")
        #expect(answer["result"]?["resultType"] == nil)
    }

    @Test("a stateless client discovers, lists and calls without a beginning")
    func modern() throws {
        var session = try Self.session()
        let found = try Self.sent(
            session.receive(Self.request("server/discover", version: "2026-07-28")))
        #expect(found["result"]?["supportedVersions"] == ["2026-07-28"])
        #expect(found["result"]?["resultType"] == "complete")
        let list = try Self.sent(
            session.receive(Self.request("tools/list", version: "2026-07-28")))
        #expect(list["result"]?["tools"]?.arrayValue?.first?["name"] == "double")
        #expect(list["result"]?["ttlMs"] != nil)
        let actions = session.receive(
            Self.request(
                "tools/call", ["name": "double", "arguments": ["n": 2]], id: 7,
                version: "2026-07-28"))
        #expect(actions == [.start(call: 1, tool: "double", arguments: ["n": 2])])
        let answer = try Self.sent(session.finish(1, .success(["n": 4])))
        #expect(answer["id"] == 7)
        #expect(answer["result"]?["structuredContent"] == ["n": 4])
        #expect(answer["result"]?["isError"] == false)
        #expect(answer["result"]?["resultType"] == "complete")
    }

    @Test("a version that is not spoken is refused with those that are")
    func wrongVersion() throws {
        var session = try Self.session()
        let answer = try Self.sent(
            session.receive(Self.request("tools/list", version: "1900-01-01")))
        #expect(answer["error"]?["code"] == -32022)
        #expect(answer["error"]?["data"]?["supported"]?.arrayValue?.first == "2026-07-28")
        #expect(answer["error"]?["data"]?["requested"] == "1900-01-01")
    }

    @Test("a failed call carries the typed error to the model")
    func failure() throws {
        var session = try Self.initialized()
        let call = Self.request("tools/call", ["name": "double", "arguments": ["n": 2]])
        #expect(session.receive(call) == [.start(call: 1, tool: "double", arguments: ["n": 2])])
        let error = AlmanacError(.notFound, "gone", suggestion: "look elsewhere")
        let answer = try Self.sent(session.finish(1, .failure(error)))
        #expect(answer["result"]?["isError"] == true)
        #expect(answer["result"]?["structuredContent"] == error.json)
        let text = answer["result"]?["content"]?.arrayValue?.first?["text"]?.stringValue
        #expect(text == error.json.text())
    }

    @Test("arguments that do not fit go back to the model, not to the program")
    func badArguments() throws {
        var session = try Self.initialized()
        for arguments: JSON in [[:], ["n": "x"], ["n": 1, "more": 2], [1], "text", .null] {
            let answer = try Self.sent(
                session.receive(
                    Self.request("tools/call", ["name": "double", "arguments": arguments])))
            let error = answer["result"]?["structuredContent"]?["error"]
            #expect(error?["type"] == "validation_error", "\(arguments)")
            #expect(answer["result"]?["isError"] == true)
        }
    }

    @Test("nothing is sent for a cancelled call, whether it ends or not")
    func cancels() throws {
        var session = try Self.initialized()
        let call = Self.request("tools/call", ["name": "double", "arguments": ["n": 2]], id: "x")
        _ = session.receive(call)
        let cancelled: JSON = [
            "jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": "x"],
        ]
        #expect(session.receive(Self.line(cancelled)) == [.cancel(call: 1)])
        #expect(session.receive(Self.line(cancelled)).isEmpty)
        #expect(session.finish(1, .success([:])).isEmpty)
        // The id is free again.
        #expect(session.receive(call) == [.start(call: 2, tool: "double", arguments: ["n": 2])])
        let twice = try Self.sent(session.receive(call))
        #expect(twice["error"]?["code"] == -32600)
    }

    static let bad: [(String, Int)] = [
        ("nonsense", -32700), ("[]", -32600), ("{}", -32600), ("1", -32600),
        (#"{"jsonrpc":"1.0","id":1,"method":"ping"}"#, -32600),
        (#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}"#, -32602),
        (#"{"jsonrpc":"2.0","id":1,"method":"tools/nonsense"}"#, -32601),
        (#"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"x"}}"#, -32602),
        (#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"no"}}"#, -32602),
        (#"{"jsonrpc":"2.0","id":1,"method":"server/discover"}"#, -32602),
        (String(repeating: "[", count: 100_000), -32700),
    ]

    @Test("what is no request has the code that says why", arguments: bad)
    func faults(_ text: String, _ code: Int) throws {
        var session = try Self.initialized()
        let answer = try Self.sent(session.receive(.message(Array(text.utf8))))
        #expect(answer["error"]?["code"] == .integer(code))
        #expect(answer["jsonrpc"] == "2.0")
    }

    @Test("answers and unknown notifications are passed over, and pings are answered at once")
    func quiet() throws {
        var session = try Self.session()
        #expect(session.receive(Self.line(["jsonrpc": "2.0", "id": 1, "result": [:]])).isEmpty)
        #expect(session.receive(Self.line(["jsonrpc": "2.0", "method": "n/a"])).isEmpty)
        let pong = try Self.sent(session.receive(Self.request("ping")))
        #expect(pong["result"] == [:])
        let early = try Self.sent(session.receive(Self.request("tools/list")))
        #expect(early["error"]?["code"] == -32600)
    }

    @Test("lines are cut however the bytes come, and one that is too long is said")
    func lines() {
        let text = Array("{}\n\n \r\n123456789\nabc\r\n12345678\nrest".utf8)
        for size in [1, 3, 100] {
            var lines = MessageLines(limit: 8)
            var found: [MessageLines.Line] = []
            for start in stride(from: 0, to: text.count, by: size) {
                found += lines.take(text[start..<min(start + size, text.count)])
            }
            #expect(
                found == [
                    .message(Array("{}".utf8)), .tooLong, .message(Array("abc\r".utf8)),
                    .message(Array("12345678".utf8)),
                ])
        }
    }
}
