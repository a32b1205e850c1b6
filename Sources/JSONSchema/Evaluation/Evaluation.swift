import AlmanacCore

/// One application of a schema to one value.
struct Evaluation {
    let schema: CompiledSchema
    private(set) var findings: [SchemaFinding] = []
    /// Whether only the answer matters, so that the first fault ends the search.
    var isSilent: Bool
    /// Where in the value the work is.
    var path: [String] = []
    /// The resources that were entered, outermost first.
    private var scope: [Int] = []
    private var stepsLeft: Int
    private var depth = 0

    private init(_ schema: CompiledSchema, isSilent: Bool) {
        self.schema = schema
        self.isSilent = isSilent
        stepsLeft = schema.limits.steps
    }

    /// What is wrong with a value, in the order of the schema.
    static func findings(
        in value: JSON, by schema: CompiledSchema
    ) throws(AlmanacError) -> [SchemaFinding] {
        var evaluation = Evaluation(schema, isSilent: false)
        var evaluated = Evaluated()
        _ = try evaluation.apply(schema.root, to: value, &evaluated)
        return evaluation.findings
    }

    /// Whether a value follows a schema.
    static func accepts(_ value: JSON, by schema: CompiledSchema) throws(AlmanacError) -> Bool {
        var evaluation = Evaluation(schema, isSilent: true)
        var evaluated = Evaluated()
        return try evaluation.apply(schema.root, to: value, &evaluated)
    }

    /// Takes steps from the budget.
    mutating func spend(_ count: Int) throws(AlmanacError) {
        stepsLeft -= count
        if stepsLeft < 0 { throw tooCostly("takes more than \(schema.limits.steps) steps") }
    }

    /// The steps that a copy has taken beyond this one's.
    func steps(of copy: Evaluation) -> Int { stepsLeft - copy.stepsLeft }

    private func tooCostly(_ reason: String) -> AlmanacError {
        AlmanacError(
            .budgetExceeded, "validating the value \(reason)",
            details: ["instance_path": .string(pointer)],
            suggestion: "look for schemas that refer to themselves without going into the value")
    }

    /// Applies a node to a value and notes what it has looked at if the value follows it.
    mutating func apply(
        _ number: Int, to value: JSON, _ evaluated: inout Evaluated
    ) throws(AlmanacError) -> Bool {
        try spend(1)
        let node = schema.nodes[number]
        if let constant = node.constant {
            if !constant { report("", node, "must not be there") }
            return constant
        }
        guard depth < schema.limits.depth else {
            throw tooCostly("nests schemas more than \(schema.limits.depth) deep")
        }
        depth += 1
        let isEntering = scope.last != node.resource
        if isEntering { scope.append(node.resource) }
        defer {
            depth -= 1
            if isEntering { scope.removeLast() }
        }
        var own = Evaluated()
        var isValid = true
        for rule in node.rules {
            // What a failed schema has looked at is not known.
            if !isValid, rule.needsEvaluation { break }
            let follows = try check(rule, value, node, &own)
            if follows { continue }
            if isSilent { return false }
            isValid = false
        }
        if isValid, schema.tracksEvaluation { evaluated.merge(own) }
        return isValid
    }

    /// Applies a node and says only whether the value follows it.
    mutating func accepts(
        _ number: Int, _ value: JSON, _ evaluated: inout Evaluated
    ) throws(AlmanacError) -> Bool {
        let wasSilent = isSilent
        isSilent = true
        defer { isSilent = wasSilent }
        return try apply(number, to: value, &evaluated)
    }

    /// Applies a node to a part of the value.
    mutating func apply(
        _ number: Int, to value: JSON, at step: String
    ) throws(AlmanacError) -> Bool {
        path.append(step)
        defer { path.removeLast() }
        var inner = Evaluated()
        return try apply(number, to: value, &inner)
    }

    /// The node that a dynamic reference leads to: the outermost resource's that has the anchor.
    func dynamicTarget(_ name: String, _ target: Int) -> Int {
        for resource in scope {
            if let node = schema.dynamicNodes[resource][name] { return node }
        }
        return target
    }

    var pointer: String { path.map { "/" + $0.escapedInPointer }.joined() }

    /// Notes a fault at the present place.
    mutating func report(
        _ keyword: String, _ node: SchemaNode, _ fault: String, suggestion: String? = nil
    ) {
        guard !isSilent, findings.count < schema.limits.findings else { return }
        let name = path.isEmpty ? "The value" : pointer
        findings.append(
            SchemaFinding(
                instancePath: pointer,
                schemaPath: keyword.isEmpty ? node.location : node.location + "/" + keyword,
                keyword: keyword, message: "\(name) \(fault).", suggestion: suggestion))
    }
}
