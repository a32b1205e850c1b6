import Glibc

/// The statistics of `rolling(…)` and `expanding(…)`.
enum WindowMethods {
    static let table: [String: Callable] = [
        "mean": statistic(.mean), "sum": statistic(.sum), "min": statistic(.min),
        "max": statistic(.max), "count": statistic(.count), "first": statistic(.first),
        "last": statistic(.last), "median": statistic(.median), "skew": statistic(.skew),
        "kurt": statistic(.kurtosis),
        "std": deviation { .standardDeviation(ddof: $0) }, "var": deviation { .variance(ddof: $0) },
        "quantile": Callable("q interpolation quantile numeric_only") {
            compiler, receiver, arguments in
            guard let value = arguments["q"] ?? arguments["quantile"] else {
                return compiler.fail(
                    .argument, "quantile() needs 'q'", hint: ".quantile(0.9)",
                    at: arguments.position)
            }
            guard
                let share = compiler.realNumber(value, what: "'quantile'", at: arguments.position),
                let name = compiler.choice(
                    arguments, "interpolation", default: "linear",
                    from: QuantileInterpolation.allCases.map(\.rawValue)),
                let interpolation = QuantileInterpolation(rawValue: name)
            else { return .failed }
            guard (0...1).contains(share) || value.number == nil else {
                return compiler.fail(
                    .argument, "the quantile must lie between 0 and 1", at: arguments.position)
            }
            return compiler.window(receiver, .quantile(Number(share), interpolation))
        },
        "rank": Callable("method ascending pct") { compiler, receiver, arguments in
            guard
                let name = compiler.choice(
                    arguments, "method", default: "average",
                    from: RankMethod.allCases.map(\.rawValue)),
                let method = RankMethod(rawValue: name),
                let isAscending = compiler.truthArgument(arguments, "ascending", default: true),
                let isPercent = compiler.truthArgument(arguments, "pct", default: false)
            else { return .failed }
            return compiler.window(
                receiver, .rank(percent: isPercent, method: method, ascending: isAscending))
        },
        "corr": pair { .correlation(ddof: $0) }, "cov": pair { .covariance(ddof: $0) },
        "agg": aggregate, "aggregate": aggregate,
    ]

    private static let aggregate = Callable("func /") { compiler, receiver, arguments in
        compiler.aggregate(receiver, arguments)
    }

    private static func statistic(_ function: WindowFunction) -> Callable {
        Callable("numeric_only engine") { compiler, receiver, arguments in
            guard compiler.refuse(arguments, ["engine"]) else { return .failed }
            return compiler.window(receiver, function)
        }
    }

    private static func deviation(_ function: @escaping @Sendable (Int) -> WindowFunction)
        -> Callable
    {
        Callable("ddof numeric_only engine") { compiler, receiver, arguments in
            guard compiler.refuse(arguments, ["engine"]),
                let ddof = compiler.wholeNumber(arguments, "ddof", default: 1, minimum: 0)
            else { return .failed }
            return compiler.window(receiver, function(ddof))
        }
    }

    private static func pair(_ function: @escaping @Sendable (Int) -> WindowFunction) -> Callable {
        Callable("other / pairwise ddof") { compiler, receiver, arguments in
            guard compiler.refuse(arguments, ["pairwise"]),
                let ddof = compiler.wholeNumber(arguments, "ddof", default: 1, minimum: 0),
                let other = arguments["other"],
                let column = compiler.column(other, for: "'other'", at: arguments.position("other"))
            else { return .failed }
            return compiler.window(receiver, function(ddof), with: column.value)
        }
    }

    static let refused: [String: Refusal] = [
        "apply": .unsupported(
            "runs Python for each window",
            "use mean, sum, std, min, max, median, quantile, rank, corr, … or scan(); weighted "
                + "means and slopes are talib.WMA(s, n) and talib.LINEARREG_SLOPE(s, n)"),
        "sem": .unsupported("is not part of the language", "std() / np.sqrt(n)"),
    ]
}

/// The statistics of `ewm(…)`.
enum ExponentialMethods {
    static let table: [String: Callable] = [
        "mean": Callable("numeric_only engine") { compiler, receiver, _ in
            compiler.exponentialStatistic(receiver, .mean)
        },
        "std": Callable("bias") { compiler, receiver, arguments in
            guard let bias = compiler.truthArgument(arguments, "bias", default: false) else {
                return .failed
            }
            return compiler.exponentialStatistic(receiver, .standardDeviation(bias: bias))
        },
        "var": Callable("bias") { compiler, receiver, arguments in
            guard let bias = compiler.truthArgument(arguments, "bias", default: false) else {
                return .failed
            }
            return compiler.exponentialStatistic(receiver, .variance(bias: bias))
        },
        "corr": Callable("other / pairwise") { compiler, receiver, arguments in
            guard let other = arguments["other"],
                let column = compiler.column(other, for: "'other'", at: arguments.position)
            else { return .failed }
            return compiler.exponentialStatistic(receiver, .correlation, with: column.value)
        },
        "cov": Callable("other / pairwise bias") { compiler, receiver, arguments in
            guard let other = arguments["other"],
                let bias = compiler.truthArgument(arguments, "bias", default: false),
                let column = compiler.column(other, for: "'other'", at: arguments.position)
            else { return .failed }
            return compiler.exponentialStatistic(
                receiver, .covariance(bias: bias), with: column.value)
        },
    ]
}

extension GraphCompiler {
    /// A statistic of a window, of one series or of a pair.
    func window(_ receiver: Value, _ function: WindowFunction, with other: Int? = nil) -> Value {
        guard case .window(let object) = receiver else { return .failed }
        var inputs = [object.series.value]
        if let other { inputs.append(other) }
        if case .microseconds = object.window.span { inputs.append(builder.add(.barTime)) }
        return series(.window(function, object.window), inputs)
    }

    func exponentialStatistic(
        _ receiver: Value, _ function: ExponentialFunction, with other: Int? = nil
    ) -> Value {
        guard case .exponential(let object) = receiver else { return .failed }
        let inputs = [object.series.value] + (other.map { [$0] } ?? [])
        return series(.exponential(function, object.weights), inputs)
    }

    func rolling(_ receiver: Value, _ arguments: BoundArguments) -> Value {
        guard refuse(arguments, ["win_type", "on", "step", "method"]) else { return .failed }
        if let center = arguments["center"], truth(center, at: arguments.position) != false {
            return fail(
                .lookAhead, "rolling(center=True) uses bars that are still to come",
                hint: "leave center out", at: arguments.position("center"))
        }
        guard
            let closedName = choice(
                arguments, "closed", default: "right",
                from: Window.Closed.allCases.map(\.rawValue)),
            let closed = Window.Closed(rawValue: closedName), let size = arguments["window"]
        else { return .failed }
        let span: Window.Span
        let fallback: Int
        if case .string(let text) = size {
            guard let microseconds = Self.duration(text) else {
                return fail(
                    .argument, "'\(text)' is no length of time",
                    hint: "a number and a unit: '20D', '12h', '30min'",
                    at: arguments.position("window"))
            }
            (span, fallback) = (.microseconds(microseconds), 1)
        } else {
            guard
                let bars = wholeNumber(
                    size, what: "the window", minimum: 1, at: arguments.position("window"))
            else { return .failed }
            (span, fallback) = (.bars(bars), bars)
        }
        guard
            let least = wholeNumber(arguments, "min_periods", default: fallback, minimum: 0)
        else { return .failed }
        let isKnown = size.number != nil && (arguments["min_periods"]?.number != nil)
        if case .bars(let bars) = span, least > bars, isKnown {
            return fail(
                .argument, "min_periods \(least) is larger than the window \(bars)",
                at: arguments.position("min_periods"))
        }
        return .window(
            WindowObject(
                series: receiverSeries(receiver),
                window: Window(span: span, minPeriods: least, closed: closed)))
    }

    private static let units: [String: Int64] = [
        "d": 86_400_000_000, "h": 3_600_000_000, "min": 60_000_000, "t": 60_000_000,
        "s": 1_000_000, "w": 604_800_000_000,
    ]

    /// The microseconds of a pandas offset such as `20D`.
    static func duration(_ text: String) -> Int64? {
        let digits = text.prefix { $0.isNumber }
        let unit = text.dropFirst(digits.count).lowercased()
        guard let scale = units[unit], let count = digits.isEmpty ? 1 : Int64(digits),
            count > 0, count < 1_000_000
        else { return nil }
        return count * scale
    }

    func exponential(_ receiver: Value, _ arguments: BoundArguments) -> Value {
        guard refuse(arguments, ["times", "method"]) else { return .failed }
        let forms = ["com", "span", "halflife", "alpha"].filter { arguments[$0] != nil }
        guard forms.count == 1, let form = forms.first, let value = arguments[form] else {
            return fail(
                .argument, "ewm() needs exactly one of span, com, halflife, alpha",
                hint: "ewm(span=20, adjust=False)", at: arguments.position)
        }
        guard let size = realNumber(value, what: "'\(form)'", at: arguments.position(form)),
            let adjust = truthArgument(arguments, "adjust", default: true),
            let ignoresMissing = truthArgument(arguments, "ignore_na", default: false),
            let least = wholeNumber(arguments, "min_periods", default: 0, minimum: 0)
        else { return .failed }
        // While checking, an unknown size stands for any that is allowed.
        guard let alpha = Self.alpha(form, size) ?? (value.number == nil ? 0.5 : nil) else {
            return fail(
                .argument, "'\(form)' of ewm() is out of range",
                hint: "span >= 1, com >= 0, halflife > 0, 0 < alpha <= 1",
                at: arguments.position(form))
        }
        return .exponential(
            ExponentialObject(
                series: receiverSeries(receiver),
                weights: ExponentialWeights(
                    alpha: alpha, adjust: adjust, ignoreMissing: ignoresMissing,
                    minPeriods: least)))
    }

    /// pandas' way from each form to alpha, through the centre of mass, so that the bits agree.
    private static func alpha(_ form: String, _ size: Double) -> Double? {
        let centre: Double
        switch form {
        case "span" where size >= 1: centre = (size - 1) / 2
        case "com" where size >= 0: centre = size
        case "halflife" where size > 0: centre = 1 / (1 - exp(log(0.5) / size)) - 1
        case "alpha" where size > 0 && size <= 1: centre = (1 - size) / size
        default: return nil
        }
        return 1 / (1 + centre)
    }
}
