import AlmanacCore
import StrategyLanguage
import Testing

/// What the language refuses, with the kind of fault; the wording is in the golden file.
@Suite struct RefusedCodeTests {
    /// Code that would read a later bar, or count from the last one.
    private static let lookAheads = [
        "x = close.shift(-1)", "x = close.shift(periods=-3)", "x = close.diff(-1)",
        "x = close.pct_change(-2)",
        "x = close.shift(params['lag'])", "x = close.shift(params['n'] - 5)", "x = close.bfill()",
        "x = close.fillna(method='bfill')", "x = close.rolling(5, center=True).mean()",
        "x = close.iloc[-1]",
        "x = close[::-1]", "x = close[-5:]", "x = len(close) > 3", "x = close.size > 3",
        "x = df.shape[0] * 2",
        "x = close.mean()", "x = close.max() - close.min()", "x = close.rank()", "x = close.std()",
        "x = np.mean(close)", "x = np.max(close)", "x = max(close)", "x = sum(close)",
        "x = close.quantile(0.5)",
        "x = (close - close.mean()) / close.std()", "x = df.max()", "x = df.mean(axis=0)",
        "x = close.tail(3)",
        "x = close.interpolate()", "x = np.roll(close, 1)", "x = np.polyfit(close, close, 1)",
        "x = close.sort_values()", "x = close.idxmax()", "x = close.any()", "x = (close > 1).all()",
        "x = close.describe()", "x = reversed(close)", "x = close.corr(df.open)",
        "x = close.groupby(close.index.date).transform('max')",
        "x = close.groupby(close.index.date).sum()",
        "x = close.iloc[3] + close", "s = close.copy()\ns.iloc[-5:] = 0", "x = df.iloc[3:5]",
        "o = np.zeros(len(df))\nfor i in range(len(df)):\n    o[i] = close[i + 1]",
        "o = np.zeros(len(df))\nfor i in range(len(df)):\n    o[i] = close[i - 1]",
        "o = np.zeros(len(df))\nfor i in range(5, len(df)):\n    o[i - 1] = close[i]",
        "o = np.zeros(len(df))\nfor i in range(5, len(df)):\n    o[i + 1] = close[i]",
        "o = np.zeros(len(df))\nfor i in range(1, len(df)):\n    o[i] = close[len(df) - 1]",
        "s = 0\no = np.zeros(len(df))\nfor i in range(len(df)):\n    s = s + close[i]\n"
            + "    o[i] = s\nx = s + 1",
        "o = np.zeros(len(df))\nfor i in range(-3, len(df)):\n    o[i] = 1",
    ]

    @Test("a look-ahead is refused as one, with a hint", arguments: lookAheads)
    func lookAhead(body: String) throws {
        let errors = StrategyText.errors(StrategyText.definition(body: body))
        let first = try #require(errors.first, "\(body) is accepted")
        #expect(first.code == .lookAhead, "\(first.message)")
        #expect(first.message.hasPrefix("look-ahead: "))
        #expect(first.hint != nil)
        #expect(first.position.line >= 4)
    }

    private static let others: [(Diagnostic.Code, String)] = [
        // What has no place in the language.
        (.unsupported, "import os"), (.unsupported, "from sys import path"),
        (.unsupported, "while True: pass"),
        (.unsupported, "class A: pass"), (.unsupported, "with open('x') as f: pass"),
        (.unsupported, "global x"), (.unsupported, "del close"), (.syntax, "x = yield"),
        (.unsupported, "x = close.rolling(3).apply(np.mean)"),
        (.unsupported, "x = df.resample('1W')"), (.unsupported, "x = close.dropna()"),
        (.unsupported, "x = np.random.rand(3)"), (.syntax, "x = [*close]"),
        (.unsupported, "def f(*args): pass"),
        (.unsupported, "x = close << 2"),
        (.unsupported, "@cache\ndef f(): pass"), (.unsupported, "if (y := 3): pass"),
        (.unsupported, "x = close @ close"),
        (.unsupported, "def f(n): return f(n - 1)\nx = f(3)"), (.unsupported, "x = df[close > 1]"),
        (.unsupported, "for row in df.iterrows(): pass"), (.unsupported, "x = close.__class__"),
        (.unsupported, "for i in range(len(df)): pass"),
        (.unsupported, "x = pd.read_csv('x')"),
        (.unsupported, "close[close > 1] = 2"),
        (.unsupported, "for k in [1]: pass\nelse: pass"),
        (.unsupported, "x = close.shift(1, freq='D')"),
        // Names and arguments.
        (.name, "x = clse"), (.name, "x = df['clsoe']"), (.name, "x = df.adj"),
        (.name, "x = data['stocks']"),
        (.parameter, "x = params['m']"), (.unsupported, "x = close.rolng(3)"),
        (.unsupported, "x = talib.SNA(close)"),
        (.argument, "x = close.rolling()"), (.argument, "x = close.rolling(0).mean()"),
        (.argument, "x = close.rolling(3, periods=2)"),
        (.argument, "x = close.ewm(span=0.5).mean()"),
        (.argument, "x = close.ewm().mean()"), (.argument, "x = close.rolling('3 moons').mean()"),
        (.type, "x = close.rolling(2.5).mean()"), (.argument, "x = talib.RSI(close, 1)"),
        (.argument, "x = talib.SMA()"), (.argument, "x = np.select([close > 1], [])"),
        (.argument, "x = close.rolling(3).quantile()"),
        (.argument, "def f(a): return a\nx = f()"), (.argument, "def f(a): return a\nx = f(1, 2)"),
        (.argument, "x = max([])"),
        // Types.
        (.type, "x = (close > 1) and (close < 2)"), (.type, "x = not (close > 1)"),
        (.type, "if close > 1: pass"),
        (.type, "x = 1 < close < 2"), (.type, "x = close & (close > 1)"), (.type, "x = ~close"),
        (.type, "x = 'a' + 1"),
        (.type, "x = 1 if close > 1 else 2"), (.type, "x = 3()"), (.type, "a, b = 1"),
        (.type, "a, b = 1, 2, 3"),
        (.type, "x = [1, 2]['a']"), (.type, "x = talib.SMA(3)"), (.type, "for k in 3: pass"),
        (.type, "x = int(float('nan'))"),
        (.type, "x = close in [1, 2]"), (.type, "for k in range(params): pass"),
        // Meaning.
        (.meaning, "x = ~(close > 1).shift(1)"), (.meaning, "x = (close > 1) + (close < 2)"),
        (.meaning, "d = df.copy()\nd['close'][close > 1] = 0"),
        // Syntax.
        (.syntax, "x = (1"), (.syntax, "x = 1 +"), (.syntax, "x == 1 = 2"), (.syntax, "x = 'open"),
        (.syntax, "if close\n    pass"),
        (.syntax, "x = 1 2"), (.syntax, "  x = 1"), (.syntax, "x = f'{1 +}'"),
        (.syntax, "x = f'{1'"), (.syntax, "3 = x"),
        (.syntax, "x = $"), (.syntax, "def f(: pass"), (.syntax, "x = 1e"), (.syntax, "x = 0x"),
        (.syntax, "for in x: pass"),
        (.syntax, "f(a=1, 2)"), (.syntax, "x ="), (.syntax, "else: pass"), (.syntax, "x = ?"),
    ]

    @Test("everything else that is not in the language is refused by its kind", arguments: others)
    func refused(code: Diagnostic.Code, body: String) throws {
        let definition = StrategyText.definition(body: body)
        let errors = StrategyText.errors(definition)
        #expect(errors.contains { $0.code == code }, "\(errors.map { "\($0.code) \($0.message)" })")
        // What is refused is refused with values too.
        let error = #expect(throws: AlmanacError.self) { try StrategyText.compile(definition) }
        #expect(error?.kind == .validation)
        #expect(error?.message.isEmpty == false)
    }

    @Test(
        "a result of another form is refused",
        arguments: [
            "return close", "return", "pass", "return close > 1, close < 1, close > 2",
            "return {'buy': close > 1}",
            "return None, None", "return 'a', 'b'", "return {'exits': close > 1}", "return {}",
            "return {'entries': close > 1, 'stop_loss': -0.1}", "return df", "return lambda: 1",
        ])
    func results(result: String) {
        let definition = StrategyText.definition(body: "pass", result: result)
        #expect(!StrategyText.errors(definition).isEmpty)
        #expect(throws: AlmanacError.self) { try StrategyText.compile(definition) }
    }

    @Test("code without the function, or with other parameters, is refused")
    func noFunction() {
        for code in [
            "", "x = 1", "def signals(data, params): pass", "def generate_signals(data): pass",
            "generate_signals = 3", "def generate_signals(a, b, c): pass",
        ] {
            #expect(!StrategyText.errors(StrategyText.definition(code: code)).isEmpty, "\(code)")
        }
    }
}
