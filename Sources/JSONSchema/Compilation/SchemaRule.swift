import AlmanacCore

/// A schema that is ready to be applied.
struct SchemaNode {
    /// The address of the resource it belongs to, as a number.
    var resource: Int
    /// The address of the schema, for findings.
    var location: String
    /// The value of a schema that is `true` or `false`.
    var constant: Bool?
    /// What it asserts, in the order in which it is checked.
    var rules: [SchemaRule] = []
}

/// The side of a limit that a value must be on.
enum Bound {
    case minimum, exclusiveMinimum, maximum, exclusiveMaximum
}

/// What is counted.
enum Count {
    case length, items, properties
}

/// One assertion or application of a schema; the numbers are those of nodes.
enum SchemaRule {
    case type([JSONType])
    case oneOfValues([JSON], keys: Set<[UInt8]>)
    case multipleOf(ExactDecimal)
    case bound(Bound, Double)
    case count(Count, least: Int?, most: Int?)
    case pattern(Pattern)
    case format(SchemaFormat)
    case unique
    case required([String])
    case dependentRequired([(key: String, needed: [String])])
    case reference(Int)
    case dynamicReference(name: String, target: Int)
    case allOf([Int])
    case anyOf([Int])
    case oneOf([Int])
    case not(Int)
    case condition(test: Int, then: Int?, otherwise: Int?)
    case dependentSchemas([(key: String, node: Int)])
    case prefixItems([Int])
    case items(Int, from: Int)
    case contains(Int, least: Int, most: Int?)
    case properties(PropertyRules)
    case propertyNames(Int)
    case unevaluatedItems(Int)
    case unevaluatedProperties(Int)

    /// The keyword, or the one that stands for several.
    var keyword: String {
        switch self {
        case .type: "type"
        case .oneOfValues(let values, _): values.count == 1 ? "const" : "enum"
        case .multipleOf: "multipleOf"
        case .bound(let bound, _): "\(bound)"
        case .count(let count, let least, _):
            (least == nil ? "max" : "min")
                + (count == .length ? "Length" : count == .items ? "Items" : "Properties")
        case .pattern: "pattern"
        case .format: "format"
        case .unique: "uniqueItems"
        case .required: "required"
        case .dependentRequired: "dependentRequired"
        case .reference: "$ref"
        case .dynamicReference: "$dynamicRef"
        case .allOf: "allOf"
        case .anyOf: "anyOf"
        case .oneOf: "oneOf"
        case .not: "not"
        case .condition: "if"
        case .dependentSchemas: "dependentSchemas"
        case .prefixItems: "prefixItems"
        case .items: "items"
        case .contains: "contains"
        case .properties: "properties"
        case .propertyNames: "propertyNames"
        case .unevaluatedItems: "unevaluatedItems"
        case .unevaluatedProperties: "unevaluatedProperties"
        }
    }

    /// Whether the rule asks what the others have looked at.
    var needsEvaluation: Bool {
        switch self {
        case .unevaluatedItems, .unevaluatedProperties: true
        default: false
        }
    }
}

/// The three keywords that decide together which schema a member must follow.
struct PropertyRules {
    /// The named members in the schema's order.
    var named: [String] = []
    var nodes: [String: Int] = [:]
    var patterns: [(pattern: Pattern, node: Int)] = []
    var additional: Int?
}
