import StrategyLanguage

/// Comparisons of the same two columns, which one pass over them answers together.
final class PairComparisons {
    /// Two values of a family, and by how many bars their comparison is shifted.
    struct Pair {
        var x: Int
        var y: Int
        var bars: Int
        var fill: Bool
    }

    /// A comparison of a pair that other nodes may compare too.
    struct Use {
        var index: Int
        var isSwapped: Bool
        var bars: Int
        var fill: Bool
    }

    private struct Entry {
        var x: Int
        var y: Int
        var greater: UnsafeMutablePointer<UInt64>?
        var less: UnsafeMutablePointer<UInt64>?
        var isKnown = false
    }

    private var entries: [Entry] = []
    private var scratch: UnsafeMutablePointer<UInt64>?
    private var wordCount = 0

    deinit {
        for entry in entries {
            entry.greater?.deallocate()
            entry.less?.deallocate()
        }
        scratch?.deallocate()
    }

    func use(_ pair: Pair) -> Use {
        if let index = entries.firstIndex(where: { $0.x == pair.x && $0.y == pair.y }) {
            return Use(index: index, isSwapped: false, bars: pair.bars, fill: pair.fill)
        }
        if let index = entries.firstIndex(where: { $0.x == pair.y && $0.y == pair.x }) {
            return Use(index: index, isSwapped: true, bars: pair.bars, fill: pair.fill)
        }
        entries.append(Entry(x: pair.x, y: pair.y))
        return Use(index: entries.count - 1, isSwapped: false, bars: pair.bars, fill: pair.fill)
    }

    func forgetLastRun() {
        for index in entries.indices { entries[index].isKnown = false }
    }

    /// Writes where a comparison holds.
    func write(
        _ function: BinaryFunction, _ use: Use, into words: UnsafeMutablePointer<UInt64>,
        bars: Int, pool: ColumnPool,
        numbers: (Int) -> UnsafeMutablePointer<Double>?,
        presence: (Int) -> UnsafeMutablePointer<UInt64>?
    ) {
        let count = TruthWords.count(bars)
        allocate(use.index, count)
        let entry = entries[use.index]
        guard let greater = entry.greater, let less = entry.less, let scratch,
            let x = numbers(entry.x), let y = numbers(entry.y)
        else { preconditionFailure("what is compared is computed before") }
        if !entry.isKnown {
            TruthWords.compare(x, y, bars, greater: greater, less: less)
            entries[use.index].isKnown = true
        }
        let (above, below) = use.isSwapped ? (less, greater) : (greater, less)
        let out = use.bars == 0 ? words : scratch
        switch function {
        case .less: out.update(from: below, count: count)
        case .greater: out.update(from: above, count: count)
        default:
            guard let hasX = presence(entry.x), let hasY = presence(entry.y) else {
                preconditionFailure("where a column is missing is known before")
            }
            combine(function, above, below, hasX, hasY, bars, into: out)
        }
        if use.bars > 0 {
            TruthWords.shift(scratch, by: use.bars, fill: use.fill, bars, into: words)
        }
    }

    private typealias Words = UnsafePointer<UInt64>

    /// The comparisons that hold, or do not, where a value is missing.
    private func combine(
        _ function: BinaryFunction, _ above: Words, _ below: Words, _ hasX: Words, _ hasY: Words,
        _ bars: Int, into out: UnsafeMutablePointer<UInt64>
    ) {
        let count = TruthWords.count(bars)
        switch function {
        case .lessOrEqual:
            for word in 0..<count { out[word] = ~above[word] & hasX[word] & hasY[word] }
        case .greaterOrEqual:
            for word in 0..<count { out[word] = ~below[word] & hasX[word] & hasY[word] }
        case .equal:
            for word in 0..<count {
                out[word] = ~(above[word] | below[word]) & hasX[word] & hasY[word]
            }
        default:
            for word in 0..<count {
                out[word] = above[word] | below[word] | ~(hasX[word] & hasY[word])
            }
            if count > 0 { out[count - 1] &= TruthWords.tail(bars) }
        }
    }

    private func allocate(_ index: Int, _ count: Int) {
        wordCount = max(1, count)
        if scratch == nil { scratch = .allocate(capacity: wordCount) }
        if entries[index].greater == nil {
            entries[index].greater = .allocate(capacity: wordCount)
            entries[index].less = .allocate(capacity: wordCount)
        }
    }
}
