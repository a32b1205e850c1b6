import StrategyEngine
import TestSupport

/// Runs kernels over whole columns, in chunks.
enum KernelRunner {
    /// The outputs over columns of equal length, cut into chunks of the given sizes; the last size
    /// repeats.
    static func run(
        _ kernel: inout any Kernel, _ inputs: [[Double]], bars: Int, outputs outputCount: Int = 1,
        chunks: [Int]
    ) -> [[Double]] {
        var outputs = [[Double]](
            repeating: [Double](repeating: -12_345, count: bars), count: outputCount)
        var bar = 0
        var sizes = chunks[...]
        while bar < bars {
            let wanted = sizes.count > 1 ? sizes.removeFirst() : sizes.first ?? bars
            let count = min(max(wanted, 1), bars - bar)
            let parts = inputs.map { Array($0[bar..<(bar + count)]) }
            let results = run(&kernel, parts, outputCount, count)
            for (index, result) in results.enumerated() {
                outputs[index].replaceSubrange(bar..<(bar + count), with: result)
            }
            bar += count
        }
        return outputs
    }

    /// The first output over whole columns.
    static func run(_ kernel: any Kernel, _ inputs: [[Double]], bars: Int) -> [Double] {
        var kernel = kernel
        return run(&kernel, inputs, bars: bars, chunks: [bars])[0]
    }

    private static func run(
        _ kernel: inout any Kernel, _ inputs: [[Double]], _ outputCount: Int, _ count: Int
    ) -> [[Double]] {
        let inputPointers = inputs.map { column in
            let pointer = UnsafeMutablePointer<Double>.allocate(capacity: count)
            pointer.initialize(from: column, count: count)
            return pointer
        }
        let outputPointers = (0..<outputCount).map { _ in
            let pointer = UnsafeMutablePointer<Double>.allocate(capacity: count)
            pointer.initialize(repeating: -12_345, count: count)
            return pointer
        }
        defer { for pointer in inputPointers + outputPointers { pointer.deallocate() } }
        inputPointers.map { UnsafePointer($0) }.withUnsafeBufferPointer { inputs in
            outputPointers.withUnsafeBufferPointer { outputs in
                // An operation without inputs still gets an address; nothing reads it.
                let none = UnsafeMutablePointer<UnsafePointer<Double>>.allocate(capacity: 1)
                defer { none.deallocate() }
                if let outputs = outputs.baseAddress {
                    kernel.run(
                        Chunk(
                            inputs: inputs.baseAddress ?? UnsafePointer(none), outputs: outputs,
                            count: count))
                }
            }
        }
        return outputPointers.map { Array(UnsafeBufferPointer(start: $0, count: count)) }
    }
}

/// Whether two numbers have the same bits; NaN is NaN whatever its bits.
func isSame(_ left: Double, _ right: Double) -> Bool {
    left.bitPattern == right.bitPattern || (left.isNaN && right.isNaN)
}

/// Whether two columns have the same bits.
func isSame(_ left: [Double], _ right: [Double]) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { isSame($0, $1) }
}
