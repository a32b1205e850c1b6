package import AlmanacCore

/// What is asked of a language model, in no provider's words.
package struct ModelRequest: Sendable, Equatable {
    /// What the model is and must do; never holds data from elsewhere.
    package var instructions: String
    /// The conversation, oldest first.
    package var messages: [ModelMessage]
    /// The tools that it may call.
    package var tools: [ModelTool] = []
    /// Whether and which tool it must call.
    package var toolChoice = ToolChoice.automatic
    /// The form of the answer, where one is wanted.
    package var answer: AnswerSchema?
    /// The most tokens that it may write, its reasoning included.
    package var maximumTokens = 8_192
    /// How freely it picks words; nil leaves that to the provider, and some models take no other.
    package var temperature: Double?
    /// Whether the provider may keep the beginning of the prompt, so that saying it again is cheap.
    package var cachesPrompt = true
    /// Whether the answer comes in pieces.
    package var streams = false
    /// Milliseconds that one attempt may take.
    package var deadline = 300_000

    /// Makes a request.
    package init(instructions: String, messages: [ModelMessage]) {
        self.instructions = instructions
        self.messages = messages
    }
}

/// Whether a model may, must or must not call a tool.
package enum ToolChoice: Sendable, Equatable {
    case automatic
    case any
    case none
    case tool(String)
}

/// A JSON Schema that an answer must follow.
///
/// Providers enforce a part of JSON Schema only: every object names all of its properties as
/// required and has `additionalProperties: false`; what may be absent is `null` by `anyOf`.
package struct AnswerSchema: Sendable, Equatable {
    /// A name for it: letters, digits, `_` and `-`.
    package var name: String
    /// The schema.
    package var schema: JSON

    /// Makes a schema with its name.
    package init(name: String, schema: JSON) {
        self.name = name
        self.schema = schema
    }
}
