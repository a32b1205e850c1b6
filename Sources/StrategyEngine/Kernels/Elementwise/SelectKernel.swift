/// Takes the second value where the first is true and the third where it is false or missing.
@inline(__always)
func choose(_ condition: Double, _ x: Double, _ y: Double) -> Double {
    isTrue(condition) ? x : y
}

/// Chooses between two inputs by a third; no state.
struct SelectKernel: Kernel {
    func run(_ chunk: Chunk) {
        let (condition, x, y) = (chunk.inputs[0], chunk.inputs[1], chunk.inputs[2])
        let out = chunk.outputs[0]
        for bar in 0..<chunk.count {
            let (left, right) = (x[bar], y[bar])
            out[bar] = choose(condition[bar], left, right)
        }
    }

    func visitState(_ archive: inout StateArchive) {}
}
