import StrategyEngine
import StrategyLanguage
import Testing

/// Loops over bars give what Python would give.
@Suite struct BarLoopTests {
    private static let close = [3, 1, 4, 1, 5, 9, 2.0]

    private func run(_ body: String, _ before: String = "") throws -> [Double] {
        try StrategyCode.values(
            "out", Self.close,
            before: "out = np.zeros(len(df))\n" + (before.isEmpty ? "" : before + "\n") + body)
    }

    @Test("a fixed bar is a number in the loop, by itself and under a name")
    func fixedBar() throws {
        let expected = Self.close.map { $0 / 3 + 1.5 }
        #expect(
            try run(
                "for i in range(len(df)):\n    out[i] = close.iloc[i] / first + first * 0.5",
                "first = close.iloc[0]") == expected)
        #expect(
            try run(
                "for i in range(len(df)):\n    out[i] = close.iloc[i] / 3 + close.iloc[0] * 0.5")
                == expected)
        #expect(
            try run(
                "for i in range(len(df)):\n    if close.iloc[0] > 2 and first: out[i] = 1",
                "first = close.iloc[0]") == Self.close.map { _ in 1 })
    }

    @Test("a later bar, a bar from the end and a written bar are refused")
    func refusedBars() {
        for read in [
            "close.iloc[-1]", "close.iloc[5]", "close.iloc[i + 1]", "close[i - 1]", "out[0]",
        ] {
            let diagnostics = StrategyCode.definition(
                "out = np.zeros(len(df))\nfor i in range(len(df)):\n    out[i] = \(read)\n"
                    + "return out > 0, out < 0"
            ).check()
            #expect(diagnostics.contains { $0.severity == .error }, "\(read)")
        }
    }

    @Test("state, earlier results, breaks and inner loops")
    func shapes() throws {
        #expect(
            try run("for i in range(1, len(df)):\n    out[i] = out[i - 1] + close.iloc[i]")
                == [0, 1, 5, 6, 11, 20, 22])
        #expect(
            try run(
                "best = None\nfor i, p in enumerate(close):\n    if best is None or p > best:\n"
                    + "        best = p\n    out[i] = best") == [3, 3, 4, 4, 5, 9, 9])
        #expect(
            try run("for i in range(0, len(df), 2):\n    out[i] = i") == [0, 0, 2, 0, 4, 0, 6])
        #expect(
            try run("for i in range(len(df)):\n    if close.iloc[i] > 4: break\n    out[i] = 1")
                == [1, 1, 1, 1, 0, 0, 0])
        #expect(
            try run(
                "for i in range(2, len(df)):\n    for k in range(3):\n"
                    + "        out[i] = out[i] + close.iloc[i - k]") == [0, 0, 8, 6, 10, 15, 16])
        #expect(
            try run(
                "def f(a, b=2):\n    c = a * b\n    return c + 1\nfor i in range(len(df)):\n"
                    + "    out[i] = f(close.iloc[i]) if i in (0, 2) else max(i, 2, close.iloc[i])")
                == [7, 2, 9, 3, 5, 9, 6])
    }

    @Test("scan carries a state")
    func scan() throws {
        #expect(
            try StrategyCode.values("scan(lambda s, x: max(s, x), 2, close)", Self.close)
                == [3, 3, 4, 4, 5, 9, 9])
        #expect(
            try StrategyCode.values(
                "scan(lambda s, x, y: s + x - y, 0.0, close, df.open)", Self.close)
                == [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75])
    }

    @Test("what a loop cannot compute is refused, never left out")
    func silentFailures() {
        let bodies = [
            "out[i] = round(close.iloc[i], 1.5)", "out[i] = close.iloc[i].mean()",
            "if close.iloc[i] in close: out[i] = 1", "out[i] = [close.iloc[i]]",
            "out[i] = len(close.iloc[i])", "out[i] = {'a': close.iloc[i]}['a']",
            "out[i] = np.where(close.iloc[i])", "other[i] = 1",
        ]
        for body in bodies {
            let diagnostics = StrategyCode.definition(
                "out = np.zeros(len(df))\nfor i in range(len(df)):\n    \(body)\n"
                    + "return out > 0, out < 0"
            ).check()
            #expect(diagnostics.contains { $0.severity == .error }, "\(body)")
        }
    }
}
