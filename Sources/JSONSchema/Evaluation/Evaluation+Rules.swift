import AlmanacCore

extension Evaluation {
    /// Checks one rule; true where the value follows it or it does not concern the value's type.
    mutating func check(
        _ rule: SchemaRule, _ value: JSON, _ node: SchemaNode, _ own: inout Evaluated
    ) throws(AlmanacError) -> Bool {
        switch rule {
        case .type, .oneOfValues, .multipleOf, .bound, .count, .pattern, .format, .unique,
            .required, .dependentRequired:
            if let fault = try fault(rule, value) {
                report(rule.keyword, node, fault.text, suggestion: fault.suggestion)
                return false
            }
            return true
        case .reference(let target): return try apply(target, to: value, &own)
        case .dynamicReference(let name, let target):
            return try apply(dynamicTarget(name, target), to: value, &own)
        case .allOf, .anyOf, .oneOf, .not, .condition, .dependentSchemas:
            return try combine(rule, value, node, &own)
        case .prefixItems, .items, .contains, .unevaluatedItems:
            guard case .array(let items) = value else { return true }
            return try checkItems(rule, items, node, &own)
        case .properties, .propertyNames, .unevaluatedProperties:
            guard case .object(let object) = value else { return true }
            return try checkMembers(rule, object, node, &own)
        }
    }

    // MARK: - Combinations

    private mutating func combine(
        _ rule: SchemaRule, _ value: JSON, _ node: SchemaNode, _ own: inout Evaluated
    ) throws(AlmanacError) -> Bool {
        switch rule {
        case .allOf(let nodes):
            var isValid = true
            for inner in nodes where try !apply(inner, to: value, &own) {
                if isSilent { return false }
                isValid = false
            }
            return isValid
        case .anyOf(let nodes): return try anyOf(nodes, value, node, &own)
        case .oneOf(let nodes): return try oneOf(nodes, value, node, &own)
        case .not(let inner):
            var ignored = Evaluated()
            guard try accepts(inner, value, &ignored) else { return true }
            report("not", node, "is \(value.shortText), which is ruled out")
            return false
        case .condition(let test, let then, let otherwise):
            let holds = try accepts(test, value, &own)
            guard let branch = holds ? then : otherwise else { return true }
            return try apply(branch, to: value, &own)
        case .dependentSchemas(let schemas):
            guard case .object(let object) = value else { return true }
            var isValid = true
            for (key, inner) in schemas where object[key] != nil {
                if try !apply(inner, to: value, &own) { isValid = false }
            }
            return isValid
        default: return true
        }
    }

    private mutating func anyOf(
        _ nodes: [Int], _ value: JSON, _ node: SchemaNode, _ own: inout Evaluated
    ) throws(AlmanacError) -> Bool {
        var isValid = false
        for inner in nodes where try accepts(inner, value, &own) {
            isValid = true
            if !schema.tracksEvaluation { return true }
        }
        if !isValid { try reportAlternatives("anyOf", nodes, value, node) }
        return isValid
    }

    private mutating func oneOf(
        _ nodes: [Int], _ value: JSON, _ node: SchemaNode, _ own: inout Evaluated
    ) throws(AlmanacError) -> Bool {
        var followed: [Int] = []
        for (index, inner) in nodes.enumerated() {
            var ignored = Evaluated()
            if try accepts(inner, value, &ignored) {
                followed.append(index)
                own.merge(ignored)
            }
            if followed.count > 1 { break }
        }
        if followed.count == 1 { return true }
        if followed.isEmpty {
            try reportAlternatives("oneOf", nodes, value, node)
        } else {
            let places = followed.map { String($0 + 1) }.joined(separator: " and ")
            report("oneOf", node, "fits more than one of \(nodes.count) forms: \(places)")
        }
        return false
    }

    /// Says that no form fits, and what keeps the nearest one from fitting.
    private mutating func reportAlternatives(
        _ keyword: String, _ nodes: [Int], _ value: JSON, _ node: SchemaNode
    ) throws(AlmanacError) {
        guard !isSilent else { return }
        var nearest: (fault: SchemaFinding, count: Int)?
        for inner in nodes {
            var trial = self
            let before = trial.findings.count
            var ignored = Evaluated()
            _ = try trial.apply(inner, to: value, &ignored)
            try spend(steps(of: trial))
            let found = trial.findings[before...]
            // A form that is wrong deeper inside is nearer than one that is wrong at once.
            let depth = found.map(\.instancePath.utf8.count).max() ?? 0
            guard let first = found.first else { continue }
            let distance = found.count - 1_000 * (depth > pointer.utf8.count ? 1 : 0)
            if distance < nearest?.count ?? .max { nearest = (first, distance) }
        }
        let reason = nearest.map { "; the nearest fails because \($0.fault.message.dropLast())" }
        report(
            keyword, node, "fits none of \(nodes.count) forms" + (reason ?? ""),
            suggestion: nearest?.fault.suggestion)
    }

    // MARK: - Items

    private mutating func checkItems(
        _ rule: SchemaRule, _ items: [JSON], _ node: SchemaNode, _ own: inout Evaluated
    ) throws(AlmanacError) -> Bool {
        var isValid = true
        switch rule {
        case .prefixItems(let nodes):
            for (index, (inner, item)) in zip(nodes, items).enumerated() {
                if try !apply(inner, to: item, at: String(index)) { isValid = false }
                if !isValid, isSilent { return false }
            }
            own.add(itemsBefore: min(nodes.count, items.count))
        case .items(let inner, let from):
            for index in items.indices.dropFirst(from) {
                if try !apply(inner, to: items[index], at: String(index)) { isValid = false }
                if !isValid, isSilent { return false }
            }
            own.add(itemsBefore: items.count)
        case .contains(let inner, let least, let most):
            return try contains(inner, least, most, items, node, &own)
        case .unevaluatedItems(let inner):
            for index in items.indices where !own.contains(item: index) {
                if try !apply(inner, to: items[index], at: String(index)) { isValid = false }
                if !isValid, isSilent { return false }
            }
            own.add(itemsBefore: items.count)
        default: break
        }
        return isValid
    }

    private mutating func contains(
        _ inner: Int, _ least: Int, _ most: Int?, _ items: [JSON], _ node: SchemaNode,
        _ own: inout Evaluated
    ) throws(AlmanacError) -> Bool {
        var count = 0
        for index in items.indices {
            var ignored = Evaluated()
            if try accepts(inner, items[index], &ignored) {
                count += 1
                own.add(item: index)
            }
        }
        if count < least {
            report("contains", node, "has \(count) items of the wanted form, needs \(least)")
            return false
        }
        if let most, count > most {
            report("maxContains", node, "has \(count) items of a form, may have \(most)")
            return false
        }
        return true
    }

    // MARK: - Members

    private mutating func checkMembers(
        _ rule: SchemaRule, _ object: JSONObject, _ node: SchemaNode, _ own: inout Evaluated
    ) throws(AlmanacError) -> Bool {
        var isValid = true
        switch rule {
        case .properties(let rules):
            for (key, value) in object.members {
                if try !checkMember(key, value, rules, node, &own) { isValid = false }
                if !isValid, isSilent { return false }
            }
            if rules.additional != nil { own.addAllMembers() }
        case .propertyNames(let inner):
            for key in object.keys {
                if try !apply(inner, to: .string(key), at: key) { isValid = false }
                if !isValid, isSilent { return false }
            }
        case .unevaluatedProperties(let inner):
            for (key, value) in object.members where !own.contains(member: key) {
                if try !applyRest(inner, key, value, "unevaluatedProperties", node, []) {
                    isValid = false
                }
                if !isValid, isSilent { return false }
            }
            own.addAllMembers()
        default: break
        }
        return isValid
    }

    private mutating func checkMember(
        _ key: String, _ value: JSON, _ rules: PropertyRules, _ node: SchemaNode,
        _ own: inout Evaluated
    ) throws(AlmanacError) -> Bool {
        var isKnown = false
        var isValid = true
        if let inner = rules.nodes[key] {
            isKnown = true
            if try !apply(inner, to: value, at: key) { isValid = false }
        }
        for (pattern, inner) in rules.patterns {
            try spend(1)
            guard try pattern.matches(key) else { continue }
            isKnown = true
            if try !apply(inner, to: value, at: key) { isValid = false }
        }
        if isKnown {
            own.add(member: key)
        } else if let inner = rules.additional {
            return try applyRest(inner, key, value, "additionalProperties", node, rules.named)
        }
        return isValid
    }

    /// Applies the schema for members that nothing names; where it is `false`, says what is near.
    private mutating func applyRest(
        _ inner: Int, _ key: String, _ value: JSON, _ keyword: String, _ node: SchemaNode,
        _ names: [String]
    ) throws(AlmanacError) -> Bool {
        guard schema.nodes[inner].constant == false else {
            return try apply(inner, to: value, at: key)
        }
        try spend(1)
        if !isSilent {
            path.append(key)
            let near = nearestName(to: key, among: names).map { "Did you mean \($0)?" }
            let known = names.isEmpty ? nil : "Known are " + names.joined(separator: ", ") + "."
            report(keyword, node, "is not a member that is known here", suggestion: near ?? known)
            path.removeLast()
        }
        return false
    }
}

extension JSON {
    /// The value as text that fits a sentence.
    var shortText: String {
        let text = text()
        return text.unicodeScalars.count <= 60 ? text : String(text.prefix(57)) + "..."
    }
}
