package import StrategyLanguage

/// A graph with its kernels and buffers: computes the next bars of every node, chunk by chunk.
///
/// Whole columns run in chunks of many bars, live data in chunks of one; the kernels are the same,
/// so the values are the same bits. Not safe to share between threads; each run makes its own.
package final class GraphRunner {
    /// Bars a chunk when whole columns run: a node's chunk stays in the processor's nearest caches.
    package static let columnChunk = 512

    /// Where a source node's values come from.
    private enum Source {
        case column(Int)
        case barTime
    }

    private let graph: Graph
    /// The most bars that one call may compute.
    package let chunkSize: Int
    /// The columns that the caller provides, in the order of their use.
    package let columns: [(slot: String, name: String)]
    private let values: UnsafeMutablePointer<Double>
    private let inputPointers: UnsafeMutablePointer<UnsafePointer<Double>>
    private let outputPointers: UnsafeMutablePointer<UnsafeMutablePointer<Double>>
    private var sources: [(source: Source, value: Int)] = []
    private var steps: [Step] = []

    /// A node that computes: its kernel and where its inputs and outputs lie.
    private struct Step {
        var node: Int
        var slot: KernelSlot
        var inputs: UnsafePointer<UnsafePointer<Double>>
        var outputs: UnsafePointer<UnsafeMutablePointer<Double>>
    }

    /// Prepares a graph for chunks of up to `chunkSize` bars.
    package init(_ graph: Graph, chunkSize: Int) {
        self.graph = graph
        self.chunkSize = chunkSize
        columns = graph.columns
        values = .allocate(capacity: max(1, graph.valueCount * chunkSize))
        values.initialize(repeating: .nan, count: max(1, graph.valueCount * chunkSize))
        let inputCount = graph.nodes.map(\.inputs.count).reduce(0, +)
        inputPointers = .allocate(capacity: max(1, inputCount))
        outputPointers = .allocate(capacity: max(1, graph.valueCount))
        connect()
    }

    deinit {
        values.deallocate()
        inputPointers.deallocate()
        outputPointers.deallocate()
    }

    private func connect() {
        var nextInput = inputPointers
        var nextOutput = outputPointers
        var nextColumn = 0
        for (index, node) in graph.nodes.enumerated() {
            switch node.operation {
            case .column:
                sources.append((.column(nextColumn), node.firstOutput))
                nextColumn += 1
            case .barTime: sources.append((.barTime, node.firstOutput))
            case .constant(let number):
                buffer(node.firstOutput).update(repeating: number.value, count: chunkSize)
            default:
                let (inputs, outputs) = (nextInput, nextOutput)
                for input in node.inputs {
                    nextInput.initialize(to: UnsafePointer(buffer(input)))
                    nextInput += 1
                }
                for output in 0..<node.operation.outputCount {
                    nextOutput.initialize(to: buffer(node.firstOutput + output))
                    nextOutput += 1
                }
                steps.append(
                    Step(
                        node: index, slot: makeSlot(makeKernel(for: node.operation)),
                        inputs: UnsafePointer(inputs), outputs: UnsafePointer(outputs)))
            }
        }
    }

    private func buffer(_ value: Int) -> UnsafeMutablePointer<Double> {
        values + value * chunkSize
    }

    /// The computed bars of a value, valid until the next call of ``run(count:columns:barTimes:)``.
    package func output(_ value: Int) -> UnsafePointer<Double> { UnsafePointer(buffer(value)) }

    /// Computes the next `count` bars.
    /// - Parameters:
    ///   - count: How many, at most `chunkSize`.
    ///   - columns: One pointer for each of ``columns`` to the values of these bars.
    ///   - barTimes: The bars' starts in microseconds since the epoch.
    package func run(
        count: Int, columns: UnsafePointer<UnsafePointer<Double>>, barTimes: UnsafePointer<Double>
    ) {
        precondition(count <= chunkSize, "a chunk must fit its buffers")
        for (source, value) in sources {
            switch source {
            case .column(let column): buffer(value).update(from: columns[column], count: count)
            case .barTime: buffer(value).update(from: barTimes, count: count)
            }
        }
        for step in steps {
            step.slot.run(Chunk(inputs: step.inputs, outputs: step.outputs, count: count))
        }
    }

    /// The first bar at which a node met a value that its operation cannot take.
    package var fault: (bar: Int, node: Graph.Node)? {
        var first: (bar: Int, node: Graph.Node)?
        for step in steps {
            guard let bar = step.slot.faultBar, bar < first?.bar ?? .max else { continue }
            first = (bar, graph.nodes[step.node])
        }
        return first
    }

    // MARK: - State

    /// Everything that the next bar depends on.
    package func state() -> [UInt64] {
        var archive = StateArchive.saving()
        for step in steps { step.slot.visitState(&archive) }
        return archive.words
    }

    /// Goes on from a saved state.
    /// - Returns: Whether the state was one of this graph's.
    package func restore(_ state: [UInt64]) -> Bool {
        var archive = StateArchive.restoring(state)
        for step in steps { step.slot.visitState(&archive) }
        return archive.isComplete
    }
}
