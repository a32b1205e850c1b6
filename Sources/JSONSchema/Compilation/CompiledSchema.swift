import AlmanacCore

/// A schema as nodes that can be applied, with what it refers to; the metaschema is not asked.
struct CompiledSchema: Sendable {
    let nodes: [SchemaNode]
    let dynamicNodes: [[String: Int]]
    let root: Int
    let limits: SchemaLimits
    /// Whether some schema asks what others have looked at.
    let tracksEvaluation: Bool

    init(
        _ document: JSON, at address: String, documents: SchemaDocuments,
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
        root = try compiler.compile(from: SchemaIndex.Place(document: 0, pointer: ""))
        nodes = compiler.nodes
        dynamicNodes = compiler.dynamicNodes
        self.limits = limits
        tracksEvaluation = nodes.contains { $0.rules.contains(where: \.needsEvaluation) }
    }
}
