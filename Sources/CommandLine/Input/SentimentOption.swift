import AlmanacCore
import LanguageModel
import Networking
import SignalProcessing
import TimeSeries

/// Who reads what posts say: the lexicon, or the language model that the user chose.
enum SentimentOption {
    static let option = Command.Option(
        "--sentiment", "HOW",
        "lexicon (default), or model: the one that ALMANAC_MODEL names, within its budget")

    /// Whether a model reads.
    static func isModel(_ arguments: Arguments) throws(AlmanacError) -> Bool {
        switch arguments.value("--sentiment") ?? "lexicon" {
        case "lexicon": return false
        case "model": return true
        case let other:
            throw AlmanacError(
                .validation, "--sentiment cannot be '\(other)'",
                details: ["option": "--sentiment", "value": .string(other)],
                suggestion: "it is lexicon or model")
        }
    }

    /// The step that reads posts.
    static func step(
        _ posts: [Post], _ privacy: PrivacyPolicy, _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> any PostStep {
        guard try isModel(arguments) else { return SentimentStep() }
        guard let model = try ChosenModel(arguments, console) else {
            throw AlmanacError(
                .validation, "--sentiment model needs ALMANAC_MODEL",
                details: ["variable": "ALMANAC_MODEL"],
                suggestion: "such as ALMANAC_MODEL=ollama/llama3.1, or leave the option out")
        }
        let progress = Progress(console)
        defer { progress.clear() }
        return try waitUnlessInterrupted(else: model.interrupted) {
            let reader = ModelSentiment(try await model.client(), privacy: privacy)
            return try await reader.step(for: posts) { done in
                progress.report("\(model.choice.name) has read \(done) of \(posts.count) posts")
            }
        }
    }
}
