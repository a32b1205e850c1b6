import AlmanacCore
import StrategyLanguage
import Testing

/// The forms in which people write the language are read.
@Suite struct AcceptedCodeTests {
    private static let bodies = [
        // Layout.
        "x = (close +\n     1)", "x = close \\\n    + 1", "x = [1,\n\n  2, # two\n  3,]",
        "pass; x = 1; y = 2",
        "'a docstring'", "x = 1_000.5e-3", "x = 0xFF + 0b11 + 0o17", "x = .5 + 5.", "x: float = 1",
        "x: int", "if params['use']: x = 1", "if True:\n\n    # comment\n    x = 1\n\n",
        "if True:\n\tx = 1", "x = 'a' \"b\" '''c''' r'\\d' b'e'", "x = 'it\\'s'", "x = (1,)",
        "x = ()",
        "x = {'a': 1, 'b': {'c': [2]}}", "x = ...",
        // Names and assignment.
        "a = b = close", "a, b = 1, 2", "(a, b), c = (1, 2), 3", "[a, b] = [1, 2]", "a = 1\na += 2",
        "a = close\na *= 2\na //= 3", "名 = close\nx = 名 + 1", "a = [1, 2]\na[0] = 3\na[-1] = 4",
        "d = {}\nd['a'] = close\nx = d['a']", "a = 1\na, b = a + 1, a",
        // Scalars.
        "x = 1 if params['use'] else 2", "x = not params['use'] and 1 or 2",
        "x = 1 < params['n'] < 9",
        "x = params['mode'] in ['a', 'c']",
        "x = 'close' in df.columns and 'eps' in data['earnings']",
        "x = None\ny = x is None or x > 1", "x = -2 ** 2 + 7 // 2 % 3", "x = ~5 & 3 | 4 ^ 1",
        "x = f'{params[\"n\"]} {1.5:.2f} {{}} {close}'", "x = f\"{params['x']:>10}\"",
        "x = int(params['x'] * 10) + round(2.5) + abs(-3) + max(1, 2, 3) + min([4, 5])",
        "x = len([1, 2]) + len('abc') + sum([1, 2]) + sum(k for k in range(3))",
        "x = sorted([3, 1])[0] + list(range(3))[-1] + [1, 2, 3][1:][0]", "x = [1, 2] * 2 + [3]",
        "x = any([True]) and all([1, 1]) and isinstance(close, pd.Series)",
        "x = math.sqrt(4) + math.floor(2.5) + math.log(8, 2) + np.sqrt(4) + np.pi",
        "x = params.get('n', 3) + params.get('absent', 3)", "x = data.get('prices')",
        // Control flow.
        "if params['n'] > 5:\n    x = close\nelif params['use']:\n    x = close * 2\nelse:\n"
            + "    x = 1",
        "for k in range(3): x = close.shift(k)",
        "for k in range(params['n']):\n    x = close.shift(k)",
        "for i, (a, b) in enumerate(zip([1, 2], [3, 4])):\n    x = a + b * i",
        "for name in df.columns:\n    x = df[name]", "for key in {'a': 1}:\n    x = key",
        "for k in [1, 2]:\n    if k == 2:\n        break\n    continue",
        "x = [close.shift(k) for k in range(3) if k if k < 2 for j in [1]]",
        "try:\n    x = close\nexcept (ValueError, KeyError) as e:\n    x = 1\nelse:\n"
            + "    y = 2\nfinally:\n    z = 3",
        "assert params['n'] > 0, 'positive'", "if params['n'] > 40: raise ValueError('too long')",
        "print('hello', params['n'])",
        // Functions.
        "def f(x: pd.Series, n: int = 2) -> pd.Series:\n    return x",
        "def f(x, n=2):\n    '''doc'''\n    if n > 3:\n        return x\n"
            + "    return x.shift(n)\ny = f(close, n=params['n'])",
        "f = lambda x, k=2: x * k\ny = f(close)", "def f():\n    return close\ny = f() + f()",
        "def f(g): return g(close)\ny = f(lambda s: s.abs())", "def f(): pass\ny = f() is None",
        // Imports.
        "import pandas as pd, numpy", "from typing import Tuple, Dict as D",
        "import talib as ta\nx = ta.SMA(close, 3)",
        "from __future__ import annotations", "from math import sqrt\nx = sqrt(2)",
        "from talib import RSI\nx = RSI(close)",
        // Frames and masks.
        "d = df.copy()\nd['a'] = close\nd.loc[close > 1, 'a'] = 0\nx = d.a + d['a']",
        "d = pd.DataFrame({'a': close, 'b': 1})\nx = d[['a', 'b']].max(axis=1)",
        "s = pd.Series(0.0, index=close.index)\ns[close > 1] = 1\ns.loc[close < 1] = close\n"
            + "s.iloc[:3] = np.nan",
        "s = np.zeros(len(df))\ns[close.values > 1] = 1",
        "s = np.where(close > 1, 1, np.where(close < 0, -1, 0))",
        "x = pd.concat([close, df.open], axis=1).mean(axis=1)",
        // Windows, moves and calendar.
        "x = close.rolling(window=params['n'], min_periods=1).std(ddof=0)",
        "x = close.rolling('20D').mean()",
        "x = close.ewm(span=params['n'], adjust=False).mean()",
        "x = close.rolling(3).corr(df.open)",
        "x = close.rolling(3).max().shift(1).fillna(0).clip(lower=0)",
        "x = close.expanding().rank(pct=True)",
        "x = (df.index.dayofweek == 0) & close.index.is_month_end",
        "x = close.groupby(close.index.date).cummax()",
        "x = df.groupby(df.index.date)['volume'].cumsum()",
        // Indicators.
        "m, s, h = talib.MACD(close, 12, 26, 9)",
        "x = talib.BBANDS(close, matype=talib.MA_Type.EMA)[0]",
        "x = vbt.MA.run(close, 5)\ny = x.ma_crossed_above(vbt.MA.run(close, 9))",
        "x = close.vbt.crossed_above(df.open)",
        "x = crossed_above(close, 3) | (bars_since(close > 1) > 2)",
        "x = atr(data['prices'], 14) + vwap(df, 5) + rsi(close, 3) + zscore(close, 4)",
        // Forms that stand for others.
        "x = close.apply(abs) + close.map(lambda v: v * 2)", "x = 1 in {1, 2}", "x = close[5:]",
        "x = {k: close.shift(k) for k in [1, 2]}[2]", "x = np.array([1, 2])[0]",
        "x = np.maximum.reduce([close, df.open]) + np.diff(close, prepend=0)",
        "x = (df[['open', 'close']] * 2)['close'] + df.assign(z=close)['z']",
        "x = close.groupby(close.index.to_period('M')).cumsum()", "x = df.index >= '2020-01-31'",
        "l = [0.0]\nfor i in range(1, len(df)):\n    l.append(l[-1] + close[i])\nx = pd.Series(l)",
        "o = np.zeros(len(df))\nfor i in range(3, len(df)):\n    o[i] = close[i - 3:i].max()",
        "def f(*, a, b=1): return a + b\nx = f(**{'a': 1}) + f(a=2)", "s = '%d %s' % (1, 'a')",
        // Loops over bars.
        "o = np.zeros(len(df))\nfor i in range(params['n'], len(df)):\n"
            + "    o[i] = close.iloc[i] - close.iloc[i - 1]",
        "o = pd.Series(False, index=df.index)\nfor i, p in enumerate(close):\n"
            + "    o.iloc[i] = p > 3",
        "x = scan(lambda s, a: s if np.isnan(a) else s + a, 0.0, close)",
    ]

    @Test("a form is accepted and compiles with the defaults", arguments: bodies)
    func accepted(body: String) throws {
        let definition = StrategyText.definition(body: body)
        let errors = StrategyText.errors(definition)
        #expect(
            errors.isEmpty,
            "\(errors.map { $0.rendered(in: SourceText(definition.code)) }.joined(separator: "\n"))"
        )
        _ = try StrategyText.compile(definition)
    }

    @Test(
        "a result is accepted in each of its forms",
        arguments: [
            "return close > 1, close < 1", "return [close > 1, close < 1]",
            "return (close > 1), (close < 1)",
            "return close > 1, close < 1, close < 0, close > 0", "return {'entries': close > 1}",
            "return {'short_entries': close > 1, 'short_exits': close < 1}",
            "return close > 1, False",
            "return close.fillna(0), close * 0", "return 1, 0",
            "return {'entries': close > 1, 'exits': close < 1, 'size': 0.5, "
                + "'stop_loss': close / 100, "
                + "'take_profit': None, 'trailing_stop': params['x'] + 1}",
            "return (close > 1).astype(int), (close < 1).shift(1)",
        ])
    func results(result: String) throws {
        let definition = StrategyText.definition(body: "pass", result: result)
        #expect(StrategyText.errors(definition).isEmpty)
        let strategy = try StrategyText.compile(definition)
        #expect(strategy.graph.nodes.count >= 1)
    }

    @Test("line ends, a byte order mark and a missing last line end do not matter")
    func lineEnds() {
        let code =
            "def generate_signals(data, params):\n    c = data['prices'].close\n"
            + "    return c > 1, c < 1"
        let forms = [
            code, code + "\n", code + "\n\n\n",
            code.split(separator: "\n").joined(separator: "\r\n"),
            "\u{FEFF}" + code, "\n# comment\n" + code + "\n    # comment\n", code + "   ",
        ]
        for form in forms {
            #expect(StrategyText.definition(code: form).check().isEmpty, "\(form.debugDescription)")
        }
    }
}
