/// A field that is wanted: its name and type, and nothing of its values.
public struct WantedField: Sendable, Equatable {
    /// The name, from whose words a column is recognised.
    public var name: String
    /// The type of the values.
    public var type: FieldType
    /// Whether every record must have it.
    public var isRequired = false

    /// Makes a wanted field.
    public init(_ name: String, _ type: FieldType = .text, isRequired: Bool = false) {
        self.name = name
        self.type = type
        self.isRequired = isRequired
    }
}
