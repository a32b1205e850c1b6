public import AlmanacCore

/// The value of a strategy's parameter.
public enum ParameterValue: Sendable, Hashable {
    case bool(Bool)
    case int(Int)
    case float(Double)
    case string(String)

    /// The value as a number, where it is one.
    public var number: Double? {
        switch self {
        case .int(let value): Double(value)
        case .float(let value): value
        case .bool, .string: nil
        }
    }

    /// Whether it is a whole number.
    var isWhole: Bool {
        if case .int = self { true } else { false }
    }

    /// What kind of value it is; whole and other numbers are of one kind.
    var kindName: String {
        switch self {
        case .bool: "bool"
        case .int, .float: "number"
        case .string: "string"
        }
    }

    /// The value as JSON.
    public var json: JSON {
        switch self {
        case .bool(let value): .bool(value)
        case .int(let value): .integer(value)
        case .float(let value): .number(value)
        case .string(let value): .string(value)
        }
    }

    /// The value as a person writes it.
    public var text: String {
        switch self {
        case .bool(let value): value ? "true" : "false"
        case .int(let value): String(value)
        case .float(let value): JSON.text(of: value)
        case .string(let value): value
        }
    }

    /// The value of a JSON scalar; `nil` for anything else.
    public init?(_ json: JSON) {
        switch json {
        case .bool(let value): self = .bool(value)
        case .integer(let value): self = .int(value)
        case .number(let value): self = .float(value)
        case .string(let value): self = .string(value)
        case .null, .array, .object: return nil
        }
    }
}

/// What values a parameter takes.
public enum ParameterType: String, Sendable, Hashable, CaseIterable {
    case int, float, bool
    case choice = "enum"
    case string = "str"

    /// The value in this type's own form, or `nil` where it does not belong to the type.
    ///
    /// A whole number is also a float; a float without a fraction is also an int.
    public func canonical(_ value: ParameterValue) -> ParameterValue? {
        switch (self, value) {
        case (.int, .int), (.float, .float), (.bool, .bool), (.string, .string), (.choice, _):
            value
        case (.int, .float(let number)): Int(exactly: number).map(ParameterValue.int)
        case (.float, .int(let number)): .float(Double(number))
        default: nil
        }
    }

    /// The value that a person wrote as text on a command line; `nil` where it is no such value.
    public func read(_ text: String) -> ParameterValue? {
        switch self {
        case .int:
            Int(text).map(ParameterValue.int) ?? Double(text).flatMap { canonical(.float($0)) }
        case .float: Double(text).flatMap { $0.isFinite ? .float($0) : nil }
        case .bool: Self.truthValues[text.lowercased()].map(ParameterValue.bool)
        case .choice, .string: .string(text)
        }
    }

    private static let truthValues = [
        "true": true, "false": false, "1": true, "0": false, "yes": true, "no": false,
    ]
}
