import AlmanacCore

/// OpenAI's chat completions and what speaks like them: values to documents and back.
enum ChatCodec {
    static func document(
        _ request: ModelRequest, model: String, provider: ModelProvider
    ) -> JSON {
        var messages: [JSON] = []
        if !request.instructions.isEmpty {
            messages.append(["role": "system", "content": .string(request.instructions)])
        }
        for message in request.messages { messages += turns(message) }
        var document: JSONObject = ["model": .string(model), "messages": .array(messages)]
        document[provider.tokenLimitField] = .integer(request.maximumTokens)
        if !request.tools.isEmpty {
            document["tools"] = .array(
                request.tools.map { tool in
                    [
                        "type": "function",
                        "function": [
                            "name": .string(tool.name), "description": .string(tool.summary),
                            "parameters": tool.schema,
                        ],
                    ]
                })
            document["tool_choice"] = choice(request.toolChoice)
        }
        if let answer = request.answer {
            document["response_format"] = [
                "type": "json_schema",
                "json_schema": [
                    "name": .string(answer.name), "schema": answer.schema, "strict": true,
                ],
            ]
        }
        if let temperature = request.temperature { document["temperature"] = .number(temperature) }
        document["stream"] = .bool(request.streams)
        if request.streams { document["stream_options"] = ["include_usage": true] }
        return .object(document)
    }

    /// One turn is several messages where it holds results of tools, each of which is one.
    private static func turns(_ message: ModelMessage) -> [JSON] {
        var turns: [JSON] = []
        var content: [JSON] = []
        var calls: [JSON] = []
        for part in message.parts {
            switch part {
            case .text(let text): content.append(["type": "text", "text": .string(text)])
            case .image(let image):
                content.append(["type": "image_url", "image_url": ["url": .string(url(image))]])
            case .toolCall(let call):
                calls.append([
                    "id": .string(call.identity), "type": "function",
                    "function": [
                        "name": .string(call.name), "arguments": .string(call.argumentsText),
                    ],
                ])
            case .toolResult(let result):
                turns.append([
                    "role": "tool", "tool_call_id": .string(result.identity),
                    "content": .string(result.text),
                ])
            // Another provider's; this one would refuse it.
            case .verbatim: break
            }
        }
        guard !content.isEmpty || !calls.isEmpty else { return turns }
        var turn: JSONObject = ["role": .string(message.role.rawValue)]
        if !content.isEmpty { turn["content"] = plain(content, message) ?? .array(content) }
        if !calls.isEmpty { turn["tool_calls"] = .array(calls) }
        return turns + [.object(turn)]
    }

    /// Text alone is written as a text, which every server takes.
    private static func plain(_ content: [JSON], _ message: ModelMessage) -> JSON? {
        let texts = content.compactMap { $0["text"]?.stringValue }
        guard texts.count == content.count else { return nil }
        return .string(texts.joined(separator: message.role == .user ? "\n\n" : ""))
    }

    private static func url(_ image: ModelImage) -> String {
        switch image {
        case .address(let address): address
        case .bytes(let bytes, let mediaType):
            "data:\(mediaType);base64,\(Base64.encode(bytes))"
        }
    }

    private static func choice(_ choice: ToolChoice) -> JSON {
        switch choice {
        case .automatic: "auto"
        case .any: "required"
        case .none: "none"
        case .tool(let name): ["type": "function", "function": ["name": .string(name)]]
        }
    }

    static func answer(_ document: JSON) throws(ModelFault) -> ModelAnswer {
        if let error = document["error"], error != .null { throw ModelFault(inside: document) }
        guard let choice = document["choices"]?.arrayValue?.first, let message = choice["message"]
        else { throw .garbled("it has no choices") }
        var parts: [ModelPart] = []
        let text = message["content"]?.stringValue ?? message["refusal"]?.stringValue ?? ""
        if !text.isEmpty { parts.append(.text(text)) }
        for (index, call) in (message["tool_calls"]?.arrayValue ?? []).enumerated() {
            guard let name = call["function"]?["name"]?.stringValue else {
                throw .garbled("a tool's call has no name")
            }
            parts.append(
                self.call(
                    index, identity: call["id"]?.stringValue, name: name,
                    arguments: call["function"]?["arguments"]))
        }
        let isRefusal = message["refusal"]?.stringValue != nil
        return ModelAnswer(
            parts: parts,
            stop: isRefusal ? .refused : stop(choice["finish_reason"]?.stringValue),
            usage: usage(document["usage"]), model: document["model"]?.stringValue ?? "",
            identity: document["id"]?.stringValue ?? "")
    }

    /// A call; servers that give it no number get one, and arguments may be an object outright.
    static func call(
        _ index: Int, identity: String?, name: String, arguments: JSON?
    ) -> ModelPart {
        let given = identity.flatMap { $0.isEmpty ? nil : $0 }
        return .toolCall(
            ToolCall(
                identity: given ?? "call_\(index)", name: name,
                argumentsText: arguments?.stringValue ?? arguments?.text() ?? "{}"))
    }

    static func stop(_ reason: String?) -> ModelAnswer.Stop {
        switch reason {
        case "stop": .finished
        case "tool_calls", "function_call": .toolUse
        case "length": .length
        case "content_filter": .refused
        default: .other
        }
    }

    static func usage(_ usage: JSON?) -> TokenUsage {
        let read = usage?["prompt_tokens_details"]?["cached_tokens"]?.intValue ?? 0
        let prompt = usage?["prompt_tokens"]?.intValue ?? 0
        return TokenUsage(
            input: prompt - read, cacheRead: min(read, prompt),
            output: usage?["completion_tokens"]?.intValue ?? 0)
    }
}
