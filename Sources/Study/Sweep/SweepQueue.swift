/// Decides what is run next: blocks of combinations that share much, on one symbol after another.
///
/// A value that takes events and gives work; whoever owns it starts threads and keeps rows.
struct SweepQueue: Sendable {
    /// Some combinations to run one after another on one symbol.
    struct Block: Sendable, Equatable {
        var symbol: Int
        /// The numbers of the combinations, in the order in which they are best run.
        var combinations: [Int]
    }

    private let order: [Int]
    private let done: [Set<Int>]
    /// What is left to each thread: places in the order of combinations, for symbol after symbol.
    private var shares: [Range<Int>]

    /// - Parameters:
    ///   - order: The combinations in the order in which they are best run.
    ///   - threads: How many take blocks.
    ///   - done: For each symbol the combinations that need not be run.
    init(order: [Int], symbolCount: Int, threads: Int, done: [Set<Int>]) {
        self.order = order
        self.done = done
        let count = symbolCount * order.count
        shares = (0..<threads).map { count * $0 / threads..<count * ($0 + 1) / threads }
    }

    /// The next block for one of the threads; nil where nothing is left.
    ///
    /// Each thread has a share of its own, since neighbours in the order share most. One that is
    /// through takes half of the largest share, the half that its owner would come to last.
    mutating func take(for thread: Int) -> Block? {
        while true {
            if shares[thread].isEmpty {
                let left = shares.indices.max { shares[$0].count < shares[$1].count }
                guard let owner = left, !shares[owner].isEmpty else { return nil }
                let middle = shares[owner].lowerBound + shares[owner].count / 2
                shares[thread] = middle..<shares[owner].upperBound
                shares[owner] = shares[owner].lowerBound..<middle
            }
            let share = shares[thread]
            let (symbol, first) = share.lowerBound.quotientAndRemainder(dividingBy: order.count)
            let end = min(first + blockSize(share.count), order.count)
            shares[thread] = share.lowerBound + end - first..<share.upperBound
            let block = order[first..<end].filter { !done[symbol].contains($0) }
            if !block.isEmpty { return Block(symbol: symbol, combinations: block) }
        }
    }

    /// So many that a block keeps together what its runs share, and fewer towards the end, so that
    /// there is something left to take for those that are through.
    private func blockSize(_ left: Int) -> Int { min(left, 512, max(8, left / 8)) }
}
