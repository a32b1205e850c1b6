import AlmanacCore
import Backtesting
import TestSupport
import Testing

@Suite("Quick runs")
struct QuickRunTests {
    /// Lengths about those at which the loops cut bars into lanes, words, runs and blocks.
    static let lengths = [
        1, 2, 3, 4, 5, 7, 8, 63, 64, 65, 127, 128, 129, 511, 512, 513, 1000, 4095, 4096, 4097, 9001,
    ]

    @Test("a quick run has a full run's figures to the bit under every rule and setting")
    func agreesWithFullRun() throws {
        var workspace = SimulationWorkspace()
        var (orders, calls) = (0, 0)
        for seed: UInt64 in 1...2000 {
            for rules in ExecutionSettings.FillRules.allCases {
                var random = RandomMarket(seed: seed)
                random.settings.fillRules = rules
                if rules == .vectorbt { random.signals.size = .none }
                let figures = try compare(random, &workspace, "seed \(seed), \(rules)")
                orders += figures.orders
                calls += figures.marginCallBar == nil ? 0 : 1
            }
            guard seed <= 300 else { continue }
            let costed = try RandomCosts(seed: seed).random
            _ = try compare(costed, &workspace, "costs, seed \(seed)")
        }
        #expect(orders > 20_000 && calls > 10)
    }

    @Test("so has one over many bars, however these fall into lanes, words and blocks")
    func agreesOverManyBars() throws {
        var workspace = SimulationWorkspace()
        for bars in Self.lengths {
            for seed: UInt64 in 1...20 {
                for rules in ExecutionSettings.FillRules.allCases {
                    var random = RandomMarket(seed: seed, bars: bars)
                    random.settings.fillRules = rules
                    if rules == .vectorbt { random.signals.size = .none }
                    _ = try compare(random, &workspace, "\(bars) bars, seed \(seed), \(rules)")
                }
            }
        }
    }

    @Test("so has one that is long or in cash, by whatever bars it is split")
    func agreesWhereAllIsLong() throws {
        var workspace = SimulationWorkspace()
        var orders = 0
        for seed: UInt64 in 1...600 {
            let bars = Self.lengths[Int(seed) % Self.lengths.count]
            var random = RandomMarket(seed: seed, bars: bars)
            var dice = SeededGenerator(seed: seed &+ 1_000_000)
            var price = 50.0
            let size = [0.002, 0.02, 0.5][Int(dice.unit() * 3)]
            let closes = (0..<bars).map { _ -> Double in
                price *= 1 + (dice.unit() - 0.5) * size
                return price
            }
            let opens = dice.unit() < 0.5 ? closes.map { $0 * (1 + dice.unit() / 100) } : nil
            random.market = Market(times: random.market.times, open: opens, close: closes)
            random.signals = Signals(
                entries: random.signals.entries, exits: random.signals.exits)
            random.settings = ExecutionSettings()
            random.settings.fees = [0, 0.001, 0.02][Int(dice.unit() * 3)]
            random.settings.executionPrice = dice.unit() < 0.5 ? .open : .close
            // Some entries are too small for a lot, and so make no order.
            if dice.unit() < 0.2 { random.settings.lotSize = 7 }
            orders += try compare(random, &workspace, "long, seed \(seed)").orders
            let run = try random.run()
            let plain = ReturnStatistics(run.equity, initialCash: run.settings.initialCash)
            let sharpe = plain.sharpe(barsPerYear: run.settings.barsPerYear)
            let measured = Metrics(of: run, in: random.market).value(.sharpe)
            #expect(bars < 3 || agrees(measured, sharpe), "seed \(seed)")
        }
        #expect(orders > 10_000)
    }

    @Test("over many bars the fill loop agrees with the naive simulator")
    func agreesWithNaive() {
        for seed: UInt64 in 1...60 {
            let random = RandomMarket(seed: seed, bars: 4000 + Int(seed) * 9)
            guard let fast = try? random.run() else { continue }
            let naive = NaiveSimulator(random.market, random.signals, random.settings)
            #expect(
                fast.orders.map(\.bar) == naive.fills.map(\.bar)
                    && zip(fast.equity, naive.equity).allSatisfy {
                        agrees($0, $1, 1e-6) || ($0.isNaN && $1.isNaN)
                    }, "seed \(seed)")
        }
    }

    /// Runs a market in full, quickly, and quickly with packed signals.
    private func compare(
        _ random: RandomMarket, _ workspace: inout SimulationWorkspace, _ label: String
    ) throws -> QuickResult {
        let (market, settings) = (random.market, random.settings)
        let quick = try? workspace.quick(market, signals: random.signals, settings: settings)
        let packed = [true, false].compactMap { isWide in
            try? withPacked(random.signals) { signals in
                let market = try QuickMarket(market, settings: settings, usesWideLanes: isWide)
                return try workspace.quick(market, signals: signals)
            }
        }
        guard let full = try? random.run(), let quick, packed.count == 2 else {
            // What one refuses the others refuse.
            let refused = quick == nil && packed.isEmpty && (try? random.run()) == nil
            #expect(refused, "\(label)")
            return .recorded(
                finalEquity: 0, totalReturn: 0, sharpe: nil, maxDrawdown: 0, orders: 0,
                closedTrades: 0, marginCallBar: nil)
        }
        let metrics = Metrics(of: full, in: market)
        let sharpe = full.count < 2 ? quick.sharpe : metrics.value(.sharpe)
        #expect(quick.finalEquity == metrics.value(.finalEquity), "\(label)")
        #expect(quick.totalReturn == metrics.value(.totalReturn), "\(label)")
        #expect(quick.sharpe == sharpe, "\(label)")
        #expect(quick.maxDrawdown == metrics.value(.maxDrawdown), "\(label)")
        #expect(Double(quick.closedTrades) == metrics.value(.closedTrades), "\(label)")
        #expect(quick.orders == full.orders.count, "\(label)")
        #expect(quick.marginCallBar == full.marginCallBar, "\(label)")
        #expect(packed.allSatisfy { $0 == quick }, "\(label)")
        return quick
    }

    /// Calls a function with signals of one bit a bar; bits beyond the last bar are set.
    private func withPacked<Result>(
        _ signals: Signals, _ body: (PackedSignals) throws -> Result
    ) throws -> Result {
        func words(_ flags: [Bool]) -> [UInt64] {
            var words = [UInt64](repeating: ~0, count: (flags.count + 63) / 64)
            for (bar, flag) in flags.enumerated() where !flag {
                words[bar / 64] &= ~(1 << UInt64(bar % 64))
            }
            return words
        }
        let (entries, exits) = (words(signals.entries), words(signals.exits))
        let shorts = (signals.shortEntries.map(words), signals.shortExits.map(words))
        return try entries.withUnsafeBufferPointer { entries in
            try exits.withUnsafeBufferPointer { exits in
                try (shorts.0 ?? []).withUnsafeBufferPointer { shortEntries in
                    try (shorts.1 ?? []).withUnsafeBufferPointer { shortExits in
                        var packed = PackedSignals(
                            count: signals.entries.count, entries: entries, exits: exits,
                            shortEntries: shorts.0 == nil ? nil : shortEntries,
                            shortExits: shorts.1 == nil ? nil : shortExits)
                        packed.size = signals.size
                        packed.stopLoss = signals.stopLoss
                        packed.takeProfit = signals.takeProfit
                        packed.trailingStop = signals.trailingStop
                        return try body(packed)
                    }
                }
            }
        }
    }
}
