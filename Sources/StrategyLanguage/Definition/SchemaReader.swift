import AlmanacCore
import TimeSeries

/// Reads `data_schema` and `param_schema`.
enum SchemaReader {
    /// The most slots or parameters that a strategy may have.
    private static let maxEntryCount = 64
    /// The most columns that a slot may have.
    private static let maxColumnCount = 64

    static func slots(_ json: JSON?) throws(AlmanacError) -> [DataSlot] {
        guard let object = json?.objectValue, !object.isEmpty else {
            throw DefinitionFault("data_schema", "must name at least one slot").error
        }
        guard object.keys.count <= maxEntryCount else {
            throw DefinitionFault("data_schema", "has more than \(maxEntryCount) slots").error
        }
        var slots: [DataSlot] = []
        for (name, value) in object.members {
            let field = "data_schema.\(name)"
            guard let entry = value.objectValue else {
                throw DefinitionFault(field, "must be an object").error
            }
            let frequencyName = entry["frequency"]?.stringValue ?? ""
            guard let frequency = Frequency(rawValue: frequencyName) else {
                let names = Frequency.allCases.map(\.rawValue).joined(separator: ", ")
                throw DefinitionFault("\(field).frequency", "must be one of \(names)").error
            }
            guard let columns = entry["columns"]?.arrayValue?.compactMap(\.stringValue),
                !columns.isEmpty, columns.count == entry["columns"]?.arrayValue?.count
            else {
                throw DefinitionFault("\(field).columns", "must be a list of column names").error
            }
            guard columns.count <= maxColumnCount else {
                throw DefinitionFault(
                    "\(field).columns", "has more than \(maxColumnCount) columns"
                ).error
            }
            slots.append(
                DataSlot(
                    name: name, frequency: frequency, columns: columns,
                    maxAge: try maxAge(entry["max_age"], field: field),
                    leastQuality: try leastQuality(entry["least_quality"], field: field),
                    summary: entry["description"]?.stringValue ?? ""))
        }
        return slots
    }

    private static let unitSeconds: [Character: Int64] = [
        "s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800,
    ]

    private static func maxAge(_ json: JSON?, field: String) throws(AlmanacError) -> Int64? {
        guard let json, json != .null else { return nil }
        let text = json.stringValue?.lowercased() ?? ""
        guard let unit = text.last.flatMap({ unitSeconds[$0] }), let count = Int64(text.dropLast()),
            count > 0, count <= 1_000_000_000 / unit
        else {
            throw DefinitionFault("\(field).max_age", "must be a time such as '90d' or '36h'").error
        }
        return count * unit * 1_000_000_000
    }

    private static func leastQuality(_ json: JSON?, field: String) throws(AlmanacError) -> Double? {
        guard let json, json != .null else { return nil }
        guard let least = json.doubleValue, (0...1).contains(least) else {
            throw DefinitionFault("\(field).least_quality", "must be a number from 0 to 1").error
        }
        return least
    }

    static func parameters(_ json: JSON?) throws(AlmanacError) -> [ParameterSpecification] {
        guard let json, json != .null else { return [] }
        guard let object = json.objectValue else {
            throw DefinitionFault("param_schema", "must be an object").error
        }
        guard object.keys.count <= maxEntryCount else {
            throw DefinitionFault("param_schema", "has more than \(maxEntryCount) entries").error
        }
        var parameters: [ParameterSpecification] = []
        for (name, value) in object.members {
            parameters.append(try parameter(name, value))
        }
        return parameters
    }

    private static func parameter(
        _ name: String, _ json: JSON
    ) throws(AlmanacError) -> ParameterSpecification {
        let field = "param_schema.\(name)"
        guard let entry = json.objectValue else {
            throw DefinitionFault(field, "must be an object").error
        }
        guard let type = ParameterType(rawValue: entry["type"]?.stringValue ?? "") else {
            let names = ParameterType.allCases.map(\.rawValue).joined(separator: ", ")
            throw DefinitionFault("\(field).type", "must be one of \(names)").error
        }
        for bound in ["min", "max"] {
            if let value = entry[bound], value != .null, value.doubleValue == nil {
                throw DefinitionFault("\(field).\(bound)", "must be a number").error
            }
        }
        var specification = ParameterSpecification(
            name: name, type: type, minimum: entry["min"]?.doubleValue,
            maximum: entry["max"]?.doubleValue,
            values: entry["values"]?.arrayValue?.compactMap { ParameterValue($0) } ?? [],
            summary: entry["description"]?.stringValue ?? "")
        if let low = specification.minimum, let high = specification.maximum, low > high {
            throw DefinitionFault(field, "has a min above its max").error
        }
        let givenCount = entry["values"]?.arrayValue?.count ?? 0
        if type == .choice && specification.values.isEmpty
            || specification.values.count != givenCount
        {
            throw DefinitionFault("\(field).values", "must list the values to choose from").error
        }
        guard Set(specification.values.map(\.kindName)).count <= 1 else {
            throw DefinitionFault("\(field).values", "must be all texts, numbers or truths").error
        }
        try checkBuiltIn(&specification, field: field)
        if let value = entry["default"].flatMap({ ParameterValue($0) }) {
            specification.defaultValue = try specification.checked(value)
        }
        return specification
    }

    /// The two parameters that every strategy has may narrow their values, not change their kind.
    private static func checkBuiltIn(
        _ specification: inout ParameterSpecification, field: String
    ) throws(AlmanacError) {
        let builtIns = [ParameterSpecification.executionFrequency, .executionPrice]
        guard let builtIn = builtIns.first(where: { $0.name == specification.name }) else { return }
        guard specification.type == .choice,
            specification.values.allSatisfy(builtIn.values.contains)
        else {
            throw DefinitionFault(field, "must be \(builtIn.bounds)").error
        }
        let value = builtIn.defaultValue
        specification.defaultValue =
            value.map(specification.values.contains) ?? false ? value : specification.values.first
    }

    /// The JSON value of a literal expression; `nil` for anything that would have to be computed.
    static func literal(_ expression: Expression) -> JSON? {
        switch expression.kind {
        case .none: return .null
        case .bool(let value): return .bool(value)
        case .integer(let value): return .integer(value)
        case .float(let value): return .number(value)
        case .string(let value): return .string(value)
        case .unary(.minus, let inner):
            switch literal(inner) {
            case .integer(let value): return .integer(-value)
            case .number(let value): return .number(-value)
            default: return nil
            }
        case .list(let elements), .tuple(let elements):
            let values = elements.compactMap(literal)
            return values.count == elements.count ? .array(values) : nil
        case .dictionary(let members):
            var object = JSONObject()
            for (key, value) in members {
                guard let name = key.flatMap(literal)?.stringValue, let value = literal(value)
                else {
                    return nil
                }
                object[name] = value
            }
            return .object(object)
        default: return nil
        }
    }
}
