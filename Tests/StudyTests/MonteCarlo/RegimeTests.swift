import AlmanacCore
import Study
import Testing

@Suite("Regimes")
struct RegimeTests {
    private func closes(seed: UInt64, count: Int) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        var price = 100.0
        return (0..<count).map { _ in
            price *= 1 + (generator.unit() - 0.49) * 0.03
            return price
        }
    }

    @Test("no bar depends on its own close or a later one")
    func lookAhead() {
        let all = closes(seed: 1, count: 400)
        let trend = Regimes.trend(all, window: 50)
        let volatility = Regimes.volatility(all)
        for cut in [60, 120, 333] {
            var changed = all
            for bar in cut..<400 { changed[bar] = Double(bar % 7) * 31 + 1 }
            #expect(Regimes.trend(changed, window: 50)[...cut] == trend[...cut])
            #expect(Regimes.volatility(changed)[...cut] == volatility[...cut])
        }
    }

    @Test("volatility terciles are those of the past by counting")
    func model() {
        let all = closes(seed: 2, count: 300)
        var past: [Double] = []
        for (bar, own) in Regimes.volatility(all, window: 10, history: 30).enumerated() {
            guard bar > 10 else {
                #expect(own == nil)
                continue
            }
            let returns = ((bar - 10)..<bar).map { all[$0] / all[$0 - 1] - 1 }
            let mean = returns.reduce(0, +) / 10
            let squares = returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            let deviation = (squares / 9).squareRoot()
            past.append(deviation)
            let rank = Double(past.count { $0 <= deviation }) / Double(past.count)
            let expected: Regimes.Volatility =
                rank <= 1.0 / 3 ? .low : rank <= 2.0 / 3 ? .middle : .high
            #expect(own == (past.count < 30 ? nil : expected), "bar \(bar)")
        }
    }

    @Test("the parts are all bars, and compound to the whole")
    func parts() throws {
        let all = closes(seed: 3, count: 500)
        let returns = all.indices.map { $0 == 0 ? 0 : all[$0] / all[$0 - 1] - 1 }
        let split = try RegimeSplit(returns: returns, benchmark: all, barsPerYear: 252)
        for parts in [split.trend, split.volatility] {
            #expect(parts.reduce(0) { $0 + $1.bars } == 500)
            let whole = parts.reduce(1) { $0 * (1 + $1.totalReturn) }
            #expect(abs(whole - all[499] / all[0]) < 1e-9)
        }
        #expect(split.trend.map(\.name) == ["above", "below", "unknown"])
        #expect(split.trend[2].bars == 200)
        #expect(split.json["volatility"]?.arrayValue?.count == 4)
        #expect(throws: AlmanacError.self) {
            try RegimeSplit(returns: [0.1], benchmark: all, barsPerYear: 252)
        }
    }

    @Test("missing closes leave bars unjudged instead of guessing")
    func missing() {
        var all = closes(seed: 4, count: 100)
        all[50] = .nan
        let trend = Regimes.trend(all, window: 10)
        #expect(trend[50] != nil && trend[51] == nil && trend[60] == nil && trend[61] != nil)
        #expect(Regimes.trend([], window: 10).isEmpty)
        #expect(Regimes.volatility([Double](repeating: 5, count: 100)).last != .some(nil))
    }
}
