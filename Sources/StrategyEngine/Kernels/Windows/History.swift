/// The newest values of a column, by the number of their bar, in a ring that grows when it has to.
///
/// A copy is independent of the original.
struct History {
    /// As many slots as a power of two; the bar `b` is in slot `b & mask`.
    private(set) var slots: [Double]

    init() {
        slots = [Double](repeating: 0, count: 16)
    }

    var mask: Int { slots.count - 1 }

    /// The value of a bar that is still held.
    subscript(bar: Int) -> Double {
        @inline(__always) get { slots[bar & (slots.count - 1)] }
        @inline(__always) set { slots[bar & (slots.count - 1)] = newValue }
    }

    /// Makes room for a run of bars without losing the oldest of them.
    ///
    /// - Parameters:
    ///   - oldest: The first bar whose value must be kept.
    ///   - bar: The bar to be stored next; those from `oldest` up to it are held already.
    ///   - end: The bar after the last that is needed at the same time as `oldest`.
    @inline(__always)
    mutating func reserve(from oldest: Int, storing bar: Int, to end: Int) {
        if end - oldest > slots.count { grow(from: oldest, storing: bar, to: end) }
    }

    @inline(never)
    private mutating func grow(from oldest: Int, storing bar: Int, to end: Int) {
        var capacity = slots.count
        while capacity < end - oldest { capacity *= 2 }
        var larger = [Double](repeating: 0, count: capacity)
        for index in oldest..<max(oldest, bar) { larger[index & (capacity - 1)] = self[index] }
        slots = larger
    }

    /// Calls a function with the slots, for loops without checks.
    @inline(__always)
    mutating func withSlots(_ body: (UnsafeMutableBufferPointer<Double>) -> Void) {
        slots.withUnsafeMutableBufferPointer { body($0) }
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&slots)
        // A damaged archive must not leave a ring that `mask` does not fit.
        if slots.count < 16 || slots.count & (slots.count - 1) != 0 { self = History() }
    }
}
