import StrategyLanguage

/// Loops over the bars, with what they write and what they remember.
extension ProgramWriter {
    /// What the body of a loop over bars may use.
    struct LoopScope {
        /// The loop's bar number; empty where there is none.
        var index = "i"
        /// How many bars back the first bar of the loop may look.
        var reach: Int
        var numbers: [String]
        var conditions: [String]
        /// Numbers that belong to the bar: loop variables and states.
        var values: [String]
        /// States that are True or False.
        var flags: [String]
        /// States that may be None.
        var optionals: [String]
        /// Series of numbers that the loop writes.
        var outputs: [String]
        /// Series of booleans that the loop writes.
        var marks: [String]
        var functions: [String]
    }

    /// `for i in range(first, len(df)):` with a random body.
    mutating func barLoop() {
        var scope = loopScope(reach: dice.int(0...4))
        let length = dice.pick([
            "len(df)", "len(close)", "close.shape[0]", "df.shape[0]", "len(df.index)",
        ])
        let step = dice.chance(0.1) ? ", \(dice.int(1...3))" : ""
        if scope.reach == 0, step.isEmpty, dice.chance(0.5) {
            line("for i in range(\(length)):")
        } else {
            line("for i in range(\(scope.reach), \(length)\(step)):")
        }
        loopBody(&scope)
        numbers += scope.outputs
        conditions += scope.marks
    }

    /// A list that grows by one value a bar and becomes a series.
    mutating func listLoop() {
        let (list, series) = (name("list"), name("v"))
        let x = number(2)
        let source = name("x")
        line("\(source) = \(x)")
        line("\(list) = [\(dice.pick(["0.0", "1.0", "close.iloc[0]"]))]")
        line("for i in range(1, len(df)):")
        block { writer in
            let next = writer.dice.pick([
                "\(list)[-1] * 0.9 + \(source).iloc[i]", "max(\(list)[i - 1], close.iloc[i])",
                "\(list)[-1] + 1 if \(source)[i] > 0 else 0",
            ])
            writer.line("\(list).append(\(next))")
        }
        line("\(series) = pd.Series(\(list), index=df.index)")
        numbers.append(series)
    }

    /// `for i, price in enumerate(x):` and the like.
    mutating func elementLoop() {
        var scope = loopScope(reach: 0)
        let (a, b) = (dice.pick(scope.numbers), dice.pick(scope.numbers))
        switch dice.int(0...2) {
        case 0:
            line("for i, price in enumerate(\(a)):")
            scope.values.append("price")
        case 1:
            line("for i, (price, other) in enumerate(zip(\(a), \(b).values)):")
            scope.values += ["price", "other"]
        default:
            line("for price, other, i in zip(\(a), \(b), range(len(df))):")
            scope.values += ["price", "other"]
        }
        loopBody(&scope)
        numbers += scope.outputs
        conditions += scope.marks
    }

    /// Writes what a loop needs before it: sources, outputs and states.
    private mutating func loopScope(reach: Int) -> LoopScope {
        var sources = ["close"]
        for _ in 0..<dice.int(0...2) {
            let source = name("x")
            line("\(source) = \(number(2))")
            sources.append(source)
        }
        let test = name("c")
        line("\(test) = \(condition(2))")
        var functions: [String] = []
        if dice.chance(0.25) {
            let function = name("f")
            line(
                "\(function) = lambda a, b=2.0: "
                    + dice.pick(["a * b", "max(a, b)", "a + b if a > b else b"])
            )
            functions.append(function)
        }
        var scope = LoopScope(
            reach: reach, numbers: sources, conditions: [test], values: [], flags: [],
            optionals: [], outputs: [], marks: [], functions: functions)
        outputs(&scope)
        states(&scope)
        return scope
    }

    private mutating func outputs(_ scope: inout LoopScope) {
        let numbers = [
            "np.zeros(len(df))", "pd.Series(0.0, index=df.index)", "np.full(len(df), np.nan)",
            "pd.Series(np.nan, index=close.index)", "close.copy()", "pd.Series(1, index=df.index)",
        ]
        let marks = [
            "pd.Series(False, index=df.index)", "np.zeros(len(df), dtype=bool)",
            "pd.Series(False, index=close.index, dtype=bool)",
        ]
        for _ in 0..<dice.int(1...2) {
            let target = name("o")
            line("\(target) = \(dice.pick(numbers))")
            scope.outputs.append(target)
        }
        for _ in 0..<dice.int(0...2) {
            let target = name("m")
            line("\(target) = \(dice.pick(marks))")
            scope.marks.append(target)
        }
    }

    private mutating func states(_ scope: inout LoopScope) {
        for _ in 0..<dice.int(0...2) {
            let target = name("s")
            line(
                "\(target) = "
                    + dice.pick([
                        "0", "0.0", "1.5", "-1", "float('nan')", "params['level']",
                        "close.iloc[0]",
                    ])
            )
            scope.values.append(target)
        }
        if dice.chance(0.5) {
            let target = name("b")
            line("\(target) = \(dice.pick(["False", "True"]))")
            scope.flags.append(target)
        }
        if dice.chance(0.4) {
            let target = name("p")
            line("\(target) = None")
            scope.optionals.append(target)
        }
    }

    private mutating func loopBody(_ scope: inout LoopScope) {
        let given = scope
        block { writer in
            for _ in 0..<writer.dice.int(1...4) { writer.loopStatement(given, 2) }
            // Something is always written, so that the loop matters.
            writer.write(given)
        }
    }

    private mutating func write(_ scope: LoopScope) {
        let place = dice.pick(["[i]", ".iloc[i]", ".iat[i]", ".values[i]"])
        if !scope.marks.isEmpty, dice.chance(0.4) {
            let mark = dice.pick(scope.marks) + dice.pick(["[i]", ".iloc[i]"])
            line("\(mark) = \(test(scope, 1))")
            return
        }
        line("\(dice.pick(scope.outputs))\(place) = \(value(scope, 2))")
    }

    // MARK: - Statements of a body

    private mutating func loopStatement(_ scope: LoopScope, _ depth: Int) {
        let states = scope.values.filter { $0.hasPrefix("s") }
        switch dice.int(0...11) {
        case 0, 1: write(scope)
        case 2, 3:
            guard !states.isEmpty else { return write(scope) }
            let target = dice.pick(states)
            line(
                dice.chance(0.4)
                    ? "\(target) \(dice.pick(["+", "-", "*"]))= \(value(scope, 1))"
                    : "\(target) = \(value(scope, 2))")
        case 4:
            guard let flag = scope.flags.first else { return write(scope) }
            line("\(flag) = \(test(scope, 2))")
        case 5, 6: optionalState(scope, depth)
        case 7, 8: loopBranch(scope, depth)
        case 9:
            line("for q in \(dice.pick(["range(3)", "[1, 2]", "(0.5, 2.0)"])):")
            let target = states.first ?? "extra"
            if states.isEmpty {
                lines.insert(
                    String(repeating: "    ", count: indentation) + "extra = 0", at: lines.count - 1
                )
            }
            block { writer in
                if writer.dice.chance(0.3) {
                    writer.line("if \(target) > 50:")
                    writer.block { $0.line($0.dice.pick(["break", "continue"])) }
                }
                writer.line("\(target) = \(target) + q")
            }
        case 10:
            guard dice.chance(0.3) else { return write(scope) }
            line("if \(test(scope, 1)) and \(value(scope, 0)) > 1e6:")
            block { $0.line($0.dice.pick(["break", "continue", "raise ValueError('too large')"])) }
        default:
            guard states.count > 1 else { return write(scope) }
            line("\(states[0]), \(states[1]) = \(value(scope, 1)), \(states[0])")
        }
    }

    private mutating func optionalState(_ scope: LoopScope, _ depth: Int) {
        guard let state = scope.optionals.first else { return write(scope) }
        line("if \(state) is None:")
        block { writer in
            writer.line("if \(writer.test(scope, 1)):")
            writer.block { $0.line("\(state) = \($0.value(scope, 1))") }
        }
        if dice.chance(0.5) {
            line("elif \(value(scope, 1)) > \(state) * 1.01:")
        } else {
            line("else:")
        }
        block { writer in
            writer.line("\(writer.dice.pick(scope.outputs))[i] = \(state)")
            if writer.dice.chance(0.7) { writer.line("\(state) = None") }
        }
    }

    private mutating func loopBranch(_ scope: LoopScope, _ depth: Int) {
        guard depth > 0 else { return write(scope) }
        line("if \(test(scope, 2)):")
        block { $0.loopStatement(scope, depth - 1) }
        if dice.chance(0.4) {
            line("elif \(test(scope, 1)):")
            block { $0.loopStatement(scope, depth - 1) }
        }
        if dice.chance(0.6) {
            line("else:")
            block { $0.loopStatement(scope, depth - 1) }
        }
    }

    // MARK: - Expressions of a body

    /// A number on the loop's bar.
    private mutating func value(_ scope: LoopScope, _ depth: Int) -> String {
        guard depth > 0, dice.chance(0.8) else { return valueLeaf(scope) }
        if dice.chance(0.12) { return windowValue(scope) }
        let (a, b) = (value(scope, depth - 1), value(scope, depth - 1))
        switch dice.int(0...8) {
        case 0...2: return "(\(a) \(dice.pick(["+", "-", "*", "/", "%", "//"])) \(b))"
        case 3: return "\(dice.pick(["max", "min", "np.maximum", "np.minimum"]))(\(a), \(b))"
        case 4:
            return dice.pick([
                "abs(\(a))", "-\(a)", "np.sqrt(abs(\(a)))", "round(\(a), 2)", "float(\(a))",
                "np.log1p(abs(\(a)))", "math.floor(\(read("close", scope, least: 0)))",
                "np.sign(\(a))", "(\(a)) ** 2",
                "int(\(read("close", scope, least: 0)))",
            ])
        case 5: return "(\(a) if \(test(scope, depth - 1)) else \(b))"
        case 6:
            guard let function = scope.functions.first else { return "(\(a) * 0.5)" }
            return dice.chance(0.5) ? "\(function)(\(a))" : "\(function)(\(a), \(b))"
        case 7: return "np.where(\(test(scope, depth - 1)), \(a), \(b))"
        default: return "(0.9 * \(a) + 0.1 * \(b))"
        }
    }

    /// A statistic of the last bars, written as a slice.
    private mutating func windowValue(_ scope: LoopScope) -> String {
        let series = dice.pick(scope.numbers)
        let statistic = dice.pick(["max()", "min()", "mean()", "sum()", "std()", "median()"])
        let last = dice.pick(["i", "i + 1"])
        let first =
            scope.reach > 0 && dice.chance(0.5)
            ? "i - \(scope.reach)" : "max(0, i - \(dice.int(1...9)))"
        return "\(series)\(dice.pick([".iloc", ""]))[\(first):\(last)].\(statistic)"
    }

    private mutating func valueLeaf(_ scope: LoopScope) -> String {
        switch dice.int(0...7) {
        case 0...2: return read(dice.pick(scope.numbers), scope, least: 0)
        case 3:
            guard scope.reach > 0 else { return read(dice.pick(scope.numbers), scope, least: 0) }
            return read(dice.pick(scope.outputs), scope, least: 1)
        case 4: return dice.pick(["i", "params['level']", "params['fast']", "0", "1.5", "-2"])
        case 5: return "df['\(dice.pick(slots[0].columns))'].iloc[i]"
        default: return scope.values.isEmpty ? "0.25" : dice.pick(scope.values)
        }
    }

    private mutating func read(_ series: String, _ scope: LoopScope, least: Int) -> String {
        let lag = dice.int(least...max(least, scope.reach))
        let place = lag == 0 ? "i" : "i - \(lag)"
        return dice.pick([
            "\(series).iloc[\(place)]", "\(series)[\(place)]", "\(series).values[\(place)]",
            "\(series).iat[\(place)]",
        ])
    }

    /// A truth value on the loop's bar.
    private mutating func test(_ scope: LoopScope, _ depth: Int) -> String {
        let sign = dice.pick(["<", "<=", ">", ">=", "==", "!="])
        switch dice.int(0...10) {
        case 0...3: return "\(value(scope, depth)) \(sign) \(value(scope, depth - 1))"
        case 4: return "\(dice.pick(scope.conditions)).iloc[i]"
        case 5:
            guard depth > 0 else { return "i > 3" }
            return
                "(\(test(scope, depth - 1)) \(dice.pick(["and", "or"])) \(test(scope, depth - 1)))"
        case 6: return "not (\(test(scope, max(0, depth - 1))))"
        case 7: return scope.flags.first ?? "i % 2 == 0"
        case 8:
            return dice.pick(["np.isnan", "pd.isna", "pd.notna", "math.isnan"])
                + "(\(valueLeaf(scope)))"
        case 9: return "0 < \(value(scope, 0)) <= 150"
        default:
            guard scope.reach > 0, let mark = scope.marks.first else { return "i in (1, 2, 8)" }
            return "\(mark).iloc[i - 1]"
        }
    }
}
