import AlmanacCore

/// The parameters of a definition being written: every number of the sentence becomes one.
struct ParameterTable {
    /// The schema so far, in order of first use.
    private(set) var schema = JSONObject()
    private var names: [Use: String] = [:]

    private struct Use: Hashable {
        var base: String
        var value: Double
    }

    /// The expression that reads an integer parameter, which is made on first use.
    ///
    /// The same base with the same value is the same parameter; with another value it is a further
    /// one with a number behind its name.
    mutating func integer(
        _ base: String, _ value: Int, atLeast minimum: Int = 1, _ description: String
    ) throws(AlmanacError) -> String {
        guard value >= minimum else {
            throw AlmanacError(
                .validation, "the parameter \(base) must be at least \(minimum), not \(value)",
                details: ["parameter": .string(base), "value": .integer(value)],
                suggestion: "use \(minimum) or more")
        }
        return expression(base, Double(value)) {
            [
                "type": "int", "min": .integer(minimum), "max": .integer(max(500, value * 4)),
                "default": .integer(value), "description": .string(description),
            ]
        }
    }

    /// The expression that reads a number parameter.
    mutating func number(
        _ base: String, _ value: Double, in bounds: ClosedRange<Double>, _ description: String
    ) -> String {
        expression(base, value) {
            [
                "type": "float", "min": .number(min(bounds.lowerBound, value)),
                "max": .number(max(bounds.upperBound, value)), "default": .number(value),
                "description": .string(description),
            ]
        }
    }

    private mutating func expression(
        _ base: String, _ value: Double, _ make: () -> JSON
    ) -> String {
        let use = Use(base: base, value: value)
        if let name = names[use] { return "params['\(name)']" }
        var name = base
        var number = 2
        while schema[name] != nil {
            name = "\(base)_\(number)"
            number += 1
        }
        names[use] = name
        schema[name] = make()
        return "params['\(name)']"
    }
}
