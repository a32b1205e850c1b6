import AlmanacCore

/// The types of JSON that the keyword `type` names.
enum JSONType: String, CaseIterable {
    case null, boolean, object, array, number, string, integer
}

extension JSON {
    /// The type of the value; a number without a fraction is an integer.
    var schemaType: JSONType {
        switch self {
        case .null: .null
        case .bool: .boolean
        case .integer: .integer
        case .number(let value): value == value.rounded(.towardZero) ? .integer : .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }
}
