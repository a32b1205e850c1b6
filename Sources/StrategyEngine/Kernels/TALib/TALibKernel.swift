package import StrategyLanguage

/// Makes the kernel of a TA-Lib function.
///
/// - Shape: the inputs and outputs of `function.signature`, one value a bar.
/// - Options: as many as the signature has, in its order, within its bounds (checked by the
///   caller); whole numbers and moving average kinds as doubles.
/// - Missing: bars before the first on which every input is present are skipped, as the Python
///   wrapper does; the warm-up counts from there. Outputs are NaN until then (0 for candle
///   patterns). A later NaN goes through the same additions and comparisons as in TA-Lib, so it
///   stays in running sums for good.
/// - Look-ahead: none.
/// - Complexity: O(1) a bar, O(period) for CCI, and amortised for window maxima.
/// - Source: TA-Lib 0.8.1 (`ta-lib.org`) with its default candle settings and no unstable period,
///   including where it fuses a multiplication into an addition.
package func makeTALibKernel(_ function: TALibFunction, options: [Double]) -> any Kernel {
    let signature = function.signature
    precondition(options.count == signature.options.count, "Options match the signature.")
    guard let make = kernelMakers[function] else {
        preconditionFailure("Every TA-Lib function has a kernel.")
    }
    return make(TALibOptions(values: options)).skippingLeadingMissing(signature)
}

/// Makes the kernel of a TA-Lib function from a graph node's options.
package func makeTALibKernel(_ function: TALibFunction, options: [Number]) -> any Kernel {
    makeTALibKernel(function, options: options.map(\.value))
}

/// Makes the kernel of one function from its options.
typealias KernelMaker = @Sendable (TALibOptions) -> any Kernel

private let kernelMakers: [TALibFunction: KernelMaker] = {
    let families = [
        movingAverageMakers, averageOscillatorMakers, momentumMakers, stochasticMakers,
        priceOscillatorMakers, directionalMovementMakers, volatilityMakers, volumeMakers,
        dispersionMakers, regressionMakers, comovementMakers, windowMakers, priceTransformMakers,
        candlePatternMakers,
    ]
    var all: [TALibFunction: KernelMaker] = [:]
    for family in families {
        all.merge(family) { _, _ in preconditionFailure("A function has one kernel.") }
    }
    return all
}()

/// The options of a call in the order of the function's signature.
struct TALibOptions {
    var values: [Double]

    subscript(index: Int) -> Double { values[index] }

    /// A whole number, such as a period.
    func integer(_ index: Int) -> Int { Int(values[index]) }
}

extension Kernel {
    fileprivate func skippingLeadingMissing(_ signature: TALibSignature) -> any Kernel {
        LeadingMissingGate(
            kernel: self, inputCount: signature.inputs.count,
            outputCount: signature.outputs.count,
            missing: signature.outputs == ["integer"] ? 0 : .nan)
    }
}

/// Hides the bars before the first one on which every input is present from a kernel.
private struct LeadingMissingGate<Inner: Kernel>: Kernel {
    var kernel: Inner
    let inputCount: Int
    let outputCount: Int
    let missing: Double
    var hasStarted = false

    init(kernel: Inner, inputCount: Int, outputCount: Int, missing: Double) {
        self.kernel = kernel
        self.inputCount = inputCount
        self.outputCount = outputCount
        self.missing = missing
    }

    mutating func run(_ chunk: Chunk) {
        if hasStarted {
            kernel.run(chunk)
        } else {
            start(chunk)
        }
    }

    private mutating func start(_ chunk: Chunk) {
        var first = 0
        while first < chunk.count && isMissing(chunk, at: first) { first += 1 }
        for output in 0..<outputCount {
            for bar in 0..<first { chunk.outputs[output][bar] = missing }
        }
        guard first < chunk.count else { return }
        hasStarted = true
        let inputs = (0..<inputCount).map { chunk.inputs[$0] + first }
        let outputs = (0..<outputCount).map { chunk.outputs[$0] + first }
        inputs.withUnsafeBufferPointer { inputs in
            outputs.withUnsafeBufferPointer { outputs in
                guard let inputs = inputs.baseAddress, let outputs = outputs.baseAddress else {
                    return
                }
                kernel.run(
                    Chunk(inputs: inputs, outputs: outputs, count: chunk.count - first))
            }
        }
    }

    private func isMissing(_ chunk: Chunk, at bar: Int) -> Bool {
        (0..<inputCount).contains { chunk.inputs[$0][bar].isNaN }
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&hasStarted)
        kernel.visitState(&archive)
    }
}
