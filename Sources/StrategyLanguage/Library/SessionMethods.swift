/// The running statistics of `groupby(…)`.
enum SessionMethods {
    /// pandas' arguments; what only concerns the order or the labels of groups is without effect.
    static let groupParameters = "by / axis level as_index sort group_keys observed dropna"

    static let table: [String: Callable] = [
        "cumsum": running(.sum), "cumprod": running(.product), "cummax": running(.maximum),
        "cummin": running(.minimum), "cumcount": running(.count), "first": running(.first),
        "transform": Callable("func /") { compiler, receiver, arguments in
            let allowed: [String: SessionFunction] = [
                "first": .first, "cumsum": .sum, "cummax": .maximum, "cummin": .minimum,
                "cumprod": .product,
            ]
            if case .function(let function)? = arguments["func"] {
                let group = Call.Item(value: receiver, position: arguments.position)
                return compiler.call(
                    function,
                    Call(name: function.name, items: [group], position: arguments.position))
            }
            guard case .string(let name)? = arguments["func"] else {
                return compiler.fail(
                    .unsupported, "transform() takes a name here", hint: "transform('first')",
                    at: arguments.position)
            }
            guard let function = allowed[name] else {
                return compiler.fail(
                    .lookAhead, "transform('\(name)') uses the whole group, its later bars too",
                    hint: "cumsum(), cummax(), cummin(), cumcount() and transform('first') use "
                        + "the group so far", at: arguments.position)
            }
            return compiler.session(receiver, function, at: arguments.position)
        },
        "shift": Callable("periods") { compiler, receiver, arguments in
            compiler.shiftInSession(receiver, arguments) { _, earlier in earlier }
        },
        "diff": Callable("periods") { compiler, receiver, arguments in
            compiler.shiftInSession(receiver, arguments) { now, earlier in
                compiler.number(.binary(.subtract), now, earlier)
            }
        },
        "pct_change": Callable("periods") { compiler, receiver, arguments in
            compiler.shiftInSession(receiver, arguments) { now, earlier in
                compiler.number(
                    .binary(.subtract), compiler.number(.binary(.divide), now, earlier),
                    compiler.builder.constant(1))
            }
        },
    ]

    private static func running(_ function: SessionFunction) -> Callable {
        Callable("") { compiler, receiver, arguments in
            compiler.session(receiver, function, at: arguments.position)
        }
    }

    static let refused: [String: Refusal] = {
        var refused: [String: Refusal] = [
            "apply": .unsupported("runs Python for each group", "use cumsum, cummax, cummin, …")
        ]
        for name in ["sum", "max", "min", "mean", "last", "std", "count", "size", "agg", "median"] {
            refused[name] = .lookAhead(
                "of a group uses its later bars",
                "cumsum(), cummax(), cummin(), cumcount() and transform('first') use the group "
                    + "so far"
            )
        }
        return refused
    }()
}

extension GraphCompiler {
    func session(
        _ receiver: Value, _ function: SessionFunction, at position: SourcePosition
    ) -> Value {
        guard case .sessions(let owner, let key) = receiver else { return .failed }
        let values: Int
        switch owner {
        case .series(let series): values = series.value
        case .frame where function == .count: values = builder.constant(0)
        default:
            return fail(
                .unsupported, "choose a column of the grouped frame",
                hint: "df.groupby(df.index.date)['volume'].cumsum()", at: position)
        }
        return series(.session(function), [values, key])
    }

    /// A value some bars earlier in the same group, which is one run of bars; missing before it.
    func shiftInSession(
        _ receiver: Value, _ arguments: BoundArguments,
        _ result: (_ now: Int, _ earlier: Int) -> Int
    ) -> Value {
        guard let bars = offset(arguments, "periods", default: 1) else { return .failed }
        guard case .sessions(.series(let own), let key) = receiver else {
            return fail(
                .unsupported, "choose a column of the grouped frame",
                hint: "df.groupby(df.index.date)['close'].shift(1)", at: arguments.position)
        }
        let move = Operation.shift(bars: bars, fill: Number(.nan))
        let isSame = number(.binary(.equal), number(move, key), key)
        let earlier = number(.select, isSame, number(move, own.value), builder.constant(.nan))
        return series(.select, [isSame, result(own.value, earlier), builder.constant(.nan)])
    }
}
