/// The functions of Python, NumPy, pandas and the rest by their full names.
enum LibraryFunctions {
    static let table: [String: Callable] = PythonFunctions.table
        .merging(NumPyFunctions.table) { first, _ in first }
        .merging(NumPyFolds.table) { first, _ in first }
        .merging(PandasFunctions.table) { first, _ in first }
        .merging(OwnFunctions.table) { first, _ in first }
        .merging(VectorbtIndicators.table) { first, _ in first }

    static let constants: [String: ParameterValue] = {
        var constants: [String: ParameterValue] = [
            "numpy.nan": .float(.nan), "numpy.NaN": .float(.nan), "numpy.NAN": .float(.nan),
            "numpy.inf": .float(.infinity), "numpy.pi": .float(.pi), "math.pi": .float(.pi),
            "numpy.e": .float(2.718281828459045), "math.e": .float(2.718281828459045),
            "math.inf": .float(.infinity), "math.nan": .float(.nan), "pandas.NA": .float(.nan),
        ]
        for (index, name) in TALibCalls.averageTypes.enumerated() {
            constants["talib.MA_Type.\(name)"] = .int(index)
        }
        return constants
    }()

    static let refused: [String: Refusal] = [
        "numpy.roll": .lookAhead(
            "moves the last bars to the front", "s.shift(n) moves and leaves the front empty"),
        "numpy.random": .unsupported(
            "random numbers are not part of the language", "strategies are deterministic"),
        "numpy.polyfit": .lookAhead(
            "fits the whole series", "talib.LINEARREG_SLOPE(s, n) fits the last n bars"),
        "numpy.histogram": .wholeSample("quantile"),
        "numpy.convolve": .unsupported(
            "changes the time axis", "s.rolling(n).mean(), or talib.WMA(s, timeperiod=n)"),
        "numpy.dot": .unsupported(
            "is not part of the language", "add the products: a * x + b * y"),
        "numpy.vectorize": .unsupported(
            "runs Python for each value", "np.where(condition, a, b) chooses bar by bar"),
        "numpy.apply_along_axis": .unsupported(
            "runs Python for each window", "use a window's own statistic, such as .mean()"),
        "numpy.errstate": .unsupported("is not needed", "leave it out: nothing warns here"),
        "pandas.Grouper": .unsupported(
            "is not part of the language", "s.groupby(s.index.to_period('W')).cumsum()"),
        "talib.abstract": .unsupported(
            "is not part of the language", "talib.RSI(df['close'], timeperiod=14)"),
        "pandas.read_csv": .unsupported(
            "reads files", "name the data in data_schema and bind it at run time"),
        "pandas.merge_asof": .unsupported(
            "is not needed", "all slots are joined as of each bar already: data['slot']['column']"),
        "pandas.cut": .unsupported(
            "gives categories",
            "np.digitize(x, [0, 0.05]) numbers the bins, np.select() names values"),
        "pandas.qcut": .wholeSample("quantile"),
        "pandas.merge": .unsupported(
            "is not needed", "all slots are aligned with the bars already"),
        "vectorbt.Portfolio": .unsupported(
            "is not needed", "return entries and exits: the backtest runs them"),
    ]

    private static let prefixes: Set<String> = [
        "pandas", "numpy", "vectorbt", "talib", "math", "typing", "talib.MA_Type",
        "vectorbt.indicators", "pandas.core",
    ]

    /// Whether a name may stand in an expression: a function, a type or a module.
    static func isKnown(_ path: String) -> Bool {
        if table[path] != nil || prefixes.contains(path) || path.hasPrefix("typing.") {
            return true
        }
        if types.contains(path) || path.hasPrefix("__future__.") { return true }
        if path.hasPrefix("talib.") {
            return TALibFunction(rawValue: String(path.dropFirst(6))) != nil
        }
        return VectorbtIndicators.names.contains(path)
    }

    private static let types: Set<String> = {
        var types: Set<String> = [
            "numpy.bool_", "pandas.DataFrame", "pandas.Series", "numpy.ndarray",
        ]
        for bits in ["8", "16", "32", "64"] {
            types.insert("numpy.int\(bits)")
            types.insert("numpy.float\(bits)")
        }
        return types
    }()

    /// The members of a library, for finding the nearest name.
    static func members(of path: String) -> [String] {
        if path == "talib" { return TALibFunction.allCases.map(\.rawValue) }
        let known = table.keys.sorted() + constants.keys.sorted() + VectorbtIndicators.names
        return known.compactMap { name in
            name.hasPrefix(path + ".") ? String(name.dropFirst(path.count + 1)) : nil
        }
    }
}

extension GraphCompiler {
    func callLibrary(_ path: String, _ call: Call) -> Value {
        if let callable = LibraryFunctions.table[path] { return invoke(callable, on: .none, call) }
        if path.hasPrefix("talib."),
            let function = TALibFunction(rawValue: String(path.dropFirst(6)))
        {
            return callTALib(function, call)
        }
        if let refusal = LibraryFunctions.refused[path] {
            return fail(
                refusal.code, "\(shortName(path)) \(refusal.message)", hint: refusal.hint,
                at: call.position)
        }
        if type(named: .library(path)) != nil, let item = call.items.first {
            return convertScalar(item.value, like: path, at: call.position)
        }
        return fail(.type, "'\(shortName(path))' cannot be called", at: call.position)
    }

    private func convertScalar(
        _ value: Value, like path: String, at position: SourcePosition
    ) -> Value {
        let name =
            path.contains("int")
            ? "python.int"
            : path.contains("float")
                ? "python.float"
                : "python.bool"
        return callLibrary(
            name,
            Call(
                name: shortName(path), items: [Call.Item(value: value, position: position)],
                position: position))
    }
}
