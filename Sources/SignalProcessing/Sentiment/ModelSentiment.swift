import AlmanacCore
package import LanguageModel
import TimeSeries

/// Has a language model read what posts say, a batch at a time.
///
/// Posts are fenced as data, masked by the source's policy, and what comes back is checked: a
/// score for each post of the batch and for no other.
/// - Look-ahead: A model may know what came after a post from what it was trained on; results over
///   times before its training ended flatter.
package struct ModelSentiment: Sendable {
    private let client: ModelClient
    private let privacy: PrivacyPolicy

    /// The most posts of one call, and the most bytes of each.
    package static let (batch, longestText) = (20, 2_000)

    /// Makes a reader.
    package init(_ client: ModelClient, privacy: PrivacyPolicy = PrivacyPolicy()) {
        (self.client, self.privacy) = (client, privacy)
    }

    /// What posts say, for a step of the pipeline.
    ///
    /// - Parameter told: Is told how many posts were read.
    /// - Throws: `code_generation_error` where the model does not manage, and what `ModelClient`
    ///   throws, such as `budget_exceeded` before anything of a batch is sent.
    package func step(
        for posts: [Post], told: @Sendable (Int) -> Void = { _ in }
    ) async throws -> GivenSentimentStep {
        var scores: [String: Sentiment] = [:]
        let wanted = posts.filter { !$0.text.isEmpty && $0.text.utf8.count <= 100_000 }
        for start in stride(from: 0, to: wanted.count, by: Self.batch) {
            let part = Array(wanted[start..<min(start + Self.batch, wanted.count)])
            let read = try await client.document(
                request(part), Self.answer, purpose: "sentiment", prompt: Prompt.sentiment.label
            ) { document throws(AlmanacError) in
                try Self.scores(document, count: part.count)
            }
            for (post, score) in zip(part, read.value) {
                scores[GivenSentimentStep.key(post)] = score
            }
            told(start + part.count)
        }
        return GivenSentimentStep(scores, by: client.choice.name)
    }

    private func request(_ posts: [Post]) -> ModelRequest {
        let texts = posts.enumerated().map { index, post in
            let text = privacy.masking(post.text).text
            return "Post \(index + 1):\n"
                + DataFence.wrap(text, kind: "post", limit: Self.longestText)
        }
        return ModelRequest(
            instructions: Prompt.sentiment.filled([("fence", DataFence.rule)]),
            messages: [ModelMessage(.user, texts.joined(separator: "\n\n"))])
    }

    /// The form of the answer.
    private static let answer = AnswerSchema(
        name: "sentiment",
        schema: [
            "type": "object", "required": ["posts"], "additionalProperties": false,
            "properties": [
                "posts": [
                    "type": "array",
                    "items": [
                        "type": "object", "required": ["number", "score", "confidence"],
                        "additionalProperties": false,
                        "properties": [
                            "number": ["type": "integer"], "score": ["type": "number"],
                            "confidence": ["type": "number"],
                        ],
                    ],
                ]
            ],
        ])

    /// - Throws: What is wrong with an answer, to be sent back.
    private static func scores(
        _ document: JSON, count: Int
    ) throws(AlmanacError) -> [Sentiment] {
        var scores = [Sentiment?](repeating: nil, count: count)
        for row in document["posts"]?.arrayValue ?? [] {
            let number = row["number"]?.intValue ?? 0
            guard (1...count).contains(number), scores[number - 1] == nil else {
                throw AlmanacError(
                    .validation, "there is no post \(number), or it is given twice",
                    details: ["number": .integer(number)],
                    suggestion: "give each of the posts 1 to \(count) once")
            }
            guard let score = row["score"]?.doubleValue, (-1...1).contains(score),
                let confidence = row["confidence"]?.doubleValue, (0...1).contains(confidence)
            else {
                throw AlmanacError(
                    .validation, "post \(number) has a score or confidence out of bounds",
                    details: ["number": .integer(number)],
                    suggestion: "scores are from -1 to 1, confidence is from 0 to 1")
            }
            let saysNothing = score == 0 && confidence == 0
            scores[number - 1] = Sentiment(
                score: score, confidence: confidence, evidence: saysNothing ? 0 : 1)
        }
        let missing = scores.indices.filter { scores[$0] == nil }
        guard missing.isEmpty else {
            throw AlmanacError(
                .validation, "\(missing.count) posts have no score",
                details: ["numbers": .array(missing.map { .integer($0 + 1) })],
                suggestion: "give each of the posts 1 to \(count) once")
        }
        return scores.compactMap(\.self)
    }
}

/// Gives posts the sentiment that was read of them elsewhere.
package struct GivenSentimentStep: PostStep {
    package let name: String
    package let version = 1
    private let scores: [String: Sentiment]

    /// Makes a step of scores by post.
    init(_ scores: [String: Sentiment], by model: String) {
        (self.scores, name) = (scores, "sentiment:\(model)")
    }

    package func prepare(_ read: inout ReadPost) {
        guard read.faults.isEmpty else { return }
        read.sentiment = scores[Self.key(read.post)]
    }

    /// What a post is told from others by: its source, name and moment.
    static func key(_ post: Post) -> String {
        "\(post.source)/\(post.id)@\(post.time.nanoseconds)"
    }
}
