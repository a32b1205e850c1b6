/// The values of a window that may still become its maximum, from the greatest, which is also the
/// oldest, to the newest.
struct CandidateQueue {
    /// Rings of a power of two of slots; the entry `e` is in slot `e & mask`.
    private(set) var values = [Double](repeating: 0, count: 16)
    private(set) var bars = [Int](repeating: 0, count: 16)
    /// The entries are `head..<tail`.
    var head = 0
    var tail = 0

    /// Makes room for entries up to a number without losing those that are held.
    mutating func reserve(_ count: Int) {
        guard count > values.count else { return }
        var capacity = values.count
        while capacity < count { capacity *= 2 }
        var newValues = [Double](repeating: 0, count: capacity)
        var newBars = [Int](repeating: 0, count: capacity)
        for entry in head..<tail {
            newValues[entry & (capacity - 1)] = values[entry & (values.count - 1)]
            newBars[entry & (capacity - 1)] = bars[entry & (bars.count - 1)]
        }
        values = newValues
        bars = newBars
    }

    /// Calls a function with the rings and their mask, for loops without checks.
    @inline(__always)
    mutating func withRings(
        _ body: (UnsafeMutableBufferPointer<Double>, UnsafeMutableBufferPointer<Int>, Int) -> Void
    ) {
        let mask = values.count - 1
        values.withUnsafeMutableBufferPointer { values in
            bars.withUnsafeMutableBufferPointer { bars in body(values, bars, mask) }
        }
    }

    /// The greatest value; meaningless where there is none.
    var best: Double { values[head & (values.count - 1)] }

    /// Forgets the candidates of the bars before one.
    mutating func drop(before bar: Int) {
        while head < tail, bars[head & (bars.count - 1)] < bar { head += 1 }
    }

    /// Adds the newest value, which ends the candidacy of all that are not greater.
    mutating func push(_ value: Double, bar: Int) {
        while head < tail, value >= values[(tail - 1) & (values.count - 1)] { tail -= 1 }
        values[tail & (values.count - 1)] = value
        bars[tail & (bars.count - 1)] = bar
        tail += 1
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&values)
        archive.visit(&bars)
        archive.visit(&head)
        archive.visit(&tail)
        let isPowerOfTwo = values.count >= 16 && values.count & (values.count - 1) == 0
        if !isPowerOfTwo || bars.count != values.count || head > tail || head < 0
            || tail - head > values.count
        {
            self = CandidateQueue()
        }
    }
}
