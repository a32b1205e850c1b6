import StrategyLanguage

/// Which nodes of a family are shared between sets, which are computed for each, in what form, and
/// how long their columns live.
final class FamilyLayout {
    let family: StrategyFamily
    /// Whether a node does not depend on everything that varies.
    let isShared: [Bool]
    // What each run reads is copied out of the family: threads share that one, and would wait for
    // each other at its reference counts.
    /// The values that are the signals.
    let signals: [Int]
    /// The values that are sizes and stops.
    let levels: [Int]
    /// The first value of each node.
    let firstOutput: [Int]
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
    /// What to do for each set, in order.
    private(set) var steps: [Step] = []
    /// The columns that are compared.
    private(set) var pairs: [ColumnPair] = []

    /// One thing that is done for each set.
    enum Step {
        /// Finds where either column of a pair is the greater one.
        case compare(Int)
        /// Writes where a relation of a pair holds.
        case relate(PairRelation)
        /// Joins two columns of truth values.
        case join(Joint)
        /// Computes a node in whatever way its operation for the set needs.
        case evaluate(node: Int, Demand)
        /// Takes back a cell that nothing later reads.
        case release(Int)
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
        signals = family.signals.map { $0 }
        levels = family.levels.compactMap { if case .value(let value) = $0 { value } else { nil } }
        firstOutput = family.nodes.map(\.firstOutput)
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
        var lastUse: Set<Int> = []
        var planned: [Step] = []
        for index in family.nodes.indices.reversed() where !isShared[index] {
            // A node that can fail runs even where nothing reads it.
            if faultable.contains(index) { demand[index].insert(.numbers) }
            guard !demand[index].isEmpty else { continue }
            let node = family.nodes[index]
            var reads = node.inputs
            var step: Step
            if let relation = relation(index, demand[index]) {
                step = .relate(relation)
                let pair = pairs[relation.pair]
                reads = [pair.x, pair.y]
                for input in reads { demand[nodeOf[input]].insert(.numbers) }
            } else {
                step = .evaluate(node: index, demand[index])
                for operation in node.operation.all {
                    let wanted = operation.inputDemand(
                        for: demand[index].completed(for: operation))
                    for input in node.inputs { demand[nodeOf[input]].formUnion(wanted) }
                }
            }
            if demand[index] == .truths, let joint = joint(node) { step = .join(joint) }
            for input in reads where !isShared[nodeOf[input]] {
                if lastUse.insert(input).inserted, !kept.contains(input) {
                    planned.append(.release(place[input]))
                }
            }
            planned.append(step)
        }
        // A pair is compared when a node first asks for it.
        var compared: Set<Int> = []
        for step in planned.reversed() {
            if case .relate(let relation) = step, compared.insert(relation.pair).inserted {
                steps.append(.compare(relation.pair))
            }
            steps.append(step)
        }
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

    /// What a node compares, where it is one comparison for all sets.
    ///
    /// Comparing two shifted columns is shifting their comparison.
    private func relation(_ index: Int, _ demand: Demand) -> PairRelation? {
        let node = family.nodes[index]
        guard demand.isSubset(of: [.truths, .numbers]), node.operation.all.count == 1,
            case .binary(let function)? = node.operation.all.first,
            case .comparison = TruthRule(.binary(function))
        else { return nil }
        // Constants are folded as the compiler folds them.
        if mayBeConstant[node.firstOutput] { return nil }
        var (x, y) = (node.inputs[0], node.inputs[1])
        var (bars, fill) = (0, false)
        if let a = shift(nodeOf[x]), let b = shift(nodeOf[y]), a.bars == b.bars {
            (x, y) = (family.nodes[nodeOf[x]].inputs[0], family.nodes[nodeOf[y]].inputs[0])
            (bars, fill) = (a.bars, function.apply(a.fill, b.fill) != 0)
        }
        let (pair, isSwapped) = pair(x, y)
        if function != .less, function != .greater { pairs[pair].needsPresence = true }
        return PairRelation(
            function: function, pair: pair, isSwapped: isSwapped, bars: bars, fill: fill,
            place: place[node.firstOutput], wantsNumbers: demand.contains(.numbers))
    }

    /// The number of a pair of values, in whichever order it is known.
    private func pair(_ x: Int, _ y: Int) -> (index: Int, isSwapped: Bool) {
        if let index = pairs.firstIndex(where: { $0.x == x && $0.y == y }) {
            return (index, false)
        }
        if let index = pairs.firstIndex(where: { $0.x == y && $0.y == x }) { return (index, true) }
        let isShared = [x, y].allSatisfy { value in
            self.isShared[nodeOf[value]]
                && !family.nodes[nodeOf[value]].operation.all.contains(where: \.isTruth)
        }
        pairs.append(ColumnPair(x: x, y: y, isShared: isShared))
        return (pairs.count - 1, false)
    }

    private func shift(_ index: Int) -> (bars: Int, fill: Double)? {
        let node = family.nodes[index]
        guard node.operation.all.count == 1,
            case .shift(let bars, let fill)? = node.operation.all.first
        else { return nil }
        return (bars, fill.value)
    }
}
