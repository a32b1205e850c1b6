extension ScanCompiler {
    func call(
        _ callee: Expression, _ arguments: [Argument], at position: SourcePosition
    ) -> ScanValue {
        guard isInvariant(callee) else {
            compiler.fail(
                .unsupported, "this cannot be called in a loop over bars",
                hint: "compute series before the loop and read them with x.iloc[i]", at: position)
            return .failed
        }
        if let spread = arguments.first(where: \.isSpread) {
            compiler.fail(
                .unsupported, "'*' arguments are not available in a loop over bars",
                hint: "pass each argument by itself", at: spread.value.position)
            return .failed
        }
        let function = compiler.evaluate(callee)
        let values = arguments.map { evaluate($0.value) }
        for value in values { if case .failed = value { return .failed } }
        switch function {
        case .function(let definition): return inline(definition, arguments, values, at: position)
        case .library(let path): return callLibrary(path, values, at: position)
        case .failed: return .failed
        default:
            compiler.fail(
                .unsupported, "\(function.noun) cannot be called in a loop over bars",
                hint: "compute series before the loop and read them with x.iloc[i]", at: position)
            return .failed
        }
    }

    /// Functions of one number by their full names.
    private static let unary: [String: UnaryFunction] = {
        var table: [String: UnaryFunction] = [
            "python.abs": .abs, "python.int": .truncate, "math.fabs": .abs, "math.floor": .floor,
            "math.ceil": .ceil, "math.trunc": .truncate, "math.isnan": .isMissing,
            "math.isfinite": .isFinite, "math.sqrt": .sqrt, "math.exp": .exp, "math.log": .log,
            "math.log10": .log10, "math.log2": .log2, "math.log1p": .log1p, "math.tanh": .tanh,
            "pandas.isna": .isMissing, "pandas.isnull": .isMissing,
        ]
        for (name, function) in NumPyFunctions.unary { table["numpy.\(name)"] = function }
        return table
    }()

    private static let truths: Set<UnaryFunction> = [.isMissing, .isFinite, .isInfinite]

    private func callLibrary(
        _ path: String, _ values: [ScanValue], at position: SourcePosition
    ) -> ScanValue {
        if let function = Self.unary[path], values.count == 1 {
            let isTruth = Self.truths.contains(function)
            guard let value = materialized(values[0], allowsNone: isTruth, at: position) else {
                return .failed
            }
            let result = newRegister()
            instructions.append(.unary(function, value.register, into: result))
            return .register(result, isTruth ? .boolean : .number)
        }
        if path.hasPrefix("numpy."), values.count == 2,
            let function = NumPyFunctions.binary[String(path.dropFirst(6))]
        {
            guard let a = materialized(values[0], at: position),
                let b = materialized(values[1], at: position)
            else { return .failed }
            let result = newRegister()
            instructions.append(.binary(function, a.register, b.register, into: result))
            return .register(result, .number)
        }
        switch path {
        case "python.max", "python.min":
            return extremum(values, isMax: path == "python.max", at: position)
        case "python.float", "numpy.float64":
            return values.first.flatMap { materialized($0, at: position) }
                .map { .register($0.register, .number) } ?? .failed
        case "python.bool":
            return values.first.flatMap { truthRegister(of: $0, at: position) }
                .map { .register($0, .boolean) } ?? .failed
        case "pandas.notna", "pandas.notnull":
            guard case .register(let missing, _) = callLibrary("pandas.isna", values, at: position)
            else { return .failed }
            let result = newRegister()
            instructions.append(.unary(.not, missing, into: result))
            return .register(result, .boolean)
        case "python.round", "numpy.round": return round(values, at: position)
        case "numpy.where" where values.count == 3:
            guard let condition = truthRegister(of: values[0], at: position),
                let a = materialized(values[1], at: position),
                let b = materialized(values[2], at: position)
            else { return .failed }
            let result = newRegister()
            instructions.append(.select(condition, a.register, b.register, into: result))
            return .register(result, a.type.joined(with: b.type))
        case "python.len":
            if case .outer(let value)? = values.first, value.isScalar { return .failed }
        default: break
        }
        compiler.fail(
            .unsupported, "\(compiler.shortName(path)) is not available in a loop over bars",
            hint: "compute series before the loop and read them with x.iloc[i]", at: position)
        return .failed
    }

    private func round(_ values: [ScanValue], at position: SourcePosition) -> ScanValue {
        var decimals = 0
        if values.count == 2 {
            guard case .outer(let value) = values[1], let number = value.wholeNumber else {
                return .failed
            }
            decimals = number
        }
        guard let value = values.first.flatMap({ materialized($0, at: position) }) else {
            return .failed
        }
        let result = newRegister()
        instructions.append(.round(decimals: decimals, value.register, into: result))
        return .register(result, .number)
    }

    /// Python's `max` and `min`: the first of equal ones, and a NaN only where it stands first.
    private func extremum(
        _ values: [ScanValue], isMax: Bool, at position: SourcePosition
    ) -> ScanValue {
        var parts = values
        if values.count == 1, case .group(let elements) = values[0] { parts = elements }
        guard let first = parts.first, var best = materialized(first, at: position) else {
            return .failed
        }
        for value in parts.dropFirst() {
            guard let next = materialized(value, at: position) else { return .failed }
            let isBetter = newRegister()
            let result = newRegister()
            instructions.append(
                .binary(isMax ? .greater : .less, next.register, best.register, into: isBetter))
            instructions.append(.select(isBetter, next.register, best.register, into: result))
            best = (result, best.type.joined(with: next.type))
        }
        return .register(best.register, best.type)
    }

    // MARK: - Functions of the code

    /// A helper's body in place of its call: assignments and one `return` at its end.
    private func inline(
        _ function: FunctionObject, _ arguments: [Argument], _ values: [ScanValue],
        at position: SourcePosition
    ) -> ScanValue {
        if compiler.activeFunctions.contains(where: { $0 === function }) {
            compiler.fail(
                .unsupported, "'\(function.name)' calls itself",
                hint: "recursion is not part of the language", at: position)
            return .failed
        }
        var bindings: [String: ScanValue] = [:]
        for (index, value) in values.enumerated() {
            if let name = arguments[index].name {
                bindings[name] = value
            } else if index < function.parameters.count {
                bindings[function.parameters[index].name] = value
            }
        }
        for parameter in function.parameters where bindings[parameter.name] == nil {
            guard let fallback = parameter.defaultValue else {
                compiler.fail(
                    .argument, "\(function.name)() needs '\(parameter.name)'", at: position)
                return .failed
            }
            bindings[parameter.name] = .outer(compiler.evaluate(fallback))
        }
        let saved = (locals, stateRegistersHidden)
        let outerScope = compiler.scope
        compiler.scope = function.scope
        compiler.activeFunctions.append(function)
        locals = bindings
        stateRegistersHidden = true
        defer {
            (locals, stateRegistersHidden) = saved
            compiler.scope = outerScope
            compiler.activeFunctions.removeLast()
        }
        switch function.body {
        case .expression(let body): return evaluate(body)
        case .statements(let statements): return inlineBody(statements, at: position)
        }
    }

    private func inlineBody(_ statements: [Statement], at position: SourcePosition) -> ScanValue {
        for statement in statements {
            switch statement.kind {
            case .expression, .pass: continue
            case .assign(let targets, let value):
                guard targets.count == 1, case .name(let name) = targets[0].kind else { break }
                locals[name] = copied(evaluate(value), at: statement.position)
                continue
            case .giveBack(let value?): return evaluate(value)
            case .conditional(let condition, let then, let otherwise):
                if let result = inlineChoice(
                    condition, then, otherwise, rest: statements, statement)
                {
                    return result
                }
            default: break
            }
            compiler.fail(
                .unsupported, "a helper called in a loop over bars has assignments and one return",
                hint: "write it as one expression", at: statement.position)
            return .failed
        }
        return .outer(.none)
    }

    /// `if c: return a` followed by `return b`, or with `else`.
    private func inlineChoice(
        _ condition: Expression, _ then: [Statement], _ otherwise: [Statement],
        rest: [Statement], _ statement: Statement
    ) -> ScanValue? {
        guard then.count == 1, case .giveBack(let first?) = then[0].kind else { return nil }
        let following =
            otherwise.isEmpty
            ? rest.filter {
                ($0.position.line, $0.position.column)
                    > (statement.position.line, statement.position.column)
            } : otherwise
        guard following.count == 1, case .giveBack(let second?) = following[0].kind else {
            return nil
        }
        return evaluate(
            Expression(
                .conditional(condition: condition, then: first, otherwise: second),
                at: condition.position))
    }
}
