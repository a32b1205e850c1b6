/// The running statistics of `groupby(index.date)`.
enum SessionMethods {
    static let table: [String: Callable] = [
        "cumsum": running(.sum), "cumprod": running(.product), "cummax": running(.maximum),
        "cummin": running(.minimum), "cumcount": running(.count), "first": running(.first),
        "transform": Callable("func /") { compiler, receiver, arguments in
            let allowed: [String: SessionFunction] = [
                "first": .first, "cumsum": .sum, "cummax": .maximum, "cummin": .minimum,
                "cumprod": .product,
            ]
            guard case .string(let name)? = arguments["func"] else {
                return compiler.fail(
                    .unsupported, "transform() takes a name here", hint: "transform('first')",
                    at: arguments.position)
            }
            guard let function = allowed[name] else {
                return compiler.fail(
                    .lookAhead, "transform('\(name)') uses the whole day, its later bars too",
                    hint: "cumsum(), cummax(), cummin(), cumcount() and transform('first') use "
                        + "the day so far", at: arguments.position)
            }
            return compiler.session(receiver, function)
        },
    ]

    private static func running(_ function: SessionFunction) -> Callable {
        Callable("") { compiler, receiver, _ in compiler.session(receiver, function) }
    }

    static let refused: [String: Refusal] = {
        var refused: [String: Refusal] = [
            "apply": .unsupported("runs Python for each day", "use cumsum, cummax, cummin, …")
        ]
        for name in ["sum", "max", "min", "mean", "last", "std", "count", "agg", "median"] {
            refused[name] = .lookAhead(
                "of a day uses its later bars",
                "cumsum(), cummax(), cummin(), cumcount() and transform('first') use the day so far"
            )
        }
        return refused
    }()
}

extension GraphCompiler {
    func group(_ receiver: Value, _ arguments: BoundArguments) -> Value {
        guard case .dates? = arguments["by"] else {
            return fail(
                .unsupported, "groupby() works by the bars' dates only",
                hint: "s.groupby(s.index.date).cumsum()", at: arguments.position)
        }
        return .sessions(receiver)
    }

    func session(_ receiver: Value, _ function: SessionFunction) -> Value {
        guard case .sessions(let owner) = receiver else { return .failed }
        let values: Int
        switch owner {
        case .series(let series): values = series.value
        case .frame where function == .count: values = builder.constant(0)
        default:
            return fail(
                .unsupported, "choose a column of the grouped frame",
                hint: "df.groupby(df.index.date)['volume'].cumsum()",
                at: SourcePosition(line: 1, column: 1))
        }
        return series(.session(function), [values, builder.add(.barTime)])
    }
}
