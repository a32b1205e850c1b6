import AlmanacCore

/// An answer of Anthropic's Messages API that is put together from its events.
struct MessagesStream: Sendable {
    private struct Block {
        var document: JSONObject
        var inputText = ""
        var hasInputText = false
    }

    private var message: JSON?
    private var blocks: [Block] = []
    private var stopReason: String?
    private var usage = JSONObject()
    private var isFinished = false

    /// Takes one event; gives back the text that it adds.
    mutating func take(_ event: ServerSentEvent) throws(ModelFault) -> String {
        guard let document = try? JSON.parse(event.data) else {
            throw .garbled("an event is no JSON")
        }
        switch document["type"]?.stringValue {
        case "error": throw ModelFault(inside: document)
        case "message_start":
            message = document["message"]
            merge(usage: document["message"]?["usage"])
        case "content_block_start":
            guard document["index"]?.intValue == blocks.count,
                let block = document["content_block"]?.objectValue
            else { throw .garbled("blocks are out of order") }
            blocks.append(Block(document: block))
        case "content_block_delta": return try delta(document)
        case "message_delta":
            stopReason = document["delta"]?["stop_reason"]?.stringValue ?? stopReason
            merge(usage: document["usage"])
        case "message_stop": isFinished = true
        default: break
        }
        return ""
    }

    /// What a streamed count says replaces what was said before: the counts are cumulative.
    private mutating func merge(usage said: JSON?) {
        for (key, value) in said?.objectValue?.members ?? [] { usage[key] = value }
    }

    private mutating func delta(_ document: JSON) throws(ModelFault) -> String {
        guard let index = document["index"]?.intValue, blocks.indices.contains(index),
            let delta = document["delta"]
        else { throw .garbled("a piece belongs to no block") }
        switch delta["type"]?.stringValue {
        case "text_delta":
            let text = delta["text"]?.stringValue ?? ""
            append(text, to: "text", of: index)
            return text
        case "input_json_delta":
            blocks[index].inputText += delta["partial_json"]?.stringValue ?? ""
            blocks[index].hasInputText = true
        case "thinking_delta":
            append(delta["thinking"]?.stringValue ?? "", to: "thinking", of: index)
        case "signature_delta":
            append(delta["signature"]?.stringValue ?? "", to: "signature", of: index)
        default: break
        }
        return ""
    }

    private mutating func append(_ text: String, to field: String, of index: Int) {
        let before = blocks[index].document[field]?.stringValue ?? ""
        blocks[index].document[field] = .string(before + text)
    }

    /// The whole answer.
    func answer() throws(ModelFault) -> ModelAnswer {
        guard isFinished, let message else { throw .truncated }
        var parts: [ModelPart] = []
        for block in blocks {
            var document = block.document
            if block.hasInputText, document["type"] != "tool_use" {
                document["input"] = (try? JSON.parse(block.inputText)) ?? document["input"]
            }
            let text = block.hasInputText && !block.inputText.isEmpty ? block.inputText : nil
            parts.append(try MessagesCodec.part(.object(document), inputText: text))
        }
        return ModelAnswer(
            parts: parts, stop: MessagesCodec.stop(stopReason),
            usage: MessagesCodec.usage(.object(usage)),
            model: message["model"]?.stringValue ?? "", identity: message["id"]?.stringValue ?? "")
    }
}
