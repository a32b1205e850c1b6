public import AlmanacCore

/// Everything that a page says about itself in forms made for programs.
public struct StructuredData: Sendable {
    /// JSON-LD, one value for each script.
    public let linkedData: [JSON]
    /// Microdata.
    public let microdata: StructuredItems
    /// RDFa.
    public let rdfa: [RDFStatement]
    /// The Open Graph protocol.
    public let openGraph: [MetaValue]
    /// Microformats.
    public let microformats: StructuredItems
    /// JSON that scripts carry for themselves.
    public let embedded: [EmbeddedJSON]

    /// Whether there is nothing at all.
    public var isEmpty: Bool {
        linkedData.isEmpty && microdata.items.isEmpty && rdfa.isEmpty && openGraph.isEmpty
            && microformats.items.isEmpty && embedded.isEmpty
    }

    /// Everything as one document, with a member for each form that the page uses.
    public var json: JSON {
        var object = JSONObject()
        if !linkedData.isEmpty { object["json_ld"] = .array(linkedData) }
        if !microdata.items.isEmpty { object["microdata"] = microdata.json }
        if !rdfa.isEmpty { object["rdfa"] = Document.json(of: rdfa) }
        if !openGraph.isEmpty {
            object["open_graph"] = .array(
                openGraph.map { ["property": .string($0.name), "content": .string($0.content)] })
        }
        if !microformats.items.isEmpty { object["microformats"] = microformats.json }
        if !embedded.isEmpty {
            object["embedded"] = .array(
                embedded.map { ["name": .string($0.name), "value": $0.value] })
        }
        return .object(object)
    }
}

extension Document {
    /// Everything that the page says about itself in forms made for programs.
    ///
    /// - Throws: ``AlmanacError`` of kind `extraction` where microdata's references blow up.
    public func structuredData() throws -> StructuredData {
        StructuredData(
            linkedData: linkedData().map(\.value), microdata: try microdata(), rdfa: rdfa(),
            openGraph: openGraph(), microformats: microformats(), embedded: embeddedJSON())
    }
}
