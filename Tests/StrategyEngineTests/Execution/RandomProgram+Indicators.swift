import StrategyLanguage

/// Indicators, calendar, sessions and statistics across columns.
extension ProgramWriter {
    /// A call of a TA-Lib function with random inputs and options, and one of its outputs.
    mutating func talibCall(_ depth: Int) -> String {
        let function = dice.pick(TALibFunction.allCases)
        let call = talibText(function, depth)
        let count = function.signature.outputs.count
        return count == 1 ? call : "\(call)[\(dice.int(0...count - 1))]"
    }

    /// A call of a TA-Lib function, with all its outputs.
    mutating func talibText(_ function: TALibFunction, _ depth: Int) -> String {
        let signature = function.signature
        var arguments: [String] = []
        for input in signature.inputs {
            let isPrice = slots[0].columns.contains(input)
            arguments.append(
                isPrice && dice.chance(0.75) ? "df['\(input)']" : number(depth - 1))
        }
        var isByName = dice.chance(0.5)
        for option in signature.options {
            if dice.chance(0.35) {
                isByName = true
                continue
            }
            let value = self.option(option)
            arguments.append(isByName ? "\(option.name)=\(value)" : value)
        }
        return "talib.\(function.rawValue)(\(arguments.joined(separator: ", ")))"
    }

    private mutating func option(_ option: TALibSignature.Option) -> String {
        switch option.kind {
        case .integer:
            if option.minimum <= 1, dice.chance(0.3) {
                return dice.pick(["params['fast']", "params['slow']"])
            }
            return String(dice.int(Int(option.minimum)...30))
        case .averageType:
            return dice.chance(0.2) ? "talib.MA_Type.EMA" : String(dice.int(0...8))
        case .real:
            let value = dice.real(-1...2) * max(0.1, option.defaultValue)
            return "\(min(option.maximum, max(option.minimum, value)))"
        }
    }

    /// A vectorbt indicator's output.
    mutating func vectorbtCall(_ depth: Int) -> String {
        let ewm = dice.pick(["", ", ewm=True", ", ewm=False"])
        switch dice.int(0...7) {
        case 0: return "vbt.MA.run(\(number(depth - 1)), \(window())\(ewm)).ma"
        case 1: return "vbt.MSTD.run(\(number(depth - 1)), window=\(window())\(ewm)).mstd"
        case 2: return "vbt.RSI.run(\(number(depth - 1)), \(window())\(ewm)).rsi"
        case 3:
            let output = dice.pick(["upper", "middle", "lower", "bandwidth", "percent_b"])
            return "vbt.BBANDS.run(\(number(depth - 1)), window=\(window()), "
                + "alpha=\(dice.int(1...3))\(ewm)).\(output)"
        case 4:
            let flags = dice.pick(["", ", macd_ewm=True", ", signal_ewm=True, adjust=True"])
            return "vbt.MACD.run(\(number(depth - 1)), fast_window=\(window()), "
                + "slow_window=\(window()), signal_window=\(dice.int(1...9))\(flags))"
                + ".\(dice.pick(["macd", "signal", "hist"]))"
        case 5:
            return "vbt.STOCH.run(df.high, df.low, \(number(depth - 1)), k_window=\(window()), "
                + "d_window=\(dice.int(1...5))).\(dice.pick(["percent_k", "percent_d"]))"
        case 6:
            return "vbt.ATR.run(df['high'], df['low'], close, window=\(window())\(ewm))"
                + ".\(dice.pick(["atr", "tr"]))"
        default: return "vbt.OBV.run(\(number(depth - 1)), df['volume']).obv"
        }
    }

    /// The language's own short names.
    mutating func ownFunction(_ depth: Int) -> String {
        switch dice.int(0...4) {
        case 0: "zscore(\(number(depth - 1)), \(window()))"
        case 1: "rsi(\(number(depth - 1)), \(dice.int(2...20)))"
        case 2: "atr(\(dice.pick(["df", "data['prices']"])), \(dice.int(1...20)))"
        case 3: "vwap(data['prices'], \(window()))"
        default: "bars_since(\(condition(depth - 1)))"
        }
    }

    /// A field of the bars' times.
    mutating func calendarField() -> String {
        let field = dice.pick([
            "year", "month", "day", "dayofweek", "weekday", "hour", "minute", "second", "dayofyear",
            "quarter",
        ])
        return "\(dice.pick(["df.index", "close.index"])).\(field)"
    }

    /// A statistic of the day so far.
    mutating func session(_ depth: Int) -> String {
        if dice.chance(0.2) { return "df.groupby(df.index.date).cumcount() * 1.0" }
        let statistic = dice.pick([
            "cumsum()", "cumcount()", "cummax()", "cummin()", "first()", "transform('first')",
            "cumprod()", "transform('cummax')",
        ])
        if dice.chance(0.3) {
            return "df.groupby(df.index.date)['volume'].\(statistic)"
        }
        if dice.chance(0.5) {
            let key = dice.pick([
                "close.index.to_period('M')", "[close.index.year, close.index.month]",
                "close.index.to_period('W')", "df.index.normalize()", "close.index.to_period('Q')",
                "(\(operand(depth)) > \(finiteScalar())).cumsum()",
                "(\(operand(depth)) > 0).shift(1, fill_value=False).cumsum()",
            ])
            let moved = dice.pick([statistic, "shift(1)", "diff()", "pct_change()", "shift(2)"])
            return "\(operand(depth)).groupby(\(key)).\(moved)"
        }
        // Grouping goes by a series' own index, so the values need a name or brackets.
        return "\(operand(depth)).groupby(close.index.date).\(statistic)"
    }

    /// A statistic across columns.
    mutating func acrossColumns(_ depth: Int) -> String {
        let statistic = dice.pick(["max", "min", "sum", "mean"])
        switch dice.int(0...8) {
        case 4: return "(df[['open', 'close']] * \(scalar()))['close']"
        case 5: return "df.\(dice.pick(["diff()", "pct_change()", "abs()", "cummax()"])).close"
        case 6: return "df.assign(made=lambda d: d.close * 2, other=\(number(depth - 1)))['other']"
        case 7: return "df.rename(columns={'close': 'last'}).drop(columns=['open'])['last']"
        case 8:
            return "\(operand(depth)).rolling(\(window()))"
                + ".agg(['mean', 'std', 'max'])['\(dice.pick(["mean", "std", "max"]))']"
        case 0: return "df[['open', 'close', 'high']].\(statistic)(axis=1)"
        case 1:
            return "pd.concat([\(number(depth - 1)), \(number(depth - 1))], axis=1)"
                + ".\(statistic)(axis=1)"
        case 2:
            return "pd.DataFrame({'a': \(number(depth - 1)), 'b': \(number(depth - 1))})"
                + ".\(statistic)(axis='columns')"
        default: return "df.shift(\(dice.int(0...3)))['\(dice.pick(["open", "close"]))']"
        }
    }

    // MARK: - Conditions

    /// A series of booleans.
    mutating func condition(_ depth: Int) -> String {
        guard depth > 0, dice.chance(0.9) else { return conditionLeaf() }
        let x = number(depth - 1)
        switch dice.int(0...15) {
        case 0...3:
            let sign = dice.pick(["<", "<=", ">", ">=", "==", "!="])
            return "((\(x)) \(sign) (\(dice.chance(0.6) ? number(depth - 1) : scalar())))"
        case 4, 5:
            return "(\(condition(depth - 1)) \(dice.pick(["&", "|", "^"])) "
                + "\(condition(depth - 1)))"
        case 6: return "(~\(condition(depth - 1)))"
        case 7: return crossing(depth)
        case 8:
            let inclusive = dice.pick(["both", "neither", "left", "right"])
            return "(\(x)).between(\(finiteScalar()), \(number(depth - 1)), "
                + "inclusive='\(inclusive)')"
        case 9: return "(\(x)).isin([\(scalar()), \(scalar()), 1])"
        case 10: return "(\(x)).\(dice.pick(["isna", "notna", "isnull", "notnull"]))()"
        case 11:
            return "np.\(dice.pick(["isnan", "isfinite", "isinf"]))(\(x))"
        case 12:
            return dice.pick([
                "np.logical_and(\(condition(depth - 1)), \(condition(depth - 1)))",
                "np.logical_or(\(condition(depth - 1)), \(condition(depth - 1)))",
                "np.logical_not(\(condition(depth - 1)))",
            ])
        case 13: return movedCondition(depth)
        case 14:
            let method = dice.pick(["gt", "lt", "ge", "le", "eq", "ne"])
            return "(\(x)).\(method)(\(scalar()))"
        default: return calendarCondition()
        }
    }

    private mutating func conditionLeaf() -> String {
        if !conditions.isEmpty, dice.chance(0.6) { return dice.pick(conditions) }
        return dice.pick([
            "(close > close.shift(1))", "(df.close < df.open)", "df['close'].notna()",
            "(close > close.rolling(params['fast']).mean())",
        ])
    }

    private mutating func crossing(_ depth: Int) -> String {
        let (a, b) = (number(depth - 1), dice.chance(0.7) ? number(depth - 1) : finiteScalar())
        let side = dice.pick(["above", "below"])
        switch dice.int(0...3) {
        case 0: return "crossed_\(side)(\(a), \(b))"
        case 1: return "(\(a)).vbt.crossed_\(side)(\(b))"
        case 2:
            return "vbt.MA.run(\(a), \(window())).ma_crossed_\(side)("
                + "vbt.MA.run(close, \(window())))"
        default: return "vbt.RSI.run(\(a), \(window())).rsi_\(side)(\(dice.int(20...80)))"
        }
    }

    private mutating func movedCondition(_ depth: Int) -> String {
        let test = condition(depth - 1)
        return dice.pick([
            "\(test).shift(\(dice.int(0...3)), fill_value=False)",
            "(\(test).shift(1).fillna(False).astype(bool))", "(\(test) & \(test).shift(2))",
            "(\(test).rolling(\(dice.int(1...9))).max() > 0)",
            "(\(test).rolling(\(dice.int(1...9))).sum() >= 2)", "\(test).astype(bool)",
            "\(test).where(\(conditionLeaf()), False)", "(\(test).cumsum() > 3)",
        ])
    }

    private mutating func calendarCondition() -> String {
        dice.pick([
            "(df.index.dayofweek == 0)", "(close.index.month.isin([1, 6, 12]))",
            "df.index.is_month_end", "close.index.is_month_start", "df.index.is_quarter_end",
            "df.index.is_quarter_start", "df.index.is_year_start", "df.index.is_year_end",
            "(df.index.hour >= 10)", "(df.index.year > 2019)", "(df.index >= '1999-06-01')",
            "(df.index < pd.Timestamp('2010-01-31 12:30'))",
        ])
    }
}
