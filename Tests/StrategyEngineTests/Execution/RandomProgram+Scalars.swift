/// Expressions that are known when parameters are bound.
extension ProgramWriter {
    /// A whole number of at least 1.
    mutating func window() -> String {
        switch dice.int(0...15) {
        case 0...5: String(dice.int(1...24))
        case 6: String(dice.int(25...90))
        case 7: dice.pick(["params['fast']", "params[\"slow\"]", "params.get('fast', 5)"])
        case 8: "params['slow']"
        case 9: "params['size']"
        case 10: "max(2, params['fast'] // 2)"
        case 11: "params['fast'] + params['lag']"
        case 12: "int(params['slow'] * 1.5)"
        case 13: "min(params['fast'], 9)"
        case 14: dice.pick(["len([1, 2, 3])", "2 ** 3", "sum([1, 2, 3])", "abs(-4)", "round(3.7)"])
        default: windows.isEmpty ? "7" : dice.pick(windows)
        }
    }

    /// A whole number of at least 0.
    mutating func offset() -> String {
        switch dice.int(0...6) {
        case 0...3: String(dice.int(0...9))
        case 4: "params['lag']"
        case 5: "periods=\(dice.int(0...4))"
        default: "params['fast']"
        }
    }

    /// A number.
    mutating func scalar() -> String {
        switch dice.int(0...14) {
        case 0...4: dice.pick(["0", "1", "2", "-1", "0.5", "100", "1e-3", "-2.5", "1_000", "1e9"])
        case 5: "params['level']"
        case 6: "params['share'] * 2"
        case 7: "-params['level']"
        case 8: "(1 if params['use'] else 2)"
        case 9: "(params['level'] if params['mode'] == 'trend' else params['share'])"
        case 10:
            dice.pick(["math.sqrt(2)", "np.pi", "math.log(10)", "np.exp(1)", "math.floor(2.5)"])
        case 11: dice.pick(["float('nan')", "np.nan", "np.inf", "-np.inf", "params['fast'] / 3"])
        case 12: "(params['fast'] % 3)"
        case 13: scalars.isEmpty ? "1.5" : dice.pick(scalars)
        default: dice.pick(["True", "int(True)", "float(3)", "round(2.345, 2)", "7 // 2"])
        }
    }

    /// A number without missing and infinite values.
    mutating func finiteScalar() -> String {
        dice.pick(["0", "1", "-1.5", "2", "params['level']", "params['share']", "10"])
    }

    /// A truth value.
    mutating func choice() -> String {
        switch dice.int(0...8) {
        case 0: "params['use']"
        case 1: "not params['use']"
        case 2: "params['mode'] == 'trend'"
        case 3: "params['fast'] > 4 and params['lag'] < 3"
        case 4: "params['mode'] in ('trend', 'revert') or params['use']"
        case 5: "1 < params['fast'] <= 9"
        case 6: "params['level'] >= 0"
        case 7: "'close' in df.columns"
        default: "params['size'] != 8"
        }
    }
}
