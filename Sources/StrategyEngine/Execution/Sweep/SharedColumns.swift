import StrategyLanguage

/// The values that several parameter sets share: one node for equal operations on equal inputs,
/// each computed once and kept while there is memory.
///
/// What had to make room is computed again when it is wanted again, with the same bits.
struct SharedColumns {
    let pool: ColumnPool
    private let evaluation: NodeEvaluation
    private let memoryLimit: Int
    private var builder = GraphBuilder()
    private var cells: [ColumnCell] = []
    /// The node of each value.
    private var nodes: [Int] = []
    /// What is still to be computed of each node.
    private var pending: [Demand] = []
    private var faults: [Int: Int] = [:]
    /// The run that is going on: what it uses is kept.
    private var stamp = 0
    /// Where the search for something to give up goes on.
    private var hand = 0

    init(_ source: SweepSource, _ pool: ColumnPool, memoryLimit: Int) {
        self.pool = pool
        evaluation = NodeEvaluation(pool: pool, source: source)
        self.memoryLimit = memoryLimit
    }

    /// Begins a run: what earlier runs used may be given up.
    ///
    /// - Returns: Whether every value was forgotten, because there were too many.
    mutating func beginRun() -> Bool {
        stamp += 1
        if builder.nodes.count > max(1_024, memoryLimit / Self.bytesForNode) {
            for index in cells.indices { pool.release(&cells[index]) }
            builder = GraphBuilder()
            (cells, nodes, pending, faults) = ([], [], [], [:])
            return true
        }
        if pool.usedBytes > memoryLimit { makeRoom() }
        return false
    }

    /// For how many bytes of columns that may be kept one node is remembered.
    ///
    /// A node takes about 400 bytes itself, so all of them take a fifth of what columns do.
    private static let bytesForNode = 2_048

    /// The first value of an operation on shared values.
    mutating func value(_ operation: Operation, _ inputs: [Int]) -> Int {
        let value = builder.add(operation, inputs)
        while nodes.count < builder.valueCount {
            let node = builder.nodes.count - 1
            nodes.append(node)
            cells.append(ColumnCell())
            if pending.count <= node { pending.append([]) }
        }
        return value
    }

    /// The cell of a value with at least the forms that are demanded.
    @inline(__always)
    mutating func cell(_ value: Int, _ demand: Demand) -> ColumnCell {
        cells[value].stamp = stamp
        if !cells[value].forms.isSuperset(of: demand) { provide(value, demand) }
        return cells[value]
    }

    /// The bar at which the node of a value met what it cannot take, where it did.
    func fault(of value: Int) -> Int? { faults[nodes[value]] }

    /// The number that a value has on every bar, where it is constant.
    func constant(_ value: Int) -> Double? { builder.constantValue(value) }

    // MARK: - Computing

    private mutating func provide(_ value: Int, _ demand: Demand) {
        var wanted: [Int] = []
        var stack = [(value, demand)]
        while let (value, demand) = stack.popLast() {
            cells[value].stamp = stamp
            let index = nodes[value]
            let operation = builder.nodes[index].operation
            let missing = demand.completed(for: operation)
                .subtracting(cells[value].forms).subtracting(pending[index])
            if missing.isEmpty { continue }
            if pending[index].isEmpty { wanted.append(index) }
            pending[index].formUnion(missing)
            let inputDemand = operation.inputDemand(for: missing)
            for input in builder.nodes[index].inputs { stack.append((input, inputDemand)) }
        }
        for index in wanted.sorted() { compute(index) }
    }

    private mutating func compute(_ index: Int) {
        let node = builder.nodes[index]
        let range = node.firstOutput..<node.firstOutput + node.operation.outputCount
        var outputs = Array(cells[range])
        let fault = evaluation.run(
            node.operation, inputs: node.inputs.map { cells[$0] }, demand: pending[index],
            outputs: &outputs)
        pending[index] = []
        for (value, var output) in zip(range, outputs) {
            output.stamp = stamp
            cells[value] = output
        }
        if let fault { faults[index] = fault }
    }

    // MARK: - Memory

    /// Gives up columns that earlier runs used, the longest unused first.
    private mutating func makeRoom() {
        let goal = memoryLimit - memoryLimit / 8
        for age in [4_096, 512, 64, 8, 1] {
            for _ in cells.indices where pool.usedBytes > goal {
                hand = hand + 1 < cells.count ? hand + 1 : 0
                if stamp - cells[hand].stamp >= age, !cells[hand].forms.isEmpty {
                    pool.release(&cells[hand])
                }
            }
        }
        // What is free of one kind is no use where another is wanted.
        pool.giveBack()
    }
}
