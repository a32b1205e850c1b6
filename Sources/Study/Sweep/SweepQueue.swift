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
    private let symbolCount: Int
    private let blockSize: Int
    private let done: [Set<Int>]
    private var symbol = 0
    private var next = 0

    /// - Parameters:
    ///   - order: The combinations in the order in which they are best run.
    ///   - done: For each symbol the combinations that need not be run.
    init(order: [Int], symbolCount: Int, blockSize: Int, done: [Set<Int>]) {
        self.order = order
        self.symbolCount = symbolCount
        self.blockSize = blockSize
        self.done = done
    }

    /// The next block of what is left; nil where nothing is.
    mutating func take() -> Block? {
        while symbol < symbolCount {
            var block: [Int] = []
            while next < order.count, block.count < blockSize {
                if !done[symbol].contains(order[next]) { block.append(order[next]) }
                next += 1
            }
            let taken = symbol
            if next == order.count { (symbol, next) = (symbol + 1, 0) }
            if !block.isEmpty { return Block(symbol: taken, combinations: block) }
        }
        return nil
    }

    /// A size of blocks that keeps every thread busy to the end and what is shared together.
    static func blockSize(runs: Int, threads: Int) -> Int {
        min(512, max(1, runs / (threads * 16)))
    }
}
