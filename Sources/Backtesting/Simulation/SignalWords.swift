/// The signals of a run, sixty-four bars to a word, with conflicts already resolved.
struct SignalWords {
    /// A word for each sixty-four bars, the last one filled up with silence.
    private(set) var words: [SignalWord] = []

    /// Encodes signals in place of those that were there before, reusing their memory.
    mutating func encode(_ signals: Signals, direction: ExecutionSettings.Direction) {
        let readAsShort = signals.readsAsShort(direction)
        signals.entries.withUnsafeBytes { entries in
            signals.exits.withUnsafeBytes { exits in
                (signals.shortEntries ?? []).withUnsafeBytes { shortEntries in
                    (signals.shortExits ?? []).withUnsafeBytes { shortExits in
                        write(signals.entries.count, direction, readAsShort) { bar in
                            (
                                Self.pack(entries, from: bar), Self.pack(exits, from: bar),
                                Self.pack(shortEntries, from: bar),
                                Self.pack(shortExits, from: bar)
                            )
                        }
                    }
                }
            }
        }
    }

    /// Encodes signals that are packed already.
    mutating func encode(_ signals: PackedSignals, direction: ExecutionSettings.Direction) {
        let count = signals.count
        if signals.shortEntries == nil, signals.shortExits == nil, direction != .short {
            // Nothing is said of short positions, which is most of what a word is about.
            return write(count, .long, false) { bar in
                let bars: UInt64 = count &- bar < 64 ? (1 &<< UInt64(count &- bar)) &- 1 : ~0
                let word = bar &>> 6
                return (signals.entries[word] & bars, signals.exits[word] & bars, 0, 0)
            }
        }
        write(count, direction, signals.readsAsShort(direction)) { bar in
            let bars: UInt64 = count &- bar < 64 ? (1 &<< UInt64(count &- bar)) &- 1 : ~0
            let word = bar &>> 6
            return (
                signals.entries[word] & bars, signals.exits[word] & bars,
                (signals.shortEntries?[word] ?? 0) & bars,
                (signals.shortExits?[word] ?? 0) & bars
            )
        }
    }

    /// Writes the words of a number of bars from what is said on the sixty-four from each on.
    @inline(__always)
    private mutating func write(
        _ count: Int, _ direction: ExecutionSettings.Direction, _ readAsShort: Bool,
        _ said: (Int) -> (UInt64, UInt64, UInt64, UInt64)
    ) {
        let length = (count + 63) / 64
        if words.count != length {
            words = [SignalWord](repeating: SignalWord.silent, count: length)
        }
        words.withUnsafeMutableBufferPointer { words in
            for index in words.indices {
                let (entries, exits, shortEntries, shortExits) = said(index &<< 6)
                words[index] = SignalWord(
                    longEntries: readAsShort ? 0 : entries, longExits: readAsShort ? 0 : exits,
                    shortEntries: readAsShort ? entries : shortEntries,
                    shortExits: readAsShort ? exits : shortExits, direction: direction)
            }
        }
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
    ///   - held: The position; an entry cannot act on its own direction, nor an exit on none.
    ///   - hearsAll: Whether a bar counts on which anything was said, with effect or without.
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
