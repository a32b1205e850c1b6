import StrategyLanguage

/// Computes one node over all bars from the cells of its inputs.
struct NodeEvaluation {
    let pool: ColumnPool
    /// The aligned columns, and the starts of the bars.
    let source: SweepSource

    /// Computes what is demanded of a node and not there yet.
    ///
    /// - Returns: The bar at which a value cannot be taken by the operation, where there is one.
    func run(
        _ operation: Operation, inputs: [ColumnCell], demand: Demand,
        outputs: inout [ColumnCell]
    ) -> Int? {
        var fault: Int?
        if operation.isTruth {
            truths(operation, inputs, &outputs[0])
            if demand.contains(.numbers), outputs[0].numbers == nil, let words = outputs[0].truths {
                let column = pool.takeNumbers()
                TruthWords.numbers(of: words, pool.bars, into: column)
                outputs[0].numbers = column
            }
            if demand.contains(.presence), outputs[0].presence == nil {
                let words = pool.takeWords()
                fill(words, with: true)
                outputs[0].presence = words
            }
            return nil
        }
        if demand.contains(.numbers), outputs.contains(where: { $0.numbers == nil }) {
            fault = numbers(operation, inputs, &outputs)
        }
        if demand.contains(.truths) {
            for index in outputs.indices { truths(operation, inputs, &outputs[index]) }
        }
        if demand.contains(.presence) {
            for index in outputs.indices {
                guard outputs[index].presence == nil, let column = outputs[index].numbers else {
                    continue
                }
                let words = pool.takeWords()
                TruthWords.presence(of: column, pool.bars, into: words)
                outputs[index].presence = words
            }
        }
        if demand.contains(.singles) {
            for index in outputs.indices {
                guard outputs[index].singles == nil, let column = outputs[index].numbers else {
                    continue
                }
                let singles = pool.takeSingles()
                for bar in 0..<pool.bars { singles[bar] = Float(column[bar]) }
                outputs[index].singles = singles
            }
        }
        return fault
    }

    private func fill(_ words: TruthWords.Words, with truth: Bool) {
        let count = TruthWords.count(pool.bars)
        words.update(repeating: truth ? ~0 : 0, count: count)
        if truth, count > 0 { words[count - 1] &= TruthWords.tail(pool.bars) }
    }

    // MARK: - Numbers

    private func numbers(
        _ operation: Operation, _ inputs: [ColumnCell], _ outputs: inout [ColumnCell]
    ) -> Int? {
        let columns = outputs.map { $0.numbers ?? pool.takeNumbers() }
        for index in outputs.indices { outputs[index].numbers = columns[index] }
        switch operation {
        case .column(let slot, let name):
            source.copy(slot, name, into: columns[0])
            return nil
        case .barTime:
            source.copyTimes(into: columns[0])
            return nil
        case .constant(let number):
            columns[0].update(repeating: number.value, count: pool.bars)
            return nil
        default: break
        }
        let reads = inputs.map { cell -> UnsafePointer<Double> in
            guard let numbers = cell.numbers else {
                preconditionFailure("the numbers of every input are computed before")
            }
            return UnsafePointer(numbers)
        }
        let slot = makeSlot(makeKernel(for: operation))
        reads.withUnsafeBufferPointer { reads in
            columns.withUnsafeBufferPointer { writes in
                guard let writes = writes.baseAddress else { return }
                // A kernel without inputs reads nothing.
                let none = UnsafeRawPointer(writes).assumingMemoryBound(
                    to: UnsafePointer<Double>.self)
                slot.run(
                    Chunk(
                        inputs: reads.baseAddress ?? none, outputs: writes, count: pool.bars))
            }
        }
        return slot.faultBar
    }

    // MARK: - Truth values

    private func truths(_ operation: Operation, _ inputs: [ColumnCell], _ cell: inout ColumnCell) {
        guard cell.truths == nil else { return }
        let words = pool.takeWords()
        cell.truths = words
        let bars = pool.bars
        let count = TruthWords.count(bars)
        func bits(_ index: Int) -> UnsafePointer<UInt64> {
            guard let words = inputs[index].truths else {
                preconditionFailure("the truth values of every input are computed before")
            }
            return UnsafePointer(words)
        }
        switch TruthRule(operation) {
        case .all(let truth): fill(words, with: truth)
        case .comparison(let function): compare(function, inputs, into: words)
        case .and:
            let (x, y) = (bits(0), bits(1))
            for word in 0..<count { words[word] = x[word] & y[word] }
        case .or:
            let (x, y) = (bits(0), bits(1))
            for word in 0..<count { words[word] = x[word] | y[word] }
        case .xor:
            let (x, y) = (bits(0), bits(1))
            for word in 0..<count { words[word] = x[word] ^ y[word] }
        case .not:
            let x = bits(0)
            for word in 0..<count { words[word] = ~x[word] }
            if count > 0 { words[count - 1] &= TruthWords.tail(bars) }
        case .same: words.update(from: bits(0), count: count)
        case .shift(let distance, let fill):
            TruthWords.shift(bits(0), by: distance, fill: fill, bars, into: words)
        case .select:
            let (condition, x, y) = (bits(0), bits(1), bits(2))
            for word in 0..<count {
                words[word] = condition[word] & x[word] | ~condition[word] & y[word]
            }
        case .missing:
            guard let presence = inputs[0].presence else {
                preconditionFailure("where an input is missing is known before")
            }
            for word in 0..<count { words[word] = ~presence[word] }
            if count > 0 { words[count - 1] &= TruthWords.tail(bars) }
        case .numbers:
            guard let numbers = cell.numbers else {
                preconditionFailure("the numbers of a node are computed before their truth")
            }
            TruthWords.truths(of: numbers, bars, into: words)
        }
    }

    private func compare(
        _ function: BinaryFunction, _ inputs: [ColumnCell], into words: TruthWords.Words
    ) {
        guard let x = inputs[0].numbers, let y = inputs[1].numbers else {
            preconditionFailure("the numbers of every input are computed before")
        }
        let bars = pool.bars
        switch function {
        case .less: TruthWords.pack(bars, into: words) { x[$0] < y[$0] }
        case .lessOrEqual: TruthWords.pack(bars, into: words) { x[$0] <= y[$0] }
        case .greater: TruthWords.pack(bars, into: words) { x[$0] > y[$0] }
        case .greaterOrEqual: TruthWords.pack(bars, into: words) { x[$0] >= y[$0] }
        case .equal: TruthWords.pack(bars, into: words) { x[$0] == y[$0] }
        default: TruthWords.pack(bars, into: words) { x[$0] != y[$0] }
        }
    }
}

/// The columns and bar times of one market.
struct SweepSource {
    let times: [Double]
    let columns: [(slot: String, name: String, values: [Double])]

    func copy(_ slot: String, _ name: String, into column: UnsafeMutablePointer<Double>) {
        guard let found = columns.first(where: { $0.slot == slot && $0.name == name }) else {
            preconditionFailure("every column that a strategy reads is there")
        }
        found.values.withUnsafeBufferPointer { values in
            if let base = values.baseAddress { column.update(from: base, count: values.count) }
        }
    }

    func copyTimes(into column: UnsafeMutablePointer<Double>) {
        times.withUnsafeBufferPointer { values in
            if let base = values.baseAddress { column.update(from: base, count: values.count) }
        }
    }
}
