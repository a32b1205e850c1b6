import AlmanacCore

/// A streamed chat completion that is put together from its chunks.
struct ChatStream: Sendable {
    private struct Call {
        var identity = ""
        var name = ""
        var arguments = ""
    }

    /// The most calls of tools in one answer.
    private static let maximumCalls = 128

    private var text = ""
    private var refusal = ""
    private var calls: [Call] = []
    private var reason: String?
    private var usage: JSON?
    private var model = ""
    private var identity = ""
    private var isFinished = false

    /// Takes one event; gives back the text that it adds.
    mutating func take(_ event: ServerSentEvent) throws(ModelFault) -> String {
        if event.data == "[DONE]" {
            isFinished = true
            return ""
        }
        guard let document = try? JSON.parse(event.data), document.objectValue != nil else {
            throw .garbled("a chunk is no JSON")
        }
        if let error = document["error"], error != .null { throw ModelFault(inside: document) }
        model = document["model"]?.stringValue ?? model
        identity = document["id"]?.stringValue ?? identity
        if let said = document["usage"], said != .null { usage = said }
        // The last chunk has no choice, or null for all of them.
        guard let choice = document["choices"]?.arrayValue?.first else { return "" }
        reason = choice["finish_reason"]?.stringValue ?? reason
        guard let delta = choice["delta"] else { return "" }
        refusal += delta["refusal"]?.stringValue ?? ""
        for call in delta["tool_calls"]?.arrayValue ?? [] { try add(call) }
        let added = delta["content"]?.stringValue ?? ""
        text += added
        return added
    }

    /// The first piece of a call names it; a server that gives no index sends calls whole.
    private mutating func add(_ piece: JSON) throws(ModelFault) {
        let index = piece["index"]?.intValue ?? calls.count
        guard index >= 0, index <= calls.count, index < Self.maximumCalls else {
            throw .garbled("the tools' calls are out of order")
        }
        if index == calls.count { calls.append(Call()) }
        if let id = piece["id"]?.stringValue, !id.isEmpty { calls[index].identity = id }
        calls[index].name += piece["function"]?["name"]?.stringValue ?? ""
        calls[index].arguments +=
            piece["function"]?["arguments"].map { $0.stringValue ?? $0.text() } ?? ""
    }

    /// The whole answer.
    func answer() throws(ModelFault) -> ModelAnswer {
        guard isFinished || reason != nil else { throw .truncated }
        var parts: [ModelPart] = text.isEmpty ? [] : [.text(text)]
        if text.isEmpty, !refusal.isEmpty { parts.append(.text(refusal)) }
        for (index, call) in calls.enumerated() {
            guard !call.name.isEmpty else { throw .garbled("a tool's call has no name") }
            parts.append(
                ChatCodec.call(
                    index, identity: call.identity, name: call.name,
                    arguments: .string(call.arguments)))
        }
        return ModelAnswer(
            parts: parts, stop: refusal.isEmpty ? ChatCodec.stop(reason) : .refused,
            usage: ChatCodec.usage(usage), model: model, identity: identity)
    }
}
