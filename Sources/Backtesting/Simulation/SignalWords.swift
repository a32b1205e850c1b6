/// The signals of a run, sixty-four bars to a word, with conflicts already resolved.
struct SignalWords {
    /// A word for each sixty-four bars, the last one filled up with silence.
    private(set) var words: [SignalWord] = []

    /// Encodes signals in place of those that were there before, reusing their memory.
    mutating func encode(_ signals: Signals, direction: ExecutionSettings.Direction) {
        words.removeAll(keepingCapacity: true)
        let count = signals.entries.count
        words.reserveCapacity((count + 63) / 64)
        let readAsShort = signals.readsAsShort(direction)
        signals.entries.withUnsafeBytes { entries in
            signals.exits.withUnsafeBytes { exits in
                (signals.shortEntries ?? []).withUnsafeBytes { shortEntries in
                    (signals.shortExits ?? []).withUnsafeBytes { shortExits in
                        for bar in stride(from: 0, to: count, by: 64) {
                            append(
                                Self.pack(entries, from: bar), Self.pack(exits, from: bar),
                                Self.pack(shortEntries, from: bar),
                                Self.pack(shortExits, from: bar), readAsShort, direction)
                        }
                    }
                }
            }
        }
    }

    /// Encodes signals that are packed already.
    mutating func encode(_ signals: PackedSignals, direction: ExecutionSettings.Direction) {
        words.removeAll(keepingCapacity: true)
        let count = signals.count
        words.reserveCapacity((count + 63) / 64)
        let readAsShort = signals.readsAsShort(direction)
        for word in 0..<(count + 63) / 64 {
            let left = count - word * 64
            let bars: UInt64 = left < 64 ? (1 << UInt64(left)) - 1 : ~0
            append(
                signals.entries[word] & bars, signals.exits[word] & bars,
                (signals.shortEntries?[word] ?? 0) & bars,
                (signals.shortExits?[word] ?? 0) & bars, readAsShort, direction)
        }
    }

    @inline(__always)
    private mutating func append(
        _ entries: UInt64, _ exits: UInt64, _ shortEntries: UInt64, _ shortExits: UInt64,
        _ readAsShort: Bool, _ direction: ExecutionSettings.Direction
    ) {
        words.append(
            readAsShort
                ? SignalWord(
                    longEntries: 0, longExits: 0, shortEntries: entries, shortExits: exits,
                    direction: direction)
                : SignalWord(
                    longEntries: entries, longExits: exits, shortEntries: shortEntries,
                    shortExits: shortExits, direction: direction))
    }

    /// A bit for each of the next sixty-four booleans; 0 for those that are not there.
    @inline(__always)
    private static func pack(_ flags: UnsafeRawBufferPointer, from start: Int) -> UInt64 {
        guard start < flags.count else { return 0 }
        var word: UInt64 = 0
        if start &+ 64 <= flags.count {
            for byte in 0..<8 {
                let eight = UInt64(
                    littleEndian: flags.loadUnaligned(
                        fromByteOffset: start &+ byte &* 8, as: UInt64.self))
                // Moves the lowest bit of each byte into the highest byte, in their order.
                let bits = (eight &* 0x0102_0408_1020_4080) &>> 56
                word |= bits &<< UInt64(truncatingIfNeeded: byte &* 8)
            }
        } else {
            for bar in start..<flags.count {
                word |= UInt64(flags[bar]) &<< UInt64(truncatingIfNeeded: bar &- start)
            }
        }
        return word
    }

    /// How many bars say something else than the bar before, and not nothing: about as many orders
    /// as the signals make where there are no stops.
    var changeCount: Int {
        var before = SignalWord.silent
        return words.reduce(0) { total, word in
            defer { before = word }
            return total + word.changes(after: before).nonzeroBitCount
        }
    }
}

extension UnsafeBufferPointer<SignalWord> {
    /// The signals of a bar.
    @inline(__always)
    func code(at bar: Int) -> SignalCode {
        self[bar &>> 6].code(bit: bar & 63)
    }

    /// The first bar from one on at which signals can act on a position, or the count.
    ///
    /// - Parameters:
    ///   - held: The position; an entry cannot act on one of its own direction, nor an exit on none.
    ///   - hearsAll: Whether a bar counts on which anything was said at all, with effect or without.
    @inline(__always)
    func firstSignal(from start: Int, count: Int, held: Double, hearsAll: Bool) -> Int {
        guard start < count else { return count }
        let flat: UInt64 = held == 0 ? ~0 : 0
        let long: UInt64 = held > 0 ? ~0 : 0
        let short: UInt64 = held < 0 ? ~0 : 0
        let all: UInt64 = hearsAll ? ~0 : 0
        var index = start &>> 6
        var mask: UInt64 = ~0 &<< UInt64(truncatingIfNeeded: start & 63)
        let end = (count &+ 63) &>> 6
        while index < end {
            let word = self[index]
            let acting =
                (word.longEntries & (flat | short)) | (word.longExits & long)
                | (word.shortEntries & (flat | long)) | (word.shortExits & short)
                | (word.any & all)
            if acting & mask != 0 {
                return Swift.min(index &<< 6 &+ (acting & mask).trailingZeroBitCount, count)
            }
            mask = ~0
            index &+= 1
        }
        return count
    }
}
