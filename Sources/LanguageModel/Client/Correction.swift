package import AlmanacCore
import JSONSchema

/// An answer that passed its checks, and how it came to.
package struct CheckedAnswer<Value: Sendable>: Sendable {
    /// What the check made of the answer.
    package var value: Value
    /// The answer's document.
    package var document: JSON
    /// What was wrong with earlier answers, oldest first.
    package var corrections: [AlmanacError]
}

extension ModelClient {
    /// How often what is wrong goes back at most.
    package static let mostCorrections = 5

    /// Asks for a document, and sends what is wrong with it back until it is right.
    ///
    /// An answer must be JSON that follows the schema and that `check` accepts. The typed error
    /// goes back with the answer that it is about; a model that gives the same wrong answer twice
    /// running, or refuses, is not asked again.
    /// - Throws: A `code_generation_error` whose details hold the last errors, `validation_error`
    ///   for a schema that is none, and what ``answer(_:purpose:prompt:told:)`` throws.
    package func document<Value: Sendable>(
        _ request: ModelRequest, _ schema: AnswerSchema, purpose: String, prompt: String = "",
        check: @Sendable (JSON) throws(AlmanacError) -> Value
    ) async throws -> CheckedAnswer<Value> {
        let compiled = try Schema(schema.schema)
        var request = request
        request.answer = schema
        let asked = request.messages
        var corrections: [AlmanacError] = []
        var before: String?
        while true {
            let answer = try await self.answer(request, purpose: purpose, prompt: prompt)
            if answer.stop == .refused {
                throw Self.given(
                    up: "the model would not answer", reason: "refused", corrections, answer)
            }
            let problem: AlmanacError
            do {
                let document = try Self.document(in: answer)
                if let error = try compiled.findings(in: document).error(
                    about: "The answer", kind: .validation)
                {
                    throw error
                }
                return CheckedAnswer(
                    value: try check(document), document: document, corrections: corrections)
            } catch let error as AlmanacError {
                problem = error
            }
            corrections.append(problem)
            guard before != answer.text else {
                throw Self.given(
                    up: "the model repeats a wrong answer", reason: "repeats", corrections, answer)
            }
            guard corrections.count <= Self.mostCorrections else {
                throw Self.given(
                    up: "the model gave no right answer in \(corrections.count) attempts",
                    reason: "exhausted", corrections, answer)
            }
            before = answer.text
            request.messages = asked + [answer.message, Self.feedback(problem, of: answer)]
        }
    }

    private static func document(in answer: ModelAnswer) throws(AlmanacError) -> JSON {
        if answer.stop == .length {
            throw AlmanacError(
                .validation, "the answer was cut off at the most tokens that it may have",
                suggestion: "answer more briefly")
        }
        do {
            return try JSON.parse(unfenced(answer.text))
        } catch {
            throw AlmanacError(
                .validation, "the answer is no JSON document: \(error.message)",
                details: ["line": .integer(error.line), "column": .integer(error.column)],
                suggestion: "answer with one JSON document and nothing else")
        }
    }

    /// The text within a Markdown fence, where the whole answer is one.
    private static func unfenced(_ text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        func isBlank(_ line: Substring) -> Bool { line.allSatisfy(\.isWhitespace) }
        while let first = lines.first, isBlank(first) { lines.removeFirst() }
        while let last = lines.last, isBlank(last) { lines.removeLast() }
        guard lines.count >= 3, lines[0].hasPrefix("```"), lines[lines.count - 1] == "```" else {
            return text
        }
        return lines[1..<(lines.count - 1)].joined(separator: "\n")
    }

    /// What goes back; a turn that called tools is answered as providers demand.
    private static func feedback(_ problem: AlmanacError, of answer: ModelAnswer) -> ModelMessage {
        var text = problem.json["error"]?.text(pretty: true) ?? problem.message
        if text.utf8.count > 12_000 {
            text = String(decoding: text.utf8.prefix(12_000), as: UTF8.self) + "\n[cut here]"
        }
        let results = answer.toolCalls.map {
            ModelPart.toolResult(
                ToolResult(identity: $0.identity, text: "not called", isError: true))
        }
        return ModelMessage(
            .user,
            results + [
                .text(
                    """
                    The answer was not accepted. What is wrong:

                    \(text)

                    Answer again with the whole corrected JSON document and nothing else.
                    """)
            ])
    }

    private static func given(
        up message: String, reason: String, _ corrections: [AlmanacError], _ answer: ModelAnswer
    ) -> AlmanacError {
        var details: JSONObject = [
            "reason": .string(reason), "attempts": .integer(max(1, corrections.count)),
            "last_answer": .string(Redaction.keys(in: String(answer.text.prefix(4_000)))),
        ]
        details["last_error"] = corrections.last.flatMap { $0.json["error"] } ?? .null
        let last = corrections.last.map { ": \($0.message)" } ?? ""
        return AlmanacError(
            .codeGeneration, message + last, details: details,
            suggestion: "say it in other words, or write it by hand")
    }
}
