/// A strategy compiled for many sets of parameters at once: one graph whose operations depend on
/// the set.
///
/// A set is written as its *digits*: for each varied parameter the index of its value. Every node
/// says which of the varied parameters its own operation depends on, so that whatever does not
/// depend on a parameter that differs can be computed once.
package struct StrategyFamily: Sendable {
    /// A node of the graph, and what it computes for each set.
    package struct Node: Sendable {
        /// The values that are read, as indices.
        package var inputs: [Int]
        /// The index of the first value computed.
        package var firstOutput: Int
        /// How many values are computed.
        package var outputCount: Int
        /// The operation of each set.
        package var operation: Variants<Operation>
        /// The varied parameters on which the node depends with everything that it reads.
        package var reach: ParameterSubset
    }

    /// A stop or a size for each set.
    package enum Level: Sendable {
        case none
        case scalar(Variants<Double>)
        case value(Int)
    }

    /// The nodes; every node stands after those that it reads.
    package var nodes: [Node]
    /// How many values the nodes compute in all.
    package var valueCount: Int
    /// The values that are the signals: entries, exits and, where there are any, short ones.
    package var signals: [Int]
    /// The sizes and stops: size, stop-loss, take-profit, trailing stop.
    package var levels: [Level]

    /// Makes the family of one strategy, which varies nothing.
    package init(_ strategy: CompiledStrategy) {
        nodes = strategy.graph.nodes.map { node in
            Node(
                inputs: node.inputs, firstOutput: node.firstOutput,
                outputCount: node.operation.outputCount, operation: Variants(node.operation),
                reach: [])
        }
        valueCount = strategy.graph.valueCount
        signals = strategy.outputs.signals
        let outputs = strategy.outputs
        levels = [outputs.size, outputs.stopLoss, outputs.takeProfit, outputs.trailingStop].map {
            switch $0 {
            case .none: .none
            case .scalar(let value): .scalar(Variants(value))
            case .value(let value): .value(value)
            }
        }
    }

    package init(nodes: [Node], valueCount: Int, signals: [Int], levels: [Level]) {
        self.nodes = nodes
        self.valueCount = valueCount
        self.signals = signals
        self.levels = levels
    }

    /// An upper bound of the work of a run of any member: operations × bars × largest window.
    package func cost(bars: Int) -> Double {
        var widest = 1
        var weight = 0
        for node in nodes {
            widest = max(widest, node.operation.all.map(\.windowLength).max() ?? 1)
            weight += node.operation.all.map(\.weight).max() ?? 1
        }
        return Double(weight) * Double(bars) * Double(widest)
    }
}

/// Some of the varied parameters, by their index; there are at most 64.
package struct ParameterSubset: OptionSet, Hashable, Sendable {
    package var rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    /// The subset of one parameter.
    package init(index: Int) { rawValue = 1 << UInt64(index) }

    /// The indices, ascending.
    package var indices: [Int] { (0..<64).filter { rawValue & (1 << UInt64($0)) != 0 } }
}

/// Numbers the values that some of the varied parameters take together.
package struct Projection: Sendable, Hashable {
    /// The parameters that count.
    package let subset: ParameterSubset
    private let places: [(index: Int, stride: Int)]
    /// How many keys there are.
    package let count: Int

    /// Makes a projection; `counts` says how many values each varied parameter has.
    package init(_ subset: ParameterSubset, counts: [Int]) {
        self.subset = subset
        var stride = 1
        var places: [(index: Int, stride: Int)] = []
        for index in subset.indices {
            places.append((index, stride))
            stride = stride.multipliedReportingOverflow(by: counts[index]).partialValue
        }
        self.places = places
        count = stride
    }

    /// The key of a set's digits: equal exactly where the digits that count are equal.
    package func key(_ digits: UnsafePointer<Int>) -> Int {
        var key = 0
        for place in places { key &+= digits[place.index] &* place.stride }
        return key
    }

    package static func == (a: Projection, b: Projection) -> Bool { a.subset == b.subset }

    package func hash(into hasher: inout Hasher) { hasher.combine(subset) }
}

/// A payload for each set of parameters, kept once for each key of a projection.
package struct Variants<Payload: Sendable>: Sendable {
    /// What tells the variants apart.
    package let projection: Projection
    /// The different payloads, in the order in which they were added.
    package private(set) var all: [Payload] = []
    private var places: [Int: Int] = [:]

    /// A payload that is the same for every set.
    package init(_ payload: Payload) {
        projection = Projection([], counts: [])
        all = [payload]
        places = [0: 0]
    }

    package init(_ projection: Projection) { self.projection = projection }

    /// Stores the payload of a key.
    package mutating func set(_ payload: Payload, key: Int) {
        if let place = places[key] {
            all[place] = payload
        } else {
            places[key] = all.count
            all.append(payload)
        }
    }

    /// The payload of a set.
    package subscript(digits: UnsafePointer<Int>) -> Payload {
        if all.count == 1 { return all[0] }
        guard let place = places[projection.key(digits)] else {
            preconditionFailure("every set that a family is asked for was compiled for")
        }
        return all[place]
    }
}
