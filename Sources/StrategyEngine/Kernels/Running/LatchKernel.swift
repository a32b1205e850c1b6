/// The value at one bar, from that bar on.
struct LatchKernel: Kernel1 {
    private let target: Int
    private var bar = 0
    private var value = Double.nan

    init(bar: Int) {
        target = bar
    }

    mutating func next(_ x: Double) -> Double {
        if bar == target { value = x }
        bar += 1
        return value
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&bar)
        archive.visit(&value)
    }
}
