package import AlmanacCore

/// One turn of a conversation with a language model.
package struct ModelMessage: Sendable, Equatable {
    /// Who speaks; what tools gave back is said by the user.
    package enum Role: String, Sendable {
        case user, assistant
    }

    /// Who speaks.
    package var role: Role
    /// What is said, in order.
    package var parts: [ModelPart]

    /// Makes a turn.
    package init(_ role: Role, _ parts: [ModelPart]) {
        self.role = role
        self.parts = parts
    }

    /// Makes a turn of one text.
    package init(_ role: Role, _ text: String) {
        self.init(role, [.text(text)])
    }
}

/// A part of a turn.
package enum ModelPart: Sendable, Equatable {
    case text(String)
    case image(ModelImage)
    case toolCall(ToolCall)
    case toolResult(ToolResult)
    /// What a provider sent and wants back as it was, such as its signed reasoning.
    case verbatim(JSON)
}

/// A picture in a message.
package enum ModelImage: Sendable, Equatable {
    /// Bytes with their media type, such as `image/png`.
    case bytes([UInt8], mediaType: String)
    /// An address that the provider fetches.
    case address(String)
}

/// A tool that a model may ask to be called.
package struct ModelTool: Sendable, Equatable {
    /// Its name: letters, digits, `_` and `-`, at most 64.
    package var name: String
    /// What it does, for the model.
    package var summary: String
    /// The JSON Schema of its arguments.
    package var schema: JSON

    /// Makes a tool.
    package init(name: String, summary: String, schema: JSON) {
        self.name = name
        self.summary = summary
        self.schema = schema
    }
}

/// A model's wish that a tool be called.
package struct ToolCall: Sendable, Equatable {
    /// The number under which the result is expected.
    package var identity: String
    /// The tool's name.
    package var name: String
    /// The arguments as the model wrote them, which may be no JSON at all.
    package var argumentsText: String

    /// Makes a call.
    package init(identity: String, name: String, argumentsText: String) {
        self.identity = identity
        self.name = name
        self.argumentsText = argumentsText
    }

    /// The arguments.
    ///
    /// - Throws: A `validation_error`, to be sent back, where they are no JSON object.
    package func arguments() throws(AlmanacError) -> JSON {
        let text = argumentsText.isEmpty ? "{}" : argumentsText
        guard let value = try? JSON.parse(text), value.objectValue != nil else {
            throw AlmanacError(
                .validation, "the arguments of \(name) are no JSON object",
                details: ["tool": .string(name)], suggestion: "write one JSON object")
        }
        return value
    }
}

/// What a tool gave back.
package struct ToolResult: Sendable, Equatable {
    /// The number of the call.
    package var identity: String
    /// The result as text.
    package var text: String
    /// Whether the tool failed.
    package var isError: Bool

    /// Makes a result.
    package init(identity: String, text: String, isError: Bool = false) {
        self.identity = identity
        self.text = text
        self.isError = isError
    }
}
