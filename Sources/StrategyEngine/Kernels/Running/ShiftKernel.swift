/// The value some bars earlier, and a fill before there is one.
struct ShiftKernel: Kernel {
    private let bars: Int
    private let fill: Double
    /// The newest values, at most `bars` of them, oldest at `position` once it is full.
    private var ring: [Double] = []
    private var position = 0

    init(bars: Int, fill: Double) {
        precondition(bars >= 0, "a shift may not look ahead")
        self.bars = bars
        self.fill = fill
    }

    mutating func run(_ chunk: Chunk) {
        let count = chunk.count
        let x = chunk.inputs[0]
        let out = chunk.outputs[0]
        let fromRing = min(bars, count)
        if count > bars { (out + bars).update(from: x, count: count - bars) }
        for index in 0..<fromRing {
            // The ring grows with the bars, so that a huge shift of a short series costs nothing.
            if ring.count < bars {
                out[index] = fill
                ring.append(x[index])
            } else {
                out[index] = ring[position]
                ring[position] = x[index]
                position = position + 1 == bars ? 0 : position + 1
            }
        }
        if count > bars, bars > 0 {
            for index in 0..<bars { ring[index] = x[count - bars + index] }
            position = 0
        }
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&ring)
        archive.visit(&position)
        if ring.count > bars || !ring.indices.contains(position) { position = 0 }
        if ring.count > bars { ring.removeLast(ring.count - bars) }
    }
}
