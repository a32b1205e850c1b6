/// What a language model answered.
package struct ModelAnswer: Sendable, Equatable {
    /// Why it stopped.
    package enum Stop: String, Sendable {
        case finished
        case toolUse = "tool_use"
        /// It reached the most tokens that it may write, or that it can hold.
        case length
        /// It, or a filter before it, would not answer.
        case refused
        case other
    }

    /// What it said, in order.
    package var parts: [ModelPart]
    /// Why it stopped.
    package var stop: Stop
    /// What it took.
    package var usage: TokenUsage
    /// The model that answered, as the provider names it.
    package var model: String
    /// The provider's number for the answer.
    package var identity: String

    /// Makes an answer.
    package init(
        parts: [ModelPart], stop: Stop, usage: TokenUsage, model: String = "",
        identity: String = ""
    ) {
        self.parts = parts
        self.stop = stop
        self.usage = usage
        self.model = model
        self.identity = identity
    }

    /// All text, joined.
    package var text: String {
        parts.map { if case .text(let text) = $0 { text } else { "" } }.joined()
    }

    /// The calls that it wants.
    package var toolCalls: [ToolCall] {
        parts.compactMap { if case .toolCall(let call) = $0 { call } else { nil } }
    }

    /// The answer as a turn, to go on from.
    package var message: ModelMessage { ModelMessage(.assistant, parts) }
}

/// How many tokens a call took; each token counts in one field only.
package struct TokenUsage: Sendable, Hashable {
    /// Read, and neither from nor into the provider's cache.
    package var input: Int
    /// Read from the provider's cache.
    package var cacheRead: Int
    /// Read, and written into the provider's cache.
    package var cacheWrite: Int
    /// Written, reasoning included.
    package var output: Int

    /// Makes counts.
    package init(input: Int = 0, cacheRead: Int = 0, cacheWrite: Int = 0, output: Int = 0) {
        self.input = max(0, input)
        self.cacheRead = max(0, cacheRead)
        self.cacheWrite = max(0, cacheWrite)
        self.output = max(0, output)
    }
}

/// A piece of an answer that comes in pieces.
package enum ModelDelta: Sendable, Equatable {
    case text(String)
    /// The attempt failed after it had begun; what was said so far does not count.
    case again
}
