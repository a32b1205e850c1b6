/// `x[i - 20:i]` in a loop over bars: so many bars up to some bars before the loop's.
struct BarWindow {
    var series: SeriesObject
    /// How many bars; nil for all from the first.
    var count: Int?
    /// How many bars the newest one lies before the loop's.
    var lag: Int
    /// Whether the window may be cut off at the first bar, as `x[max(0, i - 20):i]` is.
    var isPartial: Bool
}

extension ScanCompiler {
    /// `x[i - 20:i]`, `x[max(0, i - 20):i + 1]`, `x[:i]`.
    func slice(
        of base: Expression, _ low: Expression?, _ high: Expression?, at position: SourcePosition
    ) -> ScanValue {
        guard let series = seriesObject(base), !isOutput(series) else {
            compiler.fail(
                .unsupported, "only series made before the loop have windows in it",
                hint: "s.rolling(n) before the loop, read with x.iloc[i]", at: position)
            return .failed
        }
        guard let high, case .bar(let end) = evaluate(high), end <= 1 else {
            compiler.fail(
                .lookAhead, "this window reaches later bars than the loop's",
                hint: "x[i - 20:i] ends before bar i, x[i - 19:i + 1] with it", at: position)
            return .failed
        }
        guard let low else {
            return .window(BarWindow(series: series, count: nil, lag: 1 - end, isPartial: true))
        }
        guard let (start, isPartial) = windowStart(low) else { return .failed }
        guard end > start else {
            compiler.fail(.argument, "this window is empty", at: position)
            return .failed
        }
        guard end - start <= GraphCompiler.maxWholeNumber else {
            compiler.fail(.limit, "this window is too long", at: position)
            return .failed
        }
        guard isPartial || -start <= minBar else {
            compiler.fail(
                .lookAhead,
                "on the loop's bar \(minBar) this window begins at index \(minBar + start), which "
                    + "Python counts from the last bar",
                hint: "start the loop at \(-start), or write max(0, i - \(-start))", at: position)
            return .failed
        }
        return .window(
            BarWindow(series: series, count: end - start, lag: 1 - end, isPartial: isPartial))
    }

    private func windowStart(_ low: Expression) -> (offset: Int, isPartial: Bool)? {
        if case .call(let callee, let arguments) = low.kind, case .name("max") = callee.kind,
            arguments.count == 2
        {
            let values = arguments.map { evaluate($0.value) }
            for (zero, start) in [(values[0], values[1]), (values[1], values[0])] {
                if case .outer(.int(0)) = zero, case .bar(let offset) = start {
                    return (offset, true)
                }
            }
        }
        if case .bar(let offset) = evaluate(low) { return (offset, false) }
        compiler.fail(
            .lookAhead, "a window begins at the loop's number minus a known number",
            hint: "x[i - 20:i]", at: low.position)
        return nil
    }

    /// `window[0]`, `window[-1]`.
    func element(
        of window: BarWindow, at place: Value, _ position: SourcePosition
    ) -> ScanValue {
        guard let number = place.wholeNumber, number > -GraphCompiler.maxWholeNumber else {
            compiler.fail(.type, "a window is indexed by known whole numbers", at: position)
            return .failed
        }
        if number < 0 { return read(window.series, lag: window.lag - number - 1, at: position) }
        guard let count = window.count, !window.isPartial, number < count else {
            compiler.fail(
                .unsupported, "this place of the window is not known", hint: "window[-1]",
                at: position)
            return .failed
        }
        return read(window.series, lag: window.lag + count - 1 - number, at: position)
    }

    // MARK: - Statistics

    private static let statistics: [String: WindowFunction] = [
        "max": .max, "min": .min, "mean": .mean, "sum": .sum, "median": .median, "any": .max,
        "all": .min, "amax": .max, "amin": .min, "average": .mean,
    ]

    /// Whose statistic of a window it is; they differ in missing values and degrees of freedom.
    enum StatisticOwner { case method, numPy, python }

    /// `window.max()`, `np.max(window)` and `max(window)`; nil where the name is no statistic of a
    /// window.
    func statistic(
        _ name: String, of window: BarWindow, ddof: Int?, by owner: StatisticOwner,
        at position: SourcePosition
    ) -> ScanValue? {
        let series = window.series
        var function = Self.statistics[name]
        // NumPy divides by n, pandas by n - 1.
        let fallback = owner == .numPy || series.isArray ? 0 : 1
        if name == "std" { function = .standardDeviation(ddof: ddof ?? fallback) }
        if name == "var" { function = .variance(ddof: ddof ?? fallback) }
        guard let function else { return nil }
        let isTruth = name == "any" || name == "all"
        guard !isTruth || series.type.isBoolean else {
            compiler.fail(
                .type, "\(name)() of numbers", hint: "compare first: (x > 0)[i - 5:i].any()",
                at: position)
            return .failed
        }
        let span: Window.Span = window.count.map { .bars($0) } ?? .expanding
        let least = function == .sum && !series.isArray ? 0 : 1
        let value = compiler.builder.add(
            .window(function, Window(span: span, minPeriods: least)), [series.value])
        return readPast(
            SeriesObject(
                marked(value, window, span, owner), isTruth ? .boolean : .number),
            lag: window.lag)
    }

    /// A statistic that pandas takes of the values that are there, as NumPy or Python would: an
    /// array's is missing where one of its values is, and Python's `max` where its first one is.
    private func marked(
        _ statistic: Int, _ window: BarWindow, _ span: Window.Span, _ owner: StatisticOwner
    ) -> Int {
        guard window.series.isArray || owner == .python else { return statistic }
        let isMissing = compiler.number(.unary(.isMissing), window.series.value)
        var mark = compiler.number(.window(.max, Window(span: span, minPeriods: 1)), isMissing)
        if owner == .python {
            mark = compiler.number(.latch(bar: 0), isMissing)
            if let count = window.count {
                let first = compiler.number(
                    .shift(bars: count - 1, fill: Number(.nan)), isMissing)
                let isPresent = compiler.number(
                    .unary(.not), compiler.number(.unary(.isMissing), first))
                mark = compiler.number(.select, isPresent, first, mark)
            }
        }
        return compiler.number(.select, mark, compiler.builder.constant(.nan), statistic)
    }
}
