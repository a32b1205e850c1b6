public import AlmanacCore
public import TimeSeries

/// A value for every parameter of a strategy, in the order of its schema.
public struct BoundParameters: Sendable, Hashable {
    /// The names and values.
    public private(set) var values: [Entry]

    /// One parameter's name and value.
    public struct Entry: Sendable, Hashable {
        /// The parameter's name.
        public var name: String
        /// Its value.
        public var value: ParameterValue

        /// Names a value.
        public init(name: String, value: ParameterValue) {
            self.name = name
            self.value = value
        }
    }

    /// The value of a parameter.
    public subscript(name: String) -> ParameterValue? {
        values.first { $0.name == name }?.value
    }

    /// The parameters as a JSON object.
    public var json: JSON {
        var object = JSONObject()
        for entry in values { object[entry.name] = entry.value.json }
        return .object(object)
    }

    /// How often the strategy runs.
    public var executionFrequency: Frequency {
        guard case .string(let name)? = self["execution_frequency"],
            let frequency = Frequency(rawValue: name)
        else { return .day1 }
        return frequency
    }

    /// Whether orders fill at the next bar's open rather than at the signal bar's close.
    public var fillsAtOpen: Bool { self["execution_price"] == .string("open") }

    /// Binds given values to a schema; the others take their defaults.
    /// - Throws: A `validation_error` for a value out of bounds, of the wrong type, for no such
    ///   parameter, or for a parameter without default that is not given.
    public init(
        _ schema: [ParameterSpecification], given: [Entry] = []
    ) throws(AlmanacError) {
        values = []
        for entry in given where !schema.contains(where: { $0.name == entry.name }) {
            throw BoundParameters.unknown(entry.name, in: schema)
        }
        for specification in schema {
            if let entry = given.last(where: { $0.name == specification.name }) {
                let value = try specification.checked(entry.value)
                values.append(Entry(name: specification.name, value: value))
            } else if let value = specification.defaultValue {
                values.append(Entry(name: specification.name, value: value))
            } else {
                throw AlmanacError(
                    .validation, "parameter '\(specification.name)' has no default: give a value",
                    details: ["parameter": .string(specification.name)],
                    suggestion: "--param \(specification.name)=… takes \(specification.bounds)")
            }
        }
    }

    /// Binds values that a person wrote as text.
    /// - Throws: As the other initialiser does.
    public init(
        _ schema: [ParameterSpecification], text: [(name: String, value: String)]
    ) throws(AlmanacError) {
        var given: [Entry] = []
        for (name, value) in text {
            guard let specification = schema.first(where: { $0.name == name }) else {
                throw BoundParameters.unknown(name, in: schema)
            }
            guard !given.contains(where: { $0.name == name }) else {
                throw AlmanacError(
                    .validation, "parameter '\(name)' is given twice",
                    details: ["parameter": .string(name)])
            }
            given.append(Entry(name: name, value: try specification.checked(text: value)))
        }
        try self.init(schema, given: given)
    }

    private static func unknown(
        _ name: String, in schema: [ParameterSpecification]
    ) -> AlmanacError {
        let names = schema.map(\.name)
        let nearest = nearestName(to: name, among: names)
        return AlmanacError(
            .validation, "the strategy has no parameter '\(name)'",
            details: ["parameter": .string(name), "parameters": .array(names.map(JSON.string))],
            suggestion: nearest.map { "did you mean '\($0)'?" }
                ?? "its parameters are \(names.joined(separator: ", "))")
    }
}
