/// NumPy's functions, bar by bar on series and at once on scalars.
enum NumPyFunctions {
    static let table: [String: Callable] = {
        var table = others
        for (name, function) in unary {
            table["numpy.\(name)"] = elementwise(function)
        }
        for (name, function) in binary {
            table["numpy.\(name)"] = pairwise(function)
        }
        return table
    }()

    static let unary: [String: UnaryFunction] = [
        "log": .log, "log1p": .log1p, "log10": .log10, "log2": .log2, "exp": .exp,
        "expm1": .expm1, "sqrt": .sqrt, "square": .square, "abs": .abs, "absolute": .abs,
        "fabs": .abs, "sign": .sign, "floor": .floor, "ceil": .ceil, "trunc": .truncate,
        "tanh": .tanh, "sin": .sin, "cos": .cos, "tan": .tan, "arcsin": .arcsin,
        "arccos": .arccos, "arctan": .arctan, "sinh": .sinh, "cosh": .cosh, "negative": .negate,
        "isnan": .isMissing, "isfinite": .isFinite, "isinf": .isInfinite,
    ]

    static let binary: [String: BinaryFunction] = [
        "maximum": .maximum, "minimum": .minimum, "fmax": .maximumIgnoringMissing,
        "fmin": .minimumIgnoringMissing, "power": .power, "add": .add, "subtract": .subtract,
        "multiply": .multiply, "divide": .divide, "true_divide": .divide,
        "floor_divide": .floorDivide, "mod": .modulo, "remainder": .modulo, "greater": .greater,
        "less": .less, "greater_equal": .greaterOrEqual, "less_equal": .lessOrEqual,
        "equal": .equal, "not_equal": .notEqual, "arctan2": .arctan2, "hypot": .hypotenuse,
    ]

    private static func elementwise(_ function: UnaryFunction) -> Callable {
        let isTruth = [.isMissing, .isFinite, .isInfinite].contains(function)
        return Callable("x /") { compiler, _, arguments in
            guard let value = arguments["x"] ?? missing(arguments, "x") else { return .failed }
            if case .unknown = value { return .unknown(isTruth ? .truth : UnknownScalar(.float)) }
            if value.isScalar {
                guard
                    let number = compiler.realNumber(
                        value, what: "the argument of \(arguments.call.name)()",
                        at: arguments.position)
                else { return .failed }
                let result = function.apply(number)
                return isTruth ? .bool(result != 0) : .float(result)
            }
            guard
                let column = compiler.column(
                    value, for: "the argument of \(arguments.call.name)()", at: arguments.position)
            else { return .failed }
            return compiler.series(.unary(function), [column.value], isTruth ? .boolean : .number)
        }
    }

    private static func missing(_ arguments: BoundArguments, _ name: String) -> Value? {
        arguments.isGiven(name) ? .float(.nan) : nil
    }

    private static let comparisons: Set<BinaryFunction> = [
        .greater, .less, .greaterOrEqual, .lessOrEqual, .equal, .notEqual,
    ]

    private static func pairwise(_ function: BinaryFunction) -> Callable {
        let isTruth = comparisons.contains(function)
        return Callable("a b /") { compiler, _, arguments in
            guard let left = arguments["a"], let right = arguments["b"] else { return .failed }
            if left.isScalar && right.isScalar {
                guard let x = left.number, let y = right.number else {
                    return .unknown(isTruth ? .truth : UnknownScalar(.float))
                }
                let result = function.apply(x, y)
                return isTruth ? .bool(result != 0) : .float(result)
            }
            let what = "an argument of \(arguments.call.name)()"
            guard let a = compiler.column(left, for: what, at: arguments.position),
                let b = compiler.column(right, for: what, at: arguments.position)
            else { return .failed }
            return compiler.series(
                .binary(function), [a.value, b.value], isTruth ? .boolean : .number)
        }
    }

    private static let others: [String: Callable] = [
        "numpy.where": Callable("condition x y /") { compiler, _, arguments in
            compiler.chooseByBar(arguments)
        },
        "numpy.select": Callable("condlist choicelist / default") { compiler, _, arguments in
            compiler.chooseAmong(arguments)
        },
        "numpy.clip": Callable("a / a_min a_max min max") { compiler, _, arguments in
            guard let value = arguments["a"] else { return .failed }
            var items: [Call.Item] = []
            for (name, given) in [("lower", "a_min"), ("upper", "a_max")] {
                if let bound = arguments[given] ?? arguments[name == "lower" ? "min" : "max"] {
                    items.append(Call.Item(name: name, value: bound, position: arguments.position))
                }
            }
            if value.isScalar {
                var result = value
                for item in items {
                    result = compiler.extremum(
                        [result, item.value], isMax: item.name == "lower", at: arguments.position)
                }
                return result
            }
            return compiler.callMethod(
                "clip", on: value, Call(name: "clip", items: items, position: arguments.position))
        },
        "numpy.round": rounding, "numpy.around": rounding,
        "numpy.logical_and": logical(.and), "numpy.logical_or": logical(.or),
        "numpy.logical_xor": logical(.xor),
        "numpy.logical_not": Callable("x /") { compiler, _, arguments in
            guard let value = arguments["x"],
                let column = compiler.column(value, for: "the condition", at: arguments.position)
            else { return .failed }
            let truth = compiler.definiteTruth(column.value, column.type)
            return compiler.series(.unary(.not), [truth], .boolean)
        },
        "numpy.nan_to_num": Callable("x / copy nan posinf neginf") { compiler, _, arguments in
            compiler.replaceMissing(arguments)
        },
        "numpy.zeros": filled(0), "numpy.ones": filled(1), "numpy.empty": filled(.nan),
        "numpy.zeros_like": likewise(0), "numpy.ones_like": likewise(1),
        "numpy.empty_like": likewise(.nan),
        "numpy.full": Callable("shape fill_value / dtype") { compiler, _, arguments in
            compiler.filled(arguments, with: arguments["fill_value"] ?? .float(.nan))
        },
        "numpy.full_like": Callable("a fill_value / dtype") { compiler, _, arguments in
            compiler.likewise(arguments, with: arguments["fill_value"] ?? .float(.nan))
        },
        "numpy.cumsum": running("cumsum"), "numpy.cumprod": running("cumprod"),
        "numpy.asarray": array, "numpy.array": array, "numpy.ascontiguousarray": array,
        "numpy.diff": Callable("a / n axis prepend append") { compiler, _, arguments in
            compiler.differences(arguments)
        },
        "numpy.digitize": Callable("x bins / right") { compiler, _, arguments in
            compiler.digitize(arguments)
        },
        "numpy.arange": Callable("start / stop step dtype") { compiler, _, arguments in
            compiler.arrange(arguments)
        },
    ]

    private static let array = Callable("a / dtype copy") { compiler, _, arguments in
        guard let value = arguments["a"] else { return .failed }
        if case .series(let series) = value {
            return compiler.constantSeries(
                .series(series), type: arguments["dtype"], at: arguments.position)
        }
        return value
    }

    private static let rounding = Callable("a / decimals") { compiler, _, arguments in
        guard let value = arguments["a"] else { return .failed }
        let items =
            arguments["decimals"].map {
                [Call.Item(value: $0, position: arguments.position)]
            } ?? []
        let call = Call(name: "round", items: items, position: arguments.position)
        if value.isScalar {
            let number = Call.Item(value: value, position: arguments.position)
            let places =
                items.isEmpty
                ? [Call.Item(value: .int(0), position: arguments.position)] : items
            return compiler.callLibrary(
                "python.round",
                Call(name: "round", items: [number] + places, position: arguments.position))
        }
        return compiler.callMethod("round", on: value, call)
    }

    private static func running(_ method: String) -> Callable {
        Callable("a /") { compiler, _, arguments in
            compiler.callMethod(
                method, on: arguments["a"] ?? .failed,
                Call(name: method, items: [], position: arguments.position))
        }
    }

    private static func logical(_ function: BinaryFunction) -> Callable {
        Callable("a b /") { compiler, _, arguments in
            guard let left = arguments["a"], let right = arguments["b"],
                let a = compiler.column(left, for: "a condition", at: arguments.position),
                let b = compiler.column(right, for: "a condition", at: arguments.position)
            else { return .failed }
            return compiler.series(
                .binary(function),
                [
                    compiler.definiteTruth(a.value, a.type),
                    compiler.definiteTruth(b.value, b.type),
                ], .boolean)
        }
    }

    private static func filled(_ value: Double) -> Callable {
        Callable("shape / dtype") { compiler, _, arguments in
            compiler.filled(arguments, with: .float(value))
        }
    }

    private static func likewise(_ value: Double) -> Callable {
        Callable("a / dtype") { compiler, _, arguments in
            compiler.likewise(arguments, with: .float(value))
        }
    }
}

extension GraphCompiler {
    private func condition(_ value: Value, at position: SourcePosition) -> Int? {
        guard let column = column(value, for: "the condition", at: position) else { return nil }
        return definiteTruth(column.value, column.type)
    }

    func chooseByBar(_ arguments: BoundArguments) -> Value {
        guard let condition = arguments["condition"] else { return .failed }
        if condition.isScalar {
            guard let truth = truth(condition, at: arguments.position) else {
                return join(arguments["x"] ?? .float(.nan), arguments["y"] ?? .float(.nan))
            }
            let chosen = arguments[truth ? "x" : "y"] ?? .float(.nan)
            if chosen.isScalar,
                !(arguments["x"]?.isScalar ?? true) || !(arguments["y"]?.isScalar ?? true),
                let column = column(chosen, for: "the value", at: arguments.position)
            {
                return .series(SeriesObject(column.value, column.type))
            }
            return chosen
        }
        guard let mask = self.condition(condition, at: arguments.position("condition")),
            let then = column(
                arguments["x"] ?? .float(.nan), for: "a value", at: arguments.position("x")),
            let otherwise = column(
                arguments["y"] ?? .float(.nan), for: "a value", at: arguments.position("y"))
        else { return .failed }
        let isBoolean = then.type == .boolean && otherwise.type == .boolean
        return array(
            of: SeriesObject(
                number(.select, mask, then.value, otherwise.value), isBoolean ? .boolean : .number))
    }

    func chooseAmong(_ arguments: BoundArguments) -> Value {
        guard let conditionList = arguments["condlist"], let choiceList = arguments["choicelist"],
            let conditions = elements(of: conditionList, at: arguments.position("condlist")),
            let choices = elements(of: choiceList, at: arguments.position("choicelist"))
        else { return .failed }
        guard conditions.count == choices.count else {
            return fail(
                .argument,
                "np.select() has \(conditions.count) conditions for "
                    + "\(choices.count) choices", at: arguments.position)
        }
        let fallback =
            arguments["default"] ?? (arguments.isGiven("default") ? .float(.nan) : .int(0))
        guard var result = column(fallback, for: "the default", at: arguments.position("default"))
        else { return .failed }
        for (test, choice) in zip(conditions, choices).reversed() {
            guard let mask = condition(test, at: arguments.position("condlist")),
                let value = column(choice, for: "a choice", at: arguments.position("choicelist"))
            else { return .failed }
            let isBoolean = value.type == .boolean && result.type == .boolean
            result = (
                builder.add(.select, [mask, value.value, result.value]),
                isBoolean ? .boolean : .number
            )
        }
        return array(of: SeriesObject(result.value, result.type))
    }

    func replaceMissing(_ arguments: BoundArguments) -> Value {
        guard let value = arguments["x"],
            let column = column(value, for: "the argument", at: arguments.position)
        else { return .failed }
        let largest = 1.7976931348623157e308
        var result = column.value
        let replacements: [(String, UnaryFunction, Double)] = [
            ("nan", .isMissing, 0), ("posinf", .isInfinite, largest),
            ("neginf", .isInfinite, -largest),
        ]
        for (name, test, fallback) in replacements {
            guard
                let new = self.column(
                    arguments[name] ?? .float(fallback), for: "'\(name)'", at: arguments.position)
            else { return .failed }
            var mask = number(.unary(test), column.value)
            if name != "nan" {
                let sign = number(
                    .binary(name == "posinf" ? .greater : .less), column.value, builder.constant(0))
                mask = number(.binary(.and), mask, sign)
            }
            result = number(.select, mask, new.value, result)
        }
        return .series(
            SeriesObject(result, column.type == .booleanOrMissing ? .boolean : column.type))
    }

    /// `np.zeros(len(df))`: the one use of a length outside a loop over bars.
    func filled(_ arguments: BoundArguments, with value: Value) -> Value {
        guard let shape = arguments["shape"] else { return .failed }
        var isBarCount = false
        if case .barCount = shape { isBarCount = true }
        if case .tuple(let parts) = shape, parts.count == 1, case .barCount = parts[0] {
            isBarCount = true
        }
        guard isBarCount else {
            return fail(
                .unsupported, "\(arguments.call.name)() makes one value for each bar",
                hint: "np.zeros(len(df))", at: arguments.position)
        }
        return constantSeries(value, type: arguments["dtype"], at: arguments.position)
    }

    func likewise(_ arguments: BoundArguments, with value: Value) -> Value {
        if case .series(let model)? = arguments["a"], model.type.isBoolean,
            arguments["dtype"] == nil
        {
            return constantSeries(value, type: .string("bool"), at: arguments.position)
        }
        return constantSeries(value, type: arguments["dtype"], at: arguments.position)
    }

    func constantSeries(_ value: Value, type: Value?, at position: SourcePosition) -> Value {
        guard let column = column(value, for: "the value", at: position) else { return .failed }
        let result = SeriesObject(column.value, column.type)
        guard let type, self.type(named: type) != nil else { return .series(result) }
        if self.type(named: type) == .int { return .series(SeriesObject(column.value, .number)) }
        return convert(result, to: type, at: position)
    }
}
