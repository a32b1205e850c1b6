import AlmanacCore
import StrategyEngine
import StrategyLanguage
import Testing
import TimeSeries

/// Strategies that speak for each slot say the same over columns and bar by bar.
@Suite struct SlotSignalsTests {
    private let slots = [
        DataSlot(name: "a", frequency: .day1, columns: ["close"]),
        DataSlot(name: "b", frequency: .day1, columns: ["close"]),
    ]

    private func compile(_ result: String) throws -> CompiledStrategy {
        let definition = StrategyDefinition(
            name: "two", slots: slots, parameters: [],
            code: "def generate_signals(data, params):\n    a = data['a']['close']\n"
                + "    b = data['b']['close']\n    z = zscore(a / b, 5)\n    return \(result)\n")
        try definition.requireValid()
        return try definition.compile(BoundParameters(definition.parameters))
    }

    private var inputs: StrategyInputs {
        var random = SeededGenerator(seed: 5)
        var inputs = StrategyInputs(
            times: (0..<700).map { Timestamp(nanoseconds: Int64($0) * 86_400_000_000_000) })
        for slot in ["a", "b"] {
            var price = 50.0
            inputs[slot, "close"] = inputs.times.map { _ in
                price *= 0.95 + random.unit() / 10
                return random.unit() < 0.02 ? .nan : price
            }
        }
        return inputs
    }

    @Test("signals and sizes of each slot")
    func signals() throws {
        let strategy = try compile(
            "{'a': (z < -1, z > 0, z > 1, z < 0), 'b': {'entries': z > 1, 'exits': z < 0, "
                + "'size': 1 / (1 + abs(z)), 'stop_loss': 0.1}}")
        let inputs = inputs
        let said = try strategy.slotSignals(over: inputs)
        #expect(said.map(\.slot) == ["a", "b"])
        let live = LiveStrategy(strategy)
        for bar in 0..<inputs.count {
            let now = try next(live, inputs, bar)
            for (column, own) in zip(said, now) {
                guard case .signals(let signals) = column.content,
                    case .signals(let bars) = own.says
                else {
                    Issue.record("no signals")
                    return
                }
                #expect(own.slot == column.slot)
                #expect(bars.entry == signals.entries[bar] && bars.exit == signals.exits[bar])
                #expect(bars.shortEntry == signals.shortEntries?[bar] ?? false)
                #expect(bars.shortExit == signals.shortExits?[bar] ?? false)
                if case .series(let sizes) = signals.size {
                    #expect(bars.size.bitPattern == sizes[bar].bitPattern)
                    #expect(signals.stopLoss == .scalar(0.1) && bars.stopLoss == 0.1)
                }
            }
        }
    }

    @Test("weights of each slot, missing ones included")
    func weights() throws {
        let strategy = try compile("{'a': (z / 10).where(z > 0), 'b': 0.25}")
        let inputs = inputs
        let said = try strategy.slotSignals(over: inputs)
        let live = LiveStrategy(strategy)
        var missing = 0
        for bar in 0..<inputs.count {
            let now = try next(live, inputs, bar)
            for (column, own) in zip(said, now) {
                guard case .weight(let weights) = column.content,
                    case .weight(let weight) = own.says
                else {
                    Issue.record("no weights")
                    return
                }
                #expect(weights[bar].bitPattern == weight.bitPattern || weight.isNaN)
                missing += weights[bar].isNaN ? 1 : 0
            }
        }
        #expect(missing > 50 && missing < inputs.count)
        #expect(live.slotSignals.count == 2)
    }

    private func next(
        _ live: LiveStrategy, _ inputs: StrategyInputs, _ bar: Int
    ) throws -> [(slot: String, says: LiveStrategy.SlotSays)] {
        let row = live.columns.map { inputs[$0.slot, $0.name]?[bar] ?? .nan }
        let traded = row.withUnsafeBufferPointer { live.next(time: inputs.times[bar], $0) }
        if case .signals(let first)? = live.slotSignals.first?.says {
            #expect(traded == first || first.size.isNaN)
        }
        return live.slotSignals
    }
}
