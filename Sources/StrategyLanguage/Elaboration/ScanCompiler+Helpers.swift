/// Where a helper's `return`s put its result.
struct HelperReturn {
    /// The registers of the result: one, or one for each element of a tuple.
    var registers: [Int] = []
    var types: [ScanType] = []
    var isTuple = false
    /// The jumps to the helper's end.
    var jumps: [Int] = []
    /// The result itself, where the only `return` stands at the end.
    var direct: ScanValue?
}

extension ScanCompiler {
    /// `s.apply(f)`: the function of what the loop is bound to.
    func apply(
        _ function: FunctionObject, to binding: BarLoop.Binding, _ more: [Value],
        at position: SourcePosition
    ) -> ScanValue {
        let values = [value(of: binding)] + more.map { ScanValue.outer($0) }
        return inline(function, values.map { _ in nil }, values, at: position)
    }

    /// A helper's body in place of its call.
    func inline(
        _ function: FunctionObject, _ names: [String?], _ values: [ScanValue],
        at position: SourcePosition
    ) -> ScanValue {
        if compiler.activeFunctions.contains(where: { $0 === function }) {
            compiler.fail(
                .unsupported, "'\(function.name)' calls itself",
                hint: "recursion is not part of the language", at: position)
            return .failed
        }
        guard let bindings = bindings(function, names, values, at: position) else { return .failed }
        let saved = (locals, registersByName, types, facts, hiddenNames, minBar)
        let (outerScope, outerDepth) = (compiler.scope, branchDepth)
        // A helper inside the strategy's own function would see the loop's names in Python.
        if function.scope.isInside(outerScope) {
            hiddenNames.formUnion(registersByName.keys)
            hiddenNames.formUnion(locals.keys)
        } else {
            hiddenNames = []
        }
        compiler.scope = function.scope
        compiler.activeFunctions.append(function)
        (locals, registersByName, types, facts.places) = (bindings, [:], [:], [:])
        branchDepth = 0
        defer {
            (locals, registersByName, types, facts, hiddenNames, minBar) = saved
            (compiler.scope, branchDepth) = (outerScope, outerDepth)
            compiler.activeFunctions.removeLast()
        }
        switch function.body {
        case .expression(let body): return evaluate(body)
        case .statements(let statements): return inlineBody(statements, at: position)
        }
    }

    private func bindings(
        _ function: FunctionObject, _ names: [String?], _ values: [ScanValue],
        at position: SourcePosition
    ) -> [String: ScanValue]? {
        var bindings: [String: ScanValue] = [:]
        for (index, value) in values.enumerated() {
            if let name = names[index] {
                bindings[name] = value
            } else if index < function.parameters.count {
                bindings[function.parameters[index].name] = value
            } else {
                compiler.fail(
                    .argument,
                    "\(function.name)() takes at most \(function.parameters.count) arguments",
                    at: position)
                return nil
            }
        }
        for parameter in function.parameters where bindings[parameter.name] == nil {
            guard let fallback = parameter.defaultValue else {
                compiler.fail(
                    .argument, "\(function.name)() needs '\(parameter.name)'", at: position)
                return nil
            }
            bindings[parameter.name] = .outer(compiler.evaluate(fallback))
        }
        return bindings
    }

    private func inlineBody(_ statements: [Statement], at position: SourcePosition) -> ScanValue {
        for name in AssignedNames.changing(in: statements) {
            let register = newRegister()
            registersByName[name] = register
            if let value = locals.removeValue(forKey: name) {
                assign(value, to: name, at: position)
            }
        }
        returns.append(HelperReturn())
        execute(statements)
        var result = returns.removeLast()
        if let direct = result.direct, result.registers.isEmpty { return direct }
        guard !result.registers.isEmpty else { return .outer(.none) }
        if !leaves(statements) {
            for (index, register) in result.registers.enumerated() {
                instructions.append(.move(from: constantRegister(ScanProgram.none), into: register))
                result.types[index].mayBeNone = true
            }
        }
        for jump in result.jumps { patch(jump) }
        let parts = zip(result.registers, result.types).map { ScanValue.register($0, $1) }
        return result.isTuple ? .group(parts) : parts[0]
    }

    /// `return` in a helper.
    func giveBack(_ expression: Expression?, at position: SourcePosition) {
        let value = expression.map(evaluate) ?? .outer(.none)
        if case .failed = value { return }
        // A `return` at the end may give anything; one on a branch gives numbers.
        if returns[returns.count - 1].registers.isEmpty, branchDepth == 0 {
            returns[returns.count - 1].direct = copied(value, at: position)
            return
        }
        var parts = [value]
        var isTuple = false
        switch value {
        case .group(let elements): (parts, isTuple) = (elements, true)
        case .outer(.tuple(let elements)): (parts, isTuple) = (elements.map { .outer($0) }, true)
        default: break
        }
        var result = returns[returns.count - 1]
        if result.registers.isEmpty {
            result.registers = parts.map { _ in newRegister() }
            result.types = []
            result.isTuple = isTuple
        }
        guard parts.count == result.registers.count, isTuple == result.isTuple else {
            compiler.fail(
                .type, "the helper returns different numbers of values", at: position)
            return
        }
        for (index, part) in parts.enumerated() {
            guard let (register, type) = materialized(part, allowsNone: true, at: position) else {
                return
            }
            instructions.append(.move(from: register, into: result.registers[index]))
            if index < result.types.count {
                result.types[index] = result.types[index].joined(with: type)
            } else {
                result.types.append(type)
            }
        }
        result.jumps.append(jumpPlaceholder())
        returns[returns.count - 1] = result
    }
}
