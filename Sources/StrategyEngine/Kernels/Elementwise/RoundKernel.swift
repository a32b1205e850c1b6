import Glibc

/// Rounds to a number of decimals as NumPy does: scale by a power of ten, round half to even, scale
/// back; no state.
struct RoundKernel: Kernel {
    private let decimals: Int
    private let scale: Double

    /// Makes the kernel; negative decimals round to tens, hundreds and so on.
    init(decimals: Int) {
        self.decimals = decimals
        scale = pow(10, Double(decimals.magnitude))
    }

    func run(_ chunk: Chunk) {
        let scale = scale
        if decimals == 0 {
            chunk.map { $0.rounded(.toNearestOrEven) }
        } else if decimals > 0 {
            chunk.map { ($0 * scale).rounded(.toNearestOrEven) / scale }
        } else {
            chunk.map { ($0 / scale).rounded(.toNearestOrEven) * scale }
        }
    }

    func visitState(_ archive: inout StateArchive) {}
}
