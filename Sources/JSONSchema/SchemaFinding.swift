public import AlmanacCore

/// One way in which a value departs from a schema.
public struct SchemaFinding: Sendable, Hashable {
    /// Where in the value, as a JSON pointer; empty for the whole value.
    public let instancePath: String
    /// Which keyword of which schema, as an address with a JSON pointer.
    public let schemaPath: String
    /// The keyword that is not met; empty for a schema that is `false`.
    public let keyword: String
    /// What is wrong, as one sentence for a person.
    public let message: String
    /// What to do about it.
    public let suggestion: String?

    /// The finding as JSON, with the names of its properties in snake case.
    public var json: JSON {
        [
            "instance_path": .string(instancePath), "schema_path": .string(schemaPath),
            "keyword": .string(keyword), "message": .string(message),
            "suggestion": suggestion.map(JSON.string) ?? .null,
        ]
    }
}

extension [SchemaFinding] {
    /// The findings as one error, or nil where there are none.
    ///
    /// - Parameter name: What does not follow the schema, such as `the recipe`.
    public func error(
        about name: String, kind: AlmanacError.Kind = .schemaMismatch
    ) -> AlmanacError? {
        guard let first else { return nil }
        let more = count > 1 ? " (and \(count - 1) more)" : ""
        return AlmanacError(
            kind, "\(name) does not follow its schema: \(first.message)\(more)",
            details: ["findings": .array(map(\.json))], suggestion: first.suggestion)
    }
}
