package import AlmanacCore

/// A pipeline whose state can be saved and gone on from elsewhere.
package protocol RestorablePipeline {
    /// Passes its state through, which saves it or puts the saved one in its place.
    mutating func visit(_ state: inout PipelineState)

    /// Makes sure that the state that was restored is of the pipeline's own steps and versions.
    func requireSameSteps() throws(AlmanacError)
}

extension RestorablePipeline {
    /// The state; bytes that only the same steps in the same versions read.
    package func savedState() -> [UInt8] {
        var copy = self
        var state = PipelineState.saving()
        copy.visit(&state)
        return state.sealed
    }

    /// Goes on from a saved state.
    ///
    /// - Throws: `validation_error` where it is of other steps or damaged; then nothing changes.
    package mutating func restore(_ bytes: [UInt8]) throws(AlmanacError) {
        var copy = self
        var state = try PipelineState.restoring(bytes)
        copy.visit(&state)
        try copy.requireSameSteps()
        try state.finish()
        self = copy
    }
}
