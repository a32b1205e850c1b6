import StrategyLanguage

/// Which nodes of a family are shared between sets, which are computed for each, in what form, and
/// how long their columns live.
final class FamilyLayout {
    let family: StrategyFamily
    /// Whether a node does not depend on everything that varies.
    let isShared: [Bool]
    /// The node of each value.
    let nodeOf: [Int]
    /// Where the cell of a value that is not shared lies.
    private(set) var place: [Int]
    private(set) var ownValueCount = 0
    /// What each node's result depends on.
    let reach: [Projection]
    /// Whether a value can be the same on every bar.
    let mayBeConstant: [Bool]
    /// The nodes on which a run can fail.
    let faultable: [Int]
    /// The nodes to compute for each set, in order.
    private(set) var steps: [Step] = []
    let comparisons = PairComparisons()

    /// One node that is computed for each set.
    struct Step {
        var node: Int
        var demand: Demand
        /// The columns to compare, where that is all the node does.
        var comparison: PairComparisons.Use?
        /// The truth values to join, where that is all the node does.
        var joint: Joint?
        /// The cells that nothing later reads.
        var lastUses: [Int] = []
    }

    /// Two columns of truth values, joined for every set in the same way.
    struct Joint {
        var function: BinaryFunction
        var x: Int
        var y: Int
        /// Where the cell of the result lies.
        var place: Int
    }

    init(_ family: StrategyFamily, varied: ParameterSubset, counts: [Int]) {
        self.family = family
        isShared = family.nodes.map { varied.isEmpty || $0.reach != varied }
        var nodeOf = [Int](repeating: 0, count: family.valueCount)
        var constant = [Bool](repeating: false, count: family.valueCount)
        for (index, node) in family.nodes.enumerated() {
            for output in 0..<node.outputCount { nodeOf[node.firstOutput + output] = index }
            constant[node.firstOutput] =
                switch node.operation.all.first {
                case .constant: true
                case .unary, .binary: node.inputs.allSatisfy { constant[$0] }
                default: false
                }
        }
        self.nodeOf = nodeOf
        mayBeConstant = constant
        reach = family.nodes.map { Projection($0.reach, counts: counts) }
        faultable = family.nodes.indices.filter { index in
            family.nodes[index].operation.all.contains { operation in
                switch operation {
                case .unary(.requireInteger), .scan: true
                default: false
                }
            }
        }
        place = [Int](repeating: -1, count: family.valueCount)
        for (index, node) in family.nodes.enumerated() where !isShared[index] {
            for output in 0..<node.outputCount {
                place[node.firstOutput + output] = ownValueCount
                ownValueCount += 1
            }
        }
        plan()
    }

    private func plan() {
        var demand = [Demand](repeating: [], count: family.nodes.count)
        for value in family.signals { demand[nodeOf[value]].insert(.truths) }
        var kept = Set(family.signals)
        for case .value(let value) in family.levels {
            demand[nodeOf[value]].insert(.numbers)
            kept.insert(value)
        }
        var lastUse: [Int: Int] = [:]
        var planned: [Step] = []
        for index in family.nodes.indices.reversed() where !isShared[index] {
            // A node that can fail runs even where nothing reads it.
            if faultable.contains(index) { demand[index].insert(.numbers) }
            guard !demand[index].isEmpty else { continue }
            let node = family.nodes[index]
            var step = Step(node: index, demand: demand[index])
            var reads: [Int] = []
            if let pair = comparison(index) {
                step.comparison = comparisons.use(pair)
                reads = [pair.x, pair.y]
                for input in reads { demand[nodeOf[input]].formUnion([.numbers]) }
            } else {
                for operation in node.operation.all {
                    let wanted = operation.inputDemand(
                        for: demand[index].completed(for: operation))
                    for input in node.inputs { demand[nodeOf[input]].formUnion(wanted) }
                }
                reads = node.inputs
            }
            if step.demand == .truths { step.joint = joint(node) }
            for input in reads where !isShared[nodeOf[input]] && lastUse[input] == nil {
                lastUse[input] = planned.count
                if !kept.contains(input) { step.lastUses.append(place[input]) }
            }
            planned.append(step)
        }
        steps = planned.reversed()
    }

    private func joint(_ node: StrategyFamily.Node) -> Joint? {
        guard node.operation.all.count == 1, !mayBeConstant[node.firstOutput],
            case .binary(let function)? = node.operation.all.first,
            [.and, .or, .xor].contains(function)
        else { return nil }
        return Joint(
            function: function, x: node.inputs[0], y: node.inputs[1],
            place: place[node.firstOutput])
    }

    /// The two columns that a node compares, where it is one comparison for all sets.
    ///
    /// Comparing two shifted columns is shifting their comparison.
    private func comparison(_ index: Int) -> PairComparisons.Pair? {
        let node = family.nodes[index]
        guard node.operation.all.count == 1, case .binary(let function)? = node.operation.all.first,
            case .comparison = TruthRule(.binary(function))
        else { return nil }
        // Constants are folded as the compiler folds them.
        if mayBeConstant[node.firstOutput] { return nil }
        let (x, y) = (node.inputs[0], node.inputs[1])
        if let a = shift(nodeOf[x]), let b = shift(nodeOf[y]), a.bars == b.bars {
            return PairComparisons.Pair(
                x: family.nodes[nodeOf[x]].inputs[0], y: family.nodes[nodeOf[y]].inputs[0],
                bars: a.bars, fill: function.apply(a.fill, b.fill) != 0)
        }
        return PairComparisons.Pair(x: x, y: y, bars: 0, fill: false)
    }

    private func shift(_ index: Int) -> (bars: Int, fill: Double)? {
        let node = family.nodes[index]
        guard node.operation.all.count == 1,
            case .shift(let bars, let fill)? = node.operation.all.first
        else { return nil }
        return (bars, fill.value)
    }
}
