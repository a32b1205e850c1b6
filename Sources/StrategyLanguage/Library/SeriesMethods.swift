/// pandas' methods of a series.
enum SeriesMethods {
    static let table: [String: Callable] =
        moves
        .merging(repairs) { first, _ in first }
        .merging(tests) { first, _ in first }
        .merging(windows) { first, _ in first }
        .merging(identities) { first, _ in first }

    // MARK: - Moves

    private static let moves: [String: Callable] = [
        "shift": Callable("periods freq axis fill_value") { compiler, receiver, arguments in
            guard compiler.refuse(arguments, ["freq", "axis"]),
                let bars = compiler.offset(arguments, "periods", default: 1)
            else { return .failed }
            let series = compiler.receiverSeries(receiver)
            guard let fill = arguments["fill_value"] else {
                let type: SeriesType = series.type.isBoolean ? .booleanOrMissing : .number
                let isMoved = bars > 0
                return compiler.series(
                    .shift(bars: bars, fill: Number(.nan)), [series.value],
                    isMoved ? type : series.type)
            }
            guard
                let number = compiler.realNumber(
                    fill, what: "'fill_value'", at: arguments.position("fill_value"))
            else { return .failed }
            var type = series.type
            if type.isBoolean, case .bool = fill {} else { type = .number }
            return compiler.series(.shift(bars: bars, fill: Number(number)), [series.value], type)
        },
        "diff": Callable("periods") { compiler, receiver, arguments in
            guard let bars = compiler.offset(arguments, "periods", default: 1) else {
                return .failed
            }
            let series = compiler.receiverSeries(receiver)
            let earlier = compiler.number(.shift(bars: bars, fill: Number(.nan)), series.value)
            if series.type.isBoolean {
                // True where the condition changed, as pandas has it; missing on the first bars.
                let isMissing = compiler.number(.unary(.isMissing), earlier)
                let change = compiler.number(.binary(.xor), series.value, earlier)
                return compiler.series(
                    .select, [isMissing, compiler.builder.constant(.nan), change],
                    .booleanOrMissing)
            }
            return compiler.series(.binary(.subtract), [series.value, earlier])
        },
        "pct_change": Callable("periods fill_method") { compiler, receiver, arguments in
            guard compiler.refuse(arguments, ["fill_method"]),
                let bars = compiler.offset(arguments, "periods", default: 1)
            else { return .failed }
            let value = compiler.receiverSeries(receiver).value
            let earlier = compiler.number(.shift(bars: bars, fill: Number(.nan)), value)
            let ratio = compiler.number(.binary(.divide), value, earlier)
            return compiler.series(.binary(.subtract), [ratio, compiler.builder.constant(1)])
        },
        "cumsum": cumulative(.sum), "cumprod": cumulative(.product),
        "cummax": cumulative(.maximum), "cummin": cumulative(.minimum),
    ]

    private static func cumulative(_ function: CumulativeFunction) -> Callable {
        Callable("axis skipna") { compiler, receiver, arguments in
            guard compiler.refuse(arguments, ["axis"]),
                compiler.truthArgument(arguments, "skipna", default: true) == true
            else {
                return compiler.fail(
                    .unsupported, "\(arguments.call.name)() skips missing values",
                    hint: "\(arguments.call.name)()", at: arguments.position)
            }
            let series = compiler.receiverSeries(receiver)
            let result = compiler.number(.cumulative(function), series.value)
            guard series.isArray else { return .series(SeriesObject(result, .number)) }
            // NumPy does not skip missing values: after the first one there is nothing.
            let isMissing = compiler.number(.unary(.isMissing), series.value)
            let wasMissing = compiler.number(.cumulative(.maximum), isMissing)
            let missing = compiler.builder.constant(.nan)
            return compiler.array(
                of: SeriesObject(
                    compiler.number(.select, wasMissing, missing, result), .number))
        }
    }

    // MARK: - Repair

    private static let repairs: [String: Callable] = [
        "fillna": Callable("value method limit inplace") { compiler, receiver, arguments in
            compiler.fillMissing(receiver, arguments)
        },
        "ffill": Callable("axis inplace limit") { compiler, receiver, arguments in
            guard compiler.refuse(arguments, ["axis", "inplace"]) else { return .failed }
            return compiler.forwardFill(receiver, arguments)
        },
        "replace": Callable("to_replace / value inplace regex") { compiler, receiver, arguments in
            compiler.replace(receiver, arguments)
        },
        "clip": Callable("lower upper") { compiler, receiver, arguments in
            compiler.clip(receiver, arguments)
        },
        "where": Callable("cond / other") { compiler, receiver, arguments in
            compiler.keep(receiver, arguments, whereTrue: true)
        },
        "mask": Callable("cond / other") { compiler, receiver, arguments in
            compiler.keep(receiver, arguments, whereTrue: false)
        },
        "isna": missing, "isnull": missing, "notna": present, "notnull": present,
        "astype": Callable("dtype / copy errors") { compiler, receiver, arguments in
            compiler.convert(
                compiler.receiverSeries(receiver), to: arguments["dtype"] ?? .none,
                at: arguments.position)
        },
        "round": Callable("decimals") { compiler, receiver, arguments in
            guard
                let decimals = compiler.wholeNumber(
                    arguments, "decimals", default: 0, minimum: -12)
            else { return .failed }
            return compiler.series(
                .round(decimals: decimals), [compiler.receiverSeries(receiver).value])
        },
    ]

    private static let missing = Callable("") { compiler, receiver, _ in
        compiler.series(.unary(.isMissing), [compiler.receiverSeries(receiver).value], .boolean)
    }

    private static let present = Callable("") { compiler, receiver, _ in
        let missing = compiler.number(.unary(.isMissing), compiler.receiverSeries(receiver).value)
        return compiler.series(.unary(.not), [missing], .boolean)
    }

    // MARK: - Tests and arithmetic

    private static let tests: [String: Callable] = [
        "between": Callable("left right / inclusive") { compiler, receiver, arguments in
            compiler.between(receiver, arguments)
        },
        "isin": Callable("values /") { compiler, receiver, arguments in
            compiler.isElement(receiver, arguments)
        },
        "abs": Callable("") { compiler, receiver, _ in
            compiler.series(.unary(.abs), [compiler.receiverSeries(receiver).value])
        },
        "gt": comparison(.greater), "lt": comparison(.less), "ge": comparison(.greaterOrEqual),
        "le": comparison(.lessOrEqual), "eq": comparison(.equal), "ne": comparison(.notEqual),
        "add": arithmetic(.add), "sub": arithmetic(.subtract), "mul": arithmetic(.multiply),
        "div": arithmetic(.divide), "truediv": arithmetic(.divide),
        "subtract": arithmetic(.subtract), "multiply": arithmetic(.multiply),
        "divide": arithmetic(.divide), "floordiv": arithmetic(.floorDivide),
        "mod": arithmetic(.modulo), "pow": arithmetic(.power),
        "radd": arithmetic(.add, isReversed: true), "rsub": arithmetic(.subtract, isReversed: true),
        "rmul": arithmetic(.multiply, isReversed: true),
        "rdiv": arithmetic(.divide, isReversed: true),
    ]

    private static func comparison(_ function: BinaryFunction) -> Callable {
        Callable("other /") { compiler, receiver, arguments in
            guard let other = arguments["other"],
                let column = compiler.column(other, for: "the operand", at: arguments.position)
            else { return .failed }
            return compiler.series(
                .binary(function), [compiler.receiverSeries(receiver).value, column.value], .boolean
            )
        }
    }

    private static func arithmetic(
        _ operation: BinaryOperator, isReversed: Bool = false
    ) -> Callable {
        Callable("other / level fill_value") { compiler, receiver, arguments in
            guard compiler.refuse(arguments, ["level"]), let given = arguments["other"],
                let (receiver, other) = compiler.filled(receiver, given, arguments)
            else { return .failed }
            return isReversed
                ? compiler.binary(operation, other, receiver, at: arguments.position)
                : compiler.binary(operation, receiver, other, at: arguments.position)
        }
    }

    // MARK: - Windows

    private static let windows: [String: Callable] = [
        "rolling": Callable("window / min_periods center win_type on closed step method") {
            compiler, receiver, arguments in compiler.rolling(receiver, arguments)
        },
        "expanding": Callable("min_periods method") { compiler, receiver, arguments in
            guard compiler.refuse(arguments, ["method"]),
                let least = compiler.wholeNumber(
                    arguments, "min_periods", default: 1, minimum: 0)
            else { return .failed }
            return .window(
                WindowObject(
                    series: compiler.receiverSeries(receiver),
                    window: Window(span: .expanding, minPeriods: least)))
        },
        "ewm": Callable("com span halflife alpha min_periods adjust ignore_na times method") {
            compiler, receiver, arguments in compiler.exponential(receiver, arguments)
        },
        "groupby": Callable(SessionMethods.groupParameters) { compiler, receiver, arguments in
            compiler.group(receiver, arguments)
        },
    ]

    // MARK: - The series itself

    private static let identities: [String: Callable] = {
        let same = Callable("deep copy dtype index name inplace infer_objects") {
            compiler, receiver, _ in
            let series = compiler.receiverSeries(receiver)
            return .series(SeriesObject(series.value, series.type))
        }
        let array = Callable("dtype copy na_value order") { compiler, receiver, _ in
            compiler.array(of: compiler.receiverSeries(receiver))
        }
        return [
            "copy": same, "to_numpy": array, "squeeze": same, "infer_objects": same,
            "flatten": same, "ravel": array, "tolist": array, "to_list": array,
            "reindex": reindex, "pipe": pipe, "apply": eachValue, "map": eachValue,
            "rename": Callable("index name inplace") { compiler, receiver, arguments in
                let series = compiler.receiverSeries(receiver)
                return .series(
                    SeriesObject(series.value, series.type, name: arguments["index"]?.string))
            },
            "to_frame": Callable("name") { compiler, receiver, arguments in
                let series = compiler.receiverSeries(receiver)
                let name = arguments["name"]?.string ?? series.name ?? "0"
                return .frame(FrameObject(slot: nil, isOwn: true, columns: [(name, series)]))
            },
            "align": Callable("other / join axis") { _, receiver, arguments in
                .tuple([receiver, arguments["other"] ?? .failed])
            },
            "items": Callable("") { compiler, receiver, _ in
                .zipped([.axis, .series(compiler.receiverSeries(receiver))])
            },
            "combine_first": Callable("other /") { compiler, receiver, arguments in
                let items = arguments.call.items.map {
                    Call.Item(value: $0.value, position: $0.position)
                }
                return compiler.callMethod(
                    "fillna", on: receiver,
                    Call(name: "combine_first", items: items, position: arguments.position))
            },
        ]
    }()

    private static let eachValue = Callable("func / args") { compiler, receiver, arguments in
        guard let function = arguments["func"] else { return .failed }
        let series = compiler.receiverSeries(receiver)
        return compiler.applyToBars(function, .element(series), arguments)
    }

    /// All slots have the bars of the first one, so that taking its index changes nothing.
    static let reindex = Callable("index / method fill_value limit") {
        compiler, receiver, arguments in
        guard compiler.refuse(arguments, ["fill_value", "limit"]) else { return .failed }
        guard case .axis? = arguments["index"] else {
            return compiler.fail(
                .unsupported, "reindex() takes the bars' own index",
                hint: "leave it out: all slots are aligned with the bars already",
                at: arguments.position)
        }
        guard arguments["method"] != nil else { return receiver }
        guard case .string(let name)? = arguments["method"], ["ffill", "pad"].contains(name) else {
            return compiler.fail(
                .lookAhead, "reindex(method=…) fills a gap with a later value",
                hint: "method='ffill' carries the last known value forward",
                at: arguments.position("method"))
        }
        // A missing value that was there before stays: only new bars are filled.
        return receiver
    }

    /// `s.pipe(f, a)` is `f(s, a)`.
    static let pipe = Callable("func / a b c d e **") { compiler, receiver, arguments in
        guard case .function(let function)? = arguments["func"] else {
            return compiler.fail(
                .type, "pipe() takes a function of the code", at: arguments.position)
        }
        let first = Call.Item(value: receiver, position: arguments.position)
        var rest = arguments.call.items
        rest.remove(at: rest.firstIndex { $0.name == nil || $0.name == "func" } ?? 0)
        return compiler.call(
            function,
            Call(name: function.name, items: [first] + rest, position: arguments.position))
    }

    // MARK: - Refused

    static let refused: [String: Refusal] = {
        var refused: [String: Refusal] = [
            "bfill": .lookAhead(
                "fills a gap with a later value", "ffill() carries the last known value forward"),
            "backfill": .lookAhead("fills a gap with a later value", "write ffill()"),
            "interpolate": .lookAhead(
                "draws a line to a later value", "ffill() carries the last known value forward"),
            "rank": .wholeSample("rank"),
            "dropna": .unsupported(
                "changes the time axis", "leave missing values: comparisons with them are False"),
            "resample": .unsupported(
                "changes the time axis",
                "set execution_frequency, or bind the coarser data to a slot of its own"),
            "head": .unsupported("changes the time axis", "use shift(n) or rolling(n)"),
            "tail": .lookAhead("counts from the last bar", "use rolling(n)"),
            "merge": .unsupported("is not needed", "all slots are aligned with the bars already"),
            "sort_values": .lookAhead("reorders the bars", "use rolling(n).rank()"),
            "sort_index": .unsupported("is not needed", "bars are in time order already"),
            "iteritems": .unsupported("loops over rows", "for i in range(1, len(df)): …"),
            "any": .lookAhead(
                "over the whole series uses bars that are still to come",
                "c.rolling(n).max() > 0 is true where any of the last n bars was"),
            "all": .lookAhead(
                "over the whole series uses bars that are still to come",
                "c.rolling(n).min() > 0 is true where all of the last n bars were"),
            "item": .lookAhead("takes one bar out of the series", "work on the series itself"),
            "corr": .lookAhead(
                "over the whole series uses bars that are still to come", "a.rolling(n).corr(b)"),
            "cov": .lookAhead(
                "over the whole series uses bars that are still to come", "a.rolling(n).cov(b)"),
            "describe": .lookAhead("uses the whole series", "use expanding() or rolling(n)"),
            "first_valid_index": .unsupported("gives a time", "use s.notna()"),
            "last_valid_index": .lookAhead("looks from the last bar", "use s.notna()"),
            "idxmax": .lookAhead("uses the whole series", "use rolling(n).max()"),
            "idxmin": .lookAhead("uses the whole series", "use rolling(n).min()"),
        ]
        for statistic in [
            "mean", "sum", "std", "var", "min", "max", "median", "quantile", "skew", "kurt",
            "kurtosis", "count", "sem", "prod",
        ] {
            refused[statistic] = .wholeSample(statistic)
        }
        for statistic in ["argmax", "argmin", "mode", "nunique", "unique", "value_counts"] {
            refused[statistic] = .lookAhead(
                "over the whole series uses bars that are still to come", "use a rolling window")
        }
        return refused
    }()
}

extension GraphCompiler {
    /// Both operands with `fill_value` where one of them alone is missing.
    func filled(
        _ left: Value, _ right: Value, _ arguments: BoundArguments
    ) -> (Value, Value)? {
        guard let fill = arguments["fill_value"] else { return (left, right) }
        let position = arguments.position
        guard let a = column(left, for: "an operand", at: position),
            let b = column(right, for: "an operand", at: position),
            let value = column(fill, for: "'fill_value'", at: position)
        else { return nil }
        func replaced(_ own: Int, _ other: Int) -> Value {
            let isPresent = number(.unary(.not), number(.unary(.isMissing), other))
            let isAlone = number(.binary(.and), number(.unary(.isMissing), own), isPresent)
            return series(.select, [isAlone, value.value, own])
        }
        return (replaced(a.value, b.value), replaced(b.value, a.value))
    }

    /// A number of bars to look back: at least 0, since a negative one would look ahead.
    func offset(_ arguments: BoundArguments, _ name: String, default fallback: Int) -> Int? {
        wholeNumber(
            arguments, name, default: fallback, minimum: 0, code: .lookAhead,
            hint: "a negative offset reads a later bar: use a positive one")
    }

    /// Whether none of the given arguments is used; each that is, is reported.
    func refuse(_ arguments: BoundArguments, _ names: [String]) -> Bool {
        for name in names where arguments[name] != nil {
            fail(
                .unsupported, "\(arguments.call.name)(\(name)=…) is not part of the language",
                hint: name == "inplace"
                    ? "assign the result: x = x.\(arguments.call.name)(…)" : "leave '\(name)' out",
                at: arguments.position(name))
            return false
        }
        return true
    }
}
