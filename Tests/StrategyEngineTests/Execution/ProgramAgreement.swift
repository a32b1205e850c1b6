import StrategyEngine
import StrategyLanguage
import TimeSeries

/// All values of a graph, and where it met a fault.
struct GraphValues: Sendable {
    /// One column for each value of the graph.
    var columns: [[Double]]
    /// The bar and the first output of the node at fault.
    var fault: GraphFaultPlace?

    /// The first value and bar in which two runs differ.
    func difference(from other: GraphValues) -> String? {
        if fault != other.fault {
            return "faults \(String(describing: fault)) and \(String(describing: other.fault))"
        }
        for (value, pair) in zip(columns, other.columns).enumerated() {
            for (bar, (left, right)) in zip(pair.0, pair.1).enumerated() where !isSame(left, right)
            {
                return "value %\(value) at bar \(bar): \(left) and \(right)"
            }
        }
        return columns.map(\.count) == other.columns.map(\.count) ? nil : "lengths differ"
    }
}

/// Where a run met a value that an operation cannot take.
struct GraphFaultPlace: Equatable, Sendable {
    var bar: Int
    var value: Int
}

/// Runs graphs in every way that the engine can.
enum ProgramAgreement {
    /// The values of a graph over `bars`, computed in chunks whose sizes a closure gives.
    static func values(
        of graph: Graph, _ inputs: StrategyInputs, bars: Range<Int>, largestChunk: Int,
        from state: [UInt64]? = nil, savingStateAfter savedBar: Int? = nil,
        chunk: () -> Int
    ) -> (values: GraphValues, state: [UInt64]?, isRestored: Bool) {
        let runner = GraphRunner(graph, chunkSize: max(1, largestChunk))
        let isRestored = state.map { runner.restore($0) } ?? true
        let sources = runner.columns.map { inputs[$0.slot, $0.name] ?? [] }
        let times = inputs.times.map { Double($0.nanoseconds / 1_000) }
        var columns = [[Double]](repeating: [], count: graph.valueCount)
        for value in columns.indices { columns[value].reserveCapacity(bars.count) }
        var saved: [UInt64]?
        var bar = bars.lowerBound
        if savedBar == bar { saved = runner.state() }
        while bar < bars.upperBound {
            let count = max(1, min(chunk(), largestChunk, bars.upperBound - bar))
            times.withUnsafeBufferPointer { times in
                run(runner, sources, from: bar, count: count, times: times)
            }
            for value in columns.indices {
                columns[value].append(
                    contentsOf: UnsafeBufferPointer(start: runner.output(value), count: count))
            }
            bar += count
            if savedBar == bar { saved = runner.state() }
        }
        let fault = runner.fault.map { GraphFaultPlace(bar: $0.bar, value: $0.node.firstOutput) }
        return (GraphValues(columns: columns, fault: fault), saved, isRestored)
    }

    private static func run(
        _ runner: GraphRunner, _ sources: [[Double]], from bar: Int, count: Int,
        times: UnsafeBufferPointer<Double>
    ) {
        guard let base = times.baseAddress else { return }
        let chunks = sources.map { source in
            let pointer = UnsafeMutablePointer<Double>.allocate(capacity: count)
            source.withUnsafeBufferPointer { values in
                pointer.initialize(from: values.baseAddress.map { $0 + bar } ?? base, count: count)
            }
            return pointer
        }
        defer { for chunk in chunks { chunk.deallocate() } }
        let pointers = chunks.map { UnsafePointer($0) } + [base]
        if runner.chunkSize == 1 {
            // The way that live running takes.
            let row = sources.map { $0[bar] } + [0]
            row.withUnsafeBufferPointer { values in
                if let first = values.baseAddress { runner.runBar(first, barTime: base[bar]) }
            }
        } else {
            runner.run(count: count, columns: pointers, barTimes: base + bar)
        }
    }

    /// The signals of a strategy that takes one bar at a time, and that is saved and restored into
    /// a fresh one after some bar; nil where the restore is refused.
    static func liveSignals(
        _ strategy: CompiledStrategy, _ inputs: StrategyInputs, restoredAfter bars: Int
    ) throws -> (signals: [LiveStrategy.BarSignals], faultBar: Int?) {
        var live = LiveStrategy(strategy)
        let sources = live.columns.map { inputs[$0.slot, $0.name] ?? [] }
        var signals: [LiveStrategy.BarSignals] = []
        var row = [Double](repeating: 0, count: sources.count)
        for bar in 0..<inputs.count {
            if bar == bars {
                let fresh = LiveStrategy(strategy)
                try fresh.restore(live.snapshot())
                live = fresh
            }
            for (index, source) in sources.enumerated() { row[index] = source[bar] }
            signals.append(row.withUnsafeBufferPointer { live.next(time: inputs.times[bar], $0) })
        }
        return (signals, live.faultBar)
    }
}

extension StrategySignals {
    /// The first bar on which these signals differ from those of a live run, in words.
    func difference(from live: [LiveStrategy.BarSignals]) -> String? {
        guard entries.count == live.count else { return "\(live.count) live bars" }
        for (bar, signals) in live.enumerated() {
            let truths = [
                (entries[bar], signals.entry), (exits[bar], signals.exit),
                (shortEntries?[bar] ?? false, signals.shortEntry),
                (shortExits?[bar] ?? false, signals.shortExit),
            ]
            if truths.contains(where: { $0.0 != $0.1 }) { return "signals at bar \(bar)" }
            let levels = [
                (size, signals.size), (stopLoss, signals.stopLoss),
                (takeProfit, signals.takeProfit), (trailingStop, signals.trailingStop),
            ]
            if levels.contains(where: { !isSame($0.0.value(at: bar), $0.1) }) {
                return "levels at bar \(bar)"
            }
        }
        return nil
    }

    /// The first bar on which the signals over fewer bars differ from these, in words.
    func difference(fromTruncated other: StrategySignals) -> String? {
        for bar in other.entries.indices {
            let isEqual =
                entries[bar] == other.entries[bar] && exits[bar] == other.exits[bar]
                && shortEntries?[bar] == other.shortEntries?[bar]
                && shortExits?[bar] == other.shortExits?[bar]
                && isSame(size.value(at: bar), other.size.value(at: bar))
                && isSame(stopLoss.value(at: bar), other.stopLoss.value(at: bar))
                && isSame(takeProfit.value(at: bar), other.takeProfit.value(at: bar))
                && isSame(trailingStop.value(at: bar), other.trailingStop.value(at: bar))
            if !isEqual { return "signals at bar \(bar)" }
        }
        return nil
    }
}

extension StrategySignals.Level {
    /// The level on a bar; NaN where there is none.
    func value(at bar: Int) -> Double {
        switch self {
        case .none: .nan
        case .scalar(let value): value
        case .series(let values): values[bar]
        }
    }
}

extension StrategyInputs {
    /// The first bars of the inputs.
    func prefix(_ count: Int, slots: [DataSlot]) -> StrategyInputs {
        var inputs = StrategyInputs(times: Array(times.prefix(count)))
        for slot in slots {
            for name in slot.columns {
                inputs[slot.name, name] = self[slot.name, name].map { Array($0.prefix(count)) }
            }
        }
        return inputs
    }
}
