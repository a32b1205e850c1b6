public import AlmanacCore
import TimeSeries

/// One entry of a strategy's `param_schema`.
public struct ParameterSpecification: Sendable, Hashable {
    /// The parameter's name.
    public var name: String
    /// What values it takes.
    public var type: ParameterType
    /// The least value, for numbers.
    public var minimum: Double?
    /// The greatest value, for numbers.
    public var maximum: Double?
    /// The values to choose from, for an `enum`.
    public var values: [ParameterValue]
    /// The value when none is given.
    public var defaultValue: ParameterValue?
    /// What the parameter means.
    public var summary: String

    /// Makes a specification.
    public init(
        name: String, type: ParameterType, minimum: Double? = nil, maximum: Double? = nil,
        values: [ParameterValue] = [], defaultValue: ParameterValue? = nil, summary: String = ""
    ) {
        self.name = name
        self.type = type
        self.minimum = minimum
        self.maximum = maximum
        self.values = values
        self.defaultValue = defaultValue
        self.summary = summary
    }

    /// How often a strategy runs; every strategy has this parameter.
    static let executionFrequency = ParameterSpecification(
        name: "execution_frequency", type: .choice,
        values: Frequency.executable.map { .string($0.rawValue) },
        defaultValue: .string(Frequency.day1.rawValue), summary: "How often the strategy runs")

    /// Which price an order fills at; every strategy has this parameter.
    static let executionPrice = ParameterSpecification(
        name: "execution_price", type: .choice, values: [.string("open"), .string("close")],
        defaultValue: .string("close"), summary: "Which price an order fills at")

    /// The allowed values in words.
    public var bounds: String {
        switch type {
        case .choice: "one of " + values.map(\.text).joined(separator: ", ")
        case .bool: "true or false"
        case .string: "text"
        case .int, .float:
            switch (minimum, maximum) {
            case (let low?, let high?):
                "\(noun) from \(JSON.text(of: low)) to \(JSON.text(of: high))"
            case (let low?, nil): "\(noun) of at least \(JSON.text(of: low))"
            case (nil, let high?): "\(noun) of at most \(JSON.text(of: high))"
            case (nil, nil): noun
            }
        }
    }

    private var noun: String { type == .int ? "a whole number" : "a number" }

    /// The value in the parameter's own form.
    /// - Throws: A `validation_error` that names the parameter, the value and the bounds.
    public func checked(_ value: ParameterValue) throws(AlmanacError) -> ParameterValue {
        guard let canonical = type.canonical(value), isWithinBounds(canonical) else {
            throw refusal(of: value.text)
        }
        return canonical
    }

    /// The value that a person wrote as text.
    /// - Throws: A `validation_error` that names the parameter, the value and the bounds.
    public func checked(text: String) throws(AlmanacError) -> ParameterValue {
        if type == .choice, let match = values.first(where: { $0.text == text }) { return match }
        guard let value = type.read(text) else { throw refusal(of: text) }
        return try checked(value)
    }

    private func isWithinBounds(_ value: ParameterValue) -> Bool {
        if type == .choice { return values.contains(value) }
        guard let number = value.number else { return true }
        return number.isFinite && number >= minimum ?? -.infinity && number <= maximum ?? .infinity
    }

    private func refusal(of text: String) -> AlmanacError {
        AlmanacError(
            .validation,
            "parameter '\(name)' cannot be \(text.isEmpty ? "empty" : text): it takes \(bounds)",
            details: [
                "parameter": .string(name), "value": .string(text), "bounds": .string(bounds),
            ],
            suggestion: defaultValue.map { "use \(bounds); the default is \($0.text)" })
    }
}
