/// Takes the second input where the first is true and the third where it is false or missing; no
/// state.
struct SelectKernel: Kernel {
    func run(_ chunk: Chunk) {
        let (condition, x, y) = (chunk.inputs[0], chunk.inputs[1], chunk.inputs[2])
        let out = chunk.outputs[0]
        for bar in 0..<chunk.count {
            let (left, right) = (x[bar], y[bar])
            out[bar] = isTrue(condition[bar]) ? left : right
        }
    }

    func visitState(_ archive: inout StateArchive) {}
}
