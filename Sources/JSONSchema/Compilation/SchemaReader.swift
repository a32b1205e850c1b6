import AlmanacCore

/// Reads the keywords of one schema into rules.
struct SchemaReader {
    let object: JSONObject
    let place: SchemaIndex.Place
    let resource: String
    let location: String
    let index: SchemaIndex
    let limits: SchemaLimits
    let assertsFormats: Bool
    /// Whether validation keywords count.
    let hasAssertions: Bool

    private func fault(_ keyword: String, _ reason: String) -> AlmanacError {
        AlmanacError(
            .validation, "\(keyword) in the schema \(location) \(reason)",
            details: ["schema": .string(location), "keyword": .string(keyword)])
    }

    /// The rules; cheap assertions first, what needs the results of others last.
    func rules(_ places: inout SchemaPlaces) throws(AlmanacError) -> [SchemaRule] {
        var rules: [SchemaRule] = []
        if hasAssertions { rules += try assertions() }
        if assertsFormats, let name = object["format"]?.stringValue,
            let format = SchemaFormat(rawValue: name)
        {
            rules.append(.format(format))
        }
        rules += try references(&places)
        rules += try combinations(&places)
        rules += try items(&places)
        rules += try members(&places)
        if let node = try schema("unevaluatedItems", &places) {
            rules.append(.unevaluatedItems(node))
        }
        if let node = try schema("unevaluatedProperties", &places) {
            rules.append(.unevaluatedProperties(node))
        }
        return rules
    }

    // MARK: - Assertions

    private func assertions() throws(AlmanacError) -> [SchemaRule] {
        var rules: [SchemaRule] = []
        if let value = object["type"] { rules.append(.type(try types(value))) }
        if let value = object["const"] { rules.append(values([value])) }
        if let value = object["enum"] {
            guard let list = value.arrayValue else { throw fault("enum", "must be an array") }
            rules.append(values(list))
        }
        if let value = object["multipleOf"] {
            guard let number = value.doubleValue, number > 0, let exact = ExactDecimal(value) else {
                throw fault("multipleOf", "must be a number above 0")
            }
            rules.append(.multipleOf(exact))
        }
        let bounds: [(String, Bound)] = [
            ("minimum", .minimum), ("exclusiveMinimum", .exclusiveMinimum), ("maximum", .maximum),
            ("exclusiveMaximum", .exclusiveMaximum),
        ]
        for (key, bound) in bounds {
            guard let value = object[key] else { continue }
            guard let number = value.doubleValue else { throw fault(key, "must be a number") }
            rules.append(.bound(bound, number))
        }
        let counts: [(String, Count)] = [
            ("Length", .length), ("Items", .items), ("Properties", .properties),
        ]
        for (name, count) in counts {
            if let least = try natural("min" + name) {
                rules.append(.count(count, least: least, most: nil))
            }
            if let most = try natural("max" + name) {
                rules.append(.count(count, least: nil, most: most))
            }
        }
        if let value = object["pattern"] {
            guard let text = value.stringValue else { throw fault("pattern", "must be a string") }
            rules.append(
                .pattern(try Pattern(text, dialect: .ecmaScript, limits: limits.pattern)))
        }
        if object["uniqueItems"] == .bool(true) { rules.append(.unique) }
        if let value = object["required"] { rules.append(.required(try names(value, "required"))) }
        if let value = object["dependentRequired"] {
            var needs: [(key: String, needed: [String])] = []
            for (key, value) in try map(value, "dependentRequired").members {
                needs.append((key, try names(value, "dependentRequired")))
            }
            rules.append(.dependentRequired(needs))
        }
        return rules
    }

    private func types(_ value: JSON) throws(AlmanacError) -> [JSONType] {
        let names = value.arrayValue ?? [value]
        let types = names.compactMap { $0.stringValue.flatMap(JSONType.init(rawValue:)) }
        guard types.count == names.count, !types.isEmpty else {
            throw fault("type", "must name types of JSON")
        }
        return types
    }

    private func values(_ values: [JSON]) -> SchemaRule {
        .oneOfValues(values, keys: Set(values.map(\.canonicalBytes)))
    }

    private func natural(_ key: String) throws(AlmanacError) -> Int? {
        guard let value = object[key] else { return nil }
        guard let number = value.intValue, number >= 0 else {
            throw fault(key, "must be a whole number that is not negative")
        }
        return number
    }

    private func names(_ value: JSON, _ key: String) throws(AlmanacError) -> [String] {
        guard let list = value.arrayValue else { throw fault(key, "must be an array of strings") }
        let names = list.compactMap(\.stringValue)
        guard names.count == list.count else { throw fault(key, "must be an array of strings") }
        return names
    }

    private func map(_ value: JSON, _ key: String) throws(AlmanacError) -> JSONObject {
        guard let object = value.objectValue else { throw fault(key, "must be an object") }
        return object
    }

    // MARK: - Applications

    private func inner(_ steps: String) -> SchemaIndex.Place {
        SchemaIndex.Place(document: place.document, pointer: place.pointer + "/" + steps)
    }

    private func schema(
        _ key: String, _ places: inout SchemaPlaces
    ) throws(AlmanacError) -> Int? {
        object[key] == nil ? nil : try places.number(of: inner(key))
    }

    private func schemas(
        _ key: String, _ places: inout SchemaPlaces
    ) throws(AlmanacError) -> [Int]? {
        guard let value = object[key] else { return nil }
        guard let list = value.arrayValue, !list.isEmpty else {
            throw fault(key, "must be an array of schemas")
        }
        var nodes: [Int] = []
        for index in list.indices { nodes.append(try places.number(of: inner("\(key)/\(index)"))) }
        return nodes
    }

    private func schemaMap(
        _ key: String, _ places: inout SchemaPlaces
    ) throws(AlmanacError) -> [(key: String, node: Int)]? {
        guard let value = object[key] else { return nil }
        var nodes: [(key: String, node: Int)] = []
        for name in try map(value, key).keys {
            let place = inner("\(key)/\(name.escapedInPointer)")
            nodes.append((name, try places.number(of: place)))
        }
        return nodes
    }

    private func references(
        _ places: inout SchemaPlaces
    ) throws(AlmanacError) -> [SchemaRule] {
        var rules: [SchemaRule] = []
        for key in ["$ref", "$dynamicRef"] {
            guard let value = object[key] else { continue }
            guard let text = value.stringValue else { throw fault(key, "must be a string") }
            guard let target = index.target(of: text, from: resource) else {
                throw AlmanacError(
                    .validation, "\(key) in the schema \(location) leads nowhere: \(text)",
                    details: ["schema": .string(location), "reference": .string(text)],
                    suggestion: "register the document it names; none is fetched")
            }
            let node = try places.number(of: target)
            let name = SchemaAddress(text).fragment ?? ""
            let targetResource = index.resource(of: target)
            let isDynamic =
                key == "$dynamicRef" && !name.isEmpty
                && index.dynamicTarget(named: name, in: targetResource) == target
            rules.append(
                isDynamic ? .dynamicReference(name: name, target: node) : .reference(node))
        }
        return rules
    }

    private func combinations(
        _ places: inout SchemaPlaces
    ) throws(AlmanacError) -> [SchemaRule] {
        var rules: [SchemaRule] = []
        if let nodes = try schemas("allOf", &places) { rules.append(.allOf(nodes)) }
        if let nodes = try schemas("anyOf", &places) { rules.append(.anyOf(nodes)) }
        if let nodes = try schemas("oneOf", &places) { rules.append(.oneOf(nodes)) }
        if let node = try schema("not", &places) { rules.append(.not(node)) }
        if let test = try schema("if", &places) {
            let then = try schema("then", &places)
            let otherwise = try schema("else", &places)
            rules.append(.condition(test: test, then: then, otherwise: otherwise))
        }
        if let nodes = try schemaMap("dependentSchemas", &places) {
            rules.append(.dependentSchemas(nodes))
        }
        return rules
    }

    private func items(
        _ places: inout SchemaPlaces
    ) throws(AlmanacError) -> [SchemaRule] {
        var rules: [SchemaRule] = []
        let prefix = try schemas("prefixItems", &places)
        if let prefix { rules.append(.prefixItems(prefix)) }
        if let node = try schema("items", &places) {
            rules.append(.items(node, from: prefix?.count ?? 0))
        }
        if let node = try schema("contains", &places) {
            let least = hasAssertions ? try natural("minContains") ?? 1 : 1
            let most = hasAssertions ? try natural("maxContains") : nil
            rules.append(.contains(node, least: least, most: most))
        }
        return rules
    }

    private func members(_ places: inout SchemaPlaces) throws(AlmanacError) -> [SchemaRule] {
        var rules: [SchemaRule] = []
        var properties = PropertyRules()
        let named = try schemaMap("properties", &places)
        for (key, node) in named ?? [] {
            properties.named.append(key)
            properties.nodes[key] = node
        }
        let patterned = try schemaMap("patternProperties", &places)
        for (key, node) in patterned ?? [] {
            let pattern = try Pattern(
                key, dialect: .ecmaScript, limits: limits.pattern)
            properties.patterns.append((pattern, node))
        }
        properties.additional = try schema("additionalProperties", &places)
        if named != nil || patterned != nil || properties.additional != nil {
            rules.append(.properties(properties))
        }
        if let node = try schema("propertyNames", &places) { rules.append(.propertyNames(node)) }
        return rules
    }
}
