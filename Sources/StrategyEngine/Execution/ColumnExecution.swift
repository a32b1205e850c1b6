public import AlmanacCore
public import StrategyLanguage
import TimeSeries

/// What a strategy returns on every bar.
public struct StrategySignals: Sendable {
    /// When to buy.
    public var entries: [Bool]
    /// When to sell what was bought.
    public var exits: [Bool]
    /// When to sell short, where the strategy does.
    public var shortEntries: [Bool]?
    /// When to buy back, where the strategy sells short.
    public var shortExits: [Bool]?
    /// The fraction of equity to invest.
    public var size: Level
    /// The loss at which to close.
    public var stopLoss: Level
    /// The gain at which to close.
    public var takeProfit: Level
    /// The fall from the best price at which to close.
    public var trailingStop: Level

    /// None, the same on every bar, or one value a bar.
    public enum Level: Sendable, Equatable {
        case none
        case scalar(Double)
        case series([Double])
    }

    /// Signals that are never true.
    /// - Parameter count: The number of bars.
    public static func never(count: Int) -> StrategySignals {
        let never = [Bool](repeating: false, count: count)
        return StrategySignals(
            entries: never, exits: never, shortEntries: nil, shortExits: nil, size: .none,
            stopLoss: .none, takeProfit: .none, trailingStop: .none)
    }
}

/// What a strategy says about one slot on every bar, where it speaks for each of several.
public struct SlotSignals: Sendable {
    /// The slot.
    public var slot: String
    /// What is said.
    public var content: Content

    /// Signals, or a target weight on every bar.
    public enum Content: Sendable {
        /// When to enter and leave.
        case signals(StrategySignals)
        /// The fraction of equity to hold, negative for short; NaN leaves the position as it is.
        case weight([Double])
    }

    /// Makes what is said of a slot.
    public init(slot: String, content: Content) {
        self.slot = slot
        self.content = content
    }
}

extension CompiledStrategy {
    /// Runs the strategy over whole columns.
    ///
    /// - Missing values: a missing signal is false.
    /// - Look-ahead: none; bar *i* uses bars 0…*i*.
    /// - Complexity: O(operations × bars) time; memory for the inputs, the signals and one chunk of
    ///   every node.
    /// - Throws: A `schema_mismatch_error` where a column is missing; an `execution_error` that
    ///   names the bar where a value cannot be converted or a `raise` is reached.
    public func signals(over inputs: StrategyInputs) throws(AlmanacError) -> StrategySignals {
        var collected = try collect([outputs], weights: [], over: inputs)
        return collected.signals.removeFirst()
    }

    /// Runs a strategy that speaks for each slot over whole columns.
    ///
    /// Missing values, look-ahead, complexity and errors as for ``signals(over:)``; a missing
    /// weight stays missing.
    /// - Returns: What is said of each slot, in the order of ``slotOutputs``.
    public func slotSignals(over inputs: StrategyInputs) throws(AlmanacError) -> [SlotSignals] {
        var outputs: [Outputs] = []
        var weights: [Int] = []
        for slot in slotOutputs {
            switch slot.content {
            case .signals(let signals): outputs.append(signals)
            case .weight(let value): weights.append(value)
            }
        }
        let collected = try collect(outputs, weights: weights, over: inputs)
        var signals = collected.signals.makeIterator()
        var columns = collected.weights.makeIterator()
        return slotOutputs.compactMap { slot in
            switch slot.content {
            case .signals:
                signals.next().map { SlotSignals(slot: slot.slot, content: .signals($0)) }
            case .weight: columns.next().map { SlotSignals(slot: slot.slot, content: .weight($0)) }
            }
        }
    }

    /// What the watched names hold on every bar; truths are 1 and 0.
    ///
    /// Missing values, look-ahead, complexity and errors as for ``signals(over:)``.
    package func watchedColumns(
        over inputs: StrategyInputs
    ) throws(AlmanacError) -> [String: [Double]] {
        let names = watched.keys.sorted()
        let columns = try graph.run(
            over: inputs, truths: [], numbers: names.compactMap { watched[$0] },
            faultPositions: faultPositions
        ).numbers
        return Dictionary(uniqueKeysWithValues: zip(names, columns))
    }

    /// Runs the graph once for the signals of several slots and for weights.
    private func collect(
        _ outputs: [Outputs], weights: [Int], over inputs: StrategyInputs
    ) throws(AlmanacError) -> (signals: [StrategySignals], weights: [[Double]]) {
        let levelValues = outputs.flatMap(\.levels).compactMap { level in
            if case .value(let value) = level { value } else { nil }
        }
        let (truths, numbers) = try graph.run(
            over: inputs, truths: outputs.flatMap(\.signals), numbers: levelValues + weights,
            faultPositions: faultPositions)
        var truth = truths.makeIterator()
        var number = numbers.makeIterator()
        let signals = outputs.map { output in
            let columns = output.signals.map { _ in truth.next() ?? [] }
            let levels = output.levels.map { level -> StrategySignals.Level in
                switch level {
                case .none: .none
                case .scalar(let value): .scalar(value)
                case .value: number.next().map { .series($0) } ?? .none
                }
            }
            return StrategySignals(
                entries: columns[0], exits: columns[1],
                shortEntries: columns.count > 2 ? columns[2] : nil,
                shortExits: columns.count > 2 ? columns[3] : nil, size: levels[0],
                stopLoss: levels[1], takeProfit: levels[2], trailingStop: levels[3])
        }
        return (signals, weights.map { _ in number.next() ?? [] })
    }
}

extension CompiledStrategy.Outputs {
    fileprivate var levels: [CompiledStrategy.Level] { [size, stopLoss, takeProfit, trailingStop] }
}

extension Graph {
    /// Runs the graph over whole columns, chunk by chunk.
    /// - Parameters:
    ///   - inputs: The columns.
    ///   - truths: The values to collect as booleans; missing is false.
    ///   - numbers: The values to collect as they are.
    package func run(
        over inputs: StrategyInputs, truths: [Int], numbers: [Int],
        faultPositions: [Int: SourcePosition] = [:]
    ) throws(AlmanacError) -> (truths: [[Bool]], numbers: [[Double]]) {
        let runner = GraphRunner(
            self, chunkSize: max(1, min(GraphRunner.columnChunk, inputs.count)))
        var columns: [[Double]] = []
        for (slot, name) in runner.columns { columns.append(try inputs.required(slot, name)) }
        var truthColumns = truths.map { _ in [Bool](repeating: false, count: inputs.count) }
        var numberColumns = numbers.map { _ in [Double](repeating: .nan, count: inputs.count) }
        var times = [Double](repeating: 0, count: runner.chunkSize)
        let usesTime = nodes.contains { $0.operation == .barTime }
        for start in stride(from: 0, to: inputs.count, by: runner.chunkSize) {
            let count = min(runner.chunkSize, inputs.count - start)
            if usesTime {
                for bar in 0..<count { times[bar] = inputs.times[start + bar].microseconds }
            }
            withPointers(to: columns, from: start) { pointers in
                runner.run(count: count, columns: pointers, barTimes: times)
            }
            for (index, value) in truths.enumerated() {
                let output = runner.output(value)
                truthColumns[index].withUnsafeMutableBufferPointer { column in
                    for bar in 0..<count { column[start + bar] = isTrue(output[bar]) }
                }
            }
            for (index, value) in numbers.enumerated() {
                let output = runner.output(value)
                numberColumns[index].withUnsafeMutableBufferPointer { column in
                    for bar in 0..<count { column[start + bar] = output[bar] }
                }
            }
        }
        if let fault = runner.fault {
            throw GraphFault(
                bar: fault.bar, operation: fault.node.operation,
                position: faultPositions[fault.node.firstOutput]
            ).error(at: inputs.times[fault.bar])
        }
        return (truthColumns, numberColumns)
    }

    private func withPointers(
        to columns: [[Double]], from start: Int,
        _ body: (UnsafePointer<UnsafePointer<Double>>) -> Void
    ) {
        var pointers: [UnsafePointer<Double>] = []
        pointers.reserveCapacity(max(1, columns.count))
        func descend(_ index: Int) {
            guard index < columns.count else {
                pointers.withUnsafeBufferPointer { buffer in
                    if let base = buffer.baseAddress { body(base) }
                }
                return
            }
            columns[index].withUnsafeBufferPointer { buffer in
                if let base = buffer.baseAddress {
                    pointers.append(base + start)
                    descend(index + 1)
                }
            }
        }
        descend(0)
    }
}

/// A value that an operation cannot take, and where.
struct GraphFault {
    var bar: Int
    var operation: Operation
    var position: SourcePosition?

    func error(at time: Timestamp) -> AlmanacError {
        let (reason, suggestion): (String, String)
        if case .scan = operation {
            reason = "the loop over bars reached a raise, a failed assert or arithmetic with None"
            suggestion = "check for None before calculating: if x is not None and …"
        } else {
            reason = "astype(int) met a value that is missing or infinite"
            suggestion = "fill missing values first: s.fillna(0).astype(int)"
        }
        var details: JSONObject = ["bar": .integer(bar), "time": .string(time.iso8601)]
        var place = ""
        if let position {
            details["line"] = .integer(position.line)
            details["column"] = .integer(position.column)
            place = "line \(position.line): "
        }
        return AlmanacError(
            .execution, "\(place)\(reason) at bar \(bar) (\(time.iso8601))", details: details,
            suggestion: suggestion)
    }
}

extension Timestamp {
    /// Microseconds since the epoch; exact for every bar that starts on a whole microsecond.
    var microseconds: Double { Double(nanoseconds / 1_000) }
}
