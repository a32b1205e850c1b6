import AlmanacCore
import Backtesting
import TestSupport
import Testing
import TimeSeries

@Suite("Sums over returns")
struct ReturnSumTests {
    /// The figures of a curve, added up as plainly as possible.
    private struct NaiveStatistics {
        var mean = 0.0
        var squares = 0.0
        var gains = 0.0
        var losses = 0.0
        var downsideSquares = 0.0
        var maxDrawdown = 0.0

        init(_ equity: [Double], initialCash: Double) {
            let returns = EquitySeries.returns(equity, initialCash: initialCash)
            for change in returns {
                mean += change / Double(returns.count)
                gains += max(change, 0)
                losses += max(-change, 0)
                downsideSquares += min(change, 0) * min(change, 0)
            }
            for change in returns { squares += (change - mean) * (change - mean) }
            maxDrawdown = EquitySeries.drawdown(equity).max() ?? 0
        }
    }

    @Test("agree with plain loops over random curves of every length")
    func plainLoops() {
        for seed: UInt64 in 1...300 {
            var random = SeededGenerator(seed: seed)
            let count = seed < 40 ? Int(seed) : Int(random.unit() * 3000) + 1
            let size = [0.001, 0.02, 0.4][Int(random.unit() * 3)]
            let drift = [0, 0, 0.001, -0.001][Int(random.unit() * 4)]
            let pause = random.unit() * 0.9
            var value = 1000.0
            let equity = (0..<count).map { _ -> Double in
                if random.unit() > pause { value *= 1 + drift + (random.unit() - 0.5) * size }
                return value
            }
            let fast = ReturnStatistics(equity, initialCash: 1000)
            let naive = NaiveStatistics(equity, initialCash: 1000)
            let scale = naive.gains + naive.losses
            #expect(abs(fast.mean - naive.mean) <= 1e-12 * scale, "seed \(seed)")
            #expect(agrees(fast.squares, naive.squares, 1e-11), "seed \(seed)")
            #expect(agrees(fast.downsideSquares, naive.downsideSquares, 1e-11), "seed \(seed)")
            #expect(abs(fast.gains - naive.gains) <= 1e-12 * scale, "seed \(seed)")
            #expect(abs(fast.losses - naive.losses) <= 1e-12 * scale, "seed \(seed)")
            #expect(agrees(fast.maxDrawdown, naive.maxDrawdown, 1e-14), "seed \(seed)")
        }
    }

    @Test("keep their digits where the returns hardly vary")
    func steadyGrowth() {
        for spread in [1e-3, 1e-6, 1e-9] {
            var value = 1000.0
            let equity = (0..<1001).map { bar -> Double in
                value *= 1.01 + (bar.isMultiple(of: 2) ? spread : -spread)
                return value
            }
            let fast = ReturnStatistics(equity, initialCash: 1000)
            let naive = NaiveStatistics(equity, initialCash: 1000)
            #expect(
                agrees(fast.squares / (spread * spread), naive.squares / (spread * spread), 1e-6))
            #expect(fast.gains == fast.mean * 1001 && fast.losses == 0)
        }
    }

    @Test("a day's bars are found whatever number of them the day before had")
    func days() throws {
        var random = SeededGenerator(seed: 11)
        var times: [Timestamp] = []
        var closes: [Double] = []
        var best = -Double.infinity
        var before = 100.0
        for day in 0..<400 {
            let count = 1 + Int(random.unit() * (day.isMultiple(of: 7) ? 200 : 3))
            for bar in 0..<count {
                let nanoseconds = Int64(day) * 86_400_000_000_000 + Int64(bar) * 60_000_000_000
                times.append(Timestamp(nanoseconds: nanoseconds))
                closes.append(100 + random.unit())
            }
            best = max(best, closes[closes.count - 1] / before - 1)
            before = closes[closes.count - 1]
        }
        let market = Market(times: times, close: closes)
        let none = [Bool](repeating: false, count: closes.count)
        var simulation = try Simulation.run(
            market, signals: Signals(entries: none, exits: none), settings: ExecutionSettings())
        simulation.settings.initialCash = 100
        simulation.equity = closes
        #expect(Metrics(of: simulation, in: market).value(.bestDay) == best)
    }
}
