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
    let nodes: [SchemaNode]
    let dynamicNodes: [[String: Int]]
    let root: Int
    let limits: SchemaLimits
    /// Whether some schema asks what others have looked at.
    let tracksEvaluation: Bool

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
        try Metaschema.require(document)
        try self.init(
            unchecked: document, at: address, documents: documents,
            assertsFormats: assertsFormats, limits: limits)
    }

    /// Compiles a schema without looking at it by the metaschema first.
    init(
        unchecked document: JSON, at address: String, documents: SchemaDocuments,
        assertsFormats: Bool, limits: SchemaLimits
    ) throws(AlmanacError) {
        var index = SchemaIndex()
        try index.add(document, at: SchemaAddress(address).resource)
        for (address, document) in documents.documents {
            try index.add(document, at: address)
        }
        try index.add(Metaschema.document, at: SchemaDialect.draft2020.rawValue)
        var compiler = SchemaCompiler(
            index: index, limits: limits, assertsFormats: assertsFormats)
        root = try compiler.node(at: SchemaIndex.Place(document: 0, pointer: ""))
        try compiler.finish()
        nodes = compiler.nodes
        dynamicNodes = compiler.dynamicNodes
        self.limits = limits
        tracksEvaluation = nodes.contains { node in
            node.rules.contains { rule in
                switch rule {
                case .unevaluatedItems, .unevaluatedProperties: true
                default: false
                }
            }
        }
    }

    /// What is wrong with a value, in the order of the schema; empty where it follows the schema.
    ///
    /// - Throws: An error of kind `budgetExceeded` where finding out would cost more than the
    ///   limits, as with schemas that refer to themselves without end.
    public func findings(in value: JSON) throws(AlmanacError) -> [SchemaFinding] {
        var evaluation = Evaluation(self, isSilent: false)
        var evaluated = Evaluated()
        _ = try evaluation.apply(root, to: value, &evaluated)
        return evaluation.findings
    }

    /// Whether a value follows the schema.
    ///
    /// - Throws: An error of kind `budgetExceeded` where finding out would cost more than the
    ///   limits.
    public func accepts(_ value: JSON) throws(AlmanacError) -> Bool {
        var evaluation = Evaluation(self, isSilent: true)
        var evaluated = Evaluated()
        return try evaluation.apply(root, to: value, &evaluated)
    }
}
