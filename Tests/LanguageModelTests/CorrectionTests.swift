import AlmanacCore
import LanguageModel
import TestSupport
import Testing

/// What is wrong goes back as the typed error, and not for ever.
@Suite struct CorrectionTests {
    static let schema = AnswerSchema(
        name: "number",
        schema: [
            "type": "object", "additionalProperties": false, "required": ["n"],
            "properties": ["n": ["type": "integer"]],
        ])

    static func ask(_ model: ScriptedModel) async throws -> CheckedAnswer<Int> {
        try await client(model.transport).document(question(), schema, purpose: "test") {
            document throws(AlmanacError) in
            guard let number = document["n"]?.intValue, number % 2 == 0 else {
                throw AlmanacError(.validation, "n is odd", suggestion: "an even one")
            }
            return number
        }
    }

    @Test(
        "a right answer is taken as it is, in a Markdown fence too",
        arguments: [#"{"n": 4}"#, "```json\n{\"n\": 4}\n```", "\n```\n{\"n\":4}\n```\n"])
    func right(_ text: String) async throws {
        let model = ScriptedModel([ScriptedModel.says(text)])
        let answer = try await Self.ask(model)
        #expect(answer.value == 4)
        #expect(answer.corrections.isEmpty)
        #expect(model.sent[0]["output_config"]?["format"]?["schema"] == Self.schema.schema)
    }

    @Test("each kind of wrong goes back, with the answer that it is about")
    func corrects() async throws {
        let model = ScriptedModel([
            ScriptedModel.says("I think so"), ScriptedModel.says(#"{"m": 1}"#),
            ScriptedModel.says(#"{"n": 3}"#), ScriptedModel.says(#"{"n"#, stop: "max_tokens"),
            ScriptedModel.says(#"{"n": 2}"#),
        ])
        let answer = try await Self.ask(model)
        #expect(answer.value == 2)
        #expect(answer.corrections.count == 4)
        #expect(answer.corrections.allSatisfy { $0.kind == .validation })
        let last = try #require(model.sent.last?["messages"]?.arrayValue)
        #expect(last.count == 3)
        #expect(last[1]["content"]?.arrayValue?[0]["text"] == #"{"n"#)
        let third = try #require(model.sent[3]["messages"]?.arrayValue?[2].text())
        #expect(third.contains("validation_error"))
        #expect(third.contains("n is odd"))
    }

    @Test("after five corrections the last error is raised")
    func exhausts() async throws {
        let model = ScriptedModel((0..<9).map { ScriptedModel.says(#"{"n": \#($0 * 2 + 1)}"#) })
        let error = await #expect(throws: AlmanacError.self) { try await Self.ask(model) }
        #expect(model.sent.count == 6)
        #expect(error?.kind == .codeGeneration)
        #expect(error?.details["reason"] == "exhausted")
        #expect(error?.details["last_error"]?["message"] == "n is odd")
        #expect(error?.details["last_answer"] == #"{"n": 11}"#)
    }

    @Test("a model that repeats itself, or refuses, is not asked again")
    func gives() async throws {
        let looping = ScriptedModel([ScriptedModel.says(#"{"n": 1}"#)])
        let looped = await #expect(throws: AlmanacError.self) { try await Self.ask(looping) }
        #expect(looped?.details["reason"] == "repeats")
        #expect(looping.sent.count == 2)
        let refusing = ScriptedModel([ScriptedModel.says("no", stop: "refusal")])
        let refused = await #expect(throws: AlmanacError.self) { try await Self.ask(refusing) }
        #expect(refused?.kind == .codeGeneration)
        #expect(refused?.details["reason"] == "refused")
        #expect(refusing.sent.count == 1)
    }

    @Test("a provider that is down ends the loop with its own error")
    func down() async throws {
        let model = ScriptedModel([ScriptedModel.response(503, [:])])
        let error = await #expect(throws: AlmanacError.self) { try await Self.ask(model) }
        #expect(error?.kind == .sourceUnavailable)
    }
}
