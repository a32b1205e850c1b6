public import AlmanacCore

/// The documents that a schema may refer to, each under its address; nothing is ever fetched.
///
/// The metaschema of draft 2020-12 is always among them.
public struct SchemaDocuments: Sendable {
    private(set) var documents: [(address: String, document: JSON)] = []

    /// Makes an empty set.
    public init() {}

    /// Adds a document; a later one under the same address replaces the earlier.
    public mutating func add(_ document: JSON, at address: String) {
        let resource = SchemaAddress(address).resource
        documents.removeAll { $0.address == resource }
        documents.append((resource, document))
    }
}
