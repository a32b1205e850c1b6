/// What comes after a statement.
enum Flow {
    case next
    case giveBack(Value)
    case leaveLoop, nextIteration
}

extension GraphCompiler {
    func execute(_ statements: [Statement]) -> Flow {
        for statement in statements {
            let flow = execute(statement)
            if case .next = flow { continue }
            return flow
        }
        return .next
    }

    private func execute(_ statement: Statement) -> Flow {
        guard spendStep(at: statement.position) else { return .giveBack(.failed) }
        guard let trace else {
            return deeper(at: statement.position) { executeKind(statement) } ?? .giveBack(.failed)
        }
        let outer = trace.dependence
        trace.dependence = []
        let flow =
            deeper(at: statement.position) { executeKind(statement) } ?? .giveBack(.failed)
        // Names carry what their values depend on; only what is given back goes on from here.
        if case .giveBack = flow {
            trace.dependence.formUnion(outer)
        } else {
            trace.dependence = outer
        }
        return flow
    }

    private func executeKind(_ statement: Statement) -> Flow {
        switch statement.kind {
        case .function(let definition):
            let function = makeFunction(
                definition.name, definition.parameters, .statements(definition.body))
            scope.set(definition.name, function, [])
        case .assign(let targets, let value):
            let result = evaluate(value)
            for target in targets { assign(result, to: target) }
        case .augmentedAssign(let target, let operation, let value):
            let left = maskedColumn(target) ?? evaluate(target)
            let right = evaluate(value)
            assign(binary(operation, left, right, at: statement.position), to: target)
        case .expression(let expression): _ = evaluate(expression)
        case .conditional(let condition, let then, let otherwise):
            return conditional(condition, then, otherwise)
        case .loop(let target, let iterable, let body):
            return loop(target, iterable, body, at: statement.position)
        case .giveBack(let value):
            return .giveBack(value.map(evaluate) ?? .none)
        case .pass: break
        case .breakLoop: return .leaveLoop
        case .continueLoop: return .nextIteration
        case .importNames(let names):
            for (path, bound) in names { importName(path, as: bound, at: statement.position) }
        case .assert(let condition, let message): check(condition, message)
        case .raise(let error): return raise(error, at: statement.position)
        case .attempt(let body): return execute(body)
        }
        return .next
    }

    private static let modules: [String: String] = [
        "pandas": "pandas", "numpy": "numpy", "vectorbt": "vectorbt", "talib": "talib",
        "math": "math", "typing": "typing", "__future__": "__future__",
    ]

    private func importName(_ path: String, as bound: String, at position: SourcePosition) {
        let root = String(path.prefix { $0 != "." })
        guard Self.modules[root] != nil else {
            let nearest =
                Self.modules.keys.sorted().joined(separator: ", ")
                + (["warnings", "logging"].contains(root)
                    ? "; the code runs without '\(root)'" : "")
            fail(
                .unsupported, "'\(root)' cannot be imported",
                hint: "strategies may import \(nearest)", at: position)
            scope.names[bound] = .failed
            return
        }
        scope.set(bound, .library(path), [])
    }

    private func check(_ condition: Expression, _ message: Expression?) {
        let value = evaluate(condition)
        if case .failed = value { return }
        let truth = truth(value, at: condition.position)
        trace?.decide("\(truth ?? false)")
        if truth == false {
            let text = message.map { self.text(evaluate($0)) } ?? ""
            fail(
                .execution, "the assertion fails" + (text.isEmpty ? "" : ": \(text)"),
                at: condition.position)
        }
    }

    private func raise(_ error: Expression?, at position: SourcePosition) -> Flow {
        var message = ""
        if let error, case .call(_, let arguments) = error.kind, let first = arguments.first {
            message = text(evaluate(first.value))
        }
        // While checking, only a raise that every parameter reaches is a fault, and that is not
        // known here: binding finds it.
        if !isChecking {
            fail(
                .execution,
                "the strategy raises an error" + (message.isEmpty ? "" : ": \(message)"),
                at: position)
        }
        return .giveBack(.failed)
    }

    // MARK: - Branches

    private func conditional(
        _ condition: Expression, _ then: [Statement], _ otherwise: [Statement]
    ) -> Flow {
        let value = evaluate(condition)
        if case .failed = value { return execute(undecided: [then, otherwise]) }
        let truth = truth(value, at: condition.position)
        trace?.decide("\(truth ?? false)")
        switch truth {
        case true?: return execute(then)
        case false?: return execute(otherwise)
        case nil:
            // Each branch copies and joins the names.
            guard spendStep(scope.names.count / 4, at: condition.position) else {
                return .giveBack(.failed)
            }
            return execute(undecided: [then, otherwise])
        }
    }

    /// Visits every branch from the same state and joins what they assign.
    private func execute(undecided branches: [[Statement]]) -> Flow {
        let before = scope.names
        var joined: [String: Value]?
        for branch in branches {
            scope.names = before
            switch execute(branch) {
            case .giveBack(let value): pendingReturns[pendingReturns.count - 1].append(value)
            case .next, .leaveLoop, .nextIteration:
                joined = joined.map { join($0, scope.names) } ?? scope.names
            }
        }
        scope.names = joined ?? before
        if joined == nil { return .giveBack(pendingReturns[pendingReturns.count - 1].removeLast()) }
        return .next
    }

    func join(_ left: [String: Value], _ right: [String: Value]) -> [String: Value] {
        left.merging(right) { join($0, $1) }
    }

    /// One value that stands for both.
    func join(_ left: Value, _ right: Value) -> Value {
        guard spendSilently(1) else { return .failed }
        switch (left, right) {
        case (.failed, _), (_, .failed): return .failed
        case (.none, let other), (let other, .none): return other
        case (.series(let a), .series(let b)):
            return .series(
                SeriesObject(
                    a.value, a.type == b.type ? a.type : .number, isOwn: a.isOwn && b.isOwn))
        case (.series, _), (_, .frame): return left
        case (_, .series): return right
        case (.tuple(let a), .tuple(let b)) where a.count == b.count:
            return .tuple(zip(a, b).map { join($0, $1) })
        default:
            guard let a = left.interval, let b = right.interval else { return left }
            if let x = left.number, let y = right.number, x == y, a.kind == b.kind { return left }
            if case .string(let x) = left, case .string(let y) = right, x == y { return left }
            return a.joined(with: b).map(Value.unknown) ?? left
        }
    }

    // MARK: - Loops

    private func loop(
        _ target: Expression, _ iterable: Expression, _ body: [Statement],
        at position: SourcePosition
    ) -> Flow {
        let source = evaluate(iterable)
        if case .failed = source { return .next }
        if let bars = barLoop(over: source, at: iterable.position) {
            compileScan(bars, target: target, body: body, at: position)
            return .next
        }
        if case .range(let start, let stop, let step) = source,
            knownRange(start, stop, step) == nil, isChecking
        {
            guard spendStep(scope.names.count, at: position) else { return .giveBack(.failed) }
            return checkLoop(target, from: start, to: stop, body)
        }
        guard let elements = elements(of: source, at: iterable.position) else { return .next }
        for element in elements {
            guard spendStep(at: position) else { return .giveBack(.failed) }
            assign(element, to: target)
            switch execute(body) {
            case .next, .nextIteration: continue
            case .leaveLoop: return .next
            case .giveBack(let value): return .giveBack(value)
            }
        }
        return .next
    }

    /// Visits the body of a loop whose bounds depend on parameters, for any round of it.
    private func checkLoop(
        _ target: Expression, from start: Value, to stop: Value, _ body: [Statement]
    ) -> Flow {
        guard let low = start.interval?.low, let high = stop.interval?.high else { return .next }
        let variable = Value.unknown(UnknownScalar(.int, low: low, high: high - 1))
        for _ in 0..<2 {
            let before = scope.names
            assign(variable, to: target)
            if case .giveBack(let value) = execute(body) {
                pendingReturns[pendingReturns.count - 1].append(value)
            }
            scope.names = before.merging(scope.names) { widened($0, $1) }
        }
        return .next
    }

    /// A scalar that grows or shrinks in a loop, without a bound in that direction.
    private func widened(_ before: Value, _ after: Value) -> Value {
        guard let a = before.interval, let b = after.interval, a.kind != .string, a != b,
            let joint = a.joined(with: b)
        else { return join(before, after) }
        return .unknown(
            UnknownScalar(
                joint.kind, low: b.low < a.low ? -.infinity : a.low,
                high: b.high > a.high ? .infinity : a.high))
    }

    /// The numbers of a range, where its bounds are known.
    func knownRange(_ start: Value, _ stop: Value, _ step: Value) -> [Int]? {
        guard let first = start.wholeNumber, let last = stop.wholeNumber,
            let by = step.wholeNumber, by != 0
        else { return nil }
        return Array(Swift.stride(from: first, to: last, by: by).prefix(Self.maxStepCount))
    }

    /// The elements that a loop goes through.
    func elements(of value: Value, at position: SourcePosition) -> [Value]? {
        let elements = listed(value, at: position)
        trace?.decide("\(elements?.count ?? -1)")
        guard let elements, spendStep(elements.count, at: position) else { return nil }
        return elements
    }

    private func listed(_ value: Value, at position: SourcePosition) -> [Value]? {
        switch value {
        case .failed: return nil
        case .list(let list): return list.elements
        case .tuple(let elements): return elements
        case .range(let start, let stop, let step):
            if let numbers = knownRange(start, stop, step) { return numbers.map(Value.int) }
            if isChecking, let low = start.interval?.low, let high = stop.interval?.high {
                return [.unknown(UnknownScalar(.int, low: low, high: high - 1))]
            }
        case .zipped(let sources):
            let columns = sources.compactMap { elements(of: $0, at: position) }
            guard columns.count == sources.count else { return nil }
            let count = columns.map(\.count).min() ?? 0
            guard spendStep(count * columns.count, at: position) else { return nil }
            return (0..<count).map { row in .tuple(columns.map { $0[row] }) }
        case .enumerated(let source, let start):
            return elements(of: source, at: position)?.enumerated().map { index, element in
                // Past the end of whole numbers the count goes on as a float, as arithmetic does.
                let (count, overflow) = start.addingReportingOverflow(index)
                let number = overflow ? Value.float(Double(start) + Double(index)) : .int(count)
                return .tuple([number, element])
            }
        case .dictionary(let dictionary): return dictionary.keyValues
        case .columns(let frame), .frame(let frame): return frame.names.map(Value.string)
        case .slots: return definition.slots.map { .string($0.name) }
        case .parameters: return definition.parameters.map { .string($0.name) }
        case .method(let base, "iterrows"), .method(let base, "itertuples"):
            _ = base
            fail(
                .unsupported, "rows cannot be looped over", hint: "for i in range(1, len(df)): …",
                at: position)
            return nil
        default: break
        }
        fail(
            .type, "\(value.noun) cannot be looped over here",
            hint: "loop over range(…), a list, or the bars: for i in range(1, len(df))",
            at: position)
        return nil
    }

    // MARK: - Functions

    /// Calls a function of the code: its body is run in place.
    func call(_ function: FunctionObject, _ call: Call) -> Value {
        if activeFunctions.contains(where: { $0 === function }) {
            return fail(
                .unsupported, "'\(function.name)' calls itself",
                hint: "recursion is not part of the language", at: call.position)
        }
        guard activeFunctions.count < Self.maxCallDepth else {
            return fail(.limit, "calls nest too deeply", at: call.position)
        }
        let names = function.parameters.map(\.name)
        let required = function.parameters.prefix { $0.defaultValue == nil }.count
        guard let bound = bind(call, to: names, required: required) else { return .failed }
        let inner = Scope(inside: function.scope)
        if case .statements = function.body { inner.reserve() }
        let outer = scope
        for parameter in function.parameters {
            if let item = call.items.first(where: { $0.name == parameter.name }) {
                inner.set(parameter.name, item.value, item.dependence)
            } else if bound.isGiven(parameter.name) {
                let index = names.firstIndex(of: parameter.name) ?? 0
                inner.set(parameter.name, call.items[index].value, call.items[index].dependence)
            } else if let value = parameter.defaultValue {
                scope = function.scope
                let (value, dependence) = isolated { evaluate(value) }
                inner.set(parameter.name, value, dependence)
            }
        }
        scope = inner
        activeFunctions.append(function)
        pendingReturns.append([])
        defer {
            scope = outer
            activeFunctions.removeLast()
        }
        var result: Value
        switch function.body {
        case .expression(let expression): result = evaluate(expression)
        case .statements(let statements):
            if case .giveBack(let value) = execute(statements) {
                result = value
            } else {
                result = .none
            }
        }
        if activeFunctions.count == 1 {
            for name in watchedNames {
                if case .series(let series)? = inner.names[name] { watched[name] = series.value }
            }
        }
        let pending = pendingReturns.removeLast()
        for value in pending {
            // A branch that raises gives nothing back.
            if case .failed = value { continue }
            if case .failed = result { result = value } else { result = join(result, value) }
        }
        return result
    }
}
