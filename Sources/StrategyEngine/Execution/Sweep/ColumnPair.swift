import StrategyLanguage

/// Two values of a family that nodes compare, which one pass over them answers together.
struct ColumnPair {
    var x: Int
    var y: Int
    /// Whether a relation asks where the columns are missing too.
    var needsPresence = false
    /// Whether both are shared, so that rounding them once serves many sets.
    var isShared: Bool
}

/// A node that compares a pair, for every set in the same way.
struct PairRelation {
    var function: BinaryFunction
    var pair: Int
    /// Whether the node compares the second column with the first.
    var isSwapped: Bool
    /// By how many bars the comparison is shifted, and what stands before it.
    var bars: Int
    var fill: Bool
    /// Where the cell of the result lies.
    var place: Int
    /// Whether the truth values are wanted as numbers too.
    var wantsNumbers: Bool

    /// Whether the result is where one of the columns is greater, and nothing else.
    var isPlain: Bool { bars == 0 && (function == .less || function == .greater) }
}

/// What one pass over a pair has found.
struct PairWords {
    typealias Words = UnsafeMutablePointer<UInt64>

    /// Where the first column is greater.
    var greater: Words
    /// Where it is less.
    var less: Words
    /// Where both are there.
    var both: Words

    /// The bits in which a plain relation holds.
    func plain(_ relation: PairRelation) -> Words {
        (relation.function == .greater) != relation.isSwapped ? greater : less
    }

    /// Writes where a relation holds.
    func write(_ relation: PairRelation, _ bars: Int, into words: Words, scratch: Words) {
        let out = relation.bars == 0 ? words : scratch
        let (above, below) = relation.isSwapped ? (less, greater) : (greater, less)
        let count = TruthWords.count(bars)
        switch relation.function {
        case .less: out.update(from: below, count: count)
        case .greater: out.update(from: above, count: count)
        case .lessOrEqual: for word in 0..<count { out[word] = ~above[word] & both[word] }
        case .greaterOrEqual: for word in 0..<count { out[word] = ~below[word] & both[word] }
        case .equal:
            for word in 0..<count { out[word] = ~(above[word] | below[word]) & both[word] }
        default:
            for word in 0..<count { out[word] = above[word] | below[word] | ~both[word] }
            if count > 0 { out[count - 1] &= TruthWords.tail(bars) }
        }
        if relation.bars > 0 {
            TruthWords.shift(
                scratch, by: relation.bars, fill: relation.fill, bars, into: words)
        }
    }
}
