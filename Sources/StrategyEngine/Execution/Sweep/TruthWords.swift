/// Truth values of bars, sixty-four to a word, the first bar in a word's lowest bit.
///
/// Bits beyond the last bar are 0.
enum TruthWords {
    typealias Words = UnsafeMutablePointer<UInt64>

    /// How many words hold the truth values of so many bars.
    static func count(_ bars: Int) -> Int { (bars + 63) >> 6 }

    /// The bits of the last word that stand for bars.
    static func tail(_ bars: Int) -> UInt64 {
        bars & 63 == 0 ? ~0 : (1 << UInt64(bars & 63)) - 1
    }

    /// Writes a word for each sixty-four bars; the function gives one bar's bit.
    ///
    /// The bits of a word are first laid out as bytes, in a loop that runs on whole vectors; then a
    /// multiplication gathers the lowest bits of eight bytes in its highest byte.
    @inline(__always)
    static func pack(_ bars: Int, into words: Words, _ bit: (Int) -> Bool) {
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 64) { buffer in
            guard let bytes = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
                return
            }
            for word in 0..<bars >> 6 {
                let first = word << 6
                for index in 0..<64 { bytes[index] = bit(first &+ index) ? 1 : 0 }
                words[word] = gather(UnsafeRawPointer(bytes))
            }
            if bars & 63 != 0 {
                let first = bars & ~63
                for index in 0..<64 {
                    bytes[index] = first + index < bars && bit(first + index) ? 1 : 0
                }
                words[bars >> 6] = gather(UnsafeRawPointer(bytes))
            }
        }
    }

    /// The lowest bits of sixty-four bytes.
    @inline(__always)
    private static func gather(_ bytes: UnsafeRawPointer) -> UInt64 {
        var word: UInt64 = 0
        for group in 0..<8 {
            let lanes = UInt64(
                littleEndian: bytes.load(fromByteOffset: group &* 8, as: UInt64.self))
            word |=
                ((lanes &* 0x0102_0408_1020_4080) >> 56) << UInt64(truncatingIfNeeded: group &* 8)
        }
        return word
    }

    /// Where a column is neither 0 nor missing.
    @inline(never)
    static func truths(of x: UnsafePointer<Double>, _ bars: Int, into words: Words) {
        pack(bars, into: words) { isTrue(x[$0]) }
    }

    /// Where a column is not missing.
    @inline(never)
    static func presence(of x: UnsafePointer<Double>, _ bars: Int, into words: Words) {
        pack(bars, into: words) { x[$0] == x[$0] }
    }

    /// 1 and 0 for the bars' truth values.
    @inline(never)
    static func numbers(
        of words: UnsafePointer<UInt64>, _ bars: Int, into out: UnsafeMutablePointer<Double>
    ) {
        for bar in 0..<bars {
            out[bar] = Double((words[bar >> 6] >> UInt64(truncatingIfNeeded: bar & 63)) & 1)
        }
    }

    /// The truth values some bars earlier, and a fill before there is one.
    static func shift(
        _ words: UnsafePointer<UInt64>, by distance: Int, fill: Bool, _ bars: Int,
        into out: Words
    ) {
        let count = count(bars)
        let filler: UInt64 = fill ? ~0 : 0
        let (whole, part) = (distance >> 6, UInt64(distance & 63))
        for word in 0..<count {
            let source = word - whole
            let high = source >= 0 ? words[source] : filler
            let low = source >= 1 ? words[source - 1] : filler
            out[word] = part == 0 ? high : high << part | low >> (64 - part)
        }
        if count > 0 { out[count - 1] &= tail(bars) }
    }

    /// Truth values as booleans, `bars` of them from the bar `first` on.
    @inline(never)
    static func booleans(
        of words: UnsafePointer<UInt64>, from first: Int, _ bars: Int,
        into out: UnsafeMutablePointer<Bool>
    ) {
        let bytes = UnsafeMutableRawPointer(out)
        for group in 0..<bars >> 3 {
            let start = first &+ group &* 8
            let place = UInt64(truncatingIfNeeded: start & 63)
            var bits = words[start >> 6] >> place
            if place > 56 { bits |= words[start >> 6 &+ 1] << (64 &- place) }
            // Each byte keeps its own bit; adding 127 carries any bit into the byte's highest.
            let spread = ((bits & 0xFF) &* 0x0101_0101_0101_0101) & 0x8040_2010_0804_0201
            let flags = ((spread &+ 0x7F7F_7F7F_7F7F_7F7F) >> 7) & 0x0101_0101_0101_0101
            bytes.storeBytes(of: flags.littleEndian, toByteOffset: group &* 8, as: UInt64.self)
        }
        for bar in bars & ~7..<bars {
            let place = first + bar
            out[bar] = (words[place >> 6] >> UInt64(place & 63)) & 1 != 0
        }
    }
}
