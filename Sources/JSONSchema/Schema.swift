public import AlmanacCore

/// A JSON Schema of draft 2020-12, compiled once and applied to any number of values.
///
/// References are resolved among the schema and the documents that are given; nothing is fetched.
/// Compiling and validating end within ``SchemaLimits`` whatever the schema says.
///
/// ```swift
/// let schema = try Schema(["type": "object", "required": ["close"]])
/// schema.findings(in: ["open": 1])  // one: `close` is missing
/// ```
/// - Source: JSON Schema Core and Validation, draft 2020-12.
public struct Schema: Sendable {
    private let compiled: CompiledSchema

    /// Compiles a schema.
    ///
    /// - Parameters:
    ///   - address: Where the schema comes from, for references that are relative.
    ///   - documents: What it may refer to.
    ///   - assertsFormats: Whether a text that lacks its `format` is a finding; without it, formats
    ///     are only notes, as the standard has it.
    /// - Throws: An error of kind `validation` for a schema that is none, for a reference that
    ///   leads nowhere, a pattern that is none, or a schema above the limits.
    public init(
        _ document: JSON, at address: String = "", documents: SchemaDocuments = SchemaDocuments(),
        assertsFormats: Bool = false, limits: SchemaLimits = SchemaLimits()
    ) throws(AlmanacError) {
        try Self.requireMetaschema(document)
        compiled = try CompiledSchema(
            document, at: address, documents: documents, assertsFormats: assertsFormats,
            limits: limits)
    }

    /// Refuses a schema that does not follow the metaschema, if it claims the draft or none.
    private static func requireMetaschema(_ document: JSON) throws(AlmanacError) {
        if let name = document["$schema"]?.stringValue,
            SchemaAddress(name).resource != SchemaDialect.draft2020.rawValue
        {
            return
        }
        let findings = try Evaluation.findings(in: document, by: try metaschema.get())
        if let error = findings.error(about: "the schema", kind: .validation) { throw error }
    }

    private static let metaschema = Result { () throws(AlmanacError) -> CompiledSchema in
        try CompiledSchema(
            Metaschema.document, at: SchemaDialect.draft2020.rawValue,
            documents: SchemaDocuments(), assertsFormats: false, limits: SchemaLimits())
    }

    /// What is wrong with a value, in the order of the schema; empty where it follows the schema.
    ///
    /// - Throws: An error of kind `budgetExceeded` where finding out would cost more than the
    ///   limits, as with schemas that refer to themselves without end.
    public func findings(in value: JSON) throws(AlmanacError) -> [SchemaFinding] {
        try Evaluation.findings(in: value, by: compiled)
    }

    /// Whether a value follows the schema.
    ///
    /// - Throws: An error of kind `budgetExceeded` where finding out would cost more than the
    ///   limits.
    public func accepts(_ value: JSON) throws(AlmanacError) -> Bool {
        try Evaluation.accepts(value, by: compiled)
    }
}
