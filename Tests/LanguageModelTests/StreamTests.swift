import AlmanacCore
import LanguageModel
import TestSupport
import Testing

/// Streams: any cut of the bytes gives the same events, and a stream the same answer as a whole.
@Suite struct StreamTests {
    static func read(
        _ bytes: [UInt8], _ dialect: ModelProvider.Dialect, _ generator: inout SeededGenerator,
        longest: Int
    ) -> (Result<ModelAnswer, ModelFault>, String) {
        var stream = ModelStream(dialect)
        var told = ""
        var place = 0
        while place < bytes.count {
            let end = min(bytes.count, place + Int.random(in: 1...longest, using: &generator))
            told += stream.take(bytes[place..<end])
            place = end
        }
        return (Result { () throws(ModelFault) in try stream.answer() }, told)
    }

    @Test("a recorded stream gives one answer however it is cut", .requiresRecordings)
    func recorded() throws {
        var streams = 0
        for exchange in try #require(Recordings.all) {
            guard let text = exchange.stream else { continue }
            let dialect: ModelProvider.Dialect = exchange.isMessages ? .messages : .chatCompletions
            var generator = SeededGenerator(seed: 7)
            let bytes = Array(text.utf8)
            let (whole, told) = Self.read(bytes, dialect, &generator, longest: bytes.count)
            for longest in [1, 7, 100, 4_096] {
                let (cut, toldCut) = Self.read(bytes, dialect, &generator, longest: longest)
                #expect(cut == whole, "\(exchange.name) in pieces of up to \(longest)")
                #expect(toldCut == told)
            }
            if case .success(let answer) = whole {
                #expect(answer.text == told, "\(exchange.name)")
                #expect(answer.usage.output > 0)
                #expect(answer.stop != .other)
            }
            streams += 1
        }
        #expect(streams >= 7)
    }

    @Test("a recorded stream of a tool's call has the call's arguments", .requiresRecordings)
    func recordedCall() throws {
        let text = try #require(
            try Recordings.exchange("test_anthropic_code_execution_tool_stream").stream)
        var stream = ModelStream(.messages)
        _ = stream.take(text.utf8)
        let answer = try stream.answer()
        let inputs = answer.parts.compactMap { part -> JSON? in
            if case .verbatim(let block) = part { block["input"] } else { nil }
        }
        #expect(inputs.contains { $0["command"]?.stringValue?.hasPrefix("echo \"65465-") == true })
    }

    @Test("an error inside a recorded stream is a fault with its status", .requiresRecordings)
    func recordedError() throws {
        let text = try #require(try Recordings.exchange("test_openrouter_stream_error").stream)
        var stream = ModelStream(.chatCompletions)
        _ = stream.take(text.utf8)
        let fault = #expect(throws: ModelFault.self) { try stream.answer() }
        #expect(fault?.error.details["status"] == 400)
        #expect(fault?.error.message.contains("Token limit reached") == true)
    }

    @Test("an overloaded provider may say so in the middle of its stream")
    func overloaded() {
        var stream = ModelStream(.messages)
        let text = """
            event: error
            data: {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}


            """
        _ = stream.take(text.utf8)
        let fault = #expect(throws: ModelFault.self) { try stream.answer() }
        #expect(fault?.error.details["status"] == 529)
        #expect(fault?.isTransient == true)
    }

    @Test("spending that is used up is told from a rate that is too high")
    func spent() {
        let body = """
            {"type": "error", "error": {"type": "rate_limit_error", "message": "no more",
            "details": {"error_code": "enforced_spend_limit_reached"}}}
            """
        let fault = ModelFault(status: 429, body: Array(body.utf8))
        #expect(fault.error.kind == .budgetExceeded)
        #expect(!fault.isTransient)
    }

    @Test("calls of tools come in pieces, two at a time")
    func chatCalls() throws {
        func calls(_ calls: String) -> String {
            #"{"choices":[{"index":0,"delta":{"tool_calls":[\#(calls)]}}]}"#
        }
        let chunks = [
            calls(#"{"index":0,"id":"a","function":{"name":"one","arguments":""}}"#),
            calls(#"{"index":0,"function":{"arguments":"{\"x\":"}}"#),
            calls(#"{"index":1,"id":"b","function":{"name":"two","arguments":"{}"}}"#),
            calls(#"{"index":0,"function":{"arguments":"1}"}}"#),
            #"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#,
            #"{"choices":null,"usage":{"prompt_tokens":9,"completion_tokens":4}}"#, "[DONE]",
        ]
        var stream = ModelStream(.chatCompletions)
        _ = stream.take(chunks.map { "data: \($0)\r\n\r\n" }.joined().utf8)
        let answer = try stream.answer()
        #expect(
            answer.toolCalls == [
                ToolCall(identity: "a", name: "one", argumentsText: #"{"x":1}"#),
                ToolCall(identity: "b", name: "two", argumentsText: "{}"),
            ])
        #expect(answer.usage == TokenUsage(input: 9, output: 4))
        #expect(answer.stop == .toolUse)
    }

    @Test(
        "a stream that ends early, or is out of order, is a fault",
        arguments: [
            "", "data: {", "data: {}\n\n", "data: nonsense\n\n", ": only a comment\n\n",
            "data: {\"choices\":[{\"delta\":{\"content\":\"half\"}}]}\n\n",
            "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":9}]}}]}\n\n",
            "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":-1}]}}]}\n\n",
        ])
    func broken(_ text: String) {
        var stream = ModelStream(.chatCompletions)
        _ = stream.take(text.utf8)
        #expect(throws: ModelFault.self) { try stream.answer() }
        var messages = ModelStream(.messages)
        _ = messages.take(text.utf8)
        #expect(throws: ModelFault.self) { try messages.answer() }
    }

    @Test(
        "events are read as the standard has it",
        arguments: [
            ("data: a\n\n", [ServerSentEvent(name: "", data: "a")]),
            (
                "\u{FEFF}data:a\r\rdata:  b\r\n\r\n",
                [.init(name: "", data: "a"), .init(name: "", data: " b")]
            ),
            ("event: x\ndata: 1\ndata\ndata: 2\n\n", [.init(name: "x", data: "1\n\n2")]),
            ("event: x\n\ndata: a\n\n", [.init(name: "", data: "a")]),
            (": c\nid: 1\nretry: 5\nodd\ndata: a\n\n", [.init(name: "", data: "a")]),
            ("data: unfinished\n", []), ("data\n\n", [.init(name: "", data: "")]), ("", []),
        ])
    func events(_ text: String, _ expected: [ServerSentEvent]) {
        var reader = ServerSentEvents()
        #expect(reader.take(text.utf8) == expected)
        var byByte = ServerSentEvents()
        #expect(text.utf8.flatMap { byByte.take([$0]) } == expected)
    }

    @Test("an event above the limit ends the reading")
    func longEvent() {
        var reader = ServerSentEvents(limit: 10)
        #expect(reader.take("data: 0123456789\n\ndata: a\n\n".utf8).isEmpty)
        #expect(reader.isTooLong)
    }
}
