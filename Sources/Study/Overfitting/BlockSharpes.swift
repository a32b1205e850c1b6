/// The bars of a study cut into blocks, and every way to choose half of them.
///
/// The blocks are split into a low and a high half, each with a table of all subsets, so that the
/// sums of a choice are one addition. Choices are numbered such that the complement of choice c,
/// the other half of the blocks, is choice `count - 1 - c`.
struct BlockChoices: Sendable {
    /// The number of blocks, even.
    let blocks: Int
    /// The bars of each block.
    let ranges: [Range<Int>]
    /// The number of choices.
    let count: Int
    /// For each low subset, in order: its mask, and the place of its high subsets in `highMasks`.
    let rows: [(low: Int, high: Range<Int>)]
    /// The high subsets, by how many blocks they have and then in order.
    let highMasks: [Int]
    /// One over the number of bars of each choice, and one over that number less 1.
    let inverses: [Double]
    let inversesLessOne: [Double]

    init(bars: Int, blocks: Int) {
        precondition(blocks >= 2 && blocks.isMultiple(of: 2), "Blocks come in two halves.")
        precondition(bars >= 2 * blocks, "A block has at least two bars.")
        self.blocks = blocks
        ranges = (0..<blocks).map { $0 * bars / blocks..<($0 + 1) * bars / blocks }
        let half = blocks / 2
        let subsets = 0..<(1 << half)
        highMasks = (0...half).flatMap { size in subsets.filter { $0.nonzeroBitCount == size } }
        var places: [Range<Int>] = []
        for size in 0...half {
            let first = places.last?.upperBound ?? 0
            places.append(first..<first + subsets.count { $0.nonzeroBitCount == size })
        }
        rows = subsets.map { ($0, places[half - $0.nonzeroBitCount]) }
        count = rows.reduce(0) { $0 + $1.high.count }
        let counts = ranges.map { Double($0.count) }
        let low = Self.subsetSums(counts[..<half])
        let high = Self.subsetSums(counts[half...])
        var sizes: [Double] = []
        for row in rows {
            for place in row.high { sizes.append(low[row.low] + high[highMasks[place]]) }
        }
        inverses = sizes.map { 1 / $0 }
        inversesLessOne = sizes.map { 1 / ($0 - 1) }
    }

    /// The sum over each subset of up to sixteen values.
    static func subsetSums(_ values: ArraySlice<Double>) -> [Double] {
        var sums = [0.0]
        for value in values { sums += sums.map { $0 + value } }
        return sums
    }

    /// The Sharpe ratio of a bar of returns over every choice of blocks; 0 where there is no
    /// variance, since who never trades neither gains nor loses.
    func sharpes(of returns: [Double], into sharpes: inout [Double]) {
        let half = blocks / 2
        var (sums, squares) = ([Double](), [Double]())
        for range in ranges {
            var (sum, square) = (0.0, 0.0)
            for bar in range {
                sum += returns[bar]
                square += returns[bar] * returns[bar]
            }
            sums.append(sum)
            squares.append(square)
        }
        let (lowSums, highSums) = (Self.subsetSums(sums[..<half]), ordered(sums))
        let (lowSquares, highSquares) = (Self.subsetSums(squares[..<half]), ordered(squares))
        var choice = 0
        sharpes.withUnsafeMutableBufferPointer { sharpes in
            for row in rows {
                let (lowSum, lowSquare) = (lowSums[row.low], lowSquares[row.low])
                for place in row.high {
                    let square = lowSquare + highSquares[place]
                    let sum = lowSum + highSums[place]
                    let mean = sum * inverses[choice]
                    let variance = (square - sum * mean) * inversesLessOne[choice]
                    let isFlat = variance <= 1e-12 * square * inverses[choice]
                    sharpes[choice] = isFlat ? 0 : mean / variance.squareRoot()
                    choice &+= 1
                }
            }
        }
    }

    /// The sums over the subsets of the high half, in the order of `highMasks`.
    private func ordered(_ values: [Double]) -> [Double] {
        let sums = Self.subsetSums(values[(blocks / 2)...])
        return highMasks.map { sums[$0] }
    }
}
