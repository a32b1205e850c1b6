import AlmanacCore
import Glibc

extension GraphCompiler {
    /// What an expression stands for; faults are reported and give `.failed`.
    func evaluate(_ expression: Expression) -> Value {
        guard spendStep(at: expression.position) else { return .failed }
        guard let trace else {
            return deeper(at: expression.position) { evaluateKind(expression) } ?? .failed
        }
        return traced(expression, trace) {
            deeper(at: expression.position) { evaluateKind(expression) } ?? .failed
        }
    }

    private func evaluateKind(_ expression: Expression) -> Value {
        let position = expression.position
        switch expression.kind {
        case .name(let name): return lookUp(name, at: position)
        case .integer(let value): return .int(value)
        case .float(let value): return .float(value)
        case .string(let value): return .string(value)
        case .formattedString(let pieces):
            return joinedText(pieces.map(text(of:)), at: position)
        case .bool(let value): return .bool(value)
        case .none: return .none
        case .list(let elements):
            return limited(.list(ListObject(elements.map(evaluate))), at: position)
        case .tuple(let elements): return limited(.tuple(elements.map(evaluate)), at: position)
        case .dictionary(let members): return limited(dictionary(members), at: position)
        case .unary(let operation, let operand):
            return unary(operation, evaluate(operand), at: position)
        case .binary(let operation, let left, let right):
            return binary(operation, evaluate(left), evaluate(right), at: position)
        case .logical(let isAnd, let operands): return logical(isAnd, operands)
        case .comparison(let first, let links): return comparison(first, links)
        case .call(let callee, let arguments): return call(callee, arguments, at: position)
        case .attribute(let base, let name):
            return attribute(name, of: evaluate(base), at: position)
        case .subscripted(let base, let index):
            return element(of: evaluate(base), at: index, position)
        case .slice:
            return fail(.syntax, "a slice may only stand in square brackets", at: position)
        case .conditional(let condition, let then, let otherwise):
            return choose(condition, then, otherwise)
        case .lambda(let parameters, let body):
            return makeFunction("lambda", parameters, .expression(body))
        case .comprehension(let element, let clauses):
            return comprehension(element, clauses)
        case .dictionaryComprehension(let key, let value, let clauses):
            return dictionary(key, value, clauses)
        }
    }

    private func lookUp(_ name: String, at position: SourcePosition) -> Value {
        if let value = scope.lookUp(name) {
            if let trace { trace.dependence.formUnion(scope.dependence(of: name, trace)) }
            if case .loopState(let variable) = value {
                reportLoopState(variable, at: position)
                return .failed
            }
            return value
        }
        if let path = Self.globals[name] { return .library(path) }
        if let hint = Self.refusedNames[name] {
            return fail(
                .unsupported, "'\(name)' is not part of the language", hint: hint, at: position)
        }
        // `if __name__ == '__main__':` guards what runs outside a backtest.
        if name == "__name__" { return .string("strategy") }
        let known = scope.visibleNames + Self.globals.keys.sorted()
        let nearest = self.nearest(to: name, among: known)
        return fail(
            .name, "'\(name)' is not defined", hint: nearest.map { "did you mean '\($0)'?" },
            at: position)
    }

    /// Python's names that reach outside a strategy, and why there are none of them.
    private static let refusedNames: [String: String] = [
        "eval": "write the expression itself", "exec": "write the statements themselves",
        "open": "name the data in data_schema and bind it at run time",
        "input": "use a parameter: params['name']", "__import__": "strategies are self-contained",
        "globals": "use names directly", "locals": "use names directly",
        "getattr": "write the attribute: df.close", "setattr": "assign to a name",
        "vars": "use names directly", "dir": "use names directly",
        "map": "write a list comprehension", "filter": "write a list comprehension with if",
        "set": "write a list", "iter": "loop over the list itself", "next": "index the list",
    ]

    /// The names that exist without an import.
    static let globals: [String: String] = {
        var globals = [
            "pd": "pandas", "np": "numpy", "vbt": "vectorbt",
            "talib": "talib", "math": "math", "pandas": "pandas",
            "numpy": "numpy", "vectorbt": "vectorbt",
        ]
        for name in LibraryFunctions.table.keys where name.hasPrefix("python.") {
            globals[String(name.dropFirst("python.".count))] = name
        }
        return globals
    }()

    // MARK: - Text

    /// A string of parts, unless it grows too long.
    func joinedText(_ parts: [String], at position: SourcePosition) -> Value {
        guard parts.reduce(0, { $0 + $1.utf8.count }) <= Self.maxTextLength else {
            return fail(
                .limit, "a string is longer than \(Self.maxTextLength) bytes", at: position)
        }
        return .string(parts.joined())
    }

    private func text(of piece: FormattedPiece) -> String {
        switch piece {
        case .text(let text): text
        case .field(let expression, let format): text(evaluate(expression), format: format)
        }
    }

    /// A value as `str()` would show it; series and other objects by what they are.
    func text(_ value: Value, format: String = "") -> String {
        switch value {
        case .string(let text): text
        case .bool(let truth): truth ? "True" : "False"
        case .int(let number): String(number)
        case .float(let number): Self.text(number, format: format)
        case .none: "None"
        default: "<\(value.noun)>"
        }
    }

    private static func text(_ number: Double, format: String) -> String {
        let plain = number.isNaN ? "nan" : number.isInfinite ? "inf" : "\(number)"
        guard format.hasPrefix("."), let decimals = Int(format.dropFirst().prefix { $0.isNumber }),
            decimals <= 12
        else { return plain }
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        guard number.magnitude * scale < 1e15 else { return plain }
        let rounded = Int((number.magnitude * scale).rounded(.toNearestOrEven))
        let whole = rounded / Int(scale)
        let fraction = String(rounded % Int(scale))
        let padded =
            String(repeating: "0", count: decimals - min(decimals, fraction.count)) + fraction
        return (number < 0 ? "-" : "") + "\(whole)" + (decimals > 0 ? "." + padded : "")
    }

    // MARK: - Truth

    /// Whether a scalar is true; nil where it is not known, or with a diagnostic for a series.
    func truth(_ value: Value, at position: SourcePosition) -> Bool? {
        switch value {
        case .none: return false
        case .string(let text): return !text.isEmpty
        case .list(let list): return !list.elements.isEmpty
        case .tuple(let elements): return !elements.isEmpty
        case .dictionary(let dictionary): return !dictionary.keys.isEmpty
        case .unknown(let scalar):
            return scalar.kind != .string && (scalar.low > 0 || scalar.high < 0) ? true : nil
        case .series, .barValue:
            fail(
                .type, "a series has no single truth value",
                hint: "combine series with & | ~ instead of and, or, not; choose with np.where",
                at: position)
            return nil
        case .barCount:
            reportBarCount(at: position)
            return nil
        default: return value.number.map { $0 != 0 }
        }
    }

    private func logical(_ isAnd: Bool, _ operands: [Expression]) -> Value {
        var result = Value.none
        var isUndecided = false
        for operand in operands {
            result = evaluate(operand)
            switch result {
            case .failed: return .failed
            case .series:
                return fail(
                    .type, "'\(isAnd ? "and" : "or")' does not work on series",
                    hint: "write (a) \(isAnd ? "&" : "|") (b), each side in brackets",
                    at: operand.position)
            default: break
            }
            let truth = truth(result, at: operand.position)
            trace?.decide("\(truth ?? false)")
            switch truth {
            case nil:
                if case .unknown = result { isUndecided = true } else { return .failed }
            case let truth? where truth != isAnd:
                return isUndecided ? .unknown(.truth) : result
            default: break
            }
        }
        return isUndecided ? .unknown(.truth) : result
    }

    private func choose(
        _ condition: Expression, _ then: Expression, _ otherwise: Expression
    ) -> Value {
        let value = evaluate(condition)
        if case .failed = value { return .failed }
        if case .series = value {
            return fail(
                .type, "a conditional expression chooses by a scalar, not by a series",
                hint: "np.where(condition, a, b)", at: condition.position)
        }
        let truth = truth(value, at: condition.position)
        trace?.decide("\(truth ?? false)")
        switch truth {
        case true?: return evaluate(then)
        case false?: return evaluate(otherwise)
        case nil: return join(evaluate(then), evaluate(otherwise))
        }
    }

    func comprehension(_ element: Expression, _ clauses: [ComprehensionClause]) -> Value {
        if clauses.count == 1, let clause = clauses.first, clause.conditions.isEmpty {
            let diagnosticCount = diagnostics.count
            let source = evaluate(clause.iterable)
            if let loop = barLoop(over: source, at: clause.iterable.position), loop.firstBar == 0,
                loop.step == 1
            {
                return mapBars(loop.binding, at: element.position) { scan in
                    scan.bind(clause.target, to: loop.binding)
                    return scan.evaluate(element)
                }
            }
            if diagnostics.count > diagnosticCount { return .failed }
        }
        let outer = scope
        scope = Scope(inside: outer)
        defer { scope = outer }
        var results: [Value] = []
        let isWhole = collect(element, clauses[...], into: &results)
        return isWhole
            ? limited(.list(ListObject(results)), at: element.position) : .failed
    }

    private func collect(
        _ element: Expression, _ clauses: ArraySlice<ComprehensionClause>,
        into results: inout [Value]
    ) -> Bool {
        guard let clause = clauses.first else {
            results.append(evaluate(element))
            return true
        }
        let source = evaluate(clause.iterable)
        guard let elements = elements(of: source, at: clause.iterable.position) else {
            return false
        }
        for value in elements {
            guard spendStep(at: element.position) else { return false }
            assign(value, to: clause.target)
            let conditions = clause.conditions.map { truth(evaluate($0), at: $0.position) }
            trace?.decide("\(conditions.contains(false))")
            if conditions.contains(false) { continue }
            if !collect(element, clauses.dropFirst(), into: &results) { return false }
        }
        return true
    }

    // MARK: - Calls

    private func call(
        _ callee: Expression, _ arguments: [Argument], at position: SourcePosition
    ) -> Value {
        let (function, calleeDependence) = isolated { evaluate(callee) }
        // What is only printed reaches no signal, so that it may be anything.
        if case .library("python.print") = function { return .none }
        if case .failed = function {
            for argument in arguments { _ = evaluate(argument.value) }
            return .failed
        }
        let items = arguments.flatMap(items)
        let place = callPosition(callee)
        switch function {
        case .function(let function):
            // What the arguments depend on goes into the function with each of them.
            trace?.dependence = calleeDependence
            return call(function, Call(name: function.name, items: items, position: place))
        case .library(let path):
            return answered(Call(name: shortName(path), items: items, position: place)) {
                callLibrary(path, $0)
            }
        case .method(let receiver, let name):
            return answered(Call(name: name, items: items, position: place)) {
                callMethod(name, on: receiver, $0)
            }
        case .indicator, .series:
            return fail(.type, "\(function.noun) cannot be called", at: position)
        default: return fail(.type, "\(function.noun) cannot be called", at: position)
        }
    }

    /// The items that an argument passes: one, or those of a list or dictionary that it spreads.
    private func items(_ argument: Argument) -> [Call.Item] {
        let (value, dependence) = isolated { evaluate(argument.value) }
        let position = argument.value.position
        guard argument.isSpread else {
            return [
                Call.Item(
                    name: argument.name, value: value, position: position,
                    dependence: dependence)
            ]
        }
        if case .dictionary(let dictionary) = value,
            spendStep(dictionary.keys.count, at: position)
        {
            return dictionary.keys.compactMap { name in
                dictionary[name].map {
                    Call.Item(
                        name: name, value: $0, position: position, dependence: dependence)
                }
            }
        }
        guard let elements = elements(of: value, at: position) else {
            return [Call.Item(value: .failed, position: position)]
        }
        return elements.map {
            Call.Item(value: $0, position: position, dependence: dependence)
        }
    }

    /// The result of a call; where it has none and nothing says why, that is a fault of its own.
    private func answered(_ call: Call, _ body: (Call) -> Value) -> Value {
        let failures = failureCount
        let result = body(call)
        guard case .failed = result, failureCount == failures, !hasErrors else { return result }
        return fail(
            .argument, "\(call.name)() does not work with these arguments", at: call.position)
    }

    private func callPosition(_ callee: Expression) -> SourcePosition {
        guard case .attribute = callee.kind else { return callee.position }
        return SourcePosition(line: callee.position.line, column: callee.position.column + 1)
    }

    func shortName(_ path: String) -> String {
        let alias = ["pandas": "pd", "numpy": "np", "vectorbt": "vbt", "python": ""]
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2, let prefix = alias[parts[0]] else { return path }
        return prefix.isEmpty ? parts[1] : "\(prefix).\(parts[1])"
    }
}
