/// A compiled strategy's computation: operations on columns, each after what it reads.
public struct Graph: Sendable, Equatable {
    /// One operation, the values it reads and the first of the values it computes.
    public struct Node: Sendable, Hashable {
        /// What is computed.
        public var operation: Operation
        /// The values that are read, as indices.
        public var inputs: [Int]
        /// The index of the first value computed; further outputs follow it.
        public var firstOutput: Int
    }

    /// The nodes; every node stands after those that it reads.
    public var nodes: [Node]
    /// How many values the nodes compute in all.
    public var valueCount: Int

    /// Makes a graph.
    public init(nodes: [Node], valueCount: Int) {
        self.nodes = nodes
        self.valueCount = valueCount
    }

    /// The columns that the graph reads, in the order of their first use.
    public var columns: [(slot: String, name: String)] {
        nodes.compactMap { node in
            if case .column(let slot, let name) = node.operation { (slot, name) } else { nil }
        }
    }

    /// An upper bound of the work of a run: operations × bars × largest window.
    public func cost(bars: Int) -> Double {
        let widest = nodes.map(\.operation.windowLength).max() ?? 1
        return Double(nodes.map(\.operation.weight).reduce(0, +)) * Double(bars) * Double(widest)
    }
}

extension VectorbtFunction {
    /// How many bars the function keeps; 1 where it keeps running totals.
    fileprivate var window: Int {
        switch self {
        case .rollingMean(let window), .rollingStandardDeviation(let window, _),
            .rollingMinimum(let window), .rollingMaximum(let window):
            window
        case .exponentialMean, .exponentialStandardDeviation, .crossedAbove: 1
        }
    }
}

extension Operation {
    /// How many bars the operation looks back on at most; 1 where it keeps running totals.
    public var windowLength: Int {
        switch self {
        case .window(_, let window):
            if case .bars(let count) = window.span { count } else { 1 }
        case .shift(let bars, _): max(1, bars)
        case .vectorbt(let function): function.window
        case .scan(let program): max(1, program.longestHistory)
        case .talib(let function, let options):
            zip(function.signature.options, options).map { option, value in
                option.name.contains("period") ? Int(value.value) : 1
            }.max() ?? 1
        default: 1
        }
    }

    /// How many bars' values the operation may have to keep.
    var keptCount: Int {
        if case .scan(let program) = self {
            return windowLength * program.outputs.count + program.registerCount
        }
        return windowLength
    }

    /// How many elementary operations a bar takes.
    var weight: Int {
        if case .scan(let program) = self { max(1, program.instructions.count) } else { 1 }
    }
}
