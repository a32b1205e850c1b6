package import StrategyLanguage

/// A graph with its kernels and buffers: computes the next bars of every node, chunk by chunk.
///
/// Whole columns run in chunks of many bars, live data in chunks of one; the kernels are the same,
/// so the values are the same bits. Not safe to share between threads; each run makes its own.
package final class GraphRunner {
    /// Bars a chunk when whole columns run: a node's chunk stays in the processor's nearest caches.
    package static let columnChunk = 512

    /// The most bars that one call may compute.
    package let chunkSize: Int
    /// The columns that the caller provides, in the order of their use.
    package let columns: [(slot: String, name: String)]
    private let graph: Graph
    /// From one value's chunk to the next.
    private let stride: Int
    private let values: UnsafeMutablePointer<Double>
    private let inputPointers: UnsafeMutablePointer<UnsafePointer<Double>>
    private let outputPointers: UnsafeMutablePointer<UnsafeMutablePointer<Double>>
    // What every call walks through lies in bare memory, so that a live bar pays neither for
    // reference counts nor for checks of simultaneous access.
    private let columnBuffers: UnsafeMutableBufferPointer<UnsafeMutablePointer<Double>>
    private let timeBuffer: UnsafeMutablePointer<Double>?
    private let steps: UnsafeMutableBufferPointer<GraphStep>
    /// Keeps the kernels that the steps point to.
    private let slots: [KernelSlot]

    /// Prepares a graph for chunks of up to `chunkSize` bars.
    package init(_ graph: Graph, chunkSize: Int) {
        self.graph = graph
        self.chunkSize = chunkSize
        columns = graph.columns
        // Chunks a power of two apart would fall on the same lines of the caches, and a load would
        // wait for stores whose addresses end in the same bits.
        stride = chunkSize < 64 ? chunkSize : chunkSize + 72
        let size = max(1, graph.valueCount * stride)
        values = .allocate(capacity: size)
        values.initialize(repeating: .nan, count: size)
        let inputCount = graph.nodes.map(\.inputs.count).reduce(0, +)
        inputPointers = .allocate(capacity: max(1, inputCount))
        outputPointers = .allocate(capacity: max(1, graph.valueCount))

        var nextInput = inputPointers
        var nextOutput = outputPointers
        var columnBuffers: [UnsafeMutablePointer<Double>] = []
        var timeBuffer: UnsafeMutablePointer<Double>?
        var steps: [GraphStep] = []
        var slots: [KernelSlot] = []
        for (index, node) in graph.nodes.enumerated() {
            let first = values + node.firstOutput * stride
            switch node.operation {
            case .column: columnBuffers.append(first)
            case .barTime: timeBuffer = first
            case .constant(let number): first.update(repeating: number.value, count: chunkSize)
            default:
                let slot = makeSlot(makeKernel(for: node.operation))
                slots.append(slot)
                steps.append(
                    GraphStep(
                        node: index, operation: node.operation, slot: slot,
                        inputs: UnsafePointer(nextInput), outputs: UnsafePointer(nextOutput)))
                for input in node.inputs {
                    nextInput.initialize(to: UnsafePointer(values + input * stride))
                    nextInput += 1
                }
                for output in 0..<node.operation.outputCount {
                    nextOutput.initialize(to: first + output * stride)
                    nextOutput += 1
                }
            }
        }
        self.columnBuffers = .allocate(capacity: columnBuffers.count)
        _ = self.columnBuffers.initialize(from: columnBuffers)
        self.timeBuffer = timeBuffer
        self.steps = .allocate(capacity: steps.count)
        _ = self.steps.initialize(from: steps)
        self.slots = slots
    }

    deinit {
        values.deallocate()
        inputPointers.deallocate()
        outputPointers.deallocate()
        columnBuffers.deallocate()
        steps.deallocate()
    }

    /// The computed bars of a value, valid until the next call of ``run(count:columns:barTimes:)``.
    package func output(_ value: Int) -> UnsafePointer<Double> {
        UnsafePointer(values + value * stride)
    }

    /// Computes the next `count` bars.
    /// - Parameters:
    ///   - count: How many, at most `chunkSize`.
    ///   - columns: One pointer for each of ``columns`` to the values of these bars.
    ///   - barTimes: The bars' starts in microseconds since the epoch.
    package func run(
        count: Int, columns: UnsafePointer<UnsafePointer<Double>>, barTimes: UnsafePointer<Double>
    ) {
        precondition(count <= chunkSize, "a chunk must fit its buffers")
        for column in 0..<columnBuffers.count {
            columnBuffers[column].update(from: columns[column], count: count)
        }
        timeBuffer?.update(from: barTimes, count: count)
        for index in 0..<steps.count { steps[index].run(count) }
    }

    /// Computes the next bar.
    /// - Parameters:
    ///   - row: One value for each of ``columns``.
    ///   - barTime: The bar's start in microseconds since the epoch.
    package func runBar(_ row: UnsafePointer<Double>, barTime: Double) {
        for column in 0..<columnBuffers.count { columnBuffers[column].pointee = row[column] }
        timeBuffer?.pointee = barTime
        for index in 0..<steps.count { steps[index].runBar() }
    }

    /// The first bar at which a node met a value that its operation cannot take.
    package var fault: (bar: Int, node: Graph.Node)? {
        var first: (bar: Int, node: Graph.Node)?
        for (step, slot) in zip(steps, slots) {
            guard let bar = slot.faultBar, bar < first?.bar ?? .max else { continue }
            first = (bar, graph.nodes[step.node])
        }
        return first
    }

    // MARK: - State

    /// Everything that the next bar depends on.
    package func state() -> [UInt64] {
        var archive = StateArchive.saving()
        for slot in slots { slot.visitState(&archive) }
        return archive.words
    }

    /// Goes on from a saved state.
    /// - Returns: Whether the state was one of this graph's.
    package func restore(_ state: [UInt64]) -> Bool {
        var archive = StateArchive.restoring(state)
        for slot in slots { slot.visitState(&archive) }
        return archive.isComplete
    }
}
