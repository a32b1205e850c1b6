public import AlmanacCore
import TimeSeries

/// A bundled strategy that shows one idea in the strategy language.
public struct ExampleStrategy: Sendable, Equatable {
    /// The name under which it is listed, which is also the name in its document.
    public let name: String
    /// One sentence about when it buys and sells.
    public let summary: String
    /// The strategy document: name, description, version, data_schema, param_schema, code.
    public let document: JSON

    /// Assembles the document; fills are at the next open unless a run says otherwise.
    init(_ name: String, summary: String, slots: [Slot], parameters: [Parameter], code: String) {
        self.name = name
        self.summary = summary
        var dataSchema = JSONObject()
        for slot in slots {
            dataSchema[slot.name] = [
                "frequency": .string(slot.frequency.rawValue),
                "columns": .array(slot.columns.map(JSON.string)),
                "description": .string(slot.description),
            ]
        }
        var paramSchema = JSONObject()
        for parameter in parameters { paramSchema[parameter.name] = parameter.schema }
        paramSchema["execution_price"] = [
            "type": "enum", "values": ["open", "close"], "default": "open",
            "description": "Where a signal fills: the next open, or the close that gave it.",
        ]
        document = [
            "name": .string(name), "description": .string(summary), "version": 1,
            "data_schema": .object(dataSchema), "param_schema": .object(paramSchema),
            "code": .string(code),
        ]
    }

    /// A named series that the strategy reads.
    struct Slot {
        var name: String
        var frequency: Frequency
        var columns: [String]
        var description: String

        init(
            _ name: String, _ columns: [String], frequency: Frequency = .day1,
            _ description: String
        ) {
            self.name = name
            self.frequency = frequency
            self.columns = columns
            self.description = description
        }
    }

    /// A number that a run can set.
    struct Parameter {
        var name: String
        var schema: JSON

        static func integer(
            _ name: String, _ value: Int, in bounds: ClosedRange<Int>, _ description: String
        ) -> Parameter {
            Parameter(
                name: name,
                schema: [
                    "type": "int", "min": .integer(bounds.lowerBound),
                    "max": .integer(bounds.upperBound), "default": .integer(value),
                    "description": .string(description),
                ])
        }

        static func number(
            _ name: String, _ value: Double, in bounds: ClosedRange<Double>, _ description: String
        ) -> Parameter {
            Parameter(
                name: name,
                schema: [
                    "type": "float", "min": .number(bounds.lowerBound),
                    "max": .number(bounds.upperBound), "default": .number(value),
                    "description": .string(description),
                ])
        }
    }
}
