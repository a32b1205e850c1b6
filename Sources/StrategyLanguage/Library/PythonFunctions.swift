import Glibc

/// Python's own functions and those of `math`, on scalars, lists and where it makes sense series.
enum PythonFunctions {
    static let table: [String: Callable] =
        numbers
        .merging(sequences) { first, _ in first }
        .merging(mathematics) { first, _ in first }
        .merging(errors) { first, _ in first }

    // MARK: - Numbers

    private static let numbers: [String: Callable] = [
        "python.abs": Callable("x /") { compiler, _, arguments in
            guard let value = arguments["x"] else { return .failed }
            if case .series(let series) = value {
                return compiler.series(.unary(.abs), [series.value])
            }
            return compiler.mapScalar(value, arguments) { $0.magnitude }
        },
        "python.min": extremum(isMax: false), "python.max": extremum(isMax: true),
        "python.round": Callable("number / ndigits") { compiler, _, arguments in
            compiler.roundScalar(arguments)
        },
        "python.int": Callable("x /") { compiler, _, arguments in
            compiler.wholeScalar(arguments)
        },
        "python.float": Callable("x /") { compiler, _, arguments in
            guard let value = arguments["x"] else { return .failed }
            if case .string(let text) = value {
                let specials: [String: Double] = [
                    "nan": .nan, "inf": .infinity, "-inf": -.infinity,
                ]
                if let number = specials[text.lowercased()] ?? Double(text) {
                    return .float(number)
                }
            }
            if case .unknown(let scalar) = value, scalar.kind != .string {
                return .unknown(UnknownScalar(.float, low: scalar.low, high: scalar.high))
            }
            return compiler.realNumber(
                value, what: "the argument of float()", at: arguments.position
            )
            .map(Value.float) ?? .failed
        },
        "python.bool": Callable("x /") { compiler, _, arguments in
            guard let value = arguments["x"] else { return .bool(false) }
            if case .unknown = value { return .unknown(.truth) }
            return compiler.truth(value, at: arguments.position).map(Value.bool) ?? .failed
        },
        "python.pow": Callable("base exp /") { compiler, _, arguments in
            guard let base = arguments["base"], let power = arguments["exp"] else { return .failed }
            return compiler.binary(.power, base, power, at: arguments.position)
        },
        "python.str": Callable("x /") { compiler, _, arguments in
            .string(compiler.text(arguments["x"] ?? .none))
        },
        "python.print": Callable("a b c d e f g h sep end") { _, _, _ in .none },
        "python.isinstance": Callable("value types /") { compiler, _, arguments in
            compiler.isInstance(arguments)
        },
    ]

    private static func extremum(isMax: Bool) -> Callable {
        let name = isMax ? "max" : "min"
        return Callable("a / b c d e f g h i j k l default") { compiler, _, arguments in
            if arguments.isGiven("default") {
                return compiler.fail(
                    .unsupported, "\(name)() takes at most 12 numbers here",
                    hint: "give them as a list: \(name)([a, b, …])", at: arguments.position)
            }
            var values: [Value] = []
            for parameter in "abcdefghijkl".map(String.init) {
                if let value = arguments[parameter] { values.append(value) }
            }
            if values.count == 1 {
                if case .series = values[0] {
                    let refusal = Refusal.wholeSample(name)
                    return compiler.fail(
                        refusal.code, "\(name)() \(refusal.message)", hint: refusal.hint,
                        at: arguments.position)
                }
                guard let elements = compiler.elements(of: values[0], at: arguments.position) else {
                    return .failed
                }
                values = elements
            }
            return compiler.extremum(values, isMax: isMax, at: arguments.position)
        }
    }

    // MARK: - Sequences

    private static let sequences: [String: Callable] = [
        "python.len": Callable("x /") { compiler, _, arguments in
            switch arguments["x"] {
            case .list(let list)?: return .int(list.elements.count)
            case .tuple(let elements)?: return .int(elements.count)
            case .dictionary(let dictionary)?: return .int(dictionary.keys.count)
            case .string(let text)?: return .int(text.count)
            case .columns(let frame)?: return .int(frame.names.count)
            case .slots?: return .int(compiler.definition.slots.count)
            case .series?, .frame?, .axis?: return .barCount
            case let value?:
                return compiler.fail(
                    .type, "len() does not work on \(value.noun)", at: arguments.position)
            case nil: return .failed
            }
        },
        "python.range": Callable("a / b step") { compiler, _, arguments in
            for name in ["a", "b", "step"] {
                guard let bound = arguments[name] else { continue }
                if case .barCount = bound { continue }
                guard bound.isScalar else {
                    return compiler.fail(
                        .type, "range() takes whole numbers, not \(bound.noun)",
                        at: arguments.position(name))
                }
            }
            let first = arguments["a"] ?? .int(0)
            let step = arguments["step"] ?? .int(1)
            guard let second = arguments["b"] else {
                return .range(start: .int(0), stop: first, step: step)
            }
            return .range(start: first, stop: second, step: step)
        },
        "python.sum": Callable("values / start") { compiler, _, arguments in
            guard let values = arguments["values"] else { return .failed }
            if case .series = values {
                let refusal = Refusal.wholeSample("sum")
                return compiler.fail(
                    refusal.code, "sum() \(refusal.message)", hint: refusal.hint,
                    at: arguments.position)
            }
            guard let elements = compiler.elements(of: values, at: arguments.position) else {
                return .failed
            }
            var total = arguments["start"] ?? .int(0)
            for element in elements {
                total = compiler.binary(.add, total, element, at: arguments.position)
            }
            return total
        },
        "python.zip": Callable("a / b c d e f g h") { compiler, _, arguments in
            let sources = ["a", "b", "c", "d", "e", "f", "g", "h"].compactMap { arguments[$0] }
            return compiler.limited(.zipped(sources), at: arguments.position)
        },
        "python.enumerate": Callable("values / start") { compiler, _, arguments in
            let start = arguments["start"]?.wholeNumber ?? 0
            return compiler.limited(
                .enumerated(arguments["values"] ?? .failed, start: start), at: arguments.position)
        },
        "python.iter": copy(isTuple: false),
        "python.next": Callable("values / default") { compiler, _, arguments in
            guard let values = arguments["values"],
                let elements = compiler.elements(of: values, at: arguments.position)
            else { return .failed }
            return elements.first ?? arguments["default"] ?? .none
        },
        "python.list": copy(isTuple: false), "python.tuple": copy(isTuple: true),
        "python.dict": Callable("items **") { compiler, _, arguments in
            compiler.makeDictionary(arguments)
        },
        "python.set": copy(isTuple: false), "python.frozenset": copy(isTuple: false),
        "python.any": decision(isAll: false), "python.all": decision(isAll: true),
        "python.sorted": Callable("values / reverse") { compiler, _, arguments in
            guard let values = arguments["values"],
                let elements = compiler.elements(of: values, at: arguments.position)
            else { return .failed }
            let numbers = elements.compactMap(\.number)
            guard numbers.count == elements.count else {
                return compiler.fail(
                    .unsupported, "sorted() works on known numbers", at: arguments.position)
            }
            let order = elements.indices.sorted { numbers[$0] < numbers[$1] }
            let sorted = order.map { elements[$0] }
            let isReversed = compiler.truthArgument(arguments, "reverse", default: false) ?? false
            return .list(ListObject(isReversed ? sorted.reversed() : sorted))
        },
        "python.reversed": Callable("values /") { compiler, _, arguments in
            guard let values = arguments["values"] else { return .failed }
            if case .series = values { return compiler.refuseSlice(at: arguments.position) }
            return compiler.elements(of: values, at: arguments.position)
                .map { .list(ListObject($0.reversed())) } ?? .failed
        },
    ]

    private static func copy(isTuple: Bool) -> Callable {
        Callable("values") { compiler, _, arguments in
            guard let values = arguments["values"] else {
                return isTuple ? .tuple([]) : .list(ListObject([]))
            }
            guard let elements = compiler.elements(of: values, at: arguments.position) else {
                return .failed
            }
            return isTuple ? .tuple(elements) : .list(ListObject(elements))
        }
    }

    private static func decision(isAll: Bool) -> Callable {
        Callable("values /") { compiler, _, arguments in
            guard let values = arguments["values"],
                let elements = compiler.elements(of: values, at: arguments.position)
            else { return .failed }
            var isUndecided = false
            for element in elements {
                switch compiler.truth(element, at: arguments.position) {
                case let truth? where truth != isAll: return .bool(!isAll)
                case nil: isUndecided = true
                default: break
                }
            }
            return isUndecided ? .unknown(.truth) : .bool(isAll)
        }
    }

    // MARK: - math

    static let functions: [String: @Sendable (Double) -> Double] = [
        "sqrt": { $0.squareRoot() }, "exp": { Glibc.exp($0) }, "log10": { Glibc.log10($0) },
        "log2": { Glibc.log2($0) }, "log1p": { Glibc.log1p($0) }, "expm1": { Glibc.expm1($0) },
        "fabs": { $0.magnitude }, "tanh": { Glibc.tanh($0) }, "sin": { Glibc.sin($0) },
        "cos": { Glibc.cos($0) }, "tan": { Glibc.tan($0) }, "atan": { Glibc.atan($0) },
        "asin": { Glibc.asin($0) }, "acos": { Glibc.acos($0) },
    ]

    private static let mathematics: [String: Callable] = {
        var table: [String: Callable] = [
            "math.log": Callable("x / base") { compiler, _, arguments in
                guard let value = arguments["x"] else { return .failed }
                let base = arguments["base"]?.number
                let divisor = base.map { Glibc.log($0) } ?? 1
                return compiler.mapScalar(value, arguments) { Glibc.log($0) / divisor }
            },
            "math.pow": Callable("x y /") { compiler, _, arguments in
                let power = arguments["y"]?.number ?? 1
                return compiler.mapScalar(arguments["x"] ?? .failed, arguments) {
                    Glibc.pow($0, power)
                }
            },
            "math.isnan": Callable("x /") { compiler, _, arguments in
                guard let value = arguments["x"] else { return .failed }
                if case .unknown = value { return .unknown(.truth) }
                return compiler.realNumber(value, what: "the argument", at: arguments.position)
                    .map { .bool($0.isNaN) } ?? .failed
            },
            "math.isfinite": Callable("x /") { compiler, _, arguments in
                guard let value = arguments["x"] else { return .failed }
                if case .unknown = value { return .unknown(.truth) }
                return compiler.realNumber(value, what: "the argument", at: arguments.position)
                    .map { .bool($0.isFinite) } ?? .failed
            },
        ]
        for (name, function) in functions {
            table["math.\(name)"] = Callable("x /") { compiler, _, arguments in
                compiler.mapScalar(arguments["x"] ?? .failed, arguments, function)
            }
        }
        let rounding: [(String, FloatingPointRoundingRule)] = [
            ("floor", .down), ("ceil", .up), ("trunc", .towardZero),
        ]
        for (name, rule) in rounding {
            table["math.\(name)"] = Callable("x /") { compiler, _, arguments in
                compiler.wholeScalar(arguments, rule)
            }
        }
        return table
    }()

    /// Exceptions may be named in `raise`.
    private static let errors: [String: Callable] = {
        var table: [String: Callable] = [:]
        for name in [
            "ValueError", "TypeError", "KeyError", "RuntimeError", "Exception", "IndexError",
            "AssertionError", "NotImplementedError", "ZeroDivisionError",
        ] {
            table["python.\(name)"] = Callable("message") { compiler, _, arguments in
                .string(compiler.text(arguments["message"] ?? .string("")))
            }
        }
        return table
    }()
}
