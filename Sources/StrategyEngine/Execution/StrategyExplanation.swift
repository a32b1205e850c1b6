public import AlmanacCore
public import StrategyLanguage
import TimeSeries

/// What a compiled strategy computes, and what it costs to run.
public struct StrategyExplanation: Sendable {
    /// One line for each node, in the order of computation.
    public let lines: [String]
    /// The first bar on which every number of the graph has had a value, on a sample of prices.
    ///
    /// Measured on a fixed random walk of 4,096 bars; nil where some number never had one.
    public let warmupBars: Int?
    /// The bytes of state that live running keeps from bar to bar.
    public let stateBytes: Int
    /// The upper bound of a run's work: operations × bars × largest window.
    public let cost: Double
    /// The bars that the cost is for.
    public let bars: Int

    /// Explains a compiled strategy.
    public init(_ strategy: CompiledStrategy, bars: Int) {
        self.bars = bars
        cost = strategy.graph.cost(bars: bars)
        let labelled = Labels(strategy)
        let names = labelled.names
        var lines = strategy.graph.nodes.map { node in
            let inputs = node.inputs.map { "%\($0)" }.joined(separator: ", ")
            let label = (0..<node.operation.outputCount).compactMap { names[node.firstOutput + $0] }
            let suffix = label.isEmpty ? "" : "  → \(label.joined(separator: ", "))"
            return "%\(node.firstOutput) = \(node.operation.summary)"
                + (inputs.isEmpty ? "" : "(\(inputs))") + suffix
        }
        for (level, name) in labelled.levels {
            switch level {
            case .none: continue
            case .scalar(let value): lines.append("\(name) = \(JSON.text(of: value))")
            case .value(let value): lines.append("\(name) = %\(value)")
            }
        }
        self.lines = lines
        let trial = WarmupTrial(strategy.graph)
        warmupBars = trial.warmupBars
        stateBytes = trial.stateBytes
    }

    /// The explanation as lines for a person.
    public func text(_ name: String) -> String {
        var text = "\(name) computes on each bar:\n"
        for line in lines { text += "  \(line)\n" }
        text += "warm-up: \(warmupBars.map { "\($0) bars" } ?? "some values never appear")\n"
        text += "live state: \(stateBytes) bytes\n"
        text += "cost bound: \(JSON.text(of: cost)) steps for \(bars) bars\n"
        return text
    }

    /// The explanation as JSON.
    public var json: JSON {
        [
            "success": true, "graph": .array(lines.map(JSON.string)),
            "warmup_bars": warmupBars.map(JSON.integer) ?? .null,
            "state_bytes": .integer(stateBytes), "cost": .number(cost), "bars": .integer(bars),
        ]
    }
}

/// What a strategy's results are called in its explanation.
private struct Labels {
    /// Signals and weights by value.
    var names: [Int: String] = [:]
    /// Sizes and stops.
    var levels: [(level: CompiledStrategy.Level, name: String)] = []

    init(_ strategy: CompiledStrategy) {
        guard strategy.isPortfolio else {
            add(strategy.outputs, prefix: "")
            return
        }
        for slot in strategy.slotOutputs {
            switch slot.content {
            case .signals(let outputs): add(outputs, prefix: "\(slot.slot).")
            case .weight(let value): name(value, "\(slot.slot).weight")
            }
        }
    }

    private mutating func name(_ value: Int, _ label: String) {
        names[value] = (names[value].map { $0 + ", " } ?? "") + label
    }

    private mutating func add(_ outputs: CompiledStrategy.Outputs, prefix: String) {
        name(outputs.entries, prefix + "entries")
        name(outputs.exits, prefix + "exits")
        if let value = outputs.shortEntries { name(value, prefix + "short_entries") }
        if let value = outputs.shortExits { name(value, prefix + "short_exits") }
        levels += [
            (outputs.size, prefix + "size"), (outputs.stopLoss, prefix + "stop_loss"),
            (outputs.takeProfit, prefix + "take_profit"),
            (outputs.trailingStop, prefix + "trailing_stop"),
        ]
    }
}

/// Runs a graph over a fixed random walk to see when its numbers begin.
private struct WarmupTrial {
    private static let barCount = 4096
    let warmupBars: Int?
    let stateBytes: Int

    init(_ graph: Graph) {
        let runner = GraphRunner(graph, chunkSize: 1)
        var walk = Walk()
        var firstValues = [Int?](repeating: nil, count: graph.valueCount)
        var row = [Double](repeating: 0, count: max(1, runner.columns.count))
        for bar in 0..<Self.barCount {
            walk.step()
            for (index, column) in runner.columns.enumerated() { row[index] = walk[column.name] }
            let time = Double(bar) * 86_400_000_000
            row.withUnsafeBufferPointer { values in
                guard let base = values.baseAddress else { return }
                let pointers = values.indices.map { base + $0 }
                withUnsafePointer(to: time) {
                    runner.run(count: 1, columns: pointers, barTimes: $0)
                }
            }
            for value in 0..<graph.valueCount
            where firstValues[value] == nil && !runner.output(value)[0].isNaN {
                firstValues[value] = bar
            }
        }
        stateBytes = runner.state().count * 8
        let constants = Set(
            graph.nodes.compactMap { node in
                if case .constant = node.operation { node.firstOutput } else { nil }
            })
        let begun = firstValues.indices.filter { !constants.contains($0) }.map { firstValues[$0] }
        warmupBars = begun.contains(nil) ? nil : begun.compactMap { $0 }.max() ?? 0
    }

    /// A walk of prices that always comes out the same.
    private struct Walk {
        private var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        private var open = 100.0
        private var high = 100.0
        private var low = 100.0
        private var close = 100.0
        private var volume = 1e6

        private mutating func unit() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) * 0x1p-53
        }

        mutating func step() {
            open = close * (1 + (unit() - 0.5) * 0.01)
            close = open * (1 + (unit() - 0.5) * 0.03)
            high = max(open, close) * (1 + unit() * 0.01)
            low = min(open, close) * (1 - unit() * 0.01)
            volume = 1e6 * (0.5 + unit())
        }

        subscript(column: String) -> Double {
            switch column {
            case "open": open
            case "high": high
            case "low": low
            case "volume": volume
            default: close
            }
        }
    }
}
