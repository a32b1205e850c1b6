import AlmanacCore
import LanguageModel
import TestSupport
import Testing

/// The wire formats against what providers truly sent and took.
@Suite(.requiresRecordings) struct CodecTests {
    static func choice(_ name: String) throws -> ModelChoice {
        let choice = try ModelChoice { variable in
            switch variable {
            case "ALMANAC_MODEL": name
            case "ALMANAC_MODEL_KEY": "a-key-for-tests"
            default: nil
            }
        }
        return try #require(choice)
    }

    static func bytes(_ document: JSON) -> [UInt8] { Array(document.text().utf8) }

    @Test("every recorded answer of the Messages API is read to its text, calls and counts")
    func messages() throws {
        var read = 0
        for exchange in try #require(Recordings.all) where exchange.isMessages {
            guard exchange.status == 200, let document = exchange.answer else { continue }
            let answer = try ModelWire.answer(Self.bytes(document), .messages)
            let blocks = document["content"]?.arrayValue ?? []
            let text = blocks.filter { $0["type"] == "text" }
                .map { $0["text"]?.stringValue ?? "" }.joined()
            #expect(answer.text == text, "\(exchange.name)")
            let calls = blocks.filter { $0["type"] == "tool_use" }
            #expect(answer.toolCalls.map(\.identity) == calls.compactMap { $0["id"]?.stringValue })
            for (call, block) in zip(answer.toolCalls, calls) {
                #expect(try call.arguments() == block["input"])
            }
            #expect(answer.parts.count == blocks.count)
            let usage = document["usage"]
            #expect(answer.usage.output == usage?["output_tokens"]?.intValue)
            #expect(answer.usage.input == usage?["input_tokens"]?.intValue)
            #expect(answer.model == document["model"]?.stringValue)
            read += 1
        }
        #expect(read >= 50)
    }

    @Test("every recorded chat completion is read to its text, calls and counts")
    func completions() throws {
        var read = 0
        for exchange in try #require(Recordings.all) where !exchange.isMessages {
            guard exchange.status == 200, let document = exchange.answer,
                let message = document["choices"]?.arrayValue?.first?["message"]
            else { continue }
            let answer = try ModelWire.answer(Self.bytes(document), .chatCompletions)
            #expect(answer.text == message["content"]?.stringValue ?? "", "\(exchange.name)")
            let calls = message["tool_calls"]?.arrayValue ?? []
            #expect(
                answer.toolCalls.map(\.name)
                    == calls.compactMap { $0["function"]?["name"]?.stringValue })
            #expect(answer.toolCalls.allSatisfy { !$0.identity.isEmpty })
            let usage = document["usage"]
            #expect(answer.usage.output == usage?["completion_tokens"]?.intValue)
            #expect(
                answer.usage.input + answer.usage.cacheRead == usage?["prompt_tokens"]?.intValue)
            read += 1
        }
        #expect(read >= 40)
    }

    @Test("what is no completion is a fault, not an answer")
    func noCompletion() throws {
        let exchange = try Recordings.exchange("test_invalid_response")
        let document = try #require(exchange.answer)
        #expect(throws: ModelFault.self) {
            try ModelWire.answer(Self.bytes(document), .chatCompletions)
        }
    }

    @Test("cached tokens are counted apart, each once")
    func cached() throws {
        let exchange = try Recordings.exchange("test_anthropic_cache_real_api", 1)
        let answer = try ModelWire.answer(Self.bytes(try #require(exchange.answer)), .messages)
        #expect(
            answer.usage == TokenUsage(input: 3, cacheRead: 1_111, cacheWrite: 418, output: 33))
    }

    /// Expects a document to say what the recorded one says, for all members that it has.
    static func expectSame(
        _ document: JSON, _ recorded: JSON, except: Set<String> = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for (key, value) in document.objectValue?.members ?? [] where !except.contains(key) {
            #expect(
                sorted(value) == sorted(recorded[key] ?? .null), "\(key)",
                sourceLocation: sourceLocation)
        }
        for key in recorded.objectValue?.keys ?? [] where !except.contains(key) {
            #expect(document[key] != nil, "\(key) is missing", sourceLocation: sourceLocation)
        }
    }

    /// The same value with the members of objects in the order of their keys.
    static func sorted(_ value: JSON) -> JSON {
        switch value {
        case .array(let items): return .array(items.map(sorted))
        case .object(let object):
            var copy = JSONObject()
            for (key, member) in object.members.sorted(by: { $0.key < $1.key }) {
                copy[key] = sorted(member)
            }
            return .object(copy)
        default: return value
        }
    }

    @Test("a conversation with tools is written as Anthropic took it")
    func writesTools() throws {
        let recorded = try Recordings.exchange("test_anthropic_mixed_strict_tool_run", 1).request
        let instructions = try #require(recorded["system"]?.stringValue)
        let capital = try #require(recorded["tools"]?.arrayValue?[1])
        var request = ModelRequest(
            instructions: instructions,
            messages: [
                ModelMessage(
                    .user, "Use the registered tools and respond exactly as `Capital: <city>`."),
                ModelMessage(
                    .assistant,
                    [
                        .text("I'll help you find the capital city using the available tools."),
                        .toolCall(
                            ToolCall(
                                identity: "toolu_01Ttepb9joVoQFHP568v7UAL", name: "country_source",
                                argumentsText: "{}")),
                    ]),
                ModelMessage(
                    .user,
                    [
                        .toolResult(
                            ToolResult(identity: "toolu_01Ttepb9joVoQFHP568v7UAL", text: "Japan"))
                    ]),
            ])
        request.tools = [
            ModelTool(
                name: "capital_lookup", summary: "", schema: try #require(capital["input_schema"]))
        ]
        request.maximumTokens = 4_096
        request.cachesPrompt = false
        let document = ModelWire.document(
            request, to: try Self.choice("anthropic/claude-sonnet-4-5"))
        Self.expectSame(document, recorded, except: ["tools"])
        let tool = try #require(document["tools"]?.arrayValue?.first)
        #expect(tool["name"] == capital["name"])
        #expect(tool["input_schema"] == capital["input_schema"])
    }

    @Test("a schema for the answer and the cache are asked for as Anthropic took it")
    func writesSchema() throws {
        let recorded = try Recordings.exchange("test_anthropic_native_output_decimal_strict")
            .request
        var request = ModelRequest(
            instructions: "",
            messages: [ModelMessage(.user, "Return exactly this payment amount: 12.34")])
        request.maximumTokens = 4_096
        let schema = try #require(recorded["output_config"]?["format"]?["schema"])
        request.answer = AnswerSchema(name: "amount", schema: schema)
        let choice = try Self.choice("anthropic/claude-sonnet-4-5")
        let document = ModelWire.document(request, to: choice)
        Self.expectSame(document, recorded, except: ["cache_control"])
        let cached = try Recordings.exchange("test_anthropic_cache_real_api").request
        #expect(document["cache_control"]?["type"] == cached["cache_control"]?["type"])
    }

    @Test("a conversation with tools and a schema is written as OpenAI took it")
    func writesCompletion() throws {
        let recorded = try Recordings.exchange("test_openai_native_output", 1).request
        var request = ModelRequest(
            instructions: "",
            messages: [
                ModelMessage(.user, "What is the largest city in the user country?"),
                ModelMessage(
                    .assistant,
                    [
                        .toolCall(
                            ToolCall(
                                identity: "call_PkRGedQNRFUzJp2R7dO7avWR", name: "get_user_country",
                                argumentsText: "{}"))
                    ]),
                ModelMessage(
                    .user,
                    [
                        .toolResult(
                            ToolResult(identity: "call_PkRGedQNRFUzJp2R7dO7avWR", text: "Mexico"))
                    ]),
            ])
        request.tools = [
            ModelTool(
                name: "get_user_country", summary: "",
                schema: ["additionalProperties": false, "properties": [:], "type": "object"])
        ]
        let schema = try #require(recorded["response_format"]?["json_schema"]?["schema"])
        request.answer = AnswerSchema(name: "result", schema: schema)
        let document = ModelWire.document(request, to: try Self.choice("openai/gpt-4o"))
        Self.expectSame(
            document, recorded, except: ["response_format", "max_completion_tokens", "n"])
        let format = try #require(document["response_format"])
        #expect(format["type"] == "json_schema")
        #expect(format["json_schema"]?["schema"] == schema)
        #expect(format["json_schema"]?["name"] == "result")
    }

    @Test("an image is written as OpenAI's kind took it, and as bytes by both")
    func writesImages() throws {
        let recorded = try Recordings.exchange("test_image_url_input").request
        let address =
            "https://t3.ftcdn.net/jpg/00/85/79/92/"
            + "360_F_85799278_0BBGV9OAdQDTLnKwAPBCcg1J7QtiieJY.jpg"
        var request = ModelRequest(
            instructions: "",
            messages: [
                ModelMessage(
                    .user, [.text("What is the name of this fruit?"), .image(.address(address))])
            ])
        let groq = try Self.choice("groq/meta-llama/llama-4-scout-17b-16e-instruct")
        Self.expectSame(
            ModelWire.document(request, to: groq), recorded, except: ["max_tokens", "n"])
        request.messages[0].parts[1] = .image(.bytes(Array("Man".utf8), mediaType: "image/png"))
        let chat = ModelWire.document(request, to: groq)
        #expect(
            chat["messages"]?.arrayValue?[0]["content"]?.arrayValue?[1]["image_url"]?["url"]
                == "data:image/png;base64,TWFu")
        let messages = ModelWire.document(request, to: try Self.choice("anthropic/claude-opus-5"))
        #expect(
            messages["messages"]?.arrayValue?[0]["content"]?.arrayValue?[1]["source"]
                == ["type": "base64", "media_type": "image/png", "data": "TWFu"])
    }

    @Test("a recorded failure has its kind and what the provider said")
    func failures() throws {
        let expected: [(String, AlmanacError.Kind, Bool)] = [
            ("test_anthropic_explicit_effort_xhigh_unsupported_model_errors", .validation, false),
            ("test_tool_regular_error", .notFound, false),
            ("test_openrouter_errors_raised", .rateLimited, true),
            ("test_openai_o1_mini_system_role[system]", .validation, false),
        ]
        for (file, kind, isTransient) in expected {
            let exchange = try Recordings.exchange(file)
            let document = try #require(exchange.answer)
            let fault = ModelFault(status: exchange.status, body: Self.bytes(document))
            #expect(fault.error.kind == kind, "\(file)")
            #expect(fault.isTransient == isTransient)
            let said = try #require(document["error"]?["message"]?.stringValue)
            #expect(fault.error.message.hasSuffix(said))
        }
    }
}
