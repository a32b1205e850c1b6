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
        let levels = [outputs.size, outputs.stopLoss, outputs.takeProfit, outputs.trailingStop]
        let levelValues = levels.compactMap { level in
            if case .value(let value) = level { value } else { nil }
        }
        let (truths, numbers) = try graph.run(
            over: inputs, truths: outputs.signals, numbers: levelValues,
            faultPositions: faultPositions)
        var next = numbers.makeIterator()
        let results = levels.map { level -> StrategySignals.Level in
            switch level {
            case .none: .none
            case .scalar(let value): .scalar(value)
            case .value: next.next().map { .series($0) } ?? .none
            }
        }
        let hasShorts = outputs.shortEntries != nil
        return StrategySignals(
            entries: truths[0], exits: truths[1], shortEntries: hasShorts ? truths[2] : nil,
            shortExits: hasShorts ? truths[3] : nil, size: results[0], stopLoss: results[1],
            takeProfit: results[2], trailingStop: results[3])
    }
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
