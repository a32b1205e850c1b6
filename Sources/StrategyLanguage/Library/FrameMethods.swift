/// pandas' methods of a data frame.
enum FrameMethods {
    static let table: [String: Callable] = [
        "copy": Callable("deep") { compiler, receiver, _ in
            guard case .frame(let frame) = receiver, compiler.spendSilently(frame.stepCount)
            else { return .failed }
            return .frame(frame.copy())
        },
        "get": Callable("key / default") { compiler, receiver, arguments in
            guard case .frame(let frame) = receiver, case .string(let name)? = arguments["key"]
            else {
                return .failed
            }
            if let column = frame[name] { return compiler.read(column, name, of: frame) }
            return arguments["default"] ?? .none
        },
        "max": acrossColumns(.maximumIgnoringMissing),
        "min": acrossColumns(.minimumIgnoringMissing),
        "sum": acrossColumns(.addIgnoringMissing),
        "mean": Callable("axis skipna") { compiler, receiver, arguments in
            compiler.meanAcrossColumns(receiver, arguments)
        },
        "any": logical(.or), "all": logical(.and),
        "apply": Callable("func / axis args") { compiler, receiver, arguments in
            guard case .frame(let frame) = receiver, let function = arguments["func"],
                compiler.columns(of: receiver, arguments) != nil
            else { return .failed }
            return compiler.applyToBars(function, .row(frame), arguments)
        },
        "assign": Callable("**") { compiler, receiver, arguments in
            compiler.assignColumns(receiver, arguments)
        },
        "rename": Callable("columns inplace index") { compiler, receiver, arguments in
            compiler.renameColumns(receiver, arguments)
        },
        "join": Callable("other / how on lsuffix rsuffix") { compiler, receiver, arguments in
            compiler.joinColumns(receiver, arguments)
        },
        "drop": Callable("labels axis columns index inplace") { compiler, receiver, arguments in
            compiler.dropColumns(receiver, arguments)
        },
        "reindex": SeriesMethods.reindex, "pipe": SeriesMethods.pipe,
        "groupby": Callable(SessionMethods.groupParameters) { compiler, receiver, arguments in
            compiler.group(receiver, arguments)
        },
    ].merging(columnwise) { first, _ in first }

    /// The methods of a series that work on each column of a frame.
    private static let columnwise: [String: Callable] = {
        var table: [String: Callable] = [:]
        for name in [
            "ffill", "fillna", "shift", "diff", "pct_change", "abs", "round", "astype", "clip",
            "cumsum", "cumprod", "cummax", "cummin", "isna", "isnull", "notna", "notnull",
            "replace", "gt", "lt", "ge", "le", "eq", "ne",
        ] {
            guard let method = SeriesMethods.table[name] else { continue }
            table[name] = eachColumn(method.parameters.joined(separator: " "))
        }
        return table
    }()

    private static func acrossColumns(_ function: BinaryFunction) -> Callable {
        Callable("axis skipna") { compiler, receiver, arguments in
            guard let columns = compiler.columns(of: receiver, arguments) else { return .failed }
            var result = columns[0]
            if function == .addIgnoringMissing {
                result = compiler.number(.binary(function), compiler.builder.constant(0), result)
            }
            for column in columns.dropFirst() {
                result = compiler.number(.binary(function), result, column)
            }
            return .series(SeriesObject(result, .number))
        }
    }

    private static func logical(_ function: BinaryFunction) -> Callable {
        Callable("axis") { compiler, receiver, arguments in
            guard case .frame(let frame) = receiver,
                compiler.columns(of: receiver, arguments) != nil
            else { return .failed }
            let truths = frame.series.map { compiler.definiteTruth($0.value, $0.type) }
            let result = truths.dropFirst().reduce(truths[0]) {
                compiler.number(.binary(function), $0, $1)
            }
            return .series(SeriesObject(result, .boolean))
        }
    }

    private static func eachColumn(_ parameters: String) -> Callable {
        Callable(parameters) { compiler, receiver, arguments in
            guard case .frame(let frame) = receiver, compiler.spendSilently(frame.stepCount)
            else { return .failed }
            var columns: [(String, SeriesObject)] = []
            for name in frame.names {
                guard let column = frame[name],
                    case .series(let result) = compiler.callMethod(
                        arguments.call.name, on: .series(column), arguments.call)
                else { return .failed }
                columns.append((name, result))
            }
            return .frame(FrameObject(slot: nil, isOwn: true, columns: columns))
        }
    }

    static let refused: [String: Refusal] = [
        "dropna": .unsupported(
            "changes the time axis", "leave missing values: comparisons with them are False"),
        "resample": .unsupported(
            "changes the time axis",
            "set execution_frequency, or bind the coarser data to a slot of its own"),
        "merge": .unsupported("is not needed", "all slots are aligned with the bars already"),
        "rank": .unsupported(
            "is not part of the language", "compare the columns: df['a'] > df['b']"),
        "idxmax": .unsupported("gives names", "compare the columns: df['a'] > df['b']"),
        "idxmin": .unsupported("gives names", "compare the columns: df['a'] < df['b']"),
        "std": .unsupported(
            "is not part of the language", "max, min, sum and mean work across columns (axis=1)"),
        "median": .unsupported(
            "is not part of the language", "max, min, sum and mean work across columns (axis=1)"),
        "reset_index": .unsupported(
            "changes the time axis", "leave it out: bars are counted from 0 with iloc"),
        "set_index": .unsupported(
            "changes the time axis", "leave it out: the index is the bars' times already"),
        "to_numpy": .unsupported(
            "makes a table without names", "take one column: df['close'].to_numpy()"),
        "corr": .lookAhead(
            "over the whole series uses bars that are still to come",
            "df['a'].rolling(n).corr(df['b'])"),
        "expanding": .unsupported("of a whole frame", "df['close'].expanding().mean()"),
        "ewm": .unsupported("of a whole frame", "df['close'].ewm(span=n).mean()"),
        "iloc": .unsupported("of a whole frame", "df['close'].shift(n)"),
        "iterrows": .unsupported("loops over rows", "for i in range(1, len(df)): …"),
        "itertuples": .unsupported("loops over rows", "for i in range(1, len(df)): …"),
        "bfill": .lookAhead("fills a gap with a later value", "write ffill()"),
        "rolling": .unsupported("of a whole frame", "df['close'].rolling(n).mean()"),
        "tail": .lookAhead("counts from the last bar", "use rolling(n)"),
        "head": .unsupported("changes the time axis", "use shift(n) or rolling(n)"),
        "sort_index": .unsupported("is not needed", "bars are in time order already"),
        "sort_values": .lookAhead("reorders the bars", "use rolling(n).rank()"),
        "describe": .lookAhead("uses the whole series", "use expanding() or rolling(n)"),
        "pipe": .unsupported("calls a function on the frame", "call it: f(df)"),
        "query": .unsupported("filters rows", "combine conditions with & and |"),
        "eval": .unsupported("runs text as code", "write the expression"),
    ]
}

extension GraphCompiler {
    /// The values of a frame's columns for a statistic across them.
    func columns(of receiver: Value, _ arguments: BoundArguments) -> [Int]? {
        guard case .frame(let frame) = receiver, !frame.names.isEmpty,
            spendSilently(frame.stepCount)
        else { return nil }
        if truthArgument(arguments, "skipna", default: true) == false {
            fail(
                .unsupported, "\(arguments.call.name)(skipna=False) is not part of the language",
                hint: "np.maximum, np.minimum and + keep missing values", at: arguments.position)
            return nil
        }
        var isAcross = false
        if case .string(let name)? = arguments["axis"] { isAcross = name == "columns" }
        if arguments["axis"]?.number == 1 { isAcross = true }
        guard isAcross else {
            fail(
                .lookAhead,
                "\(arguments.call.name)() over the rows uses bars that are still to come",
                hint: "across the columns: \(arguments.call.name)(axis=1)", at: arguments.position)
            return nil
        }
        return frame.series.map(\.value)
    }

    func meanAcrossColumns(_ receiver: Value, _ arguments: BoundArguments) -> Value {
        guard let columns = columns(of: receiver, arguments) else { return .failed }
        let zero = builder.constant(0)
        var sum = zero
        var count = zero
        for column in columns {
            sum = number(.binary(.addIgnoringMissing), sum, column)
            let isPresent = number(.unary(.not), number(.unary(.isMissing), column))
            count = number(.binary(.add), count, isPresent)
        }
        return series(.binary(.divide), [sum, count])
    }
}
