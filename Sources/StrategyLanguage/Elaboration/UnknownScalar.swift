/// A scalar whose value is not known yet: its type, and for numbers the interval it lies in.
///
/// Intervals prove over all allowed parameters that no offset is negative and no window empty.
struct UnknownScalar: Hashable {
    enum Kind: Hashable { case bool, int, float, string }

    var kind: Kind
    var low: Double
    var high: Double
    /// The strings that it can be, where they are known.
    var choices: [String] = []

    init(_ kind: Kind, low: Double = -.infinity, high: Double = .infinity) {
        self.kind = kind
        // Infinities that cancel leave no bound.
        self.low = low.isNaN ? -.infinity : low
        self.high = high.isNaN ? .infinity : high
    }

    /// One of some strings.
    init(choices: [String]) {
        self.init(.string)
        self.choices = choices
    }

    static let truth = UnknownScalar(.bool, low: 0, high: 1)

    /// The least interval that holds both; nil where the kinds have nothing in common.
    func joined(with other: UnknownScalar) -> UnknownScalar? {
        let kinds: Set<Kind> = [kind, other.kind]
        guard kinds.count == 1 || !kinds.contains(.string) else { return nil }
        let joint: Kind = kinds.count == 1 ? kind : kinds.contains(.float) ? .float : .int
        var result = UnknownScalar(joint, low: min(low, other.low), high: max(high, other.high))
        if !choices.isEmpty && !other.choices.isEmpty {
            result.choices = choices + other.choices.filter { !choices.contains($0) }
        }
        return result
    }
}

extension Value {
    /// The scalar that a parameter has.
    init(_ value: ParameterValue) {
        switch value {
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .int(value)
        case .float(let value): self = .float(value)
        case .string(let value): self = .string(value)
        }
    }

    /// A scalar's type and interval; nil for anything that is not a scalar.
    var interval: UnknownScalar? {
        switch self {
        case .unknown(let scalar): scalar
        case .bool(let value): UnknownScalar(.bool, low: value ? 1 : 0, high: value ? 1 : 0)
        case .int(let value): UnknownScalar(.int, low: Double(value), high: Double(value))
        case .float(let value):
            value.isNaN ? UnknownScalar(.float) : UnknownScalar(.float, low: value, high: value)
        case .string(let text): UnknownScalar(choices: [text])
        default: nil
        }
    }

    /// A number or truth value that is known.
    var number: Double? {
        switch self {
        case .bool(let value): value ? 1 : 0
        case .int(let value): Double(value)
        case .float(let value): value
        default: nil
        }
    }

    /// A string that is known.
    var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// Whether this is a scalar, known or not.
    var isScalar: Bool {
        if case .none = self { true } else { interval != nil }
    }

    /// What the value is, in words for a message.
    var noun: String {
        switch self {
        case .failed: "an invalid value"
        case .none: "None"
        case .bool: "True or False"
        case .int: "a whole number"
        case .float: "a number"
        case .string: "a string"
        case .unknown(let scalar):
            switch scalar.kind {
            case .bool: "True or False"
            case .int: "a whole number"
            case .float: "a number"
            case .string: "a string"
            }
        case .series(let series): series.type == .number ? "a series" : "a series of booleans"
        case .list: "a list"
        case .tuple: "a tuple"
        case .dictionary: "a dictionary"
        case .frame: "a data frame"
        case .axis: "the index"
        case .periods: "the index's dates"
        case .barCount: "the number of bars"
        case .slots: "the data"
        case .parameters: "the parameters"
        case .columns: "the columns"
        case .function(let function): "the function '\(function.name)'"
        case .library(let path): "'\(path)'"
        case .method(_, let name): "the method '\(name)' (call it)"
        case .window: "a rolling window (add its statistic, such as .mean())"
        case .exponential: "an exponential window (add its statistic, such as .mean())"
        case .sessions: "a grouping (add its statistic, such as .cumsum())"
        case .locator: "an indexer"
        case .indicator(let result): "a vbt.\(result.name) result (take one of its outputs)"
        case .range: "a range"
        case .zipped: "a zip"
        case .enumerated: "an enumerate"
        case .barValue: "the value of one bar"
        case .loopState: "a loop's last value"
        }
    }
}
