import AlmanacCore
import StrategyLanguage
import TestSupport
import Testing

/// Faults are shown where they are, several at once, with what to write instead.
@Suite struct DiagnosticTests {
    private static let texts: [(title: String, code: String)] = [
        (
            "several faults of syntax",
            """
            def helper(x)
                y = x +
                return x ** ** 2
            def generate_signals(data, params):
                close = data['prices']['close']
                z = 3 $ 4
                while True:
                    pass
                a = 'not closed
                b = (close, [1, 2)
                for in close: pass
                c = max(close,
                return close > 1, close < 1
            """
        ),
        (
            "several faults of meaning",
            """
            import os
            def generate_signals(data, params):
                close = data['price']['close']
                df = data['prices']
                ahead = df['close'].shift(-1)
                whole = df.close.mean()
                fast = df['close'].rolng(params['fast']).mean()
                both = (df.close > 1) and (df.open < 2)
                moved = ~(df.close > 1).shift(1)
                same = df.clse == df['volum']
                return both, df.high.bfill() > moved
            """
        ),
        (
            "look-ahead that parameters allow",
            """
            def generate_signals(data, params):
                close = data['prices']['close']
                a = close.shift(params['lag'])
                b = close.rolling(params['n'] - 1).mean()
                c = close.shift(params['open_end'])
                return a > b, c > close
            """
        ),
        (
            "faults in a loop over bars",
            """
            def generate_signals(data, params):
                df = data['prices']
                close = df['close']
                out = pd.Series(0.0, index=df.index)
                for i in range(1, len(df)):
                    if close.iloc[i + 1] > close.iloc[i - 2]:
                        out.iloc[i] = best
                    out[i - 1] = close.rolling(3)
                    return out
                return out > 0, out < 0
            """
        ),
        (
            "warnings",
            """
            def generate_signals(data, params):
                close = data['prices']['close']
                x = close.fillna(method='ffill').shift(params['open_end'])
                y = (close > 1).shift(1).astype(bool)
                return x > 1 / 0, y
            """
        ),
        (
            "tabs, wide letters and a long line",
            "def generate_signals(data, params):\n\tclose = data['prices']['close']\n"
                + "\t名前 = 'ü' + clse\n\tx = ["
                + (1000..<1060).map(String.init).joined(separator: ", ") + ", nothing, 3"
                + "]\n\treturn close > 1, close < 1\n"
        ),
        (
            "results",
            """
            def generate_signals(data, params):
                return data['prices']
            """
        ),
    ]

    @Test("the rendered diagnostics are the recorded ones")
    func golden() throws {
        var text = ""
        for (title, code) in Self.texts {
            let diagnostics = StrategyText.definition(code: code).check()
            #expect(!diagnostics.isEmpty)
            text += "# \(title)\n"
            for diagnostic in diagnostics {
                text +=
                    "[\(diagnostic.code.rawValue)] " + diagnostic.rendered(in: SourceText(code))
                    + "\n"
            }
            text += "\n"
        }
        try expectGolden(text, "diagnostics.txt")
    }

    @Test("places rise, lie within the code and are told as JSON", arguments: texts.map(\.code))
    func places(code: String) {
        let source = SourceText(code)
        let diagnostics = StrategyText.definition(code: code).check()
        let places = diagnostics.map { [$0.position.line, $0.position.column] }
        #expect(places == places.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) })
        for diagnostic in diagnostics {
            #expect((1...source.lines.count).contains(diagnostic.position.line))
            let length = source.line(diagnostic.position.line).unicodeScalars.count
            #expect((1...length + 1).contains(diagnostic.position.column), "\(diagnostic)")
            let json = diagnostic.json(in: source)
            #expect(json["line"] == .integer(diagnostic.position.line))
            #expect(json["message"] == .string(diagnostic.message))
        }
    }

    @Test("the caret stands below the fault")
    func caret() throws {
        let definition = StrategyText.definition(body: "x = close + clse")
        let error = try #require(StrategyText.errors(definition).first)
        #expect(error.position == SourcePosition(line: 4, column: 17))
        let lines = error.rendered(in: SourceText(definition.code)).split(separator: "\n")
        #expect(lines[1] == "        x = close + clse")
        #expect(lines[2] == "                    ^")
        #expect(lines[3] == "  hint: did you mean 'close'?")
    }

    @Test("an error carries every fault as text and as details")
    func error() throws {
        let definition = StrategyText.definition(body: "x = a1\ny = a2\nz = a3")
        let error = try #require(throws: AlmanacError.self) { try definition.requireValid() }
        #expect(error.kind == .validation)
        #expect(error.details["line"] == .integer(4))
        #expect(error.details["diagnostics"]?.arrayValue?.count == 3)
        for name in ["a1", "a2", "a3"] {
            #expect(error.message.contains("'\(name)' is not defined"))
        }
    }

    @Test("repeated faults are told once, and at most forty")
    func limits() {
        let repeated = StrategyText.definition(body: "for k in range(1000):\n    x = nothing")
        #expect(StrategyText.errors(repeated).count == 1)
        let many = (0..<500).map { "x\($0) = nothing\($0)" }.joined(separator: "\n")
        #expect(StrategyText.errors(StrategyText.definition(body: many)).count == 40)
        let syntax = (0..<500).map { _ in "x = = 1" }.joined(separator: "\n")
        #expect(StrategyText.errors(StrategyText.definition(body: syntax)).count == 40)
    }
}
