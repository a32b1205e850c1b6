/// Short names for what strategies need most; they need no import.
enum OwnFunctions {
    static let table: [String: Callable] = [
        "python.crossed_above": Callable("a b /") { compiler, _, arguments in
            compiler.crossed(arguments["a"], arguments["b"], isAbove: true, at: arguments.position)
        },
        "python.crossed_below": Callable("a b /") { compiler, _, arguments in
            compiler.crossed(arguments["a"], arguments["b"], isAbove: false, at: arguments.position)
        },
        "python.bars_since": Callable("condition /") { compiler, _, arguments in
            guard let condition = arguments["condition"],
                let column = compiler.column(
                    condition, for: "the condition", at: arguments.position)
            else { return .failed }
            let truth = compiler.definiteTruth(column.value, column.type)
            return compiler.series(.barsSince, [truth])
        },
        "python.zscore": Callable("x n /") { compiler, _, arguments in
            guard let value = arguments["x"],
                let column = compiler.column(value, for: "'x'", at: arguments.position),
                let bars = compiler.wholeNumber(arguments, "n", default: nil, minimum: 1)
            else { return .failed }
            let window = Window(span: .bars(bars), minPeriods: bars)
            let mean = compiler.number(.window(.mean, window), column.value)
            let deviation = compiler.number(
                .window(.standardDeviation(ddof: 1), window), column.value)
            let distance = compiler.number(.binary(.subtract), column.value, mean)
            return compiler.series(.binary(.divide), [distance, deviation])
        },
        "python.rsi": Callable("x n /") { compiler, _, arguments in
            compiler.shortIndicator(.rsi, [arguments["x"]], arguments)
        },
        "python.atr": Callable("slot n /") { compiler, _, arguments in
            let frame = compiler.frameColumns(arguments, ["high", "low", "close"])
            return compiler.shortIndicator(.atr, frame ?? [nil], arguments)
        },
        "python.vwap": Callable("slot n /") { compiler, _, arguments in
            compiler.volumeWeightedPrice(arguments)
        },
        "python.scan": Callable("function initial / a b c d e f") { compiler, _, arguments in
            compiler.scan(arguments)
        },
    ]
}

extension GraphCompiler {
    func crossed(
        _ left: Value?, _ right: Value?, isAbove: Bool, at position: SourcePosition
    ) -> Value {
        guard let left, let right, let a = column(left, for: "'a'", at: position),
            let b = column(right, for: "'b'", at: position)
        else { return .failed }
        let now = number(.binary(isAbove ? .greater : .less), a.value, b.value)
        let missing = Number(.nan)
        let before = number(
            .binary(isAbove ? .lessOrEqual : .greaterOrEqual),
            number(.shift(bars: 1, fill: missing), a.value),
            number(.shift(bars: 1, fill: missing), b.value))
        return series(.binary(.and), [now, before], .boolean)
    }

    func shortIndicator(
        _ function: TALibFunction, _ inputs: [Value?], _ arguments: BoundArguments
    ) -> Value {
        var items: [Call.Item] = []
        for input in inputs + [arguments["n"]] {
            guard let input else { return .failed }
            items.append(Call.Item(value: input, position: arguments.position))
        }
        return callTALib(
            function, Call(name: arguments.call.name, items: items, position: arguments.position))
    }

    /// Columns of the frame argument `slot`; nil, with a diagnostic, where one is missing.
    func frameColumns(_ arguments: BoundArguments, _ names: [String]) -> [Value?]? {
        guard case .frame(let frame)? = arguments["slot"] else {
            fail(
                .type, "\(arguments.call.name)() takes a slot",
                hint: "\(arguments.call.name)(data['prices'], n)", at: arguments.position)
            return nil
        }
        var columns: [Value?] = []
        for name in names {
            guard let column = frame[name] else {
                _ = missingColumn(name, of: frame, at: arguments.position)
                return nil
            }
            columns.append(.series(column))
        }
        return columns
    }

    func volumeWeightedPrice(_ arguments: BoundArguments) -> Value {
        guard let columns = frameColumns(arguments, ["high", "low", "close", "volume"]),
            let bars = wholeNumber(arguments, "n", default: nil, minimum: 1)
        else { return .failed }
        let values = columns.compactMap { value in
            if case .series(let series)? = value { series.value } else { nil }
        }
        let window = Window(span: .bars(bars), minPeriods: bars)
        let sum = number(.binary(.add), number(.binary(.add), values[0], values[1]), values[2])
        let typical = number(.binary(.divide), sum, builder.constant(3))
        let traded = number(.binary(.multiply), typical, values[3])
        return series(
            .binary(.divide),
            [number(.window(.sum, window), traded), number(.window(.sum, window), values[3])])
    }
}
