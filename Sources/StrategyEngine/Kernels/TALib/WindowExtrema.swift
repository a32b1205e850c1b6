import StrategyLanguage

/// The greatest of the newest `period` values, by blocks of `period` bars.
///
/// The first pass over a finished block keeps the greatest value from each of its bars to its end;
/// while the next block fills, that and the greatest value since its start make the answer. This is
/// the van Herk and Gil-Werman scan in TA-Lib's own order of comparisons, which decides what
/// missing values do. Amortised O(1) a bar.
struct BlockMaximum: Sendable {
    /// The values of the block that fills.
    private var block: [Double]
    /// From each bar of the finished block, the greatest value up to the block's end.
    private var suffix: [Double]
    private var filled = 0
    private var prefix = 0.0
    private(set) var isReady = false

    init(period: Int) {
        block = [Double](repeating: 0, count: period)
        suffix = block
    }

    mutating func next(_ x: Double) -> Double {
        let slot = filled
        block[slot] = x
        if slot == block.count - 1 {
            finishBlock()
            return suffix[0]
        }
        if slot == 0 || x > prefix { prefix = x }
        filled += 1
        guard isReady else { return .nan }
        let older = suffix[slot + 1]
        return prefix > older ? prefix : older
    }

    private mutating func finishBlock() {
        filled = 0
        isReady = true
        var greatest = block[block.count - 1]
        for slot in block.indices.reversed() {
            let x = block[slot]
            if x > greatest { greatest = x }
            suffix[slot] = greatest
        }
    }

    mutating func visitState(_ archive: inout StateArchive) {
        let count = block.count
        archive.visit(&block)
        archive.visit(&suffix)
        archive.visit(&filled)
        archive.visit(&prefix)
        archive.visit(&isReady)
        if block.count != count { block = [Double](repeating: 0, count: count) }
        if suffix.count != count { suffix = [Double](repeating: 0, count: count) }
        if !block.indices.contains(filled) { filled = 0 }
    }
}

/// The greatest of the newest `period` values and its age, rescanned when it leaves the window.
struct ScannedMaximum: Sendable {
    private var window: Ring
    private let laterWinsInScan: Bool
    private(set) var value = 0.0
    /// How many bars ago the value was, `period` before the first bar.
    private(set) var age: Int

    /// Makes a window; in a rescan the later of equal values counts if `laterWinsInScan`.
    init(period: Int, laterWinsInScan: Bool) {
        window = Ring(count: period)
        self.laterWinsInScan = laterWinsInScan
        age = period
    }

    /// Takes a value of the first `period - 1`, before which nothing is compared.
    mutating func fill(_ x: Double) { window.push(x) }

    mutating func next(_ x: Double) {
        window.push(x)
        age += 1
        if age >= window.count {
            scan()
        } else if x >= value {
            value = x
            age = 0
        }
    }

    private mutating func scan() {
        value = window.oldest
        age = window.count - 1
        for offset in 1..<max(1, window.count) {
            let x = window[fromOldest: offset]
            if laterWinsInScan ? x >= value : x > value {
                value = x
                age = window.count - 1 - offset
            }
        }
    }

    mutating func visitState(_ archive: inout StateArchive) {
        window.visitState(&archive)
        archive.visit(&value)
        archive.visit(&age)
        age = min(max(0, age), window.count)
    }
}

/// MAX.
struct WindowMaximum: Kernel1 {
    var extremum: BlockMaximum

    mutating func next(_ x: Double) -> Double { extremum.next(x) }

    mutating func visitState(_ archive: inout StateArchive) { extremum.visitState(&archive) }
}

/// MIN: the greatest of the negated values, negated.
struct WindowMinimum: Kernel1 {
    var extremum: BlockMaximum

    mutating func next(_ x: Double) -> Double { -extremum.next(-x) }

    mutating func visitState(_ archive: inout StateArchive) { extremum.visitState(&archive) }
}

/// MIDPRICE: half way between the highest high and the lowest low.
struct WindowMiddle: Kernel2 {
    private var highest: BlockMaximum
    private var negatedLowest: BlockMaximum

    init(period: Int) {
        highest = BlockMaximum(period: period)
        negatedLowest = highest
    }

    mutating func next(_ high: Double, _ low: Double) -> Double {
        (highest.next(high) + -negatedLowest.next(-low)) / 2
    }

    mutating func visitState(_ archive: inout StateArchive) {
        highest.visitState(&archive)
        negatedLowest.visitState(&archive)
    }
}

/// MIDPOINT: `WindowMiddle` of one series.
struct SeriesMiddle: Kernel1 {
    var middle: WindowMiddle

    mutating func next(_ x: Double) -> Double { middle.next(x, x) }

    mutating func visitState(_ archive: inout StateArchive) { middle.visitState(&archive) }
}

let windowMakers: [TALibFunction: KernelMaker] = [
    .max: { WindowMaximum(extremum: BlockMaximum(period: $0.integer(0))) },
    .min: { WindowMinimum(extremum: BlockMaximum(period: $0.integer(0))) },
    .sum: { RollingSum(period: $0.integer(0)) },
    .midpoint: { SeriesMiddle(middle: WindowMiddle(period: $0.integer(0))) },
    .midprice: { WindowMiddle(period: $0.integer(0)) },
]
