import AlmanacCore
import StrategyEngine
import StrategyLanguage
import TestSupport
import Testing
import TimeSeries

/// Cutting the data at a bar leaves the earlier signals of every example strategy unchanged.
@Suite struct ExampleTruncationTests {
    @Test("over a made-up market", arguments: ExampleStrategies.all.map(\.name))
    func synthetic(name: String) throws {
        try check(name, closes: walk(900, seed: 5))
    }

    @Test(
        "over the S&P 500", .requiresSharedData, arguments: ExampleStrategies.all.map(\.name))
    func standardAndPoors(name: String) throws {
        let lines = try SharedData.text("reference/data/SPX.csv").split(whereSeparator: \.isNewline)
        let header = lines[0].split(separator: ",").map(String.init)
        let column = try #require(header.firstIndex(of: "close"))
        let closes = lines.dropFirst().compactMap { line in
            Double(line.split(separator: ",", omittingEmptySubsequences: false)[column])
        }
        try #require(closes.count > 3_000)
        try check(name, closes: Array(closes.suffix(3_000)))
    }

    private func check(_ name: String, closes: [Double]) throws {
        let example = try #require(ExampleStrategies.named(name))
        let definition = try StrategyDefinition(json: example.document, name: name)
        try definition.requireValid()
        let strategy = try definition.compile(BoundParameters(definition.parameters))
        let inputs = market(for: definition, closes: closes)
        let signals = try strategy.signals(over: inputs)
        // Made-up earnings need not meet real prices.
        if name != "pe_ratio" {
            #expect(signals.entries.contains(true), "the data makes the strategy act")
        }
        var dice = Dice(seed: 3)
        let cuts =
            [0, 1, 2, closes.count - 1] + (0..<12).map { _ in dice.int(0...closes.count - 1) }
        for cut in cuts {
            let fewer = try strategy.signals(over: inputs.prefix(cut, slots: definition.slots))
            #expect(fewer.entries.count == cut)
            let difference = signals.difference(fromTruncated: fewer)
            #expect(difference == nil, "\(name) over \(cut) bars: \(difference ?? "")")
        }
        let live = try ProgramAgreement.liveSignals(strategy, inputs, restoredAfter: cuts[4])
        #expect(signals.difference(from: live.signals) == nil)
    }

    /// Bars for every slot: the first follows the closes, the others move on their own.
    private func market(for definition: StrategyDefinition, closes: [Double]) -> StrategyInputs {
        let day: Int64 = 86_400_000_000_000
        var inputs = StrategyInputs(
            times: closes.indices.map {
                Timestamp(nanoseconds: Int64(10_000 + $0 / 5 * 7 + $0 % 5) * day)
            })
        var dice = Dice(seed: 9)
        for (index, slot) in definition.slots.enumerated() {
            let own = index == 0 ? closes : walk(closes.count, seed: UInt64(index))
            let spreads = own.map { $0 * 0.01 * dice.unit() }
            let opens = zip(own, spreads).map { $0 + ($1 - 0.005 * $0) * 0.5 }
            for column in slot.columns {
                inputs[slot.name, column] = own.indices.map { bar in
                    switch column {
                    case "open": opens[bar]
                    case "high": max(own[bar], opens[bar]) + spreads[bar]
                    // Long lower shadows now and then, as hammers have.
                    case "low":
                        min(own[bar], opens[bar]) - spreads[bar] * (bar % 7 == 0 ? 9 : 1)
                    case "volume": Double(1_000 + dice.int(0...5_000))
                    case "eps": closes[bar - bar % 63] / (bar / 63 % 2 == 0 ? 7 : 40)
                    default: own[bar]
                    }
                }
            }
        }
        return inputs
    }

    private func walk(_ count: Int, seed: UInt64) -> [Double] {
        var dice = Dice(seed: seed)
        var price = 100.0
        return (0..<count).map { bar in
            // Long swings, so that slow averages cross too.
            let drift = bar / 150 % 2 == 0 ? 0.002 : -0.0018
            price *= 1 + drift + (dice.unit() - 0.5) * 0.04
            return price
        }
    }
}
