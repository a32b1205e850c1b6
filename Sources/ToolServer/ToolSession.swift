package import AlmanacCore

/// One client's conversation with a server of tools by the Model Context Protocol, as a value.
///
/// It takes messages and gives back what to do; the owner sends, and runs the calls. Both kinds of
/// revision are served: those in which every request says its own version (2026-07-28), and those
/// that begin with `initialize` (2024-11-05 to 2025-11-25).
/// - Source: The specification of 2026-07-28, "Versioning and Compatibility", "Tools",
///   "Cancellation", and of 2025-11-25, "Lifecycle", "Tools"; JSON-RPC 2.0.
package struct ToolSession: Sendable {
    /// Who the server is.
    package struct Identity: Sendable {
        /// Its name.
        package var name: String
        /// Its version.
        package var version: String
        /// What a model is told about it.
        package var instructions: String

        /// Names a server.
        package init(name: String, version: String, instructions: String) {
            self.name = name
            self.version = version
            self.instructions = instructions
        }

        var document: JSON { ["name": .string(name), "version": .string(version)] }
    }

    /// What the owner does next.
    package enum Action: Sendable, Equatable {
        /// Sends a message.
        case send(JSON)
        /// Runs a tool, and says what became of it with ``finish(_:_:)``.
        case start(call: Int, tool: String, arguments: JSON)
        /// Stops a call if it can; nothing is sent for it any more.
        case cancel(call: Int)
    }

    /// Revisions in which every request says its version.
    package static let modern = ["2026-07-28"]
    /// Revisions that begin with `initialize`, oldest first.
    package static let legacy = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"]
    /// The most calls at a time.
    package static let mostCalls = 64

    private static let versionKey = "io.modelcontextprotocol/protocolVersion"
    private static let capabilitiesKey = "io.modelcontextprotocol/clientCapabilities"
    private static let serverKey = "io.modelcontextprotocol/serverInfo"

    private struct Call {
        var number: Int
        var id: JSON
        var isModern: Bool
    }

    private let identity: Identity
    private let tools: [Tool]
    private var isInitialized = false
    private var calls: [Call] = []
    private var lastNumber = 0

    /// Makes a conversation that has not begun.
    package init(_ identity: Identity, tools: [Tool]) {
        self.identity = identity
        self.tools = tools
    }

    /// Takes one line of the client.
    package mutating func receive(_ line: MessageLines.Line) -> [Action] {
        guard case .message(let bytes) = line else {
            return [fault(.null, .invalidRequest, "the message is longer than allowed")]
        }
        guard let text = String(validating: bytes, as: UTF8.self),
            let message = try? JSON.parse(text)
        else { return [fault(.null, .parseError, "the message is no JSON")] }
        guard message.objectValue != nil, message["jsonrpc"] == "2.0" else {
            return [fault(.null, .invalidRequest, "the message is no JSON-RPC 2.0 object")]
        }
        guard let method = message["method"]?.stringValue else {
            // An answer: this server asks nothing, so it answers nothing of its own.
            let isAnswer = message["result"] != nil || message["error"] != nil
            return isAnswer ? [] : [fault(.null, .invalidRequest, "the message has no method")]
        }
        let parameters = message["params"] ?? .object(JSONObject())
        guard let id = message["id"] else { return notified(method, parameters) }
        guard Self.isIdentity(id) else {
            return [fault(.null, .invalidRequest, "an id is a text or a whole number")]
        }
        guard parameters.objectValue != nil else {
            return [fault(id, .invalidParameters, "params is an object")]
        }
        return asked(method, id, parameters)
    }

    /// Takes what became of a call; nothing is sent for one that was cancelled.
    package mutating func finish(_ call: Int, _ outcome: ToolOutcome) -> [Action] {
        guard let place = calls.firstIndex(where: { $0.number == call }) else { return [] }
        let call = calls.remove(at: place)
        return [.send(answer(call.id, Self.result(outcome), call.isModern))]
    }

    private static func isIdentity(_ id: JSON) -> Bool {
        switch id {
        case .string, .integer: true
        default: false
        }
    }

    private mutating func notified(_ method: String, _ parameters: JSON) -> [Action] {
        guard method == "notifications/cancelled", let id = parameters["requestId"],
            let place = calls.firstIndex(where: { $0.id == id })
        else { return [] }
        return [.cancel(call: calls.remove(at: place).number)]
    }

    private mutating func asked(_ method: String, _ id: JSON, _ parameters: JSON) -> [Action] {
        let meta = parameters["_meta"]
        let isModern = meta?[Self.versionKey] != nil || method == "server/discover"
        if isModern {
            if let fault = modernFault(id, meta) { return [fault] }
        } else if method == "initialize" {
            isInitialized = true
            return [.send(answer(id, initialized(parameters), false))]
        } else if method == "ping" {
            return [.send(answer(id, JSONObject(), false))]
        } else if !isInitialized {
            return [fault(id, .invalidRequest, "the conversation begins with initialize")]
        }
        switch method {
        case "server/discover": return [.send(answer(id, discovered, true))]
        case "tools/list": return list(id, parameters, isModern)
        case "tools/call": return call(id, parameters, isModern)
        default: return [fault(id, .methodNotFound, "there is no method \(method.prefix(100))")]
        }
    }

    /// Every request of a modern revision says its version and what the client can do.
    private func modernFault(_ id: JSON, _ meta: JSON?) -> Action? {
        guard let version = meta?[Self.versionKey]?.stringValue else {
            return fault(id, .invalidParameters, "_meta lacks \(Self.versionKey)")
        }
        guard Self.modern.contains(version) else {
            let supported = (Self.modern + Self.legacy.reversed()).map(JSON.string)
            return fault(
                id, .unsupportedVersion, "Unsupported protocol version",
                ["supported": .array(supported), "requested": .string(version)])
        }
        guard meta?[Self.capabilitiesKey]?.objectValue != nil else {
            return fault(id, .invalidParameters, "_meta lacks \(Self.capabilitiesKey)")
        }
        return nil
    }

    private func initialized(_ parameters: JSON) -> JSONObject {
        let asked = parameters["protocolVersion"]?.stringValue ?? ""
        let newest = Self.legacy[Self.legacy.count - 1]
        return [
            "protocolVersion": .string(Self.legacy.contains(asked) ? asked : newest),
            "capabilities": ["tools": ["listChanged": false]],
            "serverInfo": identity.document, "instructions": .string(identity.instructions),
        ]
    }

    private var discovered: JSONObject {
        [
            "supportedVersions": .array(Self.modern.map(JSON.string)),
            "capabilities": ["tools": ["listChanged": false]],
            "instructions": .string(identity.instructions), "ttlMs": 3_600_000,
            "cacheScope": "public",
        ]
    }

    private func list(_ id: JSON, _ parameters: JSON, _ isModern: Bool) -> [Action] {
        // All tools are on the one page, so no cursor was ever given.
        guard parameters["cursor"] == nil else {
            return [fault(id, .invalidParameters, "there is no such page")]
        }
        var result: JSONObject = ["tools": .array(tools.map(\.document))]
        if isModern {
            result["ttlMs"] = 3_600_000
            result["cacheScope"] = "public"
        }
        return [.send(answer(id, result, isModern))]
    }

    private mutating func call(_ id: JSON, _ parameters: JSON, _ isModern: Bool) -> [Action] {
        guard let name = parameters["name"]?.stringValue,
            let tool = tools.first(where: { $0.name == name })
        else {
            let names = tools.map { JSON.string($0.name) }
            return [
                fault(id, .invalidParameters, "there is no such tool", ["tools": .array(names)])
            ]
        }
        guard !calls.contains(where: { $0.id == id }) else {
            return [fault(id, .invalidRequest, "a request with this id is under way")]
        }
        let arguments = parameters["arguments"] ?? .object(JSONObject())
        if let fault = tool.fault(in: arguments) {
            // Arguments that do not fit go to the model, which can mend them.
            return [.send(answer(id, Self.result(.failure(fault)), isModern))]
        }
        guard calls.count < Self.mostCalls else {
            let busy = AlmanacError(
                .rateLimited, "\(Self.mostCalls) calls are under way",
                suggestion: "wait for some of them")
            return [.send(answer(id, Self.result(.failure(busy)), isModern))]
        }
        lastNumber += 1
        calls.append(Call(number: lastNumber, id: id, isModern: isModern))
        return [.start(call: lastNumber, tool: name, arguments: arguments)]
    }

    private static func result(_ outcome: ToolOutcome) -> JSONObject {
        let (document, isError): (JSON, Bool) =
            switch outcome {
            case .success(let document): (document, false)
            case .failure(let error): (error.json, true)
            }
        return [
            "content": [["type": "text", "text": .string(document.text())]],
            "structuredContent": document, "isError": .bool(isError),
        ]
    }

    private func answer(_ id: JSON, _ result: JSONObject, _ isModern: Bool) -> JSON {
        var result = result
        if isModern {
            result["resultType"] = "complete"
            result["_meta"] = [Self.serverKey: identity.document]
        }
        return ["jsonrpc": "2.0", "id": id, "result": .object(result)]
    }

    private enum Code: Int {
        case parseError = -32700
        case invalidRequest = -32600
        case methodNotFound = -32601
        case invalidParameters = -32602
        case unsupportedVersion = -32022
    }

    private func fault(
        _ id: JSON, _ code: Code, _ message: String, _ data: JSON? = nil
    ) -> Action {
        var error: JSONObject = ["code": .integer(code.rawValue), "message": .string(message)]
        if let data { error["data"] = data }
        return .send(["jsonrpc": "2.0", "id": id, "error": .object(error)])
    }
}
