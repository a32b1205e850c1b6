/// One node's computation: a value that remembers what its window needs, and turns the next bars
/// of its inputs into the next bars of its outputs.
///
/// The same kernel runs over whole columns (in chunks) and bar by bar (chunks of one), so both give
/// the same bits. A kernel never sees a later bar. How the bars are cut into chunks must not show
/// in the results.
package protocol Kernel: Sendable {
    /// Computes the next `chunk.count` bars.
    mutating func run(_ chunk: Chunk)

    /// Passes every stored property that changes from bar to bar through an archive, always in the
    /// same order, so that a snapshot can be taken, restored and measured.
    mutating func visitState(_ archive: inout StateArchive)
}

/// The inputs and outputs of one kernel for a run of bars.
///
/// Outputs never overlap inputs.
package struct Chunk {
    /// One pointer for each input, to `count` doubles.
    package let inputs: UnsafePointer<UnsafePointer<Double>>
    /// One pointer for each output, to `count` doubles.
    package let outputs: UnsafePointer<UnsafeMutablePointer<Double>>
    /// How many bars.
    package let count: Int

    package init(
        inputs: UnsafePointer<UnsafePointer<Double>>,
        outputs: UnsafePointer<UnsafeMutablePointer<Double>>, count: Int
    ) {
        self.inputs = inputs
        self.outputs = outputs
        self.count = count
    }
}

/// A kernel of one input and one output that is written one bar at a time.
package protocol Kernel1: Kernel {
    mutating func next(_ x: Double) -> Double
}

extension Kernel1 {
    package mutating func run(_ chunk: Chunk) {
        let x = chunk.inputs[0]
        let out = chunk.outputs[0]
        for bar in 0..<chunk.count { out[bar] = next(x[bar]) }
    }
}

/// A kernel of two inputs and one output that is written one bar at a time.
package protocol Kernel2: Kernel {
    mutating func next(_ x: Double, _ y: Double) -> Double
}

extension Kernel2 {
    package mutating func run(_ chunk: Chunk) {
        let (x, y) = (chunk.inputs[0], chunk.inputs[1])
        let out = chunk.outputs[0]
        for bar in 0..<chunk.count { out[bar] = next(x[bar], y[bar]) }
    }
}

/// A kernel of three inputs and one output that is written one bar at a time.
package protocol Kernel3: Kernel {
    mutating func next(_ x: Double, _ y: Double, _ z: Double) -> Double
}

extension Kernel3 {
    package mutating func run(_ chunk: Chunk) {
        let (x, y, z) = (chunk.inputs[0], chunk.inputs[1], chunk.inputs[2])
        let out = chunk.outputs[0]
        for bar in 0..<chunk.count { out[bar] = next(x[bar], y[bar], z[bar]) }
    }
}

/// A kernel that may meet a value for which its operation is an error.
package protocol FaultReportingKernel: Kernel {
    /// The first bar, counted from the start of the run, with such a value; nil if none.
    ///
    /// The kernel's output is missing from that bar on.
    var faultBar: Int? { get }
}
