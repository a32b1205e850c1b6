/// A `for` over the bars: on which bar it starts, and what its names stand for on each bar.
struct BarLoop {
    indirect enum Binding {
        case barNumber(offset: Int)
        case element(SeriesObject)
        case row(FrameObject)
        case group([Binding])
    }

    var firstBar: Int
    var step: Int
    var binding: Binding
}

extension GraphCompiler {
    /// The loop over bars that an iterable means; nil where it means something else.
    func barLoop(over source: Value, at position: SourcePosition) -> BarLoop? {
        if case .range(let start, .barCount, let step) = source {
            guard
                let first = wholeNumber(
                    start, what: "the first bar", minimum: 0, code: .lookAhead,
                    hint: "start at 0 or later", at: position),
                let by = wholeNumber(step, what: "the step", minimum: 1, at: position)
            else { return BarLoop(firstBar: 0, step: 1, binding: .barNumber(offset: 0)) }
            return BarLoop(firstBar: first, step: by, binding: .barNumber(offset: 0))
        }
        return binding(over: source).map { BarLoop(firstBar: 0, step: 1, binding: $0) }
    }

    private func binding(over source: Value) -> BarLoop.Binding? {
        switch source {
        case .series(let series): return .element(series)
        case .axis: return .barNumber(offset: 0)
        case .zipped(let sources):
            let parts = sources.compactMap(binding)
            return parts.count == sources.count && !parts.isEmpty ? .group(parts) : nil
        case .enumerated(let inner, let start):
            return binding(over: inner).map { .group([.barNumber(offset: start), $0]) }
        case .range(let start, .barCount, let step):
            guard start.wholeNumber == 0, step.wholeNumber == 1 else { return nil }
            return .barNumber(offset: 0)
        default: return nil
        }
    }

    /// Compiles a loop over bars to one scan; the series that it writes become the scan's outputs.
    func compileScan(
        _ loop: BarLoop, target: Expression, body: [Statement], at position: SourcePosition
    ) {
        let state = AssignedNames.collect(in: body)
        var types: [String: ScanType] = [:]
        let reported = diagnostics
        for pass in 0..<6 {
            diagnostics = reported
            let scan = ScanCompiler(self, loop: loop, stateNames: state, types: types)
            scan.bind(target, to: loop.binding)
            scan.compile(body)
            let isStable = scan.types == types
            types = scan.types
            guard isStable || pass == 5 else { continue }
            if diagnostics.count == reported.count { scan.checkLists() }
            if diagnostics.count == reported.count { scan.install(at: position) }
            break
        }
        for name in state + AssignedNames.targets(of: target) {
            scope.names[name] = .loopState(name)
        }
    }

    /// `scan(lambda state, x, …: next, initial, a, …)`.
    func scan(_ arguments: BoundArguments) -> Value {
        guard case .function(let function)? = arguments["function"],
            case .expression(let body) = function.body, let first = function.parameters.first
        else {
            return fail(
                .type, "scan() takes a lambda", hint: "scan(lambda state, x: …, 0.0, close)",
                at: arguments.position)
        }
        let series = ["a", "b", "c", "d", "e", "f"].compactMap { arguments[$0] }
        guard series.count == function.parameters.count - 1 else {
            return fail(
                .argument,
                "the lambda takes \(function.parameters.count - 1) series and "
                    + "\(series.count) are given",
                hint: "scan(lambda state, x: …, 0.0, close)", at: arguments.position)
        }
        guard let initial = arguments["initial"], initial.isScalar else {
            return fail(
                .type, "the state's first value must be a number", at: arguments.position("initial")
            )
        }
        let loop = BarLoop(firstBar: 0, step: 1, binding: .barNumber(offset: 0))
        let outer = scope
        scope = Scope(inside: function.scope)
        defer { scope = outer }
        scope.names[first.name] = initial
        var types: [String: ScanType] = [:]
        let reported = diagnostics
        for pass in 0..<6 {
            diagnostics = reported
            let scan = ScanCompiler(self, loop: loop, stateNames: [first.name], types: types)
            for (parameter, value) in zip(function.parameters.dropFirst(), series) {
                guard let column = column(value, for: "'\(parameter.name)'", at: arguments.position)
                else { return .failed }
                scan.locals[parameter.name] = scan.input(column.value, column.type)
            }
            scan.assign(scan.evaluate(body), to: first.name, at: body.position)
            let isStable = scan.types == types
            types = scan.types
            guard isStable || pass == 5 else { continue }
            guard diagnostics.count == reported.count, !scan.didFail else { return .failed }
            return scan.installState(first.name, at: arguments.position)
        }
        return .failed
    }
}

extension GraphCompiler {
    /// An element of a list as the value of one bar.
    func listElement(
        _ element: Value, at position: SourcePosition
    ) -> (value: Int, type: SeriesType)? {
        switch element {
        case .none: return (builder.constant(.nan), .number)
        case .barValue(let series, let bar):
            return (builder.add(.latch(bar: bar), [series.value]), series.type)
        default: return column(element, for: "an element of the list", at: position)
        }
    }

    /// After a loop that appended to a list once a bar, the list is a series.
    func replace(_ list: ListObject, with series: SeriesObject) {
        list.series = series
        var place: Scope? = scope
        while let current = place {
            for (name, value) in current.names {
                if case .list(let other) = value, other === list {
                    current.names[name] = .series(series)
                }
            }
            place = current.outer
        }
    }

    /// The values that an expression takes bar by bar: `s.apply(lambda x: …)`, `[… for x in s]`.
    func mapBars(
        _ binding: BarLoop.Binding, at position: SourcePosition,
        _ body: (ScanCompiler) -> ScanValue
    ) -> Value {
        let loop = BarLoop(firstBar: 0, step: 1, binding: binding)
        let result = "the result"
        let count = diagnostics.count
        let scan = ScanCompiler(self, loop: loop, stateNames: [result], types: [:])
        scan.assign(body(scan), to: result, at: position)
        guard diagnostics.count == count, !scan.didFail else { return .failed }
        return scan.installState(result, at: position)
    }

    /// `s.apply(f)`, `s.map(f)` and `df.apply(f, axis=1)`.
    func applyToBars(
        _ function: Value, _ binding: BarLoop.Binding, _ arguments: BoundArguments
    ) -> Value {
        var more: [Value] = []
        if case .tuple(let values)? = arguments["args"] { more = values }
        switch function {
        case .function(let function):
            return mapBars(binding, at: arguments.position) { scan in
                scan.apply(function, to: binding, more, at: arguments.position)
            }
        case .library(let path):
            guard case .element(let series) = binding else { break }
            let item = Call.Item(value: .series(series), position: arguments.position)
            return callLibrary(
                path, Call(name: shortName(path), items: [item], position: arguments.position))
        case .dictionary(let dictionary):
            guard case .element(let series) = binding else { break }
            return lookUp(series, in: dictionary, at: arguments.position)
        default: break
        }
        return fail(
            .type, "\(arguments.call.name)() takes a function",
            hint: "s.apply(lambda x: 1 if x > 0 else 0)", at: arguments.position)
    }

    /// `s.map({1: 'a'})`: missing where the dictionary has no such key.
    private func lookUp(
        _ series: SeriesObject, in dictionary: DictionaryObject, at position: SourcePosition
    ) -> Value {
        var result = builder.constant(.nan)
        var isBoolean = true
        for (name, key) in zip(dictionary.keys, dictionary.keyValues).reversed() {
            guard let number = key.number,
                let value = dictionary[name].flatMap({ column($0, for: "a value", at: position) })
            else {
                return fail(.type, "map() takes numbers for numbers", at: position)
            }
            isBoolean = isBoolean && value.type == .boolean
            let isKey = self.number(.binary(.equal), series.value, builder.constant(number))
            result = self.number(.select, isKey, value.value, result)
        }
        return .series(SeriesObject(result, isBoolean ? .booleanOrMissing : .number))
    }
}

/// The names that statements assign.
enum AssignedNames {
    static func collect(in statements: [Statement]) -> [String] {
        var names: [String] = []
        for statement in statements {
            switch statement.kind {
            case .assign(let targets, _): names += targets.flatMap(Self.targets)
            case .augmentedAssign(let target, _, _): names += targets(of: target)
            case .conditional(_, let then, let otherwise):
                names += collect(in: then) + collect(in: otherwise)
            case .loop(_, _, let body): names += collect(in: body)
            case .attempt(let body): names += collect(in: body)
            default: break
            }
        }
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }

    /// The names that are assigned more than once, or on a branch or in a loop only.
    static func changing(in statements: [Statement]) -> [String] {
        var counts: [String: Int] = [:]
        for statement in statements {
            switch statement.kind {
            case .assign(let targets, _):
                for name in targets.flatMap(Self.targets) { counts[name, default: 0] += 1 }
            default:
                for name in collect(in: [statement]) { counts[name, default: 0] += 2 }
            }
        }
        return collect(in: statements).filter { counts[$0, default: 0] > 1 }
    }

    static func targets(of target: Expression) -> [String] {
        switch target.kind {
        case .name(let name): [name]
        case .tuple(let elements), .list(let elements): elements.flatMap(targets)
        default: []
        }
    }
}
