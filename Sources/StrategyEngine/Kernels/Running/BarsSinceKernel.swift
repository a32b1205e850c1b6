/// Bars since the input was last true: 0 on a true bar, missing before the first one.
struct BarsSinceKernel: Kernel1 {
    private var bars = Double.nan

    mutating func next(_ x: Double) -> Double {
        bars = isTrue(x) ? 0 : bars + 1
        return bars
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&bars)
    }
}
