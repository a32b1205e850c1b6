import StrategyLanguage

/// Expressions that give a series of numbers.
extension ProgramWriter {
    /// What an expression is made of.
    private enum Family: CaseIterable {
        case arithmetic, elementwise, window, timeWindow, expanding, exponential, move, repair
        case choice, talib, vectorbt, own, calendar, session, across, conversion, helper, other
    }

    /// A series of numbers; `depth` is how deeply expressions may nest.
    mutating func number(_ depth: Int) -> String {
        guard depth > 0, dice.chance(0.85) else { return numberLeaf() }
        switch dice.pick(Family.allCases) {
        case .arithmetic: return arithmetic(depth)
        case .elementwise: return elementwise(depth)
        case .window: return windowStatistic(depth)
        case .timeWindow: return timeWindowStatistic(depth)
        case .expanding: return expandingStatistic(depth)
        case .exponential: return exponentialStatistic(depth)
        case .move: return move(depth)
        case .repair: return repair(depth)
        case .choice: return chosen(depth)
        case .talib: return talibCall(depth)
        case .vectorbt: return vectorbtCall(depth)
        case .own: return ownFunction(depth)
        case .calendar: return "(\(calendarField()) + \(operand(depth)))"
        case .session: return session(depth)
        case .across: return acrossColumns(depth)
        case .conversion: return conversion(depth)
        case .helper: return helperCall(depth)
        case .other: return otherForm(depth)
        }
    }

    /// A series in brackets, so that a method can follow.
    mutating func operand(_ depth: Int) -> String {
        let text = number(depth - 1)
        return text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } ? text : "(\(text))"
    }

    mutating func numberLeaf() -> String {
        if !numbers.isEmpty, dice.chance(0.55) { return dice.pick(numbers) }
        if dice.chance(0.2), let frame = frames.last {
            let column = dice.pick(frame.columns)
            return dice.chance(0.6) ? "\(frame.name)['\(column)']" : "\(frame.name).\(column)"
        }
        let slot = dice.pick(slots)
        let column = dice.pick(slot.columns)
        switch dice.int(0...3) {
        case 0: return "data['\(slot.name)'].\(column)"
        case 1: return "data[\"\(slot.name)\"][\"\(column)\"].values"
        case 2: return "data['\(slot.name)']['\(column)'].to_numpy()"
        default: return "data['\(slot.name)']['\(column)']"
        }
    }

    private mutating func arithmetic(_ depth: Int) -> String {
        let left = operand(depth)
        let right = dice.chance(0.5) ? operand(depth) : scalar()
        if dice.chance(0.2) {
            let method = dice.pick([
                "add", "sub", "mul", "div", "rsub", "rdiv", "pow", "mod", "floordiv",
            ])
            return "\(left).\(method)(\(right))"
        }
        let operation = dice.pick(["+", "-", "*", "/", "//", "%", "+", "-", "*", "/"])
        if dice.chance(0.1) { return "\(left) ** \(dice.pick(["2", "0.5", "-1", "3"]))" }
        return dice.chance(0.8)
            ? "\(left) \(operation) \(right)" : "\(scalar()) \(operation) \(left)"
    }

    private static let unary = [
        "log", "log1p", "log10", "log2", "exp", "expm1", "sqrt", "square", "abs", "sign", "floor",
        "ceil", "tanh", "trunc", "sin", "cos", "arctan", "negative", "fabs", "tan", "arcsin",
        "arccos", "sinh", "cosh",
    ]

    private mutating func elementwise(_ depth: Int) -> String {
        let x = operand(depth)
        switch dice.int(0...9) {
        case 0...4: return "np.\(dice.pick(Self.unary))(\(x))"
        case 5:
            let function = dice.pick([
                "maximum", "minimum", "fmax", "fmin", "power", "add", "subtract", "multiply",
                "divide", "mod", "arctan2", "hypot", "floor_divide",
            ])
            return "np.\(function)(\(x), \(dice.chance(0.5) ? operand(depth) : scalar()))"
        case 6: return "abs(\(x))"
        case 7: return "-\(x)"
        case 8:
            return dice.pick([
                "np.round(\(x), 1)", "\(x).round(2)", "\(x).round()", "round(\(x), 1)",
                "\(x).round(-1)",
            ])
        default: return "\(x).abs()"
        }
    }

    // MARK: - Windows

    private static let statistics = [
        "mean()", "sum()", "std()", "std(ddof=0)", "var()", "var(ddof=0)", "min()", "max()",
        "median()", "quantile(0.25)", "quantile(0.8, interpolation='lower')",
        "quantile(params['share'])", "quantile(0.5, interpolation='nearest')",
        "quantile(0.1, interpolation='higher')", "quantile(0.4, interpolation='midpoint')",
        "skew()", "kurt()", "count()", "rank()", "rank(pct=True)", "rank(method='min')",
        "rank(method='max', ascending=False)", "first()", "last()", "agg('mean')",
    ]

    private mutating func statistic(_ depth: Int) -> String {
        if dice.chance(0.12) {
            let other = number(depth - 1)
            return dice.pick(["corr(\(other))", "cov(\(other))", "cov(\(other), ddof=0)"])
        }
        return dice.pick(Self.statistics)
    }

    private mutating func windowStatistic(_ depth: Int) -> String {
        let x = operand(depth)
        let size = window()
        var arguments = [dice.chance(0.2) ? "window=\(size)" : size]
        if dice.chance(0.4) {
            arguments.append("min_periods=\(dice.int(0...min(1, Int(size) ?? 1)))")
        } else if let bars = Int(size), dice.chance(0.3) {
            arguments.append("min_periods=\(dice.int(0...bars))")
        }
        if dice.chance(0.15) {
            arguments.append("closed='\(dice.pick(["left", "right", "both", "neither"]))'")
        }
        return "\(x).rolling(\(arguments.joined(separator: ", "))).\(statistic(depth))"
    }

    private mutating func timeWindowStatistic(_ depth: Int) -> String {
        let span = dice.pick(["'3D'", "'36h'", "'90min'", "'2W'", "'1d'", "'600s'", "'20D'"])
        var arguments = [span]
        if dice.chance(0.3) { arguments.append("min_periods=\(dice.int(0...3))") }
        if dice.chance(0.2) {
            arguments.append("closed='\(dice.pick(["left", "right", "both", "neither"]))'")
        }
        let x = operand(depth)
        return "\(x).rolling(\(arguments.joined(separator: ", "))).\(statistic(depth))"
    }

    private mutating func expandingStatistic(_ depth: Int) -> String {
        let arguments = dice.chance(0.5) ? "" : "min_periods=\(dice.int(0...6))"
        return "\(operand(depth)).expanding(\(arguments)).\(statistic(depth))"
    }

    private mutating func exponentialStatistic(_ depth: Int) -> String {
        var arguments = [
            dice.pick([
                "span=\(window())", "com=\(dice.int(0...9))", "halflife=\(dice.int(1...9))",
                "alpha=0.3", "alpha=params['share']", "span=12.5", "alpha=1",
            ])
        ]
        if dice.chance(0.5) { arguments.append("adjust=\(dice.pick(["True", "False"]))") }
        if dice.chance(0.3) { arguments.append("min_periods=\(dice.int(0...9))") }
        if dice.chance(0.3) { arguments.append("ignore_na=\(dice.pick(["True", "False"]))") }
        let other = dice.chance(0.2) ? number(depth - 1) : nil
        let statistic =
            other.map { dice.pick(["corr(\($0))", "cov(\($0))", "cov(\($0), bias=True)"]) }
            ?? dice.pick(["mean()", "mean()", "std()", "var()", "std(bias=True)", "var(bias=True)"])
        return "\(operand(depth)).ewm(\(arguments.joined(separator: ", "))).\(statistic)"
    }

    // MARK: - Moves and repair

    private mutating func move(_ depth: Int) -> String {
        let x = operand(depth)
        switch dice.int(0...6) {
        case 0, 1: return "\(x).shift(\(offset()))"
        case 2: return "\(x).shift(\(dice.int(0...5)), fill_value=\(finiteScalar()))"
        case 3: return "\(x).diff(\(offset()))"
        case 4: return "\(x).pct_change(\(offset()))"
        case 5: return "\(x).\(dice.pick(["cumsum", "cumprod", "cummax", "cummin"]))()"
        default: return "\(x).shift()"
        }
    }

    private mutating func repair(_ depth: Int) -> String {
        let x = operand(depth)
        switch dice.int(0...11) {
        case 0: return "\(x).fillna(\(finiteScalar()))"
        case 1: return "\(x).fillna(\(number(depth - 1)))"
        case 2: return "\(x).ffill()"
        case 3: return "\(x).ffill(limit=\(dice.int(1...4)))"
        case 4: return "\(x).clip(lower=\(finiteScalar()), upper=\(number(depth - 1)))"
        case 5: return "\(x).clip(upper=\(scalar()))"
        case 6: return "np.clip(\(x), -1, 1)"
        case 7: return "\(x).replace(\(scalar()), \(scalar()))"
        case 8: return "\(x).replace([np.inf, -np.inf], np.nan)"
        case 9: return "np.nan_to_num(\(x))"
        case 10: return "np.nan_to_num(\(x), nan=1, posinf=2, neginf=-2)"
        default: return "\(x).fillna(method='ffill')"
        }
    }

    private mutating func chosen(_ depth: Int) -> String {
        let x = dice.chance(0.7) ? number(depth - 1) : scalar()
        let y = number(depth - 1)
        let test = condition(depth - 1)
        switch dice.int(0...6) {
        case 0, 1: return "np.where(\(test), \(x), \(y))"
        case 2: return "(\(y)).where(\(test), \(x))"
        case 3: return "(\(y)).mask(\(test))"
        case 4: return "(\(y)).mask(\(test), \(x))"
        case 5:
            let fallback = dice.pick(["", ", default=\(scalar())", ", \(number(depth - 1))"])
            return "np.select([\(test), \(condition(depth - 1))], [\(x), \(y)]\(fallback))"
        default: return "((\(y)) if \(choice()) else (\(number(depth - 1))))"
        }
    }

    private mutating func conversion(_ depth: Int) -> String {
        let test = condition(depth - 1)
        switch dice.int(0...6) {
        case 0, 1: return "(\(test)).astype(int)"
        case 2: return "(\(test)).astype(float)"
        case 3: return "\(operand(depth)).astype(float)"
        case 4:
            return "\(operand(depth)).replace([np.inf, -np.inf], np.nan).fillna(0).astype(int)"
        case 5: return "pd.Series(\(number(depth - 1)), index=close.index)"
        // Without the repair a missing value is a fault that names the bar.
        default:
            return dice.chance(0.3)
                ? "\(operand(depth)).astype('int64')" : "(\(test)).astype(np.int8)"
        }
    }

    private mutating func otherForm(_ depth: Int) -> String {
        switch dice.int(0...13) {
        case 7: return folded(depth)
        case 8:
            let body = dice.pick(["v * 2", "max(v, 1)", "1 if v > 0 else -1", "abs(v) ** 0.5"])
            return "\(operand(depth)).\(dice.pick(["apply", "map"]))(lambda v: \(body))"
        case 9:
            return "\(operand(depth)).add(\(number(depth - 1)), fill_value=\(finiteScalar()))"
        case 10: return "\(operand(depth)).combine_first(\(number(depth - 1)))"
        case 11: return "\(operand(depth)).to_frame('a')['a'].reindex(close.index)"
        case 12: return "\(operand(depth)).pipe(lambda s, k: s.shift(k), \(dice.int(0...3)))"
        case 0: return "(lambda x, k=\(scalar()): x * k)(\(number(depth - 1)))"
        case 1: return "sum([\(number(depth - 1)), \(number(depth - 1)), \(scalar())])"
        case 2: return "[\(number(depth - 1)), \(number(depth - 1))][\(dice.pick(["0", "-1"]))]"
        case 3: return "sum([\(operand(depth)).shift(k) for k in range(1, \(dice.int(2...4)))])"
        case 4: return "{'a': \(number(depth - 1)), 'b': close}['a']"
        case 5: return "pd.Series(\(scalar()), index=df.index) + \(number(depth - 1))"
        case 6: return "np.full_like(close, \(scalar())) * \(operand(depth))"
        default:
            return "scan(lambda s, x: \(dice.pick(Self.scanBodies)), \(finiteScalar()), "
                + "\(number(depth - 1)))"
        }
    }

    /// NumPy over a list of series, or along the bars so far.
    private mutating func folded(_ depth: Int) -> String {
        let list = "[\(number(depth - 1)), \(number(depth - 1)), close]"
        switch dice.int(0...4) {
        case 0:
            let name = dice.pick(["maximum", "minimum", "add", "multiply"])
            return "np.\(name).reduce(\(list))"
        case 1:
            let name = dice.pick(["mean", "max", "min", "sum", "nanmax", "nanmin", "nansum"])
            return "np.\(name)(\(list), axis=0)"
        case 2: return "np.diff(\(number(depth - 1)), prepend=\(finiteScalar()))"
        case 3: return "np.maximum.accumulate(\(number(depth - 1)))"
        default: return "(np.arange(len(df)) * \(operand(depth)))"
        }
    }

    private static let scanBodies = [
        "0.9 * s + 0.1 * x", "max(s, x)", "s + 1 if x > s else 0", "x if np.isnan(s) else s",
        "s if np.isnan(x) else min(s + x, 5)", "s * 0.5 + abs(x) ** 0.5",
    ]

    private mutating func helperCall(_ depth: Int) -> String {
        guard !helpers.isEmpty else { return arithmetic(depth) }
        let helper = dice.pick(helpers)
        let size = window()
        return dice.pick([
            "\(helper)(\(number(depth - 1)), \(size))", "\(helper)(\(number(depth - 1)))",
            "\(helper)(x=\(number(depth - 1)), n=\(size))",
        ])
    }
}
