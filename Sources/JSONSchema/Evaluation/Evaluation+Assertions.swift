import AlmanacCore

/// What is wrong with a value, as the end of a sentence that begins with where it is.
struct AssertionFault {
    var text: String
    var suggestion: String?
}

extension Evaluation {
    /// What one assertion finds wrong with a value; nil where it holds or does not concern it.
    mutating func fault(
        _ rule: SchemaRule, _ value: JSON
    ) throws(AlmanacError) -> AssertionFault? {
        switch rule {
        case .type(let types): return Self.typeFault(types, value)
        case .oneOfValues(let values, let keys):
            try spend(value.weight)
            return keys.contains(value.canonicalBytes) ? nil : Self.valueFault(values, value)
        case .multipleOf(let divisor):
            guard let number = ExactDecimal(value), !number.isMultiple(of: divisor) else {
                return nil
            }
            return AssertionFault(text: "is \(value.shortText), not a multiple as it must be")
        case .bound(let bound, let limit): return Self.boundFault(bound, limit, value)
        case .count(let count, let least, let most):
            return Self.countFault(count, least, most, value)
        case .pattern(let pattern):
            guard case .string(let text) = value else { return nil }
            try spend(1 + text.utf8.count / 64)
            if try pattern.matches(text) { return nil }
            return AssertionFault(
                text: "is \(value.shortText), which does not match \(pattern.source)")
        case .format(let format):
            guard case .string(let text) = value, !format.accepts(text) else { return nil }
            return AssertionFault(text: "is \(value.shortText), which is no \(format.rawValue)")
        case .unique: return try repeatFault(value)
        case .required(let names):
            guard case .object(let object) = value else { return nil }
            let missing = names.filter { object[$0] == nil }
            return missing.isEmpty ? nil : Self.missing(missing, object, "lacks")
        case .dependentRequired(let needs):
            guard case .object(let object) = value else { return nil }
            for (key, needed) in needs where object[key] != nil {
                let missing = needed.filter { object[$0] == nil }
                if !missing.isEmpty {
                    return Self.missing(missing, object, "has \(key), which needs")
                }
            }
            return nil
        default: return nil
        }
    }

    private static func typeFault(_ types: [JSONType], _ value: JSON) -> AssertionFault? {
        let actual = value.schemaType
        let fits = types.contains(actual) || (actual == .integer && types.contains(.number))
        if fits { return nil }
        let names = types.map(\.rawValue).joined(separator: " or ")
        return AssertionFault(text: "must be \(names), but is \(value.shortText)")
    }

    private static func valueFault(_ values: [JSON], _ value: JSON) -> AssertionFault {
        let shown = values.prefix(12).map(\.shortText).joined(separator: ", ")
        let list = values.count > 12 ? shown + ", …" : shown
        let near = value.stringValue.flatMap { text in
            nearestName(to: text, among: values.compactMap(\.stringValue))
        }
        return AssertionFault(
            text: values.count == 1
                ? "must be \(list), but is \(value.shortText)"
                : "must be one of \(list), but is \(value.shortText)",
            suggestion: near.map { "Did you mean \($0)?" })
    }

    private static func boundFault(
        _ bound: Bound, _ limit: Double, _ value: JSON
    ) -> AssertionFault? {
        guard let number = value.doubleValue else { return nil }
        let (holds, words) =
            switch bound {
            case .minimum: (number >= limit, "at least")
            case .exclusiveMinimum: (number > limit, "above")
            case .maximum: (number <= limit, "at most")
            case .exclusiveMaximum: (number < limit, "below")
            }
        if holds { return nil }
        return AssertionFault(
            text: "must be \(words) \(JSON.text(of: limit)), but is \(value.text())")
    }

    private static func countFault(
        _ count: Count, _ least: Int?, _ most: Int?, _ value: JSON
    ) -> AssertionFault? {
        let (number, name): (Int, String)
        switch (count, value) {
        case (.length, .string(let text)):
            (number, name) = (text.unicodeScalars.count, "characters")
        case (.items, .array(let items)): (number, name) = (items.count, "items")
        case (.properties, .object(let object)): (number, name) = (object.keys.count, "members")
        default: return nil
        }
        if let least, number < least {
            return AssertionFault(text: "has \(number) \(name), needs at least \(least)")
        }
        if let most, number > most {
            return AssertionFault(text: "has \(number) \(name), may have at most \(most)")
        }
        return nil
    }

    private mutating func repeatFault(_ value: JSON) throws(AlmanacError) -> AssertionFault? {
        guard case .array(let items) = value else { return nil }
        var seen: [[UInt8]: Int] = [:]
        for (index, item) in items.enumerated() {
            try spend(item.weight)
            if let first = seen.updateValue(index, forKey: item.canonicalBytes) {
                return AssertionFault(text: "has the same item at \(first) and \(index)")
            }
        }
        return nil
    }

    private static func missing(
        _ names: [String], _ object: JSONObject, _ words: String
    ) -> AssertionFault {
        let near = names.first.flatMap { nearestName(to: $0, among: object.keys) }
        return AssertionFault(
            text: "\(words) \(names.joined(separator: ", "))",
            suggestion: near.map { "Is \($0) meant to be \(names[0])?" })
    }
}

extension JSON {
    /// How many steps looking at all of the value is.
    var weight: Int {
        switch self {
        case .array(let elements): elements.reduce(1) { $0 + $1.weight }
        case .object(let object): object.members.reduce(1) { $0 + 1 + $1.value.weight }
        case .string(let text): 1 + text.utf8.count / 64
        default: 1
        }
    }
}
