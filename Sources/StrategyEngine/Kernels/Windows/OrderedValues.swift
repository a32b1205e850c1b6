/// A multiset of numbers that can be counted off in order.
///
/// The numbers are kept sorted in blocks of at most 256 slots of one flat array. Insertion,
/// removal, rank and the k-th number cost a binary search for the block, a Fenwick tree's descent
/// over the blocks' counts, and a move inside one block: O(log count) beyond that constant.
/// Equal numbers stay in the order of insertion, and the oldest of them is removed first.
struct OrderedValues {
    private static let blockSize = 256

    /// Block `b` has the slots from `b * blockSize` on.
    private var slots: [Double] = []
    /// The blocks that hold numbers, in the order of their numbers.
    private var order: [Int] = []
    /// How many numbers each of them holds, and the greatest.
    private var counts: [Int] = []
    private var lasts: [Double] = []
    private var unused: [Int] = []
    /// The Fenwick tree of `counts`; only kept with more than one block.
    private var tree: [Int] = []
    /// How many numbers there are.
    private(set) var count = 0

    init() {}

    /// Adds a number after all that are equal.
    mutating func insert(_ x: Double) {
        count += 1
        guard !order.isEmpty else {
            order = [takeBlock()]
            counts = [1]
            lasts = [x]
            slots[order[0] * Self.blockSize] = x
            return
        }
        var position = min(firstPosition { $0 > x }, order.count - 1)
        if counts[position] == Self.blockSize {
            split(position)
            if x >= lasts[position] { position += 1 }
        }
        let base = order[position] * Self.blockSize
        let size = counts[position]
        withBlock(base) { run in
            let offset = upperBound(run, size, x)
            (run + offset + 1).update(from: run + offset, count: size - offset)
            run[offset] = x
        }
        counts[position] = size + 1
        lasts[position] = slots[base + size]
        adjust(position, by: 1)
    }

    /// Removes the first number that equals one that is held.
    mutating func remove(_ x: Double) {
        let position = firstPosition { $0 >= x }
        guard position < order.count else { return }
        let base = order[position] * Self.blockSize
        let size = counts[position]
        withBlock(base) { run in
            let offset = min(lowerBound(run, size, x), size - 1)
            (run + offset).update(from: run + offset + 1, count: size - 1 - offset)
        }
        count -= 1
        counts[position] = size - 1
        if size > 1 { lasts[position] = slots[base + size - 2] }
        adjust(position, by: -1)
        if order.count > 1, size - 1 < Self.blockSize / 4 { merge(position) }
    }

    /// Removes a number that is held and adds another.
    mutating func replace(_ old: Double, with new: Double) {
        guard order.count == 1 else {
            remove(old)
            insert(new)
            return
        }
        let base = order[0] * Self.blockSize
        let size = counts[0]
        withBlock(base) { run in
            let from = min(lowerBound(run, size, old), size - 1)
            let to = upperBound(run, size, new)
            if from < to {
                (run + from).update(from: run + from + 1, count: to - 1 - from)
                run[to - 1] = new
            } else {
                (run + to + 1).update(from: run + to, count: from - to)
                run[to] = new
            }
        }
        lasts[0] = slots[base + size - 1]
    }

    /// The number at an index of the sorted order.
    subscript(index: Int) -> Double {
        var rest = index
        var position = 0
        if order.count > 1 {
            var step = 1
            while step * 2 <= order.count { step *= 2 }
            while step > 0 {
                if position + step <= order.count, tree[position + step] <= rest {
                    position += step
                    rest -= tree[position]
                }
                step /= 2
            }
        }
        return slots[order[position] * Self.blockSize + rest]
    }

    /// How many numbers are less than one.
    func countLess(than x: Double) -> Int {
        let position = firstPosition { $0 >= x }
        guard position < order.count else { return count }
        let base = order[position] * Self.blockSize
        let offset = slots.withUnsafeBufferPointer { slots in
            slots.baseAddress.map { lowerBound($0 + base, counts[position], x) } ?? 0
        }
        return countBefore(position) + offset
    }

    /// How many numbers are not greater than one.
    func countNotGreater(than x: Double) -> Int {
        let position = firstPosition { $0 > x }
        guard position < order.count else { return count }
        let base = order[position] * Self.blockSize
        let offset = slots.withUnsafeBufferPointer { slots in
            slots.baseAddress.map { upperBound($0 + base, counts[position], x) } ?? 0
        }
        return countBefore(position) + offset
    }

    /// Forgets all numbers.
    mutating func removeAll() { self = OrderedValues() }

    /// Saves and restores the numbers; how they are cut into blocks does not show.
    mutating func visitState(_ archive: inout StateArchive) {
        var sorted: [Double] = []
        sorted.reserveCapacity(count)
        for (block, size) in zip(order, counts) {
            sorted += slots[(block * Self.blockSize)..<(block * Self.blockSize + size)]
        }
        archive.visit(&sorted)
        removeAll()
        for x in sorted { insert(x) }
    }
}

// MARK: - Blocks

extension OrderedValues {
    /// The first block whose greatest number passes a test that all later ones pass too.
    @inline(__always)
    private func firstPosition(_ passes: (Double) -> Bool) -> Int {
        lasts.withUnsafeBufferPointer { lasts in
            var (low, high) = (0, lasts.count)
            while low < high {
                let middle = (low + high) / 2
                if passes(lasts[middle]) { high = middle } else { low = middle + 1 }
            }
            return low
        }
    }

    /// Calls a function with the slots of a block.
    @inline(__always)
    private mutating func withBlock(_ base: Int, _ body: (UnsafeMutablePointer<Double>) -> Void) {
        precondition(base + Self.blockSize <= slots.count)
        slots.withUnsafeMutableBufferPointer { slots in
            if let address = slots.baseAddress { body(address + base) }
        }
    }

    private mutating func takeBlock() -> Int {
        if let block = unused.popLast() { return block }
        let block = slots.count / Self.blockSize
        slots += [Double](repeating: 0, count: Self.blockSize)
        return block
    }

    /// Moves the greater half of a full block to a new one.
    private mutating func split(_ position: Int) {
        let block = takeBlock()
        let half = Self.blockSize / 2
        let source = order[position] * Self.blockSize + half
        for index in 0..<half { slots[block * Self.blockSize + index] = slots[source + index] }
        order.insert(block, at: position + 1)
        counts[position] = half
        counts.insert(half, at: position + 1)
        lasts.insert(lasts[position], at: position + 1)
        lasts[position] = slots[source - 1]
        rebuildTree()
    }

    /// Joins a small block with a neighbour if both fit in half a block, and drops an empty one.
    private mutating func merge(_ position: Int) {
        if counts[position] == 0 { return drop(position) }
        let left = position > 0 ? position - 1 : position
        guard counts[left] + counts[left + 1] <= Self.blockSize / 2 else { return }
        let target = order[left] * Self.blockSize + counts[left]
        let source = order[left + 1] * Self.blockSize
        for index in 0..<counts[left + 1] { slots[target + index] = slots[source + index] }
        counts[left] += counts[left + 1]
        lasts[left] = lasts[left + 1]
        drop(left + 1)
    }

    private mutating func drop(_ position: Int) {
        unused.append(order[position])
        order.remove(at: position)
        counts.remove(at: position)
        lasts.remove(at: position)
        rebuildTree()
    }

    private mutating func rebuildTree() {
        tree = [0] + counts
        for index in 1..<tree.count {
            let parent = index + (index & -index)
            if parent < tree.count { tree[parent] += tree[index] }
        }
    }

    @inline(__always)
    private mutating func adjust(_ position: Int, by change: Int) {
        guard order.count > 1 else { return }
        var index = position + 1
        while index < tree.count {
            tree[index] += change
            index += index & -index
        }
    }

    private func countBefore(_ position: Int) -> Int {
        guard order.count > 1 else { return 0 }
        var (index, sum) = (position, 0)
        while index > 0 {
            sum += tree[index]
            index &= index - 1
        }
        return sum
    }
}

/// The first offset in a sorted run whose number is not less than one.
@inline(__always)
private func lowerBound(_ run: UnsafePointer<Double>, _ size: Int, _ x: Double) -> Int {
    var (offset, rest) = (0, size)
    while rest > 0 {
        let half = rest / 2
        let isLess = run[offset + half] < x
        offset = isLess ? offset + half + 1 : offset
        rest = isLess ? rest - half - 1 : half
    }
    return offset
}

/// The first offset in a sorted run whose number is greater than one.
@inline(__always)
private func upperBound(_ run: UnsafePointer<Double>, _ size: Int, _ x: Double) -> Int {
    var (offset, rest) = (0, size)
    while rest > 0 {
        let half = rest / 2
        let isNotGreater = run[offset + half] <= x
        offset = isNotGreater ? offset + half + 1 : offset
        rest = isNotGreater ? rest - half - 1 : half
    }
    return offset
}
