public import AlmanacCore
import TimeSeries

/// A strategy as a document: its slots, its parameters and its code.
public struct StrategyDefinition: Sendable, Hashable {
    /// The strategy's name.
    public var name: String
    /// What it does.
    public var summary: String
    /// The version of the definition.
    public var version: Int
    /// The inputs; the first one is traded and its bars are the time axis.
    public var slots: [DataSlot]
    /// The parameters, those that every strategy has included.
    public var parameters: [ParameterSpecification]
    /// The code: the Python subset with a `generate_signals`.
    public var code: String
    /// Where the defaults of parameters came from, for those of which it is known.
    public var provenance: [DefaultProvenance]

    /// Makes a definition; the two parameters that always exist are added where they are absent.
    public init(
        name: String, summary: String = "", version: Int = 1, slots: [DataSlot],
        parameters: [ParameterSpecification], code: String,
        provenance: [DefaultProvenance] = []
    ) {
        self.name = name
        self.summary = summary
        self.version = version
        self.slots = slots
        self.parameters = parameters
        self.code = code
        self.provenance = provenance
        for always in [ParameterSpecification.executionFrequency, .executionPrice]
        where !parameters.contains(where: { $0.name == always.name }) {
            self.parameters.append(always)
        }
    }

    /// The definition as its JSON document.
    public var json: JSON {
        var dataSchema = JSONObject()
        for slot in slots {
            var entry: JSONObject = [
                "frequency": .string(slot.frequency.rawValue),
                "columns": .array(slot.columns.map(JSON.string)),
                "description": .string(slot.summary),
            ]
            if let maxAge = slot.maxAge {
                entry["max_age"] = .string("\(maxAge / 1_000_000_000)s")
            }
            if let least = slot.leastQuality { entry["least_quality"] = .number(least) }
            dataSchema[slot.name] = .object(entry)
        }
        var paramSchema = JSONObject()
        for parameter in parameters {
            var entry: JSONObject = ["type": .string(parameter.type.rawValue)]
            if let minimum = parameter.minimum { entry["min"] = .number(minimum) }
            if let maximum = parameter.maximum { entry["max"] = .number(maximum) }
            if !parameter.values.isEmpty { entry["values"] = .array(parameter.values.map(\.json)) }
            if let value = parameter.defaultValue { entry["default"] = value.json }
            entry["description"] = .string(parameter.summary)
            paramSchema[parameter.name] = .object(entry)
        }
        var object: JSONObject = [
            "name": .string(name), "description": .string(summary), "version": .integer(version),
            "data_schema": .object(dataSchema), "param_schema": .object(paramSchema),
            "code": .string(code),
        ]
        if !provenance.isEmpty {
            var entries = JSONObject()
            for entry in provenance { entries[entry.parameter] = entry.json }
            object["provenance"] = .object(entries)
        }
        return .object(object)
    }
}
