/// A service or a program that offers language models.
package struct ModelProvider: Sendable, Hashable {
    /// In which words it is asked.
    package enum Dialect: String, Sendable {
        /// Anthropic's Messages.
        case messages
        /// OpenAI's chat completions, which many servers speak.
        case chatCompletions = "chat_completions"
    }

    /// The name before the slash in `ALMANAC_MODEL`.
    package let name: String
    /// In which words it is asked.
    package let dialect: Dialect
    /// Where it is, up to and without the last part of the path; nil where the user must say.
    package let address: String?
    /// The environment variable with its key; nil where it wants none.
    package let keyVariable: String?
    /// Whether it runs on hardware of one's own, so that a call costs no money.
    package let isLocal: Bool
    /// The field for the most tokens of an answer.
    let tokenLimitField: String

    private init(
        _ name: String, _ address: String?, _ dialect: Dialect = .chatCompletions,
        key: String? = nil, isLocal: Bool = false, tokenLimitField: String = "max_tokens"
    ) {
        self.name = name
        self.dialect = dialect
        self.address = address
        keyVariable = key
        self.isLocal = isLocal
        self.tokenLimitField = tokenLimitField
    }

    /// All that are known; `compatible` is any other server, whose address the user gives.
    package static let all: [ModelProvider] = [
        ModelProvider(
            "anthropic", "https://api.anthropic.com/v1", .messages, key: "ANTHROPIC_API_KEY"),
        ModelProvider(
            "openai", "https://api.openai.com/v1", key: "OPENAI_API_KEY",
            tokenLimitField: "max_completion_tokens"),
        ModelProvider(
            "openrouter", "https://openrouter.ai/api/v1", key: "OPENROUTER_API_KEY",
            tokenLimitField: "max_completion_tokens"),
        ModelProvider("groq", "https://api.groq.com/openai/v1", key: "GROQ_API_KEY"),
        ModelProvider("mistral", "https://api.mistral.ai/v1", key: "MISTRAL_API_KEY"),
        ModelProvider("deepseek", "https://api.deepseek.com", key: "DEEPSEEK_API_KEY"),
        ModelProvider("ollama", "http://127.0.0.1:11434/v1", isLocal: true),
        ModelProvider("vllm", "http://127.0.0.1:8000/v1", isLocal: true),
        ModelProvider("llamacpp", "http://127.0.0.1:8080/v1", isLocal: true),
        ModelProvider("compatible", nil, key: "ALMANAC_MODEL_KEY"),
    ]
}
