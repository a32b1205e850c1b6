import AlmanacCore
import StrategyEngine
import StrategyLanguage
import Testing

/// Bar-by-bar running keeps a bounded state that can be saved and restored.
@Suite struct LiveStrategyTests {
    private static let body =
        "m = close.rolling(5).mean()\nout = np.zeros(len(df))\nfor i in range(1, len(df)):\n"
        + "    out[i] = out[i - 1] * 0.9 + close.iloc[i]\nreturn close > m, out > 20"

    private func next(_ live: LiveStrategy, _ close: Double, bar: Int) -> LiveStrategy.BarSignals {
        let inputs = StrategyCode.inputs([Double](repeating: close, count: bar + 1))
        let row = live.columns.map { inputs[$0.slot, $0.name]?.last ?? .nan }
        return row.withUnsafeBufferPointer { live.next(time: inputs.times[bar], $0) }
    }

    @Test("the state does not grow with the bars")
    func boundedState() throws {
        let live = LiveStrategy(try StrategyCode.compile(Self.body))
        for bar in 0..<20 { _ = next(live, Double(bar), bar: bar) }
        let size = live.snapshot().count
        for bar in 20..<400 { _ = next(live, Double(bar % 17), bar: bar) }
        #expect(live.snapshot().count == size)
        #expect(live.faultBar == nil)
    }

    @Test("a state is refused by another strategy, when cut and when empty")
    func foreignState() throws {
        let strategy = try StrategyCode.compile(Self.body)
        let live = LiveStrategy(strategy)
        for bar in 0..<9 { _ = next(live, Double(bar), bar: bar) }
        let state = live.snapshot()
        let other = LiveStrategy(
            try StrategyCode.compile("return close > close.shift(3), close < 1"))
        for wrong in [Array(state.dropLast()), state + [0], []] {
            let fresh = LiveStrategy(strategy)
            let error = #expect(throws: AlmanacError.self) { try fresh.restore(wrong) }
            #expect(error?.kind == .execution)
        }
        #expect(throws: AlmanacError.self) { try other.restore(state) }
        #expect(throws: Never.self) { try LiveStrategy(strategy).restore(state) }
    }

    @Test("levels are the scalar, the bar's value, or missing")
    func levels() throws {
        let live = LiveStrategy(
            try StrategyCode.compile(
                "return {'entries': close > 1, 'exits': close < 1, 'stop_loss': 0.05, "
                    + "'size': close / 10, 'take_profit': None}"))
        let signals = next(live, 4, bar: 0)
        #expect(signals.entry && !signals.exit && !signals.shortEntry && !signals.shortExit)
        #expect(signals.stopLoss == 0.05)
        #expect(signals.size == 0.4)
        #expect(signals.takeProfit.isNaN && signals.trailingStop.isNaN)
    }
}
