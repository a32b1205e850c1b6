package import AlmanacCore

/// A condition on a strategy's parameters, such as `fast < slow and stop > 0`.
///
/// Written in the strategy language: names of parameters, numbers, strings, arithmetic,
/// comparisons, `and`, `or`, `not`, `in`, and `min`, `max` and `abs`.
package struct ScalarCondition: Sendable {
    /// The condition as it was written.
    package let text: String
    let expression: Expression
    /// The parameters that the condition names.
    package let names: Set<String>

    /// Reads a condition.
    /// - Throws: A `validation_error` with the place of the fault.
    package init(_ text: String, parameters: [String]) throws(AlmanacError) {
        self.text = text
        let (statements, faults) = Parser.parse(text)
        if !faults.isEmpty { throw StrategyFault(faults, in: text).error }
        guard statements.count == 1, case .expression(let expression) = statements[0].kind else {
            throw Self.fault(
                "is not one condition", text, at: SourcePosition(line: 1, column: 1))
        }
        self.expression = expression
        var names: Set<String> = []
        try Self.check(expression, text, parameters, &names)
        self.names = names
    }

    /// Whether the condition holds for parameters.
    /// - Throws: A `validation_error` where the values cannot be compared or are no condition.
    package func holds(_ value: (String) -> ParameterValue?) throws(AlmanacError) -> Bool {
        switch try evaluate(expression, value) {
        case .bool(let truth): return truth
        case let result:
            throw Self.fault(
                "gives \(result.noun), not True or False", text, at: expression.position)
        }
    }

    // MARK: - Checking

    private static let functions: Set<String> = ["min", "max", "abs"]

    private static func fault(
        _ message: String, _ text: String, at position: SourcePosition, hint: String? = nil
    ) -> AlmanacError {
        StrategyFault(
            [
                Diagnostic(
                    .error, .unsupported, "the condition \(message)",
                    hint: hint ?? "write a comparison of parameters, such as fast < slow",
                    at: position)
            ], in: text
        ).error
    }

    private static func check(
        _ expression: Expression, _ text: String, _ parameters: [String],
        _ names: inout Set<String>
    ) throws(AlmanacError) {
        let parts: [Expression]
        switch expression.kind {
        case .integer, .float, .string, .bool: return
        case .name(let name):
            guard parameters.contains(name) else {
                let nearest = nearestName(to: name, among: parameters)
                throw fault(
                    "names '\(name)', which is no parameter", text, at: expression.position,
                    hint: nearest.map { "did you mean '\($0)'?" }
                        ?? "the parameters are \(parameters.joined(separator: ", "))")
            }
            names.insert(name)
            return
        case .unary(_, let operand): parts = [operand]
        case .binary(_, let left, let right): parts = [left, right]
        case .logical(_, let operands): parts = operands
        case .list(let elements), .tuple(let elements): parts = elements
        case .comparison(let first, let links): parts = [first] + links.map(\.1)
        case .conditional(let condition, let then, let otherwise):
            parts = [condition, then, otherwise]
        case .call(let callee, let arguments):
            guard case .name(let name) = callee.kind, functions.contains(name),
                !arguments.isEmpty, arguments.allSatisfy({ $0.name == nil && !$0.isSpread })
            else { throw fault("may call min, max and abs only", text, at: expression.position) }
            parts = arguments.map(\.value)
        default:
            throw fault("may use parameters and numbers only", text, at: expression.position)
        }
        for part in parts { try check(part, text, parameters, &names) }
    }

    // MARK: - Values

    private func evaluate(
        _ expression: Expression, _ value: (String) -> ParameterValue?
    ) throws(AlmanacError) -> Value {
        switch expression.kind {
        case .integer(let number): return .int(number)
        case .float(let number): return .float(number)
        case .string(let text): return .string(text)
        case .bool(let truth): return .bool(truth)
        case .name(let name):
            guard let value = value(name) else { break }
            return Value(value)
        case .unary(let operation, let operand):
            return try unary(operation, try evaluate(operand, value), expression)
        case .binary(let operation, let left, let right):
            let (left, right) = (try evaluate(left, value), try evaluate(right, value))
            if let result = ScalarArithmetic.binary(operation, left, right) { return result }
        case .logical(let isAnd, let operands):
            for operand in operands where try truth(operand, value) != isAnd {
                return .bool(!isAnd)
            }
            return .bool(isAnd)
        case .comparison(let first, let links): return try compare(first, links, value)
        case .conditional(let condition, let then, let otherwise):
            return try evaluate(try truth(condition, value) ? then : otherwise, value)
        case .call(let callee, let arguments):
            guard case .name(let name) = callee.kind else { break }
            var values: [Double] = []
            for argument in arguments {
                guard let number = try evaluate(argument.value, value).number else { continue }
                values.append(number)
            }
            guard values.count == arguments.count, let first = values.first else { break }
            let result =
                name == "abs"
                ? first.magnitude : name == "min" ? values.min() ?? first : values.max() ?? first
            return Int(exactly: result).map(Value.int) ?? .float(result)
        default: break
        }
        throw Self.fault("cannot be computed for these values", text, at: expression.position)
    }

    private func truth(
        _ expression: Expression, _ value: (String) -> ParameterValue?
    ) throws(AlmanacError) -> Bool {
        guard let number = try evaluate(expression, value).number else {
            throw Self.fault("needs a truth value here", text, at: expression.position)
        }
        return number != 0
    }

    private func unary(
        _ operation: UnaryOperator, _ operand: Value, _ expression: Expression
    ) throws(AlmanacError) -> Value {
        switch (operation, operand) {
        case (.not, _):
            if let number = operand.number { return .bool(number == 0) }
        case (.plus, .int), (.plus, .float): return operand
        case (.minus, .int(let number)): return .int(0 &- number)
        case (.minus, .float(let number)): return .float(-number)
        default: break
        }
        throw Self.fault("cannot be computed for these values", text, at: expression.position)
    }

    private func compare(
        _ first: Expression, _ links: [(ComparisonOperator, Expression)],
        _ value: (String) -> ParameterValue?
    ) throws(AlmanacError) -> Value {
        var left = try evaluate(first, value)
        for (comparison, expression) in links {
            if comparison == .isIn || comparison == .isNotIn {
                guard case .list(let elements) = expression.kind else {
                    throw Self.fault("needs a list behind 'in'", text, at: expression.position)
                }
                var isFound = false
                for element in elements {
                    let answer = ScalarArithmetic.compare(
                        .equal, left, try evaluate(element, value))
                    if case .bool(true)? = answer { isFound = true }
                }
                if isFound == (comparison == .isNotIn) { return .bool(false) }
                continue
            }
            let right = try evaluate(expression, value)
            guard case .bool(let holds)? = ScalarArithmetic.compare(comparison, left, right) else {
                throw Self.fault("cannot be computed for these values", text, at: first.position)
            }
            if !holds { return .bool(false) }
            left = right
        }
        return .bool(true)
    }
}
