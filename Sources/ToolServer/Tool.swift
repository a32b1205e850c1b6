package import AlmanacCore
import JSONSchema

/// A tool that a server offers.
package struct Tool: Sendable {
    /// Its name: letters, digits, `_`, `-` and `.`, at most 128.
    package let name: String
    /// What it does, for the model that decides whether to call it.
    package let summary: String
    /// The JSON Schema of its arguments, which is that of an object.
    package let schema: JSON
    /// Whether it changes nothing.
    package let isReadOnly: Bool
    private let compiled: Schema

    /// Makes a tool.
    ///
    /// - Throws: A `validation_error` for a schema that is none.
    package init(
        name: String, summary: String, schema: JSON, isReadOnly: Bool
    ) throws(AlmanacError) {
        self.name = name
        self.summary = summary
        self.schema = schema
        self.isReadOnly = isReadOnly
        compiled = try Schema(schema)
    }

    /// What is wrong with arguments; nil where they follow the schema.
    func fault(in arguments: JSON) -> AlmanacError? {
        do {
            var fault = try compiled.findings(in: arguments).error(
                about: "The input of \(name)", kind: .validation)
            if fault?.suggestion == nil {
                fault?.suggestion = "give what the tool's inputSchema says"
            }
            return fault
        } catch {
            return error
        }
    }

    /// The tool as lists carry it.
    var document: JSON {
        [
            "name": .string(name), "description": .string(summary), "inputSchema": schema,
            "annotations": ["readOnlyHint": .bool(isReadOnly)],
        ]
    }
}

/// What became of a call.
package enum ToolOutcome: Sendable, Equatable {
    /// The tool's document, which is an object.
    case success(JSON)
    case failure(AlmanacError)
}
