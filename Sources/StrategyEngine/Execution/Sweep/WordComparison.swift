import CComparisons

/// Comparing two columns both ways in one pass, sixty-four bars to a word.
enum WordComparison {
    typealias Words = UnsafeMutablePointer<UInt64>

    /// Finds where each of two columns is greater than the other.
    @inline(never)
    static func compare(
        _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ bars: Int, greater: Words,
        less: Words
    ) {
        for word in 0..<TruthWords.count(bars) {
            (greater[word], less[word]) = compare(x, y, bars, word: word)
        }
    }

    /// Does the same with columns that were rounded to single precision too, which are half as
    /// much to read.
    ///
    /// Rounding keeps the order but makes neighbours equal, so the words in which values that are
    /// there are equal are looked at again.
    /// - Parameters:
    ///   - singles: The rounded columns, filled up with NaN to whole words.
    ///   - both: Where neither column is missing.
    ///   - widely: Whether to use this processor's wide vectors where it has them.
    @inline(never)
    static func compare(
        _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ bars: Int,
        singles: (x: UnsafePointer<Float>, y: UnsafePointer<Float>),
        both: UnsafePointer<UInt64>, greater: Words, less: Words, widely: Bool
    ) {
        if widely, almanac_has_wide_comparison() {
            let count = TruthWords.count(bars)
            almanac_compare(singles.x, singles.y, count, greater, less)
            for word in 0..<count where ~(greater[word] | less[word]) & both[word] != 0 {
                (greater[word], less[word]) = compare(x, y, bars, word: word)
            }
            return
        }
        for word in 0..<TruthWords.count(bars) {
            let a = UnsafeRawPointer(singles.x + word << 6)
            let b = UnsafeRawPointer(singles.y + word << 6)
            var (above, below) = (SIMD8<Int32>.zero, SIMD8<Int32>.zero)
            eachGroup { group in
                let a = a.loadUnaligned(fromByteOffset: group &* 32, as: SIMD8<Float>.self)
                let b = b.loadUnaligned(fromByteOffset: group &* 32, as: SIMD8<Float>.self)
                above = above &+ above &- unsafeBitCast(a .> b, to: SIMD8<Int32>.self)
                below = below &+ below &- unsafeBitCast(a .< b, to: SIMD8<Int32>.self)
            }
            var (more, fewer) = (gathered(above), gathered(below))
            if ~(more | fewer) & both[word] != 0 {
                (more, fewer) = compare(x, y, bars, word: word)
            }
            (greater[word], less[word]) = (more, fewer)
        }
    }

    /// One word of a comparison.
    @inline(__always)
    private static func compare(
        _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ bars: Int, word: Int
    ) -> (greater: UInt64, less: UInt64) {
        let (x, y) = (x + word << 6, y + word << 6)
        let count = bars &- word << 6
        guard count >= 64 else {
            var (greater, less): (UInt64, UInt64) = (0, 0)
            for bar in 0..<count {
                greater |= x[bar] > y[bar] ? 1 << UInt64(bar) : 0
                less |= x[bar] < y[bar] ? 1 << UInt64(bar) : 0
            }
            return (greater, less)
        }
        let (a, b) = (UnsafeRawPointer(x), UnsafeRawPointer(y))
        var (above, below) = (SIMD8<Int64>.zero, SIMD8<Int64>.zero)
        eachGroup { group in
            let a = a.loadUnaligned(fromByteOffset: group &* 64, as: SIMD8<Double>.self)
            let b = b.loadUnaligned(fromByteOffset: group &* 64, as: SIMD8<Double>.self)
            above = above &+ above &- unsafeBitCast(a .> b, to: SIMD8<Int64>.self)
            below = below &+ below &- unsafeBitCast(a .< b, to: SIMD8<Int64>.self)
        }
        return (gathered(above), gathered(below))
    }

    // MARK: - From lanes to a word

    // A lane's number is doubled for each group of eight bars, and one is added where the
    // comparison holds: two instructions for a vector. Groups come in the order that leaves their
    // bits where gathering the lanes takes three exchanges.

    @inline(__always)
    private static func eachGroup(_ body: (Int) -> Void) {
        body(7)
        body(3)
        body(5)
        body(1)
        body(6)
        body(2)
        body(4)
        body(0)
    }

    @inline(__always)
    private static func gathered(_ lanes: SIMD8<Int32>) -> UInt64 {
        let bits = unsafeBitCast(lanes, to: SIMD8<UInt32>.self)
        let pairs = unsafeBitCast(
            bits.lowHalf | bits.highHalf &<< 8, to: SIMD2<UInt64>.self)
        return exchanged(pairs[0] | pairs[1] << 16)
    }

    @inline(__always)
    private static func gathered(_ lanes: SIMD8<Int64>) -> UInt64 {
        let bits = unsafeBitCast(lanes, to: SIMD8<UInt64>.self)
        let four = bits.lowHalf | bits.highHalf &<< 8
        let two = four.lowHalf | four.highHalf &<< 16
        return exchanged(two[0] | two[1] << 32)
    }

    /// Turns the bytes of the lanes 0, 4, 2, 6, 1, 5, 3, 7, with a bit for each group, into a bit
    /// for each bar.
    ///
    /// Exchanges the first with the last bit of a place's number, the second with the last but
    /// one, and the two in the middle.
    @inline(__always)
    private static func exchanged(_ bytes: UInt64) -> UInt64 {
        var word = bytes
        func exchange(_ mask: UInt64, _ distance: UInt64) {
            let differing = (word &>> distance ^ word) & mask
            word ^= differing ^ differing &<< distance
        }
        exchange(0x0000_0000_AAAA_AAAA, 31)
        exchange(0x0000_CCCC_0000_CCCC, 14)
        exchange(0x00F0_00F0_00F0_00F0, 4)
        return word
    }
}
