/// Sketches by the plain way: every function of every element in turn.
struct NaiveMinHash: Sendable, Equatable {
    /// The number of hash functions.
    static let count = 128
    /// How many of them make one band; sketches that agree in a whole band are compared.
    static let bandLength = 4
    /// The least hashes.
    var values: [UInt32]

    /// Sketches a set of hashes.
    ///
    /// - Complexity: O(128 n).
    init(of set: [UInt64]) {
        values = [UInt32](repeating: .max, count: Self.count)
        for element in set {
            for index in values.indices {
                let (multiplier, addend) = Self.functions[index]
                let hash = UInt32(truncatingIfNeeded: (element &* multiplier &+ addend) >> 32)
                if hash < values[index] { values[index] = hash }
            }
        }
    }

    init(values: [UInt32]) { self.values = values }

    /// The estimated share of elements that two sets have in common.
    func similarity(to other: NaiveMinHash) -> Double {
        var equal = 0
        for index in values.indices where values[index] == other.values[index] { equal += 1 }
        return Double(equal) / Double(Self.count)
    }

    /// The keys of the bands.
    var bands: [UInt64] {
        stride(from: 0, to: Self.count, by: Self.bandLength).map { start in
            values[start..<start + Self.bandLength].reduce(mixed(UInt64(start))) {
                mixed($0 ^ UInt64($1))
            }
        }
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
private func mixed(_ value: UInt64) -> UInt64 {
    var z = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
}

/// The hashes of all runs of five characters in a text, each once, in ascending order.
func naiveShingles(of text: String) -> [UInt64] {
    let bytes = Array(text.utf8)
    let length = 5
    guard bytes.count >= length else { return bytes.isEmpty ? [] : [hash(bytes[...])] }
    var hashes = (0...bytes.count - length).map { hash(bytes[$0..<$0 + length]) }
    hashes.sort()
    var last: UInt64?
    hashes.removeAll { value in
        defer { last = value }
        return value == last
    }
    return hashes
}

/// The hash of bytes: FNV-1a with its bits mixed once more.
private func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return mixed(value)
}
