/// NumPy's functions over a list of series: `np.maximum.reduce([a, b])`, `np.max([a, b], axis=0)`.
enum NumPyFolds {
    static let table: [String: Callable] = {
        var table: [String: Callable] = [
            "numpy.logical_and.reduce": reduction(.and), "numpy.logical_or.reduce": reduction(.or),
            "numpy.maximum.reduce": reduction(.maximum),
            "numpy.minimum.reduce": reduction(.minimum), "numpy.add.reduce": reduction(.add),
            "numpy.multiply.reduce": reduction(.multiply),
            "numpy.maximum.accumulate": accumulation("cummax"),
            "numpy.minimum.accumulate": accumulation("cummin"),
            "numpy.mean": mean("mean", .add), "numpy.average": mean("average", .add),
        ]
        let folds: [(String, BinaryFunction)] = [
            ("max", .maximum), ("amax", .maximum), ("min", .minimum), ("amin", .minimum),
            ("sum", .add), ("prod", .multiply), ("all", .and), ("any", .or),
            ("nanmax", .maximumIgnoringMissing), ("nanmin", .minimumIgnoringMissing),
            ("nansum", .addIgnoringMissing),
        ]
        for (name, function) in folds { table["numpy.\(name)"] = fold(name, function) }
        let ofBars = [
            "std": "std", "var": "var", "median": "median", "nanmean": "mean", "nanstd": "std",
            "percentile": "quantile", "quantile": "quantile", "corrcoef": "corr",
        ]
        for (name, statistic) in ofBars { table["numpy.\(name)"] = wholeSample(name, statistic) }
        return table
    }()

    /// Over a series refused; over a window in a loop over bars it never comes here.
    private static func wholeSample(_ name: String, _ statistic: String) -> Callable {
        Callable("a q axis ddof **") { compiler, _, arguments in
            let refusal = Refusal.wholeSample(statistic)
            return compiler.fail(
                refusal.code, "np.\(name) \(refusal.message)", hint: refusal.hint,
                at: arguments.position)
        }
    }

    private static func reduction(_ function: BinaryFunction) -> Callable {
        Callable("array / axis") { compiler, _, arguments in
            compiler.fold(arguments, "array", function) ?? .failed
        }
    }

    private static func accumulation(_ method: String) -> Callable {
        Callable("array /") { compiler, _, arguments in
            let position = arguments.position
            guard let value = arguments["array"],
                let column = compiler.column(value, for: "the argument", at: position)
            else { return .failed }
            let array = compiler.array(of: SeriesObject(column.value, column.type))
            return compiler.callMethod(
                method, on: array, Call(name: method, items: [], position: position))
        }
    }

    private static func fold(_ name: String, _ function: BinaryFunction) -> Callable {
        Callable("a / axis") { compiler, _, arguments in
            guard compiler.isAcrossList(arguments, name) else { return .failed }
            return compiler.fold(arguments, "a", function) ?? .failed
        }
    }

    private static func mean(_ name: String, _ function: BinaryFunction) -> Callable {
        Callable("a / axis") { compiler, _, arguments in
            guard compiler.isAcrossList(arguments, name), let list = arguments["a"],
                let elements = compiler.elements(of: list, at: arguments.position),
                let sum = compiler.fold(arguments, "a", function)
            else { return .failed }
            return compiler.binary(
                .divide, sum, .int(elements.count), at: arguments.position)
        }
    }
}

extension GraphCompiler {
    /// pandas' names of NumPy's statistics, where they differ.
    private static let statistics = [
        "amax": "max", "amin": "min", "nanmax": "max", "nanmin": "min", "nansum": "sum",
        "average": "mean", "any": "max", "all": "min",
    ]

    /// Whether the argument is a list, over whose elements a statistic uses no later bar.
    func isAcrossList(_ arguments: BoundArguments, _ name: String) -> Bool {
        switch arguments["a"] {
        case .list?, .tuple?: break
        case .failed?, nil: return false
        default:
            let refusal = Refusal.wholeSample(Self.statistics[name] ?? name)
            fail(
                refusal.code, "np.\(name) \(refusal.message)", hint: refusal.hint,
                at: arguments.position)
            return false
        }
        guard let axis = arguments["axis"], axis.number != 0 else { return true }
        fail(
            .lookAhead, "np.\(name)() along the bars uses bars that are still to come",
            hint: "axis=0 goes over the list, bar by bar", at: arguments.position("axis"))
        return false
    }

    /// The elements of a list taken together from the first to the last.
    func fold(
        _ arguments: BoundArguments, _ name: String, _ function: BinaryFunction
    ) -> Value? {
        guard let list = arguments[name],
            let elements = elements(of: list, at: arguments.position), let first = elements.first
        else { return nil }
        guard let start = column(first, for: "an element", at: arguments.position) else {
            return nil
        }
        let isTruth = function == .and || function == .or
        var isScalar = first.isScalar
        var result = isTruth ? definiteTruth(start.value, start.type) : start.value
        for element in elements.dropFirst() {
            guard let next = column(element, for: "an element", at: arguments.position) else {
                return nil
            }
            isScalar = isScalar && element.isScalar
            let value = isTruth ? definiteTruth(next.value, next.type) : next.value
            result = number(.binary(function), result, value)
        }
        if isScalar, let known = builder.constantValue(result) {
            return isChecking
                ? .unknown(isTruth ? .truth : UnknownScalar(.float))
                : isTruth ? .bool(known != 0) : .float(known)
        }
        return .series(SeriesObject(result, isTruth ? .boolean : .number))
    }

    /// `np.diff(x, prepend=…)`: as long as `x`, with the given value before the first bar.
    func differences(_ arguments: BoundArguments) -> Value {
        guard let value = arguments["a"], let prepend = arguments["prepend"] else {
            return fail(
                .unsupported, "np.diff() makes one value less than there are bars",
                hint: "s.diff(), or np.diff(x, prepend=0)", at: arguments.position)
        }
        guard refuse(arguments, ["append", "axis"]),
            arguments["n"] == nil || arguments["n"]?.wholeNumber == 1,
            let column = column(value, for: "'a'", at: arguments.position),
            let before = self.column(prepend, for: "'prepend'", at: arguments.position("prepend"))
        else { return .failed }
        let isFirst = number(.binary(.equal), barNumber(), builder.constant(0))
        let earlier = number(
            .select, isFirst, before.value,
            number(.shift(bars: 1, fill: Number(.nan)), column.value))
        if column.type.isBoolean {
            return series(.binary(.xor), [column.value, earlier], .boolean)
        }
        return series(.binary(.subtract), [column.value, earlier])
    }

    /// `np.digitize`: how many of the ascending bounds a value has reached; missing values all.
    func digitize(_ arguments: BoundArguments) -> Value {
        guard let value = arguments["x"], let bins = arguments["bins"],
            let bounds = elements(of: bins, at: arguments.position("bins")),
            let isRight = truthArgument(arguments, "right", default: false),
            let column = column(value, for: "'x'", at: arguments.position)
        else { return .failed }
        let isMissing = number(.unary(.isMissing), column.value)
        var result = builder.constant(0)
        for bound in bounds {
            guard let limit = self.column(bound, for: "a bound", at: arguments.position("bins"))
            else { return .failed }
            let isReached = number(
                .binary(isRight ? .greater : .greaterOrEqual), column.value, limit.value)
            result = number(.binary(.add), result, number(.binary(.or), isReached, isMissing))
        }
        return .series(SeriesObject(result, .number))
    }

    /// `np.arange`: the bars' numbers, or a list of known numbers.
    func arrange(_ arguments: BoundArguments) -> Value {
        guard let first = arguments["start"] else { return .failed }
        if arguments["stop"] == nil, case .barCount = first {
            return .series(SeriesObject(barNumber(), .number))
        }
        let bounds: [Value] = [
            arguments["stop"] == nil ? .int(0) : first, arguments["stop"] ?? first,
            arguments["step"] ?? .int(1),
        ]
        let numbers = bounds.compactMap(\.number)
        guard numbers.count == 3, numbers[2] != 0 else {
            if isChecking { return .list(ListObject([.unknown(UnknownScalar(.float))])) }
            return fail(.type, "np.arange() takes known numbers", at: arguments.position)
        }
        let length = ((numbers[1] - numbers[0]) / numbers[2]).rounded(.up)
        // A length that is no number, or of numbers beyond the exact ones, is too many.
        let isExact = numbers.allSatisfy { $0.magnitude < 1e15 }
        guard length < Double(Self.maxStepCount), isExact else {
            return fail(.limit, "np.arange() makes too many numbers", at: arguments.position)
        }
        let isWhole = bounds.allSatisfy { if case .int = $0 { true } else { false } }
        let count = Int(max(0, length))
        guard spendStep(count, at: arguments.position) else { return .failed }
        let elements = (0..<count).map { place in
            let number = numbers[0] + Double(place) * numbers[2]
            return isWhole ? Value.int(Int(number)) : .float(number)
        }
        return .list(ListObject(elements))
    }
}
