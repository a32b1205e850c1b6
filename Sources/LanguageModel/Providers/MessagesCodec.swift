import AlmanacCore

/// Anthropic's Messages API, version 2023-06-01: values to documents and back.
enum MessagesCodec {
    static func document(_ request: ModelRequest, model: String) -> JSON {
        var document: JSONObject = [
            "model": .string(model), "max_tokens": .integer(request.maximumTokens),
        ]
        if !request.instructions.isEmpty { document["system"] = .string(request.instructions) }
        document["messages"] = .array(request.messages.map(turn))
        if !request.tools.isEmpty {
            document["tools"] = .array(
                request.tools.map { tool in
                    [
                        "name": .string(tool.name), "description": .string(tool.summary),
                        "input_schema": tool.schema,
                    ]
                })
            document["tool_choice"] = choice(request.toolChoice)
        }
        if let answer = request.answer {
            document["output_config"] = [
                "format": ["type": "json_schema", "schema": answer.schema]
            ]
        }
        if request.cachesPrompt { document["cache_control"] = ["type": "ephemeral"] }
        if let temperature = request.temperature { document["temperature"] = .number(temperature) }
        document["stream"] = .bool(request.streams)
        return .object(document)
    }

    private static func turn(_ message: ModelMessage) -> JSON {
        [
            "role": .string(message.role.rawValue),
            "content": .array(message.parts.map(block)),
        ]
    }

    private static func block(_ part: ModelPart) -> JSON {
        switch part {
        case .text(let text): return ["type": "text", "text": .string(text)]
        case .image(.bytes(let bytes, let mediaType)):
            return [
                "type": "image",
                "source": [
                    "type": "base64", "media_type": .string(mediaType),
                    "data": .string(Base64.encode(bytes)),
                ],
            ]
        case .image(.address(let address)):
            return ["type": "image", "source": ["type": "url", "url": .string(address)]]
        case .toolCall(let call):
            // The API takes an object only; what was no object is said again as an empty one.
            let input = (try? call.arguments()) ?? .object(JSONObject())
            return [
                "type": "tool_use", "id": .string(call.identity), "name": .string(call.name),
                "input": input,
            ]
        case .toolResult(let result):
            return [
                "type": "tool_result", "tool_use_id": .string(result.identity),
                "content": .string(result.text), "is_error": .bool(result.isError),
            ]
        case .verbatim(let block): return block
        }
    }

    private static func choice(_ choice: ToolChoice) -> JSON {
        switch choice {
        case .automatic: ["type": "auto"]
        case .any: ["type": "any"]
        case .none: ["type": "none"]
        case .tool(let name): ["type": "tool", "name": .string(name)]
        }
    }

    static func answer(_ document: JSON) throws(ModelFault) -> ModelAnswer {
        if document["type"] == "error" { throw ModelFault(inside: document) }
        guard document["type"] == "message", let blocks = document["content"]?.arrayValue else {
            throw .garbled("it is no message")
        }
        var parts: [ModelPart] = []
        for block in blocks { parts.append(try part(block, inputText: nil)) }
        return ModelAnswer(
            parts: parts, stop: stop(document["stop_reason"]?.stringValue),
            usage: usage(document["usage"]), model: document["model"]?.stringValue ?? "",
            identity: document["id"]?.stringValue ?? "")
    }

    static func part(_ block: JSON, inputText: String?) throws(ModelFault) -> ModelPart {
        switch block["type"]?.stringValue {
        case "text":
            guard let text = block["text"]?.stringValue else { throw .garbled("a text is none") }
            return .text(text)
        case "tool_use":
            guard let identity = block["id"]?.stringValue, let name = block["name"]?.stringValue
            else { throw .garbled("a tool's call has no name") }
            let text = inputText ?? block["input"]?.text() ?? "{}"
            return .toolCall(ToolCall(identity: identity, name: name, argumentsText: text))
        case nil: throw .garbled("a block has no type")
        default: return .verbatim(block)
        }
    }

    static func stop(_ reason: String?) -> ModelAnswer.Stop {
        switch reason {
        case "end_turn", "stop_sequence": .finished
        case "tool_use": .toolUse
        case "max_tokens", "model_context_window_exceeded": .length
        case "refusal": .refused
        default: .other
        }
    }

    static func usage(_ usage: JSON?) -> TokenUsage {
        TokenUsage(
            input: usage?["input_tokens"]?.intValue ?? 0,
            cacheRead: usage?["cache_read_input_tokens"]?.intValue ?? 0,
            cacheWrite: usage?["cache_creation_input_tokens"]?.intValue ?? 0,
            output: usage?["output_tokens"]?.intValue ?? 0)
    }
}
