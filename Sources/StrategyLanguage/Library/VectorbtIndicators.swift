/// vectorbt's indicators, `vbt.RSI.run(…)` and the like, in vectorbt's own arithmetic.
enum VectorbtIndicators {
    static let names: [String] = ["MA", "MSTD", "BBANDS", "RSI", "STOCH", "MACD", "ATR", "OBV"]
        .map { "vectorbt.\($0)" }

    static let table: [String: Callable] = [
        "vectorbt.MA.run": Callable("close window / ewm adjust short_name hide_params") {
            compiler, _, arguments in
            guard let close = compiler.inputs(arguments, ["close"]),
                let average = compiler.average(arguments, of: close[0])
            else { return .failed }
            return compiler.indicator("MA", [("ma", average)])
        },
        "vectorbt.MSTD.run": Callable("close window / ewm adjust ddof short_name") {
            compiler, _, arguments in
            guard let close = compiler.inputs(arguments, ["close"]),
                let deviation = compiler.deviation(arguments, of: close[0])
            else { return .failed }
            return compiler.indicator("MSTD", [("mstd", deviation)])
        },
        "vectorbt.BBANDS.run": Callable("close / window ewm alpha adjust ddof short_name") {
            compiler, _, arguments in
            guard let close = compiler.inputs(arguments, ["close"]),
                let middle = compiler.average(arguments, of: close[0], window: 20),
                let deviation = compiler.deviation(arguments, of: close[0], window: 20),
                let alpha = compiler.column(
                    arguments["alpha"] ?? .int(2), for: "'alpha'", at: arguments.position)
            else { return .failed }
            let band = compiler.number(.binary(.multiply), alpha.value, deviation)
            let upper = compiler.number(.binary(.add), middle, band)
            let lower = compiler.number(.binary(.subtract), middle, band)
            let width = compiler.number(.binary(.subtract), upper, lower)
            let above = compiler.number(.binary(.subtract), close[0], lower)
            return compiler.indicator(
                "BBANDS",
                [
                    ("middle", middle), ("upper", upper), ("lower", lower),
                    ("percent_b", compiler.number(.binary(.divide), above, width)),
                    ("bandwidth", compiler.number(.binary(.divide), width, middle)),
                ])
        },
        "vectorbt.RSI.run": Callable("close / window ewm adjust short_name") {
            compiler, _, arguments in compiler.relativeStrength(arguments)
        },
        "vectorbt.STOCH.run": Callable(
            "high low close / k_window d_window d_ewm adjust short_name"
        ) { compiler, _, arguments in compiler.stochastic(arguments) },
        "vectorbt.MACD.run": Callable(
            "close / fast_window slow_window signal_window macd_ewm signal_ewm adjust short_name"
        ) { compiler, _, arguments in compiler.convergence(arguments) },
        "vectorbt.ATR.run": Callable("high low close / window ewm adjust short_name") {
            compiler, _, arguments in compiler.averageRange(arguments)
        },
        "vectorbt.OBV.run": Callable("close volume / short_name") { compiler, _, arguments in
            compiler.onBalanceVolume(arguments)
        },
    ]
}

/// The methods behind `.vbt` of a series.
enum VectorbtMethods {
    static let table: [String: Callable] = [
        "vbt.crossed_above": Callable("other /") { compiler, receiver, arguments in
            compiler.vectorbtCross(receiver, arguments["other"], isAbove: true, arguments)
        },
        "vbt.crossed_below": Callable("other /") { compiler, receiver, arguments in
            compiler.vectorbtCross(receiver, arguments["other"], isAbove: false, arguments)
        },
        "vbt.above": compared(.greater), "vbt.below": compared(.less),
    ]

    private static func compared(_ function: BinaryFunction) -> Callable {
        Callable("other /") { compiler, receiver, arguments in
            guard let other = arguments["other"],
                let column = compiler.vectorbtColumn(other, at: arguments.position)
            else { return .failed }
            return compiler.series(
                .binary(function), [compiler.receiverSeries(receiver).value, column], .boolean)
        }
    }
}

extension GraphCompiler {
    func indicator(_ name: String, _ outputs: [(String, Int)]) -> Value {
        .indicator(
            IndicatorObject(
                name: name,
                outputs: outputs.map { (name: $0.0, series: SeriesObject($0.1, .number)) }))
    }

    func inputs(_ arguments: BoundArguments, _ names: [String]) -> [Int]? {
        var values: [Int] = []
        for name in names {
            guard let value = arguments[name],
                let column = column(value, for: "'\(name)'", at: arguments.position(name))
            else { return nil }
            values.append(column.value)
        }
        return values
    }

    /// vectorbt's moving average: simple, or exponential with `ewm=True`.
    func average(
        _ arguments: BoundArguments, of value: Int, window fallback: Int? = nil,
        named name: String = "window", ewm flag: String = "ewm", isExponential: Bool = false
    ) -> Int? {
        guard let bars = wholeNumber(arguments, name, default: fallback, minimum: 1),
            let ewm = truthArgument(arguments, flag, default: isExponential),
            let adjust = truthArgument(arguments, "adjust", default: false)
        else { return nil }
        let function: VectorbtFunction =
            ewm
            ? .exponentialMean(span: bars, minPeriods: bars, adjust: adjust)
            : .rollingMean(window: bars)
        return number(.vectorbt(function), value)
    }

    func deviation(
        _ arguments: BoundArguments, of value: Int, window fallback: Int? = nil
    ) -> Int? {
        guard let bars = wholeNumber(arguments, "window", default: fallback, minimum: 1),
            let ewm = truthArgument(arguments, "ewm", default: false),
            let adjust = truthArgument(arguments, "adjust", default: false),
            let ddof = wholeNumber(arguments, "ddof", default: 0, minimum: 0)
        else { return nil }
        let function: VectorbtFunction =
            ewm
            ? .exponentialStandardDeviation(
                span: bars, minPeriods: bars, adjust: adjust, ddof: ddof)
            : .rollingStandardDeviation(window: bars, ddof: ddof)
        return number(.vectorbt(function), value)
    }

    func relativeStrength(_ arguments: BoundArguments) -> Value {
        guard let close = inputs(arguments, ["close"])?.first else { return .failed }
        let zero = builder.constant(0)
        let earlier = number(.shift(bars: 1, fill: Number(.nan)), close)
        let change = number(.binary(.subtract), close, earlier)
        let up = number(.select, number(.binary(.less), change, zero), zero, change)
        let fall = number(.select, number(.binary(.greater), change, zero), zero, change)
        let down = number(.unary(.abs), fall)
        guard let gains = average(arguments, of: up, window: 14),
            let losses = average(arguments, of: down, window: 14)
        else { return .failed }
        let hundred = builder.constant(100)
        let strength = number(.binary(.divide), gains, losses)
        let share = number(
            .binary(.divide), hundred, number(.binary(.add), builder.constant(1), strength))
        return indicator("RSI", [("rsi", number(.binary(.subtract), hundred, share))])
    }

    func stochastic(_ arguments: BoundArguments) -> Value {
        guard let bars = inputs(arguments, ["high", "low", "close"]),
            let window = wholeNumber(arguments, "k_window", default: 14, minimum: 1)
        else { return .failed }
        let lowest = number(.vectorbt(.rollingMinimum(window: window)), bars[1])
        let highest = number(.vectorbt(.rollingMaximum(window: window)), bars[0])
        let above = number(
            .binary(.multiply), builder.constant(100),
            number(.binary(.subtract), bars[2], lowest))
        let k = number(.binary(.divide), above, number(.binary(.subtract), highest, lowest))
        guard let d = average(arguments, of: k, window: 3, named: "d_window", ewm: "d_ewm") else {
            return .failed
        }
        return indicator("STOCH", [("percent_k", k), ("percent_d", d)])
    }

    func convergence(_ arguments: BoundArguments) -> Value {
        guard let close = inputs(arguments, ["close"])?.first,
            let fast = average(
                arguments, of: close, window: 12, named: "fast_window", ewm: "macd_ewm"),
            let slow = average(
                arguments, of: close, window: 26, named: "slow_window", ewm: "macd_ewm")
        else { return .failed }
        let line = number(.binary(.subtract), fast, slow)
        guard
            let signal = average(
                arguments, of: line, window: 9, named: "signal_window", ewm: "signal_ewm")
        else { return .failed }
        return indicator(
            "MACD",
            [
                ("macd", line), ("signal", signal),
                ("hist", number(.binary(.subtract), line, signal)),
            ])
    }

    func averageRange(_ arguments: BoundArguments) -> Value {
        guard let bars = inputs(arguments, ["high", "low", "close"]) else { return .failed }
        let earlier = number(.shift(bars: 1, fill: Number(.nan)), bars[2])
        var range = number(.binary(.subtract), bars[0], bars[1])
        for price in [bars[0], bars[1]] {
            let distance = number(.unary(.abs), number(.binary(.subtract), price, earlier))
            range = number(.select, number(.binary(.greater), distance, range), distance, range)
        }
        guard let average = average(arguments, of: range, window: 14, isExponential: true) else {
            return .failed
        }
        return indicator("ATR", [("tr", range), ("atr", average)])
    }

    func onBalanceVolume(_ arguments: BoundArguments) -> Value {
        guard let bars = inputs(arguments, ["close", "volume"]) else { return .failed }
        let zero = builder.constant(0)
        let earlier = number(.shift(bars: 1, fill: Number(.nan)), bars[0])
        let isDown = number(.binary(.less), bars[0], earlier)
        let signed = number(.select, isDown, number(.unary(.negate), bars[1]), bars[1])
        let isFlat = number(
            .binary(.and), number(.binary(.equal), bars[0], earlier),
            number(.unary(.isFinite), bars[0]))
        let flow = number(.select, isFlat, zero, signed)
        let known = number(.select, number(.unary(.isMissing), flow), zero, flow)
        return indicator("OBV", [("obv", number(.cumulative(.sum), known))])
    }

    /// A series, a number, or the only output of an indicator.
    func vectorbtColumn(_ value: Value, at position: SourcePosition) -> Int? {
        if case .indicator(let result) = value, let first = result.outputs.first {
            return first.series.value
        }
        return column(value, for: "'other'", at: position)?.value
    }

    func vectorbtCross(
        _ receiver: Value, _ other: Value?, isAbove: Bool, _ arguments: BoundArguments
    ) -> Value {
        guard let other, let column = vectorbtColumn(other, at: arguments.position) else {
            return .failed
        }
        let own = receiverSeries(receiver).value
        return series(
            .vectorbt(.crossedAbove), isAbove ? [own, column] : [column, own], .boolean)
    }
}
