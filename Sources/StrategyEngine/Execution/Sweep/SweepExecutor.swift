package import AlmanacCore
package import StrategyLanguage
import TimeSeries

/// Runs a strategy over whole columns for one set of parameters after another, sharing between the
/// sets every value that does not depend on what differs.
///
/// Signals are the bits that ``CompiledStrategy/signals(over:)`` gives. Sets that follow each other
/// should differ in few parameters, so that what they share is still there. Not safe to share
/// between threads; each thread makes its own.
/// - Complexity: for each set, the operations that depend on everything that varies; the others
///   once for each set of what they depend on.
package final class SweepExecutor {
    /// The number of bars.
    package let bars: Int
    private let inputs: StrategyInputs
    private let source: SweepSource
    private let shared: SharedColumns
    private let evaluation: NodeEvaluation
    private var layout: FamilyLayout?
    private var own: [ColumnCell] = []
    private var ownFaults: [Bool] = []
    private var resolved: ResolvedValues
    /// Where signals that do not begin with a word are put.
    private var cutWords: [UnsafeMutablePointer<UInt64>] = []

    /// A stop or a size of the last set that was run.
    package enum Level {
        case none
        case scalar(Double)
        /// One value a bar, valid until the next run.
        case series(UnsafePointer<Double>)
    }

    /// Prepares for the bars of a market.
    /// - Parameter memoryLimit: The bytes that shared columns may take together.
    package init(_ inputs: StrategyInputs, memoryLimit: Int) {
        self.inputs = inputs
        bars = inputs.count
        source = SweepSource(
            times: inputs.times.map(\.microseconds), columns: inputs.allColumns)
        shared = SharedColumns(source, bars: bars, memoryLimit: memoryLimit)
        evaluation = NodeEvaluation(pool: shared.pool, source: source)
        resolved = ResolvedValues(nodeCount: 0)
    }

    /// Turns to a family of strategies.
    /// - Parameter varied: Everything that differs between the sets that will be run.
    /// - Throws: A `schema_mismatch_error` where a column is missing.
    package func begin(
        _ family: StrategyFamily, varied: ParameterSubset, counts: [Int]
    ) throws(AlmanacError) {
        for node in family.nodes {
            if case .column(let slot, let name)? = node.operation.all.first {
                _ = try inputs.required(slot, name)
            }
        }
        releaseOwn()
        let layout = FamilyLayout(family, varied: varied, counts: counts)
        self.layout = layout
        own = [ColumnCell](repeating: ColumnCell(), count: layout.ownValueCount)
        ownFaults = [Bool](repeating: false, count: family.nodes.count)
        resolved = ResolvedValues(nodeCount: family.nodes.count)
    }

    /// Computes the signals of one set.
    /// - Returns: Whether there are any: false where the code reaches a fault on some bar.
    package func run(_ digits: UnsafePointer<Int>) -> Bool {
        guard let layout else { preconditionFailure("a family is begun before its sets are run") }
        releaseOwn()
        if shared.beginRun() { resolved = ResolvedValues(nodeCount: layout.family.nodes.count) }
        layout.comparisons.forgetLastRun()
        for step in layout.steps { run(step, layout, digits) }
        for value in layout.family.signals { _ = cell(value, .truths, layout, digits) }
        for case .value(let value) in layout.family.levels {
            _ = cell(value, .numbers, layout, digits)
        }
        return !layout.faultable.contains { index in
            if layout.isShared[index] {
                return shared.fault(of: sharedValue(index, layout, digits)) != nil
            }
            return ownFaults[index]
        }
    }

    private func releaseOwn() {
        for index in own.indices where !own[index].forms.isEmpty {
            shared.pool.release(&own[index])
        }
    }

    // MARK: - Results

    /// Writes one of the signals as booleans.
    /// - Parameters:
    ///   - index: Which: entries, exits, short entries, short exits.
    ///   - bars: The bars that are wanted.
    package func copySignal(
        _ index: Int, _ bars: Range<Int>, _ digits: UnsafePointer<Int>,
        into out: UnsafeMutablePointer<Bool>
    ) {
        TruthWords.booleans(
            of: signalWords(index, digits), from: bars.lowerBound, bars.count, into: out)
    }

    /// The truth values of one of the signals, sixty-four bars to a word, the first in the lowest
    /// bit; valid until the next run.
    package func signalWords(_ index: Int, _ digits: UnsafePointer<Int>) -> UnsafePointer<UInt64> {
        guard let layout else { preconditionFailure("a family is begun before") }
        let value = layout.family.signals[index]
        guard let words = cell(value, .truths, layout, digits).truths else {
            preconditionFailure("the signals of a set are computed when it is run")
        }
        return UnsafePointer(words)
    }

    /// The truth values of some bars of one of the signals, as ``signalWords(_:_:)`` has them; bits
    /// beyond the last bar may be anything.
    package func signalWords(
        _ index: Int, _ bars: Range<Int>, _ digits: UnsafePointer<Int>
    ) -> UnsafeBufferPointer<UInt64> {
        let words = signalWords(index, digits)
        let count = TruthWords.count(bars.count)
        let (first, place) = (bars.lowerBound >> 6, UInt64(bars.lowerBound & 63))
        if place == 0 { return UnsafeBufferPointer(start: words + first, count: count) }
        let last = TruthWords.count(self.bars) - 1
        while cutWords.count <= index { cutWords.append(shared.pool.takeWords()) }
        for word in 0..<count {
            let next = first + word + 1
            cutWords[index][word] =
                words[first + word] >> place | (next <= last ? words[next] << (64 - place) : 0)
        }
        return UnsafeBufferPointer(start: cutWords[index], count: count)
    }

    /// How many signals there are: two, or four with short ones.
    package var signalCount: Int { layout?.family.signals.count ?? 0 }

    /// A stop or a size: size, stop-loss, take-profit, trailing stop.
    package func level(_ index: Int, _ digits: UnsafePointer<Int>) -> Level {
        guard let layout else { preconditionFailure("a family is begun before") }
        switch layout.family.levels[index] {
        case .none: return .none
        case .scalar(let values): return .scalar(values[digits])
        case .value(let value):
            guard let numbers = cell(value, .numbers, layout, digits).numbers else {
                preconditionFailure("the levels of a set are computed when it is run")
            }
            return .series(UnsafePointer(numbers))
        }
    }

    // MARK: - Steps

    private func run(
        _ step: FamilyLayout.Step, _ layout: FamilyLayout, _ digits: UnsafePointer<Int>
    ) {
        if let joint = step.joint {
            combine(joint, step, layout, digits)
            for value in step.lastUses { shared.pool.release(&own[value]) }
            return
        }
        let node = layout.family.nodes[step.node]
        let operation = node.operation[digits]
        let first = layout.place[node.firstOutput]
        if let pair = step.comparison, case .binary(let function) = operation {
            let words = shared.pool.takeWords()
            layout.comparisons.write(
                function, pair, into: words, bars: bars, pool: shared.pool,
                numbers: { cell($0, .numbers, layout, digits).numbers },
                presence: { cell($0, [.numbers, .presence], layout, digits).presence })
            own[first].truths = words
            if step.demand.contains(.numbers) {
                let column = shared.pool.takeNumbers()
                TruthWords.numbers(of: words, bars, into: column)
                own[first].numbers = column
            }
        } else if let constant = folded(operation, node.inputs, layout, digits) {
            evaluate(.constant(Number(constant)), [], step, first: first, count: 1)
        } else {
            let inputDemand = operation.inputDemand(
                for: step.demand.completed(for: operation))
            let cells = node.inputs.map { cell($0, inputDemand, layout, digits) }
            ownFaults[step.node] =
                evaluate(operation, cells, step, first: first, count: node.outputCount) != nil
        }
        for value in step.lastUses { shared.pool.release(&own[value]) }
    }

    /// Joins two columns of truth values; most sets need little else.
    private func combine(
        _ joint: FamilyLayout.Joint, _ step: FamilyLayout.Step, _ layout: FamilyLayout,
        _ digits: UnsafePointer<Int>
    ) {
        guard let x = cell(joint.x, .truths, layout, digits).truths,
            let y = cell(joint.y, .truths, layout, digits).truths
        else { preconditionFailure("the truth values of every input are computed before") }
        let words = shared.pool.takeWords()
        own[joint.place].truths = words
        let count = TruthWords.count(bars)
        switch joint.function {
        case .and: for word in 0..<count { words[word] = x[word] & y[word] }
        case .or: for word in 0..<count { words[word] = x[word] | y[word] }
        default: for word in 0..<count { words[word] = x[word] ^ y[word] }
        }
    }

    @discardableResult
    private func evaluate(
        _ operation: Operation, _ inputs: [ColumnCell], _ step: FamilyLayout.Step, first: Int,
        count: Int
    ) -> Int? {
        var outputs = Array(own[first..<first + count])
        let fault = evaluation.run(
            operation, inputs: inputs, demand: step.demand.completed(for: operation),
            outputs: &outputs)
        for (index, output) in outputs.enumerated() { own[first + index] = output }
        return fault
    }

    /// The number that an operation on constants has: computed as the compiler computes it.
    private func folded(
        _ operation: Operation, _ inputs: [Int], _ layout: FamilyLayout,
        _ digits: UnsafePointer<Int>
    ) -> Double? {
        switch operation {
        case .unary(.requireInteger): return nil
        case .unary(let function):
            guard layout.mayBeConstant[inputs[0]],
                let x = constant(inputs[0], layout, digits)
            else { return nil }
            return function.apply(x)
        case .binary(let function):
            guard layout.mayBeConstant[inputs[0]], layout.mayBeConstant[inputs[1]],
                let x = constant(inputs[0], layout, digits),
                let y = constant(inputs[1], layout, digits)
            else { return nil }
            return function.apply(x, y)
        default: return nil
        }
    }

    private func constant(
        _ value: Int, _ layout: FamilyLayout, _ digits: UnsafePointer<Int>
    ) -> Double? {
        let index = layout.nodeOf[value]
        if layout.isShared[index] {
            return shared.constant(sharedValue(index, layout, digits))
        }
        let node = layout.family.nodes[index]
        let operation = node.operation[digits]
        if case .constant(let number) = operation { return number.value }
        return folded(operation, node.inputs, layout, digits)
    }

    // MARK: - Values

    /// The cell of a value of the family with at least the forms that are demanded.
    private func cell(
        _ value: Int, _ demand: Demand, _ layout: FamilyLayout, _ digits: UnsafePointer<Int>
    ) -> ColumnCell {
        let index = layout.nodeOf[value]
        guard layout.isShared[index] else {
            let place = layout.place[value]
            if demand.contains(.presence), own[place].presence == nil,
                let numbers = own[place].numbers
            {
                let words = shared.pool.takeWords()
                TruthWords.presence(of: numbers, bars, into: words)
                own[place].presence = words
            }
            return own[place]
        }
        let first = sharedValue(index, layout, digits)
        return shared.cell(first + value - layout.family.nodes[index].firstOutput, demand)
    }

    /// The shared value that a node's first output is for a set.
    private func sharedValue(
        _ index: Int, _ layout: FamilyLayout, _ digits: UnsafePointer<Int>
    ) -> Int {
        let key = layout.reach[index].key(digits)
        if let value = resolved[index, key] { return value }
        // Nodes stand after those that they read, so that each finds its inputs.
        for earlier in 0...index where layout.isShared[earlier] {
            let key = layout.reach[earlier].key(digits)
            if resolved[earlier, key] != nil { continue }
            let node = layout.family.nodes[earlier]
            let inputs = node.inputs.map { input -> Int in
                let source = layout.nodeOf[input]
                let first = resolved[source, layout.reach[source].key(digits)]
                return (first ?? 0) + input - layout.family.nodes[source].firstOutput
            }
            resolved[earlier, key] = shared.value(node.operation[digits], inputs)
        }
        return resolved[index, key] ?? 0
    }
}

/// The shared value of each node for each key of what it depends on.
private struct ResolvedValues {
    /// By node and key, one more than the value; for the keys up to a limit, as far as they occur.
    private var near: [[Int32]]
    private var far: [[Int: Int]]

    /// The most keys of a node that have a place in an array.
    private static let nearCount = 1 << 16

    init(nodeCount: Int) {
        near = Array(repeating: [], count: nodeCount)
        far = Array(repeating: [:], count: nodeCount)
    }

    subscript(node: Int, key: Int) -> Int? {
        get {
            if key < near[node].count {
                let value = near[node][key]
                return value > 0 ? Int(value) - 1 : nil
            }
            return key < Self.nearCount ? nil : far[node][key]
        }
        set {
            guard key < Self.nearCount else {
                far[node][key] = newValue
                return
            }
            while near[node].count <= key { near[node].append(0) }
            near[node][key] = newValue.map { Int32($0 + 1) } ?? 0
        }
    }
}
