package import AlmanacCore
package import LanguageModel
package import StrategyLanguage
import TimeSeries

/// A strategy that a model wrote and the compiler accepted.
package struct WrittenStrategy: Sendable {
    /// The definition, checked for every value of its parameters.
    package var definition: StrategyDefinition
    /// When it buys and sells, in one sentence of the model.
    package var summary: String
    /// What the model took for granted, in its words.
    package var assumptions: [String]
    /// What was wrong with earlier answers.
    package var corrections: [AlmanacError]
}

/// Has a language model write strategies, and lets none pass that the compiler refuses.
///
/// The model proposes and the checks decide: what comes back is a definition as any other, with no
/// more power than one that a person wrote.
package struct ModelStrategist: Sendable {
    private let client: ModelClient

    /// Makes a strategist of a client.
    package init(_ client: ModelClient) {
        self.client = client
    }

    /// The strategy that a request describes.
    ///
    /// - Parameters:
    ///   - sentence: the request in a person's words, at most 4,000 bytes of it.
    ///   - slots: the data that is bound, the traded one first.
    ///   - before: a strategy to change, where the request changes one.
    /// - Throws: A `validation_error` where the model says that it cannot be done, a
    ///   `code_generation_error` with the last diagnostics where it does not manage, and what
    ///   `ModelClient` throws.
    package func strategy(
        for sentence: String, slots: [DataSlot], before: StrategyDefinition? = nil
    ) async throws -> WrittenStrategy {
        let answer = try await proposal(for: sentence, slots: slots, before: before)
        var written = try Self.written(answer.document, slots: slots)
        written.corrections = answer.corrections
        return written
    }

    /// The model's answer to a request, once it is accepted.
    func proposal(
        for sentence: String, slots: [DataSlot], before: StrategyDefinition? = nil
    ) async throws -> CheckedAnswer<Proposal> {
        precondition(!slots.isEmpty, "a strategy has something to trade")
        return try await client.document(
            Self.request(sentence, slots, before), Self.answer, purpose: "strategist",
            prompt: Prompt.strategist.label
        ) { document throws(AlmanacError) in
            try Proposal(document, slots: slots)
        }
    }

    /// The strategy of an answer.
    ///
    /// - Throws: A `validation_error` where it says that it cannot be done, and what is wrong with
    ///   it.
    static func written(
        _ document: JSON, slots: [DataSlot]
    ) throws(AlmanacError) -> WrittenStrategy {
        let proposal = try Proposal(document, slots: slots)
        if let reason = proposal.cannot {
            throw AlmanacError(
                .validation, "the model says that this cannot be done: \(reason)",
                details: ["reason": "cannot", "said": .string(reason)],
                suggestion: "bind more data, or say it in other words")
        }
        guard let definition = proposal.definition else {
            throw AlmanacError(.internalError, "a proposal has neither code nor a reason")
        }
        return WrittenStrategy(
            definition: definition, summary: definition.summary,
            assumptions: proposal.assumptions, corrections: [])
    }

    /// What is sent; nothing of the request is in the instructions.
    static func request(
        _ sentence: String, _ slots: [DataSlot], _ before: StrategyDefinition?
    ) -> ModelRequest {
        let bound = slots.map { slot -> JSON in
            [
                "slot": .string(slot.name), "frequency": .string(slot.frequency.rawValue),
                "columns": .array(slot.columns.map(JSON.string)),
                "description": .string(String(slot.summary.prefix(300))),
            ]
        }
        var text = """
            The request:
            \(DataFence.wrap(sentence, kind: "request", limit: 4_000))

            The bound slots:
            \(DataFence.wrap(JSON.array(bound).text(pretty: true), kind: "slots"))
            """
        if let before {
            text += """


                The strategy to change, which otherwise stays as it is:
                \(DataFence.wrap(before.json.text(pretty: true), kind: "strategy"))
                """
        }
        return ModelRequest(
            instructions: Prompt.strategist.filled([
                ("fence", DataFence.rule), ("reference", LanguageReference.text),
            ]), messages: [ModelMessage(.user, text)])
    }

    /// The form of the answer.
    static let answer = AnswerSchema(
        name: "strategy",
        schema: closed([
            "name": ["type": "string"], "summary": ["type": "string"],
            "assumptions": ["type": "array", "items": ["type": "string"]],
            "parameters": [
                "type": "array",
                "items": closed([
                    "name": ["type": "string"],
                    "type": ["type": "string", "enum": ["int", "float", "bool", "enum"]],
                    "minimum": optional("number"), "maximum": optional("number"),
                    "values": ["type": "array", "items": ["type": "string"]],
                    "default": [
                        "anyOf": [["type": "number"], ["type": "string"], ["type": "boolean"]]
                    ],
                    "description": ["type": "string"],
                ]),
            ],
            "code": ["type": "string"], "cannot": optional("string"),
        ]))

    private static func closed(_ properties: JSONObject) -> JSON {
        [
            "type": "object", "properties": .object(properties),
            "required": .array(properties.keys.map(JSON.string)), "additionalProperties": false,
        ]
    }

    private static func optional(_ type: String) -> JSON {
        ["anyOf": [["type": .string(type)], ["type": "null"]]]
    }
}

/// A model's answer, checked.
struct Proposal: Sendable {
    var definition: StrategyDefinition?
    var assumptions: [String]
    var cannot: String?

    /// - Throws: What is wrong with it, to be sent back.
    init(_ document: JSON, slots: [DataSlot]) throws(AlmanacError) {
        assumptions = (document["assumptions"]?.arrayValue ?? []).compactMap(\.stringValue)
            .prefix(20).map { String($0.prefix(300)) }
        if let reason = document["cannot"]?.stringValue, !reason.isEmpty {
            cannot = String(reason.prefix(500))
            return
        }
        let definition = try StrategyDefinition(
            json: Self.definition(document, slots), name: "written")
        try definition.requireValid()
        // The schema may allow values for which its own defaults do not compile.
        _ = try definition.compile(try BoundParameters(definition.parameters))
        self.definition = definition
    }

    /// The document as a strategy's, with the slots that are truly bound.
    private static func definition(
        _ document: JSON, _ slots: [DataSlot]
    ) throws(AlmanacError) -> JSON {
        var parameters = JSONObject()
        for parameter in document["parameters"]?.arrayValue ?? [] {
            let name = parameter["name"]?.stringValue ?? ""
            guard parameters[name] == nil else {
                throw AlmanacError(
                    .validation, "the parameter \(name) is given twice",
                    suggestion: "give each parameter once")
            }
            var entry = JSONObject()
            entry["type"] = parameter["type"]
            if let minimum = parameter["minimum"], minimum != .null { entry["min"] = minimum }
            if let maximum = parameter["maximum"], maximum != .null { entry["max"] = maximum }
            if parameter["type"] == "enum" { entry["values"] = parameter["values"] }
            entry["default"] = parameter["default"]
            entry["description"] = parameter["description"]
            parameters[name] = .object(entry)
        }
        let empty = StrategyDefinition(name: "", slots: slots, parameters: [], code: "")
        return [
            "name": .string(String((document["name"]?.stringValue ?? "").prefix(80))),
            "description": .string(String((document["summary"]?.stringValue ?? "").prefix(500))),
            "version": 1, "data_schema": empty.json["data_schema"] ?? .null,
            "param_schema": .object(parameters), "code": document["code"] ?? "",
        ]
    }
}
