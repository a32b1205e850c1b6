/// Collects the nodes of a graph; equal operations on equal inputs become one node, and what is
/// the same on every bar is computed at once.
package struct GraphBuilder {
    private struct Key: Hashable {
        var operation: Operation
        var inputs: [Int]
    }

    /// The nodes so far; every node stands after those that it reads.
    package private(set) var nodes: [Graph.Node] = []
    /// How many values the nodes compute in all.
    package private(set) var valueCount = 0
    private var known: [Key: Int] = [:]
    private var constants: [Int: Double] = [:]
    /// What each node depends on, where that is recorded.
    private let trace: CompilationTrace?
    /// The nodes whose operation depends on parameters, ascending, and what is constant through
    /// them.
    private var varying: [Int] = []
    private var varyingConstants: Set<Int> = []

    /// Makes an empty builder.
    package init() { trace = nil }

    /// Makes a builder that records what its nodes depend on.
    init(trace: CompilationTrace?) {
        self.trace = trace
        nodes.reserveCapacity(32)
        known.reserveCapacity(24)
    }

    /// The index of the operation's first output.
    package mutating func add(_ operation: Operation, _ inputs: [Int] = []) -> Int {
        if let trace, !trace.dependence.isEmpty { return addVarying(operation, inputs, trace) }
        if let folded = fold(operation, inputs) { return folded }
        let key = Key(operation: operation, inputs: inputs)
        if let output = known[key] { return output }
        let output = valueCount
        nodes.append(Graph.Node(operation: operation, inputs: inputs, firstOutput: output))
        valueCount += operation.outputCount
        known[key] = output
        if let trace {
            trace.add(operation, inputs: inputs)
            if isConstant(operation, inputs, varies: false) { varyingConstants.insert(output) }
        }
        if case .constant(let number) = operation { constants[output] = number.value }
        return output
    }

    /// The index of a number that is the same on every bar.
    package mutating func constant(_ value: Double) -> Int { add(.constant(Number(value))) }

    /// Adds a node whose operation depends on parameters: for others it may equal no other node,
    /// and not be constant.
    private mutating func addVarying(
        _ operation: Operation, _ inputs: [Int], _ trace: CompilationTrace
    ) -> Int {
        let output = valueCount
        varying.append(nodes.count)
        nodes.append(Graph.Node(operation: operation, inputs: inputs, firstOutput: output))
        valueCount += operation.outputCount
        trace.add(operation, inputs: inputs)
        if isConstant(operation, inputs, varies: true) { varyingConstants.insert(output) }
        return output
    }

    /// Whether an operation gives the same number on every bar, which hangs on parameters.
    private func isConstant(_ operation: Operation, _ inputs: [Int], varies: Bool) -> Bool {
        switch operation {
        case .constant: varies
        case .unary, .binary, .select, .shift:
            (varies || inputs.contains(where: varyingConstants.contains))
                && inputs.allSatisfy { constants[$0] != nil || varyingConstants.contains($0) }
        default: false
        }
    }

    /// The node that computes a value.
    func operation(of value: Int) -> Graph.Node? {
        var (low, high) = (0, nodes.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if nodes[middle].firstOutput <= value { low = middle } else { high = middle - 1 }
        }
        // Whoever looks at the operation goes by what it is.
        if let trace, trace.isTrackable, varying.contains(low) { trace.giveUp() }
        return nodes.isEmpty ? nil : nodes[low]
    }

    /// The number that a value has on every bar, where it is constant.
    package func constantValue(_ value: Int) -> Double? {
        if let trace, varyingConstants.contains(value) { trace.giveUp() }
        return constants[value]
    }

    private mutating func fold(_ operation: Operation, _ inputs: [Int]) -> Int? {
        switch operation {
        case .unary(.requireInteger): return nil
        case .unary(let function):
            guard let x = constants[inputs[0]] else { return nil }
            return constant(function.apply(x))
        case .binary(let function):
            guard let x = constants[inputs[0]], let y = constants[inputs[1]] else { return nil }
            return constant(function.apply(x, y))
        case .select:
            if let condition = constants[inputs[0]] {
                return condition != 0 && !condition.isNaN ? inputs[1] : inputs[2]
            }
            return inputs[1] == inputs[2] ? inputs[1] : nil
        case .shift(bars: 0, _): return inputs[0]
        default: return nil
        }
    }

    /// The graph of everything that the given values need, with their new indices.
    func graph(keeping values: [Int]) -> (graph: Graph, indices: [Int: Int]) {
        var needed = Set(values)
        var kept: [Graph.Node] = []
        for node in nodes.reversed() {
            let outputs = node.firstOutput..<node.firstOutput + node.operation.outputCount
            guard outputs.contains(where: needed.contains) else { continue }
            needed.formUnion(node.inputs)
            kept.append(node)
        }
        var indices: [Int: Int] = [:]
        var count = 0
        let renumbered = kept.reversed().map { node in
            let first = count
            for output in 0..<node.operation.outputCount {
                indices[node.firstOutput + output] = first + output
            }
            count += node.operation.outputCount
            return Graph.Node(
                operation: node.operation, inputs: node.inputs.compactMap { indices[$0] },
                firstOutput: first)
        }
        return (Graph(nodes: renumbered, valueCount: count), indices)
    }
}
