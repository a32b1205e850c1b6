import StrategyLanguage

/// Runs the sets of a family over one market's columns; see ``SweepExecutor``.
struct SetRunner {
    let bars: Int
    let pool: ColumnPool
    private var shared: SharedColumns
    private let evaluation: NodeEvaluation
    private var layout: FamilyLayout?
    /// The cells of the values that are computed for each set, by their place in the layout.
    private var own: [ColumnCell] = []
    private var ownFaults: [Bool] = []
    /// The truth values that every set writes anew to the same words, by place.
    private var fixed: [UnsafeMutablePointer<UInt64>?] = []
    private var pairs: [PairWords] = []
    /// Words that belong to the family and not to a set.
    private var familyWords: [UnsafeMutablePointer<UInt64>] = []
    private let scratch: UnsafeMutablePointer<UInt64>
    private let comparesWidely: Bool
    private var resolved = ResolvedValues(nodeCount: 0)

    init(_ source: SweepSource, bars: Int, memoryLimit: Int, comparesWidely: Bool) {
        self.bars = bars
        self.comparesWidely = comparesWidely
        pool = ColumnPool(bars: bars)
        shared = SharedColumns(source, pool, memoryLimit: memoryLimit)
        evaluation = NodeEvaluation(pool: pool, source: source)
        scratch = pool.takeWords()
    }

    /// Turns to a family.
    mutating func begin(_ layout: FamilyLayout) {
        releaseOwn()
        for words in familyWords { pool.release(words) }
        familyWords = []
        func words() -> UnsafeMutablePointer<UInt64> {
            let words = pool.takeWords()
            familyWords.append(words)
            return words
        }
        pairs = layout.pairs.map { _ in PairWords(greater: words(), less: words(), both: words()) }
        fixed = Array(repeating: nil, count: layout.ownValueCount)
        for step in layout.steps {
            switch step {
            case .relate(let relation):
                fixed[relation.place] =
                    relation.isPlain ? pairs[relation.pair].plain(relation) : words()
            case .join(let joint): fixed[joint.place] = words()
            case .compare, .evaluate, .release: continue
            }
        }
        self.layout = layout
        hasLevels = layout.family.levels.contains { if case .none = $0 { false } else { true } }
        own = fixed.map { ColumnCell(truths: $0) }
        ownFaults = [Bool](repeating: false, count: layout.family.nodes.count)
        resolved = ResolvedValues(nodeCount: layout.family.nodes.count)
    }

    /// Computes the signals of one set; see ``SweepExecutor/run(_:)``.
    mutating func run(_ digits: UnsafePointer<Int>) -> Bool {
        guard let layout else { preconditionFailure("a family is begun before its sets are run") }
        releaseOwn()
        if shared.beginRun() { resolved = ResolvedValues(nodeCount: layout.family.nodes.count) }
        for step in layout.steps {
            switch step {
            case .compare(let pair): compare(pairs[pair], layout.pairs[pair], layout, digits)
            case .relate(let relation): relate(relation)
            case .join(let joint): join(joint, layout, digits)
            case .evaluate(let node, let demand): evaluate(node, demand, layout, digits)
            case .release(let place): release(place)
            }
        }
        for value in layout.signals { _ = cell(value, .truths, layout, digits) }
        for value in layout.levels { _ = cell(value, .numbers, layout, digits) }
        for index in layout.faultable {
            let isFaulty =
                layout.isShared[index]
                ? shared.fault(of: sharedValue(index, layout, digits)) != nil : ownFaults[index]
            if isFaulty { return false }
        }
        return true
    }

    private mutating func releaseOwn() {
        for place in own.indices { release(place) }
    }

    /// Takes back what a cell holds, but for words that every set uses.
    private mutating func release(_ place: Int) {
        own[place].truths = fixed[place] == nil ? own[place].truths : nil
        if !own[place].forms.isEmpty { pool.release(&own[place]) }
        own[place].truths = fixed[place]
    }

    // MARK: - Results

    /// The truth values of one of the signals.
    mutating func signal(
        _ index: Int, _ digits: UnsafePointer<Int>
    ) -> UnsafePointer<UInt64> {
        guard let layout,
            let words = cell(layout.signals[index], .truths, layout, digits).truths
        else { preconditionFailure("the signals of a set are computed when it is run") }
        return UnsafePointer(words)
    }

    var signalCount: Int { layout?.signals.count ?? 0 }

    /// Whether there is any stop or size.
    private(set) var hasLevels = false

    /// A stop or a size; see ``SweepExecutor/level(_:_:)``.
    mutating func level(_ index: Int, _ digits: UnsafePointer<Int>) -> SweepExecutor.Level {
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

    // MARK: - Truth values

    private mutating func compare(
        _ words: PairWords, _ pair: ColumnPair, _ layout: FamilyLayout,
        _ digits: UnsafePointer<Int>
    ) {
        var demand = Demand.numbers
        if pair.needsPresence { demand.insert(.presence) }
        if pair.isShared { demand.formUnion([.presence, .singles]) }
        let (a, b) = (
            cell(pair.x, demand, layout, digits), cell(pair.y, demand, layout, digits)
        )
        guard let x = a.numbers, let y = b.numbers else {
            preconditionFailure("what is compared is computed before")
        }
        if demand.contains(.presence), let hasX = a.presence, let hasY = b.presence {
            let both = words.both
            for word in 0..<TruthWords.count(bars) { both[word] = hasX[word] & hasY[word] }
        }
        if let singleX = a.singles, let singleY = b.singles, pair.isShared {
            WordComparison.compare(
                x, y, bars, singles: (UnsafePointer(singleX), UnsafePointer(singleY)),
                both: words.both, greater: words.greater, less: words.less,
                widely: comparesWidely)
        } else {
            WordComparison.compare(x, y, bars, greater: words.greater, less: words.less)
        }
    }

    private mutating func relate(_ relation: PairRelation) {
        guard let words = fixed[relation.place] else { return }
        if !relation.isPlain {
            pairs[relation.pair].write(relation, bars, into: words, scratch: scratch)
        }
        if relation.wantsNumbers {
            let column = pool.takeNumbers()
            TruthWords.numbers(of: words, bars, into: column)
            own[relation.place].numbers = column
        }
    }

    private mutating func join(
        _ joint: FamilyLayout.Joint, _ layout: FamilyLayout, _ digits: UnsafePointer<Int>
    ) {
        guard let x = cell(joint.x, .truths, layout, digits).truths,
            let y = cell(joint.y, .truths, layout, digits).truths, let words = fixed[joint.place]
        else { preconditionFailure("the truth values of every input are computed before") }
        let count = TruthWords.count(bars)
        switch joint.function {
        case .and: for word in 0..<count { words[word] = x[word] & y[word] }
        case .or: for word in 0..<count { words[word] = x[word] | y[word] }
        default: for word in 0..<count { words[word] = x[word] ^ y[word] }
        }
    }

    // MARK: - Whatever else

    private mutating func evaluate(
        _ index: Int, _ demand: Demand, _ layout: FamilyLayout, _ digits: UnsafePointer<Int>
    ) {
        let node = layout.family.nodes[index]
        let place = layout.place[node.firstOutput]
        var operation = node.operation[digits]
        var inputs: [ColumnCell] = []
        var count = 1
        if let constant = folded(operation, node.inputs, layout, digits) {
            operation = .constant(Number(constant))
        } else {
            let inputDemand = operation.inputDemand(for: demand.completed(for: operation))
            for input in node.inputs { inputs.append(cell(input, inputDemand, layout, digits)) }
            count = node.outputCount
        }
        var outputs = Array(own[place..<place + count])
        let fault = evaluation.run(
            operation, inputs: inputs, demand: demand.completed(for: operation),
            outputs: &outputs)
        for (index, output) in outputs.enumerated() { own[place + index] = output }
        ownFaults[index] = fault != nil
    }

    /// The number that an operation on constants has: computed as the compiler computes it.
    private mutating func folded(
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

    private mutating func constant(
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
    @inline(__always)
    private mutating func cell(
        _ value: Int, _ demand: Demand, _ layout: FamilyLayout, _ digits: UnsafePointer<Int>
    ) -> ColumnCell {
        let index = layout.nodeOf[value]
        guard layout.isShared[index] else {
            let place = layout.place[value]
            if demand.contains(.presence), own[place].presence == nil,
                let numbers = own[place].numbers
            {
                let words = pool.takeWords()
                TruthWords.presence(of: numbers, bars, into: words)
                own[place].presence = words
            }
            return own[place]
        }
        let first = sharedValue(index, layout, digits)
        return shared.cell(first + value - layout.firstOutput[index], demand)
    }

    /// The shared value that a node's first output is for a set.
    @inline(__always)
    private mutating func sharedValue(
        _ index: Int, _ layout: FamilyLayout, _ digits: UnsafePointer<Int>
    ) -> Int {
        resolved[index, layout.reach[index].key(digits)] ?? resolve(index, layout, digits)
    }

    private mutating func resolve(
        _ index: Int, _ layout: FamilyLayout, _ digits: UnsafePointer<Int>
    ) -> Int {
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
        return resolved[index, layout.reach[index].key(digits)] ?? 0
    }
}
