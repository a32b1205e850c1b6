extension ScanCompiler {
    /// Whether an expression means the same on every bar.
    func isInvariant(_ expression: Expression) -> Bool {
        switch expression.kind {
        case .name(let name):
            if case .barValue? = compiler.scope.lookUp(name) { return false }
            return locals[name] == nil && registersByName[name] == nil
                && !hiddenNames.contains(name) && appendedList(name) == nil
        case .integer, .float, .string, .bool, .none: return true
        case .formattedString: return true
        case .list(let elements), .tuple(let elements): return elements.allSatisfy(isInvariant)
        case .dictionary(let members):
            return members.allSatisfy {
                ($0.key.map(isInvariant) ?? true) && isInvariant($0.value)
            }
        case .unary(_, let operand), .attribute(let operand, _): return isInvariant(operand)
        case .subscripted(let base, let index):
            return isInvariant(base) && isInvariant(index) && !isOneBar(base, index)
        case .binary(_, let left, let right): return isInvariant(left) && isInvariant(right)
        case .logical(_, let operands): return operands.allSatisfy(isInvariant)
        case .comparison(let first, let links):
            return isInvariant(first) && links.allSatisfy { isInvariant($0.1) }
        case .call(let callee, let arguments):
            return isInvariant(callee) && arguments.allSatisfy { isInvariant($0.value) }
        case .slice(let low, let high, let step):
            return [low, high, step].allSatisfy { $0.map(isInvariant) ?? true }
        case .conditional(let condition, let then, let otherwise):
            return isInvariant(condition) && isInvariant(then) && isInvariant(otherwise)
        case .lambda, .comprehension, .dictionaryComprehension: return true
        }
    }

    /// Whether a subscript takes one bar out of a series, such as `close.iloc[0]`: a number in the
    /// loop, though a series outside it.
    private func isOneBar(_ base: Expression, _ index: Expression) -> Bool {
        switch (base.kind, index.kind) {
        case (_, .slice), (_, .tuple), (_, .string): return false
        case (.attribute(_, let name), _) where ["iloc", "iat", "values"].contains(name):
            return true
        case (.name(let name), _):
            if case .series? = compiler.scope.lookUp(name) { return true }
            return false
        default: return false
        }
    }

    func evaluate(_ expression: Expression) -> ScanValue {
        guard compiler.spendStep(at: expression.position) else { return .failed }
        let value = compiler.deeper(at: expression.position) { evaluateKind(expression) }
        if case .failed = value ?? .failed { didFail = true }
        return value ?? .failed
    }

    private func evaluateKind(_ expression: Expression) -> ScanValue {
        let position = expression.position
        if isInvariant(expression) {
            let value = compiler.evaluate(expression)
            if case .failed = value { return .failed }
            return .outer(value)
        }
        switch expression.kind {
        case .name(let name):
            return variable(name, at: position) ?? .outer(compiler.evaluate(expression))
        case .tuple(let elements): return .group(elements.map(evaluate))
        case .unary(let operation, let operand): return unary(operation, operand, at: position)
        case .binary(let operation, let left, let right):
            return binary(operation, evaluate(left), evaluate(right), at: position)
        case .logical, .comparison:
            return truthRegister(expression).map { .register($0, .boolean) } ?? .failed
        case .conditional(let condition, let then, let otherwise):
            return choose(condition, then, otherwise)
        case .subscripted(let base, let index): return element(of: base, at: index)
        case .attribute(let base, let name):
            return attribute(name, of: evaluate(base), at: position)
        case .call(let callee, let arguments): return call(callee, arguments, at: position)
        default: break
        }
        compiler.fail(
            .unsupported, "this may not stand inside a loop over bars",
            hint: "compute series before the loop and read them with x.iloc[i]", at: position)
        return .failed
    }

    /// A column of a row, or a field of a bar's time: `df.index[i].month`.
    private func attribute(
        _ name: String, of base: ScanValue, at position: SourcePosition
    ) -> ScanValue {
        switch base {
        case .failed: return .failed
        case .row(_, let offset) where name == "name": return .bar(offset: offset)
        case .row(let frame, let offset):
            return column(name, of: frame, offset: offset, at: position)
        case .bar(let offset):
            if case .series(let field) = compiler.attribute(name, of: .axis, at: position) {
                return read(field, lag: -offset, at: position)
            }
        default:
            compiler.fail(
                .unsupported, "'\(name)' is not available in a loop over bars",
                hint: "compute series before the loop and read them with x.iloc[i]", at: position)
        }
        return .failed
    }

    // MARK: - Operators

    func binary(
        _ operation: BinaryOperator, _ left: ScanValue, _ right: ScanValue,
        at position: SourcePosition
    ) -> ScanValue {
        switch (left, right) {
        case (.failed, _), (_, .failed): return .failed
        case (.outer(let a), .outer(let b)) where a.isScalar && b.isScalar:
            let value = compiler.binary(operation, a, b, at: position)
            if case .failed = value { return .failed }
            return .outer(value)
        case (.bar(let offset), .outer(let value)):
            if operation == .add, let number = value.wholeNumber {
                return .bar(offset: Self.moved(offset, by: number))
            }
            if operation == .subtract, let number = lookBack(value) {
                return .bar(offset: Self.moved(offset, by: -number))
            }
        case (.outer(let value), .bar(let offset)):
            if operation == .add, let number = value.wholeNumber {
                return .bar(offset: Self.moved(offset, by: number))
            }
        default: break
        }
        guard let a = materialized(left, at: position), let b = materialized(right, at: position)
        else { return .failed }
        let result = newRegister()
        instructions.append(.binary(operation.function, a.register, b.register, into: result))
        let isLogical = [.and, .or, .xor].contains(operation)
        return .register(result, isLogical ? .boolean : .number)
    }

    /// An offset moved by some bars, within what no series reaches.
    private static func moved(_ offset: Int, by bars: Int) -> Int {
        let farthest = 1_000_000_000_000
        return max(-farthest, min(farthest, offset)) + max(-farthest, min(farthest, bars))
    }

    /// A whole number of bars; while checking, the least one that parameters allow.
    private func lookBack(_ value: Value) -> Int? {
        if let number = value.wholeNumber { return max(number, -.max) }
        guard case .unknown(let scalar) = value, scalar.kind == .int else { return nil }
        return scalar.low.magnitude < 1e12 ? Int(scalar.low) : 1
    }

    private func unary(
        _ operation: UnaryOperator, _ operand: Expression, at position: SourcePosition
    ) -> ScanValue {
        if operation == .not || operation == .invert {
            guard let register = truthRegister(operand) else { return .failed }
            let result = newRegister()
            instructions.append(.unary(.not, register, into: result))
            return .register(result, .boolean)
        }
        guard let value = materialized(evaluate(operand), at: position) else { return .failed }
        if operation == .plus { return .register(value.register, value.type) }
        let result = newRegister()
        instructions.append(.unary(.negate, value.register, into: result))
        return .register(result, .number)
    }

    // MARK: - Conditions

    /// A register that holds 1 where the expression is true in Python, else 0.
    func truthRegister(_ expression: Expression) -> Int? {
        let register = conditionRegister(expression)
        if register == nil { didFail = true }
        return register
    }

    private func conditionRegister(_ expression: Expression) -> Int? {
        switch expression.kind {
        case .logical(let isAnd, let operands) where !isInvariant(expression):
            return shortCircuit(isAnd, operands)
        case .comparison(let first, let links) where !isInvariant(expression):
            return comparison(first, links)
        default:
            return truthRegister(of: evaluate(expression), at: expression.position)
        }
    }

    func truthRegister(of value: ScanValue, at position: SourcePosition) -> Int? {
        switch value {
        case .outer(.series):
            compiler.fail(
                .type, "a series has no single truth value", hint: "take x.iloc[i]", at: position)
            return nil
        case .outer(.barValue): break
        case .outer(let outer):
            if let truth = compiler.truth(outer, at: position) {
                return constantRegister(truth ? 1 : 0)
            }
        default: break
        }
        guard let (register, type) = materialized(value, allowsNone: true, at: position) else {
            return nil
        }
        if type == .boolean { return register }
        let isNonzero = newRegister()
        instructions.append(
            .binary(.notEqual, register, constantRegister(0), into: isNonzero))
        guard type.mayBeNone else { return isNonzero }
        let isNone = newRegister()
        let result = newRegister()
        instructions.append(.isNone(register, into: isNone))
        instructions.append(
            .select(isNone, constantRegister(0), isNonzero, into: result))
        return result
    }

    private func shortCircuit(_ isAnd: Bool, _ operands: [Expression]) -> Int? {
        let result = newRegister()
        var jumps: [Int] = []
        let savedBar = minBar
        defer { minBar = savedBar }
        for (index, operand) in operands.enumerated() {
            guard let register = truthRegister(operand) else { return nil }
            instructions.append(.move(from: register, into: result))
            let bounds = barBounds(operand)
            minBar = max(minBar, isAnd ? bounds.whenTrue : bounds.whenFalse)
            if index == operands.count - 1 { break }
            var condition = result
            if !isAnd {
                condition = newRegister()
                instructions.append(.unary(.not, result, into: condition))
            }
            instructions.append(.jumpIfFalse(condition, target: 0))
            jumps.append(instructions.count - 1)
        }
        for jump in jumps { patch(jump) }
        return result
    }

    private func comparison(
        _ first: Expression, _ links: [(ComparisonOperator, Expression)]
    ) -> Int? {
        var left = evaluate(first)
        var result: Int?
        for (comparison, expression) in links {
            let right = evaluate(expression)
            guard let answer = compare(comparison, left, right, at: first.position) else {
                return nil
            }
            if let held = result {
                let both = newRegister()
                instructions.append(.binary(.and, held, answer, into: both))
                result = both
            } else {
                result = answer
            }
            left = right
        }
        return result
    }

    private func compare(
        _ comparison: ComparisonOperator, _ left: ScanValue, _ right: ScanValue,
        at position: SourcePosition
    ) -> Int? {
        if case .failed = left { return nil }
        if case .failed = right { return nil }
        if isNone(left) || isNone(right) {
            let isNegated: Bool
            switch comparison {
            case .isIdentical, .equal: isNegated = false
            case .isNotIdentical, .notEqual: isNegated = true
            default:
                compiler.fail(.type, "None cannot be ordered", at: position)
                return nil
            }
            guard
                let value = materialized(
                    isNone(left) ? right : left, allowsNone: true, at: position)
            else { return nil }
            let isNone = newRegister()
            instructions.append(.isNone(value.register, into: isNone))
            guard isNegated else { return isNone }
            let result = newRegister()
            instructions.append(.unary(.not, isNone, into: result))
            return result
        }
        var function = comparison.function
        if comparison == .isIdentical { function = .equal }
        if comparison == .isNotIdentical { function = .notEqual }
        guard let function else {
            return membership(left, right, isNegated: comparison == .isNotIn, at: position)
        }
        let isEquality = function == .equal || function == .notEqual
        guard let a = materialized(left, allowsNone: isEquality, at: position),
            let b = materialized(right, allowsNone: isEquality, at: position)
        else { return nil }
        let result = newRegister()
        instructions.append(.binary(function, a.register, b.register, into: result))
        return result
    }

    private func isNone(_ value: ScanValue) -> Bool {
        if case .outer(.none) = value { true } else { false }
    }

    private func membership(
        _ left: ScanValue, _ right: ScanValue, isNegated: Bool, at position: SourcePosition
    ) -> Int? {
        guard case .outer(let container) = right,
            let elements = compiler.elements(of: container, at: position),
            let value = materialized(left, at: position)
        else { return nil }
        var result = constantRegister(0)
        for element in elements {
            guard let one = materialized(.outer(element), at: position) else { return nil }
            let isEqual = newRegister()
            let either = newRegister()
            instructions.append(.binary(.equal, value.register, one.register, into: isEqual))
            instructions.append(.binary(.or, result, isEqual, into: either))
            result = either
        }
        guard isNegated else { return result }
        let negated = newRegister()
        instructions.append(.unary(.not, result, into: negated))
        return negated
    }

    private func choose(
        _ condition: Expression, _ then: Expression, _ otherwise: Expression
    ) -> ScanValue {
        let bounds = barBounds(condition)
        guard let register = truthRegister(condition) else { return .failed }
        let result = newRegister()
        instructions.append(.jumpIfFalse(register, target: 0))
        let toElse = instructions.count - 1
        let savedBar = minBar
        defer { minBar = savedBar }
        minBar = max(savedBar, bounds.whenTrue)
        guard let first = materialized(evaluate(then), allowsNone: true, at: then.position) else {
            return .failed
        }
        instructions.append(.move(from: first.register, into: result))
        let toEnd = jumpPlaceholder()
        patch(toElse)
        minBar = max(savedBar, bounds.whenFalse)
        guard
            let second = materialized(evaluate(otherwise), allowsNone: true, at: otherwise.position)
        else { return .failed }
        instructions.append(.move(from: second.register, into: result))
        patch(toEnd)
        return .register(result, first.type.joined(with: second.type))
    }
}
