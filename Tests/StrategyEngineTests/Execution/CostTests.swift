import AlmanacCore
import StrategyEngine
import StrategyLanguage
import Testing

/// The bound of a run's work, and what is said about a compiled strategy.
@Suite struct CostTests {
    private static let crossing = "return close > close.rolling(50).mean(), close < close.shift(7)"

    @Test("the cost is operations times bars times the largest window")
    func cost() throws {
        let graph = try StrategyCode.compile(Self.crossing).graph
        // The column, the mean, the shift and two comparisons.
        #expect(graph.nodes.count == 5)
        #expect(graph.cost(bars: 100) == 5 * 100 * 50)
        #expect(graph.cost(bars: 0) == 0)
    }

    @Test(
        "every kind of look-back counts",
        arguments: [
            ("close.shift(300)", 300), ("talib.SMA(close, 300)", 300),
            ("vbt.MA.run(close, 300).ma", 300), ("close.rolling(300).median()", 300),
            ("vbt.STOCH.run(df.high, df.low, close, k_window=300).percent_k", 300),
            ("close.ewm(span=300).mean()", 1), ("close.expanding().mean()", 1),
        ])
    func lookBack(expression: String, window: Double) throws {
        let graph = try StrategyCode.compile("return \(expression) > 1, close < 1").graph
        #expect(graph.cost(bars: 10) == Double(graph.nodes.count) * 10 * window)
    }

    @Test("a loop over bars costs its steps and its look-back")
    func loop() throws {
        func cost(_ lag: Int, _ statement: String) throws -> Double {
            try StrategyCode.compile(
                "out = np.zeros(len(df))\nfor i in range(\(lag), len(df)):\n"
                    + "    out[i] = out[i - \(lag)] + 1\n    \(statement)\nreturn out > 0, out < 0"
            ).graph.cost(bars: 1)
        }
        let simple = try cost(1, "pass")
        #expect(try cost(40, "pass") == simple * 40)
        #expect(try cost(1, "out[i] = out[i] * 2 + close.iloc[i] * 3") > simple)
    }

    @Test("windows that hold too much together are refused before anything runs")
    func memory() {
        let wide = (0..<10).map { "close.rolling(\(9_999_990 + $0)).max()" }
        let definition = StrategyCode.definition(
            "x = \(wide.joined(separator: " + "))\nreturn close > x, close < x")
        #expect(throws: AlmanacError.self) {
            try definition.compile(BoundParameters(definition.parameters))
        }
        let tooWide = StrategyCode.definition("return close > close.shift(10_000_001), close < 1")
        #expect(tooWide.check().contains { $0.code == .limit })
    }

    @Test("the explanation lists the graph, the warm-up, the state and the cost")
    func explanation() throws {
        let strategy = try StrategyCode.compile(
            "return {'entries': close > close.rolling(50).mean(), 'exits': close < close.shift(7),"
                + " 'stop_loss': 0.05, 'size': close.rolling(3).std()}")
        let explanation = StrategyExplanation(strategy, bars: 1000)
        #expect(explanation.warmupBars == 49)
        #expect(explanation.bars == 1000)
        #expect(explanation.cost == strategy.graph.cost(bars: 1000))
        #expect(explanation.stateBytes >= (50 + 7 + 3) * 8)
        #expect(explanation.stateBytes < 4_000)
        #expect(explanation.lines.contains { $0.contains("rolling[50] mean") })
        #expect(explanation.lines.contains { $0.hasSuffix("→ entries") })
        #expect(explanation.lines.contains("stop_loss = 0.05"))
        let json = explanation.json
        #expect(json["warmup_bars"] == .integer(49))
        #expect(json["state_bytes"]?.intValue == explanation.stateBytes)
        #expect(json["graph"]?.arrayValue?.count == explanation.lines.count)
        #expect(explanation.text("mine").hasPrefix("mine computes"))
    }

    @Test("a value that never appears leaves the warm-up open")
    func endlessWarmup() throws {
        let strategy = try StrategyCode.compile("return close.shift(5000) > 1, close < 1")
        #expect(StrategyExplanation(strategy, bars: 10).warmupBars == nil)
        let constant = try StrategyCode.compile(
            "return pd.Series(True, index=df.index), pd.Series(False, index=df.index)")
        #expect(StrategyExplanation(constant, bars: 10).warmupBars == 0)
    }
}
