import StrategyLanguage

/// The strategy language in the fewest words from which a model can write it.
///
/// Names come from the language's own tables, so that what is said exists and what exists is said.
enum LanguageReference {
    static var text: String {
        let own = LanguageNames.functions.filter { !$0.hasPrefix("talib.") }
        return """
            \(rules)

            Methods of series, frames, windows and groups: \(LanguageNames.methods.joined(separator: " "))

            Functions (`python.` stands for Python's own): \(own.joined(separator: " "))

            TA-Lib, as name(inputs; options=defaults) and, where several, outputs:
            \(indicators.joined(separator: "\n"))
            """
    }

    private static let rules = """
        The language is a subset of Python with the meaning of pandas 3, NumPy 2 and TA-Lib 0.8; it is \
        compiled, not executed. `np`, `pd`, `vbt`, `talib` and `math` exist without an import.

        - `generate_signals(data, params)` is the function. `data['slot']` is a frame with that \
        slot's columns; all slots share the first slot's time axis and hold only what was known at each \
        bar. `params['name']` is a scalar.
        - It returns `entries, exits`, or `entries, exits, short_entries, short_exits`, or a \
        dictionary with those keys and, optionally, `size` (a fraction of equity), `stop_loss`, \
        `take_profit`, `trailing_stop` (fractions of the entry price). Signals are series of conditions.
        - Combine conditions with `& | ~`, each in parentheses; `and or not`, `if` and chained \
        comparisons on series are refused. Choose with `np.where(cond, x, y)`.
        - Look back with `shift(n)`, `rolling(n)`, `expanding()`, `ewm(span=n)`. Nothing looks ahead: \
        `shift(-1)`, `bfill`, `center=True`, `iloc[-1]`, and statistics of a whole series such as \
        `close.mean()` are refused.
        - Own functions: `crossed_above(a, b)`, `crossed_below(a, b)`, `bars_since(cond)`, \
        `zscore(x, n)`, `rsi(x, n)`, `atr(frame, n)`, `vwap(frame, n)`, \
        `scan(lambda state, a: …, initial, a)`.
        - A loop `for i in range(1, len(df))` may read `x.iloc[i]` and `x.iloc[i - k]` and write \
        `out.iloc[i]` of a series made in the function, with scalar arithmetic and `if`; it carries \
        names as state. Prefer whole-series expressions.
        - Not there: `while`, classes, `with`, `try` as control, recursion, `resample`, `dropna`, \
        `merge`, filtering rows, `rolling(n).apply`, files, network, other imports.
        - Missing values compare as false; use `.fillna(False)` on conditions after `shift`.
        """

    private static var indicators: [String] {
        TALibFunction.allCases.map { function in
            let signature = function.signature
            let options = signature.options.map { "\($0.name)=\(number($0.defaultValue))" }
            let inputs = signature.inputs.joined(separator: ", ")
            let outputs =
                signature.outputs.count > 1
                ? " -> " + signature.outputs.joined(separator: ", ") : ""
            let rest = options.isEmpty ? "" : "; " + options.joined(separator: ", ")
            return "\(function.rawValue)(\(inputs)\(rest))\(outputs)"
        }
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : "\(value)"
    }
}
