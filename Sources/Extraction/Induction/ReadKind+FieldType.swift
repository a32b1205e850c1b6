extension ReadKind {
    /// The kind by which values of a type are told apart.
    init(_ type: FieldType) {
        isList = type.isList
        base =
            switch type.base {
            case .number, .integer, .money: .number
            case .date, .datetime: .date
            case .text, .boolean: .text
            case .url: .url
            case .quantity: .quantity
            case .minutes: .minutes
            }
    }
}
