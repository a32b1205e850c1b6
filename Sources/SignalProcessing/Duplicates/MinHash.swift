/// A short sketch of a set by which two sets can be told to overlap.
///
/// Each of 128 hash functions keeps the least hash of the set. The share of functions with equal
/// least hashes estimates the sets' Jaccard similarity J without bias and with the standard error
/// √(J(1 − J) / 128).
/// - Source: Broder, "On the resemblance and containment of documents" (1997).
package struct MinHash: Sendable, Equatable {
    /// The number of hash functions.
    package static let count = 128
    /// How many of them make one band; sketches that agree in a whole band are compared.
    package static let bandLength = 4
    /// How many bands there are.
    package static let bandCount = count / bandLength
    /// The least hashes.
    package var values: [UInt32]

    /// Sketches a set of hashes; that an element is there twice changes nothing.
    ///
    /// - Complexity: O(128 n).
    package init(of set: [UInt64]) {
        guard !set.isEmpty else {
            values = [UInt32](repeating: .max, count: Self.count)
            return
        }
        values = [UInt32](unsafeUninitializedCapacity: Self.count) { least, count in
            set.withUnsafeBufferPointer { elements in
                Self.functions.withUnsafeBufferPointer { functions in
                    for index in 0..<Self.count {
                        least[index] = Self.least(elements, functions[index])
                    }
                }
            }
            count = Self.count
        }
    }

    /// The least hash by one function: its upper half, so the least of whole hashes has the least.
    @inline(__always)
    private static func least(
        _ elements: UnsafeBufferPointer<UInt64>, _ function: (UInt64, UInt64)
    ) -> UInt32 {
        // Two chains, so that a multiplication need not wait for the comparison before.
        var (even, odd) = (UInt64.max, UInt64.max)
        var index = 0
        while index + 1 < elements.count {
            even = min(even, elements[index] &* function.0 &+ function.1)
            odd = min(odd, elements[index + 1] &* function.0 &+ function.1)
            index += 2
        }
        if index < elements.count {
            even = min(even, elements[index] &* function.0 &+ function.1)
        }
        return UInt32(truncatingIfNeeded: min(even, odd) >> 32)
    }

    init(values: [UInt32]) { self.values = values }

    /// The estimated share of elements that two sets have in common.
    package func similarity(to other: MinHash) -> Double {
        var equal = 0
        for index in values.indices where values[index] == other.values[index] { equal += 1 }
        return Double(equal) / Double(Self.count)
    }

    /// Multiply-and-shift functions from a fixed seed.
    private static let functions: [(UInt64, UInt64)] = {
        var state: UInt64 = 0x5EED
        func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            return mixed(state)
        }
        return (0..<count).map { _ in (next() | 1, next()) }
    }()
}

/// A number with its bits well mixed: the last step of SplitMix64.
func mixed(_ value: UInt64) -> UInt64 {
    var z = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
}

/// The hashes of all runs of five bytes in a text, in their order.
package func shingles(of bytes: [UInt8]) -> [UInt64] {
    let length = 5
    return bytes.withUnsafeBufferPointer { bytes in
        guard bytes.count >= length else { return bytes.isEmpty ? [] : [hash(bytes[...])] }
        return (0...bytes.count - length).map { hash(bytes[$0..<$0 + length]) }
    }
}

/// The hash of bytes: FNV-1a with its bits mixed once more.
@inline(__always)
private func hash(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64 {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return mixed(value)
}
