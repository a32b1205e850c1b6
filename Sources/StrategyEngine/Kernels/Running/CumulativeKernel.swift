import StrategyLanguage

/// pandas' running sum, product, maximum and minimum.
///
/// A missing value gives a missing result and is skipped. The sum is NumPy's plain one, without
/// compensation.
struct CumulativeKernel: Kernel {
    private let function: CumulativeFunction
    private var state: Double

    init(_ function: CumulativeFunction) {
        self.function = function
        switch function {
        case .sum: state = -0.0
        case .product: state = 1
        case .maximum: state = -.infinity
        case .minimum: state = .infinity
        }
    }

    mutating func run(_ chunk: Chunk) {
        switch function {
        case .sum: accumulate(chunk, whenMissing: 0) { $0 + $1 }
        case .product: accumulate(chunk, whenMissing: 1) { $0 * $1 }
        case .maximum: accumulate(chunk, whenMissing: -.infinity) { $0 >= $1 ? $0 : $1 }
        case .minimum: accumulate(chunk, whenMissing: .infinity) { $0 <= $1 ? $0 : $1 }
        }
    }

    @inline(__always)
    private mutating func accumulate(
        _ chunk: Chunk, whenMissing neutral: Double, _ combine: (Double, Double) -> Double
    ) {
        var state = state
        let x = chunk.inputs[0]
        let out = chunk.outputs[0]
        for bar in 0..<chunk.count {
            let isMissing = x[bar] != x[bar]
            state = combine(state, isMissing ? neutral : x[bar])
            out[bar] = isMissing ? .nan : state
        }
        self.state = state
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&state)
    }
}
