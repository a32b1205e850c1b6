/// One compilation with what each of its steps depended on.
struct TracedStrategy: Sendable {
    private let events: [CompilationTrace.Event]
    private let dependences: [ParameterSubset]
    private let operations: [Operation?]
    /// Everything that some step depended on.
    private(set) var seen: Set<ParameterSubset>
    private let nodes: [Graph.Node]
    /// The event of each node.
    private let eventOf: [Int]
    private let outputs: CompiledStrategy.Outputs
    private let levelDependences: [ParameterSubset]

    init(
        _ trace: CompilationTrace, _ nodes: [Graph.Node], _ outputs: CompiledStrategy.Outputs
    ) {
        events = trace.events
        dependences = trace.dependences
        operations = trace.operations
        self.nodes = nodes
        self.outputs = outputs
        eventOf = trace.events.indices.filter { trace.operations[$0] != nil }
        levelDependences = ["size", "stop_loss", "take_profit", "trailing_stop"].map {
            trace.dependence(ofLevel: $0)
        }
        seen = Set(trace.seen)
        for subset in levelDependences where !subset.isEmpty { seen.insert(subset) }
    }

    /// Every parameter that some step depended on.
    var everything: ParameterSubset { seen.reduce(into: []) { $0.formUnion($1) } }

    private var levels: [CompiledStrategy.Level] {
        [outputs.size, outputs.stopLoss, outputs.takeProfit, outputs.trailingStop]
    }

    /// The parameters that made two compilations take different ways; nil where they did not.
    func difference(from other: TracedStrategy) -> ParameterSubset? {
        let count = min(events.count, other.events.count)
        for index in 0..<count
        where events[index] != other.events[index] || dependences[index] != other.dependences[index]
        {
            return dependences[index].union(other.dependences[index])
        }
        guard events.count == other.events.count, outputs.signals == other.outputs.signals,
            levelDependences == other.levelDependences
        else { return everything.union(other.everything) }
        for (place, pair) in zip(levels, other.levels).enumerated() {
            let isAlike =
                switch pair {
                case (.none, .none), (.scalar, .scalar): true
                case (.value(let a), .value(let b)): a == b
                default: false
                }
            if !isAlike { return levelDependences[place].union(other.levelDependences[place]) }
        }
        return nil
    }

    /// The family of compilations that took the same way.
    func family(
        _ compiled: [(digits: [Int], trace: TracedStrategy)], counts: [Int]
    ) -> StrategyFamily {
        let kept = keptNodes()
        var place: [Int: Int] = [:]
        var reach: [Int: ParameterSubset] = [:]
        var members: [StrategyFamily.Node] = []
        var valueCount = 0
        for index in kept {
            let node = nodes[index]
            let event = eventOf[index]
            let operation = variants(dependences[event], compiled, counts) { trace in
                trace.operations[event] ?? node.operation
            }
            var depends = operation.projection.subset
            for input in node.inputs { depends.formUnion(reach[input] ?? []) }
            for output in 0..<node.operation.outputCount {
                place[node.firstOutput + output] = valueCount + output
                reach[node.firstOutput + output] = depends
            }
            members.append(
                StrategyFamily.Node(
                    inputs: node.inputs.map { place[$0] ?? 0 }, firstOutput: valueCount,
                    outputCount: node.operation.outputCount, operation: operation, reach: depends))
            valueCount += node.operation.outputCount
        }
        let levels = levels.enumerated().map { index, level -> StrategyFamily.Level in
            switch level {
            case .none: .none
            case .value(let value): .value(place[value] ?? 0)
            case .scalar(let number):
                .scalar(
                    variants(levelDependences[index], compiled, counts) { trace in
                        if case .scalar(let value) = trace.levels[index] { value } else { number }
                    })
            }
        }
        return StrategyFamily(
            nodes: members, valueCount: valueCount, signals: outputs.signals.map { place[$0] ?? 0 },
            levels: levels)
    }

    /// The nodes that the outputs need, in order.
    private func keptNodes() -> [Int] {
        var needed = Set(outputs.signals)
        for case .value(let value) in levels { needed.insert(value) }
        var kept: [Int] = []
        for (index, node) in nodes.enumerated().reversed() {
            let values = node.firstOutput..<node.firstOutput + node.operation.outputCount
            guard values.contains(where: needed.contains) else { continue }
            needed.formUnion(node.inputs)
            kept.append(index)
        }
        return kept.reversed()
    }

    /// A payload of every compilation; one for all where it is always the same.
    private func variants<Payload: Hashable & Sendable>(
        _ dependence: ParameterSubset, _ compiled: [(digits: [Int], trace: TracedStrategy)],
        _ counts: [Int], _ payload: (TracedStrategy) -> Payload
    ) -> Variants<Payload> {
        let first = payload(self)
        if compiled.allSatisfy({ payload($0.trace) == first }) { return Variants(first) }
        let projection = Projection(dependence, counts: counts)
        var variants = Variants<Payload>(projection)
        for (digits, trace) in compiled {
            let key = digits.withUnsafeBufferPointer { $0.baseAddress.map(projection.key) ?? 0 }
            variants.set(payload(trace), key: key)
        }
        return variants
    }
}

extension StrategyFamily {
    /// The graph of one set, built as the compiler builds it.
    ///
    /// Nil where its outputs are not those of the compiled strategy.
    func strategy(_ digits: [Int], like strategy: CompiledStrategy) -> Graph? {
        digits.withUnsafeBufferPointer { digits -> Graph? in
            guard let digits = digits.baseAddress else { return nil }
            var builder = GraphBuilder()
            var place = [Int](repeating: 0, count: valueCount)
            for node in nodes {
                let first = builder.add(node.operation[digits], node.inputs.map { place[$0] })
                for output in 0..<node.outputCount {
                    place[node.firstOutput + output] = first + output
                }
            }
            var kept = signals.map { place[$0] }
            for case .value(let value) in levels { kept.append(place[value]) }
            let (graph, indices) = builder.graph(keeping: kept)
            let outputs = strategy.outputs
            guard signals.map({ indices[place[$0]] }) == outputs.signals.map(Optional.some) else {
                return nil
            }
            let expected = [
                outputs.size, outputs.stopLoss, outputs.takeProfit, outputs.trailingStop,
            ]
            for (level, wanted) in zip(levels, expected) {
                let isSame =
                    switch (level, wanted) {
                    case (.none, .none): true
                    case (.scalar(let values), .scalar(let value)):
                        values[digits].bitPattern == value.bitPattern
                    case (.value(let a), .value(let b)): indices[place[a]] == b
                    default: false
                    }
                if !isSame { return nil }
            }
            return graph
        }
    }
}
