/// Four sums side by side: the value of bar *i* is added to lane *i* mod 4.
///
/// A single sum has to wait for each addition before it begins the next; four are two or one of a
/// processor's vectors and wait for each other no more. Their order is as fixed as that of one:
/// within a lane the order of time, the lanes at the end in the order of ``total``.
typealias Lanes = SIMD4<Double>

extension Lanes {
    /// The number of lanes.
    static let count = 4

    /// The number of each lane.
    @inline(__always)
    static var numbers: Lanes { Lanes(0, 1, 2, 3) }

    /// The lanes for which a mask is true, and 0 for the others.
    @inline(__always)
    func kept(where mask: SIMDMask<SIMD4<Int64>>) -> Lanes {
        let bits = unsafeBitCast(self, to: SIMD4<Int64>.self)
        return unsafeBitCast(bits & unsafeBitCast(mask, to: SIMD4<Int64>.self), to: Lanes.self)
    }

    /// The sum of the lanes.
    @inline(__always)
    var total: Double { (self[0] + self[2]) + (self[1] + self[3]) }

    /// Reads four neighbours.
    @inline(__always)
    init(at values: UnsafePointer<Double>) {
        self = UnsafeRawPointer(values).loadUnaligned(as: Lanes.self)
    }

    /// Writes four neighbours.
    @inline(__always)
    func store(at values: UnsafeMutablePointer<Double>) {
        UnsafeMutableRawPointer(values).storeBytes(of: self, as: Lanes.self)
    }

    /// Each lane's value where it is less than the other's, else the other's.
    @inline(__always)
    func lesser(_ other: Lanes) -> Lanes { map(other) { $0 < $1 ? $0 : $1 } }

    /// Each lane's value where it is greater than the other's, else the other's.
    @inline(__always)
    func greater(_ other: Lanes) -> Lanes { map(other) { $0 > $1 ? $0 : $1 } }

    /// Written out for each lane, which becomes one instruction; a choice by mask becomes four.
    @inline(__always)
    private func map(_ other: Lanes, _ choose: (Double, Double) -> Double) -> Lanes {
        Lanes(
            choose(self[0], other[0]), choose(self[1], other[1]), choose(self[2], other[2]),
            choose(self[3], other[3]))
    }

    /// The least of the lanes.
    @inline(__always)
    var least: Double {
        let (a, b) = (self[1] < self[0] ? self[1] : self[0], self[3] < self[2] ? self[3] : self[2])
        return b < a ? b : a
    }

    /// The greatest of the lanes.
    @inline(__always)
    var greatest: Double {
        let (a, b) = (self[1] > self[0] ? self[1] : self[0], self[3] > self[2] ? self[3] : self[2])
        return b > a ? b : a
    }
}

extension SIMDMask<SIMD4<Int64>> {
    /// Whether every lane is true, without a branch for each of them.
    @inline(__always)
    var isAll: Bool {
        let bits = unsafeBitCast(self, to: SIMD4<Int64>.self)
        return (bits[0] & bits[2]) & (bits[1] & bits[3]) != 0
    }
}
