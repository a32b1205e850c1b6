import AlmanacCore
import Backtesting
import StrategyEngine
import StrategyLanguage
import TestSupport
import Testing
import TimeSeries

/// Splits and dividends in whole runs.
@Suite struct CorporateActionRunTests {
    private static let crossover = """
        def generate_signals(data, params):
            close = data['prices']['close']
            fast = close.rolling(5).mean()
            slow = close.rolling(20).mean()
            return fast > slow, fast < slow
        """

    private func run(
        _ frame: Frame, actions: CorporateActionLedger? = nil,
        dividends: SlotData.DividendTreatment = .reinvested,
        _ change: (inout ExecutionSettings) -> Void = { _ in }
    ) throws -> BacktestRun {
        let definition = StrategyDefinition(
            name: "crossover",
            slots: [DataSlot(name: "prices", frequency: .day1, columns: ["open", "close"])],
            parameters: [], code: Self.crossover)
        var data = SlotData(
            slot: "prices", symbol: "X", frame: frame, calendar: .weekdaysOnly, actions: actions,
            source: "test")
        data.dividends = dividends
        var backtest = Backtest(
            definition: definition, parameters: try BoundParameters(definition.parameters),
            data: [data]
        )
        change(&backtest.settings)
        return try backtest.run()
    }

    private func walk(_ generator: inout SeededGenerator, bars: Int) -> Frame {
        var price = 100.0
        var closes: [Double] = []
        for _ in 0..<bars {
            price *= 1 + (generator.unit() - 0.5) * 0.04
            closes.append(price)
        }
        let day: Int64 = 86_400_000_000_000
        return Frame(
            times: (0..<bars).map { Timestamp(nanoseconds: Int64($0) * day) },
            columns: [
                Frame.NamedColumn(name: "open", values: closes.map { $0 * 1.001 }),
                Frame.NamedColumn(name: "close", values: closes),
            ])
    }

    @Test("a split never changes equity", arguments: 0..<100)
    func split(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let whole = walk(&generator, bars: 200)
        var raw = whole
        var actions: [CorporateAction] = []
        for _ in 0..<(1 + generator.next() % 3) {
            let bar = Int(generator.next() % 199) + 1
            let ratio = [2.0, 3, 4, 0.5, 0.125, 1.5][Int(generator.next() % 6)]
            if actions.contains(where: { $0.effective == whole.times[bar] }) { continue }
            for column in raw.columns.indices {
                for row in bar..<raw.count { raw.columns[column].values[row] /= ratio }
            }
            actions.append(
                try CorporateAction(
                    .split(ratio: ratio), effective: whole.times[bar], knownAt: whole.times[bar]))
        }
        let expected = try run(whole)
        let found = try run(raw, actions: CorporateActionLedger(actions))
        for (a, b) in zip(expected.simulation.equity, found.simulation.equity) {
            #expect(abs(a - b) <= 1e-9 * a, "seed \(seed)")
        }
        #expect(expected.signals.entries == found.signals.entries)
        #expect(expected.simulation.trades.count == found.simulation.trades.count)
    }

    @Test("later splits change nothing earlier")
    func causality() throws {
        var generator = SeededGenerator(seed: 7)
        let raw = walk(&generator, bars: 120)
        let split = try CorporateAction(
            .split(ratio: 4), effective: raw.times[100], knownAt: raw.times[100])
        let without = try run(raw).simulation.equity
        let with = try run(raw, actions: CorporateActionLedger([split])).simulation.equity
        #expect(Array(without[..<100]) == Array(with[..<100]))
    }

    @Test("a dividend pays the holder what the price lost")
    func dividend() throws {
        let day: Int64 = 86_400_000_000_000
        let times = (0..<4).map { Timestamp(nanoseconds: Int64($0) * day) }
        let frame = Frame(
            times: times, columns: [Frame.NamedColumn(name: "close", values: [100, 100, 98, 98])])
        let paid = try CorporateAction(
            .cashDividend(perShare: 2), effective: times[2], knownAt: times[1])
        let held = CorporateActionLedger([paid]).heldPrices(
            frame, closes: times.map { Timestamp(nanoseconds: $0.nanoseconds + day) })
        #expect(held.frame["close"] == [100, 100, 100, 100])
        #expect(held.dividends == 1)
    }

    @Test("dividends in cash reach the equity, the benchmark and the result's JSON")
    func dividendsInCash() throws {
        var generator = SeededGenerator(seed: 3)
        let raw = walk(&generator, bars: 120)
        var actions: [CorporateAction] = []
        for bar in stride(from: 5, to: 120, by: 5) {
            actions.append(
                try CorporateAction(
                    .cashDividend(perShare: 0.5), effective: raw.times[bar],
                    knownAt: raw.times[bar]))
        }
        let plain = try run(raw)
        let paid = try run(raw, actions: CorporateActionLedger(actions), dividends: .paid)
        // The prices are the raw ones, and so are the signals.
        #expect(paid.signals.entries == plain.signals.entries)
        #expect(paid.simulation.orders.count == plain.simulation.orders.count)
        let held = paid.simulation.positions()
        let costs = try #require(paid.simulation.costs)
        var expected = 0.0
        for bar in stride(from: 5, to: 120, by: 5) { expected += held[bar - 1] * 0.5 }
        #expect(expected > 0 && abs(costs.dividends - expected) < 1e-9)
        let benchmark = try #require(paid.metrics.value(.benchmarkFinalEquity))
        let without = try #require(plain.metrics.value(.benchmarkFinalEquity))
        #expect(benchmark > without)
        #expect(paid.json()["costs"]?["dividends"]?.doubleValue == costs.dividends)
        #expect(plain.json()["costs"] == nil)
    }

    @Test("what is counted in shares is counted in the shares of the day")
    func sharesOfTheDay() throws {
        var generator = SeededGenerator(seed: 9)
        let whole = walk(&generator, bars: 200)
        var raw = whole
        for column in raw.columns.indices {
            for row in 100..<raw.count { raw.columns[column].values[row] /= 4 }
        }
        let split = CorporateActionLedger([
            try CorporateAction(
                .split(ratio: 4), effective: whole.times[100], knownAt: whole.times[100])
        ])
        let charge = { (settings: inout ExecutionSettings) in
            var costs = CostModel()
            costs.commission = Commission(.perShare(0.01))
            settings.costs = costs
        }
        let before = try run(whole, charge)
        let after = try run(raw, actions: split, charge)
        #expect(before.simulation.orders.count > 4)
        for (a, b) in zip(before.simulation.orders, after.simulation.orders) {
            let shares: Double = b.bar < 100 ? 1 : 4
            #expect(abs(b.fees - b.size * shares * 0.01) < 1e-9)
            #expect(abs(a.fees - a.size * 0.01) < 1e-9)
        }
        let fixed = try run(raw, actions: split) { $0.sizing = .quantity(8) }
        for order in fixed.simulation.orders where order.positionAfter != 0 {
            #expect(order.size == (order.bar < 100 ? 8 : 2))
        }
        #expect(before.hash != after.hash)
    }
}
