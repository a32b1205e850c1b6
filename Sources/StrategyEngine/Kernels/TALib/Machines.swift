/// A scalar machine that takes one number a bar and may be a part of another machine.
protocol SeriesMachine: Kernel1 {
    /// Whether the newest call of `next` gave a result; before that it gave NaN.
    var isReady: Bool { get }
}

/// A kernel of four inputs and one output that is written one bar at a time.
protocol Kernel4: Kernel {
    mutating func next(_ x: Double, _ y: Double, _ z: Double, _ w: Double) -> Double
}

extension Kernel4 {
    mutating func run(_ chunk: Chunk) {
        let (x, y) = (chunk.inputs[0], chunk.inputs[1])
        let (z, w) = (chunk.inputs[2], chunk.inputs[3])
        let out = chunk.outputs[0]
        for bar in 0..<chunk.count { out[bar] = next(x[bar], y[bar], z[bar], w[bar]) }
    }
}

/// TA-Lib's width of zero.
let zeroWidth = 1e-14

/// Whether a number counts as zero next to the size of what it was computed from.
func isZero(_ x: Double, scale: Double) -> Bool { abs(x) <= zeroWidth * scale }

/// `a * b + c` rounded once, where TA-Lib fuses it.
@inline(__always)
func fused(_ a: Double, _ b: Double, _ c: Double) -> Double { c.addingProduct(a, b) }

/// The greatest of the bar's range and its distances from the close before.
@inline(__always)
func trueRange(high: Double, low: Double, previousClose: Double) -> Double {
    var greatest = high - low
    let toHigh = abs(previousClose - high)
    if toHigh > greatest { greatest = toHigh }
    let toLow = abs(previousClose - low)
    if toLow > greatest { greatest = toLow }
    return greatest
}

/// Counts down the bars of a warm-up.
struct Countdown: Sendable {
    private(set) var remaining: Int

    init(_ bars: Int) { remaining = bars }

    var isOver: Bool { remaining == 0 }

    /// Passes one bar; true while that bar still belonged to the warm-up.
    @inline(__always)
    mutating func consumes() -> Bool {
        guard remaining > 0 else { return false }
        remaining -= 1
        return true
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&remaining)
        remaining = max(0, remaining)
    }
}

/// The newest values of a series, as many as a window needs.
struct Ring: Sendable {
    /// The values by slot: the first value pushed is in slot 0.
    private(set) var slots: [Double]
    private var position = 0

    init(count: Int) {
        slots = [Double](repeating: 0, count: count)
    }

    var count: Int { slots.count }

    /// Replaces the oldest value.
    @inline(__always)
    mutating func push(_ x: Double) {
        slots[position] = x
        position += 1
        if position == slots.count { position = 0 }
    }

    /// The value that the next push replaces.
    @inline(__always)
    var oldest: Double { slots[position] }

    /// The value `offset` bars after the oldest.
    @inline(__always)
    subscript(fromOldest offset: Int) -> Double {
        let slot = position + offset
        return slots[slot < slots.count ? slot : slot - slots.count]
    }

    /// The value `age` bars before the newest.
    @inline(__always)
    subscript(age age: Int) -> Double { self[fromOldest: slots.count - 1 - age] }

    mutating func visitState(_ archive: inout StateArchive) {
        let count = slots.count
        archive.visit(&slots)
        archive.visit(&position)
        // A damaged archive must not lead out of bounds; its reader is told by the archive.
        if slots.count != count { slots = [Double](repeating: 0, count: count) }
        if !slots.indices.contains(position) { position = 0 }
    }
}
