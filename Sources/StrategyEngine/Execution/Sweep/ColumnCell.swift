/// What is known of one value: its numbers, its truth values, where it is missing.
struct ColumnCell {
    var numbers: UnsafeMutablePointer<Double>?
    var truths: UnsafeMutablePointer<UInt64>?
    var presence: UnsafeMutablePointer<UInt64>?
    var singles: UnsafeMutablePointer<Float>?
    /// The run that used it last.
    var stamp = 0

    /// The forms that are there.
    var forms: Demand {
        var forms: Demand = []
        if numbers != nil { forms.insert(.numbers) }
        if truths != nil { forms.insert(.truths) }
        if presence != nil { forms.insert(.presence) }
        if singles != nil { forms.insert(.singles) }
        return forms
    }
}

/// Columns of one length that are used again once they are free.
final class ColumnPool {
    let bars: Int
    private var freeNumbers: [UnsafeMutablePointer<Double>] = []
    private var freeWords: [UnsafeMutablePointer<UInt64>] = []
    private var freeSingles: [UnsafeMutablePointer<Float>] = []
    private var all: Set<UnsafeMutableRawPointer> = []
    /// The bytes of all columns that are in use.
    private(set) var usedBytes = 0

    init(bars: Int) { self.bars = bars }

    deinit { for memory in all { memory.deallocate() } }

    private var numberBytes: Int { (bars + 8) * 8 }
    private var wordBytes: Int { (TruthWords.count(bars) + 1) * 8 }
    private var singleBytes: Int { TruthWords.count(bars) * 64 * 4 }

    func takeNumbers() -> UnsafeMutablePointer<Double> {
        usedBytes += numberBytes
        if let column = freeNumbers.popLast() { return column }
        let memory = UnsafeMutableRawPointer.allocate(byteCount: numberBytes, alignment: 64)
        all.insert(memory)
        let column = memory.bindMemory(to: Double.self, capacity: bars + 8)
        column.initialize(repeating: .nan, count: bars + 8)
        return column
    }

    func takeWords() -> UnsafeMutablePointer<UInt64> {
        usedBytes += wordBytes
        if let words = freeWords.popLast() { return words }
        let memory = UnsafeMutableRawPointer.allocate(byteCount: wordBytes, alignment: 64)
        all.insert(memory)
        let words = memory.bindMemory(to: UInt64.self, capacity: TruthWords.count(bars) + 1)
        words.initialize(repeating: 0, count: TruthWords.count(bars) + 1)
        return words
    }

    /// A column that is filled up with NaN to a whole number of words' bars.
    func takeSingles() -> UnsafeMutablePointer<Float> {
        usedBytes += singleBytes
        if let column = freeSingles.popLast() { return column }
        let memory = UnsafeMutableRawPointer.allocate(byteCount: singleBytes, alignment: 64)
        all.insert(memory)
        let column = memory.bindMemory(to: Float.self, capacity: singleBytes / 4)
        column.initialize(repeating: .nan, count: singleBytes / 4)
        return column
    }

    /// Gives the memory of columns that are not in use back.
    func giveBack() {
        let free =
            freeNumbers.map(UnsafeMutableRawPointer.init)
            + freeWords.map(UnsafeMutableRawPointer.init)
            + freeSingles.map(UnsafeMutableRawPointer.init)
        for memory in free {
            all.remove(memory)
            memory.deallocate()
        }
        (freeNumbers, freeWords, freeSingles) = ([], [], [])
    }

    func release(_ words: UnsafeMutablePointer<UInt64>) {
        freeWords.append(words)
        usedBytes -= wordBytes
    }

    /// Takes back everything that a cell holds.
    func release(_ cell: inout ColumnCell) {
        if let numbers = cell.numbers {
            freeNumbers.append(numbers)
            usedBytes -= numberBytes
        }
        if let singles = cell.singles {
            freeSingles.append(singles)
            usedBytes -= singleBytes
        }
        if let truths = cell.truths { release(truths) }
        if let presence = cell.presence { release(presence) }
        cell = ColumnCell()
    }
}
