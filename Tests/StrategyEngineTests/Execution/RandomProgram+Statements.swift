import StrategyLanguage

/// The statements of a random program.
extension ProgramWriter {
    mutating func statement() {
        switch dice.int(0...22) {
        case 0...3: assignNumber()
        case 4, 5: assignCondition()
        case 6: assignScalar()
        case 7: unpack()
        case 8: augment()
        case 9, 10: frame()
        case 11, 12: maskedWrite()
        case 13: branch()
        case 14: unrolledLoop()
        case 15: comprehension()
        case 16: helper()
        case 17: smallStatement()
        case 18, 19: barLoop()
        case 20: elementLoop()
        case 21: listLoop()
        default: dictionary()
        }
    }

    private mutating func assignNumber() {
        let value = number(3)
        let target = dice.chance(0.2) && numbers.count > 1 ? dice.pick(numbers) : name("v")
        line(
            dice.chance(0.15)
                ? "\(target): pd.Series = \(value)"
                : dice.chance(0.1) ? "\(target) = \(name("w")) = \(value)" : "\(target) = \(value)")
        if !numbers.contains(target) { numbers.append(target) }
    }

    private mutating func assignCondition() {
        let value = condition(3)
        let target = name("c")
        line("\(target) = \(value)")
        conditions.append(target)
    }

    private mutating func assignScalar() {
        if dice.chance(0.5) {
            let value = window()
            let target = name("n")
            line("\(target) = \(value)")
            windows.append(target)
        } else {
            let value = scalar()
            let target = name("k")
            line("\(target) = \(value)")
            scalars.append(target)
        }
    }

    private mutating func unpack() {
        if dice.chance(0.5) {
            let function = dice.pick(
                TALibFunction.allCases.filter { $0.signature.outputs.count > 1 })
            let call = talibText(function, 2)
            let targets = function.signature.outputs.map { _ in name("t") }
            line("\(targets.joined(separator: ", ")) = \(call)")
            numbers += targets
        } else {
            let values = [number(2), condition(2)]
            let targets = [name("v"), name("c")]
            line("(\(targets.joined(separator: ", "))) = (\(values.joined(separator: ", ")))")
            numbers.append(targets[0])
            conditions.append(targets[1])
        }
    }

    private mutating func augment() {
        if !conditions.isEmpty, dice.chance(0.4) {
            let target = dice.pick(conditions)
            line("\(target) \(dice.pick(["&", "|", "^"]))= \(condition(2))")
            return
        }
        let owned = numbers.filter { $0 != "close" }
        guard !owned.isEmpty else { return assignNumber() }
        let value = dice.chance(0.5) ? number(2) : scalar()
        line("\(dice.pick(owned)) \(dice.pick(["+", "-", "*", "/"]))= \(value)")
    }

    // MARK: - Frames

    private mutating func frame() {
        let target = name("df")
        line("\(target) = \(dice.pick(["data['prices'].copy()", "df.copy()"]))")
        frames.append((target, slots[0].columns))
        let values = [number(3), number(2)]
        line("\(target)['feature'] = \(values[0])")
        if dice.chance(0.5) {
            let value = dice.chance(0.5) ? scalar() : values[1]
            line("\(target).loc[\(condition(2)), 'feature'] = \(value)")
        }
        if dice.chance(0.4) { line("\(target)['flag'] = 0") }
        frames[frames.count - 1].columns.append("feature")
        let across = name("v")
        switch dice.int(0...3) {
        case 0: line("\(across) = \(target)[['close', 'feature']].mean(axis=1)")
        case 1: line("\(across) = \(target).ffill()['feature']")
        case 2: line("\(across) = \(target).fillna(0).feature")
        default: line("\(across) = \(target).get('feature')")
        }
        numbers.append(across)
    }

    private mutating func maskedWrite() {
        if dice.chance(0.4) {
            let target = name("c")
            line("\(target) = pd.Series(False, index=\(dice.pick(["df.index", "close.index"])))")
            line("\(target)[\(condition(2))] = True")
            if dice.chance(0.4) { line("\(target).loc[\(condition(1))] = False") }
            conditions.append(target)
            return
        }
        let made = [
            "pd.Series(0.0, index=df.index)", "pd.Series(np.nan, index=close.index)",
            "np.zeros(len(df))", "np.full(len(close), np.nan)", "close.copy()",
            "np.zeros_like(close)", "np.ones(len(df))", "pd.Series(0, index=df.index, dtype=float)",
        ]
        let target = name("v")
        line("\(target) = \(dice.pick(made))")
        for _ in 0..<dice.int(1...3) {
            let value = dice.chance(0.5) ? scalar() : number(2)
            switch dice.int(0...4) {
            case 0, 1: line("\(target)[\(condition(2))] = \(value)")
            case 2: line("\(target).loc[\(condition(2))] = \(value)")
            case 3: line("\(target).iloc[:\(dice.int(0...9))] = np.nan")
            default: line("\(target)[:\(dice.pick(["params['fast']", "3"]))] = 0")
            }
        }
        numbers.append(target)
    }

    // MARK: - Control flow

    private mutating func branch() {
        let (target, test) = (name("v"), choice())
        let value = number(2)
        line("if \(test):")
        block { writer in
            if writer.dice.chance(0.3) { writer.statement() }
            writer.line("\(target) = \(value)")
        }
        if dice.chance(0.4) {
            let other = (choice(), number(2))
            line("elif \(other.0):")
            block { $0.line("\(target) = \(other.1)") }
        }
        let last = number(2)
        line("else:")
        block { writer in
            if writer.dice.chance(0.2) { writer.line("pass") }
            writer.line("\(target) = \(last)")
        }
        numbers.append(target)
    }

    private mutating func unrolledLoop() {
        let target = name("v")
        line("\(target) = \(number(2))")
        let x = number(2)
        let sources = [
            "k in range(1, \(dice.int(2...5)))", "k in [1, 2, 5]", "k in (3, 1)",
            "k in range(params['lag'] + 1)", "k in range(6, 0, -2)", "j, k in enumerate([2, 4])",
            "j, k in zip([0.5, 2], [1, 3])", "k in range(params['lag'])",
        ]
        line("for \(dice.pick(sources)):")
        block { writer in
            if writer.dice.chance(0.2) {
                writer.line("if k == 2:")
                writer.block { $0.line($0.dice.pick(["continue", "break"])) }
            }
            writer.line("\(target) = \(target) * 0.5 + (\(x)).shift(k)")
            if writer.dice.chance(0.2) { writer.line("\(target) += k") }
        }
        numbers.append(target)
    }

    private mutating func comprehension() {
        let parts = name("parts")
        let x = operandForReuse()
        let filter = dice.chance(0.4) ? " if k != 2" : ""
        line("\(parts) = [\(x).shift(k) * \(scalar()) for k in range(\(dice.int(1...4)))\(filter)]")
        if dice.chance(0.3) { line("\(parts).append(\(number(1)))") }
        let target = name("v")
        line(
            "\(target) = "
                + dice.pick([
                    "sum(\(parts)) / len(\(parts))", "\(parts)[0]", "\(parts)[-1]",
                    "pd.concat(\(parts), axis=1).max(axis=1)", "sum(\(parts)[:2])",
                    "sum([a for a in \(parts)])",
                ]))
        numbers.append(target)
    }

    private mutating func operandForReuse() -> String {
        let text = number(2)
        return "(\(text))"
    }

    private mutating func dictionary() {
        let target = name("d")
        line("\(target) = {'a': \(number(2)), 'b': \(number(1))}")
        if dice.chance(0.5) { line("\(target)['c'] = \(target)['a'] - \(target)['b']") }
        let sum = name("v")
        line("\(sum) = close * 0")
        line("for key in \(target):")
        block { $0.line("\(sum) = \(sum) + \(target)[key]") }
        numbers.append(sum)
    }

    /// A `def` or a lambda of a series and a window.
    mutating func helper() {
        let target = name("helper")
        let body = dice.pick([
            "x - x.rolling(n).mean()", "x.ewm(span=n, adjust=False).mean()",
            "(x > x.shift(n)).astype(int)", "talib.EMA(x, n + 1)", "x / x.shift(n) - 1",
        ])
        if dice.chance(0.25) {
            line("\(target) = lambda x, n=3: \(body)")
        } else {
            line(
                dice.chance(0.3)
                    ? "def \(target)(x: pd.Series, n: int = 4) -> pd.Series:"
                    : "def \(target)(x, n=4):")
            let isEarly = dice.chance(0.3)
            let temporary = dice.chance(0.5)
            block { writer in
                if isEarly {
                    writer.line("if n > 10:")
                    writer.block { $0.line("return x * 2") }
                }
                if temporary {
                    writer.line("y = \(body)")
                    writer.line("return y")
                } else {
                    writer.line("return \(body)")
                }
            }
        }
        helpers.append(target)
    }

    private mutating func smallStatement() {
        let target = name("v")
        switch dice.int(0...6) {
        case 0: line("print(f\"level {params['level']:.2f} and {params['mode']}\")")
        case 1: line("assert params['fast'] >= 1, 'fast must be positive'")
        case 2:
            line("if params['fast'] < 0:")
            block { $0.line("raise ValueError('never')") }
        case 3:
            let value = number(2)
            line("try:")
            block { $0.line("\(target) = \(value)") }
            line("except Exception as error:")
            block { $0.line("\(target) = close") }
            numbers.append(target)
        case 4: line("# a comment")
        case 5: line("pass; import numpy as np")
        default:
            line("if isinstance(close, pd.Series) and not df.empty:")
            block { $0.line("pass") }
        }
    }
}
