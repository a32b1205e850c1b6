extension Chunk {
    /// Applies a function to each bar of the first input.
    ///
    /// It is always inlined, so that every call becomes a loop of its own that can vectorise.
    @inline(__always)
    func map(_ transform: (Double) -> Double) {
        let x = inputs[0]
        let out = outputs[0]
        for bar in 0..<count { out[bar] = transform(x[bar]) }
    }

    /// Applies a function to each bar of the first two inputs.
    @inline(__always)
    func map(_ transform: (Double, Double) -> Double) {
        let (x, y) = (inputs[0], inputs[1])
        let out = outputs[0]
        for bar in 0..<count { out[bar] = transform(x[bar], y[bar]) }
    }
}

/// Whether a number counts as true: neither 0 nor missing.
///
/// The comparisons, of which at most one holds, are not joined by `||`: a branch would keep loops
/// from running on whole vectors.
@inline(__always)
func isTrue(_ x: Double) -> Bool { (x > 0) != (x < 0) }

/// The column value of a truth value.
@inline(__always)
func flag(_ condition: Bool) -> Double { condition ? 1 : 0 }
