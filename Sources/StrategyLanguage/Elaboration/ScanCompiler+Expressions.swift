extension ScanCompiler {
    /// Whether an expression means the same on every bar.
    func isInvariant(_ expression: Expression) -> Bool {
        switch expression.kind {
        case .name(let name):
            if case .barValue? = compiler.scope.lookUp(name) { return false }
            return locals[name] == nil && stateRegisters[name] == nil
        case .integer, .float, .string, .bool, .none: return true
        case .formattedString: return true
        case .list(let elements), .tuple(let elements): return elements.allSatisfy(isInvariant)
        case .dictionary(let members):
            return members.allSatisfy { isInvariant($0.key) && isInvariant($0.value) }
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
        let position = expression.position
        guard compiler.spendStep(at: position) else { return .failed }
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
            if case .row(let frame, let offset) = evaluate(base) {
                return column(name, of: frame, offset: offset, at: position)
            }
        case .call(let callee, let arguments): return call(callee, arguments, at: position)
        default: break
        }
        compiler.fail(
            .unsupported, "this may not stand inside a loop over bars",
            hint: "compute series before the loop and read them with x.iloc[i]", at: position)
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
                return .bar(offset: offset + number)
            }
            if operation == .subtract, let number = lookBack(value) {
                return .bar(offset: offset - number)
            }
        case (.outer(let value), .bar(let offset)):
            if operation == .add, let number = value.wholeNumber {
                return .bar(offset: offset + number)
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

    /// A whole number of bars; while checking, the least one that parameters allow.
    private func lookBack(_ value: Value) -> Int? {
        if let number = value.wholeNumber { return number }
        guard case .unknown(let scalar) = value, scalar.kind == .int else { return nil }
        return scalar.low.isFinite ? Int(scalar.low) : 1
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

    // MARK: - Elements

    /// The series that an expression names, as the object that a write reaches.
    func seriesObject(_ expression: Expression) -> SeriesObject? {
        switch expression.kind {
        case .attribute(let owner, let name)
        where ["loc", "iloc", "at", "iat", "values", "array"].contains(name):
            return seriesObject(owner)
        case .call(let callee, let arguments):
            if case .attribute(let owner, "to_numpy") = callee.kind, arguments.isEmpty {
                return seriesObject(owner)
            }
        case .subscripted(let owner, let index):
            if case .frame(let frame) = compiler.evaluate(owner),
                case .string(let name) = compiler.evaluate(index)
            {
                if let column = frame[name] { return column }
                _ = compiler.missingColumn(name, of: frame, at: index.position)
                return nil
            }
        case .attribute(let owner, let name):
            if case .frame(let frame) = compiler.evaluate(owner), let column = frame[name] {
                return column
            }
        default: break
        }
        switch compiler.evaluate(expression) {
        case .series(let series), .locator(.series(let series), _): return series
        default: return nil
        }
    }

    private func element(of base: Expression, at index: Expression) -> ScanValue {
        if !isInvariant(base) {
            if case .row(let frame, let offset) = evaluate(base),
                case .outer(.string(let name)) = evaluate(index)
            {
                return column(name, of: frame, offset: offset, at: index.position)
            }
            compiler.fail(
                .unsupported, "this cannot be indexed in a loop over bars", at: base.position)
            return .failed
        }
        if let located = frameElement(of: base, at: index) { return located }
        let place = evaluate(index)
        if case .attribute(_, "index") = base.kind, case .bar = place { return place }
        if case .outer(let value) = place {
            let owner = compiler.evaluate(base)
            if case .list(let list) = owner, let number = value.wholeNumber,
                list.elements.indices.contains(number)
            {
                return .outer(list.elements[number])
            }
            if value.interval != nil, let series = seriesObject(base) {
                return fixedBar(value, of: series, at: index.position)
            }
        }
        guard case .bar(let offset) = place else {
            if case .failed = place { return .failed }
            compiler.fail(
                .lookAhead, "a bar is read by the loop's number minus a known number",
                hint: "x.iloc[i - 1], with the loop variable itself", at: index.position)
            return .failed
        }
        guard let series = seriesObject(base) else {
            compiler.fail(.type, "this is not a series", at: base.position)
            return .failed
        }
        return read(series, lag: -offset, at: index.position)
    }

    /// `close.iloc[0]`: the same bar, whatever the loop's bar.
    private func fixedBar(
        _ index: Value, of series: SeriesObject, at position: SourcePosition
    ) -> ScanValue {
        guard
            let bar = compiler.wholeNumber(
                index, what: "the bar", minimum: 0, code: .lookAhead,
                hint: "a negative index is a later bar; read x.iloc[i - k]", at: position)
        else { return .failed }
        if bar >= loop.firstBar, isOutput(series) {
            compiler.fail(
                .unsupported, "a fixed bar of a series that the loop writes",
                hint: "keep the value in a variable of its own", at: position)
            return .failed
        }
        return .outer(.barValue(series, bar: bar))
    }

    /// `df.iloc[i]`, `df.loc[df.index[i], 'close']`; nil where the base is no frame's locator.
    private func frameElement(of base: Expression, at index: Expression) -> ScanValue? {
        guard case .attribute(let owner, let name) = base.kind,
            ["loc", "iloc", "at", "iat"].contains(name), isInvariant(owner),
            case .frame(let frame) = compiler.evaluate(owner)
        else { return nil }
        if case .tuple(let parts) = index.kind, parts.count == 2 {
            guard case .bar(let offset) = evaluate(parts[0]),
                case .outer(let key) = evaluate(parts[1]),
                let column = compiler.columnName(key, of: frame)
            else { return nil }
            return self.column(column, of: frame, offset: offset, at: index.position)
        }
        guard case .bar(let offset) = evaluate(index) else { return nil }
        return .row(frame, offset: offset)
    }

    private func column(
        _ name: String, of frame: FrameObject, offset: Int, at position: SourcePosition
    ) -> ScanValue {
        guard let series = frame[name] else {
            _ = compiler.missingColumn(name, of: frame, at: position)
            return .failed
        }
        return read(series, lag: -offset, at: position)
    }
}
