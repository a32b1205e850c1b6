/// Truncates to whole numbers, as pandas' `astype(int)` does; a missing or infinite value is a
/// fault.
struct RequireIntegerKernel: FaultReportingKernel {
    private var bar = 0
    private var firstFault = -1

    var faultBar: Int? { firstFault < 0 ? nil : firstFault }

    mutating func run(_ chunk: Chunk) {
        let x = chunk.inputs[0]
        let out = chunk.outputs[0]
        for index in 0..<chunk.count {
            if firstFault < 0, !x[index].isFinite { firstFault = bar + index }
            out[index] = firstFault < 0 ? x[index].rounded(.towardZero) + 0 : .nan
        }
        bar += chunk.count
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&bar)
        archive.visit(&firstFault)
    }
}
