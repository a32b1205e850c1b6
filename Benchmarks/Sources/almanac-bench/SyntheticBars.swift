import Glibc

/// A geometric random walk of closes, the same series as the peer's script makes.
///
/// - Parameters:
///   - count: How many bars.
///   - seed: Where SplitMix64 starts; its values are the steps, ±0.1 % at most.
func syntheticCloses(_ count: Int, seed: UInt64 = 42) -> [Double] {
    var state = seed
    var sum = 0.0
    return (0..<count).map { _ in
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        sum += (Double((z ^ (z >> 31)) >> 11) * 0x1p-53 - 0.5) * 0.002
        return 100 * exp(sum)
    }
}
